"""What a built site still lacks: diagrams as pictures, and tables that scroll by keyboard.

`python -m website.finish site` changes the pages of that folder in place. Both are done here and not in the reader's
browser, so pages need no script for them and nothing from elsewhere.
"""

import re
import sys
from html import unescape
from pathlib import Path

import mmdr

DIAGRAM = re.compile(r'<pre class="diagram"><code>(.*?)</code></pre>', re.DOTALL)
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
WIDTH = re.compile(r"max-width: ?([\d.]+)px")
COLOURS = re.compile(r"<style>.*?</style>", re.DOTALL)


def finished(page: str) -> str:
    """Return a page with its diagrams drawn, and with its tables in boxes that the keyboard reaches and scrolls."""
    return TABLE.sub(_boxed, DIAGRAM.sub(_drawn, page))


def _drawn(diagram: re.Match[str]) -> str:
    # The style sheet has the colours, for it knows light and dark. Text of 14 px shrinks to 12 at most.
    svg = COLOURS.sub("", mmdr.render(unescape(diagram[1])).svg())
    sized = WIDTH.sub(lambda width: f"width:{width[1]}px;min-width:{float(width[1]) * 12 / 14:.0f}px", svg, count=1)
    return f'<figure class="diagram" tabindex="0">{sized}</figure>'


def _boxed(table: re.Match[str]) -> str:
    return f'<div class="table" tabindex="0">{table[0]}</div>'


def main() -> None:
    """Finish the site in the folder that is named."""
    for page in Path(sys.argv[1]).rglob("*.html"):
        page.write_text(finished(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()

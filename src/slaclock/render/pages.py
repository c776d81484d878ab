"""What pages share: a page that needs nothing else, in light and in dark, and text made safe for Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from slaclock.render.drawings import colours, element, plain


def page(title: str, body: str, style: str = "") -> str:
    """A page of HTML: `body` is markup already, `title` is text, and `style` is added to the one that pages share."""
    head = element(
        "head",
        '<meta charset="utf-8"/><meta name="viewport" content="width=device-width"/>',
        '<meta name="color-scheme" content="light dark"/>',
        element("title", plain(title)),
        element("style", colours(), STYLE, style),
    )
    return "<!DOCTYPE html>\n" + element("html", head, element("body", body, class_="slaclock page"), lang="en")


STYLE = """
.slaclock{color:var(--ink);line-height:1.45;font:15px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",\
Arial,sans-serif;font-variant-numeric:tabular-nums}
.slaclock.page{margin:0;background:var(--closed)}
.slaclock main{max-width:1140px;margin:0 auto;padding:24px 16px}
.slaclock h1{font-size:26px;margin:0 0 16px}
.slaclock h2{font-size:20px;margin:16px 0 12px}
.slaclock table{border-collapse:collapse;width:100%;font-size:14px}
.slaclock th,.slaclock td{text-align:left;padding:6px 14px;border-top:1px solid var(--line);background:none;\
color:var(--ink)}
.slaclock .drawing{overflow-x:auto;margin:16px 0;border-radius:8px;border:1px solid var(--line);\
background:var(--surface)}
.slaclock .notes{color:var(--soft);margin:12px 0;padding-left:22px}
.slaclock a{color:inherit}
@media print{.slaclock.page{background:none}}
"""


def markdown_row(cells: Iterable[str]) -> str:
    """A row of a table in Markdown; each cell is text, and what it says on several lines is kept apart."""
    return f"| {' | '.join('<br>'.join(map(in_markdown, cell.splitlines())) for cell in cells)} |"


def in_markdown(text: str) -> str:
    """Text on one line that Markdown takes for nothing but text."""
    return _MARKUP.sub(r"\\\g<0>", plain(" ".join(text.split())).replace("&#x27;", "'"))


_MARKUP = re.compile(r"[\\`*\[\]|~]|(?<!&)#|(?<![^\W_])_|_(?![^\W_])")
"""What Markdown gives a meaning; it gives none to `_` inside a word."""

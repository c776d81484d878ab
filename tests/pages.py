"""The pages of the documentation, the blocks in them, and their code as a user's type checker reads it.

`python tests/pages.py FOLDER` writes the code of every page that users copy from into a file of its own, each line
where it stands in the page, with the examples beside them.
"""

import doctest
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from paths import ROOT

DOCS = ROOT / "docs"
EXAMPLES = ROOT / "examples"
ELSEWHERE = {"benchmarks.md", "spark.md"}
"""Benchmarks write their page themselves; the page about Spark is run where Spark is, by tests/tables/spark."""
PAGES = [ROOT / "README.md", *(page for page in sorted(DOCS.rglob("*.md")) if page.name not in ELSEWHERE)]
BESIDE = ("README.md", "tutorial.md", "tour.md")
COPIED = [page for page in PAGES if page.parent == DOCS / "how-to" or page.name in BESIDE]
"""Those whose code is there to be copied; a reference shows also what is refused."""


class Block(NamedTuple):
    """A fenced block of a page."""

    language: str
    text: str
    line: int


def blocks_of(markdown: str) -> list[Block]:
    found = re.finditer(r"^```(\S*)\n(.*?)^```$", markdown, re.MULTILINE | re.DOTALL)
    return [Block(each[1], each[2], markdown.count("\n", 0, each.start()) + 2) for each in found]


def code_of(markdown: str) -> str:
    """What a page shows in Python, without what is printed, each line where it stands."""
    lines: list[str] = []
    for line, source in _sources_of(markdown):
        lines += [""] * (line - 1 - len(lines)) + source.splitlines()
    return "\n".join([*lines, ""]) if lines else ""


def _sources_of(markdown: str) -> Iterator[tuple[int, str]]:
    for block in blocks_of(markdown):
        if block.language == "python":
            yield block.line, block.text
        if block.language == "pycon":
            for example in doctest.DocTestParser().get_examples(block.text):
                yield block.line + example.lineno, example.source


def write_code(folder: Path) -> None:
    """Write the code of each page beside a copy of the examples, which some pages use.

    Of the apps come the parts that pages use; `nox -s apps` checks them all, with the frameworks that they need.
    """
    shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("apps", "__pycache__"))
    shutil.copytree(EXAMPLES / "apps" / "monitors", folder / "monitors", ignore=shutil.ignore_patterns("by_*.py"))
    for page in COPIED:
        if code := code_of(page.read_text(encoding="utf-8")):
            (folder / f"{page.stem.replace('-', '_')}_page.py").write_text(code, encoding="utf-8")


if __name__ == "__main__":
    write_code(Path(sys.argv[1]))

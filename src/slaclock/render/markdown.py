"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from slaclock.safe import for_markdown


def markdown_row(cells: Iterable[str]) -> str:
    """A row of a table in Markdown; each cell is text, and what it says on several lines is kept apart."""
    return f"| {' | '.join('<br>'.join(map(for_markdown, cell.splitlines())) for cell in cells)} |"

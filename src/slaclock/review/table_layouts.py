"""The table of plans laid out: for a terminal, as Markdown and as HTML."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from slaclock.render import element, markdown_row, scrolled
from slaclock.review.plan_tables import NOTHING, ComparisonCell, ComparisonRow, ComparisonSection
from slaclock.safe import Markup, for_html, for_markdown

_NARROW, _GAP, _LONGEST_NAME = 24, "  ", 20


def table_text(plans: Sequence[str], sections: Sequence[ComparisonSection], width: int) -> Iterator[str]:
    """Lines of text; where the table is too wide, some plans stand below the others."""
    for some in _beside(len(plans), width):
        shown = [_of_plans(section, some) for section in sections]
        yield from ("", *_columns([plans[number] for number in some], shown, width))


def _of_plans(section: ComparisonSection, plans: range) -> ComparisonSection:
    rows = (row.model_copy(update={"cells": tuple(row.cells[number] for number in plans)}) for row in section.rows)
    return section.model_copy(update={"rows": tuple(rows)})


def _beside(plans: int, width: int) -> Iterator[range]:
    """Which plans fit beside one another."""
    many = max(1, (width - _LONGEST_NAME) // (_NARROW + len(_GAP)))
    return (range(first, min(first + many, plans)) for first in range(0, plans, many))


def _columns(plans: Sequence[str], sections: Sequence[ComparisonSection], width: int) -> Iterator[str]:
    """The table of some plans, whose cells stand at the same places as their names."""
    rows = [row for section in sections for row in section.rows]
    first = min(max((len(row.name) for row in rows), default=0), _LONGEST_NAME)
    most = (width - first) // len(plans) - len(_GAP)
    widths = [first, *(min(most, _longest(plan, rows, number)) for number, plan in enumerate(plans))]
    yield from _lines_of(["", *plans], widths)
    yield _GAP.join("-" * each for each in widths)
    for section in sections:
        if section != sections[0]:
            yield ""
        yield section.title
        for row in section.rows:
            yield from _lines_of([row.name, *map(str, row.cells)], widths)


def _longest(plan: str, rows: Sequence[ComparisonRow], number: int) -> int:
    cells = (str(row.cells[number]) for row in rows)
    return max(len(line) for text in (plan, *cells) for line in text.splitlines() or [""])


def _lines_of(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """A row of cells, each wrapped to its width."""
    columns = [
        [part for line in cell.splitlines() for part in wrapped(line, width, "  ")]
        for cell, width in zip(cells, widths, strict=True)
    ]
    for parts in zip_longest(*columns, fillvalue=""):
        yield _GAP.join(part.ljust(width) for part, width in zip(parts, widths, strict=True))


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Text in lines no longer than that, those after the first indented."""
    return textwrap.wrap(text, max(width, 2 * len(indent) + 1), subsequent_indent=indent)


# Markdown and HTML


def table_markdown(plans: Sequence[str], sections: Sequence[ComparisonSection]) -> Iterator[str]:
    """Lines of Markdown; the name of a section stands in a row of its own."""
    yield markdown_row(["", *plans])
    yield "|:--" * (len(plans) + 1) + "|"
    for section in sections:
        yield f"| **{for_markdown(section.title)}** {'| ' * len(plans)}|"
        yield from (markdown_row([row.name, *map(str, row.cells)]) for row in section.rows)


def table_html(title: str, plans: Sequence[str], sections: Sequence[ComparisonSection], label: str) -> Markup:
    """A table of HTML that scrolls where it is too wide, and on a narrow screen lists the plans below each row's name.

    Its roles are stated, for browsers in which a table that is laid out as a list is none.
    """
    names = (element("th", for_html(plan), scope="col", role="columnheader", dir="auto") for plan in plans)
    columns = element("tr", element("td", role="cell"), *names, role="row")
    caption = element("caption", for_html(f"The plans of {title} side by side"))
    bodies = (_section_html(section, plans) for section in sections)
    head = element("thead", columns, role="rowgroup")
    return scrolled(label, element("table", caption, head, *bodies, class_="plans", role="table"))


def _section_html(section: ComparisonSection, plans: Sequence[str]) -> Markup:
    name = element(
        "th", for_html(section.title), scope="rowgroup", colspan=len(plans) + 1, role="rowheader", dir="auto"
    )
    head = element("tr", name, role="row")
    return element("tbody", head, *(_row_html(row, plans) for row in section.rows), role="rowgroup")


def _row_html(row: ComparisonRow, plans: Sequence[str]) -> Markup:
    name = element("th", for_html(row.name), scope="row", role="rowheader", dir="auto")
    return element("tr", name, *map(_cell_html, row.cells, plans), role="row")


def _cell_html(cell: ComparisonCell, plan: str) -> Markup:
    told = {"role": "cell", "data_plan": plan}
    if not cell.lines:
        nothing = element("span", for_html(NOTHING), aria_label="nothing promised", role="img")
        return element("td", nothing, class_="none", **told)
    first, *others = (element("div", for_html(line)) for line in cell.lines)
    return element("td", first, element("div", *others, class_="also") if others else Markup(""), **told)


TABLE_STYLE = """
.slaclock .plans caption{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.slaclock main{max-width:1240px}
.slaclock .plans th,.slaclock .plans td{vertical-align:top;padding:9px 10px;overflow-wrap:anywhere}
.slaclock .plans td{min-width:11.5em;border-left:1px solid var(--line)}
.slaclock .plans thead td{min-width:0;border:0}
.slaclock .plans thead th{font-size:16px;border-top:0;border-left:1px solid var(--line)}
.slaclock .plans th[scope=rowgroup]{background:var(--closed);font-size:13px;letter-spacing:.02em}
.slaclock .plans th[scope=row]{position:sticky;left:0;background:var(--surface);min-width:6em;max-width:13em}
.slaclock .plans td>div:first-child{font-weight:600}
.slaclock .plans .also{color:var(--soft);font-size:13px;font-weight:400}
@media (max-width:640px){
.slaclock .plans,.slaclock .plans tbody,.slaclock .plans tr,.slaclock .plans th[scope]{display:block}
.slaclock .plans thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.slaclock .plans td{display:grid;grid-template-columns:minmax(6em,34%) 1fr;gap:0 12px;min-width:0;border:0;\
padding:3px 12px}
.slaclock .plans td::before{content:attr(data-plan);grid-column:1;grid-row:1/span 2;color:var(--soft);font-size:13px}
.slaclock .plans td>*{grid-column:2}
.slaclock .plans tr{padding-bottom:7px;border-top:1px solid var(--line)}
.slaclock .plans tr:has([scope=rowgroup]){padding:0}
.slaclock .plans th[scope=row]{position:static;max-width:none;border:0;padding:8px 12px 2px}
.slaclock .plans th[scope=rowgroup]{border:0;padding:7px 12px}
}
.slaclock .notes{max-width:75ch;font-size:14px;overflow-wrap:anywhere}
.slaclock .notes li{margin:4px 0}
@media print{.slaclock .plans th[scope=row]{position:static}.slaclock .plans td{min-width:0}\
.slaclock .plans th,.slaclock .plans td{padding:5px 6px;overflow-wrap:break-word}}
"""

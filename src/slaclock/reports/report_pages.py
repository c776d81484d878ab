"""A report as one page of HTML: what was reached, charts of it, and the table of all groups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from slaclock.render import element, facts, notes, page, row, table, together, unbroken
from slaclock.reports.charts import STYLE, charts
from slaclock.reports.reported import Line, Reported
from slaclock.reports.texts import (
    HEADS,
    cells,
    counts,
    duration_text,
    length_of_a_day,
    percent,
    problems_of,
    shortened,
    shown_group,
    worst_text,
)
from slaclock.safe import Markup, for_html
from slaclock.targets import metric_words

_STYLE = """
.slaclock .missed td{color:var(--late);font-weight:600}
"""
_MOST_PROBLEMS = 20


def report_html(report: Reported, day: timedelta | None) -> str:
    """The page of a report."""
    title = f"{report.name}: report as of {report.now:%Y-%m-%d %H:%M %Z}"
    body = element(
        "main",
        element("h1", for_html(title)),
        notes(length_of_a_day(day)),
        *_metrics(report, day),
        _all_groups(report, day),
        *_problems(report),
    )
    return page(title, body, STYLE + _STYLE)


def _metrics(report: Reported, day: timedelta | None) -> Iterator[Markup]:
    shapes = {shape.metric: shape for shape in report.shapes}
    for line in report.totals:
        yield element("h2", for_html(metric_words(line.metric, "customer").capitalize()))
        yield facts(
            {
                "attainment": percent(line.attainment) or "nothing decided yet",
                "goal": percent(line.goal),
                **{name: f"{count:,}" for name, count in counts(line).items()},
                "time over target": duration_text(line.over, day),
                "time paused": duration_text(line.paused, day),
            }
        )
        yield charts(shapes[line.metric])
        yield notes(worst_text(worst, day) for worst in line.worst)


def _all_groups(report: Reported, day: timedelta | None) -> Markup:
    if not report.by:
        return Markup("")
    heads = (*(name.replace("_", " ") for name in report.by), "metric", *HEADS)
    body = [_row(line, day) for line in report.lines]
    named = "By " + ", ".join(name.replace("_", " ") for name in report.by)
    return together((element("h2", for_html(named)), table(named, heads, body)))


def _row(line: Line, day: timedelta | None) -> Markup:
    missed = line.goal is not None and line.attainment is not None and line.attainment < line.goal
    names = (*shown_group(line.group), metric_words(line.metric, "customer"))
    said = [unbroken(text) for text in (*names, *cells(line, day))]
    return row(said, "missed" if missed else "")


def _problems(report: Reported) -> Iterator[Markup]:
    if not report.problems:
        return
    yield element("h2", for_html(problems_of(report)))
    more = len(report.problems) - _MOST_PROBLEMS
    said = [shortened(str(each)) for each in report.problems[:_MOST_PROBLEMS]]
    yield notes([*said, f"… and {more} more"] if more > 0 else said)

"""A report as CSV, as a table of Markdown, and for a terminal, with bars."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import timedelta
from fractions import Fraction

from slaclock.errors import ChoiceError
from slaclock.json_forms import in_seconds
from slaclock.render import markdown_row
from slaclock.reports.reported import Line, Reported, Worst
from slaclock.safe import Formulas, for_csv, for_terminal
from slaclock.targets import short_duration

BAR = 10
"""How many characters a bar for 100 % has."""
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
_LONGEST = 150
HEADS = ("tickets", "met", "breached", "open", "attainment", "goal", "used by half", "used by 90 %", "over", "paused")


def percent(share: Fraction | None) -> str:
    """A share in percent, rounded down, so that one that is not enough does not look so."""
    return "" if share is None else f"{int(share * 10) / 10:g} %"


def duration_text(duration: timedelta, day: timedelta | None) -> str:
    """A duration in little room, in whole minutes if it has any; in working days of a length, where one is given."""
    days, rest = divmod(duration, day) if day else (0, duration)
    hours, rest = divmod(rest, _HOUR)
    parts = ((days, "d"), (hours, "h"), (rest // _MINUTE, "min"))
    written = " ".join(f"{amount:,} {unit}" for amount, unit in parts if amount)
    return written or (short_duration(duration) if duration else "")


def length_of_a_day(day: timedelta | None) -> list[str]:
    """What `d` means where durations are in working days.

    Raises:
        ChoiceError: It is no part of a day.
    """
    if day is None:
        return []
    if not timedelta(0) < day <= _DAY:
        raise ChoiceError(f"a working day has more than 0 and at most 24 hours of open time, not {day}")
    return [f"1 d is a working day of {duration_text(day, None)}"]


def counts(line: Line) -> dict[str, int]:
    """How many tickets and cycles a line counts."""
    return {"tickets": line.tickets, "met": line.met, "breached": line.breached, "open": line.open}


def cells(line: Line, day: timedelta | None) -> tuple[str, ...]:
    """What a line says, without its group and metric."""
    used = line.used
    return (
        *(f"{count:,}" for count in counts(line).values()),
        percent(line.attainment),
        percent(line.goal),
        "" if used is None else f"{used.median:.0f} %",
        "" if used is None else f"{used.p90:.0f} %",
        duration_text(line.over, day),
        duration_text(line.paused, day),
    )


def worst_text(worst: Worst, day: timedelta | None) -> str:
    """A ticket that was late, and how it came to that."""
    ended = f"stopped {worst.stopped:%Y-%m-%d %H:%M}" if worst.stopped else "still open"
    paused = f", paused {duration_text(worst.paused, day)}" if worst.paused else ""
    late = duration_text(worst.over, day) or "at once"
    return f"{worst.ticket}: {late} late, due {worst.due:%Y-%m-%d %H:%M}, {ended}{paused}"


def shown_group(group: Iterable[str]) -> tuple[str, ...]:
    """The values of a group; what has none shows a dash."""
    return tuple(value or "–" for value in group)


def heads(report: Reported) -> tuple[str, ...]:
    """The heads of the table."""
    return (*(name.replace("_", " ") for name in report.by), "metric", *HEADS)


def rows(report: Reported, day: timedelta | None) -> Iterator[tuple[str, ...]]:
    """The rows of the table: lines, and the total of each metric."""
    for line in report.lines:
        yield *shown_group(line.group), line.metric, *cells(line, day)
    for line in report.totals if report.by else ():
        yield *("all" for _ in report.by), line.metric, *cells(line, day)


def report_text(report: Reported, day: timedelta | None) -> str:
    """A table whose attainment has bars, the worst tickets, and what is wrong with tickets."""
    place = len(report.by) + 1 + HEADS.index("attainment")
    every = [*report.lines, *(report.totals if report.by else ())]
    table = [heads(report)] + [
        tuple(map(for_terminal, (*row[:place], f"{_bar(line.attainment)} {row[place]}".strip(), *row[place + 1 :])))
        for row, line in zip(rows(report, day), every, strict=True)
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    unit = [each for said in length_of_a_day(day) for each in ("", said)]
    title = f"{report.name}, as of {report.now:%Y-%m-%d %H:%M %Z}"
    return "\n".join([title, "", *texts, *unit, *_worst(report, day), *_said(report)])


def _bar(share: Fraction | None) -> str:
    if share is None:
        return ""
    filled = int(share * BAR / 100)
    return "█" * filled + "░" * (BAR - filled)


def _worst(report: Reported, day: timedelta | None) -> Iterator[str]:
    for line in report.totals:
        if line.worst:
            yield from ("", f"Latest of {line.metric}:")
            yield from (for_terminal(f"  {worst_text(worst, day)}") for worst in line.worst)


def _said(report: Reported) -> Iterator[str]:
    if report.problems:
        yield from ("", f"{problems_of(report)}, e.g.:")
        yield from (for_terminal(shortened(f"  {each}")) for each in report.problems[:5])


def problems_of(report: Reported) -> str:
    """How much is wrong with tickets, which has a problem at least."""
    count = len(report.problems)
    return f"{count:,} {'problem' if count == 1 else 'problems'} with tickets"


def shortened(text: str) -> str:
    """A text that takes little more than a line."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def report_markdown(report: Reported, day: timedelta | None) -> str:
    """The table of a report as Markdown."""
    head = heads(report)
    rule = "|" + "---|" * len(head)
    unit = [each for said in length_of_a_day(day) for each in ("", said)]
    return "\n".join([markdown_row(head), rule, *map(markdown_row, rows(report, day)), *unit]) + "\n"


_SHARES = ("attainment", "goal", "used_mean", "used_median", "used_p90", "used_p95")


def report_csv(report: Reported, formulas: Formulas) -> str:
    """A row for each line: shares in percent, durations in seconds."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*report.by, "metric", *HEADS[:4], *_SHARES, "over_seconds", "paused_seconds"])
    for line in report.lines:
        names = [for_csv(name, formulas) for name in (*line.group, line.metric)]
        numbers = (*counts(line).values(), *_shares(line), in_seconds(line.over), in_seconds(line.paused))
        writer.writerow([*names, *("" if number is None else number for number in numbers)])
    return out.getvalue()


def _shares(line: Line) -> Iterator[float | None]:
    """The shares of a line in percent."""
    yield from (share if share is None else float(share) for share in (line.attainment, line.goal))
    used = line.used
    yield from (None,) * 4 if used is None else (used.mean, used.median, used.p90, used.p95)

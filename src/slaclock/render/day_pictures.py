"""The dates of a schedule, one after another, as data and as text: what is open, and what is special."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from slaclock.declaration import Declaration
from slaclock.errors import InstantRangeError
from slaclock.hours import (
    FIRST_DATE,
    LAST_DATE,
    ONE_DAY,
    ZERO,
    Schedule,
    Span,
    first_instant,
    iso_date,
    whole_date,
    zone_named,
)
from slaclock.results import Result
from slaclock.safe import for_terminal
from slaclock.targets import Cause, closed_by, write_duration

_CELL = timedelta(minutes=30)
_CELLS = 48
_OPEN, _PARTLY, _CLOSED, _TAKEN, _SKIPPED = "█▄·░ "
LEGEND = (
    f"{_OPEN} open  {_PARTLY} open for part of it  {_CLOSED} closed  {_TAKEN} closed by a holiday, exception or closure"
)
_RULER = "".join(f"{hour:<6}" for hour in range(0, 24, 3))


class DayPicture(Result, Declaration):
    """One date of a schedule, from midnight to midnight in its zone."""

    date: date
    """The local date."""

    windows: tuple[tuple[datetime, datetime], ...]
    """What is open on it, clipped to the date, in the schedule's zone."""

    open: timedelta
    """How long that is together, in real time."""

    notes: tuple[str, ...] = ()
    """What is special about it: a holiday, an exception, a closure, a clock change."""

    cells: str
    """The date in 48 signs, half an hour each."""


def picture_days(schedule: Schedule, first: date, days: int) -> Iterator[DayPicture]:
    """The dates of a schedule, one after another.

    Args:
        schedule: Any schedule.
        first: The first local date.
        days: How many dates.

    Raises:
        InstantRangeError: One of them lies before or after all dates on which open time is counted.

    Rules: R2, R4, R5, R6.
    """
    if not first >= FIRST_DATE or first.toordinal() + days - 1 > LAST_DATE.toordinal():
        raise InstantRangeError(
            f"open time is counted from {FIRST_DATE} to {LAST_DATE}, and {days:,} dates from {first} on leave that; "
            "ask for other ones"
        )
    zone = zone_named(schedule.timezone)
    for day in (first + number * ONE_DAY for number in range(days)):
        start, end = whole_date(day, zone)
        spans = list(schedule._timeline.windows(start, end))
        causes = closed_by(schedule, start, end) if start < end else []
        yield DayPicture(
            date=day,
            windows=tuple((opens.astimezone(zone), closes.astimezone(zone)) for opens, closes in spans),
            open=sum((closes - opens for opens, closes in spans), ZERO),
            notes=tuple(_notes(schedule, day, (start, end), causes)),
            cells="".join(_cell(day, number, zone, spans, causes) for number in range(_CELLS)),
        )


def hours_text(schedule: Schedule, first: date, days: int) -> str:
    """The same as lines of text: a ruler, a row for each date, and what the signs mean."""
    lines = [f"{schedule.name or schedule}  ({schedule.timezone})", f"{'':15} {_RULER}"]
    for day in picture_days(schedule, first, days):
        notes = "; ".join(day.notes)
        lines.append(f"{iso_date(day.date)}  {day.cells}  {_hours(day.open):>6}  {notes}".rstrip())
    return "\n".join(map(for_terminal, [*lines, "", LEGEND]))


def _notes(schedule: Schedule, day: date, whole: Span, causes: list[Cause]) -> Iterator[str]:
    yield from dict.fromkeys(cause.name if cause.kind != "excluded" else f"excluded: {cause.name}" for cause in causes)
    holiday = schedule.holidays.on(day)
    if holiday and all(holiday.name != cause.name for cause in causes):
        yield f"{holiday.name}, {'open by exception' if _has_exception(schedule, day) else 'nothing to close'}"
    length = whole[1] - whole[0]
    if length != ONE_DAY:
        yield f"the clocks change: {write_duration(length)}" if length else "the zone skipped this date"


def _has_exception(schedule: Schedule, day: date) -> bool:
    return day in schedule._exceptions_between(day, day)


def _cell(day: date, number: int, zone: tzinfo, spans: list[Span], causes: list[Cause]) -> str:
    reading = datetime.combine(day, time.min) + number * _CELL
    start, end = first_instant(reading, zone), first_instant(reading + _CELL, zone)
    if start == end:
        return _SKIPPED
    open_time = sum((_shared((start, end), span) for span in spans), ZERO)
    if open_time:
        return _OPEN if open_time == end - start else _PARTLY
    return _TAKEN if any(_shared((start, end), cause.span) for cause in causes) else _CLOSED


def _shared(one: Span, other: Span) -> timedelta:
    return max(min(one[1], other[1]) - max(one[0], other[0]), ZERO)


def _hours(open_time: timedelta) -> str:
    hours, rest = divmod(open_time, timedelta(hours=1))
    return f"{hours}:{rest // timedelta(minutes=1):02} h" if rest else f"{hours} h" if hours else "-"

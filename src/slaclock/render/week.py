"""The usual week of a schedule as rows: what is open when nothing special happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from slaclock.hours import ONE_DAY, WEEK, ZERO, Schedule, Span, SupportWindow, intersect, merge
from slaclock.render.dates import Piece
from slaclock.render.local_time import LocalTime, Reading, reading_words
from slaclock.render.rows import Row
from slaclock.targets import short_duration

_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)


def week_rows(schedule: Schedule) -> list[Row]:
    """A row for each day of the week, of a schedule with weekly hours, without its holidays and exceptions."""
    windows = [window for window in schedule.hours if isinstance(window, SupportWindow)]
    spans = merge(span for window in windows for span in _two_weeks(window))
    week = intersect(spans, [(_MONDAY, _MONDAY + 7 * ONE_DAY)])
    local = LocalTime(UTC, _MONDAY, _MONDAY)
    readings = [reading for span in week for reading in local.readings(*span)]
    days = [_MONDAY.date() + number * ONE_DAY for number in range(len(WEEK))]
    return [_row(name, [each for each in readings if each.day == day]) for name, day in zip(WEEK, days, strict=True)]


def _two_weeks(window: SupportWindow) -> Iterator[Span]:
    """A weekly window in the week and the one before, which may reach into it."""
    for number in range(-7, 7):
        if WEEK[number % 7] in window.days:
            day = _MONDAY + number * ONE_DAY
            opens, closes = (datetime.combine(day, each, UTC) for each in window.readings)
            yield opens, closes if opens < closes else closes + ONE_DAY


def _row(name: str, readings: list[Reading]) -> Row:
    pieces = tuple(Piece(each, "open", _from_to(each), counted=each.closes - each.opens) for each in readings)
    return Row(
        name, pieces, amount=short_duration(sum((each.counted for each in pieces), ZERO)) if pieces else "closed"
    )


def _from_to(reading: Reading) -> str:
    return f"open {reading_words(reading.opens)}–{reading_words(reading.closes)}"

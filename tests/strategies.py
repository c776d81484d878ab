"""Aimed examples: windows, holidays and instants within the same few weeks, around a clock change.

Spread over years they would find nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from hypothesis import strategies as st
from oracle import DAY, QUARTER, Declared, Hours, Row, SlowCount

from slaclock import Schedule
from slaclock.testing import Weeks as Season, drawn_hours, instants, noisy_instants, weeks as seasons
from slaclock.testing.drawn_hours import DAY_MINUTES, WEEKDAYS, DrawnHours, clock_face, hours_text, stretches, weekdays
from slaclock.testing.few_weeks import YEARS, zones

__all__ = [
    "DAY_MINUTES",
    "WEEKDAYS",
    "YEARS",
    "Season",
    "clock_face",
    "hours_text",
    "instants",
    "noisy_instants",
    "seasons",
    "stretches",
    "weekdays",
    "zones",
]


def amounts() -> st.SearchStrategy[timedelta]:
    """Open time to be used up: more than none, mostly whole quarter hours."""
    quarters = st.integers(1, 120).map(lambda n: n * QUARTER)
    return st.one_of(quarters, quarters, st.timedeltas(timedelta(microseconds=1), timedelta(hours=30)))


# Hours, in the words of the slow count


def rows() -> st.SearchStrategy[tuple[Row, ...]]:
    return drawn_hours.rows().map(_rows_of_count)


def _rows_of_count(found: tuple[drawn_hours.Row, ...]) -> tuple[Row, ...]:
    return tuple(Row(*row) for row in found)


def declarations(season: Season) -> st.SearchStrategy[Declared]:
    return drawn_hours.drawn_hours(season).map(_declared)


def _declared(drawn: DrawnHours) -> Declared:
    return Declared(**{**vars(drawn), "rows": _rows_of_count(drawn.rows)})


# Days that keep to themselves, so that every open instant belongs to one date


def _apart(declared: Declared) -> Declared:
    """Keep the rows that leave the others' hours alone, and the exceptions that stay within their date."""
    kept: list[Row] = []
    for row in declared.rows:
        if not any(_overlap(row, other) for other in kept):
            kept.append(row)
    fits = _leaves_the_next_alone if declared.belongs_to == "closing_date" else _keeps_to_itself
    tame = tuple((day, hours[:1]) for day, hours in declared.exceptions if fits(day, hours[:1], kept))
    return replace(declared, rows=tuple(kept), exceptions=tame)


def _keeps_to_itself(day: date, hours: tuple[Hours, ...], rows: list[Row]) -> bool:
    tail = max((row.closes - DAY_MINUTES for row in rows if row.weekday == (day - DAY).weekday()), default=0)
    return all(tail <= opens and closes <= DAY_MINUTES for opens, closes in hours)


def _leaves_the_next_alone(day: date, hours: tuple[Hours, ...], rows: list[Row]) -> bool:
    """Whether hours that replace the shift which closes on a date end before the next one opens on it."""
    crossing = [row for row in rows if row.closes > DAY_MINUTES]
    head = min((row.opens for row in crossing if row.weekday == day.weekday()), default=DAY_MINUTES)
    return all(closes <= head for _, closes in hours)


def _overlap(row: Row, other: Row) -> bool:
    week = 7 * DAY_MINUTES
    start, length = row.weekday * DAY_MINUTES + row.opens, row.closes - row.opens
    gap = (other.weekday * DAY_MINUTES + other.opens - start) % week
    return gap < length or (-gap) % week < other.closes - other.opens


def separate_declarations(season: Season) -> st.SearchStrategy[Declared]:
    return declarations(season).map(_apart)


# From what a person writes to the library's own


def row_text(row: Row) -> str:
    return drawn_hours.row_text(_drawn(row))


def _drawn(row: Row) -> drawn_hours.Row:
    return drawn_hours.Row(row.weekday, row.opens, row.closes)


def schedule_of(declared: Declared, **changed: object) -> Schedule:
    """Declare the same hours to the library."""
    stated = {each.name: getattr(declared, each.name) for each in fields(declared)}
    drawn = DrawnHours(**{**stated, "rows": tuple(map(_drawn, declared.rows))})
    return drawn.schedule(changed)


# A case: one schedule told twice, and whatever a law asks about it


@dataclass(frozen=True)
class Case:
    """Declared hours, as the library and as the slow count understand them, and instants nearby."""

    declared: Declared
    instants: tuple[datetime, ...]

    @cached_property
    def schedule(self) -> Schedule:
        return schedule_of(self.declared)

    @cached_property
    def count(self) -> SlowCount:
        return SlowCount(self.declared)


Declarations = Callable[[Season], st.SearchStrategy[Declared]]
Instants = Callable[[Season], st.SearchStrategy[datetime]]


@st.composite
def cases(draw: st.DrawFn, size: int = 1, declared: Declarations = declarations, at: Instants = instants) -> Case:
    """Draw a schedule and `size` instants in one season."""
    season = draw(seasons())
    found = draw(declared(season))
    return Case(found, tuple(draw(st.tuples(*[at(season)] * size))))


@st.composite
def pairs(draw: st.DrawFn, size: int = 1) -> tuple[Case, Case]:
    """Draw two schedules in the same weeks, perhaps in different zones, and instants for both."""
    season = draw(seasons())
    other = draw(st.sampled_from((season.zone, "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")))
    first, second = draw(declarations(season)), replace(draw(declarations(season)), zone=other)
    at = draw(st.tuples(*[instants(season)] * size))
    return Case(first, at), Case(second, at)

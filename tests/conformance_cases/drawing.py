"""Hours and instants drawn within the same few weeks, around a clock change, a holiday or the end of a year.

They are the same each time, with every release of Python: only `random.random` is asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from oracle import DAY, QUARTER, Declared, Hours, Row, midnight

from conformance_cases.fuller_hours import AnyHours, Combined, Stated, slow_count
from conformance_cases.neutral import DAY_MINUTES, MICROSECOND, NEW_YORK

T = TypeVar("T")
REACH = 9
"""Days on either side of the middle in which everything happens."""

WEEKS = (
    (NEW_YORK, "2026-03-08"),
    (NEW_YORK, "2026-11-01"),
    (NEW_YORK, "2026-11-26"),
    (NEW_YORK, "2025-12-31"),
    ("Europe/London", "2026-03-29"),
    ("Europe/London", "2026-10-25"),
    ("Europe/Berlin", "2025-12-25"),
    ("Europe/Dublin", "2026-10-25"),
    ("Asia/Jerusalem", "2026-03-27"),
    ("Asia/Jerusalem", "2026-10-25"),
    ("Africa/Cairo", "2026-04-24"),
    ("Africa/Cairo", "2026-10-30"),
    ("Africa/Casablanca", "2026-02-15"),
    ("America/Sao_Paulo", "2018-02-18"),
    ("America/Sao_Paulo", "2018-11-04"),
    ("America/Santiago", "2026-09-06"),
    ("Asia/Beirut", "2026-03-29"),
    ("Asia/Tehran", "2020-03-21"),
    ("Europe/Moscow", "2014-10-26"),
    ("Asia/Kolkata", "2026-01-26"),
    ("Asia/Shanghai", "2026-10-01"),
    ("UTC", "2024-02-29"),
    # Clocks changed by less than an hour, or at an odd minute.
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("America/St_Johns", "2010-11-07"),
    ("Asia/Pyongyang", "2015-08-15"),
    ("Asia/Pyongyang", "2018-05-05"),
    ("America/Caracas", "2016-05-01"),
    ("Asia/Kathmandu", "1986-01-01"),
    # A day skipped, and most of a day shown twice.
    ("Pacific/Apia", "2011-12-30"),
    ("Pacific/Kwajalein", "1993-08-21"),
    ("Pacific/Kwajalein", "1969-09-30"),
)
ELSEWHERE = ("America/Los_Angeles", "Asia/Kolkata", "Europe/Berlin", "Australia/Sydney")
"""Zones of hours that are put together with others."""
EDGES = ((0, 1440), (1320, 1800), (0, 120), (120, 360), (150, 600), (1380, 1500), (1410, 1890))
"""Hours around midnight and two in the morning, where clocks are changed."""


class Draw:
    """Choices that look random and are the same each time."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def whole(self, first: int, last: int) -> int:
        return first + int(self._random.random() * (last - first + 1))

    def one(self, of: Sequence[T]) -> T:
        return of[self.whole(0, len(of) - 1)]

    def is_so(self, percent: int) -> bool:
        return self._random.random() * 100 < percent

    def some(self, of: Sequence[T], percent: int) -> list[T]:
        return [each for each in of if self.is_so(percent)]


class Place:
    """Hours in a few weeks, the slow count of them, and instants there."""

    def __init__(self, draw: Draw, middle: date, declared: AnyHours) -> None:
        self.draw, self.middle, self.declared = draw, middle, declared
        self.count = slow_count(declared)

    def date(self, reach: int = REACH) -> date:
        return self.middle + self.draw.whole(-reach, reach) * DAY

    def instant(self) -> datetime:
        """Draw an instant: on the quarter hour, or at an edge of the hours; now and then beside it."""
        near = self.draw.is_so(40)
        if self.draw.is_so(25):
            at = self.draw.one(self.edges or [midnight(self.middle)])
        else:
            at = midnight(self.middle) + self.draw.whole(*((-48, 96) if near else (-REACH * 96, REACH * 96))) * QUARTER
        if self.draw.is_so(25):
            at += self.draw.one((-1, 1, 1_234_567, 59_000_000, 333_333_333)) * MICROSECOND
        return at

    @property
    def edges(self) -> list[datetime]:
        """The openings and closings of the middle days, as the slow count has them."""
        start = midnight(self.middle)
        return [edge for span in self.count.windows(start - 4 * DAY, start + 4 * DAY) for edge in span]

    def amount(self) -> timedelta:
        """Draw open time: mostly whole quarter hours, up to what uses up several days."""
        if self.draw.is_so(20):
            return self.draw.one((1, 999_999, 60_000_001, 5_400_000_000, 86_400_000_000)) * MICROSECOND
        return self.draw.whole(1, self.draw.one((8, 40, 160))) * QUARTER

    @property
    def is_always_open(self) -> bool:
        """Whether it has no edges nearby, as the slow count walks on in search of one."""
        start = midnight(self.middle)
        return len(self.count.windows(start - 30 * DAY, start + 30 * DAY)) < 2

    @property
    def is_apart(self) -> bool:
        """Whether every moment of these weeks belongs to one date at most."""
        days = (self.middle + n * DAY for n in range(-24, 25))
        return all(len(dates) <= 1 for day in days for _, dates in self.count.opinions_on(day))


def places(subject: str, each: int, tame: bool = False, apart: bool = False) -> Iterator[Place]:
    """Draw so many hours for all weeks, some of each kind: ordinary ones, nights, any.

    Args:
        subject: What they are drawn for, which is where drawing begins.
        each: How many for each of the weeks.
        tame: Whether no hours cross a midnight.
        apart: Whether no moment may belong to two dates.
    """
    for zone, middle in WEEKS:
        draw = Draw(f"{subject} {zone} {middle}")
        found = 0
        while found < each:
            day = date.fromisoformat(middle)
            place = Place(draw, day, _declared(draw, zone, day, tame))
            if not place.is_always_open and (place.is_apart or not apart):
                found += 1
                yield place


def combined_places(subject: str, each: int, alike: bool = False) -> Iterator[Place]:
    """Draw hours that are put together of two; those that are alike keep one zone, and a moment to one date."""
    for number, (zone, middle) in enumerate(WEEKS):
        draw, day = Draw(f"{subject} {zone} {middle}"), date.fromisoformat(middle)
        found = 0
        while found < each:
            other = zone if alike or draw.is_so(40) else ELSEWHERE[number % len(ELSEWHERE)]
            first, second = (_declared(draw, where, day, tame=alike) for where in (zone, other))
            second = replace(second, holiday_rule=first.holiday_rule, belongs_to=first.belongs_to)
            place = Place(draw, day, Combined(draw.one(("union", "intersection", "difference")), (first, second)))
            if not place.is_always_open and (place.is_apart or not alike):
                found += 1
                yield place


def seasonal_places(subject: str, each: int) -> Iterator[Place]:
    """Draw hours with other weekly ones around the middle, now and then with none."""
    for place in places(subject, each):
        draw, declared = place.draw, place.declared
        assert isinstance(declared, Declared)
        first = place.middle + draw.whole(-REACH, 2) * DAY
        rows = () if draw.is_so(20) else _rows(draw, tame=False)
        seasons = ((first, first + draw.whole(0, REACH) * DAY, rows),)
        if draw.is_so(30):
            seasons += ((place.middle, place.middle + draw.whole(0, 4) * DAY, _rows(draw, tame=False)),)
        stated = Stated(**{**vars(replace(declared)), "belongs_to": "opening_date", "seasons": seasons})
        yield Place(draw, place.middle, stated)


def _declared(draw: Draw, zone: str, middle: date, tame: bool) -> Declared:
    rows = _rows(draw, tame)
    days = [middle + n * DAY for n in range(-REACH, REACH + 1)]
    holidays = frozenset(draw.some(days, 8) + ([middle] if draw.is_so(25) else [])) if draw.is_so(60) else frozenset()
    found = Declared(zone, rows, holidays)
    if draw.is_so(35):
        dates = sorted({draw.one(days), draw.one(days)})
        found = replace(found, exceptions=tuple((day, _of_a_date(draw, tame)) for day in dates))
    return replace(
        found,
        holiday_rule=draw.one(("opening_date", "calendar_date")) if holidays else "opening_date",
        belongs_to="closing_date" if not tame and draw.is_so(25) else "opening_date",
    )


def _rows(draw: Draw, tame: bool) -> tuple[Row, ...]:
    """Draw weekly hours: office hours with or without lunch, nights, or whatever comes."""
    week = draw.one((range(5), range(5), range(6), (6, 0, 1, 2, 3), range(7), (5, 6)))
    if draw.is_so(45):
        opens = draw.whole(7, 10) * 60
        several = ((opens, opens + 240), (opens + 300, opens + 540)) if draw.is_so(30) else ((opens, opens + 540),)
        return tuple(Row(day, *hours) for day in week for hours in several)
    if not tame and draw.is_so(50):
        opens = draw.whole(17, 23) * 60
        return tuple(Row(day, opens, opens + draw.whole(7, 12) * 60) for day in week)
    groups = [(draw.some(range(7), 50) or [0], _hours(draw, tame)) for _ in range(draw.whole(1, 2))]
    return tuple(sorted({Row(day, *hours) for days, hours in groups for day in days}, key=_in_order))


def _in_order(row: Row) -> tuple[int, int, int]:
    return row.weekday, row.opens, row.closes


def _hours(draw: Draw, tame: bool) -> Hours:
    if draw.is_so(40):
        return draw.one([hours for hours in EDGES if hours[1] <= DAY_MINUTES or not tame])
    opens = draw.whole(0, 92) * 15
    return opens, min(opens + draw.whole(2, 48) * 15, DAY_MINUTES if tame else 2 * DAY_MINUTES)


def _of_a_date(draw: Draw, tame: bool) -> tuple[Hours, ...]:
    if draw.is_so(30):
        return ()
    return (_hours(draw, tame),) if draw.is_so(40) else ((540, 780),)

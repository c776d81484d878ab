"""Support hours as people write them, drawn: shifts, some over midnight, holidays and exceptions (R3 to R6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from slaclock.hours import Schedule
from slaclock.testing.drawing import st
from slaclock.testing.few_weeks import Weeks, dates

Hours = tuple[int, int]
"""Opening and closing, in minutes from midnight of the date on which they open."""

Exceptions = tuple[tuple[date, tuple[Hours, ...]], ...]

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_MINUTES = 24 * 60


class Row(NamedTuple):
    """Hours on one weekday, in minutes from its midnight; `closes` is later than `opens` by a day at most."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True)
class DrawnHours:
    """Support hours in numbers, before they are written down."""

    zone: str
    rows: tuple[Row, ...]
    holidays: frozenset[date]
    exceptions: Exceptions
    holiday_rule: str
    belongs_to: str

    def written(self) -> dict[str, Any]:
        """The same as a schedule of a policy file states them."""
        return {
            "hours": [row_text(row) for row in self.rows],
            "holidays": [day.isoformat() for day in sorted(self.holidays)],
            "exceptions": {day.isoformat(): _hours_of_date(hours) for day, hours in self.exceptions},
            "holiday_rule": self.holiday_rule,
            "belongs_to": self.belongs_to,
        }

    def schedule(self, changed: Mapping[str, Any] | None = None) -> Schedule:
        """The same as a schedule, with some of its fields changed."""
        whole: dict[str, Any] = {"timezone": self.zone, "outside_coverage": "ignore", **self.written()}
        return Schedule(**{**whole, **(changed or {})})


def clock_face(minutes: int) -> str:
    """Minutes from midnight as a time of day."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def hours_text(hours: Hours) -> str:
    """Hours as people write them; the end of a day is written 24:00, a later one as the next day's reading."""
    opens, closes = hours
    return f"{clock_face(opens)}-{clock_face(closes if closes <= DAY_MINUTES else closes - DAY_MINUTES)}"


def row_text(row: Row) -> str:
    """Hours of a weekday as people write them."""
    return f"{WEEKDAYS[row.weekday]} {hours_text((row.opens, row.closes))}"


def _hours_of_date(hours: tuple[Hours, ...]) -> str:
    return ", ".join(map(hours_text, hours)) or "closed"


# What is drawn


def stretches() -> st.SearchStrategy[Hours]:
    """Hours within a day, over midnight or round the clock; on the quarter, more often on the hour."""
    hour = st.integers(0, 23).map(lambda n: n * 60)
    quarter = st.integers(0, 95).map(lambda n: n * 15)
    lasts = st.one_of(st.integers(1, 12).map(lambda n: n * 60), st.integers(1, 96).map(lambda n: n * 15))
    # Two in the morning and midnight are where clocks are changed.
    edges = st.sampled_from(
        [(0, 1440), (22 * 60, 30 * 60), (0, 120), (120, 360), (150, 600), (1380, 1500), (1410, 1890)]
    )
    return st.one_of(st.builds(_hours, st.one_of(hour, quarter), lasts), edges)


def _hours(opens: int, lasts: int) -> Hours:
    return opens, opens + lasts


def weekdays() -> st.SearchStrategy[tuple[int, ...]]:
    """Some days of the week, at least one."""
    return st.integers(1, 127).map(lambda bits: tuple(day for day in range(7) if bits >> day & 1))


def rows() -> st.SearchStrategy[tuple[Row, ...]]:
    """A few hours, each on some weekdays: they may touch and overlap."""
    groups = st.lists(st.tuples(weekdays(), stretches()), min_size=1, max_size=3)
    return groups.map(lambda found: tuple(sorted({Row(day, *hours) for days, hours in found for day in days})))


def holidays(weeks: Weeks) -> st.SearchStrategy[frozenset[date]]:
    """Some dates of these weeks."""
    return st.lists(dates(weeks), max_size=4).map(frozenset)


def exceptions(weeks: Weeks) -> st.SearchStrategy[Exceptions]:
    """Hours of single dates of these weeks, or none."""
    hours = st.lists(stretches(), max_size=2).map(lambda found: tuple(sorted(set(found))))
    found = st.lists(st.tuples(dates(weeks), hours), max_size=2)
    return st.one_of(st.just(()), found.map(lambda pairs: tuple(sorted(dict(pairs).items()))))


def drawn_hours(weeks: Weeks) -> st.SearchStrategy[DrawnHours]:
    """Support hours in numbers, for those who count them in another way."""
    return st.builds(
        DrawnHours,
        st.just(weeks.zone),
        rows(),
        holidays(weeks),
        exceptions(weeks),
        st.sampled_from(("opening_date", "calendar_date")),
        st.sampled_from(("opening_date", "opening_date", "closing_date")),
    )


def schedules(weeks: Weeks) -> st.SearchStrategy[Schedule]:
    """A schedule with shifts, some over midnight, that touch and overlap; with holidays and exceptions in its weeks.

    Args:
        weeks: Its zone, and where its holidays and exceptions lie.

    Returns:
        A strategy of schedules that open every week; they shrink towards `Mon 00:00-01:00`.

    Examples:
        >>> from datetime import UTC, datetime, timedelta
        >>> from hypothesis import given
        >>> around = Weeks("Europe/London", date(2026, 3, 29))
        >>> @given(schedules(around))
        ... def test_a_week_has_open_time(schedule: Schedule) -> None:
        ...     start = datetime(2026, 5, 1, tzinfo=UTC)
        ...     assert schedule.elapsed(start, start + timedelta(days=8)) > timedelta()
        >>> test_a_week_has_open_time()

    Rules: R2, R3, R4, R5, R6.
    """
    return drawn_hours(weeks).map(DrawnHours.schedule)

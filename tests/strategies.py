"""Aimed examples: windows, holidays and instants within the same few weeks, around a clock change.

Spread over years they would find nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from oracle import DAY, QUARTER, Declared, Hours, Row, SlowCount, changes, midnight

from slaclock import Schedule

Exceptions = tuple[tuple[date, tuple[Hours, ...]], ...]

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_MINUTES = 24 * 60
REACH = 12
"""Days on either side of the clock change in which everything happens."""

YEARS = {
    "America/New_York": (2026, 2050),
    "Europe/London": (2026,),
    "Asia/Jerusalem": (2026,),
    "Africa/Cairo": (2014, 2026),
    "America/Sao_Paulo": (2018,),
    "Asia/Tehran": (2020,),
    "Australia/Lord_Howe": (2026,),
    "Pacific/Apia": (2011,),
    "Asia/Kathmandu": (2026,),
    "Europe/Moscow": (2014,),
    "Africa/Casablanca": (2026,),
    "America/St_Johns": (2010, 2026),
    # Skipped a day in 1993; showed most of a day twice in 1969.
    "Pacific/Kwajalein": (1969, 1993),
}


@dataclass(frozen=True)
class Season:
    """A few weeks in one zone."""

    zone: str
    middle: date


# The clock changes of those years, and a turn of the year, where a growing schedule has its seams.
@cache
def _seasons() -> tuple[Season, ...]:
    return tuple(
        Season(zone, middle)
        for zone, years in YEARS.items()
        for year in years
        for middle in [change.date() for change in changes(zone, date(year, 1, 1), date(year, 12, 31))]
        or [date(year, 6, 15)]
    ) + tuple(Season(zone, date(2026, 12, 31)) for zone in ("America/New_York", "Asia/Kathmandu"))


def seasons() -> st.SearchStrategy[Season]:
    return st.deferred(lambda: st.sampled_from(_seasons()))


# Instants and amounts


def _in_zone(at: datetime, zone: ZoneInfo | timezone) -> datetime:
    return at.astimezone(zone)


def zones(season: Season) -> st.SearchStrategy[ZoneInfo | timezone]:
    """Where a question may be asked from."""
    elsewhere = ZoneInfo("Asia/Kathmandu"), ZoneInfo("Europe/London"), timezone(timedelta(hours=-5))
    return st.sampled_from((ZoneInfo(season.zone), UTC, *elsewhere))


def instants(season: Season) -> st.SearchStrategy[datetime]:
    """An instant on the quarter hour, one in three within hours of the clock change, in any zone."""
    near = st.integers(0, 2 * 96).map(lambda n: midnight(season.middle) - 12 * timedelta(hours=1) + n * QUARTER)
    weeks = st.integers(-REACH * 96, REACH * 96).map(lambda n: midnight(season.middle) + n * QUARTER)
    return st.builds(_in_zone, st.one_of(weeks, near, weeks), zones(season))


def _later(at: datetime, noise: timedelta) -> datetime:
    return (at.astimezone(UTC) + noise).astimezone(at.tzinfo)


def noisy_instants(season: Season) -> st.SearchStrategy[datetime]:
    """An instant that may miss the quarter hour by a microsecond, or by anything."""
    noise = st.one_of(st.sampled_from((0, 0, -1, 1)), st.integers(0, 900_000_000))
    return st.builds(_later, instants(season), noise.map(lambda n: timedelta(microseconds=n)))


def amounts() -> st.SearchStrategy[timedelta]:
    """Open time to be used up: more than none, mostly whole quarter hours."""
    quarters = st.integers(1, 120).map(lambda n: n * QUARTER)
    return st.one_of(quarters, quarters, st.timedeltas(timedelta(microseconds=1), timedelta(hours=30)))


# Hours


def _hours(opens: int, lasts: int) -> Hours:
    return opens, opens + lasts


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


def rows() -> st.SearchStrategy[tuple[Row, ...]]:
    """A few hours, each on some weekdays: they may touch and overlap."""
    groups = st.lists(st.tuples(weekdays(), stretches()), min_size=1, max_size=3)
    return groups.map(lambda found: tuple(sorted({Row(d, *h) for ds, h in found for d in ds}, key=_in_order)))


def weekdays() -> st.SearchStrategy[tuple[int, ...]]:
    """Some days of the week, at least one."""
    return st.integers(1, 127).map(lambda bits: tuple(day for day in range(7) if bits >> day & 1))


def _in_order(row: Row) -> tuple[int, int, int]:
    return row.weekday, row.opens, row.closes


def dates(season: Season) -> st.SearchStrategy[date]:
    return st.integers(-REACH, REACH).map(lambda n: season.middle + n * DAY)


def holidays(season: Season) -> st.SearchStrategy[frozenset[date]]:
    return st.lists(dates(season), max_size=4).map(frozenset)


def exceptions(season: Season) -> st.SearchStrategy[Exceptions]:
    hours = st.lists(stretches(), max_size=2).map(lambda found: tuple(sorted(set(found))))
    found = st.lists(st.tuples(dates(season), hours), max_size=2)
    return st.one_of(st.just(()), found.map(lambda pairs: tuple(sorted(dict(pairs).items()))))


def declarations(season: Season) -> st.SearchStrategy[Declared]:
    return st.builds(
        Declared,
        st.just(season.zone),
        rows(),
        holidays(season),
        exceptions(season),
        st.sampled_from(("opening_date", "calendar_date")),
        st.sampled_from(("opening_date", "opening_date", "closing_date")),
    )


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


def clock_face(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def hours_text(hours: Hours) -> str:
    """Write hours as people do; the end of a day is written 24:00, a later one as the next day's reading."""
    opens, closes = hours
    return f"{clock_face(opens)}-{clock_face(closes if closes <= DAY_MINUTES else closes - DAY_MINUTES)}"


def row_text(row: Row) -> str:
    return f"{WEEKDAYS[row.weekday]} {hours_text((row.opens, row.closes))}"


def schedule_of(declared: Declared, **changed: object) -> Schedule:
    """Declare the same hours to the library."""
    written: dict[str, object] = {
        "timezone": declared.zone,
        "hours": [row_text(row) for row in declared.rows],
        "holidays": [day.isoformat() for day in sorted(declared.holidays)],
        "exceptions": {
            day.isoformat(): ", ".join(map(hours_text, hours)) or "closed" for day, hours in declared.exceptions
        },
        "holiday_rule": declared.holiday_rule,
        "belongs_to": declared.belongs_to,
        "outside_coverage": "ignore",
    }
    return Schedule(**(written | changed))  # type: ignore[arg-type]


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

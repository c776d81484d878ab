"""The slow count: what support hours mean, told from clock readings alone.

It shares no code with the library. It looks at every quarter of an hour on the zone's clocks, asks whether a
person reading the declared hours would call that moment open, and adds up. It is exact while windows and
offsets keep to the quarter hour; clock changes may fall anywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
QUARTER = timedelta(minutes=15)
SECOND = timedelta(seconds=1)
# No zone has ever set its clocks back by more than a day.
MEMORY = 2 * DAY
PATIENCE = 3000
MINUTES = 24 * 60
"""Of a day."""

Opinion = frozenset[date]
Hours = tuple[int, int]


# What the clocks show


def utc(at: datetime) -> datetime:
    """Name the same instant in UTC, where comparing and subtracting mean what they say."""
    return at.astimezone(UTC)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


@cache
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def showing(zone: str, at: datetime) -> datetime:
    """Read the zone's clocks at an instant."""
    return at.astimezone(zone_of(zone)).replace(tzinfo=None)


def _offset(zone: str, at: datetime) -> timedelta:
    offset = at.astimezone(zone_of(zone)).utcoffset()
    assert offset is not None
    return offset


@lru_cache(maxsize=200_000)
def changes_on(zone: str, day: date) -> tuple[datetime, ...]:
    """Find the instant in a UTC day at which the zone's clocks are changed, if there is one."""
    low, high = midnight(day) - SECOND, midnight(day) + DAY - SECOND
    before = _offset(zone, low)
    if before == _offset(zone, high):
        return ()
    while high - low > SECOND:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return (high,)


def changes(zone: str, first: date, last: date) -> list[datetime]:
    """List the instants from one UTC day to another at which the zone's clocks are changed."""
    days = (first + n * DAY for n in range((last - first).days + 1))
    return [change for day in days for change in changes_on(zone, day)]


def latest_shown(zone: str, at: datetime) -> datetime:
    """Give the latest reading that the zone's clocks have shown up to an instant.

    While the clocks repeat an hour it stands at that hour's end. R2 in one word: a reading has come once the
    latest reading shown is that reading or later.
    """
    recent = changes(zone, (at - MEMORY).date(), at.date())
    lasts = [showing(zone, change - MICROSECOND) for change in recent if change <= at]
    return max([showing(zone, at), *lasts])


def counted_as(zone: str, at: datetime) -> datetime:
    """Give the reading from which days are counted: while the clocks repeat an hour, that hour's end (R20)."""
    latest = latest_shown(zone, at)
    return latest if latest == showing(zone, at) else latest + MICROSECOND


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch so short that nobody changes their opinion within it."""

    start: datetime
    end: datetime
    showing: datetime
    """What the clocks show at the start."""

    latest: datetime
    """The latest reading they have shown by then."""


@lru_cache(maxsize=50_000)
def cells(zone: str, day: date) -> tuple[Cell, ...]:
    """Cut a UTC day at every quarter hour and clock change."""
    ticks = {midnight(day) + n * QUARTER for n in range(97)} | set(changes_on(zone, day))
    return tuple(Cell(a, b, showing(zone, a), latest_shown(zone, a)) for a, b in pairwise(sorted(ticks)))


def moment(zone: str, reading: datetime) -> datetime:
    """Find the first instant at which the zone's clocks have shown a reading or a later one (R2)."""
    first = reading.date() - 2 * DAY
    for cell in (cell for n in range(5) for cell in cells(zone, first + n * DAY)):
        if cell.latest >= reading:
            return cell.start
        if cell.start + (reading - cell.showing) < cell.end:
            return cell.start + (reading - cell.showing)
    raise AssertionError(f"{zone} never shows {reading}")


# What people declare


@dataclass(frozen=True)
class Row:
    """Hours on one weekday, in minutes from its midnight; `closes` is later than `opens` by a day at most."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True)
class Declared:
    """Support hours as a person writes them down."""

    zone: str
    rows: tuple[Row, ...]
    holidays: frozenset[date] = frozenset()
    exceptions: tuple[tuple[date, tuple[Hours, ...]], ...] = ()
    holiday_rule: str = "opening_date"
    belongs_to: str = "opening_date"

    @cached_property
    def _excepted(self) -> dict[date, tuple[Hours, ...]]:
        return dict(self.exceptions)

    @cached_property
    def _weekly(self) -> list[tuple[Hours, ...]]:
        return [belonging(self.rows, day, self.belongs_to) for day in range(7)]

    def is_holiday(self, day: date) -> bool:
        return day in self.holidays and day not in self._excepted

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """Give the hours written for a date: those of its exception, else those of its weekday (R6).

        They are minutes from its midnight; where shifts belong to the date on which they close, those before it too.
        """
        written = self._excepted.get(day, self._weekly[day.weekday()])
        if self.belongs_to == "opening_date":
            return written
        return tuple((a - MINUTES, b - MINUTES) if b > MINUTES else (a, b) for a, b in written)


def belonging(rows: tuple[Row, ...], weekday: int, belongs_to: str) -> tuple[Hours, ...]:
    """Pick the hours that belong to a weekday, each as it is written on the day on which it opens (R4)."""
    later = {row: int(belongs_to == "closing_date" and row.closes > MINUTES) for row in rows}
    return tuple((row.opens, row.closes) for row in rows if (row.weekday + later[row]) % 7 == weekday)


@dataclass
class SlowCount:
    """Answers the library's questions about declared hours by looking at every quarter of an hour."""

    declared: Declared
    _opinions: dict[date, list[tuple[Cell, Opinion]]] = field(default_factory=dict, repr=False)
    _totals: dict[date, timedelta] = field(default_factory=dict, repr=False)

    # Is it open?

    def dates_open(self, reading: datetime) -> Opinion:
        """Give the dates whose hours cover a reading; none, if it is closed (R3 to R6)."""
        today = reading.date()
        minute = reading.hour * 60 + reading.minute
        by_calendar = self.declared.holiday_rule == "calendar_date"
        if by_calendar and self.declared.is_holiday(today):
            return frozenset()
        found = set()
        for days in (-1, 0, 1):
            day = today + days * DAY
            if self._covers(day, minute - days * MINUTES):
                if not self.declared.is_holiday(day):
                    found.add(day)
                elif by_calendar:
                    # What is left of the holiday's own night lies on the date beside it, and belongs there.
                    found.add(today)
        return frozenset(found)

    def _covers(self, day: date, minute: int) -> bool:
        return any(opens <= minute < closes for opens, closes in self.declared.hours_on(day))

    def opinion(self, at: datetime) -> Opinion:
        return self.dates_open(latest_shown(self.declared.zone, utc(at)))

    def is_open(self, at: datetime) -> bool:
        return bool(self.opinion(at))

    def opinions_on(self, day: date) -> list[tuple[Cell, Opinion]]:
        if day not in self._opinions:
            found = [(cell, self.dates_open(cell.latest)) for cell in cells(self.declared.zone, day)]
            self._opinions[day] = found
            self._totals[day] = sum((cell.end - cell.start for cell, dates in found if dates), timedelta())
        return self._opinions[day]

    def _total_on(self, day: date) -> timedelta:
        self.opinions_on(day)
        return self._totals[day]

    def _from(self, at: datetime) -> Iterator[tuple[datetime, datetime, bool]]:
        """Walk forward, the first stretch starting at `at`."""
        for day in (at.date() + n * DAY for n in range(PATIENCE)):
            for cell, dates in self.opinions_on(day):
                if cell.end > at:
                    yield max(cell.start, at), cell.end, bool(dates)
        raise AssertionError(f"{self.declared} stays as it is after {at}")

    def _back_from(self, at: datetime) -> Iterator[tuple[datetime, datetime, bool]]:
        """Walk backward, the first stretch ending at `at`."""
        for day in (at.date() - n * DAY for n in range(PATIENCE)):
            for cell, dates in reversed(self.opinions_on(day)):
                if cell.start < at:
                    yield cell.start, min(cell.end, at), bool(dates)
        raise AssertionError(f"{self.declared} stays as it is before {at}")

    # How much of it?

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Count the open time, negative when `end` comes first (R8)."""
        start, end = utc(start), utc(end)
        if end < start:
            return -self.elapsed(end, start)
        return sum((self._open_within(day, start, end) for day in _days(start, end)), timedelta())

    def _open_within(self, day: date, start: datetime, end: datetime) -> timedelta:
        if start <= midnight(day) and midnight(day) + DAY <= end:
            return self._total_on(day)
        spans = (min(cell.end, end) - max(cell.start, start) for cell, dates in self.opinions_on(day) if dates)
        return sum((span for span in spans if span > timedelta()), timedelta())

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """Find the least instant by which so much open time has passed; backward, the greatest (R7)."""
        start = utc(start)
        if duration < timedelta():
            return self._subtract(start, -duration)
        if not duration:
            return start
        for a, b, is_open in self._from(start):
            if is_open and b - a >= duration:
                return a + duration
            duration -= (b - a) * is_open
        raise AssertionError

    def _subtract(self, start: datetime, duration: timedelta) -> datetime:
        for a, b, is_open in self._back_from(start):
            if is_open and b - a >= duration:
                return b - duration
            duration -= (b - a) * is_open
        raise AssertionError

    def windows(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """List the unbroken stretches of open time, clipped."""
        start, end = utc(start), utc(end)
        found: list[tuple[datetime, datetime]] = []
        for a, b, is_open in self._from(start):
            if a >= end:
                return found
            if is_open and found and found[-1][1] == a:
                found[-1] = (found[-1][0], min(b, end))
            elif is_open:
                found.append((a, min(b, end)))
        raise AssertionError

    # When does it open or close?

    def _is_open_before(self, at: datetime) -> bool:
        return next(self._back_from(utc(at)))[2]

    def is_closing(self, at: datetime) -> bool:
        return self._is_open_before(at) and not self.is_open(at)

    def next_opening(self, at: datetime) -> datetime:
        return self._next(utc(at), opens=True)

    def next_closing(self, at: datetime) -> datetime:
        return self._next(utc(at), opens=False)

    def previous_opening(self, at: datetime) -> datetime:
        return self._previous(utc(at), opens=True)

    def previous_closing(self, at: datetime) -> datetime:
        return self._previous(utc(at), opens=False)

    def _next(self, at: datetime, *, opens: bool) -> datetime:
        return next(b[0] for a, b in pairwise(self._from(at)) if a[2] != b[2] and b[2] == opens)

    def _previous(self, at: datetime, *, opens: bool) -> datetime:
        steps = pairwise(self._back_from(at))
        return next(later[0] for later, earlier in steps if later[2] != earlier[2] and later[2] == opens)

    # Business days (R10)

    def business_date(self, at: datetime, *, backward: bool = False) -> date:
        """Give the date that opened the window around an instant; the calendar's, when it is closed."""
        at = utc(at)
        if self.is_open(at):
            return min(self.opinion(at))
        if backward and self._is_open_before(at):
            return min(self.opinion(at - MICROSECOND))
        return showing(self.declared.zone, at).date()

    def cells_of(self, day: date) -> list[Cell]:
        """List the moments, in order, that belong to the windows opening on a date."""
        near = (day + n * DAY for n in range(-2, 4))
        return [cell for other in near for cell, dates in self.opinions_on(other) if day in dates]

    def nth_business_day(self, day: date, number: int) -> date:
        """Count business days after a date, or before it when `number` is negative."""
        step = DAY if number > 0 else -DAY
        for _ in range(abs(number)):
            day = next(other for n in range(1, PATIENCE) if self.cells_of(other := day + n * step))
        return day

    def add_days(
        self,
        start: datetime,
        days: int,
        *,
        rule: str = "same_time",
        starts: str = "next_opening",
        ends: str | time = "next_opening",
        day_length: timedelta | None = None,
    ) -> datetime:
        """Count business days as R10 and R11 say."""
        backward = days < 0
        start = self._settled(utc(start), starts, backward=backward, closing_stands=backward)
        if rule == "hours":
            assert day_length is not None
            due = self.add(start, days * day_length)
            day = self.business_date(due)
        else:
            own = self.business_date(start, backward=backward and starts == "next_opening")
            day = self.nth_business_day(own, days)
            due = self._on_day(day, rule, start, day - own)
            if rule == "same_time" and ends == "next_opening" and days > 0:
                due = self._kept_to(day, due)
        if isinstance(ends, time):
            return moment(self.declared.zone, datetime.combine(day, ends))
        return self._settled(due, ends, backward=backward, closing_stands=True)

    def _on_day(self, day: date, rule: str, start: datetime, apart: timedelta) -> datetime:
        if rule == "close":
            return self.cells_of(day)[-1].end
        if rule == "open":
            return self.cells_of(day)[0].start
        return moment(self.declared.zone, counted_as(self.declared.zone, start) + apart) if apart else start

    def _kept_to(self, day: date, due: datetime) -> datetime:
        """Leave hours of other dates for the opening of the day, or of the next one (R20)."""
        if not (self.is_open(due) or self.is_closing(due)):
            return due
        opening, next_opening = (self.cells_of(self.nth_business_day(day, number))[0].start for number in (0, 1))
        return max(opening, min(due, next_opening))

    def _settled(self, at: datetime, how: str, *, backward: bool, closing_stands: bool) -> datetime:
        """Move an instant that falls in closed time to the opening or closing that was asked for."""
        if how in ("at_once", "as_is") or self.is_open(at) or (closing_stands and self.is_closing(at)):
            return at
        return self.next_opening(at) if (how == "next_opening") != backward else self.previous_closing(at)


def _days(start: datetime, end: datetime) -> Iterator[date]:
    return (start.date() + n * DAY for n in range((end.date() - start.date()).days + 1))

"""Open time compiled into sorted instants with running totals, grown as needed (R7, R8, R15).

Every question is a look-up or two, whatever the span. A timeline grows by swapping in a new
snapshot that never changes, so threads that share it never see half of one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, Protocol

from slaclock.errors import InstantRangeError, NeverOpenError
from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.days import Day, OpeningDays, midnight
from slaclock.hours.interval import ZERO, Span, merge
from slaclock.locks import Lock

HORIZON_YEARS = 400
"""How far a search goes: after 400 years every date, weekday and leap day has come together."""

HORIZON = timedelta(days=146_097)
FIRST_DATE = date(1, 2, 1)
LAST_DATE = date(9999, 11, 30)
_REACH = timedelta(days=2)
"""How far what opens on one date can reach past the end of it, zones and clock changes included."""


class Known(Protocol):
    """The time for which the holiday sources speak, and what happens when an answer leaves it."""

    start: datetime
    end: datetime

    def leave(self, at: datetime) -> None:
        """An answer needs this instant, which lies outside."""


class Snapshot(NamedTuple):
    """All that is open between two dates. `start` to `end` needs no further check: exact, and known to the sources."""

    start: datetime
    end: datetime
    edges: list[datetime]
    """Opening, closing, opening, closing, …"""
    totals: list[timedelta]
    """Open time before each opening; the last one is all of it."""
    exact_start: datetime
    exact_end: datetime
    first: date
    last: date
    dates: list[date]
    days: list[Day]


_NEVER = datetime.max.replace(tzinfo=UTC)
_NOTHING = Snapshot(_NEVER, _NEVER, [], [ZERO], _NEVER, _NEVER, date.max, date.max, [], [])


class Timeline:
    """What a schedule's open time is, at any instant. All instants are in UTC.

    Args:
        source: Says what opens on which date.
        known: The time for which its holidays are known.
        name: Names the schedule in errors.
        always_open: Whether it is known to have neither openings nor closings.
    """

    __slots__ = (
        "__weakref__",
        "_always_open",
        "_growing",
        "_known",
        "_name",
        "_snapshot",
        "_source",
        "dates_compiled",
    )

    def __init__(self, source: OpeningDays, known: Known, name: Callable[[], str], always_open: bool = False) -> None:
        self._source = source
        self._known = known
        self._name = name
        self._always_open = always_open
        self._snapshot = _NOTHING
        self._growing = Lock()
        self.dates_compiled = 0
        """How many dates were compiled so far: the work done."""

    # Counting

    def elapsed(self, a: datetime, b: datetime) -> timedelta:
        """Open time from `a` to `b`, negative when `b` is the earlier (R8)."""
        snapshot = self._snapshot
        start, end = snapshot[0], snapshot[1]
        if not (start <= a < end and start <= b < end):
            snapshot = self._covering(a, b)
        edges, totals = snapshot[2], snapshot[3]
        i = bisect_right(edges, a)
        j = bisect_right(edges, b)
        counted = totals[j >> 1] - totals[i >> 1]
        if j & 1:
            counted += b - edges[j - 1]
        if i & 1:
            counted -= a - edges[i - 1]
        return counted

    def add(self, at: datetime, duration: timedelta) -> datetime:
        """The first instant by which this much time, more than none, was open (R7)."""
        snapshot = self._snapshot
        if not snapshot[0] <= at < snapshot[1]:
            snapshot = self._covering(at, at)
        edges, totals = snapshot[2], snapshot[3]
        i = bisect_right(edges, at)
        try:
            goal = totals[i >> 1] + duration
            if i & 1:
                goal += at - edges[i - 1]
        except OverflowError:
            raise self._too_long(at, duration) from None
        j = bisect_left(totals, goal)
        if j < len(totals):
            found = edges[2 * j - 1] - (totals[j] - goal)
            if found < snapshot[1]:
                return found
        return self._search(at, duration, latest=False)

    def add_late(self, at: datetime, duration: timedelta) -> datetime:
        """The last instant by which no more than this was open: the next opening rather than a closing (R7)."""
        return self._search(at, duration, latest=True)

    def subtract(self, at: datetime, duration: timedelta) -> datetime:
        """The last instant since which this much time, more than none, was open (R7)."""
        return self._search(at, -duration, latest=True)

    def subtract_early(self, at: datetime, duration: timedelta) -> datetime:
        """The first instant since which no more than this was open: a closing rather than an opening (R7)."""
        return self._search(at, -duration, latest=False)

    def _search(self, at: datetime, duration: timedelta, latest: bool) -> datetime:
        forward = duration > ZERO
        if abs(duration) > HORIZON:
            raise self._too_long(at, duration)
        left = abs(duration)
        for snapshot in self._growing_from(at, forward):
            goal = _open_before(snapshot, at) + duration
            found = _last_at(snapshot, goal) if latest else _first_at(snapshot, goal)
            if found is not None and abs(found - at) > HORIZON:
                break
            if found is not None and snapshot.exact_start <= found <= snapshot.exact_end:
                self._check(found)
                return found
            left = abs(goal - (snapshot.totals[-1] if forward else ZERO))
        raise NeverOpenError(
            f"{left} of {abs(duration)} left: {self._name()} has no more open time "
            f"within {HORIZON_YEARS} years {'after' if forward else 'before'} {at:%Y-%m-%d}, or the years 1 to 9999 end"
        )

    def _too_long(self, at: datetime, duration: timedelta) -> NeverOpenError:
        return NeverOpenError(
            f"{abs(duration)} of {abs(duration)} left: an answer within {HORIZON_YEARS} years of {at:%Y-%m-%d} "
            f"cannot hold that much open time of {self._name()}"
        )

    # Openings and closings

    def is_open(self, at: datetime) -> bool:
        """Whether an instant is open; a closing is not (R3)."""
        return bool(bisect_right(self._at(at).edges, at) & 1)

    def is_closing(self, at: datetime) -> bool:
        """Whether open time ends exactly here."""
        edges = self._at(at).edges
        i = bisect_left(edges, at)
        return bool(i & 1) and edges[i] == at

    def next_edge(self, at: datetime, opening: bool) -> datetime:
        """The next opening or closing strictly after an instant."""
        for snapshot in self._growing_from(at, forward=True) if not self._always_open else ():
            i = bisect_right(snapshot.edges, at)
            i += (i & 1) == opening
            # What ends with the compiled dates may go on after them.
            if i < len(snapshot.edges) and snapshot.edges[i] < snapshot.exact_end:
                self._check(snapshot.edges[i])
                return snapshot.edges[i]
        raise self._no_edge(at, opening, forward=True)

    def previous_edge(self, at: datetime, opening: bool) -> datetime:
        """The last opening or closing strictly before an instant."""
        for snapshot in self._growing_from(at, forward=False) if not self._always_open else ():
            i = bisect_left(snapshot.edges, at) - 1
            i -= (i & 1) == opening
            if i >= 0 and snapshot.edges[i] >= snapshot.exact_start:
                self._check(snapshot.edges[i])
                return snapshot.edges[i]
        raise self._no_edge(at, opening, forward=False)

    def _no_edge(self, at: datetime, opening: bool, forward: bool) -> NeverOpenError:
        return NeverOpenError(
            f"{self._name()} never {'opens' if opening else 'closes'} within {HORIZON_YEARS} years "
            f"{'after' if forward else 'before'} {at:%Y-%m-%d %H:%M}Z, or the years 1 to 9999 end"
        )

    def windows(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Open spans within `start` to `end`, in order."""
        if not start < end:
            return
        edges = self._covering(start, end).edges
        for i in range(bisect_right(edges, start) & ~1, bisect_left(edges, end), 2):
            yield max(edges[i], start), min(edges[i + 1], end)

    # Business days

    @property
    def reaches_back(self) -> bool:
        """Whether what belongs to a date may open on the date before (R4)."""
        return self._source.reaches_back

    def date_at(self, at: datetime) -> date:
        """The date to which an instant belongs: in a shift over midnight, that of the shift (R4, R10)."""
        here = at.astimezone(self._source.zone).date()
        # It may be the date after the one that clocks show: of a shift's closing, or where they go back over midnight.
        for days_back in range(-1, 3):
            day = self.day(here - timedelta(days=days_back))
            if day and any(start <= at < end for start, end in day.spans):
                return day.date
        return here

    def day(self, day: date) -> Day | None:
        """What opens on a date, if anything."""
        snapshot = self._at(midnight(day, self._source.zone))
        i = bisect_left(snapshot.dates, day)
        return snapshot.days[i] if i < len(snapshot.dates) and snapshot.dates[i] == day else None

    def business_days(self, first: date, end: date) -> int:
        """How many business days lie from a date, included, to a later one, excluded (R10)."""
        zone = self._source.zone
        dates = self._covering(midnight(first, zone), midnight(end, zone)).dates
        return bisect_left(dates, end) - bisect_left(dates, first)

    def business_day(self, day: date, count: int) -> Day:
        """The business day that many after a date, or before it; for none, the date itself or the next one (R10)."""
        at = midnight(day, self._source.zone)
        for snapshot in self._growing_from(at, forward=count >= 0):
            i = bisect_right(snapshot.dates, day) - 1 + count if count > 0 else bisect_left(snapshot.dates, day) + count
            if 0 <= i < len(snapshot.dates):
                found = snapshot.days[i]
                self._check(found.spans[-1][1])
                return found
        raise NeverOpenError(
            f"{self._name()} has fewer than {abs(count)} business days within {HORIZON_YEARS} years "
            f"{'after' if count >= 0 else 'before'} {day}, or the years 1 to 9999 end"
        )

    # Growing

    @property
    def snapshot(self) -> Snapshot:
        """What is compiled so far; it never changes, and is replaced by a larger one."""
        return self._snapshot

    def cover(self, low: datetime, high: datetime) -> None:
        """Compile what lies between two instants, as far as open time is counted; what is known is not asked."""
        if not _is_exact(self._snapshot, low, high):
            self._grown(low.toordinal(), high.toordinal())

    def _at(self, at: datetime) -> Snapshot:
        snapshot = self._snapshot
        return snapshot if snapshot.start <= at < snapshot.end else self._covering(at, at)

    def _covering(self, a: datetime, b: datetime) -> Snapshot:
        """A snapshot that is exact at both instants."""
        low, high = (a, b) if a <= b else (b, a)
        self._check(low)
        if high != low:
            self._check(high)
        snapshot = self._snapshot
        if not _is_exact(snapshot, low, high):
            self._refuse_uncounted(low, high)
            snapshot = self._grown(low.toordinal(), high.toordinal())
        return snapshot

    def _refuse_uncounted(self, low: datetime, high: datetime) -> None:
        zone = self._source.zone
        early = low < midnight(FIRST_DATE + _REACH, zone)
        if early or high >= self._end_of(LAST_DATE):
            raise InstantRangeError(
                f"{self._name()} cannot be asked about {low if early else high}: "
                f"open time is counted from {FIRST_DATE + _REACH} to {LAST_DATE}"
            )

    def _check(self, at: datetime) -> None:
        if not self._known.start <= at <= self._known.end:
            self._known.leave(at)

    def _growing_from(self, at: datetime, forward: bool) -> Iterator[Snapshot]:
        """Ever longer snapshots around an instant, in one direction, until the horizon."""
        snapshot = self._covering(at, at)
        here = at.toordinal()
        yield snapshot
        while not _reaches_horizon(snapshot, here, forward):
            span = (snapshot.last - snapshot.first).days
            if forward:
                snapshot = self._grown(here, min(snapshot.last.toordinal() + span, here + HORIZON.days))
            else:
                snapshot = self._grown(max(snapshot.first.toordinal() - span, here - HORIZON.days), here)
            yield snapshot

    def _grown(self, low: int, high: int) -> Snapshot:
        """A snapshot from one ordinal date to another and a good deal around them, as far as years go."""
        with self._growing:
            old = self._snapshot
            first, last = _whole_years(low, high)
            if old.first - first > HORIZON or last - old.last > HORIZON:
                old = _NOTHING  # Too far off to fill what lies between.
            if old is _NOTHING:
                days = self._compile(first, last)
            else:
                first, last = _grown_dates(old, first, last)
                before = self._compile(first, old.first - ONE_DAY) if first < old.first else []
                after = self._compile(old.last + ONE_DAY, last) if last > old.last else []
                days = [*before, *old.days, *after]
            self._snapshot = self._snapshot_of(first, last, days)
            return self._snapshot

    def _compile(self, first: date, last: date) -> list[Day]:
        self.dates_compiled += last.toordinal() - first.toordinal() + 1
        return self._source.days(first, last)

    def _end_of(self, last: date) -> datetime:
        """Up to where nothing is open that belongs to a date after this one."""
        return midnight(last if self._source.reaches_back else last + ONE_DAY, self._source.zone)

    def _snapshot_of(self, first: date, last: date, days: list[Day]) -> Snapshot:
        edges: list[datetime] = []
        totals = [ZERO]
        for start, end in merge(span for day in days for span in day.spans):
            edges += (start, end)
            totals.append(totals[-1] + (end - start))
        exact_start = midnight(first + _REACH, self._source.zone)
        exact_end = self._end_of(last)
        start, end = max(exact_start, self._known.start), min(exact_end, self._known.end)
        return Snapshot(
            start=start,
            # Within a snapshot this long an answer may lie past the horizon, so each is checked.
            end=end if last - first < HORIZON else start,
            edges=edges,
            totals=totals,
            exact_start=exact_start,
            exact_end=exact_end,
            first=first,
            last=last,
            dates=[day.date for day in days],
            days=days,
        )


def _is_exact(snapshot: Snapshot, low: datetime, high: datetime) -> bool:
    return snapshot.exact_start <= low and high < snapshot.exact_end


def _whole_years(low: int, high: int) -> tuple[date, date]:
    """The dates to compile for a question between two ordinal dates: whole years, and one more after them."""
    reach = _REACH.days + 2
    first = date.fromordinal(max(low - reach, FIRST_DATE.toordinal())).replace(month=1, day=1)
    last = date.fromordinal(min(high + reach, LAST_DATE.toordinal()))
    return max(first, FIRST_DATE), min(date(min(last.year + 1, 9999), 12, 31), LAST_DATE)


def _grown_dates(old: Snapshot, first: date, last: date) -> tuple[date, date]:
    """The dates of a snapshot that takes in others: on the side on which it grows at least as many again as it had.

    So what is asked year by year makes few snapshots. None becomes longer than the horizon for that.
    """
    years = old.last.year - old.first.year + 1
    spare = max(HORIZON_YEARS - 1 - (max(last, old.last).year - min(first, old.first).year), 0)
    if last > old.last:
        year = min(old.last.year + years, last.year + spare)
        spare -= max(year - last.year, 0)
        last = max(last, min(date(min(year, 9999), 12, 31), LAST_DATE))
    if first < old.first:
        year = max(old.first.year - years, first.year - spare)
        first = min(first, max(date(max(year, 1), 1, 1), FIRST_DATE))
    return min(first, old.first), max(last, old.last)


def _reaches_horizon(snapshot: Snapshot, here: int, forward: bool) -> bool:
    if forward:
        return snapshot.last == LAST_DATE or snapshot.last.toordinal() - here >= HORIZON.days
    return snapshot.first == FIRST_DATE or here - snapshot.first.toordinal() >= HORIZON.days


def _open_before(snapshot: Snapshot, at: datetime) -> timedelta:
    i = bisect_right(snapshot.edges, at)
    total = snapshot.totals[i >> 1]
    return total + (at - snapshot.edges[i - 1]) if i & 1 else total


def _first_at(snapshot: Snapshot, goal: timedelta) -> datetime | None:
    """The first instant at which the total reaches the goal."""
    j = bisect_left(snapshot.totals, goal)
    return snapshot.edges[2 * j - 1] - (snapshot.totals[j] - goal) if 0 < j < len(snapshot.totals) else None


def _last_at(snapshot: Snapshot, goal: timedelta) -> datetime | None:
    """The last instant at which the total is still the goal."""
    j = bisect_right(snapshot.totals, goal) - 1
    return snapshot.edges[2 * j] + (goal - snapshot.totals[j]) if 0 <= j < len(snapshot.totals) - 1 else None

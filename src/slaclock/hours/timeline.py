"""Open time compiled into sorted instants with running totals, grown as needed (R7, R8, R15).

Every question is a look-up or two, whatever the span. A timeline grows by swapping in a new
snapshot that never changes, so threads that share it never see half of one. What lies centuries
off is compiled for one question and dropped.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

from slaclock.errors import InstantRangeError, LimitError, NeverOpenError
from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.days import Day, OpeningDays, midnight
from slaclock.hours.far_time import FarTime, Stretch, stretch_of
from slaclock.hours.interval import ZERO, Span
from slaclock.hours.snapshot import (
    FIRST_DATE,
    LAST_DATE,
    NOTHING,
    REACH,
    Known,
    Snapshot,
    end_of,
    first_at,
    is_exact,
    laid_out,
    last_at,
    open_before,
)
from slaclock.locks import Lock

HORIZON_YEARS = 400
"""How far a search goes: after 400 years every date, weekday and leap day has come together."""
HORIZON = timedelta(days=146_097)
MOST_EFFORT = 3_000_000
"""How many windows of a week a question may go through, each on each date; what is like other years is not."""

_AT_ONCE = 100
"""The years that one question may add to what is kept."""
_AHEAD = 16
"""The years beyond its start that a search adds to what is kept."""
MOST_KEPT = 150_000
"""About how many windows are kept: four centuries of one a date."""
_YEAR = 366


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
        "_elsewhere",
        "_far",
        "_growing",
        "_known",
        "_name",
        "_snapshot",
        "_source",
        "_years_kept",
        "dates_compiled",
    )

    def __init__(self, source: OpeningDays, known: Known, name: Callable[[], str], always_open: bool = False) -> None:
        self._source = source
        self._known = known
        self._name = name
        self._always_open = always_open
        self._snapshot = NOTHING
        self._elsewhere = NOTHING
        """What was asked of last, in other centuries."""
        self._far = FarTime(source, self._compiled)
        self._growing = Lock()
        self._years_kept = min(max(MOST_KEPT // (_YEAR * source.windows), 3), HORIZON_YEARS - 1)
        """How many years are kept at most: fewer where more windows open on a date."""
        self.dates_compiled = 0
        """How many dates were compiled so far: the work done."""

    # Counting

    def elapsed(self, a: datetime, b: datetime) -> timedelta:
        """Open time from `a` to `b`, negative when `b` is the earlier (R8)."""
        snapshot = self._snapshot
        start, end = snapshot[0], snapshot[1]
        if not (start <= a < end and start <= b < end):
            found = self._between(a, b)
            if found is None:
                return self._elapsed_far(a, b) if a <= b else -self._elapsed_far(b, a)
            snapshot = found
        edges, totals = snapshot[2], snapshot[3]
        i = bisect_right(edges, a)
        j = bisect_right(edges, b)
        counted = totals[j >> 1] - totals[i >> 1]
        if j & 1:
            counted += b - edges[j - 1]
        if i & 1:
            counted -= a - edges[i - 1]
        return counted

    def elapsed_to_each(self, start: datetime, instants: Sequence[datetime]) -> list[timedelta]:
        """Open time from one instant to each of many, which are in order: a look-up for each (R8)."""
        snapshot = self._snapshot
        first, end = snapshot[0], snapshot[1]
        if not (instants and first <= start < end and first <= instants[0] and instants[-1] < end):
            return [self.elapsed(start, at) for at in instants]
        edges, totals, before = snapshot[2], snapshot[3], open_before(snapshot, start)
        # Between the first and the last of them lie few edges, and each search begins where the one before ended.
        i, last = bisect_right(edges, instants[0]), bisect_right(edges, instants[-1])
        counted = []
        for at in instants:
            i = bisect_right(edges, at, i, last)
            total = totals[i >> 1] - before
            counted.append(total + (at - edges[i - 1]) if i & 1 else total)
        return counted

    def _elapsed_far(self, low: datetime, high: datetime) -> timedelta:
        self._refuse_far(self._far.compiled_between(low, high) * self._far.years, low, high)
        whole = sum((piece.open for piece in self._far.between(low, high)), ZERO)
        return whole + self._far.before(high).open - self._far.before(low).open

    def add(self, at: datetime, duration: timedelta) -> datetime:
        """The first instant by which this much time, more than none, was open (R7)."""
        snapshot = self._snapshot
        if not snapshot[0] <= at < snapshot[1]:
            snapshot = self._around(at)
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
        snapshot = self._around(at)
        found = (last_at if latest else first_at)(snapshot, open_before(snapshot, at) + duration)
        if found is not None and snapshot.start <= found < snapshot.end:
            return found
        left = abs(duration)
        for stretch in self._outwards(snapshot, at, at.date(), forward):
            found = _reached(stretch, left, forward, latest) if left <= stretch.open else None
            if found is not None and abs(found - at) > HORIZON:
                break
            if found is not None:
                self._check_answer(found, at)
                return found
            left -= stretch.open
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
        snapshot = self._around(at)
        edges = snapshot.edges
        i = bisect_right(edges, at)
        i += (i & 1) == opening
        if i < len(edges) and edges[i] < snapshot.end:
            return edges[i]
        after = at + timedelta.resolution
        for stretch in self._outwards(snapshot, after, after.date(), forward=True) if not self._always_open else ():
            if stretch.edges:
                edges = stretch.compiled().edges
                i = bisect_left(edges, stretch.start)
                i += (i & 1) == opening
                # What ends with the compiled dates may go on after them.
                if i < len(edges) and edges[i] < stretch.end:
                    self._check_answer(edges[i], at)
                    return edges[i]
        raise self._no_edge(at, opening, forward=True)

    def previous_edge(self, at: datetime, opening: bool) -> datetime:
        """The last opening or closing strictly before an instant."""
        snapshot = self._around(at)
        edges = snapshot.edges
        i = bisect_left(edges, at) - 1
        i -= (i & 1) == opening
        if i >= 0 and edges[i] >= snapshot.start:
            return edges[i]
        for stretch in self._outwards(snapshot, at, at.date(), forward=False) if not self._always_open else ():
            if stretch.edges:
                edges = stretch.compiled().edges
                i = bisect_left(edges, stretch.end) - 1
                i -= (i & 1) == opening
                if i >= 0 and edges[i] >= stretch.start:
                    self._check_answer(edges[i], at)
                    return edges[i]
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
        whole = self._between(start, end)
        if whole is not None:
            yield from _spans(whole, start, end)
            return
        opens = closes = start
        for piece in self._far.snapshots(start, end):
            for span in _spans(piece, max(start, piece.exact_start), min(end, piece.exact_end)):
                # What is open over the end of a piece goes on in the next one.
                if span[0] != closes:
                    if opens < closes:
                        yield opens, closes
                    opens = span[0]
                closes = span[1]
        if opens < closes:
            yield opens, closes

    # Business days

    @property
    def reaches_back(self) -> bool:
        """Whether what belongs to a date may open on the date before (R4)."""
        return self._source.reaches_back

    def date_at(self, at: datetime) -> date:
        """The date to which an instant belongs: in a shift over midnight, that of the shift (R4, R10).

        Where hours of several dates overlap, what is open belongs to the last of them that has opened (R20).
        """
        here = at.astimezone(self._source.zone).date()
        snapshot = self._at(at)
        i = bisect_right(snapshot.edges, at)
        if not i & 1:
            return here
        opened = snapshot.edges[i - 1]
        # It may be the date after the one that clocks show: of a shift's closing, or where they go back over midnight.
        end = bisect_right(snapshot.dates, here + ONE_DAY)
        near = reversed(snapshot.days[max(end - 4, 0) : end])
        return next(day.date for day in near if any(opened <= start <= at for start, _ in day.spans))

    def day(self, day: date) -> Day | None:
        """What opens on a date, if anything."""
        snapshot = self._at(midnight(day, self._source.zone))
        i = bisect_left(snapshot.dates, day)
        return snapshot.days[i] if i < len(snapshot.dates) and snapshot.dates[i] == day else None

    def business_days(self, first: date, end: date) -> int:
        """How many business days lie from a date, included, to a later one, excluded (R10)."""
        low, high = midnight(first, self._source.zone), midnight(end, self._source.zone)
        snapshot = self._between(low, high)
        if snapshot is None:
            self._refuse_far(self._far.compiled_between(low, high) * self._far.years, low, high)
            return self._far.business_days(first, end)
        return bisect_left(snapshot.dates, end) - bisect_left(snapshot.dates, first)

    def business_day(self, day: date, count: int) -> Day:
        """The business day that many after a date, or before it; for none, the date itself or the next one (R10)."""
        at = midnight(day, self._source.zone)
        snapshot = self._around(at)
        dates = snapshot.dates
        i = bisect_right(dates, day) - 1 + count if count > 0 else bisect_left(dates, day) + count
        if 0 <= i < len(dates) and snapshot.start <= (found := snapshot.days[i]).closes < snapshot.end:
            return found
        return self._business_day_farther(snapshot, day, count)

    def _business_day_farther(self, snapshot: Snapshot, day: date, count: int) -> Day:
        forward = count >= 0
        left = max(abs(count), 1)
        from_date = day + (ONE_DAY if count > 0 else -ONE_DAY if count else ZERO)
        at = midnight(from_date, self._source.zone)
        for stretch in self._outwards(snapshot, at, from_date, forward):
            if left <= stretch.days:
                snapshot = stretch.compiled()
                if forward:
                    found = snapshot.days[bisect_left(snapshot.dates, stretch.first) + left - 1]
                else:
                    found = snapshot.days[bisect_right(snapshot.dates, stretch.last) - left]
                self._check_answer(found.closes, at)
                return found
            left -= stretch.days
        raise NeverOpenError(
            f"{self._name()} has fewer than {abs(count)} business days within {HORIZON_YEARS} years "
            f"{'after' if forward else 'before'} {day}, or the years 1 to 9999 end"
        )

    # Growing

    @property
    def snapshot(self) -> Snapshot:
        """What is kept of the time that was asked about last; it never changes, and is replaced by another."""
        return self._snapshot

    def cover(self, low: datetime, high: datetime) -> None:
        """Keep what lies between two instants, as far as open time is counted; what is known is not asked."""
        if not is_exact(self._snapshot, low, high) and high - low <= self.longest_kept:
            self._grown(low.toordinal(), high.toordinal(), self._years_kept)

    @property
    def longest_kept(self) -> timedelta:
        """How much time can be kept at once: less where more windows open on a date."""
        return timedelta(days=(self._years_kept - 2) * 365)

    def _at(self, at: datetime) -> Snapshot:
        snapshot = self._snapshot
        return snapshot if snapshot.start <= at < snapshot.end else self._around(at)

    def _around(self, at: datetime) -> Snapshot:
        """A snapshot that is exact at an instant."""
        self._check(at)
        snapshot = self._snapshot
        if not is_exact(snapshot, at, at):
            self._refuse_uncounted(at, at)
            snapshot = self._grown(at.toordinal(), at.toordinal())
        return snapshot

    def _between(self, a: datetime, b: datetime) -> Snapshot | None:
        """A snapshot that is exact from one instant to another, unless too much lies between them."""
        low, high = (a, b) if a <= b else (b, a)
        self._check(low)
        if high != low:
            self._check(high)
        snapshot = self._snapshot
        if is_exact(snapshot, low, high):
            return snapshot
        self._refuse_uncounted(low, high)
        if high.year - low.year >= min(self._years_kept, _AT_ONCE):
            return None
        return self._grown(low.toordinal(), high.toordinal())

    def _refuse_uncounted(self, low: datetime, high: datetime) -> None:
        zone = self._source.zone
        early = low < midnight(FIRST_DATE + REACH, zone)
        if early or high >= end_of(LAST_DATE, self._source):
            raise InstantRangeError(
                f"{self._name()} cannot be asked about {low if early else high}: "
                f"open time is counted from {FIRST_DATE + REACH} to {LAST_DATE}"
            )

    def _check(self, at: datetime) -> None:
        if not self._known.start <= at <= self._known.end:
            self._known.leave(at)

    def _check_answer(self, found: datetime, asked: datetime) -> None:
        self._refuse_far(abs(found.year - asked.year), asked, found)
        self._check(found)

    def _refuse_far(self, years: int, asked: datetime, end: datetime) -> None:
        """Refuse to go through more than can be done in time, whatever of it is compiled already (R21)."""
        if years * _YEAR * self._source.effort > MOST_EFFORT:
            raise LimitError(
                f"{self._name()} is too much work from {asked:%Y-%m-%d} to {end:%Y-%m-%d}: a question goes through "
                f"{MOST_EFFORT:,} windows at most, each on each date of the years between; "
                "ask about fewer years, or state fewer windows a day"
            )

    def _outwards(self, kept: Snapshot, asked: datetime, day: date, forward: bool) -> Iterator[Stretch]:
        """What lies beyond an instant and a date, stretch by stretch in one direction, to the horizon.

        Near by, what is kept grows; farther off, pieces are compiled that are not kept.
        """
        at = asked
        snapshot: Snapshot | None = kept
        horizon = at.toordinal() + (HORIZON.days if forward else -HORIZON.days)
        near = at.toordinal() + (_AHEAD if forward else -_AHEAD) * _YEAR
        while snapshot:
            if forward:
                yield stretch_of(snapshot, at, snapshot.exact_end, day, snapshot.last)
                at, day = snapshot.exact_end, snapshot.last + ONE_DAY
            else:
                yield stretch_of(snapshot, snapshot.exact_start, at, snapshot.first + REACH, day)
                at, day = snapshot.exact_start, snapshot.first + REACH - ONE_DAY
            snapshot = self._further(snapshot, near, forward)
        for stretch in self._far.beyond(at, day, forward):
            if stretch.start.toordinal() > horizon if forward else stretch.end.toordinal() < horizon:
                return
            yield stretch
            end = stretch.end if forward else stretch.start
            self._refuse_far(abs(end.year - asked.year), asked, end)

    def _further(self, snapshot: Snapshot, near: int, forward: bool) -> Snapshot | None:
        """A snapshot that goes on where one ends, about twice as far, unless that is far off or too much to keep."""
        first, last = snapshot.first, snapshot.last
        years = last.year - first.year + 1
        low, high = first.toordinal(), last.toordinal()
        ends = last == LAST_DATE if forward else first == FIRST_DATE
        if ends or 2 * years > self._years_kept or (high >= near if forward else low <= near):
            return None
        low, high = (high, high + (high - low)) if forward else (low - (high - low), low)
        return self._grown(max(low, FIRST_DATE.toordinal()), min(high, LAST_DATE.toordinal()))

    def _grown(self, low: int, high: int, most: int = _AT_ONCE) -> Snapshot:
        """A snapshot from one ordinal date to another and a good deal around them, as far as years go.

        Args:
            low: The first date of which something is asked.
            high: The last one.
            most: The years that may be compiled to fill what lies between these dates and what is kept.
        """
        with self._growing:
            first, last = _whole_years(low, high)
            here, elsewhere = self._snapshot, self._elsewhere
            if self._takes_in(here, first, last, most):
                snapshot = self._with(here, first, last)
            else:
                taken_in = self._takes_in(elsewhere, first, last, most)
                snapshot = self._with(elsewhere, first, last) if taken_in else self._compiled(first, last)
                self._elsewhere = here
            self._snapshot = snapshot
            return snapshot

    def _takes_in(self, old: Snapshot, first: date, last: date, most: int) -> bool:
        """Whether dates lie so near to what is kept that what lies between is compiled, too, and kept."""
        years = max(last, old.last).year - min(first, old.first).year + 1
        gap = max(old.first.year - first.year, last.year - old.last.year)
        return old is not NOTHING and gap <= most and years <= self._years_kept

    def _with(self, old: Snapshot, first: date, last: date) -> Snapshot:
        first, last = _grown_dates(old, first, last, self._years_kept)
        before = self._compile(first, old.first - ONE_DAY) if first < old.first else []
        after = self._compile(old.last + ONE_DAY, last) if last > old.last else []
        if not before and not after and (first, last) == (old.first, old.last):
            return old
        return laid_out([*before, *old.days, *after], first, last, self._source, self._known)

    def _compiled(self, first: date, last: date) -> Snapshot:
        return laid_out(self._compile(first, last), first, last, self._source, self._known)

    def _compile(self, first: date, last: date) -> list[Day]:
        self.dates_compiled += last.toordinal() - first.toordinal() + 1
        return self._source.days(first, last)


def _reached(stretch: Stretch, left: timedelta, forward: bool, latest: bool) -> datetime | None:
    """Where in a stretch so much open time has passed, if it has."""
    snapshot = stretch.compiled()
    goal = open_before(snapshot, stretch.start) + left if forward else open_before(snapshot, stretch.end) - left
    found = last_at(snapshot, goal) if latest else first_at(snapshot, goal)
    return found if found is not None and stretch.start <= found <= stretch.end else None


def _spans(snapshot: Snapshot, start: datetime, end: datetime) -> Iterator[Span]:
    """What is open from one instant to another, in order."""
    edges = snapshot.edges
    for i in range(bisect_right(edges, start) & ~1, bisect_left(edges, end), 2):
        yield max(edges[i], start), min(edges[i + 1], end)


def _whole_years(low: int, high: int) -> tuple[date, date]:
    """The dates to compile for a question between two ordinal dates: whole years, and one more after them."""
    reach = REACH.days + 2
    first = date.fromordinal(max(low - reach, FIRST_DATE.toordinal())).replace(month=1, day=1)
    last = date.fromordinal(min(high + reach, LAST_DATE.toordinal()))
    return max(first, FIRST_DATE), min(date(min(last.year + 1, 9999), 12, 31), LAST_DATE)


def _grown_dates(old: Snapshot, first: date, last: date, most: int) -> tuple[date, date]:
    """The dates of a snapshot that takes in others: on the side on which it grows at least as many again as it had.

    So what is asked year by year makes few snapshots. None has more years than may be kept for that.
    """
    years = old.last.year - old.first.year + 1
    spare = max(most - 1 - (max(last, old.last).year - min(first, old.first).year), 0)
    if last > old.last:
        year = min(old.last.year + years, last.year + spare)
        spare -= max(year - last.year, 0)
        last = max(last, min(date(min(year, 9999), 12, 31), LAST_DATE))
    if first < old.first:
        year = max(old.first.year - years, first.year - spare)
        first = min(first, max(date(max(year, 1), 1, 1), FIRST_DATE))
    return min(first, old.first), max(last, old.last)

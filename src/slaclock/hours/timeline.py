"""Every question about open time, each a look-up or two, whatever the span (R7, R8, R10, R15).

What is kept of the time grows as it is needed. What lies centuries off is compiled for one question and dropped.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo

from slaclock.errors import InstantRangeError, LimitError, NeverOpenError
from slaclock.hours.coverage import Known
from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.day import Day
from slaclock.hours.days import midnight
from slaclock.hours.far_time import Stretch, stretch_of
from slaclock.hours.interval import ZERO, Span
from slaclock.hours.kept_time import AT_ONCE, HORIZON_YEARS, YEAR, KeptTime
from slaclock.hours.snapshot import FIRST_DATE, LAST_DATE, NOTHING, PAGE_BITS, REACH, Page, Snapshot, end_of
from slaclock.hours.whole_numbers import micros

HORIZON = timedelta(days=146_097)
MOST_EFFORT = 3_000_000
"""How many windows of a week a question may go through, each on each date; what is like other years is not."""

_NO_PAGE: Page = (NOTHING.start, NOTHING.end, [], [], 0)
_AHEAD = 16
"""The years beyond its start that a search adds to what is kept."""


class Timeline:
    """What a schedule's open time is, at any instant. All instants are in UTC.

    Args:
        kept: What is kept of it, for this schedule and all that open alike.
        known: The time for which its holidays are known.
        name: Names the schedule in errors.
        always_open: Whether it is known to have neither openings nor closings.
    """

    __slots__ = ("__weakref__", "_always_open", "_known", "_name", "_source", "kept")

    def __init__(self, kept: KeptTime, known: Known, name: Callable[[], str], always_open: bool = False) -> None:
        self.kept = kept
        self._source = kept.source
        self._known = known
        self._name = name
        self._always_open = always_open

    # Counting

    def elapsed(self, a: datetime, b: datetime) -> timedelta:
        """Open time from `a` to `b`, negative when `b` is the earlier (R8)."""
        pages = self.kept.snapshot.pages
        try:
            low, high, edges, totals, _ = pages[a.toordinal() >> PAGE_BITS]
            low_b, high_b, edges_b, totals_b, _ = pages[b.toordinal() >> PAGE_BITS]
        except KeyError:
            return self._elapsed(a, b)
        if not (low <= a < high and low_b <= b < high_b):
            return self._elapsed(a, b)
        i = bisect_right(edges, a)
        j = bisect_right(edges_b, b)
        counted = totals_b[j >> 1] - totals[i >> 1]
        if j & 1:
            counted += b - edges_b[j - 1]
        if i & 1:
            counted -= a - edges[i - 1]
        return counted

    def _elapsed(self, a: datetime, b: datetime) -> timedelta:
        """The same where something must be compiled or unpacked, or is not known."""
        kept, snapshot = self.kept.snapshot, self._between(a, b)
        if snapshot is None:
            return self._elapsed_far(a, b) if a <= b else -self._elapsed_far(b, a)
        # Where something was compiled just now, nothing is unpacked until somebody asks again.
        for at in (a, b) if snapshot is kept else ():
            if snapshot.start <= at < snapshot.end:
                snapshot.page(at)
        return snapshot.open_before(b) - snapshot.open_before(a)

    def elapsed_to_each(self, start: datetime, instants: Sequence[datetime]) -> list[timedelta]:
        """Open time from one instant to each of many, which are in order: a look-up for each (R8)."""
        snapshot = self.kept.snapshot
        low, high = snapshot.start, snapshot.end
        if not (instants and low <= start < high and low <= instants[0] and instants[-1] < high):
            return [self.elapsed(start, at) for at in instants]
        before = snapshot.open_before(start)
        counted: list[timedelta] = []
        _, until, edges, totals, _ = snapshot.page(instants[0])
        i = 0
        for at in instants:
            if at >= until:
                _, until, edges, totals, _ = snapshot.page(at)
                i = 0
            # Each search begins where the one before ended.
            i = bisect_right(edges, at, i)
            total = totals[i >> 1] - before
            counted.append(total + (at - edges[i - 1]) if i & 1 else total)
        return counted

    def _elapsed_far(self, low: datetime, high: datetime) -> timedelta:
        far = self.kept.far
        self._refuse_far(far.compiled_between(low, high) * far.years, low, high)
        whole = sum((piece.open for piece in far.between(low, high)), ZERO)
        return whole + far.before(high).open - far.before(low).open

    def add(self, at: datetime, duration: timedelta) -> datetime:
        """The first instant by which this much time, more than none, was open (R7)."""
        snapshot = self.kept.snapshot
        try:
            low, high, edges, totals, _ = snapshot.pages[at.toordinal() >> PAGE_BITS]
        except KeyError:
            return self._add(at, duration)
        if not low <= at < high:
            return self._add(at, duration)
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
            if found < high:
                return found
        return snapshot.due_at(goal) or self._search(at, duration, latest=False)

    def _add(self, at: datetime, duration: timedelta) -> datetime:
        """The same where something must be compiled or unpacked, or is not known."""
        snapshot = self._unpacked(at)
        try:
            goal = snapshot.open_before(at) + duration
        except OverflowError:
            raise self._too_long(at, duration) from None
        found = snapshot.first_at(goal)
        return found if found and found < snapshot.end else self._search(at, duration, latest=False)

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
        goal = snapshot.open_before(at) + duration
        found = snapshot.last_at(goal) if latest else snapshot.first_at(goal)
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
        try:
            low, high, edges, _, _ = self.kept.snapshot.pages[at.toordinal() >> PAGE_BITS]
        except KeyError:
            return bool(self._unpacked(at).edges_until(at) & 1)
        return bool((bisect_right(edges, at) if low <= at < high else self._unpacked(at).edges_until(at)) & 1)

    def is_closing(self, at: datetime) -> bool:
        """Whether open time ends exactly here."""
        low, high, edges, _, _ = self.kept.snapshot.pages.get(at.toordinal() >> PAGE_BITS, _NO_PAGE)
        if low <= at < high:
            i = bisect_left(edges, at)
            return bool(i & 1) and edges[i] == at
        snapshot = self._unpacked(at)
        place = snapshot.edges_before(at)
        return bool(place & 1) and snapshot.edge(place) == at

    def next_edge(self, at: datetime, opening: bool) -> datetime:
        """The next opening or closing strictly after an instant."""
        low, high, edges, _, _ = self.kept.snapshot.pages.get(at.toordinal() >> PAGE_BITS, _NO_PAGE)
        if low <= at < high:
            i = bisect_right(edges, at)
            i += (i & 1) == opening
            if i < len(edges) and edges[i] < high:
                return edges[i]
        return self._next_edge(at, opening)

    def _next_edge(self, at: datetime, opening: bool) -> datetime:
        snapshot = self._unpacked(at)
        place = snapshot.edges_until(at)
        found = snapshot.edge(place + ((place & 1) == opening))
        if found and found < snapshot.end:
            return found
        after = at + timedelta.resolution
        for stretch in self._outwards(snapshot, after, after.date(), forward=True) if not self._always_open else ():
            if stretch.edges:
                there = stretch.compiled()
                place = there.edges_before(stretch.start)
                found = there.edge(place + ((place & 1) == opening))
                # What ends with the compiled dates may go on after them.
                if found and found < stretch.end:
                    self._check_answer(found, at)
                    return found
        raise self._no_edge(at, opening, forward=True)

    def previous_edge(self, at: datetime, opening: bool) -> datetime:
        """The last opening or closing strictly before an instant."""
        low, high, edges, _, _ = self.kept.snapshot.pages.get(at.toordinal() >> PAGE_BITS, _NO_PAGE)
        if low <= at < high:
            i = bisect_left(edges, at) - 1
            i -= (i & 1) == opening
            if i >= 0 and edges[i] >= low:
                return edges[i]
        return self._previous_edge(at, opening)

    def _previous_edge(self, at: datetime, opening: bool) -> datetime:
        snapshot = self._unpacked(at)
        place = snapshot.edges_before(at) - 1
        found = snapshot.edge(place - ((place & 1) == opening))
        if found and found >= snapshot.start:
            return found
        for stretch in self._outwards(snapshot, at, at.date(), forward=False) if not self._always_open else ():
            if stretch.edges:
                there = stretch.compiled()
                place = there.edges_before(stretch.end) - 1
                found = there.edge(place - ((place & 1) == opening))
                if found and found >= stretch.start:
                    self._check_answer(found, at)
                    return found
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
            yield from whole.spans(start, end)
            return
        opens = closes = start
        for piece in self.kept.far.snapshots(start, end):
            for span in piece.spans(max(start, piece.exact_start), min(end, piece.exact_end)):
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
        snapshot = self.kept.snapshot
        low, high, edges, _, place = snapshot.pages.get(at.toordinal() >> PAGE_BITS, _NO_PAGE)
        if snapshot.latest is None and low <= at < high:
            i = bisect_right(edges, at)
            if i & 1:
                return date.fromordinal(snapshot.days.date_of(place + i - 1))
            return at.astimezone(self._source.zone).date()
        return self._date_near(at)

    def _date_near(self, at: datetime) -> date:
        here = at.astimezone(self._source.zone).date()
        snapshot = self._unpacked(at)
        place = snapshot.edges_until(at)
        if not place & 1:
            return here
        opened, until, days = snapshot.edges[place - 1], micros(at), snapshot.days
        # It may be the date after the one that clocks show: of a shift's closing, or where they go back over midnight;
        # and the one after that, where they skip a date.
        end = snapshot.days_until(here + 2 * ONE_DAY)
        near = reversed(range(max(end - 5, 0), end))
        found = next(each for each in near if any(opened <= start <= until for start in days.edges_on(each)[::2]))
        return date.fromordinal(days.dates[found])

    def day(self, day: date) -> Day | None:
        """What opens on a date, if anything."""
        snapshot = self.kept.snapshot
        if day.toordinal() not in snapshot.inner:
            snapshot = self._around(midnight(day, self._source.zone))
        return snapshot.day_on(day)

    def business_days(self, first: date, end: date) -> int:
        """How many business days lie from a date, included, to a later one, excluded (R10)."""
        snapshot: Snapshot | None = self.kept.snapshot
        assert snapshot is not None
        if not (first.toordinal() in snapshot.inner and end.toordinal() in snapshot.inner):
            low, high = midnight(first, self._source.zone), midnight(end, self._source.zone)
            snapshot = self._between(low, high)
            if snapshot is None:
                far = self.kept.far
                self._refuse_far(far.compiled_between(low, high) * far.years, low, high)
                return far.business_days(first, end)
        return snapshot.days_before(end) - snapshot.days_before(first)

    def business_day(self, day: date, count: int) -> Day:
        """The business day that many after a date, or before it; for none, the date itself or the next one (R10)."""
        snapshot = self.kept.snapshot
        if day.toordinal() not in snapshot.inner:
            snapshot = self._around(midnight(day, self._source.zone))
        number = snapshot.number_of(day, count)
        dates = snapshot.days.dates
        if 0 <= number < len(dates):
            found = snapshot.day(number)
            if dates[number] in snapshot.inner or snapshot.start <= found.closes < snapshot.end:
                return found
        return self._business_day_farther(snapshot, day, count)

    def business_date(self, day: date, count: int) -> date:
        """The date of the same, which needs no look at its hours (R10)."""
        snapshot = self.kept.snapshot
        if day.toordinal() in snapshot.inner:
            number = snapshot.number_of(day, count)
            dates = snapshot.days.dates
            if 0 <= number < len(dates) and dates[number] in snapshot.inner:
                return date.fromordinal(dates[number])
        return self.business_day(day, count).date

    def same_time_later(self, at: datetime, days: int, zone: tzinfo) -> datetime | None:
        """The same time of day that many business days after an instant; after the next opening, where that is closed.

        It is told where it lies in the hours of that day, the zone's clocks keep their offset, and all of it is
        unpacked; otherwise `business_days` asks step by step.
        """
        snapshot = self.kept.snapshot
        low, high, edges, _, place = snapshot.pages.get(at.toordinal() >> PAGE_BITS, _NO_PAGE)
        if snapshot.latest is not None or not low <= at < high:
            return None
        i = bisect_right(edges, at)
        if not i & 1:
            if i == len(edges) or edges[i] >= high:
                return None
            at = edges[i]
            i += 1
        dates, places = snapshot.days.dates, snapshot.days.places
        number = snapshot.days.number_of(place + i - 1)
        last = number + days
        if last >= len(dates):
            return None
        due = at + timedelta(dates[last] - dates[number])
        here, there = at.astimezone(zone), due.astimezone(zone)
        if here.fold or there.fold or here.utcoffset() != there.utcoffset():
            return None
        if due >= high:
            _, high, edges, _, place = snapshot.pages.get(due.toordinal() >> PAGE_BITS, _NO_PAGE)
        first, end = places[last] - place, places[last + 1] - place
        if first < 0 or end > len(edges) or due >= high:
            return None
        return due if bisect_right(edges, due, first, end) - first & 1 else None

    def _business_day_farther(self, snapshot: Snapshot, day: date, count: int) -> Day:
        forward = count >= 0
        left = max(abs(count), 1)
        from_date = day + (ONE_DAY if count > 0 else -ONE_DAY if count else ZERO)
        at = midnight(from_date, self._source.zone)
        for stretch in self._outwards(snapshot, at, from_date, forward):
            if left <= stretch.days:
                there = stretch.compiled()
                before = there.days_before(stretch.first) - 1 if forward else there.days_until(stretch.last)
                found = there.day(before + left if forward else before - left)
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
        """What is kept of the time that was asked about last."""
        return self.kept.snapshot

    @property
    def dates_compiled(self) -> int:
        """How many dates were compiled so far, for this schedule and all that open alike: the work done."""
        return self.kept.dates_compiled

    def cover(self, low: datetime, high: datetime) -> None:
        """Keep what lies between two instants, as far as open time is counted; what is known is not asked."""
        if not self.kept.snapshot.is_exact(low, high) and high - low <= self.longest_kept:
            self.kept.grown(low.toordinal(), high.toordinal(), self.kept.years)

    @property
    def longest_kept(self) -> timedelta:
        """How much time can be kept at once: less where more windows open on a date."""
        return self.kept.longest

    def _around(self, at: datetime) -> Snapshot:
        """A snapshot that is exact at an instant."""
        self._check(at)
        snapshot = self.kept.snapshot
        if not snapshot.is_exact(at, at):
            self._refuse_uncounted(at, at)
            snapshot = self.kept.grown(at.toordinal(), at.toordinal())
        return snapshot

    def _unpacked(self, at: datetime) -> Snapshot:
        """The same, and the page around the instant is at hand for the next question."""
        snapshot = self._around(at)
        if snapshot.start <= at < snapshot.end:
            snapshot.page(at)
        return snapshot

    def _between(self, a: datetime, b: datetime) -> Snapshot | None:
        """A snapshot that is exact from one instant to another, unless too much lies between them."""
        low, high = (a, b) if a <= b else (b, a)
        self._check(low)
        if high != low:
            self._check(high)
        snapshot = self.kept.snapshot
        if snapshot.is_exact(low, high):
            return snapshot
        self._refuse_uncounted(low, high)
        if high.year - low.year >= min(self.kept.years, AT_ONCE):
            return None
        return self.kept.grown(low.toordinal(), high.toordinal())

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
        if years * YEAR * self._source.effort > MOST_EFFORT:
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
        near = at.toordinal() + (_AHEAD if forward else -_AHEAD) * YEAR
        while snapshot:
            if forward:
                yield stretch_of(snapshot, at, snapshot.exact_end, day, snapshot.last)
                at, day = snapshot.exact_end, snapshot.last + ONE_DAY
            else:
                yield stretch_of(snapshot, snapshot.exact_start, at, snapshot.first + REACH, day)
                at, day = snapshot.exact_start, snapshot.first + REACH - ONE_DAY
            snapshot = self.kept.further(snapshot, near, forward)
        for stretch in self.kept.far.beyond(at, day, forward):
            if stretch.start.toordinal() > horizon if forward else stretch.end.toordinal() < horizon:
                return
            yield stretch
            end = stretch.end if forward else stretch.start
            self._refuse_far(abs(end.year - asked.year), asked, end)


def _reached(stretch: Stretch, left: timedelta, forward: bool, latest: bool) -> datetime | None:
    """Where in a stretch so much open time has passed, if it has."""
    snapshot = stretch.compiled()
    goal = snapshot.open_before(stretch.start) + left if forward else snapshot.open_before(stretch.end) - left
    found = snapshot.last_at(goal) if latest else snapshot.first_at(goal)
    return found if found is not None and stretch.start <= found <= stretch.end else None

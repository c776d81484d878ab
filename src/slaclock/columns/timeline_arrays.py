"""A schedule's compiled time as arrays, in which whole columns are looked up (R7, R8, R10)."""

from __future__ import annotations

from array import array
from datetime import date, tzinfo
from weakref import WeakKeyDictionary

import numpy as np

from slaclock.columns.clocks import clocks_around
from slaclock.columns.instants import DAY, Mask, Micros, day_number, instant_micros
from slaclock.columns.lookup import Places, Sorted, taken, within
from slaclock.hours import KeptTime, Snapshot, Timeline
from slaclock.keeping import cached_property

IN_DOUBT = np.iinfo(np.int64).min
"""In the place of a date: it depends on more than which stretch of open time an instant lies in."""


class Compiled:
    """One snapshot of a timeline as arrays."""

    def __init__(self, snapshot: Snapshot) -> None:
        edges, totals = _array(snapshot.edges), _array(snapshot.totals)
        self.snapshot = snapshot
        self.edges = Sorted(edges)
        self.totals = Sorted(totals)
        self.start, self.end = instant_micros(snapshot.exact_start), instant_micros(snapshot.exact_end)
        # Open time before an instant is `level` where closed, and `level` and the instant where open.
        self._level = np.repeat(totals, 2)[: len(edges) + 1]
        self._level[1::2] -= edges[::2]
        # How far totals lie from the instants at which they are first, and last, reached.
        self._to_first = np.append(0, edges[1::2] - totals[1:])
        self._to_last = np.append(edges[::2] - totals[:-1], 0)
        self._own_dates: Micros | None = None

    def open_before(self, at: Micros) -> Micros:
        """Open time before instants, from the beginning."""
        place = self.edges.right(at)
        counted = self._level.take(place)
        place &= 1
        np.negative(place, out=place)
        place &= at
        counted += place
        return counted

    def first_at(self, goal: Micros) -> tuple[Micros, Mask | None]:
        """The first instants at which totals are reached, and where there are any."""
        place = self.totals.left(goal)
        return self._reached(goal, self._to_first, place), within(place, 1, len(self.totals) - 1)

    def last_at(self, goal: Micros) -> tuple[Micros, Mask | None]:
        """The last instants at which totals are still the same, and where there are any."""
        place = self.totals.right(goal)
        place -= 1
        return self._reached(goal, self._to_last, place), within(place, 0, len(self.totals) - 2)

    @staticmethod
    def _reached(goal: Micros, distance: Micros, place: Places) -> Micros:
        found = distance.take(place, mode="clip")
        found += goal
        return found

    # Business days

    @cached_property
    def dates(self) -> Sorted:
        """The business days, as days since 1970."""
        return Sorted(_array(self.snapshot.days.dates) - _FIRST_DAY)

    @cached_property
    def openings(self) -> Micros:
        """When each business day begins: no later than those after it."""
        earliest = self.snapshot.earliest
        return _array(self.snapshot.days.openings if earliest is None else earliest)

    @cached_property
    def closings(self) -> Micros:
        """The last closing of each business day."""
        return _array(self.snapshot.days.closings)

    @cached_property
    def ends(self) -> Micros:
        """When each business day is over: no earlier than those before it."""
        return self.closings if self.snapshot.latest is None else _array(self.snapshot.latest)

    def belong(self, at: Micros, days: Micros) -> Mask:
        """Whether these dates have opened, by instants that are open, since these were closed last."""
        keys, starts = self._spans
        place = keys.right(self._span_key(days, at)) - 1
        of_day = taken(keys.values, place) >> _KEY_BITS == days - day_number(self.snapshot.first)
        opened = taken(self.edges.values, self.edges.right(at) - 1)
        belong: Mask = of_day & (place >= 0) & (opened <= taken(starts, place))
        return belong

    def own_dates(self, zone: tzinfo) -> Micros:
        """For each place among the edges, the date to which all instants there belong, or that it is in doubt.

        It is known for a stretch that is one span, begun on the date of its business day.
        """
        if self._own_dates is None:
            self._own_dates = self._find_own_dates(zone)
        return self._own_dates

    def _find_own_dates(self, zone: tzinfo) -> Micros:
        found = np.full(len(self.edges) + 1, IN_DOUBT)
        if not len(self.edges):
            return found
        days, starts, ends = self._day_spans
        place = self.edges.right(starts)
        alone = (self.edges.values[place - 1] == starts) & (taken(self.edges.values, place) == ends)
        alone &= np.bincount(place)[place] == 1
        for instants, most in ((starts, 0), (ends - 1, 1)):
            shown = clocks_around(zone, instants).readings(instants) // DAY - days
            alone &= (shown >= 0) & (shown <= most)
        found[place[alone]] = days[alone]
        return found

    @cached_property
    def _spans(self) -> tuple[Sorted, Micros]:
        days, starts, _ = self._day_spans
        return Sorted(self._span_key(days, starts)), starts

    @cached_property
    def _day_spans(self) -> tuple[Micros, Micros, Micros]:
        """Every span of every business day: the day, its opening and its closing."""
        days = self.snapshot.days
        edges = _array(days.edges)
        return np.repeat(self.dates.values, np.diff(np.array(days.places)) >> 1), edges[::2], edges[1::2]

    def _span_key(self, days: Micros, at: Micros) -> Micros:
        """Numbers that sort by date and then by instant, for instants at most days from their dates."""
        return ((days - day_number(self.snapshot.first)) << _KEY_BITS) + (at - (days - 3) * DAY)


_KEY_BITS = 40
"""Twelve days in microseconds."""


_FIRST_DAY = date(1970, 1, 1).toordinal()


def _array(numbers: array[int]) -> Micros:
    return np.array(numbers, np.int64)


_COMPILED: WeakKeyDictionary[KeptTime, tuple[Compiled, ...]] = WeakKeyDictionary()


def compiled(timeline: Timeline) -> Compiled:
    """What is compiled of a timeline so far; the arrays of two snapshots are kept, for instants of two centuries."""
    snapshot = timeline.kept.snapshot
    kept = _COMPILED.get(timeline.kept, ())
    found = next((each for each in kept if each.snapshot is snapshot), None)
    if found is None:
        found = Compiled(snapshot)
        _COMPILED[timeline.kept] = (found, *kept[:1])
    return found

"""Which spans open on which date where schedules are combined: any of them, all, or the first and no other (R10)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta, tzinfo
from itertools import chain
from typing import NamedTuple

from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.days import BelongsTo, OpeningDays, Operator, Years, all_of
from slaclock.hours.interval import intersect, subtract
from slaclock.hours.open_dates import OpenDates, dates_of
from slaclock.hours.whole_numbers import Edges, edges_of, spans_in
from slaclock.hours.zone_clocks import ZoneClocks

_COMBINING = 3
"""About how many windows of a week are as much work as to combine the dates of schedules."""
_APART = timedelta(days=3)
"""How many dates apart two zones may call the same instant, and one more for what opens after midnight."""
_REACH = _APART + ONE_DAY
"""The same for what goes over midnight in both of them."""


class CombinedDays(NamedTuple):
    """The days of a union, intersection or difference, counted in one zone (R10)."""

    zone: tzinfo
    operator: Operator
    parts: tuple[OpeningDays, ...]

    @property
    def belongs_to(self) -> BelongsTo:
        """The date to which windows over midnight belong: as in the first part."""
        return self.parts[0].belongs_to

    @property
    def reaches_back(self) -> bool:
        """Whether what belongs to a date may open on the date before."""
        return any(part.reaches_back for part in self.parts)

    @property
    def windows(self) -> int:
        """At most how many windows open on a date: all of all parts."""
        return sum(part.windows for part in self.parts)

    @property
    def effort(self) -> int:
        """How much work a date is: as much as it is for all parts, and to put them together."""
        return _COMBINING + sum(part.effort for part in self.parts)

    @property
    def irregular(self) -> Years:
        """From which year to which something happens once in any part."""
        return all_of([part.irregular for part in self.parts])

    def days(self, first: date, last: date) -> OpenDates:
        """The business days from a first to a last date."""
        days = self._in_our_zone(self.parts[0], first, last)
        for part in self.parts[1:]:
            days = self._combined(days, part, first, last)
        return days

    def _combined(self, days: OpenDates, part: OpeningDays, first: date, last: date) -> OpenDates:
        if self.operator == "union":
            return _united(days, self._in_our_zone(part, first, last))
        theirs = edges_of(spans_in(part.days(first - _REACH, last + _REACH).edges))
        keep = intersect if self.operator == "intersection" else subtract
        kept = ((day, keep(spans_in(edges), spans_in(_near(theirs, edges)))) for day, edges in days.by_date())
        return dates_of({day: tuple(chain.from_iterable(spans)) for day, spans in kept})

    def _in_our_zone(self, part: OpeningDays, first: date, last: date) -> OpenDates:
        """A part's days; one of another zone is sorted anew by the date here on which each span opens, or closes."""
        if part.zone == self.zone:
            return part.days(first, last)
        clocks = ZoneClocks(self.zone, first - _REACH, last + _REACH)
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for span in spans_in(part.days(first - _APART, last + _APART).edges):
            found[clocks.date(span[1] - 1 if part.belongs_to == "closing_date" else span[0])].append(span)
        low, high = first.toordinal(), last.toordinal()
        return dates_of({day: edges_of(spans) for day, spans in sorted(found.items()) if low <= day <= high})


def _united(ours: OpenDates, theirs: OpenDates) -> OpenDates:
    found: dict[int, Sequence[int]] = dict(ours.by_date())
    for day, edges in theirs.by_date():
        found[day] = edges_of([*spans_in(found[day]), *spans_in(edges)]) if day in found else edges
    return dates_of(dict(sorted(found.items())))


def _near(others: Edges, edges: Sequence[int]) -> Edges:
    """The few of many spans that can meet some others."""
    low = bisect_right(others, edges[0]) & ~1
    high = bisect_left(others, edges[-1])
    return others[low : high + (high & 1)]

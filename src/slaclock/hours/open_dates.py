"""What opens on each of many business days, as whole numbers one after another (R10)."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate, chain
from operator import sub
from typing import NamedTuple

from slaclock.hours.day import Day
from slaclock.hours.days import day_of
from slaclock.hours.whole_numbers import Edges, instant


class OpenDates(NamedTuple):
    """Business days in order, each with what opens on it."""

    dates: array[int]
    """The dates as ordinals."""
    edges: array[int]
    """Openings and closings in microseconds since 1970, date by date; those of two dates may overlap or touch."""
    places: Sequence[int]
    """Where the edges of each date begin, and where all of them end."""

    @property
    def openings(self) -> array[int]:
        """The first opening of each date."""
        if isinstance(self.places, range):
            return self.edges[::2]
        return array("q", [self.edges[place] for place in self.places[:-1]])

    @property
    def closings(self) -> array[int]:
        """The last closing of each date."""
        if isinstance(self.places, range):
            return self.edges[1::2]
        return array("q", [self.edges[place - 1] for place in self.places[1:]])

    @property
    def lengths(self) -> Iterable[int]:
        """How many edges each date has."""
        return map(sub, self.places[1:], self.places[:-1])

    def date_of(self, place: int) -> int:
        """The date whose edges include that one."""
        return self.dates[self.number_of(place)]

    def number_of(self, place: int) -> int:
        """The number of that date."""
        return place >> 1 if isinstance(self.places, range) else bisect_right(self.places, place) - 1

    def edges_on(self, number: int) -> array[int]:
        """The edges of the date of that number."""
        return self.edges[self.places[number] : self.places[number + 1]]

    def day(self, number: int, earliest: int | None = None, latest: int | None = None) -> Day:
        """The business day of that number, where hours of others open and close no earlier and no later than these."""
        edges = self.edges_on(number)
        if earliest is None and len(edges) == 2:  # So it is most often.
            return Day(date.fromordinal(self.dates[number]), ((instant(edges[0]), instant(edges[1])),))
        return day_of(
            self.dates[number],
            edges,
            outlasted_until=None if latest is None or latest == edges[-1] else instant(latest),
            forestalled_at=None if earliest is None or earliest == edges[0] else instant(earliest),
        )


def dates_of(days: Mapping[int, Edges]) -> OpenDates:
    """The same of what opens on each of some dates, which are in order."""
    edges = array("q", list(chain.from_iterable(days.values())))
    return _placed(array("i", list(days)), edges, map(len, days.values()))


def joined(parts: Sequence[OpenDates]) -> OpenDates:
    """Dates of which some come after others."""
    dates, edges = array("i"), array("q")
    for part in parts:
        dates.extend(part.dates)
        edges.extend(part.edges)
    return _placed(dates, edges, chain.from_iterable(part.lengths for part in parts))


def _placed(dates: array[int], edges: array[int], lengths: Iterable[int]) -> OpenDates:
    # Most often one window opens on each date, and then places need no room.
    if len(edges) == 2 * len(dates):
        return OpenDates(dates, edges, range(0, len(edges) + 1, 2))
    return OpenDates(dates, edges, array("i", accumulate(lengths, initial=0)))

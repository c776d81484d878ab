"""What opens on each of many business days, as whole numbers one after another (R10)."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate, chain
from operator import sub
from typing import NamedTuple, Self

from slaclock.hours.day import Day
from slaclock.hours.weekdays import WEEK
from slaclock.hours.whole_numbers import DAY, Edges, instant, midnight_in_utc, spans_in

_DAYS = len(WEEK)


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

    def date_of(self, place: int) -> int:
        """The date whose edges include that one."""
        return self.dates[self.number_of(place)]

    def number_of(self, place: int) -> int:
        """The number of that date."""
        return place >> 1 if isinstance(self.places, range) else bisect_right(self.places, place) - 1

    def edges_on(self, number: int) -> array[int]:
        """The edges of the date of that number."""
        return self.edges[self.places[number] : self.places[number + 1]]

    def edges_of(self, day: int) -> Sequence[int]:
        """The edges of a date; none where nothing opens on it."""
        number = bisect_left(self.dates, day)
        return self.edges_on(number) if number < bisect_right(self.dates, day) else ()

    def by_date(self) -> Iterator[tuple[int, array[int]]]:
        """Each date with its edges."""
        return zip(self.dates, map(self.edges_on, range(len(self.dates))), strict=True)

    def part(self, low: int, high: int) -> OpenDates:
        """The dates from one number to before another."""
        places = self.places[low : high + 1]
        return _placed(self.dates[low:high], self.edges[places[0] : places[-1]], _lengths(places))

    def between(self, first: int, last: int) -> OpenDates:
        """The dates from a first to a last one."""
        return self.part(bisect_left(self.dates, first), bisect_right(self.dates, last))

    def with_hours(self, own: Mapping[int, Edges]) -> OpenDates:
        """The same, where some dates have hours of their own, or none."""
        parts, low = [], 0
        for day, edges in sorted(own.items()):
            high, after = bisect_left(self.dates, day, low), bisect_right(self.dates, day, low)
            # A holiday on a Sunday, say, changes nothing.
            if edges or high < after:
                parts += [self.part(low, high), dates_of({day: edges})]
                low = after
        return joined([*parts, self.part(low, len(self.dates))]) if parts else self

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


class Week(NamedTuple):
    """A week that is like others, from its Monday on."""

    days: list[int]
    """Days on which something opens, counted from Monday."""
    edges: list[int]
    """Openings and closings of each, since the first midnight."""
    lengths: list[int]
    """How many of them each day has."""

    @classmethod
    def of(cls, reaches: Sequence[Edges]) -> Self:
        """The one of what opens on each day of it, since the midnight of that day."""
        days = [day for day, reach in enumerate(reaches) if reach]
        edges = [day * DAY + edge for day in days for edge in reaches[day]]
        return cls(days, edges, [len(reaches[day]) for day in days])

    def over_and_over(self, first: int, last: int, offset: int) -> OpenDates:
        """What opens from a first to a last date, where clocks keep one offset from UTC."""
        monday = first - (first - 1) % _DAYS  # The first date of the calendar was one.
        weeks = (last - monday) // _DAYS + 1
        dates = _each_of(self.days, monday, _DAYS, weeks)
        edges = _each_of(self.edges, midnight_in_utc(monday) - offset, _DAYS * DAY, weeks)
        return _placed(array("i", dates), array("q", edges), self.lengths * weeks).between(first, last)


def _each_of(week: Sequence[int], begin: int, length: int, weeks: int) -> list[int]:
    """All that comes so long after the begin of each of many weeks."""
    after = [range(begin + each, begin + each + weeks * length, length) for each in week]
    return list(chain.from_iterable(zip(*after, strict=True)))


def day_of(
    ordinal: int,
    edges: Sequence[int],
    outlasted_until: datetime | None = None,
    forestalled_at: datetime | None = None,
) -> Day:
    """A business day of what is kept as whole numbers."""
    spans = tuple([(instant(opens), instant(closes)) for opens, closes in spans_in(edges)])
    return Day(date.fromordinal(ordinal), spans, outlasted_until, forestalled_at)


def dates_of(days: Mapping[int, Sequence[int]]) -> OpenDates:
    """What opens on each of some dates in order; those without edges are no business days."""
    open_on = {day: edges for day, edges in days.items() if edges}
    edges = array("q", list(chain.from_iterable(open_on.values())))
    return _placed(array("i", list(open_on)), edges, map(len, open_on.values()))


def joined(parts: Sequence[OpenDates]) -> OpenDates:
    """Dates of which some come after others."""
    dates, edges = array("i"), array("q")
    for part in parts:
        dates.extend(part.dates)
        edges.extend(part.edges)
    return _placed(dates, edges, chain.from_iterable(_lengths(part.places) for part in parts))


def _lengths(places: Sequence[int]) -> Iterable[int]:
    """How many edges each date has."""
    return map(sub, places[1:], places[:-1])


def _placed(dates: array[int], edges: array[int], lengths: Iterable[int]) -> OpenDates:
    # Most often one window opens on each date, and then places need no room.
    if len(edges) == 2 * len(dates):
        return OpenDates(dates, edges, range(0, len(edges) + 1, 2))
    return OpenDates(dates, edges, array("i", accumulate(lengths, initial=0)))

"""A zone's clocks in whole numbers: the instant of a reading and the date of an instant, each by a sum (R2)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import accumulate, compress
from operator import ne
from typing import NamedTuple

from slaclock.hours.whole_numbers import (
    DAY,
    TICK,
    Edges,
    edges_of,
    instant,
    micros,
    midnight_in_utc,
    ordinal_in_utc,
    spans_in,
)

_BESIDE = 3
"""How many dates before and after those asked about the clocks are known, too."""
_SECOND = 1_000_000
_DAYS = tuple(timedelta(days=days) for days in range(367))


class Change(NamedTuple):
    """From an instant on, clocks show another offset from UTC; both in microseconds."""

    at: int
    offset: int


class Run(NamedTuple):
    """Dates one after another, as ordinals, both included."""

    first: int
    last: int
    offset: int | None
    """What the clocks show less UTC at all that was asked about on them; none where that changes."""


class ZoneClocks:
    """A zone's clocks from a first to a last date and on a few dates beside them.

    A reading is told as the instant at which clocks in UTC show it, in microseconds since 1970.
    """

    def __init__(self, zone: tzinfo, first: date, last: date) -> None:
        low = max(first.toordinal() - _BESIDE, date.min.toordinal())
        high = min(last.toordinal() + _BESIDE, date.max.toordinal())
        years = range(date.fromordinal(low).year, date.fromordinal(high).year + 1)
        offset = _offset_at_new_year(zone, years.start)
        changes = [change for year in years for change in _changes(zone, year)]
        self._changes = [change.at for change in changes]
        self._offsets = [offset, *(change.offset for change in changes)]
        # Where clocks went back, they show nothing new until they have made up for it.
        until = [change.at + offset for change, offset in zip(changes, self._offsets, strict=False)]
        self._until = list(accumulate(until, max))
        """Before each change, the reading up to which they had come."""
        begun = [change.at + change.offset for change in changes]
        self._plain_from = list(map(max, begun, self._until))
        """After each change, the first reading that they had not come to and did not skip."""

    def date(self, at: int) -> int:
        """The date that they show at an instant, as an ordinal."""
        return ordinal_in_utc(at + self._offsets[bisect_right(self._changes, at)])

    def instant(self, reading: int) -> int:
        """The first instant at which they have shown a reading or a later one (R2)."""
        number = bisect_right(self._until, reading)
        at = reading - self._offsets[number]
        return max(at, self._changes[number - 1]) if number else at

    def edges(self, day: int, reach: Edges) -> Edges:
        """When opens and closes what reaches so far from the midnight of a date; what lies in a gap never does."""
        if not reach:
            return ()
        midnight = midnight_in_utc(day)
        number = bisect_right(self._plain_from, midnight + reach[0])
        if number == bisect_right(self._until, midnight + reach[-1]):
            midnight -= self._offsets[number]
            return tuple([midnight + edge for edge in reach])
        spans = spans_in([self.instant(midnight + edge) for edge in reach])
        return edges_of((opens, closes) for opens, closes in spans if opens < closes)

    def runs(self, first: int, last: int, earliest: int, latest: int) -> Iterator[Run]:
        """The dates from a first to a last one, cut into runs of one offset and the dates between those.

        Args:
            first: The first date.
            last: The last one.
            earliest: How far from midnight the first reading of a date lies that matters.
            latest: The same for the last one.
        """
        # A date begins after midnight where what matters of it does.
        begin = [first, *(ordinal_in_utc(reading - earliest - 1) + 1 for reading in self._plain_from)]
        end = [*(ordinal_in_utc(reading - latest - 1) for reading in self._until), last]
        for offset, low, high in zip(self._offsets, begin, end, strict=True):
            low, high = max(low, first), min(high, last)
            if low <= high:
                if first < low:
                    yield Run(first, low - 1, None)
                yield Run(low, high, offset)
                first = high + 1
        if first <= last:
            yield Run(first, last, None)


def _offset_at_new_year(zone: tzinfo, year: int) -> int:
    return _offset(datetime(year, 1, 1, tzinfo=zone))


def _offset(at: datetime) -> int:
    offset = at.utcoffset()
    assert offset is not None
    return offset // TICK


@lru_cache(maxsize=4_096)
def _changes(zone: tzinfo, year: int) -> tuple[Change, ...]:
    """The changes of a zone's clocks from one New Year to the next one.

    No zone has ever changed its clocks twice within a day, so nothing lies between two midnights of one offset.
    """
    if isinstance(zone, timezone):  # An offset that is stated is the same on every date.
        return ()
    new_year = datetime(year, 1, 1, tzinfo=zone)
    days = min(date(year, 12, 31).toordinal() + 1, date.max.toordinal()) - new_year.toordinal()
    midnights = [new_year + later for later in _DAYS[: days + 1]]
    offsets = [midnight.utcoffset() for midnight in midnights]
    changed = map(ne, offsets, offsets[1:])
    return tuple([_change_before(midnight, zone) for midnight in compress(midnights[1:], changed)])


def _change_before(midnight: datetime, zone: tzinfo) -> Change:
    """When clocks took the offset that they have at a midnight, and had not at the one before it."""
    offset = _offset(midnight)
    shows_it = micros(midnight.replace(tzinfo=UTC)) - offset
    # Where they skip the midnight of the date before, they did so up to a day earlier.
    low, high = 0, 2 * DAY // _SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(instant(shows_it - middle * _SECOND).astimezone(zone)) == offset:
            low = middle
        else:
            high = middle
    return Change(shows_it - low * _SECOND, offset)

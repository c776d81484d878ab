"""Instants, readings and durations as int64 microseconds, for whole columns (R1, R2).

An instant is counted from 1970 in UTC, a reading from 1970 on the zone's own clocks. What `zone.py` does for one
reading, `Clocks` does for many.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Micros = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

DAY = 86_400_000_000
SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_FIRST_DAY, _LAST_DAY = (date.min.toordinal() + 2 - _EPOCH_ORDINAL, date.max.toordinal() - 2 - _EPOCH_ORDINAL)
"""Where clocks everywhere can be read."""
_FOREVER = np.iinfo(np.int64).max
_MOST_SLOTS = 1 << 17
"""A grid larger than this leaves the fast memory of a processor."""
_MOST_STEPS = 3


def micros_of(duration: timedelta) -> int:
    """A duration in microseconds."""
    return duration // timedelta.resolution


def duration_of(micros: int) -> timedelta:
    """The duration of so many microseconds."""
    return timedelta(microseconds=int(micros))


def instant_micros(at: datetime) -> int:
    """An instant in microseconds since 1970."""
    return (at - _EPOCH) // timedelta.resolution


def instant_at(micros: int) -> datetime:
    """The instant, in UTC, so many microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=int(micros))


FIRST_MICROS = instant_micros(datetime.min.replace(tzinfo=UTC))
LAST_MICROS = instant_micros(datetime.max.replace(tzinfo=UTC))
LONGEST = 4 * 10**18
"""More microseconds than there are from the first instant to the last, with room for a sum."""


def day_number(day: date) -> int:
    """A date as days since 1970."""
    return day.toordinal() - _EPOCH_ORDINAL


def date_of(number: int) -> date:
    """The date so many days after 1970."""
    return date.fromordinal(int(number) + _EPOCH_ORDINAL)


class Sorted:
    """Sorted numbers, in which those of a column are looked up.

    Instants in no order cost `searchsorted` a wrong guess at every step. Openings and closings never stand close
    together, so a grid over them, with a number or two in each slot, answers with hardly a guess.
    """

    def __init__(self, values: Micros) -> None:
        self.values = values
        self._padded = np.append(values, _FOREVER)
        self._grid = _grid(values)

    def __len__(self) -> int:
        return len(self.values)

    def left(self, sought: Micros) -> npt.NDArray[np.intp]:
        """For each, how many numbers are less."""
        if self._grid is None:
            return np.searchsorted(self.values, sought, side="left")
        place = self._grid.guess(sought)
        for _ in range(self._grid.steps):
            place += self._padded.take(place) < sought
        return place

    def right(self, sought: Micros) -> npt.NDArray[np.intp]:
        """For each, how many numbers are less or the same."""
        if self._grid is None:
            return np.searchsorted(self.values, sought, side="right")
        place = self._grid.guess(sought)
        for _ in range(self._grid.steps):
            place += self._padded.take(place) <= sought
        return place


class _Grid(NamedTuple):
    """For each slot how many numbers lie before it, and the most that lie within one."""

    base: int
    shift: int
    before: npt.NDArray[np.intp]
    steps: int

    def guess(self, sought: Micros) -> npt.NDArray[np.intp]:
        slots = sought - self.base
        slots >>= self.shift
        return self.before.take(slots, mode="clip")


def _grid(values: Micros) -> _Grid | None:
    """A grid whose slots are as wide as the numbers stand apart, unless it would be too large or too coarse."""
    if len(values) < 2:
        return None
    base, extent = int(values[0]), int(values[-1] - values[0])
    apart = int(np.diff(values).min()).bit_length() - 1
    shift = max(apart, extent.bit_length() - _MOST_SLOTS.bit_length() + 1)
    slots = (np.arange((extent >> shift) + 2) << shift) + base
    before = np.searchsorted(values, slots, side="left")
    steps = int(np.diff(before).max())
    return _Grid(base, shift, before, steps) if 0 < steps <= _MOST_STEPS else None


class Clocks:
    """What a zone's clocks show in some years, as stretches in which they keep one offset from UTC."""

    def __init__(self, starts: Micros, offsets: Micros) -> None:
        self._starts = starts
        self._offsets = offsets
        self._changes = Sorted(starts[1:])

    @cached_property
    def _shown(self) -> Micros:
        """Before each change, the latest reading that the clocks have shown."""
        ends = self._starts[1:] + self._offsets[:-1]
        return np.maximum.accumulate(ends) if len(ends) else ends

    @cached_property
    def _readings(self) -> Sorted:
        return Sorted(self._shown)

    def readings(self, at: Micros) -> Micros:
        """What the clocks show at instants."""
        return at + self._offsets.take(self._changes.right(at))

    def first_instants(self, readings: Micros) -> Micros:
        """The first instants at which the clocks have shown readings or later ones (R2)."""
        stretch = self._readings.right(readings)
        instants: Micros = np.maximum(self._starts.take(stretch), readings - self._offsets.take(stretch))
        return instants

    def showed_later(self, at: Micros, days: Micros) -> Mask:
        """Whether the clocks have shown a later date already than the one that they show."""
        stretch = self._changes.right(at)
        shown = np.concatenate(([np.iinfo(np.int64).min], self._shown)).take(stretch)
        later: Mask = shown > (days + 1) * DAY
        return later


def clocks_around(zone: tzinfo, column: Micros) -> Clocks:
    """The clocks of a zone in the years of some instants or readings, and in the years beside them."""
    first, last = _year_of(int(column.min())), _year_of(int(column.max()))
    if last - first < 100:
        return _clocks(zone, range(first, last + 1))
    years = np.unique(column.view("M8[us]").astype("M8[Y]").astype(np.int64)) + 1970
    return _clocks(zone, tuple(years.tolist()))


def _year_of(micros: int) -> int:
    return instant_at(min(max(micros, FIRST_MICROS), LAST_MICROS)).year


@lru_cache(maxsize=256)
def _clocks(zone: tzinfo, years: range | tuple[int, ...]) -> Clocks:
    near = sorted({beside for year in years for beside in (year - 1, year, year + 1)})
    stretches = [stretch for year in near for stretch in _stretches(zone, year)]
    kept = stretches[:1] + [one for before, one in pairwise(stretches) if one[1] != before[1]]
    starts, offsets = zip(*kept, strict=True)
    return Clocks(np.array(starts, np.int64), np.array(offsets, np.int64))


@lru_cache(maxsize=4096)
def _stretches(zone: tzinfo, year: int) -> list[tuple[int, int]]:
    """The stretches of one offset that begin in a year, by UTC: where each starts, and its offset."""
    if not 1 <= year <= 9999:
        return []
    first = max(day_number(date(year, 1, 1)), _FIRST_DAY)
    last = min(day_number(date(year, 12, 31)) + 1, _LAST_DAY)
    days = [(number * DAY, _offset(zone, number * DAY)) for number in range(first, last + 1)]
    found = days[:1]
    # No zone has ever changed its clocks twice within a day.
    for (low, before), (high, after) in pairwise(days):
        if before != after:
            found.append((_change(zone, low, high), after))
    return found if found[-1][0] < days[-1][0] else found[:-1]


def _change(zone: tzinfo, low: int, high: int) -> int:
    """The instant between two at which the offset changes: on a whole second."""
    before = _offset(zone, low)
    while high - low > SECOND:
        middle = low + (high - low) // SECOND // 2 * SECOND
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high


def _offset(zone: tzinfo, at: int) -> int:
    offset = instant_at(at).astimezone(zone).utcoffset()
    assert offset is not None
    return micros_of(offset)

"""What a zone's clocks show at whole columns of instants, and when they first show readings (R2).

What `zone.py` does for one reading, `Clocks` does for many.
"""

from __future__ import annotations

from datetime import date, tzinfo
from functools import lru_cache
from itertools import pairwise

import numpy as np

from slaclock.columns.instants import (
    DAY,
    FIRST_DAY,
    FIRST_MICROS,
    LAST_DAY,
    LAST_MICROS,
    SECOND,
    Mask,
    Micros,
    day_number,
    instant_at,
    micros_of,
)
from slaclock.columns.lookup import Sorted
from slaclock.keeping import cached_property


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

    def latest_readings(self, at: Micros) -> Micros:
        """The latest readings that the clocks have shown up to instants (R20)."""
        stretch = self._changes.right(at)
        shown: Micros = np.maximum(at + self._offsets.take(stretch), self._shown_before.take(stretch))
        return shown

    def first_instants(self, readings: Micros) -> Micros:
        """The first instants at which the clocks have shown readings or later ones (R2)."""
        stretch = self._readings.right(readings)
        instants: Micros = np.maximum(self._starts.take(stretch), readings - self._offsets.take(stretch))
        return instants

    @cached_property
    def _shown_before(self) -> Micros:
        """The latest reading shown before each stretch."""
        return np.concatenate(([np.iinfo(np.int64).min], self._shown))

    def showed_later(self, at: Micros, days: Micros) -> Mask:
        """Whether the clocks have shown a later date already than the one that they show."""
        stretch = self._changes.right(at)
        shown = self._shown_before.take(stretch)
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
    first = max(day_number(date(year, 1, 1)), FIRST_DAY)
    last = min(day_number(date(year, 12, 31)) + 1, LAST_DAY)
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

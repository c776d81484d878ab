"""Many numbers looked up at once among sorted ones, where what was found holds, which places are alike, and runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from slaclock.columns.instants import Mask, Micros

Places: TypeAlias = npt.NDArray[np.intp]
"""Where in a column, or which rows."""

_FOREVER = np.iinfo(np.int64).max
_MOST_SLOTS = 1 << 17
"""A grid larger than this leaves the fast memory of a processor."""
_MOST_STEPS = 3


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

    def left(self, sought: Micros) -> Places:
        """For each, how many numbers are less."""
        if self._grid is None:
            return np.searchsorted(self.values, sought, side="left")
        place = self._grid.guess(sought)
        for _ in range(self._grid.steps):
            place += self._padded.take(place) < sought
        return place

    def right(self, sought: Micros) -> Places:
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
    before: Places
    steps: int

    def guess(self, sought: Micros) -> Places:
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


def taken(values: Micros, places: Places) -> Micros:
    """The values at places; any value where there is no such place."""
    return values.take(places, mode="clip") if len(values) else np.zeros(places.shape, np.int64)


def within(column: Micros | Places, low: int, high: int) -> Mask | None:
    """Where a column lies between two values, both included; `None` for everywhere."""
    if low <= column.min() and column.max() <= high:
        return None
    return (low <= column) & (column <= high)


def both(one: Mask | None, *others: Mask | None) -> Mask | None:
    """Where all of these hold; `None` for everywhere."""
    for other in others:
        one = other if one is None else one if other is None else one & other
    return one


def groups(first: Places, *others: Places | None) -> Iterator[tuple[tuple[int, ...], Places]]:
    """The places that have the same codes; a column that is not there has the code 0."""
    whole = first
    for column in others:
        if column is not None:
            whole = whole * (int(column.max(initial=0)) + 1) + column
    if whole.max(initial=0) <= np.iinfo(np.uint16).max:
        whole = whole.astype(np.uint16)  # Short numbers are sorted in one go.
    order = np.argsort(whole, kind="stable")
    ordered = whole[order]
    starts = np.flatnonzero(np.append(len(order) > 0, ordered[1:] != ordered[:-1]))
    each = order[starts]
    codes = ([0] * len(each) if column is None else column[each].tolist() for column in (first, *others))
    ends = [*starts[1:].tolist(), len(order)]
    for start, end, *names in zip(starts.tolist(), ends, *codes, strict=False):
        yield tuple(names), order[start:end]


def expanded(first: Places, counts: Places) -> Places:
    """Runs of places, each from a first one on, one run after another."""
    ends = np.cumsum(counts)
    within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - counts, counts)
    return np.repeat(first, counts) + within


def rises(column: Places, strictly: bool = False) -> bool:
    """Whether numbers are in order, and each stands once if they rise strictly."""
    return bool((column[1:] > column[:-1] if strictly else column[1:] >= column[:-1]).all())

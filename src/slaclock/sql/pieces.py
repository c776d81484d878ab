"""`Pieces`: an answer by the instant that is asked about: it stands still, goes with the clock, or there is none.

What is due goes with the clock while support is open and stands still while it is closed, and so does open time. Where
it changes is a whole multiple of the unit in which all hours, clock changes and targets are told; so it is enough to
ask at each multiple, just after it, and just before the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from slaclock.columns import Micros
from slaclock.errors import SqlError

STILL, MOVING = 0, 1
"""A piece with one answer, and one whose answer goes with the clock; those below 0 have none, for a reason."""
OUTSIDE = -1
"""The first reason: outside the years for which the policy was compiled."""
_AT_ONCE = 1 << 20
"""How many multiples are asked about together."""


class Asked(NamedTuple):
    """Answers at instants; where there is none, the number of the reason, counted down from -1."""

    values: Micros
    why_not: npt.NDArray[np.int64]
    """0 where there is an answer."""


class Pieces(NamedTuple):
    """An answer, piece by piece: each begins at its start and ends before the next one."""

    starts: npt.NDArray[np.int64]
    values: npt.NDArray[np.int64]
    """The answer of a piece that stands still; of one that moves, how far it is ahead of the instant."""
    kinds: npt.NDArray[np.int64]
    """`STILL`, `MOVING`, or the number of a reason."""

    def within(self, until: int, width: int) -> Pieces:
        """The same with none before it and from its end on, as far as the slots go in which it begins and ends."""
        first, end = int(self.starts[0]) // width * width, -(-until // width) * width
        before, after = int(first < int(self.starts[0])), int(until < end)
        starts = np.concatenate([np.full(before, first), self.starts, np.full(after, until)])
        values, kinds = (
            np.pad(column, (before, after), constant_values=outside)
            for column, outside in ((self.values, 0), (self.kinds, OUTSIDE))
        )
        return Pieces(starts, values, kinds)

    @property
    def told(self) -> bytes:
        """All of it, to find those that are alike."""
        return b"".join(column.tobytes() for column in self)


def traced(ask: Callable[[Micros], Asked], start: int, until: int, unit: int) -> Pieces:
    """An answer from an instant to before another, both multiples of a unit.

    Args:
        ask: Answers about instants.
        start: The first instant, in microseconds since 1970.
        until: The end.
        unit: A number of microseconds of which every change of the answer is a multiple.

    Raises:
        SqlError: Between two multiples it neither stands still nor goes with the clock.
    """
    multiples = np.arange(start, until, unit, dtype=np.int64)
    parts = [multiples[first : first + _AT_ONCE] for first in range(0, len(multiples), _AT_ONCE)]
    return _joined([_cut(ask, part, unit) for part in parts])


def _cut(ask: Callable[[Micros], Asked], at: Micros, unit: int) -> Pieces:
    """The pieces of some multiples: of each the instant itself, and the time from there to the next."""
    here, after, last = ask(at), ask(at + 1), ask(at + unit - 1)
    span = unit - 2
    kinds = np.where(after.why_not < 0, after.why_not, np.where(last.values - after.values == span, MOVING, STILL))
    steady = (last.values - after.values == 0) | (last.values - after.values == span)
    if not bool(np.where(after.why_not < 0, last.why_not == after.why_not, steady & (last.why_not == 0)).all()):
        raise SqlError("what is due changes between the times of day that hours and targets name; no table can tell it")
    values = _value(after, at + 1, kinds)
    # At the multiple itself the answer is that of the time after it, or one of its own.
    own_kinds = np.where(here.why_not < 0, here.why_not, STILL)
    alike = np.where(kinds == MOVING, (own_kinds == STILL) & (here.values == values + at), False)
    alike |= (kinds == own_kinds) & ((kinds < 0) | (here.values == values))
    single_values = np.where(here.why_not < 0, 0, here.values)
    starts = np.stack([at, np.where(alike, at, at + 1)], axis=1).ravel()
    both_kinds = np.stack([np.where(alike, kinds, own_kinds), kinds], axis=1).ravel()
    both_values = np.stack([np.where(alike, values, single_values), values], axis=1).ravel()
    return _without_repeats(Pieces(starts, both_values, both_kinds))


def _value(asked: Asked, at: Micros, kinds: npt.NDArray[np.int64]) -> Micros:
    moving = np.where(kinds == MOVING, asked.values - at, asked.values)
    return np.where(asked.why_not < 0, 0, moving)


def _without_repeats(pieces: Pieces) -> Pieces:
    """The same without pieces that go on as the one before, and with single instants that fit the one before in it."""
    lasting = np.append(np.diff(pieces.starts) > 0, True)
    starts, values, kinds = (column[lasting] for column in pieces)
    # A single instant stands still by itself: where what moved before comes by it, it is a part of that.
    single = np.append(np.diff(starts) == 1, False) & (kinds == STILL)
    before_moves = np.append(False, kinds[:-1] == MOVING)
    fits = single & before_moves & (values == np.append(0, values[:-1]) + starts)
    values, kinds = np.where(fits, np.append(0, values[:-1]), values), np.where(fits, MOVING, kinds)
    new = np.append(True, (np.diff(values) != 0) | (np.diff(kinds) != 0))
    return Pieces(starts[new], values[new], kinds[new])


def _joined(parts: list[Pieces]) -> Pieces:
    return _without_repeats(Pieces(*(np.concatenate(columns) for columns in zip(*parts, strict=True))))


def open_time(edges: npt.NDArray[np.int64], start: int, until: int) -> Pieces:
    """Open time since the first opening, from openings and closings: it moves while it is open (R8)."""
    opens, closes = edges[::2], edges[1::2]
    totals = np.append(0, np.cumsum(closes - opens))
    starts = np.append(np.int64(start), edges)
    values = np.empty(len(starts), dtype=np.int64)
    values[0::2], values[1::2] = totals, totals[:-1] - opens
    kinds = np.arange(len(starts), dtype=np.int64) & 1
    keep = (starts < until) & (np.append(edges, np.int64(until)) > start)
    return Pieces(np.maximum(starts[keep], start), values[keep], kinds[keep])

"""`Answers`: everything that a policy answers, as numbers that a database finds by counting.

An instant is told in ticks since the first day: two for each unit, so that the instant of a multiple and the time
after it are told apart. An answer is one number: below 0 the reason why there is none; else its last binary digit says
whether it goes with the clock, and what is before that how many units it lies after the first day, or after the
instant. Answers follow each other slot by slot, with a slot before and one behind that lie outside the years.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd
from typing import NamedTuple

import numpy as np

from slaclock.errors import SqlError
from slaclock.sql.pieces import OUTSIDE, Pieces
from slaclock.sql.slots import DAY, WIDTHS, Slot, slots_of, width_of


class Record(NamedTuple):
    """A slot in numbers: the ticks at which its pieces end, all but the last, and what each of them answers."""

    ends: tuple[int, ...]
    codes: tuple[int, ...]


class Answers:
    """Answers laid one behind the other, each that is like another once.

    Args:
        start: The first instant of which the policy is asked, in microseconds since 1970.
        until: The end.
        unit: A number of microseconds of which every change of an answer, and every answer, is a multiple.
        most: How many pieces a slot has at most.
    """

    def __init__(self, start: int, until: int, unit: int, most: int) -> None:
        self.begin, self.end = start // DAY * DAY, -(-until // DAY) * DAY
        # Every length of slots is a multiple of a minute, and has to be one of the unit, too.
        self.unit = gcd(unit, WIDTHS[-1])
        self.most = most
        self._until = until
        self._numbers: dict[bytes, int] = {}
        self._all: list[tuple[Pieces, int]] = []

    @property
    def last_tick(self) -> int:
        """The tick of the end."""
        return self._tick(self.end)

    def number(self, pieces: Pieces) -> int:
        """The number of an answer, counted from 1.

        Raises:
            SqlError: An answer is no multiple of the unit, or changes too often.
        """
        if pieces.told not in self._numbers:
            whole = pieces.within(self._until, DAY)
            if bool((whole.values % self.unit).any()):
                raise SqlError("what is due is no multiple of the times of day and targets; no table can tell it")
            self._all.append((whole, width_of(whole, self.end, self.most)))
            self._numbers[pieces.told] = len(self._all)
        return self._numbers[pieces.told]

    @property
    def widths(self) -> list[int]:
        """How many ticks the slots of each answer are long."""
        return [2 * width // self.unit for _, width in self._all]

    @property
    def firsts(self) -> list[int]:
        """The place of the slot before the first of each answer, counted from 0."""
        lengths = [(self.end - self.begin) // width + 2 for _, width in self._all]
        return [sum(lengths[:number]) for number in range(len(lengths))]

    @property
    def lowest(self) -> int:
        """What is taken off a number, before it is read as units: the lowest that any answer has, at most 0."""
        found = 0
        for pieces, _ in self._all:
            found = min(found, int(self._units(pieces).min()))
        return found

    @property
    def places(self) -> int:
        """How many slots all answers have."""
        return sum((self.end - self.begin) // width + 2 for _, width in self._all)

    def records(self) -> Iterator[Record]:
        """Every slot of every answer, in order."""
        lowest = self.lowest
        outside = Record((self._never,) * (self.most - 1), (OUTSIDE,) * self.most)
        for pieces, width in self._all:
            codes = np.where(pieces.kinds < 0, pieces.kinds, (self._units(pieces) - lowest) * 2 + pieces.kinds)
            yield outside
            for slot in slots_of(Pieces(pieces.starts, codes, pieces.kinds), self.end, width):
                yield self._record(slot)
            yield outside

    def _record(self, slot: Slot) -> Record:
        missing = self.most - len(slot.values)
        ends = (*map(self._tick, slot.ends), *[self._never] * missing)
        return Record(ends, (*slot.values, *[slot.values[-1]] * missing))

    @property
    def _never(self) -> int:
        return self.last_tick + 1

    def _tick(self, at: int) -> int:
        """Two for each unit, and one more just after a multiple."""
        whole, rest = divmod(at - self.begin, self.unit)
        return 2 * whole + bool(rest)

    def _units(self, pieces: Pieces) -> np.ndarray:
        """How many units an answer lies after the first day, or after the instant."""
        since = np.where(pieces.kinds == 0, pieces.values - self.begin, pieces.values) // self.unit
        return np.where(pieces.kinds < 0, 0, since)

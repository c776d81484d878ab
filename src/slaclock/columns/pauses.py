"""The pauses of whole columns of cycles, in order and apart from each other (R16)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from slaclock.columns.instants import Mask, Micros
from slaclock.columns.lookup import Places, expanded
from slaclock.columns.ticket_lives import first_of_each
from slaclock.columns.tracks import Cycles, Paused
from slaclock.keeping import cached_property


@dataclass(frozen=True)
class Pauses:
    """Pauses by cycle, in order; none of them is empty, and no two of a cycle touch."""

    cycle: Places
    start: Micros
    end: Micros
    cycles: int
    """How many cycles there are, with pauses and without."""

    @cached_property
    def first(self) -> Places:
        """For each cycle where its pauses begin, and at last how many there are."""
        return first_of_each(self.cycle, self.cycles)

    def summed(self, values: Micros) -> Micros:
        """For each cycle the sum of values of its pauses."""
        sums = np.append(np.int64(0), np.cumsum(values))
        total: Micros = sums[self.first[1:]] - sums[self.first[:-1]]
        return total

    def counted(self, mask: Mask) -> Micros:
        """For each cycle the number of its pauses for which something holds."""
        return self.summed(mask.astype(np.int64))

    def before(self, values: Micros) -> Micros:
        """For each pause the sum of values of the earlier pauses of its cycle."""
        sums = np.append(np.int64(0), np.cumsum(values))
        earlier: Micros = sums[:-1] - sums[self.first[:-1]][self.cycle]
        return earlier

    @cached_property
    def last_end(self) -> Micros:
        """For each cycle the end of its last pause; 0 where it has none."""
        return self._of_last(self.end)

    @cached_property
    def last_start(self) -> Micros:
        """For each cycle the start of its last pause; 0 where it has none."""
        return self._of_last(self.start)

    def _of_last(self, values: Micros) -> Micros:
        last = self.first[1:] - 1
        found = np.zeros(self.cycles, np.int64)
        some = last >= self.first[:-1]
        found[some] = values[last[some]]
        return found

    def among(self, cycles: Places) -> Pauses:
        """The pauses of some cycles, which are counted from 0 in the order given."""
        counts = (self.first[1:] - self.first[:-1])[cycles]
        which = expanded(self.first[cycles], counts)
        return Pauses(np.repeat(np.arange(len(cycles)), counts), self.start[which], self.end[which], len(cycles))


def pauses_of(cycles: Cycles, until: Micros, paused: Paused) -> Pauses:
    """The pauses of cycles up to instants: what paused their tickets meanwhile, and times in which they had stopped."""
    cycle, start, end = _met(cycles, until, paused)
    which, stopped, again = cycles.gaps
    if len(which):
        cycle, start = np.append(cycle, which), np.append(start, stopped)
        end = np.append(end, np.minimum(again, until[which]))
        kept = start < end
        cycle, start, end = cycle[kept], start[kept], end[kept]
    return _merged(cycle, start, end, len(cycles.ticket))


def _met(cycles: Cycles, until: Micros, paused: Paused) -> tuple[Places, Micros, Micros]:
    """The parts of pauses of tickets that lie in their cycles."""
    if not len(paused.ticket) or not len(cycles.ticket):
        nothing = np.zeros(0, np.int64)
        return nothing.astype(np.intp), nothing, nothing
    bounds = np.searchsorted(paused.ticket, np.arange(int(max(paused.ticket[-1], cycles.ticket[-1])) + 2))
    first, counts = bounds[cycles.ticket], np.diff(bounds)[cycles.ticket]
    which = expanded(first, counts)
    cycle = np.repeat(np.arange(len(cycles.ticket)), counts)
    start = np.maximum(paused.start[which], cycles.start[cycle])
    end = np.minimum(paused.end[which], until[cycle])
    kept = start < end
    return cycle[kept], start[kept], end[kept]


def _merged(cycle: Places, start: Micros, end: Micros, cycles: int) -> Pauses:
    """Pauses that touch or lie over one another as one."""
    if len(cycle) > 1 and not _is_ordered(cycle, start):
        order = np.lexsort((start, cycle))
        cycle, start, end = cycle[order], start[order], end[order]
    reach = _reach(cycle, end)
    apart = np.append(True, (cycle[1:] != cycle[:-1]) | (start[1:] > reach[:-1]))[: len(cycle)]
    heads = np.flatnonzero(apart)
    tails = np.append(heads[1:], len(cycle))[: len(heads)] - 1
    return Pauses(cycle[heads], start[heads], reach[tails], cycles)


def _is_ordered(cycle: Places, start: Micros) -> bool:
    return bool(((cycle[1:] > cycle[:-1]) | ((cycle[1:] == cycle[:-1]) & (start[1:] >= start[:-1]))).all())


def _reach(cycle: Places, end: Micros) -> Micros:
    """For each pause how far it and the earlier ones of its cycle go."""
    reach = end.copy()
    while True:
        # Ends nearly always grow; where one does not, the later pauses of its cycle take it over step by step.
        behind = np.flatnonzero((cycle[1:] == cycle[:-1]) & (reach[1:] < reach[:-1]))
        if not len(behind):
            return reach
        reach[behind + 1] = reach[behind]

"""The pauses of a clock, with running totals: what ran between two instants, and when so much had run (R16).

For each kind of time that is counted, the beginning and the end of a pause are looked up once: what had run before it,
and what had been paused. Every other figure is a difference of these.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate, islice, takewhile
from operator import sub
from typing import NamedTuple

from slaclock.hours import ZERO
from slaclock.tickets.counted_time import CountedTime


class Pause(NamedTuple):
    """A stretch in which nothing is counted, and what caused it."""

    start: datetime
    end: datetime
    by: str


@dataclass(slots=True)
class _Totals:
    """What ran and what was paused of one kind of time, since the beginning of the first pause."""

    ran: list[timedelta] = field(default_factory=list)
    """What had run when each pause began, and so when it ended."""
    paused: list[timedelta] = field(default_factory=lambda: [ZERO])
    """What had been paused when each pause began, and in all of them."""


@dataclass(slots=True)
class _Kept:
    """What is known of all pauses, and shared by those that look at the first of them only."""

    pauses: list[Pause] = field(default_factory=list)
    edges: list[datetime] = field(default_factory=list)
    """Beginning, end, beginning, end, …"""
    totals: dict[int | None, _Totals] = field(default_factory=dict)
    """By the kind of time."""
    moved: dict[object, list[datetime]] = field(default_factory=dict)
    """Where an instant comes to lie after each pause that may move it, by the instant."""


class Pauses:
    """Pauses in order, apart from each other."""

    __slots__ = ("_kept", "_size")

    def __init__(self, kept: _Kept | None = None, size: int = 0) -> None:
        self._kept = kept or _Kept()
        self._size = size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Pause]:
        return islice(self._kept.pauses, self._size)

    @property
    def last(self) -> Pause:
        """The last of them, where there is one."""
        return self._kept.pauses[self._size - 1]

    def within(self, start: datetime, end: datetime) -> Iterator[Pause]:
        """Those that lie at least partly between two instants."""
        return islice(self._kept.pauses, self._ended_by(start), self._begun_before(end))

    def first(self, number: int) -> Pauses:
        """The first so many of them."""
        return Pauses(self._kept, number)

    def begun_before(self, at: datetime) -> Pauses:
        """Those that had begun before an instant."""
        return self.first(self._begun_before(at))

    def lasting_at(self, at: datetime) -> Pause | None:
        """The pause that lasts at an instant: from its beginning on, and no longer at its end."""
        place = self._ended_by(at)
        return self._kept.pauses[place] if place < self._size and self._kept.edges[2 * place] <= at else None

    def add(self, pause: Pause) -> None:
        """One more pause, after the others; it goes on where the last one ended."""
        kept = self._kept
        edges = kept.edges
        if edges and edges[-1] == pause.start:
            pause = pause._replace(start=kept.pauses.pop().start)
            del edges[-2:]
            for totals in kept.totals.values():
                del totals.ran[len(kept.pauses) :], totals.paused[len(kept.pauses) + 1 :]
        kept.pauses.append(pause)
        edges.append(pause.start)
        edges.append(pause.end)
        self._size = len(kept.pauses)
        if kept.moved:
            kept.moved.clear()

    def count(self, time: CountedTime, start: datetime, end: datetime) -> timedelta:
        """How much of a kind of time ran between two instants."""
        if end <= start:
            return ZERO
        if not self._size:
            return time.between(start, end)
        return self._ran_by(time, end) - self._ran_by(time, start)

    def paused(self, time: CountedTime) -> timedelta:
        """How much of a kind of time passed in all of them."""
        return self._totals(time).paused[self._size]

    def reached(self, time: CountedTime, start: datetime, left: timedelta, late: bool = False) -> datetime:
        """The first instant by which so much ran since another; the last such, if `late`."""
        here, left = self._last_stop(time, start, left, late)
        if not late:
            return time.after(here, left) if left else here
        if left:
            return time.schedule.add(here, left, "next_opening")
        return here if time.schedule.is_open(here) else time.schedule.next_opening(here)

    def _last_stop(self, time: CountedTime, start: datetime, left: timedelta, late: bool) -> tuple[datetime, timedelta]:
        """Where the last pause ends before so much has run since an instant, and how much is left there."""
        first = self._ended_by(start)
        if first == self._size:
            return start, left
        before, ran = self._ran_by(time, start), self._totals(time).ran
        search = bisect_right if late else bisect_left
        place = search(ran, before + left, lo=first, hi=self._size)
        if place == first:
            return start, left
        return self._kept.pauses[place - 1].end, before + left - ran[place - 1]

    def moved(self, time: CountedTime, start: datetime, due: datetime) -> datetime:
        """Where a due instant, counted from another without pauses, comes to lie by the time paused before it."""
        key = (id(time.schedule), time.while_open, start, due)
        found = self._kept.moved.setdefault(key, [due])
        first = self._ended_by(start)
        for pause in islice(self._kept.pauses, first + len(found) - 1, self._size):
            found.append(_moved_by(pause, time, start, found[-1]))
        return found[self._size - first]

    def _ran_by(self, time: CountedTime, at: datetime) -> timedelta:
        """What had run by an instant, since the first pause began."""
        place = self._ended_by(at)
        totals, edges = self._totals(time), self._kept.edges
        if place < self._size and edges[2 * place] <= at:
            return totals.ran[place]
        return time.between(edges[0], at) - totals.paused[place]

    def _totals(self, time: CountedTime) -> _Totals:
        # The clock holds its schedules for longer than its pauses are looked at.
        kind, edges = id(time.schedule) if time.while_open else None, self._kept.edges
        found = self._kept.totals.get(kind) or self._kept.totals.setdefault(kind, _Totals())
        known = len(found.ran)
        if known < len(self._kept.pauses):
            passed = time.since(edges[0], edges[2 * known :])
            begun, ended = passed[::2], passed[1::2]
            found.paused += accumulate(map(sub, ended, begun), initial=found.paused.pop())
            found.ran += map(sub, begun, islice(found.paused, known, None))
        return found

    def _ended_by(self, at: datetime) -> int:
        return bisect_right(self._kept.edges, at, hi=2 * self._size) >> 1

    def _begun_before(self, at: datetime) -> int:
        return (bisect_left(self._kept.edges, at, hi=2 * self._size) + 1) >> 1


def _moved_by(pause: Pause, time: CountedTime, start: datetime, due: datetime) -> datetime:
    begins = max(pause.start, start)
    # Where nothing counts any more between the pause and the due instant, there is nothing left to save.
    if begins < due and time.between(begins, due):
        paused = time.between(begins, pause.end)
        return time.after(due, paused) if paused else due
    return due


def within(pauses: Sequence[Pause], start: datetime, end: datetime) -> Iterator[Pause]:
    """The pauses, in order, that lie at least partly between two instants."""
    first = bisect_right(pauses, start, key=lambda pause: pause.end)
    return takewhile(lambda pause: pause.start < end, islice(pauses, first, None))

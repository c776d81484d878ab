"""The pauses of a clock, with running totals: what ran between two instants, and when so much had run (R16).

A pause costs one look at the schedule for each kind of time that is counted; questions search the totals.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice, takewhile

from slaclock.hours import ZERO
from slaclock.tickets.promise import Promised


@dataclass(slots=True)
class Pause:
    """A stretch in which nothing is counted, and what caused it."""

    start: datetime
    end: datetime
    by: str


@dataclass(slots=True)
class _Kept:
    """What is known of all pauses, and shared by those that look at the first of them only."""

    pauses: list[Pause] = field(default_factory=list)
    totals: dict[object, list[timedelta]] = field(default_factory=dict)
    """Time paused before each pause, and in all of them, by the kind of time."""
    moved: dict[object, list[datetime]] = field(default_factory=dict)
    """Where an instant comes to lie after each pause, by the instant."""


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
        return islice(self._kept.pauses, self._ended_by(start), self._begun_by(end))

    def first(self, number: int) -> Pauses:
        """The first so many of them."""
        return Pauses(self._kept, number)

    def begun_before(self, at: datetime) -> Pauses:
        """Those that had begun before an instant."""
        return self.first(self._begun_by(at))

    def around(self, at: datetime) -> Pause | None:
        """The pause in which an instant lies, at neither of its ends."""
        place = self._begun_by(at)
        found = self._kept.pauses[place - 1] if place else None
        return found if found and at < found.end else None

    def add(self, start: datetime, end: datetime, by: str) -> None:
        """One more pause, after the others; it goes on where the last one ended."""
        kept = self._kept
        if kept.pauses and kept.pauses[-1].end == start:
            start = kept.pauses.pop().start
        kept.pauses.append(Pause(start, end, by))
        self._size = len(kept.pauses)
        kept.moved.clear()
        for totals in kept.totals.values():
            del totals[self._size :]

    def count(self, promised: Promised, start: datetime, end: datetime) -> timedelta:
        """How much of the kind of time that is promised ran between two instants."""
        if end <= start:
            return ZERO
        return promised.counted(start, end) - self._paused(promised, start, end)

    def reached(self, promised: Promised, start: datetime, left: timedelta, late: bool = False) -> datetime:
        """The first instant by which so much ran since another; the last such, if `late`."""

        def has_run(number: int) -> bool:
            begins = max(self._kept.pauses[number].start, start)
            ran = self.count(promised, start, begins)
            return ran > left or (ran == left and not late)

        first = self._ended_by(start)
        place = bisect_left(range(self._size), True, lo=first, key=has_run)
        here = start if place == first else self._kept.pauses[place - 1].end
        left -= self.count(promised, start, here)
        if not late:
            return promised.later(here, left) if left else here
        if left:
            return promised.schedule.add(here, left, "next_opening")
        return here if promised.schedule.is_open(here) else promised.schedule.next_opening(here)

    def moved(self, promised: Promised, start: datetime, due: datetime) -> datetime:
        """Where a due instant, counted from another without pauses, comes to lie by the time paused before it."""
        key = (id(promised.schedule), promised.counts_open_time, start, due)
        found = self._kept.moved.setdefault(key, [due])
        for pause in islice(self._kept.pauses, len(found) - 1, self._size):
            found.append(_moved_by(pause, promised, start, found[-1]))
        return found[self._size]

    def _paused(self, promised: Promised, start: datetime, end: datetime) -> timedelta:
        first, after = self._ended_by(start), self._begun_by(end)
        if first >= after:
            return ZERO
        totals = self._totals(promised)
        before, last = self._kept.pauses[first], self._kept.pauses[after - 1]
        paused = totals[after] - totals[first]
        if before.start < start:
            paused -= promised.counted(before.start, start)
        return paused - promised.counted(end, last.end) if end < last.end else paused

    def _totals(self, promised: Promised) -> list[timedelta]:
        # The clock holds its schedules for longer than its pauses are looked at.
        kind = id(promised.schedule) if promised.counts_open_time else None
        found = self._kept.totals.setdefault(kind, [ZERO])
        for pause in islice(self._kept.pauses, len(found) - 1, None):
            found.append(found[-1] + promised.counted(pause.start, pause.end))
        return found

    def _ended_by(self, at: datetime) -> int:
        return bisect_right(self._kept.pauses, at, hi=self._size, key=lambda pause: pause.end)

    def _begun_by(self, at: datetime) -> int:
        return bisect_left(self._kept.pauses, at, hi=self._size, key=lambda pause: pause.start)


def _moved_by(pause: Pause, promised: Promised, start: datetime, due: datetime) -> datetime:
    begins = max(pause.start, start)
    # Where nothing counts any more between the pause and the due instant, there is nothing left to save.
    if begins < min(due, pause.end) and promised.counted(begins, due):
        paused = promised.counted(begins, pause.end)
        return promised.later(due, paused) if paused else due
    return due


def within(pauses: Sequence[Pause], start: datetime, end: datetime) -> Iterator[Pause]:
    """The pauses, in order, that lie at least partly between two instants."""
    first = bisect_right(pauses, start, key=lambda pause: pause.end)
    return takewhile(lambda pause: pause.start < end, islice(pauses, first, None))

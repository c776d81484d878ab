"""Stretches of time between two instants, and the algebra of sorted sets of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from slaclock.errors import IntervalError
from slaclock.hours.zone import to_utc

ZERO = timedelta(0)

Span = tuple[datetime, datetime]
"""The time from the first instant (included) to the second (excluded), both in UTC, never empty."""


Place = TypeVar("Place", datetime, timedelta, int)
"""An instant, or how far it lies from a known one."""


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """The time from `start` (included) to `end` (excluded), never empty.

    Two intervals are equal when they name the same instants, in whatever zones.

    Raises:
        IntervalError: `end` is not after `start`.
        NaiveDatetimeError: one of them has no time zone.

    Examples:
        >>> from datetime import UTC
        >>> shift = Interval(datetime(2026, 11, 25, 22, tzinfo=UTC), datetime(2026, 11, 26, 6, tzinfo=UTC))
        >>> shift.duration
        datetime.timedelta(seconds=28800)

    Rules: R1, R3.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if not to_utc(self.start) < to_utc(self.end):
            raise IntervalError(f"an interval ends after it starts, but {self.end} is not after {self.start}")

    @classmethod
    def _known(cls, start: datetime, end: datetime) -> Interval:
        """The one of two instants that are known to be in order."""
        interval = object.__new__(cls)
        object.__setattr__(interval, "start", start)
        object.__setattr__(interval, "end", end)
        return interval

    @property
    def duration(self) -> timedelta:
        """The real time from start to end, also over a clock change."""
        return to_utc(self.end) - to_utc(self.start)

    def __contains__(self, at: datetime) -> bool:
        return to_utc(self.start) <= to_utc(at) < to_utc(self.end)

    def __eq__(self, other: object) -> bool:
        return self._instants() == other._instants() if isinstance(other, Interval) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._instants())

    def _instants(self) -> Span:
        return to_utc(self.start), to_utc(self.end)


def merge(spans: Iterable[tuple[Place, Place]]) -> list[tuple[Place, Place]]:
    """The same time as sorted spans that neither overlap nor touch (R3)."""
    ordered = sorted(spans)
    merged = ordered[:1]
    for start, end in ordered[1:]:
        if start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def intersect(ours: Sequence[tuple[Place, Place]], theirs: Sequence[tuple[Place, Place]]) -> list[tuple[Place, Place]]:
    """The time in both of two merged lists."""
    common: list[tuple[Place, Place]] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        start = max(ours[i][0], theirs[j][0])
        end = min(ours[i][1], theirs[j][1])
        if start < end:
            common.append((start, end))
        if ours[i][1] < theirs[j][1]:
            i += 1
        else:
            j += 1
    return common


def subtract(ours: Sequence[tuple[Place, Place]], theirs: Sequence[tuple[Place, Place]]) -> list[tuple[Place, Place]]:
    """The time in the first of two merged lists and not in the second."""
    left: list[tuple[Place, Place]] = []
    j = 0
    for start, end in ours:
        while j < len(theirs) and theirs[j][1] <= start:
            j += 1
        k = j
        while k < len(theirs) and theirs[k][0] < end:
            if start < theirs[k][0]:
                left.append((start, theirs[k][0]))
            start = max(start, theirs[k][1])
            k += 1
        if start < end:
            left.append((start, end))
    return left

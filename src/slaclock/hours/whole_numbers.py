"""Instants as whole microseconds since 1970, in which open time is compiled and kept, and back again (R1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain

from slaclock.hours.interval import merge

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta.resolution
DAY = 86_400_000_000
_EPOCH_ORDINAL = EPOCH.toordinal()

Edges = tuple[int, ...]
"""Opening, closing, opening, closing, …: in order, and none overlaps or touches another (R3)."""


def micros(at: datetime) -> int:
    """An instant in microseconds since 1970."""
    return (at - EPOCH) // TICK


def instant(micros: int) -> datetime:
    """The instant, in UTC, so many microseconds after 1970."""
    return EPOCH + micros * TICK


def midnight_in_utc(ordinal: int) -> int:
    """Where a date begins on the clocks of UTC."""
    return (ordinal - _EPOCH_ORDINAL) * DAY


def ordinal_in_utc(micros: int) -> int:
    """The date that the clocks of UTC show."""
    return micros // DAY + _EPOCH_ORDINAL


def edges_of(spans: Iterable[tuple[int, int]]) -> Edges:
    """The edges of spans in any order."""
    return tuple(chain.from_iterable(merge(spans)))


def spans_in(edges: Sequence[int]) -> list[tuple[int, int]]:
    """Openings with their closings."""
    return list(zip(edges[::2], edges[1::2], strict=True))

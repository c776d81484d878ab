"""Runs of dates around which a zone's clocks keep one offset from UTC, so that windows there are plain sums (R2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

_AFTER = 3
"""Dates after one whose clocks matter to it: a window may close on the next, and a change may skip midnight."""
_DAYS = tuple(timedelta(days=days) for days in range(366))


class Run(NamedTuple):
    """Dates one after another, as ordinals, both included."""

    first: int
    last: int
    offset: timedelta | None
    """What the clocks show less UTC on all of them and on the dates beside them; none where it changes."""


def runs(zone: tzinfo, first: date, last: date) -> Iterator[Run]:
    """The dates from a first to a last one, cut into runs of one offset and the dates around each change."""
    low, high = first.toordinal(), last.toordinal()
    changes = _offsets_around(zone, first, last)
    for number, (start, offset) in enumerate(changes):
        end = changes[number + 1][0] - 1 if number + 1 < len(changes) else high + _AFTER
        # A date beside a change is not steady, whichever side it lies on.
        steady_first, steady_last = max(start + 1, low), min(end - _AFTER, high)
        if steady_first <= steady_last:
            if low < steady_first:
                yield Run(low, steady_first - 1, None)
            yield Run(steady_first, steady_last, offset)
            low = steady_last + 1
    if low <= high:
        yield Run(low, high, None)


def _offsets_around(zone: tzinfo, first: date, last: date) -> list[tuple[int, timedelta]]:
    """The offsets at midnights, each with the first date that has it, from before a first date to after a last one."""
    before = date.fromordinal(max(first.toordinal() - 1, date.min.toordinal()))
    after = date.fromordinal(min(last.toordinal() + _AFTER, date.max.toordinal()))
    found: list[tuple[int, timedelta]] = []
    for year in range(before.year, after.year + 1):
        for start, offset in _offsets(zone, year):
            if not found or offset != found[-1][1]:
                found.append((start, offset))
    return found


@lru_cache(maxsize=4_096)
def _offsets(zone: tzinfo, year: int) -> tuple[tuple[int, timedelta], ...]:
    """The offsets at the midnights of a year, each with the first date that has it, as an ordinal.

    No zone has ever changed its clocks twice within a day, so nothing lies between two midnights of one offset.
    """
    new_year = datetime(year, 1, 1, tzinfo=zone)
    first = new_year.toordinal()
    found: list[tuple[int, timedelta]] = []
    for number in range(date(year, 12, 31).toordinal() - first + 1):
        offset = (new_year + _DAYS[number]).utcoffset()
        assert offset is not None
        if not found or offset != found[-1][1]:
            found.append((first + number, offset))
    return tuple(found)

"""Runs of dates around which a zone's clocks keep one offset from UTC, so that windows there are plain sums (R2)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from slaclock.hours.whole_numbers import TICK, instant, ordinal_in_utc

_AFTER = 3
"""Dates after one whose clocks matter to it: a window may close on the next, and a change may skip midnight."""
_DAYS = tuple(timedelta(days=days) for days in range(366))

Offsets = tuple[tuple[int, int], ...]
"""What clocks show less UTC at midnights, in microseconds, each with the first date that has it, as an ordinal."""


class Run(NamedTuple):
    """Dates one after another, as ordinals, both included."""

    first: int
    last: int
    offset: int | None
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


class SteadyClocks:
    """A zone's clocks from a first to a last date, asked for one date after another."""

    def __init__(self, zone: tzinfo, first: date, last: date) -> None:
        self._zone = zone
        self._runs = tuple(runs(zone, first, last))
        self._firsts = [run.first for run in self._runs]

    def offset(self, ordinal: int) -> int | None:
        """What the clocks show less UTC on a date and the dates beside it; none where it changes, or elsewhere."""
        run = self._runs[bisect_right(self._firsts, ordinal) - 1]
        return run.offset if run.first <= ordinal <= run.last else None

    def ordinal(self, micros: int) -> int:
        """The date that the clocks show at an instant."""
        offset = self.offset(ordinal_in_utc(micros))
        return instant(micros).astimezone(self._zone).toordinal() if offset is None else ordinal_in_utc(micros + offset)


def _offsets_around(zone: tzinfo, first: date, last: date) -> list[tuple[int, int]]:
    """The offsets at midnights, each with the first date that has it, from before a first date to after a last one."""
    before = date.fromordinal(max(first.toordinal() - 1, date.min.toordinal()))
    after = date.fromordinal(min(last.toordinal() + _AFTER, date.max.toordinal()))
    found: list[tuple[int, int]] = []
    for year in range(before.year, after.year + 1):
        for start, offset in _offsets(zone, year):
            if not found or offset != found[-1][1]:
                found.append((start, offset))
    return found


@lru_cache(maxsize=4_096)
def _offsets(zone: tzinfo, year: int) -> Offsets:
    """The offsets at the midnights of a year.

    No zone has ever changed its clocks twice within a day, so nothing lies between two midnights of one offset.
    """
    new_year = datetime(year, 1, 1, tzinfo=zone)
    first = new_year.toordinal()
    # An offset that is stated is the same on every date.
    days = 1 if isinstance(zone, timezone) else date(year, 12, 31).toordinal() - first + 1
    found: list[tuple[int, int]] = []
    before = None
    for number in range(days):
        offset = (new_year + _DAYS[number]).utcoffset()
        assert offset is not None
        if offset != before:
            found.append((first + number, offset // TICK))
            before = offset
    return tuple(found)

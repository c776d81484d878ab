"""What is open between two dates, as sorted instants with running totals that never change (R7, R8).

Every question is a look-up or two, whatever the span.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, chain
from operator import lt, sub
from typing import NamedTuple, Protocol

from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.days import Day, OpeningDays, midnight
from slaclock.hours.interval import ZERO, merge

FIRST_DATE = date(1, 2, 1)
LAST_DATE = date(9999, 11, 30)
REACH = timedelta(days=2)
"""How far what opens on one date can reach past the end of it, zones and clock changes included."""


class Known(Protocol):
    """The time for which the holiday sources speak, and what happens when an answer leaves it."""

    start: datetime
    end: datetime

    def leave(self, at: datetime) -> None:
        """An answer needs this instant, which lies outside."""


class Snapshot(NamedTuple):
    """All that is open between two dates. `start` to `end` needs no further check: exact, and known to the sources."""

    start: datetime
    end: datetime
    edges: list[datetime]
    """Opening, closing, opening, closing, …"""
    totals: list[timedelta]
    """Open time before each opening; the last one is all of it."""
    exact_start: datetime
    exact_end: datetime
    first: date
    last: date
    dates: list[date]
    days: list[Day]


_NEVER = datetime.max.replace(tzinfo=UTC)
NOTHING = Snapshot(_NEVER, _NEVER, [], [ZERO], _NEVER, _NEVER, date.max, date.max, [], [])


def end_of(last: date, source: OpeningDays) -> datetime:
    """Up to where nothing is open that belongs to a date after this one."""
    return midnight(last if source.reaches_back else last + ONE_DAY, source.zone)


def laid_out(days: list[Day], first: date, last: date, source: OpeningDays, known: Known) -> Snapshot:
    """The snapshot of the business days from a first to a last date."""
    edges = list(chain.from_iterable(span for day in days for span in day.spans))
    if not all(map(lt, edges, edges[1:])):  # Most often they are in order, and then nothing overlaps or touches.
        edges = list(chain.from_iterable(merge(zip(edges[::2], edges[1::2], strict=True))))
        days = list(_in_turn(days))
    exact_start, exact_end = midnight(first + REACH, source.zone), end_of(last, source)
    return Snapshot(
        start=max(exact_start, known.start),
        end=min(exact_end, known.end),
        edges=edges,
        totals=list(accumulate(map(sub, edges[1::2], edges[::2]), initial=ZERO)),
        exact_start=exact_start,
        exact_end=exact_end,
        first=first,
        last=last,
        dates=[day.date for day in days],
        days=days,
    )


def _in_turn(days: Sequence[Day]) -> Iterator[Day]:
    """Business days that know when hours of others close later than their own, or open earlier."""
    latest = accumulate((day.spans[-1][1] for day in days), max)
    earliest = list(accumulate((day.spans[0][0] for day in reversed(days)), min))
    for day, opens, closes in zip(days, reversed(earliest), latest, strict=True):
        yield day._replace(
            outlasted_until=closes if closes > day.spans[-1][1] else None,
            forestalled_at=opens if opens < day.spans[0][0] else None,
        )


def is_exact(snapshot: Snapshot, low: datetime, high: datetime) -> bool:
    """Whether it holds all that is open from one instant to another."""
    return snapshot.exact_start <= low and high < snapshot.exact_end


def open_before(snapshot: Snapshot, at: datetime) -> timedelta:
    """Open time from its beginning to an instant."""
    i = bisect_right(snapshot.edges, at)
    total = snapshot.totals[i >> 1]
    return total + (at - snapshot.edges[i - 1]) if i & 1 else total


def first_at(snapshot: Snapshot, goal: timedelta) -> datetime | None:
    """The first instant at which the total reaches the goal."""
    j = bisect_left(snapshot.totals, goal)
    return snapshot.edges[2 * j - 1] - (snapshot.totals[j] - goal) if 0 < j < len(snapshot.totals) else None


def last_at(snapshot: Snapshot, goal: timedelta) -> datetime | None:
    """The last instant at which the total is still the goal."""
    j = bisect_right(snapshot.totals, goal) - 1
    return snapshot.edges[2 * j] + (goal - snapshot.totals[j]) if 0 <= j < len(snapshot.totals) - 1 else None

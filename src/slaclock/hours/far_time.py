"""Time far from what is kept: compiled in pieces of a few years, of which only the amounts are kept (R15, R21).

A question about centuries goes through one piece after another, so it takes no more memory than a question about
years; asked again, it compiles only the pieces in which its answer lies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.days import OpeningDays, midnight
from slaclock.hours.interval import ZERO
from slaclock.hours.snapshot import FIRST_DATE, LAST_DATE, REACH, Snapshot

_PERIOD = 400
"""Years after which dates fall on the same days of the week again, leap days included."""
_LENGTHS = (10, 5, 2, 1)
"""Years of a piece; all of them divide the period."""


class Stretch(NamedTuple):
    """Time that a search goes through, and the dates in it; compiled when what is sought may lie there."""

    start: datetime
    end: datetime
    first: date
    last: date
    open: timedelta
    """Open time in it."""
    edges: int
    """Openings and closings in it, its start counted and its end not."""
    days: int
    """Business days in it."""
    compiled: Callable[[], Snapshot]


def stretch_of(snapshot: Snapshot, start: datetime, end: datetime, first: date, last: date) -> Stretch:
    """A part of a snapshot that is at hand."""
    return Stretch(
        start,
        end,
        first,
        last,
        snapshot.open_before(end) - snapshot.open_before(start),
        snapshot.edges_before(end) - snapshot.edges_before(start),
        snapshot.days_until(last) - snapshot.days_before(first),
        lambda: snapshot,
    )


class FarTime:
    """All of a schedule's time, in pieces of so many years that are numbered from the first year on.

    Args:
        source: Says what opens on which date.
        compiled: Compiles the dates from a first to a last one.
    """

    def __init__(self, source: OpeningDays, compiled: Callable[[date, date], Snapshot]) -> None:
        self._zone = source.zone
        # What belongs to the date after a piece may open on its last one.
        self._beyond = ONE_DAY if source.reaches_back else ZERO
        self._compiled = compiled
        self.years = next(years for years in _LENGTHS if years * source.windows <= _LENGTHS[0] or years == 1)
        """How many years make a piece: few where many windows open on a date."""
        first, last = source.irregular
        # The first and the last piece are not whole, and a piece beside others begins and ends like those.
        self._irregular = range(self._number(first) - 2, self._number(last) + 3)
        self._whole: dict[int, Stretch] = {}
        self._recent: tuple[tuple[int, Snapshot], ...] = ()

    def before(self, at: datetime) -> Stretch:
        """What lies before an instant in its piece."""
        number = self._number_of(at)
        snapshot = self._piece(number)
        return stretch_of(snapshot, snapshot.exact_start, at, self._dates(number)[0], at.date())

    def between(self, low: datetime, high: datetime) -> Iterator[Stretch]:
        """The whole pieces from the one in which an instant lies to the one before that of another."""
        return map(self._whole_piece, range(self._number_of(low), self._number_of(high)))

    def compiled_between(self, low: datetime, high: datetime) -> int:
        """How many pieces are compiled to know them all: those that are like others are not."""
        return len({self._alike(number) for number in range(self._number(low.year), self._number(high.year) + 1)})

    def business_days(self, first: date, end: date) -> int:
        """How many business days lie from a date, included, to a later one, excluded."""
        numbers = range(self._number(first.year), self._number(end.year))
        whole = sum(self._whole_piece(number).days for number in numbers)
        return whole + self._business_days_before(end) - self._business_days_before(first)

    def _business_days_before(self, day: date) -> int:
        """How many business days lie before a date in its piece."""
        number = self._number(day.year)
        piece = self._piece(number)
        return piece.days_before(day) - piece.days_before(self._dates(number)[0])

    def snapshots(self, low: datetime, high: datetime) -> Iterator[Snapshot]:
        """The pieces that lie between two instants, in whole or in part."""
        return map(self._piece, range(self._number_of(low), self._number_of(high - timedelta.resolution) + 1))

    def beyond(self, at: datetime, day: date, forward: bool) -> Iterator[Stretch]:
        """What begins with an instant and a date, or ends with them, piece by piece to the end of the calendar."""
        number = self._number(day.year)
        first, last = self._dates(number)
        if forward and day > first:
            snapshot = self._piece(number)
            yield stretch_of(snapshot, at, snapshot.exact_end, day, last)
            number += 1
        elif not forward and day < last:
            snapshot = self._piece(number)
            yield stretch_of(snapshot, snapshot.exact_start, at, first, day)
            number -= 1
        numbers = range(number, self._number(LAST_DATE.year) + 1) if forward else range(number, -1, -1)
        yield from map(self._whole_piece, numbers)

    def _number(self, year: int) -> int:
        return (year - 1) // self.years

    def _number_of(self, at: datetime) -> int:
        number = self._number(at.year)
        snapshot = self._piece(number)
        # Around New Year, the clocks of the zone show the other year.
        return number + (at >= snapshot.exact_end) - (at < snapshot.exact_start)

    def _dates(self, number: int) -> tuple[date, date]:
        first, last = number * self.years + 1, min((number + 1) * self.years, LAST_DATE.year)
        return max(date(first, 1, 1), FIRST_DATE), min(date(last, 12, 31), LAST_DATE)

    def _piece(self, number: int) -> Snapshot:
        """A piece, exact from its first midnight to its last; the two that were asked for last are kept."""
        recent = self._recent
        for kept, snapshot in recent:
            if kept == number:
                return snapshot
        first, last = self._dates(number)
        snapshot = self._compiled(max(first - REACH, FIRST_DATE), last + self._beyond)
        self._recent = (number, snapshot), *recent[:1]
        return snapshot

    def _whole_piece(self, number: int) -> Stretch:
        if number not in self._whole:
            alike = self._alike(number)
            self._whole[number] = (
                self._measured(number) if alike == number else self._like(self._whole_piece(alike), number)
            )
        return self._whole[number]

    def _measured(self, number: int) -> Stretch:
        snapshot = self._piece(number)
        whole = stretch_of(snapshot, snapshot.exact_start, snapshot.exact_end, *self._dates(number))
        return whole._replace(compiled=partial(self._piece, number))

    def _like(self, other: Stretch, number: int) -> Stretch:
        first, last = self._dates(number)
        start, end = midnight(first, self._zone), midnight(last + ONE_DAY, self._zone)
        return other._replace(start=start, end=end, first=first, last=last, compiled=partial(self._piece, number))

    def _alike(self, number: int) -> int:
        """The piece that is measured for this one: centuries nearer, on the same days of the week."""
        if number in (0, self._number(LAST_DATE.year)) or number in self._irregular:
            return number
        # As near to what is irregular as whole periods allow.
        if number < self._irregular.start:
            return self._irregular.start - 1 - (self._irregular.start - 1 - number) % (_PERIOD // self.years)
        return self._irregular.stop + (number - self._irregular.stop) % (_PERIOD // self.years)

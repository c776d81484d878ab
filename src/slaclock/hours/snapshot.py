"""What is open between two dates: sorted instants with running totals that never change (R7, R8).

They are kept as whole numbers, in arrays. Around what is asked, a page of dates at a time is unpacked into instants and
durations, in which every question is a look-up or two, whatever the span.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from operator import lt, sub

from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.day import Day
from slaclock.hours.days import OpeningDays, midnight
from slaclock.hours.interval import Span
from slaclock.hours.open_dates import OpenDates, dates_of
from slaclock.hours.whole_numbers import EPOCH, TICK, edges_of, instant, micros, midnight_in_utc, spans_in

FIRST_DATE = date(1, 2, 1)
LAST_DATE = date(9999, 11, 30)
REACH = timedelta(days=2)
"""How far what opens on one date can reach past the end of it, zones and clock changes included."""
PAGE_BITS = 7
"""A page has 128 dates: all those on the clocks of UTC of whose ordinals only the last bits differ."""
_WITHIN = REACH.days + 3
"""How many dates from the ends of a snapshot everything about a date lies in it: its midnights, its hours and more."""


Page = tuple[datetime, datetime, list[datetime], list[timedelta], int]
"""What is open around some dates, unpacked: a plain tuple, which the interpreter takes apart at once.

From when until before when it answers; opening, closing, opening, closing, …, of which the first and the last may lie
outside; open time before each opening since the snapshot begins, and before the end; and how many edges of the
snapshot lie before.
"""


class Snapshot:
    """All that is open between two dates. `start` to `end` needs no further check: exact, and known to the sources.

    Args:
        days: The business days from the first to the last date.
        first: The first date.
        last: The last one.
        exact: From when until when it holds all that is open.
        known: From when until when the sources of holidays speak.
    """

    __slots__ = (
        "_first_page",
        "_page_totals",
        "days",
        "earliest",
        "edges",
        "end",
        "exact_end",
        "exact_start",
        "first",
        "inner",
        "last",
        "latest",
        "pages",
        "start",
        "totals",
    )

    def __init__(self, days: OpenDates, first: date, last: date, exact: Span, known: Span) -> None:
        self.first, self.last, self.days = first, last, days
        self.exact_start, self.exact_end = exact
        self.start, self.end = max(exact[0], known[0]), min(exact[1], known[1])
        self.inner = range(self.start.toordinal() + _WITHIN, self.end.toordinal() - _WITHIN)
        """The dates about which everything is exact and known, wherever on earth their clocks are."""
        self._lay_out(days)
        self.pages: dict[int, Page] = {}
        """What was unpacked so far, by the ordinals of its dates less their last bits."""
        self._page_totals: list[timedelta] = []
        self._first_page = self.start.toordinal() >> PAGE_BITS

    def _lay_out(self, days: OpenDates) -> None:
        edges = days.edges
        self.earliest: array[int] | None = None
        """When hours of each date or one after open, where those of some dates touch or overlap those of others."""
        self.latest: array[int] | None = None
        """When hours of each date or one before close; the same."""
        in_order = edges.tolist()
        if not all(map(lt, in_order[1:-1:2], in_order[2::2])):
            in_order = list(edges_of(spans_in(in_order)))
            edges = array("q", in_order)
            self.earliest = array("q", accumulate(reversed(days.openings), min))[::-1]
            self.latest = array("q", accumulate(days.closings, max))
        self.edges = edges
        """Opening, closing, opening, closing, … in microseconds since 1970."""
        self.totals = array("q", list(accumulate(map(sub, in_order[1::2], in_order[::2]), initial=0)))
        """Open time before each opening, in microseconds; the last one is all of it."""

    # Pages

    def page(self, at: datetime) -> Page:
        """What is unpacked around an instant between `start` and `end`."""
        return self._page(at.toordinal() >> PAGE_BITS)

    def _page(self, number: int) -> Page:
        if number not in self.pages:
            self.pages[number] = self._unpacked(number)
        return self.pages[number]

    def _unpacked(self, number: int) -> Page:
        start = max(midnight_in_utc(number << PAGE_BITS), micros(self.start))
        end = min(midnight_in_utc((number + 1) << PAGE_BITS), micros(self.end))
        # An opening or a closing at the start belongs to it, with all of its window.
        low, high = bisect_left(self.edges, start) & ~1, bisect_left(self.edges, end)
        return (
            instant(start),
            instant(end),
            [EPOCH + edge * TICK for edge in self.edges[low : high + (high & 1)]],
            [total * TICK for total in self.totals[low >> 1 : (high + 1 >> 1) + 1]],
            low,
        )

    def due_at(self, total: timedelta) -> datetime | None:
        """The first instant at which a total is reached that is more than there is at `start`, before `end`."""
        totals_of_pages = self._page_totals or self._totals_of_pages()
        number = bisect_left(totals_of_pages, total) - 1
        if number + 1 == len(totals_of_pages):
            return None
        number += self._first_page
        _, _, edges, totals, _ = self.pages.get(number) or self._page(number)
        place = bisect_left(totals, total)
        found = edges[2 * place - 1] - (totals[place] - total)
        return found if found < self.end else None

    def _totals_of_pages(self) -> list[timedelta]:
        """Open time before the start of each page, and before the end of the last one."""
        last = (self.end - TICK).toordinal() >> PAGE_BITS
        starts = (instant(midnight_in_utc(number << PAGE_BITS)) for number in range(self._first_page + 1, last + 1))
        self._page_totals = [self.open_before(at) for at in (self.start, *starts, self.end)]
        return self._page_totals

    # Look-ups

    def is_exact(self, low: datetime, high: datetime) -> bool:
        """Whether it holds all that is open from one instant to another."""
        return self.exact_start <= low and high < self.exact_end

    def open_before(self, at: datetime) -> timedelta:
        """Open time from its beginning to an instant."""
        until = micros(at)
        place = bisect_right(self.edges, until)
        total: int = self.totals[place >> 1]
        return (total + until - self.edges[place - 1] if place & 1 else total) * TICK

    def first_at(self, goal: timedelta) -> datetime | None:
        """The first instant at which the total reaches the goal."""
        wanted = goal // TICK
        place = bisect_left(self.totals, wanted)
        if not 0 < place < len(self.totals):
            return None
        return instant(self.edges[2 * place - 1] - self.totals[place] + wanted)

    def last_at(self, goal: timedelta) -> datetime | None:
        """The last instant at which the total is still the goal."""
        wanted = goal // TICK
        place = bisect_right(self.totals, wanted) - 1
        if not 0 <= place < len(self.totals) - 1:
            return None
        return instant(self.edges[2 * place] - self.totals[place] + wanted)

    def edges_before(self, at: datetime) -> int:
        """How many openings and closings lie before an instant."""
        return bisect_left(self.edges, micros(at))

    def edges_until(self, at: datetime) -> int:
        """How many openings and closings lie before an instant or at it."""
        return bisect_right(self.edges, micros(at))

    def edge(self, place: int) -> datetime | None:
        """The opening or the closing of that number, if there is one."""
        return instant(self.edges[place]) if 0 <= place < len(self.edges) else None

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """What is open from one instant to another, in order."""
        low, high = self.edges_until(start) & ~1, self.edges_before(end)
        for place in range(low, high, 2):
            yield max(instant(self.edges[place]), start), min(instant(self.edges[place + 1]), end)

    # Business days

    def days_before(self, day: date) -> int:
        """How many business days lie before a date."""
        return bisect_left(self.days.dates, day.toordinal())

    def number_of(self, day: date, count: int) -> int:
        """The number of the business day that many after a date; for none, of the date itself or the next one."""
        return self.days_until(day) - 1 + count if count > 0 else self.days_before(day) + count

    def day_on(self, day: date) -> Day | None:
        """The business day of a date, if it is one."""
        number = self.days_before(day)
        dates = self.days.dates
        return self.day(number) if number < len(dates) and dates[number] == day.toordinal() else None

    def day(self, number: int) -> Day:
        """The business day of that number."""
        if self.earliest is None or self.latest is None:
            return self.days.day(number)
        return self.days.day(number, self.earliest[number], self.latest[number])

    def days_until(self, day: date) -> int:
        """How many business days lie before a date or on it."""
        return bisect_right(self.days.dates, day.toordinal())


def end_of(last: date, source: OpeningDays) -> datetime:
    """Up to where nothing is open that belongs to a date after this one."""
    return midnight(last if source.reaches_back else last + ONE_DAY, source.zone)


def laid_out(days: OpenDates, first: date, last: date, source: OpeningDays, known: Span) -> Snapshot:
    """The snapshot of the business days from a first to a last date."""
    return Snapshot(days, first, last, (midnight(first + REACH, source.zone), end_of(last, source)), known)


_NEVER = datetime.max.replace(tzinfo=UTC)
NOTHING = Snapshot(dates_of({}), date.max, date.max, (_NEVER, _NEVER), (_NEVER, _NEVER))

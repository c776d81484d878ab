"""`StatedTime`: what a schedule's timeline answers, from openings, closings and days that were told (R7, R8, R22).

All of it is known from the first, in whole microseconds: nothing grows, and no holiday and no zone is asked. An answer
that lies outside the years of the policy is refused. Instants that are given and returned are in UTC.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from operator import sub

from slaclock.compiled.packing import in_units, unpacked
from slaclock.compiled.sealed import refuse
from slaclock.compiled.unsound import NOT_WRITTEN
from slaclock.compiled.years import EPOCH, TICK, Years, instant, ticks

TYPE_CHECKING = False  # Not from typing, which takes longer than all that a due date needs of this wing.
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import tzinfo
    from typing import Any, NoReturn

    from slaclock.compiled.zones import StatedZone
    from slaclock.hours import Day, Timeline
else:
    # It answers as a timeline does; only those who check types need to see that it is one.
    Timeline = object

_FIRST = date(1970, 1, 1).toordinal()
_DAY = 86_400_000_000
_REACH = 2 * _DAY
"""How far beyond the years the dates lie to which an instant in them may belong."""


class StatedTime(Timeline):
    """The open time of one entry under `hours`.

    Args:
        told: That entry.
        zone: Its zone.
        years: The years of the policy.
        name: Names the schedule in errors.
    """

    __slots__ = (
        "_closes",
        "_dates",
        "_day_edges",
        "_edges",
        "_first_edge",
        "_name",
        "_opens",
        "_told",
        "_totals",
        "_unit",
        "_years",
        "_zone",
    )

    def __init__(self, told: dict[str, Any], zone: StatedZone, years: Years, name: Callable[[], str]) -> None:
        self._told = told
        self._zone = zone
        self._years = years
        self._name = name
        # A first answer is done sooner where nothing is brought to microseconds but what it needs.
        self._unit: int = told["open"]["unit"]
        self._edges = in_units(told["open"])
        self._totals: list[int] = list(accumulate(map(sub, self._edges[1::2], self._edges[::2]), initial=0))

    # Look-ups

    def _edges_until(self, at: int) -> int:
        """How many openings and closings lie before an instant or at it."""
        return bisect_right(self._edges, at // self._unit)

    def _edges_before(self, at: int) -> int:
        """How many openings and closings lie before an instant."""
        return bisect_left(self._edges, -(-at // self._unit))

    def _edge(self, place: int) -> int:
        """The opening or the closing of that number."""
        return self._edges[place] * self._unit

    def _total(self, number: int) -> int:
        """Open time before the opening of that number."""
        return self._totals[number] * self._unit

    # Counting

    def _before(self, at: int) -> int:
        """Open time up to an instant."""
        i = self._edges_until(at)
        return self._total(i >> 1) + (at - self._edge(i - 1) if i & 1 else 0)

    def _tick(self, at: datetime) -> int:
        return self._years.check((at - EPOCH) // TICK)

    def elapsed(self, a: datetime, b: datetime) -> timedelta:
        """Open time from `a` to `b`, negative when `b` is the earlier (R8)."""
        start, end = self._tick(a), self._tick(b)
        return timedelta(microseconds=self._before(end) - self._before(start))

    def elapsed_to_each(self, start: datetime, instants: Sequence[datetime]) -> list[timedelta]:
        """Open time from one instant to each of many (R8)."""
        before = self._before(self._tick(start)) if instants else 0
        return [timedelta(microseconds=self._before(self._tick(at)) - before) for at in instants]

    def add(self, at: datetime, duration: timedelta) -> datetime:
        """The first instant by which this much time, more than none, was open (R7)."""
        return self._first_at(at, duration // TICK, later=True)

    def add_late(self, at: datetime, duration: timedelta) -> datetime:
        """The last instant by which no more than this was open: the next opening rather than a closing (R7)."""
        return self._last_at(at, duration // TICK, later=True)

    def subtract(self, at: datetime, duration: timedelta) -> datetime:
        """The last instant since which this much time, more than none, was open (R7)."""
        return self._last_at(at, -(duration // TICK), later=False)

    def subtract_early(self, at: datetime, duration: timedelta) -> datetime:
        """The first instant since which no more than this was open: a closing rather than an opening (R7)."""
        return self._first_at(at, -(duration // TICK), later=False)

    def _first_at(self, at: datetime, amount: int, later: bool) -> datetime:
        goal = self._before(self._tick(at)) + amount
        j = bisect_left(self._totals, -(-goal // self._unit))
        if 0 < j < len(self._totals):
            found = self._edge(2 * j - 1) - (self._total(j) - goal)
            if self._years.start <= found <= self._years.until:
                return instant(found)
        return self._not_enough(at, amount, later)

    def _last_at(self, at: datetime, amount: int, later: bool) -> datetime:
        goal = self._before(self._tick(at)) + amount
        j = bisect_right(self._totals, goal // self._unit) - 1
        if 0 <= j < len(self._totals) - 1:
            found = self._edge(2 * j) + (goal - self._total(j))
            if self._years.start <= found <= self._years.until:
                return instant(found)
        return self._not_enough(at, amount, later)

    def _not_enough(self, at: datetime, amount: int, later: bool) -> NoReturn:
        if self._told["after" if later else "before"] != "closed":
            self._years.beyond(later)
        end = self._years.until if later else self._years.start
        left = abs(amount) - abs(self._before(end) - self._before(ticks(at)))
        self._never(
            f"{timedelta(microseconds=left)} of {timedelta(microseconds=abs(amount))} left: {self._name()} has no more "
            f"open time within 400 years {'after' if later else 'before'} {at:%Y-%m-%d}, or the years 1 to 9999 end"
        )

    def _never(self, why: str) -> NoReturn:
        from slaclock.errors import NeverOpenError

        raise NeverOpenError(why)

    # Openings and closings

    def is_open(self, at: datetime) -> bool:
        """Whether an instant is open; a closing is not (R3)."""
        return bool(self._edges_until(self._tick(at)) & 1)

    def is_closing(self, at: datetime) -> bool:
        """Whether open time ends exactly here."""
        here = self._tick(at)
        i = self._edges_before(here)
        return bool(i & 1) and self._edge(i) == here

    def next_edge(self, at: datetime, opening: bool) -> datetime:
        """The next opening or closing strictly after an instant."""
        i = self._edges_until(self._tick(at))
        i += (i & 1) == opening
        if i < len(self._edges) and self._edge(i) <= self._years.until:
            return instant(self._edge(i))
        return self._refuse_edge(at, opening, later=True)

    def previous_edge(self, at: datetime, opening: bool) -> datetime:
        """The last opening or closing strictly before an instant."""
        i = self._edges_before(self._tick(at)) - 1
        i -= (i & 1) == opening
        if i >= 0 and self._edge(i) >= self._years.start:
            return instant(self._edge(i))
        return self._refuse_edge(at, opening, later=False)

    def _refuse_edge(self, at: datetime, opening: bool, later: bool) -> NoReturn:
        if self._told["after" if later else "before"] == "goes_on":
            self._years.beyond(later)
        self._never(
            f"{self._name()} never {'opens' if opening else 'closes'} within 400 years "
            f"{'after' if later else 'before'} {at:%Y-%m-%d %H:%M}Z, or the years 1 to 9999 end"
        )

    def windows(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open spans within `start` to `end`, in order."""
        if not start < end:
            return
        low, high = self._tick(start), self._tick(end)
        for i in range(self._edges_until(low) & ~1, self._edges_before(high), 2):
            yield instant(max(self._edge(i), low)), instant(min(self._edge(i + 1), high))

    # Business days

    def __getattr__(self, name: str) -> Any:
        # Business days are unpacked when they are first asked for.
        if name not in ("_dates", "_day_edges", "_first_edge", "_opens", "_closes"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        told = self._told["days"]
        self._dates: list[int] = unpacked(told["dates"])
        counts = told["windows"]
        counts = [counts] * len(self._dates) if isinstance(counts, int) else counts
        self._day_edges: list[int] = unpacked(told["edges"] or self._told["open"])
        self._first_edge = [2 * number for number in accumulate(counts, initial=0)]
        opens = list(accumulate((self._day_edges[first] for first in reversed(self._first_edge[:-1])), min))
        self._opens = opens[::-1]
        self._closes = list(accumulate((self._day_edges[end - 1] for end in self._first_edge[1:]), max))
        return object.__getattribute__(self, name)

    def date_at(self, at: datetime) -> date:
        """The date to which an instant belongs: in a shift over midnight, that of the shift (R4, R10).

        Where hours of several dates overlap, what is open belongs to the last of them that has opened (R20).
        """
        here = at.astimezone(self._zone).date()
        i = self._edges_until(self._tick(at))
        if not i & 1:
            return here
        opened = instant(self._edge(i - 1))
        # It may be the date after the one that clocks show: of a shift's closing, or where they go back over midnight.
        near = (self._of_date(here - timedelta(days=days_back)) for days_back in range(-2, 3))
        found = (day.date for day in near if day and any(opened <= start <= at for start, _ in day.spans))
        return next(found, None) or self._refuse_days(at)

    def _refuse_days(self, at: datetime) -> NoReturn:
        """Refuse what is open and belongs to no date, which happens to what was not written by slaclock alone."""
        refuse(self._years.name, f"is open at {at:%Y-%m-%d %H:%M}Z by hours of no date, {NOT_WRITTEN}")

    def day(self, day: date) -> Day | None:
        """What opens on a date, if anything."""
        self._check_date(day)
        return self._of_date(day)

    def _of_date(self, day: date) -> Day | None:
        wanted, dates = day.toordinal() - _FIRST, self._dates
        i = bisect_left(dates, wanted)
        return self._day(i) if i < len(dates) and dates[i] == wanted else None

    def _day(self, i: int) -> Day:
        from slaclock.hours import Day  # Only questions about business days need it.

        edges = self._day_edges[self._first_edge[i] : self._first_edge[i + 1]]
        instants, opens, closes = list(map(instant, edges)), self._opens[i], self._closes[i]
        spans = tuple(zip(instants[::2], instants[1::2], strict=True))
        return Day(
            date.fromordinal(self._dates[i] + _FIRST),
            spans,
            outlasted_until=instant(closes) if closes > edges[-1] else None,
            forestalled_at=instant(opens) if opens < edges[0] else None,
        )

    def _check_date(self, day: date) -> int:
        """A date on which something in the years may open, as days since 1970."""
        number = day.toordinal() - _FIRST
        if not self._years.start - _REACH <= number * _DAY <= self._years.until + _REACH:
            self._years.beyond(later=number * _DAY > self._years.until)
        return number

    def business_days(self, first: date, end: date) -> int:
        """How many business days lie from a date, included, to a later one, excluded (R10)."""
        return bisect_left(self._dates, self._check_date(end)) - bisect_left(self._dates, self._check_date(first))

    def business_day(self, day: date, count: int) -> Day:
        """The business day that many after a date, or before it; for none, the date itself or the next one (R10)."""
        wanted, dates = day.toordinal() - _FIRST, self._dates
        i = bisect_right(dates, wanted) - 1 + count if count > 0 else bisect_left(dates, wanted) + count
        later = count >= 0
        if 0 <= i < len(dates) and self._years.start <= self._closes[i] <= self._years.until:
            return self._day(i)
        if self._told["after" if later else "before"] != "closed":
            self._years.beyond(later)
        return self._never(
            f"{self._name()} has fewer than {abs(count)} business days within 400 years "
            f"{'after' if later else 'before'} {day}, or the years 1 to 9999 end"
        )

    def same_time_later(self, at: datetime, days: int, zone: tzinfo) -> datetime | None:
        """The same time of day that many business days after an instant; after the next opening, where that is closed.

        It is told where it lies in the hours of that day and the zone's clocks show it once; otherwise
        `business_days` asks step by step, which loads more than all else that a due date needs (R10).
        """
        i = self._edges_until(self._tick(at))
        if not i & 1 and (i == len(self._edges) or self._edge(i) > self._years.until):
            return None
        opened = at if i & 1 else instant(self._edge(i))
        number, dates = self._number_at(opened), self._dates
        if number is None or number + days >= len(dates) or self._closes[number + days] > self._years.until:
            return None
        here = opened.astimezone(zone)
        there = here + timedelta(dates[number + days] - dates[number])
        if here.fold or there.utcoffset() != there.replace(fold=1).utcoffset():
            return None
        due = there.astimezone(UTC)
        return due if self._number_at(due) == number + days else None

    def _number_at(self, at: datetime) -> int | None:
        """The number of the date in whose hours an instant lies, if no later one has opened (R20)."""
        here = ticks(at)
        number = bisect_right(self._opens, here) - 1
        if number < 0:
            return None
        first, end = self._first_edge[number : number + 2]
        return number if bisect_right(self._day_edges, here, first, end) - first & 1 else None

    def business_date(self, day: date, count: int) -> date:
        """The date of the same (R10)."""
        return self.business_day(day, count).date

    def __reduce__(self) -> tuple[Any, ...]:
        return StatedTime, (self._told, self._zone, self._years, self._name)

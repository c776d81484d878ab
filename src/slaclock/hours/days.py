"""Which spans open on which local date (R4, R5, R6, R10): declared hours made into instants."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from typing import Literal, NamedTuple, Protocol

from slaclock.hours.clock_times import MIDNIGHT, ClockTimes
from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.day import Day
from slaclock.hours.interval import Span, merge, subtract
from slaclock.hours.open_dates import OpenDates, day_of
from slaclock.hours.whole_numbers import DAY, Edges, edges_of, micros, spans_in
from slaclock.hours.zone import first_instant_on
from slaclock.hours.zone_clocks import ZoneClocks

HolidayRule = Literal["opening_date", "calendar_date"]
BelongsTo = Literal["opening_date", "closing_date"]
"""The date to which a window belongs that goes over midnight (R4)."""
Operator = Literal["union", "intersection", "difference"]

Years = tuple[int, int]
"""A first and a last year."""


class OpeningDays(Protocol):
    """Whatever can say which spans open on each date from a first to a last one, both included."""

    @property
    def zone(self) -> tzinfo:
        """The zone in which its dates are read."""
        ...

    @property
    def belongs_to(self) -> BelongsTo:
        """The date to which windows over midnight belong."""
        ...

    @property
    def reaches_back(self) -> bool:
        """Whether what belongs to a date may open on the date before."""
        ...

    @property
    def windows(self) -> int:
        """At most how many windows open on a date; one or more."""
        ...

    @property
    def effort(self) -> int:
        """How much work a date is, in windows of a week: one or more."""
        ...

    @property
    def irregular(self) -> Years:
        """From which year to which something happens once; before and after, 400 years are like the next 400."""
        ...

    def days(self, first: date, last: date) -> OpenDates:
        """The business days from a first to a last date."""
        ...


OpenBetween = Callable[[date, date], OpenDates]
"""The business days from a first to a last date, both included."""
Exceptions = Callable[[date, date, OpenDates], Mapping[date, Sequence[ClockTimes]]]
"""Which hours hold instead from a first to a last date, where usual ones open what is given."""


class DeclaredDays(NamedTuple):
    """The days of hours that are declared for dates: weekly or by a rule, with holidays and exceptions."""

    zone: tzinfo
    usual: OpenBetween
    """What opens before holidays and exceptions."""
    ordinary: OpenBetween
    """What would open without seasons either."""
    exceptions: Exceptions
    holidays: Callable[[date, date], Collection[date]]
    """Holidays from a first to a last date."""
    holiday_rule: HolidayRule
    belongs_to: BelongsTo
    windows: int
    """At most how many windows open on a date."""
    effort: int
    """How much work a date is, in windows of a week."""
    irregular: Years
    """From which year to which something happens once."""

    @property
    def reaches_back(self) -> bool:
        """Whether what belongs to a date may open on the date before."""
        return self.belongs_to == "closing_date"

    def days(self, first: date, last: date) -> OpenDates:
        """The business days from a first to a last date."""
        if self.holiday_rule == "calendar_date":
            # A day beside may leave its tail to the first or its head to the last, or cut them short.
            opened, closed = self._opened_and_closed(first - ONE_DAY, last + ONE_DAY)
            return self._cut_by_date(opened, closed).between(first.toordinal(), last.toordinal())
        opened, closed = self._opened_and_closed(first, last)
        return opened.with_hours(dict.fromkeys(closed, ()))

    def _opened_and_closed(self, first: date, last: date) -> tuple[OpenDates, set[int]]:
        """What opens on each date, exceptions in place of usual hours, and the holidays without exceptions."""
        usual = self.usual(first, last)
        exceptions = self.exceptions(first, last, usual)
        closed = {day.toordinal() for day in self.holidays(first, last) if day not in exceptions}
        return usual.with_hours(hours_on(exceptions, self.zone, self.belongs_to)), closed

    def without_closures(self, first: date, last: date) -> list[Day]:
        """The days as they would be with neither seasons, holidays nor exceptions."""
        return [day_of(ordinal, edges) for ordinal, edges in self.ordinary(first, last).by_date()]

    def _cut_by_date(self, opened: OpenDates, closed: Collection[int]) -> OpenDates:
        """What is left of hours without the time between the two midnights of each closed date."""
        # What is left of a holiday's own window opens after midnight, on the next date, or closes on the one before.
        other = -1 if self.reaches_back else 1
        cut = {day for each in closed for day in (each, each - other)}
        left: dict[int, list[tuple[int, int]]] = {day: [] for day in cut}
        for day in cut:
            cuts = merge(self._whole_date(each) for each in (day, day + other) if each in closed)
            kept_on = day + other if day in closed else day
            spans = left.setdefault(kept_on, spans_in(opened.edges_of(kept_on)))
            spans += subtract(spans_in(opened.edges_of(day)), cuts)
        return opened.with_hours({day: edges_of(spans) for day, spans in left.items()})

    def _whole_date(self, day: int) -> tuple[int, int]:
        start, end = whole_date(date.fromordinal(day), self.zone)
        return micros(start), micros(end)


def all_of(years: Sequence[Years]) -> Years:
    """The years from the first of any to the last of any."""
    return min(first for first, _ in years), max(last for _, last in years)


def hours_on(dates: Mapping[date, Sequence[ClockTimes]], zone: tzinfo, belongs_to: BelongsTo) -> dict[int, Edges]:
    """What clock times of single dates open (R2, R4)."""
    if not dates:
        return {}
    clocks = ZoneClocks(zone, min(dates), max(dates))
    return {day.toordinal(): clocks.edges(day.toordinal(), reach_of(dates[day], belongs_to)) for day in dates}


def reach_of(times: Iterable[ClockTimes], belongs_to: BelongsTo) -> Edges:
    """How far after the midnight of the date to which they belong clock times open and close, told by clocks (R4)."""
    spans = []
    for each in times:
        opens, closes = (_since_midnight(clock) - DAY * dates_later(each, belongs_to) for clock in each)
        spans.append((opens, closes if opens < closes else closes + DAY))
    return edges_of(spans)


def _since_midnight(clock: time) -> int:
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return seconds * 1_000_000 + clock.microsecond


def dates_later(times: ClockTimes, belongs_to: BelongsTo) -> int:
    """How many dates after its opening the date lies to which a window belongs; 24:00 is the end of a day (R4)."""
    return int(belongs_to == "closing_date" and MIDNIGHT < times.closes <= times.opens)


def by_date(whole: Span, zone: tzinfo) -> Iterator[tuple[date, Span]]:
    """A span cut at each midnight of a zone, each piece with its date (R4)."""
    start, end = whole
    while start < end:
        local = start.astimezone(zone).date()
        # Where clocks go back over midnight, the next date has begun already (R2).
        while (until := midnight(local + ONE_DAY, zone)) <= start:
            local += ONE_DAY
        until = min(until, end)
        yield local, (start, until)
        start = until


def on_date(day: date, times: ClockTimes, zone: tzinfo) -> Span:
    """The instants of a window that opens on a date; one that lies in a gap is empty (R2, R4)."""
    opens, closes = times
    closing_day = day + ONE_DAY if closes <= opens else day
    return first_instant_on(day, opens, zone), first_instant_on(closing_day, closes, zone)


def whole_date(day: date, zone: tzinfo) -> Span:
    """The instants from one midnight to the next; the same one twice on a date that the zone skipped (R2)."""
    return midnight(day, zone), midnight(day + ONE_DAY, zone)


def midnight(day: date, zone: tzinfo) -> datetime:
    """The first instant of a date (R2)."""
    return first_instant_on(day, MIDNIGHT, zone)

"""Which spans open on which local date (R4, R5, R6, R10): declared hours made into instants."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple, Protocol

from slaclock.hours.clock_times import MIDNIGHT, ClockTimes
from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.interval import Span, intersect, merge, subtract
from slaclock.hours.zone import first_instant_on

HolidayRule = Literal["opening_date", "calendar_date"]
BelongsTo = Literal["opening_date", "closing_date"]
"""The date to which a window belongs that goes over midnight (R4)."""
Operator = Literal["union", "intersection", "difference"]

Years = tuple[int, int]
"""A first and a last year."""

_COMBINING = 3
"""About how many windows of a week are as much work as to combine the dates of schedules."""
_APART = timedelta(days=3)
"""How many dates apart two zones may call the same instant, and one more for what opens after midnight."""
_REACH = _APART + ONE_DAY
"""The same for what goes over midnight in both of them."""


class Day(NamedTuple):
    """A business day: the date and what opens on it, merged and never empty (R10)."""

    date: date
    spans: tuple[Span, ...]
    outlasted_until: datetime | None = None
    """When hours of a date before it close, if that is later than its own."""
    forestalled_at: datetime | None = None
    """When hours of a date after it open, if that is earlier than its own."""

    @property
    def opens(self) -> datetime:
        """When it begins: no later than the business days after it (R20)."""
        return self.forestalled_at or self.spans[0][0]

    @property
    def closes(self) -> datetime:
        """When it is over: no earlier than the business days before it (R20)."""
        return self.outlasted_until or self.spans[-1][1]


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

    def days(self, first: date, last: date) -> list[Day]:
        """The business days from a first to a last date, in order."""
        ...


SpansByDate = Callable[[date, date], Mapping[date, Sequence[Span]]]
"""What opens on each date from a first to a last one, in order; a tuple of spans is merged already."""
Exceptions = Callable[[date, date, Mapping[date, Sequence[Span]]], Mapping[date, Sequence[ClockTimes]]]
"""Which hours hold instead from a first to a last date, where usual ones open what is given."""


class DeclaredDays(NamedTuple):
    """The days of hours that are declared for dates: weekly or by a rule, with holidays and exceptions."""

    zone: tzinfo
    usual: SpansByDate
    """What opens before holidays and exceptions."""
    ordinary: SpansByDate
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

    def days(self, first: date, last: date) -> list[Day]:
        """The business days from a first to a last date, in order."""
        if self.holiday_rule == "calendar_date":
            # A day beside may leave its tail to the first or its head to the last, or cut them short.
            opened, closed = self._opened_and_closed(first - ONE_DAY, last + ONE_DAY)
            kept = self._cut_by_date(opened, closed)
            return [Day(day, _merged(spans)) for day, spans in kept.items() if spans and first <= day <= last]
        opened, closed = self._opened_and_closed(first, last)
        return [Day(day, _merged(spans)) for day, spans in opened.items() if spans and day not in closed]

    def _opened_and_closed(self, first: date, last: date) -> tuple[Mapping[date, Sequence[Span]], set[date]]:
        """What opens on each date in order, exceptions in place of usual hours, and the holidays without exceptions."""
        usual = self.usual(first, last)
        exceptions = self.exceptions(first, last, usual)
        closed = {day for day in self.holidays(first, last) if day not in exceptions}
        if not exceptions:
            return usual, closed
        own = {day: spans_on(day, times, self.zone, self.belongs_to) for day, times in exceptions.items()}
        return dict(sorted({**usual, **own}.items())), closed

    def without_closures(self, first: date, last: date) -> list[Day]:
        """The days as they would be with neither seasons, holidays nor exceptions."""
        return [Day(day, _merged(spans)) for day, spans in sorted(self.ordinary(first, last).items()) if spans]

    def _cut_by_date(
        self, opened: Mapping[date, Sequence[Span]], closed: Collection[date]
    ) -> Mapping[date, Sequence[Span]]:
        kept: dict[date, list[Span]] = defaultdict(list)
        # What is left of a holiday's own window opens after midnight, on the next date, or closes on the one before.
        other = -ONE_DAY if self.reaches_back else ONE_DAY
        for day, spans in opened.items():
            cuts = [whole_date(each, self.zone) for each in (day, day + other) if each in closed]
            kept[day + other if day in closed else day] += subtract(merge(spans), merge(cuts)) if cuts else spans
        return dict(sorted(kept.items()))


def all_of(years: Sequence[Years]) -> Years:
    """The years from the first of any to the last of any."""
    return min(first for first, _ in years), max(last for _, last in years)


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    # Where no clocks change they come as tuples, merged as they are declared.
    return spans if isinstance(spans, tuple) else tuple(merge(spans))


class CombinedDays(NamedTuple):
    """The days of a union, intersection or difference, counted in one zone (R10)."""

    zone: tzinfo
    operator: Operator
    parts: tuple[OpeningDays, ...]

    @property
    def belongs_to(self) -> BelongsTo:
        """The date to which windows over midnight belong: as in the first part."""
        return self.parts[0].belongs_to

    @property
    def reaches_back(self) -> bool:
        """Whether what belongs to a date may open on the date before."""
        return any(part.reaches_back for part in self.parts)

    @property
    def windows(self) -> int:
        """At most how many windows open on a date: all of all parts."""
        return sum(part.windows for part in self.parts)

    @property
    def effort(self) -> int:
        """How much work a date is: as much as it is for all parts, and to put them together."""
        return _COMBINING + sum(part.effort for part in self.parts)

    @property
    def irregular(self) -> Years:
        """From which year to which something happens once in any part."""
        return all_of([part.irregular for part in self.parts])

    def days(self, first: date, last: date) -> list[Day]:
        """The business days from a first to a last date, in order."""
        days = self._in_our_zone(self.parts[0], first, last)
        for part in self.parts[1:]:
            days = self._combined(days, part, first, last)
        return days

    def _combined(self, days: list[Day], part: OpeningDays, first: date, last: date) -> list[Day]:
        if self.operator == "union":
            return _united(days, self._in_our_zone(part, first, last))
        others = merge(span for day in part.days(first - _REACH, last + _REACH) for span in day.spans)
        keep = intersect if self.operator == "intersection" else subtract
        kept = ((day.date, keep(day.spans, _near(others, day.spans))) for day in days)
        return [Day(day, tuple(spans)) for day, spans in kept if spans]

    def _in_our_zone(self, part: OpeningDays, first: date, last: date) -> list[Day]:
        """A part's days; one of another zone is sorted anew by the date here on which each span opens, or closes."""
        if part.zone == self.zone:
            return part.days(first, last)
        found: dict[date, list[Span]] = defaultdict(list)
        for day in part.days(first - _APART, last + _APART):
            for span in day.spans:
                edge = span[1] - timedelta.resolution if part.belongs_to == "closing_date" else span[0]
                found[edge.astimezone(self.zone).date()].append(span)
        return [Day(day, tuple(merge(spans))) for day, spans in sorted(found.items()) if first <= day <= last]


def spans_on(
    day: date, times: Iterable[ClockTimes], zone: tzinfo, belongs_to: BelongsTo = "opening_date"
) -> list[Span]:
    """What clock times that belong to a date open, without what lies in a gap (R2, R4)."""
    spans = (on_date(day - ONE_DAY * dates_later(each, belongs_to), each, zone) for each in times)
    return [(start, end) for start, end in spans if start < end]


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


def _united(ours: Iterable[Day], theirs: Iterable[Day]) -> list[Day]:
    found: dict[date, list[Span]] = defaultdict(list)
    for day in (*ours, *theirs):
        found[day.date] += day.spans
    return [Day(day, tuple(merge(spans))) for day, spans in sorted(found.items())]


def _near(others: list[Span], spans: Sequence[Span]) -> list[Span]:
    """The few of many sorted spans that can meet these."""
    low = bisect_right(others, spans[0][0], key=lambda span: span[1])
    high = bisect_left(others, spans[-1][1], key=lambda span: span[0])
    return others[low:high]

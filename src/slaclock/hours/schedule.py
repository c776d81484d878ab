"""`Schedule`: when support is open, and every question about it."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, get_args

from pydantic import BeforeValidator, Discriminator, Field, field_validator, model_validator

from slaclock.declaration import Declaration, branch
from slaclock.errors import CoverageError, CoverageWarning, HolidayError, HoursError, InstantError, one_of
from slaclock.hours.business_days import DayCount, DayRule, Ends, Starts, add_days, after_cut_off, ended, not_before
from slaclock.hours.days import (
    CombinedDays,
    DeclaredDays,
    HolidayRule,
    OpeningDays,
    Operator,
    SpansByDate,
    by_date,
    midnight,
    spans_on,
)
from slaclock.hours.holidays import CalendarInput, HolidayCalendar
from slaclock.hours.interval import ZERO, Interval, Span, merge
from slaclock.hours.text import WEEK, ClockTimes
from slaclock.hours.timeline import Known, Timeline
from slaclock.hours.window import ExceptionHours, Recurrence, Season, SupportWindow, ZonedBlock, names_zones
from slaclock.hours.zone import in_zone, to_utc, zone_named
from slaclock.notebook import Pictured

Boundary = Literal["closing", "next_opening"]
"""Where a target is due that is used up exactly at closing time (R7)."""
OutsideCoverage = Literal["warn", "error", "ignore"]
"""What happens when an answer needs a year that the holiday source does not know (R14)."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)


def _checked_zone(name: str) -> str:
    zone_named(name)
    return name


ZoneName = Annotated[str, Field(examples=["America/New_York", "UTC-05:00"])]
"""An IANA time zone, or a fixed offset written `UTC-05:00` (R13)."""


class Combination(Declaration):
    """Hours made from other schedules, each with its own zone, holidays and exceptions.

    Rules: R10.
    """

    combine: Operator
    """`union`: open when any is; `intersection`: when all are; `difference`: when the first is and no other."""

    schedules: Annotated[tuple[Schedule, ...], Field(min_length=1)]
    """The schedules, in order; a difference takes the others from the first."""

    def __str__(self) -> str:
        sign = {"union": " | ", "intersection": " & ", "difference": " - "}[self.combine]
        return "(" + sign.join(schedule.name or str(schedule) for schedule in self.schedules) + ")"


def _windows_in(given: object) -> object:
    if isinstance(given, str):
        return SupportWindow.parse(given)
    if isinstance(given, (SupportWindow, Mapping)):
        return (given,)
    if isinstance(given, Iterable):
        parts = (SupportWindow.parse(part) if isinstance(part, str) else (part,) for part in given)
        return tuple(window for part in parts for window in part)
    raise HoursError(f"cannot read {given!r} as hours; write e.g. 'Sun-Thu 22:00-06:00'")


def _not_empty(windows: tuple[SupportWindow, ...]) -> tuple[SupportWindow, ...]:
    if not windows:
        raise HoursError("hours are empty, so support would never open; write e.g. 'Mon-Fri 09:00-17:00'")
    return windows


def _form_of_hours(given: object) -> str:
    keys = set(given) if isinstance(given, Mapping) else set()
    if isinstance(given, Combination) or "combine" in keys:
        return "(combination)"
    if isinstance(given, ZonedBlock) or "opens_in" in keys or (isinstance(given, str) and names_zones(given)):
        return "(block)"
    return "(recurrence)" if isinstance(given, Recurrence) or "rrule" in keys else "(weekly)"


Hours = Annotated[
    Annotated[
        tuple[SupportWindow, ...],
        BeforeValidator(_windows_in, json_schema_input_type=str | list[str | SupportWindow] | SupportWindow),
        branch("(weekly)"),
    ]
    | Annotated[Recurrence, branch("(recurrence)")]
    | Annotated[
        ZonedBlock,
        BeforeValidator(
            lambda given: ZonedBlock.parse(given) if isinstance(given, str) else given,
            json_schema_input_type=ZonedBlock,  # Its text is a text of hours like any other.
        ),
        branch("(block)"),
    ]
    | Annotated[Combination, branch("(combination)")],
    Discriminator(_form_of_hours),
]
"""Weekly windows as text or structure, a recurrence, a block in two zones, or a combination of schedules."""


def _exceptions_in(given: object) -> object:
    if isinstance(given, Mapping):
        return tuple(_exception_row(day, hours) for day, hours in given.items())
    return given


def _exception_row(day: object, hours: object) -> dict[str, object]:
    stated = dict(hours) if isinstance(hours, Mapping) else {"hours": hours}
    return {"date": day, **stated}


HoursInput = (
    str | Iterable[str | SupportWindow | Mapping[str, Any]] | SupportWindow | Recurrence | ZonedBlock | Combination
)
"""Everything that may be given as hours."""
ExceptionsInput = Annotated[
    tuple[ExceptionHours, ...],
    BeforeValidator(_exceptions_in, json_schema_input_type=dict[str, Any] | list[ExceptionHours]),
]
"""Hours of single dates, by date or as a list."""


class Schedule(Pictured, Declaration):
    """When support is open: weekly hours in a time zone, with holidays and exceptions.

    Immutable, hashable, equal by value, and safe to share among threads. Combine schedules with
    `|` (open when either is), `&` (when both are) and `-` (when the first is and the second is not).

    Args:
        timezone: An IANA name; `EST` and the like are refused.
        hours: Weekly hours as people write them, one text or several, or `SupportWindow`s.
        holidays: A country (`US`), a part of one (`US-CA`), a market (`NYSE`), dates, or any list of these.
        exceptions: Hours of single dates, in place of the weekly ones: `{"2026-12-24": "09:00-13:00"}`.
        seasons: Other weekly hours for runs of dates.
        holiday_rule: `opening_date` closes what opens on a holiday; `calendar_date` everything on that date.
        outside_coverage: What to do when an answer needs a year that the holiday source does not know.
        name: What people call it, for errors and explanations.

    Raises:
        DeclarationError: Something given is not understood; the message says what and how to write it.

    Examples:
        >>> from datetime import datetime, timedelta
        >>> from zoneinfo import ZoneInfo
        >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")
        >>> opened = datetime(2026, 11, 25, 23, tzinfo=ZoneInfo("America/New_York"))
        >>> str(nights.add(opened, timedelta(hours=8)))
        '2026-11-29 23:00:00-05:00'

    Rules: R3, R4, R5, R6, R13, R14.
    """

    _examples: ClassVar = {
        "name": ("nights",),
    }

    timezone: ZoneName
    """IANA name of the zone whose clocks the hours are read on."""

    hours: Hours
    """When support is open in a usual week."""

    holidays: CalendarInput = Field(default_factory=HolidayCalendar)
    """Dates on which it is closed."""

    exceptions: ExceptionsInput = ()
    """Hours of single dates; they win over weekly hours and holidays."""

    seasons: tuple[Season, ...] = ()
    """Other weekly hours for runs of dates, such as Ramadan or a shutdown; of two, the later stated holds."""

    holiday_rule: HolidayRule = "opening_date"
    """Whether a holiday closes the windows that open on it, or the time between its two midnights."""

    outside_coverage: OutsideCoverage = "warn"
    """What happens when an answer needs a year that the holiday source does not know."""

    name: str = ""
    """What people call it."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            timezone: str,
            hours: HoursInput,
            holidays: str | HolidayCalendar | Mapping[str, str] | Iterable[Any] | None = None,
            exceptions: Mapping[str, Any] | Mapping[date, Any] | Iterable[ExceptionHours] = (),
            seasons: Iterable[Season | Mapping[str, Any]] = (),
            holiday_rule: HolidayRule = "opening_date",
            outside_coverage: OutsideCoverage = "warn",
            name: str = "",
        ) -> None: ...

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, name: str) -> str:
        return _checked_zone(name)

    @field_validator("hours")
    @classmethod
    def _check_hours(cls, hours: Any) -> Any:
        return _not_empty(hours) if isinstance(hours, tuple) else hours

    @field_validator("exceptions")
    @classmethod
    def _one_exception_a_date(cls, exceptions: tuple[ExceptionHours, ...]) -> tuple[ExceptionHours, ...]:
        dates = [exception.date for exception in exceptions]
        if twice := sorted({day for day in dates if dates.count(day) > 1}):
            raise HoursError(f"{twice[0]} has hours twice; give all hours of a date in one entry")
        return tuple(sorted(exceptions, key=lambda exception: exception.date))

    @model_validator(mode="after")
    def _closures_belong_to_parts(self) -> Schedule:
        if isinstance(self.hours, Combination) and (self.holidays.sources or self.exceptions or self.seasons):
            raise HolidayError(
                "a combination of schedules has no holidays, exceptions or seasons of its own; state them on its parts"
            )
        return self

    # Asking

    def is_open(self, at: datetime) -> bool:
        """Whether support is open at an instant; at a closing it is not.

        Args:
            at: An aware datetime, in any zone.

        Raises:
            NaiveDatetimeError: `at` has no time zone.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
            >>> office.is_open(datetime(2026, 11, 23, 17, tzinfo=ZoneInfo("Europe/London")))
            False

        Rules: R1, R3.
        """
        return self._timeline.is_open(to_utc(at))

    def add(self, start: datetime, duration: timedelta, boundary: Boundary = "closing") -> datetime:
        """The instant at which so much open time has passed since `start`.

        Args:
            start: An aware datetime, open or closed.
            duration: Open time; negative to go back, zero to stay at `start`.
            boundary: Where an answer goes that is used up exactly at closing time: to that
                `closing`, or to the `next_opening`. Going back, it is the other way round.

        Returns:
            The deadline in the zone of `start`: the least instant `t` with
            `elapsed(start, t) == duration`, or for a negative duration the greatest `t` with
            `elapsed(t, start) == -duration`.

        Raises:
            NaiveDatetimeError: `start` has no time zone.
            NeverOpenError: There is not that much open time within 400 years.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
            >>> friday = datetime(2026, 11, 20, 16, tzinfo=ZoneInfo("Europe/London"))
            >>> str(office.add(friday, timedelta(hours=2)))
            '2026-11-23 10:00:00+00:00'

        Rules: R7, R9, R15.
        """
        at = to_utc(start)
        try:
            forward = duration > ZERO
        except TypeError:
            raise InstantError(f"{duration!r} is no duration; give a timedelta, e.g. timedelta(hours=8)") from None
        if forward and boundary == "closing":
            due = self._timeline.add(at, duration)
        elif not duration:
            return start
        else:
            due = self._add_rarely(at, duration, boundary)
        zone = start.tzinfo
        return due if zone is UTC else in_zone(due, zone)

    def _add_rarely(self, at: datetime, duration: timedelta, boundary: Boundary) -> datetime:
        late = one_of(boundary, get_args(Boundary), "boundary") == "next_opening"
        if duration > ZERO:
            return self._timeline.add_late(at, duration)
        return self._timeline.subtract_early(at, -duration) if late else self._timeline.subtract(at, -duration)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Open time from `start` to `end`, exact to the microsecond.

        Args:
            start: An aware datetime.
            end: An aware datetime, in any zone; before `start` the answer is negative.

        Raises:
            NaiveDatetimeError: One of them has no time zone.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> always = Schedule(timezone="America/New_York", hours="24x7")
            >>> midnight = datetime(2026, 3, 8, tzinfo=ZoneInfo("America/New_York"))
            >>> str(always.elapsed(midnight, midnight.replace(day=9)))  # the day on which clocks go forward
            '23:00:00'

        Rules: R1, R8.
        """
        return self._timeline.elapsed(to_utc(start), to_utc(end))

    def add_days(
        self,
        start: datetime,
        days: int,
        rule: DayRule = "same_time",
        starts: Starts = "next_opening",
        ends: Ends = "next_opening",
        day_length: timedelta | None = None,
    ) -> datetime:
        """The instant that many business days after `start`.

        A business day is a date on which at least one window opens; a time in a shift's tail
        after midnight belongs to the date that opened the shift.

        Args:
            start: An aware datetime, open or closed.
            days: How many business days; negative to go back, when openings and closings below
                change places.
            rule: `same_time`: the same clock time on the Nth following business day; `close`: its
                last closing; `open`: its first opening; `hours`: N times `day_length` of open time.
            starts: What arrives while closed counts from the `next_opening` or `at_once`.
            ends: Where an answer goes that lies outside open time (a closing stays): `as_is`,
                `next_opening`, `previous_closing`, or a time of day on the due date; one that was
                past already at the start is the next business day's.
            day_length: Open time in a business day, up to 24 hours, for the rule `hours`.

        Returns:
            The instant in the zone of `start`.

        Raises:
            NaiveDatetimeError: `start` has no time zone.
            NeverOpenError: There are not that many business days within 400 years.
            TargetError: The rule `hours` was given no `day_length`.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
            >>> saturday = datetime(2026, 11, 21, 11, tzinfo=ZoneInfo("America/New_York"))
            >>> str(office.add_days(saturday, 1))  # counts as received on Monday at 9
            '2026-11-24 09:00:00-05:00'

        Rules: R10, R11.
        """
        if not isinstance(days, int):
            raise InstantError(f"{days!r} is no number of days; give a whole one, and parts of a day to add()")
        count = DayCount(days, rule, starts, ends, day_length)
        return in_zone(add_days(self._timeline, self._zone, to_utc(start), count), start.tzinfo)

    def ended(self, due: datetime, ends: Ends, opened: datetime) -> datetime:
        """Where a due instant goes that lies outside open time, or the time of day at which it ends.

        Args:
            due: An aware datetime.
            ends: As for `add_days`.
            opened: When it was opened: a time of day that was past then is the next business day's.

        Raises:
            NaiveDatetimeError: An instant has no time zone.

        Rules: R11.
        """
        settled = ended(self._timeline, self._zone, to_utc(due), ends)
        return in_zone(not_before(self._timeline, self._zone, settled, to_utc(opened), ends), due.tzinfo)

    def is_business_day(self, day: date) -> bool:
        """Whether a window opens on a local date.

        Args:
            day: A date in the schedule's zone.

        Examples:
            >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")
            >>> nights.is_business_day(date(2026, 11, 26)), nights.is_business_day(date(2026, 11, 27))
            (False, False)

        Rules: R10.
        """
        return self._timeline.day(day) is not None

    def after_cut_off(self, at: datetime, cut_off: time) -> datetime | None:
        """Where the next business day opens, for what came later on a business day than a time of day.

        Args:
            at: An aware datetime.
            cut_off: A local time of day; in a shift over midnight it may lie in the tail.

        Returns:
            The opening, in the zone of `at`; `None` for what came in time, or on no business day.

        Raises:
            NaiveDatetimeError: `at` has no time zone.

        Examples:
            >>> from datetime import time
            >>> from zoneinfo import ZoneInfo
            >>> office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
            >>> wednesday = datetime(2026, 11, 25, 16, tzinfo=ZoneInfo("America/New_York"))
            >>> str(office.after_cut_off(wednesday, time(15)))
            '2026-11-27 09:00:00-05:00'

        Rules: R10, R11.
        """
        opening = after_cut_off(self._timeline, self._zone, to_utc(at), cut_off)
        return opening and in_zone(opening, at.tzinfo)

    def next_opening(self, at: datetime) -> datetime:
        """The first opening strictly after an instant, in its zone; touching windows do not count.

        Raises:
            NaiveDatetimeError: `at` has no time zone.
            NeverOpenError: There is none within 400 years.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")
            >>> str(nights.next_opening(datetime(2026, 11, 27, 6, tzinfo=ZoneInfo("America/New_York"))))
            '2026-11-29 22:00:00-05:00'

        Rules: R3, R9, R15.
        """
        return in_zone(self._timeline.next_edge(to_utc(at), opening=True), at.tzinfo)

    def next_closing(self, at: datetime) -> datetime:
        """The first closing strictly after an instant, in its zone.

        Raises:
            NaiveDatetimeError: `at` has no time zone.
            NeverOpenError: There is none within 400 years.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")
            >>> str(nights.next_closing(datetime(2026, 11, 27, 2, tzinfo=ZoneInfo("America/New_York"))))
            '2026-11-27 06:00:00-05:00'

        Rules: R3, R9, R15.
        """
        return in_zone(self._timeline.next_edge(to_utc(at), opening=False), at.tzinfo)

    def previous_opening(self, at: datetime) -> datetime:
        """The last opening strictly before an instant, in its zone.

        Raises:
            NaiveDatetimeError: `at` has no time zone.
            NeverOpenError: There is none within 400 years.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")
            >>> str(nights.previous_opening(datetime(2026, 11, 27, 2, tzinfo=ZoneInfo("America/New_York"))))
            '2026-11-26 22:00:00-05:00'

        Rules: R3, R9, R15.
        """
        return in_zone(self._timeline.previous_edge(to_utc(at), opening=True), at.tzinfo)

    def previous_closing(self, at: datetime) -> datetime:
        """The last closing strictly before an instant, in its zone.

        Raises:
            NaiveDatetimeError: `at` has no time zone.
            NeverOpenError: There is none within 400 years.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")
            >>> str(nights.previous_closing(datetime(2026, 11, 29, 22, tzinfo=ZoneInfo("America/New_York"))))
            '2026-11-27 06:00:00-05:00'

        Rules: R3, R9, R15.
        """
        return in_zone(self._timeline.previous_edge(to_utc(at), opening=False), at.tzinfo)

    def windows(self, start: datetime, end: datetime) -> Iterator[Interval]:
        """The open stretches from `start` to `end`, clipped to them, in order, in the zone of `start`.

        Args:
            start: An aware datetime.
            end: An aware datetime; at or before `start` there are no windows.

        Raises:
            NaiveDatetimeError: One of them has no time zone.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")
            >>> wednesday = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("America/New_York"))
            >>> [f"{w.start:%a %H:%M}-{w.end:%a %H:%M}" for w in nights.windows(wednesday, wednesday.replace(day=30))]
            ['Wed 22:00-Thu 06:00', 'Sun 22:00-Mon 06:00']

        Rules: R3, R9.
        """
        zone = start.tzinfo
        spans = self._timeline.windows(to_utc(start), to_utc(end))
        return (Interval(in_zone(opens, zone), in_zone(closes, zone)) for opens, closes in spans)

    # Combining

    def __or__(self, other: Schedule) -> Schedule:
        """Open when either is; each keeps its own zone and holidays."""
        return self._combined("union", other) if isinstance(other, Schedule) else NotImplemented

    def __and__(self, other: Schedule) -> Schedule:
        """Open when both are."""
        return self._combined("intersection", other) if isinstance(other, Schedule) else NotImplemented

    def __sub__(self, other: Schedule) -> Schedule:
        """Open when this one is and the other is not."""
        return self._combined("difference", other) if isinstance(other, Schedule) else NotImplemented

    def __invert__(self) -> Schedule:
        """Open whenever this one is closed, its holidays included: out of hours."""
        always = Schedule(timezone=self.timezone, hours="24x7", outside_coverage=self.outside_coverage)
        return always - self

    def _combined(self, operator: Operator, other: Schedule) -> Schedule:
        return Schedule(
            timezone=self.timezone,
            hours=Combination(combine=operator, schedules=(self, other)),
            outside_coverage=self.outside_coverage,
        )

    # Compiling

    @cached_property
    def _zone(self) -> tzinfo:
        return zone_named(self.timezone)

    @cached_property
    def _days(self) -> OpeningDays:
        if isinstance(self.hours, Combination):
            parts = tuple(part._days for part in self.hours.schedules)
            return CombinedDays(self._zone, self.hours.combine, parts)
        ordinary = _spans_of(self.hours, self._zone)
        exceptions = {each.date: [hours.readings for hours in each.hours] for each in self.exceptions}
        usual = _in_season(ordinary, self.seasons, self._zone) if self.seasons else ordinary
        return DeclaredDays(self._zone, usual, ordinary, exceptions, self.holidays.between, self.holiday_rule)

    @cached_property
    def _timeline(self) -> Timeline:
        return self._timeline_for(self._known)

    @cached_property
    def _timeline_of_columns(self) -> Timeline:
        """The timeline for whole columns, which warn once, and not for each row (R14)."""
        return self._timeline_for(_AllTime()) if self.outside_coverage == "warn" else self._timeline

    def _timeline_for(self, known: Known) -> Timeline:
        return Timeline(self._days, known, lambda: self.name or str(self), _is_always_open(self))

    @cached_property
    def _known(self) -> _KnownTime:
        return _KnownTime(self)

    @property
    def never_closes(self) -> bool:
        """Whether its weekly hours leave no time closed, and nothing else does: `24x7` without holidays.

        Rules: R4.
        """
        return _is_always_open(self)

    @property
    def covered_years(self) -> tuple[int, int] | None:
        """The first and the last year that all holiday sources know; `None` when nothing limits them.

        Rules: R14.
        """
        if not isinstance(self.hours, Combination):
            return self.holidays.covered_years
        return _common_years(part.covered_years for part in self.hours.schedules)

    def __str__(self) -> str:
        if isinstance(self.hours, Combination):
            return f"{self.hours} {self.timezone}"
        hours = "; ".join(map(str, self.hours)) if isinstance(self.hours, tuple) else str(self.hours)
        holidays = f", holidays {self.holidays}" if self.holidays.sources else ""
        return f"{hours} {self.timezone}{holidays}"


def _spans_of(hours: tuple[SupportWindow, ...] | Recurrence | ZonedBlock, zone: tzinfo) -> SpansByDate:
    match hours:
        case Recurrence():
            return _by_rule(hours, zone)
        case ZonedBlock():
            return _by_block(hours, zone)
        case _:
            return _by_weekday(hours, zone)


def _by_weekday(windows: Iterable[SupportWindow], zone: tzinfo) -> SpansByDate:
    week = [[window.readings for window in windows if name in window.days] for name in WEEK]

    def usual(first: date, last: date) -> dict[date, Sequence[Span]]:
        dates = (date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1))
        return {day: spans_on(day, times, zone) for day in dates if (times := week[day.weekday()])}

    return usual


def _by_rule(recurrence: Recurrence, zone: tzinfo) -> SpansByDate:
    times = [ClockTimes(recurrence.opens, recurrence.closes)]
    return lambda first, last: {day: spans_on(day, times, zone) for day in recurrence.dates(first, last)}


def _by_block(block: ZonedBlock, zone: tzinfo) -> SpansByDate:
    def usual(first: date, last: date) -> dict[date, Sequence[Span]]:
        found: dict[date, list[Span]] = {}
        for whole in block.weeks(first, last):
            for day, span in by_date(whole, zone):
                if first <= day <= last:
                    found.setdefault(day, []).append(span)
        return dict(found)

    return usual


def _in_season(ordinary: SpansByDate, seasons: Sequence[Season], zone: tzinfo) -> SpansByDate:
    """The hours of the last stated season that covers a date, or the ordinary ones."""
    others = [(season, _by_weekday(season.hours, zone)) for season in reversed(seasons)]

    def usual(first: date, last: date) -> dict[date, Sequence[Span]]:
        found = dict(ordinary(first, last))
        for day in (date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1)):
            hours = next((hours for season, hours in others if season.covers(day)), None)
            if hours:
                found[day] = hours(day, day).get(day, ())
        return found

    return usual


def _is_always_open(schedule: Schedule) -> bool:
    """Whether its weekly hours alone show that it never closes."""
    if not isinstance(schedule.hours, tuple) or schedule.holidays.sources or schedule.exceptions or schedule.seasons:
        return False
    # Any week without a clock change shows it.
    weeks = _by_weekday(schedule.hours, UTC)(date(2001, 1, 1), date(2001, 1, 16))
    spans = merge(span for day in weeks.values() for span in day)
    return len(spans) == 1 and spans[0][1] - spans[0][0] >= timedelta(days=15)


class _KnownTime:
    """The time for which a schedule's holiday sources speak (R14)."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        years = _limiting_years(schedule)
        self.start = midnight(date(years[0], 1, 1), schedule._zone) if years and years[0] > 1 else _EARLIEST
        self.end = midnight(date(years[1] + 1, 1, 1), schedule._zone) if years and years[1] < 9999 else _LATEST
        self._years = years

    def leave(self, at: datetime) -> None:
        """Say that an answer needs an instant outside, as the schedule chose."""
        assert self._years is not None
        first, last = self._years
        message = (
            f"{self._schedule.name or self._schedule}: holidays are known for {_years(first, last)} only, "
            f"and this answer needs {at:%Y-%m-%d}; newer data may know more, and "
            "outside_coverage='ignore' takes years outside to have no other holidays"
        )
        if self._schedule.outside_coverage == "error":
            raise CoverageError(message)
        warnings.warn(message, CoverageWarning, stacklevel=_caller_outside())


class _AllTime:
    """No limit to what is known."""

    start, end = _EARLIEST, _LATEST

    def leave(self, at: datetime) -> None:
        """Nothing lies outside."""


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _limiting_years(schedule: Schedule) -> tuple[int, int] | None:
    if schedule.outside_coverage == "ignore":
        return None
    if not isinstance(schedule.hours, Combination):
        return schedule.holidays.covered_years
    return _common_years(_limiting_years(part) for part in schedule.hours.schedules)


def _common_years(limits: Iterable[tuple[int, int] | None]) -> tuple[int, int] | None:
    known = [years for years in limits if years]
    return (max(first for first, _ in known), min(last for _, last in known)) if known else None


def _caller_outside() -> int:
    """How many frames up the code stands that asked slaclock."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back and str(frame.f_globals.get("__name__", "")).partition(".")[0] == "slaclock":
        level, frame = level + 1, frame.f_back
    return level

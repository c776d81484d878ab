"""A schedule as formats have it that name dates: weekly windows, rules, and the dates that differ (R4, R5, R6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from slaclock.adapters.unsayable_hours import refuse_between, refuse_closing_dates, refuse_offset
from slaclock.errors import PayloadError
from slaclock.hours import (
    MIDNIGHT,
    WEEK,
    ClockRange,
    ExceptionHours,
    Holiday,
    ListedHolidays,
    Recurrence,
    Rota,
    Schedule,
    StatedHoliday,
    SupportWindow,
    comes_once,
    exceptions_between,
    single_date,
)

Years = tuple[int, int]


@dataclass(frozen=True)
class DatedHours:
    """What opens in a usual week, and on which dates it is otherwise."""

    weekly: tuple[SupportWindow, ...]
    rules: tuple[Recurrence, ...]
    closed: dict[date, str]
    """The names of holidays that have no hours of their own."""
    own: dict[date, tuple[ClockRange, ...]]
    """The hours of dates that have some of their own; none where they are closed."""
    names: dict[date, str]
    """What these dates are called."""

    @property
    def times(self) -> list[ClockRange | Recurrence]:
        """All that opens: windows of a week, rules, and the hours of dates."""
        return [*self.windows, *(times for held in self.own.values() for times in held)]

    @property
    def has_nights(self) -> bool:
        """Whether a window goes over midnight, of a week, of a rule or of a date."""
        return any(MIDNIGHT < each.closes <= each.opens for each in self.times)

    @property
    def windows(self) -> list[SupportWindow | Recurrence]:
        """All that opens again and again."""
        return [*self.weekly, *self.rules]

    def usual(self, day: date) -> list[SupportWindow | Recurrence]:
        """The windows that usually open on a date."""
        weekly = [window for window in self.weekly if WEEK[day.weekday()] in window.days]
        return [*weekly, *(rule for rule in self.rules if any(rule.dates(day, day)))]


def dated_hours(schedule: Schedule, years: Years | None = None) -> DatedHours:
    """A schedule with its holidays and exceptions by their dates.

    Args:
        schedule: Weekly hours, rules of iCalendar, or both, in one zone.
        years: The first and the last year whose dates are written, where holidays or exceptions follow rules.

    Raises:
        PayloadError: It is put together of others, has seasons, or has dates by rules and no years are given.

    Rules: R4, R5, R6, R19.
    """
    _refuse_others(schedule)
    weekly, rules = _hours(schedule)
    exceptions = _exceptions(schedule, years)
    found = DatedHours(weekly, rules, {}, {}, {})
    for day, (exception, name) in exceptions.items():
        days_off = not exception.opens_days_off and not found.usual(day)
        if not days_off:
            found.own[day] = exception.hours
            if name:
                found.names[day] = name
    for holiday in _holidays(schedule, years):
        if holiday.date not in found.own:
            found.closed[holiday.date] = holiday.name
    return found


def weekly_and_dated(schedule: Schedule, years: Years | None = None) -> DatedHours:
    """The same for formats of weekly hours to the minute, whose nights belong to the date on which they open.

    Raises:
        PayloadError: It opens by a rule or between minutes, its nights are read in another way, or as above.

    Rules: R3, R4, R5, R6, R19.
    """
    held = dated_hours(schedule, years)
    if held.rules:
        raise PayloadError("hours", f"{held.rules[0]} is no weekly hours; the format has these alone")
    if held.has_nights:
        refuse_closing_dates(schedule)
        if held.closed and schedule.holiday_rule != "opening_date":
            raise PayloadError("holiday_rule", "the format does not say that a holiday cuts nights at midnight")
    for times in held.times:
        refuse_between("whole minutes", times)
    return held


def _refuse_others(schedule: Schedule) -> None:
    refuse_offset(schedule)
    if schedule.seasons:
        raise PayloadError("seasons", f"{schedule.seasons[0]} are hours of a run of dates; write each as its exception")


def _hours(schedule: Schedule) -> tuple[tuple[SupportWindow, ...], tuple[Recurrence, ...]]:
    match schedule.hours:
        case tuple():
            return schedule.hours, ()
        case Recurrence():
            return (), (schedule.hours,)
        case Rota():
            return schedule.hours.weekly, schedule.hours.dated
    kind = "hours made of others" if not hasattr(schedule.hours, "opens") else "hours in two zones"
    raise PayloadError("hours", f"{kind} have no week of their own; write the parts, each by itself")


def _exceptions(schedule: Schedule, years: Years | None) -> dict[date, tuple[ExceptionHours, str]]:
    once = {day: each for each in schedule.exceptions if (day := single_date(each))}
    if len(once) < len(schedule.exceptions) and years is None:
        other = next(each for each in schedule.exceptions if single_date(each) is None)
        raise PayloadError(
            "exceptions", f"{other.occasion} comes by a rule; pass years=, of which its dates are written"
        )
    found = {day: (each, each.name) for day, each in once.items()}
    if years:
        held = exceptions_between(schedule.exceptions, schedule.holidays, *_span(years))
        found |= {day: (each.exception, each.name) for day, each in held.items()}
    return dict(sorted(found.items()))


def _span(years: Years) -> tuple[date, date]:
    return date(years[0], 1, 1), date(years[1], 12, 31)


def _holidays(schedule: Schedule, years: Years | None) -> Iterator[Holiday]:
    if years:
        if schedule.holidays.working_days(*_span(years)):
            what = "a source opens weekends instead of days off; the format has none; state working_weekends: closed"
            raise PayloadError("holidays", what)
        yield from schedule.holidays.between(*_span(years)).values()
        return
    for source in schedule.holidays.sources:
        if not isinstance(source, ListedHolidays) and not (isinstance(source, StatedHoliday) and comes_once(source)):
            raise PayloadError("holidays", f"{source} closes by a rule; pass years=, of which its dates are written")
        yield from source.closed(*source.covered_years)

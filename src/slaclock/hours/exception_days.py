"""On which dates exceptions hold, and which of them where several do (R6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from slaclock.errors import did_you_mean
from slaclock.hours.date_rules import dates_of, near_date, read_date_rule
from slaclock.hours.exception_hours import ALL_HOLIDAYS, WORKING_WEEKENDS, ExceptionHours, single_date
from slaclock.hours.holiday import Holiday, folded, names_of
from slaclock.hours.holiday_calendar import HolidayCalendar

_MOST_EXPLAINED = 10
_MOST_NAMES = 200
"""So many unknown names are explained, and so many known ones are shown."""


class DayException(NamedTuple):
    """The exception that holds on a date, and what it is called there."""

    exception: ExceptionHours
    name: str


def exceptions_between(
    exceptions: Sequence[ExceptionHours], calendar: HolidayCalendar, first: date, last: date
) -> dict[date, DayException]:
    """The exception that holds on each date from a first to a last one: the nearest; of two alike, the later stated."""
    found: dict[date, DayException] = {}
    holidays = calendar.between(first, last) if any(each.holiday for each in exceptions) else {}
    by_name = _by_name(holidays)
    for exception in sorted(exceptions, key=lambda each: -_distance(each, calendar)):
        if exception.holiday and (days := by_name.get(folded(exception.holiday))):
            named: Iterable[tuple[date, str]] = [(day, exception.holiday) for day in days]
        else:
            named = _dates(exception, calendar, holidays, first, last)
        for day, name in named:
            found[day] = DayException(exception, exception.name or name)
    return found


def _by_name(holidays: Mapping[date, Holiday]) -> dict[str, list[date]]:
    """The dates of each name that holidays have, folded."""
    found: dict[str, list[date]] = {}
    for day, holiday in holidays.items():
        for name in {*holiday.known_as, *map(folded, names_of(holiday))}:
            found.setdefault(name, []).append(day)
    return found


def _distance(exception: ExceptionHours, calendar: HolidayCalendar) -> int:
    """How far an exception is from a single date."""
    if exception.date:
        return 0 if single_date(exception) else 1
    if calendar.knows(exception.holiday):
        return 2
    return 4 if exception.holiday == ALL_HOLIDAYS else 3


def _dates(
    exception: ExceptionHours, calendar: HolidayCalendar, holidays: Mapping[date, Holiday], first: date, last: date
) -> Iterator[tuple[date, str]]:
    """The dates on which an exception holds, unless a nearer one does, and what they are called."""
    if exception.date:
        days = dates_of(read_date_rule(exception.date), first.year, last.year)
        yield from ((day, "") for day in days if first <= day <= last)
    elif exception.holiday == WORKING_WEEKENDS:
        yield from ((day, "working weekend") for day in calendar.working_days(first, last))
    elif calendar.knows(exception.holiday):
        yield from ((day, exception.holiday) for day in calendar.called_otherwise(exception.holiday, first, last))
    else:
        of_all = exception.holiday == ALL_HOLIDAYS
        found = holidays if of_all else calendar.of_category(exception.holiday, first, last)
        yield from ((day, holiday.name) for day, holiday in found.items())


def unknown_occasions(exceptions: Sequence[ExceptionHours], calendar: HolidayCalendar) -> Mapping[int, str]:
    """Which exceptions, by their place, are of holidays that a calendar does not have, and what is wrong with each."""
    unknown = [(place, each) for place, each in enumerate(exceptions) if each.holiday and not _is_known(each, calendar)]
    # Names near to one are looked for among all that there are, so not for any number of them.
    explained = {place: _unknown(each.holiday, calendar) for place, each in unknown[:_MOST_EXPLAINED]}
    return explained | {place: f"no holiday is {each.holiday!r}, either" for place, each in unknown[_MOST_EXPLAINED:]}


def _is_known(exception: ExceptionHours, calendar: HolidayCalendar) -> bool:
    if exception.holiday in (ALL_HOLIDAYS, WORKING_WEEKENDS):
        return bool(calendar.sources)
    return calendar.knows(exception.holiday) or exception.holiday in calendar.known_categories


def _unknown(holiday: str, calendar: HolidayCalendar) -> str:
    if not calendar.sources:
        return f"there are no holidays here, so none is {holiday!r}; state `holidays`, or a date such as --12-24"
    if near := near_date(holiday):
        return f"there is no holiday {holiday!r} in {calendar}; as a date: {near}"
    kinds = [ALL_HOLIDAYS, *calendar.known_categories]
    known = did_you_mean(holiday, [*calendar.known_names[:_MOST_NAMES], *kinds])
    return f"there is no holiday {holiday!r} in {calendar}; write a date such as --12-24, or a name; {known}"

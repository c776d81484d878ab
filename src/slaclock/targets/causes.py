"""Why a schedule is closed where its usual hours are open: a holiday, an exception, a season or a closure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import NamedTuple

from slaclock.hours import (
    Combination,
    DayException,
    DeclaredDays,
    Schedule,
    Span,
    WorkingDay,
    day_name,
    in_zone,
    intersect,
    merge,
    short_date,
    subtract,
    whole_date,
)
from slaclock.targets.explanation import Kind


class Cause(NamedTuple):
    """What closed a span that would else have been open."""

    span: Span
    kind: Kind
    name: str
    estimated: bool = False


class StatesCauses:
    """A schedule that was told why it is closed and open, and computes nothing of that: see `compiled`."""

    def causes_between(self, start: datetime, end: datetime) -> list[Cause]:
        """What closed the time between two instants that usual hours would have opened, in order."""
        raise NotImplementedError

    def special_on(self, day: date) -> str:
        """Why it is open on a date on which it would not be, or not so, by its usual hours."""
        raise NotImplementedError


def closed_by(schedule: Schedule, start: datetime, end: datetime) -> list[Cause]:
    """What closed the time between two instants that usual hours would have opened, in order."""
    if isinstance(schedule, StatesCauses):
        return schedule.causes_between(start, end)
    if isinstance(schedule.hours, Combination):
        causes = _causes_in_combination(schedule.hours, start, end)
    else:
        causes = _causes_declared(schedule, start, end)
    closed = subtract([(start, end)], list(schedule._timeline.windows(start, end)))
    return sorted(_first_of_each(causes, closed))


def _first_of_each(causes: Iterable[Cause], closed: list[Span]) -> Iterator[Cause]:
    """Each cause where nothing before it was one."""
    for cause in causes:
        start, end = cause.span
        # Of a long time there are many spans, and a cause meets few of them.
        first = bisect_right(closed, start, key=_end_of)
        last = bisect_left(closed, end, lo=first, key=_start_of)
        met = closed[first:last]
        for span in intersect(met, [cause.span]):
            yield cause._replace(span=span)
        closed[first:last] = subtract(met, [cause.span])


_start_of, _end_of = itemgetter(0), itemgetter(1)


def _causes_declared(schedule: Schedule, start: datetime, end: datetime) -> Iterator[Cause]:
    declared = schedule._days
    assert isinstance(declared, DeclaredDays)
    first = in_zone(start, declared.zone).date() - timedelta(days=2)
    last = in_zone(end, declared.zone).date() + timedelta(days=2)
    usual = {day.date: day.spans for day in declared.without_closures(first, last)}
    all_usual = merge(span for spans in usual.values() for span in spans)
    exceptions = schedule._exceptions_between(first, last)
    for day, exception in exceptions.items():
        yield from (Cause(span, "exception", exception_name(day, exception)) for span in usual.get(day, ()))
    for day, spans in usual.items() if schedule.seasons else ():
        season = next((season for season in reversed(schedule.seasons) if season.covers(day)), None)
        if season and day not in exceptions and not schedule.holidays.on(day):
            yield from (Cause(span, "season", str(season)) for span in spans)
    for day, holiday in schedule.holidays.between(first, last).items():
        if day in exceptions:
            continue
        whole = [whole_date(day, declared.zone)]
        by_date = intersect(all_usual, whole) if whole[0][0] < whole[0][1] else []
        for span in usual.get(day, ()) if schedule.holiday_rule == "opening_date" else by_date:
            yield Cause(span, "holiday", holiday.name, holiday.estimated)


def _causes_in_combination(hours: Combination, start: datetime, end: datetime) -> Iterator[Cause]:
    first, *others = hours.schedules
    if hours.combine == "difference":
        for other in others:
            taken = intersect(list(first._timeline.windows(start, end)), list(other._timeline.windows(start, end)))
            yield from (Cause(span, "excluded", other.name or str(other)) for span in taken)
        yield from closed_by(first, start, end)
        return
    causes = [closed_by(part, start, end) for part in hours.schedules]
    for number, part_causes in enumerate(causes):
        yield from part_causes if hours.combine == "union" else _while_others_open(hours, causes, number, start, end)


def _while_others_open(
    hours: Combination, causes: Sequence[Sequence[Cause]], number: int, start: datetime, end: datetime
) -> Iterator[Cause]:
    """The causes of one part of an intersection, as far as the other parts would have been open."""
    kept = [(start, end)]
    for other, part in enumerate(hours.schedules):
        if other != number:
            usual = merge([*part._timeline.windows(start, end), *(cause.span for cause in causes[other])])
            kept = intersect(kept, usual)
    for cause in causes[number]:
        yield from (cause._replace(span=span) for span in intersect(kept, [cause.span]))


def opened_specially(schedule: Schedule, first: date, last: date) -> dict[date, str]:
    """Why a schedule is open on dates on which it would not be, or not so, by its usual hours."""
    worked = schedule.holidays.working_days(first, last) if schedule.holidays.may_open_weekends else {}
    exceptions = schedule._exceptions_between(first, last)
    return {
        **{day: working_day_name(each) for day, each in worked.items()},
        **{day: exception_name(day, each) for day, each in exceptions.items()},
    }


def exception_name(day: date, exception: DayException) -> str:
    """What an exception is called on a date: by its name, or by the date."""
    hours = ", ".join(map(str, exception.exception.hours)) or "closed"
    return f"{exception.name} ({hours})" if exception.name else f"hours of {day}: {hours}"


def working_day_name(worked: WorkingDay) -> str:
    """What a date on a weekend is called that is worked because another day is off."""
    return f"working {day_name(worked.day)}, in place of {short_date(worked.in_place_of)}"

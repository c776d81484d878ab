"""`schedule_payload`: a schedule as business hours of either product, or what they cannot say (R3, R5, R19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args

from slaclock.adapters.freshdesk.business_hours import DAYS, LATEST
from slaclock.adapters.freshdesk.clock_times import twelve_hours
from slaclock.adapters.plain_weeks import plain_week
from slaclock.adapters.unsayable_hours import refuse_between
from slaclock.errors import PayloadError, one_of
from slaclock.hours import WEEK, ListedHolidays, Schedule, StatedHoliday, SupportWindow, comes_once

Product = Literal["freshdesk", "freshservice"]
_EVERY_YEAR = "--"


def schedule_payload(schedule: Schedule, product: Product = "freshdesk") -> dict[str, Any]:
    """A schedule as business hours of Freshdesk or Freshservice; `policy(business_hours=…)` takes it back.

    Args:
        schedule: Weekly hours in whole minutes, with one window a day that ends by midnight.
        product: Freshservice has holidays by date, of one year or of every year; Freshdesk has none in this record.

    Returns:
        `name`, `time_zone` and the hours of each day, as JSON has them.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.

    Examples:
        >>> desk = Schedule(timezone="Europe/Berlin", hours="Mon 08:00-12:00", name="Desk")
        >>> schedule_payload(desk)["working_hours"]
        {'monday': {'start_time': '8:00 am', 'end_time': '12:00 pm'}}

    Rules: R3, R5, R13, R19.
    """
    one_of(product, get_args(Product), "product")
    windows = plain_week(schedule)
    holidays = list(_holidays(schedule))
    named = {"name": schedule.name or "business hours", "time_zone": schedule.timezone}
    if product == "freshservice":
        return {
            **named,
            "service_desk_hours": _week(windows, "beginning_of_workday", "end_of_workday"),
            "list_of_holidays": holidays,
        }
    if holidays:
        where = "Freshdesk has them in its settings alone; leave them out, or write product='freshservice'"
        raise PayloadError("holidays", f"{holidays[0]['holiday_name']} is closed, and {where}")
    return {**named, "working_hours": _week(windows, "start_time", "end_time")}


def _week(windows: Sequence[SupportWindow], opens: str, closes: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for window in windows:
        _refuse(window)
        for day in window.days:
            name = DAYS[WEEK.index(day)]
            if name in found:
                raise PayloadError("hours", f"{window} is a second window of {name}; the format has one a day")
            found[name] = {opens: twelve_hours(window.opens), closes: twelve_hours(window.closes)}
    return {day: found[day] for day in DAYS if day in found}


def _refuse(window: SupportWindow) -> None:
    refuse_between("whole minutes", window)
    if window.crosses_midnight:
        raise PayloadError("hours", f"{window} goes past midnight; the format has hours inside one day")
    if window.closes == LATEST:
        raise PayloadError("hours", f"{window} ends a minute before midnight; write 24:00, which the format has")


def _holidays(schedule: Schedule) -> Iterator[dict[str, str]]:
    for source in schedule.holidays.sources:
        if isinstance(source, StatedHoliday) and source.date.startswith(_EVERY_YEAR) and source.observed == "as_is":
            if source.last:
                raise PayloadError("holidays", f"{source} closes a run of dates every year; state each of them")
            yield {"holiday_date": source.date, "holiday_name": source.name}
        elif isinstance(source, ListedHolidays) or (isinstance(source, StatedHoliday) and comes_once(source)):
            for each in source.closed(*source.covered_years):
                yield {"holiday_date": each.date.isoformat(), "holiday_name": each.name}
        else:
            raise PayloadError("holidays", f"{source} closes by a rule; the format has dates, of one year or of each")

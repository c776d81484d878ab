"""The week of a schedule, for formats that have nothing else; what more it says is refused by name (R19)."""

from __future__ import annotations

from slaclock.adapters.unsayable_hours import refuse_offset
from slaclock.errors import PayloadError
from slaclock.hours import Schedule, SupportWindow


def plain_week(schedule: Schedule) -> tuple[SupportWindow, ...]:
    """The windows of a schedule that has one week for all year, in a place; holidays are left to whoever asks.

    Raises:
        PayloadError: It has a zone that is an offset, hours of single dates, seasons, or hours that are no week.
    """
    refuse_offset(schedule)
    if schedule.exceptions:
        raise PayloadError("exceptions", f"{schedule.exceptions[0].occasion} has hours of its own; the format has none")
    if schedule.seasons:
        raise PayloadError("seasons", "other hours for runs of dates; the format has one week for all year")
    if not isinstance(schedule.hours, tuple):
        raise PayloadError("hours", f"{type(schedule.hours).__name__} is no weekly hours; the format has these alone")
    return schedule.hours


def week_without_holidays(schedule: Schedule) -> tuple[SupportWindow, ...]:
    """The same for formats that close on no date.

    Raises:
        PayloadError: It has holidays, or what `plain_week` refuses.
    """
    if schedule.holidays.sources:
        raise PayloadError("holidays", f"{schedule.holidays.sources[0]} is closed; the format has no holidays")
    return plain_week(schedule)

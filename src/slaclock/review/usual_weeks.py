"""A schedule in a usual week: without holidays, exceptions and seasons (R10)."""

from __future__ import annotations

from datetime import date, timedelta

from slaclock.hours import Day, HolidayCalendar, Schedule

A_MONDAY = date(2001, 1, 1)


def usual(schedule: Schedule) -> Schedule:
    """The same schedule without holidays, exceptions and seasons."""
    return schedule.model_copy(update={"holidays": HolidayCalendar(), "exceptions": (), "seasons": ()})


def usual_week(schedule: Schedule) -> list[Day]:
    """The business days of a usual week; none if the schedule is combined, or follows rules."""
    if not isinstance(schedule.hours, tuple):
        return []
    timeline = usual(schedule)._timeline
    days = (timeline.day(A_MONDAY + timedelta(days=number)) for number in range(7))
    return [day for day in days if day]

"""Business days of a month, a quarter or a year, counted from its first one or its last (R10)."""

from __future__ import annotations

from datetime import MAXYEAR, date, datetime
from typing import Literal, get_args

from slaclock.errors import ChoiceError, InstantError, NeverOpenError, one_of
from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.timeline import Timeline

Period = Literal["month", "quarter", "year"]
"""What has a first and a last business day."""
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def nth_business_day(timeline: Timeline, number: int, period: Period, day: date) -> date:
    """The Nth business day of the period that holds a date, from its end where negative."""
    if not isinstance(number, int) or not number:
        raise ChoiceError(f"number is 1 for the first business day or -1 for the last, and so on, not {number!r}")
    first, last = bounds(one_of(period, get_args(Period), "period"), day)
    count = _from_to(timeline, first, last)
    if abs(number) > count:
        raise NeverOpenError(f"the {period} of {day} has {count} business days, and not {abs(number)}")
    place = number if number > 0 else count + 1 + number
    return timeline.business_day(first - ONE_DAY, place).date


def business_days_between(timeline: Timeline, start: date, end: date) -> int:
    """The business days from a date, included, to another, excluded; backwards as a negative number."""
    return timeline.business_days(start, end) if start <= end else -_from_to(timeline, end + ONE_DAY, start)


def _from_to(timeline: Timeline, first: date, last: date) -> int:
    """The business days from a first to a last date, both included."""
    return timeline.business_days(first, last) + (timeline.day(last) is not None)


def bounds(period: Period, day: date) -> tuple[date, date]:
    """The first and the last date of the period that holds a date."""
    months = _MONTHS[period]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    month = first.month + months
    if month <= 12:
        return first, first.replace(month=month) - ONE_DAY
    return first, date.max if first.year == MAXYEAR else date(first.year + 1, 1, 1) - ONE_DAY


def date_asked(day: date) -> date:
    """A date that was given, where it is one."""
    if isinstance(day, date) and not isinstance(day, datetime):
        return day
    raise InstantError(f"{day!r} is no date; give one, e.g. date(2026, 11, 25), or at.astimezone(zone).date()")

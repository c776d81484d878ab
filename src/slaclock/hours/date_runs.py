"""Weeks, months, quarters and years as runs of dates; a week begins on Monday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, cast, get_args

from slaclock.hours.date_text import ONE_DAY

Per = Literal["day", "week", "month", "quarter", "year"]
"""A run of dates; weeks begin on Monday."""
Of = Literal["week", "next_week", "month", "next_month", "quarter", "next_quarter", "year", "next_year"]
"""The run of dates in which an instant lies, or the one after it."""
OF: tuple[Of, ...] = get_args(Of)

_LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def first_of(day: date, per: Per) -> date:
    """The first date of the run in which a date lies."""
    if per == "day":
        return day
    if per == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[per]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def first_after(day: date, per: Per) -> date:
    """The first date after that run."""
    return first_of(first_of(day, per) + timedelta(days=_LONGEST[per]), per)


def last_of(day: date, per: Per) -> date:
    """The last date of that run."""
    return first_after(day, per) - ONE_DAY


def run_of(day: date, of: Of, ahead: int = 0) -> tuple[date, date]:
    """The first date of a run, and the first after it; so many runs further on."""
    per = cast(Per, of.removeprefix("next_"))
    for _ in range(ahead + of.startswith("next_")):
        day = first_after(day, per)
    return first_of(day, per), first_after(day, per)

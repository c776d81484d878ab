"""`hours_payload`: a schedule as a business profile has it, or what the format cannot say (R3, R4, R5, R6, R19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from slaclock.adapters.dated_hours import weekly_and_dated
from slaclock.adapters.written_parts import json_text, span_of, the_schedule
from slaclock.hours import DAY_NAMES, MIDNIGHT, ONE_DAY, WEEK, ClockRange, Schedule, Weekday
from slaclock.policy import SlaPolicy


def hours_payload(schedule: Schedule, years: tuple[int, int] | None = None) -> dict[str, Any]:
    """A schedule as regular and special hours; `policy` reads the same hours back, with the zone given again.

    Args:
        schedule: Weekly hours to the minute.
        years: The first and the last year whose holidays and exceptions are written, where these follow rules.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.

    Examples:
        >>> office = Schedule(timezone="Europe/London", hours="Mon 09:00-17:00")
        >>> hours_payload(office)["regularHours"]["periods"][0]["closeTime"]
        {'hours': 17, 'minutes': 0}

    Rules: R3, R4, R5, R6, R19.
    """
    held = weekly_and_dated(schedule, years)
    special = dict.fromkeys(held.closed, ()) | held.own
    return {
        "title": schedule.name or "business hours",
        "regularHours": {"periods": [_period(day, window) for window in held.weekly for day in window.days]},
        "specialHours": {"specialHourPeriods": [each for day in sorted(special) for each in _dated(day, special[day])]},
    }


def _period(day: Weekday, window: ClockRange) -> dict[str, Any]:
    place = WEEK.index(day)
    closes = (place + _crosses(window)) % 7
    return {
        "openDay": DAY_NAMES[place].upper(),
        "openTime": _time(window.opens),
        "closeDay": DAY_NAMES[closes].upper(),
        "closeTime": _closing(window),
    }


def _crosses(window: ClockRange) -> bool:
    return MIDNIGHT < window.closes <= window.opens


def _closing(window: ClockRange) -> dict[str, int]:
    return {"hours": 24} if window.closes == MIDNIGHT else _time(window.closes)


def _time(clock: time) -> dict[str, int]:
    return {"hours": clock.hour, "minutes": clock.minute}


def _dated(day: date, hours: Sequence[ClockRange]) -> list[dict[str, Any]]:
    if not hours:
        return [{"startDate": _date(day), "endDate": _date(day), "closed": True}]
    return [
        {
            "startDate": _date(day),
            "openTime": _time(each.opens),
            "endDate": _date(day + _crosses(each) * ONE_DAY),
            "closeTime": _closing(each),
        }
        for each in hours
    ]


def _date(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def text_of_policy(
    policy: SlaPolicy, *, schedule: str | None = None, plan: str | None = None, years: Sequence[int] = ()
) -> str:
    """A schedule as hours of a location, which have no targets.

    Rules: R3, R4, R5, R6, R19.
    """
    return json_text(hours_payload(the_schedule(policy, schedule, plan), span_of(years)))

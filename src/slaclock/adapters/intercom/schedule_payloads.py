"""`schedule_payload`: a schedule as office hours of Intercom, or what their format cannot say (R3, R4, R5, R6, R19)."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from slaclock.adapters.dated_hours import DatedHours, Years, dated_hours
from slaclock.adapters.intercom.office_hours import CLOSED, CUSTOM
from slaclock.adapters.unsayable_hours import refuse_between, refuse_uncut_nights
from slaclock.adapters.weekly_hours import A_WEEK, DAY, cut_at_midnight
from slaclock.errors import PayloadError
from slaclock.hours import ClockRange, Schedule


def schedule_payload(schedule: Schedule, years: Years | None = None) -> dict[str, Any]:
    """A schedule as office hours of Intercom, with its exceptions; `policy(office_hours_schedules=…)` takes it back.

    The product itself takes the office hours and each of the exceptions at addresses of their own.

    Args:
        schedule: Weekly hours in quarter hours, nights cut at midnight; dates are closed or have hours of their own.
        years: The first and the last year whose dates are written, where holidays or exceptions follow rules.

    Returns:
        `name`, `time_zone_name`, `time_intervals` (minutes since Monday), `twenty_four_seven` and
        `office_hours_exceptions`, as JSON has them.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.

    Examples:
        >>> desk = Schedule(timezone="Europe/Dublin", hours="Tue 09:00-17:00", holidays=["2026-12-24"], name="Desk")
        >>> schedule_payload(desk)["time_intervals"]
        [{'start_minute': 1980, 'end_minute': 2460, 'day_of_week': 1}]

    Rules: R3, R4, R5, R6, R13, R19.
    """
    found = dated_hours(schedule, years)
    if found.rules:
        raise PayloadError("hours", f"{found.rules[0]} opens by a rule; the format has weekly hours alone")
    if found.has_nights:
        _refuse_other_readings(schedule, found)
    cut = cut_at_midnight(found.weekly, "quarter hours")
    always = sum(end - start for start, end in cut) == A_WEEK
    since_monday = sorted(((start - DAY) % A_WEEK, (start - DAY) % A_WEEK + end - start) for start, end in cut)
    return {
        "type": "office_hours_schedule",
        "name": schedule.name or "office hours",
        "time_zone_name": schedule.timezone,
        "time_intervals": [] if always else [_interval(*each, each[0] // DAY) for each in since_monday],
        "twenty_four_seven": always,
        "office_hours_exceptions": _exceptions(found),
    }


def _refuse_other_readings(schedule: Schedule, found: DatedHours) -> None:
    """Hours are cut at midnight there, and a date is closed or replaced as a whole."""
    if found.own:
        day = next(iter(found.own))
        raise PayloadError("exceptions", f"{day} has hours of its own in a schedule with nights; the format cuts these")
    refuse_uncut_nights(schedule, bool(found.closed))


def _interval(start: int, end: int, day: int) -> dict[str, int]:
    return {"start_minute": start, "end_minute": end, "day_of_week": day}


def _exceptions(found: DatedHours) -> list[dict[str, Any]]:
    closed = {day: (name, ()) for day, name in found.closed.items()}
    own = {day: (found.names.get(day, ""), hours) for day, hours in found.own.items()}
    return [_exception(day, *each) for day, each in sorted((closed | own).items())]


def _exception(day: date, name: str, hours: tuple[ClockRange, ...]) -> dict[str, Any]:
    named = {"name": name} if name else {}
    kind = CUSTOM if hours else CLOSED
    return {
        "type": "office_hours_exception",
        "exception_date": day.isoformat(),
        "exception_type": kind,
        **named,
        "time_intervals": [_of_date(each, day.weekday()) for each in hours] or None,
        "recurring_annually": False,
    }


def _of_date(hours: ClockRange, weekday: int) -> dict[str, int]:
    refuse_between("quarter hours", hours)
    opens, closes = _minutes(hours.opens), _minutes(hours.closes) or DAY
    return _interval(opens, closes, weekday)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute

"""`schedule_payload`: a schedule as one of Opsgenie with one rotation, or what its format cannot say (R3, R4, R19)."""

from __future__ import annotations

from typing import Any

from slaclock.adapters.opsgenie.time_restrictions import restriction_of
from slaclock.adapters.plain_weeks import week_without_holidays
from slaclock.adapters.unsayable_hours import refuse_closing_dates
from slaclock.adapters.weekly_hours import A_WEEK, cut_at_midnight
from slaclock.hours import Schedule


def schedule_payload(schedule: Schedule) -> dict[str, Any]:
    """A schedule as one of Opsgenie, with one rotation; `policy(schedules=…)` takes it back.

    Args:
        schedule: Weekly hours in half hours, nights included; no holidays and no hours of single dates.

    Returns:
        `name`, `timezone` and `rotations`, as JSON has them; nobody takes part in the rotation.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.

    Examples:
        >>> nights = Schedule(timezone="Europe/Berlin", hours="Mon 22:00-06:00", name="Nights")
        >>> schedule_payload(nights)["rotations"][0]["timeRestriction"]["restrictions"][0]["endDay"]
        'tuesday'

    Rules: R3, R4, R13, R19.
    """
    windows = week_without_holidays(schedule)
    cut = cut_at_midnight(windows, "half hours")
    if any(window.crosses_midnight for window in windows):
        refuse_closing_dates(schedule)
    whole = sum(end - start for start, end in cut) == A_WEEK
    rotation = {"name": schedule.name or "rotation"}
    return {
        "name": schedule.name or "schedule",
        "timezone": schedule.timezone,
        "rotations": [rotation if whole else rotation | {"timeRestriction": restriction_of(cut)}],
    }

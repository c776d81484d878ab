"""`schedule_payload`: a schedule as one of Opsgenie with one rotation, or what its format cannot say (R3, R4, R19)."""

from __future__ import annotations

from typing import Any

from slaclock.adapters.opsgenie.time_restrictions import restriction_of
from slaclock.adapters.plain_weeks import week_without_holidays
from slaclock.adapters.weekly_hours import A_WEEK, stretches_of, windows_of
from slaclock.errors import PayloadError
from slaclock.hours import Schedule, SupportWindow

HALF_HOUR = 30


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
    cut = sorted(each for window in windows for each in _stretches(window))
    if _shifts(windows_of(cut).windows) != _shifts(windows):
        raise PayloadError("hours", "windows touch or overlap, and would be read as one; write them as one")
    if schedule.belongs_to != "opening_date" and any(window.crosses_midnight for window in windows):
        raise PayloadError("belongs_to", "the format does not say that a night belongs to the date on which it closes")
    whole = sum(end - start for start, end in cut) == A_WEEK
    rotation = {"name": schedule.name or "rotation"}
    return {
        "name": schedule.name or "schedule",
        "timezone": schedule.timezone,
        "rotations": [rotation if whole else rotation | {"timeRestriction": restriction_of(cut)}],
    }


def _stretches(window: SupportWindow) -> list[tuple[int, int]]:
    times = (window.opens, window.closes)
    if any(clock.second or clock.microsecond or clock.minute % HALF_HOUR for clock in times):
        raise PayloadError("hours", f"{window} is not in half hours, in which the format has its times")
    return stretches_of(window)


def _shifts(windows: tuple[SupportWindow, ...]) -> set[Any]:
    return {(day, window.opens, window.closes) for window in windows for day in window.days}

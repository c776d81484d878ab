"""`schedule_payload`: a schedule as Zendesk has it; what its format cannot say is refused by name (R3, R4, R5, R19)."""

from __future__ import annotations

from typing import Any

from slaclock.adapters.closed_runs import closed_runs
from slaclock.adapters.weekly_hours import stretches_of, windows_of
from slaclock.errors import PayloadError
from slaclock.hours import Schedule, SupportWindow

QUARTER, HOUR = 15, 60


def schedule_payload(schedule: Schedule, years: tuple[int, int] | None = None) -> dict[str, Any]:
    """A schedule as Zendesk has it, with its holidays: nights cut at midnight, whole dates closed.

    `policy(schedules=…)` takes it back. The product itself takes the name and the zone, the intervals, and each of the
    holidays, at three addresses.

    Args:
        schedule: Weekly hours in quarter hours, each stretch of an hour or more; no hours of single dates.
        years: The first and the last year whose holidays are written, where holidays follow rules or countries.

    Returns:
        `name`, `time_zone`, `intervals` (minutes since Sunday) and `holidays`, as JSON has them.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.

    Examples:
        >>> nights = Schedule(timezone="Europe/London", hours="Mon 22:00-06:00", name="Nights")
        >>> schedule_payload(nights)["intervals"]
        [{'start_time': 2760, 'end_time': 2880}, {'start_time': 2880, 'end_time': 3240}]

    Rules: R3, R4, R5, R13, R19.
    """
    if schedule.timezone.startswith(("UTC+", "UTC-")):
        raise PayloadError("timezone", f"{schedule.timezone!r} is an offset and no place; the format names places")
    if schedule.exceptions:
        raise PayloadError("exceptions", f"{schedule.exceptions[0].occasion} has hours of its own; the format has none")
    if schedule.seasons:
        raise PayloadError("seasons", "other hours for runs of dates; the format has one week for all year")
    windows = _weekly(schedule)
    closed = [
        {"name": name, "start_date": first.isoformat(), "end_date": last.isoformat()}
        for name, first, last in closed_runs(schedule.holidays, years)
    ]
    if any(window.crosses_midnight for window in windows):
        _refuse_other_readings(schedule, bool(closed))
    stretches = sorted(each for window in windows for each in _stretches(window))
    if _shifts(windows_of(stretches).windows) != _shifts(windows):
        raise PayloadError("hours", "windows touch or overlap, and would be read as one; write them as one")
    return {
        "name": schedule.name or "schedule",
        "time_zone": schedule.timezone,
        "intervals": [{"start_time": start, "end_time": end} for start, end in stretches],
        "holidays": closed,
    }


def _weekly(schedule: Schedule) -> tuple[SupportWindow, ...]:
    if not isinstance(schedule.hours, tuple):
        raise PayloadError("hours", f"{type(schedule.hours).__name__} is no weekly hours; the format has these alone")
    return schedule.hours


def _refuse_other_readings(schedule: Schedule, has_holidays: bool) -> None:
    """Nights are cut by calendar date there, and belong to the date on which they open."""
    if has_holidays and schedule.holiday_rule != "calendar_date":
        means = "the product closes from midnight to midnight; state holiday_rule='calendar_date'"
        raise PayloadError("holiday_rule", f"a holiday closes the nights that open on it here, and {means}")
    if schedule.belongs_to != "opening_date":
        raise PayloadError("belongs_to", "the format does not say that a night belongs to the date on which it closes")


def _stretches(window: SupportWindow) -> list[tuple[int, int]]:
    times = (window.opens, window.closes)
    if any(clock.second or clock.microsecond or clock.minute % QUARTER for clock in times):
        raise PayloadError("hours", f"{window} is not in quarter hours, in which the format has its times")
    found = stretches_of(window)
    if any(end - start < HOUR for start, end in found):
        raise PayloadError(
            "hours", f"{window} is less than an hour, or on one side of midnight; the format has no less"
        )
    return found


def _shifts(windows: tuple[SupportWindow, ...]) -> set[Any]:
    return {(day, window.opens, window.closes) for window in windows for day in window.days}

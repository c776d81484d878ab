"""`schedule_payload`: a schedule as Zendesk has it; what its format cannot say is refused by name (R3, R4, R5, R19)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from slaclock.adapters.closed_runs import closed_runs
from slaclock.adapters.plain_weeks import plain_week
from slaclock.adapters.unsayable_hours import refuse_uncut_nights
from slaclock.adapters.weekly_hours import cut_at_midnight, stretches_of
from slaclock.errors import PayloadError
from slaclock.hours import Schedule, SupportWindow

HOUR = 60


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
    windows = plain_week(schedule)
    closed = [
        {"name": name, "start_date": first.isoformat(), "end_date": last.isoformat()}
        for name, first, last in closed_runs(schedule.holidays, years)
    ]
    if any(window.crosses_midnight for window in windows):
        refuse_uncut_nights(schedule, bool(closed))
    stretches = cut_at_midnight(windows, "quarter hours")
    _refuse_short(windows)
    return {
        "name": schedule.name or "schedule",
        "time_zone": schedule.timezone,
        "intervals": [{"start_time": start, "end_time": end} for start, end in stretches],
        "holidays": closed,
    }


def _refuse_short(windows: Iterable[SupportWindow]) -> None:
    for window in windows:
        if any(end - start < HOUR for start, end in stretches_of(window)):
            what = f"{window} is less than an hour, or on one side of midnight"
            raise PayloadError("hours", f"{what}; the format has no less")

"""`schedule_payload`: a schedule as support hours of PagerDuty, or what their format cannot say (R3, R19)."""

from __future__ import annotations

from typing import Any

from slaclock.adapters.pagerduty.policies import FIXED
from slaclock.adapters.plain_weeks import week_without_holidays
from slaclock.errors import PayloadError
from slaclock.hours import MIDNIGHT, WEEK, Schedule


def schedule_payload(schedule: Schedule) -> dict[str, Any]:
    """A schedule as support hours of PagerDuty; `policy(services=…)` takes them back.

    Args:
        schedule: One window for all of its days, inside the day, in whole seconds; no holidays.

    Returns:
        The support hours of a service, as JSON has them.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.

    Examples:
        >>> desk = Schedule(timezone="America/Lima", hours="Mon,Fri 09:00-17:00")
        >>> schedule_payload(desk)["days_of_week"]
        [1, 5]

    Rules: R3, R13, R19.
    """
    windows = week_without_holidays(schedule)
    times = {(window.opens, window.closes) for window in windows}
    if len(times) > 1:
        raise PayloadError("hours", f"{windows[1]} beside {windows[0]}; the format has one window for all days")
    [(opens, closes)] = times
    if closes == MIDNIGHT or closes <= opens:
        raise PayloadError("hours", f"{windows[0]} ends at midnight or after it; the format has hours inside one day")
    if opens.microsecond or closes.microsecond:
        raise PayloadError("hours", f"{windows[0]} is not in whole seconds, in which the format has its times")
    return {
        "type": FIXED,
        "time_zone": schedule.timezone,
        "days_of_week": sorted(WEEK.index(day) + 1 for window in windows for day in window.days),
        "start_time": f"{opens:%H:%M:%S}",
        "end_time": f"{closes:%H:%M:%S}",
    }

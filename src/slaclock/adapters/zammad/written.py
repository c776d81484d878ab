"""Schedules and plans as Zammad has them; what its formats cannot say is refused by name (R3, R4, R5, R11, R19)."""

from __future__ import annotations

from typing import Any

from slaclock.adapters.closed_runs import closed_runs
from slaclock.adapters.day_clocks import to_the_minute
from slaclock.adapters.day_frames import Frame, frames_of
from slaclock.adapters.plain_weeks import plain_week
from slaclock.adapters.unsayable_hours import refuse_between
from slaclock.adapters.written_parts import plain_promises, plan_written, whole_business_time
from slaclock.adapters.zammad.slas import METRICS, STARTS
from slaclock.errors import PayloadError
from slaclock.hours import Schedule, dates_between
from slaclock.policy import SlaPolicy


def schedule_payload(schedule: Schedule, years: tuple[int, int] | None = None) -> dict[str, Any]:
    """A schedule as a calendar of Zammad, with its holidays as dates.

    Args:
        schedule: Weekly hours in whole minutes, each within its day; no hours of single dates.
        years: The first and the last year whose holidays are written, where holidays follow rules or countries.

    Returns:
        `name`, `timezone`, `business_hours` and `public_holidays`, as JSON has them; `policy` takes it back.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.

    Examples:
        >>> office = Schedule(timezone="Europe/Berlin", hours="Mon 09:00-12:00, 13:00-17:00", name="Office")
        >>> schedule_payload(office)["business_hours"]["mon"]
        {'active': True, 'timeframes': [['09:00', '12:00'], ['13:00', '17:00']]}

    Rules: R3, R4, R5, R13, R19.
    """
    for window in plain_week(schedule):
        refuse_between("whole minutes", window)
        if (window.closes.hour, window.closes.minute) == (23, 59):
            raise PayloadError("hours", f"{window} ends at 23:59, which the product takes for 24:00; state that")
    week = frames_of(schedule)
    closed: dict[str, Any] = {}
    for name, first, last in closed_runs(schedule.holidays, years):
        for day in dates_between(first, last):
            closed[day.isoformat()] = {"active": True, "summary": name}
    return {
        "name": schedule.name or "schedule",
        "timezone": schedule.timezone,
        "business_hours": {
            day.lower(): {"active": bool(frames), "timeframes": [_written(frame) for frame in frames]}
            for day, frames in week.items()
        },
        "public_holidays": closed,
    }


def _written(frame: Frame) -> list[str]:
    return [to_the_minute(seconds) for seconds in frame]


def sla_payload(policy: SlaPolicy, plan: str | None = None, calendar_id: int | None = None) -> dict[str, Any]:
    """A plan of a policy as an SLA of Zammad, for all tickets.

    Args:
        policy: Its metrics are first and next response, update and resolution, in business time.
        plan: Name of the plan; may be left out when the policy has one only.
        calendar_id: The id of the calendar on which it counts there.

    Returns:
        `name`, `calendar_id`, times in minutes and a blank `condition`, as JSON has them.

    Raises:
        PayloadError: The plan promises something that the format cannot say; the message names it.
        UnknownNameError: The policy has no such plan, or several and none is named.

    Examples:
        >>> policy = SlaPolicy(name="A", timezone="UTC", schedules={"o": "Mon-Fri 09:00-17:00"},
        ...     plans={"Gold": {"schedule": "o", "first_response": "2 business hours"}})
        >>> sla_payload(policy)["first_response_time"]
        120

    Rules: R11, R19.
    """
    name = plan_written(policy, plan, "an SLA")
    written: dict[str, int | None] = dict.fromkeys(METRICS)
    theirs = {ours: key for key, ours in METRICS.items()}
    for each in plain_promises(policy, name, "the format has one target for all", theirs, STARTS):
        written[theirs[each.metric]] = whole_business_time(each.target, "minutes", each.where)
    if written["response_time"] and written["update_time"]:
        raise PayloadError(f"plans.{name}", "it promises a next response and an update; the format has one of them")
    return {"name": name, "calendar_id": calendar_id, **written, "condition": {}}

"""Schedules and plans as Chatwoot has them; what its formats cannot say is refused by name (R3, R4, R11, R19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slaclock.adapters.chatwoot.sla_policies import LIFECYCLES, METRICS
from slaclock.adapters.day_frames import DAY, Frame, frames_of
from slaclock.adapters.plain_weeks import week_without_holidays
from slaclock.adapters.unsayable_hours import refuse_between
from slaclock.adapters.weekly_hours import DAYS
from slaclock.adapters.written_parts import plain_promises, plan_written, refuse_choices
from slaclock.errors import PayloadError
from slaclock.hours import Schedule
from slaclock.policy import SlaPolicy
from slaclock.targets import Target

_STARTS = {metric: life["starts"] for metric, life in LIFECYCLES.items() if "starts" in life}


def schedule_payload(schedule: Schedule) -> dict[str, Any]:
    """A schedule as an inbox of Chatwoot with its working hours.

    Args:
        schedule: Weekly hours in whole minutes, one window a day, within the day; no holidays.

    Returns:
        `name`, `timezone`, `working_hours_enabled` and `working_hours`, as JSON has them; `policy` takes it back.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.

    Examples:
        >>> chat = Schedule(timezone="America/New_York", hours="Mon 09:00-17:00", name="Chat")
        >>> [row["open_hour"] for row in schedule_payload(chat)["working_hours"]]
        [None, 9, None, None, None, None, None]

    Rules: R3, R4, R13, R19.
    """
    for window in week_without_holidays(schedule):
        refuse_between("whole minutes", window)
    week = frames_of(schedule, most=1)
    return {
        "id": 1,
        "name": schedule.name or "schedule",
        "timezone": schedule.timezone,
        "working_hours_enabled": True,
        "working_hours": [_row(number, week[day]) for number, day in enumerate(DAYS)],
    }


def _row(number: int, frames: Sequence[Frame]) -> dict[str, Any]:
    whole = list(frames) == [(0, DAY)]
    opens, closes = ((0, DAY - 60) if whole else frames[0]) if frames else (None, None)
    return {
        "day_of_week": number,
        "closed_all_day": not frames,
        "open_all_day": whole,
        **_clock("open", opens),
        **_clock("close", closes),
    }


def _clock(which: str, seconds: int | None) -> dict[str, int | None]:
    if seconds is None:
        return {f"{which}_hour": None, f"{which}_minutes": None}
    if seconds == DAY:
        raise PayloadError("hours", "a window ends at 24:00, and does not begin at 00:00; the format ends at 23:59")
    return {f"{which}_hour": seconds // 3_600, f"{which}_minutes": seconds // 60 % 60}


def sla_policy_payload(policy: SlaPolicy, plan: str | None = None) -> dict[str, Any]:
    """A plan of a policy as an SLA policy of Chatwoot.

    Args:
        policy: Its metrics are first and next response and resolution, all in business time or all in calendar time.
        plan: Name of the plan; may be left out when the policy has one only.

    Returns:
        `name`, times in seconds and `only_during_business_hours`, as JSON has them; `policy` takes it back.

    Raises:
        PayloadError: The plan promises something that the format cannot say; the message names it.
        UnknownNameError: The policy has no such plan, or several and none is named.

    Examples:
        >>> policy = SlaPolicy(name="A", timezone="UTC", schedules={"o": "Mon-Fri 09:00-17:00"},
        ...     plans={"Gold": {"schedule": "o", "first_response": "2 business hours"}})
        >>> sla_policy_payload(policy)["first_response_time_threshold"]
        7200

    Rules: R11, R19.
    """
    name = plan_written(policy, plan, "an SLA policy")
    written: dict[str, int | None] = dict.fromkeys(METRICS)
    theirs = {ours: key for key, ours in METRICS.items()}
    counted = set()
    for each in plain_promises(policy, name, "the format has one target for all", theirs, _STARTS):
        written[theirs[each.metric]] = _seconds(each.target, each.where)
        counted.add(each.target.counts)
    if len(counted) > 1:
        what = "some targets count business time and some calendar time"
        raise PayloadError(f"plans.{name}", f"{what}; the format has one of both")
    return {"id": 1, "name": name, **written, "only_during_business_hours": counted == {"open_time"}}


def _seconds(target: Target, where: str) -> int:
    if target.counts not in ("open_time", "calendar_time") or target.duration is None:
        raise PayloadError(where, f"{target} is no business time and no calendar time; the format has these")
    refuse_choices(target, where)
    if target.duration.microseconds:
        raise PayloadError(where, f"{target} is no whole number of seconds, of which the format has its targets")
    return round(target.duration.total_seconds())

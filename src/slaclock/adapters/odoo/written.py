"""Schedules and plans as Odoo has them; what its formats cannot say is refused by name (R3, R4, R5, R6, R11, R19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from slaclock.adapters.closed_runs import closed_runs
from slaclock.adapters.day_frames import frames_of
from slaclock.errors import PayloadError, UnknownNameError, named
from slaclock.hours import ONE_DAY, WEEK, Schedule, first_instant, zone_named
from slaclock.policy import SlaPolicy
from slaclock.targets import Target
from slaclock.tickets import known_status

_HOUR = timedelta(hours=1)
_SECOND = timedelta(seconds=1)
_PERIODS = ((12 * 3_600, "morning"), (24 * 3_600, "afternoon"))
_SOLVED = "Solved"
_REACH = "reach "


def schedule_payload(schedule: Schedule, years: tuple[int, int] | None = None) -> dict[str, Any]:
    """A schedule as a calendar of Odoo, with its rows and leaves; leaves are in UTC and end a second early.

    Args:
        schedule: Weekly hours in whole minutes, each within its day; no hours of single dates.
        years: The first and the last year whose holidays are written, where holidays follow rules or countries.

    Returns:
        Records of `resource.calendar`, `resource.calendar.attendance` and `resource.calendar.leaves`, which
        `policy_of_answers` takes back.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.

    Examples:
        >>> office = Schedule(timezone="Europe/Brussels", hours="Mon 08:30-12:00", holidays="2026-06-01", name="Office")
        >>> written = schedule_payload(office)
        >>> written["resource.calendar.attendance"][0]["hour_from"]
        8.5
        >>> written["resource.calendar.leaves"][0]["date_from"]
        '2026-05-31 22:00:00'

    Rules: R3, R4, R5, R13, R19.
    """
    _refuse_odd_times(schedule)
    week = frames_of(schedule)
    rows = [(WEEK.index(day), frame) for day, frames in week.items() for frame in frames]
    lengths = [sum(end - start for start, end in frames) for frames in week.values() if frames]
    name = schedule.name or "schedule"
    calendar = {
        "id": 1,
        "name": name,
        "tz": schedule.timezone,
        "two_weeks_calendar": False,
        "hours_per_day": sum(lengths) / len(lengths) / 3_600,
    }
    return {
        "resource.calendar": [calendar],
        "resource.calendar.attendance": [
            {
                "id": key,
                "name": f"{WEEK[day]} {start // 3_600:02}:{start // 60 % 60:02}",
                "calendar_id": [1, name],
                "dayofweek": str(day),
                "hour_from": start / 3_600,
                "hour_to": end / 3_600,
                "day_period": next(name for until, name in _PERIODS if start < until),
            }
            for key, (day, (start, end)) in enumerate(rows, start=1)
        ],
        "resource.calendar.leaves": [*_leaves(schedule, years, name)],
    }


def _refuse_odd_times(schedule: Schedule) -> None:
    for window in schedule.hours if isinstance(schedule.hours, tuple) else ():
        if any(clock.second or clock.microsecond for clock in (window.opens, window.closes)):
            raise PayloadError("hours", f"{window} is not in whole minutes, to which the product rounds its hours")


def _leaves(schedule: Schedule, years: tuple[int, int] | None, name: str) -> Iterator[dict[str, Any]]:
    for key, (called, first, last) in enumerate(closed_runs(schedule.holidays, years), start=1):
        yield {
            "id": key,
            "name": called,
            "calendar_id": [1, name],
            "resource_id": False,
            "date_from": _midnight(first, schedule).strftime("%Y-%m-%d %H:%M:%S"),
            "date_to": (_midnight(last + ONE_DAY, schedule) - _SECOND).strftime("%Y-%m-%d %H:%M:%S"),
        }


def _midnight(day: date, schedule: Schedule) -> datetime:
    return first_instant(datetime.combine(day, time(0)), zone_named(schedule.timezone))


def sla_payload(policy: SlaPolicy, plan: str | None = None) -> dict[str, Any]:
    """A plan of a policy as SLA policies of Odoo, for all tickets of one team.

    Args:
        policy: Its metrics are resolution, and those that are called `reach` with the stage that is to be reached.
        plan: Name of the plan; may be left out when the policy has one only.

    Returns:
        Records of `helpdesk.sla` and `helpdesk.team`, which `policy_of_answers` takes back beside a calendar.

    Raises:
        PayloadError: The plan promises something that the format cannot say; the message names it.
        UnknownNameError: The policy has no such plan, or several and none is named.

    Examples:
        >>> policy = SlaPolicy(name="A", timezone="UTC", schedules={"o": "Mon-Fri 09:00-17:00"},
        ...     plans={"Gold": {"schedule": "o", "resolution": "2 business hours"}})
        >>> sla_payload(policy)["helpdesk.sla"][0]["time"]
        2.0

    Rules: R11, R19.
    """
    if plan is None and len(policy.plans) > 1:
        raise UnknownNameError(f"name the plan that is written, one of: {', '.join(policy.plans)}")
    name = plan or next(iter(policy.plans))
    named(policy.plans, name, "plan")
    slas = []
    for key, (metric, promise) in enumerate(policy.plans[name].metrics.items(), start=1):
        where = f"plans.{name}.{metric}"
        if promise.priorities:
            raise PayloadError(where, "it differs by priority; make it a plan for each, which is an SLA policy each")
        if promise.when or promise.no_commitment:
            raise PayloadError(where, "it depends on how a request arrives, or promises nothing; the format cannot")
        if promise.lifecycle and promise.lifecycle.pauses_in:
            raise PayloadError(where, "it pauses in statuses; the format excludes stages by ids, which are not known")
        stage = _stage(metric, where)
        hours = _hours(policy.target(name, metric=metric), where)
        called = name if len(policy.plans[name].metrics) == 1 else f"{name} {metric}"
        row = {
            "id": key,
            "name": called,
            "team_id": [1, name],
            "stage_id": [key, stage],
            "time": hours,
            "priority": "0",
        }
        slas.append(row)
    return {"helpdesk.sla": slas, "helpdesk.team": [{"id": 1, "name": name, "resource_calendar_id": [1, name]}]}


def _stage(metric: str, where: str) -> str:
    """The stage that is to be reached."""
    if metric == "resolution":
        return _SOLVED
    stage = metric.removeprefix(_REACH)
    meant = known_status(stage)
    if stage == metric or (meant and meant.ends):
        raise PayloadError(
            where, f"the product measures until a stage is reached; call it resolution, or {_REACH}STAGE"
        )
    return stage


def _hours(target: Target, where: str) -> float:
    if target.counts != "open_time" or target.duration is None:
        raise PayloadError(where, f"{target} is no business time; the format has hours of business time")
    if target.boundary == "next_opening" or target.cut_off:
        raise PayloadError(where, f"{target} is due at the next opening, or has a cut-off; the format has neither")
    if target.ends not in (None, "as_is") or target.starts == "next_opening":
        raise PayloadError(where, f"{target} starts or ends elsewhere; the format has no choice")
    return target.duration / _HOUR

"""Schedules and plans as Odoo has them; what its formats cannot say is refused by name (R3, R4, R5, R6, R11, R19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from slaclock.adapters.closed_runs import runs_of
from slaclock.adapters.dated_hours import DatedHours, dated_hours
from slaclock.adapters.day_frames import DAY, Frame, frames_of
from slaclock.adapters.odoo.attendances import Row, frames_on, row_of
from slaclock.adapters.unsayable_hours import refuse_between
from slaclock.adapters.written_parts import plain_promises, plan_written, refuse_choices
from slaclock.errors import PayloadError
from slaclock.hours import (
    WEEK,
    ClockRange,
    HolidayCalendar,
    Schedule,
    first_instant,
    zone_named,
)
from slaclock.policy import SlaPolicy
from slaclock.targets import Target
from slaclock.tickets import known_status

_HOUR = timedelta(hours=1)
_SECOND = timedelta(seconds=1)
_PERIODS = ((12 * 3_600, "morning"), (24 * 3_600, "afternoon"))
_WRITTEN = "%Y-%m-%d %H:%M:%S"
_SOLVED = "Solved"
_REACH = "reach "


def schedule_payload(schedule: Schedule, years: tuple[int, int] | None = None) -> dict[str, Any]:
    """A schedule as a calendar of Odoo, with its rows and leaves; leaves are in UTC and end a second early.

    Args:
        schedule: Hours in whole minutes, each within its day, of every week, of every second one or of a run of dates;
            dates may be open for less.
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
    found = dated_hours(schedule, years)
    for times in found.times:
        refuse_between("whole minutes", times)
    rows = _rows(schedule, found)
    name = schedule.name or "schedule"
    days = {(row.day, row.week) for row in rows}
    calendar = {
        "id": 1,
        "name": name,
        "tz": schedule.timezone,
        "two_weeks_calendar": any(row.week is not None for row in rows),
        "hours_per_day": sum(row.frame[1] - row.frame[0] for row in rows) / len(days) / 3_600,
    }
    return {
        "resource.calendar": [calendar],
        "resource.calendar.attendance": [_attendance(key, row, name) for key, row in enumerate(rows, start=1)],
        "resource.calendar.leaves": _leaves(schedule, found, rows, name),
    }


def _rows(schedule: Schedule, found: DatedHours) -> list[Row]:
    """The rows of a week, and those that rules are."""
    weekly = {"hours": found.weekly, "exceptions": (), "holidays": HolidayCalendar()}
    week = frames_of(schedule.model_copy(update=weekly)) if found.weekly else {}
    rows = [Row(WEEK.index(day), frame) for day, frames in week.items() for frame in frames]
    for rule in found.rules:
        row = row_of(rule)
        if row is None:
            means = "the format has days of every week, of every second one, and of runs of dates"
            raise PayloadError("hours", f"{rule} opens by another rule; {means}")
        rows.append(row)
    return rows


def _attendance(key: int, row: Row, name: str) -> dict[str, Any]:
    start, end = row.frame
    return {
        "id": key,
        "name": f"{WEEK[row.day]} {start // 3_600:02}:{start // 60 % 60:02}",
        "calendar_id": [1, name],
        "dayofweek": str(row.day),
        "hour_from": start / 3_600,
        "hour_to": end / 3_600,
        "day_period": next(called for until, called in _PERIODS if start < until),
        "week_type": False if row.week is None else str(row.week),
        "date_from": row.first.isoformat() if row.first else False,
        "date_to": row.last.isoformat() if row.last else False,
    }


def _leaves(schedule: Schedule, found: DatedHours, rows: Sequence[Row], name: str) -> list[dict[str, Any]]:
    """Whole dates that are closed, and of dates with hours of their own what those leave out."""
    closed = [(called, first, last, (0, DAY)) for called, first, last in runs_of(found.closed)]
    parts = [
        (found.names.get(day, ""), day, day, frame)
        for day, own in found.own.items()
        for frame in _left_out(day, frames_on(rows, day), own)
    ]
    return [
        {
            "id": key,
            "name": called or "closed",
            "calendar_id": [1, name],
            "resource_id": False,
            "date_from": _utc(first, frame[0], schedule).strftime(_WRITTEN),
            "date_to": (_utc(last, frame[1], schedule) - _SECOND).strftime(_WRITTEN),
        }
        for key, (called, first, last, frame) in enumerate([*closed, *parts], start=1)
    ]


def _left_out(day: date, usual: Sequence[Frame], own: Sequence[ClockRange]) -> list[Frame]:
    """What a date's own hours leave out of its usual ones; the format cannot open what is closed."""
    frames = sorted((_since_midnight(each.opens), _since_midnight(each.closes) or DAY) for each in own)
    if not all(any(start <= opens < closes <= end for start, end in usual) for opens, closes in frames):
        what = f"{day} opens when it is usually closed"
        raise PayloadError("exceptions", f"{what}; the format has usual hours, and what is left out of them")
    left: list[Frame] = list(usual)
    for opens, closes in frames:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, opens)), (max(start, closes), end))
            if piece[0] < piece[1]
        ]
    return left


def _since_midnight(clock: time) -> int:
    return clock.hour * 3_600 + clock.minute * 60 + clock.second


def _utc(day: date, seconds: int, schedule: Schedule) -> datetime:
    """A time of day of a date, as an instant."""
    midnight = datetime.combine(day, time(0))
    return first_instant(midnight + timedelta(seconds=seconds), zone_named(schedule.timezone))


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
    name = plan_written(policy, plan, "what is written")
    slas = []
    promises = plain_promises(policy, name, "make it a plan for each, which is an SLA policy each")
    for key, (metric, where, promise, target) in enumerate(promises, start=1):
        if promise.lifecycle and promise.lifecycle.pauses_in:
            raise PayloadError(where, "it pauses in statuses; the format excludes stages by ids, which are not known")
        stage = _stage(metric, where)
        hours = _hours(target, where)
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
    refuse_choices(target, where)
    return target.duration / _HOUR

"""Schedules and plans as GLPI has them; what its formats cannot say is refused by name (R3, R4, R5, R10, R11, R19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from slaclock.adapters.closed_runs import closed_runs
from slaclock.adapters.day_clocks import to_the_second
from slaclock.adapters.day_frames import frames_of
from slaclock.adapters.glpi.slas import METRICS, MOST
from slaclock.adapters.weekly_hours import DAYS
from slaclock.adapters.written_parts import plain_promises, plan_written
from slaclock.errors import PayloadError
from slaclock.hours import HolidayCalendar, Schedule, StatedHoliday, comes_once
from slaclock.patterns import pattern
from slaclock.policy import SlaPolicy
from slaclock.targets import Target

_YEARLY = pattern(r"--[0-9]{2}-[0-9]{2}")
_LEAP_YEAR = "2024"
"""The year in which a yearly closed time is written, which has all dates."""
_UNITS = (("minute", timedelta(minutes=1)), ("hour", timedelta(hours=1)))
_IDS = ("TTR", "TTO")


def schedule_payload(schedule: Schedule, years: tuple[int, int] | None = None) -> dict[str, Any]:
    """A schedule as a calendar of GLPI with its segments and closed times; its zone is that of the server there.

    Args:
        schedule: Weekly hours, each within its day; no hours of single dates.
        years: The first and the last year whose holidays are written, where holidays follow rules or countries. Dates
            of every year, such as `--12-25`, are yearly closed times, cut at New Year.

    Returns:
        `Calendar`, `CalendarSegment`, `Holiday` and `Calendar_Holiday` records, which `policy_of_answers` takes back.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.

    Examples:
        >>> office = Schedule(timezone="Europe/Paris", hours="Mon 09:00-12:00", holidays="--05-01", name="Office")
        >>> written = schedule_payload(office)
        >>> written["CalendarSegment"]
        [{'calendars_id': 1, 'day': 1, 'begin': '09:00:00', 'end': '12:00:00'}]
        >>> written["Holiday"][0]["is_perpetual"]
        1

    Rules: R3, R4, R5, R19.
    """
    week = frames_of(schedule)
    segments = [
        {"calendars_id": 1, "day": DAYS.index(day), "begin": to_the_second(start), "end": to_the_second(end)}
        for day, frames in week.items()
        for start, end in frames
    ]
    closed = [{"id": key, **each} for key, each in enumerate(_closed(schedule.holidays, years), start=1)]
    return {
        "Calendar": [{"id": 1, "name": schedule.name or "schedule"}],
        "CalendarSegment": segments,
        "Holiday": closed,
        "Calendar_Holiday": [{"calendars_id": 1, "holidays_id": each["id"]} for each in closed],
    }


def _closed(calendar: HolidayCalendar, years: tuple[int, int] | None) -> Iterator[dict[str, Any]]:
    """The closed times: those of every year as such, others by their dates."""
    others = []
    for source in calendar.sources:
        if isinstance(source, StatedHoliday) and _is_yearly(source):
            for first, last in _within_years(source.date, source.last or source.date):
                yield _record(source.name, f"{_LEAP_YEAR}{first[1:]}", f"{_LEAP_YEAR}{last[1:]}", 1)
        else:
            others.append(source)
    if others:
        for name, begins, ends in closed_runs(HolidayCalendar(others), years):
            yield _record(name, begins.isoformat(), ends.isoformat(), 0)


def _is_yearly(source: StatedHoliday) -> bool:
    """Whether it closes the same dates of every year, which the format can say."""
    dates = (source.date, source.last or source.date)
    return not comes_once(source) and source.observed == "as_is" and all(map(_YEARLY.fullmatch, dates))


def _within_years(first: str, last: str) -> list[tuple[str, str]]:
    """A run of every year, cut at New Year, over which the product closes nothing."""
    return [(first, last)] if first <= last else [(first, "--12-31"), ("--01-01", last)]


def _record(name: str, first: str, last: str, yearly: int) -> dict[str, Any]:
    return {"name": name, "begin_date": first, "end_date": last, "is_perpetual": yearly}


def sla_payload(policy: SlaPolicy, plan: str | None = None, calendars_id: int = 1) -> dict[str, Any]:
    """A plan of a policy as an SLM of GLPI with its SLAs.

    Args:
        policy: Its metrics are acknowledgement, which is the time to own, and resolution.
        plan: Name of the plan; may be left out when the policy has one only.
        calendars_id: The id of the calendar on which it counts there.

    Returns:
        `SLM` and `SLA` records, which `policy_of_answers` takes back.

    Raises:
        PayloadError: The plan promises something that the format cannot say; the message names it.
        UnknownNameError: The policy has no such plan, or several and none is named.

    Examples:
        >>> policy = SlaPolicy(name="A", timezone="UTC", schedules={"o": "Mon-Fri 09:00-17:00"},
        ...     plans={"Gold": {"schedule": "o", "resolution": "2 business hours"}})
        >>> sla_payload(policy)["SLA"][0]["number_time"]
        120

    Rules: R10, R11, R19.
    """
    name = plan_written(policy, plan, "an SLM")
    types = {ours: key for key, ours in METRICS.items()}
    slas = []
    by_priority = "the format has an SLA for each, so make it a plan each"
    for metric, where, _, target in plain_promises(policy, name, by_priority, types):
        counted = 0 if target.counts == "calendar_time" else calendars_id
        slas.append(
            {
                "id": types[metric] + 1,
                "slms_id": 1,
                "name": _IDS[types[metric]],
                "type": types[metric],
                **_amount(target, where),
                "calendars_id": counted,
                "use_ticket_calendar": 0,
            }
        )
    return {"SLM": [{"id": 1, "name": name, "calendars_id": calendars_id, "use_ticket_calendar": 0}], "SLA": slas}


def _amount(target: Target, where: str) -> dict[str, Any]:
    if target.cut_off or target.of:
        raise PayloadError(where, f"{target} has a cut-off, or is a day of a month; the format has no such thing")
    if target.counts == "business_days":
        return {"number_time": target.days, "definition_time": "day", "end_of_working_day": _at_end(target, where)}
    if target.duration is None or target.counts not in ("open_time", "calendar_time"):
        raise PayloadError(where, f"{target} is no time and no working days; the format has these")
    if target.ends not in (None, "as_is") or target.starts == "next_opening":
        raise PayloadError(where, f"{target} starts or ends elsewhere; the format has no choice")
    for unit, size in _UNITS:
        if target.duration % size == timedelta(0) and target.duration // size <= MOST:
            return {"number_time": target.duration // size, "definition_time": unit, "end_of_working_day": 0}
    raise PayloadError(where, f"{target} is neither whole minutes nor whole hours, up to {MOST:,} of them")


def _at_end(target: Target, where: str) -> int:
    """Whether days end at a closing; what the product does with days otherwise has to be what the target says."""
    if target.starts == "at_once":
        raise PayloadError(where, "it starts at once on a day off; the product starts on the next working day")
    if target.day_rule == "close":
        return 1
    if target.day_rule not in (None, "same_time"):
        raise PayloadError(where, f"day rule {target.day_rule}; the format has same_time and close")
    if target.ends != "previous_closing":
        what = "a due instant after the last hour of its day goes to that hour there"
        raise PayloadError(where, f"{what}; state ends: previous_closing")
    return 0

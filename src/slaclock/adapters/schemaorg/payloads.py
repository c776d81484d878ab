"""`opening_hours_payload`: a schedule as schema.org has it, or what the format cannot say (R3, R4, R5, R6, R19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from slaclock.adapters.dated_hours import weekly_and_dated
from slaclock.adapters.written_parts import json_text, span_of, the_schedule
from slaclock.errors import PayloadError
from slaclock.hours import DAY_NAMES, MIDNIGHT, WEEK, ClockRange, Schedule
from slaclock.policy import SlaPolicy

_LAST_MINUTE = time(23, 59)


def opening_hours_payload(schedule: Schedule, years: tuple[int, int] | None = None) -> dict[str, Any]:
    """A schedule as structured data; `policy` reads the same hours back, with the zone given again.

    Args:
        schedule: Weekly hours to the minute.
        years: The first and the last year whose holidays and exceptions are written, where these follow rules.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.

    Examples:
        >>> office = Schedule(timezone="Europe/London", hours="Mon 09:00-17:00", name="Office")
        >>> opening_hours_payload(office)["openingHoursSpecification"][0]["dayOfWeek"]
        ['Monday']

    Rules: R3, R4, R5, R6, R19.
    """
    held = weekly_and_dated(schedule, years)
    usual = [
        _specification(window) | {"dayOfWeek": [DAY_NAMES[WEEK.index(day)] for day in window.days]}
        for window in held.weekly
    ]
    special = [_closed(day, name) for day, name in held.closed.items()]
    for day, hours in held.own.items():
        name = held.names.get(day, "")
        special += [_specification(each) | _dated(day, name) for each in hours] or [_closed(day, name)]
    named = {"name": schedule.name} if schedule.name else {}
    found: dict[str, Any] = {"@context": "https://schema.org", "@type": "Place"} | named
    found["openingHoursSpecification"] = usual
    if special:
        found["specialOpeningHoursSpecification"] = sorted(special, key=lambda each: str(each["validFrom"]))
    return found


def _specification(times: ClockRange) -> dict[str, Any]:
    if times.closes == _LAST_MINUTE:
        raise PayloadError("hours", f"{times} ends a minute before midnight, which the format has for midnight")
    closes = times.closes
    if times.opens == closes:
        if closes != MIDNIGHT:
            raise PayloadError("hours", f"{times} is 24 hours, which the format has from midnight to midnight alone")
        closes = _LAST_MINUTE
    return {
        "@type": "OpeningHoursSpecification",
        "opens": f"{times.opens:%H:%M}",
        "closes": f"{closes:%H:%M}",
    }


def _closed(day: date, name: str) -> dict[str, Any]:
    return {"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00"} | _dated(day, name)


def _dated(day: date, name: str) -> dict[str, Any]:
    dates = {"validFrom": day.isoformat(), "validThrough": day.isoformat()}
    return dates | ({"name": name} if name else {})


def text_of_policy(
    policy: SlaPolicy, *, schedule: str | None = None, plan: str | None = None, years: Sequence[int] = ()
) -> str:
    """A schedule as JSON-LD, which has no targets.

    Rules: R3, R4, R5, R6, R19.
    """
    return json_text(opening_hours_payload(the_schedule(policy, schedule, plan), span_of(years)))

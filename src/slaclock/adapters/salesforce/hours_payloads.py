"""`business_hours_payload`: a schedule as Salesforce has it, or what its format cannot say, by name (R3, R19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from slaclock.adapters.closed_runs import closed_runs
from slaclock.adapters.day_frames import Frame, frames_of
from slaclock.adapters.salesforce.business_hours import FULL_NAMES
from slaclock.adapters.written_parts import span_of
from slaclock.errors import PayloadError
from slaclock.hours import Schedule, dates_between
from slaclock.patterns import pattern
from slaclock.policy import SlaPolicy

_NO_XML = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ADDRESS = "http://soap.sforce.com/2006/04/metadata"


def business_hours_payload(schedule: Schedule, years: tuple[int, int] | None = None) -> dict[str, Any]:
    """A schedule as business hours of Salesforce, with its holidays: one window a day, within the day.

    `policy` takes both back. The product itself takes holidays at another address, and people choose there to which
    business hours they belong.

    Args:
        schedule: Weekly hours in whole seconds, each within its day; no hours of single dates.
        years: The first and the last year whose holidays are written, where holidays follow rules or countries.

    Returns:
        `business_hours`, a record with the keys of `BusinessHours`, and `holidays`, records of `Holiday`.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.

    Examples:
        >>> payload = business_hours_payload(Schedule(timezone="Europe/London", hours="Mon 08:00-24:00", name="Late"))
        >>> payload["business_hours"]["MondayEndTime"], payload["business_hours"]["TuesdayStartTime"]
        ('00:00:00.000Z', None)

    Rules: R3, R4, R5, R13, R19.
    """
    frames = frames_of(schedule, most=1)
    record: dict[str, Any] = {
        "Name": schedule.name or "schedule",
        "IsActive": True,
        "TimeZoneSidKey": schedule.timezone,
    }
    for day, full in FULL_NAMES.items():
        opens, closes = _ends(frames[day])
        record |= {f"{full}StartTime": opens, f"{full}EndTime": closes}
    closed = [
        {"Name": name, "ActivityDate": day.isoformat(), "IsAllDay": True, "IsRecurrence": False}
        for name, first, last in closed_runs(schedule.holidays, years)
        for day in dates_between(first, last)
    ]
    return {"business_hours": record, "holidays": closed}


def _ends(frames: list[Frame]) -> tuple[str | None, str | None]:
    """From and until when a day is open; nothing where it is closed."""
    if not frames:
        return None, None
    [(start, end)] = frames
    return _clock(start), _clock(end % 86_400)


def _clock(seconds: int) -> str:
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000Z"


def text_of_policy(
    policy: SlaPolicy, *, schedule: str | None = None, plan: str | None = None, years: Sequence[int] = ()
) -> str:
    """The schedules of a policy as the text of a file `BusinessHours.settings`.

    Args:
        policy: The policy.
        schedule: The one schedule that is written; all where nothing is given.
        plan: No plan can be written: milestones are made by people, in entitlement processes.
        years: The years whose holidays are written, where holidays follow rules or countries.

    Raises:
        PayloadError: It says something that the format cannot; the message names it.
        UnknownNameError: The policy has no schedule of that name.

    Rules: R3, R4, R5, R13, R19.
    """
    if plan is not None:
        raise PayloadError(f"plans.{plan}", "settings of business hours hold no targets; write a schedule")
    names = list(policy.schedules) if schedule is None else [schedule]
    span = span_of(years)
    written = [business_hours_payload(policy.schedule(name), span) for name in names]
    holidays: dict[tuple[str, str], list[str]] = {}
    for payload in written:
        for each in payload["holidays"]:
            owners = holidays.setdefault((each["ActivityDate"], each["Name"]), [])
            owners.append(payload["business_hours"]["Name"])
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<BusinessHoursSettings xmlns="{_ADDRESS}">',
        *(line for place, payload in enumerate(written) for line in _hours_lines(payload["business_hours"], not place)),
        *(line for (day, name), owners in holidays.items() for line in _holiday_lines(day, name, owners)),
        "</BusinessHoursSettings>",
    ]
    return "\n".join(lines) + "\n"


def _hours_lines(record: dict[str, Any], is_default: bool) -> list[str]:
    times = {key[0].lower() + key[1:]: value for key, value in record.items() if key.endswith("Time") and value}
    stated = {
        "active": "true",
        "default": "true" if is_default else "false",
        "name": record["Name"],
        "timeZoneId": record["TimeZoneSidKey"],
        **times,
    }
    inner = [_element(key, value) for key, value in stated.items()]
    return ["    <businessHours>", *inner, "    </businessHours>"]


def _holiday_lines(day: str, name: str, owners: list[str]) -> list[str]:
    inner = [_element("activityDate", day), *(_element("businessHours", each) for each in owners)]
    rest = [_element("isRecurring", "false"), _element("name", name)]
    return ["    <holidays>", *inner, *rest, "    </holidays>"]


def _element(key: str, text: str) -> str:
    if _NO_XML.search(text):
        raise PayloadError(key, f"{text!r} holds a character that XML has not; take it out")
    return f"        <{key}>{escape(text)}</{key}>"

"""`policy`: the hours in which rotations are on call, as schedules (R3, R4, R13, R19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from slaclock.adapters.hours_readings import reading_of_hours
from slaclock.adapters.losses import Account
from slaclock.adapters.opsgenie.time_restrictions import windows_in
from slaclock.adapters.payloads import Payload, Record, taken
from slaclock.adapters.policy_readings import PolicyReading, named_apart
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.zones import zone_in
from slaclock.errors import PayloadError
from slaclock.hours import zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits

_ANSWERED = {"took", "requestId", "request_id", "paging"}
SCHEDULES = Kind("data", "data", beside=_ANSWERED, called="schedules")
ROTATIONS = Kind("data", "data", beside=_ANSWERED, called="rotations")
_OF_SCHEDULE = frozenset({"description", "enabled", "ownerTeam", "owner_team", "_parent"})
_OF_ROTATION = frozenset({"_parent"})
_PEOPLE = ("participants", "type", "length")
_BOUNDS = ("startDate", "start_date", "endDate", "end_date")


def policy(
    schedules: Any = None,
    rotations: Any = None,
    timezone: str | None = None,
    *,
    name: str = "Opsgenie",
    limits: Limits = OF_A_PAYLOAD,
) -> PolicyReading:
    """Read the hours of rotations of Opsgenie, each as a schedule.

    Each payload may be a whole answer, the list in it, one record, or models of the client for Python, which spell
    their keys with underscores. A block from Monday 09:00 to Friday 17:00 is open all nights in between.

    Args:
        schedules: Schedules with their rotations, in the zone of each.
        rotations: Rotations by themselves, which state no zone.
        timezone: IANA name of the zone of rotations by themselves, and of a schedule that states none.
        name: What the policy is to be called.
        limits: How much of each payload is read.

    Returns:
        A policy of hours that promises nothing, with what could not be carried over in `losses`.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> block = {"startDay": "monday", "startHour": 22, "endDay": "tuesday", "endHour": 6}
        >>> hours = {"type": "weekday-and-time-of-day", "restrictions": [block]}
        >>> read = policy(rotations=[{"name": "Nights", "timeRestriction": hours}], timezone="Europe/Berlin")
        >>> print(read.policy.schedule("Nights"))
        Mon 22:00-06:00 Europe/Berlin

    Rules: R3, R4, R13, R19.
    """
    if timezone is not None:
        zone_named(timezone)
    account = Account()
    found = [
        *_in_schedules(taken(schedules, "schedules", limits), timezone, account),
        *_by_themselves(taken(rotations, "rotations", limits), timezone, account),
    ]
    if not found:
        raise PayloadError("", "there are no rotations; pass schedules= with theirs, or rotations=")
    names = named_apart((each.name, each.id) for each in found)
    entries = {
        given: {"timezone": each.timezone, "hours": list(each.hours)} for given, each in zip(names, found, strict=True)
    }
    assumptions = ["Read from Opsgenie: open while anybody of a rotation is on call; it has no holidays."]
    return reading_of_hours(name, entries, account, assumptions)


@dataclass(frozen=True)
class _Hours:
    """The hours of a rotation."""

    name: str
    id: str
    timezone: str
    hours: tuple[str, ...]


def _in_schedules(payload: Payload, timezone: str | None, account: Account) -> Iterator[_Hours]:
    for record in collected(payload, SCHEDULES, account).records:
        named = record.get("timezone")
        zone = zone_in(named, account) if named else timezone
        title = record.text_of("name", "schedule")
        rotations = record.need("rotations").items()
        enabled = record.get("enabled")
        if enabled and not enabled.flag():
            account.lose(record.path, f"the schedule {title} is not enabled", "its hours were read all the same")
        for each in rotations:
            rotation = each.record()
            account.read("rotations")
            yield _rotation(rotation, zone, title if len(rotations) == 1 else "", account)
        record.get("id")
        record.leave(account, _OF_SCHEDULE)


def _by_themselves(payload: Payload, timezone: str | None, account: Account) -> Iterator[_Hours]:
    for record in collected(payload, ROTATIONS, account).records:
        yield _rotation(record, timezone, "", account)


def _rotation(record: Record, zone: str | None, title: str, account: Account) -> _Hours:
    if zone is None:
        raise record.error("a rotation has the zone of its schedule, which is not here; pass timezone=")
    key, own = record.id_of("id"), record.text_of("name", "rotation")
    stated = record.get("timeRestriction") or record.get("time_restriction")
    hours = tuple(map(str, windows_in(stated, account))) if stated else ("24x7",)
    people = [each for each in _PEOPLE if record.get(each)]
    if people:
        account.lose(record.path, "who is on call when", "it was left out: the hours are those of the whole rotation")
    if bounds := [found.value for each in _BOUNDS if (found := record.get(each))]:
        between = " to ".join(map(str, bounds))
        account.lose(record.path, f"it holds from {between}", "the hours were taken for all time")
    record.leave(account, _OF_ROTATION)
    return _Hours(title or own, key, zone, hours)

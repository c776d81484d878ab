"""`policy`: business hours and holidays of Salesforce as a policy, and what could not be carried over (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slaclock.adapters.hours_readings import nothing_promised
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Payload, taken
from slaclock.adapters.policy_readings import PolicyReading
from slaclock.adapters.salesforce.business_hours import ReadHours, entry_of, read_business_hours
from slaclock.adapters.salesforce.holidays import Closures, read_holidays
from slaclock.adapters.salesforce.settings_files import read_settings
from slaclock.errors import PayloadError
from slaclock.hours import zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits

_IN_SETTINGS = ("businessHours", "holidays")


@dataclass(frozen=True)
class SalesforceReading(PolicyReading):
    """A policy that was read of Salesforce, what could not be carried over, and which schedule is which business hours.

    Rules: R19.
    """

    business_hours: Mapping[str, str] = field(default_factory=dict)
    """The name of the schedule of each business hours, by their id; those of settings files have none."""


def policy(
    business_hours: Any = None,
    holidays: Any = None,
    settings: str | Sequence[str] | None = None,
    timezone: str | None = None,
    *,
    name: str = "Salesforce",
    limits: Limits = OF_A_PAYLOAD,
) -> SalesforceReading:
    """Read business hours and holidays of Salesforce.

    What cases are promised is not among them: milestones state their targets one by one, and `compare` reads those.

    Args:
        business_hours: Answers to queries for `BusinessHours`, or records.
        holidays: The same for `Holiday`, or a mapping from ids or names of business hours to these: in the API holidays
            do not say to which they belong.
        settings: The text of files `BusinessHours.settings`, which hold both.
        timezone: IANA name of the zone of business hours that state none.
        name: What the policy is to be called.
        limits: How much of each payload is read.

    Returns:
        The policy, with what could not be carried over in `losses`.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> read = policy({"Name": "EMEA", "TimeZoneSidKey": "Europe/London",
        ...     "MondayStartTime": "08:00:00.000Z", "MondayEndTime": "18:00:00.000Z"})
        >>> print(read.policy.schedule("EMEA"))
        Mon 08:00-18:00 Europe/London

    Rules: R3, R4, R5, R6, R13, R19.
    """
    if timezone is not None:
        zone_named(timezone)
    account = Account()
    files = _settings(settings, limits)
    read: list[ReadHours] = []
    for payload in (taken(business_hours, "business_hours", limits), *(each["businessHours"] for each in files)):
        read += read_business_hours(payload, timezone, account)
    if not read:
        raise PayloadError("", "there are no business hours; pass business_hours= or settings=")
    if len({hours.name for hours in read}) < len(read):
        raise PayloadError("settings", "business hours of one name stand in several payloads; give each once")
    closures = {hours.name: Closures() for hours in read}
    for payload in (taken(holidays, "holidays", limits), *(each["holidays"] for each in files)):
        read_holidays(payload, read, closures, account)
    return _reading(name, read, closures, account)


def _settings(settings: str | Sequence[str] | None, limits: Limits) -> list[dict[str, Payload]]:
    """What stands in settings files, as lists of records."""
    texts = [settings] if isinstance(settings, str) else list(settings or ())
    found = []
    for place, text in enumerate(texts):
        top = ("settings",) if len(texts) == 1 else ("settings", place)
        if not isinstance(text, str):
            raise Payload(text, top).error("it is the text of a settings file")
        held = read_settings(text, top[0] if len(texts) == 1 else f"settings[{place}]", limits)
        found.append({kind: Payload(_records(held.get(kind, []), (*top, kind)), (*top, kind)) for kind in _IN_SETTINGS})
    return found


_MANY = ("businessHours", "recurrenceDayOfWeek")
"""Elements of a holiday that may stand there several times."""


def _records(held: list[Any], path: KeyPath) -> list[Any]:
    """Records of elements: each element once, but for those that are lists."""
    found = []
    for place, record in enumerate(held):
        payload = Payload(record, (*path, place))
        if not isinstance(record, dict):
            raise payload.error("it is an element with others in it")
        for key, values in record.items():
            if len(values) > 1 and key not in _MANY:
                raise payload.error(f"{key!r} stands in it {len(values)} times; keep one of them")
        found.append({key: values if key in _MANY else values[0] for key, values in record.items()})
    return found


def _reading(name: str, read: list[ReadHours], closures: Mapping[str, Closures], account: Account) -> SalesforceReading:
    entries = {}
    for hours in read:
        closed = closures[hours.name]
        entries[hours.name] = entry_of(hours) | {"holidays": closed.holidays, "exceptions": closed.exceptions(hours)}
    document = {
        "name": name,
        "timezone": read[0].timezone,
        "assumptions": _assumptions(read, closures),
        "schedules": entries,
        "plans": nothing_promised(
            "no targets", read[0].name, account, "business hours state no targets", metric="resolution"
        ),
    }
    return SalesforceReading.of(
        document,
        account,
        notes={hours.key: [f"Business hours {hours.id}."] for hours in read if hours.id},
        business_hours={hours.id: hours.name for hours in read if hours.id},
    )


def _assumptions(read: list[ReadHours], closures: Mapping[str, Closures]) -> list[str]:
    found = ["Read from Salesforce: the times of business hours are those of their own zone, whatever their Z says."]
    unclosed = [hours.name for hours in read if not (closures[hours.name].holidays or closures[hours.name].parts)]
    if unclosed:
        found.append(f"No holidays were given for: {'; '.join(unclosed)}.")
    return found

"""Business hours of Salesforce, of the API or of a settings file, as a policy states them (R3, R4, R13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slaclock.adapters.day_frames import Frame, hours_of
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.policy_readings import named_apart
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.salesforce.values import DAY_MILLIS, clock_in, either, flag_in
from slaclock.errors import ZoneError
from slaclock.hours import DAY_NAMES, WEEK, Weekday, zone_named

HOURS = Kind("records", "businessHours", id_key="Id")
_WITHOUT_MEANING = frozenset(
    (
        *("attributes", "Description", "description", "CreatedDate", "CreatedById", "LastModifiedDate"),
        *("LastModifiedById", "SystemModstamp", "LastViewedDate", "LastReferencedDate"),
    )
)
SETTINGS_KEYS = {"TimeZoneSidKey": "timeZoneId", "IsActive": "active", "IsDefault": "default", "Name": "name"}
"""For keys of the API those of a settings file; other keys differ by their first letter."""

_FIXED_ZONES = {"GMT": "UTC"}
"""Zones of the product's list that have the name of no place, each with a fixed offset."""

FULL_NAMES: dict[Weekday, str] = dict(zip(WEEK, DAY_NAMES, strict=True))


@dataclass(frozen=True)
class ReadHours:
    """One set of business hours."""

    id: str
    name: str
    """Its name, with the id beside it where several have that name."""
    said: str
    """Its name as it stands in the payload."""
    timezone: str
    hours: tuple[str, ...]
    frames: dict[Weekday, list[Frame]]
    """The frame of each day, in seconds since midnight; none where it is closed."""
    is_default: bool

    @property
    def key(self) -> KeyPath:
        """Where it stands in the policy."""
        return "schedules", self.name


def read_business_hours(payload: Payload, timezone: str | None, account: Account) -> list[ReadHours]:
    """The business hours of a payload, the default first.

    Args:
        payload: Answers to queries, records, or what stands in settings files.
        timezone: IANA name of the zone of those that state none.
        account: Where losses are noted.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    records = collected(payload, HOURS, account).records
    account.counts["business_hours"] += account.counts.pop(HOURS.plural, 0)
    said = [_needed(record, "Name").text() for record in records]
    ids = [held.id() if (held := record.get("Id")) else "" for record in records]
    names = named_apart(zip(said, ids, strict=True))
    read = [_hours(*each, timezone, account) for each in zip(records, ids, names, said, strict=True)]
    return sorted(read, key=lambda hours: not hours.is_default)


def _either(record: Record, key: str) -> Payload | None:
    return either(record, key, SETTINGS_KEYS.get(key, key[0].lower() + key[1:]))


def _needed(record: Record, key: str) -> Payload:
    return _either(record, key) or record.need(key)


def _hours(record: Record, key: str, name: str, said: str, timezone: str | None, account: Account) -> ReadHours:
    about = ("schedules", name)
    zone = _zone(record, timezone)
    active, default = _either(record, "IsActive"), _either(record, "IsDefault")
    if active and not flag_in(active):
        account.lose(record.path, f"{name!r} is not active", "no case gets it; it was read as a schedule", about)
    frames: dict[Weekday, Frame] = {day: frame for day, full in FULL_NAMES.items() if (frame := _frame(record, full))}
    if not frames:
        raise record.error("it is closed on all days, so support would never open; leave it out")
    _doubt_midnights(frames, record, account, about)
    _doubt_unasked(record, account, about)
    record.leave(account, _WITHOUT_MEANING, about)
    stated: dict[Weekday, list[Frame]] = {day: [frame] for day, frame in frames.items()}
    is_default = default is not None and flag_in(default)
    return ReadHours(key, name, said, zone, tuple(hours_of(stated)), stated, is_default)


def _zone(record: Record, timezone: str | None) -> str:
    named = _either(record, "TimeZoneSidKey")
    if named is None:
        if timezone is None:
            raise record.error("key 'TimeZoneSidKey' is missing; pass timezone=, the IANA name of its zone")
        return timezone
    said = named.text()
    if said in _FIXED_ZONES:
        return _FIXED_ZONES[said]
    try:
        zone_named(said)
    except ZoneError as error:
        raise named.error(str(error)) from None
    return said


def _frame(record: Record, day: str) -> Frame | None:
    """From and until when it is open on a day; nothing where it is closed."""
    opens, closes = (_either(record, f"{day}{end}Time") for end in ("Start", "End"))
    if opens is None and closes is None:
        return None
    if opens is None or closes is None:
        missing = f"{day}{'Start' if opens is None else 'End'}Time"
        raise record.error(f"key {missing!r} is null, and the other end of {day} is not; closed is null at both")
    start, end = clock_in(opens), clock_in(closes) or DAY_MILLIS
    if end <= start:
        raise closes.error(f"{day} ends at {closes.shown}, not after its start; a night cannot stand here")
    if start % 1000 or end % 1000:
        raise opens.error("its times have parts of a second, which business hours have not; round them")
    return start // 1000, end // 1000


def _doubt_midnights(frames: dict[Weekday, Frame], record: Record, account: Account, about: KeyPath) -> None:
    """Say where a day from midnight to midnight stands beside other days: it may be open or closed."""
    whole = [FULL_NAMES[day] for day, frame in frames.items() if frame == (0, 86_400)]
    if whole and len(whole) < len(WEEK):
        what = f"{', '.join(whole)} from midnight to midnight, and other days are not"
        means = "they were taken as open for 24 hours; where they are closed, state null at both ends"
        account.lose(record.path, what, means, about)


def _doubt_unasked(record: Record, account: Account, about: KeyPath) -> None:
    """Say of which days an answer has no keys: a query may not have asked for them. Files leave out closed days."""
    ends = ("StartTime", "EndTime")
    unasked = [day for day in FULL_NAMES.values() if record.values.keys().isdisjoint(f"{day}{end}" for end in ends)]
    if "Name" in record.values and unasked:
        means = "they were taken as closed; ask for the times of all days"
        account.lose(record.path, f"it has no times of {', '.join(unasked)}", means, about)


def entry_of(hours: ReadHours) -> dict[str, Any]:
    """Business hours as a policy states them."""
    return {"timezone": hours.timezone, "hours": hours.hours[0] if len(hours.hours) == 1 else list(hours.hours)}

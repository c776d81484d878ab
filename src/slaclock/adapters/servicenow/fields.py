"""Fields as the Table API answers them: text, references, or values beside what people see; blank is nothing (R19)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Collected, Kind, collected
from slaclock.errors import InstantRangeError
from slaclock.hours import in_zone, zone_named
from slaclock.patterns import pattern

LABEL = "{}.label"
"""The key under which a record has what people see of a reference."""
_SHOWN = ("task", "sla", "schedule", "state", "priority")
"""Fields of which it is kept what people see."""
_PARTS = frozenset({"value", "display_value", "link"})
_NO_VALUE = (
    "there is a display_value without its value: such an answer has times on the clocks of whoever asked, in their "
    "notation; ask with sysparm_display_value=all, or without it"
)
_COMPACT = pattern("([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})(Z?)")
_STATED = pattern("([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})")
_DAY = pattern("([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9]{6})?")
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00")


def rows(payload: Payload, table: str, account: Account) -> Collected:
    """The records of a table, each field as its value.

    Raises:
        PayloadError: It is no answer of the Table API, no list and no record.
    """
    kind = Kind("result", "result", called=table, id_key="sys_id")
    return collected(Payload(_plain(payload), payload.path), kind, account)


def _plain(payload: Payload) -> Any:
    if isinstance(payload.value, list):
        return [_plain(each) for each in payload.items()]
    if not isinstance(payload.value, dict):
        return None if payload.value == "" else payload.value
    found: dict[str, Any] = {}
    for key, each in payload.value.items():
        held = Payload(each, (*payload.path, key))
        if isinstance(each, dict) and each and set(each) <= _PARTS:
            if "value" not in each and each.get("display_value"):
                raise held.error(_NO_VALUE)
            found[key] = _plain(Payload(each.get("value"), held.path))
            if key in _SHOWN and each.get("display_value"):
                found[LABEL.format(key)] = each["display_value"]
        else:
            found[key] = _plain(held)
    return found


def is_set(record: Record, key: str, otherwise: bool = False) -> bool:
    """Whether a field says true; it may be text."""
    found = record.get(key)
    if found is None:
        return otherwise
    if isinstance(found.value, bool):
        return found.value
    return found.choice(("true", "false"), "value of a flag") == "true"


def instant(payload: Payload) -> datetime:
    """An instant, which is in UTC without saying so."""
    if not isinstance(payload.value, str) or not _STATED.fullmatch(payload.value):
        raise payload.error(f"it is an instant in UTC such as '2026-06-01 09:00:00', not {payload.shown}")
    return payload.instant("UTC")


def duration(payload: Payload) -> timedelta:
    """An amount of time, written as a date of 1970: `1970-01-02 00:00:00` is one day."""
    found = _STATED.fullmatch(payload.value) if isinstance(payload.value, str) else None
    try:
        amount = datetime.fromisoformat(f"{found[1]}T{found[2]}") - _EPOCH if found else None
    except ValueError:
        amount = None
    if amount is None or amount < timedelta(0):
        raise payload.error(f"it is an amount such as '1970-01-01 08:00:00' for eight hours, not {payload.shown}")
    return amount


class Reading(NamedTuple):
    """What a clock of the schedule shows."""

    day: date
    clock: time

    @property
    def at(self) -> datetime:
        """Both as one, for how long a span lasts."""
        return datetime.combine(self.day, self.clock)


def reading(payload: Payload, zone: str) -> Reading:
    """A time as spans have it: with `Z` it is UTC, and is read on the clock of the zone; without it is local."""
    found = _COMPACT.fullmatch(payload.value) if isinstance(payload.value, str) else None
    try:
        if found is None:
            raise ValueError
        year, month, day, hour, minute, second, utc = found.groups()
        text = f"{year}-{month}-{day}T{hour}:{minute}:{second}"
        stated = datetime.fromisoformat(text)
        if utc:
            stated = in_zone(Payload(f"{text}Z", payload.path).instant(), zone_named(zone)).replace(tzinfo=None)
    except (ValueError, InstantRangeError):
        example = "'20261026T150000Z', or '20070101T080000' without a zone"
        raise payload.error(f"it is a time such as {example}, not {payload.shown}") from None
    return Reading(stated.date(), stated.time())


def until(payload: Payload | None) -> date | None:
    """The last date of what repeats; nothing where it does for ever."""
    if payload is None or payload.value == "00000000":
        return None
    found = _DAY.fullmatch(payload.value) if isinstance(payload.value, str) else None
    try:
        if found is None:
            raise ValueError
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise payload.error(f"it is a date such as '20261231', or '00000000' for ever, not {payload.shown}") from None

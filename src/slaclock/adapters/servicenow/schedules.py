"""Schedules with their entries, as a policy states them (R3, R5, R13, R19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.named_records import named_records
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.servicenow.fields import rows
from slaclock.adapters.servicenow.spans import Entries, SpanReader
from slaclock.adapters.zones import zone_in
from slaclock.errors import did_you_mean

FLOATING = "floating"
_WITHOUT_MEANING = frozenset(
    (
        *("sys_id", "description", "document", "document_key", "read_only", "sys_created_on", "sys_created_by"),
        *("sys_updated_on", "sys_updated_by", "sys_mod_count", "sys_tags", "sys_class_name", "sys_domain", "sys_scope"),
        *("sys_package", "sys_name", "sys_policy", "sys_update_name"),
    )
)


@dataclass(frozen=True)
class ReadSchedule:
    """One schedule of a payload."""

    id: str
    name: str
    """Its name, with the id beside it where several have that name."""
    timezone: str
    entries: Entries

    @property
    def key(self) -> KeyPath:
        """Where it stands in the policy."""
        return "schedules", self.name

    @property
    def stated(self) -> dict[str, Any]:
        """The schedules as a policy states them: its own, and the one that is taken away from it."""
        entry: dict[str, Any] = {
            "timezone": self.timezone,
            "hours": self.entries.opens,
            "holiday_rule": "calendar_date",
            "holidays": self.entries.holidays,
        }
        if not self.entries.closes:
            return {self.name: entry}
        away = f"{self.name}, excluded"
        return {
            self.name: entry | {"excluding": [away]},
            away: {"timezone": self.timezone, "hours": self.entries.closes, "holidays": []},
        }


def read_schedules(
    payload: Payload, spans: Payload, timezone: str | None, as_of: date | None, account: Account
) -> list[ReadSchedule]:
    """The schedules that open at all, each with its entries.

    Raises:
        PayloadError: Something in them cannot be read, or an entry does not say whose it is.
    """
    records = rows(payload, "cmn_schedule", account).records
    named = named_records(records, unnamed="schedule", id_key="sys_id")
    of = _by_schedule(spans, [each.id for each in named], account)
    read = [_schedule(*each, of.get(each.id, []), timezone, as_of, account) for each in named]
    return [each for each in read if each]


def _by_schedule(payload: Payload, ids: list[str], account: Account) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in rows(payload, "cmn_schedule_span", account).records:
        owner = record.get("schedule")
        if owner is None and len(ids) == 1:
            key = ids[0]
        elif owner is None:
            raise record.error("key 'schedule' is missing, and there is more than one schedule, or none")
        else:
            key = owner.id()
        if key not in ids:
            near = did_you_mean(key, ids) if ids else "none is given"
            raise record.error(f"its schedule {key!r} is not among the schedules; {near}; pass cmn_schedule=")
        found.setdefault(key, []).append(record)
    return found


def _schedule(
    record: Record,
    key: str,
    name: str,
    spans: list[Record],
    timezone: str | None,
    as_of: date | None,
    account: Account,
) -> ReadSchedule | None:
    about = ("schedules", name)
    if record.get("parent"):
        raise record.error("it has a parent, and how entries of both count together is not known; merge them first")
    zone = _zone(record, timezone, account, about)
    kind = record.get("type")
    reader = SpanReader(zone, as_of, account, about)
    for each in spans:
        reader.add(each)
    record.leave(account, _WITHOUT_MEANING, about)
    if kind:
        account.lose(record.path, f"the schedule is of the type {kind.shown}", "it was left out; it opens nothing")
        return None
    if not reader.entries.opens:
        account.lose(record.path, f"no entry of {name!r} opens every week", "the schedule was left out")
        return None
    return ReadSchedule(key, name, zone, reader.entries)


def _zone(record: Record, timezone: str | None, account: Account, about: KeyPath) -> str:
    """The zone of a schedule; a floating one has that of whoever looks at it."""
    named = record.get("time_zone")
    floats = named is None or (isinstance(named.value, str) and named.value.lower() == FLOATING)
    if named is not None and not floats:
        return zone_in(named, account, about)
    if timezone is None:
        raise record.error("it floats: its hours are those of whoever looks; pass timezone=, the IANA name of a zone")
    account.lose(record.path, "it floats: its hours are those of whoever looks", f"{timezone} was taken", about)
    return timezone

"""Values as Odoo hands them over: false for nothing, an id with its name, hours as numbers, times in UTC (R1, R19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected

RECORD = frozenset(
    ("id", "display_name", "create_uid", "create_date", "write_uid", "write_date", "__last_update", "sequence", "color")
)
"""Keys that most records have, and that change no answer."""
_KEPT = ("active",)
"""Keys under which false means no, and not that nothing stands there."""
_HOUR = 3_600


class Reference(NamedTuple):
    """Another record: its id, and its name where that stands beside it."""

    id: str
    name: str


def kind(name: str, model: str) -> Kind:
    """What the records of a model are called, and where an answer says how many of them there are."""
    return Kind(name, model, counts=("length",), beside={"length", "jsonrpc", "id"})


def rows(payload: Payload, of: Kind, account: Account) -> list[Record]:
    """The records of an answer: of `search_read`, of `web_search_read`, or of JSON-RPC around one of them.

    Raises:
        PayloadError: It is none of these, or says that something went wrong.
    """
    return [_without_false(record) for record in collected(_unwrapped(payload, of), of, account).records]


def _unwrapped(payload: Payload, of: Kind) -> Payload:
    value = payload.value
    if isinstance(value, list):
        return replace(payload, value=[_unwrapped(each, of).value for each in payload.items()])
    if not isinstance(value, dict):
        return payload
    if "error" in value:
        raise payload.error("the server answered with an error; ask again, and pass what it answers")
    if "result" in value:
        return _unwrapped(replace(payload, value=value["result"]), of)
    if "records" in value and of.plural not in value:
        return replace(payload, value={of.plural: value["records"], "length": value.get("length")})
    return payload


def _without_false(record: Record) -> Record:
    """The same, with false as nothing, as the product means it."""
    return Record(
        {key: None if value is False and key not in _KEPT else value for key, value in record.values.items()},
        record.path,
    )


def reference_in(payload: Payload) -> Reference:
    """A record that is named: `[id, name]`, `{id, display_name}` or an id alone."""
    if isinstance(payload.value, dict):
        record = payload.record()
        named = record.get("display_name")
        return Reference(record.need("id").id(), named.text() if named else "")
    if isinstance(payload.value, list):
        parts = payload.items()
        if len(parts) != 2:
            raise payload.error("it is an id with its name, e.g. [1, 'Office']")
        return Reference(parts[0].id(), parts[1].text())
    return Reference(payload.id(), "")


def reference(record: Record, key: str) -> Reference | None:
    """A record that is named; nothing where none is."""
    found = record.get(key)
    return reference_in(found) if found else None


def references(record: Record, key: str) -> list[Reference]:
    """Several of them."""
    found = record.get(key)
    return [reference_in(each) for each in found.items()] if found else []


def number(payload: Payload, least: float, most: float, unit: str) -> float:
    """A number within bounds, which are included; it may have a fraction."""
    value: Any = payload.value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
        raise payload.error(f"it is {least:g} to {most:g} {unit}, not {payload.shown}")
    return float(value)


def time_of_day(payload: Payload) -> int:
    """A time of day that is written in hours, in seconds since midnight; the product rounds it to whole minutes."""
    return round(number(payload, 0, 24, "hours") * 60) * 60


def seconds_in(payload: Payload, most: int) -> int:
    """An amount of hours, in whole seconds."""
    return round(number(payload, 0, most / _HOUR, "hours") * _HOUR)


def instant_in(record: Record, key: str) -> datetime | None:
    """When something happened, in UTC, which the product does not write; nothing where it did not."""
    found = record.get(key)
    return found.instant("UTC").astimezone(UTC) if found else None


def listed(values: Sequence[str]) -> str:
    """What is known, for errors."""
    return ", ".join(values) or "none"

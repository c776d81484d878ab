"""Values as GLPI writes them: 0 for no id, flags as 0 and 1, numbers as text, times without a zone (R1, R19)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from slaclock.adapters.payloads import Payload, Record
from slaclock.errors import PayloadError
from slaclock.hours import zone_named
from slaclock.patterns import pattern

RECORD = frozenset(("links", "entities_id", "is_recursive", "comment", "date_mod", "date_creation", "completename"))
"""Keys that most records have, and that change no answer."""
_DATED = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_NO_ZONE = "GLPI states no zone; pass timezone=, the IANA name of that of its server"


def zone_of(timezone: str | None) -> str:
    """The zone of the server, which has to be given.

    Raises:
        PayloadError: It is not given.
        ZoneError: There is none of that name.
    """
    if timezone is None:
        raise PayloadError("", _NO_ZONE)
    zone_named(timezone)
    return timezone


def number(payload: Payload, least: int, most: int, unit: str) -> int:
    """A whole number, which some releases write as text."""
    value = payload.value
    digits = isinstance(value, str) and value.isascii() and value.isdecimal()
    return (Payload(int(value[:20]), payload.path) if digits else payload).whole(least, most, unit)


def flag(record: Record, key: str, default: bool = False) -> bool:
    """Whether a flag is set: 0 and 1, as numbers or as text, or true and false."""
    found = record.get(key)
    if found is None:
        return default
    return found.flag() if isinstance(found.value, bool) else number(found, 0, 1, "(0 for no, 1 for yes)") == 1


def reference(record: Record, key: str) -> str:
    """The id of another record; blank for 0, which means none."""
    found = record.get(key)
    key_of = "" if found is None or found.value is False else found.id()
    return "" if key_of == "0" else key_of


def day_in(payload: Payload) -> date:
    """A date; of one with a time of day the product takes the date alone."""
    value = payload.value
    if isinstance(value, str) and _DATED.fullmatch(value):
        return Payload(value[:10], payload.path).date()
    return payload.date()


def listed(values: Collection[str]) -> str:
    """What is known, for errors."""
    return ", ".join(values) or "none"

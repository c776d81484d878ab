"""Values as Salesforce writes them: times of day whose Z is no UTC, dates with a midnight (R1, R2)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from slaclock.adapters.payloads import Payload, Record
from slaclock.patterns import pattern

_CLOCK = pattern(r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{3}))?Z?")
_EPOCH_DAYS = (date(1969, 12, 31), date(1970, 1, 1), date(1970, 1, 2))
_DATED = pattern(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T00:00:00(?:\.0+)?(?:Z|[+-]00:?00)?")
DAY_MILLIS = 24 * 3_600_000


def either(record: Record, *keys: str) -> Payload | None:
    """What stands under the first of some keys that is there: of the API, or of the settings file."""
    found = [held for key in keys if (held := record.get(key))]
    return found[0] if found else None


def flag_in(payload: Payload) -> bool:
    """True or false, which files state as text."""
    if payload.value in ("true", "false"):
        return bool(payload.value == "true")
    return payload.flag()


def number_in(payload: Payload, least: int, most: int, unit: str) -> int:
    """A whole number, which files state as text."""
    given = payload.value
    if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) < 10:
        return Payload(int(given), payload.path).whole(least, most, unit)
    return payload.whole(least, most, unit)


def clock_in(payload: Payload) -> int:
    """A time of day of business hours, in milliseconds since midnight.

    `09:00:00.000Z` is nine o'clock in the zone of the hours, whatever its `Z` says. Some clients make an instant of
    1970 of it in a zone of their own: that instant in UTC shows the same time.

    Raises:
        PayloadError: It is no time of day.
    """
    found = _CLOCK.fullmatch(payload.value) if isinstance(payload.value, str) else None
    if found:
        hours, minutes, seconds, millis = (int(part or 0) for part in found.groups())
        if hours > 23 or minutes > 59 or seconds > 59:
            raise payload.error(f"there is no time of day {payload.shown}")
        return ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis
    if isinstance(payload.value, datetime) or (isinstance(payload.value, str) and "T" in payload.value):
        at = payload.instant().astimezone(UTC)
        if at.date() in _EPOCH_DAYS and at.microsecond % 1000 == 0:
            return ((at.hour * 60 + at.minute) * 60 + at.second) * 1000 + at.microsecond // 1000
    raise payload.error(f"it is a time of day such as '09:00:00.000Z', not {payload.shown}")


def date_in(payload: Payload) -> date:
    """A date; the midnight that some answers put beside it means nothing.

    Raises:
        PayloadError: It is none, or an instant with a time of day.
    """
    found = _DATED.fullmatch(payload.value) if isinstance(payload.value, str) else None
    return Payload(found[1], payload.path).date() if found else payload.date()

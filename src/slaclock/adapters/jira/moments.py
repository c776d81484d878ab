"""Instants and durations as Jira writes them: objects in which the milliseconds are the truth (R1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from slaclock.adapters.payloads import Payload

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND, SECOND = timedelta(milliseconds=1), timedelta(seconds=1)
_LAST = 253_402_300_799_999
"""Milliseconds up to the end of the year 9999."""
_LONGEST = 10**14


def moment(payload: Payload, timezone: str | None = None) -> datetime:
    """An instant: text, or an object of which the milliseconds count, then what is exact to them, then the rest.

    Raises:
        PayloadError: It is none of these.
    """
    if not isinstance(payload.value, dict):
        return payload.instant(timezone)
    record = payload.record()
    if exact := record.get("epochMillis"):
        return EPOCH + timedelta(milliseconds=exact.whole(-(10**13), _LAST, "milliseconds since 1970"))
    return (record.get("jira") or record.need("iso8601")).instant(timezone)


def precision(payload: Payload) -> timedelta:
    """How exact an instant is stated: `iso8601` drops the milliseconds."""
    said = payload.value if isinstance(payload.value, dict) else {}
    return MILLISECOND if said.get("epochMillis") is not None or said.get("jira") is not None else SECOND


def amount(payload: Payload) -> timedelta:
    """A duration in milliseconds; the text beside them is for eyes, and in the language of who asked.

    Raises:
        PayloadError: It states none.
    """
    return timedelta(milliseconds=payload.record().need("millis").whole(-_LONGEST, _LONGEST, "milliseconds"))

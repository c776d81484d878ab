"""Answers of Chatwoot and values as it writes them: lists in `payload`, seconds since 1970, 0 for never (R1, R19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected

RECORD = frozenset(("id", "account_id", "created_at", "updated_at"))
"""Keys that most records have, and that change no answer."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = 253_000_000_000
"""Seconds up to a year that all zones have."""
_COUNTS = ("count", "all_count")


def rows(payload: Payload, of: Kind, account: Account) -> list[Record]:
    """The records of an answer, whether it is a list, a page or one record.

    Raises:
        PayloadError: It is none of these.
    """
    if isinstance(payload.value, list):
        return collected(replace(payload, value=[bare(each, of.plural) for each in payload.value]), of, account).records
    return collected(replace(payload, value=bare(payload.value, of.plural)), of, account).records


def bare(answer: Any, kind: str) -> Any:
    """An answer with its list under the name of its kind, and how many there are of it; a record as it is."""
    if isinstance(answer, dict) and isinstance(answer.get("data"), dict):
        answer = answer["data"]
    if not isinstance(answer, dict) or "payload" not in answer:
        return answer
    meta = answer.get("meta")
    held = answer["payload"]
    counts = [meta[key] for key in _COUNTS if key in meta] if isinstance(meta, dict) else []
    rest = {key: value for key, value in answer.items() if key not in ("payload", "meta")}
    return {**rest, kind: [held] if isinstance(held, dict) else held, **({"count": counts[0]} if counts else {})}


def instant_in(record: Record, key: str) -> datetime | None:
    """When something happened, in seconds since 1970 or as text; nothing for 0, which means never."""
    found = record.get(key)
    if found is None or (not isinstance(found.value, bool) and found.value == 0):
        return None
    return instant(found)


def instant(payload: Payload) -> datetime:
    """An instant that is there."""
    if isinstance(payload.value, str):
        return payload.instant()
    return _EPOCH + timedelta(seconds=payload.whole(1, _LAST, "seconds since 1970"))


def need_instant(record: Record, key: str) -> datetime:
    """When something happened that must have happened.

    Raises:
        PayloadError: It is not said.
    """
    stated = record.need(key)
    if at := instant_in(record, key):
        return at
    raise stated.error("it is 0, which means never")

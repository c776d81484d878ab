"""Amounts of time as Salesforce writes them: numbers, or text of minutes and seconds, of hours and minutes (R1)."""

from __future__ import annotations

from datetime import timedelta

from slaclock.adapters.payloads import Payload, Record
from slaclock.patterns import pattern

_AMOUNT = pattern(r"(-?)([0-9]{1,9}):([0-9]{2})")


def amount_in(record: Record, stem: str) -> timedelta | None:
    """An amount that stands three times: in minutes, in hours and in days, the first that is there.

    Text in minutes is `minutes:seconds`, text in hours `hours:minutes`; a day is one of 24 hours.

    Raises:
        PayloadError: It is neither a number nor such text.
    """
    found = [
        _amount(held, size)
        for unit, size in (("Mins", 60), ("Hrs", 3_600), ("Days", 86_400))
        if (held := record.get(f"{stem}In{unit}"))
    ]
    return found[0] if found else None


def _amount(payload: Payload, size: int) -> timedelta:
    given = payload.value
    if isinstance(given, (int, float)) and not isinstance(given, bool) and abs(given) < 10**9:
        return timedelta(microseconds=round(given * size * 1_000_000))
    text = _AMOUNT.fullmatch(given) if isinstance(given, str) and size < 86_400 else None
    if not text or int(text[3]) > 59:
        kind = "a number" if size == 86_400 else "a number, or text such as '92:21'"
        raise payload.error(f"it is {kind}, not {payload.shown}")
    amount = timedelta(seconds=(int(text[2]) * 60 + int(text[3])) * size // 60)
    return -amount if text[1] else amount

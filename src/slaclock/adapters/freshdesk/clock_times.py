"""Times of day on the clock of twelve hours, as the product writes them: `8:00 am`, `12:00 pm` for noon."""

from __future__ import annotations

from datetime import time

from slaclock.adapters.payloads import Payload
from slaclock.patterns import pattern

_TWELVE_HOURS = pattern(r"(0?[1-9]|1[0-2]):([0-5][0-9]) ?([AaPp])\.?[Mm]\.?")


def clock_time(payload: Payload) -> time:
    """The time of day that a text means.

    Raises:
        PayloadError: It is none on the clock of twelve hours.
    """
    found = _TWELVE_HOURS.fullmatch(payload.value) if isinstance(payload.value, str) else None
    if found is None:
        raise payload.error(f"it is a time such as '8:00 am' or '12:00 pm', not {payload.shown}")
    return time(int(found[1]) % 12 + (12 if found[3] in "Pp" else 0), int(found[2]))


def twelve_hours(clock: time) -> str:
    """A time of day as the product writes it."""
    return f"{clock.hour % 12 or 12}:{clock.minute:02} {'am' if clock.hour < 12 else 'pm'}"

"""Times of day as products write them, in seconds since midnight, and frames of two of them (R3)."""

from __future__ import annotations

from slaclock.adapters.day_frames import DAY, Frame
from slaclock.adapters.payloads import Payload
from slaclock.patterns import pattern

_CLOCK = pattern(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?")


def clock_in(payload: Payload) -> int:
    """A time of day such as `9:00` or `24:00:00`, in seconds since midnight; parts of a second are dropped.

    Raises:
        PayloadError: It is none.
    """
    found = _CLOCK.fullmatch(payload.value) if isinstance(payload.value, str) else None
    if not found:
        raise payload.error(f"it is a time of day such as '09:00', not {payload.shown}")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if minutes > 59 or seconds > 59 or hours * 3_600 + minutes * 60 + seconds > DAY:
        raise payload.error(f"there is no time of day {payload.shown}; a day ends at 24:00")
    return hours * 3_600 + minutes * 60 + seconds


def frame_in(opens: Payload, closes: Payload, last: int = DAY) -> Frame:
    """A frame of two times of day; one at or past `last` means the end of the day, as a product writes it.

    Raises:
        PayloadError: One of them is no time of day, or it ends before it begins.
    """
    start, end = clock_in(opens), clock_in(closes)
    end = DAY if end >= last else end
    if end <= start:
        raise closes.error(
            f"it ends at {_shown(end)}, and does not begin before {_shown(start)}; cut a night at midnight"
        )
    return start, end


def to_the_second(seconds: int) -> str:
    """A time of day with its seconds: `09:00:00`, and `24:00:00` for the end of a day."""
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def to_the_minute(seconds: int) -> str:
    """A time of day without its seconds: `09:00`."""
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}"


def _shown(seconds: int) -> str:
    return to_the_second(seconds) if seconds % 60 else to_the_minute(seconds)

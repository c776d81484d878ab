"""How instants and durations are written in JSON and in files: ISO 8601, UTC as `Z`, no days but hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, PlainSerializer, WithJsonSchema

from slaclock.errors import ClockError
from slaclock.patterns import pattern

_SECOND, _MINUTE = 1_000_000, 60


def written_instant(at: datetime) -> str:
    """An aware datetime in ISO 8601 with its offset, that of UTC as `Z`."""
    text = at.isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


def written_duration(duration: timedelta) -> str:
    """A duration in ISO 8601: `PT26H30M`, `-PT1M`, `PT0.000001S`.

    Days are not used: a reader could take one for a business day.
    """
    seconds, micros = divmod(abs(duration) // timedelta.resolution, _SECOND)
    minutes, seconds = divmod(seconds, _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    fraction = f".{micros:06}".rstrip("0") if micros else ""
    parts = (f"{hours}H" if hours else "", f"{minutes}M" if minutes else "")
    last = f"{seconds}{fraction}S" if seconds or micros or not duration else ""
    return f"{'-' if duration < timedelta(0) else ''}PT{''.join(parts)}{last}"


_WRITTEN = pattern(r"(-?)PT(?:(\d{1,11})H)?(?:(\d{1,13})M)?(?:(\d{1,15})(?:\.(\d{1,6}))?S)?")


def duration_of(given: object) -> object:
    """What is written so as a duration, however long; anything else as it is."""
    if not isinstance(given, str) or not (written := _WRITTEN.fullmatch(given)):
        return given
    sign, hours, minutes, seconds, fraction = written.groups()
    micros = int((fraction or "0").ljust(6, "0"))
    try:
        length = timedelta(
            hours=int(hours or 0), minutes=int(minutes or 0), seconds=int(seconds or 0), microseconds=micros
        )
        return -length if sign else length
    except OverflowError:
        return given


def in_seconds(duration: timedelta) -> int | float:
    """A duration in seconds, whole ones without a fraction."""
    whole, rest = divmod(duration, timedelta(seconds=1))
    return duration.total_seconds() if rest else whole


def _instant_of(given: object) -> object:
    if isinstance(given, str) and ":" in given:  # A time of day, and so no number; most often.
        return given
    if isinstance(given, (int, float)) or (
        isinstance(given, str) and given.strip().lstrip("-").replace(".", "").isdigit()
    ):
        raise ClockError(f"{given!r} names no instant; write date, time and offset, e.g. '2026-11-25T17:00-05:00'")
    return given


Instant = Annotated[datetime, AwareDatetime, BeforeValidator(_instant_of, json_schema_input_type=AwareDatetime)]
"""An aware datetime, or ISO 8601 text with an offset; numbers are refused, for none says since when it counts."""

Duration = Annotated[
    timedelta,
    BeforeValidator(duration_of, json_schema_input_type=timedelta),
    PlainSerializer(written_duration, when_used="json"),
    WithJsonSchema({"type": "string", "format": "duration"}),
]
"""A field that holds a duration."""

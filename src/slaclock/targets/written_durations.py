"""Durations as people say them: `1 hour 30 minutes`, or in little room `1 h 30 min`."""

from __future__ import annotations

from datetime import timedelta


def write_duration(duration: timedelta, kind: str = "") -> str:
    """A duration as people say it: `1 hour 30 minutes`; `kind` says of what time."""
    seconds, micros = divmod(abs(duration) // timedelta.resolution, 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        f"{amount} {kind}{unit if amount == 1 else unit + 's'}"
        for amount, unit in ((hours, "hour"), (minutes, "minute"), (seconds, "second"), (micros, "microsecond"))
        if amount
    ]
    written = " ".join(parts) or f"0 {kind}hours"
    if kind and len(parts) > 1:
        written = f"{write_duration(abs(duration))} of {kind}time"
    return f"-{written}" if duration < timedelta(0) else written


def short_duration(duration: timedelta) -> str:
    """A duration in little room: `1 h 30 min`."""
    words = {"hour": "h", "hours": "h", "minute": "min", "minutes": "min", "second": "s", "seconds": "s"}
    return " ".join(words.get(part, part) for part in write_duration(duration).split())

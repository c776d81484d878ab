"""What an explanation says in words: what a stretch was, and clock times as they are shown."""

from __future__ import annotations

from datetime import datetime, tzinfo

from slaclock.hours import to_utc

KINDS = {
    "open": "counted",
    "any_time": "counted",
    "overdue": "overdue, counted",
    "extra_time": "open, no longer needed",
    "superseded": "no longer counted",
    "waiting": "open, not counted yet",
    "paused": "paused",
    "outside_hours": "outside hours",
    "holiday": "holiday",
    "exception": "exception",
    "season": "season",
    "excluded": "excluded",
}


def clock_text(at: datetime, zone: tzinfo, brief: bool = False) -> str:
    """An instant as a zone's clocks show it: `Wed 2026-11-25 17:00 EST`."""
    local = to_utc(at).astimezone(zone)
    if brief:
        return f"{local:%a %d %b} {time_words(local)}"
    return f"{local:%a %Y-%m-%d} {time_words(local)} {local:%Z}"


def time_words(local: datetime) -> str:
    """A reading of a clock, as exact as it needs to be."""
    spec = "microseconds" if local.microsecond else "seconds" if local.second else "minutes"
    return local.time().isoformat(spec)

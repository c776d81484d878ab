"""What an explanation says in words: what a stretch was, and clock times as they are shown."""

from __future__ import annotations

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

"""Payloads as Opsgenie and PagerDuty hand them over, made up for the tests; each call makes a new one."""

from typing import Any


def block(start: str, hour: int, end: str, until: int, **keys: Any) -> dict[str, Any]:
    return {"startDay": start, "startHour": hour, "endDay": end, "endHour": until, **keys}


def restriction(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "weekday-and-time-of-day", "restrictions": list(blocks) or [block("monday", 9, "friday", 17)]}


def rotation(**keys: Any) -> dict[str, Any]:
    usual = {"id": "r1", "name": "Dev", "startDate": "2025-01-06T09:00:00Z", "type": "weekly", "length": 1}
    return {**usual, "participants": [{"type": "user", "id": "u"}], "timeRestriction": restriction(), **keys}


def on_call(**keys: Any) -> dict[str, Any]:
    """A schedule of Opsgenie."""
    usual = {"id": "s1", "name": "Core", "description": "", "timezone": "Europe/Berlin", "enabled": True}
    return {**usual, "rotations": [rotation()], **keys}


def support_hours(**keys: Any) -> dict[str, Any]:
    return {
        "type": "fixed_time_per_day",
        "time_zone": "America/Lima",
        "days_of_week": [1, 2, 3, 4, 5],
        "start_time": "09:00:00",
        "end_time": "17:00:00",
        **keys,
    }


def service(**keys: Any) -> dict[str, Any]:
    usual = {"id": "P1", "name": "Web", "type": "service", "status": "active", "support_hours": support_hours()}
    return usual | keys

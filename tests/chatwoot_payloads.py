"""Payloads as Chatwoot hands them over, made up for the tests; each call makes new ones."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

ZONE = "America/New_York"


def epoch(text: str) -> int:
    """Seconds since 1970 of a reading of June 2026 in New York."""
    return round(datetime.fromisoformat(f"2026-06-{text}").replace(tzinfo=ZoneInfo(ZONE)).timestamp())


def row(day: int, opens: str = "09:00", closes: str = "17:00", **keys: Any) -> dict[str, Any]:
    (open_hour, open_minutes), (close_hour, close_minutes) = (map(int, each.split(":")) for each in (opens, closes))
    clocks = {"open_hour": open_hour, "open_minutes": open_minutes}
    clocks |= {"close_hour": close_hour, "close_minutes": close_minutes}
    return {"day_of_week": day, "closed_all_day": False, "open_all_day": False, **clocks, **keys}


def closed(day: int) -> dict[str, Any]:
    nothing = dict.fromkeys(("open_hour", "open_minutes", "close_hour", "close_minutes"))
    return {"day_of_week": day, "closed_all_day": True, "open_all_day": False, **nothing}


def inbox(*rows: dict[str, Any], **keys: Any) -> dict[str, Any]:
    hours = list(rows) or [closed(0), *(row(day) for day in range(1, 6)), closed(6)]
    usual = {"id": 1, "name": "Chat", "timezone": ZONE, "working_hours_enabled": True, "working_hours": hours}
    return {**usual, "channel_type": "Channel::WebWidget", "widget_color": "#1f93ff", **keys}


def sla_policy(**keys: Any) -> dict[str, Any]:
    times = {"first_response_time_threshold": 3600.0, "next_response_time_threshold": 7200.0}
    usual = {"id": 1, "name": "Gold", "description": None, **times, "resolution_time_threshold": 28800.0}
    return {**usual, "only_during_business_hours": True, **keys}


def conversation(**keys: Any) -> dict[str, Any]:
    usual = {"id": 7, "inbox_id": 1, "sla_policy_id": 1, "status": "open", "created_at": epoch("01T09:00")}
    return {**usual, "first_reply_created_at": 0, "waiting_since": 0, "priority": None, "labels": [], **keys}


def message(kind: Any, at: str, **keys: Any) -> dict[str, Any]:
    usual = {"id": epoch(at), "conversation_id": 7, "message_type": kind, "private": False, "created_at": epoch(at)}
    return {**usual, "sender": {"type": "contact" if kind in (0, "incoming") else "user"}, **keys}


def applied(*events: tuple[str, str], key: int = 7, **keys: Any) -> dict[str, Any]:
    state = {"id": 5, "sla_id": 1, "sla_status": "active_with_misses" if events else "active", "sla_name": "Gold"}
    noted = [{"id": number, "event_type": kind, "created_at": epoch(at)} for number, (kind, at) in enumerate(events)]
    return {"applied_sla": {**state, **keys}, "conversation": {"id": key, "labels": ""}, "sla_events": noted}


def account() -> dict[str, Any]:
    replied = {"first_reply_created_at": epoch("01T10:30"), "waiting_since": epoch("01T11:00")}
    due = {"sla_frt_due_at": epoch("01T10:00"), "sla_nrt_due_at": epoch("01T13:00"), "sla_rt_due_at": epoch("01T17:00")}
    return {
        "inboxes": {"payload": [inbox()]},
        "sla_policies": {"payload": [sla_policy()]},
        "conversations": {"data": {"meta": {"all_count": 1}, "payload": [conversation(**replied)]}},
        "messages": {"meta": {}, "payload": [message(0, "01T09:00"), message(1, "01T10:30"), message(0, "01T11:00")]},
        "applied_slas": {"payload": [applied(("frt", "01T10:05"), **due)], "meta": {"count": 1, "current_page": 1}},
    }

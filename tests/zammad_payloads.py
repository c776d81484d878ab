"""Payloads as Zammad hands them over, made up for the tests; each call makes a new one."""

from typing import Any

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STATES = {"new": False, "open": False, "pending reminder": True, "closed": True}


def calendar(*frames: tuple[str, str], **keys: Any) -> dict[str, Any]:
    times = [list(each) for each in frames or [("09:00", "17:00")]]
    week = {day: {"active": day not in ("sat", "sun"), "timeframes": [list(each) for each in times]} for day in WEEK}
    closed = {"2026-06-03": {"active": True, "summary": "Stocktaking", "feed": "abc"}}
    usual = {"id": 1, "name": "Office", "timezone": "UTC", "business_hours": week, "public_holidays": closed}
    return {**usual, "default": True, "ical_url": "", "last_log": None, "created_at": "2026-01-02T10:00:00Z", **keys}


def sla(**keys: Any) -> dict[str, Any]:
    times = {"first_response_time": 60, "response_time": None, "update_time": 120, "solution_time": 180}
    return {"id": 2, "name": "Gold", "calendar_id": 1, **times, "condition": {}, "updated_by_id": 3, **keys}


def ticket(**keys: Any) -> dict[str, Any]:
    return {"id": 7, "number": "31007", "state_id": 2, "priority_id": 2, "created_at": "2026-06-01T09:30:00Z", **keys}


def states() -> list[dict[str, Any]]:
    return [
        {"id": number, "name": name, "ignore_escalation": pauses}
        for number, (name, pauses) in enumerate(STATES.items(), start=1)
    ]


def changes(*told: tuple[str, str, str], attribute: str = "state") -> list[dict[str, Any]]:
    """Changes of a field of ticket 7, each from, to and its time on 1 June 2026."""
    usual = {"o_id": 7, "object": "Ticket", "type": "updated", "attribute": attribute}
    return [
        {"id": number, **usual, "value_from": before, "value_to": after, "created_at": f"2026-06-01T{at}:00Z"}
        for number, (before, after, at) in enumerate(told, start=100 if attribute == "state" else 200)
    ]


def article(sender: str, at: str, **keys: Any) -> dict[str, Any]:
    usual = {"ticket_id": 7, "sender": sender, "type": "email", "internal": False}
    return {**usual, "created_at": f"2026-06-01T{at}:00Z", **keys}


def account() -> dict[str, Any]:
    conditions = {"ticket.priority_id": {"operator": "is", "value": ["2", "3"]}}
    figures = {"first_response_at": "2026-06-01T10:00:00Z", "first_response_in_min": 30}
    return {
        "calendars": [calendar()],
        "slas": [sla(condition=conditions)],
        "ticket_states": states(),
        "tickets": [ticket(**figures, close_escalation_at="2026-06-01T12:30:00Z")],
        "histories": {"history": changes(("new", "open", "10:00")), "assets": {"User": {}}},
        "articles": [article("Agent", "10:00")],
    }

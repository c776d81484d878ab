"""Payloads as Freshdesk and Freshservice hand them over, made up for the tests; each call makes a new one."""

from typing import Any

DAY = {"start_time": "9:00 am", "end_time": "5:00 pm"}
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def business_hours(**keys: Any) -> dict[str, Any]:
    return {
        "id": 11,
        "name": "Office",
        "description": "where we sit",
        "is_default": True,
        "time_zone": "Copenhagen",
        "working_hours": {day: dict(DAY) for day in WORKDAYS},
        "list_of_holidays": [],
        "created_at": "2024-01-02T10:00:00Z",
        "updated_at": "2024-01-02T10:00:00Z",
        **keys,
    }


def service_hours(**keys: Any) -> dict[str, Any]:
    """The same as Freshservice has it."""
    hours = {"beginning_of_workday": "8:00 am", "end_of_workday": "12:00 pm"}
    record = business_hours(
        service_desk_hours={"monday": hours},
        list_of_holidays=[
            {"holiday_date": "--02-29", "holiday_name": "Leap day"},
            {"holiday_date": "2026-12-24", "holiday_name": "Yule"},
        ],
        **keys,
    )
    del record["working_hours"]
    return record


def target(respond: int | None = 3_600, resolve: int | None = 14_400, **keys: Any) -> dict[str, Any]:
    return {
        "respond_within": respond,
        "next_respond_within": None,
        "resolve_within": resolve,
        "business_hours": True,
        "escalation_enabled": True,
        **keys,
    }


def sla_policy(**keys: Any) -> dict[str, Any]:
    return {
        "id": 21,
        "name": "Usual",
        "description": "for all",
        "active": True,
        "is_default": True,
        "position": 2,
        "sla_target": {"priority_4": target(), "priority_1": target(7_200, 28_800)},
        "applicable_to": {"company_ids": [], "group_ids": []},
        "created_at": "2024-01-02T10:00:00Z",
        "updated_at": "2024-01-02T10:00:00Z",
        **keys,
    }


def stats(**keys: Any) -> dict[str, Any]:
    usual = ("agent_responded_at", "requester_responded_at", "first_responded_at", "reopened_at", "resolved_at")
    nothing = dict.fromkeys((*usual, "closed_at", "pending_since"))
    return {**nothing, "status_updated_at": "2026-06-01T08:00:00Z", **keys}


def ticket(of: dict[str, Any] | None = None, **keys: Any) -> dict[str, Any]:
    """A ticket of a Monday at ten in Copenhagen."""
    return {
        "id": 7,
        "subject": "it smokes",
        "priority": 4,
        "status": 2,
        "source": 2,
        "company_id": 70,
        "group_id": None,
        "created_at": "2026-06-01T08:00:00Z",
        "updated_at": "2026-06-01T09:00:00Z",
        "stats": stats(**(of or {})),
        **keys,
    }


def conversation(at: str, **keys: Any) -> dict[str, Any]:
    return {
        "ticket_id": 7,
        "incoming": False,
        "private": False,
        "user_id": 5,
        "created_at": at,
        "updated_at": at,
        "auto_response": False,
        **keys,
    }


def activity(at: str, ticket_id: int = 7, **said: Any) -> dict[str, Any]:
    return {
        "performed_at": at,
        "ticket_id": ticket_id,
        "performer_type": "user",
        "performer_id": 5,
        "activity": said,
    }


def export(*activities: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    usual = {
        "start_at": "01-06-2026 00:00:00 +0000",
        "end_at": "01-06-2026 23:59:59 +0000",
        "activities_count": len(activities),
    }
    return {"metadata": usual | metadata, "activities_data": list(activities)}


def opening(at: str = "01-06-2026 08:00:00 +0000", **said: Any) -> dict[str, Any]:
    return activity(at, **{"source": 2, "requester": 5, "status": "Open", "priority": 4, **said})


def account() -> dict[str, Any]:
    """What one account has: hours, SLA policies, a ticket with what happened to it, and names of statuses."""
    figures = {"first_responded_at": "2026-06-01T08:30:00Z", "pending_since": "2026-06-01T09:00:00Z"}
    due = {"due_by": "2026-06-01T12:00:00Z", "fr_due_by": "2026-06-01T09:00:00Z", "is_escalated": False}
    return {
        "business_hours": [business_hours(), service_hours(id=12, name="B", is_default=False)],
        "sla_policies": {"sla_policies": [sla_policy(applicable_to={"company_ids": [70], "sources": [2]})]},
        "tickets": [ticket(figures, status=3, **due)],
        "conversations": [conversation("2026-06-01T08:30:00Z")],
        "activities_data": export(opening(), activity("01-06-2026 09:00:00 +0000", status="Pending")),
        "ticket_fields": [{"name": "status", "choices": {"7": ["Parked"]}}],
    }

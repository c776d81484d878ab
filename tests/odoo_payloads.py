"""Records as Odoo hands them over, made up for the tests; each call makes new ones."""

from typing import Any

ZONE = "Europe/Brussels"
HALVES = ((8.0, 12.0, "morning"), (12.0, 13.0, "lunch"), (13.0, 16.0, "afternoon"))


def calendar(**keys: Any) -> dict[str, Any]:
    usual = {"id": 1, "name": "Office", "tz": ZONE, "two_weeks_calendar": False, "hours_per_day": 7.0}
    return {**usual, "company_id": [1, "Acme"], "write_date": "2026-01-02 10:00:00", "active": True, **keys}


def attendance(day: int, start: float, end: float, period: str = "morning", **keys: Any) -> dict[str, Any]:
    usual = {"id": int(1000 * day + 10 * start), "calendar_id": [1, "Office"], "name": "Work", "dayofweek": str(day)}
    nothing = dict.fromkeys(("week_type", "display_type", "date_from", "date_to", "resource_id"), False)
    return {**usual, **nothing, "hour_from": start, "hour_to": end, "day_period": period, **keys}


def week(**keys: Any) -> list[dict[str, Any]]:
    """Mornings and afternoons of weekdays, with their lunches."""
    return [attendance(day, *half, **keys) for day in range(5) for half in HALVES]


def leave(start: str, end: str, **keys: Any) -> dict[str, Any]:
    usual = {"id": 5, "name": "Closed", "calendar_id": [1, "Office"], "company_id": [1, "Acme"], "resource_id": False}
    return {**usual, "date_from": start, "date_to": end, "time_type": "leave", **keys}


def sla(hours: float = 4.0, **keys: Any) -> dict[str, Any]:
    usual = {"id": 3, "name": "Solve", "team_id": [1, "Support"], "stage_id": [4, "Solved"], "exclude_stage_ids": []}
    return {**usual, "priority": "0", "time": hours, "tag_ids": [], "description": False, "active": True, **keys}


def team(**keys: Any) -> dict[str, Any]:
    return {"id": 1, "name": "Support", "resource_calendar_id": [1, "Office"], **keys}


def stages() -> list[dict[str, Any]]:
    names = {1: "New", 2: "In Progress", 3: "Feedback", 4: "Solved"}
    return [{"id": key, "name": name, "fold": name == "Solved"} for key, name in names.items()]


def ticket(**keys: Any) -> dict[str, Any]:
    return {
        "id": 7,
        "name": "Help",
        "create_date": "2026-06-01 06:00:00",
        "stage_id": [1, "New"],
        "priority": "1",
        **keys,
    }


def status(due: Any = "2026-06-01 10:00:00", **keys: Any) -> dict[str, Any]:
    usual = {"id": 11, "ticket_id": [7, "Help"], "sla_id": [3, "Solve"], "deadline": due, "reached_datetime": False}
    return {**usual, "status": "ongoing", **keys}


def account() -> dict[str, Any]:
    return {
        "calendars": [calendar()],
        "attendances": [*week(), attendance(5, 9.0, 12.0, date_from="2026-06-01", date_to="2026-08-31")],
        "leaves": [
            leave("2026-06-02 22:00:00", "2026-06-03 21:59:59"),
            leave("2026-06-05 10:00:00", "2026-06-05 21:59:59", id=6),
        ],
        "slas": [sla(exclude_stage_ids=[3])],
        "teams": [team()],
        "stages": {"jsonrpc": "2.0", "id": 1, "result": {"length": 4, "records": stages()}},
        "sla_statuses": [status(reached_datetime="2026-06-01 09:00:00", status="reached")],
        "tickets": [ticket(close_date="2026-06-01 09:00:00")],
    }

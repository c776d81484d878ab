"""Records as ERPNext and Frappe Helpdesk hand them over, made up for the tests; each call makes a new one."""

import json
from typing import Any

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
ZONE = "Asia/Kolkata"


def workdays(*days: str, opens: str = "10:00:00", closes: str = "18:00:00") -> list[dict[str, Any]]:
    return [{"idx": 1, "workday": day, "start_time": opens, "end_time": closes} for day in days or WEEKDAYS]


def priority(name: str, response: Any, resolution: Any, **keys: Any) -> dict[str, Any]:
    return {"priority": name, "response_time": response, "resolution_time": resolution, "default_priority": 0, **keys}


def agreement(**keys: Any) -> dict[str, Any]:
    """An agreement of ERPNext: four and six hours, ten to six on weekdays."""
    return {
        "doctype": "Service Level Agreement",
        "name": "Gold",
        "enabled": 1,
        "document_type": "Issue",
        "service_level": "Gold",
        "default_service_level_agreement": 1,
        "default_priority": "Medium",
        "holiday_list": "2026",
        "entity": None,
        "condition": "",
        "apply_sla_for_resolution": 1,
        "priorities": [priority("Medium", 14400.0, 21600.0, default_priority=1), priority("High", 7200.0, 10800.0)],
        "pause_sla_on": [{"status": "Replied"}],
        "sla_fulfilled_on": [{"status": "Resolved"}, {"status": "Closed"}],
        "support_and_resolution": workdays(),
        **keys,
    }


def of_helpdesk(**keys: Any) -> dict[str, Any]:
    """The same of Frappe Helpdesk, whose statuses stand elsewhere."""
    usual = agreement(doctype="HD Service Level Agreement", name="Desk", default_sla=1, default_ticket_status="Open")
    gone = ("document_type", "default_service_level_agreement", "entity", "pause_sla_on", "sla_fulfilled_on")
    return {key: value for key, value in usual.items() if key not in gone} | keys


def holiday(day: str, name: str = "Stocktaking", **keys: Any) -> dict[str, Any]:
    return {"holiday_date": day, "description": name, "weekly_off": 0, **keys}


def holiday_list(*rows: dict[str, Any], **keys: Any) -> dict[str, Any]:
    dates = list(rows) or [holiday("2026-06-03")]
    usual = {"doctype": "Holiday List", "holiday_list_name": "2026", "from_date": "2026-01-01", "to_date": "2026-12-31"}
    return {**usual, "total_holidays": len(dates), "weekly_off": None, "holidays": dates, **keys}


def statuses(**more: str) -> list[dict[str, Any]]:
    usual = {"Open": "Open", "Replied": "Paused", "Resolved": "Resolved", "Closed": "Resolved"}
    return [{"name": name, "category": category} for name, category in {**usual, **more}.items()]


def issue(**keys: Any) -> dict[str, Any]:
    """A ticket of ERPNext, opened at noon of a Monday."""
    return {
        "doctype": "Issue",
        "name": "ISS-7",
        "creation": "2026-06-01 12:00:00.123456",
        "service_level_agreement_creation": "2026-06-01 12:00:00",
        "status": "Open",
        "priority": "Medium",
        "service_level_agreement": "Gold",
        "on_hold_since": None,
        "total_hold_time": 0.0,
        **keys,
    }


def ticket(**keys: Any) -> dict[str, Any]:
    """The same of Frappe Helpdesk, whose tickets have numbers."""
    usual = issue(doctype="HD Ticket", name=7, sla="Desk")
    del usual["service_level_agreement"]
    return usual | keys


def version(at: str, *changed: tuple[str, Any, Any], **keys: Any) -> dict[str, Any]:
    """What changed in a ticket of ERPNext at a time of 1 June 2026."""
    return {
        "doctype": "Version",
        "name": f"v{at}",
        "creation": f"2026-06-01 {at}",
        "ref_doctype": "Issue",
        "docname": "ISS-7",
        "data": json.dumps({"added": [], "changed": [list(each) for each in changed], "removed": []}),
        **keys,
    }


def message(at: str, direction: str = "Received", **keys: Any) -> dict[str, Any]:
    return {
        "name": f"m{at}",
        "communication_type": "Communication",
        "reference_doctype": "Issue",
        "reference_name": "ISS-7",
        "sent_or_received": direction,
        "creation": f"2026-06-01 {at}",
        **keys,
    }


def account() -> dict[str, Any]:
    """All of a site: what `policy` takes, then what `tickets` and `compare` take."""
    figures = {"first_responded_on": "2026-06-01 12:30:00", "first_response_time": 1800.0, "status": "Resolved"}
    return {
        "service_level_agreements": [agreement(condition="doc.customer == 'A'"), of_helpdesk()],
        "holiday_lists": {"data": holiday_list(holiday("2026-06-07", "Sunday", weekly_off=1), holiday("2026-06-03"))},
        "ticket_statuses": statuses(Parked="Paused"),
        "tickets": [
            issue(**figures, resolution_date="2026-06-01 16:00:00", resolution_by="2026-06-01 18:00:00"),
            ticket(response_by="2026-06-01 16:00:00"),
        ],
        "versions": [version("12:30", ("status", "Open", "Replied")), version("16:00", ("status", "Open", "Resolved"))],
        "communications": [message("13:00")],
    }

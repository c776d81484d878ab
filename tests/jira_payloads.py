"""Payloads as Jira Service Management hands them over, made up for the tests; each call makes a new one."""

from datetime import datetime
from typing import Any

HOUR = 3_600_000
"""Milliseconds."""


def at(text: str, **keys: Any) -> dict[str, Any]:
    """An instant of June 2026 in Berlin, as an SLA value states it: `01 09:00`."""
    iso = f"2026-06-{text[:2]}T{text[3:]}:00"
    millis = round(datetime.fromisoformat(f"{iso}+02:00").timestamp() * 1000)
    given = {
        "iso8601": f"{iso}+0200",
        "jira": f"{iso}.000+0200",
        "friendly": "Vor 3 Tagen",
        "epochMillis": millis,
    }
    return {key: value for key, value in (given | keys).items() if value is not ...}


def lasting(hours: float) -> dict[str, Any]:
    return {"millis": round(hours * HOUR), "friendly": "ein paar Stunden"}


def completed(start: str, stop: str, breach: str, elapsed: float, goal: float = 8, **keys: Any) -> dict[str, Any]:
    given = {
        "startTime": at(start),
        "stopTime": at(stop),
        "breachTime": at(breach),
        "breached": elapsed > goal,
        "goalDuration": lasting(goal),
        "elapsedTime": lasting(elapsed),
        "remainingTime": lasting(goal - elapsed),
    }
    return {key: value for key, value in (given | keys).items() if value is not ...}


def ongoing(start: str, breach: str | None, elapsed: float = 0, goal: float = 8, **keys: Any) -> dict[str, Any]:
    given = {
        "startTime": at(start),
        **({"breachTime": at(breach)} if breach else {}),
        "breached": False,
        "paused": breach is None,
        "withinCalendarHours": True,
        "goalDuration": lasting(goal),
        "elapsedTime": lasting(elapsed),
        "remainingTime": lasting(goal - elapsed),
    }
    return {key: value for key, value in (given | keys).items() if value is not ...}


def sla(*done: dict[str, Any], goes_on: dict[str, Any] | None = None, **keys: Any) -> dict[str, Any]:
    return {
        "id": "17",
        "name": "Time to resolution",
        "_links": {"self": "https://example.test/rest/servicedeskapi/request/EX-1/sla/17"},
        "completedCycles": list(done),
        **({"ongoingCycle": goes_on} if goes_on else {}),
        "slaDisplayFormat": "NEW_SLA_FORMAT",
        **keys,
    }


def change(field: str, before: str | None, after: str | None, **keys: Any) -> dict[str, Any]:
    given = {
        "field": field,
        "fieldId": field,
        "fieldtype": "jira",
        "from": "1",
        "fromString": before,
        "to": "2",
        "toString": after,
    }
    return {key: value for key, value in (given | keys).items() if value is not ...}


def history(time: str, *items: dict[str, Any], key: str = "1", **keys: Any) -> dict[str, Any]:
    created = f"2026-06-{time[:2]}T{time[3:]}:00.000+0200"
    return {"id": key, "author": {"accountId": "agent"}, "created": created, "items": list(items), **keys}


def comment(time: str, author: str | None = "agent", **keys: Any) -> dict[str, Any]:
    created = f"2026-06-{time[:2]}T{time[3:]}:00.000+0200"
    by = {"author": {"accountId": author, "accountType": "atlassian"}} if author else {}
    return {"id": f"{time}{author}", **by, "body": "<b>hello</b>", "created": created, "jsdPublic": True, **keys}


def issue(*histories: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """An issue of 1 June 2026, 09:00 in Berlin; `fields` are added to its own."""
    fields = {
        "created": "2026-06-01T09:00:00.000+0200",
        "status": {"name": "Waiting for support"},
        "priority": {"name": "High"},
        "reporter": {"accountId": "customer"},
        "customfield_10317": None,
        **keys.pop("fields", {}),
    }
    return {
        "id": "10001",
        "key": "EX-1",
        "self": "https://example.test/rest/api/3/issue/10001",
        "fields": {key: value for key, value in fields.items() if value is not ...},
        **({"changelog": {"total": len(histories), "histories": list(histories)}} if histories else {}),
        **keys,
    }


DONE = change("resolution", None, "Done")


def account() -> dict[str, Any]:
    """What one site answers: two issues, the history of one in itself and of the other beside it, and comments."""
    return {
        "issues": {
            "startAt": 0,
            "maxResults": 50,
            "total": 2,
            "issues": [
                issue(
                    history(
                        "02 10:00", change("resolution", None, "Done"), change("status", "Pending", "Done"), key="3"
                    ),
                    history("01 12:00", change("status", "Waiting for support", "Pending"), key="2"),
                    history("01 09:30", change("priority", "Medium", "High"), change("labels", "", "vip"), key="1"),
                    fields={
                        "status": {"name": "Done"},
                        "comment": {"comments": [comment("01 11:00")], "total": 1},
                        "customfield_10020": sla(completed("01 09:00", "02 10:00", "02 14:00", 4)),
                    },
                ),
                issue(id="10002", key="EX-2"),
            ],
        },
        "changelogs": {"EX-2": {"isLast": True, "values": [history("03 09:00", change("priority", "Low", "High"))]}},
        "comments": {"EX-2": {"isLastPage": True, "values": [comment("03 10:00", "customer", public=True)]}},
    }

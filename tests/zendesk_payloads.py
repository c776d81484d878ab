"""Payloads as Zendesk hands them over, made up for the tests; each call makes a new one."""

from typing import Any

OFFICE_MINUTES = [(1980, 2460), (3420, 3900), (4860, 5340), (6300, 6780), (7740, 8220)]
"""Monday to Friday, nine to five."""


def interval(start: int, end: int) -> dict[str, int]:
    return {"start_time": start, "end_time": end}


def schedule(*stretches: tuple[int, int], **keys: Any) -> dict[str, Any]:
    return {
        "id": 101,
        "name": "Office",
        "time_zone": "Copenhagen",
        "created_at": "2024-01-02T10:00:00Z",
        "updated_at": "2024-01-02T10:00:00Z",
        "intervals": [interval(*each) for each in stretches or OFFICE_MINUTES],
        **keys,
    }


def holiday(first: str, last: str = "", **keys: Any) -> dict[str, Any]:
    return {"id": 5, "name": "Stocktaking", "start_date": first, "end_date": last or first, **keys}


def metric(name: str = "first_reply_time", priority: str = "high", **keys: Any) -> dict[str, Any]:
    usual = {"priority": priority, "metric": name, "target": 120, "target_in_seconds": 7200, "business_hours": True}
    return {key: value for key, value in (usual | keys).items() if value is not ...}


def sla_policy(*metrics: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {
        "id": 36,
        "url": "https://example.test/api/v2/slas/policies/36",
        "title": "Gold",
        "description": "for the best",
        "position": 1,
        "filter": {"all": [], "any": []},
        "policy_metrics": list(metrics) or [metric()],
        "created_at": "2024-01-02T10:00:00Z",
        "updated_at": "2024-01-02T10:00:00Z",
        **keys,
    }


def condition(field: str, value: Any, operator: str = "is") -> dict[str, Any]:
    return {"field": field, "operator": operator, "value": value}


def account() -> dict[str, Any]:
    """What one account has: two schedules, holidays, SLA policies of tickets and of groups."""
    return {
        "schedules": {"schedules": [schedule(), schedule((2760, 2880), (2880, 3240), id=102, name="Nights")]},
        "holidays": {"101": {"holidays": [holiday("2026-12-24", "2026-12-26")]}},
        "sla_policies": {
            "count": 2,
            "next_page": None,
            "sla_policies": [
                sla_policy(metric(), metric(priority="low", target=480, target_in_seconds=28_800)),
                sla_policy(
                    metric("requester_wait_time", "urgent", business_hours=False),
                    id=37,
                    title="Silver",
                    position=2,
                    filter={
                        "all": [condition("organization_id", "7")],
                        "any": [condition("current_tags", "vip", "includes")],
                    },
                ),
            ],
        },
        "group_sla_policies": [
            sla_policy(
                metric("group_ownership_time", business_hours=False),
                id="01H0",
                title="Tier 1",
                filter={"all": [condition("group_id", [9], "includes")]},
            )
        ],
    }


OPENED = "2026-06-01T08:00:00Z"
REQUESTER, AGENT = 500, 900


def ticket(**keys: Any) -> dict[str, Any]:
    """A ticket as it stands now."""
    return {
        "id": 7,
        "url": "https://example.test/api/v2/tickets/7.json",
        "created_at": OPENED,
        "updated_at": OPENED,
        "subject": "The printer is on fire",
        "status": "open",
        "priority": "high",
        "requester_id": REQUESTER,
        "via": {"channel": "email", "source": {"rel": None}},
        "tags": ["vip"],
        "custom_fields": [],
        **keys,
    }


def audit(at: str, *events: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """What happened at a time of day of the first of June."""
    number = int(at.replace(":", ""))
    time = f"2026-06-01T{at}:00Z"
    return {
        "id": 1000 + number,
        "ticket_id": 7,
        "created_at": time,
        "author_id": AGENT,
        "metadata": {"system": {}},
        "via": {"channel": "web"},
        "events": [{"id": 10 * number + place, **event} for place, event in enumerate(events)],
        **keys,
    }


def created(**fields: Any) -> dict[str, Any]:
    """The audit with which a ticket begins."""
    held = {"requester_id": str(REQUESTER), "status": "new", "priority": None, **fields}
    events = [{"type": "Create", "field_name": name, "value": value} for name, value in held.items()]
    return audit("08:00", said(REQUESTER), *events, author_id=REQUESTER)


def said(author: int, *, public: bool = True) -> dict[str, Any]:
    return {"type": "Comment", "author_id": author, "public": public, "body": "words"}


def changed(field: str, before: Any, after: Any) -> dict[str, Any]:
    return {"type": "Change", "field_name": field, "previous_value": before, "value": after}


def moves(metric: str, *said: str, ticket_id: int = 7, instance: int = 1) -> list[dict[str, Any]]:
    """Metric events of a cycle, each as its time and its type: `08:00 activate`."""
    return [
        {
            "id": 100 * instance + place,
            "ticket_id": ticket_id,
            "metric": metric,
            "instance_id": instance,
            "type": each.split()[1],
            "time": f"2026-06-01T{each.split()[0]}:00Z",
        }
        for place, each in enumerate(said)
    ]


def applied(at: str, seconds: int = 7200, **policy: Any) -> dict[str, Any]:
    """The event with which a cycle gets its target."""
    [event] = moves("reply_time", f"{at} apply_sla")
    held = {"id": 36, "title": "Gold"} | policy
    return event | {"id": 50, "sla": {"target_in_seconds": seconds, "business_hours": True, "policy": held}}


def histories() -> dict[str, Any]:
    """Two tickets: the audits of one, and the metric events of both."""
    return {
        "tickets": {"tickets": [ticket(slas={"policy_metrics": []}), ticket(id=8)], "next_page": None},
        "audits": {
            "audits": [
                created(group_id="9", custom_status_id="41"),
                audit("09:00", said(AGENT), changed("status", "new", "pending")),
                audit("10:00", changed("custom_status_id", "41", "42"), changed("group_id", "9", None)),
                audit("11:00", said(501), changed("priority", None, "high"), changed("requester_id", REQUESTER, 501)),
            ],
            "meta": {"has_more": False},
        },
        "metric_events": [
            *moves("reply_time", "08:00 activate", "09:00 fulfill"),
            applied("08:00"),
            *moves("requester_wait_time", "08:00 activate", "09:00 pause", "10:00 activate", ticket_id=8, instance=2),
        ],
        "users": {"users": [{"id": AGENT, "role": "agent"}, {"id": 501, "role": "end-user"}]},
        "custom_statuses": [{"id": 42, "status_category": "hold"}],
    }

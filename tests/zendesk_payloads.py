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

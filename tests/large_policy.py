"""Policies of many schedules and plans, with something of everything that grows with them."""

import io
import json
from typing import Any

from ruamel.yaml import YAML

from slaclock import SlaPolicy

ZONES = ("America/New_York", "Europe/London", "Asia/Tokyo", "Asia/Kolkata")


def stated(size: int) -> dict[str, Any]:
    """A policy of so many schedules, closures, plans, names and examples, of which each fourth is made alike."""
    numbers = range(size)
    return {
        "name": "Large",
        "timezone": "America/New_York",
        "holidays": "US",
        "closures": {f"closure {n}": f"Sat {n % 20:02}:{n // 20:02}-23:00" for n in numbers},
        "schedules": {f"hours {n}": _schedule(n) for n in numbers},
        "plans": {f"plan {n}": _plan(n, size) for n in numbers},
        "notices": {f"notice {n}": f"{n + 1} hours" for n in range(size // 4)},
        "names": {"plans": {f"Kunde {n}": f"plan {n}" for n in numbers}},
        "examples": [_example(n) for n in numbers],
        "versions": [{"effective": "2027-06-01", "holidays": ["US", "2027-06-02"]}],
        "assumptions": [f"assumption {n}" for n in numbers],
    }


def _schedule(number: int) -> dict[str, Any]:
    hours = f"Mon-Fri {6 + number % 4:02}:{number // 4:02}-18:00, Sat 10:00-14:00"
    more: tuple[dict[str, Any], ...] = (
        {},
        {"exceptions": {"2027-05-03": "closed", "2027-05-04": "09:00-12:00"}},
        {"seasons": [{"first": "--05-01", "last": "--08-31", "hours": "Mon-Fri 08:00-14:00"}]},
        {"excluding": f"closure {number}"},
    )
    return {"timezone": ZONES[number % 4], "hours": hours, **more[number % 4]}


def _plan(number: int, size: int) -> dict[str, Any]:
    cases = [
        {"received": "outside hours", "target": "8 calendar hours"},
        {"received": "by phone", "target": "30 business minutes"},
    ]
    return {
        "schedule": f"hours {number}",
        "coverage": {"phone": f"hours {(number + 1) % size}"},
        "first_response": {
            "P1": {"target": "1 business hour", "when": cases},
            "P2": "4 business hours",
            "P3": "1 business day",
        },
        "resolution": {
            "P1": {"target": f"{4 + number % 7} business hours", "escalations": {"lead": "80%"}},
            "P2": "1 business day",
            "P3": {"target": "5 business days", "schedule": f"hours {(number + 2) % size}", "goals": "95% each month"},
        },
    }


def _example(number: int) -> dict[str, str]:
    opened, due = "Wed 2026-11-25 16:00", "Wed 2026-11-25 17:00"
    return {"opened": opened, "plan": f"plan {number}", "priority": "P1", "due": due}


def as_json(policy: dict[str, Any]) -> str:
    return json.dumps(policy, indent=1)


def as_yaml(policy: dict[str, Any]) -> str:
    written = io.StringIO()
    YAML().dump(policy, written)
    return written.getvalue()


def made(policy: dict[str, Any]) -> SlaPolicy:
    return SlaPolicy.loads(json.dumps(policy), format="json")

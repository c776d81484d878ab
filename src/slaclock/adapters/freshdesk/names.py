"""What the product calls priorities, statuses and targets, and when each metric starts, pauses and stops (R16, R18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from slaclock.adapters.payloads import Payload

PRIORITIES = ("Low", "Medium", "High", "Urgent")
"""Priorities in the order of their numbers, from 1 on."""

STATUSES: Mapping[int, str] = MappingProxyType({2: "Open", 3: "Pending", 4: "Resolved", 5: "Closed"})
"""Statuses that every account has; those of its own follow from 6 on."""
OPEN, PENDING, RESOLVED, CLOSED = STATUSES.values()


TARGETS: Mapping[str, str] = MappingProxyType(
    {"respond_within": "first_response", "next_respond_within": "next_response", "resolve_within": "resolution"}
)
"""Our name for what each target of an SLA policy promises."""

DUE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "first_response": ("fr_due_by", "fr_escalated"),
        "next_response": ("nr_due_by", "nr_escalated"),
        "resolution": ("due_by", "is_escalated"),
    }
)
"""Where a ticket says when each metric is due, and that it was late."""


def lifecycles(paused: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The life of each metric, by our name for it, where some statuses stop the clock."""
    ends = ["resolved", "closed"]
    held = {"pauses_in": list(paused)}
    return {
        "first_response": {"stops": ["agent_replied", *ends], **held},
        "next_response": {
            "starts": ["customer_replied"],
            "stops": ["agent_replied", *ends],
            "after": ["agent_replied"],
            "repeats": True,
            **held,
        },
        "resolution": {"stops": ends, "on_reopen": "continue", **held},
    }


def priority_of(payload: Payload) -> str:
    """The priority that a number means.

    Raises:
        PayloadError: It is none of them.
    """
    number = payload.value
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= len(PRIORITIES):
        known = ", ".join(f"{place} {name}" for place, name in enumerate(PRIORITIES, 1))
        raise payload.error(f"a priority is one of: {known}; not {payload.shown}")
    return PRIORITIES[number - 1]

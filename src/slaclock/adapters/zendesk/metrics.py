"""What Zendesk measures: the names of its metrics, ours for them, and when each starts, pauses and stops (R16, R18)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

PRIORITIES = ("low", "normal", "high", "urgent")
NOTHING_PROMISED = "none"
"""What a policy says for a priority that has no target there."""
STATUSES = ("new", "open", "pending", "hold", "solved", "closed", "deleted")

METRIC_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "first_reply_time": "first_response",
        "next_reply_time": "next_response",
        "periodic_update_time": "update",
        "pausable_update_time": "pausable_update_time",
        "requester_wait_time": "requester_wait_time",
        "agent_work_time": "agent_work_time",
        "total_resolution_time": "resolution",
    }
)
"""Our name for each metric of an SLA policy."""

GROUP_METRICS: Mapping[str, str] = MappingProxyType({"group_ownership_time": "group_ownership_time"})
"""The same for group SLA policies."""

THEIR_NAMES: Mapping[str, str] = MappingProxyType(
    {ours: theirs for names in (METRIC_NAMES, GROUP_METRICS) for theirs, ours in names.items()}
)
"""Their name for each of ours."""

GROUP_ASSIGNED, GROUP_REMOVED = "group_assigned", "group_removed"
"""What happens to a ticket that a group gets, and to one that no group has any more."""

_ENDS = ["resolved", "closed"]
_UPDATES = {"starts": ["agent_replied"], "stops": _ENDS, "restarts": ["agent_replied"], "repeats": True}
_WORK = {"stops": _ENDS, "on_reopen": "continue"}

LIFECYCLES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "first_response": {"stops": ["agent_replied", *_ENDS]},
        "next_response": {
            "starts": ["customer_replied"],
            "stops": ["agent_replied", *_ENDS],
            "after": ["agent_replied"],
            "repeats": True,
        },
        "update": _UPDATES,
        "pausable_update_time": {**_UPDATES, "pauses_in": ["pending"]},
        "requester_wait_time": {**_WORK, "pauses_in": ["pending"]},
        "agent_work_time": {**_WORK, "pauses_in": ["pending", "hold"]},
        "resolution": {**_WORK, "pauses_in": []},
        "group_ownership_time": {
            "starts": [GROUP_ASSIGNED],
            "stops": [GROUP_REMOVED, *_ENDS],
            "restarts": [GROUP_ASSIGNED],
            "repeats": True,
        },
    }
)
"""The life of each metric, by our name for it."""

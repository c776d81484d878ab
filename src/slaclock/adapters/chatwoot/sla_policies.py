"""SLA policies of Chatwoot: three times in seconds, counted in working hours or not (R11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from slaclock.adapters.amounts import MOST_SECONDS
from slaclock.adapters.chatwoot.fields import RECORD, rows
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.named_records import named_records
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind

SLA_POLICIES = Kind("sla_policies", "sla_policy")
METRICS: Mapping[str, str] = MappingProxyType(
    {
        "first_response_time_threshold": "first_response",
        "next_response_time_threshold": "next_response",
        "resolution_time_threshold": "resolution",
    }
)
"""Our name for each time of an SLA policy."""
_NEVER_WAITS: Mapping[str, Any] = MappingProxyType({"pauses_in": []})
LIFECYCLES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "first_response": {"stops": ["agent_replied", "resolved", "closed"], **_NEVER_WAITS},
        "next_response": {
            "starts": ["customer_replied"],
            "stops": ["agent_replied", "resolved", "closed"],
            "after": ["agent_replied"],
            "repeats": True,
            **_NEVER_WAITS,
        },
        "resolution": {"stops": ["resolved", "closed"], **_NEVER_WAITS},
    }
)
"""The life of each metric: no status of a conversation pauses it."""


@dataclass(frozen=True)
class ReadSlaPolicy:
    """One SLA policy of a payload."""

    id: str
    name: str
    """Its name, with the id beside it where several have that name."""
    seconds: Mapping[str, int]
    """Targets by our names of metrics."""
    in_hours: bool
    """Whether working hours alone are counted."""
    path: KeyPath


def read_sla_policies(payload: Payload, account: Account) -> list[ReadSlaPolicy]:
    """The SLA policies of a payload, in their order.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    records = rows(payload, SLA_POLICIES, account)
    return [_sla_policy(*each, account) for each in named_records(records, needs_id=True)]


def _sla_policy(record: Record, key: str, name: str, account: Account) -> ReadSlaPolicy:
    seconds = {ours: found for theirs, ours in METRICS.items() if (found := _seconds(record.get(theirs)))}
    if not seconds:
        raise record.error("it has no times, so it promises nothing; leave it out")
    in_hours = record.flag_of("only_during_business_hours")
    if "only_during_business_hours" not in record.values:
        means = "all hours were taken, as the product does where nobody chose"
        what = "it does not say whether only_during_business_hours"
        account.lose(record.path, what, means, ("plans", name))
    record.leave(account, RECORD | {"description"}, ("plans", name))
    return ReadSlaPolicy(key, name, seconds, in_hours, record.path)


def _seconds(payload: Payload | None) -> int:
    return payload.whole(1, MOST_SECONDS, "seconds") if payload else 0

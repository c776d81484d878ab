"""SLA rules of Intercom as plans (R11, R19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from slaclock.adapters.amounts import MOST_SECONDS
from slaclock.adapters.intercom.pages import listed
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.named_records import named_records
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import collected

SLA_RULES = listed("sla_rule")
_WITHOUT_MEANING = frozenset({"type", "created_at", "updated_at", "archived_at"})
TARGETS: Mapping[str, str] = MappingProxyType(
    {
        "first_reply_time_in_seconds": "first_response",
        "next_reply_time_in_seconds": "next_response",
        "time_to_close_in_seconds": "time_to_close",
        "resolution_time_in_seconds": "resolution",
    }
)
"""Our name for what each target promises."""

_ALWAYS_RUNS: Mapping[str, Any] = MappingProxyType({"pauses_in": []})

LIFECYCLES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "first_response": {"stops": ["agent_replied", "closed"], **_ALWAYS_RUNS},
        "next_response": {
            "starts": ["customer_replied"],
            "stops": ["agent_replied", "closed"],
            "after": ["agent_replied"],
            "repeats": True,
            **_ALWAYS_RUNS,
        },
        "time_to_close": {"stops": ["closed"], **_ALWAYS_RUNS},
        "resolution": {"stops": ["resolved", "closed"], **_ALWAYS_RUNS},
    }
)
"""The life of each metric, by our name for it."""


@dataclass(frozen=True)
class ReadRule:
    """One SLA rule of a payload."""

    id: str
    name: str
    """Its name, with the id beside it where several have that name."""
    targets: Mapping[str, int]
    """Seconds by our names of metrics."""
    path: KeyPath


def read_rules(payload: Payload, account: Account) -> list[ReadRule]:
    """The SLA rules that are not archived.

    Raises:
        PayloadError: Something in them cannot be read.
    """
    records = [each for each in collected(payload, SLA_RULES, account).records if _is_in_use(each, account)]
    return [_rule(*each, account) for each in named_records(records)]


def _is_in_use(record: Record, account: Account) -> bool:
    archived = record.get("archived")
    if archived is None or not archived.flag():
        return True
    account.lose(record.path, "the SLA rule is archived", "it was left out; it holds for no new conversation")
    return False


def _rule(record: Record, key: str, name: str, account: Account) -> ReadRule:
    about = ("plans", name)
    targets = {
        metric: found.whole(1, MOST_SECONDS, "seconds")
        for stated, metric in TARGETS.items()
        if (found := record.get(stated))
    }
    if record.get("speed_of_answer_in_seconds"):
        what = "it says how fast calls are answered"
        means = "calls have no clocks here; the target was left out"
        account.lose((*record.path, "speed_of_answer_in_seconds"), what, means, about)
    if not targets:
        raise record.error("it has no targets, so it promises nothing; leave it out")
    record.leave(account, _WITHOUT_MEANING, about)
    return ReadRule(key, name, targets, record.path)

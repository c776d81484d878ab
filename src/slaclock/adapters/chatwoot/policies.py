"""`policy`: inboxes and SLA policies of Chatwoot as one policy, and what could not be carried over (R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from slaclock.adapters.amounts import plan_entry
from slaclock.adapters.chatwoot.inboxes import ReadInbox, read_inboxes
from slaclock.adapters.chatwoot.sla_policies import LIFECYCLES, ReadSlaPolicy, read_sla_policies
from slaclock.adapters.hours_readings import nothing_promised
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import taken
from slaclock.adapters.policy_readings import PolicyReading, named_apart
from slaclock.errors import PayloadError
from slaclock.limits import OF_A_PAYLOAD, Limits

_ASSUMPTIONS = [
    "Read from Chatwoot: an SLA policy counts on the working hours of a conversation's inbox, no status pauses it, and "
    "there are no holidays.",
]


@dataclass(frozen=True)
class ChatwootReading(PolicyReading):
    """A policy that was read of Chatwoot, what could not be carried over, and which plan a conversation gets.

    Rules: R11, R19.
    """

    plans: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The name of each plan, by the ids of its SLA policy and of its inbox; the latter is blank for all inboxes."""

    def plan_of(self, sla_policy: str, inbox: str) -> str | None:
        """The plan of an SLA policy in an inbox; nothing where there is none.

        Rules: R11, R19.
        """
        return self.plans.get((sla_policy, "")) or self.plans.get((sla_policy, inbox))


def policy(
    inboxes: Any = None,
    sla_policies: Any = None,
    *,
    name: str = "Chatwoot",
    limits: Limits = OF_A_PAYLOAD,
) -> ChatwootReading:
    """Read inboxes and SLA policies of Chatwoot.

    An SLA policy becomes a plan by its name; one that counts working hours a plan for each inbox, where there are
    several.

    Args:
        inboxes: Inboxes, with their working hours, as a list, a whole answer or one record.
        sla_policies: SLA policies.
        name: What the policy is to be called.
        limits: How much of each payload is read.

    Returns:
        The policy, with what could not be carried over in `losses`.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.

    Examples:
        >>> day = {"open_hour": 9, "open_minutes": 0, "close_hour": 17, "close_minutes": 0, "closed_all_day": False}
        >>> chat = {"id": 1, "name": "Chat", "working_hours_enabled": True, "timezone": "America/New_York",
        ...     "working_hours": [{"day_of_week": number, **day} for number in (1, 2, 3, 4, 5)]}
        >>> gold = {"id": 1, "name": "Gold", "first_response_time_threshold": 3600.0,
        ...     "only_during_business_hours": True}
        >>> read = policy({"payload": [chat]}, {"payload": [gold]})
        >>> print(read.policy.schedule("Chat"))
        Mon-Fri 09:00-17:00 America/New_York
        >>> print(read.policy.target())
        1 business hour

    Rules: R3, R4, R7, R11, R13, R19.
    """
    account = Account()
    read = read_inboxes(taken(inboxes, "inboxes", limits), account)
    stated = read_sla_policies(taken(sla_policies, "sla_policies", limits), account)
    opening = [each for each in read if each.hours]
    if not opening and not stated:
        raise PayloadError("inboxes", "no inbox has working hours, and there are no SLA policies; pass at least one")
    plans = _plans(stated, read)
    metrics = [metric for metric in LIFECYCLES if any(metric in each.seconds for each in stated)]
    document = {
        "name": name,
        "timezone": opening[0].timezone if opening else "UTC",
        "assumptions": _ASSUMPTIONS,
        "schedules": {each.name: each.entry for each in opening},
        "plans": {key: each.entry for key, each in plans.items()}
        or nothing_promised("no SLA policy", opening[0].name, account, "no SLA policies were given", "sla_policies"),
        "metrics": {metric: dict(LIFECYCLES[metric]) for metric in metrics},
    }
    return ChatwootReading.of(
        document,
        account,
        notes=_notes(opening, plans),
        plans=MappingProxyType({(each.of.id, each.inbox): key for key, each in plans.items()}),
    )


@dataclass(frozen=True)
class _Plan:
    """An SLA policy, as it counts in an inbox."""

    of: ReadSlaPolicy
    inbox: str
    """The id of the inbox; blank for all of them."""
    schedule: str | None
    called: str

    @property
    def entry(self) -> dict[str, Any]:
        return plan_entry(self.of.seconds, self.schedule)


def _plans(policies: Sequence[ReadSlaPolicy], inboxes: Sequence[ReadInbox]) -> dict[str, _Plan]:
    """The plans by their names."""
    found = [plan for each in policies for plan in _of_inboxes(each, inboxes)]
    names = named_apart((plan.called, f"{plan.of.id}, {plan.inbox}" if plan.inbox else plan.of.id) for plan in found)
    return dict(zip(names, found, strict=True))


def _of_inboxes(policy: ReadSlaPolicy, inboxes: Sequence[ReadInbox]) -> Iterator[_Plan]:
    if not policy.in_hours:
        yield _Plan(policy, "", None, policy.name)
        return
    if not inboxes:
        what = "it counts working hours, which stand in the inboxes"
        raise PayloadError("sla_policies", f"{policy.name}: {what}; pass inboxes=")
    for inbox in inboxes:
        called = policy.name if len(inboxes) == 1 else f"{policy.name} ({inbox.name})"
        yield _Plan(policy, inbox.id, inbox.name if inbox.hours else None, called)


def _notes(inboxes: Sequence[ReadInbox], plans: Mapping[str, _Plan]) -> dict[KeyPath, list[str]]:
    found: dict[KeyPath, list[str]] = {("schedules", each.name): [f"Inbox {each.id}."] for each in inboxes}
    return found | {("plans", key): [f"SLA policy {each.of.id}."] for key, each in plans.items()}

"""Answers of Chatwoot in files, read as one policy or as tickets; and a policy as the text of a file (R19)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.adapters.chatwoot.comparing import compare
from slaclock.adapters.chatwoot.conversations import tickets
from slaclock.adapters.chatwoot.fields import bare
from slaclock.adapters.chatwoot.policies import ChatwootReading, policy
from slaclock.adapters.chatwoot.written import schedule_payload, sla_policy_payload
from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.product_files import by_kind, parts_of, unbundled
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.policy import SlaPolicy

_OF_A_POLICY = {
    "sla_policies": ("sla_policies", "first_response_time_threshold", "resolution_time_threshold"),
    "inboxes": ("inboxes", "working_hours", "working_hours_enabled"),
}
_CONVERSATIONS = ("conversations", "first_reply_created_at", "waiting_since", "inbox_id")
_OF_TICKETS = {"messages": ("messages", "message_type"), "conversations": _CONVERSATIONS}
_OF_FIGURES = {"applied_slas": ("applied_slas", "applied_sla"), "conversations": _CONVERSATIONS}
_ANY = "answer"


def policy_of_answers(
    answers: Mapping[str, Any], timezone: str | None = None, name: str = "Chatwoot"
) -> ChatwootReading:
    """The policy that several answers make together, whatever their order.

    Args:
        answers: Parsed JSON, by what messages call it: a file.
        timezone: Inboxes name their zones, so this is not needed.
        name: What the policy is to be called.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.

    Rules: R19.
    """
    return policy(**_parts(answers, _OF_A_POLICY), name=name)


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets that several answers tell of, whatever their order; arguments and errors as for policies.

    Rules: R18, R19.
    """
    return tickets(**{"conversations": None, **_parts(answers, _OF_TICKETS)})


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The applied SLAs of conversations beside a policy, of answers in any order.

    Args:
        answers: Parsed JSON, by what messages call it: conversations and applied SLAs.
        policy: The policy that was read of the account; of several plans none is known to be that of a conversation.
        timezone: Not needed: the product states seconds since 1970.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.

    Rules: R7, R12, R19.
    """
    return compare(policy, **{"conversations": None, "applied_slas": None, **_parts(answers, _OF_FIGURES)})


def _parts(answers: Mapping[str, Any], kinds: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Answers by their kind, those in `payload` under its name."""
    names = {kind: kind for kind in kinds}
    return by_kind(unbundled({file: _named(each, file, kinds) for file, each in answers.items()}, names), kinds)


def _named(answer: Any, file: str, kinds: Mapping[str, tuple[str, ...]]) -> Any:
    page = bare(answer, _ANY)
    if not isinstance(page, dict) or not isinstance(page.get(_ANY), list):
        return answer
    [kind] = by_kind({file: page[_ANY]}, kinds)
    return bare(answer, kind)


def text_of_policy(policy: SlaPolicy, *, schedule: str | None, plan: str | None, years: Sequence[int]) -> str:
    """The inbox, the SLA policy, or both, as JSON.

    Args:
        policy: What is written.
        schedule: The schedule that is written; nothing where a plan alone is.
        plan: The plan that is written; nothing where a schedule alone is.
        years: Not needed: the format has no holidays.

    Raises:
        PayloadError: The policy says something that the format cannot; the message names it.
        UnknownNameError: The policy has no such schedule or plan, or several and none is named.

    Rules: R19.
    """
    found = parts_of(policy, schedule, plan)
    parts: dict[str, Any] = {}
    if found.schedule:
        parts["inboxes"] = [schedule_payload(policy.schedule(found.schedule))]
    if found.plan:
        parts["sla_policies"] = [sla_policy_payload(policy, found.plan)]
    return json.dumps(parts, ensure_ascii=False, indent=2) + "\n"

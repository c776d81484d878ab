"""Answers of Chatwoot in files, read as one policy or as tickets; and a policy as the text of a file (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.adapters.answer_kinds import AnswerKinds, unbundled
from slaclock.adapters.chatwoot.comparing import compare
from slaclock.adapters.chatwoot.conversations import tickets
from slaclock.adapters.chatwoot.policies import ChatwootReading, policy
from slaclock.adapters.chatwoot.written import schedule_payload, sla_policy_payload
from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.adapters.written_parts import text_of_parts
from slaclock.policy import SlaPolicy


def _bare(answer: Any) -> Any:
    """An answer without the `data` that stands around some."""
    return answer["data"] if isinstance(answer, dict) and isinstance(answer.get("data"), dict) else answer


_BY_KEY = {
    "sla_policies": ("sla_policies", "first_response_time_threshold", "resolution_time_threshold"),
    "inboxes": ("inboxes", "working_hours", "working_hours_enabled"),
    "messages": ("messages", "message_type"),
    "applied_slas": ("applied_slas", "applied_sla"),
    "conversations": ("conversations", "first_reply_created_at", "waiting_since", "inbox_id"),
}
_WORDS = {
    "sla_policy": "sla_policies",
    "inbox": "inboxes",
    "message": "messages",
    "applied_sla_record": "applied_slas",
    "conversation": "conversations",
}
_KINDS = AnswerKinds(_BY_KEY, "payload", _WORDS, parts=unbundled({kind: kind for kind in _BY_KEY}, _bare))
_OF_A_POLICY = _KINDS.only("sla_policies", "inboxes")
_OF_TICKETS = _KINDS.only("messages", "conversations")
_OF_FIGURES = _KINDS.only("applied_slas", "conversations")


def policy_of_answers(
    answers: Mapping[str, Any], timezone: str | None = None, name: str = "Chatwoot"
) -> ChatwootReading:
    """The policy of inboxes and SLA policies in files; inboxes name their zones.

    Rules: R19.
    """
    given = _OF_A_POLICY.of(answers, subject="a policy")
    return given.read(policy, **given.arguments(), name=name)


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets of conversations and messages in files; their times are seconds since 1970.

    Rules: R18, R19.
    """
    given = _OF_TICKETS.of(answers, subject="tickets", needs=("conversations",))
    return given.read(tickets, **{"conversations": None, **given.arguments()})


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The applied SLAs of conversations in files beside a policy.

    Of several plans none is known to be that of a conversation.

    Rules: R7, R12, R19.
    """
    given = _OF_FIGURES.of(answers, subject="a comparison")
    return given.read(compare, policy, **{"conversations": None, "applied_slas": None, **given.arguments()})


def text_of_policy(policy: SlaPolicy, *, schedule: str | None, plan: str | None, years: Sequence[int]) -> str:
    """The inbox, the SLA policy, or both; the format has no holidays.

    Rules: R19.
    """
    return text_of_parts(
        policy,
        schedule,
        plan,
        years,
        lambda held, _: {"inboxes": [schedule_payload(held)]},
        lambda held, name: {"sla_policies": [sla_policy_payload(held, name)]},
    )

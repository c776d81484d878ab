"""Answers of Zammad in files, read as one policy or as tickets; and a policy as the text of a file (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.adapters.answer_kinds import AnswerKinds, GivenAnswers
from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.adapters.written_parts import text_of_parts
from slaclock.adapters.zammad.comparing import compare
from slaclock.adapters.zammad.histories import tickets
from slaclock.adapters.zammad.policies import ZammadReading, policy
from slaclock.adapters.zammad.written import schedule_payload, sla_payload
from slaclock.policy import SlaPolicy

_BY_KEY = {
    "calendars": ("calendars", "calendar", "business_hours"),
    "slas": ("slas", "sla", "calendar_id", "solution_time"),
    "histories": ("history",),
    "articles": ("ticket_articles", "sender", "ticket_id"),
    "ticket_states": ("ticket_states", "ignore_escalation"),
    "tickets": ("tickets", "ticket", "number", "created_at"),
}
_WORDS = {"history_entry": "histories", "ticket_article": "articles", "ticket_state": "ticket_states"}
_OF_TICKETS = AnswerKinds(_BY_KEY, words=_WORDS)
_OF_SLAS = ("calendars", "slas")
_OF_A_POLICY = _OF_TICKETS.only(*_OF_SLAS, "ticket_states")


def policy_of_answers(answers: Mapping[str, Any], timezone: str | None = None, name: str = "Zammad") -> ZammadReading:
    """The policy that several answers make together, whatever their order.

    Args:
        answers: Parsed JSON, by what messages call it: a file.
        timezone: Calendars name their zones, so this is not needed.
        name: What the policy is to be called.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.

    Rules: R19.
    """
    given = _OF_A_POLICY.of(answers)
    return given.read(policy, **given.arguments(), name=name)


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets that several answers tell of, whatever their order; arguments and errors as for policies.

    The SLAs beside them, with the calendars on which they count, say which plan a ticket gets.

    Rules: R18, R19.
    """
    given = _OF_TICKETS.of(answers)
    reading = _slas(given)
    told = given.read(tickets, **_but_slas(given), reading=reading)
    return told.beside(reading.losses) if reading else told


def _slas(given: GivenAnswers) -> ZammadReading | None:
    """What was read of SLAs and calendars among answers; nothing where there are none."""
    if not any(kind in given for kind in _OF_SLAS):
        return None
    return given.read(policy, **given.arguments(*_OF_SLAS, "ticket_states"))


def _but_slas(given: GivenAnswers) -> dict[str, Any]:
    return {"tickets": None, **given.arguments(*(kind for kind in _BY_KEY if kind not in _OF_SLAS))}


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The figures of tickets beside a policy, of answers in any order.

    Args:
        answers: Parsed JSON, by what messages call it: tickets, their histories and articles, states of tickets; and
            the SLAs with their calendars, which say which plan a ticket gets.
        policy: The policy that was read of the account; without SLAs none of several plans is known to be a ticket's.
        timezone: Not needed: the product states instants with their offsets.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.

    Rules: R7, R12, R16, R19.
    """
    given = _OF_TICKETS.of(answers)
    return given.read(compare, policy, reading=_slas(given), **_but_slas(given))


def text_of_policy(policy: SlaPolicy, *, schedule: str | None, plan: str | None, years: Sequence[int]) -> str:
    """The calendar, the SLA, or both, as JSON.

    Args:
        policy: What is written.
        schedule: The schedule that is written; nothing where a plan alone is.
        plan: The plan that is written; nothing where a schedule alone is.
        years: The years of which holidays by rule are written.

    Raises:
        PayloadError: The policy says something that the format cannot; the message names it.
        UnknownNameError: The policy has no such schedule or plan, or several and none is named.

    Rules: R19.
    """
    return text_of_parts(
        policy,
        schedule,
        plan,
        years,
        lambda held, span: {"calendars": [schedule_payload(held, span)]},
        lambda held, name: {"slas": [sla_payload(held, name)]},
    )

"""Answers of Zammad in files, read as one policy or as tickets; and a policy as the text of a file (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.adapters.answer_kinds import AnswerKinds, GivenAnswers, unbundled
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
_ID = 1
"""What a calendar is called in a file that has its SLA, too."""
_BUNDLED = {kind: kind for kind in ("calendars", "slas", "ticket_states")}
_OF_TICKETS = AnswerKinds(_BY_KEY, words=_WORDS, parts=unbundled(_BUNDLED))
_OF_SLAS = ("calendars", "slas")
_OF_A_POLICY = _OF_TICKETS.only(*_OF_SLAS, "ticket_states")


def policy_of_answers(answers: Mapping[str, Any], timezone: str | None = None, name: str = "Zammad") -> ZammadReading:
    """The policy of calendars, SLAs and states in files; calendars name their zones.

    Rules: R19.
    """
    given = _OF_A_POLICY.of(answers)
    return given.read(policy, **given.arguments(), name=name)


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets of answers in files.

    The SLAs beside them, with the calendars on which they count, say which plan a ticket gets.

    Rules: R18, R19.
    """
    given = _OF_TICKETS.of(answers, subject="tickets", needs=("tickets",))
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
    """The figures of tickets in files beside a policy.

    The SLAs among them, with their calendars, say which plan a ticket gets; without, none of several plans is known.

    Rules: R7, R12, R16, R19.
    """
    given = _OF_TICKETS.of(answers)
    return given.read(compare, policy, reading=_slas(given), **_but_slas(given))


def text_of_policy(policy: SlaPolicy, *, schedule: str | None, plan: str | None, years: Sequence[int]) -> str:
    """The calendar, the SLA, or both.

    Rules: R19.
    """
    return text_of_parts(
        policy,
        schedule,
        plan,
        years,
        lambda held, span: {"calendars": [{"id": _ID, **schedule_payload(held, span)}]},
        lambda held, name: {"slas": [sla_payload(held, name, None if plan and not schedule else _ID)]},
    )

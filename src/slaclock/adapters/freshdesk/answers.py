"""Answers of Freshdesk and Freshservice in files: of what kind each is, as its keys show; and files written (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from slaclock.adapters.answer_kinds import AnswerKinds, GivenAnswers
from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.freshdesk.comparing import compare
from slaclock.adapters.freshdesk.policies import FreshdeskReading, policy
from slaclock.adapters.freshdesk.schedule_payloads import schedule_payload
from slaclock.adapters.freshdesk.ticket_records import tickets
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.adapters.written_parts import first_schedule, json_text, span_of
from slaclock.policy import SlaPolicy

_BY_KEY = {
    "activities_data": ("activities_data",),
    "sla_policies": ("sla_policies", "sla_policy", "sla_target", "sla_targets"),
    "business_hours": ("business_hours", "working_hours", "service_desk_hours"),
    "conversations": ("conversations", "conversation", "incoming"),
    "tickets": ("tickets", "ticket", "due_by", "fr_due_by", "stats"),
    "ticket_fields": ("ticket_fields", "choices"),
}
"""For each argument the keys of answers and records that go there."""
_SENTENCES = "these activities are sentences for people, of which no history can be read"
_REFUSED = {"activities": f"{_SENTENCES}; pass tickets with stats, and conversations"}
_KINDS = AnswerKinds(_BY_KEY, refused=_REFUSED)
_OF_POLICIES = ("business_hours", "sla_policies")
_OF_FIGURES = tuple(kind for kind in _BY_KEY if kind not in _OF_POLICIES)


def policy_of_answers(
    answers: Mapping[str, Any], timezone: str | None = None, name: str = "Freshdesk"
) -> FreshdeskReading:
    """The policy of business hours and SLA policies in files.

    Rules: R19.
    """
    given = _KINDS.only(*_OF_POLICIES).of(answers)
    return given.read(policy, **given.arguments(), timezone=timezone, name=name)


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets of answers in files; with SLA policies among them the plan of each.

    Rules: R18, R19.
    """
    given = _KINDS.of(answers, subject="tickets", needs=("tickets",))
    read = _plans(given, timezone)
    told = given.read(tickets, **{"tickets": None, **given.arguments(*_OF_FIGURES)}, policy=read)
    return told.beside(read.losses) if read else told


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The figures of tickets in files, with conversations, activities and fields of tickets, beside a policy.

    The SLA policies among them say which plan a ticket gets; without, none of several plans is known.

    Rules: R7, R12, R16, R19.
    """
    given = _KINDS.of(answers)
    read = _plans(given, timezone)
    ours = replace(read, policy=policy) if read else policy
    return given.read(compare, ours, **{"tickets": None, **given.arguments(*_OF_FIGURES)})


def _plans(given: GivenAnswers, timezone: str | None) -> FreshdeskReading | None:
    """Which tickets get which plan, where SLA policies are among the answers."""
    if "sla_policies" not in given:
        return None
    return given.read(policy, **given.arguments(*_OF_POLICIES), timezone=timezone)


def text_of_policy(policy: SlaPolicy, *, schedule: str | None, plan: str | None, years: Sequence[int]) -> str:
    """A schedule as business hours: of Freshservice where it has holidays, else of Freshdesk.

    The first schedule is written where none is named; SLA policies are not.

    Rules: R19.
    """
    found = first_schedule(
        policy, schedule, plan, "SLA policies are not written", "business hours are all that is written"
    )
    if span := span_of(years):
        first, last = span
        closed = found.holidays.between(date(first, 1, 1), date(last, 12, 31)).values()
        found = found.model_copy(update={"holidays": [{"date": each.date, "name": each.name} for each in closed]})
    return json_text(schedule_payload(found, "freshservice" if found.holidays.sources else "freshdesk"))

"""Answers of the Table API in files: of which table each is, as its keys show; and all of them as one (R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from slaclock.adapters.answer_kinds import AnswerKinds, Part, whole
from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.servicenow.comparing import compare
from slaclock.adapters.servicenow.policies import ServiceNowReading, policy
from slaclock.adapters.servicenow.task_records import tickets
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.errors import PayloadError
from slaclock.policy import SlaPolicy

_BY_KEY = {
    "sys_journal_field": ("element_id",),
    "sys_audit": ("documentkey", "fieldname"),
    "sys_choice": ("label",),
    "incident": ("opened_at", "incident_state"),
    "sys_user": ("user_name",),
    "task_sla": ("planned_end_time", "has_breached"),
    "contract_sla": ("duration_type", "start_condition", "duration"),
    "cmn_schedule_span": ("start_date_time", "repeat_type"),
    "cmn_schedule": ("time_zone",),
}
"""For each table keys of its records."""


def _by_table(answer: Any) -> Iterator[Part]:
    """What stands by the name of its table, and the rest, which shows by its keys of which it is."""
    named = [table for table in _BY_KEY if isinstance(answer, dict) and table in answer]
    for table in named:
        yield Part(answer[table], table)
    rest = {key: held for key, held in answer.items() if key not in named} if named else answer
    if rest or not named:
        yield from whole(rest)


_OF_TICKETS = AnswerKinds(_BY_KEY, "result", parts=_by_table)
_POLICIES = ("contract_sla", "cmn_schedule_span", "cmn_schedule")
_OF_A_POLICY = _OF_TICKETS.only("task_sla", *_POLICIES)
_OF_A_COMPARISON = _OF_TICKETS.only("task_sla", "contract_sla", "sys_audit", "sys_choice", "incident")


def policy_of_answers(
    answers: Mapping[str, Any], timezone: str | None = None, name: str = "ServiceNow"
) -> ServiceNowReading:
    """The policy of rows in files, of which one may hold several answers, each by the name of its table.

    Rules: R19.
    """
    given = _OF_A_POLICY.of(answers, subject="a policy")
    if given.arguments().keys() == {"task_sla"}:
        raise PayloadError("task_sla", "these are clocks of tasks, of which no policy is made; compare or replay them")
    return given.read(policy, **given.arguments(), timezone=timezone, name=name)


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets of incidents, or other tasks, in files, with what changed and was written.

    Their clocks, SLA definitions and schedules say which plan a ticket gets. Instants are in UTC.

    Rules: R18, R19.
    """
    given = _OF_TICKETS.of(answers, subject="tickets", needs=("incident",))
    of_policies = given.arguments(*_POLICIES)
    held = given.arguments(*(kind for kind in _BY_KEY if kind not in _POLICIES))
    clocks = held.get("task_sla")
    reading = given.read(policy, **of_policies, task_sla=clocks, timezone=timezone) if of_policies else None
    told = given.read(tickets, **{"incident": None, **held}, reading=reading)
    return told.beside(reading.losses) if reading else told


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The clocks of tasks, rows of `task_sla` in files, beside a policy.

    Definitions, `contract_sla`, say which plan an id means where rows have no display values; the tasks with what
    changed in them, `sys_audit`, say when clocks paused.

    Rules: R7, R12, R16, R19.
    """
    given = _OF_A_COMPARISON.of(answers, subject="a comparison")
    if "task_sla" not in given:
        raise PayloadError("", "there are no rows of task_sla, which are the product's own clocks; ask for them, too")
    return given.read(compare, policy, **given.arguments())

"""Records of Odoo in files, read as one policy or as tickets; and a policy as the text of a file (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.adapters.answer_kinds import AnswerKinds, unbundled
from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.odoo.comparing import compare
from slaclock.adapters.odoo.policies import OdooReading, policy
from slaclock.adapters.odoo.ticket_records import tickets
from slaclock.adapters.odoo.written import schedule_payload, sla_payload
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.adapters.written_parts import text_of_parts
from slaclock.policy import SlaPolicy

_MODELS = {
    "resource.calendar": "calendars",
    "resource.calendar.attendance": "attendances",
    "resource.calendar.leaves": "leaves",
    "helpdesk.sla": "slas",
    "helpdesk.team": "teams",
    "helpdesk.stage": "stages",
    "helpdesk.sla.status": "sla_statuses",
    "helpdesk.ticket": "tickets",
}
_BY_KEY = {
    "attendances": ("attendances", "dayofweek", "hour_from"),
    "calendars": ("calendars", "tz", "attendance_ids", "hours_per_day", "two_weeks_calendar"),
    "leaves": ("leaves", "date_from", "date_to"),
    "sla_statuses": ("sla_statuses", "deadline", "reached_datetime", "sla_id"),
    "slas": ("slas", "exclude_stage_ids", "time"),
    "teams": ("teams", "resource_calendar_id"),
    "stages": ("stages", "fold"),
    "tickets": ("tickets", "create_date", "close_date"),
}


def _bare(answer: Any) -> Any:
    """What an answer of JSON-RPC holds."""
    return answer["result"] if isinstance(answer, dict) and "result" in answer else answer


_KINDS = AnswerKinds(_BY_KEY, "records", _MODELS, parts=unbundled(_MODELS, _bare))
_OF_A_POLICY = _KINDS.only(*(kind for kind in _BY_KEY if kind != "tickets"))
_OF_TICKETS = _KINDS.only("sla_statuses", "tickets")


def policy_of_answers(answers: Mapping[str, Any], timezone: str | None = None, name: str = "Odoo") -> OdooReading:
    """The policy of records in files, of which one may hold several lists, each by its model.

    Rules: R19.
    """
    given = _OF_A_POLICY.of(answers, subject="a policy")
    return given.read(policy, **given.arguments(), timezone=timezone, name=name)


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets of records in files; their times are in UTC.

    Rules: R18, R19.
    """
    given = _OF_TICKETS.of(answers, subject="tickets", needs=("tickets",))
    return given.read(tickets, **{"tickets": None, **given.arguments()})


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The deadlines of SLA statuses in files beside a policy.

    Of several plans none is known to be that of an SLA policy.

    Rules: R7, R10, R12, R19.
    """
    given = _OF_TICKETS.of(answers, subject="a comparison")
    return given.read(compare, policy, **{"tickets": None, "sla_statuses": None, **given.arguments()})


def text_of_policy(policy: SlaPolicy, *, schedule: str | None, plan: str | None, years: Sequence[int]) -> str:
    """The calendar, the SLA policies, or both.

    Rules: R19.
    """
    return text_of_parts(policy, schedule, plan, years, schedule_payload, sla_payload)

"""Records of GLPI in files, read as one policy or as tickets; and a policy as the text of a file (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.adapters.answer_kinds import AnswerKinds, unbundled
from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.glpi.comparing import compare
from slaclock.adapters.glpi.policies import GlpiReading, policy
from slaclock.adapters.glpi.ticket_records import tickets
from slaclock.adapters.glpi.written import schedule_payload, sla_payload
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.adapters.written_parts import text_of_parts
from slaclock.policy import SlaPolicy

_BY_KEY = {
    "logs": ("logs", "id_search_option"),
    "calendar_holidays": ("calendar_holidays", "holidays_id"),
    "calendar_segments": ("calendar_segments", "begin"),
    "holidays": ("holidays", "is_perpetual", "begin_date"),
    "slas": ("slas", "number_time"),
    "slms": ("slms", "use_ticket_calendar"),
    "tickets": ("tickets", "slas_id_ttr", "time_to_resolve", "takeintoaccount_delay_stat", "solvedate"),
    "calendars": ("calendars", "cache_duration"),
}
_ITEMTYPES = {
    "Calendar": "calendars",
    "CalendarSegment": "calendar_segments",
    "Holiday": "holidays",
    "Calendar_Holiday": "calendar_holidays",
    "SLM": "slms",
    "SLA": "slas",
    "Ticket": "tickets",
    "Log": "logs",
}
_KINDS = AnswerKinds(_BY_KEY, words=_ITEMTYPES, parts=unbundled(_ITEMTYPES))
_OF_A_POLICY = _KINDS.only(*(kind for kind in _BY_KEY if kind != "logs"))
_OF_TICKETS = _KINDS.only("logs", "tickets")


def policy_of_answers(answers: Mapping[str, Any], timezone: str | None = None, name: str = "GLPI") -> GlpiReading:
    """The policy of records in files, of which one may hold several lists, each by its itemtype.

    GLPI states no zone: `timezone` is that of its server, of all files.

    Rules: R19.
    """
    given = _OF_A_POLICY.of(answers, subject="a policy")
    return given.read(policy, **given.arguments(), timezone=timezone, name=name)


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets of records in files.

    Rules: R18, R19.
    """
    given = _OF_TICKETS.of(answers, subject="tickets", needs=("tickets",))
    return given.read(tickets, **{"tickets": None, **given.arguments()}, timezone=timezone)


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The figures of tickets in files, with their logs, beside a policy, in whose zone times are where none is given.

    Of several plans none is known to be that of a ticket.

    Rules: R7, R10, R12, R16, R19.
    """
    given = _OF_TICKETS.of(answers, subject="a comparison")
    return given.read(compare, policy, **{"tickets": None, **given.arguments()}, timezone=timezone)


def text_of_policy(policy: SlaPolicy, *, schedule: str | None, plan: str | None, years: Sequence[int]) -> str:
    """The calendar, the SLM with its SLAs, or both.

    Rules: R19.
    """
    return text_of_parts(policy, schedule, plan, years, schedule_payload, sla_payload)

"""Records of Frappe in files, read as one policy or as tickets; and a policy as the text of a file (R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slaclock.adapters.answer_kinds import AnswerKinds, Part, whole
from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.frappe.comparing import compare
from slaclock.adapters.frappe.policies import FrappeReading, policy
from slaclock.adapters.frappe.ticket_records import tickets
from slaclock.adapters.frappe.written import agreement_payload, holiday_list_payload, schedule_of
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.adapters.written_parts import json_text, span_of
from slaclock.errors import PayloadError
from slaclock.policy import SlaPolicy

_BY_KEY = {
    "service_level_agreements": ("support_and_resolution", "priorities"),
    "holiday_lists": ("holiday_list_name", "holidays"),
    "ticket_statuses": ("category",),
    "versions": ("ref_doctype",),
    "communications": ("sent_or_received",),
    "tickets": ("agreement_status", "service_level_agreement", "sla", "status"),
}


def _apart(answer: Any) -> Iterator[Part]:
    """A list of many kinds of records one by one, and what else a file holds as it is."""
    records = answer if isinstance(answer, list) else [answer]
    kinds = {str(each.get("doctype", "")) if isinstance(each, dict) else "" for each in records}
    if len(kinds) < 2:
        yield from whole(answer)
    else:
        yield from (Part(each, behind=f"[{place}]") for place, each in enumerate(records))


_KINDS = AnswerKinds(_BY_KEY, "data", parts=_apart)
_OF_A_POLICY = _KINDS.only("service_level_agreements", "holiday_lists", "ticket_statuses")
_OF_TICKETS = _KINDS.only("versions", "communications", "tickets")


def policy_of_answers(
    answers: Mapping[str, Any], timezone: str | None = None, name: str = "ERPNext and Frappe Helpdesk"
) -> FrappeReading:
    """The policy of records in files; `timezone`, the zone of the site, is needed.

    Rules: R13, R19.
    """
    given = _OF_A_POLICY.of(answers)
    return given.read(policy, **given.arguments(), timezone=_zone(timezone), name=name)


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets of records in files; `timezone`, the zone of the site, is needed.

    Rules: R18, R19.
    """
    given = _OF_TICKETS.of(answers, subject="tickets", needs=("tickets",))
    return given.read(tickets, **{"tickets": None, **given.arguments()}, timezone=_zone(timezone))


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The figures of tickets in files, with versions and communications, beside a policy.

    Times are in the zone of the policy where none is given.

    Rules: R7, R12, R16, R19.
    """
    given = _OF_TICKETS.of(answers)
    arguments = {"tickets": None, **given.arguments()}
    return given.read(compare, policy, **arguments, timezone=timezone or policy.timezone)


def _zone(timezone: str | None) -> str:
    if timezone is None:
        raise PayloadError("", "times state no zone; pass timezone= (--timezone), the zone of the site")
    return timezone


def text_of_policy(policy: SlaPolicy, *, schedule: str | None, plan: str | None, years: Sequence[int]) -> str:
    """A plan as an agreement of ERPNext with its list of holidays, as a list of records; hours stand in agreements.

    Rules: R19.
    """
    if schedule:
        raise PayloadError("schedule", "the format has hours in agreements; name a plan, which is written with its own")
    counted = schedule_of(policy, plan)
    if not counted.holidays.sources:
        return json_text([agreement_payload(policy, plan)])
    span = span_of(years)
    if span is None:
        raise PayloadError("holidays", "the format has dates; say of which years, with years= (--years)")
    closed = holiday_list_payload(counted, f"{counted.name} holidays", span)
    return json_text([closed, agreement_payload(policy, plan, holiday_list=closed["name"])])

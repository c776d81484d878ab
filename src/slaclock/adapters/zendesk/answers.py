"""Answers of Zendesk in files: of what kind each is, as its keys show, and all of them as one policy (R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from slaclock.adapters.answer_kinds import AnswerKinds, Part
from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import taken
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.adapters.zendesk.comparing import compare
from slaclock.adapters.zendesk.last_schedules import last_schedules
from slaclock.adapters.zendesk.metric_events import beside_tickets
from slaclock.adapters.zendesk.metrics import GROUP_METRICS
from slaclock.adapters.zendesk.policies import ZendeskReading, policy
from slaclock.adapters.zendesk.told_tickets import tickets
from slaclock.errors import PayloadError
from slaclock.policy import SlaPolicy

_BY_KEY = {
    "tickets": ("tickets", "ticket", "requester_id"),
    "audits": ("audits", "audit"),
    "metric_events": ("ticket_metric_events", "ticket_metric_event", "instance_id"),
    "users": ("users", "user", "role"),
    "custom_statuses": ("custom_statuses", "custom_status", "status_category"),
    "schedules": ("schedules", "schedule", "workweek", "intervals"),
    "holidays": ("holidays", "holiday", "start_date"),
    "group_sla_policies": ("group_sla_policies", "group_sla_policy"),
    "sla_policies": ("sla_policies", "sla_policy", "policy_metrics"),
    "ticket_schedules": ("ticket_schedules", "ticket_schedule", "schedule_id"),
}
"""For each argument of `policy` and `tickets` the keys of answers and records that go there."""
_OF_POLICIES = ("schedules", "holidays", "sla_policies", "group_sla_policies")
_OF_TICKETS = tuple(kind for kind in _BY_KEY if kind not in (*_OF_POLICIES, "ticket_schedules"))
_TELLING = ("tickets", "audits", "metric_events")
"""What tickets are read of."""
_OF_A_COMPARISON = ("tickets", "metric_events", "users", "schedules", "ticket_schedules", "audits")
_APART = ("audits", "ticket_metric_events", "ticket_schedules", *_OF_POLICIES)
"""Keys of answers that may stand in one file with others; users and statuses stand beside tickets as they are."""
_AS_TEXT = "audit logs hold past hours as text alone, which is not read; write them by hand"


def _parts(answer: Any) -> Iterator[Part]:
    """Answers of one kind each: one file may hold several."""
    several = [key for key in ("ticket_metric_events", *_BY_KEY) if key in answer] if isinstance(answer, dict) else []
    apart = [kind for kind in several if kind in _APART]
    if len(several) < 2 or not apart:
        yield Part(answer)
        return
    rest = {key: value for key, value in answer.items() if key not in apart}
    if not any(kind in rest for kind in _BY_KEY):
        # What says nothing of its kind stays with the first of them.
        rest, apart = {apart[0]: answer[apart[0]], **rest}, apart[1:]
    yield from (Part(rest), *(Part({kind: answer[kind]}) for kind in apart))


def _shown(first: Mapping[str, Any]) -> str | None:
    """What no single key shows: audits, SLA policies of groups, and holidays by their schedules."""
    if first and all(isinstance(each, dict) and "holidays" in each for each in first.values()):
        return "holidays"  # Answers by the id or the name of their schedule, which they do not say themselves.
    if "events" in first and ("author_id" in first or "ticket_id" in first):
        return "audits"
    return "group_sla_policies" if _is_of_group(first) else None


def _is_of_group(record: Mapping[str, Any]) -> bool:
    metrics = record.get("policy_metrics")
    first = metrics[0] if isinstance(metrics, list) and metrics else None
    return isinstance(first, dict) and first.get("metric") in list(GROUP_METRICS)


_KINDS = AnswerKinds(
    _BY_KEY, refused=dict.fromkeys(("audit_logs", "change_description"), _AS_TEXT), parts=_parts, shown=_shown
)


def policy_of_answers(answers: Mapping[str, Any], timezone: str | None = None, name: str = "Zendesk") -> ZendeskReading:
    """The policy of schedules, holidays and SLA policies in files, of which one may hold several of these.

    Rules: R19.
    """
    given = _KINDS.of(answers, *_OF_POLICIES, subject="a policy")
    return given.read(policy, **given.arguments(), timezone=timezone, name=name)


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets of answers in files: tickets, audits, metric events, users and custom statuses.

    SLA policies among them, with the schedules on which they count, say which plan a ticket gets.

    Rules: R18, R19.
    """
    given = _KINDS.of(answers, *_OF_POLICIES, *_OF_TICKETS, subject="tickets", needs=_TELLING)
    of_policies = given.arguments(*_OF_POLICIES)
    reading = given.read(policy, **of_policies, timezone=timezone) if of_policies else None
    read = given.read(tickets, **given.arguments(*_OF_TICKETS), policy=reading)
    return read.beside(reading.losses) if reading else read


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The product's own clocks, of tickets and metric events in files, beside a policy.

    The schedules among them, with audits of the tickets or rows of `ticket_schedule`, say which a ticket had last.

    Raises:
        UnknownNameError: The policy has no schedule of a name that a ticket had last.

    Rules: R7, R12, R16, R19.
    """
    given = _KINDS.of(answers, *_OF_A_COMPARISON, subject="a comparison")
    arguments = given.arguments(*_OF_A_COMPARISON)
    events = arguments.get("metric_events") or beside_tickets(arguments.get("tickets"))
    if events is None:
        raise PayloadError("", "there are no metric events, which are the product's own clocks; ask for them, too")

    def compared() -> Comparison:
        account = Account()
        held, rows, audits = (taken(arguments.get(kind), kind) for kind in ("schedules", "ticket_schedules", "audits"))
        last = last_schedules(held, rows, audits, timezone, account)
        found = compare(policy, arguments.get("tickets"), events, schedules=last)
        return replace(found, losses=(*account.losses, *found.losses))

    return given.read(compared)

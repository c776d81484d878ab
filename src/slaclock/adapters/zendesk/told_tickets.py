"""`tickets`: tickets of Zendesk with their histories, of audits or of metric events (R18, R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from operator import itemgetter
from typing import Any

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Record, taken
from slaclock.adapters.records import collected
from slaclock.adapters.ticket_readings import TicketReading, UnpromisedError
from slaclock.adapters.zendesk.audits import by_ticket, history_of
from slaclock.adapters.zendesk.clock_moves import applied_in, has_another_target, moves_of, opened_in
from slaclock.adapters.zendesk.last_schedules import given_in
from slaclock.adapters.zendesk.metric_events import Applied, CycleLog, beside_tickets, read_cycles
from slaclock.adapters.zendesk.metrics import GROUP_METRICS
from slaclock.adapters.zendesk.plans import FOR_END_USER
from slaclock.adapters.zendesk.policies import ZendeskReading
from slaclock.adapters.zendesk.ticket_events import Known, Told, told
from slaclock.adapters.zendesk.ticket_records import (
    TICKETS,
    TicketRecord,
    categories_of,
    customers_among,
    read_ticket,
)
from slaclock.errors import PayloadError
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.policy import SlaPolicy
from slaclock.tickets import Ticket

_MAY_START_LATER = (
    "first_response starts at its opening here; there it may start at the requester's first comment, unless the SLA "
    f"policy has {FOR_END_USER!r}: compare with its metric events"
)
_ASSUMED = {
    "users": (
        "replies of people who are not the requester were taken for replies of agents",
        "another customer's would be one too; pass users=, which says who is an agent",
    ),
    "statuses": (
        "custom statuses changed beside no status",
        "they were taken for others of the same category; pass custom_statuses=, which says what each stands for",
    ),
    "groups": (
        "tickets went from group to group",
        "no clock of group_ownership_time follows; pass policy=, read with group SLA policies",
    ),
    "schedules": (
        "triggers gave schedules to tickets",
        "plans do not say on which they count; pass policy=, read with the schedules and the SLA policies",
    ),
    "nobody": ("comments that the product wrote by itself", "they were taken for no reply of an agent"),
}
"""What is said of things that were assumed, once for all tickets."""


def tickets(
    tickets: Any = None,
    audits: Any = None,
    metric_events: Any = None,
    policy: ZendeskReading | SlaPolicy | None = None,
    *,
    users: Any = None,
    custom_statuses: Any = None,
    limits: Limits = OF_A_PAYLOAD,
) -> TicketReading:
    """Read tickets of Zendesk with their histories.

    Audits tell what happened; for a ticket without audits, its metric events tell when its clocks moved. The plan is
    that of the SLA policies that metric events say were applied; without them the one whose conditions the ticket meets
    now, where `policy` is a reading, on the schedule that audits say a trigger gave it. A ticket that meets the
    conditions of none is left out: nothing is promised for it, and no answer counts it.

    Args:
        tickets: Tickets; with `metric_events`, `users` and `custom_statuses` beside them where they were asked for.
        audits: Audits of any number of tickets, in any order.
        metric_events: Metric events: exports, or as they stand beside tickets.
        policy: What `policy` read of the account, or the policy itself, which says what plans are called.
        users: Users with their roles; without them, everybody but the requester is an agent.
        custom_statuses: Custom statuses with the status for which each stands.
        limits: How much of each payload is read.

    Returns:
        The tickets; one that cannot be read is in `problems` alone, with its reason.

    Raises:
        PayloadError: Something is no such payload at all; the message has the place.

    Examples:
        >>> log = [{"id": 1, "ticket_id": 7, "created_at": "2026-06-01T08:00:00Z", "author_id": 5, "events": [
        ...     {"type": "Create", "field_name": "requester_id", "value": "5"},
        ...     {"type": "Create", "field_name": "priority", "value": "high"}]},
        ...     {"id": 2, "ticket_id": 7, "created_at": "2026-06-01T09:00:00Z", "author_id": 9, "events": [
        ...     {"type": "Comment", "author_id": 9, "public": True}]}]
        >>> [ticket] = tickets(audits=log).tickets
        >>> ticket.priority, ticket.events[0].kind
        ('high', 'agent_replied')

    Rules: R11, R16, R17, R18, R19.
    """
    account = Account()
    given = taken(tickets, "tickets", limits)
    records = {_id_of(each): each for each in collected(given, TICKETS, account).records}
    only = next(iter(records)) if len(records) == 1 else None
    of_audits = by_ticket(taken(audits, "audits", limits), only, account)
    beside = metric_events if metric_events is not None else beside_tickets(given.value)
    cycles = read_cycles(taken(beside, "ticket_metric_events", limits), account)
    of_logs: dict[str, list[CycleLog]] = {}
    for log in cycles.logs:
        of_logs.setdefault(log.ticket, []).append(log)
    people = users if users is not None else _beside(given.value, "users")
    categories = custom_statuses if custom_statuses is not None else _beside(given.value, "custom_statuses")
    known_users, customers = customers_among(taken(people, "users", limits), account)
    known = Known(
        frozenset(known_users),
        frozenset(customers),
        categories_of(taken(categories, "custom_statuses", limits), account),
        _follows_groups(policy),
    )
    return _Reader(records, of_audits, of_logs, cycles.problems, known, policy, account).reading()


def _id_of(record: Record) -> str:
    return record.need("id").id()


def _beside(value: Any, key: str) -> Any:
    """What stands beside the tickets of an answer, or of its pages."""
    pages = value if isinstance(value, list) else [value]
    return [each for page in pages if isinstance(page, dict) for each in _items(page.get(key))]


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _follows_groups(policy: ZendeskReading | SlaPolicy | None) -> bool:
    read = policy.policy if isinstance(policy, ZendeskReading) else policy
    return read is not None and any(name in read.metrics for name in GROUP_METRICS.values())


@dataclass
class _Reader:
    """Makes tickets of what was collected, one after another."""

    records: Mapping[str, Record]
    of_audits: Mapping[str, Sequence[Record]]
    of_logs: Mapping[str, Sequence[CycleLog]]
    unread: Mapping[str, Sequence[PayloadError]]
    """By ticket what is wrong with events of its clocks."""
    known: Known
    policy: ZendeskReading | SlaPolicy | None
    account: Account
    problems: dict[str, list[str]] = field(default_factory=dict)
    assumed: set[str] = field(default_factory=set)

    def reading(self) -> TicketReading:
        """All of them."""
        found = []
        for key in dict.fromkeys((*self.records, *self.of_audits, *self.of_logs, *self.unread)):
            if key in self.unread:
                self.problems[key] = [str(error) for error in self.unread[key]]
                continue
            try:
                found.append(self._ticket(key))
            except UnpromisedError as error:
                error.leave_out(key, self.problems, self.account)
            except PayloadError as error:
                self._doubt(key, str(error))
        for each in sorted(self.assumed):
            self.account.lose((), *_ASSUMED[each])
        return TicketReading.of(found, self.problems, self.account)

    def _ticket(self, key: str) -> Ticket:
        record = read_ticket(self.records[key], self.account) if key in self.records else None
        story = self._told(key, record)
        plans = self._plans_applied(key) or self._plan_by_conditions(key, record, story.opened)
        self._lose_start(key, story, plans[0][1])
        plans = self._on_its_schedule(key, plans)
        return Ticket(
            id=key,
            opened=story.opened,
            plan=plans[0][1],
            priority=story.priority,
            channel=record.channel if record else None,
            status=story.status,
            events=[*story.events, *_changes(plans)],
        )

    def _told(self, key: str, record: TicketRecord | None) -> Told:
        """What happened to it, of its audits, or of its clocks where there are none."""
        if key in self.of_audits:
            story = told(record, history_of(self.of_audits[key], self.account), self.known)
            self.assumed |= story.assumed
            return story
        logs = self.of_logs.get(key, ())
        opened = (record.opened if record else None) or opened_in(logs)
        if not logs or opened is None:
            raise PayloadError("", "its history is not here; pass its audits, or its metric events")
        if log := has_another_target(logs):
            what = f"its target of {log.metric} became another, as with another priority"
            self._doubt(key, f"{what}; metric events do not tell the priority, so pass its audits")
        fields = record.fields if record else {}
        return Told(opened, "new", fields.get("priority"), moves_of(logs, self.known.follows_groups))

    def _doubt(self, key: str, problem: str) -> None:
        self.problems.setdefault(key, []).append(problem)

    def _plans_applied(self, key: str) -> list[_Plan]:
        """The plans of the SLA policies that its metric events say were applied."""
        applied = applied_in(self.of_logs.get(key, ()))
        return [(at, name) for at, each in applied if (name := self._plan_named(each))]

    def _plan_named(self, applied: Applied) -> str:
        """The plan of an SLA policy that was applied: by its id, else by its title."""
        if isinstance(self.policy, ZendeskReading):
            rules = self.policy.rules
            by_id = [rule.plan for rule in rules if applied.policy_id and rule.id == applied.policy_id]
            return (by_id or [applied.title])[0]
        return applied.title

    def _plan_by_conditions(self, key: str, record: TicketRecord | None, opened: datetime) -> list[_Plan]:
        """The plan of the first SLA policy whose conditions it meets now, or that it is not known.

        Raises:
            UnpromisedError: It meets those of none.
        """
        if not isinstance(self.policy, ZendeskReading) or not self.policy.rules:
            return [(opened, None)]
        try:
            plan = self.policy.plan_of(record.values if record else {})
        except PayloadError as error:
            self._doubt(key, f"its plan is not known: {error.message}, as the key 'plan' of its line in the JSONL")
            return [(opened, None)]
        if plan is None:
            raise UnpromisedError.of(self.records[key].path, "it meets the conditions of no SLA policy")
        return [(opened, plan)]

    def _lose_start(self, key: str, story: Told, plan: str | None) -> None:
        """Say of a ticket that an agent opened for a customer where its first reply may start at another time there."""
        at_once = self.policy.starts_at_opening if isinstance(self.policy, ZendeskReading) else ()
        if story.opened_for_customer and plan not in at_once:
            path = self.records[key].path if key in self.records else self.of_audits[key][0].path
            self.account.lose(path, "an agent opened the ticket for its requester", _MAY_START_LATER)

    def _on_its_schedule(self, key: str, plans: list[_Plan]) -> list[_Plan]:
        """The same plans on the schedule that a trigger gave the ticket last: on it all of its time counts."""
        given = sorted(given_in(self.of_audits.get(key, ())), key=itemgetter(0))
        if not given:
            return plans
        if not isinstance(self.policy, ZendeskReading) or not self.policy.rules:
            self.assumed.add("schedules")
            return plans
        _, schedule, _ = given[-1]
        try:
            return [(at, plan and self.policy.plan_on(plan, schedule)) for at, plan in plans]
        except PayloadError as error:
            self._doubt(key, error.message)
            return plans


_Plan = tuple[datetime, str | None]
"""When a ticket got a plan, and what that is called; nothing where it is not known."""


def _changes(plans: Sequence[_Plan]) -> list[dict[str, Any]]:
    """The changes of the plan behind the first of them."""
    return [
        {"at": at, "kind": "plan_changed", "plan": plan}
        for (_, before), (at, plan) in pairwise(plans)
        if plan != before
    ]

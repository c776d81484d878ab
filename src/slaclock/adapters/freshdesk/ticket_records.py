"""`tickets`: tickets with their figures, conversations and activities, as tickets with events (R16, R18, R19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slaclock.adapters.freshdesk.activities import ActivityLog, read_activities
from slaclock.adapters.freshdesk.conversations import read_conversations
from slaclock.adapters.freshdesk.names import priority_of
from slaclock.adapters.freshdesk.policies import FreshdeskReading
from slaclock.adapters.freshdesk.status_histories import Told, read_figures, told_by_activities, told_by_figures
from slaclock.adapters.freshdesk.statuses import read_statuses
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Record, taken
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.ticket_readings import TicketReading, UnpromisedError
from slaclock.errors import PayloadError
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.policy import SlaPolicy
from slaclock.tickets import Event, Ticket

TICKETS = Kind("tickets", "ticket")
_WITHOUT_MEANING = frozenset(
    (
        *("subject", "description", "description_text", "updated_at", "requester_id", "responder_id", "company_id"),
        *("group_id", "product_id", "type", "source", "department_id", "workspace_id", "category", "sub_category"),
        *("item_category", "urgency", "impact", "tags", "custom_fields", "cc_emails", "fwd_emails", "reply_cc_emails"),
        *("ticket_cc_emails", "to_emails", "email_config_id", "association_type", "attachments", "requester"),
        *("due_by", "fr_due_by", "nr_due_by", "fr_escalated", "nr_escalated", "is_escalated", "company"),
        *("associated_tickets_count", "support_email", "form_id", "structured_description", "internal_agent_id"),
        *("internal_group_id", "facebook_id", "twitter_id", "name", "phone", "email", "unique_external_id"),
    )
)
"""Keys of a ticket that change no clock; those by which plans are chosen are asked for there."""


def tickets(
    tickets: Any,
    conversations: Any = None,
    activities_data: Any = None,
    *,
    ticket_fields: Any = None,
    policy: FreshdeskReading | SlaPolicy | None = None,
    limits: Limits = OF_A_PAYLOAD,
) -> TicketReading:
    """Read tickets of Freshdesk or Freshservice, and what happened to them.

    Replies come from conversations, and statuses and priorities from the daily exports of activities. Without these
    the `stats` of a ticket say what they can: the first and the latest reply, the latest pause, when it was resolved.

    Args:
        tickets: Tickets, asked for with `include=stats`.
        conversations: Conversations of these tickets.
        activities_data: Daily exports of activities.
        ticket_fields: Fields of tickets, for the names of statuses of an account's own.
        policy: The reading of the account's policies, which says the plan of each ticket; or a policy of one plan.
        limits: How much of each payload is read.

    Returns:
        The tickets, what is wrong with some of them, and what could not be carried over.

    Raises:
        PayloadError: A payload has the wrong shape; the message has the place inside it.

    Examples:
        >>> stats = {"first_responded_at": "2026-06-01T09:00:00Z"}
        >>> open_since = {"status": 2, "priority": 1, "created_at": "2026-06-01T08:00:00Z"}
        >>> read = tickets([{"id": 1, **open_since, "stats": stats}])
        >>> read.tickets[0].priority, [event.kind for event in read.tickets[0].events]
        ('Low', ['agent_replied'])

    Rules: R16, R18, R19.
    """
    account = Account()
    sources = _Sources(
        read_statuses(taken(ticket_fields, "ticket_fields", limits), account),
        read_conversations(taken(conversations, "conversations", limits), account),
        read_activities(taken(activities_data, "activities_data", limits), account),
        policy,
    )
    records = collected(taken(tickets, "tickets", limits), TICKETS, account).records
    found: list[Ticket] = []
    problems: dict[str, tuple[str, ...]] = {}
    keys: set[str] = set()
    for record in records:
        key = record.need("id").id()
        try:
            if own := record.get("conversations"):
                written = read_conversations(own, account)
                sources.conversations.setdefault(key, []).extend(each for held in written.values() for each in held)
            each = _Life(record, key, sources)
            found.append(each.ticket())
            if each.problems:
                problems[key] = tuple(each.problems)
        except UnpromisedError as error:
            error.leave_out(key, problems, account)
        except PayloadError as error:
            problems[key] = (str(error),)
        record.leave(account, _WITHOUT_MEANING)
        keys.add(key)
    _lose_what_has_no_ticket(sources, keys, account)
    return TicketReading.of(found, problems, account)


@dataclass(frozen=True)
class _Sources:
    """What is known beside the tickets themselves."""

    statuses: Mapping[int, str]
    conversations: dict[str, list[Event]]
    activities: ActivityLog
    policy: FreshdeskReading | SlaPolicy | None


def _lose_what_has_no_ticket(sources: _Sources, known: set[str], account: Account) -> None:
    for plural, held in (("conversations", sources.conversations), ("activities_data", sources.activities.of)):
        for key in held:
            if key not in known:
                what = f"{len(held[key]):,} of ticket {key}, which is not among the tickets"
                account.lose((plural,), what, "they were left out; pass the ticket for its clocks")


class _Life:
    """One ticket of a payload, and what happened to it."""

    def __init__(self, record: Record, key: str, sources: _Sources) -> None:
        self.record = record
        self.key = key
        self.sources = sources
        stats = record.get("stats")
        self.figures = read_figures(stats) if stats else None
        self.problems: list[str] = []

    def ticket(self) -> Ticket:
        """The ticket with its events.

        Raises:
            PayloadError: It cannot be read, or does not say what happened to it.
        """
        for gone in ("spam", "deleted"):
            if (flag := self.record.get(gone)) and flag.flag():
                raise flag.error("it is set, and the product counts no clocks for such a ticket; leave it out")
        opened = self.record.need("created_at").instant()
        told = self._told(opened)
        self.problems += told.problems
        plan = self._plan()
        return Ticket(
            id=self.key,
            opened=opened,
            plan=plan,
            priority=told.priority,
            status=told.status,
            events=[*told.events, *self._replies()],
        )

    def _told(self, opened: datetime) -> Told:
        number, stated = self.record.need("status"), self.record.get("priority")
        if isinstance(number.value, bool) or not isinstance(number.value, int):
            raise number.error(f"a status is a number, such as 2 for Open, not {number.shown}")
        status = self.sources.statuses.get(number.value)
        priority = priority_of(stated) if stated else None
        activities = self.sources.activities.of.get(self.key)
        if activities:
            told = told_by_activities(activities, opened, priority)
            self._check_activities(told, opened, status)
            return told
        if self.figures is None:
            raise self.record.error(
                "it has no 'stats', so nothing says what happened to it; ask for include=stats, or pass "
                "activities_data="
            )
        if status is None:
            raise number.error(f"status {number.value} has no name here; pass ticket_fields=")
        return told_by_figures(self.figures, self.record, opened, status, priority)

    def _check_activities(self, told: Told, opened: datetime, status: str | None) -> None:
        """Note where activities do not lead from the opening to the present."""
        turns = [event.status for event in told.events if event.status]
        latest = turns[-1] if turns else told.status
        if status is not None and latest != status:
            self.problems.append(f"its activities end with the status {latest}, and it is {status}; one is missing")
        end = max([opened, *(event.at for event in told.events)])
        if not self.sources.activities.covers(opened, end):
            self.problems.append("the exports of activities do not cover all of its days; pass those that are missing")

    def _plan(self) -> str | None:
        """Its plan, as conditions choose it; the one that there is, where a policy has one.

        Raises:
            PayloadError: No SLA policy takes it.
        """
        policy = self.sources.policy
        if isinstance(policy, SlaPolicy):
            return next(iter(policy.plans)) if len(policy.plans) == 1 else None
        if policy is None:
            return None
        found = policy.plan_of(self.record.values)
        if found is None:
            raise UnpromisedError.of(self.record.path, "no SLA policy takes it")
        return found

    def _replies(self) -> list[Event]:
        """What was written: as conversations say, and the figures where these are silent."""
        written = self.sources.conversations.get(self.key, [])
        if self.figures is None:
            return written
        figures = self.figures
        known = {(event.at, event.kind) for event in written}
        stated = [
            (figures.first_reply, "agent_replied"),
            (figures.latest_reply, "agent_replied"),
            (figures.latest_of_customer, "customer_replied"),
        ]
        more = dict.fromkeys((at, kind) for at, kind in stated if at is not None and (at, kind) not in known)
        if written and more:
            self.problems.append("its figures tell of replies that are not among its conversations; some are missing")
        elif more and figures.latest_of_customer:
            self.problems.append("of its replies the first and the latest alone are known; pass conversations=")
        return [*written, *(Event(at=at, kind=kind) for at, kind in more)]

"""Tickets of Zammad with what happened to them: their histories, articles, and what they state themselves (R18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slaclock.adapters.histories import Change, at_opening, in_order, order_of
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record, taken
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.ticket_readings import TicketReading, UnpromisedError
from slaclock.adapters.zammad.policies import ZammadReading
from slaclock.adapters.zammad.states import CLOSED, ENDS, States, read_states
from slaclock.errors import PayloadError
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.tickets import Event, Ticket

TICKETS = Kind("tickets", "ticket", beside={"assets", "tickets_count", "record_ids"})
HISTORIES = Kind("history", "history_entry", beside={"assets"})
ARTICLES = Kind("ticket_articles", "ticket_article", beside={"assets"})
_WITHOUT_MEANING = frozenset(
    (
        *("id", "type", "id_from", "id_to", "related_o_id", "related_object", "value_from", "value_to"),
        *("created_by_id", "created_by", "created_at", "updated_by_id", "updated_at", "sourceable_id"),
        *("sourceable_type", "sourceable_name"),
    )
)
"""Keys of an entry that say who changed something and why, and those of entries that change no answer."""
_SENDERS = {"Agent": "agent_replied", "Customer": "customer_replied", "System": ""}
_STATED = {
    "first_response_at": "agent_replied",
    "last_contact_agent_at": "agent_replied",
    "last_contact_customer_at": "customer_replied",
}
"""Replies that a ticket states itself."""
_UNANSWERED = (
    "it was closed and reopened before anybody answered: its first response ended here, and goes on in the product; "
    "`compare` counts it as the product does"
)


@dataclass
class Told:
    """What histories and articles tell of one ticket."""

    changes: list[Change] = field(default_factory=list)
    replies: list[tuple[datetime, str]] = field(default_factory=list)


def tickets(
    tickets: Any,
    histories: Any = None,
    articles: Any = None,
    ticket_states: Any = None,
    *,
    reading: ZammadReading | None = None,
    limits: Limits = OF_A_PAYLOAD,
) -> TicketReading:
    """Read tickets of Zammad with what happened to them.

    Args:
        tickets: Tickets as the product hands them over.
        histories: Their histories: `history` of each, with the ticket's id in each entry.
        articles: Their articles, which say who replied when; without them, replies are those that tickets state.
        ticket_states: States of tickets, which give names to ids.
        reading: What was read as a policy, to say which plan a ticket gets.
        limits: How much of each payload is read.

    Returns:
        Tickets with their events. One that cannot be read is among the problems.

    Raises:
        PayloadError: It is no payload of tickets; the message has the place inside it.

    Examples:
        >>> read = tickets([{"id": 7, "created_at": "2026-06-01T08:00:00Z", "state": "open",
        ...     "first_response_at": "2026-06-01T09:00:00Z"}])
        >>> read.tickets[0].events[0].kind
        'agent_replied'

    Rules: R1, R16, R18, R19.
    """
    account = Account()
    problems: dict[str, list[str]] = {}
    states = read_states(taken(ticket_states, "ticket_states", limits), account)
    told = read_histories(taken(histories, "histories", limits), states, account, problems)
    has_articles = read_articles(taken(articles, "articles", limits), told, account, problems)
    found = []
    for record in collected(taken(tickets, "tickets", limits), TICKETS, account).records:
        key = record.need("id").id()
        try:
            ticket = _ticket(record, key, told.pop(key, Told()), states, has_articles, reading)
            found.append(ticket)
            if ticket.priority is None:
                _lose_priority(record, account)
            if _goes_on_unanswered(ticket):
                problems.setdefault(key, []).append(_UNANSWERED)
        except UnpromisedError as error:
            error.leave_out(key, problems, account)
        except PayloadError as error:
            problems.setdefault(key, []).append(str(error))
        if not has_articles:
            what = "replies between the first and the last are not stated"
            account.lose(record.path, what, "pass articles=, the articles of the ticket, for all of them")
    for key in told:
        account.lose(("histories",), f"ticket {key} is not among the tickets", "what happened to it was left out")
    return TicketReading.of(found, problems, account)


def _lose_priority(record: Record, account: Account) -> None:
    if record.get("priority_id"):
        what = f"its priority is {record.values['priority_id']}, which has no name here"
        account.lose(record.path, what, "it has none at its opening; ask with expand=true for its name")


def read_histories(
    payload: Payload, states: States, account: Account, problems: dict[str, list[str]]
) -> dict[str, Told]:
    """What histories tell, by ticket; an entry that cannot be read is a problem of its ticket."""
    found: dict[str, Told] = {}
    top = Payload({"history": []}, payload.path) if payload.value is None else payload
    for record in collected(top, HISTORIES, account).records:
        if record.need("object").text() != "Ticket":
            continue
        key = record.need("o_id").id()
        record.get("attribute")
        record.leave(account, _WITHOUT_MEANING)
        try:
            if change := _change(record, states):
                found.setdefault(key, Told()).changes.append(change)
        except PayloadError as error:
            problems.setdefault(key, []).append(str(error))
    return found


def _change(record: Record, states: States) -> Change | None:
    """A change of state or priority; other fields change no answer."""
    attribute = record.get("attribute")
    if attribute is None or attribute.value not in ("state", "priority"):
        return None
    before, after = record.need("value_from"), record.need("value_to")
    read = states.named if attribute.value == "state" else Payload.text
    at, order = record.need("created_at").instant(), order_of(record.id_of("id"))
    return Change(at, order, attribute.value, read(before), read(after), record.path)


def read_articles(payload: Payload, told: dict[str, Told], account: Account, problems: dict[str, list[str]]) -> bool:
    """Add who replied when; whether any articles were given."""
    for record in collected(payload, ARTICLES, account).records:
        key = record.need("ticket_id").id()
        try:
            if kind := _reply(record):
                told.setdefault(key, Told()).replies.append((record.need("created_at").instant(), kind))
        except PayloadError as error:
            problems.setdefault(key, []).append(str(error))
    return payload.value is not None


def _reply(record: Record) -> str:
    """Who replied to whom; a note and what is internal answer nobody."""
    kind = _SENDERS[record.need("sender").choice(_SENDERS, "sender")]
    internal, form = record.get("internal"), record.need("type").text()
    if kind == "agent_replied" and "internal" not in record.values:
        raise record.error("key 'internal' is missing, so it does not say whether the customer sees it; ask for it")
    hidden = internal.flag() if internal else False
    return "" if kind == "agent_replied" and (hidden or form == "note") else kind


def _ticket(
    record: Record, key: str, told: Told, states: States, has_articles: bool, reading: ZammadReading | None
) -> Ticket:
    opened = record.need("created_at").instant()
    changes = in_order(told.changes)
    replies = told.replies if has_articles else list(_stated_replies(record))
    present = states.of(record)
    plan = plan_of(record, changes, states, reading) if reading else None
    if reading and plan is None:
        raise UnpromisedError.of(record.path, "no SLA takes it")
    return Ticket(
        id=key,
        opened=opened,
        plan=plan,
        priority=at_opening(changes, "priority", record.text_of("priority") or None),
        status=_opening_state(changes, present),
        events=[*_events(changes, record, present), *_replied(replies, opened)],
    )


def plan_of(record: Record, changes: Sequence[Change], states: States, reading: ZammadReading) -> str | None:
    """The plan of a ticket; of one that has ended it is that which it had in the state of its opening.

    Raises:
        PayloadError: It does not say whether an SLA takes it.
    """
    present = states.of(record)
    ended = present in ENDS
    return reading.plan_of(states.turned(record.values, _opening_state(changes, present)) if ended else record.values)


def _opening_state(changes: Sequence[Change], present: str | None) -> str:
    return at_opening(changes, "state", None if present == CLOSED else present) or "open"


def _goes_on_unanswered(ticket: Ticket) -> bool:
    """Whether it was reopened before anybody answered."""
    closed = False
    for event in ticket.in_order:
        if event.kind == "agent_replied":
            return False
        if event.kind == "status_changed":
            if closed and event.status not in ENDS:
                return True
            closed = event.status in ENDS
    return False


def _stated_replies(record: Record) -> Iterator[tuple[datetime, str]]:
    """The replies that a ticket states: the first one of an agent, and the last one of each side."""
    for key, kind in _STATED.items():
        if at := record.get(key):
            yield at.instant(), kind


def _replied(replies: Sequence[tuple[datetime, str]], opened: datetime) -> list[Event]:
    """Replies as events; the message that opened the ticket is none."""
    return [
        Event(at=at, kind=kind)
        for at, kind in dict.fromkeys(replies)
        if not (kind == "customer_replied" and at <= opened)
    ]


def _events(changes: Sequence[Change], record: Record, present: str | None) -> Iterator[Event]:
    for change in changes:
        if change.field == "state":
            yield Event(at=change.at, kind="status_changed", status=change.after)
        else:
            yield Event(at=change.at, kind="priority_changed", priority=change.after)
    closed = record.get("close_at")
    if closed and present == CLOSED and not any(change.field == "state" for change in changes):
        yield Event(at=closed.instant(), kind="status_changed", status=CLOSED)


def pauses_of(told: Told, opened: datetime, states: States, present: str | None) -> list[tuple[datetime, Any]]:
    """When nothing was counted: while a ticket had a state that says so, the time in which it was closed included."""
    changes = [change for change in in_order(told.changes) if change.field == "state"]
    found: list[tuple[datetime, Any]] = []
    since, state = opened, at_opening(changes, "state", present)
    for change in changes:
        if states.pauses.get(str(state)):
            found.append((since, change.at))
        since, state = change.at, change.after
    if changes and states.pauses.get(str(state)):
        found.append((since, None))
    return found

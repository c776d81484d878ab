"""Conversations of Chatwoot with their messages, as tickets (R18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from slaclock.adapters.chatwoot.fields import instant, instant_in, need_instant, rows
from slaclock.adapters.chatwoot.policies import ChatwootReading
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record, taken
from slaclock.adapters.records import Kind
from slaclock.adapters.ticket_readings import TicketReading, UnpromisedError
from slaclock.errors import PayloadError
from slaclock.hours import to_utc
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.tickets import Event, Ticket

CONVERSATIONS = Kind("conversations", "conversation")
MESSAGES = Kind("messages", "message")
STATUSES = ("open", "resolved", "pending", "snoozed")
INCOMING, OUTGOING, _LAST_TYPE = 0, 1, 3
"""Types of messages; others say what happened, or are sent by templates."""
_HUMAN = "user"
_WORDS = {"incoming": INCOMING, "outgoing": OUTGOING, "activity": 2, "template": 3}
_RESOLVED = "it is resolved, and Chatwoot does not say when, so its clocks go on here; pass resolved= with that"
Instants = Mapping[str, datetime]


def tickets(
    conversations: Any,
    messages: Any = None,
    *,
    resolved: Instants = MappingProxyType({}),
    reading: ChatwootReading | None = None,
    limits: Limits = OF_A_PAYLOAD,
) -> TicketReading:
    """Read conversations of Chatwoot with what happened in them, as tickets.

    Args:
        conversations: Conversations as the product hands them over.
        messages: Their messages, which say who wrote when; without them the replies are those that a conversation
            states: the first one, and since when a customer waits.
        resolved: When conversations were resolved, by their ids, as webhooks say it; the API does not.
        reading: What was read as a policy, to say which plan a conversation gets.
        limits: How much of each payload is read.

    Returns:
        Tickets with their events. A conversation that cannot be read is among the problems.

    Raises:
        PayloadError: It is no payload of conversations; the message has the place inside it.

    Examples:
        >>> read = tickets([{"id": 7, "inbox_id": 1, "status": "open", "created_at": 1780304400,
        ...     "first_reply_created_at": 1780308000, "waiting_since": 0}])
        >>> read.tickets[0].events[0].kind
        'agent_replied'

    Rules: R1, R18, R19.
    """
    account = Account()
    problems: dict[str, list[str]] = {}
    replies = _replies(taken(messages, "messages", limits), account, problems)
    found = []
    for record in rows(taken(conversations, "conversations", limits), CONVERSATIONS, account):
        key = record.need("id").id()
        told = replies.pop(key, []) if messages is not None else None
        try:
            found.append(_ticket(record, key, told, resolved.get(key), reading))
            if record.need("status").choice(STATUSES, "status") == "resolved" and key not in resolved:
                problems.setdefault(key, []).append(_RESOLVED)
        except UnpromisedError as error:
            error.leave_out(key, problems, account)
        except PayloadError as error:
            problems.setdefault(key, []).append(str(error))
    for key in replies:
        account.lose(("messages",), f"conversation {key} is not among the conversations", "its messages were left out")
    return TicketReading.of(found, problems, account)


def _replies(
    payload: Payload, account: Account, problems: dict[str, list[str]]
) -> dict[str, list[tuple[datetime, str]]]:
    """Who wrote when, by conversation; a message that cannot be read is a problem of its conversation."""
    found: dict[str, list[tuple[datetime, str]]] = {}
    for record in rows(payload, MESSAGES, account):
        key = record.need("conversation_id").id()
        try:
            held = found.setdefault(key, [])
            if kind := _kind(record):
                held.append((instant(record.need("created_at")), kind))
        except PayloadError as error:
            problems.setdefault(key, []).append(str(error))
    return found


def _kind(record: Record) -> str:
    """Who replied to whom; notes, and what no person sent, answer nobody."""
    stated = record.need("message_type")
    if isinstance(stated.value, str):
        kind = _WORDS[stated.choice(_WORDS, "type of message")]
    else:
        kind = stated.whole(0, _LAST_TYPE, "(a type of message)")
    if kind == OUTGOING and "private" not in record.values:
        raise record.error("key 'private' is missing, so it does not say whether the customer sees it; ask for it")
    if record.flag_of("private") or kind not in (INCOMING, OUTGOING):
        return ""
    if kind == INCOMING:
        return "customer_replied"
    sender = record.get("sender")
    of = sender.record().get("type") if sender else None
    return "agent_replied" if of and of.value == _HUMAN else ""


def _ticket(
    record: Record,
    key: str,
    replies: Sequence[tuple[datetime, str]] | None,
    resolved: datetime | None,
    reading: ChatwootReading | None,
) -> Ticket:
    opened = need_instant(record, "created_at")
    told = list(_stated(record)) if replies is None else replies
    events = [Event(at=at, kind=kind) for at, kind in told if kind != "customer_replied" or at > opened]
    if resolved:
        events.append(Event(at=to_utc(resolved), kind="resolved"))
    plan = plan_of(record, reading) if reading else None
    return Ticket(id=key, opened=opened, plan=plan, priority=record.text_of("priority") or None, events=events)


def _stated(record: Record) -> Iterator[tuple[datetime, str]]:
    """The replies that a conversation states: the first one, and the oldest message that waits for one."""
    for key, kind in (("first_reply_created_at", "agent_replied"), ("waiting_since", "customer_replied")):
        if at := instant_in(record, key):
            yield at, kind


def plan_of(record: Record, reading: ChatwootReading) -> str:
    """The plan of a conversation, by its SLA policy and its inbox.

    Raises:
        PayloadError: It has no SLA policy, or no plan is that of both.
    """
    stated, inbox = record.get("sla_policy_id"), record.need("inbox_id").id()
    if stated is None:
        raise UnpromisedError.of(record.path, "it has no SLA policy")
    plan = reading.plan_of(stated.id(), inbox)
    if plan is None:
        raise stated.error(f"there is no SLA policy {stated.id()} for inbox {inbox} among those that were read")
    return plan

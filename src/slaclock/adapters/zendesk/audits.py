"""Audits of Zendesk, the history of its tickets: comments and changes of fields, each with its author (R18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from slaclock.adapters.histories import Change, Order, order_of
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.zendesk.metrics import PRIORITIES, STATUSES

AUDITS = Kind("audits", "audit", beside=("tickets", "users", "groups", "organizations"))
FIELDS = ("status", "custom_status_id", "priority", "group_id", "requester_id")
"""Fields whose changes change what a ticket is promised, or who speaks in it."""
_COMMENTS = ("Comment", "VoiceComment", "FacebookComment")
_CREATES, _CHANGES = "Create", "Change"
_KNOWN = {"status": STATUSES, "priority": PRIORITIES}
"""What fields may hold that have few values."""
_WITHOUT_MEANING = frozenset({"metadata", "url", "updated_at"})


@dataclass(frozen=True)
class Comment:
    """Something said in a ticket."""

    at: datetime
    order: Order
    author: str
    """The id of a user; blank where none is stated."""
    public: bool
    at_opening: bool
    """Whether it is what the ticket was opened with."""
    path: KeyPath


@dataclass
class History:
    """What the audits of a ticket tell."""

    comments: list[Comment] = field(default_factory=list)
    """What was said, in no order."""
    changes: list[Change] = field(default_factory=list)
    """What changed, in no order."""
    created: dict[str, str | None] = field(default_factory=dict)
    """What its fields got at its opening, where the audit of that is here."""
    opened: datetime | None = None
    """When it was opened, where the audit of that is here."""
    opener: str = ""
    """The id of the user who opened it, where that audit says it."""


def by_ticket(payload: Payload, only: str | None, account: Account) -> dict[str, list[Record]]:
    """Audits by the id of their ticket.

    Args:
        payload: As the product hands audits over.
        only: The id of the one ticket there is, for audits that do not say whose they are.
        account: Where losses are noted.

    Raises:
        PayloadError: Something in it is no audit, or does not say to which ticket it belongs.
    """
    found: dict[str, list[Record]] = {}
    for record in collected(payload, AUDITS, account).records:
        of = record.get("ticket_id") if "ticket_id" in record or only is None else None
        ticket = of.id() if of else only if only is not None else record.need("ticket_id").id()
        found.setdefault(ticket, []).append(record)
    return found


def history_of(audits: Sequence[Record], account: Account) -> History:
    """What audits of one ticket tell.

    Raises:
        PayloadError: One of them cannot be read.
    """
    found = History()
    for audit in audits:
        _add(found, audit)
        audit.leave(account, _WITHOUT_MEANING)
    return found


def _add(found: History, audit: Record) -> None:
    key, author = audit.get("id"), audit.get("author_id")
    moment = audit.need("created_at").instant(), order_of(key.id() if key else "")
    merged = _is_merge(audit)
    events = [each.record() for each in audit.need("events").items()]
    opens = any(event.values.get("type") == _CREATES for event in events)
    if opens:
        found.opened, found.opener = moment[0], author.id() if author else ""
    for event in events:
        kind = event.need("type").text()
        if kind in _COMMENTS:
            found.comments.append(_comment(event, moment, author.id() if author else "", opens))
        elif kind in (_CREATES, _CHANGES) and (name := event.need("field_name").text()) in FIELDS:
            before, after = (_stated(event.get(key), name) for key in ("previous_value", "value"))
            if kind == _CREATES:
                found.created[name] = after
            else:
                status = "merged" if merged and (name, after) == ("status", "closed") else after
                found.changes.append(Change(*moment, name, before, status, event.path))


def _is_merge(audit: Record) -> bool:
    """Whether the ticket was closed because it was merged into another."""
    via = audit.get("via")
    source = via.record().get("source") if via else None
    rel = source.record().get("rel") if source else None
    return rel is not None and rel.value == "merge"


def _comment(event: Record, moment: tuple[datetime, Order], usual: str, at_opening: bool) -> Comment:
    stated = event.get("author_id")
    # Of calls and of messages on Facebook nobody says it: customers take part in them.
    public = event.need("public") if event.values["type"] == _COMMENTS[0] else event.get("public")
    author = stated.id() if stated else usual
    return Comment(*moment, author, public.flag() if public else True, at_opening, event.path)


def _stated(payload: Payload | None, name: str) -> str | None:
    """A value of a field as text: numbers and their digits are the same, and nothing is a blank text."""
    if payload is None or payload.value == "":
        return None
    known = _KNOWN.get(name)
    return payload.choice(known, name) if known else payload.id()

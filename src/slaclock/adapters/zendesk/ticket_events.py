"""Audits of a ticket as its events: who spoke, and which statuses, priorities and groups it had (R18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slaclock.adapters.histories import Change, at_opening, in_order
from slaclock.adapters.payloads import Payload
from slaclock.adapters.zendesk.audits import Comment, History
from slaclock.adapters.zendesk.metrics import GROUP_ASSIGNED, GROUP_REMOVED
from slaclock.adapters.zendesk.ticket_records import TicketRecord
from slaclock.errors import PayloadError

_NOBODY = ("", "-1")
"""Authors of what the product did by itself."""


@dataclass(frozen=True)
class Known:
    """What is known beside the histories of tickets."""

    users: frozenset[str] = frozenset()
    """Users whose role is known."""
    customers: frozenset[str] = frozenset()
    """Users who are customers."""
    categories: Mapping[str, str] = field(default_factory=dict)
    """What custom statuses stand for, by their ids."""
    follows_groups: bool = False
    """Whether the policy measures how long groups have tickets."""


@dataclass
class Told:
    """What a ticket was opened as, what happened to it, and what was assumed on the way."""

    opened: datetime
    status: str
    priority: str | None
    events: list[dict[str, Any]]
    assumed: set[str] = field(default_factory=set)
    """What of it depends on something that is not here: `users`, `statuses`, `groups`, `nobody`."""
    opened_for_customer: bool = False
    """Whether an agent opened it for the customer."""


def told(record: TicketRecord | None, history: History, known: Known) -> Told:
    """A ticket and its events.

    Args:
        record: The ticket as it stands now, where it is here.
        history: What its audits tell.
        known: What is known beside them.

    Raises:
        PayloadError: A value in its history cannot be read, or nothing says when it was opened.
    """
    opened = (record.opened if record else None) or history.opened
    if opened is None:
        raise PayloadError("", "nothing says when it was opened; pass the ticket, or the audit of its creation")
    return _Teller(opened, record, history, known).told()


class _Teller:
    """Follows one ticket through its history."""

    def __init__(self, opened: datetime, record: TicketRecord | None, history: History, known: Known) -> None:
        self.known = known
        self.history = history
        self.assumed: set[str] = set()
        self.changes = in_order(history.changes)
        self.present = record.fields if record else {}
        self.opened = opened
        self.now = {name: self._at_opening(name) for name in ("status", "priority", "group_id", "requester_id")}

    def _at_opening(self, name: str) -> Any:
        """What a field held at the opening: as it was created and changed then, else before its first change."""
        if name in self.history.created:
            usual = self.history.created[name]
        else:
            usual = at_opening(self.changes, name, self.present.get(name))
        at_once = [each.after for each in self.changes if each.field == name and each.at <= self.opened]
        return at_once[-1] if at_once else usual

    def told(self) -> Told:
        """The ticket."""
        status, priority = self.now["status"] or "new", self.now["priority"]
        opened_for_customer = self._is_for_customer(self.now["requester_id"])
        opening = [_event(self.opened, GROUP_ASSIGNED)] if self.known.follows_groups and self.now["group_id"] else []
        later = [each for each in self.changes if each.at > self.opened]
        said = [each for each in self.history.comments if not each.at_opening]
        both: list[Change | Comment] = [*said, *later]
        happened = sorted(both, key=lambda each: (each.at, each.order, isinstance(each, Change)))
        events = [*opening, *(event for each in happened for event in self._events(each))]
        if not self.known.follows_groups and any(each.field == "group_id" for each in later):
            self.assumed.add("groups")
        return Told(self.opened, status, priority, events, self.assumed, opened_for_customer)

    def _is_for_customer(self, requester: str | None) -> bool:
        """Whether an agent opened it for somebody else, who is no agent as far as is known."""
        opener, known = self.history.opener, self.known
        is_agent = opener not in (*_NOBODY, requester) and opener not in known.customers
        return is_agent and (requester not in known.users or requester in known.customers)

    def _events(self, happened: Change | Comment) -> Iterator[dict[str, Any]]:
        if isinstance(happened, Comment):
            yield from self._comment(happened)
            return
        match happened.field:
            case "status":
                yield from self._status(happened.after, happened)
            case "custom_status_id":
                yield from self._custom_status(happened)
            case "priority":
                yield from self._priority(happened)
            case "group_id":
                yield from self._group(happened)
            case _:
                self.now["requester_id"] = happened.after

    def _comment(self, comment: Comment) -> Iterator[dict[str, Any]]:
        """A reply, of whoever is not the requester an agent's; a note answers nobody."""
        if comment.author in _NOBODY:
            self.assumed.add("nobody")
        elif not comment.public:
            yield _event(comment.at, "agent_replied", public=False)
        elif comment.author == self.now["requester_id"] or comment.author in self.known.customers:
            yield _event(comment.at, "customer_replied")
        else:
            if comment.author not in self.known.users:
                self.assumed.add("users")
            yield _event(comment.at, "agent_replied")

    def _status(self, status: str, change: Change) -> Iterator[dict[str, Any]]:
        if status != self.now["status"]:
            self.now["status"] = status
            yield _event(change.at, "status_changed", status=status)

    def _custom_status(self, change: Change) -> Iterator[dict[str, Any]]:
        """What a custom status stands for; the status itself changes beside it where that is another."""
        category = self.known.categories.get(str(change.after))
        if category:
            if not self._says_status(change):
                yield from self._status(category, change)
        elif change.after is not None and not self._says_status(change):
            self.assumed.add("statuses")

    def _says_status(self, change: Change) -> bool:
        return any(each.field == "status" and each.at == change.at for each in self.changes)

    def _priority(self, change: Change) -> Iterator[dict[str, Any]]:
        if change.after is None:
            raise Payload(None, change.path).error("the priority was taken away, and a ticket keeps one here")
        yield _event(change.at, "priority_changed", priority=change.after)

    def _group(self, change: Change) -> Iterator[dict[str, Any]]:
        self.now["group_id"] = change.after
        if self.known.follows_groups:
            yield _event(change.at, GROUP_ASSIGNED if change.after else GROUP_REMOVED)


def _event(at: datetime, kind: str, **more: Any) -> dict[str, Any]:
    return {"at": at, "kind": kind, **more}

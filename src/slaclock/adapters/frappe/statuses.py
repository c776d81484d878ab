"""Statuses of ERPNext and Frappe Helpdesk: in which of them clocks pause, and which of them end a ticket (R16, R19)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from slaclock.adapters.frappe.fields import records_of
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload
from slaclock.tickets import known_status

OPEN = "Open"
_CATEGORIES = ("Open", "Paused", "Resolved")
_KINDS = ("resolved", "closed")
"""Kinds of events that end a clock."""


@dataclass(frozen=True)
class Statuses:
    """What statuses of tickets do to clocks."""

    paused: tuple[str, ...]
    """Those in which nothing is counted."""
    ending: tuple[str, ...]
    """Those that end a ticket."""
    running: tuple[str, ...] = ()
    """Others that are known."""

    @property
    def stops(self) -> list[str]:
        """The kinds of events that the ending ones stand for."""
        return list(dict.fromkeys(_kind_of(each) for each in self.ending))


USUAL = Statuses(("Replied",), ("Resolved", "Closed"), (OPEN,))
"""What both products come with."""


def _kind_of(status: str) -> str:
    """The kind of event for which a status stands that ends a ticket."""
    known = known_status(status)
    return known.ends if known and known.ends in _KINDS else "resolved"


def read_statuses(payload: Payload, account: Account) -> Statuses | None:
    """The statuses of Frappe Helpdesk by their categories; nothing where none are given.

    Raises:
        PayloadError: Something in them cannot be read.
    """
    found: dict[str, list[str]] = {category: [] for category in _CATEGORIES}
    records = records_of(payload, "ticket_statuses", account)
    for record in records:
        name = (record.get("name") or record.need("label_agent")).text()
        found[record.need("category").choice(_CATEGORIES, "category of a status")].append(name)
    running, paused, ending = (tuple(found[category]) for category in _CATEGORIES)
    return Statuses(paused, ending, running) if records else None


def meanings(of_agreements: Iterable[Statuses]) -> dict[str, str]:
    """What statuses mean whose own names say something else, or nothing that is known."""
    each = list(of_agreements)
    paused = {status for statuses in each for status in statuses.paused}
    found = {
        status: _kind_of(status)
        for statuses in each
        for status in statuses.ending
        if not (known := known_status(status)) or known.ends not in _KINDS
    }
    for status in (status for statuses in (USUAL, *each) for status in (*statuses.running, *statuses.paused)):
        known = known_status(status)
        if status not in paused and status not in found and (known is None or known.waits or known.ends):
            found[status] = "open"
    return found


def lifecycles(statuses: Statuses, is_helpdesk: bool) -> dict[str, dict[str, Any]]:
    """The life of each metric.

    Whatever takes a ticket out of its open status is a first response. While a ticket that nobody answered is on hold,
    ERPNext counts nothing, and Frappe Helpdesk goes on.
    """
    paused: Sequence[str] = statuses.paused
    response: dict[str, Any] = {"stops": ["agent_replied", *statuses.stops]}
    return {
        "first_response": response if is_helpdesk else {**response, "pauses_in": list(paused)},
        "resolution": {"stops": statuses.stops, "on_reopen": "continue", "pauses_in": list(paused)},
    }

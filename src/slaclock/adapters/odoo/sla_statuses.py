"""SLA statuses of Odoo: which SLA policies a ticket has, when each is due, and when it was reached (R11, R12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.odoo.fields import instant_in, kind, reference_in, rows
from slaclock.adapters.payloads import Payload

STATUSES = kind("sla_statuses", "helpdesk.sla.status")
_LATE = {"failed": True, "reached": False, "ongoing": None}
"""Whether each status says that it was late."""


@dataclass(frozen=True)
class SlaStatus:
    """How one SLA policy stands on one ticket."""

    ticket: str
    sla: str
    due: datetime | None
    """Nothing while the ticket is in a stage that is excluded."""
    reached: datetime | None
    late: bool | None
    path: KeyPath


def read_sla_statuses(payload: Payload, account: Account) -> list[SlaStatus]:
    """The SLA statuses of a payload.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    found = []
    for record in rows(payload, STATUSES, account):
        ticket, sla = (reference_in(record.need(key)).id for key in ("ticket_id", "sla_id"))
        status = record.get("status")
        late = _LATE[status.choice(_LATE, "status")] if status else None
        due, reached = instant_in(record, "deadline"), instant_in(record, "reached_datetime")
        found.append(SlaStatus(ticket, sla, due, reached, late, record.path))
    return found


Together = tuple[str, ...]
"""The ids of SLA policies that a ticket has together, in order."""


def together(statuses: list[SlaStatus]) -> dict[str, Together]:
    """The SLA policies of each ticket."""
    found: dict[str, list[str]] = {}
    for status in statuses:
        found.setdefault(status.ticket, []).append(status.sla)
    return {ticket: tuple(sorted(set(slas))) for ticket, slas in found.items()}

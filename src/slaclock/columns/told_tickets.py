"""Tickets of a table as `Ticket`, for those that are asked one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from slaclock.columns.labels import Labels
from slaclock.columns.ticket_tables import Agreed, Lives, Read
from slaclock.tickets import Event, Ticket

_NAMED_OF_EVENTS = ("status", "priority", "plan", "metric", "by")
_NAMED_OF_TICKETS = ("plan", "priority", "channel", "status", "timezone")


def told(lives: Lives, place: int, read: Read) -> Ticket:
    """One of some tickets with its events.

    Raises:
        DeclarationError: There can be no such ticket.
    """
    tickets, first = lives.tickets, lives.first
    row = int(tickets.number[place])
    events = [_event(lives, number, read) for number in range(int(first[place]), int(first[place + 1]))]
    named = _named(tickets, _NAMED_OF_TICKETS, place)
    return Ticket(
        id=str(read.ids[row].as_py()),
        opened=_instant(tickets.opened[place], read.opened),
        agreed=_agreed(read.agreed_at_opening, row),
        events=events,
        **named,
    )


def _event(lives: Lives, number: int, read: Read) -> Event:
    events = lives.events
    named = _named(events, _NAMED_OF_EVENTS, number)
    kind = _name(events.kind, number) or ""
    agreed = _agreed(read.agreed, int(events.row[number]))
    at, public = _instant(events.at[number], read.at), bool(events.public[number])
    return Event(at=at, kind=kind, public=public, agreed=agreed, **named)


def _agreed(named: Agreed, row: int) -> datetime | None:
    if named.column is None or not named.named_in(np.array([row]))[0]:
        return None
    return _instant(named.column.micros[row], named.kind)


def _named(columns: Any, names: tuple[str, ...], place: int) -> dict[str, Any]:
    found = {name: _name(getattr(columns, name), place) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _name(labels: Labels, place: int) -> str | None:
    return labels.names[0 if labels.codes is None else labels.codes[place]]


def _instant(micros: Any, kind: Any) -> datetime:
    """An instant on the clocks of the column's zone."""
    at: datetime = pa.scalar(int(micros), pa.timestamp("us", kind.tz)).as_py()
    return at

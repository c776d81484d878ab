"""Tickets of a table as `Ticket`, for those that are asked one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pyarrow as pa

from slaclock.columns.history_tables import Read
from slaclock.columns.instants import NO_INSTANT, Micros
from slaclock.columns.labels import Labels
from slaclock.columns.ticket_lives import Lives
from slaclock.tickets import Event, Ticket

_NAMED_OF_EVENTS = ("status", "priority", "plan", "metric", "by")
_NAMED_OF_TICKETS = ("plan", "priority", "channel", "status", "timezone")


def told(lives: Lives, place: int, read: Read) -> Ticket:
    """One of some tickets with its events.

    Raises:
        DeclarationError: There can be no such ticket.
    """
    tickets, first = lives.tickets, lives.first
    events = [_event(lives, number, read) for number in range(int(first[place]), int(first[place + 1]))]
    named = _named(tickets, _NAMED_OF_TICKETS, place)
    return Ticket(
        id=str(read.ids[int(tickets.number[place])].as_py()),
        opened=_instant(tickets.opened[place], read.kinds["opened"]),
        agreed=_agreed(tickets.agreed, place, read.kinds.get("agreed at opening")),
        events=events,
        **named,
    )


def _event(lives: Lives, number: int, read: Read) -> Event:
    events = lives.events
    named = _named(events, _NAMED_OF_EVENTS, number)
    kind = _name(events.kind, number) or ""
    agreed = _agreed(events.agreed, number, read.kinds.get("agreed"))
    at, public = _instant(events.at[number], read.kinds["at"]), bool(events.public[number])
    return Event(at=at, kind=kind, public=public, agreed=agreed, **named)


def _agreed(column: Micros | None, place: int, kind: Any) -> datetime | None:
    return None if column is None or column[place] == NO_INSTANT else _instant(column[place], kind)


def _named(columns: Any, names: tuple[str, ...], place: int) -> dict[str, Any]:
    found = {name: _name(getattr(columns, name), place) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _name(labels: Labels, place: int) -> str | None:
    return labels.names[0 if labels.codes is None else labels.codes[place]]


def _instant(micros: Any, kind: Any) -> datetime:
    """An instant on the clocks of the column's zone."""
    at: datetime = pa.scalar(int(micros), pa.timestamp("us", kind.tz)).as_py()
    return at

"""Tickets that were stated one by one, as the two tables that questions about histories take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain
from operator import attrgetter
from typing import Any

import numpy as np
import pyarrow as pa

from slaclock.tickets import Ticket

_NAMES_OF_TICKETS = ("plan", "priority", "channel", "status", "timezone")
_NAMES_OF_EVENTS = ("kind", "status", "priority", "plan", "metric", "by")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT = pa.timestamp("us", "UTC")


def tables_of_tickets(tickets: Iterable[Ticket], *, by_place: bool = False) -> tuple[Any, Any]:
    """Tickets and their events as the two tables that `columns.evaluate` takes.

    Args:
        tickets: The tickets.
        by_place: Whether the first one is called 0, the second 1 and so on; otherwise they have their own ids.
    """
    known = list(tickets)
    events = list(chain.from_iterable(map(attrgetter("events"), known)))
    ids = pa.array(np.arange(len(known))) if by_place else _names(known, "id")
    places = np.repeat(np.arange(len(known)), [len(ticket.events) for ticket in known])
    of_tickets = {
        "id": ids,
        "opened": _instants(known, "opened"),
        "agreed": _perhaps_instants(known, "agreed"),
        **{name: _names(known, name) for name in _NAMES_OF_TICKETS},
    }
    of_events = {
        "ticket": ids.take(pa.array(places)),
        "at": _instants(events, "at"),
        "agreed": _perhaps_instants(events, "agreed"),
        "public": pa.array(list(map(attrgetter("public"), events)), pa.bool_()),
        **{name: _names(events, name) for name in _NAMES_OF_EVENTS},
    }
    return pa.table(of_tickets), pa.table(of_events)


def _names(things: Sequence[Any], name: str) -> Any:
    return pa.array(list(map(attrgetter(name), things)), pa.string())


def _instants(things: Sequence[Any], name: str) -> Any:
    since = [at - _EPOCH for at in map(attrgetter(name), things)]
    return pa.array(since, pa.duration("us")).cast(pa.int64()).cast(_INSTANT)


def _perhaps_instants(things: Sequence[Any], name: str) -> Any:
    given = list(map(attrgetter(name), things))
    if not any(given):
        return pa.nulls(len(given), _INSTANT)
    since = [at and at - _EPOCH for at in given]
    return pa.array(since, pa.duration("us")).cast(pa.int64()).cast(_INSTANT)

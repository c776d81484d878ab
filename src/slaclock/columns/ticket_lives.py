"""Tickets with what happened to them: names as numbers, and events in order (R18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from slaclock.columns.instants import Mask, Micros
from slaclock.columns.labels import Labels
from slaclock.columns.lookup import Places
from slaclock.tickets import order_of_kind

_NOBODY = -1


class Tickets(NamedTuple):
    """The tickets of a call, or some of them; each column has one value for each."""

    number: Places
    """Which of the tickets that were read together they are."""
    opened: Micros
    plan: Labels
    priority: Labels
    channel: Labels
    status: Labels
    timezone: Labels
    agreed: Micros | None
    """For which due instants they were opened, before all time where for none; `None` where nobody says."""


class Events(NamedTuple):
    """What happened to them, by ticket."""

    ticket: Places
    """The place of the ticket among the tickets."""
    at: Micros
    kind: Labels
    public: Mask
    status: Labels
    priority: Labels
    plan: Labels
    metric: Labels
    by: Labels
    agreed: Micros | None
    """Which due instants they agree on, as those of tickets."""

    def among(self, which: Any) -> Events:
        """Some of them, in their order."""
        return Events(*(_some(column, which) for column in self))

    def reordered(self, places: Places, order: Places) -> Events:
        """The same with those in some places taken from others."""
        return Events(*(_reordered(column, places, order) for column in self))


def _some(column: Any, which: Any) -> Any:
    if isinstance(column, Labels):
        return column if column.codes is None else column._replace(codes=column.codes[which])
    return None if column is None else column[which]


def first_of_each(owner: Places, count: int) -> Places:
    """For each owner where those begin that are sorted by owner, and at last how many there are."""
    return np.append(0, np.cumsum(np.bincount(owner, minlength=count)))


@dataclass(frozen=True)
class Lives:
    """Tickets with their events."""

    tickets: Tickets
    events: Events

    @property
    def first(self) -> Places:
        """For each ticket where its events begin, and at last how many there are."""
        return first_of_each(self.events.ticket, len(self.tickets.number))

    def among(self, places: Places) -> Lives:
        """Some tickets, in their order."""
        if len(places) == len(self.tickets.number):
            return self
        new = np.full(len(self.tickets.number), _NOBODY)
        new[places] = np.arange(len(places))
        owner = new[self.events.ticket]
        kept = np.flatnonzero(owner >= 0)
        events = self.events.among(kept)._replace(ticket=owner[kept])
        return Lives(Tickets(*(_some(column, places) for column in self.tickets)), events)


# Order


def in_order(lives: Lives) -> tuple[Lives, Places]:
    """Tickets with their events by instant and kind, once each; and those whose events need a closer look.

    Of three events at one instant the first and the last may say the same.
    """
    events, key = lives.events, _key(lives.events)
    ticket = events.ticket
    early = np.flatnonzero((ticket[1:] == ticket[:-1]) & (key[1:] < key[:-1]))
    if len(early):
        # Of a history in time only the tickets with two events at one instant are sorted again.
        disordered = np.zeros(len(lives.tickets.number), np.bool_)
        disordered[ticket[early]] = True
        places = np.flatnonzero(disordered[ticket])
        order = places[np.lexsort((key[places], ticket[places]))]
        events, key = events.reordered(places, order), _reordered(key, places, order)
    same = (ticket[1:] == ticket[:-1]) & (key[1:] == key[:-1])
    if not same.any():
        return Lives(lives.tickets, events), np.zeros(0, np.intp)
    crowded = np.unique(ticket[2:][same[1:] & same[:-1]])
    again = np.append(False, same)
    for column in events[3:]:
        again[1:] &= _repeats(column)
    events = events.among(np.flatnonzero(~again)) if again.any() else events
    return Lives(lives.tickets, events), crowded


def _reordered(column: Any, places: Places, order: Places) -> Any:
    if isinstance(column, Labels):
        return column if column.codes is None else column._replace(codes=_reordered(column.codes, places, order))
    if column is None:
        return None
    found = column.copy()
    found[places] = column[order]
    return found


def _repeats(column: Any) -> Any:
    values = column.codes if isinstance(column, Labels) else column
    return True if values is None else values[1:] == values[:-1]


def _key(events: Events) -> Micros:
    """A number for each event that sorts as its instant and its kind do."""
    kinds: Sequence[str | None] = events.kind.names[:-1]
    ranked = sorted(range(len(kinds)), key=lambda code: order_of_kind(kinds[code] or ""))
    rank = np.zeros(len(kinds) + 1, np.int64)
    rank[ranked] = np.arange(len(kinds))
    assert events.kind.codes is not None
    if len(kinds) <= 1 << _KIND_BITS:
        return (events.at << _KIND_BITS) + rank[events.kind.codes]
    _, together = np.unique(np.stack([events.at, rank[events.kind.codes]], axis=1), axis=0, return_inverse=True)
    return together.reshape(-1).astype(np.int64)


_KIND_BITS = 5
"""Kinds of events that there are in one number with an instant."""

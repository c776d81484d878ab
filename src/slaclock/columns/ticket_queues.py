"""Many tickets asked as columns, so many at a time, and only what is shown of them asked one by one (R12, R18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import nsmallest
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from slaclock.columns.arrow_functions import pc
from slaclock.columns.histories import evaluated
from slaclock.columns.stated_tickets import tables_of_tickets
from slaclock.policy import SlaPolicy
from slaclock.tickets import AgendaItem, Ticket, TicketProblem

AT_ONCE = 4_096
"""Tickets that are asked together."""


class Queue(NamedTuple):
    """What comes first of an agenda, and how much there is."""

    first: list[AgendaItem]
    """The promises that `policy.agenda` has first."""
    open: int
    """How many it has."""
    problems: tuple[TicketProblem, ...]
    """What is wrong with tickets."""


class _Open(NamedTuple):
    """An open promise, by what an agenda is sorted by."""

    is_paused: bool
    due: int
    id: str
    place: int
    """Where it stands among all of them."""
    ticket: Ticket
    metric: str
    cycle: int


def agenda(policy: SlaPolicy, tickets: Iterable[Ticket], now: datetime, most: int) -> Queue:
    """What `policy.agenda` has first, how much it has, and its problems.

    Args:
        policy: With all its versions.
        tickets: Tickets with their events.
        now: An aware datetime.
        most: How many open promises are wanted.

    Raises:
        NaiveDatetimeError: `now` has no time zone.
        ClockError: A ticket has no answer; the message names it.

    Rules: R12, R18.
    """
    gathered = _Gathered(policy, now, most)
    for some in _in_batches(iter(tickets)):
        gathered.take(some)
    return Queue(gathered.items(), gathered.open, tuple(gathered.problems))


def _in_batches(tickets: Iterator[Ticket]) -> Iterator[list[Ticket]]:
    while some := list(islice(tickets, AT_ONCE)):
        yield some


@dataclass
class _Gathered:
    """What was found of the tickets so far."""

    policy: SlaPolicy
    now: datetime
    most: int
    taken: int = 0
    open: int = 0
    first: list[_Open] = field(default_factory=list)
    problems: list[TicketProblem] = field(default_factory=list)

    def take(self, tickets: list[Ticket]) -> None:
        """Ask about more tickets."""
        found = evaluated(self.policy, *tables_of_tickets(tickets, by_place=True), self.now, {}, {}).table
        for place in self._doubtful(found, tickets):
            said = self.policy.agenda([tickets[place]], self.now).problems
            self.problems += (replace(each, place=self.taken + place + 1) for each in said)
        running = found.filter(pc.and_(pc.is_valid(found["metric"]), pc.is_null(found["stopped"])))
        self.first = nsmallest(self.most, (*self.first, *self._opened(running, tickets)))
        self.open += running.num_rows
        self.taken += len(tickets)

    def _doubtful(self, found: Any, tickets: list[Ticket]) -> list[int]:
        """Tickets of which something is wrong, and those that are opened later."""
        wrong = pc.unique(found["ticket"].filter(pc.is_valid(found["problem"]))).to_pylist()
        return sorted({*wrong, *(place for place, ticket in enumerate(tickets) if ticket.opened > self.now)})

    def _opened(self, running: Any, tickets: list[Ticket]) -> Iterator[_Open]:
        """The open promises that may come first."""
        is_paused = pc.equal(running["state"].cast("string"), "paused").to_numpy()
        due = running["due"].cast("int64").to_numpy()
        order = np.lexsort((due, is_paused))
        if len(order) > self.most:
            last = order[self.most - 1]
            # Of those that are due together the ids decide.
            not_later = (is_paused < is_paused[last]) | ((is_paused == is_paused[last]) & (due <= due[last]))
            order = np.flatnonzero(not_later)
        columns = (running[name].cast("string").take(order).to_pylist() for name in ("ticket", "metric", "cycle"))
        for row, place, metric, cycle in zip(order.tolist(), *columns, strict=True):
            ticket = tickets[int(place)]
            yield _Open(bool(is_paused[row]), int(due[row]), ticket.id, self.open + row, ticket, metric, int(cycle))

    def items(self) -> list[AgendaItem]:
        """What comes first, asked one by one."""
        found = []
        for each in self.first:
            cycles = self.policy.evaluate(each.ticket, self.now).cycles
            metric = next(cycle for cycle in cycles if (cycle.metric, cycle.cycle) == (each.metric, each.cycle))
            found.append(AgendaItem(each.ticket, metric))
        return found

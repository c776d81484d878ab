"""What comes first of the agenda of many tickets, of which only what is shown is asked one by one (R12, R18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nsmallest
from typing import NamedTuple

import numpy as np

from slaclock.columns.arrow_functions import pc
from slaclock.columns.instants import instant_micros
from slaclock.columns.ticket_queues import Asked, asked_together
from slaclock.hours import to_utc
from slaclock.policy import SlaPolicy
from slaclock.tickets import AgendaItem, OnBadTicket, Ticket, TicketProblem, open_in


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
    place: tuple[int, int]
    """Which ticket it is among all of them, and where the promise stands in that."""
    ticket: Ticket
    metric: str
    cycle: int


def agenda(
    policy: SlaPolicy, tickets: Iterable[Ticket], now: datetime, most: int, on_error: OnBadTicket = "stop"
) -> Queue:
    """What `policy.agenda` has first, how much it has, and its problems.

    Args:
        policy: With all its versions.
        tickets: Tickets with their events.
        now: An aware datetime.
        most: How many open promises are wanted.
        on_error: What a ticket does that has no answer: it ends everything (`stop`), is left out (`skip`), or is left
            out and stands among `problems` (`report`).

    Raises:
        NaiveDatetimeError: `now` has no time zone.
        ClockError: A ticket has no answer, and `on_error` is `stop`; the message names it.

    Rules: R12, R18, R19.
    """
    to_utc(now)  # Refused at once where it is naive.
    problems: list[TicketProblem] = []
    gathered = _Gathered(policy, now, most)
    for asked in asked_together(policy, tickets, now, open_in, problems, on_error):
        gathered.take(asked)
    return Queue(gathered.items(), gathered.open, tuple(problems))


@dataclass
class _Gathered:
    """What was found of the tickets so far."""

    policy: SlaPolicy
    now: datetime
    most: int
    open: int = 0
    first: list[_Open] = field(default_factory=list)

    def take(self, asked: Asked[list[AgendaItem]]) -> None:
        """Look through more tickets."""
        has_cycle, has_stopped = (pc.is_valid(asked.cycles[name]) for name in ("metric", "stopped"))
        running = asked.cycles.filter(pc.and_not(has_cycle, has_stopped))
        told = [
            _open(asked.first + place, row, item) for place, of_one in asked.alone for row, item in enumerate(of_one)
        ]
        found = self._soonest(asked._replace(cycles=running))
        self.first = nsmallest(self.most, (*self.first, *told, *found))
        self.open += running.num_rows + len(told)

    def _soonest(self, asked: Asked[list[AgendaItem]]) -> Iterator[_Open]:
        """The open promises that may come first."""
        running = asked.cycles
        is_paused = pc.equal(running["state"].cast("string"), "paused").to_numpy()
        due = running["due"].cast("int64").to_numpy()
        order = np.lexsort((due, is_paused))
        if len(order) > self.most:
            last = order[self.most - 1]
            # Of those that are due together the ids decide.
            not_later = (is_paused < is_paused[last]) | ((is_paused == is_paused[last]) & (due <= due[last]))
            order = np.flatnonzero(not_later)
        places, cycles = (running[name].take(order).to_pylist() for name in ("ticket", "cycle"))
        metrics = running["metric"].cast("string").take(order).to_pylist()
        for row, place, metric, cycle in zip(order.tolist(), places, metrics, cycles, strict=True):
            ticket = asked.tickets[place]
            at = (asked.first + place, row)
            yield _Open(bool(is_paused[row]), int(due[row]), ticket.id, at, ticket, metric, cycle)

    def items(self) -> list[AgendaItem]:
        """What comes first, asked one by one."""
        found = []
        for each in self.first:
            cycles = self.policy.evaluate(each.ticket, self.now).cycles
            metric = next(cycle for cycle in cycles if (cycle.metric, cycle.cycle) == (each.metric, each.cycle))
            found.append(AgendaItem(each.ticket, metric))
        return found


def _open(place: int, row: int, item: AgendaItem) -> _Open:
    status, metric = item.status, item.metric
    due = instant_micros(to_utc(status.due))
    return _Open(status.state == "paused", due, item.ticket.id, (place, row), item.ticket, metric.metric, metric.cycle)

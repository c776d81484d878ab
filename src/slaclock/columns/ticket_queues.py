"""Many tickets asked as columns, so many at a time, and one by one where something is wrong (R18, R19)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

import pyarrow as pa

from slaclock.columns.arrow_functions import pc
from slaclock.columns.histories import evaluated
from slaclock.columns.stated_tickets import tables_of_tickets
from slaclock.errors import SlaClockError
from slaclock.policy import SlaPolicy
from slaclock.tickets import Evaluation, OnBadTicket, Ticket, TicketProblem, asked_each

AT_ONCE = 4_096
"""Tickets that are asked together."""

T = TypeVar("T")


class Asked(NamedTuple, Generic[T]):
    """Tickets that were asked together."""

    tickets: list[Ticket]
    first: int
    """How many tickets came before them."""
    cycles: Any
    """A row for each cycle, as `columns.evaluate` has it; `ticket` is the place among these tickets, from 0."""
    alone: list[tuple[int, T]]
    """What was answered about tickets that have no row among these cycles, each with its place."""


def asked_together(
    policy: SlaPolicy,
    tickets: Iterable[Ticket],
    now: datetime,
    answer: Callable[[Evaluation], T],
    problems: list[TicketProblem],
    on_error: OnBadTicket,
) -> Iterator[Asked[T]]:
    """The cycles of many tickets, and the same problems and errors as `asked_each` has.

    Args:
        policy: With all its versions.
        tickets: In any order.
        now: An aware datetime.
        answer: What is asked of a ticket of which something is wrong.
        problems: Takes what is wrong with tickets.
        on_error: What a ticket does that has no answer.
    """
    first = 0
    for some in _in_batches(tickets):
        found = evaluated(policy, *tables_of_tickets(some, by_place=True), now, {}, {}).table
        doubtful = _doubtful(found, some, now)
        alone = []
        for place in doubtful:
            own = first + place + 1
            told = asked_each([some[place]], lambda each: policy.evaluate(each, now), answer, problems, on_error, own)
            alone += [(place, each) for each in told]
        owner = found["ticket"].cast(pa.int64())
        others = pc.invert(pc.is_in(owner, value_set=pa.array(doubtful, pa.int64())))
        yield Asked(some, first, found.set_column(0, "ticket", owner).filter(others), alone)
        first += len(some)


def _in_batches(tickets: Iterable[Ticket]) -> Iterator[list[Ticket]]:
    """So many tickets at a time; those that come before one that cannot be read are asked first."""
    some: list[Ticket] = []
    try:
        for ticket in tickets:
            some.append(ticket)
            if len(some) == AT_ONCE:
                yield some
                some = []
    except SlaClockError:
        yield some
        raise
    yield some


def _doubtful(found: Any, tickets: list[Ticket], now: datetime) -> list[int]:
    """Tickets of which something is wrong, and those that are opened later."""
    wrong = pc.unique(found["ticket"].filter(pc.is_valid(found["problem"]))).cast(pa.int64()).to_pylist()
    return sorted({*wrong, *(place for place, ticket in enumerate(tickets) if ticket.opened > now)})

"""Queues: many tickets asked one after the other, of which a bad one does not keep the others waiting (R19)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Literal, TypeVar, get_args

from slaclock.errors import ClockError, SlaClockError, one_of
from slaclock.tickets.evaluation import Evaluation
from slaclock.tickets.problems import TicketProblem
from slaclock.tickets.status import Status
from slaclock.tickets.ticket import Ticket

OnBadTicket = Literal["stop", "skip", "report"]
"""What a ticket does that has no answer: it ends everything, is left out, or is left out and stands among problems."""

T = TypeVar("T")


def asked_each(
    tickets: Iterable[Ticket],
    evaluate: Callable[[Ticket], Evaluation],
    answer: Callable[[Evaluation], T],
    problems: list[TicketProblem],
    on_error: OnBadTicket,
    first: int = 1,
) -> Iterator[T]:
    """The answer about each ticket.

    Args:
        tickets: In any order.
        evaluate: Says where a ticket stands.
        answer: What is asked of that.
        problems: Takes what is wrong with tickets, those among them that have no answer if that is to be reported.
        on_error: What a ticket does that has none.
        first: Which of all tickets the first of these is.

    Raises:
        ClockError: A ticket has no answer, and all is to stop there.
    """
    one_of(on_error, get_args(OnBadTicket), "on_error")
    for place, ticket in enumerate(tickets, start=first):
        try:
            evaluation = evaluate(ticket)
            found = answer(evaluation)
            if on_error != "stop":
                _answer_whole(evaluation)
        except SlaClockError as error:
            if on_error == "stop":
                failed = ClockError(f"{_called(ticket, place)}: {error}")
                failed.place = place
                raise failed from error
            if on_error == "report":
                problems.append(TicketProblem(ticket.id, str(error), place, is_answered=False))
            continue
        problems.extend(TicketProblem(ticket.id, problem, place) for problem in evaluation.problems)
        yield found


def _answer_whole(evaluation: Evaluation) -> None:
    """Have everything worked out that is asked later, so that what cannot be is a problem of this ticket."""
    for cycle in evaluation.running:
        for each in fields(Status):
            getattr(cycle.status, each.name)


def _called(ticket: Ticket, place: int) -> str:
    return f"ticket {ticket.id!r}" if ticket.id else f"ticket {place:,}, which has no id"

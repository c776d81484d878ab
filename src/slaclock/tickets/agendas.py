"""What is open over many tickets, and breached soonest (R18)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from slaclock.hours import to_utc
from slaclock.tickets.evaluation import Evaluation, MetricStatus
from slaclock.tickets.status import Status
from slaclock.tickets.ticket import Ticket


class TicketProblem(NamedTuple):
    """One thing that is wrong with a ticket of many."""

    ticket: str
    """What the helpdesk calls the ticket."""
    problem: str
    """What is wrong."""

    def __str__(self) -> str:
        return f"{self.ticket}: {self.problem}" if self.ticket else self.problem


def problems_of(evaluation: Evaluation) -> list[TicketProblem]:
    """What is wrong with the ticket that was evaluated."""
    return [TicketProblem(evaluation.ticket.id, problem) for problem in evaluation.problems]


@dataclass(frozen=True)
class AgendaItem:
    """A promise that is open: the ticket, and where its metric stands."""

    ticket: Ticket
    metric: MetricStatus

    @property
    def status(self) -> Status:
        """Where the metric stands."""
        return self.metric.status


class Agenda(list[AgendaItem]):
    """The promises that are open, and what is wrong with tickets."""

    def __init__(self, items: Iterable[AgendaItem], problems: Iterable[TicketProblem] = ()) -> None:
        super().__init__(items)
        self.problems = tuple(problems)
        """What is wrong with tickets, those without an open promise among them."""


def agenda(evaluations: Iterable[Evaluation]) -> Agenda:
    """Every promise that has not stopped: what is or will be breached soonest first, what is paused last."""
    items: list[AgendaItem] = []
    problems: list[TicketProblem] = []
    for each in evaluations:
        items += (AgendaItem(each.ticket, metric) for metric in each.running)
        problems += problems_of(each)
    items.sort(key=lambda item: (item.status.state == "paused", to_utc(item.status.due), item.ticket.id))
    return Agenda(items, problems)

"""What is open over many tickets, and breached soonest (R18)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from slaclock.hours import to_utc
from slaclock.tickets.evaluation import Evaluation, MetricStatus
from slaclock.tickets.status import Status
from slaclock.tickets.ticket import Ticket


@dataclass(frozen=True)
class AgendaItem:
    """A promise that is open: the ticket, and where its metric stands."""

    ticket: Ticket
    metric: MetricStatus

    @property
    def status(self) -> Status:
        """Where the metric stands."""
        return self.metric.status


def agenda(evaluations: Iterable[Evaluation]) -> list[AgendaItem]:
    """Every promise that has not stopped: what is or will be breached soonest first, what is paused last."""
    items = (AgendaItem(each.ticket, metric) for each in evaluations for metric in each.running)
    return sorted(items, key=lambda item: (item.status.state == "paused", to_utc(item.status.due), item.ticket.id))

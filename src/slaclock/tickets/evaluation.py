"""Where every metric of a ticket stands at an instant (R12, R16–R18)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

from slaclock.errors import ClockError, UnknownNameError
from slaclock.hours import to_utc
from slaclock.notebook import Pictured
from slaclock.targets import Explanation
from slaclock.tickets.clock import SlaClock
from slaclock.tickets.cycles import Promises, Track
from slaclock.tickets.status import Status
from slaclock.tickets.ticket import DUE_AGREED, Event, Order, Ticket

Contradictions = Literal["record", "error"]
"""What happens to an event that cannot be, such as a reply before the opening: recorded and left out, or refused."""


@dataclass(frozen=True)
class MetricStatus:
    """One cycle of a metric: its clock, and where it stands."""

    metric: str
    cycle: int
    status: Status
    clock: SlaClock = field(repr=False)

    def explain(self) -> Explanation:
        """Why it stands there."""
        return self.clock.explain(self.status.now)


@dataclass(frozen=True)
class Evaluation(Pictured):
    """Where every metric of a ticket stands at an instant.

    Rules: R12, R16, R17, R18.
    """

    ticket: Ticket
    now: datetime
    cycles: tuple[MetricStatus, ...]
    """Every cycle of every metric, in the order of metrics and cycles."""
    problems: tuple[str, ...]
    """What is wrong: events that contradict the others and were left out, and what a ticket does not say."""

    def __getitem__(self, metric: str) -> Status:
        """The status of a metric's latest cycle.

        Raises:
            UnknownNameError: The metric has not started, or is not promised.
        """
        return self.latest(metric).status

    def latest(self, metric: str) -> MetricStatus:
        """A metric's latest cycle.

        Raises:
            UnknownNameError: The metric has not started, or is not promised.
        """
        found = [each for each in self.cycles if each.metric == metric]
        if not found:
            known = ", ".join(dict.fromkeys(each.metric for each in self.cycles)) or "none"
            raise UnknownNameError(f"{metric!r} has not started or is not promised; started: {known}")
        return found[-1]

    @property
    def latest_cycles(self) -> tuple[MetricStatus, ...]:
        """The latest cycle of each metric."""
        return tuple({each.metric: each for each in self.cycles}.values())

    @property
    def is_breached(self) -> bool:
        """Whether any cycle of any metric was breached."""
        return any(each.status.is_breached for each in self.cycles)

    @property
    def running(self) -> tuple[MetricStatus, ...]:
        """The cycles that have not stopped."""
        return tuple(each for each in self.cycles if each.status.stopped_at is None)

    @property
    def next_change(self) -> datetime | None:
        """The next instant at which any of this changes if nothing else happens."""
        coming = (each.status.next_change for each in self.cycles)
        return min(filter(None, coming), key=to_utc, default=None)

    @property
    def next_breach(self) -> MetricStatus | None:
        """The running cycle that is breached first, of those that are neither breached yet nor paused."""
        waiting = [each for each in self.running if not each.status.is_breached and not each.status.is_paused]
        return min(waiting, key=lambda each: to_utc(each.status.due), default=None)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data for JSON."""
        return {
            "ticket": self.ticket.id,
            "now": self.now.isoformat(),
            "next_change": self.next_change and self.next_change.isoformat(),
            "metrics": [each.status.to_dict() for each in self.cycles],
            "problems": list(self.problems),
        }


def evaluate(ticket: Ticket, now: datetime, promises: Promises, contradictions: Contradictions) -> Evaluation:
    """Where every metric of a ticket stands at an instant, under what was promised."""
    happened, problems = _happened(ticket, now)
    plans = dict.fromkeys([ticket.plan, *(event.plan for event in happened if event.plan)])
    metrics = dict.fromkeys(metric for plan in plans for metric in promises.metrics_of(plan))
    cycles: list[MetricStatus] = []
    for metric in metrics:
        track = Track(ticket, metric, promises)
        for event in happened:
            track.take(event)
        cycles += (MetricStatus(metric, clock.cycle, clock.status(now), clock) for clock in track.clocks())
        problems += track.problems
    problems += (_about_nothing(event) for event in happened if event.kind == DUE_AGREED and event.about not in metrics)
    unique = tuple(dict.fromkeys([*problems, *(text for each in cycles for text in each.status.problems)]))
    if unique and contradictions == "error":
        raise ClockError(f"ticket {ticket.id or 'without id'}: {unique[0]}")
    return Evaluation(ticket, now, tuple(cycles), unique)


def _happened(ticket: Ticket, now: datetime) -> tuple[list[Event], list[str]]:
    """The events up to an instant, in order, once each, and those that cannot be."""
    opened, until = to_utc(ticket.opened), to_utc(now)
    if until < opened:
        return [], []
    known = sorted(((event.order, event) for event in ticket.events), key=itemgetter(0))
    once = [event for order, event in _once_each(known) if order[0] <= until]
    first = bisect_left(once, opened, key=lambda event: to_utc(event.at))
    later = (event for event in once[first:] if event.kind != "opened")
    agreed = [Event(at=ticket.opened, kind=DUE_AGREED, agreed=ticket.agreed)] if ticket.agreed else []
    return [Event(at=ticket.opened, kind="opened"), *agreed, *later], [_before_opening(event) for event in once[:first]]


def _once_each(known: list[tuple[Order, Event]]) -> Iterator[tuple[Order, Event]]:
    """Sorted events without those that say the same again."""
    for _, group in groupby(known, key=itemgetter(0)):
        together = list(group)
        yield from together if len(together) == 1 else dict.fromkeys(together)


def _about_nothing(event: Event) -> str:
    return f"{event.kind} at {event.at.isoformat()} is about {event.about}, which is not promised"


def _before_opening(event: Event) -> str:
    return f"{event.kind} at {event.at.isoformat()} came before the ticket was opened"

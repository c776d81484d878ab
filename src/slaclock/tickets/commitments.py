"""What a policy says of a ticket's metrics when it is asked: their life, and what is promised under which names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from slaclock.tickets.clock import SlaClock
from slaclock.tickets.known_statuses import Ending
from slaclock.tickets.lifecycle import Lifecycle, Reopens
from slaclock.tickets.promise import OnChange, Promised, Thresholds
from slaclock.tickets.ticket import Ticket


@dataclass(frozen=True)
class Names:
    """Plan and priority of a ticket at an instant, and the channel through which it came."""

    plan: str | None
    priority: str | None
    channel: str | None = None


class Commitment(NamedTuple):
    """What is promised for a cycle under some names."""

    promised: Promised
    warnings: Thresholds
    on_change: OnChange


class Promises(Protocol):
    """What a policy says of a metric at an instant."""

    @property
    def reopens(self) -> Reopens:
        """What starts metrics again once a ticket was resolved."""
        ...

    def commitment(self, metric: str, start: datetime, names: Names) -> Commitment | None:
        """What is promised for a cycle that starts at an instant, or nothing where nothing is."""
        ...

    def clock_for(self, ticket: Ticket, metric: str, cycle: int, start: datetime, names: Names) -> SlaClock:
        """The clock of a cycle for which something is promised."""
        ...

    def lifecycle(self, metric: str, plan: str | None, priority: str | None) -> Lifecycle:
        """When the metric starts, stops, pauses and repeats for a plan and a priority."""
        ...

    def metrics_of(self, plan: str | None) -> Iterable[str]:
        """The metrics that a plan promises."""
        ...

    def ending_of(self, status: str) -> Ending | None:
        """The event for which a status stands, if it says that a ticket ended."""
        ...

    def lacking(self, metric: str, start: datetime, names: Names) -> str | None:
        """What a ticket does not say, and has to before it is known what is promised; nothing where it says enough."""
        ...

    def left_open(self, metric: str, start: datetime, names: Names) -> str | None:
        """What a ticket does not say clearly of its channel, where something else is promised for another."""
        ...

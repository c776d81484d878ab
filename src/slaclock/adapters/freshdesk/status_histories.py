"""Which statuses and priorities a ticket had: as activities say, or as far as its own figures do (R16, R18, R19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from slaclock.adapters.freshdesk.activities import Activity
from slaclock.adapters.freshdesk.names import CLOSED, OPEN, PENDING, RESOLVED
from slaclock.adapters.payloads import Payload, Record
from slaclock.tickets import Event


@dataclass(frozen=True)
class Figures:
    """The instants that a ticket states of itself."""

    first_reply: datetime | None
    latest_reply: datetime | None
    latest_of_customer: datetime | None
    pending_since: datetime | None
    status_updated: datetime | None
    reopened: datetime | None
    resolved: datetime | None
    closed: datetime | None


_STATED = (
    *("first_responded_at", "agent_responded_at", "requester_responded_at", "pending_since", "status_updated_at"),
    *("reopened_at", "resolved_at", "closed_at"),
)


def read_figures(payload: Payload) -> Figures:
    """The figures in the `stats` of a ticket.

    Raises:
        PayloadError: One of them is no instant.
    """
    record = payload.record()
    return Figures(*map(record.instant_of, _STATED))


@dataclass
class Told:
    """What was told of a ticket's statuses and priorities."""

    status: str
    """The status at its opening."""
    priority: str | None
    """The priority at its opening."""
    events: list[Event] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def turn(self, at: datetime, status: str) -> None:
        """Note that it got a status."""
        self.events.append(Event(at=at, kind="status_changed", status=status))


def told_by_figures(figures: Figures, record: Record, opened: datetime, status: str, priority: str | None) -> Told:
    """What a ticket's own figures say: the latest pause, when it was resolved, closed and reopened.

    Raises:
        PayloadError: It has ended, and does not say when.
    """
    moved = figures.status_updated is not None and figures.status_updated > opened
    told = Told(OPEN if moved else status, priority)
    stated = [
        (figures.pending_since, PENDING),
        (figures.resolved, RESOLVED),
        (figures.closed, CLOSED),
        (figures.reopened, OPEN),
    ]
    turns = sorted((at, name) for at, name in stated if at is not None and at > opened)
    for at, name in turns:
        told.turn(at, name)
    latest = turns[-1][1] if turns else told.status
    if latest != status:
        _turn_to_present(told, figures, record, status)
    if figures.pending_since:
        told.problems.append(
            "of its pauses the latest alone is known, and others would make it due later; pass activities_data="
        )
    return told


def _turn_to_present(told: Told, figures: Figures, record: Record, status: str) -> None:
    if figures.status_updated is None:
        raise record.error(f"it is {status}, and 'stats' does not say since when; pass activities_data=")
    told.turn(figures.status_updated, status)


def told_by_activities(activities: Sequence[Activity], opened: datetime, priority: str | None) -> Told:
    """What the activities of a ticket say, in order; what it was opened with is the first of them, if it is there."""
    first = activities[0]
    if first.opens:
        told = Told(first.status or OPEN, first.priority or priority)
    else:
        told = Told(OPEN, None if any(each.priority for each in activities) else priority)
        told.problems.append(f"its activities begin at {first.at:%Y-%m-%d %H:%M}, and {OPEN} was taken until then")
    for each in activities[1:] if first.opens else activities:
        if each.status:
            told.turn(each.at, each.status)
        if each.priority:
            told.events.append(Event(at=each.at, kind="priority_changed", priority=each.priority))
    if told.priority is None and any(each.priority for each in activities):
        told.problems.append("its priority at the opening is not in its activities")
    told.problems += [
        f"it was deleted or marked as spam at {each.at:%Y-%m-%d %H:%M}, and its clocks run on here"
        for each in activities
        if each.gone
    ]
    return told

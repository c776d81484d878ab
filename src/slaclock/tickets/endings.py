"""Statuses that end a ticket, and that open it again: what they say happened (R18, R19)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from slaclock.hours import to_utc
from slaclock.tickets.known_statuses import ENDINGS, Ending
from slaclock.tickets.ticket import Event, Said, Ticket

EndingOf = Callable[[str], Ending | None]
"""Says which event a status stands for, if it ends a ticket."""
OPEN = "open"
"""The status at the opening of a ticket whose own status is that of its end."""


class Story(NamedTuple):
    """What happened to a ticket, with what its statuses say."""

    events: list[Event]
    status: str
    """The status at its opening."""
    problems: list[str]


def with_endings(ticket: Ticket, happened: list[Event], ending_of: EndingOf) -> Story:
    """What happened, with an event for each status that ends the ticket, and for each that opens it again.

    A ticket whose own status has ended it is taken to be told as it is now where events end it, too; otherwise it
    ended at its opening, and that is a problem.

    Args:
        ticket: The ticket.
        happened: Its events up to an instant in order, the opening first.
        ending_of: The event for which a status stands.
    """
    status = ticket.status
    first = ending_of(status) if happened else None
    if not first and not any(ending_of(said.status or "") for said in ticket.said if _is_change(said)):
        return Story(happened, status, [])
    ends = any(ending_of(event.status or "") for event in happened if _is_change(event))
    if first and (ends or any(event.kind in ENDINGS for event in happened)):
        first, status = None, OPEN
    said = {(to_utc(event.at), event.kind) for event in happened}
    added = [_like(happened[0], first)] if first else []
    for event, kind in _said_by(happened, first, ending_of):
        if (to_utc(event.at), kind) not in said:
            added.append(_like(event, kind))
    problems = [ended_at_opening(status)] if first else []
    return Story(sorted([*happened, *added], key=lambda event: event.order), status, problems)


def _is_change(event: Event | Said) -> bool:
    return event.kind == "status_changed" and event.status is not None


def _said_by(happened: list[Event], before: Ending | None, ending_of: EndingOf) -> Iterator[tuple[Event, str]]:
    """The changes of status that say more than that: that the ticket ended, or that it is open again."""
    for event in happened:
        if event.kind == "reopened":
            before = None
        elif _is_change(event):
            now = ending_of(event.status or "")
            if now != before:
                yield event, now or "reopened"
            before = now


def _like(event: Event, kind: str) -> Event:
    return Event(at=event.at, kind=kind, by=event.by)


def ended_at_opening(status: str) -> str:
    """What is wrong with a ticket whose status alone says that it ended."""
    return f"the status {status!r} says that the ticket ended and no event says when, so it ended at its opening"

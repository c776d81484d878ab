"""Replies of a ticket as the runs that are measured: until an agent answers, and between contacts of agents (R18)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

Replies = Sequence[tuple[datetime, str]]
"""Who wrote when: `agent_replied`, `customer_replied`."""


class Run(NamedTuple):
    """One of the runs of a metric that repeats."""

    number: int
    start: datetime
    stop: datetime | None
    """Nothing where it goes on."""


def runs_of(metric: str, opened: datetime, closed: datetime | None, replies: Replies) -> list[Run]:
    """The runs of next responses or of updates, as far as the ticket was open, in their order.

    Args:
        metric: `next_response` or `update`.
        opened: When the ticket was opened.
        closed: When it was closed, if it is.
        replies: Who wrote when.
    """
    said = sorted((max(at, opened), kind) for at, kind in replies)
    spans = _answers(opened, said) if metric == "next_response" else _contacts(opened, said)
    held = [(start, stop if closed is None or (stop and stop < closed) else closed) for start, stop in spans]
    return [Run(number, *span) for number, span in enumerate(held, start=1) if closed is None or span[0] < closed]


def _answers(opened: datetime, said: Replies) -> list[tuple[datetime, datetime | None]]:
    """From the first message of a customer that nobody has answered to the answer; a second one starts nothing anew."""
    found: list[tuple[datetime, datetime | None]] = []
    waits: datetime | None = None
    # A ticket that an agent opened waits for nobody.
    if not said or said[0][1] == "customer_replied" or said[0][0] > opened:
        waits = opened
    for at, kind in said:
        if kind == "customer_replied":
            waits = waits or at
        elif waits is not None:
            found.append((waits, at))
            waits = None
    return [*found, (waits, None)] if waits is not None else found


def _contacts(opened: datetime, said: Replies) -> list[tuple[datetime, datetime | None]]:
    """From each contact of an agent to the next, the first from the creation."""
    contacts = [opened, *(at for at, kind in said if kind == "agent_replied" and at > opened)]
    return [*pairwise(contacts), (contacts[-1], None)]

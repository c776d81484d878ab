"""Statuses of tickets in GLPI, which are numbers there (R16, R19)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from slaclock.adapters.glpi.fields import number
from slaclock.adapters.payloads import Payload

WAITING = "waiting"
"""The status in which nothing is counted to the time to resolve."""
SOLVED, CLOSED = "solved", "closed"
STATUSES: Mapping[int, str] = MappingProxyType(
    {1: "new", 2: "assigned", 3: "in progress", 4: WAITING, 5: SOLVED, 6: CLOSED}
)
"""What each number means: 3 is planned there."""


def status_in(payload: Payload) -> str:
    """A status by its name.

    Raises:
        PayloadError: There is no such status.
    """
    return STATUSES[number(payload, min(STATUSES), max(STATUSES), "(a status of a ticket)")]

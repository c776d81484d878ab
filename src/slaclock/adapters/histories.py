"""Histories of fields as products keep them: put in order, each change once, and what held at the opening (R18)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slaclock.adapters.losses import KeyPath

Order = tuple[bool, int, str]
"""What decides at one instant."""


@dataclass(frozen=True)
class Change:
    """A field of a ticket got another value."""

    at: datetime
    order: Order
    """What decides at one instant: `order_of` its id."""
    field: str
    before: Any
    after: Any
    path: KeyPath
    """Where it stands in the payload."""


def order_of(key: str) -> Order:
    """What puts ids in order: numbers by their size, before all else."""
    return (not key.isdecimal(), int(key) if key.isdecimal() else 0, key)


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Changes in the order of time, and of their ids at one instant, whichever way round they came."""
    return sorted(changes, key=lambda change: (change.at, change.order))


def at_opening(changes: Sequence[Change], field: str, present: Any) -> Any:
    """What a field held when its ticket was opened: what it had before its first change, else what it has now."""
    return next((change.before for change in changes if change.field == field), present)

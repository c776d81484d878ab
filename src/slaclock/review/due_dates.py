"""When many requests are due by one offer: as a column where numpy is there, or each by itself (R7, R10, R11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec

from slaclock.errors import NeverOpenError, NotPromisedError
from slaclock.hours import instant, micros
from slaclock.policy import Offer

NEVER = micros(datetime.max.replace(tzinfo=UTC))
"""When something is due whose schedule never opens for it."""
MANY = 100
"""Requests of which a column is quicker than each by itself."""


def due_dates(offer: Offer | None, opened: Sequence[int], channel: str | None) -> list[int]:
    """When requests are due; never, where nothing is promised or the schedule does not open for it.

    Args:
        offer: What is offered, if anything.
        opened: When each request was opened, in microseconds since 1970; so are the answers.
        channel: How all of them came, if that is known.
    """
    if offer is None:
        return [NEVER] * len(opened)
    if len(opened) < MANY or not _columns_are_there():
        return [_due(offer, at, channel) for at in opened]
    from slaclock.columns import offer_due

    found = offer_due(offer, opened, channel)
    return [_due(offer, at, channel) if due is None else due for at, due in zip(opened, found, strict=True)]


@cache
def _columns_are_there() -> bool:
    return find_spec("numpy") is not None and find_spec("pyarrow") is not None


def _due(offer: Offer, opened: int, channel: str | None) -> int:
    at = instant(opened)
    try:
        promised = offer.received(at, channel)
        return micros(promised.target.due(at, promised.schedule))
    except (NeverOpenError, NotPromisedError):
        return NEVER

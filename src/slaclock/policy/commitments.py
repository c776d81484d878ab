"""What a policy promises for the cycles of tickets, found once for a plan, a priority and a metric (R11, R17, R18)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from slaclock.errors import NotPromisedError, UnknownNameError
from slaclock.policy.offers import Offer, committed
from slaclock.tickets import Commitment, Names, OnChange, Promised, Thresholds

OfferIfAny = Callable[[str | None, str | None, str], Offer | None]
"""What is offered for a plan, a priority and a metric."""
WarningsOf = Callable[[str, str | None, str | None], Thresholds]
"""The warnings of a metric for a plan and a priority."""


class _Found(NamedTuple):
    """What is offered, with the warnings, and what is promised whenever a request arrives."""

    offer: Offer
    warnings: Thresholds
    usual: Commitment | None


class Commitments:
    """What one version of a policy promises for cycles.

    Args:
        offer_if_any: What is offered.
        warnings_of: The warnings that go with it.
        on_change: What a change of it does.
        most: For how many names it is kept: they come from tickets, who may make them up.
    """

    def __init__(self, offer_if_any: OfferIfAny, warnings_of: WarningsOf, on_change: OnChange, most: int) -> None:
        self._offer_if_any = offer_if_any
        self._warnings_of = warnings_of
        self._on_change: OnChange = on_change
        self._found = lru_cache(most)(self._find)

    def at(self, start: datetime, metric: str, names: Names) -> Commitment | None:
        """What is promised for a metric that starts at an instant; nothing where nothing is.

        Raises:
            UnknownNameError: There is no such plan or priority.
        """
        found = self._found(names.plan, names.priority, metric)
        if found is None or not found.offer.cases:
            return found and found.usual
        return self._commitment(lambda: found.offer.received(start, names.channel), found.warnings)

    def left_open(self, start: datetime, metric: str, names: Names, known: Sequence[str]) -> str | None:
        """What a ticket does not say clearly enough of its channel, if another would be promised something else.

        Args:
            start: When the metric starts.
            metric: The metric.
            names: Those of the ticket.
            known: The channels of the whole policy.

        Rules: R11, R19.
        """
        try:
            found = self._found(names.plan, names.priority, metric)
        except UnknownNameError:  # It is a problem already.
            return None
        said = found.offer.left_open(start, names.channel, known) if found and found.offer.cases else ""
        return f"{metric}: {said}" if said else None

    def _find(self, plan: str | None, priority: str | None, metric: str) -> _Found | None:
        offer = self._offer_if_any(plan, priority, metric)
        if offer is None:
            return None
        warnings = self._warnings_of(metric, plan, priority)
        return _Found(offer, warnings, self._commitment(lambda: committed(offer.usual), warnings))

    def _commitment(self, promised: Callable[[], Promised], warnings: Thresholds) -> Commitment | None:
        try:
            return Commitment(promised(), warnings, self._on_change)
        except NotPromisedError:
            return None

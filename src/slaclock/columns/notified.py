"""Who is notified of whole columns of cycles, and when: warnings, and levels of an escalation (R16, R18).

The steps are those of `tickets/moments.py` and `tickets/notifications.py`. What comes again, what counts days, and what
counts other time than its target is left to these.
"""

from __future__ import annotations

import numpy as np

from slaclock.columns.instants import NO_INSTANT, Mask, Micros, clipped
from slaclock.columns.promises import Kept
from slaclock.columns.standings import Counted
from slaclock.columns.tracks import FOREVER
from slaclock.targets import Target, Threshold

_MOST = 10**15
"""Microseconds of which a share in percent can be taken without a number that is too large."""


def has_column_form(kept: Kept) -> bool:
    """Whether who is notified of a promise can be found for whole columns."""
    target = kept.promised.target
    plain = target.duration is not None and target.ends in (None, "as_is") and target.boundary != "next_opening"
    return (
        all(_is_counted_by(threshold, target) for _, threshold in (*kept.warnings, *kept.promised.escalations))
        and (plain or not kept.promised.escalations)
        and (target.duration is None or clipped(target.duration) < _MOST)
    )


def _is_counted_by(threshold: Threshold, target: Target) -> bool:
    amount = threshold.left or threshold.after or threshold.overdue
    if threshold.every is not None:
        return False
    in_open_time = target.counts in ("open_time", "business_days")
    return amount is None or (amount.duration is not None and (amount.counts == "open_time") == in_open_time)


def with_notices(counted: Counted, kept: Kept) -> tuple[Mask, Micros]:
    """Which running cycles are at risk, and when the answer about each changes next (R18)."""
    latest = np.maximum(counted.due, counted.origin)
    before = np.where(counted.paused_now, counted.paused_since, counted.until)
    at_risk = np.zeros(len(latest), np.bool_)
    coming = np.where(counted.next_change == NO_INSTANT, FOREVER, counted.next_change)
    for _, threshold in kept.warnings:
        at = np.minimum(_comes_at(counted, threshold), latest)
        reached = at <= before
        at_risk |= reached
        at = np.maximum(at, counted.until)
        coming = _sooner(coming, at, ~counted.paused_now & ~reached & (at <= counted.due))
    for _, threshold in kept.promised.escalations:
        at = _comes_at(counted, threshold)
        coming = _sooner(coming, at, ~counted.paused_now & (at > counted.until))
    at_risk &= ~(counted.stopped | counted.is_breached | counted.paused_now)
    return at_risk, np.where(coming == FOREVER, NO_INSTANT, coming)


def _sooner(coming: Micros, at: Micros, where: Mask) -> Micros:
    return np.where(where, np.minimum(coming, at), coming)


def _comes_at(counted: Counted, threshold: Threshold) -> Micros:
    """When a threshold is reached if nothing else happens."""
    latest = np.maximum(counted.due, counted.origin)
    if threshold.percent == 100:
        return latest
    if threshold.percent is not None:
        at = counted.once_used(_share(counted.left + counted.used, threshold.percent))
        return np.minimum(at, latest) if threshold.percent < 100 else np.maximum(at, counted.due)
    if threshold.left is not None:
        return counted.once_used(counted.left + counted.used - _micros(threshold.left))
    if threshold.after is not None:
        return counted.once_used(np.full(len(latest), _micros(threshold.after)))
    assert threshold.overdue is not None
    return counted.reached(latest, np.full(len(latest), _micros(threshold.overdue)))


def _micros(amount: Target) -> int:
    assert amount.duration is not None
    return clipped(amount.duration)


def _share(whole: Micros, percent: int) -> Micros:
    """So many hundredths, rounded as Python divides durations: to the nearest, and halves to even."""
    share, rest = np.divmod(whole * percent, 100)
    rounded: Micros = share + ((2 * rest > 100) | ((2 * rest == 100) & (share % 2 == 1)))
    return rounded

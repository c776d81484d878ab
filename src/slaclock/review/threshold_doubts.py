"""What of warnings and escalations is probably not meant: that they come too late, or end before they say (R18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slaclock.policy import SlaPolicy
from slaclock.review.doubts import Doubt, Path
from slaclock.review.stated import StatedThreshold, thresholds_in
from slaclock.targets import Target, Threshold

_RESOLVED = frozenset({"resolved", "closed"})


def reminders_that_end_early(policy: SlaPolicy) -> Iterator[Doubt]:
    """Reminders `until resolved` of metrics that something else stops first: they end when the clock does."""
    for stated in thresholds_in(policy):
        if stated.threshold.until == "resolved":
            for metric, stops in _stopped_earlier(policy, stated).items():
                events = " or ".join(f"`{kind}`" for kind in stops)
                yield Doubt(
                    stated.path,
                    f"'{stated.threshold}' ends when {metric} stops, which is at {events}; write 'until stopped' if "
                    "that is meant, or put it under a metric that only `resolved` stops",
                    "R18",
                )


def _stopped_earlier(policy: SlaPolicy, stated: StatedThreshold) -> dict[str, tuple[str, ...]]:
    """The metrics that it is about and that do not go on until a ticket is resolved, with what stops them."""
    found: dict[str, tuple[str, ...]] = {}
    for plan, metric, priority, _ in policy.offers():
        path: Path = ("plans", plan, "metrics", metric, *(("priorities", priority) if priority else ()))
        if stated.metric in (None, metric) and path[: len(stated.of)] == stated.of:
            life = policy.lifecycle(metric, plan, priority)
            stops = (*life.stops, *life.restarts)
            if not _RESOLVED.issuperset(stops):
                found.setdefault(metric, tuple(dict.fromkeys(stops)))
    return found


def too_late(thresholds: Iterable[tuple[str, Threshold]], target: Target, path: Path) -> Iterator[Doubt]:
    """What notifies when there is nothing left to warn of; some escalations come after the breach on purpose."""
    for name, threshold in thresholds:
        if threshold.after is not None and threshold.every is None and _reaches(threshold.after, target):
            text = f"{name} hears of it {threshold}, when {target} is used up; write e.g. '1 hour after breach'"
            yield Doubt(path, text, "R18")
        if threshold.left is not None and _reaches(threshold.left, target):
            yield Doubt(path, f"{name} comes with {threshold}, which is all of {target}", "R18")


def _reaches(amount: Target, target: Target) -> bool:
    if amount.counts != target.counts:
        return False
    if amount.duration is not None and target.duration is not None:
        return amount.duration >= target.duration
    return (amount.days or 0) >= (target.days or 0)

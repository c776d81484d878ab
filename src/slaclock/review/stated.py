"""Promises, warnings and escalations as a policy states them, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from slaclock.policy import Promise, SlaPolicy
from slaclock.review.doubts import Path
from slaclock.targets import Choices, Threshold


class StatedThreshold(NamedTuple):
    """A warning or a level of an escalation, where it stands, and for which metric and plan it holds."""

    where: str
    path: Path
    threshold: Threshold
    metric: str | None = None
    """The metric of which it is; every one where nothing is said."""
    of: Path = ()
    """The plan, the metric and the priority of the promise in which it stands."""


def promises_in(policy: SlaPolicy) -> Iterator[tuple[Path, Promise, tuple[Choices, ...]]]:
    """Every promise as the file states it, with its place and what stands around it, from the inside out."""
    for plan_name, plan in policy.plans.items():
        for metric, promise in plan.metrics.items():
            here: Path = ("plans", plan_name, "metrics", metric)
            yield here, promise, (plan,)
            for priority, own in promise.priorities.items():
                yield (*here, "priorities", priority), own, (promise, plan)


def promise_words(path: Path) -> str:
    """The plan, the metric and the priority of a promise, by its place."""
    _, plan, _, metric, *more = path
    priority = more[1] if more[:1] == ["priorities"] else ""
    return ", ".join(str(part) for part in (f"plan {plan}", metric, priority) if part)


def thresholds_in(policy: SlaPolicy) -> Iterator[StatedThreshold]:
    """Every warning and escalation in words."""
    yield from _each("warning", ("warnings",), policy.warnings)
    for metric, life in policy.metrics.items():
        yield from _each(f"{metric}, warning", ("metrics", metric, "warnings"), life.warnings, metric)
        yield from _each(f"{metric}, escalation", ("metrics", metric, "escalations"), life.escalations, metric)
    for path, promise, _ in promises_in(policy):
        words, metric = promise_words(path), str(path[3])
        yield from _each(f"{words}, escalation", (*path, "escalations"), promise.escalations, metric, path)
        if own := promise.lifecycle:
            life_path = (*path, "lifecycle")
            yield from _each(f"{words}, warning", (*life_path, "warnings"), own.warnings, metric, path)
            yield from _each(f"{words}, escalation", (*life_path, "escalations"), own.escalations, metric, path)
    yield from _each("escalation", ("escalations",), policy.escalations)


def _each(
    where: str, path: Path, thresholds: Mapping[str, Threshold], metric: str | None = None, of: Path = ()
) -> Iterator[StatedThreshold]:
    for name, threshold in thresholds.items():
        yield StatedThreshold(f"{where} {name}", (*path, name), threshold, metric, of)

"""How the lives of metrics are read: where they start, when they pause and what a reopened ticket does (R16, R18)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from slaclock.policy import SlaPolicy
from slaclock.review.doubts import Path
from slaclock.review.readings import Reading
from slaclock.tickets import Lifecycle, usual_lifecycle


def lifecycle_readings(policy: SlaPolicy) -> Iterator[Reading]:
    """What a file does not say of its metrics, or says of a question that knows no ticket."""
    for metric, starts, paths in _alike(policy, lambda life: () if "opened" in life.starts else life.starts):
        yield Reading(
            where=f"metric {metric}",
            choice=f"starts: {', '.join(starts)}",
            rule="R18",
            text="a question without a ticket counts from the instant that it gives, as if the metric started then",
            stated=starts != usual_lifecycle(metric).starts,
            paths=paths,
        )
    for metric, statuses, paths in _alike(policy, lambda life: life.pauses_in, "pauses_in", "runs_in"):
        yield Reading(
            where=f"metric {metric}",
            choice=f"pauses_in: {', '.join(statuses)}",
            rule="R16",
            text=f"time does not count while a ticket has one of these statuses, as is usual of {metric}; state "
            "`pauses_in: []` in its lifecycle where it does",
            paths=paths,
        )
    for metric, does, paths in _alike(policy, lambda life: (life.on_reopen or "",), "on_reopen"):
        if does == ("new_cycle",):
            yield Reading(
                where=f"metric {metric}",
                choice="on_reopen: new_cycle",
                rule="R18",
                text=f"a ticket that is reopened starts {metric} anew, with its whole target; state `on_reopen: "
                "continue` where the time used before it stopped counts",
                paths=paths,
            )


def _alike(
    policy: SlaPolicy, of: Callable[[Lifecycle], tuple[str, ...]], *unless: str
) -> Iterator[tuple[str, tuple[str, ...], tuple[Path, ...]]]:
    """What lifecycles say of one thing, and where those of a metric stand that say the same of it.

    Args:
        policy: Any policy.
        of: What a lifecycle says; nothing where that is nothing to be told.
        unless: Left out are lifecycles of which one of these is stated.
    """
    found: dict[tuple[str, tuple[str, ...]], list[Path]] = {}
    for plan, metric, priority, _ in policy.offers():
        said = of(policy.lifecycle(metric, plan, priority))
        if said and not set(unless) & _stated_of(policy, plan, metric, priority):
            path: Path = ("plans", plan, "metrics", metric, *(("priorities", priority) if priority else ()))
            found.setdefault((metric, said), []).append(path)
    for (metric, said), paths in found.items():
        yield metric, said, tuple(paths)


def _stated_of(policy: SlaPolicy, plan: str, metric: str, priority: str | None) -> set[str]:
    """What a policy states of the life of a metric, anywhere."""
    promise = policy.plans[plan].metrics[metric]
    own = promise.priorities.get(priority or "", promise)
    stated = (policy.metrics.get(metric), promise.lifecycle, own.lifecycle)
    return {name for life in stated if life for name in life.model_fields_set}

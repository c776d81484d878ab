"""Whether a policy promises what Zendesk applied to a cycle: the plan, the metric and the target (R11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from slaclock.adapters.amounts import amount_text
from slaclock.adapters.zendesk.metric_events import Applied
from slaclock.errors import SlaClockError
from slaclock.policy import SlaPolicy
from slaclock.targets import Target


def plan_of(policy: SlaPolicy, applied: Applied) -> str | None:
    """The plan of an SLA policy: by its title, with the id beside it where several have that title."""
    names = (applied.title, f"{applied.title} ({applied.policy_id})")
    return next((name for name in names if name in policy.plans), None)


def note_of(policy: SlaPolicy, metric: str, applied: Applied) -> str:
    """What the policy does not promise of what was applied; blank where a priority of its plan has that target."""
    if not applied.title:
        return "the log names no SLA policy, so its target was compared with none of the policy"
    plan = plan_of(policy, applied)
    if plan is None:
        return f"plan {applied.title!r} is not in the policy"
    promised = dict(_promised(policy, plan, metric))
    if any(_is_applied(target, applied) for target in promised.values()):
        return ""
    if not promised:
        return f"the policy promises no {metric} in plan {plan!r}"
    those = ", ".join(f"{target} ({priority})" if priority else str(target) for priority, target in promised.items())
    return f"the log's target {target_text(applied)} differs from the policy's {those}"


def target_text(applied: Applied) -> str:
    """A target of the log as policies write it."""
    return amount_text(applied.seconds, "business" if applied.counts_open_time else "calendar")


def _promised(policy: SlaPolicy, plan: str, metric: str) -> Iterator[tuple[str | None, Target]]:
    """The targets of a metric by priority; without those for which nothing is promised."""
    metrics = policy.plans[plan].metrics
    if metric in metrics:
        for priority in metrics[metric].priorities or (None,):
            try:
                yield priority, policy.target(plan, priority, metric)
            except SlaClockError:
                continue


def _is_applied(target: Target, applied: Applied) -> bool:
    counts_open_time = target.counts == "open_time"
    counted = counts_open_time or target.counts == "calendar_time"
    is_same = counted and target.duration == timedelta(seconds=applied.seconds)
    return is_same and counts_open_time is applied.counts_open_time

"""`sla_policy_payload`: a plan as an SLA policy of Zendesk; what that cannot say is refused by name (R11, R19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from slaclock.adapters.written_parts import plan_written, refuse_several_schedules
from slaclock.adapters.zendesk.conditions import Condition, Conditions
from slaclock.adapters.zendesk.metrics import LIFECYCLES, NOTHING_PROMISED, PRIORITIES, THEIR_NAMES
from slaclock.errors import PayloadError, did_you_mean
from slaclock.policy import Promise, SlaPolicy
from slaclock.targets import Target
from slaclock.tickets import Lifecycle

_WAITING = ("pending", "hold")
_SECOND = timedelta(seconds=1)


def sla_policy_payload(
    policy: SlaPolicy, plan: str | None = None, conditions: Conditions | None = None
) -> dict[str, Any]:
    """A plan of a policy as an SLA policy of Zendesk, or as a group SLA policy.

    It holds targets alone: schedules, warnings, escalations and goals are no part of it.

    Args:
        policy: Its priorities are `low`, `normal`, `high`, `urgent`; its metrics those that Zendesk has.
        plan: Name of the plan; may be left out when the policy has one only.
        conditions: Which tickets get it; all where nothing is given.

    Returns:
        `title`, `filter` and `policy_metrics`, as JSON has them. `target` is in whole minutes, rounded up.

    Raises:
        PayloadError: The plan promises something that the format cannot say; the message names it.
        UnknownNameError: The policy has no such plan, or several and none is named.

    Examples:
        >>> from slaclock import SlaPolicy
        >>> gold = {"first_response": {"high": "2 calendar hours"}}
        >>> policy = SlaPolicy(name="A", timezone="UTC", plans={"Gold": gold})
        >>> sla_policy_payload(policy)["policy_metrics"][0]["target_in_seconds"]
        7200

    Rules: R11, R19.
    """
    name = plan_written(policy, plan, "an SLA policy")
    metrics = [row for metric in policy.plans[name].metrics for row in _rows(policy, name, metric)]
    if not metrics:
        raise PayloadError(f"plans.{name}", "it promises nothing, and an SLA policy has a target; leave it out")
    refuse_several_schedules(policy, name)
    stated = conditions or Conditions()
    parts = {"all": stated.all_of, "any": stated.any_of}
    return {
        "title": name,
        "filter": {key: [_condition(each) for each in part] for key, part in parts.items()},
        "policy_metrics": metrics,
    }


def _condition(condition: Condition) -> dict[str, Any]:
    value = list(condition.value) if isinstance(condition.value, tuple) else condition.value
    return {"field": condition.field, "operator": condition.operator, "value": value}


def _rows(policy: SlaPolicy, plan: str, metric: str) -> Iterator[dict[str, Any]]:
    """The targets of a metric, one for each priority."""
    where = f"plans.{plan}.{metric}"
    if metric not in THEIR_NAMES:
        raise PayloadError(where, f"the product does not measure {metric}; {did_you_mean(metric, THEIR_NAMES)}")
    promise = policy.plans[plan].metrics[metric]
    if others := [each for each in promise.priorities if each not in PRIORITIES]:
        raise PayloadError(where, f"the product has no priority {others[0]!r}; known: {', '.join(PRIORITIES)}")
    for priority in promise.priorities or PRIORITIES:
        if _leaves_out(promise, priority):
            continue
        place = f"{where}.{priority}"
        _refuse_conditions(promise, priority, place)
        _refuse_another_life(policy.lifecycle(metric, plan, priority), metric, place)
        yield _row(THEIR_NAMES[metric], priority, policy.target(plan, priority, metric), place)


def _leaves_out(promise: Promise, priority: str) -> bool:
    """Whether nothing is promised for one priority of several, which the format says by leaving it out."""
    own = promise.priorities.get(priority)
    return own is not None and own.no_commitment == NOTHING_PROMISED and not own.when


def _refuse_conditions(promise: Promise, priority: str, place: str) -> None:
    own = promise.priorities.get(priority, promise)
    if own.when or promise.when:
        raise PayloadError(place, "it depends on how a request arrives; the format has one target")
    if own.no_commitment:
        raise PayloadError(place, f"it says {own.no_commitment!r}; leave it out, where nothing is promised")


def _refuse_another_life(life: Lifecycle, metric: str, place: str) -> None:
    """Refuse a metric that starts or pauses otherwise than the one of that name there."""
    theirs = Lifecycle(**LIFECYCLES[metric])
    if set(life.starts) - {"reopened"} != set(theirs.starts):
        starts = " or ".join(life.starts)
        raise PayloadError(place, f"it starts at {starts}, and {THEIR_NAMES[metric]} at {' or '.join(theirs.starts)}")
    for status in _WAITING:
        if life.pauses_while(status) is not theirs.pauses_while(status):
            does = "pauses" if life.pauses_while(status) else "runs"
            names = "requester_wait_time pauses in pending, agent_work_time in hold, too"
            raise PayloadError(place, f"it {does} in the status {status}, and {THEIR_NAMES[metric]} does not; {names}")


def _row(metric: str, priority: str, target: Target, place: str) -> dict[str, Any]:
    counts_open_time = target.counts == "open_time"
    if target.duration is None or (target.counts != "calendar_time" and not counts_open_time):
        raise PayloadError(place, f"{target} is no business or calendar time; the format has hours and minutes")
    moved = target.cut_off or target.ends not in (None, "as_is")
    if moved or (target.starts == "next_opening" and not counts_open_time):
        raise PayloadError(
            place, f"{target} starts or ends elsewhere than where it is counted; the format has no choice"
        )
    if target.duration % _SECOND:
        raise PayloadError(place, f"{target} is no whole number of seconds, of which the format has its targets")
    seconds = target.duration // _SECOND
    return {
        "priority": priority,
        "metric": metric,
        "target": -(-seconds // 60),
        "target_in_seconds": seconds,
        "business_hours": counts_open_time,
    }

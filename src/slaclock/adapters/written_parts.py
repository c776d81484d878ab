"""What of a policy is written for a product: its parts, and what a plan promises to all tickets alike (R19)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from slaclock.errors import PayloadError, UnknownNameError, did_you_mean, named
from slaclock.hours import Schedule
from slaclock.policy import Promise, SlaPolicy
from slaclock.targets import Target

Years = tuple[int, int]


class Parts(NamedTuple):
    """What of a policy is written to a file."""

    schedule: str | None
    plan: str | None


def parts_of(policy: SlaPolicy, schedule: str | None, plan: str | None) -> Parts:
    """What of a policy is written: what is named, else its one schedule with its one plan.

    Raises:
        UnknownNameError: It has no part of that name, or several and none is named.
    """
    if schedule or plan:
        if schedule:
            named(policy.schedules, schedule, "schedule")
        if plan:
            named(policy.plans, plan, "plan")
        return Parts(schedule, plan)
    if len(policy.schedules) != 1 or len(policy.plans) != 1:
        known = f"schedules: {', '.join(policy.schedules) or 'none'}; plans: {', '.join(policy.plans)}"
        raise UnknownNameError(f"name the schedule or the plan that is written; {known}")
    return Parts(next(iter(policy.schedules)), next(iter(policy.plans)))


def text_of_parts(
    parts: Parts,
    policy: SlaPolicy,
    years: Sequence[int],
    of_schedule: Callable[[Schedule, Years | None], Mapping[str, Any]],
    of_plan: Callable[[SlaPolicy, str], Mapping[str, Any]],
) -> str:
    """The parts as JSON.

    Args:
        parts: What is written.
        policy: The policy.
        years: The years of which holidays are written.
        of_schedule: A schedule as the product has it, with holidays from the first to the last of these years.
        of_plan: A plan of the policy as the product has it.

    Raises:
        PayloadError: The policy says something that the format cannot.
    """
    written: dict[str, Any] = {}
    if parts.schedule:
        written |= of_schedule(policy.schedule(parts.schedule), span_of(years))
    if parts.plan:
        written |= of_plan(policy, parts.plan)
    return json_text(written)


def span_of(years: Sequence[int]) -> Years | None:
    """The first and the last of the years whose dates are written; nothing where none is given."""
    return (min(years), max(years)) if years else None


def json_text(payload: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """What a product takes, as the text of a file."""
    return json.dumps(payload, ensure_ascii=False, indent=2) + "\n"


def first_schedule(
    policy: SlaPolicy,
    schedule: str | None,
    plan: str | None,
    unwritten: str = "the format has no targets",
    written: str = "the format has nothing else",
) -> Schedule:
    """The schedule that is written where plans are not: the one that is named, else the first.

    Raises:
        PayloadError: A plan is named, which is `unwritten`, or there is no schedule, and that alone is `written`.
        UnknownNameError: There is no such schedule.
    """
    if plan is not None:
        raise PayloadError(f"plans.{plan}", f"{unwritten}; name a schedule")
    if schedule is None and not policy.schedules:
        raise PayloadError("schedules", f"the policy has no schedule, and {written}")
    return policy.schedule(schedule or next(iter(policy.schedules)))


def the_schedule(policy: SlaPolicy, schedule: str | None, plan: str | None) -> Schedule:
    """The schedule of a policy that is written in a format of hours alone, under its name.

    Raises:
        PayloadError: A plan is named, or it is not clear which schedule.
        UnknownNameError: There is no such schedule.
    """
    if plan:
        raise PayloadError("plans", "the format has hours and no targets; name a schedule")
    if schedule is None and len(policy.schedules) != 1:
        names = ", ".join(policy.schedules) or "none"
        raise PayloadError("schedules", f"the format has the hours of one schedule; name one of: {names}")
    named = schedule or next(iter(policy.schedules))
    held = policy.schedule(named)
    return held.model_copy(update={"name": held.name or named})


def plan_written(policy: SlaPolicy, plan: str | None, holds: str) -> str:
    """The name of the plan that is written, where what `holds` it has place for one.

    Raises:
        UnknownNameError: The policy has no such plan, or several and none is named.
    """
    if plan is None and len(policy.plans) > 1:
        raise UnknownNameError(f"{holds} holds one plan; name one of: {', '.join(policy.plans)}")
    name = plan or next(iter(policy.plans))
    named(policy.plans, name, "plan")
    return name


class PlainPromise(NamedTuple):
    """What a plan promises of a metric, to all tickets alike."""

    metric: str
    where: str
    """Its key in the policy."""
    promise: Promise
    target: Target


def plain_promises(
    policy: SlaPolicy, plan: str, by_priority: str, measured: Collection[str] | None = None
) -> Iterator[PlainPromise]:
    """What a plan promises, for formats that know no priorities and no channels.

    Args:
        policy: The policy.
        plan: The name of the plan.
        by_priority: What to do about a promise that differs by priority.
        measured: The metrics that the product measures; nothing where it measures whatever it is told.

    Raises:
        PayloadError: It promises something that such a format cannot say.
    """
    for metric, promise in policy.plans[plan].metrics.items():
        where = f"plans.{plan}.{metric}"
        if measured is not None and metric not in measured:
            raise PayloadError(where, f"the product does not measure {metric}; {did_you_mean(metric, measured)}")
        if promise.priorities:
            raise PayloadError(where, f"it differs by priority; {by_priority}")
        refuse_conditional(promise, where)
        yield PlainPromise(metric, where, promise, policy.target(plan, metric=metric))


def refuse_conditional(promise: Promise, where: str) -> None:
    """Refuse what holds for some requests alone, and what promises nothing."""
    if promise.when or promise.no_commitment:
        raise PayloadError(where, "it depends on how a request arrives, or promises nothing; the format cannot")

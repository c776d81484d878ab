"""What of a policy is written for a product: its parts, and what a plan promises to all tickets alike (R19)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from slaclock.errors import PayloadError, UnknownNameError, did_you_mean, named
from slaclock.hours import Schedule
from slaclock.policy import Promise, SlaPolicy
from slaclock.targets import Target
from slaclock.tickets import Lifecycle

Years = tuple[int, int]

_OPENED = "opened"


def text_of_parts(
    policy: SlaPolicy,
    schedule: str | None,
    plan: str | None,
    years: Sequence[int],
    of_schedule: Callable[[Schedule, Years | None], Mapping[str, Any]],
    of_plan: Callable[[SlaPolicy, str], Mapping[str, Any]],
) -> str:
    """A schedule, a plan or both as JSON: what is named, else the one schedule of a policy with its one plan.

    Args:
        policy: The policy.
        schedule: The schedule that is written.
        plan: The plan that is written.
        years: The years of which holidays are written.
        of_schedule: A schedule as the product has it, with holidays from the first to the last of these years.
        of_plan: A plan of the policy as the product has it.

    Raises:
        PayloadError: The policy says something that the format cannot.
        UnknownNameError: It has no part of that name, or several and none is named.
    """
    if not (schedule or plan):
        if len(policy.schedules) != 1 or len(policy.plans) != 1:
            known = f"schedules: {', '.join(policy.schedules) or 'none'}; plans: {', '.join(policy.plans)}"
            raise UnknownNameError(f"name the schedule or the plan that is written; {known}")
        schedule, plan = next(iter(policy.schedules)), next(iter(policy.plans))
    written: dict[str, Any] = {}
    if schedule:
        written |= of_schedule(policy.schedule(schedule), span_of(years))
    if plan:
        written |= of_plan(policy, plan)
    if schedule and plan:
        refuse_other_hours(policy, schedule, plan)
    return json_text(written)


def refuse_other_hours(policy: SlaPolicy, schedule: str, plan: str) -> None:
    """Refuse a plan beside a schedule on which it does not count: in the file it would.

    Raises:
        PayloadError: It counts on another.
    """
    others = [name for name, held in counted_schedules(policy, plan).items() if held != policy.schedule(schedule)]
    if others:
        what = f"it counts on {others[0]!r}, and {schedule!r} is written beside it"
        raise PayloadError(f"plans.{plan}", f"{what}; name {others[0]!r}, or write each by itself")


def counted_schedules(policy: SlaPolicy, plan: str) -> dict[str, Schedule]:
    """The schedules on which targets of a plan count, by their names; none where all count calendar time.

    Args:
        policy: The policy.
        plan: The name of a plan that can be written.
    """
    found = {}
    for metric, promise in policy.plans[plan].metrics.items():
        for priority in promise.priorities or (None,):
            own = promise.priorities[priority] if priority else promise
            if not own.no_commitment and policy.target(plan, priority, metric).counts != "calendar_time":
                schedule = policy.schedule_for(plan, priority, metric)
                found[schedule.name] = schedule
    return found


def refuse_several_schedules(policy: SlaPolicy, plan: str) -> None:
    """Refuse a plan whose targets count on several schedules, for formats in which all count on one.

    Raises:
        PayloadError: They do.
    """
    found = counted_schedules(policy, plan)
    if len(found) > 1:
        what = f"its targets count on {' and '.join(found)}"
        raise PayloadError(f"plans.{plan}", f"{what}; the format has one schedule for all of them")


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
    policy: SlaPolicy,
    plan: str,
    by_priority: str,
    measured: Collection[str] | None = None,
    starts: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Iterator[PlainPromise]:
    """What a plan promises, for formats that know no priorities and no channels.

    Args:
        policy: The policy.
        plan: The name of the plan.
        by_priority: What to do about a promise that differs by priority.
        measured: The metrics that the product measures; nothing where it measures whatever it is told.
        starts: What starts those metrics there that do not start when a ticket is opened.

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
        _refuse_another_start(promise.lifecycle or policy.metrics.get(metric), starts.get(metric, (_OPENED,)), where)
        yield PlainPromise(metric, where, promise, policy.target(plan, metric=metric))
    refuse_several_schedules(policy, plan)


def _refuse_another_start(stated: Lifecycle | None, theirs: Collection[str], where: str) -> None:
    """Refuse a metric of which it is stated that it starts elsewhere than in the product."""
    if stated and "starts" in stated.model_fields_set and set(stated.starts) - {"reopened"} != set(theirs):
        what = f"it starts at {' or '.join(stated.starts)}, and the product starts it at {' or '.join(theirs)}"
        raise PayloadError(where, what)


def refuse_conditional(promise: Promise, where: str) -> None:
    """Refuse what holds for some requests alone, and what promises nothing."""
    if promise.when or promise.no_commitment:
        raise PayloadError(where, "it depends on how a request arrives, or promises nothing; the format cannot")


def refuse_choices(target: Target, where: str) -> None:
    """Refuse what a target chooses, for formats whose targets start at once and are due where they are used up.

    Raises:
        PayloadError: It has a cut-off, or starts or ends at an opening or a closing.
    """
    if target.boundary == "next_opening" or target.cut_off:
        raise PayloadError(where, f"{target} is due at the next opening, or has a cut-off; the format has neither")
    if target.ends not in (None, "as_is") or target.starts == "next_opening":
        raise PayloadError(where, f"{target} starts or ends elsewhere; the format has no choice")


def whole_business_time(target: Target, unit: Literal["minutes", "seconds"], where: str) -> int:
    """How much business time a target is, for formats that have whole minutes or seconds of it and no choice.

    Raises:
        PayloadError: It is something else, starts or ends elsewhere, or is no whole number of them.
    """
    if target.counts != "open_time" or target.duration is None:
        raise PayloadError(where, f"{target} is no business time; the format has {unit} of business time")
    if target.cut_off or target.ends not in (None, "as_is") or target.starts not in (None, "at_once", "next_opening"):
        raise PayloadError(where, f"{target} starts or ends elsewhere; the format has no choice")
    number, rest = divmod(target.duration, timedelta(**{unit: 1}))
    if rest:
        raise PayloadError(where, f"{target} is no whole number of {unit}, of which the format has its targets")
    return number

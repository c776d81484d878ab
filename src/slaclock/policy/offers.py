"""`Offer`: what a plan promises for a metric and a priority, with its schedule and escalation, and how to find it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from slaclock.declaration import NOTHING, FrozenMapping
from slaclock.errors import UnknownNameError, did_you_mean, named
from slaclock.hours import HolidayCalendar, Schedule
from slaclock.policy.channels import folded, reached_by
from slaclock.policy.conditions import Received
from slaclock.policy.hour_names import named_by
from slaclock.policy.lifecycles import Lifecycles
from slaclock.policy.plans import Case, Plan, Promise, lifecycles_in, only_plan, plan_named
from slaclock.policy.schedules import Schedules
from slaclock.targets import Choices
from slaclock.tickets import Lifecycle, Promised, Thresholds


class OfferedIf(NamedTuple):
    """What is promised for requests that meet a condition.

    Rules: R11.
    """

    received: Received
    """The condition."""
    hours: Schedule
    """The schedule whose hours and clocks the condition is about."""
    promised: Promised
    """What is promised then."""
    named: Mapping[str, Schedule] = NOTHING
    """The schedules that the condition names, by the words that it has for them."""
    holidays: HolidayCalendar | None = None
    """What counts as a holiday where a schedule has none of its own."""

    def holds(self, at: datetime, channel: str | None) -> bool:
        """Whether a request that arrives at an instant, through a channel, meets the condition.

        Rules: R11.
        """
        return self.received.holds(at, self.hours, channel, self.named, self.holidays)


class Offer(NamedTuple):
    """What a plan promises for a metric and a priority, which may depend on when and how a request arrives.

    Rules: R11.
    """

    usual: Promised
    """What is promised for requests that meet no condition."""
    cases: tuple[OfferedIf, ...] = ()
    """What is promised for requests that meet conditions; the first that holds counts."""

    def received(self, at: datetime, channel: str | None = None) -> Promised:
        """What is promised for a request that arrives at an instant, through a channel: the first case that holds."""
        held = (case.promised for case in self.cases if case.holds(at, channel))
        return next(held, self.usual)

    def unmet(self, channel: str | None) -> str:
        """How a request was received whose channel no condition names, where some name channels."""
        named = [name for case in self.cases for part in case.received.each() for name in part.channels]
        known = channel is None or folded(channel) in map(folded, named)
        return "" if known or not named else f"by {channel}, not by {' or '.join(dict.fromkeys(named))}"


class Terms(NamedTuple):
    """All that a policy states about what it promises."""

    plans: Mapping[str, Plan]
    priorities: tuple[str, ...]
    """The priorities that any plan names."""
    choices: Choices
    """How targets are read for which nothing nearer is stated."""
    lifecycles: Lifecycles
    schedules: Schedules


def offered(terms: Terms, plan_name: str | None, priority: str | None, metric: str) -> Offer:
    """What is offered for a plan, a priority and a metric.

    Raises:
        UnknownNameError: There is no such plan, priority or metric, or the metric has no target for the priority.
    """
    plan = plan_named(terms.plans, plan_name)
    promise = named(plan.metrics, metric, "metric", f"plan {plan_name or only_plan(terms.plans)!r}")
    own = promise.priorities.get(priority or "")
    _refuse_unknown(priority, terms.priorities)
    if own is None and promise.target is None:
        problem = f"{metric} has no target for priority {priority!r}" if priority else f"{metric} differs by priority"
        raise UnknownNameError(f"{problem}; name one of: {', '.join(promise.priorities)}")
    return _offer(terms, plan, metric, promise, own or promise)


def is_offered(terms: Terms, plan_name: str | None, priority: str | None, metric: str) -> bool:
    """Whether anything is offered for a metric.

    Raises:
        UnknownNameError: There is no such plan or priority.
    """
    promise = plan_named(terms.plans, plan_name).metrics.get(metric)
    _refuse_unknown(priority, terms.priorities)
    return promise is not None and (promise.target is not None or priority in promise.priorities)


def _refuse_unknown(priority: str | None, known: Sequence[str]) -> None:
    if priority and known and priority not in known:
        raise UnknownNameError(f"there is no priority {priority!r} here; {did_you_mean(priority, known)}")


def all_offers(terms: Terms) -> Iterator[tuple[str, str, str | None, Offer]]:
    """Every offer: plan, metric, priority (`None` for all without one of their own), and what is offered."""
    for plan_name, plan in terms.plans.items():
        for metric, promise in plan.metrics.items():
            if promise.target:
                yield plan_name, metric, None, _offer(terms, plan, metric, promise, promise)
            for priority, own in promise.priorities.items():
                yield plan_name, metric, priority, _offer(terms, plan, metric, promise, own)


def _offer(terms: Terms, plan: Plan, metric: str, promise: Promise, own: Promise) -> Offer:
    """What is offered by a promise, or by the one of a priority in it."""
    name = own.schedule or promise.schedule or plan.schedule
    around = (*([promise] if own is not promise else []), plan, terms.choices)
    life = terms.lifecycles.of(metric, *lifecycles_in(promise, own))
    levels = terms.lifecycles.escalations(life, promise.escalations, own.escalations)
    usual = _promised(own, terms.schedules.counted_on(name), around, levels)
    cases = (_case(terms, case, own, name, around, usual) for case in own.when)
    return Offer(usual, tuple(cases))


def _case(
    terms: Terms, case: Case, own: Promise, name: str | None, around: Iterable[Choices], usual: Promised
) -> OfferedIf:
    """What is offered under a condition, which is about the hours of the usual schedule where it names no other."""
    schedule = terms.schedules.counted_on(case.schedule or name)
    promised = _promised(case, schedule, (own, *around), usual.escalations, str(case.received))
    named = dict(_named_in(case.received, terms.schedules))
    hours = case.received.hours_among(usual.schedule, named)
    return OfferedIf(case.received, hours, promised, FrozenMapping(named), terms.schedules.holidays)


def _named_in(received: Received, schedules: Schedules) -> Iterator[tuple[str, Schedule]]:
    """The schedules that a condition names, by the words that it has for them; other words mean the usual hours."""
    for phrase in (part.of for part in received.each() if part.of is not None):
        for name in named_by(phrase, schedules.names):
            yield phrase, schedules.schedule(name)


def _promised(
    stated: Promise | Case, schedule: Schedule, around: Iterable[Choices], levels: Thresholds, condition: str = ""
) -> Promised:
    assert stated.target is not None, "every promise for a priority has a target"
    return Promised(stated.target.decided(stated, around), schedule, levels, condition)


def life_of(terms: Terms, plan_name: str | None, priority: str | None, metric: str) -> Lifecycle:
    """When a metric starts, stops and pauses: for a plan and a priority, if they are known and it differs by them."""
    plan = terms.plans.get(only_plan(terms.plans) if plan_name is None and len(terms.plans) == 1 else plan_name or "")
    promise = plan.metrics.get(metric) if plan else None
    if promise is None:
        return terms.lifecycles.of(metric)
    return terms.lifecycles.of(metric, *lifecycles_in(promise, promise.priorities.get(priority or "", promise)))


def covered(terms: Terms, plan_name: str | None, priority: str | None, metric: str, channel: str | None) -> str | None:
    """The name of the schedule in whose hours support can be reached for what is offered, where one is stated."""
    plan = plan_named(terms.plans, plan_name)
    promise = plan.metrics[metric]
    stated = (promise.priorities.get(priority or "", promise), promise, plan)
    names = (reached_by(channel, level.coverage) for level in stated)
    return next(filter(None, names), None)

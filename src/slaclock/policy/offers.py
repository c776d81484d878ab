"""`Offer`: what a plan promises for a metric and a priority, with its schedule and escalation, and how to find it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from slaclock.declaration import NOTHING, FrozenMapping
from slaclock.errors import UnknownNameError, did_you_mean, named
from slaclock.hours import HolidayCalendar, Schedule
from slaclock.policy.channels import nearly, reached_by
from slaclock.policy.conditions import Received
from slaclock.policy.helpdesk_names import HelpdeskNames
from slaclock.policy.hour_names import named_by
from slaclock.policy.lifecycles import Lifecycles
from slaclock.policy.no_commitment import NoCommitment
from slaclock.policy.plans import Case, Plan, Promise, lifecycles_in, only_plan, plan_named
from slaclock.policy.schedules import Schedules
from slaclock.spelling import folded
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
    promised: Promised | NoCommitment
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

    usual: Promised | NoCommitment
    """What is promised for requests that meet no condition."""
    cases: tuple[OfferedIf, ...] = ()
    """What is promised for requests that meet conditions; the first that holds counts."""

    def received(self, at: datetime, channel: str | None = None) -> Promised:
        """What is promised for a request that arrives at an instant, through a channel: the first case that holds.

        Raises:
            NotPromisedError: Nothing is.
        """
        found = self._first(at, channel)
        return found if isinstance(found, Promised) else found.refuse(self.left_open(at, channel, self._channels))

    def _first(self, at: datetime, channel: str | None) -> Promised | NoCommitment:
        """What the first case that holds promises, or what is promised usually."""
        return next((case.promised for case in self.cases if case.holds(at, channel)), self.usual)

    def left_open(self, at: datetime, channel: str | None, known: Sequence[str]) -> str:
        """What should be said to a question that does not say clearly how a request came, where that decides.

        Args:
            at: When it arrives.
            channel: How it came.
            known: The channels of the whole policy.

        Rules: R11, R19.
        """
        found = _plain(self._first(at, channel))
        ways: dict[str, list[str]] = {}
        for name in self.channels_in_doubt(channel, known):
            other = self._first(at, name)
            if _plain(other) != found:
                ways.setdefault(_words(other), []).append(name)
        through = "; ".join(f"by {' or '.join(names)}: {words}" for words, names in ways.items())
        if not ways:
            return ""
        if not channel:
            return f"no channel is named, and something else is promised for some ({through})"
        return f"no condition names the channel {channel!r}, and something else is promised for one like it ({through})"

    def channels_in_doubt(self, channel: str | None, known: Sequence[str]) -> Sequence[str]:
        """The channels that may be meant: all that conditions name where none is given, and one nearly like a slip."""
        named = self._channels
        if not channel or not named:
            return named
        near = nearly(channel, known)
        return [name for name in named if near and folded(name) == folded(near)]

    def channel_note(self, channel: str | None, known: Sequence[str]) -> str:
        """What should be said of many requests that do not say clearly how they came, where that may decide."""
        named = " or ".join(self.channels_in_doubt(channel, known))
        said = f"name the channel {channel!r}, which no condition names" if channel else "name no channel"
        return f"is promised otherwise by {named}, and requests {said}" if named else ""

    @property
    def _channels(self) -> list[str]:
        """The channels that conditions name, each in its first spelling."""
        named = (name for case in self.cases for part in case.received.each() for name in part.channels)
        spelled: dict[str, str] = {}
        for name in named:
            spelled.setdefault(folded(name), name)
        return [*spelled.values()]

    @property
    def promised(self) -> tuple[Promised, ...]:
        """Everything that is promised: usually, and under conditions."""
        offered = (self.usual, *(case.promised for case in self.cases))
        return tuple(each for each in offered if isinstance(each, Promised))

    def unmet(self, channel: str | None) -> str:
        """How a request was received whose channel no condition names, where some name channels."""
        named = self._channels
        known = channel is None or folded(channel) in map(folded, named)
        return "" if known or not named else f"by {channel}, not by {' or '.join(named)}"


def _plain(promised: Promised | NoCommitment) -> tuple[object, ...]:
    """What is promised, without the condition under which it is."""
    return (promised.target, promised.schedule) if isinstance(promised, Promised) else ()


def _words(promised: Promised | NoCommitment) -> str:
    return promised.target.written if isinstance(promised, Promised) else "nothing"


def committed(promised: Promised | NoCommitment) -> Promised:
    """What is promised.

    Raises:
        NotPromisedError: Nothing is.
    """
    return promised if isinstance(promised, Promised) else promised.refuse()


class Terms(NamedTuple):
    """All that a policy states about what it promises."""

    plans: Mapping[str, Plan]
    priorities: tuple[str, ...]
    """The priorities that any plan names."""
    choices: Choices
    """How targets are read for which nothing nearer is stated."""
    lifecycles: Lifecycles
    schedules: Schedules
    names: HelpdeskNames
    """What a helpdesk calls plans and priorities."""

    def own_names(self, plan: str | None, priority: str | None) -> tuple[str | None, str | None]:
        """A plan and a priority as the policy calls them."""
        return self.names.plan(plan), self.names.priority(priority)


def offered(terms: Terms, plan_name: str | None, priority: str | None, metric: str) -> Offer:
    """What is offered for a plan, a priority and a metric.

    Raises:
        UnknownNameError: There is no such plan, priority or metric, or the metric has no target for the priority.
    """
    plan_name, priority = terms.own_names(plan_name, priority)
    plan = plan_named(terms.plans, plan_name)
    promise = named(plan.metrics, metric, "metric", f"plan {plan_name or only_plan(terms.plans)!r}")
    own = promise.priorities.get(priority or "")
    _refuse_unknown(priority, terms.priorities)
    if own is None and not promise.says_something:
        problem = f"{metric} has no target for priority {priority!r}" if priority else f"{metric} differs by priority"
        raise UnknownNameError(f"{problem}; name one of: {', '.join(promise.priorities)}")
    subject = _subject(plan_name or only_plan(terms.plans), metric, priority)
    return _offer(terms, plan, metric, promise, own or promise, subject)


def _subject(plan: str, metric: str, priority: str | None) -> str:
    """What a promise is about: `first_response of P4 in plan standard`."""
    return f"{metric} of {priority} in plan {plan}" if priority else f"{metric} in plan {plan}"


def is_offered(terms: Terms, plan_name: str | None, priority: str | None, metric: str) -> bool:
    """Whether anything is offered for a metric.

    Raises:
        UnknownNameError: There is no such plan or priority.
    """
    plan_name, priority = terms.own_names(plan_name, priority)
    promise = plan_named(terms.plans, plan_name).metrics.get(metric)
    _refuse_unknown(priority, terms.priorities)
    return promise is not None and (promise.says_something or priority in promise.priorities)


def lacking_priority(terms: Terms, plan_name: str | None, metric: str) -> str | None:
    """What a ticket without a priority lacks, where a metric has targets by priority alone."""
    promise = _promise_if_any(terms, terms.names.plan(plan_name), metric)
    if promise is None or promise.says_something or not promise.priorities:
        return None
    return f"the ticket has no priority, by which {metric} differs: {', '.join(promise.priorities)}"


def _refuse_unknown(priority: str | None, known: Sequence[str]) -> None:
    if priority and known and priority not in known:
        raise UnknownNameError(f"there is no priority {priority!r} here; {did_you_mean(priority, known)}")


def all_offers(terms: Terms) -> Iterator[tuple[str, str, str | None, Offer]]:
    """Every offer: plan, metric, priority (`None` for all without one of their own), and what is offered."""
    return ((*names, offer_named(terms, *names)) for names in names_of_offers(terms.plans))


def names_of_offers(plans: Mapping[str, Plan]) -> Iterator[tuple[str, str, str | None]]:
    """For what something is offered: plan, metric, and priority (`None` for all without one of their own)."""
    for plan_name, plan in plans.items():
        for metric, promise in plan.metrics.items():
            if promise.says_something:
                yield plan_name, metric, None
            yield from ((plan_name, metric, priority) for priority in promise.priorities)


def offer_named(terms: Terms, plan_name: str, metric: str, priority: str | None) -> Offer:
    """What is offered under the policy's own names."""
    plan = terms.plans[plan_name]
    promise = plan.metrics[metric]
    own = promise if priority is None else promise.priorities[priority]
    return _offer(terms, plan, metric, promise, own, _subject(plan_name, metric, priority))


class _Around(NamedTuple):
    """What stands around a promise: the schedule that is named for it, choices, escalations, and what it is about."""

    terms: Terms
    schedule: str | None
    choices: tuple[Choices, ...]
    levels: Thresholds
    subject: str

    def counted_on(self, stated: Case | None = None) -> Schedule:
        """The schedule on which time is counted."""
        return self.terms.schedules.counted_on((stated and stated.schedule) or self.schedule)


def _offer(terms: Terms, plan: Plan, metric: str, promise: Promise, own: Promise, subject: str) -> Offer:
    """What is offered by a promise, or by the one of a priority in it."""
    name = own.schedule or promise.schedule or plan.schedule
    choices = (*([promise] if own is not promise else []), plan, terms.choices)
    life = terms.lifecycles.of(metric, *lifecycles_in(promise, own))
    levels = terms.lifecycles.escalations(life, promise.escalations, own.escalations)
    around = _Around(terms, name, choices, levels, subject)
    usual = _promised(own, around.counted_on(), around)
    return Offer(usual, tuple(_case(case, around._replace(choices=(own, *choices)), usual) for case in own.when))


def _case(case: Case, around: _Around, usual: Promised | NoCommitment) -> OfferedIf:
    """What is offered under a condition, which is about the hours of the usual schedule where it names no other."""
    promised = _promised(case, around.counted_on(case), around, str(case.received))
    schedules = around.terms.schedules
    named = FrozenMapping(dict(_named_in(case.received, schedules)))
    hours = case.received.hours_among(usual.schedule, named)
    return OfferedIf(case.received, hours, promised, named, schedules.holidays)


def _named_in(received: Received, schedules: Schedules) -> Iterator[tuple[str, Schedule]]:
    """The schedules that a condition names, by the words that it has for them; other words mean the usual hours."""
    for phrase in (part.of for part in received.each() if part.of is not None):
        for name in named_by(phrase, schedules.names):
            yield phrase, schedules.schedule(name)


def _promised(
    stated: Promise | Case, schedule: Schedule, around: _Around, condition: str = ""
) -> Promised | NoCommitment:
    if stated.target is None:
        return NoCommitment(stated.no_commitment, schedule, around.subject, condition)
    return Promised(stated.target.decided(stated, around.choices), schedule, around.levels, condition)


def life_of(terms: Terms, plan_name: str | None, priority: str | None, metric: str) -> Lifecycle:
    """When a metric starts, stops and pauses: for a plan and a priority, if they are known and it differs by them."""
    plan_name, priority = terms.own_names(plan_name, priority)
    promise = _promise_if_any(terms, plan_name, metric)
    if promise is None:
        return terms.lifecycles.of(metric)
    return terms.lifecycles.of(metric, *lifecycles_in(promise, promise.priorities.get(priority or "", promise)))


def _promise_if_any(terms: Terms, plan_name: str | None, metric: str) -> Promise | None:
    """What a plan promises for a metric, where the plan is known."""
    plan = terms.plans.get(only_plan(terms.plans) if plan_name is None and len(terms.plans) == 1 else plan_name or "")
    return plan.metrics.get(metric) if plan else None


def covered(terms: Terms, plan_name: str | None, priority: str | None, metric: str, channel: str | None) -> str | None:
    """The name of the schedule in whose hours support can be reached for what is offered, where one is stated."""
    plan_name, priority = terms.own_names(plan_name, priority)
    plan = plan_named(terms.plans, plan_name)
    promise = plan.metrics[metric]
    stated = (promise.priorities.get(priority or "", promise), promise, plan)
    names = (reached_by(terms.names.channel(channel), level.coverage) for level in stated)
    return next(filter(None, names), None)

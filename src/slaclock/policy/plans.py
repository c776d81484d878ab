"""`Plan` and `Promise`: what is promised for each metric and priority, as a policy file states it (R11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from slaclock.declaration import NOTHING, FrozenMapping, signature
from slaclock.errors import TargetError, UnknownNameError, did_you_mean, named
from slaclock.hours import Boundary, CutOffLike, DayRule, Ends, Starts
from slaclock.policy.channels import Coverage
from slaclock.policy.conditions import Received
from slaclock.policy.goals import GoalLike, Goals
from slaclock.policy.name_groups import each_named, each_named_under
from slaclock.policy.no_commitment import without_target
from slaclock.targets import Choices, Target, TargetLike, Threshold, ThresholdLike
from slaclock.tickets import Lifecycle


class Stated(Choices):
    """A target where it stands: with the schedule on which it is counted, and choices beside it."""

    _examples: ClassVar = {
        "schedule": ("office",),
    }

    schedule: str | None = None
    """Name of the schedule on which it is counted, where it is another."""


def _said_once(target: Target | None, beside: Choices) -> None:
    """Refuse a choice that a target's own words make otherwise than what stands beside it."""
    for name in Choices.model_fields if target else ():
        inside, outside = getattr(target, name), getattr(beside, name)
        if None not in (inside, outside) and inside != outside:
            raise TargetError(f"{target} says {name} {inside} and {name} {outside} stands beside it; state one of them")


def _one_of_both(target: Target | None, no_commitment: str) -> None:
    if target is not None and no_commitment:
        raise TargetError(f"it says {str(target)!r} and {no_commitment!r}; state one of them")


class Case(Stated):
    """What is promised for requests that arrive under a condition.

    Rules: R11.
    """

    _examples: ClassVar = {
        "no_commitment": ("best effort",),
    }

    received: Received
    """When, and through which channel, the request arrived."""

    target: Target | None = None
    """The target for it; its choices may stand beside it."""

    no_commitment: str = ""
    """The words with which nothing is promised for it: `target: none` or `target: best effort`."""

    @signature
    def __init__(
        self,
        *,
        received: Received | str | Mapping[str, Any],
        target: TargetLike | None = None,
        no_commitment: str = "",
        schedule: str | None = None,
        day_rule: DayRule | None = None,
        day_length: timedelta | str | None = None,
        cut_off: CutOffLike | None = None,
        starts: Starts | None = None,
        ends: Ends | str | None = None,
        boundary: Boundary | None = None,
    ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _without_target(cls, given: Any) -> Any:
        return without_target(dict(given)) if isinstance(given, Mapping) else given

    @model_validator(mode="after")
    def _says_each_choice_once(self) -> Self:
        _said_once(self.target, self)
        _one_of_both(self.target, self.no_commitment)
        if self.target is None and not self.no_commitment:
            raise TargetError("a case of `when` states a `target`; write e.g. '1 hour', or 'none' where there is none")
        return self


_EVENT = dict.fromkeys(("starts", "after", "restarts"), "escalated") | {
    "stops": "agent_replied",
    "pauses_in": "waiting",
    "runs_in": "open",
    "repeats": "true",
    "on_reopen": "continue",
    "warnings": "{soon: 75%}",
}
_OF_LIFECYCLES = {*_EVENT, "starts_at", "stops_at"}
"""What people state of a promise, and stands in its `lifecycle`."""


class Promise(Stated):
    """What a plan promises for a metric: a target, for every priority or for each.

    A target alone (`4 business hours`) holds for every priority; a mapping whose keys are not
    the ones below names priorities: `{P1: 1 hour, P2: 4 business hours}`.

    Rules: R11.
    """

    _examples: ClassVar = {
        "coverage": ("always",),
        "no_commitment": ("best effort",),
    }

    _short_forms = ({"type": "string", "examples": ["4 business hours", "2 business days", "30 minutes"]},)
    _other_keys_go_to = "priorities"

    target: Target | None = None
    """The target for every priority that has none of its own; its choices may stand beside it."""

    no_commitment: str = ""
    """The words with which nothing is promised, in the place of a target: `none`, `n/a`, `best effort`."""

    when: tuple[Case, ...] = ()
    """Other targets for requests that arrive under a condition; the first that holds counts."""

    coverage: Coverage = Field(default_factory=FrozenMapping)
    """When support can be reached, where that is not when time is counted: a schedule, or one for each channel."""

    escalations: FrozenMapping[Threshold] = Field(default_factory=FrozenMapping)
    """Who hears of it when: `{team lead: after 1 hour, director: 1 hour after breach}`."""

    lifecycle: Lifecycle | None = None
    """When the metric starts, stops and pauses under this promise, where that differs from what `metrics` says."""

    goals: Goals = ()
    """Which share must be met: `95% per month`, or `99% within 1 hour`."""

    priorities: FrozenMapping[Promise] = Field(default_factory=FrozenMapping)
    """The promise for each priority."""

    @signature
    def __init__(
        self,
        *,
        target: TargetLike | None = None,
        no_commitment: str = "",
        when: Iterable[Case | Mapping[str, Any]] = (),
        coverage: str | Mapping[str, str] = NOTHING,
        escalations: Mapping[str, ThresholdLike] = NOTHING,
        lifecycle: Lifecycle | Mapping[str, Any] | None = None,
        goals: GoalLike | Iterable[GoalLike] = (),
        priorities: Mapping[str, PromiseLike] = NOTHING,
        schedule: str | None = None,
        day_rule: DayRule | None = None,
        day_length: timedelta | str | None = None,
        cut_off: CutOffLike | None = None,
        starts: Starts | None = None,
        ends: Ends | str | None = None,
        boundary: Boundary | None = None,
        **by_priority: PromiseLike,
    ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, given: Any) -> Any:
        if isinstance(given, (str, Target)):
            return without_target({"target": given})
        if not isinstance(given, Mapping):
            raise TargetError(
                f"cannot read {given!r} as a target; write e.g. '4 business hours', or 'none' where nothing is promised"
            )
        if "counts" in given or "text" in given:
            return {"target": given}
        if "received" in given:
            raise TargetError(
                "`received` belongs to a case of `when`; write e.g. when: [{received: in hours, target: 1 hour}]"
            )
        for key in given:
            if key in _OF_LIFECYCLES and key not in cls.model_fields:
                name = key.removesuffix("_at")
                raise TargetError(f"`{key}` belongs to a lifecycle; write e.g. lifecycle: {{{name}: {_EVENT[name]}}}")
        return without_target(each_named_under("priorities", cls._gathered(each_named(given))))

    @model_validator(mode="after")
    def _says_each_choice_once(self) -> Self:
        _said_once(self.target, self)
        _one_of_both(self.target, self.no_commitment)
        if self.no_commitment and not self.when and not self.priorities and (self.escalations or self.goals):
            beside = "escalations" if self.escalations else "goals"
            raise TargetError(f"{self.no_commitment!r} promises nothing, so leave out the `{beside}` beside it")
        return self

    @property
    def says_something(self) -> bool:
        """Whether it has a target, perhaps under conditions only, or says that there is none."""
        return self.target is not None or bool(self.no_commitment) or bool(self.when)

    def filled_from(self, other: Promise | None) -> Promise:
        """This promise, with the priorities that the other states and it does not, unless it is one for all."""
        if other is None or self.target is not None or self.no_commitment:
            return self
        fields = [name for name in Promise.model_fields if name != "priorities"]
        stated = {name: getattr(self, name) or getattr(other, name) for name in fields}
        return Promise(**stated, priorities=FrozenMapping({**other.priorities, **self.priorities}))


PromiseLike = Promise | Target | str | Mapping[str, Any]
"""What may be given for a promise: a target for every priority, or one by each priority's name."""


class Plan(Choices):
    """What one plan promises: a promise for each metric.

    Every key that is not one of those below is a metric: `first_response: 4 business hours`.

    Rules: R11.
    """

    _examples: ClassVar = {
        "like": ("standard",),
        "schedule": ("office",),
        "coverage": ("always", {"phone": "office", "e-mail": "always"}),
    }

    _other_keys_go_to = "metrics"

    like: str | None = None
    """Name of a plan whose promises, schedule, coverage and choices hold where this one states none."""

    schedule: str | None = None
    """Name of the schedule on which its targets are counted."""

    coverage: Coverage = Field(default_factory=FrozenMapping)
    """When support can be reached, where that is not when time is counted: a schedule, or one for each channel."""

    metrics: FrozenMapping[Promise] = Field(default_factory=FrozenMapping)
    """The promise for each metric, e.g. `first_response`."""

    @signature
    def __init__(
        self,
        *,
        like: str | None = None,
        coverage: str | Mapping[str, str] = NOTHING,
        metrics: Mapping[str, PromiseLike] = NOTHING,
        schedule: str | None = None,
        day_rule: DayRule | None = None,
        day_length: timedelta | str | None = None,
        cut_off: CutOffLike | None = None,
        starts: Starts | None = None,
        ends: Ends | str | None = None,
        boundary: Boundary | None = None,
        **by_metric: PromiseLike,
    ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            raise TargetError(
                f"a plan names metrics and their targets, not {given!r}; write e.g. {{first_response: 1 hour}}"
            )
        return each_named_under("metrics", cls._gathered(each_named(given)))

    def filled_from(self, other: Plan) -> Plan:
        """This plan, with what the other states and it does not."""
        fields = [name for name in Plan.model_fields if name not in ("like", "metrics")]
        stated = {name: getattr(self, name) or getattr(other, name) for name in fields}
        own = {name: promise.filled_from(other.metrics.get(name)) for name, promise in self.metrics.items()}
        return Plan(**stated, metrics=FrozenMapping({**other.metrics, **own}))


def lifecycles_in(promise: Promise, own: Promise) -> tuple[Lifecycle | None, ...]:
    """What a metric's promise, and that of a priority in it, say of when it starts, stops and pauses."""
    return (promise.lifecycle,) if own is promise else (promise.lifecycle, own.lifecycle)


def plan_named(plans: Mapping[str, Plan], name: str | None) -> Plan:
    """The plan of that name; without a name the only one.

    Raises:
        UnknownNameError: There is none of that name, or no name is given and there are several.
    """
    return named(plans, only_plan(plans) if name is None else name, "plan")


def only_plan(plans: Mapping[str, Plan]) -> str:
    """The name of the only plan.

    Raises:
        UnknownNameError: There are several.
    """
    if len(plans) != 1:
        raise UnknownNameError(f"this policy has several plans; name one of: {', '.join(plans)}")
    return next(iter(plans))


def priorities_of(plans: Mapping[str, Plan]) -> tuple[str, ...]:
    """The priorities that any plan names, in their order."""
    promises = (promise for plan in plans.values() for promise in plan.metrics.values())
    return tuple(dict.fromkeys(priority for promise in promises for priority in promise.priorities))


LONGEST_LIKENESS = 100


def alike(plans: Mapping[str, Plan]) -> FrozenMapping[Plan]:
    """The same plans, each with what it takes from the plan that it is like.

    Raises:
        TargetError: A plan is like one that is not there, or like itself.
    """
    made: dict[str, Plan] = {}
    for name in plans:
        _make_alike(name, plans, made, ())
    return FrozenMapping({name: made[name] for name in plans})


def _make_alike(name: str, plans: Mapping[str, Plan], made: dict[str, Plan], likes: tuple[str, ...]) -> Plan:
    plan = plans[name]
    if len(likes) > LONGEST_LIKENESS:
        raise TargetError(f"more than {LONGEST_LIKENESS} plans are each like the next; say what {name!r} promises")
    if name in likes:
        raise TargetError(
            f"{', '.join(likes)}: each of these plans is like another of them; one must state its promises"
        )
    if plan.like is not None and plan.like not in plans:
        raise TargetError(f"plan {name!r} is like {plan.like!r}, and there is none; {did_you_mean(plan.like, plans)}")
    if name not in made:
        other = _make_alike(plan.like, plans, made, (*likes, name)) if plan.like else None
        made[name] = plan.filled_from(other) if other else plan
    return made[name]

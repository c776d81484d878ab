"""`Attainment`: how far the goals of a policy were met over many tickets, in each period (R12, R18)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from slaclock.hours import first_of, in_zone, last_of, to_utc
from slaclock.policy.goals import Goal
from slaclock.policy.plans import Plan, Promise, only_plan
from slaclock.results import Follows, Result
from slaclock.targets import Choices

if TYPE_CHECKING:
    from slaclock.tickets import MetricStatus, Promised, TicketProblem


class Pursued(NamedTuple):
    """A goal where it stands: for a plan's metric, and one priority or all of them together."""

    plan: str
    metric: str
    priority: str | None
    goal: Goal


@dataclass(frozen=True)
class Attainment(Result):
    """How far a goal was met in one period.

    A request belongs to the period in which its clock started; what was cancelled counts nowhere.

    Rules: R12, R18.
    """

    _called_in_json: ClassVar = {"goal": "goal_details"}
    _follows: ClassVar = {
        "goal": Follows(lambda attainment: str(attainment.goal), str, "The goal in words."),
        "percent": Follows(
            lambda attainment: None if attainment.share is None else float(attainment.share * 100),
            float | None,
            "The share that was met of those decided, in percent.",
        ),
        "is_met": Follows(attrgetter("is_met"), bool | None, "Whether the goal is reached, as far as is decided."),
        "can_be_met": Follows(attrgetter("can_be_met"), bool, "Whether what is undecided could still reach it."),
    }

    plan: str
    """The plan for which it is."""
    metric: str
    """The metric."""
    priority: str | None
    """The priority, or `None` for all of them together."""
    goal: Goal
    """The goal, with all that it states."""
    first: date | None
    """The first date of the period, in the policy's zone; `None` where the goal names no period."""
    last: date | None
    """The last date of the period, included."""
    met: int
    """How many were met."""
    missed: int
    """How many were not."""
    undecided: int
    """How many still run and may yet be met."""

    @property
    def share(self) -> Fraction | None:
        """The exact share met of those that are decided; `None` where none is."""
        decided = self.met + self.missed
        return Fraction(self.met, decided) if decided else None

    @property
    def is_met(self) -> bool | None:
        """Whether enough are met, or few enough missed; `None` where nothing is decided."""
        if self.share is None:
            return None
        return self._is_enough(self.met, self.missed)

    @property
    def can_be_met(self) -> bool:
        """Whether it is enough if all that still run are met."""
        return self._is_enough(self.met + self.undecided, self.missed)

    def _is_enough(self, met: int, missed: int) -> bool:
        goal = self.goal
        if goal.percent is None:
            assert goal.misses is not None
            return missed <= goal.misses
        return 100 * met >= Fraction(goal.percent) * (met + missed)


class Attainments(list[Attainment]):
    """How far goals were met, and what is wrong with tickets."""

    def __init__(self, found: Iterable[Attainment], problems: Iterable[TicketProblem] = ()) -> None:
        super().__init__(found)
        self.problems = tuple(problems)
        """What is wrong with tickets, also with those that count nowhere."""


class Counted(NamedTuple):
    """A cycle, the goal for which it counts, and the promise that must be kept for that."""

    pursued: Pursued
    cycle: MetricStatus
    promised: Promised


def all_goals(plans: Mapping[str, Plan]) -> Iterator[Pursued]:
    """Every goal: plan, metric, priority (`None` for all together), and the goal."""
    for plan_name, plan in plans.items():
        for metric, promise in plan.metrics.items():
            yield from _goals_of(plan_name, metric, promise)


def _goals_of(plan: str, metric: str, promise: Promise) -> Iterator[Pursued]:
    yield from (Pursued(plan, metric, None, goal) for goal in dict.fromkeys(promise.goals))
    for priority, own in promise.priorities.items():
        yield from (Pursued(plan, metric, priority, goal) for goal in dict.fromkeys(own.goals))


def counted(cycle: MetricStatus, plans: Mapping[str, Plan], choices: Choices) -> Iterator[Counted]:
    """Each goal for which a cycle counts.

    Args:
        cycle: One cycle of a ticket's metric.
        plans: The plans of the version that governs it.
        choices: What that version states for all of its targets.
    """
    name, priority = cycle.clock.plan or only_plan(plans), cycle.clock.priority
    promise = plans[name].metrics[cycle.metric]
    own = promise.priorities.get(priority or "", promise)
    for pursued in goals_for(cycle.metric, name, priority, plans):
        yield Counted(pursued, cycle, _as_pursued(pursued.goal, cycle, [own, promise, plans[name], choices]))


def goals_for(metric: str, plan: str | None, priority: str | None, plans: Mapping[str, Plan]) -> Iterator[Pursued]:
    """Each goal for which cycles count of a metric, a plan (the only one where none is named) and a priority."""
    name = plan or only_plan(plans)
    for pursued in _goals_of(name, metric, plans[name].metrics[metric]):
        those = (pursued.priority,) if pursued.priority else pursued.goal.priorities
        if not those or priority in those:
            yield pursued


def _as_pursued(goal: Goal, cycle: MetricStatus, around: Iterable[Choices]) -> Promised:
    """What was promised for a cycle, within the amount of a goal that states one."""
    promised = cycle.clock.promised_at(cycle.status.now)
    return promised._replace(target=goal.within.decided(Choices(), around)) if goal.within else promised


class Outcome(NamedTuple):
    """What became of a cycle, as a goal counts it."""

    pursued: Pursued
    started: datetime
    became: str | None
    """`met`, `missed` or `undecided`; nothing of what was cancelled."""
    times: int = 1
    """How many cycles became the same in the same period."""


def attained(outcomes: Iterable[Outcome], goals: Iterable[Pursued], zone: tzinfo) -> list[Attainment]:
    """How far goals were met, in each period in which something was counted.

    Args:
        outcomes: Of everything that counts, once for each goal.
        goals: The goals in the order of the file.
        zone: In which periods begin at midnight.

    Returns:
        In the order of goals, and for each in time.
    """
    places = {pursued: place for place, pursued in enumerate(goals)}
    counts: dict[tuple[Pursued, date | None], Counter[str]] = defaultdict(Counter)
    for pursued, at, became, times in outcomes:
        if became:
            started = in_zone(to_utc(at), zone).date()
            first = first_of(started, pursued.goal.per) if pursued.goal.per else None
            counts[pursued, first][became] += times
    in_order = sorted(counts, key=lambda each: (places.get(each[0], len(places)), each[1] or date.min))
    return [_attainment(pursued, first, counts[pursued, first]) for pursued, first in in_order]


def outcome_of(counted: Counted) -> Outcome:
    """What became of a cycle, as the goal counts it."""
    pursued, cycle, promised = counted
    clock, status = cycle.clock, cycle.status
    if promised.target != status.target:
        others = tuple(event for event in clock.events if event.kind not in ("retarget", "agree"))
        status = replace(clock, promised=promised, events=others).status(status.now)
    stays = status.state if status.state == "met" else "missed" if status.is_breached else "undecided"
    return Outcome(pursued, cycle.status.started, None if status.state == "cancelled" else stays)


def _attainment(pursued: Pursued, first: date | None, count: Counter[str]) -> Attainment:
    per = pursued.goal.per
    last = last_of(first, per) if first and per else None
    return Attainment(*pursued, first, last, count["met"], count["missed"], count["undecided"])

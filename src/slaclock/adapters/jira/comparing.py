"""`compare`: Jira's own breach times and figures beside ours, cycle by cycle, and why they differ (R7, R12, R16).

A cycle keeps each change of priority, for what it changes depends on `on_change` of the policy; a `Replay` has one
promise from its own start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from slaclock.adapters.comparisons import Answered, ComparedCycle, Comparison, OtherReading, Reason, reason_of
from slaclock.adapters.jira.issues import names_of, read_issues, tickets
from slaclock.adapters.jira.moments import SECOND
from slaclock.adapters.jira.sla_values import SlaCycle, read_cycles
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import taken
from slaclock.errors import SlaClockError, UnknownNameError, did_you_mean
from slaclock.hours import Boundary, Schedule
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.policy import SlaPolicy
from slaclock.spelling import folded
from slaclock.targets import Target, write_duration
from slaclock.tickets import SlaClock, Ticket

USUAL_METRICS: Mapping[str, str] = MappingProxyType(
    {"Time to first response": "first_response", "Time to resolution": "resolution"}
)
"""Our metrics for the SLAs that every site begins with, as they are called in English."""


def compare(
    policy: SlaPolicy,
    issues: Any,
    slas: Any = None,
    changelogs: Any = None,
    *,
    metrics: Mapping[str, str] = MappingProxyType({}),
    plans: Mapping[str, str] = MappingProxyType({}),
    limits: Limits = OF_A_PAYLOAD,
) -> Comparison:
    """Compare Jira's own SLA cycles with what a policy says of them.

    Each cycle runs here from where Jira started it to where it stopped, for the target of the policy, and pauses in the
    statuses that the policy states. Times used are compared of cycles that have stopped or are paused; how long one
    has run that goes on depends on when somebody asked.

    Args:
        policy: The policy that people wrote: calendars and goals have no API.
        issues: Issues with their changelogs, and with their SLA fields where these do not come beside them.
        slas: SLA values as the product answers them for one request, or `{key: answer}`.
        changelogs: Pages of changelogs that came beside the issues, or `{key: pages}`.
        metrics: The metric of the policy that each SLA means, by what the SLA is called. `Time to first response` and
            `Time to resolution` are known, and so are SLAs that are called like a metric.
        plans: The plan of each issue, by its key, where the policy has several.
        limits: How much of each payload is read.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.
        UnknownNameError: `metrics` names a metric that no plan of the policy has.

    Examples:
        >>> def at(hour): return {"jira": f"2026-06-01T{hour}:00:00.000+0000"}
        >>> policy = SlaPolicy(name="A", timezone="UTC", schedules={"Office": "Mon-Fri 09:00-17:00"},
        ...     plans={"Gold": {"schedule": "Office", "resolution": "8 business hours"}})
        >>> value = {"name": "Time to resolution", "ongoingCycle": {"startTime": at("09"), "breachTime": at("17"),
        ...     "breached": False, "goalDuration": {"millis": 28800000}, "elapsedTime": {"millis": 0}}}
        >>> issue = {"key": "EX-1", "fields": {"created": "2026-06-01T10:00:00.000+0000",
        ...     "status": {"name": "Open"}, "customfield_10020": value}}
        >>> [cycle] = compare(policy, issue).cycles
        >>> cycle.reason, str(cycle.ours.due)
        ('same', '2026-06-01 17:00:00+00:00')

    Rules: R7, R12, R16, R17, R19.
    """
    account = Account()
    named = _metrics(policy, metrics)
    held = read_issues(taken(issues, "issues", limits), Account())
    read = tickets(issues, changelogs, plans=plans, limits=limits)
    for key, problems in read.problems.items():
        for problem in problems:
            account.lose((key,), problem, "its history may be wrong or missing here, and with it our answers")
    account.losses += read.losses
    by_key = {ticket.id: ticket for ticket in read.tickets}
    found = []
    for cycle in read_cycles(held, taken(slas, "slas", limits), names_of(held), account):
        metric = named.get(folded(cycle.sla))
        if metric is None:
            known = f"pass metrics={{{cycle.sla!r}: …}}, one of: {', '.join(sorted(set(named.values())))}"
            account.lose((cycle.path,), f"it is not known which metric {cycle.sla!r} means", known)
            continue
        compared = _Replayed(policy, cycle, metric, by_key.get(cycle.issue)).compared(account)
        found += [compared] if compared else []
    return Comparison(tuple(found), tuple(account.losses))


def _metrics(policy: SlaPolicy, stated: Mapping[str, str]) -> dict[str, str]:
    """The metric of each SLA, by the letters of what it is called."""
    known = list(dict.fromkeys(metric for plan in policy.plans for metric in policy.metrics_of(plan)))
    for metric in stated.values():
        if metric not in known:
            raise UnknownNameError(f"metrics: no plan promises {metric!r}; {did_you_mean(metric, known)}")
    usual = {sla: metric for sla, metric in USUAL_METRICS.items() if metric in known}
    return {folded(sla): metric for sla, metric in ({each: each for each in known} | usual | dict(stated)).items()}


class _Step(NamedTuple):
    """What happens to the clock of a cycle."""

    at: datetime
    does: str
    """`pause`, `resume` or `retarget`."""
    priority: str | None = None


class _Counted(NamedTuple):
    """What is counted, and on what."""

    target: Target
    schedule: Schedule


Promise = Callable[[str | None], _Counted]
"""What a priority is promised."""


@dataclass(frozen=True)
class _Replayed:
    """One cycle, replayed under any reading of what is promised."""

    policy: SlaPolicy
    cycle: SlaCycle
    metric: str
    ticket: Ticket | None

    def compared(self, account: Account) -> ComparedCycle | None:
        """Both answers, and what explains their difference; nothing where the policy has no answer."""
        cycle = self.cycle
        try:
            opening, steps = self._steps()
            usual = self._promised_at_last(opening, steps)
            ours = self._answer(self._promised, opening, steps)
            reason, detail = self._reason(ours, usual, opening, steps)
        except SlaClockError as error:
            account.lose((cycle.path,), f"{cycle.sla} of {cycle.issue}", f"it has no answer here: {error}")
            return None
        return ComparedCycle(
            cycle.issue,
            self.metric,
            cycle.cycle,
            self._plan or next(iter(self.policy.plans)),
            str(usual.target),
            usual.schedule.name if usual.target.counts != "calendar_time" else "",
            self._theirs,
            ours,
            reason,
            detail,
        )

    @property
    def _plan(self) -> str | None:
        return self.ticket.plan if self.ticket else None

    @property
    def _theirs(self) -> Answered:
        ends = self.cycle.stop is not None
        elapsed = self.cycle.elapsed if ends or self.cycle.paused else None
        return Answered(self.cycle.breach, elapsed, self.cycle.breached if ends else None)

    def _promised(self, priority: str | None) -> _Counted:
        promised = self.policy.clock(self.cycle.start, self._plan, priority, self.metric).promised
        return _Counted(promised.target, promised.schedule.model_copy(update={"outside_coverage": "ignore"}))

    def _promised_at_last(self, opening: str | None, steps: list[_Step]) -> _Counted:
        """What is counted in the end: what its due instant is that of."""
        promised = self._clock(self._promised, opening, steps).promised_at(self._asked(steps))
        return _Counted(promised.target, promised.schedule)

    def _steps(self) -> tuple[str | None, list[_Step]]:
        """The priority at the start of the cycle, and what happened to its clock from there on."""
        if self.ticket is None:
            return None, []
        priority, status = self.ticket.priority, self.ticket.status
        steps: list[_Step] = []
        for event in self.ticket.in_order:
            if self.cycle.stop and event.instant > self.cycle.stop:
                break
            if event.priority:
                priority = event.priority
                steps.append(_Step(event.instant, "retarget", priority))
            elif event.status:
                before, status = self._pauses(status, priority), event.status
                if before is not self._pauses(status, priority):
                    steps.append(_Step(event.instant, "resume" if before else "pause"))
        return self._at_start(steps)

    def _at_start(self, steps: list[_Step]) -> tuple[str | None, list[_Step]]:
        """The priority with which the cycle starts; a pause that lasts then is one from its start on."""
        assert self.ticket is not None
        start, priority = self.cycle.start, self.ticket.priority
        paused = self._pauses(self.ticket.status, priority)
        for step in steps:
            if step.at <= start:
                priority = step.priority or priority
                paused = paused if step.does == "retarget" else step.does == "pause"
        later = [step for step in steps if step.at > start]
        return priority, [_Step(start, "pause"), *later] if paused else later

    def _pauses(self, status: str, priority: str | None) -> bool:
        return self.policy.lifecycle(self.metric, self._plan, priority).pauses_while(status)

    def _clock(self, promised: Promise, opening: str | None, steps: list[_Step]) -> SlaClock:
        """Its clock where priorities are promised so, as it runs before it stops."""
        clock = SlaClock.starting(self.cycle.start, *promised(opening))
        for step in steps:
            if step.does == "pause":
                clock = clock.pause(step.at)
            elif step.does == "resume":
                clock = clock.resume(step.at)
            else:
                target, schedule = promised(step.priority)
                clock = clock.retarget(step.at, target=target, schedule=schedule, on_change=self.policy.on_change)
        return clock

    def _asked(self, steps: list[_Step]) -> datetime:
        return self.cycle.stop or max([self.cycle.start, *(step.at for step in steps)])

    def _answer(self, promised: Promise, opening: str | None, steps: list[_Step]) -> Answered:
        """What we say where priorities are promised so."""
        clock, stop = self._clock(promised, opening, steps), self.cycle.stop
        status = (clock.stop(stop) if stop else clock).status(self._asked(steps))
        says_used = stop is not None or (self.cycle.paused and steps and steps[-1].does == "pause")
        return Answered(status.due, status.elapsed if says_used else None, status.is_breached if stop else None)

    # What explains a difference

    def _reason(self, ours: Answered, usual: _Counted, opening: str | None, steps: list[_Step]) -> tuple[Reason, str]:
        rounded = "to whole seconds" if self.cycle.precision == SECOND else "to milliseconds"
        others = self._other_readings(usual, opening, steps)
        return reason_of(self._theirs, ours, self.cycle.precision, rounded, others)

    def _other_readings(self, usual: _Counted, opening: str | None, steps: list[_Step]) -> Iterator[OtherReading]:
        def reading(reason: Reason, detail: str, promised: Promise, of: list[_Step] = steps) -> OtherReading:
            return OtherReading(reason, detail, lambda: self._answer(promised, opening, of))

        if usual.target.counts == "open_time":
            other: Boundary = "closing" if usual.target.boundary == "next_opening" else "next_opening"
            yield reading("boundary", other, self._changed(target={"boundary": other}))
        rule = "opening_date" if usual.schedule.holiday_rule == "calendar_date" else "calendar_date"
        yield reading("holiday rule", rule, self._changed(schedule={"holiday_rule": rule}))
        for name in self.policy.schedules:
            if name != usual.schedule.name:
                other_hours = self.policy.schedule(name).model_copy(update={"outside_coverage": "ignore"})
                yield reading("another schedule", name, self._on(other_hours))
        goal = Target(counts="open_time", duration=self.cycle.goal)
        which: Reason = "rule of the product" if usual.target.counts == "open_time" else "day rule"
        yield reading(
            which,
            f"its goal is {write_duration(self.cycle.goal)} of open time",
            lambda _: _Counted(goal, usual.schedule),
        )
        yield reading("rule of the product", "no status pauses it there", self._promised, _without_pauses(steps))

    def _changed(self, target: Mapping[str, Any] | None = None, schedule: Mapping[str, Any] | None = None) -> Promise:
        def promised(priority: str | None) -> _Counted:
            usual = self._promised(priority)
            return _Counted(usual.target.model_copy(update=target), usual.schedule.model_copy(update=schedule))

        return promised

    def _on(self, schedule: Schedule) -> Promise:
        return lambda priority: self._promised(priority)._replace(schedule=schedule)


def _without_pauses(steps: list[_Step]) -> list[_Step]:
    return [step for step in steps if step.does == "retarget"]

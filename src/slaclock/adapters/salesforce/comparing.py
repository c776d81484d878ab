"""`compare`: milestones of Salesforce beside what we say of the same targets, and why they differ (R7, R12, R16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from slaclock.adapters.comparisons import Answered, ComparedCycle, Comparison, OtherReading, or_lost, reason_of
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import taken
from slaclock.adapters.records import collected
from slaclock.adapters.replays import calendar_time, on_other_schedules, other_boundary
from slaclock.adapters.salesforce.cases import CASES, OF_TICKETS_ALONE, STOPPED, tickets
from slaclock.adapters.salesforce.milestones import Milestone, read_milestones
from slaclock.errors import PayloadError
from slaclock.hours import Boundary, Schedule
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.policy import SlaPolicy
from slaclock.targets import Target, write_duration
from slaclock.tickets import SlaClock, Ticket

TOLERANCE = timedelta(minutes=1)
"""By how much instants and amounts differ whose seconds are dropped."""


def compare(
    policy: SlaPolicy,
    milestones: Any,
    cases: Any = None,
    histories: Any = None,
    *,
    business_hours: Mapping[str, str] = MappingProxyType({}),
    limits: Limits = OF_A_PAYLOAD,
) -> Comparison:
    """Compare the milestones of cases with what we say of the same targets.

    A milestone states its own target. It counts on its own business hours, else on those of its case; a day of a target
    has 24 hours. Where the histories of cases are given, a case that is stopped is paused.

    Args:
        policy: The policy that was read of the organisation.
        milestones: Answers to queries for `CaseMilestone`, or records.
        cases: The cases with their business hours, where milestones state none.
        histories: Answers to queries for `CaseHistory`, with `IsStopped` where that is tracked.
        business_hours: The name of the schedule of each business hours, by their id: `reading.business_hours`.
        limits: How much of each payload is read.

    Returns:
        Each milestone: its due instant, time used and violation, ours, and what explains the difference.

    Raises:
        PayloadError: Something cannot be read, or the policy has no schedules.
        UnknownNameError: The policy has no schedule of a name in `business_hours`.

    Examples:
        >>> policy = SlaPolicy(name="A", timezone="UTC", schedules={"Office": "Mon-Fri 09:00-17:00"},
        ...     plans={"Gold": {"schedule": "Office", "resolution": "8 hours"}})
        >>> [cycle] = compare(policy, {"CaseId": "5001", "MilestoneType": {"Name": "First Response"},
        ...     "StartDate": "2026-06-01T15:59:15.000+0000", "TargetDate": "2026-06-02T09:59:00.000+0000",
        ...     "TargetResponseInMins": 120, "BusinessHoursId": "01m1"}, business_hours={"01m1": "Office"}).cycles
        >>> cycle.reason, cycle.detail, str(cycle.difference)
        ('rounding', 'the seconds are dropped', '0:00:15')

    Rules: R7, R12, R16, R19.
    """
    if not policy.schedules:
        raise PayloadError("", "the policy has no schedules on which milestones could count; give it some")
    account = Account()
    by_id = {key[:15]: policy.schedule(name) for key, name in business_hours.items()}
    read = tickets(cases, histories, limits=limits)
    account.losses += [loss for loss in read.losses if loss.meaning not in OF_TICKETS_ALONE]
    for key, problems in read.problems.items():
        for problem in problems:
            account.lose((key,), problem, "its stops may be wrong or missing here, and with them our answers")
    by_case = {ticket.id[:15]: ticket for ticket in read.tickets}
    of_case = _hours_of_cases(cases, limits)
    seen: Counter[tuple[str, str]] = Counter()
    cycles = []
    stated = read_milestones(taken(milestones, "milestones", limits), account)
    for milestone in sorted(stated, key=lambda each: each.start):
        seen[milestone.case, milestone.kind] += 1
        key = (milestone.hours or of_case.get(milestone.case, ""))[:15]
        schedule = by_id.get(key) or _first(policy, milestone, key, account)
        cycle = seen[milestone.case, milestone.kind]
        replayed = _Replayed(policy, milestone, schedule, by_case.get(milestone.case), cycle)
        with or_lost(account, milestone.path, f"{milestone.kind} of {milestone.case}"):
            cycles.append(replayed.compared())
    return Comparison(tuple(cycles), tuple(account.losses))


def _hours_of_cases(cases: Any, limits: Limits) -> dict[str, str]:
    """The business hours of each case, for milestones that state none."""
    # Whoever reads the cases themselves says what is lost of them.
    held = [record.values for record in collected(taken(cases, "cases", limits), CASES, Account()).records]
    pairs = [(each.get("Id"), each.get("BusinessHoursId")) for each in held]
    return {key[:15]: hours for key, hours in pairs if isinstance(key, str) and isinstance(hours, str)}


def _first(policy: SlaPolicy, milestone: Milestone, key: str, account: Account) -> Schedule:
    """The first schedule, for a milestone of which it is not known on which it counts."""
    name = next(iter(policy.schedules))
    if key or len(policy.schedules) > 1:
        what = f"it is not known which schedule {key or 'its business hours'} are"
        account.lose(milestone.path, what, f"it was counted on {name!r}; pass business_hours={{id: name}}")
    return policy.schedule(name)


@dataclass(frozen=True)
class _Replayed:
    """One milestone, replayed under any reading of hours."""

    policy: SlaPolicy
    milestone: Milestone
    schedule: Schedule
    ticket: Ticket | None
    cycle: int

    def compared(self) -> ComparedCycle:
        """Both answers, and what explains their difference."""
        stated = self.milestone
        violated = stated.violated if stated.completed else None
        theirs = Answered(stated.due, stated.used, violated)
        usual = self.schedule.model_copy(update={"outside_coverage": "ignore"})
        ours = self._answer(usual, self.policy.boundary)
        reason, detail = reason_of(theirs, ours, TOLERANCE, "the seconds are dropped", self._others(usual))
        target = f"{write_duration(stated.target, 'business ')}"
        return ComparedCycle(stated.case, stated.kind, self.cycle, "", target, usual.name, theirs, ours, reason, detail)

    def _pauses(self) -> list[tuple[datetime, bool]]:
        """When its case was stopped, and when it went on, up to its completion."""
        end = self.milestone.completed
        events = self.ticket.in_order if self.ticket else ()
        return [
            (event.instant, event.kind == "paused")
            for event in events
            if event.by == STOPPED and (end is None or event.instant <= end)
        ]

    def _answer(self, schedule: Schedule, boundary: Boundary, pauses: bool = True) -> Answered:
        start, end = self.milestone.start, self.milestone.completed
        target = Target(counts="open_time", duration=self.milestone.target, boundary=boundary)
        clock = SlaClock.starting(start, target, schedule)
        moves = self._pauses() if pauses else []
        stopped = any(paused for at, paused in moves[-1:])
        for at, paused in moves:
            clock = clock.pause(max(at, start)) if paused else clock.resume(max(at, start))
        asked = end or max([start, *(at for at, _ in moves)])
        status = (clock.stop(end) if end else clock).status(asked)
        return Answered(status.due, status.elapsed if end or stopped else None, status.is_breached if end else None)

    def _others(self, usual: Schedule) -> Iterator[OtherReading]:
        own = self.policy.boundary
        yield other_boundary(self._answer, usual, own)
        if self._pauses():
            what = "that its case was stopped moves nothing there"
            yield OtherReading("rule of the product", what, lambda: self._answer(usual, own, pauses=False))
        yield from on_other_schedules(self._answer, usual, own, self.policy)
        yield OtherReading("rule of the product", "it counts calendar time", lambda: self._answer(calendar_time(), own))

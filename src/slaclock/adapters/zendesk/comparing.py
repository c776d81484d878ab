"""`compare`: the product's own due instants and figures beside ours, and why they differ (R7, R12, R16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from slaclock.adapters.comparisons import (
    Answered,
    ComparedCycle,
    Comparison,
    OtherReading,
    Reason,
    reason_of,
)
from slaclock.adapters.losses import Account, Loss
from slaclock.adapters.payloads import Payload, taken
from slaclock.adapters.records import collected
from slaclock.adapters.replays import calendar_time, on_other_schedules, other_boundary, other_holiday_rule
from slaclock.adapters.zendesk.metric_events import Applied, CycleLog, Cycles, read_cycles
from slaclock.adapters.zendesk.metrics import GROUP_METRICS, METRIC_NAMES
from slaclock.adapters.zendesk.promised import note_of, plan_of, target_text
from slaclock.adapters.zendesk.ticket_records import TICKETS
from slaclock.errors import SlaClockError, UnknownNameError
from slaclock.hours import Boundary, Schedule
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.policy import SlaPolicy
from slaclock.targets import Target
from slaclock.tickets import SlaClock

TOLERANCE = timedelta(minutes=1)
"""By how much figures differ that are rounded to whole minutes."""


def compare(
    policy: SlaPolicy,
    tickets: Any,
    metric_events: Any,
    *,
    schedules: Mapping[str, str] = MappingProxyType({}),
    limits: Limits = OF_A_PAYLOAD,
) -> Comparison:
    """Compare Zendesk's own clocks with ours.

    Each cycle is replayed from its metric events: `activate` after `pause` resumes, what was deleted is undone, and a
    target that is applied again counts from the start of its metric. Targets are those of the log, and hours those of
    the policy; where the policy does not promise such a target, the `note` of the cycle says so.

    Args:
        policy: The policy that was read of the account.
        tickets: Tickets as the product hands them over, with `slas` where they were asked for; or nothing.
        metric_events: Metric events: exports, or as they stand beside tickets.
        schedules: The name of the schedule that a ticket has had last, by its id, where it is not that of its plan.
        limits: How much of each payload is read.

    Returns:
        Each cycle with a target: their due instant, time used and breach, ours, and what explains the difference.

    Raises:
        PayloadError: Something is no such payload at all; the message has the place. An event that cannot be read is
            a loss, and its ticket is not compared.
        UnknownNameError: The policy has no schedule of a name in `schedules`.

    Examples:
        >>> policy = SlaPolicy(name="A", timezone="UTC", plans={"Gold": {"first_response": "1 calendar hour"}})
        >>> said = {"target": 60, "business_hours": False, "policy": {"title": "Gold"}}
        >>> log = [
        ...     {"type": "activate", "time": "2026-06-01T08:00:00Z"},
        ...     {"type": "apply_sla", "time": "2026-06-01T08:00:01Z", "sla": said},
        ...     {"type": "breach", "time": "2026-06-01T09:00:00Z"},
        ... ]
        >>> usual = {"ticket_id": 7, "metric": "reply_time", "instance_id": 1}
        >>> [cycle] = compare(policy, None, [usual | each for each in log]).cycles
        >>> cycle.metric, cycle.reason, cycle.difference
        ('first_response', 'same', datetime.timedelta(0))

    Rules: R7, R12, R16, R17, R19.
    """
    account = Account()
    chosen = {ticket: policy.schedule(name) for ticket, name in schedules.items()}
    stated = dict(_stated_due(taken(tickets, "tickets", limits), account))
    read = read_cycles(taken(metric_events, "ticket_metric_events", limits), account)
    _lose_unread(read, account)
    logs = read.logs
    latest = {(log.ticket, log.metric): log.instance for log in sorted(logs, key=lambda each: each.instance)}
    cycles = []
    for log in logs:
        due = stated.get((log.ticket, log.metric)) if latest[log.ticket, log.metric] == log.instance else None
        compared = _Replayed(policy, log, due, chosen.get(log.ticket)).compared(account)
        cycles += [compared] if compared else []
    return Comparison(tuple(cycles), tuple(account.losses))


def _lose_unread(read: Cycles, account: Account) -> None:
    """Say of which tickets an event cannot be read."""
    for ticket, errors in read.problems.items():
        for error in errors:
            what = f"an event of ticket {ticket} cannot be read: {error.message}"
            means = "its clocks were not compared, and the others were"
            account.losses.append(Loss(error.path, what, means))


def _stated_due(tickets: Payload, account: Account) -> Iterator[tuple[tuple[str, str], datetime]]:
    """The due instants that tickets state of their latest cycles; the rounded distance beside each is no target."""
    names = {**METRIC_NAMES, **GROUP_METRICS}
    for record in collected(tickets, TICKETS, account).records:
        key = record.need("id").id()
        slas = record.get("slas")
        metrics = slas.record().get("policy_metrics") if slas else None
        for each in metrics.items() if metrics else ():
            row = each.record()
            due = row.get("breach_at")
            if due:
                metric = names[row.need("metric").choice(names, "metric")]
                yield (key, metric), due.instant()


@dataclass(frozen=True)
class _Replayed:
    """One cycle, replayed under any reading of hours."""

    policy: SlaPolicy
    log: CycleLog
    stated_due: datetime | None
    chosen: Schedule | None

    def compared(self, account: Account) -> ComparedCycle | None:
        """Both answers, and what explains their difference; nothing where no target was applied."""
        applied = [event.applied for event in self.log.events if event.applied]
        if not applied or not any(event.type == "activate" for event in self.log.events):
            what = f"{self.log.metric} of ticket {self.log.ticket} has no start or no target here"
            account.lose(self.log.path, what, "there is nothing to compare; ask for the pages that are missing")
            return None
        target, theirs = applied[-1], self._theirs(applied[-1])
        try:
            usual = self._schedule(target, account)
            ours = self._answer(usual, self.policy.boundary)
            reason, detail = self._reason(theirs, ours, usual, target)
        except SlaClockError as error:
            account.lose(self.log.path, f"{self.log.metric} of ticket {self.log.ticket}", f"it has no answer: {error}")
            return None
        return ComparedCycle(
            self.log.ticket,
            self.log.metric,
            self.log.instance,
            target.title,
            target_text(target),
            usual.name if target.counts_open_time else "",
            theirs,
            ours,
            reason,
            detail,
            "; ".join(filter(None, (note_of(self.policy, self.log.metric, target), self._of_schedule(target)))),
        )

    def _of_schedule(self, target: Applied) -> str:
        """That it was counted on another schedule than that of its plan."""
        name = plan_of(self.policy, target)
        usual = self.policy.plans[name].schedule if name is not None else None
        if not target.counts_open_time or self.chosen is None or usual in (None, self.chosen.name):
            return ""
        return f"counted on {self.chosen.name!r}, the last schedule of the ticket, where its plan has {usual!r}"

    def _theirs(self, target: Applied) -> Answered:
        events = self.log.events
        breaches = [event.at for event in events if event.type == "breach"]
        figures = [event.business if target.counts_open_time else event.calendar for event in events]
        minutes = next((each for each in reversed(figures) if each is not None), None)
        elapsed = None if minutes is None else timedelta(minutes=minutes)
        return Answered(breaches[-1] if breaches else self.stated_due, elapsed, bool(breaches))

    def _schedule(self, target: Applied, account: Account) -> Schedule:
        """The schedule that counts for all of a ticket's time: the last one it had, or that of its plan."""
        if not target.counts_open_time:
            return calendar_time()
        name = plan_of(self.policy, target)
        plan = self.policy.plans[name] if name is not None else None
        first = next(iter(self.policy.schedules), None)
        if self.chosen is None and first is None:
            raise UnknownNameError("it counts business hours, and the policy has no schedule")
        if self.chosen is None and plan is None:
            what = f"the SLA policy {target.title!r} is no plan of this policy"
            account.lose(self.log.path, what, f"its cycle was counted on {first!r}; pass schedules= for another")
        found = self.chosen or self.policy.schedule((plan.schedule if plan else None) or str(first))
        return found.model_copy(update={"outside_coverage": "ignore"})

    def _answer(self, schedule: Schedule, boundary: Boundary) -> Answered:
        """What we say, on a schedule and with a reading of what is used up at closing."""
        clock, paused, stopped = self._started(schedule, boundary), False, False
        latest_start = max(event.at for event in self.log.events if event.type == "activate")
        for event in self.log.events:
            # What goes on later had not ended: a ticket that is reopened.
            if event.type == "pause" or (event.type == "fulfill" and event.at < latest_start):
                clock, paused = clock.pause(event.at), True
            elif event.type == "activate" and paused:
                clock, paused = clock.resume(event.at), False
            elif event.type == "fulfill":
                clock, stopped = clock.stop(event.at), True
            elif event.applied and event.at > clock.start:
                clock = clock.retarget(event.at, target=_target(event.applied, boundary), on_change="recompute")
        status = clock.status(self.log.events[-1].at)
        breached = status.is_breached or (not stopped and status.remaining <= timedelta(0))
        return Answered(status.due, status.elapsed, breached)

    def _started(self, schedule: Schedule, boundary: Boundary) -> SlaClock:
        start = next(event.at for event in self.log.events if event.type == "activate")
        first = next(event.applied for event in self.log.events if event.applied)
        return SlaClock.starting(start, _target(first, boundary), schedule)

    def _reason(self, theirs: Answered, ours: Answered, usual: Schedule, target: Applied) -> tuple[Reason, str]:
        others = self._other_readings(usual) if target.counts_open_time else ()
        return reason_of(theirs, ours, TOLERANCE, "to whole minutes", others)

    def _other_readings(self, usual: Schedule) -> Iterator[OtherReading]:
        own = self.policy.boundary
        yield other_boundary(self._answer, usual, own)
        yield other_holiday_rule(self._answer, usual, own)
        yield from on_other_schedules(self._answer, usual, own, self.policy)


def _target(applied: Applied, boundary: Boundary) -> Target:
    amount = timedelta(seconds=applied.seconds)
    if applied.counts_open_time:
        return Target(counts="open_time", duration=amount, boundary=boundary)
    return Target(counts="calendar_time", duration=amount)

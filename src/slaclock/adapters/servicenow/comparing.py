"""`compare`: the clocks that ServiceNow keeps (`task_sla`) beside ours, and why they differ (R7, R12, R16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slaclock.adapters.comparisons import Answered, ComparedCycle, Comparison, OtherReading, reason_of
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record, taken
from slaclock.adapters.replays import Pause, Replay, in_all_years, on_other_schedules
from slaclock.adapters.servicenow.contract_slas import plan_names
from slaclock.adapters.servicenow.fields import LABEL, duration, instant, is_set, rows
from slaclock.adapters.servicenow.policies import ServiceNowReading
from slaclock.adapters.servicenow.task_records import Task, read_tasks
from slaclock.adapters.servicenow.task_slas import CANCELLED, STAGES
from slaclock.errors import SlaClockError, UnknownNameError, did_you_mean
from slaclock.hours import Boundary, Schedule
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.policy import SlaPolicy
from slaclock.tickets import Ticket

TOLERANCE = timedelta(seconds=1)
"""By how much answers differ that are cut to whole seconds."""
_NOTHING = timedelta(0)
_NONE = Payload(None, ())
_SUMMED = "its clock sums up other pauses than the statuses of its history"
_STALE = "planned_end_time is from before the pauses: it is set at the attachment and at each resume"


def compare(
    policy: SlaPolicy | ServiceNowReading,
    task_sla: Any,
    contract_sla: Any = None,
    incident: Any = None,
    sys_audit: Any = None,
    *,
    sys_choice: Any = None,
    now: datetime | None = None,
    limits: Limits = OF_A_PAYLOAD,
) -> Comparison:
    """Compare the clocks of tasks with ours, each counted on the schedule of its definition.

    A row has the sum of its pauses and not when each was: ours is due that much open time later. Where the history of
    its task is given, the pauses are those of the statuses in which the policy pauses. While a clock is paused the
    product leaves `planned_end_time` where it was, and ours is as of the pause, too.

    Args:
        policy: The policy that was read of the definitions of these clocks, or the reading, which knows their ids.
        task_sla: Rows of `task_sla`, best with display values.
        contract_sla: The definitions, which give names to the ids in rows without display values.
        incident: The tasks, incidents or others, of which there are histories.
        sys_audit: What changed in these tasks.
        sys_choice: What states are called, where the tasks do not show it.
        now: When the rows were asked for; without it an open clock is not said to be late.
        limits: How much of the payload is read.

    Returns:
        Each clock: their due instant, time used and breach, ours, and what explains the difference.

    Raises:
        PayloadError: The payload has the wrong shape; the message has the place inside it.

    Examples:
        >>> from slaclock.adapters import servicenow
        >>> sla = {"sys_id": "b", "name": "P1", "target": "resolution", "duration": "1970-01-01 08:00:00",
        ...        "schedule": ""}
        >>> read = servicenow.policy(contract_sla=[sla])
        >>> row = {"sla": "b", "task": "t", "stage": "in_progress", "has_breached": "false",
        ...        "start_time": "2026-06-01 09:00:00", "planned_end_time": "2026-06-01 17:00:00"}
        >>> [cycle] = servicenow.compare(read, [row]).cycles
        >>> cycle.plan, cycle.reason
        ('P1', 'same')

    Rules: R7, R12, R16, R19.
    """
    account = Account()
    plans = plan_names(taken(contract_sla, "contract_sla", limits), account)
    if isinstance(policy, ServiceNowReading):
        plans = {**policy.plans, **plans}
        policy = policy.policy
    held, audits, choices = (
        taken(given, name, limits)
        for given, name in ((incident, "incident"), (sys_audit, "sys_audit"), (sys_choice, "sys_choice"))
    )
    told = _told(read_tasks(held, audits, _NONE, _NONE, choices, account), account)
    cycles = []
    for record in rows(taken(task_sla, "task_sla", limits), "task_sla", account).records:
        try:
            compared = _compared(policy, plans, record, now, told, account)
        except SlaClockError as error:
            account.lose(record.path, "the clock has no answer", str(error))
        else:
            cycles += [compared] if compared else []
    return Comparison(tuple(cycles), tuple(account.losses))


def _told(tasks: Sequence[Task], account: Account) -> dict[str, Task]:
    """Tasks by their `sys_id`; where one cannot be read, that is a loss."""
    for task in tasks:
        for problem in task.wrong:
            means = "its history was left out, and its pauses are those that its clocks sum up"
            account.lose(("incident",), f"task {task.called}: {problem}", means)
    return {task.key: task for task in tasks}


def _compared(
    policy: SlaPolicy,
    plans: Mapping[str, str],
    record: Record,
    now: datetime | None,
    told: Mapping[str, Task],
    account: Account,
) -> ComparedCycle | None:
    stage = record.need("stage").choice(STAGES, "stage")
    if stage == CANCELLED:
        account.lose(record.path, "the clock was cancelled", "there is nothing to compare")
        return None
    plan = _plan(policy, plans, record)
    metric = policy.metrics_of(plan)[0]
    target = policy.target(plan, metric=metric)
    named = policy.plans[plan].schedule
    task = told.get(record.need("task").id())
    history = task.history if task else None
    pauses = _pauses(policy, plan, metric, history) if history else None
    clock = _Clock.of(record, target.duration or _NOTHING, stage, now, named is not None, pauses)
    if history and pauses is None and clock.paused:
        what = f"it has been paused, and {metric} of the plan {plan!r} pauses in no status"
        means = (
            "its sum of pauses was taken rather than its history; pass paused_statuses= to policy, or state pauses_in"
        )
        account.lose(record.path, what, means)
    usual = in_all_years(policy, named) if named else Schedule(timezone="UTC", hours="24x7")
    theirs, ours = clock.theirs, clock.ours(usual, policy.boundary)
    others = _other_readings(policy, clock, usual, record) if named else clock.of_pauses(usual, "closing")
    reason, detail = reason_of(theirs, ours, TOLERANCE, "to whole seconds", others)
    shown = record.get(LABEL.format("task"))
    called = task.called if task else str(shown.value) if shown else record.need("task").id()
    return ComparedCycle(called, metric, 1, plan, str(target), named or "", theirs, ours, reason, detail)


def _pauses(policy: SlaPolicy, plan: str, metric: str, task: Ticket) -> tuple[Pause, ...] | None:
    """When a metric paused in the life of a task; nothing where the policy says no status in which it does."""
    ticket = task.model_copy(update={"plan": plan})
    end = max([ticket.opened, *(event.instant for event in ticket.events)])
    clocks = [each.clock for each in policy.evaluate(ticket, end).cycles if each.metric == metric]
    if not policy.lifecycle(metric, plan).pauses_in or not clocks:
        return None
    return Replay.of(clocks[-1]).pauses


def _plan(policy: SlaPolicy, plans: Mapping[str, str], record: Record) -> str:
    """The plan of a clock, by the id of its definition, else by its name."""
    key, label = record.need("sla").id(), record.get(LABEL.format("sla"))
    name = label.text() if label else key
    name = plans.get(key, name)
    if name in policy.plans:
        return name
    near = did_you_mean(name, policy.plans)
    raise UnknownNameError(f"its SLA definition {name!r} is no plan; pass contract_sla= for its name, or {near}")


@dataclass(frozen=True)
class _Clock:
    """What a row says of its clock."""

    start: datetime
    amount: timedelta
    paused: timedelta
    """Time that pauses took away, of the kind that the target counts."""
    ends: datetime | None
    """When it stopped, or since when it stands still."""
    now: datetime | None
    theirs: Answered
    pauses: tuple[Pause, ...] | None
    """When it paused, where the history of its task says so."""

    @classmethod
    def of(
        cls,
        record: Record,
        amount: timedelta,
        stage: str,
        now: datetime | None,
        open_time: bool,
        pauses: tuple[Pause, ...] | None,
    ) -> _Clock:
        """The clock of a row.

        Raises:
            PayloadError: Something in it cannot be read.
        """
        prefix = "business_" if open_time else ""
        stopped, since = _at(record, "end_time"), _at(record, "pause_time")
        if stage == "paused" and since is None:
            raise record.error("it is paused, and pause_time does not say since when; ask for the field")
        ends = since if stage == "paused" else stopped
        elapsed = _amount(record, f"{prefix}duration")
        theirs = Answered(_at(record, "planned_end_time"), elapsed if ends else None, is_set(record, "has_breached"))
        start = instant(record.need("start_time"))
        return cls(start, amount, _amount(record, f"{prefix}pause_duration") or _NOTHING, ends, now, theirs, pauses)

    def ours(self, schedule: Schedule, boundary: Boundary, paused: timedelta | None = None) -> Answered:
        """What we say, on a schedule and with a reading of what is used up at closing."""
        away = self._away(schedule) if paused is None else paused
        due = schedule.add(self.start, self.amount + away, boundary=boundary)
        at = self.ends or self.now
        used = schedule.elapsed(self.start, self.ends) - away if self.ends else None
        return Answered(due, used, None if at is None else at > due)

    def _away(self, schedule: Schedule) -> timedelta:
        """Time that pauses took away: those that were seen, or else those that it sums up."""
        if self.pauses is None:
            return self.paused
        ended = [(start, end if self.ends is None else min(end, self.ends)) for start, end in self.pauses if end]
        clipped = [(max(start, self.start), end) for start, end in ended]
        return sum((schedule.elapsed(start, end) for start, end in clipped if start < end), _NOTHING)

    def of_pauses(self, schedule: Schedule, boundary: Boundary) -> Iterator[OtherReading]:
        """A breach time that was set before the pauses, at the attachment and at each resume; other pauses."""
        away = self._away(schedule)
        if away:

            def answer() -> Answered:
                before = self.ours(schedule, boundary, _NOTHING)
                return Answered(before.due, self.ours(schedule, boundary).elapsed, None)

            yield OtherReading("rule of the product", _STALE, answer)
        if self.pauses is not None and away != self.paused:
            yield OtherReading("rule of the product", _SUMMED, lambda: self.ours(schedule, boundary, self.paused))


def _other_readings(policy: SlaPolicy, clock: _Clock, usual: Schedule, record: Record) -> Iterator[OtherReading]:
    boundary = policy.boundary
    yield from clock.of_pauses(usual, boundary)
    yield OtherReading("boundary", "next_opening", lambda: clock.ours(usual, "next_opening"))
    zone: Payload | None = record.get("timezone")
    if zone and zone.value != usual.timezone:
        moved = usual.model_copy(update={"timezone": zone.text()})
        yield OtherReading("another schedule", f"on the clock of {zone.value}", lambda: clock.ours(moved, boundary))
    yield from on_other_schedules(clock.ours, usual, boundary, policy)


def _at(record: Record, key: str) -> datetime | None:
    found = record.get(key)
    return instant(found) if found else None


def _amount(record: Record, key: str) -> timedelta | None:
    found = record.get(key)
    return duration(found) if found else None

"""`compare`: the due instants that tickets state beside ours, and why they differ (R7, R12, R16).

Each clock keeps all of its events here, and other readings answer for the ticket anew: what a changed priority promises
is asked of each metric when it changes, and while a clock stands still it is due as of the pause. A `Replay` has one
promise from its own start, and runs on to when it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from slaclock.adapters.comparisons import Answered, ComparedCycle, Comparison, OtherReading, reason_of
from slaclock.adapters.freshdesk.names import DUE
from slaclock.adapters.freshdesk.policies import FreshdeskReading
from slaclock.adapters.freshdesk.ticket_records import TICKETS, tickets as read_tickets
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Record, taken
from slaclock.adapters.records import collected
from slaclock.errors import SlaClockError
from slaclock.hours import Schedule
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.policy import SlaPolicy
from slaclock.tickets import SlaClock, Ticket

TOLERANCE = timedelta(seconds=1)
"""By how much due instants differ that are cut to whole seconds."""


def compare(
    policy: FreshdeskReading | SlaPolicy,
    tickets: Any,
    conversations: Any = None,
    activities_data: Any = None,
    *,
    ticket_fields: Any = None,
    now: datetime | None = None,
    limits: Limits = OF_A_PAYLOAD,
) -> Comparison:
    """Compare the due instants that tickets of Freshdesk or Freshservice state with ours.

    While a clock stands still the product leaves its due instant where it was: ours is compared as of the pause.

    Args:
        policy: The reading of the account's policies, which says the plan of each ticket; or a policy of one plan.
        tickets: Tickets, asked for with `include=stats`.
        conversations: Conversations of these tickets.
        activities_data: Daily exports of activities.
        ticket_fields: Fields of tickets, for the names of statuses of an account's own.
        now: When the tickets were asked for; without it nothing is said of whether an open cycle is late.
        limits: How much of each payload is read.

    Returns:
        Each metric with a stated due instant: theirs, ours, and what explains the difference.

    Raises:
        PayloadError: A payload has the wrong shape; the message has the place inside it.

    Examples:
        >>> from slaclock.adapters import freshdesk
        >>> target = {"respond_within": 3600, "resolve_within": 7200, "business_hours": False}
        >>> read = freshdesk.policy(sla_policies=[{"name": "All", "sla_target": {"priority_1": target}}])
        >>> ticket = {"id": 1, "status": 2, "priority": 1, "created_at": "2026-06-01T08:00:00Z", "stats": {}}
        >>> [cycle] = compare(read, [ticket | {"fr_due_by": "2026-06-01T09:00:00Z"}]).cycles
        >>> cycle.metric, cycle.reason
        ('first_response', 'same')

    Rules: R7, R12, R16, R17, R19.
    """
    held = taken(tickets, "tickets", limits).value
    reading = read_tickets(
        held, conversations, activities_data, ticket_fields=ticket_fields, policy=policy, limits=limits
    )
    account = Account()
    stated = {
        record.need("id").id(): record
        for record in collected(taken(held, "tickets", limits), TICKETS, Account()).records
    }
    for key, said in reading.problems.items():
        for problem in said:
            account.lose(stated[key].path, f"ticket {key}", f"its answers are doubtful, or it was not read: {problem}")
    account.losses[:0] = reading.losses
    ours = policy.policy if isinstance(policy, FreshdeskReading) else policy
    cycles = [
        compared
        for ticket in reading.tickets
        for compared in _Compared(ours, ticket, stated[ticket.id], now, account).cycles()
    ]
    return Comparison(tuple(cycles), tuple(account.losses))


@dataclass(frozen=True)
class _Compared:
    """One ticket, answered under any reading."""

    policy: SlaPolicy
    ticket: Ticket
    record: Record
    now: datetime | None
    account: Account

    def cycles(self) -> Iterator[ComparedCycle]:
        """Both answers of each metric whose due instant the product states."""
        try:
            theirs = dict(self._stated())
            clocks = {metric: self._clock(self.policy, self.ticket, metric) for metric in theirs}
            starts = _other_start(self.ticket, theirs, clocks)
            for metric, said in theirs.items():
                if clock := clocks[metric]:
                    yield self._compared(said, clock, starts)
                else:
                    what = f"{metric} of ticket {self.ticket.id} has a due instant, and never started here"
                    self.account.lose(self.record.path, what, "there is nothing to compare; pass conversations=")
        except SlaClockError as error:
            self.account.lose(self.record.path, f"ticket {self.ticket.id}", f"it has no answer: {error}")

    def _stated(self) -> Iterator[tuple[str, Answered]]:
        known = self.policy.metrics_of(self.ticket.plan)
        for metric, (due_key, late_key) in DUE.items():
            due, late = self.record.get(due_key), self.record.get(late_key)
            if due and metric in known:
                yield metric, Answered(due.instant(), None, late.flag() if late else None)

    @property
    def _end(self) -> datetime:
        """When all that is known has happened."""
        instants = [event.instant for event in self.ticket.events]
        return max([self.ticket.opened, *instants, *([self.now] if self.now else [])])

    def _clock(self, policy: SlaPolicy, ticket: Ticket, metric: str) -> SlaClock | None:
        """The clock of a metric's latest cycle."""
        found = [each.clock for each in policy.evaluate(ticket, self._end).cycles if each.metric == metric]
        return found[-1] if found else None

    def _answer(self, clock: SlaClock | None) -> Answered:
        """When it is due: while it stands still, as of the pause, for there the product leaves it."""
        if clock is None:
            return Answered(None, None, None)
        status = clock.status(self._end)
        since = self._paused_since(clock) if status.is_paused else None
        due = clock.status(max(since, clock.start)).due if since else status.due
        return Answered(due, None, status.is_breached if self.now or status.stopped_at else None)

    def _paused_since(self, clock: SlaClock) -> datetime | None:
        """When the pause began in which it stands."""
        pauses = [event for event in clock.events if event.kind in ("pause", "resume")]
        since: datetime | None = None
        for event in pauses:
            since = event.at if event.kind == "pause" else None
        return since

    def _compared(self, theirs: Answered, clock: SlaClock, start: datetime | None) -> ComparedCycle:
        ours, promised = self._answer(clock), clock.promised
        others = self._other_readings(theirs, ours, clock, start)
        reason, detail = reason_of(theirs, ours, TOLERANCE, "to whole seconds", others)
        return ComparedCycle(
            self.ticket.id,
            clock.metric,
            clock.cycle,
            self.ticket.plan or "",
            str(clock.status(self._end).target),
            promised.schedule.name if promised.counts_open_time else "",
            theirs,
            ours,
            reason,
            detail,
        )

    def _other_readings(
        self, theirs: Answered, ours: Answered, clock: SlaClock, start: datetime | None
    ) -> Iterator[OtherReading]:
        if theirs.breached is False and ours.breached:
            detail = "a ticket is marked as late by a job, and only where the SLA policy escalates"
            yield OtherReading("rule of the product", detail, lambda: replace(ours, breached=None))
        if start:
            ticket = self.ticket.model_copy(update={"opened": start})
            detail = f"both clocks start at {start:%Y-%m-%d %H:%M}, not when the ticket was created"
            yield OtherReading("rule of the product", detail, self._asked(self.policy, ticket, clock.metric))
        if clock.promised.counts_open_time:
            other = "closing" if self.policy.boundary == "next_opening" else "next_opening"
            changed = self.policy.model_copy(update={"boundary": other})
            yield OtherReading("boundary", other, self._asked(changed, self.ticket, clock.metric))
            for name in self.policy.schedules:
                if name != clock.promised.schedule.name:
                    yield OtherReading("another schedule", name, self._asked_on(clock, name))
        if any(event.kind == "pause" for event in clock.events):
            ran = replace(clock, events=tuple(each for each in clock.events if each.kind not in ("pause", "resume")))
            yield OtherReading("rule of the product", "the clock ran on while paused", lambda: self._answer(ran))

    def _asked(self, policy: SlaPolicy, ticket: Ticket, metric: str) -> Callable[[], Answered]:
        return lambda: self._answer(self._clock(policy, ticket, metric))

    def _asked_on(self, clock: SlaClock, schedule: str) -> Callable[[], Answered]:
        return lambda: self._answer(_on(clock, self.policy.schedule(schedule)))


def _other_start(
    ticket: Ticket, theirs: Mapping[str, Answered], clocks: Mapping[str, SlaClock | None]
) -> datetime | None:
    """Where both clocks of a ticket started, if due instants and targets agree on it and it was not when created."""
    found = []
    for metric in ("first_response", "resolution"):
        clock, due = clocks.get(metric), theirs[metric].due if metric in theirs else None
        if clock is None or due is None or (clock.events[:1] and clock.events[0].kind != "stop"):
            return None
        promised, amount = clock.promised, clock.promised.target.duration or timedelta(0)
        start = promised.schedule.add(due, -amount) if promised.counts_open_time else due - amount
        found.append(start.astimezone(UTC))
    return found[0] if len(set(found)) == 1 and found[0] != ticket.opened else None


def _on(clock: SlaClock, schedule: Schedule) -> SlaClock:
    """The same clock, counted on another schedule."""
    events = tuple(
        event._replace(promised=event.promised._replace(schedule=schedule)) if event.promised else event
        for event in clock.events
    )
    return replace(clock, promised=clock.promised._replace(schedule=schedule), events=events)

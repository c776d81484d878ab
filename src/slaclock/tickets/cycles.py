"""A ticket's events followed, one after another, into the cycles of each metric and their clocks (R16–R18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol

from slaclock.hours import to_utc
from slaclock.tickets.clock import SlaClock
from slaclock.tickets.history import ClockEvent
from slaclock.tickets.lifecycle import Lifecycle
from slaclock.tickets.ticket import Event, Ticket

Happening = Literal["agree", "pause", "resume", "stop", "cancel"]
_Happened = tuple[Happening, datetime, str, datetime | None]


@dataclass(frozen=True)
class Names:
    """Plan and priority of a ticket at an instant, and the channel through which it came."""

    plan: str | None
    priority: str | None
    channel: str | None = None


class Promises(Protocol):
    """What a policy says of a metric at an instant."""

    def clock_for(self, ticket: Ticket, metric: str, cycle: int, start: datetime, names: Names) -> SlaClock | None:
        """The clock of a cycle, or nothing where nothing is promised."""
        ...

    def lifecycle(self, metric: str, plan: str | None, priority: str | None) -> Lifecycle:
        """When the metric starts, stops, pauses and repeats for a plan and a priority."""
        ...

    def metrics_of(self, plan: str | None) -> Iterable[str]:
        """The metrics that a plan promises."""
        ...

    def lacking(self, metric: str, start: datetime, names: Names) -> str | None:
        """What a ticket does not say, and has to before it is known what is promised; nothing where it says enough."""
        ...


class Track:
    """The clocks of one metric as a ticket's events are taken, one after another."""

    def __init__(self, ticket: Ticket, metric: str, promises: Promises, names: Names | None = None) -> None:
        self.ticket = ticket
        self.metric = metric
        self.promises = promises
        self.names = names or Names(ticket.plan, ticket.priority, ticket.channel)
        self.life = promises.lifecycle(metric, self.names.plan, self.names.priority)
        self.status = ticket.status
        self.taken: list[Event] = []
        self.seen: set[str] = set()
        self.cycles: list[Cycle] = []
        self.ended = False
        self.paused_by = {f"status {ticket.status}": None} if self.life.pauses_while(ticket.status) else {}
        self.agreed: Event | None = None
        """What was agreed before it started."""
        self.problems: list[str] = []

    def clocks(self) -> Iterator[SlaClock]:
        """The clocks of the cycles for which something was promised; it is a problem where a ticket says too little."""
        for cycle in self.cycles:
            if clock := cycle.clock(self.ticket, self.metric, self.promises):
                yield clock
            elif not cycle.withdrawn and (lacking := cycle.lacking(self.metric, self.promises)):
                self.problems.append(lacking)

    @property
    def running(self) -> Cycle | None:
        """The cycle that has not stopped, if there is one."""
        return self.cycles[-1] if self.cycles and not self.cycles[-1].stopped else None

    @property
    def listening(self) -> Cycle | None:
        """The cycle that runs, or that may yet go on when the ticket is reopened."""
        if self.running or self.life.on_reopen != "continue":
            return self.running
        return self.kept[-1] if self.kept else None

    @property
    def kept(self) -> list[Cycle]:
        """The cycles that count as such under the plan and priority of now."""
        return [cycle for cycle in self.cycles if not cycle.withdrawn]

    def take(self, event: Event) -> None:
        """Let one event happen."""
        if self.ended and event.kind != "reopened":
            self.problems.append(f"{event.kind} at {event.at.isoformat()} came after the ticket had ended")
            return
        counts = event.public or event.kind != "agent_replied"
        match event.kind:
            case "plan_changed" | "priority_changed":
                self._change(event)
            case "status_changed":
                self._change_status(event)
            case "paused" | "resumed" | "stopped":
                self._by_hand(event)
            case "due_agreed" if event.about == self.metric:
                self._agree(event)
            case "reopened":
                self._reopen(event)
            case "cancelled" if self.running:
                self.running.do("cancel", event.at, event.by)
        if counts:
            self._start_or_stop(event)
            self.seen.add(event.kind)
        self.taken.append(event)
        if event.kind in ("closed", "cancelled"):
            self.ended = True

    def _start_or_stop(self, event: Event) -> None:
        life, kind = self.life, event.kind
        if self.running and kind in life.restarts:
            self.running.do("stop", event.at, event.by or kind)
            self._start(event)
        elif self.running and kind in life.stops:
            self.running.do("stop", event.at, event.by or kind)
        elif not self.running and kind in life.starts and self._may_start():
            self._start(event)

    def _may_start(self) -> bool:
        allowed = not self.life.after or any(kind in self.seen for kind in self.life.after)
        return allowed and (self.life.repeats or not self.kept)

    def _start(self, event: Event) -> None:
        cycle = Cycle(len(self.cycles) + 1, event.at, self.names, event.kind)
        self.cycles.append(cycle)
        for cause in self.paused_by:
            cycle.do("pause", event.at, cause)
        if self.agreed:
            cycle.do("agree", event.at, self.agreed.by, self.agreed.agreed)
            self.agreed = None

    def _agree(self, event: Event) -> None:
        if event.agreed is None:
            self.problems.append(f"{event.kind} at {event.at.isoformat()} names no instant; state `agreed`")
        elif self.listening:
            self.listening.do("agree", event.at, event.by, event.agreed)
        elif self.kept and not self.life.repeats:
            self.problems.append(f"{event.kind} at {event.at.isoformat()} came after {self.metric} had stopped")
        elif self.agreed is None or self.agreed.at < event.at or (self.agreed.agreed or event.agreed) <= event.agreed:
            # As of a clock, of two at one instant the later one holds.
            self.agreed = event

    def _change(self, event: Event) -> None:
        new = event.plan if event.kind == "plan_changed" else event.priority
        if new is None:
            key = event.kind.removesuffix("_changed")
            self.problems.append(f"{event.kind} at {event.at.isoformat()} names no {key}")
            return
        changed = {"plan": new} if event.kind == "plan_changed" else {"priority": new}
        self.names = replace(self.names, **changed)
        before, self.life = self.life, self.promises.lifecycle(self.metric, self.names.plan, self.names.priority)
        if self.life != before:
            self._withdraw(event)
        if self.listening:
            self.listening.change(event.at, self.names)
        if self.life != before:
            self._live_on(before, event)

    def _withdraw(self, change: Event) -> None:
        """End a cycle that would not have started so."""
        cycle = self.running
        if cycle and not self.life.may_start_at(cycle.started_by):
            cycle.do("cancel", change.at, f"starts at {' or '.join(self.life.starts)}")
            cycle.withdrawn = True

    def _live_on(self, before: Lifecycle, change: Event) -> None:
        """Pause as the new lifecycle says, and run if it had started and was not done yet."""
        now = self.life.pauses_while(self.status)
        if before.pauses_while(self.status) != now:
            self._set_paused(f"status {self.status}", change.at, now)
        if not self.kept:
            again = Track(self.ticket, self.metric, self.promises, self.names)
            for event in self.taken:
                if event.kind not in ("plan_changed", "priority_changed"):
                    again.take(event)
            if again.running:
                self.cycles.append(again.running.promised_from(change.at, self.names, len(self.cycles) + 1))

    def _change_status(self, event: Event) -> None:
        if event.status is None:
            self.problems.append(f"status_changed at {event.at.isoformat()} names no status")
            return
        before, self.status = self.status, event.status
        if before != event.status:
            self._pause_in_status(before, event)

    def _pause_in_status(self, before: str, event: Event) -> None:
        if self.life.pauses_while(before):
            self._set_paused(f"status {before}", event.at, False)
        if self.life.pauses_while(self.status):
            self._set_paused(f"status {self.status}", event.at, True)

    def _by_hand(self, event: Event) -> None:
        if event.metric not in (None, self.metric):
            return
        cause = event.by or "paused by hand"
        if event.kind == "stopped":
            if self.running:
                self.running.do("stop", event.at, event.by)
        elif event.kind == "resumed" and cause not in self.paused_by:
            self.problems.append(f"resumed at {event.at.isoformat()} came while nothing was paused by it")
        else:
            self._set_paused(cause, event.at, event.kind == "paused")

    def _set_paused(self, cause: str, at: datetime, paused: bool) -> None:
        if paused:
            self.paused_by[cause] = None
        else:
            self.paused_by.pop(cause, None)
        if self.listening:
            self.listening.do("pause" if paused else "resume", at, cause)

    def _reopen(self, event: Event) -> None:
        self.ended = False
        if self.running or not self.kept:
            return
        if self.life.on_reopen == "new_cycle":
            self._start(event)
        elif self.life.on_reopen == "continue":
            self.kept[-1].go_on(event.at)


class Cycle:
    """One run of a metric: what happened to it, before it is known what was promised."""

    def __init__(self, number: int, start: datetime, names: Names, started_by: str) -> None:
        self.number = number
        self.start = start
        self.started_by = started_by
        """The kind of event that started it."""
        self.withdrawn = False
        """Whether it turned out not to be one, when plan or priority changed."""
        self.names = [(start, names)]
        self.happened: list[_Happened] = []
        # What happened since it stopped counts only if it goes on.
        self.afterwards: list[_Happened] = []
        self.names_afterwards: list[tuple[datetime, Names]] = []
        self.stopped: datetime | None = None

    def do(self, kind: Happening, at: datetime, by: str, due: datetime | None = None) -> None:
        """Let something happen to its clock."""
        (self.afterwards if self.stopped else self.happened).append((kind, at, by, due))
        if kind in ("stop", "cancel"):
            self.stopped = at

    def change(self, at: datetime, names: Names) -> None:
        """Another plan or priority holds from here on."""
        (self.names_afterwards if self.stopped else self.names).append((at, names))

    def promised_from(self, at: datetime, names: Names, number: int) -> Cycle:
        """The same cycle, with nothing promised before an instant."""
        self.names, self.number = [(at, names)], number
        return self

    def go_on(self, at: datetime) -> None:
        """It had not ended after all: the time since it stopped was a pause."""
        assert self.stopped is not None
        self.happened = [each for each in self.happened if each[0] not in ("stop", "cancel")]
        paused: _Happened = ("pause", self.stopped, "resolved", None)
        self.happened += [paused, *self.afterwards, ("resume", at, "resolved", None)]
        self.names += self.names_afterwards
        self.afterwards, self.names_afterwards, self.stopped = [], [], None

    def lacking(self, metric: str, promises: Promises) -> str | None:
        """What its ticket did not say to the end."""
        return promises.lacking(metric, self.start, self.names[-1][1])

    def clock(self, ticket: Ticket, metric: str, promises: Promises) -> SlaClock | None:
        """Its clock, from the first plan and priority for which something is promised."""
        clock: SlaClock | None = None
        latest: SlaClock | None = None
        changes: list[ClockEvent] = []
        lapsed: datetime | None = None
        for at, names in self.names:
            promised = promises.clock_for(ticket, metric, self.number, self.start, names)
            latest = promised or latest
            if promised is None:
                lapsed = lapsed or (at if clock else None)
            elif clock is None:
                # Promised later than it started, it cannot have been breached before.
                clock = promised if at == self.start else replace(promised, since=to_utc(at))
            else:
                lapsed = None
                by = _changed_names(names)
                changes.append(ClockEvent(to_utc(at), "retarget", by, promised.promised, promised.on_change))
        if clock is None or latest is None:
            return None
        clock = replace(clock, plan=latest.plan, priority=latest.priority, subject=latest.subject)
        happened = [ClockEvent(to_utc(at), kind, by, due=due and to_utc(due)) for kind, at, by, due in self.happened]
        if lapsed:
            ended = ClockEvent(to_utc(lapsed), "cancel", "no longer promised")
            happened = [*(event for event in happened if event.at <= ended.at), ended]
        return clock.having([*changes, *happened])


def _changed_names(names: Names) -> str:
    return ", ".join(f"{kind} {name}" for kind, name in (("plan", names.plan), ("priority", names.priority)) if name)

"""A ticket's events followed, one after another, into the cycles of each metric (R16–R18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from slaclock.hours import to_utc
from slaclock.tickets.commitments import Names, Promises
from slaclock.tickets.cycles import Counted, Cycle
from slaclock.tickets.history import Remark
from slaclock.tickets.lifecycle import Lifecycle
from slaclock.tickets.ticket import Event, Ticket


class _Pausing(dict[str, bool]):
    """Whether a metric pauses in a status, for those that were asked about."""

    def __init__(self, life: Lifecycle) -> None:
        self._life = life

    def __missing__(self, status: str) -> bool:
        found = self[status] = self._life.pauses_while(status)
        return found


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
        self.kept: list[Cycle] = []
        """Those that count as such under the plan and priority of now."""
        self.ended = False
        self.resolved = False
        """Whether it was resolved and not reopened since."""
        self._pausing = _Pausing(self.life)
        self.paused_by = {f"status {ticket.status}": None} if self._pausing[ticket.status] else {}
        self.agreed: Event | None = None
        """What was agreed before it started."""
        self.problems: list[str] = []
        self.told = 0
        """Of one that lives otherwise than its ticket: how many events it was told."""
        self._otherwise: dict[Lifecycle, Track] = {}
        """What had come of it with lifecycles that held for a while, none of which runs."""

    def counted(self) -> Iterator[tuple[Cycle, Counted]]:
        """The cycles for which something was promised; it is a problem where a ticket says too little."""
        for cycle in self.cycles:
            if not cycle.withdrawn and (left_open := cycle.left_open(self.metric, self.promises)):
                self.problems.append(left_open)
            if counted := cycle.counted(self.metric, self.promises):
                yield cycle, counted
            elif not cycle.withdrawn and (lacking := cycle.lacking(self.metric, self.promises)):
                self.problems.append(lacking)

    @property
    def running(self) -> Cycle | None:
        """The cycle that has not stopped, if there is one."""
        return self.cycles[-1] if self.cycles and not self.cycles[-1].stopped else None

    @property
    def listening(self) -> Cycle | None:
        """The cycle that runs, or that may yet go on when the ticket is reopened."""
        running = self.running
        if running or self.life.on_reopen != "continue":
            return running
        return self.kept[-1] if self.kept else None

    def take(self, event: Event) -> None:
        """Let one event happen."""
        if self.ended and event.kind != "reopened":
            self.problems.append(f"{event.kind} at {event.at.isoformat()} came after the ticket had ended")
            return
        kind = event.kind
        match kind:
            case "status_changed":
                self._change_status(event)
            case "plan_changed" | "priority_changed":
                self._change(event)
            case "paused" | "resumed" | "stopped":
                self._by_hand(event)
            case "due_agreed" if event.about == self.metric:
                self._agree(event)
            case "reopened":
                self._reopen(event)
            case "cancelled" if self.running:
                self.running.do("cancel", event.instant, event.by)
        if event.public or kind != "agent_replied":
            if kind in self.life.heard:
                self._start_or_stop(event)
            self.seen.add(kind)
        self.taken.append(event)
        self.ended = kind in ("closed", "cancelled")
        self.resolved = self.resolved or kind == "resolved"

    def _start_or_stop(self, event: Event) -> None:
        life, kind = self.life, event.kind
        if self.running and kind in life.restarts:
            self.running.do("stop", event.instant, event.by or kind)
            self._start(event)
        elif self.running and kind in life.stops:
            self.running.do("stop", event.instant, event.by or kind)
        elif not self.running and kind in life.starts and self._may_start():
            if self.resolved and "resolved" in life.stops:
                self._start_after_resolved(event)
            else:
                self._start(event)

    def _may_start(self) -> bool:
        allowed = not self.life.after or any(kind in self.seen for kind in self.life.after)
        return allowed and (self.life.repeats or not self.kept)

    def _start_after_resolved(self, event: Event) -> None:
        """Start without `reopened`, or not, as the policy says; an explanation tells which."""
        reopens = self.promises.reopens
        if reopens == "any_customer_reply":
            self._start(event)
            said = f"{event.kind} started it after the ticket was resolved, without reopened"
        else:
            said = f"{event.kind} did not start it again, for the ticket was resolved and not reopened"
        for cycle in self.cycles[-1:]:
            cycle.remarks.append(Remark(event.instant, f"{said} (reopens: {reopens})"))

    def _start(self, event: Event) -> None:
        cycle = Cycle(len(self.cycles) + 1, event.at, self.names, event.kind)
        self._add(cycle)
        for cause in self.paused_by:
            cycle.do("pause", event.instant, cause)
        if self.agreed and self.agreed.agreed:
            cycle.do("agree", event.instant, self.agreed.by, to_utc(self.agreed.agreed))
            self.agreed = None

    def _add(self, cycle: Cycle) -> None:
        self.cycles.append(cycle)
        self.kept.append(cycle)

    def _agree(self, event: Event) -> None:
        if event.agreed is None:
            self.problems.append(f"{event.kind} at {event.at.isoformat()} names no instant; state `agreed`")
        elif self.listening:
            self.listening.do("agree", event.instant, event.by, to_utc(event.agreed))
        elif self.kept and not self.life.repeats:
            self.problems.append(f"{event.kind} at {event.at.isoformat()} came after {self.metric} had stopped")
        elif self.agreed is None or self.agreed.at < event.at or (self.agreed.agreed or event.agreed) <= event.agreed:
            # As of a clock, of two at one instant the later one holds.
            self.agreed = event

    def _change(self, event: Event) -> None:
        new = event.plan if event.kind == "plan_changed" else event.priority
        if not new:
            key = event.kind.removesuffix("_changed")
            self.problems.append(f"{event.kind} at {event.at.isoformat()} names no {key}")
            return
        changed = {"plan": new} if event.kind == "plan_changed" else {"priority": new}
        self.names = replace(self.names, **changed)
        before, self.life = self.life, self.promises.lifecycle(self.metric, self.names.plan, self.names.priority)
        differs = self.life is not before and self.life != before
        if differs:
            self._pausing = _Pausing(self.life)
            self._withdraw(event)
        if self.listening:
            self.listening.change(event.instant, self.names)
        if differs:
            self._live_on(before, event)

    def _withdraw(self, change: Event) -> None:
        """End a cycle that would not have started so."""
        cycle = self.running
        if cycle and not self.life.may_start_at(cycle.started_by):
            cycle.do("cancel", change.instant, f"starts at {' or '.join(self.life.starts)}")
            cycle.withdrawn = True
            self.kept.pop()

    def _live_on(self, before: Lifecycle, change: Event) -> None:
        """Pause as the new lifecycle says, and run if it had started and was not done yet."""
        now = self._pausing[self.status]
        if before.pauses_while(self.status) != now:
            self._set_paused(f"status {self.status}", change.instant, now)
        if not self.kept and (cycle := self._had_it_lived_so()):
            self._add(cycle.promised_from(change.instant, self.names, len(self.cycles) + 1))

    def _had_it_lived_so(self) -> Cycle | None:
        """The cycle that would run if the lifecycle of now had held from the beginning."""
        again = self._otherwise.pop(self.life, None) or Track(self.ticket, self.metric, self.promises, self.names)
        for event in self.taken[again.told :]:
            if event.kind not in ("plan_changed", "priority_changed"):
                again.take(event)
        again.told = len(self.taken)
        if not again.running:
            self._otherwise[self.life] = again
        return again.running

    def _change_status(self, event: Event) -> None:
        before, now = self.status, event.status
        if now is None:
            self.problems.append(f"status_changed at {event.at.isoformat()} names no status")
        elif now != before:
            self.status = now
            pausing = self._pausing
            if pausing[before]:
                self._set_paused(f"status {before}", event.instant, False)
            if pausing[now]:
                self._set_paused(f"status {now}", event.instant, True)

    def _by_hand(self, event: Event) -> None:
        if event.metric not in (None, self.metric):
            return
        cause = event.by or "paused by hand"
        if event.kind == "stopped":
            if self.running:
                self.running.do("stop", event.instant, event.by)
        elif event.kind == "resumed" and cause not in self.paused_by:
            self.problems.append(f"resumed at {event.at.isoformat()} came while nothing was paused by it")
        else:
            self._set_paused(cause, event.instant, event.kind == "paused")

    def _set_paused(self, cause: str, at: datetime, paused: bool) -> None:
        if paused:
            self.paused_by[cause] = None
        else:
            self.paused_by.pop(cause, None)
        if cycle := self.listening:
            cycle.do("pause" if paused else "resume", at, cause)

    def _reopen(self, event: Event) -> None:
        self.ended = self.resolved = False
        if self.running or not self.kept:
            return
        if self.life.on_reopen == "new_cycle":
            self._start(event)
        elif self.life.on_reopen == "continue":
            self.kept[-1].go_on(event.instant)

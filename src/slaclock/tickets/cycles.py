"""One run of a metric: what happened to it, and what of that its clock counts once it is known what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from typing import Literal, NamedTuple

from slaclock.hours import to_utc
from slaclock.tickets.clock import SlaClock
from slaclock.tickets.commitments import Commitment, Names, Promises
from slaclock.tickets.history import ClockEvent, History, Remark, in_order
from slaclock.tickets.promise import Thresholds
from slaclock.tickets.ticket import Ticket

Happening = Literal["agree", "pause", "resume", "stop", "cancel"]


class Counted(NamedTuple):
    """A cycle for which something was promised, as its clock counts it."""

    history: History
    warnings: Thresholds
    names: Names
    """The last plan and priority for which something was promised."""


class Cycle:
    """One run of a metric: what happened to it, before it is known what was promised. Events are told in UTC."""

    def __init__(self, number: int, start: datetime, names: Names, started_by: str) -> None:
        self.number = number
        self.start = start
        """When it started, in the zone in which it answers."""
        self.started_by = started_by
        """The kind of event that started it."""
        self.withdrawn = False
        """Whether it turned out not to be one, when plan or priority changed."""
        self.names = [(to_utc(start), names)]
        self.happened: list[ClockEvent] = []
        # What happened since it stopped counts only if it goes on.
        self.afterwards: list[ClockEvent] = []
        self.names_afterwards: list[tuple[datetime, Names]] = []
        self.stopped: datetime | None = None
        self.remarks: list[Remark] = []
        """What its explanation should say of how it started, or did not start again."""

    def do(self, kind: Happening, at: datetime, by: str, due: datetime | None = None) -> None:
        """Let something happen to its clock."""
        (self.afterwards if self.stopped else self.happened).append(ClockEvent(at, kind, by, None, "recompute", due))
        if kind == "stop" or kind == "cancel":
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
        self.happened = [each for each in self.happened if each.kind not in ("stop", "cancel")]
        self.happened.append(ClockEvent(self.stopped, "pause", "resolved"))
        self.happened += [*self.afterwards, ClockEvent(at, "resume", "resolved")]
        self.names += self.names_afterwards
        self.afterwards, self.names_afterwards, self.stopped = [], [], None

    def lacking(self, metric: str, promises: Promises) -> str | None:
        """What its ticket did not say to the end."""
        return promises.lacking(metric, self.start, self.names[-1][1])

    def left_open(self, metric: str, promises: Promises) -> str | None:
        """What its ticket did not say of its channel, where that decides what is promised to the end."""
        return promises.left_open(metric, self.start, self.names[-1][1])

    def counted(self, metric: str, promises: Promises) -> Counted | None:
        """What its clock counts, from the first plan and priority for which something is promised."""
        told = [_Told(at, names, promises.commitment(metric, self.start, names)) for at, names in self.names]
        known = [(at, names, found) for at, names, found in told if found]
        if not known:
            return None
        (since, _, first), start = known[0], to_utc(self.start)
        changes = [
            ClockEvent(at, "retarget", _changed_names(names), found.promised, found.on_change)
            for at, names, found in known[1:]
        ]
        events = in_order([*changes, *self._happened_until(_lapsed(told))])
        # Promised later than it started, it cannot have been breached before.
        history = History(start, first.promised, self.start.tzinfo, None if since == start else since, events)
        return Counted(history, first.warnings, known[-1][1])

    def _happened_until(self, lapsed: datetime | None) -> list[ClockEvent]:
        """What happened while something was promised."""
        if lapsed is None:
            return self.happened
        ended = ClockEvent(lapsed, "cancel", "no longer promised")
        return [*(event for event in self.happened if event.at <= lapsed), ended]


class _Told(NamedTuple):
    """What is promised from an instant on, under the plan and priority of then."""

    at: datetime
    names: Names
    found: Commitment | None


def _lapsed(told: Sequence[_Told]) -> datetime | None:
    """From when on nothing is promised any more, where something was."""
    last = list(takewhile(lambda each: each.found is None, reversed(told)))
    return last[-1].at if last else None


def _changed_names(names: Names) -> str:
    return ", ".join(f"{kind} {name}" for kind, name in (("plan", names.plan), ("priority", names.priority)) if name)


def clock_of(cycle: Cycle, counted: Counted, ticket: Ticket, metric: str, promises: Promises) -> SlaClock:
    """The clock of a cycle, as users take it: it counts the same, and knows what it is called."""
    clock = promises.clock_for(ticket, metric, cycle.number, cycle.start, counted.names)
    stated = counted.history
    return replace(
        clock,
        promised=stated.promised,
        since=stated.since,
        events=stated.events,
        thresholds=counted.warnings,
        remarks=tuple(cycle.remarks),
    )

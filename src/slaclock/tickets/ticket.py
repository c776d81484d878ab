"""A ticket's events, the life of each metric in them, and the clocks that follow (R16–R18)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Annotated, Any, ClassVar, Literal, Protocol

from pydantic import AwareDatetime, BeforeValidator, Field, field_validator

from slaclock.declaration import Declaration, FrozenMapping
from slaclock.errors import ClockError, UnknownNameError
from slaclock.hours import to_utc, zone_named
from slaclock.notebook import Pictured
from slaclock.targets import BeforeBreach, Explanation, Threshold
from slaclock.tickets.clock import SlaClock
from slaclock.tickets.replay import ClockEvent
from slaclock.tickets.status import Status

Contradictions = Literal["record", "error"]
"""What happens to an event that cannot be, such as a reply before the opening: recorded and left out, or refused."""
Happening = Literal["pause", "resume", "stop", "cancel"]
OnReopen = Literal["new_cycle", "continue"]
"""What a reopened ticket does to a metric that had stopped: a new cycle, or the old one goes on after a pause."""

# Events at one instant happen in this order; kinds that are not here come before `resolved`.
_ORDER = (
    "opened",
    "reopened",
    "plan_changed",
    "priority_changed",
    "customer_replied",
    "escalated",
    "acknowledged",
    "agent_replied",
    "workaround_given",
    "status_changed",
    "paused",
    "resumed",
    "stopped",
    "",
    "resolved",
    "closed",
    "cancelled",
)
_PLACES = {kind: place for place, kind in enumerate(_ORDER)}
_OTHER = _PLACES[""]
Order = tuple[datetime, int, str]
WAITING = ("pending", "on_hold", "waiting", "waiting_on_customer", "waiting_on_third_party")
"""Ticket statuses in which a known metric of long work pauses, unless its lifecycle says otherwise."""


def _instant_of(given: object) -> object:
    if isinstance(given, (int, float)) or (
        isinstance(given, str) and given.strip().lstrip("-").replace(".", "").isdigit()
    ):
        raise ClockError(f"{given!r} names no instant; write date, time and offset, e.g. '2026-11-25T17:00-05:00'")
    return given


Instant = Annotated[AwareDatetime, BeforeValidator(_instant_of, json_schema_input_type=AwareDatetime)]
"""An aware datetime, or ISO 8601 text with an offset; numbers are refused, for none says since when it counts."""


class Event(Declaration):
    """Something that happened to a ticket.

    Examples:
        >>> Event(at="2026-11-25T17:00-05:00", kind="agent_replied").public
        True

    Rules: R18.
    """

    at: Instant
    """When it happened."""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """What happened: `customer_replied`, `agent_replied`, `status_changed`, `priority_changed`, `plan_changed`,
    `escalated`, `acknowledged`, `workaround_given`, `resolved`, `reopened`, `closed`, `cancelled`,
    `paused`, `resumed`, `stopped`, or a name of one's own that a lifecycle uses."""

    public: bool = True
    """Whether the customer sees it; an internal note answers nobody."""

    status: str | None = None
    """The new status, for `status_changed`."""

    priority: str | None = None
    """The new priority, for `priority_changed`."""

    plan: str | None = None
    """The new plan, for `plan_changed`."""

    metric: str | None = None
    """The one metric that `paused`, `resumed` or `stopped` concerns; all of them where nothing is said."""

    by: str = ""
    """Who or what caused it, for explanations."""

    @property
    def order(self) -> Order:
        """Events in time, and at one instant in the stated order of kinds."""
        return to_utc(self.at), _PLACES.get(self.kind, _OTHER), self.kind


def _text_of(given: object) -> object:
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


class Ticket(Declaration):
    """A ticket: when it was opened, as what, and everything that happened to it, in any order.

    Examples:
        >>> ticket = Ticket(id="T-1", opened="2026-11-25T15:00-05:00", priority="P1", events=[
        ...     {"at": "2026-11-25T16:00-05:00", "kind": "agent_replied"},
        ... ])
        >>> Ticket.model_validate_json(ticket.model_dump_json()) == ticket
        True

    Rules: R18.
    """

    id: Annotated[str, BeforeValidator(_text_of, json_schema_input_type=str | int)] = ""
    """What the helpdesk calls it; a number is taken as text."""

    opened: Instant
    """When it was received."""

    plan: str | None = None
    """The plan at its opening."""

    priority: str | None = None
    """The priority at its opening."""

    channel: str | None = None
    """The channel through which it came, where what is promised differs by channel."""

    status: str = "open"
    """The status at its opening."""

    timezone: str | None = None
    """IANA name of the customer's zone, where the policy has schedules that are read on it."""

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, name: str | None) -> str | None:
        if name is not None:
            zone_named(name)
        return name

    events: tuple[Event, ...] = ()
    """What happened to it; order and duplicates do not matter."""

    def with_event(self, event: Event) -> Ticket:
        """The same ticket with one event more."""
        return self.model_copy(update={"events": (*self.events, event)})


def _kinds_in(given: object) -> object:
    return (given,) if isinstance(given, str) else given


Kinds = Annotated[tuple[str, ...], BeforeValidator(_kinds_in, json_schema_input_type=str | list[str])]
"""One kind of event or several."""


class Lifecycle(Declaration):
    """When a metric starts, stops, pauses and repeats.

    Kinds of events are those of `Event`. An `agent_replied` that is not public starts and stops nothing.

    Rules: R16, R17, R18.
    """

    _examples: ClassVar = {
        "starts": ("opened",),
        "stops": (["agent_replied", "resolved"],),
        "after": ("agent_replied",),
        "restarts": ("agent_replied",),
        "pauses_in": (["waiting_on_customer"],),
        "runs_in": (["waiting_on_support"],),
    }

    starts: Kinds = ("opened",)
    """Events that start it; one that comes while it runs changes nothing."""

    stops: Kinds = ("resolved", "closed")
    """Events that stop it: in time, or late."""

    after: Kinds = ()
    """Events of which one must have happened before it can start."""

    restarts: Kinds = ()
    """Events that stop it and start its next cycle at once, as each public reply does a periodic update."""

    pauses_in: Kinds = ()
    """Ticket statuses in which it pauses."""

    runs_in: Kinds = ()
    """Ticket statuses in which alone it runs, where that is easier to say: it pauses in all others."""

    repeats: bool = False
    """Whether it starts again at each starting event after it had stopped."""

    on_reopen: OnReopen | None = None
    """What `reopened` does once it had stopped; nothing where nothing is said."""

    warnings: FrozenMapping[BeforeBreach] = Field(default_factory=FrozenMapping)
    """Its warnings by name, besides those of the policy."""

    escalations: FrozenMapping[Threshold] = Field(default_factory=FrozenMapping)
    """The rungs of its escalation ladder by name, besides those of the policy."""


_USUAL: dict[str, dict[str, Any]] = {
    "first_response": {"stops": ("agent_replied", "resolved", "closed")},
    "next_response": {
        "starts": ("customer_replied",),
        "stops": ("agent_replied", "resolved", "closed"),
        "after": ("agent_replied",),
        "repeats": True,
    },
    "update": {"starts": ("agent_replied", "reopened"), "restarts": ("agent_replied",), "repeats": True},
    "workaround": {"stops": ("workaround_given", "resolved", "closed"), "pauses_in": WAITING},
    "resolution": {"pauses_in": WAITING, "on_reopen": "new_cycle"},
    "acknowledgement": {"stops": ("acknowledged", "agent_replied", "resolved", "closed")},
    "escalation": {"starts": ("escalated",), "stops": ("acknowledged", "resolved", "closed"), "repeats": True},
}


@cache
def usual_lifecycle(metric: str) -> Lifecycle:
    """The life of a metric that the field knows; any other starts at opening and stops when resolved."""
    return Lifecycle(**_USUAL.get(metric, {}))


class Promises(Protocol):
    """What a policy says of a metric at an instant."""

    def clock_for(self, ticket: Ticket, metric: str, cycle: int, start: datetime, names: Names) -> SlaClock | None:
        """The clock of a cycle, or nothing where nothing is promised."""
        ...

    def lifecycle(self, metric: str) -> Lifecycle:
        """When the metric starts, stops, pauses and repeats."""
        ...

    def metrics_of(self, plan: str | None) -> Iterable[str]:
        """The metrics that a plan promises."""
        ...


@dataclass(frozen=True)
class Names:
    """Plan and priority of a ticket at an instant, and the channel through which it came."""

    plan: str | None
    priority: str | None
    channel: str | None = None


@dataclass(frozen=True)
class MetricStatus:
    """One cycle of a metric: its clock, and where it stands."""

    metric: str
    cycle: int
    status: Status
    clock: SlaClock = field(repr=False)

    def explain(self) -> Explanation:
        """Why it stands there."""
        return self.clock.explain(self.status.now)


@dataclass(frozen=True)
class Evaluation(Pictured):
    """Where every metric of a ticket stands at an instant.

    Rules: R12, R16, R17, R18.
    """

    ticket: Ticket
    now: datetime
    cycles: tuple[MetricStatus, ...]
    """Every cycle of every metric, in the order of metrics and cycles."""
    problems: tuple[str, ...]
    """Events that contradict the others, and were left out."""

    def __getitem__(self, metric: str) -> Status:
        """The status of a metric's latest cycle.

        Raises:
            UnknownNameError: The metric has not started, or is not promised.
        """
        return self.latest(metric).status

    def latest(self, metric: str) -> MetricStatus:
        """A metric's latest cycle.

        Raises:
            UnknownNameError: The metric has not started, or is not promised.
        """
        found = [each for each in self.cycles if each.metric == metric]
        if not found:
            known = ", ".join(dict.fromkeys(each.metric for each in self.cycles)) or "none"
            raise UnknownNameError(f"{metric!r} has not started or is not promised; started: {known}")
        return found[-1]

    @property
    def latest_cycles(self) -> tuple[MetricStatus, ...]:
        """The latest cycle of each metric."""
        return tuple({each.metric: each for each in self.cycles}.values())

    @property
    def is_breached(self) -> bool:
        """Whether any cycle of any metric was broken."""
        return any(each.status.is_breached for each in self.cycles)

    @property
    def running(self) -> tuple[MetricStatus, ...]:
        """The cycles that have not stopped."""
        return tuple(each for each in self.cycles if each.status.stopped_at is None)

    @property
    def next_change(self) -> datetime | None:
        """The next instant at which any of this changes if nothing else happens."""
        coming = (each.status.next_change for each in self.cycles)
        return min(filter(None, coming), key=to_utc, default=None)

    @property
    def next_breach(self) -> MetricStatus | None:
        """The running cycle that breaks first, of those that are not broken yet nor paused."""
        waiting = [each for each in self.running if not each.status.is_breached and not each.status.is_paused]
        return min(waiting, key=lambda each: to_utc(each.status.due), default=None)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data for JSON."""
        return {
            "ticket": self.ticket.id,
            "now": self.now.isoformat(),
            "next_change": self.next_change and self.next_change.isoformat(),
            "metrics": [each.status.to_dict() for each in self.cycles],
            "problems": list(self.problems),
        }


def evaluate(ticket: Ticket, now: datetime, promises: Promises, contradictions: Contradictions) -> Evaluation:
    """Where every metric of a ticket stands at an instant, under what was promised."""
    happened, problems = _happened(ticket, now)
    plans = dict.fromkeys([ticket.plan, *(event.plan for event in happened if event.plan)])
    metrics = dict.fromkeys(metric for plan in plans for metric in promises.metrics_of(plan))
    cycles: list[MetricStatus] = []
    for metric in metrics:
        track = _Track(ticket, metric, promises)
        for event in happened:
            track.take(event)
        cycles += (MetricStatus(metric, clock.cycle, clock.status(now), clock) for clock in track.clocks)
        problems += track.problems
    unique = tuple(dict.fromkeys([*problems, *(text for each in cycles for text in each.status.problems)]))
    if unique and contradictions == "error":
        raise ClockError(f"ticket {ticket.id or 'without id'}: {unique[0]}")
    return Evaluation(ticket, now, tuple(cycles), unique)


def _happened(ticket: Ticket, now: datetime) -> tuple[list[Event], list[str]]:
    """The events up to an instant, in order, once each, and those that cannot be."""
    opened, until = to_utc(ticket.opened), to_utc(now)
    if until < opened:
        return [], []
    known = sorted(((event.order, event) for event in ticket.events), key=itemgetter(0))
    once = [event for order, event in _once_each(known) if order[0] <= until]
    first = bisect_left(once, opened, key=lambda event: to_utc(event.at))
    later = (event for event in once[first:] if event.kind != "opened")
    return [Event(at=ticket.opened, kind="opened"), *later], [_before_opening(event) for event in once[:first]]


def _once_each(known: list[tuple[Order, Event]]) -> Iterator[tuple[Order, Event]]:
    """Sorted events without those that say the same again."""
    for _, group in groupby(known, key=itemgetter(0)):
        together = list(group)
        yield from together if len(together) == 1 else dict.fromkeys(together)


def _before_opening(event: Event) -> str:
    return f"{event.kind} at {event.at.isoformat()} came before the ticket was opened"


class _Track:
    """The clocks of one metric as a ticket's events are taken, one after another."""

    def __init__(self, ticket: Ticket, metric: str, promises: Promises) -> None:
        self.ticket = ticket
        self.metric = metric
        self.promises = promises
        self.life = promises.lifecycle(metric)
        self.names = Names(ticket.plan, ticket.priority, ticket.channel)
        self.status = ticket.status
        self.seen: set[str] = set()
        self.cycles: list[_Cycle] = []
        self.ended = False
        self.paused_by: dict[str, None] = {f"status {ticket.status}": None} if self._pauses_in(ticket.status) else {}
        self.problems: list[str] = []

    def _pauses_in(self, status: str) -> bool:
        return status in self.life.pauses_in or bool(self.life.runs_in and status not in self.life.runs_in)

    @property
    def clocks(self) -> Iterator[SlaClock]:
        """The clocks of the cycles for which something was promised."""
        return (clock for cycle in self.cycles if (clock := cycle.clock(self.ticket, self.metric, self.promises)))

    @property
    def running(self) -> _Cycle | None:
        """The cycle that has not stopped, if there is one."""
        return self.cycles[-1] if self.cycles and not self.cycles[-1].stopped else None

    @property
    def listening(self) -> _Cycle | None:
        """The cycle that runs, or that may yet go on when the ticket is reopened."""
        if self.running or self.life.on_reopen != "continue":
            return self.running
        return self.cycles[-1] if self.cycles else None

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
            case "reopened":
                self._reopen(event)
            case "cancelled" if self.running:
                self.running.do("cancel", event.at, event.by)
        if counts:
            self._start_or_stop(event)
            self.seen.add(event.kind)
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
        return allowed and (self.life.repeats or not self.cycles)

    def _start(self, event: Event) -> None:
        cycle = _Cycle(len(self.cycles) + 1, event.at, self.names)
        self.cycles.append(cycle)
        for cause in self.paused_by:
            cycle.do("pause", event.at, cause)

    def _change(self, event: Event) -> None:
        new = event.plan if event.kind == "plan_changed" else event.priority
        if new is None:
            key = event.kind.removesuffix("_changed")
            self.problems.append(f"{event.kind} at {event.at.isoformat()} names no {key}")
            return
        changed = {"plan": new} if event.kind == "plan_changed" else {"priority": new}
        self.names = replace(self.names, **changed)
        if self.listening:
            self.listening.change(event.at, self.names)

    def _change_status(self, event: Event) -> None:
        if event.status is None:
            self.problems.append(f"status_changed at {event.at.isoformat()} names no status")
            return
        before, self.status = self.status, event.status
        if before != event.status:
            self._pause_in_status(before, event)

    def _pause_in_status(self, before: str, event: Event) -> None:
        if self._pauses_in(before):
            self._set_paused(f"status {before}", event.at, False)
        if self._pauses_in(self.status):
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
        if self.running or not self.cycles:
            return
        if self.life.on_reopen == "new_cycle":
            self._start(event)
        elif self.life.on_reopen == "continue":
            self.cycles[-1].go_on(event.at)


class _Cycle:
    """One run of a metric: what happened to it, before it is known what was promised."""

    def __init__(self, number: int, start: datetime, names: Names) -> None:
        self.number = number
        self.start = start
        self.names = [(start, names)]
        self.happened: list[tuple[Happening, datetime, str]] = []
        # What happened since it stopped counts only if it goes on.
        self.afterwards: list[tuple[Happening, datetime, str]] = []
        self.names_afterwards: list[tuple[datetime, Names]] = []
        self.stopped: datetime | None = None

    def do(self, kind: Happening, at: datetime, by: str) -> None:
        """Let something happen to its clock."""
        (self.afterwards if self.stopped else self.happened).append((kind, at, by))
        if kind in ("stop", "cancel"):
            self.stopped = at

    def change(self, at: datetime, names: Names) -> None:
        """Another plan or priority holds from here on."""
        (self.names_afterwards if self.stopped else self.names).append((at, names))

    def go_on(self, at: datetime) -> None:
        """It had not ended after all: the time since it stopped was a pause."""
        assert self.stopped is not None
        self.happened = [each for each in self.happened if each[0] not in ("stop", "cancel")]
        self.happened += [("pause", self.stopped, "resolved"), *self.afterwards, ("resume", at, "resolved")]
        self.names += self.names_afterwards
        self.afterwards, self.names_afterwards, self.stopped = [], [], None

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
                # Promised later than it started, it cannot have been broken before.
                clock = promised if at == self.start else replace(promised, since=to_utc(at))
            else:
                lapsed = None
                by = _changed_names(names)
                changes.append(ClockEvent(to_utc(at), "retarget", by, promised.promised, promised.on_change))
        if clock is None or latest is None:
            return None
        clock = replace(clock, plan=latest.plan, priority=latest.priority, subject=latest.subject)
        happened = [ClockEvent(to_utc(at), kind, by) for kind, at, by in self.happened]
        if lapsed:
            ended = ClockEvent(to_utc(lapsed), "cancel", "no longer promised")
            happened = [*(event for event in happened if event.at <= ended.at), ended]
        return clock.having([*changes, *happened])


def _changed_names(names: Names) -> str:
    return ", ".join(f"{kind} {name}" for kind, name in (("plan", names.plan), ("priority", names.priority)) if name)


@dataclass(frozen=True)
class AgendaItem:
    """A promise that is open: the ticket, and where its metric stands."""

    ticket: Ticket
    metric: MetricStatus

    @property
    def status(self) -> Status:
        """Where the metric stands."""
        return self.metric.status


def agenda(evaluations: Iterable[Evaluation]) -> list[AgendaItem]:
    """Every promise that has not stopped: what is or will be broken soonest first, what is paused last."""
    items = (AgendaItem(each.ticket, metric) for each in evaluations for metric in each.running)
    return sorted(items, key=lambda item: (item.status.state == "paused", to_utc(item.status.due), item.ticket.id))

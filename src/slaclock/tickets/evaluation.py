"""Where every metric of a ticket stands at an instant (R12, R16–R18)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any, ClassVar, Literal, NamedTuple, Self, cast

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from slaclock.errors import ClockError, UnknownNameError
from slaclock.hours import to_utc
from slaclock.json_forms import Instant
from slaclock.keeping import View
from slaclock.notebook import Pictured
from slaclock.results import Follows, PlainData, Result
from slaclock.same_instants import ComparedByInstants
from slaclock.targets import Explanation
from slaclock.tickets.clock import SlaClock
from slaclock.tickets.commitments import Promises
from slaclock.tickets.cycles import Counted, Cycle, clock_of
from slaclock.tickets.endings import with_endings
from slaclock.tickets.status import Status
from slaclock.tickets.ticket import DUE_AGREED, Event, Ticket
from slaclock.tickets.tracks import Track

Contradictions = Literal["record", "error"]
"""What happens to an event that cannot be, such as a reply before the opening: recorded and left out, or refused."""


class _ClockToMake(NamedTuple):
    """What a clock is made of."""

    cycle: Cycle
    counted: Counted
    ticket: Ticket
    metric: str
    promises: Promises

    @property
    def clock(self) -> SlaClock:
        return clock_of(*self)


@dataclass(frozen=True)
class MetricStatus(PlainData, View):
    """One cycle of a metric: its clock, and where it stands; in JSON, where it stands alone."""

    metric: str
    cycle: int
    status: Status
    clock: SlaClock = field(repr=False, compare=False)
    """Its clock; one read from plain data has none, and refuses to be asked."""

    @classmethod
    def of(cls, track: Track, cycle: Cycle, counted: Counted, now: datetime) -> Self:
        """Where a cycle stands at an instant in UTC; its clock is made when it is asked for."""
        status = Status.of(counted.history, now, counted.warnings, track.metric, cycle.number)
        clock = _ClockToMake(cycle, counted, track.ticket, track.metric, track.promises)
        return cls._showing(clock, metric=track.metric, cycle=cycle.number, status=status)

    def explain(self) -> Explanation:
        """Why it stands there.

        Raises:
            ClockError: It was read from plain data, so that its clock is not known.
        """
        return self.clock.explain(self.status.now)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        status = handler.generate_schema(Status)
        told = core_schema.plain_serializer_function_ser_schema(attrgetter("status"), return_schema=status)
        return core_schema.no_info_wrap_validator_function(cls._read, status, serialization=told)

    @classmethod
    def without_clock(cls, status: Status) -> Self:
        """One of which only where it stands is known."""
        return cls(status.metric, status.cycle, status, cast("SlaClock", UnknownClock()))

    @classmethod
    def _read(cls, given: Any, read: Callable[[Any], Any]) -> Any:
        return given if isinstance(given, cls) else cls.without_clock(read(given))


class UnknownClock:
    """What stands for the clock of a cycle that was read from plain data."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise ClockError(
            "this cycle was read from plain data, which holds where it stands but not its clock; "
            "evaluate the ticket again to ask more"
        )


@dataclass(frozen=True, eq=False)
class Evaluation(ComparedByInstants, Result, Pictured):
    """Where every metric of a ticket stands at an instant.

    Rules: R12, R16, R17, R18.
    """

    _called_in_json: ClassVar = {"ticket": "ticket_details", "cycles": "metrics"}
    _follows: ClassVar = {
        "ticket": Follows(lambda evaluation: evaluation.ticket.id, str, "The ticket's id."),
        "next_change": Follows(
            attrgetter("next_change"), datetime | None, "When an answer changes next if nothing else happens."
        ),
    }
    _first_keys: ClassVar = ("ticket", "now", "next_change", "metrics", "problems")

    ticket: Ticket
    """The ticket, with all of its events as they were given."""
    now: Instant
    """The instant of which all of this is said."""
    cycles: tuple[MetricStatus, ...]
    """Every cycle of every metric, in the order of metrics and cycles."""
    problems: tuple[str, ...]
    """What is wrong: events that contradict the others and were left out, and what a ticket does not say."""

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
        """Whether any cycle of any metric was breached."""
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
        """The running cycle that is breached first, of those that are neither breached yet nor paused."""
        waiting = [each for each in self.running if not each.status.is_breached and not each.status.is_paused]
        return min(waiting, key=lambda each: to_utc(each.status.due), default=None)


def evaluate(
    ticket: Ticket,
    now: datetime,
    promises: Promises,
    contradictions: Contradictions,
    told: Ticket,
    odd: Iterable[str] = (),
) -> Evaluation:
    """Where every metric of a ticket stands at an instant, under what was promised.

    Args:
        ticket: The ticket, in the words of whoever promises.
        now: The instant.
        promises: What is promised.
        contradictions: What happens to what is wrong.
        told: The ticket as it was told.
        odd: What is wrong with its words.
    """
    happened, left_out = _happened(ticket, now)
    happened, status, said = with_endings(ticket, happened, promises.ending_of)
    problems = [*odd, *left_out, *said]
    if status != ticket.status:
        ticket = ticket.model_copy(update={"status": status})
    plans = dict.fromkeys([ticket.plan, *(event.plan for event in happened if event.plan)])
    metrics = dict.fromkeys(metric for plan in plans for metric in promises.metrics_of(plan))
    at = to_utc(now)
    cycles: list[MetricStatus] = []
    for metric in metrics:
        track = Track(ticket, metric, promises)
        for event in happened:
            track.take(event)
        cycles += (MetricStatus.of(track, cycle, counted, at) for cycle, counted in track.counted())
        problems += track.problems
    problems += (_about_nothing(event) for event in happened if event.kind == DUE_AGREED and event.about not in metrics)
    unique = tuple(dict.fromkeys([*problems, *(text for each in cycles for text in each.status.problems)]))
    if unique and contradictions == "error":
        raise ClockError(f"ticket {ticket.id or 'without id'}: {unique[0]}")
    return Evaluation(told, now, tuple(cycles), unique)


def _happened(ticket: Ticket, now: datetime) -> tuple[list[Event], list[str]]:
    """The events up to an instant, in order, once each, and those that cannot be."""
    opened, until = to_utc(ticket.opened), to_utc(now)
    if until < opened:
        return [], []
    once, at = ticket.in_order, attrgetter("instant")
    first, after = bisect_left(once, opened, key=at), bisect_right(once, until, key=at)
    later = (event for event in once[first:after] if event.kind != "opened")
    return [*ticket.opening, *later], [_before_opening(event) for event in once[:first]]


def _about_nothing(event: Event) -> str:
    return f"{event.kind} at {event.at.isoformat()} is about {event.about}, which is not promised"


def _before_opening(event: Event) -> str:
    return f"{event.kind} at {event.at.isoformat()} came before the ticket was opened"

"""Where a clock stands at an instant: its state, figures, warnings and the next change (R12, R18)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import cache
from typing import Annotated, Any

from pydantic import PlainSerializer, TypeAdapter

from slaclock.errors import NeverOpenError
from slaclock.hours import ZERO, Schedule, in_zone
from slaclock.targets import Target
from slaclock.tickets.due_and_breached import breached_at_in, budget_in, due_in, ran_on_from
from slaclock.tickets.history import History
from slaclock.tickets.notifications import Warned, escalations_in, warnings_in
from slaclock.tickets.promise import FOREVER, Thresholds
from slaclock.tickets.replay import Replay, replayed
from slaclock.tickets.states import State

_TICK = timedelta.resolution


@dataclass(frozen=True, slots=True)
class Figures:
    """What was used, what is left and what was paused, all in business time or all in calendar time."""

    elapsed: timedelta
    """Time that ran, without pauses."""
    remaining: timedelta
    """From now until due, negative after it."""
    paused: timedelta
    """Time that passed while paused."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where a clock stands at an instant.

    Rules: R12, R16, R17, R18.
    """

    state: State
    """Where it stands."""
    now: datetime
    """The instant of which all of this is said."""
    started: datetime
    """When the clock started."""
    due: datetime
    """When the target is used up; while paused, as if the clock went on now."""
    elapsed: timedelta
    """Time used, of the kind that the target counts."""
    remaining: timedelta
    """Time left, of that kind; negative after a breach."""
    breached_at: datetime | None
    """From when on it was breached."""
    met_at: datetime | None
    """When it was stopped in time."""
    stopped_at: datetime | None
    """When it was stopped, in time or not, or cancelled."""
    is_paused: bool
    """Whether it is paused; a breached clock may be."""
    within_hours: bool
    """Whether support is open; of a stopped clock, whether it was then."""
    warnings: tuple[Warned, ...]
    """Every warning, soonest first, each with its instant; of a reminder, the latest that came and the next one."""
    next_change: datetime | None
    """When this answer changes next if nothing else happens: by a warning, a breach, an opening or a closing."""
    business: Figures
    """Figures in open time of the schedule."""
    calendar: Figures
    """Figures in real time."""
    target: Annotated[Target, PlainSerializer(lambda target: target.written, return_type=str, when_used="json")]
    """The target in force; in JSON, as it was written."""
    metric: str = ""
    """The metric that it measures."""
    cycle: int = 1
    """Which run of the metric this is."""
    escalations: tuple[Warned, ...] = ()
    """Every level of its escalation, soonest first, each with its instant; of a reminder, as of warnings."""
    problems: tuple[str, ...] = ()
    """What happened to it that contradicts itself, and was left out."""
    is_agreed: bool = False
    """Whether the due instant was agreed by hand."""

    @property
    def is_breached(self) -> bool:
        """Whether the clock ran on after the due instant."""
        return self.breached_at is not None

    def to_dict(self) -> dict[str, Any]:
        """The status as plain data for JSON: instants and durations in ISO 8601."""
        plain: dict[str, Any] = _status_adapter().dump_python(self, mode="json")
        return plain


def standing(clock: History, now: datetime, thresholds: Thresholds, metric: str, cycle: int) -> Status:
    """Where a clock stands at an instant in UTC."""
    if now >= clock.start:
        return replace(_status(clock, replayed(clock, now), thresholds), metric=metric, cycle=cycle)
    untouched = replace(clock, events=())
    at_start = _status(untouched, replayed(untouched, clock.start), thresholds)
    return replace(_not_started(clock, now, at_start), metric=metric, cycle=cycle)


def _status(clock: History, replay: Replay, thresholds: Thresholds) -> Status:
    due, period = due_in(replay), replay.period
    used_here = replay.count(period.origin, replay.until)
    budget = budget_in(replay, due)
    breached_at = breached_at_in(replay, due)
    warnings = warnings_in(thresholds, replay, due, budget)
    escalations = escalations_in(period.promised.escalations, replay)
    stop = replay.stopped
    open_now = period.promised.schedule.is_open(replay.until)
    zone = clock.zone
    return Status(
        state=_state(replay, breached_at, warnings),
        now=in_zone(replay.now, zone),
        started=in_zone(clock.start, zone),
        due=in_zone(due, zone),
        elapsed=period.carried + used_here,
        remaining=budget - used_here,
        breached_at=breached_at and in_zone(breached_at, zone),
        met_at=in_zone(stop.at, zone) if stop and stop.kind == "stop" and not breached_at else None,
        stopped_at=in_zone(stop.at, zone) if stop else None,
        is_paused=replay.paused_by is not None,
        within_hours=open_now,
        warnings=_shown_in(zone, warnings),
        escalations=_shown_in(zone, escalations),
        next_change=_in(zone, _next_change(replay, due, warnings, escalations, budget - used_here)),
        business=_figures(clock, replay, due, period.promised.schedule.elapsed),
        calendar=_figures(clock, replay, due, lambda start, end: end - start),
        target=period.promised.target,
        problems=tuple(replay.problems),
        is_agreed=replay.agreed is not None,
    )


def _not_started(clock: History, now: datetime, at_start: Status) -> Status:
    """What will be when it starts, and nothing of it yet."""
    schedule = clock.promised.schedule
    return replace(
        at_start,
        state="not_started",
        now=in_zone(now, clock.zone),
        within_hours=schedule.is_open(now),
        warnings=_to_come(at_start.warnings),
        escalations=_to_come(at_start.escalations),
        next_change=_in(clock.zone, min(filter(None, [clock.start, _next_edge(schedule, now)]))),
    )


def _to_come(warnings: Iterable[Warned]) -> tuple[Warned, ...]:
    """The first time of each, not reached."""
    return tuple(replace(each, reached=False) for each in warnings if each.number == 1)


def _state(replay: Replay, breached_at: datetime | None, warnings: Iterable[Warned]) -> State:
    if replay.stopped and replay.stopped.kind == "cancel":
        return "cancelled"
    if breached_at is not None:
        return "breached"
    if replay.stopped:
        return "met"
    if replay.paused_by is not None:
        return "paused"
    return "at_risk" if any(warning.reached for warning in warnings) else "running"


def _figures(
    clock: History, replay: Replay, due: datetime, counted: Callable[[datetime, datetime], timedelta]
) -> Figures:
    # Of what was promised from the start, time before the count began did not run.
    start = clock.start if replay.past else min(replay.period.origin, replay.until)
    paused = sum((counted(max(pause.start, start), max(pause.end, start)) for pause in replay.pauses), ZERO)
    return Figures(counted(start, replay.until) - paused, counted(replay.until, due), paused)


# The next change


def _next_change(
    replay: Replay, due: datetime, warnings: Iterable[Warned], escalations: Iterable[Warned], left: timedelta
) -> datetime | None:
    if replay.stopped:
        return None
    coming = [_next_edge(replay.period.promised.schedule, replay.now)]
    if replay.paused_by is None:
        coming += [warning.at for warning in warnings if not warning.reached and warning.at <= due]
        coming += [level.at for level in escalations if not level.reached]
    # A pause saves what is left, if anything is, and moves nothing that was agreed.
    if replay.paused_by is None or left <= ZERO or replay.agreed:
        coming.append(_breached_from(replay, due))
    return min(filter(None, coming), default=None)


def _breached_from(replay: Replay, due: datetime) -> datetime | None:
    """The first instant at which it will be breached if nothing else happens, a pause that lasts going on."""
    promised = replay.period.promised
    held = replay.paused_since is not None and replay.paused_since <= due and not replay.agreed
    ran_on = promised.stops_counting(due) if held and promised.runs_at(due) else ran_on_from(replay, due)
    return ran_on + _TICK if replay.now <= ran_on < FOREVER else None


def _next_edge(schedule: Schedule, now: datetime) -> datetime | None:
    """The next opening or closing, if there is one."""
    try:
        return schedule.next_closing(now) if schedule.is_open(now) else schedule.next_opening(now)
    except NeverOpenError:
        return None


def _shown_in(zone: tzinfo | None, warnings: Iterable[Warned]) -> tuple[Warned, ...]:
    return tuple(replace(warning, at=in_zone(warning.at, zone)) for warning in warnings)


def _in(zone: tzinfo | None, at: datetime | None) -> datetime | None:
    return at and in_zone(at, zone)


@cache
def _status_adapter() -> TypeAdapter[Status]:
    return TypeAdapter(Status)

"""Where a clock stands at an instant: its state, figures, warnings and the next change (R12, R18)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from slaclock.errors import InstantRangeError, NeverOpenError
from slaclock.hours import ZERO, Schedule, in_zone
from slaclock.targets import Target, Threshold
from slaclock.tickets.replay import (
    FOREVER,
    TICK,
    History,
    Period,
    Promised,
    Replay,
    Thresholds,
    breached_at_in,
    due_in,
    ran_on_from,
    reached_in,
    replayed,
)

State = Literal["not_started", "running", "at_risk", "paused", "met", "breached", "cancelled"]
"""Where a clock stands; `at_risk` is running past a warning, and `breached` stays so when stopped late."""


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning of a clock, or a rung of its escalation ladder: when it comes, or came."""

    name: str
    at: datetime
    """When it is reached if nothing else happens, or was."""
    reached: bool


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
    """From when on it was broken."""
    met_at: datetime | None
    """When it was stopped in time."""
    stopped_at: datetime | None
    """When it was stopped, in time or not, or cancelled."""
    is_paused: bool
    """Whether it is paused; a breached clock may be."""
    within_hours: bool
    """Whether support is open; of a stopped clock, whether it was then."""
    warnings: tuple[Warned, ...]
    """Every warning, soonest first, each with its instant."""
    next_change: datetime | None
    """When this answer changes next if nothing else happens: by a warning, a breach, an opening or a closing."""
    business: Figures
    """Figures in open time of the schedule."""
    calendar: Figures
    """Figures in real time."""
    target: Target
    """The target in force."""
    metric: str = ""
    """The metric that it measures."""
    cycle: int = 1
    """Which run of the metric this is."""
    escalations: tuple[Warned, ...] = ()
    """Every rung of its escalation ladder, soonest first, each with its instant."""
    problems: tuple[str, ...] = ()
    """What happened to it that contradicts itself, and was left out."""

    @property
    def is_breached(self) -> bool:
        """Whether the clock ran on after the due instant."""
        return self.breached_at is not None

    def to_dict(self) -> dict[str, Any]:
        """The status as plain data for JSON: instants and durations in ISO 8601."""
        plain: dict[str, Any] = _status_adapter().dump_python(self, mode="json")
        return plain | {"target": self.target.written}


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
    budget = _budget(replay, due)
    breached_at = breached_at_in(replay, due)
    warnings = _warnings(thresholds, replay, due, budget)
    escalations = _escalations(period.promised.escalations, replay)
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
    )


def _not_started(clock: History, now: datetime, at_start: Status) -> Status:
    """What will be when it starts, and nothing of it yet."""
    schedule = clock.promised.schedule
    return replace(
        at_start,
        state="not_started",
        now=in_zone(now, clock.zone),
        within_hours=schedule.is_open(now),
        warnings=tuple(replace(warning, reached=False) for warning in at_start.warnings),
        escalations=tuple(replace(rung, reached=False) for rung in at_start.escalations),
        next_change=_in(clock.zone, min(filter(None, [clock.start, _next_edge(schedule, now)]))),
    )


def _budget(replay: Replay, due: datetime) -> timedelta:
    """How much may run from the origin until due."""
    period = replay.period
    target = period.promised.target
    if target.duration is not None and target.ends in (None, "as_is"):
        return target.duration - period.carried
    return replay.count(period.origin, due)


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


# Warnings and escalations


def _warnings(thresholds: Thresholds, replay: Replay, due: datetime, budget: timedelta) -> list[Warned]:
    # A warning that its amount would set after the due instant comes with it.
    latest = max(due, replay.period.origin)
    before = _without_last_pause(replay).until
    found = []
    for name, threshold in thresholds:
        try:
            at = min(_comes_at(replay, threshold, due, budget), latest)
        except (NeverOpenError, InstantRangeError):
            at = latest
        found.append(Warned(name, at, True) if at <= before else Warned(name, max(at, replay.until), False))
    return sorted(found, key=_in_time)


def _in_time(warning: Warned) -> tuple[datetime, str]:
    return warning.at, warning.name


def _comes_at(replay: Replay, threshold: Threshold, due: datetime, budget: timedelta) -> datetime:
    """When a threshold is reached if nothing else happens."""
    period = replay.period
    if threshold.percent == 100:
        return max(due, period.origin)
    if threshold.percent is not None:
        at = _once_used(replay, (budget + period.carried) * threshold.percent / 100 - period.carried)
        # What comes in time comes no later than due, and what comes late not before it.
        return min(at, max(due, period.origin)) if threshold.percent < 100 else max(at, due)
    if threshold.after is not None:
        return _after(replay, threshold.after)
    if threshold.overdue is not None:
        assert threshold.overdue.duration is not None
        counting = _counting(replay, threshold.overdue, period)
        return reached_in(counting, max(due, period.origin), threshold.overdue.duration)
    assert threshold.left is not None
    return _with_so_much_left(replay, threshold.left, due, budget)


def _after(replay: Replay, amount: Target) -> datetime:
    """When so much ran since the counting began: in an earlier period, where its time stays used."""
    assert amount.duration is not None
    left = amount.duration
    for earlier, ended, kept in replay.past:
        if kept:
            counting = _counting(replay, amount, earlier)
            ran = counting.count(earlier.origin, ended)
            if ran >= left:
                return reached_in(counting, earlier.origin, left)
            left -= ran
    return reached_in(_counting(replay, amount, replay.period), replay.period.origin, left)


def _counting(replay: Replay, amount: Target, period: Period) -> Replay:
    """The same replay in one of its periods, counting time of the kind that an amount counts."""
    promised = Promised(amount, period.promised.schedule)
    return replace(replay, period=replace(period, promised=promised))


def _escalations(thresholds: Thresholds, replay: Replay) -> list[Warned]:
    found = []
    for name, threshold in thresholds:
        # A rung that lies beyond all time, or in hours that never come again, is never reached.
        with suppress(NeverOpenError, InstantRangeError):
            found.append(_told(replay, name, threshold))
    return sorted(found, key=_in_time)


def _told(replay: Replay, name: str, threshold: Threshold) -> Warned:
    """A rung: who was told once stays told, and nobody is told in a pause, whatever it does to the due instant."""
    # Of a promise that was counted anew nobody heard before that.
    earliest = replay.period.since if not replay.past else None
    moves = _moves(replay.period, threshold)
    for earlier in _before_pauses(replay) if moves else ():
        at = _rung_at(earlier, threshold)
        if at <= earlier.until:
            return Warned(name, max(at, earliest or at), True)
    at = _rung_at(replay, threshold)
    if moves and replay.pauses:
        at = max(at, replay.pauses[-1].end)
    reached = at <= replay.until and (replay.paused_since is None or (not moves and at <= replay.paused_since))
    return Warned(name, max(at, earliest or at) if reached else max(at, replay.until), reached)


def _moves(period: Period, threshold: Threshold) -> bool:
    """Whether a pause moves the due instant, or what is left until it, by other than what was paused."""
    target = period.promised.target
    settled = target.duration is None or target.ends not in (None, "as_is") or target.boundary == "next_opening"
    left = threshold.left
    return settled or (left is not None and (left.counts == "open_time") != period.promised.counts_open_time)


def _before_pauses(replay: Replay) -> Iterator[Replay]:
    """How things stood when each pause began."""
    for number, pause in enumerate(replay.pauses):
        yield replace(replay, until=pause.start, pauses=replay.pauses[:number], paused_by=None, paused_since=None)
    if replay.paused_since == replay.until:  # One that begins just now has no length yet.
        yield replace(replay, paused_by=None, paused_since=None)


def _rung_at(replay: Replay, threshold: Threshold) -> datetime:
    due = due_in(replay)
    return _comes_at(replay, threshold, due, _budget(replay, due))


def _with_so_much_left(replay: Replay, left: Target, due: datetime, budget: timedelta) -> datetime:
    period = replay.period
    assert left.duration is not None
    in_open_time = left.counts == "open_time"
    if in_open_time == period.promised.counts_open_time:
        return _once_used(replay, budget - left.duration)
    before = _without_last_pause(replay)
    given = _so_long_before(period, due_in(before), left.duration, in_open_time)
    if given <= before.until:
        return given
    coming = _so_long_before(period, due, left.duration, in_open_time)
    # What would come in a pause comes when it ends: nothing changes while paused.
    return next((pause.end for pause in replay.pauses if pause.start < coming < pause.end), coming)


def _so_long_before(period: Period, due: datetime, left: timedelta, in_open_time: bool) -> datetime:
    try:
        early = period.promised.schedule.add(due, -left) if in_open_time else due - left
    except (NeverOpenError, OverflowError):
        return period.origin
    return max(early, period.origin)


def _without_last_pause(replay: Replay) -> Replay:
    """How things stood when the pause that lasts began: a warning given then stays given."""
    if replay.paused_since is None:
        return replay
    earlier = [pause for pause in replay.pauses if pause.start < replay.paused_since]
    return replace(replay, until=replay.paused_since, pauses=earlier)


def _once_used(replay: Replay, used: timedelta) -> datetime:
    """When so much of the budget is used; not before it was counted at all."""
    period = replay.period
    if used <= ZERO:
        return period.origin
    return reached_in(replay, period.origin, used)


# The next change


def _next_change(
    replay: Replay, due: datetime, warnings: Iterable[Warned], escalations: Iterable[Warned], left: timedelta
) -> datetime | None:
    if replay.stopped:
        return None
    coming = [_next_edge(replay.period.promised.schedule, replay.now)]
    if replay.paused_by is None:
        coming += [warning.at for warning in warnings if not warning.reached and warning.at <= due]
        coming += [rung.at for rung in escalations if not rung.reached]
    # A pause saves what is left, if anything is.
    if replay.paused_by is None or left <= ZERO:
        coming.append(_breaks_at(replay, due))
    return min(filter(None, coming), default=None)


def _breaks_at(replay: Replay, due: datetime) -> datetime | None:
    """The first instant at which it will be broken if nothing else happens, a pause that lasts going on."""
    promised = replay.period.promised
    if replay.paused_since is not None and replay.paused_since <= due and promised.runs_at(due):
        ran_on = promised.stops_counting(due)
    else:
        ran_on = ran_on_from(replay, due)
    return ran_on + TICK if replay.now <= ran_on < FOREVER else None


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

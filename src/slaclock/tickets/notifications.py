"""When warnings and the levels of an escalation come, or came: who is notified (R16, R18)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from slaclock.errors import InstantRangeError, NeverOpenError
from slaclock.hours import ZERO
from slaclock.targets import Target, Threshold
from slaclock.tickets.due_and_breached import budget_in, due_in, reached_in
from slaclock.tickets.promise import Promised, Thresholds
from slaclock.tickets.replay import Period, Replay


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning of a clock, or a level of its escalation: when it comes, or came."""

    name: str
    at: datetime
    """When it is reached if nothing else happens, or was."""
    reached: bool


def warnings_in(thresholds: Thresholds, replay: Replay, due: datetime, budget: timedelta) -> list[Warned]:
    """Every warning, soonest first: when it came, or comes if nothing else happens."""
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


def escalations_in(thresholds: Thresholds, replay: Replay) -> list[Warned]:
    """Every level that is ever reached, soonest first."""
    found = []
    for name, threshold in thresholds:
        # A level that lies beyond all time, or in hours that never come again, is never reached.
        with suppress(NeverOpenError, InstantRangeError):
            found.append(_notified(replay, name, threshold))
    return sorted(found, key=_in_time)


def _notified(replay: Replay, name: str, threshold: Threshold) -> Warned:
    """A level: who was notified stays so, and nobody is notified in a pause, whatever it does to the due instant."""
    # Of a promise that was counted anew nobody was notified before that.
    earliest = replay.period.since if not replay.past else None
    moves = _moves(replay.period, threshold)
    for earlier in _before_pauses(replay) if moves else ():
        at = _level_at(earlier, threshold)
        if at <= earlier.until:
            return Warned(name, max(at, earliest or at), True)
    at = _level_at(replay, threshold)
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


def _level_at(replay: Replay, threshold: Threshold) -> datetime:
    due = due_in(replay)
    return _comes_at(replay, threshold, due, budget_in(replay, due))


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


def _once_used(replay: Replay, used: timedelta) -> datetime:
    """When so much of the budget is used; not before it was counted at all."""
    period = replay.period
    if used <= ZERO:
        return period.origin
    return reached_in(replay, period.origin, used)


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

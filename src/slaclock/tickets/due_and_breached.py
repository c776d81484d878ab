"""When a clock is due, with its pauses so far, and since when it is breached (R12, R16, R17)."""

from __future__ import annotations

from datetime import datetime, timedelta

from slaclock.hours import ZERO
from slaclock.tickets.replay import Replay


def due_in(replay: Replay) -> datetime:
    """When the target is used up, pauses so far included; while paused, as if the clock went on now."""
    period = replay.period
    target, schedule = period.promised.target, period.promised.schedule
    if replay.agreed and replay.agreed.due:
        return replay.agreed.due
    if target.duration is None:
        return _due_in_days(replay)
    left = target.duration - period.carried
    late = target.boundary == "next_opening" and target.counts == "open_time"
    # Used up exactly it is due where any target is that is used up then (R7).
    if left < ZERO or (left == ZERO and not late):
        return period.origin
    due = replay.pauses.reached(period.time, period.origin, left, late)
    return target.ended(due, schedule, period.begun)


def _due_in_days(replay: Replay) -> datetime:
    """Days move by the time that was paused (R16)."""
    period = replay.period
    due = period.first_due
    if period.carried:
        due = max(period.time.after(due, -period.carried), period.origin)
    return replay.pauses.moved(period.time, period.origin, due)


def breached_at_in(replay: Replay, due: datetime) -> datetime | None:
    """Since when it is breached: its due instant, or the later change that left it breached (R12, R17)."""
    ran_on = ran_on_from(replay, due)
    if ran_on >= replay.until:
        return None
    if replay.agreed:
        return due
    return max(ran_on, replay.period.since or ran_on)


def ran_on_from(replay: Replay, due: datetime) -> datetime:
    """Where the clock runs on after its due instant: at once, or when a pause of counting time ends that lay there.

    Time that does not count cannot be paused, so a pause holds a breach off until the closing at most, and of a due
    instant that was agreed not at all.
    """
    pause = None if replay.agreed else replay.pauses.lasting_at(due)
    time = replay.period.time
    return min(pause.end, time.stops_after(due)) if pause and time.runs_at(due) else due


def budget_in(replay: Replay, due: datetime) -> timedelta:
    """How much may run from the origin until due."""
    period = replay.period
    target = period.promised.target
    if target.duration is not None and target.ends in (None, "as_is") and not replay.agreed:
        return target.duration - period.carried
    return replay.count(period.origin, due)

"""When a clock is due, with its pauses so far, and since when it is breached (R12, R16, R17)."""

from __future__ import annotations

from datetime import datetime, timedelta

from slaclock.hours import ZERO
from slaclock.tickets.replay import Replay


def due_in(replay: Replay) -> datetime:
    """When the target is used up, pauses so far included; while paused, as if the clock went on now."""
    period = replay.period
    target, schedule = period.promised.target, period.promised.schedule
    if target.duration is None:
        return _due_in_days(replay)
    left = target.duration - period.carried
    if left <= ZERO:
        return period.origin
    due = reached_in(
        replay, period.origin, left, late=target.boundary == "next_opening" and target.counts == "open_time"
    )
    return target.ended(due, schedule, period.begun)


def _due_in_days(replay: Replay) -> datetime:
    """Days move by the time that was paused (R16)."""
    period = replay.period
    due = period.promised.target.due(period.begun, period.promised.schedule)
    if period.carried:
        due = max(period.promised.later(due, -period.carried), period.origin)
    for pause in replay.pauses:
        start = max(pause.start, period.origin)
        # Where nothing counts any more between the pause and the due instant, there is nothing left to save.
        if start < min(due, pause.end) and period.promised.counted(start, due):
            paused = period.promised.counted(start, pause.end)
            due = period.promised.later(due, paused) if paused else due
    return due


def reached_in(replay: Replay, start: datetime, left: timedelta, late: bool = False) -> datetime:
    """The first instant by which so much time ran since another; the last such, if `late`."""
    promised = replay.period.promised
    here = start
    for pause in replay.pauses:
        if pause.end <= here:
            continue
        ran = promised.counted(here, max(pause.start, here))
        if ran > left or (ran == left and not late):
            break
        left -= ran
        here = pause.end
    if not late:
        return promised.later(here, left) if left else here
    if left:
        return promised.schedule.add(here, left, "next_opening")
    return here if promised.schedule.is_open(here) else promised.schedule.next_opening(here)


def breached_at_in(replay: Replay, due: datetime) -> datetime | None:
    """Since when it is breached: its due instant, or the later change that left it breached (R12, R17)."""
    ran_on = ran_on_from(replay, due)
    if ran_on >= replay.until:
        return None
    return max(ran_on, replay.period.since or ran_on)


def ran_on_from(replay: Replay, due: datetime) -> datetime:
    """Where the clock runs on after its due instant: at once, or when a pause of counting time ends that lay there.

    Time that does not count cannot be paused, so a pause holds a breach off until the closing at most.
    """
    promised = replay.period.promised
    if not promised.runs_at(due):
        return due
    held = (pause for pause in replay.pauses if pause.start <= due < pause.end)
    return next((min(pause.end, promised.stops_counting(due)) for pause in held), due)


def budget_in(replay: Replay, due: datetime) -> timedelta:
    """How much may run from the origin until due."""
    period = replay.period
    target = period.promised.target
    if target.duration is not None and target.ends in (None, "as_is"):
        return target.duration - period.carried
    return replay.count(period.origin, due)

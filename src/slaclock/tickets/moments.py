"""When so much of a promise is used, left, or overdue, and when that comes again (R16, R18)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from slaclock.errors import InstantRangeError, NeverOpenError
from slaclock.hours import ZERO, Schedule, Starts
from slaclock.targets import Target, Threshold, dates_later
from slaclock.tickets.counted_time import CountedTime
from slaclock.tickets.due_and_breached import due_in
from slaclock.tickets.promise import Promised
from slaclock.tickets.replay import Period, Replay


def comes_at(replay: Replay, threshold: Threshold, due: datetime, budget: timedelta) -> datetime:
    """When a threshold is reached, for the first time, if nothing else happens."""
    period = replay.period
    if threshold.percent is not None:
        at = _once_used(replay, (budget + period.carried) * threshold.percent / 100 - period.carried)
        # What comes in time comes no later than due, and what comes late not before it.
        return min(at, max(due, period.origin)) if threshold.percent < 100 else max(at, due)
    if threshold.after is not None:
        return _after(replay, threshold.after, _begun(replay))
    if threshold.overdue is not None:
        return _after(replay, threshold.overdue, max(due, period.origin))
    assert threshold.left is not None
    return _with_so_much_left(replay, threshold.left, due, budget)


# Again


def comes_again_at(replay: Replay, every: Target, first: datetime, number: int) -> datetime:
    """When it comes again so many times after it first came, if nothing else happens."""
    return _after(replay, every, first, number) if number else first


def came_by(replay: Replay, every: Target, first: datetime, until: datetime) -> int:
    """How often it came by an instant, the first time counted."""
    if every.duration is not None:
        stretches = [*_kept_periods(replay, first), (replay.period, max(first, replay.period.origin), until)]
        ran = (
            replay.pauses.count(_as_counted(every, period), begins, min(ended, until))
            for period, begins, ended in stretches
        )
        return 1 + sum(ran, ZERO) // every.duration
    return 1 + _days_by(replay, every, first, until)


def _days_by(replay: Replay, every: Target, first: datetime, until: datetime) -> int:
    """How often so many days had passed by an instant: doubled until it is too often, then halved in between."""

    def has_come(number: int) -> bool:
        try:
            return comes_again_at(replay, every, first, number) <= until
        except (NeverOpenError, InstantRangeError):
            return False

    over = 1
    while has_come(over):
        over *= 2
    came = over // 2
    while came + 1 < over:
        middle = (came + over) // 2
        came, over = (middle, over) if has_come(middle) else (came, middle)
    return came


# So much later


def _begun(replay: Replay) -> datetime:
    """Where counting began: in an earlier period, where its time stays used."""
    kept = replay.past[replay.kept_from : replay.kept_from + 1]
    return kept[0][0].origin if kept else replay.period.origin


def _after(replay: Replay, amount: Target, start: datetime, times: int = 1) -> datetime:
    """When so much ran since an instant, pauses left out; in an earlier period on its own hours."""
    if amount.duration is None:
        return _days_after(replay, amount, start, times)
    left = amount.duration * times
    for period, begins, ended in _kept_periods(replay, start):
        counted = _as_counted(amount, period)
        ran = replay.pauses.count(counted, begins, ended)
        if ran >= left:
            return replay.pauses.reached(counted, begins, left)
        left -= ran
    return replay.pauses.reached(_as_counted(amount, replay.period), max(start, replay.period.origin), left)


def _kept_periods(replay: Replay, start: datetime) -> Iterator[tuple[Period, datetime, datetime]]:
    """The earlier periods whose time stays used from an instant on, each with where that begins and ends."""
    first = bisect_right(replay.past, start, lo=replay.kept_from, key=lambda each: each[1])
    for period, ended in islice(replay.past, first, None):
        yield period, max(start, period.origin), ended


def _as_counted(amount: Target, period: Period) -> CountedTime:
    return Promised(amount, period.promised.schedule).time


def _days_after(replay: Replay, amount: Target, start: datetime, times: int) -> datetime:
    """So many days after an instant, on the hours in force, moved by what was paused meanwhile."""
    time = _as_counted(amount, replay.period)
    schedule = time.schedule
    assert amount.days is not None
    days = amount.days * times
    if amount.counts == "business_days":
        # What is due at a closing is due on the day that closes (R7), and so is what follows it.
        begins: Starts = "at_once" if _closes_at(schedule, start) else "next_opening"
        at = schedule.counted_days(start, amount.day_count._replace(days=days, starts=begins))
    else:
        at = dates_later(start, schedule._zone, days=days)
    return replay.pauses.moved(time, start, at)


def _closes_at(schedule: Schedule, at: datetime) -> bool:
    return schedule.is_open(at - timedelta.resolution) and not schedule.is_open(at)


# So much used, or left


def _once_used(replay: Replay, used: timedelta) -> datetime:
    """When so much of the budget is used; not before it was counted at all."""
    period = replay.period
    if used <= ZERO:
        return period.origin
    return replay.pauses.reached(period.time, period.origin, used)


def _with_so_much_left(replay: Replay, left: Target, due: datetime, budget: timedelta) -> datetime:
    period = replay.period
    if left.duration is not None and (left.counts == "open_time") == period.promised.counts_open_time:
        return _once_used(replay, budget - left.duration)
    before = without_last_pause(replay)
    given = _so_long_before(period, due_in(before), left)
    return given if given <= before.until else _so_long_before(period, due, left)


def _so_long_before(period: Period, due: datetime, left: Target) -> datetime:
    schedule = period.promised.schedule
    try:
        if left.counts == "business_days":
            count = left.day_count
            early = schedule.counted_days(due, count._replace(days=-count.days))
        elif left.days is not None:
            early = dates_later(due, schedule._zone, days=-left.days)
        else:
            assert left.duration is not None
            early = schedule.add(due, -left.duration) if left.counts == "open_time" else due - left.duration
    except (NeverOpenError, OverflowError):
        return period.origin
    return max(early, period.origin)


def without_last_pause(replay: Replay) -> Replay:
    """How things stood when the pause that lasts began: a warning given then stays given."""
    if replay.paused_since is None:
        return replay
    return replace(replay, until=replay.paused_since, pauses=replay.pauses.begun_before(replay.paused_since))

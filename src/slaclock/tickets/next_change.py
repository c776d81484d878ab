"""When the answer about a clock changes next if nothing else happens (R12, R18)."""

from __future__ import annotations

from datetime import datetime, timedelta

from slaclock.errors import NeverOpenError
from slaclock.hours import ZERO, Schedule
from slaclock.tickets.counted_time import FOREVER
from slaclock.tickets.due_and_breached import ran_on_from
from slaclock.tickets.replay import Replay
from slaclock.tickets.standing import Standing

_TICK = timedelta.resolution


def next_change(standing: Standing) -> datetime | None:
    """The next warning, level, breach, opening or closing, if any comes before the clock is stopped."""
    replay, due = standing.replay, standing.due
    if replay.stopped:
        return None
    coming = [next_edge(replay.period.promised.schedule, replay.now)]
    if replay.paused_by is None:
        coming += [warning.at for warning in standing.warnings if not warning.reached and warning.at <= due]
        coming += [level.at for level in standing.escalations if not level.reached]
    # A pause saves what is left, if anything is, and moves nothing that was agreed.
    if replay.paused_by is None or standing.left <= ZERO or replay.agreed:
        coming.append(_breached_from(replay, due))
    return min(filter(None, coming), default=None)


def _breached_from(replay: Replay, due: datetime) -> datetime | None:
    """The first instant at which it will be breached if nothing else happens, a pause that lasts going on."""
    time = replay.period.time
    held = replay.paused_since is not None and replay.paused_since <= due and not replay.agreed
    ran_on = time.stops_after(due) if held and time.runs_at(due) else ran_on_from(replay, due)
    return ran_on + _TICK if replay.now <= ran_on < FOREVER else None


def next_edge(schedule: Schedule, now: datetime) -> datetime | None:
    """The next opening or closing, if there is one."""
    try:
        return schedule.next_closing(now) if schedule.is_open(now) else schedule.next_opening(now)
    except NeverOpenError:
        return None

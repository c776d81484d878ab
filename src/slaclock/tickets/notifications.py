"""Who is notified of a promise, and when: warnings, the levels of an escalation, and reminders of either (R16, R18)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from slaclock.errors import InstantRangeError, NeverOpenError
from slaclock.json_forms import Instant
from slaclock.results import Result
from slaclock.same_instants import ComparedByInstants
from slaclock.targets import Threshold
from slaclock.tickets.due_and_breached import budget_in, due_in
from slaclock.tickets.moments import came_by, comes_again_at, comes_at, without_last_pause
from slaclock.tickets.promise import Thresholds
from slaclock.tickets.replay import Period, Replay


@dataclass(frozen=True, eq=False, slots=True)
class Warned(ComparedByInstants, Result):
    """A warning of a clock, or a level of its escalation: when it comes, or came.

    Of a reminder that comes again there are two once it has come: the latest one that came, whose number is how
    many did, and the next one, if another comes.
    """

    name: str
    """What it is called."""
    at: Instant
    """When it is reached if nothing else happens, or was."""
    reached: bool
    """Whether it was."""
    number: int = 1
    """Which of its reminders this is; 1 for what comes once."""


def warnings_in(thresholds: Thresholds, replay: Replay, due: datetime, budget: timedelta) -> list[Warned]:
    """Every warning, soonest first: when it came, or comes if nothing else happens."""
    # A warning that its amount would set after the due instant comes with it.
    latest = max(due, replay.period.origin)
    before = without_last_pause(replay).until
    found = []
    for name, threshold in thresholds:
        try:
            at = min(comes_at(replay, threshold, due, budget), latest)
        except (NeverOpenError, InstantRangeError):
            at = latest
        first = Warned(name, at, True) if at <= before else Warned(name, max(at, replay.until), False)
        found += _with_reminders(replay, threshold, first, latest)
    return sorted(found, key=_in_time)


def escalations_in(thresholds: Thresholds, replay: Replay) -> list[Warned]:
    """Every level that is ever reached, soonest first."""
    found = []
    for name, threshold in thresholds:
        # A level that lies beyond all time, or in hours that never come again, is never reached.
        with suppress(NeverOpenError, InstantRangeError):
            latest = max(due_in(replay), replay.period.origin) if threshold.until == "breach" else None
            found += _with_reminders(replay, threshold, _notified(replay, name, threshold), latest)
    return sorted(found, key=_in_time)


def _with_reminders(replay: Replay, threshold: Threshold, first: Warned, latest: datetime | None) -> list[Warned]:
    """The same warning or level; of one that comes again, its latest reminder and the next one, if it comes."""
    if threshold.every is None or not first.reached:
        return [first]
    until = min(replay.until, latest or replay.until)
    came = came_by(replay, threshold.every, first.at, until)
    last = min(came, threshold.times or came)
    found = [Warned(first.name, comes_again_at(replay, threshold.every, first.at, last - 1), True, last)]
    if last == threshold.times or replay.stopped:
        return found
    with suppress(NeverOpenError, InstantRangeError):
        at = comes_again_at(replay, threshold.every, first.at, last)
        if latest is None or at <= latest:
            found.append(Warned(first.name, max(at, replay.until), False, last + 1))
    return found


def _notified(replay: Replay, name: str, threshold: Threshold) -> Warned:
    """A level: who was notified stays so, and nobody is notified in a pause, whatever it does to the due instant."""
    # Of a promise that was agreed or counted anew nobody was notified before that.
    earliest = replay.agreed.at if replay.agreed else replay.period.since if not replay.past else None
    moves = replay.agreed is not None or _moves(replay.period, threshold)
    if moves and (given := _given_by_a_pause(replay, threshold)):
        return Warned(name, max(given, earliest or given), True)
    at = _level_at(replay, threshold)
    if moves and replay.pauses:
        at = max(at, replay.pauses.last.end)
    reached = at <= replay.until and (replay.paused_since is None or (not moves and at <= replay.paused_since))
    return Warned(name, max(at, earliest or at), reached)


def _given_by_a_pause(replay: Replay, threshold: Threshold) -> datetime | None:
    """When a level was reached, as it then was, if that was by the beginning of a pause."""
    if threshold.percent is None and threshold.left is None:
        # It is counted on from an instant, and what was reached no later pause moves: the last one says all.
        begun = _last_pause_begun(replay)
        return at if begun and (at := _level_at(replay, threshold)) <= begun else None
    found = ((_level_at(earlier, threshold), earlier.until) for earlier in _before_pauses(replay))
    return next((at for at, begun in found if at <= begun), None)


def _last_pause_begun(replay: Replay) -> datetime | None:
    if replay.paused_since == replay.until:  # One that begins just now has no length yet.
        return replay.until
    return replay.pauses.last.start if replay.pauses else None


def _moves(period: Period, threshold: Threshold) -> bool:
    """Whether a pause moves the due instant, or what is left until it, by other than what was paused."""
    target = period.promised.target
    settled = target.duration is None or target.ends not in (None, "as_is") or target.boundary == "next_opening"
    left = threshold.left
    amount = left or threshold.after or threshold.overdue
    in_days = amount is not None and amount.duration is None
    return settled or in_days or (left is not None and (left.counts == "open_time") != period.promised.counts_open_time)


def _before_pauses(replay: Replay) -> Iterator[Replay]:
    """How things stood when each pause began."""
    for number, pause in enumerate(replay.pauses):
        earlier = replay.pauses.first(number)
        yield replace(replay, until=pause.start, pauses=earlier, paused_since=None)
    if replay.paused_since == replay.until:  # One that begins just now has no length yet.
        yield replace(replay, paused_since=None)


def _level_at(replay: Replay, threshold: Threshold) -> datetime:
    due = due_in(replay)
    return comes_at(replay, threshold, due, budget_in(replay, due))


def _in_time(warning: Warned) -> tuple[datetime, str, int]:
    return warning.at, warning.name, warning.number

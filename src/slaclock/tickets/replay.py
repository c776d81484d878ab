"""What had happened to a clock by an instant, replayed: pauses, and periods that count one promise each (R16, R17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from slaclock.hours import ZERO
from slaclock.tickets.counted_time import CountedTime
from slaclock.tickets.history import ClockEvent, History, one_at_a_time
from slaclock.tickets.pauses import Pause, Pauses
from slaclock.tickets.promise import Promised


@dataclass(slots=True)
class Period:
    """A time during which one promise was counted."""

    promised: Promised
    begun: datetime
    """From when on it held."""
    carried: timedelta = ZERO
    """Time used before it that stays used."""
    since: datetime | None = None
    """When the promise was changed to this one."""
    origin: datetime = field(init=False)
    """Where its counting begins, which may be at the next opening."""
    time: CountedTime = field(init=False)
    """The kind of time that is counted."""
    _first_due: datetime | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.origin = self.promised.counts_from(self.begun)
        self.time = self.promised.time

    @property
    def first_due(self) -> datetime:
        """When its target would be due if nothing were paused."""
        if self._first_due is None:
            self._first_due = self.promised.target.due(self.begun, self.promised.schedule)
        return self._first_due


@dataclass(slots=True)
class Replay:
    """What had happened to a clock by an instant."""

    now: datetime
    until: datetime
    """Now, or when the clock was stopped."""
    period: Period
    past: list[tuple[Period, datetime]]
    """Earlier periods, each with its end."""
    pauses: Pauses
    """Sorted, and apart from each other; the last one ends `until` when the clock is paused then."""
    causes: list[Pause]
    """The same time by cause, for explanations, in order: one pause may follow another at once."""
    paused_by: str | None
    paused_since: datetime | None
    """Since when the pause lasts that does; another may have gone before it at once."""
    stopped: ClockEvent | None
    problems: list[str]
    agreed: ClockEvent | None = None
    """The last time that its due instant was agreed by hand."""
    kept_from: int = 0
    """From which of the earlier periods on time stays used."""

    def count(self, start: datetime, end: datetime) -> timedelta:
        """Running time between two instants, as the promise counts it."""
        return self.pauses.count(self.period.time, start, end)


def replayed(clock: History, now: datetime) -> Replay:
    """Walk through what happened up to an instant."""
    period = Period(clock.promised, clock.start, since=clock.since)
    replay = Replay(now, now, period, [], Pauses(), [], None, None, None, [])
    active: dict[str, datetime] = {}
    for event in _without_empty_pauses(clock.events):
        if event.at > now:
            break
        if replay.stopped:
            replay.problems.append(_problem(event, "after the clock had stopped"))
        elif event.at < clock.start:
            replay.problems.append(_problem(event, "before the clock started"))
        elif event.kind == "pause":
            # While another pause lasts, this one only says who must resume it.
            active.setdefault(event.by, next(iter(active.values()), event.at))
        elif event.kind == "resume" and event.by in active:
            began = active.pop(event.by)
            if not active:
                _close_pause(replay, began, event.at, event.by)
        else:
            _apply(clock, replay, active, event)
    if active:
        by, began = next(iter(active.items()))
        _close_pause(replay, began, replay.until, by)
        joined = began < replay.until
        replay.paused_by, replay.paused_since = by, replay.pauses.last.start if joined else began
    return replay


def _without_empty_pauses(events: Sequence[ClockEvent]) -> Sequence[ClockEvent]:
    """A pause and a resume of one cause at one instant change nothing, whichever was meant first (R16)."""
    if one_at_a_time(events):
        return events
    both = {(event.at, event.by) for event in events if event.kind == "pause"}
    both &= {(event.at, event.by) for event in events if event.kind == "resume"}
    return [event for event in events if event.kind not in ("pause", "resume") or (event.at, event.by) not in both]


def _apply(clock: History, replay: Replay, active: dict[str, datetime], event: ClockEvent) -> None:
    match event.kind:
        case "resume":
            replay.problems.append(_problem(event, "while the clock was running"))
        case "retarget":
            _retarget(clock, replay, active, event)
        case "agree" if event.due and event.due > event.at:
            replay.agreed = event
        case "agree":
            replay.problems.append(_problem(event, f"for {event.due:%Y-%m-%d %H:%M:%S}Z, which was past by then"))
        case _:  # It is stopped or cancelled.
            replay.stopped, replay.until = event, event.at


def _close_pause(replay: Replay, start: datetime, end: datetime, by: str) -> None:
    if start < end:
        pause = Pause(start, end, by)
        replay.causes.append(pause)
        replay.pauses.add(pause)


def _retarget(clock: History, replay: Replay, active: dict[str, datetime], event: ClockEvent) -> None:
    assert event.promised is not None
    old, at = replay.period, event.at
    match event.on_change:
        case "recompute" if event.promised[:2] == old.promised[:2] and old.begun == clock.start:
            # Counted from the start already, and not breached anew; others may be notified.
            old.promised = event.promised
        case "recompute":
            replay.past.clear()
            replay.kept_from = 0
            replay.period = Period(event.promised, clock.start, ZERO, at)
        case "forward":
            began = max(next(iter(active.values()), at), old.origin)
            paused_now = old.time.between(began, at) if began < at else ZERO
            used = old.carried + replay.count(old.origin, at) - paused_now
            replay.past.append((old, at))
            replay.period = Period(event.promised, at, used, at)
        case _:  # It is reset.
            replay.past.append((old, at))
            replay.kept_from = len(replay.past)
            replay.period = Period(event.promised, at, ZERO, at)


def _problem(event: ClockEvent, why: str) -> str:
    cause = f" by {event.by}" if event.by else ""
    return f"{event.kind}{cause} at {event.at:%Y-%m-%d %H:%M:%S}Z came {why}"

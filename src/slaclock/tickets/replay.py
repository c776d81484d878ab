"""What happened to a clock, replayed up to an instant: pauses, changes of target, and when it is due (R16, R17)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice, takewhile
from typing import Literal, NamedTuple

from slaclock.errors import InstantRangeError, NeverOpenError
from slaclock.hours import ZERO, Schedule, to_utc
from slaclock.targets import Target, Threshold

OnChange = Literal["recompute", "forward", "reset"]
"""What a changed target does (R17): count anew from the start, keep the time used, or start now."""
TICK = timedelta.resolution
FOREVER = datetime.max.replace(tzinfo=UTC)
_KINDS = ("retarget", "resume", "pause", "stop", "cancel")
_ORDER = {kind: place for place, kind in enumerate(_KINDS)}


Thresholds = tuple[tuple[str, Threshold], ...]
"""Warnings, or the rungs of an escalation ladder, by name."""


class Promised(NamedTuple):
    """A target with every choice decided, the schedule on which it is counted, and who hears of it when."""

    target: Target
    schedule: Schedule
    escalations: Thresholds = ()
    """Who hears of it when."""
    condition: str = ""
    """How a request was received for which this is promised, where that makes a difference."""

    def counts_from(self, at: datetime) -> datetime:
        """Where the count begins for what was opened at an instant, in UTC (R11)."""
        return to_utc(self.target.counts_from(at, self.schedule))

    def counted(self, start: datetime, end: datetime) -> timedelta:
        """Time of the kind that the target counts; negative when `end` is the earlier."""
        return self.schedule.elapsed(start, end) if self.counts_open_time else end - start

    def later(self, start: datetime, duration: timedelta) -> datetime:
        """The instant at which that much time of that kind has passed; back for a negative one."""
        if self.counts_open_time:
            return self.schedule.add(start, duration)
        try:
            return start + duration
        except OverflowError:
            raise InstantRangeError(f"{duration} from {start} lies outside the years 1 to 9999") from None

    def runs_at(self, at: datetime) -> bool:
        """Whether time of the kind that the target counts passes at an instant."""
        return not self.counts_open_time or self.schedule.is_open(at)

    def stops_counting(self, at: datetime) -> datetime:
        """The first instant after one at which no time of that kind passes, if there is one."""
        try:
            return self.schedule.next_closing(at) if self.counts_open_time else FOREVER
        except NeverOpenError:
            return FOREVER

    @property
    def counts_open_time(self) -> bool:
        """Whether it counts time while open, business days included."""
        return self.target.counts in ("open_time", "business_days")


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something that happens to a clock."""

    at: datetime
    kind: Literal["retarget", "resume", "pause", "stop", "cancel"]
    by: str = ""
    """What caused it; a pause ends with the resume of the same cause."""
    promised: Promised | None = None
    on_change: OnChange = "recompute"

    @property
    def order(self) -> tuple[datetime, int, str]:
        """Events in time; at one instant in the order retarget, resume, pause, stop, cancel."""
        return self.at, _ORDER[self.kind], self.by


@dataclass(frozen=True)
class History:
    """One promise that runs from an instant, and everything that happened to it."""

    start: datetime
    """When it starts, in UTC."""
    promised: Promised
    """What is promised at the start."""
    zone: tzinfo | None
    """The zone in which it answers."""
    since: datetime | None = None
    """When it came to be promised, in UTC, where that was after its start."""
    events: tuple[ClockEvent, ...] = ()
    """What happened to it, in order."""


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
    by: str = ""
    origin: datetime = field(init=False)
    """Where its counting begins, which may be at the next opening."""

    def __post_init__(self) -> None:
        self.origin = self.promised.counts_from(self.begun)


@dataclass(slots=True)
class Pause:
    """A stretch in which nothing is counted, and what caused it."""

    start: datetime
    end: datetime
    by: str


@dataclass(slots=True)
class Replay:
    """What had happened to a clock by an instant."""

    now: datetime
    until: datetime
    """Now, or when the clock was stopped."""
    period: Period
    past: list[tuple[Period, datetime, bool]]
    """Earlier periods, each with its end and whether its time stays used."""
    pauses: list[Pause]
    """Sorted, and apart from each other; the last one ends `until` when the clock is paused then."""
    causes: list[Pause]
    """The same time by cause, for explanations: one pause may follow another at once."""
    paused_by: str | None
    paused_since: datetime | None
    """Since when the pause lasts that does; another may have gone before it at once."""
    stopped: ClockEvent | None
    problems: list[str]

    def count(self, start: datetime, end: datetime) -> timedelta:
        """Running time between two instants, as the promise counts it."""
        if end <= start:
            return ZERO
        counted = self.period.promised.counted
        paused = (counted(max(pause.start, start), min(pause.end, end)) for pause in within(self.pauses, start, end))
        return counted(start, end) - sum(paused, ZERO)


def within(pauses: Sequence[Pause], start: datetime, end: datetime) -> Iterator[Pause]:
    """The pauses that lie at least partly between two instants."""
    first = bisect_right(pauses, start, key=lambda pause: pause.end)
    return takewhile(lambda pause: pause.start < end, islice(pauses, first, None))


def replayed(clock: History, now: datetime) -> Replay:
    """Walk through what happened up to an instant."""
    replay = Replay(now, now, Period(clock.promised, clock.start, since=clock.since), [], [], [], None, None, None, [])
    active: dict[str, datetime] = {}
    for event in _without_empty_pauses(clock.events):
        if event.at > now:
            break
        if replay.stopped:
            replay.problems.append(_problem(event, "after the clock had stopped"))
        elif event.at < clock.start:
            replay.problems.append(_problem(event, "before the clock started"))
        else:
            _apply(clock, replay, active, event)
    if active:
        by, began = next(iter(active.items()))
        _close_pause(replay, began, replay.until, by)
        joined = began < replay.until
        replay.paused_by, replay.paused_since = by, replay.pauses[-1].start if joined else began
    return replay


def _without_empty_pauses(events: tuple[ClockEvent, ...]) -> Iterator[ClockEvent]:
    """A pause and a resume of one cause at one instant change nothing, whichever was meant first (R16)."""
    both = {(event.at, event.by) for event in events if event.kind == "pause"}
    both &= {(event.at, event.by) for event in events if event.kind == "resume"}
    return (event for event in events if event.kind not in ("pause", "resume") or (event.at, event.by) not in both)


def _apply(clock: History, replay: Replay, active: dict[str, datetime], event: ClockEvent) -> None:
    match event.kind:
        case "pause":
            # While another pause lasts, this one only says who must resume it.
            active.setdefault(event.by, next(iter(active.values()), event.at))
        case "resume" if event.by in active:
            began = active.pop(event.by)
            if not active:
                _close_pause(replay, began, event.at, event.by)
        case "resume":
            replay.problems.append(_problem(event, "while the clock was running"))
        case "retarget":
            _retarget(clock, replay, active, event)
        case _:  # It is stopped or cancelled.
            replay.stopped, replay.until = event, event.at


def _close_pause(replay: Replay, start: datetime, end: datetime, by: str) -> None:
    if start < end:
        replay.causes.append(Pause(start, end, by))
        if replay.pauses and replay.pauses[-1].end == start:
            start = replay.pauses.pop().start
        replay.pauses.append(Pause(start, end, by))


def _retarget(clock: History, replay: Replay, active: dict[str, datetime], event: ClockEvent) -> None:
    assert event.promised is not None
    old, at = replay.period, event.at
    match event.on_change:
        case "recompute" if event.promised[:2] == old.promised[:2] and old.begun == clock.start:
            # Counted from the start already, and not broken anew; who hears of it may be others.
            old.promised = event.promised
        case "recompute":
            replay.past.clear()
            replay.period = Period(event.promised, clock.start, ZERO, at, event.by)
        case "forward":
            began = max(next(iter(active.values()), at), old.origin)
            paused_now = old.promised.counted(began, at) if began < at else ZERO
            used = old.carried + replay.count(old.origin, at) - paused_now
            replay.past.append((old, at, True))
            replay.period = Period(event.promised, at, used, at, event.by)
        case _:  # It is reset.
            replay.past = [(period, ended, False) for period, ended, _ in replay.past] + [(old, at, False)]
            replay.period = Period(event.promised, at, ZERO, at, event.by)


def _problem(event: ClockEvent, why: str) -> str:
    cause = f" by {event.by}" if event.by else ""
    return f"{event.kind}{cause} at {event.at:%Y-%m-%d %H:%M:%S}Z came {why}"


# When it is due


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
    """Since when it is broken: its due instant, or the later change that left it broken (R12, R17)."""
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

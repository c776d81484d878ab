"""`SlaClock`: one promise that runs, pauses, stops and changes, and where it stands at any instant (R12, R16–R18)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from itertools import islice, takewhile
from typing import Any, Literal, NamedTuple, Self, get_args

from pydantic import Field, TypeAdapter, model_validator

from slaclock.declaration import Declaration
from slaclock.errors import ChoiceError, ClockError, NeverOpenError, one_of
from slaclock.explanation import ZERO, Explanation, Note, Part, Stretch, parts_of, waiting, why_notes, with_totals
from slaclock.interval import Span, intersect, subtract
from slaclock.schedule import Schedule
from slaclock.target import Target
from slaclock.zone import in_zone, to_utc

OnChange = Literal["recompute", "forward", "reset"]
"""What a changed target does (R17): count anew from the start, keep the time used, or start now."""
State = Literal["not_started", "running", "at_risk", "paused", "met", "breached", "cancelled"]
"""Where a clock stands; `at_risk` is running past a warning, and `breached` stays so when stopped late."""

_TICK = timedelta.resolution
_FOREVER = datetime.max.replace(tzinfo=UTC)
_KINDS = ("retarget", "resume", "pause", "stop", "cancel")
_ORDER = {kind: place for place, kind in enumerate(_KINDS)}


class Promised(NamedTuple):
    """A target with every choice decided, and the schedule on which it is counted."""

    target: Target
    schedule: Schedule

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
        return start + duration

    def runs_at(self, at: datetime) -> bool:
        """Whether time of the kind that the target counts passes at an instant."""
        return not self.counts_open_time or self.schedule.is_open(at)

    def stops_counting(self, at: datetime) -> datetime:
        """The first instant after one at which no time of that kind passes, if there is one."""
        try:
            return self.schedule.next_closing(at) if self.counts_open_time else _FOREVER
        except NeverOpenError:
            return _FOREVER

    @property
    def counts_open_time(self) -> bool:
        """Whether it counts time while open, business days included."""
        return self.target.counts in ("open_time", "business_days")


class Threshold(Declaration):
    """A warning before a breach: at a share of the target used, or with so much time left.

    Text states either: `75%`, or `30 business minutes` for what is left.

    Examples:
        >>> Threshold.model_validate("75%").percent
        75

    Rules: R18.
    """

    _short_forms = ({"type": "string", "examples": ["75%", "30 business minutes"]},)

    percent: int | None = Field(default=None, gt=0, le=100)
    """Share of the target used, in percent."""

    left: Target | None = None
    """Time left until it is due, in business or calendar time."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        share = given.strip().removesuffix("%").strip()
        if given.strip().endswith("%") and share.isdigit():
            return {"percent": int(share)}
        return {"left": re.sub(r"\s+(?:left|before)$", "", given.strip())}

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.percent is None) is (self.left is None):
            raise ChoiceError("a warning states a share such as '75%' or the time left such as '30 business minutes'")
        if self.left is not None and self.left.duration is None:
            raise ChoiceError(f"a warning counts hours or minutes left, not {self.left}")
        return self


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning of a clock: when it comes, or came."""

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


Lookup = Callable[[str | None, str | None], Promised]
"""The promise of a plan and a priority, for a clock whose ticket changes them."""


@dataclass(frozen=True)
class SlaClock:
    """One promise that runs from an instant, and everything that happened to it; each change makes a new clock.

    Made by `SlaPolicy.clock`. Changes may be given in any order: they are sorted by instant, and
    at one instant in the order retarget, resume, pause, stop, cancel. The same change twice counts once.
    A retarget that names a target alone keeps the schedule of the changes given before it, and the other way round.

    Examples:
        >>> from zoneinfo import ZoneInfo
        >>> office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
        >>> zone = ZoneInfo("America/New_York")
        >>> clock = SlaClock.starting(datetime(2026, 11, 25, 15, tzinfo=zone), Target("4 business hours"), office)
        >>> clock = clock.pause(datetime(2026, 11, 25, 16, tzinfo=zone)).resume(datetime(2026, 11, 25, 17, tzinfo=zone))
        >>> str(clock.status(datetime(2026, 11, 25, 17, tzinfo=zone)).due)
        '2026-11-27 11:00:00-05:00'

    Rules: R12, R16, R17, R18.
    """

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
    thresholds: tuple[tuple[str, Threshold], ...] = ()
    """Its warnings by name."""
    metric: str = ""
    cycle: int = 1
    subject: str = ""
    plan: str | None = None
    priority: str | None = None
    on_change: OnChange = "recompute"
    lookup: Lookup | None = field(default=None, repr=False, compare=False)

    @classmethod
    def starting(
        cls,
        start: datetime,
        target: Target,
        schedule: Schedule,
        warnings: dict[str, str | Threshold] | None = None,
        **names: Any,
    ) -> Self:
        """A clock of a target and schedule of one's own.

        Args:
            start: When it starts, an aware datetime.
            target: The promise.
            schedule: When support is open.
            warnings: Names of warnings and when they come: `75%`, or `30 business minutes` left.
            **names: `metric`, `subject`, … for its answers.

        Raises:
            NaiveDatetimeError: `start` has no time zone.
        """
        thresholds = tuple((name, Threshold.model_validate(given)) for name, given in (warnings or {}).items())
        return cls(to_utc(start), Promised(target, schedule), start.tzinfo, thresholds=thresholds, **names)

    # What happens to it

    def pause(self, at: datetime, by: str = "") -> Self:
        """Stop counting at an instant, until a `resume` with the same cause; overlapping pauses count once.

        Rules: R16.
        """
        return self._with(ClockEvent(to_utc(at), "pause", by))

    def resume(self, at: datetime, by: str = "") -> Self:
        """Go on counting, as far as the pause of this cause goes.

        Rules: R16.
        """
        return self._with(ClockEvent(to_utc(at), "resume", by))

    def stop(self, at: datetime, by: str = "") -> Self:
        """What was promised was done: in time up to the due instant, late after it.

        Rules: R12.
        """
        return self._with(ClockEvent(to_utc(at), "stop", by))

    def cancel(self, at: datetime, by: str = "") -> Self:
        """The promise no longer holds, and is neither met nor broken from here on."""
        return self._with(ClockEvent(to_utc(at), "cancel", by))

    def retarget(
        self,
        at: datetime,
        *,
        priority: str | None = None,
        plan: str | None = None,
        target: Target | None = None,
        schedule: Schedule | None = None,
        on_change: OnChange | None = None,
        by: str = "",
    ) -> Self:
        """Change what is promised from an instant on.

        Args:
            at: When, an aware datetime.
            priority: The new priority, for a clock made by a policy.
            plan: The new plan, for a clock made by a policy.
            target: The new target, where it is not looked up.
            schedule: The new schedule, where it is not looked up.
            on_change: `recompute` counts anew from the original start, `forward` keeps the time
                used, `reset` starts now; as the policy says where nothing is given.
            by: What caused it.

        Raises:
            ClockError: Neither names nor a target or schedule were given, or names without a policy.
            UnknownNameError: The policy has no such plan or priority.

        Rules: R17.
        """
        choice: OnChange = on_change or self.on_change
        one_of(choice, get_args(OnChange), "on_change")
        if priority or plan:
            if self.lookup is None:
                raise ClockError("a clock of its own has no priorities or plans; give `target` or `schedule`")
            plan, priority = plan or self.plan, priority or self.priority
            promised = self.lookup(plan, priority)
            named = replace(self, plan=plan, priority=priority, subject=self._subject_as(plan, priority))
        else:
            promised, named = self._last_promised(to_utc(at)), self
        if not (priority or plan or target or schedule):
            raise ClockError("nothing to change was given; name a priority, a plan, a target or a schedule")
        promised = Promised(target or promised.target, schedule or promised.schedule)
        return named._with(ClockEvent(to_utc(at), "retarget", by or priority or plan or "", promised, choice))

    def _subject_as(self, plan: str | None, priority: str | None) -> str:
        """The subject with another plan and priority in it."""
        swapped = {name: new for name, new in ((self.plan, plan), (self.priority, priority)) if name and new}
        return ", ".join(swapped.get(part, part) for part in self.subject.split(", "))

    def having(self, events: Iterable[ClockEvent]) -> Self:
        """The same clock with many changes at once, in any order."""
        together = dict.fromkeys((*self.events, *events))
        return replace(self, events=tuple(sorted(together, key=lambda each: each.order)))

    def _last_promised(self, at: datetime) -> Promised:
        changes = (event.promised for event in self.events if event.promised and event.at <= at)
        return [self.promised, *changes][-1]

    def _with(self, event: ClockEvent) -> Self:
        return self.having([event])

    # Asking

    def status(self, now: datetime) -> Status:
        """Where the clock stands at an instant; what happens after it does not exist yet.

        Args:
            now: An aware datetime.

        Returns:
            The status, with instants in the zone in which the clock was started.

        Raises:
            NaiveDatetimeError: `now` has no time zone.

        Rules: R12, R16, R17, R18.
        """
        return _status(self, _replayed(self, to_utc(now)))

    def explain(self, now: datetime) -> Explanation:
        """Why the clock stands where it does: from its start to now, and on to the due instant.

        Args:
            now: An aware datetime.

        Returns:
            Stretches without gaps. Those up to `now` that count sum to `status(now).elapsed`; what
            lies after `now` is marked as ahead.

        Rules: R12, R16, R17, R18.
        """
        return _explained(self, _replayed(self, to_utc(now)))


# Replaying


@dataclass(slots=True)
class _Period:
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
class _Pause:
    start: datetime
    end: datetime
    by: str


@dataclass(slots=True)
class _Replay:
    """What had happened to a clock by an instant."""

    now: datetime
    until: datetime
    """Now, or when the clock was stopped."""
    period: _Period
    past: list[tuple[_Period, datetime, bool]]
    """Earlier periods, each with its end and whether its time stays used."""
    pauses: list[_Pause]
    """Sorted, and apart from each other; the last one ends `until` when the clock is paused then."""
    causes: list[_Pause]
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
        paused = (counted(max(pause.start, start), min(pause.end, end)) for pause in _within(self.pauses, start, end))
        return counted(start, end) - sum(paused, ZERO)


def _within(pauses: Sequence[_Pause], start: datetime, end: datetime) -> Iterator[_Pause]:
    """The pauses that lie at least partly between two instants."""
    first = bisect_right(pauses, start, key=lambda pause: pause.end)
    return takewhile(lambda pause: pause.start < end, islice(pauses, first, None))


def _replayed(clock: SlaClock, now: datetime) -> _Replay:
    """Walk through what happened up to an instant."""
    replay = _Replay(
        now, now, _Period(clock.promised, clock.start, since=clock.since), [], [], [], None, None, None, []
    )
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


def _apply(clock: SlaClock, replay: _Replay, active: dict[str, datetime], event: ClockEvent) -> None:
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


def _close_pause(replay: _Replay, start: datetime, end: datetime, by: str) -> None:
    if start < end:
        replay.causes.append(_Pause(start, end, by))
        if replay.pauses and replay.pauses[-1].end == start:
            start = replay.pauses.pop().start
        replay.pauses.append(_Pause(start, end, by))


def _retarget(clock: SlaClock, replay: _Replay, active: dict[str, datetime], event: ClockEvent) -> None:
    assert event.promised is not None
    old, at = replay.period, event.at
    match event.on_change:
        case "recompute" if event.promised == old.promised and old.begun == clock.start:
            return  # Counted from the start already, and not broken anew.
        case "recompute":
            replay.past.clear()
            replay.period = _Period(event.promised, clock.start, ZERO, at, event.by)
        case "forward":
            began = max(next(iter(active.values()), at), old.origin)
            paused_now = old.promised.counted(began, at) if began < at else ZERO
            used = old.carried + replay.count(old.origin, at) - paused_now
            replay.past.append((old, at, True))
            replay.period = _Period(event.promised, at, used, at, event.by)
        case _:  # It is reset.
            replay.past.append((old, at, False))
            replay.period = _Period(event.promised, at, ZERO, at, event.by)


def _problem(event: ClockEvent, why: str) -> str:
    cause = f" by {event.by}" if event.by else ""
    return f"{event.kind}{cause} at {event.at:%Y-%m-%d %H:%M:%S}Z came {why}"


# When it is due


def _due(replay: _Replay) -> datetime:
    """When the target is used up, pauses so far included; while paused, as if the clock went on now."""
    period = replay.period
    target, schedule = period.promised
    if target.duration is None:
        return _due_in_days(replay)
    left = target.duration - period.carried
    if left <= ZERO:
        return period.origin
    due = _reached(replay, period.origin, left, late=target.boundary == "next_opening" and target.counts == "open_time")
    return target.ended(due, schedule)


def _due_in_days(replay: _Replay) -> datetime:
    """Days move by the time that was paused (R16)."""
    period = replay.period
    due = period.promised.target.due(period.origin, period.promised.schedule)
    if period.carried:
        due = max(period.promised.later(due, -period.carried), period.origin)
    for pause in replay.pauses:
        start = max(pause.start, period.origin)
        # Where nothing counts any more between the pause and the due instant, there is nothing left to save.
        if start < min(due, pause.end) and period.promised.counted(start, due):
            paused = period.promised.counted(start, pause.end)
            due = period.promised.later(due, paused) if paused else due
    return due


def _reached(replay: _Replay, start: datetime, left: timedelta, late: bool = False) -> datetime:
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


# Status


def _status(clock: SlaClock, replay: _Replay) -> Status:
    if replay.now < clock.start:
        return _not_started(clock, replay)
    due, period = _due(replay), replay.period
    used_here = replay.count(period.origin, replay.until)
    budget = _budget(replay, due)
    breached_at = _breached_at(replay, due)
    warnings = tuple(_warnings(clock, replay, due, budget))
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
        warnings=tuple(replace(warning, at=in_zone(warning.at, zone)) for warning in warnings),
        next_change=_in(zone, _next_change(replay, due, warnings, budget - used_here)),
        business=_figures(clock, replay, due, period.promised.schedule.elapsed),
        calendar=_figures(clock, replay, due, lambda start, end: end - start),
        target=period.promised.target,
        metric=clock.metric,
        cycle=clock.cycle,
        problems=tuple(replay.problems),
    )


def _not_started(clock: SlaClock, replay: _Replay) -> Status:
    """What will be when it starts, and nothing of it yet."""
    untouched = replace(clock, events=())
    at_start = _status(untouched, _replayed(untouched, clock.start))
    schedule, now = clock.promised.schedule, replay.now
    return replace(
        at_start,
        state="not_started",
        now=in_zone(now, clock.zone),
        within_hours=schedule.is_open(now),
        warnings=tuple(replace(warning, reached=False) for warning in at_start.warnings),
        next_change=_in(clock.zone, min(filter(None, [clock.start, _next_edge(schedule, now)]))),
    )


def _budget(replay: _Replay, due: datetime) -> timedelta:
    """How much may run from the origin until due."""
    period = replay.period
    if period.promised.target.duration is not None:
        return period.promised.target.duration - period.carried
    return replay.count(period.origin, due)


def _breached_at(replay: _Replay, due: datetime) -> datetime | None:
    """Since when it is broken: its due instant, or the later change that left it broken (R12, R17)."""
    ran_on = _ran_on_from(replay, due)
    if ran_on >= replay.until:
        return None
    return max(ran_on, replay.period.since or ran_on)


def _ran_on_from(replay: _Replay, due: datetime) -> datetime:
    """Where the clock runs on after its due instant: at once, or when a pause of counting time ends that lay there.

    Time that does not count cannot be paused, so a pause holds a breach off until the closing at most.
    """
    promised = replay.period.promised
    if not promised.runs_at(due):
        return due
    held = (pause for pause in replay.pauses if pause.start <= due < pause.end)
    return next((min(pause.end, promised.stops_counting(due)) for pause in held), due)


def _state(replay: _Replay, breached_at: datetime | None, warnings: Iterable[Warned]) -> State:
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
    clock: SlaClock, replay: _Replay, due: datetime, counted: Callable[[datetime, datetime], timedelta]
) -> Figures:
    paused = sum((counted(pause.start, pause.end) for pause in replay.pauses), ZERO)
    return Figures(counted(clock.start, replay.until) - paused, counted(replay.until, due), paused)


# Warnings


def _warnings(clock: SlaClock, replay: _Replay, due: datetime, budget: timedelta) -> list[Warned]:
    found = []
    for name, threshold in clock.thresholds:
        at = _warned_at(replay, threshold, due, budget)
        reached = at <= _without_last_pause(replay).until
        found.append(Warned(name, at if reached else max(at, replay.until), reached))
    return sorted(found, key=lambda warning: (warning.at, warning.name))


def _warned_at(replay: _Replay, threshold: Threshold, due: datetime, budget: timedelta) -> datetime:
    period = replay.period
    if threshold.percent is not None:
        return _once_used(replay, (budget + period.carried) * threshold.percent / 100 - period.carried)
    assert threshold.left is not None
    assert threshold.left.duration is not None
    in_open_time = threshold.left.counts == "open_time"
    if in_open_time == period.promised.counts_open_time:
        return _once_used(replay, budget - threshold.left.duration)
    before = _without_last_pause(replay)
    given = _so_long_before(period, _due(before), threshold.left.duration, in_open_time)
    if given <= before.until:
        return given
    coming = _so_long_before(period, due, threshold.left.duration, in_open_time)
    # What would come in a pause comes when it ends: nothing changes while paused.
    return next((pause.end for pause in replay.pauses if pause.start < coming < pause.end), coming)


def _so_long_before(period: _Period, due: datetime, left: timedelta, in_open_time: bool) -> datetime:
    early = period.promised.schedule.add(due, -left) if in_open_time else due - left
    return max(early, period.origin)


def _without_last_pause(replay: _Replay) -> _Replay:
    """How things stood when the pause that lasts began: a warning given then stays given."""
    if replay.paused_since is None:
        return replay
    earlier = [pause for pause in replay.pauses if pause.start < replay.paused_since]
    return replace(replay, until=replay.paused_since, pauses=earlier)


def _once_used(replay: _Replay, used: timedelta) -> datetime:
    """When so much of the budget is used; not before it was counted at all."""
    period = replay.period
    if used <= ZERO:
        return period.origin
    return _reached(replay, period.origin, used)


# The next change


def _next_change(replay: _Replay, due: datetime, warnings: Iterable[Warned], left: timedelta) -> datetime | None:
    if replay.stopped:
        return None
    coming = [_next_edge(replay.period.promised.schedule, replay.now)]
    if replay.paused_by is None:
        coming += [warning.at for warning in warnings if not warning.reached and warning.at <= due]
    # A pause saves what is left, if anything is.
    if replay.paused_by is None or left <= ZERO:
        coming.append(_breaks_at(replay, due))
    return min(filter(None, coming), default=None)


def _breaks_at(replay: _Replay, due: datetime) -> datetime | None:
    """The first instant at which it will be broken if nothing else happens, a pause that lasts going on."""
    promised = replay.period.promised
    if replay.paused_since is not None and replay.paused_since <= due and promised.runs_at(due):
        ran_on = promised.stops_counting(due)
    else:
        ran_on = _ran_on_from(replay, due)
    return ran_on + _TICK if replay.now <= ran_on < _FOREVER else None


def _next_edge(schedule: Schedule, now: datetime) -> datetime | None:
    """The next opening or closing, if there is one."""
    try:
        return schedule.next_closing(now) if schedule.is_open(now) else schedule.next_opening(now)
    except NeverOpenError:
        return None


def _in(zone: tzinfo | None, at: datetime | None) -> datetime | None:
    return at and in_zone(at, zone)


# Explaining


def _explained(clock: SlaClock, replay: _Replay) -> Explanation:
    due = _due(replay)
    end = replay.until if replay.stopped else max(due, replay.now)
    target, schedule = replay.period.promised
    parts = list(_all_parts(clock, replay, due, end))
    stretches = tuple(with_totals(parts, clock.zone))
    return Explanation(
        subject=clock.subject,
        target=target,
        schedule=f"{schedule.name}: {schedule}" if schedule.name else str(schedule),
        timezone=schedule.timezone,
        opened=in_zone(clock.start, clock.zone),
        due=in_zone(due, clock.zone),
        now=in_zone(replay.now, clock.zone),
        state=_status(clock, replay).state,
        stretches=stretches,
        notes=tuple(_clock_notes(clock, replay, due, stretches)),
    )


def _all_parts(clock: SlaClock, replay: _Replay, due: datetime, end: datetime) -> Iterator[Part]:
    for period, ended, kept in replay.past:
        for part in _period_parts(replay, period, min(ended, end)):
            yield _earlier_part(part, period, kept) if part.counted else part
    for part in _period_parts(replay, replay.period, end):
        for span in _cut(part.span, due, replay.until):
            yield _as_of(replay, part, span, due)


def _earlier_part(part: Part, period: _Period, kept: bool) -> Part:
    """Time that was counted before the target changed: it stays used, or no longer counts."""
    before = part._replace(name=part.name or f"as {period.promised.target.written}")
    return before if kept else before._replace(kind="superseded", counted=ZERO)


def _cut(span: Span, *marks: datetime) -> Iterator[Span]:
    here, end = span
    for mark in sorted({mark for mark in marks if here < mark < end}):
        yield here, mark
        here = mark
    yield here, end


def _as_of(replay: _Replay, part: Part, span: Span, due: datetime) -> Part:
    start, end = span
    counted = part.counted and end - start
    kind = "overdue" if counted and start >= due else part.kind
    return part._replace(span=span, kind=kind, counted=counted, ahead=start >= replay.until and not replay.stopped)


def _period_parts(replay: _Replay, period: _Period, end: datetime) -> Iterator[Part]:
    """The time of a period: not begun, paused, or as its schedule has it."""
    first = min(period.origin, end)
    yield from waiting(period.promised.schedule, period.begun, first)
    whole = [(first, end)] if first < end else []
    pauses = [(pause.start, pause.end) for pause in _within(replay.pauses, first, end)]
    found = [part for span in subtract(whole, pauses) for part in _running_parts(period.promised, span)]
    for pause in _within(replay.causes, first, end):
        found += [Part(span, "paused", pause.by) for span in intersect([(pause.start, pause.end)], whole)]
    yield from sorted(found, key=lambda part: part.span)


def _running_parts(promised: Promised, span: Span) -> Iterator[Part]:
    if not promised.counts_open_time:
        yield Part(span, "any_time", counted=span[1] - span[0])
        return
    for part in parts_of(promised.schedule, *span):
        yield part._replace(counted=part.span[1] - part.span[0]) if part.kind == "open" else part


def _clock_notes(clock: SlaClock, replay: _Replay, due: datetime, stretches: Sequence[Stretch]) -> Iterator[Note]:
    period = replay.period
    changes = [each for each in clock.events if each.kind == "retarget" and each.at <= replay.until]
    if changes:
        yield Note(rule="R17", text=_changed(changes[-1], period))
    if any(stretch.kind == "paused" for stretch in stretches):
        what = "open time" if period.promised.counts_open_time else "time"
        yield Note(rule="R16", text=f"{what} while paused is not counted, and moved the due instant")
    yield from why_notes(period.promised.target, period.promised.schedule, period.begun, due, stretches)


def _changed(event: ClockEvent, period: _Period) -> str:
    cause = f" ({event.by})" if event.by else ""
    words = {
        "recompute": "counted anew from the original start",
        "forward": "with the time used so far staying used",
        "reset": "starting from the change",
    }
    return f"the target became {period.promised.target.written}{cause}, {words[event.on_change]}"


@cache
def _status_adapter() -> TypeAdapter[Status]:
    return TypeAdapter(Status)

"""`Status`: what is said of a clock at an instant: its state, figures, warnings and the next change (R12, R18)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import ClassVar, Self

from slaclock.hours import in_zone
from slaclock.json_forms import Instant
from slaclock.keeping import View
from slaclock.results import Follows, Result
from slaclock.same_instants import ComparedByInstants
from slaclock.targets import Target
from slaclock.tickets.figures import Figures
from slaclock.tickets.history import History
from slaclock.tickets.next_change import next_change, next_edge
from slaclock.tickets.notifications import Warned
from slaclock.tickets.promise import Thresholds
from slaclock.tickets.replay import replayed
from slaclock.tickets.standing import Standing
from slaclock.tickets.states import State


@dataclass(frozen=True, eq=False)
class Status(ComparedByInstants, Result, View):
    """Where a clock stands at an instant.

    Each field is worked out when it is first asked for, and stays.

    Rules: R12, R16, R17, R18.
    """

    _called_in_json: ClassVar = {"target": "target_details"}
    _follows: ClassVar = {
        "used_percent": Follows(
            lambda status: status.used_percent,
            float | None,
            "How much of the target is used, in percent: over 100 after a breach, nothing for a target of no time.",
        ),
        "target": Follows(lambda status: status.target.written, str, "The target in words."),
    }

    state: State
    """Where it stands."""
    now: Instant
    """The instant of which all of this is said."""
    started: Instant
    """When the clock started."""
    due: Instant
    """When the target is used up; while paused, as if the clock went on now."""
    elapsed: timedelta
    """Time used, of the kind that the target counts."""
    remaining: timedelta
    """Time left, of that kind; negative after a breach."""
    breached_at: Instant | None
    """From when on it was breached."""
    met_at: Instant | None
    """When it was stopped in time."""
    stopped_at: Instant | None
    """When it was stopped, in time or not, or cancelled."""
    is_paused: bool
    """Whether it is paused; a breached clock may be."""
    within_hours: bool
    """Whether support is open; of a stopped clock, whether it was then."""
    warnings: tuple[Warned, ...]
    """Every warning, soonest first, each with its instant; of a reminder, the latest that came and the next one."""
    next_change: Instant | None
    """When this answer changes next if nothing else happens: by a warning, a breach, an opening or a closing."""
    business: Figures
    """Figures in open time of the schedule."""
    calendar: Figures
    """Figures in real time."""
    target: Target
    """The target in force, with every choice decided."""
    metric: str = ""
    """The metric that it measures."""
    cycle: int = 1
    """Which run of the metric this is."""
    escalations: tuple[Warned, ...] = field(default_factory=tuple)
    """Every level of its escalation, soonest first, each with its instant; of a reminder, as of warnings."""
    problems: tuple[str, ...] = ()
    """What happened to it that contradicts itself, and was left out."""
    is_agreed: bool = False
    """Whether the due instant was agreed by hand."""

    @property
    def used_percent(self) -> float | None:
        """How much of the target is used, in percent: over 100 once the clock ran on after the due instant.

        `None` where nothing was to be used: a target of no time, or a date agreed for the instant of the start.

        Rules: R12, R16, R18.
        """
        whole = self.elapsed + self.remaining
        return 100 * (self.elapsed / whole) if whole > timedelta(0) else None

    @property
    def is_breached(self) -> bool:
        """Whether the clock ran on after the due instant."""
        return self.breached_at is not None

    @classmethod
    def of(cls, clock: History, now: datetime, thresholds: Thresholds, metric: str, cycle: int) -> Self:
        """What is said of a clock at an instant in UTC."""
        said = _Said(clock, now, thresholds) if now >= clock.start else _SaidBefore(clock, now, thresholds)
        known = {"state": said.state, "problems": said.problems, "is_agreed": said.is_agreed}
        return cls._showing(said, **known, metric=metric, cycle=cycle)


class _Said:
    """What is said of a clock that has started: for each field of `Status` what it says, in the clock's zone."""

    def __init__(self, clock: History, now: datetime, thresholds: Thresholds) -> None:
        replay = replayed(clock, now)
        self._standing = Standing(clock, replay, thresholds)
        self._replay = replay
        self._zone = clock.zone
        self.state: State = self._standing.state
        self.problems = tuple(replay.problems)
        self.is_agreed = replay.agreed is not None

    @property
    def now(self) -> datetime:
        return in_zone(self._replay.now, self._zone)

    @property
    def started(self) -> datetime:
        return in_zone(self._standing.clock.start, self._zone)

    @property
    def due(self) -> datetime:
        return in_zone(self._standing.due, self._zone)

    @property
    def elapsed(self) -> timedelta:
        return self._replay.period.carried + self._standing.used

    @property
    def remaining(self) -> timedelta:
        return self._standing.left

    @property
    def breached_at(self) -> datetime | None:
        return self._shown(self._standing.breached_at)

    @property
    def met_at(self) -> datetime | None:
        return self.stopped_at if self.state == "met" else None

    @property
    def stopped_at(self) -> datetime | None:
        return self._shown(self._replay.stopped and self._replay.stopped.at)

    @property
    def is_paused(self) -> bool:
        return self._replay.paused_by is not None

    @property
    def within_hours(self) -> bool:
        return self._replay.period.promised.schedule.is_open(self._replay.until)

    @property
    def warnings(self) -> tuple[Warned, ...]:
        return self._all_shown(self._standing.warnings)

    @property
    def escalations(self) -> tuple[Warned, ...]:
        return self._all_shown(self._standing.escalations)

    @property
    def next_change(self) -> datetime | None:
        return self._shown(next_change(self._standing))

    @property
    def business(self) -> Figures:
        return self._standing.figures(while_open=True)

    @property
    def calendar(self) -> Figures:
        return self._standing.figures(while_open=False)

    @property
    def target(self) -> Target:
        return self._replay.period.promised.target

    def _shown(self, at: datetime | None) -> datetime | None:
        return at and in_zone(at, self._zone)

    def _all_shown(self, warnings: Iterable[Warned]) -> tuple[Warned, ...]:
        return tuple(replace(warning, at=in_zone(warning.at, self._zone)) for warning in warnings)


class _SaidBefore(_Said):
    """What is said of a clock before it starts: what will be then, and nothing of it yet."""

    def __init__(self, clock: History, now: datetime, thresholds: Thresholds) -> None:
        super().__init__(History(clock.start, clock.promised, clock.zone, clock.since), clock.start, thresholds)
        self.state = "not_started"
        self._now = now

    @property
    def now(self) -> datetime:
        return in_zone(self._now, self._zone)

    @property
    def within_hours(self) -> bool:
        return self._standing.clock.promised.schedule.is_open(self._now)

    @property
    def warnings(self) -> tuple[Warned, ...]:
        return _to_come(super().warnings)

    @property
    def escalations(self) -> tuple[Warned, ...]:
        return _to_come(super().escalations)

    @property
    def next_change(self) -> datetime | None:
        clock = self._standing.clock
        return self._shown(min(filter(None, [clock.start, next_edge(clock.promised.schedule, self._now)])))


def _to_come(warnings: Iterable[Warned]) -> tuple[Warned, ...]:
    """The first time of each, not reached."""
    return tuple(replace(each, reached=False) for each in warnings if each.number == 1)

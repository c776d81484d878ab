"""`Replay`: one clock of a product counted by us, under any reading of hours, beside its own (R7, R12, R16)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from slaclock.adapters.comparisons import Answered, OtherReading
from slaclock.hours import Boundary, Schedule
from slaclock.policy import SlaPolicy
from slaclock.targets import Target
from slaclock.tickets import SlaClock

Pause = tuple[datetime, datetime | None]
"""From and until when a clock did not count; nothing as its end where it has none yet."""


@dataclass(frozen=True)
class Replay:
    """A clock with everything that is known of it."""

    start: datetime
    target: Target
    schedule: Schedule
    pauses: tuple[Pause, ...] = ()
    stopped: datetime | None = None
    asked: datetime | None = None
    """As of when a clock that runs is asked, where a product says what was used until then."""

    @classmethod
    def of(cls, clock: SlaClock) -> Replay:
        """A ticket's clock after everything that happened to it: what it promises at last, from its own start."""
        stopped = next((event.at for event in clock.events if event.kind == "stop"), None)
        # What changes once it has stopped changes nothing.
        last = stopped or max([clock.start, *(event.at for event in clock.events)])
        promised = clock.promised_at(last)
        return cls(clock.start, promised.target, promised.schedule, tuple(_pauses(clock)), stopped)

    @property
    def counted_on(self) -> str:
        """The name of the schedule on which it counts; blank for calendar time."""
        return "" if self.target.counts == "calendar_time" else self.schedule.name

    def answer(self) -> Answered:
        """What we say: when it is due, and of one that has stopped, or is asked, what it used."""
        clock = SlaClock.starting(self.start, self.target, self.schedule)
        for paused, resumed in self.pauses:
            clock = clock.pause(paused)
            clock = clock.resume(resumed) if resumed else clock
        clock = clock.stop(self.stopped) if self.stopped else clock
        at = self.stopped or self.asked
        status = clock.status(at or max(self.start, *(end or start for start, end in self.pauses), self.start))
        return Answered(status.due, status.elapsed if at else None, status.is_breached if at else None)

    def on(self, schedule: Schedule) -> Replay:
        """The same on another schedule."""
        return replace(self, schedule=schedule)

    def counting(self, target: Target) -> Replay:
        """The same for another target."""
        return replace(self, target=target)


def _pauses(clock: SlaClock) -> Iterator[Pause]:
    """When a clock did not count, whatever the causes."""
    causes: set[str] = set()
    since = clock.start
    for event in clock.events:
        if event.kind == "pause":
            since = since if causes else event.at
            causes.add(event.by)
        elif event.kind == "resume":
            causes.discard(event.by)
            if not causes:
                yield since, event.at
    if causes:
        yield since, None


def calendar_time() -> Schedule:
    """A schedule that is always open, for what counts calendar time."""
    return Schedule(timezone="UTC", hours="24x7", name="calendar time")


def offered(policy: SlaPolicy, plan: str, priority: str | None, metric: str) -> tuple[Target, Schedule]:
    """What a policy promises, with a schedule that answers for years whose holidays nobody gave, too.

    Raises:
        SlaClockError: It promises nothing of that.
    """
    target = policy.target(plan, priority, metric)
    if target.counts == "calendar_time":
        return target, calendar_time()
    schedule = policy.schedule_for(plan, priority, metric)
    return target, schedule.model_copy(update={"outside_coverage": "ignore"})


def in_all_years(policy: SlaPolicy, name: str) -> Schedule:
    """A schedule of a policy that warns of no year for which its holidays are not known."""
    return policy.schedule(name).model_copy(update={"outside_coverage": "ignore"})


def other_readings(replay: Replay, policy: SlaPolicy) -> Iterator[OtherReading]:
    """The choices under which we may answer as a product does: boundary, holiday rule, another schedule."""
    if replay.target.counts == "calendar_time":
        return
    own: Boundary = replay.target.boundary or "closing"

    def answer(schedule: Schedule, boundary: Boundary) -> Answered:
        moved = replay.target.model_copy(update={"boundary": boundary}) if boundary != own else replay.target
        return replay.on(schedule).counting(moved).answer()

    if replay.target.counts == "open_time":
        yield other_boundary(answer, replay.schedule, own)
    yield other_holiday_rule(answer, replay.schedule, own)
    yield from on_other_schedules(answer, replay.schedule, own, policy)


Counting = Callable[[Schedule, Boundary], Answered]
"""What we say on a schedule, with a reading of what is used up at closing."""


def other_boundary(answer: Counting, usual: Schedule, own: Boundary) -> OtherReading:
    """What is used up at closing, read in the other way."""
    other: Boundary = "closing" if own == "next_opening" else "next_opening"
    return OtherReading("boundary", other, lambda: answer(usual, other))


def other_holiday_rule(answer: Counting, usual: Schedule, own: Boundary) -> OtherReading:
    """A holiday on which a night ends, read in the other way."""
    rule = "opening_date" if usual.holiday_rule == "calendar_date" else "calendar_date"
    return OtherReading("holiday rule", rule, lambda: answer(usual.model_copy(update={"holiday_rule": rule}), own))


def on_other_schedules(answer: Counting, usual: Schedule, own: Boundary, policy: SlaPolicy) -> Iterator[OtherReading]:
    """The other schedules of a policy."""
    for name in policy.schedules:
        if name != usual.name:
            yield OtherReading("another schedule", name, partial(answer, in_all_years(policy, name), own))


def minutes(number: int | None) -> timedelta | None:
    """So many minutes, where they are said."""
    return None if number is None else timedelta(minutes=number)

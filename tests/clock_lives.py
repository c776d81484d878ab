"""Clocks told twice, to the library and to the slow clock of `clock_model.py`, and clocks told in rows."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, cached_property

from clock_model import HOURS, MINUTE, Happening, Hours, Promise, SlowClock, instant, minute_of, on
from hypothesis import strategies as st
from strategies import schedule_of

from slaclock import ClockEvent, Promised, Schedule, SlaClock, Status, Target

ZERO = timedelta()
HOUR = timedelta(hours=1)
PERCENT = 75
FIRST_START, LAST_START = 5 * 24 * 60, 10 * 24 * 60
SPAN = 9 * 24 * 60
"""Everything happens within so many minutes of the start."""


@cache
def _schedule(name: str) -> Schedule:
    return next(schedule_of(hours.declared, name=name) for hours in HOURS if hours.name == name)


def target_of(promise: Promise) -> Target:
    if promise.counts == "business_days":
        return Target(counts="business_days", days=promise.amount)
    duration = promise.amount * MINUTE
    if promise.counts == "calendar_time":
        return Target(counts="calendar_time", duration=duration)
    return Target(counts="open_time", duration=duration, boundary=promise.boundary)  # type: ignore[arg-type]


def promised(promise: Promise) -> Promised:
    return Promised(target_of(promise), _schedule(promise.hours.name))


def event_of(event: Happening) -> ClockEvent:
    new = event.promise and promised(event.promise)
    return ClockEvent(instant(event.at), event.kind, event.by, new, event.on_change)  # type: ignore[arg-type]


WARNINGS = {"share": f"{PERCENT}%", "open time left": "30 business minutes left", "real time left": "12 hours left"}


def clock_of(slow: SlowClock, *warnings: str) -> SlaClock:
    promise = promised(slow.promise)
    named = {name: WARNINGS[name] for name in warnings}
    return SlaClock.starting(instant(slow.start), promise.target, promise.schedule, named).having(
        map(event_of, slow.events)
    )


def amounts() -> st.SearchStrategy[int]:
    return st.one_of(st.integers(1, 12), st.integers(1, 40)).map(lambda hours: 60 * hours)


def promises(*counts: str) -> st.SearchStrategy[Promise]:
    hours = st.sampled_from(HOURS)
    time = st.builds(Promise, hours, amounts(), st.sampled_from(["open_time", "open_time", "calendar_time"]))
    late = st.builds(Promise, hours, amounts(), boundary=st.just("next_opening"))
    days = st.builds(Promise, hours, st.integers(1, 3), st.just("business_days"))
    return st.one_of(time, late, days).filter(lambda promise: not counts or promise.counts in counts)


def minutes_after(start: int) -> st.SearchStrategy[int]:
    steps = st.sampled_from([60, 60, 15, 1]).flatmap(lambda step: st.integers(0, SPAN // step).map(step.__mul__))
    return steps.map(lambda minutes: start // 60 * 60 + minutes)


CAUSES = st.sampled_from(["customer", "vendor"])


def pauses(start: int) -> st.SearchStrategy[Happening]:
    return st.builds(Happening, minutes_after(start), st.sampled_from(["pause", "resume"]), CAUSES)


def ends(start: int) -> st.SearchStrategy[Happening]:
    return st.builds(Happening, minutes_after(start), st.sampled_from(["stop", "stop", "cancel"]))


def retargets(start: int) -> st.SearchStrategy[Happening]:
    """Changes; a target in days takes nothing over from before, since time used is no share of a day."""

    def made(at: int, promise: Promise, on_change: str) -> Happening:
        choice = "reset" if promise.counts == "business_days" and on_change == "forward" else on_change
        return Happening(at, "retarget", str(at), promise, choice)

    return st.builds(made, minutes_after(start), promises(), st.sampled_from(["recompute", "forward", "reset"]))


def happenings(start: int, retargeted: bool = True) -> st.SearchStrategy[tuple[Happening, ...]]:
    kinds = [pauses(start), pauses(start), pauses(start), ends(start), *([retargets(start)] if retargeted else [])]
    found = st.lists(st.one_of(kinds), max_size=7, unique_by=lambda each: (each.at, each.kind, each.by))
    return found.map(tuple)


@dataclass(frozen=True)
class Life:
    """A clock, told twice, and instants at which something is asked of it."""

    slow: SlowClock
    asked: tuple[int, ...]
    warnings: tuple[str, ...]

    @cached_property
    def clock(self) -> SlaClock:
        return clock_of(self.slow, *self.warnings)

    @property
    def now(self) -> datetime:
        return instant(self.asked[0])

    @property
    def hours(self) -> Hours:
        return self.slow.promise.hours

    def is_disputed(self, *more: Happening) -> bool:
        """Whether a pause that began at the due instant went on past a closing, where R12 and R16 disagree."""
        return self.slow.having(*more).at(self.slow.start + 2 * SPAN).disputed

    def so_far(self, now: datetime) -> SlaClock:
        """The clock with what had happened by an instant, so that nothing happens to it any more."""
        return replace(self.clock, events=tuple(event for event in self.clock.events if event.at <= now))


def _around_due(draw: st.DrawFn, slow: SlowClock) -> list[Happening]:
    """A pause that begins just when the target is used up, where what R12 and R16 say has to agree."""
    due = minute_of(clock_of(slow).status(instant(slow.start)).due)
    begun = due + draw(st.sampled_from([0, 0, 0, -60]))
    if not slow.start <= begun < slow.start + 2 * SPAN:
        return []
    resumed = begun + draw(st.sampled_from([60, 60, 6 * 60, 24 * 60, 72 * 60]))
    return [Happening(begun, "pause", "late"), Happening(resumed, "resume", "late")][: draw(st.integers(1, 2))]


@st.composite
def lives(
    draw: st.DrawFn,
    asked: int = 1,
    counts: tuple[str, ...] = (),
    retargeted: bool = True,
    warnings: tuple[str, ...] = ("share", "open time left"),
) -> Life:
    """A clock, and instants of which half are those of its events."""
    start = draw(st.integers(FIRST_START // 60, LAST_START // 60)) * 60
    slow = SlowClock(start, draw(promises(*counts)), draw(happenings(start, retargeted)))
    if draw(st.booleans()):
        slow = slow.having(*_around_due(draw, slow))
    marks = [start, *(event.at for event in slow.events)]
    one = st.one_of(minutes_after(start), st.sampled_from(marks))
    return Life(slow, draw(st.tuples(*[one] * asked)), warnings)


def view(status: Status) -> tuple[object, ...]:
    """What of a status changes by steps, not with each microsecond."""
    warned = {warning.name for warning in status.warnings if warning.reached}
    stood = (status.state, status.is_paused, status.within_hours, status.breached_at, status.met_at)
    return *stood, status.stopped_at, frozenset(warned), status.target, status.problems


OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", name="office")
LUNCH = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-13:00, 14:00-18:00")
NIGHTS = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")
ALWAYS = Schedule(timezone="America/New_York", hours="24x7")


def told(start: str, target: Target | str, *events: str, schedule: Schedule = OFFICE, **warnings: str) -> SlaClock:
    """A clock of which is told what happened: `Mon 10:00 pause`, `Mon 11:00 resume vendor`."""
    promise = Target(target) if isinstance(target, str) else target
    clock = SlaClock.starting(on(start), promise, schedule, warnings)
    for event in events:
        *at, kind, by = (
            event.split() if event.split()[-2] in ("pause", "resume", "stop", "cancel") else [*event.split(), ""]
        )
        clock = getattr(clock, kind)(on(" ".join(at)), by)
    return clock

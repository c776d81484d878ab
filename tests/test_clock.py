"""Clocks: what holds of every one (R12, R16 to R18), and rows for each choice with the helpdesk that it imitates.

The laws hold the clock against itself; the machine at the end holds it against the slow clock of `clock_model.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property, reduce
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from clock_model import HOURS, MINUTE, Happening, Hours, Promise, SlowClock, instant, minute_of, on
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from oracle import DAY, MICROSECOND, utc
from strategies import schedule_of

from slaclock import ClockEvent, Promised, Schedule, SlaClock, SlaPolicy, Status, Target, Threshold
from slaclock.clock import State
from slaclock.errors import ChoiceError, ClockError, DeclarationError, NaiveDatetimeError, UnknownNameError

ZERO = timedelta()
HOUR = timedelta(hours=1)
PERCENT = 75
FIRST_START, LAST_START = 5 * 24 * 60, 10 * 24 * 60
SPAN = 9 * 24 * 60
"""Everything happens within so many minutes of the start."""


# From the slow clock to the library's own


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


WARNINGS = {"share": f"{PERCENT}%", "open time left": "30 business minutes", "real time left": "12 hours"}


def clock_of(slow: SlowClock, *warnings: str) -> SlaClock:
    target, schedule = promised(slow.promise)
    named = {name: WARNINGS[name] for name in warnings}
    return SlaClock.starting(instant(slow.start), target, schedule, named).having(map(event_of, slow.events))


# Aimed examples: everything falls on the hour, the quarter or at least the minute, within nine days


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


class TestTime:
    """R16: every minute since the start ran, was paused, or was closed."""

    @given(lives())
    def test_running_paused_and_closed_time_make_up_all_of_it(self, life: Life) -> None:
        """No minute is lost and none counts twice."""
        status = life.clock.status(life.now)
        until = min(life.now, status.stopped_at or life.now)
        closed = until - utc(status.started) - _schedule_of(life, life.now).elapsed(status.started, until)
        assume(until >= status.started)
        assert status.business.elapsed + status.business.paused + closed == until - status.started
        assert status.calendar.elapsed + status.calendar.paused == until - status.started

    @given(lives(counts=("open_time", "calendar_time")))
    def test_used_and_left_make_up_the_target(self, life: Life) -> None:
        """What was used and what remains are the whole amount, before a breach and after it."""
        status = life.clock.status(life.now)
        assume(status.target.duration)
        assert status.elapsed + status.remaining == status.target.duration

    @given(lives())
    def test_what_remains_is_what_lies_between_now_and_due(self, life: Life) -> None:
        """`remaining` counts like the target: open time, or any time."""
        status = life.clock.status(life.now)
        assume(status.state in ("running", "at_risk") and status.due >= status.now)
        in_open_time = status.target.counts != "calendar_time"
        assert status.remaining == (status.business if in_open_time else status.calendar).remaining

    @given(lives(retargeted=False), st.sampled_from([UTC, ZoneInfo("Asia/Kathmandu")]))
    def test_a_clock_answers_in_the_zone_in_which_it_was_started(self, life: Life, zone: ZoneInfo) -> None:
        """R9: another zone of the question changes no instant, only how it is told."""
        start = instant(life.slow.start).astimezone(zone)
        other = replace(
            SlaClock.starting(start, *life.clock.promised, dict(life.clock.thresholds)), events=life.clock.events
        )
        status = other.status(life.now.astimezone(ZoneInfo("Europe/London")))
        assert status == life.clock.status(life.now)
        assert {at.tzinfo for at in (status.now, status.due, status.started)} == {zone}


def _schedule_of(life: Life, now: datetime) -> Schedule:
    """The schedule in force at an instant."""
    stops = [
        event.at for event in life.clock.events if event.kind in ("stop", "cancel") and event.at >= life.clock.start
    ]
    until = min([now, *stops])
    changed = [event.promised for event in life.clock.events if event.promised and event.at <= until]
    return [life.clock.promised, *changed][-1].schedule


class TestEvents:
    """R18: status is a function of what had happened by an instant."""

    @given(lives(retargeted=False), st.data())
    def test_later_events_do_not_change_status(self, life: Life, data: st.DataObject) -> None:
        """What happens after an instant does not exist yet; this holds before the start, too."""
        now = data.draw(st.integers(-5 * 60, SPAN).map(lambda minutes: life.slow.start + minutes))
        assert life.so_far(instant(now)).status(instant(now)) == life.clock.status(instant(now))

    @given(lives(), st.data())
    def test_one_at_a_time_is_all_at_once(self, life: Life, data: st.DataObject) -> None:
        """In whatever order events arrive, and however often."""
        clock = replace(life.clock, events=())
        twice = data.draw(st.permutations([*life.clock.events, *life.clock.events[:3]]))
        assert reduce(lambda clock, event: clock.having([event]), twice, clock) == life.clock

    @given(lives())
    def test_pause_and_resume_at_one_instant_change_nothing(self, life: Life) -> None:
        """Not even where another pause begins or ends, or the target is due."""
        for at in (life.now, instant(life.slow.start), utc(life.clock.status(life.now).due)):
            paused = life.clock.pause(at, "blink").resume(at, "blink")
            assert paused.status(life.now) == life.clock.status(life.now)

    @given(lives(asked=4, counts=("open_time", "business_days"), retargeted=False))
    def test_pausing_while_closed_changes_nothing(self, life: Life) -> None:
        """Nobody would have worked then anyhow."""
        begun, *later = sorted(life.asked)
        assume(not life.hours.open[begun] and begun > life.slow.start)
        reopens = next(minute for minute in range(begun, begun + SPAN) if life.hours.open[minute])
        resumed = min(reopens, later[0])
        paused = life.clock.pause(instant(begun), "nap").resume(instant(resumed), "nap")
        assume(not life.is_disputed(Happening(begun, "pause", "nap"), Happening(resumed, "resume", "nap")))
        for now in (instant(max(minute, resumed)) for minute in (resumed, *later)):
            assert _but_for_real_time(paused.status(now)) == _but_for_real_time(life.clock.status(now))

    @given(lives(asked=3))
    def test_a_later_pause_never_brings_a_due_date_forward(self, life: Life) -> None:
        """More waiting, if anything, gives more time."""
        begun, resumed, now = sorted(life.asked)
        paused = life.clock.pause(instant(begun), "one more").resume(instant(resumed), "one more")
        assert paused.status(instant(now)).due >= life.clock.status(instant(now)).due

    @given(lives(asked=4))
    def test_one_pause_is_two_that_touch(self, life: Life) -> None:
        """Handing the cause of a pause over changes nothing: pauses that overlap or touch count once."""
        begun, handed, resumed, now = sorted(life.asked)
        assume(begun < handed < resumed)
        one = life.clock.pause(instant(begun), "a").resume(instant(resumed), "a")
        two = life.clock.pause(instant(begun), "a").resume(instant(handed), "a")
        two = two.pause(instant(handed), "b").resume(instant(resumed), "b")
        assume(not life.is_disputed(Happening(begun, "pause", "a"), Happening(resumed, "resume", "a")))
        assert _of_substance(two.status(instant(now))) == _of_substance(one.status(instant(now)))

    @given(lives(asked=2, retargeted=False), st.data())
    def test_recompute_to_the_same_target_is_the_identity(self, life: Life, data: st.DataObject) -> None:
        """Counting anew what was counted already gives the same, broken or not."""
        changed = life.clock.retarget(instant(max(life.asked[0], life.slow.start)), target=life.clock.promised.target)
        now = instant(life.asked[1])
        assert _of_substance(changed.status(now)) == _of_substance(life.clock.status(now))


def _of_substance(status: Status) -> Status:
    """A status without the report of events that came too late."""
    return replace(status, problems=())


def _but_for_real_time(status: Status) -> Status:
    return replace(_of_substance(status), calendar=status.business)


class TestAsTimePasses:
    """R12, R18: without a new event, what was decided stays so, and `next_change` says when anything changes."""

    @given(lives(asked=2, warnings=tuple(WARNINGS)))
    def test_met_and_breached_never_flip_without_a_new_event(self, life: Life) -> None:
        """Nor does a warning that was reached, nor when it was broken."""
        earlier, later = sorted(map(instant, life.asked))
        clock = life.so_far(earlier)
        before, after = clock.status(earlier), clock.status(later)
        assert (after.met_at, after.stopped_at) == (before.met_at, before.stopped_at)
        assert before.breached_at in (None, after.breached_at)
        assert _reached(before) <= _reached(after)

    @given(lives(asked=4, warnings=tuple(WARNINGS)), st.sampled_from([ZERO, ZERO, MICROSECOND, -MICROSECOND]))
    def test_next_change_is_truthful(self, life: Life, noise: timedelta) -> None:
        """Nothing changes before it, and something does at it."""
        now, *probes = (instant(minute) for minute in life.asked)
        _check_next_change(life.so_far(now + noise), now + noise, probes)

    @given(lives(), st.data())
    def test_next_change_is_truthful_around_what_happens(self, life: Life, data: st.DataObject) -> None:
        """At an event and at the due instant, where several changes meet."""
        marks = [instant(life.slow.start), life.now, *(event.at for event in life.clock.events)]
        mark = data.draw(st.sampled_from(marks))
        now = data.draw(st.sampled_from([mark, utc(life.so_far(mark).status(mark).due)]))
        _check_next_change(life.so_far(now), now, marks)


def _reached(status: Status) -> set[str]:
    return {warning.name for warning in status.warnings if warning.reached}


def _check_next_change(clock: SlaClock, now: datetime, probes: list[datetime]) -> None:
    status = clock.status(now)
    change = status.next_change
    end = change or now + 30 * DAY
    halves = [now + (end - now) / n for n in (2, 3, 10)]
    for probe in [at for at in (*probes, *halves, end - MICROSECOND, now + MICROSECOND) if now < at < end]:
        assert view(clock.status(probe)) == view(status), probe
    if change:
        assert change > now
        assert view(clock.status(change)) != view(status)


class TestExplanation:
    """The stretches are all of the time, and what they count is what was used."""

    @given(lives())
    def test_stretches_partition_the_span(self, life: Life) -> None:
        """From the start to the due instant, to now, or to where it stopped: each ends where the next begins."""
        status, why = life.clock.status(life.now), life.clock.explain(life.now)
        assume(life.now >= life.clock.start)
        marks = [why.opened, *(stretch.end for stretch in why.stretches)]
        assert [stretch.start for stretch in why.stretches] == marks[:-1]
        assert marks[-1] == (status.stopped_at or max(status.due, status.now))
        assert all(stretch.start < stretch.end for stretch in why.stretches)

    @given(lives())
    def test_counted_stretches_sum_to_elapsed(self, life: Life) -> None:
        """Exactly, those ahead left out."""
        why = life.clock.explain(life.now)
        assert why.counted == life.clock.status(life.now).elapsed
        assert all(stretch.ahead == (stretch.start >= life.now) for stretch in why.stretches if not _stopped(life))

    @given(lives())
    def test_each_stretch_says_what_the_clock_did(self, life: Life) -> None:
        """Paused where it was paused, overdue where it ran on."""
        status, why = life.clock.status(life.now), life.clock.explain(life.now)
        paused = sum((stretch.duration for stretch in why.stretches if stretch.kind == "paused"), ZERO)
        late = sum((stretch.counted for stretch in why.stretches if stretch.kind == "overdue"), ZERO)
        changed = any(event.kind == "retarget" for event in life.clock.events)
        assume(not changed and life.now >= life.clock.start)
        assert paused == status.calendar.paused
        assert late == max(ZERO, -status.remaining)


def _stopped(life: Life) -> bool:
    return life.clock.status(life.now).stopped_at is not None


class SlowClockMachine(RuleBasedStateMachine):
    """Random events in any order, each status held against the slow clock."""

    slow: SlowClock
    clock: SlaClock

    @initialize(start=st.integers(FIRST_START // 60, LAST_START // 60), promise=promises())
    def start(self, start: int, promise: Promise) -> None:
        self.slow = SlowClock(start * 60, promise)
        self.clock = clock_of(self.slow, "share")
        self.asked = {self.slow.start}

    def _let(self, event: Happening) -> None:
        self.slow = self.slow.having(event)
        self.clock = self.clock.having([event_of(event)])
        self.asked |= {event.at, max(event.at - 1, self.slow.start)}

    @rule(data=st.data())
    def pause_or_resume(self, data: st.DataObject) -> None:
        self._let(data.draw(pauses(self.slow.start)))

    @rule(data=st.data(), cause=CAUSES, lasts=st.integers(1, 48))
    def pause_for_a_while(self, data: st.DataObject, cause: str, lasts: int) -> None:
        begun = data.draw(minutes_after(self.slow.start))
        self._let(Happening(begun, "pause", cause))
        self._let(Happening(begun + lasts * 60, "resume", cause))

    @rule(cause=CAUSES, after=st.sampled_from([-60, 0, 0, 60]))
    def pause_around_the_due_instant(self, cause: str, after: int) -> None:
        due = minute_of(self.clock.status(instant(self.slow.start + SPAN)).due)
        if due + after < self.slow.start + 2 * SPAN:
            self._let(Happening(due + after, "pause", cause))

    @rule(data=st.data())
    def change_the_target(self, data: st.DataObject) -> None:
        event = data.draw(retargets(self.slow.start))
        if all(event.at != other.at for other in self.slow.events if other.kind == "retarget"):
            self._let(event)

    @precondition(lambda self: all(event.kind not in ("stop", "cancel") for event in self.slow.events))
    @rule(data=st.data())
    def stop(self, data: st.DataObject) -> None:
        self._let(data.draw(ends(self.slow.start)))

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        self.asked.add(data.draw(minutes_after(self.slow.start)))

    @invariant()
    def stands_where_the_slow_clock_stands(self) -> None:
        while getattr(self, "asked", None):
            now = max(self.asked.pop(), self.slow.start)
            self._compare(now)

    def _compare(self, now: int) -> None:
        expected, found = self.slow.at(now, PERCENT), self.clock.status(instant(now))
        assert minute_of(found.due) == expected.due, now
        assert found.elapsed == expected.elapsed * MINUTE, now
        assert found.is_paused == expected.is_paused, now
        if expected.disputed:
            return
        assert found.is_breached == expected.breached, now
        days = found.target.counts == "business_days"
        assert (found.state if not days else found.state.replace("at_risk", "running")) == expected.state, now
        assert (found.business.elapsed, found.business.paused) == (expected.ran * MINUTE, expected.paused * MINUTE), now


TestMachine = SlowClockMachine.TestCase
TestMachine.settings = settings(stateful_step_count=12)

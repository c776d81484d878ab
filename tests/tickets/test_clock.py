"""Clocks: what holds of every one (R12, R16 to R18), and rows for each choice with the helpdesk that it imitates.

The laws hold the clock against itself; the machine at the end holds it against the slow clock of `clock_model.py`.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property, reduce
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from clock_model import HOURS, MINUTE, Happening, Hours, Promise, SlowClock, instant, minute_of, on
from hypothesis import assume, given, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from oracle import DAY, MICROSECOND, utc
from strategies import schedule_of

from slaclock import ClockEvent, Promised, Schedule, SlaClock, SlaPolicy, Status, Target, Threshold
from slaclock.errors import ChoiceError, ClockError, DeclarationError, NaiveDatetimeError, UnknownNameError
from slaclock.tickets.status import State

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
    promise = promised(slow.promise)
    named = {name: WARNINGS[name] for name in warnings}
    return SlaClock.starting(instant(slow.start), promise.target, promise.schedule, named).having(
        map(event_of, slow.events)
    )


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
        """`remaining` counts like the target: open time, or any time. A change may leave more used than it grants."""
        status = life.clock.status(life.now)
        assume(status.state in ("running", "at_risk") and status.due >= status.now and status.remaining >= timedelta(0))
        in_open_time = status.target.counts != "calendar_time"
        assert status.remaining == (status.business if in_open_time else status.calendar).remaining

    @given(lives(retargeted=False), st.sampled_from([UTC, ZoneInfo("Asia/Kathmandu")]))
    def test_a_clock_answers_in_the_zone_in_which_it_was_started(self, life: Life, zone: ZoneInfo) -> None:
        """R9: another zone of the question changes no instant, only how it is told."""
        start = instant(life.slow.start).astimezone(zone)
        promise = life.clock.promised
        other = SlaClock.starting(start, promise.target, promise.schedule, dict(life.clock.thresholds))
        other = other.having(life.clock.events)
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
    paused = status.is_paused and status.stopped_at is None
    return replace(_of_substance(status), calendar=status.business, is_paused=paused)


class TestAsTimePasses:
    """R12, R18: without a new event, what was decided stays so, and `next_change` says when anything changes."""

    @given(lives(asked=2))
    def test_met_and_breached_never_flip_without_a_new_event(self, life: Life) -> None:
        """Nor does when it was met or broken."""
        earlier, later = sorted(map(instant, life.asked))
        clock = life.so_far(earlier)
        before, after = clock.status(earlier), clock.status(later)
        assert (after.met_at, after.stopped_at) == (before.met_at, before.stopped_at)
        assert before.breached_at in (None, after.breached_at)

    @given(lives(asked=2, warnings=tuple(WARNINGS)))
    def test_a_warning_once_given_stays_given_without_a_new_event(self, life: Life) -> None:
        """Not even while it is paused and the due instant moves on."""
        earlier, later = sorted(map(instant, life.asked))
        clock = life.so_far(earlier)
        assert _reached(clock.status(earlier)) <= _reached(clock.status(later))

    @given(lives(asked=2, warnings=tuple(WARNINGS)))
    def test_next_change_knows_warnings_of_the_other_kind(self, life: Life) -> None:
        """Open time left of calendar time, and real time left of open time: paused or not."""
        now, probe = (instant(minute) for minute in life.asked)
        _check_next_change(life.so_far(now), now, [probe])

    @given(lives(asked=4, warnings=("share",)), st.sampled_from([ZERO, ZERO, MICROSECOND, -MICROSECOND]))
    def test_next_change_is_truthful(self, life: Life, noise: timedelta) -> None:
        """Nothing changes before it, and something does at it."""
        now, *probes = (instant(minute) for minute in life.asked)
        _check_next_change(life.so_far(now + noise), now + noise, probes)

    @given(lives(warnings=("share",)), st.data())
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


# Rows: `Mon 09:00` is in the week of Monday 14 September 2026, in New York

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


class TestStates:
    """R12: met up to the due instant, and a microsecond later late."""

    @pytest.mark.parametrize(
        ("clock", "now", "state", "due"),
        [
            pytest.param(told("Mon 10:00", "4 business hours"), "Mon 09:00", "not_started", "Mon 14:00",
                         id="before-its-start"),
            pytest.param(told("Mon 10:00", "4 business hours"), "Mon 10:00", "running", "Mon 14:00",
                         id="at-its-start"),
            pytest.param(told("Mon 10:00", "4 business hours"), "Mon 14:00", "running", "Mon 14:00",
                         id="at-the-due-instant"),
            pytest.param(told("Mon 10:00", "4 business hours"), "Mon 14:01", "breached", "Mon 14:00", id="after-it"),
            pytest.param(told("Fri 10:00", "8 business hours"), "Sat 09:00", "breached", "Fri 18:00",
                         id="late-on-a-closed-day"),
            pytest.param(told("Mon 10:00", "4 business hours", "Mon 14:00 stop"), "Tue 10:00", "met", "Mon 14:00",
                         id="a-reply-at-the-due-instant-is-met"),
            pytest.param(told("Mon 10:00", "4 business hours", "Mon 14:01 stop"),
                         "Tue 10:00", "breached", "Mon 14:00", id="a-reply-after-it-is-late"),
            pytest.param(told("Fri 10:00", "8 business hours", "Sat 12:00 stop"),
                         "next Mon 10:00", "breached", "Fri 18:00", id="a-reply-on-the-closed-day-after-it-is-late"),
            pytest.param(told("Mon 10:00", "4 business hours", "Mon 11:00 cancel"),
                         "Tue 10:00", "cancelled", "Mon 14:00", id="cancelled-is-neither-met-nor-broken"),
            pytest.param(told("Mon 10:00", "4 business hours", "Mon 15:00 cancel"),
                         "Tue 10:00", "cancelled", "Mon 14:00", id="cancelled-late"),
            pytest.param(told("Mon 10:00", "4 business hours", "Mon 11:00 pause"), "Mon 13:00", "paused", "Mon 16:00",
                         id="while-paused-due-is-as-if-resumed-now"),
            pytest.param(told("Mon 10:00", "4 business hours", "Mon 11:00 pause", "Mon 13:00 resume"),
                         "Mon 15:00", "running", "Mon 16:00", id="a-pause-moves-it"),
            pytest.param(told("Mon 10:00", "4 business hours", "Mon 15:00 pause"),
                         "Mon 16:00", "breached", "Mon 14:00", id="a-pause-after-a-breach-mends-nothing"),
            pytest.param(told("Mon 10:00", "4 business hours", "Mon 14:00 pause"), "Mon 16:00", "paused", "Mon 14:00",
                         id="a-pause-at-the-due-instant-holds-the-breach-off"),
            pytest.param(told("Mon 10:00", "4 business hours", "Mon 14:00 pause", "Mon 16:00 resume"),
                         "Mon 16:01", "breached", "Mon 14:00", id="until-it-is-resumed"),
            pytest.param(told("Mon 10:00", "8 business hours", "Mon 18:00 pause"),
                         "Mon 20:00", "breached", "Mon 18:00", id="a-pause-at-closing-does-not"),
            pytest.param(told("Sat 10:00", "4 hours", "Sat 14:00 pause"), "Sat 16:00", "paused", "Sat 14:00",
                         id="calendar-time-pauses-on-a-closed-day-too"),
            pytest.param(told("Mon 10:00", "4 business hours", "Mon 18:00 pause", "Tue 09:00 resume"),
                         "Tue 09:00", "breached", "Mon 14:00", id="breached-the-day-before"),
            pytest.param(told("Mon 10:00", "10 business hours", "Mon 19:00 pause", "Tue 09:00 resume"),
                         "Tue 09:30", "running", "Tue 11:00", id="a-night-paused-changes-nothing"),
            pytest.param(told("Mon 10:00", "2 business days", "Tue 10:00 pause", "Tue 13:00 resume"),
                         "Tue 14:00", "running", "Wed 13:00", id="days-move-by-open-time-paused"),
            pytest.param(told("Mon 10:00", "2 business days", "Mon 17:00 pause", "Tue 10:00 resume"),
                         "Tue 14:00", "running", "Wed 12:00", id="of-a-night-only-its-open-time"),
            pytest.param(told("Mon 10:00", "2 business days", "Thu 10:00 pause", "Thu 12:00 resume"),
                         "Thu 14:00", "breached", "Wed 10:00", id="days-paused-after-due-do-not-move"),
            pytest.param(told("Mon 10:00", "2 business days", "Mon 19:00 pause", "Mon 20:00 resume"),
                         "Tue 14:00", "running", "Wed 10:00", id="days-paused-while-closed-do-not-move"),
            pytest.param(told("Mon 10:00", "1 day", "Mon 20:00 pause", "Mon 22:00 resume"),
                         "Tue 09:00", "running", "Tue 12:00", id="calendar-days-move-by-real-time"),
            pytest.param(told("Sun 23:00", "2 business hours", "next Mon 00:00 pause", "next Mon 01:00 resume",
                         schedule=NIGHTS), "next Mon 01:30", "running", "next Mon 02:00",
                         id="a-night-shift-pauses-over-midnight"),
        ],
    )  # fmt: skip
    def test_where_it_stands(self, clock: SlaClock, now: str, state: str, due: str) -> None:
        status = clock.status(on(now))
        assert (status.state, status.due) == (state, on(due))
        assert status.is_breached == (status.breached_at is not None)
        assert state in get_args(State)

    def test_a_microsecond_decides(self) -> None:
        """A reply at the due instant is met, a microsecond later is late."""
        clock = told("Mon 10:00", "4 business hours")
        assert clock.stop(on("Mon 14:00")).status(on("Tue 10:00")).met_at == on("Mon 14:00")
        late = clock.stop(on("Mon 14:00") + MICROSECOND).status(on("Tue 10:00"))
        assert (late.met_at, late.breached_at, late.stopped_at) == (
            None,
            on("Mon 14:00"),
            on("Mon 14:00") + MICROSECOND,
        )

    def test_next_change_after_a_pause_that_held_the_breach_off(self) -> None:
        """At the resume itself it is not broken yet, and a microsecond later it is."""
        clock = told("Mon 10:00", "4 business hours", "Mon 14:00 pause", "Mon 16:00 resume")
        assert clock.status(on("Mon 16:00")).next_change == on("Mon 16:00") + MICROSECOND

    def test_before_its_start_nothing_of_it_has_happened(self) -> None:
        """R18: not even what happens just at its start, or is left out because it came before."""
        clock = told("Mon 10:00", "4 business hours")
        for other in (clock.stop(on("Mon 10:00")), clock.pause(on("Mon 10:00")), clock.pause(on("Mon 09:30"))):
            assert other.status(on("Mon 09:00")) == clock.status(on("Mon 09:00"))

    @pytest.mark.parametrize(
        ("events", "problem"),
        [
            pytest.param(["Mon 11:00 resume"], "resume at 2026-09-14 15:00:00Z came while the clock was running",
                         id="resumed-while-running"),
            pytest.param(["Mon 11:00 resume bob"], "resume by bob at 2026-09-14 15:00:00Z came while", id="says-who"),
            pytest.param(["Mon 11:00 stop", "Mon 12:00 stop"],
                         "stop at 2026-09-14 16:00:00Z came after the clock had stopped", id="stopped-twice"),
            pytest.param(["Mon 09:00 pause"], "pause at 2026-09-14 13:00:00Z came before the clock started",
                         id="paused-before-its-start"),
        ],
    )  # fmt: skip
    def test_what_contradicts_is_left_out_and_said(self, events: list[str], problem: str) -> None:
        status = told("Mon 10:00", "4 business hours", *events).status(on("Tue 10:00"))
        assert [text for text in status.problems if text.startswith(problem)] == list(status.problems) != []
        assert status.due == on("Mon 14:00")

    def test_two_causes_pause_until_both_have_resumed(self) -> None:
        """R16: overlapping pauses count once."""
        events = [
            "Mon 11:00 pause a",
            "Mon 12:00 pause b",
            "Mon 13:00 resume a",
            "Mon 14:00 resume b",
            "Mon 11:30 pause a",
        ]
        status = told("Mon 10:00", "4 business hours", *events).status(on("Mon 15:00"))
        assert (status.due, status.elapsed, status.business.paused) == (on("Mon 17:00"), 2 * HOUR, 3 * HOUR)

    def test_figures_tell_business_from_calendar_time(self) -> None:
        status = told("Mon 16:00", "4 business hours", "Mon 17:00 pause", "Tue 10:00 resume").status(on("Tue 11:00"))
        assert (status.business.elapsed, status.business.paused, status.business.remaining) == (
            2 * HOUR,
            2 * HOUR,
            2 * HOUR,
        )
        assert (status.calendar.elapsed, status.calendar.paused, status.calendar.remaining) == (
            2 * HOUR,
            17 * HOUR,
            2 * HOUR,
        )
        assert status.within_hours

    def test_calendar_time_that_starts_at_the_next_opening_uses_none_before(self) -> None:
        """R11: what is left is counted from there, too."""
        status = told("Sat 10:00", Target("4 hours", starts="next_opening")).status(on("Sun 10:00"))
        assert (status.due, status.elapsed, status.remaining) == (on("next Mon 13:00"), ZERO, 4 * HOUR)

    def test_a_due_instant_in_closed_time_comes_though_paused(self) -> None:
        """A pause that begins while closed changes nothing until it opens, so `next_change` names the breach."""
        days = Target("1 business day", starts="at_once", ends="as_is")
        for clock in (told("Wed 19:30", days), told("Thu 10:00", Target("4 business hours", ends="19:30"))):
            paused = clock.pause(on("Thu 19:00"))
            assert paused.status(on("Thu 19:00")).next_change == on("Thu 19:30") + MICROSECOND
            assert paused.status(on("Fri 12:00")).is_breached
            assert paused.resume(on("Fri 12:00")).status(on("Fri 13:00")).is_breached

    def test_a_pause_before_an_opening_is_one_from_the_opening_on(self) -> None:
        """Received on Saturday and due on Tuesday at the opening: the night before was closed anyhow."""
        clock = told("Sat 10:00", "1 business day")
        begun = ("next Mon 20:00", "next Tue 09:00")
        at_night, at_opening = (clock.pause(on(at)).resume(on("next Tue 11:00")) for at in begun)
        one, other = (each.status(on("next Tue 12:00")) for each in (at_night, at_opening))
        assert (one.due, one.breached_at) == (other.due, other.breached_at)

    def test_without_an_opening_nothing_more_changes(self) -> None:
        """A clock of real time on a schedule that never opens has a breach ahead, and then nothing."""
        clock = told("Mon 10:00", "4 hours", schedule=OFFICE - OFFICE)
        assert clock.status(on("Mon 11:00")).next_change == on("Mon 14:00") + MICROSECOND
        assert clock.status(on("Mon 15:00")).next_change is None

    def test_a_naive_instant_is_refused(self) -> None:
        naive = datetime(2026, 9, 14, 10)
        for ask in (
            lambda: told("Mon 10:00", "1 hour").status(naive),
            lambda: SlaClock.starting(naive, Target("1 hour"), OFFICE),
        ):
            with pytest.raises(NaiveDatetimeError):
                ask()

    def test_a_status_is_plain_data(self) -> None:
        plain = told("Mon 10:00", "4 business hours", half="50%").status(on("Mon 13:00")).to_dict()
        assert (plain["state"], plain["due"], plain["elapsed"]) == ("at_risk", "2026-09-14T14:00:00-04:00", "PT3H")
        assert plain["target"] == "4 business hours"
        assert plain["warnings"] == [{"name": "half", "at": "2026-09-14T12:00:00-04:00", "reached": True}]


class TestBoundary:
    """R7: what is used up at closing is due then, or, as Zendesk reports it, at the next opening."""

    LATE = Target("8 business hours", boundary="next_opening")

    @pytest.mark.parametrize(
        ("clock", "due"),
        [
            pytest.param(told("Mon 10:00", "8 business hours"), "Mon 18:00", id="at-closing"),
            pytest.param(told("Mon 10:00", LATE), "Tue 09:00", id="at-the-next-opening"),
            pytest.param(told("Mon 09:00", LATE), "Mon 17:00", id="but-for-closings-the-same"),
            pytest.param(told("Mon 09:00", LATE, "Mon 10:00 pause", "Mon 11:00 resume"), "Tue 09:00",
                         id="pushed-to-closing-by-a-pause"),
            pytest.param(told("Mon 10:00", LATE, "Mon 18:00 pause", "Tue 10:00 resume"), "Tue 10:00",
                         id="a-pause-that-covers-the-opening"),
            pytest.param(told("Mon 10:00", LATE, "Mon 19:00 pause", "Mon 20:00 resume"), "Tue 09:00",
                         id="a-pause-in-the-night-between"),
        ],
    )  # fmt: skip
    def test_due(self, clock: SlaClock, due: str) -> None:
        assert clock.status(on("next Mon 10:00")).due == on(due)

    def test_a_reply_in_the_night_between_is_met(self) -> None:
        assert told("Mon 10:00", self.LATE, "Mon 20:00 stop").status(on("Wed 10:00")).state == "met"


class TestWarnings:
    """R18: a warning at a share of the target, or with so much time left, is at risk from then on."""

    @pytest.mark.parametrize(
        ("target", "warning", "events", "at"),
        [
            pytest.param("4 business hours", "75%", [], "Mon 18:00", id="a-share-of-open-time"),
            pytest.param("4 business hours", "100 %", [], "Tue 10:00", id="all-of-it"),
            pytest.param("4 business hours", "30 business minutes", [], "Tue 09:30", id="open-time-left"),
            pytest.param("4 business hours", "30 business minutes left", [], "Tue 09:30", id="said-left"),
            pytest.param("4 business hours", "90 business minutes before", [], "Mon 17:30", id="over-the-night"),
            pytest.param("4 business hours", "2 hours", [], "Tue 08:00", id="real-time-left-of-open-time"),
            pytest.param("4 business hours", "5 business hours", [], "Mon 15:00",
                         id="more-than-all-of-it-warns-at-the-start"),
            pytest.param("4 business hours", "100 hours", [], "Mon 15:00", id="more-real-time-than-there-is"),
            pytest.param("4 hours", "75%", [], "Mon 18:00", id="a-share-of-real-time"),
            pytest.param("4 hours", "30 minutes", [], "Mon 18:30", id="real-time-left"),
            pytest.param("4 hours", "1 business hour", [], "Mon 17:00", id="open-time-left-of-real-time"),
            pytest.param("2 business days", "1 business hour", [], "Wed 14:00", id="open-time-left-of-days"),
            pytest.param("2 business days", "50%", [], "Tue 15:00", id="a-share-of-days"),
            pytest.param("4 business hours", "75%", ["Mon 16:00 pause", "Mon 17:00 resume"], "Tue 10:00",
                         id="a-pause-moves-it"),
        ],
    )  # fmt: skip
    def test_when(self, target: str, warning: str, events: list[str], at: str) -> None:
        clock = told("Mon 15:00", target, *events, w=warning)
        (found,) = clock.status(on("Mon 15:00")).warnings if not events else clock.status(on("Mon 17:30")).warnings
        assert (found.name, found.at) == ("w", on(at))
        assert clock.status(on(at)).warnings[0].reached
        assert on(at) == clock.start or not clock.status(on(at) - MICROSECOND).warnings[0].reached

    def test_soonest_first(self) -> None:
        status = told("Mon 10:00", "4 business hours", last="90%", first="50%", middle="75%").status(on("Mon 13:00"))
        assert [(each.name, each.reached) for each in status.warnings] == [
            ("first", True),
            ("middle", True),
            ("last", False),
        ]
        assert (status.state, status.next_change) == ("at_risk", on("Mon 13:36"))

    def test_reached_before_a_pause_it_stays_reached(self) -> None:
        clock = told("Mon 15:00", "4 business hours", "Tue 09:45 pause", real="1 hour", open="30 business minutes")
        for now in ("Tue 09:45", "Tue 12:00", "Wed 12:00"):
            assert [warning.reached for warning in clock.status(on(now)).warnings] == [True, True]

    def test_paused_before_it_is_reached_it_moves_with_the_due_instant(self) -> None:
        clock = told("Mon 10:00", "4 business hours", "Mon 11:00 pause", w="2 hours")
        (warning,) = clock.status(on("Mon 12:00")).warnings
        assert (warning.at, warning.reached) == (on("Mon 13:00"), False)

    def test_reached_while_paused_over_a_night_it_stays_reached(self) -> None:
        """Real time goes on while open time is paused: what it brings, it does not take back."""
        clock = told("Fri 10:00", Target("510 business minutes"), "Fri 17:30 pause", w="12 hours")
        nows = ("Sat 10:00", "Sun 22:30", "next Mon 09:10", "next Mon 17:30")
        reached = [clock.status(on(now)).warnings[0].reached for now in nows]
        assert reached == sorted(reached)

    def test_the_next_change_of_a_paused_clock_may_be_a_warning_in_real_time(self) -> None:
        clock = told("Fri 10:00", Target("510 business minutes"), "Fri 17:30 pause", w="12 hours")
        before, after = (clock.status(on(now)).warnings[0].reached for now in ("Sat 10:00", "Sun 22:30"))
        assert before == after or clock.status(on("Sat 10:00")).next_change == on("Sun 22:00")

    @pytest.mark.parametrize(
        "given",
        [
            "2 business days",
            "3 calendar days",
            "soon",
            "175%",
            "0%",
            "1 hour after breach",
            {},
            {"percent": 5, "left": "1 hour"},
        ],
    )
    def test_what_is_no_warning_is_refused(self, given: object) -> None:
        with pytest.raises((DeclarationError, ChoiceError)):
            Threshold(**given) if isinstance(given, dict) else told("Mon 10:00", "1 hour", w=given)  # type: ignore[arg-type]

    def test_a_threshold_may_be_given_by_name(self) -> None:
        assert Threshold(left=Target("1 hour")) == Threshold(left="1 hour") == Threshold.model_validate("1 hour")  # type: ignore[arg-type]


class TestChange:
    """R17: a changed target is counted anew, or keeps the time used, or starts now."""

    @pytest.mark.parametrize(
        ("on_change", "due", "elapsed"),
        [
            pytest.param("recompute", "Mon 12:00", "5:00", id="zendesk-and-rt-count-anew-from-the-start"),
            pytest.param("forward", "Mon 13:00", "5:00", id="freeitsm-and-plain-keep-the-time-used"),
            pytest.param("reset", "Mon 15:00", "2:00", id="servicenow-starts-now"),
        ],
    )  # fmt: skip
    def test_from_eight_hours_to_two_after_three(self, on_change: str, due: str, elapsed: str) -> None:
        clock = told("Mon 10:00", "8 business hours").retarget(
            on("Mon 13:00"), target=Target("2 business hours"), on_change=on_change, by="P1"
        )  # fmt: skip
        status = clock.status(on("Mon 15:00"))
        assert (status.due, status.elapsed) == (on(due), HOUR * int(elapsed[0]))
        # Used up before the change, it is broken from the change on.
        assert status.breached_at == (None if on_change == "reset" else on("Mon 13:00"))

    @pytest.mark.parametrize(
        ("on_change", "due", "elapsed", "counted"),
        [
            pytest.param("recompute", "Mon 22:00", 4, 4, id="zendesk-and-rt-count-anew-on-the-new-hours"),
            pytest.param("forward", "Mon 23:00", 3, 3, id="freeitsm-and-plain-keep-the-open-time-used"),
            pytest.param("reset", "Tue 02:00", 0, 0, id="servicenow-starts-now"),
        ],
    )  # fmt: skip
    def test_from_office_hours_to_always(self, on_change: str, due: str, elapsed: int, counted: int) -> None:
        """Received at 15:00, changed at 19:00: three hours were open, four have gone by."""
        clock = told("Mon 15:00", "8 business hours").retarget(
            on("Mon 19:00"), target=Target("7 hours"), schedule=ALWAYS, on_change=on_change
        )  # fmt: skip
        status, why = clock.status(on("Mon 19:00")), clock.explain(on("Mon 19:00"))
        assert (status.due, status.elapsed) == (on(due), elapsed * HOUR)
        assert why.counted == counted * HOUR

    @pytest.mark.parametrize(
        ("on_change", "words"),
        [
            ("recompute", "counted anew from the original start"),
            ("forward", "with the time used so far staying used"),
            ("reset", "starting from the change"),
        ],
    )
    def test_an_explanation_says_what_the_change_did(self, on_change: str, words: str) -> None:
        clock = told("Mon 10:00", "8 business hours", "Mon 11:00 pause", "Mon 12:00 resume")
        change = clock.retarget(on("Mon 13:00"), target=Target("4 business hours"), on_change=on_change, by="P1")  # type: ignore[arg-type]
        why = change.explain(on("Mon 18:00"))
        assert (
            f"Mon 2026-09-14 13:00 EDT the target became 4 business hours instead of 8 business hours (P1), {words}"
        ) in [note.text for note in why.notes]
        kinds = [stretch.kind for stretch in why.stretches]
        assert ("superseded" in kinds) is (on_change == "reset")
        assert {"paused", "overdue"} <= set(kinds)
        assert why.counted == change.status(on("Mon 18:00")).elapsed

    def test_only_the_schedule_may_change(self) -> None:
        clock = told("Mon 17:00", "2 business hours").retarget(on("Mon 17:30"), schedule=ALWAYS)
        assert clock.status(on("Mon 17:45")).due == on("Mon 19:00")

    def test_a_second_change_starts_from_the_first(self) -> None:
        clock = told("Mon 17:00", "2 business hours").retarget(on("Mon 17:15"), schedule=ALWAYS)
        changed = clock.retarget(on("Mon 17:30"), target=Target("3 business hours")).status(on("Mon 17:45"))
        assert (changed.due, changed.target) == (on("Mon 20:00"), Target("3 business hours"))

    def test_forward_while_paused_keeps_what_ran_before_the_pause(self) -> None:
        clock = told("Mon 10:00", "8 business hours", "Mon 11:00 pause")
        status = clock.retarget(on("Mon 13:00"), target=Target("4 business hours"), on_change="forward").status(
            on("Mon 14:00")
        )
        assert (status.elapsed, status.due, status.state) == (HOUR, on("Mon 17:00"), "paused")

    def test_forward_onto_days_takes_the_time_used_off(self) -> None:
        clock = told("Mon 10:00", "8 business hours")
        status = clock.retarget(on("Mon 12:00"), target=Target("2 business days"), on_change="forward").status(
            on("Tue 12:00")
        )
        assert status.due == on("Wed 10:00")

    def test_broken_before_and_after_a_change_it_was_broken_since(self) -> None:
        """Counting anew what was late already does not make it late from now on."""
        clock = told("Mon 10:00", "2 business hours").retarget(on("Mon 14:00"), target=Target("2 business hours"))
        assert clock.status(on("Mon 15:00")).breached_at == on("Mon 12:00")

    POLICY = SlaPolicy(
        name="Example", timezone="America/New_York", on_change="forward", schedules={"office": "Mon-Fri 09:00-18:00"},
        plans={
            "standard": {"first_response": {"P1": "4 business hours", "P2": "8 business hours"}},
            "premium": {"first_response": {"P1": "1 business hour", "P2": "2 business hours"}},
        },
    )  # fmt: skip

    def test_a_policy_looks_the_new_target_up(self) -> None:
        """A changed plan keeps the priority, and a changed priority the plan."""
        clock = self.POLICY.clock(on("Mon 10:00"), plan="standard", priority="P2")
        clock = clock.retarget(on("Mon 11:00"), priority="P1")
        assert clock.status(on("Mon 11:00")).due == on("Mon 14:00")
        assert clock.retarget(on("Mon 11:00"), plan="premium").status(on("Mon 11:00")).due == on("Mon 11:00")
        again = clock.retarget(on("Mon 12:00"), priority="P2", on_change="recompute")
        assert again.status(on("Mon 12:00")).due == on("Mon 18:00")

    def test_what_cannot_be_changed_to_is_refused(self) -> None:
        own = told("Mon 10:00", "1 hour")
        with pytest.raises(ClockError, match="a clock of its own has no priorities or plans"):
            own.retarget(on("Mon 11:00"), priority="P1")
        with pytest.raises(ClockError, match="nothing to change was given"):
            own.retarget(on("Mon 11:00"))
        with pytest.raises(ChoiceError, match="on_change"):
            own.retarget(on("Mon 11:00"), target=Target("2 hours"), on_change="again")  # type: ignore[arg-type]
        with pytest.raises(UnknownNameError):
            self.POLICY.clock(on("Mon 10:00"), plan="standard", priority="P2").retarget(on("Mon 11:00"), priority="P9")


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

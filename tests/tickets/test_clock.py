"""Clocks: what holds of every one (R12, R16 to R18), and rows for each choice with the helpdesk that it imitates.

The laws hold the clock against itself; the machine at the end holds it against the slow clock of `clock_model.py`.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce

import pytest
from clock_lives import (
    ALWAYS,
    CAUSES,
    FIRST_START,
    HOUR,
    LAST_START,
    PERCENT,
    SPAN,
    WARNINGS,
    ZERO,
    Life,
    clock_of,
    ends,
    event_of,
    lives,
    minutes_after,
    pauses,
    promises,
    retargets,
    told,
    view,
)
from clock_model import MINUTE, Happening, Promise, SlowClock, instant, minute_of, on
from hypothesis import assume, given, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from oracle import DAY, MICROSECOND, utc

from slaclock import SlaClock, SlaPolicy, Status, Target
from slaclock.errors import ChoiceError, ClockError, UnknownNameError


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

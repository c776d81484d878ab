"""Where a clock stands: figures that add up, and states that a microsecond decides (R12, R16)."""

from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from clock_lives import HOUR, NIGHTS, OFFICE, ZERO, Life, lives, told
from clock_model import instant, on
from hypothesis import assume, given, strategies as st
from oracle import MICROSECOND, utc

from slaclock import Schedule, SlaClock, Target
from slaclock.errors import NaiveDatetimeError
from slaclock.tickets.status import State


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
    def test_more_than_all_is_used_after_the_due_instant_alone(self, life: Life) -> None:
        """The share used is 100 % at the due instant, more after it, and less before; a target of no time has none."""
        status = life.clock.status(life.now)
        used = status.used_percent
        assert (used is None) == (status.elapsed + status.remaining <= ZERO)
        assert used is None or (used > 100, used == 100) == (status.remaining < ZERO, status.remaining == ZERO)

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
        assert plain["warnings"] == [{"name": "half", "at": "2026-09-14T12:00:00-04:00", "reached": True, "number": 1}]

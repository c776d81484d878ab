"""When a clock is due where open time is used up at a closing (R7, R16)."""

from datetime import timedelta
from typing import Any

import pytest
from clock_lives import told
from clock_model import on

from slaclock import SlaClock, Target


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

    @pytest.mark.parametrize(
        ("target", "changed", "due"),
        [
            pytest.param(LATE, "Mon 20:00", "Tue 09:00", id="all-of-it-at-the-next-opening-as-any-target"),
            pytest.param(LATE, "Mon 18:00", "Tue 09:00", id="all-of-it-at-the-closing"),
            pytest.param(Target("8 business hours"), "Mon 20:00", "Mon 20:00", id="all-of-it-at-the-change"),
            pytest.param(Target("6 business hours", boundary="next_opening"), "Mon 20:00", "Mon 20:00", id="and-more"),
            pytest.param(
                Target("3 business hours", boundary="next_opening"), "Mon 13:00", "Mon 13:00", id="while-open"
            ),
        ],
    )
    def test_a_change_that_keeps_the_time_used_leaves_nothing(self, target: Target, changed: str, due: str) -> None:
        """R17: what was used before the change used the new target up exactly, or more than that."""
        clock = told("Mon 10:00", "9 business hours").retarget(on(changed), target=target, on_change="forward")
        assert clock.status(on("Wed 10:00")).due == on(due)

    def test_a_reply_in_the_night_between_is_met(self) -> None:
        assert told("Mon 10:00", self.LATE, "Mon 20:00 stop").status(on("Wed 10:00")).state == "met"


@pytest.mark.parametrize(
    ("clock", "now", "due", "used", "left"),
    [
        pytest.param(told("Mon 10:00", "4 business hours"), "Mon 12:00", "Mon 14:00", 2, 2, id="open-time"),
        pytest.param(told("Mon 10:00", Target("4 business hours", ends="as_is")), "Mon 12:00", "Mon 14:00", 2, 2,
                     id="as-it-is"),
        pytest.param(told("Mon 10:00", Target("4 business hours", ends="17:00")), "Mon 12:00", "Mon 17:00", 2, 5,
                     id="until-the-time-of-day-at-which-it-ends"),
        pytest.param(told("Mon 10:00", "1 business day"), "Mon 12:00", "Tue 10:00", 2, 7, id="open-time-of-a-day"),
        pytest.param(told("Mon 10:00", "1 day"), "Mon 12:00", "Tue 10:00", 2, 22, id="a-calendar-day"),
        pytest.param(told("Fri 16:00", Target("4 hours", ends="next_opening")), "Fri 18:00", "next Mon 09:00", 2, 63,
                     id="calendar-time-to-the-next-opening"),
        pytest.param(told("Mon 10:00", "4 business hours", "Mon 11:00 pause", "Mon 12:00 resume"), "Mon 13:00",
                     "Mon 15:00", 2, 2, id="without-what-was-paused"),
        pytest.param(told("Mon 10:00", "1 business day", "Mon 11:00 pause", "Mon 12:00 resume"), "Mon 13:00",
                     "Tue 11:00", 2, 7, id="nor-of-a-day"),
        pytest.param(told("Mon 10:00", "4 business hours"), "Mon 15:00", "Mon 14:00", 5, -1, id="less-than-nothing"),
    ],
)  # fmt: skip
def test_what_is_used_and_what_is_left(clock: SlaClock, now: str, due: str, used: int, left: int) -> None:
    status = clock.status(on(now))
    assert status.due == on(due)
    assert (status.elapsed, status.remaining) == (timedelta(hours=used), timedelta(hours=left))


@pytest.mark.parametrize(
    ("clock", "breached"),
    [
        pytest.param(told("Mon 10:00", "4 business hours"), "Mon 14:00", id="at-the-due-instant"),
        pytest.param(told("Mon 10:00", "4 business hours", "Mon 14:00 pause", "Mon 16:00 resume"), "Mon 16:00",
                     id="after-a-pause-that-began-then"),
        pytest.param(told("Mon 10:00", "4 business hours", "Mon 14:00 pause", "Tue 10:00 resume"), "Mon 18:00",
                     id="which-holds-it-off-until-support-closes"),
        pytest.param(told("Mon 10:00", "4 hours", "Mon 14:00 pause", "Tue 10:00 resume"), "Tue 10:00",
                     id="or-of-calendar-time-to-its-end"),
        pytest.param(told("Mon 10:00", "8 business hours", "Mon 18:00 pause", "Tue 10:00 resume"), "Mon 18:00",
                     id="a-pause-at-closing-holds-nothing-off"),
        pytest.param(told("Mon 10:00", "4 business hours", "Mon 14:01 pause", "Mon 16:00 resume"), "Mon 14:00",
                     id="nor-does-one-after-it"),
    ],
)  # fmt: skip
def test_since_when_it_is_breached(clock: SlaClock, breached: str) -> None:
    assert clock.status(on("Wed 10:00")).breached_at == on(breached)


@pytest.mark.parametrize("on_change", ["forward", "reset"])
def test_a_promise_that_was_past_when_it_came_is_breached_since_then(on_change: Any) -> None:
    clock = told("Fri 10:00", "30 days").retarget(
        on("Sat 12:00"), target=Target("30 hours", ends="previous_closing"), on_change=on_change
    )
    status = clock.status(on("next Mon 10:00"))
    assert (status.due, status.breached_at) == (on("Fri 18:00"), on("Sat 12:00"))


def test_a_change_before_counting_begins_takes_no_time_along() -> None:
    clock = told("Mon 07:00", Target("4 hours", starts="next_opening")).retarget(
        on("Mon 08:00"), target=Target("2 hours"), on_change="forward"
    )
    status = clock.status(on("Mon 08:30"))
    assert (status.elapsed, status.due) == (timedelta(minutes=30), on("Mon 10:00"))


def test_what_is_counted_anew_from_the_start_forgets_what_held_before() -> None:
    clock = told("Mon 10:00", "8 business hours").retarget(
        on("Mon 12:00"), target=Target("6 business hours"), on_change="forward"
    )
    again = clock.retarget(on("Mon 13:00"), target=Target("4 business hours"))
    once = told("Mon 10:00", "8 business hours").retarget(on("Mon 13:00"), target=Target("4 business hours"))
    for now in ("Mon 13:30", "Mon 15:00"):
        assert again.status(on(now)) == once.status(on(now))
    shown = [(each.kind, each.start, each.end) for each in again.explain(on("Mon 15:00")).stretches]
    assert shown == [(each.kind, each.start, each.end) for each in once.explain(on("Mon 15:00")).stretches]


def test_what_was_used_beyond_a_new_promise_is_missing_from_it() -> None:
    clock = told("Mon 10:00", "8 business hours").retarget(
        on("Mon 15:00"), target=Target("2 business hours", ends="as_is"), on_change="forward"
    )
    assert clock.status(on("Mon 15:00")).remaining == timedelta(hours=-3)


def test_time_before_the_count_begins_is_in_no_figure() -> None:
    status = told("Mon 15:30", Target("4 business hours", cut_off="15:00")).status(on("Tue 10:00"))
    assert status.business.elapsed == status.calendar.elapsed == timedelta(hours=1)


def test_a_warning_that_comes_just_when_it_is_due_comes_before_the_breach() -> None:
    clock = told("Mon 10:00", "4 business hours", last="100%")
    assert clock.status(on("Mon 13:00")).next_change == on("Mon 14:00")


def test_nothing_is_agreed_for_the_very_instant() -> None:
    clock = told("Mon 10:00", "4 business hours")
    now, later = clock.agree(on("Mon 11:00"), on("Mon 11:00")), clock.agree(on("Mon 11:00"), on("Mon 11:01"))
    assert [each.status(on("Mon 11:00")).is_agreed for each in (now, later)] == [False, True]
    assert "which was past by then" in now.status(on("Mon 11:00")).problems[0]


def test_a_pause_that_lasts_is_explained_by_who_paused_it() -> None:
    clock = told("Mon 10:00", "8 business hours", "Mon 11:00 pause vendor")
    assert [each.name for each in clock.explain(on("Mon 12:00")).stretches if each.kind == "paused"] == ["vendor"]


def test_what_is_left_after_a_change_that_keeps_the_time_used() -> None:
    clock = told("Mon 10:00", "8 business hours").retarget(
        on("Mon 13:00"), target=Target("4 business hours"), on_change="forward"
    )
    status = clock.status(on("Mon 13:30"))
    assert (status.elapsed, status.remaining) == (timedelta(hours=3.5), timedelta(hours=0.5))

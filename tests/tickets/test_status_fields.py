"""What a status says beside its state: when it changes next, in which zone, and what holds before the start (R18)."""

import copy
import pickle
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from clock_lives import HOUR, OFFICE, ZERO, told
from clock_model import on
from work import calls_of

from slaclock import NeverOpenError, Schedule, SlaClock, Status, Target

TICK = timedelta.resolution
KATHMANDU = ZoneInfo("Asia/Kathmandu")
HALF = told("Mon 10:00", "4 business hours", half="50%")
ALWAYS = Schedule(timezone="UTC", hours="24x7")


def clock(*events: str, target: str | Target = "4 business hours", **more: Any) -> SlaClock:
    """A clock of an office that begins on Monday at 10, with a warning and a level of an escalation."""
    begun = SlaClock.starting(
        on("Mon 10:00"), Target(target) if isinstance(target, str) else target, OFFICE,
        {"half": "50%"}, {"lead": "after 3 hours"}, **more,
    )  # fmt: skip
    return begun.having(told("Mon 10:00", "1 hour", *events).events)


@pytest.mark.parametrize(
    ("asked", "now", "changes"),
    [
        pytest.param(clock(), "Mon 08:00", "Mon 09:00", id="before-its-start-support-opens"),
        pytest.param(clock(), "Mon 09:30", "Mon 10:00", id="then-it-starts"),
        pytest.param(clock(), "Mon 10:00", "Mon 12:00", id="then-comes-a-warning"),
        pytest.param(clock(), "Mon 12:00", "Mon 13:00", id="then-somebody-is-notified"),
        pytest.param(clock(), "Mon 13:00", "Mon 14:00 and a tick", id="then-it-is-breached"),
        pytest.param(clock(), "Mon 14:00", "Mon 14:00 and a tick", id="at-the-due-instant-too"),
        pytest.param(clock(), "Mon 14:01", "Mon 18:00", id="then-support-closes"),
        pytest.param(clock(), "Mon 18:00", "Tue 09:00", id="then-it-opens"),
        pytest.param(clock("Mon 11:00 pause"), "Mon 11:30", "Mon 18:00", id="paused-neither-warned-nor-breached"),
        pytest.param(clock("Mon 14:00 pause"), "Mon 15:00", "Mon 18:00", id="paused-at-the-due-instant"),
        pytest.param(clock("Mon 14:00 pause"), "Mon 18:00", "Mon 18:00 and a tick", id="which-holds-until-closing"),
        pytest.param(clock("Mon 11:00 stop"), "Mon 11:00", None, id="stopped"),
        pytest.param(clock("Mon 11:00 cancel"), "Mon 11:30", None, id="cancelled"),
        pytest.param(clock("Mon 15:00 stop"), "Mon 16:00", None, id="stopped-late"),
    ],
)  # fmt: skip
def test_when_it_changes_next(asked: SlaClock, now: str, changes: str | None) -> None:
    at, _, tick = (changes or "").partition(" and a ")
    assert asked.status(on(now)).next_change == (on(at) + (TICK if tick else ZERO) if changes else None)


def test_a_warning_at_the_due_instant_comes_before_the_breach() -> None:
    warned = SlaClock.starting(on("Mon 10:00"), Target("4 business hours"), OFFICE, {"due": "100%"})
    assert warned.status(on("Mon 13:00")).next_change == on("Mon 14:00")
    assert warned.status(on("Mon 14:00")).next_change == on("Mon 14:00") + TICK


def test_before_the_start_of_a_clock_whose_schedule_neither_opens_nor_closes() -> None:
    alone = SlaClock.starting(on("Mon 10:00"), Target("4 hours"), ALWAYS)
    assert alone.status(on("Mon 08:00")).next_change == on("Mon 10:00")


def instants(status: Status) -> dict[str, datetime]:
    """Every instant that a status names."""
    named = {each.name: getattr(status, each.name) for each in fields(status)}
    found = {name: value for name, value in named.items() if isinstance(value, datetime)}
    return found | {each.name: each.at for each in (*status.warnings, *status.escalations)}


@pytest.mark.parametrize(
    ("events", "now", "named"),
    [
        pytest.param([], "Mon 09:30", {"due", "next_change"}, id="before-its-start"),
        pytest.param([], "Mon 11:00", {"due", "next_change"}, id="running"),
        pytest.param([], "Mon 15:00", {"due", "breached_at", "next_change"}, id="breached"),
        pytest.param(["Mon 11:00 stop"], "Mon 15:00", {"due", "met_at", "stopped_at"}, id="met"),
        pytest.param(["Mon 15:00 stop"], "Mon 16:00", {"due", "breached_at", "stopped_at"}, id="stopped-late"),
        pytest.param(["Mon 11:00 cancel"], "Mon 15:00", {"due", "stopped_at"}, id="cancelled"),
    ],
)
def test_every_instant_is_told_on_the_clocks_of_its_start(events: list[str], now: str, named: set[str]) -> None:
    there = SlaClock.starting(
        on("Mon 10:00").astimezone(KATHMANDU), Target("4 business hours"), OFFICE, {"half": "50%"}, {"lead": "80%"}
    ).having(clock(*events).events)  # fmt: skip
    found = instants(there.status(on(now)))
    assert set(found) == named | {"now", "started", "half", "lead"}
    assert {at.tzinfo for at in found.values()} == {KATHMANDU}
    assert (found["now"], found["started"], found["due"]) == (on(now), on("Mon 10:00"), on("Mon 14:00"))


@pytest.mark.parametrize("now", ["Mon 09:00", "Mon 11:00"], ids=["before-its-start", "running"])
def test_it_says_of_which_metric_and_cycle_it_is(now: str) -> None:
    status = clock(metric="first_response", cycle=3).status(on(now))
    assert (status.metric, status.cycle) == ("first_response", 3)


@pytest.mark.parametrize(
    ("now", "within"), [("Mon 08:00", False), ("Mon 09:00", True), ("Mon 10:00", True), ("Mon 18:00", False)]
)
def test_whether_support_is_open(now: str, within: bool) -> None:
    assert clock().status(on(now)).within_hours is within


def test_of_a_stopped_clock_whether_support_was_open_then() -> None:
    assert clock("Mon 11:00 stop").status(on("Mon 20:00")).within_hours
    assert not clock("Mon 20:00 stop").status(on("Tue 10:00")).within_hours


@pytest.mark.parametrize(
    ("events", "now", "state", "paused", "reached"),
    [
        pytest.param([], "Mon 09:00", "not_started", False, set(), id="before-its-start"),
        pytest.param([], "Mon 11:59", "running", False, set(), id="running"),
        pytest.param([], "Mon 12:00", "at_risk", False, {"half"}, id="at-a-warning"),
        pytest.param([], "Mon 13:00", "at_risk", False, {"half", "lead"}, id="with-somebody-notified"),
        pytest.param(["Mon 12:30 pause"], "Mon 13:30", "paused", True, {"half"}, id="paused-after-a-warning"),
        pytest.param(["Mon 15:00 pause"], "Mon 16:00", "breached", True, {"half", "lead"}, id="paused-after-a-breach"),
        pytest.param(["Mon 12:30 stop"], "Mon 18:00", "met", False, {"half"}, id="met-after-a-warning"),
    ],
)
def test_what_was_reached(events: list[str], now: str, state: str, paused: bool, reached: set[str]) -> None:
    status = clock(*events).status(on(now))
    assert (status.state, status.is_paused) == (state, paused)
    assert {each.name for each in (*status.warnings, *status.escalations) if each.reached} == reached


def test_figures_before_the_start_are_those_at_the_start() -> None:
    status = clock().status(on("Mon 08:00"))
    assert (status.elapsed, status.remaining, status.business.paused) == (ZERO, 4 * HOUR, ZERO)
    assert (status.business.remaining, status.calendar.remaining) == (4 * HOUR, 4 * HOUR)


def test_figures_after_a_reset_count_from_the_start() -> None:
    """What was promised before is gone, and the time went by all the same."""
    changed = clock().retarget(on("Mon 12:00"), target=Target("2 business hours"), on_change="reset")
    status = changed.status(on("Mon 13:00"))
    assert (status.elapsed, status.remaining) == (HOUR, HOUR)
    assert (status.business.elapsed, status.calendar.elapsed) == (3 * HOUR, 3 * HOUR)


class TestWhenAsked:
    """A status is a view: what nobody asks for is not worked out, and what was worked out stays."""

    PAUSED = clock("Mon 11:00 pause", "Mon 11:30 resume")

    @property
    def status(self) -> Status:
        return self.PAUSED.status(on("Mon 12:00"))

    @pytest.mark.parametrize("name", [each.name for each in fields(Status)])
    def test_each_field_is_worked_out_once(self, name: str) -> None:
        status = self.status
        assert getattr(status, name) == getattr(self.status, name)
        assert getattr(status, name) is getattr(status, name)
        assert calls_of(lambda: getattr(status, name)) == 3, (
            "more than this function, `getattr` and the end of counting"
        )

    @pytest.mark.parametrize("name", ["elapsed", "warnings", "escalations", "next_change", "business", "calendar"])
    def test_none_is_worked_out_before(self, name: str) -> None:
        assert name not in vars(self.status)

    def test_levels_that_nobody_asks_for_cost_nothing(self) -> None:
        few, many = (SlaClock.starting(
            on("Mon 10:00"), Target("2 business days"), OFFICE, {}, {str(n): f"after {n} hours" for n in range(1, most)}
        ) for most in (2, 200))  # fmt: skip
        asked = on("Mon 15:00")
        assert calls_of(lambda: many.status(asked)) == calls_of(lambda: few.status(asked))

    def test_two_are_equal_by_what_they_say(self) -> None:
        asked = self.status
        assert asked.to_dict()
        assert (asked, hash(asked), repr(asked)) == (self.status, hash(self.status), repr(self.status))
        assert self.status != self.PAUSED.status(on("Mon 12:01"))

    @pytest.mark.parametrize("copied", [lambda status: pickle.loads(pickle.dumps(status)), copy.copy, copy.deepcopy])
    def test_a_copy_says_all_and_needs_nothing_else(self, copied: Any) -> None:
        found = copied(self.status)
        assert (found, hash(found)) == (self.status, hash(self.status))
        assert set(vars(found)) == {each.name for each in fields(Status)}

    def test_one_changed_by_hand_keeps_the_rest(self) -> None:
        changed = replace(self.status, state="breached")
        assert changed.state == "breached"
        assert replace(changed, state=self.status.state) == self.status

    def test_it_has_no_other_attributes(self) -> None:
        for status in (self.status, pickle.loads(pickle.dumps(self.status))):
            with pytest.raises(AttributeError, match="'Status' object has no attribute 'elapse'"):
                status.elapse  # noqa: B018

    def test_what_cannot_be_due_is_refused_at_once(self) -> None:
        closed = {"first": "2026-09-15", "last": "9999-12-31", "hours": "closed"}
        never = Schedule(timezone="UTC", hours="Mon-Fri 09:00-18:00", seasons=[closed])
        with pytest.raises(NeverOpenError):
            SlaClock.starting(on("Mon 10:00"), Target("2 business days"), never).status(on("Mon 11:00"))

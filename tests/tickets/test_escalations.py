"""Escalations: who is notified of a promise when, as it is used up, due, and overdue (R16, R17, R18)."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st
from work import calls_of

from slaclock import ClockEvent, Schedule, SlaClock, SlaPolicy, Target, Ticket

NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
LEVELS = {
    "agent": "50%",
    "team lead": "after 2 business hours",
    "manager": "1 business hour left",
    "director": "1 business hour after breach",
    "board": "200%",
    "duty officer": "after 5 hours",
}
# Monday is 14 September 2026.
WEEK = {name: f"2026-09-{14 + n}" for n, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))}


def on(text: str) -> datetime:
    day, clock = text.split()
    return datetime.fromisoformat(f"{WEEK.get(day, day)} {clock}").replace(tzinfo=NEW_YORK)


def clock(opened: str, target: str = "4 business hours", **levels: str) -> SlaClock:
    return SlaClock.starting(on(opened), Target(target), OFFICE, escalations=levels or LEVELS)


def levels_of(running: SlaClock, now: str) -> dict[str, tuple[str, bool]]:
    levels = running.status(on(now)).escalations
    return {level.name: (f"{level.at:%a %H:%M}", level.reached) for level in levels}


@pytest.mark.parametrize(
    ("level", "paused", "at", "reached"),
    [
        pytest.param("1 hour after breach", "Tue 10:00", "Tue 10:00", True, id="just-as-a-pause-begins"),
        pytest.param("1 hour after breach", "Tue 09:59", "Tue 10:00", False, id="not-before-one-begins"),
        pytest.param("after 1 hour", "Mon 10:00", "Mon 10:00", True, id="counted-from-the-start"),
        pytest.param("80%", "Tue 10:00", "Mon 16:12", True, id="a-share-of-days"),
    ],
)
def test_a_level_and_a_pause_at_one_instant(level: str, paused: str, at: str, reached: bool) -> None:
    """Who is notified just as a pause begins is notified."""
    waiting = clock("Mon 09:00", "1 business day", level=level).pause(on(paused))
    assert levels_of(waiting, paused) == {"level": (at, reached)}


def test_what_ran_just_as_a_pause_begins_had_run_then() -> None:
    waiting = clock("Mon 09:00", level="after 1 business hour", later="after 61 business minutes").pause(
        on("Mon 10:00")
    )
    assert levels_of(waiting, "Mon 12:00") == {"level": ("Mon 10:00", True), "later": ("Mon 12:01", False)}


def test_what_is_left_just_as_a_pause_begins_was_left_then() -> None:
    """The due instant moves while paused; who was notified stays notified."""
    waiting = clock("Mon 09:00", "1 business day", level="23 hours left").pause(on("Mon 10:00"))
    assert levels_of(waiting, "Mon 11:00") == {"level": ("Mon 10:00", True)}


class TestLevels:
    def test_each_level_has_its_instant(self) -> None:
        assert levels_of(clock("Mon 15:00"), "Mon 17:00") == {
            "agent": ("Mon 17:00", True),
            "team lead": ("Mon 17:00", True),
            "manager": ("Mon 18:00", False),
            "duty officer": ("Mon 20:00", False),
            "director": ("Tue 11:00", False),
            "board": ("Tue 14:00", False),
        }

    @pytest.mark.parametrize(
        ("level", "opened", "target", "at"),
        [
            pytest.param("after 1 hour", "Fri 17:30", "4 business hours", "Fri 18:30", id="real-time-of-hours"),
            pytest.param("after 1 business hour", "Fri 17:30", "24 hours", "Mon 09:30", id="business-time-of-a-day"),
            pytest.param("at breach", "Mon 10:00", "4 business hours", "Mon 14:00", id="at-breach"),
            pytest.param("150%", "Mon 10:00", "4 business hours", "Mon 16:00", id="half-as-much-again"),
            pytest.param("99%", "Mon 10:00", "100 business minutes", "Mon 11:39", id="nearly-all-of-it"),
            pytest.param("1 hour after breach", "Fri 17:00", "1 business hour", "Fri 19:00", id="real-time-overdue"),
            pytest.param("1 business hour overdue", "Fri 17:00", "1 business hour", "Mon 10:00", id="hours-overdue"),
            pytest.param("2 hours late", "Fri 17:00", "24 hours", "Sat 19:00", id="late"),
            pytest.param("after 30 business minutes", "Sat 10:00", "2 business days", "Mon 09:30", id="of-days"),
            pytest.param("100%", "Mon 10:00", "2 business days", "Wed 10:00", id="all-of-some-days"),
        ],
    )
    def test_a_level(self, level: str, opened: str, target: str, at: str) -> None:
        found = levels_of(clock(opened, target, somebody=level), opened)["somebody"]
        assert found == (at, False)

    def test_pauses_hold_it_off(self) -> None:
        paused = clock("Mon 10:00").pause(on("Mon 10:30")).resume(on("Mon 12:30"))
        after = levels_of(paused, "Mon 13:00")
        assert (after["team lead"], after["duty officer"]) == (("Mon 14:00", False), ("Mon 17:00", False))
        assert after["director"] == ("Mon 17:00", False)

    def test_what_was_reached_before_a_pause_stays_reached(self) -> None:
        paused = clock("Mon 10:00").pause(on("Mon 12:30"))
        assert levels_of(paused, "Tue 10:00")["team lead"] == ("Mon 12:00", True)
        assert not levels_of(paused, "Tue 10:00")["manager"][1]

    def test_once_stopped_nobody_else_hears_of_it(self) -> None:
        stopped = clock("Mon 10:00").stop(on("Mon 12:30"))
        reached = {name for name, (_, reached) in levels_of(stopped, "Fri 10:00").items() if reached}
        assert reached == {"agent", "team lead"}
        assert stopped.status(on("Fri 10:00")).next_change is None

    def test_before_the_start_nobody_has_heard(self) -> None:
        assert not any(reached for _, reached in levels_of(clock("Mon 10:00"), "Mon 08:00").values())

    def test_it_puts_nothing_at_risk(self) -> None:
        assert clock("Mon 10:00").status(on("Mon 13:30")).state == "running"

    def test_the_next_change_may_be_a_level(self) -> None:
        running = clock("Mon 09:30", somebody="after 1 hour", other="1 business hour after breach")
        changes = []
        now = on("Mon 09:30")
        while len(changes) < 5:
            now = running.status(now).next_change or now
            changes.append(f"{now:%a %H:%M:%S.%f}"[:12])
        assert changes == ["Mon 10:30:00", "Mon 13:30:00", "Mon 14:30:00", "Mon 18:00:00", "Tue 09:00:00"]

    def test_time_used_before_a_change_counts(self) -> None:
        running = clock("Mon 10:00", somebody="after 3 business hours", other="after 1 business hour")
        changed = running.retarget(on("Mon 12:00"), target=Target("8 business hours"), on_change="forward")
        assert levels_of(changed, "Mon 12:30") == {"other": ("Mon 11:00", True), "somebody": ("Mon 13:00", False)}

    def test_a_share_is_one_of_all_that_is_promised_and_what_was_used_before_counts(self) -> None:
        """Two hours of eight were used at noon: half of them are used at two, and three quarters at four."""
        running = clock("Mon 10:00", half="50%", most="75%")
        changed = running.retarget(on("Mon 12:00"), target=Target("8 business hours"), on_change="forward")
        assert levels_of(changed, "Mon 14:30") == {"half": ("Mon 14:00", True), "most": ("Mon 16:00", False)}

    def test_what_was_used_up_at_a_closing_came_then_and_not_with_a_change_after_it(self) -> None:
        running = clock("Mon 10:00", "20 business hours", somebody="after 8 business hours")
        changed = running.retarget(on("Mon 20:00"), target=Target("30 business hours"), on_change="forward")
        assert levels_of(changed, "Mon 21:00") == {"somebody": ("Mon 18:00", True)}

    def test_a_reset_begins_anew(self) -> None:
        running = clock("Mon 10:00", somebody="after 3 business hours")
        changed = running.retarget(on("Mon 12:00"), target=Target("8 business hours"), on_change="reset")
        assert levels_of(changed, "Mon 12:30") == {"somebody": ("Mon 15:00", False)}

    @pytest.mark.parametrize(
        ("target", "at"),
        [
            pytest.param(Target("2 business hours", boundary="next_opening"), "Tue 09:00", id="due-at-opening"),
            pytest.param(Target("next business day by 9 AM"), "Tue 09:00", id="due-at-a-time-of-day"),
            pytest.param(Target("2 business hours", ends="17:30"), "Mon 17:30", id="due-before-it-is-used-up"),
        ],
    )
    def test_at_breach_is_when_it_is_due(self, target: Target, at: str) -> None:
        running = SlaClock.starting(on("Mon 16:00"), target, OFFICE, escalations={"head": "at breach", "board": "101%"})
        levels = {level.name: level.at for level in running.status(on("Mon 16:00")).escalations}
        assert (levels["head"], running.status(on("Mon 16:00")).due) == (on(at), on(at))
        assert levels["board"] >= levels["head"]

    def test_who_was_notified_stays_notified_while_a_pause_moves_the_due_instant(self) -> None:
        levels = {"lead": "75%", "head": "at breach", "night": "16 hours left"}
        running = SlaClock.starting(
            on("Mon 09:00"), Target("2 business hours", ends="17:00"), OFFICE, escalations=levels
        )
        paused = running.pause(on("Mon 13:00"))
        found = {now: levels_of(paused, now) for now in ("Mon 14:30", "Mon 17:30", "Tue 10:00")}
        assert all(levels["night"] == ("Mon 09:00", True) for levels in found.values())
        assert not any(levels["lead"][1] or levels["head"][1] for levels in found.values())
        assert levels_of(paused.resume(on("Tue 10:00")), "Tue 10:30")["lead"] == ("Tue 10:00", True)

    def test_a_pause_that_begins_at_a_level_comes_too_late_for_it(self) -> None:
        running = SlaClock.starting(on("Mon 09:00"), Target("2 business days"), OFFICE, escalations={"lead": "50%"})
        once = running.pause(on("Mon 10:00")).resume(on("Mon 11:00")).pause(on("Tue 11:00"))
        assert levels_of(running.pause(on("Tue 09:00")), "Tue 09:00")["lead"][1]
        assert levels_of(once, "Tue 11:00")["lead"] == ("Tue 10:00", True)

    def test_what_is_left_in_real_time_stays_notified_after_a_pause(self) -> None:
        running = clock("2026-11-24 16:00", level="16 hours left")
        paused = running.pause(on("2026-11-24 19:30")).resume(on("2026-11-25 10:00"))
        assert levels_of(running, "2026-11-24 19:15") == {"level": ("Tue 19:00", True)}
        assert levels_of(paused, "2026-11-25 10:30") == {"level": ("Tue 19:00", True)}

    def test_a_kept_period_counts_on_its_own_hours(self) -> None:
        always = Schedule(timezone="America/New_York", hours="24x7")
        running = SlaClock.starting(
            on("Mon 18:00"), Target("20 business hours"), always, escalations={"level": "after 4 business hours"}
        )
        changed = running.retarget(on("Tue 08:30"), schedule=OFFICE, on_change="forward")
        assert levels_of(changed, "Tue 08:45") == {"level": ("Mon 22:00", True)}

    def test_counted_anew_nobody_heard_of_it_before(self) -> None:
        running = clock("Mon 09:00", "8 business hours", lead="50%")
        changed = running.retarget(on("Mon 12:00"), target=Target("2 business hours"))
        assert levels_of(changed, "Mon 12:30") == {"lead": ("Mon 12:00", True)}

    @pytest.mark.parametrize("level", ["after 99999999 hours", "99999999 hours after breach"])
    def test_a_level_beyond_all_time_is_left_out(self, level: str) -> None:
        assert levels_of(clock("Mon 10:00", level=level), "Mon 11:00") == {}

    @pytest.mark.parametrize(
        ("warning", "at"),
        [
            ("99999999 business hours left", "Mon 10:00"),
            ("99999999 hours left", "Mon 10:00"),
            ("after 99999999 hours", "Mon 14:00"),
        ],
    )
    def test_a_warning_beyond_all_time_comes_at_an_end(self, warning: str, at: str) -> None:
        running = SlaClock.starting(on("Mon 10:00"), Target("4 business hours"), OFFICE, warnings={"w": warning})
        assert running.status(on("Mon 10:00")).warnings[0].at == on(at)

    def test_a_level_in_hours_that_never_come_again_is_left_out(self) -> None:
        closing_down = Schedule(
            timezone="America/New_York",
            hours="Mon-Fri 09:00-18:00",
            seasons=[{"first": "2026-09-16", "hours": "closed"}],
        )
        running = SlaClock.starting(
            on("Mon 10:00"), Target("1 hour"), closing_down, escalations={"a": "after 20 business hours", "b": "50%"}
        )
        assert [level.name for level in running.status(on("Mon 10:00")).escalations] == ["b"]


class TestWhereItStands:
    """Levels may be stated for a policy, a metric, a plan's metric and a priority; they add up, by name."""

    POLICY = SlaPolicy(
        name="Levels",
        timezone="America/New_York",
        schedules={"office": "Mon-Fri 09:00-18:00"},
        escalations={"team lead": "after 1 business hour", "director": "after 8 business hours"},
        metrics={"first_response": {"escalations": {"dispatcher": "50%"}}},
        plans={
            "only": {
                "first_response": {
                    "escalations": {"team lead": "after 2 business hours"},
                    "P1": {"target": "2 business hours", "escalations": {"director": "at breach"}},
                    "P2": "8 business hours",
                },
                "resolution": "2 business days",
            }
        },
    )  # type: ignore[call-arg]

    @pytest.mark.parametrize(
        ("asked", "levels"),
        [
            pytest.param(
                {"priority": "P1"},
                {"dispatcher": "10:00", "team lead": "11:00", "director": "11:00"},
                id="of-a-priority",
            ),
            pytest.param(
                {"priority": "P2"}, {"team lead": "11:00", "dispatcher": "13:00", "director": "17:00"}, id="of-a-metric"
            ),
            pytest.param({"metric": "resolution"}, {"team lead": "10:00", "director": "17:00"}, id="of-the-policy"),
        ],
    )
    def test_the_levels(self, asked: dict[str, str], levels: dict[str, str]) -> None:
        status = self.POLICY.clock(on("Mon 09:00"), **asked).status(on("Mon 09:00"))  # type: ignore[arg-type]
        assert {level.name: f"{level.at:%H:%M}" for level in status.escalations} == levels

    def test_a_changed_priority_has_its_own_levels(self) -> None:
        ticket = Ticket(
            opened=on("Mon 09:00"),
            priority="P2",
            events=[{"at": on("Mon 10:00"), "kind": "priority_changed", "priority": "P1"}],  # type: ignore[list-item]
        )
        before, after = (self.POLICY.evaluate(ticket, on(now))["first_response"] for now in ("Mon 09:30", "Mon 10:00"))
        assert [level.name for level in before.escalations] == ["team lead", "dispatcher", "director"]
        assert {level.name: f"{level.at:%H:%M}" for level in after.escalations}["director"] == "11:00"

    def test_other_levels_alone_breach_nothing_anew(self) -> None:
        first = {"target": "2 business hours", "escalations": {"lead": "50%"}}
        plans: Any = {"only": {"first_response": {"P1": first, "P2": "2 business hours"}}}
        clock = self.POLICY.model_copy(update={"plans": plans}).clock(on("Mon 09:00"), priority="P1")
        status = clock.retarget(on("Mon 15:00"), priority="P2").status(on("Mon 16:00"))
        assert status.breached_at == on("Mon 11:00")
        assert {level.name for level in status.escalations} == {"team lead", "dispatcher", "director"}

    def test_it_is_in_the_plain_data(self) -> None:
        status = self.POLICY.clock(on("Mon 09:00"), priority="P1").status(on("Mon 09:30"))
        assert status.to_dict()["escalations"][0] == {
            "name": "dispatcher",
            "at": "2026-09-14T10:00:00-04:00",
            "reached": False,
            "number": 1,
        }

    def test_it_loads_back(self) -> None:
        assert SlaPolicy.model_validate_json(self.POLICY.model_dump_json()) == self.POLICY


@given(
    used=st.integers(1, 900),
    pause=st.tuples(st.integers(0, 600), st.integers(0, 600)),
    now=st.integers(0, 4 * 24 * 60),
)
def test_a_level_after_some_time_comes_when_that_much_ran(used: int, pause: tuple[int, int], now: int) -> None:
    """`after X` is the first instant at which the time used is X, whatever was paused."""
    start = on("Mon 09:00")
    running = SlaClock.starting(
        start, Target("40 business hours"), OFFICE, escalations={"level": f"after {used} business minutes"}
    )
    running = running.pause(start + timedelta(minutes=pause[0])).resume(start + timedelta(minutes=sum(pause)))
    at = start + timedelta(minutes=now)
    (level,) = running.status(at).escalations
    amount = timedelta(minutes=used)
    assert level.reached == (running.status(at).elapsed >= amount)
    if level.reached:
        assert running.status(level.at).elapsed == amount
        assert running.status(level.at - timedelta.resolution).elapsed < amount


KINDS_OF_LEVELS = {
    "share": "99%",
    "late share": "150%",
    "left": "2 business days left",
    "real time left": "20 hours left",
    "after": "after 3 business days",
    "after some time": "after 900 business hours",
    "late": "1 business hour after breach",
    "late by days": "2 business days after breach",
    "reminders": "at breach, then every business day",
    "more reminders": "every 2 business hours after breach",
}


@pytest.mark.parametrize("on_change", ["recompute", "forward", "reset"])
@pytest.mark.parametrize("target", ["900 business days", "30 business days", "900 hours", "200 business hours"])
def test_twice_as_many_pauses_are_twice_the_work(target: str, on_change: Any) -> None:
    """Levels look at each pause as it begins, and not at all the pauses, or changes, before it again."""

    def work(pauses: int) -> int:
        running = clock("Mon 09:00", target, **KINDS_OF_LEVELS)
        waits = [on("Mon 09:00") + number * timedelta(hours=4) for number in range(pauses)]
        events = [*(ClockEvent(at, "pause") for at in waits), *(ClockEvent(at + HOUR, "resume") for at in waits)]
        for number, at in enumerate(waits[::4]):
            amount = Target("800 business days" if number % 2 else target)
            running = running.retarget(at + 2 * HOUR, target=amount, on_change=on_change)
        told = running.having(events)
        return calls_of(lambda: told.status(waits[-1] + 3 * HOUR).to_dict())

    counted = [work(pauses) for pauses in (50, 100, 196)]
    assert all(twice < 2.4 * once for once, twice in pairwise(counted)), counted

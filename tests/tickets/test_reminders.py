"""Reminders: warnings and levels that come again and again, and those that are counted in days (R10, R16, R18)."""

from datetime import datetime, timedelta

import pytest
from clock_lives import Life, clock_of, lives
from clock_model import instant, on
from hypothesis import assume, given, strategies as st

from slaclock import Schedule, SlaClock, SlaPolicy, Target, Threshold

OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")


def clock(opened: str, target: str, level: str, schedule: Schedule = OFFICE) -> SlaClock:
    return SlaClock.starting(on(opened), Target(target), schedule, escalations={"lead": level})


def shown(at: datetime) -> str:
    return f"{at:%a %H:%M}" if at < on("next Mon 00:00") else f"next {at:%a %H:%M}"


def reminders(running: SlaClock, now: str) -> list[str]:
    """What came last, and what comes next: `2 Mon 12:00`, `next 3 Mon 13:00`."""
    found = running.status(on(now)).escalations
    return [f"{'' if each.reached else 'next '}{each.number} {shown(each.at)}" for each in found]


class TestAgainAndAgain:
    """R18: of a reminder the latest one that came is listed, with its number, and the next one."""

    @pytest.mark.parametrize(
        ("level", "target", "now", "found"),
        [
            pytest.param("every 15 minutes", "4 business hours", "Mon 10:10", ["next 1 Mon 10:15"], id="not-yet"),
            pytest.param(
                "every 15 minutes", "4 business hours", "Mon 10:15", ["1 Mon 10:15", "next 2 Mon 10:30"], id="once"
            ),
            pytest.param(
                "every 15 minutes", "4 business hours", "Mon 10:50", ["3 Mon 10:45", "next 4 Mon 11:00"], id="thrice"
            ),
            pytest.param(
                "every 15 minutes",
                "4 business hours",
                "Tue 10:05",
                ["96 Tue 10:00", "next 97 Tue 10:15"],
                id="real-time-goes-on-at-night",
            ),
            pytest.param(
                "every business hour",
                "4 business hours",
                "Tue 09:20",
                ["8 Mon 18:00", "next 9 Tue 10:00"],
                id="business-hours-rest-at-night",
            ),
            pytest.param(
                "every 30 minutes after breach, up to 5 times",
                "1 business hour",
                "Mon 13:00",
                ["4 Mon 13:00", "next 5 Mon 13:30"],
                id="after-the-breach",
            ),
            pytest.param(
                "every 30 minutes after breach, up to 5 times",
                "1 business hour",
                "Mon 18:00",
                ["5 Mon 13:30"],
                id="five-times-and-no-more",
            ),
            pytest.param(
                "every business day after breach",
                "1 business hour",
                "Thu 12:00",
                ["3 Thu 11:00", "next 4 Fri 11:00"],
                id="business-days",
            ),
            pytest.param(
                "every business day after breach",
                "1 business hour",
                "Thu 11:00",
                ["3 Thu 11:00", "next 4 Fri 11:00"],
                id="business-days-just-then",
            ),
            pytest.param(
                "at breach, then every business day",
                "120 hours",
                "Sun 12:00",
                ["1 Sat 10:00", "next 2 next Tue 09:00"],
                id="business-days-from-a-saturday",
            ),
            pytest.param(
                "every business day after breach",
                "1 business hour",
                "Sun 12:00",
                ["4 Fri 11:00", "next 5 next Mon 11:00"],
                id="business-days-over-a-weekend",
            ),
            pytest.param(
                "every 2 calendar days",
                "1 business hour",
                "Sun 12:00",
                ["3 Sun 10:00", "next 4 next Tue 10:00"],
                id="calendar-days",
            ),
            pytest.param(
                "every 15 minutes until breach", "1 business hour", "Tue 10:00", ["4 Mon 11:00"], id="until-breach"
            ),
            pytest.param(
                "50%, then every 10 minutes",
                "1 business hour",
                "Mon 10:45",
                ["2 Mon 10:40", "next 3 Mon 10:50"],
                id="from-a-share-on",
            ),
            pytest.param(
                "at breach, then every hour",
                "1 business hour",
                "Mon 13:30",
                ["3 Mon 13:00", "next 4 Mon 14:00"],
                id="from-the-breach-on",
            ),
            pytest.param(
                "30 business minutes left, then every 10 minutes",
                "2 business hours",
                "Mon 11:45",
                ["2 Mon 11:40", "next 3 Mon 11:50"],
                id="from-what-is-left-on",
            ),
        ],
    )
    def test_a_reminder(self, level: str, target: str, now: str, found: list[str]) -> None:
        assert reminders(clock("Mon 10:00", target, level), now) == found

    def test_a_pause_holds_it_off(self) -> None:
        running = clock("Mon 10:00", "4 business hours", "every hour")
        paused = running.pause(on("Mon 11:30"))
        assert reminders(paused, "Mon 12:30") == ["1 Mon 11:00", "next 2 Mon 13:00"]
        assert paused.status(on("Mon 12:30")).next_change == on("Mon 18:00")
        assert reminders(paused.resume(on("Mon 12:45")), "Mon 13:30") == ["2 Mon 13:15", "next 3 Mon 14:15"]

    def test_a_pause_of_one_day_holds_it_off_by_one_day(self) -> None:
        running = clock("Mon 10:00", "1 business hour", "every business day after breach")
        paused = running.pause(on("Tue 09:00")).resume(on("Wed 09:00"))
        assert reminders(paused, "Wed 12:00") == ["1 Wed 11:00", "next 2 Thu 11:00"]

    def test_what_has_stopped_is_not_reminded_of(self) -> None:
        running = clock("Mon 10:00", "4 business hours", "every hour").stop(on("Mon 12:30"))
        assert reminders(running, "Fri 12:30") == ["2 Mon 12:00"]

    def test_before_the_start_the_first_is_to_come(self) -> None:
        assert reminders(clock("Mon 10:00", "1 business hour", "2 hours left, then every minute"), "Mon 08:00") == [
            "next 1 Mon 10:00"
        ]

    def test_as_a_warning_it_ends_when_it_is_due(self) -> None:
        running = SlaClock.starting(
            on("Mon 10:00"), Target("4 business hours"), OFFICE, warnings={"remind": "every business hour"}
        )
        for now, expected in (("Mon 13:10", [(3, True), (4, False)]), ("Mon 15:00", [(4, True)])):
            status = running.status(on(now))
            assert [(each.number, each.reached) for each in status.warnings] == expected
        assert running.status(on("Mon 11:00")).state == "at_risk"
        assert running.status(on("Mon 11:00")).next_change == on("Mon 12:00")

    def test_every_second_of_ten_years_is_counted_and_not_listed(self) -> None:
        opened = on("Mon 10:00")
        running = clock("Mon 10:00", "1 hour", "every 1 second")
        years = running.status(opened + timedelta(days=3_653, seconds=0.5))
        assert [(each.number, each.reached) for each in years.escalations] == [
            (3_653 * 86_400, True),
            (3_653 * 86_400 + 1, False),
        ]

    def test_time_used_before_a_change_stays_used(self) -> None:
        always = Schedule(timezone="America/New_York", hours="24x7")
        running = clock("Mon 16:00", "4 business hours", "every business hour", always)
        changed = running.retarget(on("Mon 19:30"), schedule=OFFICE, on_change="forward")
        assert reminders(changed, "Tue 09:00") == ["3 Mon 19:00", "next 4 Tue 09:30"]

    def test_a_reset_begins_anew(self) -> None:
        running = clock("Mon 10:00", "4 business hours", "every business hour")
        changed = running.retarget(on("Mon 12:30"), target=Target("8 business hours"), on_change="reset")
        assert reminders(changed, "Mon 14:00") == ["1 Mon 13:30", "next 2 Mon 14:30"]

    def test_hours_that_never_come_again_bring_no_other(self) -> None:
        seasons = [{"first": "2026-09-16", "hours": "closed"}]
        closing = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", seasons=seasons)
        for level in ("every 10 business hours", "every business day"):
            running = clock("Mon 10:00", "1 hour", level, closing)
            assert [each.number for each in running.status(on("next Mon 10:00")).escalations] == [1]

    def test_what_would_come_beyond_all_time_does_not_come_again(self) -> None:
        assert reminders(clock("Mon 10:00", "1 hour", "at breach, then every 99999999 hours"), "Mon 12:00") == [
            "1 Mon 11:00"
        ]

    def test_each_has_the_name_of_what_comes_again(self) -> None:
        found = clock("Mon 10:00", "4 hours", "every hour").status(on("Mon 11:30")).escalations
        assert [each.name for each in found] == ["lead", "lead"]

    def test_walking_from_change_to_change_meets_every_reminder(self) -> None:
        running = clock("Mon 10:00", "2 business hours", "every 50 minutes, up to 4 times")
        met = []
        now = on("Mon 10:00")
        while now < on("Mon 18:00"):
            now = running.status(now).next_change or on("Mon 18:00")
            met += [each.number for each in running.status(now).escalations if each.reached and each.at == now]
        assert met == [1, 2, 3, 4]


class TestDays:
    """R10, R16: days left, after and overdue are counted as targets count them, and moved by pauses."""

    @pytest.mark.parametrize(
        ("level", "target", "at"),
        [
            pytest.param("1 business day left", "3 business days", "Wed 10:00", id="a-business-day-left"),
            pytest.param("1 business day left", "5 business days", "Fri 10:00", id="a-business-day-before-a-weekend"),
            pytest.param("1 calendar day left", "5 business days", "Sun 10:00", id="a-calendar-day-left"),
            pytest.param("9 business days left", "3 business days", "Mon 10:00", id="more-than-all-of-it"),
            pytest.param("after 2 business days", "1 hour", "Wed 10:00", id="after-business-days"),
            pytest.param("after 5 business days", "1 hour", "next Mon 10:00", id="over-a-weekend"),
            pytest.param("after 6 calendar days", "1 hour", "Sun 10:00", id="after-calendar-days"),
            pytest.param("2 business days after breach", "3 business days", "next Mon 10:00", id="overdue"),
            pytest.param("2 calendar days after breach", "3 business days", "Sat 10:00", id="overdue-on-any-day"),
            pytest.param("1 business day after breach", "8 business hours", "Tue 18:00", id="overdue-since-a-closing"),
            pytest.param("1 business day after breach", "128 hours", "next Tue 09:00", id="overdue-since-a-weekend"),
        ],
    )
    def test_a_level(self, level: str, target: str, at: str) -> None:
        assert reminders(clock("Mon 10:00", target, level), "Mon 09:00") == [f"next 1 {at}"]
        running = clock("Mon 10:00", target, level)
        assert running.status(on(at)).escalations[0].reached
        assert at == "Mon 10:00" or not running.status(on(at) - timedelta.resolution).escalations[0].reached

    @pytest.mark.parametrize(
        ("level", "at"),
        [
            pytest.param("after 2 business days", "Wed 12:00", id="after"),
            pytest.param("1 business day left", "Wed 12:00", id="left"),
            pytest.param("1 business day after breach", "Fri 12:00", id="overdue"),
            pytest.param("after 2 calendar days", "Wed 12:00", id="calendar-days"),
        ],
    )
    def test_a_pause_of_two_hours_moves_it_by_two_hours(self, level: str, at: str) -> None:
        running = clock("Mon 10:00", "3 business days", level).pause(on("Mon 12:00")).resume(on("Mon 14:00"))
        assert reminders(running, "Mon 15:00") == [f"next 1 {at}"]

    def test_days_count_on_through_a_change_that_keeps_the_time_used(self) -> None:
        running = clock("Mon 10:00", "8 business hours", "after 2 business days")
        changed = running.retarget(on("Mon 12:00"), target=Target("20 business hours"), on_change="forward")
        assert reminders(changed, "Mon 13:00") == ["next 1 Wed 10:00"]

    def test_they_are_read_as_the_policy_reads_days(self) -> None:
        policy = SlaPolicy(
            name="Days",
            timezone="America/New_York",
            day_rule="close",
            schedules={"office": "Mon-Fri 09:00-18:00"},
            escalations={"lead": "after 2 business days", "head": "every business day after breach"},
            warnings={"soon": "1 business day left"},
            plans={"only": {"resolution": "3 business days"}},
        )
        status = policy.clock(on("Mon 10:00"), metric="resolution").status(on("Mon 10:00"))
        assert shown(status.due) == "Thu 18:00"
        assert [(each.name, shown(each.at)) for each in status.escalations] == [
            ("lead", "Wed 18:00"),
            ("head", "Fri 18:00"),
        ]
        assert [shown(each.at) for each in status.warnings] == ["Wed 18:00"]


@given(life=lives(warnings=()), every=st.sampled_from([1, 7, 30, 60, 240]))
def test_so_many_reminders_came_as_the_time_that_ran_holds(life: Life, every: int) -> None:
    """`every N business minutes` came as often as N goes into the open minutes in which nothing was paused."""
    assume(not any(event.kind == "retarget" for event in life.slow.events))
    running = clock_of(life.slow)
    level = Threshold.model_validate(f"every {every} business minutes")
    promised = running.promised._replace(escalations=(("lead", level),))
    running = SlaClock(running.start, promised, running.zone, events=running.events)
    for now in life.asked:
        ran = life.slow.at(now).ran
        came = [each for each in running.status(instant(now)).escalations if each.reached]
        assert [each.number for each in came] == ([ran // every] if ran >= every else [])

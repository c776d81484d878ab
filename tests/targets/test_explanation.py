"""Why something is due when it is: laws that every explanation keeps, and reasons by name."""

import pickle
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, strategies as st
from oracle import utc
from strategies import Case, amounts, cases, noisy_instants, pairs

from slaclock import Explanation, NaiveDatetimeError, NeverOpenError, Schedule, SlaPolicy, Target, explain
from slaclock.targets.explanation import Note, Stretch

NEW_YORK = ZoneInfo("America/New_York")
ZERO = timedelta(0)
OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US", name="office")
NIGHTS = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")


def at(text: str, zone: str = "America/New_York") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def times() -> st.SearchStrategy[Target]:
    """Targets in open or calendar time, wherever they start and end."""
    forward = st.sampled_from((None, "as_is", "next_opening"))
    return st.builds(
        lambda counts, duration, starts, ends, boundary: Target(
            counts=counts, duration=duration, starts=starts, ends=ends, boundary=boundary
        ),
        st.sampled_from(("open_time", "calendar_time")),
        amounts(),
        st.sampled_from((None, "at_once", "next_opening")),
        forward,
        st.sampled_from((None, "closing", "next_opening")),
    )


def days() -> st.SearchStrategy[Target]:
    """Targets in business or calendar days, however they are read."""
    return st.builds(
        lambda counts, number, rule, starts, length: Target(
            counts=counts, days=number, day_rule=rule, starts=starts, day_length=timedelta(hours=length)
        ),
        st.sampled_from(("business_days", "business_days", "calendar_days")),
        st.integers(1, 5),
        st.sampled_from(("same_time", "close", "open", "hours")),
        st.sampled_from((None, "at_once", "next_opening")),
        st.integers(1, 24),
    )


def explained(target: Target, schedule: Schedule, opened: datetime) -> Explanation:
    """Explain, unless the schedule never opens enough."""
    try:
        return explain(target, schedule, opened)
    except NeverOpenError:
        assume(False)
        raise


def combined(both: tuple[Case, Case], operator: str) -> Schedule:
    first, second = both[0].schedule, both[1].schedule
    return {"|": first | second, "&": first & second, "-": first - second}[operator]


def assert_they_partition(why: Explanation) -> None:
    edges = [utc(why.opened), *(utc(stretch.end) for stretch in why.stretches)]
    assert [utc(stretch.start) for stretch in why.stretches] == edges[:-1]
    assert edges[-1] == max(utc(why.due), utc(why.opened))
    assert all(stretch.duration > ZERO for stretch in why.stretches)


def assert_it_adds_up(why: Explanation) -> None:
    assert sum((stretch.counted for stretch in why.stretches), ZERO) == why.counted == why.target.duration
    assert why.stretches[-1].total == why.target.duration
    totals = [stretch.total for stretch in why.stretches]
    assert totals == sorted(totals)


class TestLaws:
    @given(cases(at=noisy_instants), times())
    def test_stretches_partition_the_time_and_sum_to_the_target(self, case: Case, target: Target) -> None:
        """From opening to due without gaps, and what was counted is exactly the promise."""
        (opened,) = case.instants
        why = explained(target, case.schedule, opened)
        assert why.due == target.due(opened, case.schedule)
        assert_they_partition(why)
        assert_it_adds_up(why)

    @given(cases(at=noisy_instants), days())
    def test_days_partition_the_time_and_sum_to_the_target(self, case: Case, target: Target) -> None:
        """The same for days: so many are complete by the due instant."""
        (opened,) = case.instants
        why = explained(target, case.schedule, opened)
        assert_they_partition(why)
        assert why.counted_days == target.days
        assert why.stretches[-1].total_days == target.days

    @given(pairs(), st.sampled_from("|&-"), st.one_of(times(), days()))
    def test_so_it_is_for_combinations(self, both: tuple[Case, Case], operator: str, target: Target) -> None:
        """A union, an intersection and a difference are explained as exactly."""
        (opened,) = both[0].instants
        why = explained(target, combined(both, operator), opened)
        assert_they_partition(why)
        if target.days is None:
            assert_it_adds_up(why)
        else:
            assert why.counted_days == target.days

    @given(cases(), amounts())
    def test_open_stretches_are_the_schedules_windows(self, case: Case, amount: timedelta) -> None:
        """What is counted is open, and what is closed for a reason is closed."""
        (opened,) = case.instants
        why = explained(Target(counts="open_time", duration=amount), case.schedule, opened)
        for stretch in why.stretches:
            open_time = case.schedule.elapsed(stretch.start, stretch.end)
            assert open_time == (stretch.duration if stretch.kind == "open" else ZERO)
            assert stretch.counted == open_time

    @given(cases(), amounts())
    def test_a_holiday_is_blamed_only_for_what_would_have_been_open(self, case: Case, amount: timedelta) -> None:
        """Without its holidays the schedule is open in every stretch that a holiday closed."""
        (opened,) = case.instants
        why = explained(Target(counts="open_time", duration=amount), case.schedule, opened)
        if not case.declared.exceptions:
            usual = case.schedule.model_copy(update={"holidays": None})
            for stretch in why.stretches:
                blamed = stretch.kind == "holiday"
                assert usual.elapsed(stretch.start, stretch.end) == (stretch.duration if blamed else stretch.counted)

    @given(cases(at=noisy_instants), st.one_of(times(), days()))
    def test_what_is_dumped_loads_back(self, case: Case, target: Target) -> None:
        """An explanation is data."""
        (opened,) = case.instants
        why = explained(target, case.schedule, opened)
        assert Explanation.model_validate_json(why.model_dump_json()).text() == why.text()
        assert pickle.loads(pickle.dumps(why)) == why


class TestReasons:
    """What closed a stretch, by name."""

    @pytest.mark.parametrize(
        ("schedule", "opened", "expected"),
        [
            pytest.param(
                OFFICE,
                "2026-11-25 17:00",
                [
                    "counted 17:00",
                    "outside hours 18:00",
                    "holiday: Thanksgiving Day 09:00",
                    "outside hours 18:00",
                    "counted 09:00",
                ],
                id="a-holiday",
            ),
            pytest.param(
                NIGHTS,
                "2026-11-26 04:00",
                [
                    "counted 04:00",
                    "outside hours 06:00",
                    "holiday: Thanksgiving Day 22:00",
                    "outside hours 06:00",
                    "counted 22:00",
                ],
                id="a-holidays-night",
            ),
            pytest.param(
                NIGHTS.model_copy(update={"holiday_rule": "calendar_date"}),
                "2026-11-25 22:00",
                [
                    "counted 22:00",
                    "holiday: Thanksgiving Day 00:00",
                    "outside hours 06:00",
                    "holiday: Thanksgiving Day 22:00",
                    "counted 00:00",
                ],
                id="by-calendar-date-the-tail-is-a-holiday-and-the-night-after-midnight-is-open",
            ),
            pytest.param(
                OFFICE.model_copy(update={"exceptions": {"2026-11-23": {"hours": "09:00-10:00", "name": "Half day"}}}),
                "2026-11-23 08:00",
                [
                    "outside hours 08:00",
                    "counted: Half day (09:00-10:00) 09:00",
                    "exception: Half day (09:00-10:00) 10:00",
                    "outside hours 18:00",
                    "counted 09:00",
                ],
                id="an-exception-with-a-name",
            ),
            pytest.param(
                OFFICE.model_copy(update={"exceptions": {"2026-11-23": "closed"}}),
                "2026-11-23 08:00",
                [
                    "outside hours 08:00",
                    "exception: hours of 2026-11-23: closed 09:00",
                    "outside hours 18:00",
                    "counted 09:00",
                ],
                id="an-exception-without-a-name",
            ),
            pytest.param(
                OFFICE.model_copy(update={"exceptions": {"2026-11-26": "09:00-18:00"}}),
                "2026-11-25 17:00",
                ["counted 17:00", "outside hours 18:00", "counted: hours of 2026-11-26: 09:00-18:00 09:00"],
                id="a-holiday-open-by-exception",
            ),
            pytest.param(
                OFFICE - Schedule(timezone="UTC", hours="Mon 15:00-17:00", name="maintenance"),
                "2026-11-23 09:00",
                ["counted 09:00", "excluded: maintenance 10:00", "counted 12:00"],
                id="excluded-maintenance",
            ),
            pytest.param(
                OFFICE - Schedule(timezone="UTC", hours="Mon 15:00-17:00"),
                "2026-11-23 09:00",
                ["counted 09:00", "excluded: Mon 15:00-17:00 UTC 10:00", "counted 12:00"],
                id="excluded-without-a-name",
            ),
            pytest.param(
                OFFICE
                & Schedule(
                    timezone="America/New_York", hours="daily 09:00-18:00", holidays={"2026-11-23": "Town fair"}
                ),
                "2026-11-23 10:00",
                ["holiday: Town fair 10:00", "outside hours 18:00", "counted 09:00"],
                id="a-holiday-of-one-part",
            ),
            pytest.param(
                OFFICE | Schedule(timezone="America/New_York", hours="Sat 09:00-10:00", holidays="2026-11-28"),
                "2026-11-27 17:00",
                [
                    "counted 17:00",
                    "outside hours 18:00",
                    "holiday: holiday 09:00",
                    "outside hours 10:00",
                    "counted 09:00",
                ],
                id="a-holiday-of-the-other-part",
            ),
        ],
    )
    def test_of_each_stretch(self, schedule: Schedule, opened: str, expected: list[str]) -> None:
        why = explain(Target("4 business hours"), schedule, at(opened))
        assert [f"{stretch.reason} {stretch.start:%H:%M}" for stretch in why.stretches] == expected

    def test_an_estimated_date_is_said_to_be_one(self) -> None:
        dubai = Schedule(timezone="Asia/Dubai", hours="Mon-Fri 09:00-17:00", holidays="AE")
        why = explain(Target("10 business hours"), dubai, at("2027-03-08 09:00", "Asia/Dubai"))
        (estimated, *_) = [stretch for stretch in why.stretches if stretch.estimated]
        assert estimated.reason == "holiday: Eid al-Fitr (estimated)"
        assert Note(rule="R14", text="the date of a holiday is an estimate of its source, and may move") in why.notes

    def test_an_estimate_that_its_name_does_not_tell(self) -> None:
        stretch = Stretch(
            start=at("2027-03-09 09:00"), end=at("2027-03-09 17:00"), kind="holiday", name="Eid", estimated=True
        )
        assert stretch.reason == "holiday: Eid (the date is an estimate)"

    @pytest.mark.parametrize(
        ("target", "opened", "expected"),
        [
            pytest.param(
                {"text": "4 business hours", "boundary": "next_opening"},
                "2026-11-20 14:00",
                ["counted 4:00:00", "outside hours 2 days, 15:00:00"],
                id="waiting-for-the-next-opening",
            ),
            pytest.param(
                {"text": "4 business hours", "ends": "16:00"},
                "2026-11-20 09:00",
                ["counted 4:00:00", "open, no longer needed 3:00:00"],
                id="until-four",
            ),
            pytest.param(
                {"text": "1 hour 24/7", "starts": "next_opening"},
                "2026-11-21 12:00",
                ["outside hours 1 day, 21:00:00", "counted 1:00:00"],
                id="calendar-time-from-the-opening",
            ),
            pytest.param(
                {"text": "12 hours 24/7", "ends": "next_opening"},
                "2026-11-20 16:00",
                ["counted 12:00:00", "outside hours 2 days, 5:00:00"],
                id="calendar-time-to-the-opening",
            ),
            pytest.param(
                {"text": "2 hours 24/7", "ends": "17:00"},
                "2026-11-20 12:00",
                ["counted 2:00:00", "open, no longer needed 3:00:00"],
                id="calendar-time-until-five",
            ),
            pytest.param(
                {"text": "12 hours 24/7", "ends": "previous_closing"},
                "2026-11-20 16:00",
                ["counted 2:00:00"],
                id="calendar-time-cut-short-by-the-closing",
            ),
            pytest.param(
                {"text": "4 business hours", "ends": "10:00"},
                "2026-11-20 11:00",
                [
                    "counted 4:00:00",
                    "open, no longer needed 3:00:00",
                    "outside hours 2 days, 15:00:00",
                    "open, no longer needed 1:00:00",
                ],
                id="a-time-of-day-that-was-past-is-the-next-business-days",
            ),
            pytest.param({"text": "2 days"}, "2026-11-20 11:00", ["counted 2 days, 0:00:00"], id="calendar-days"),
        ],
    )
    def test_where_the_due_instant_moved(self, target: dict[str, Any], opened: str, expected: list[str]) -> None:
        why = explain(Target(**target), OFFICE, at(opened))
        assert [f"{stretch.reason} {stretch.duration}" for stretch in why.stretches] == expected
        assert why.text()


class TestNotes:
    """The rules and choices that mattered, and no others."""

    @pytest.mark.parametrize(
        ("target", "opened", "expected"),
        [
            pytest.param("4 business hours", "2026-11-25 17:00", [], id="nothing-to-say"),
            pytest.param(
                "1 hour",
                "2026-11-25 17:00",
                ["'1 hour' does not say what it counts; read as 1 calendar hour (R11)"],
                id="an-unstated-basis",
            ),
            pytest.param(
                "1 business day",
                "2026-11-21 11:00",
                ["it came while closed, so it counts as received Mon 2026-11-23 09:00 EST (R11)"],
                id="received-while-closed",
            ),
            pytest.param(
                "4 business hours",
                "2026-11-20 14:00",
                [
                    "the target is used up exactly at closing time, and is due then; "
                    "read the other way it would be the next opening, Mon 2026-11-23 09:00 EST (R7)"
                ],
                id="used-up-at-closing",
            ),
            pytest.param(
                "10 business hours",
                "2026-03-06 17:00",
                [
                    "the target is used up exactly at closing time, and is due then; "
                    "read the other way it would be the next opening, Tue 2026-03-10 09:00 EDT (R7)",
                    "clocks go forward by 1 hour in between; real time is counted (R1)",
                ],
                id="clocks-go-forward",
            ),
            pytest.param(
                "9 business hours",
                "2026-10-30 17:00",
                ["clocks go back by 1 hour in between; real time is counted (R1)"],
                id="clocks-go-back",
            ),
        ],
    )
    def test_of(self, target: str, opened: str, expected: list[str]) -> None:
        assert [str(note) for note in explain(Target(target), OFFICE, at(opened)).notes] == expected


class TestText:
    def test_the_night_before_thanksgiving(self) -> None:
        policy = SlaPolicy.loads(
            "name: Codexpert support\ntimezone: America/New_York\nholidays: US\n"
            "schedules: {nights: 'Sunday to Thursday, 10:00 PM to 6:00 AM'}\n"
            "plans: {support: {first_response: 24 hours during normal business hours}}\n"
        )
        why = policy.explain(at("2026-11-25 23:00"))
        assert str(why) == why.text()
        assert (
            why.text()
            == """\
Codexpert support, support, first_response
target   24 business hours
hours    nights: Sun-Thu 22:00-06:00 America/New_York, holidays US
opened   Wed 2026-11-25 23:00 EST
due      Tue 2026-12-01 23:00 EST

  Wed 25 Nov 23:00 – Thu 26 Nov 06:00  + 7 h   = 7 h  counted
  Thu 26 Nov 06:00 – 22:00                            outside hours
  Thu 26 Nov 22:00 – Fri 27 Nov 06:00                 holiday: Thanksgiving Day
  Fri 27 Nov 06:00 – Sun 29 Nov 22:00                 outside hours
  Sun 29 Nov 22:00 – Mon 30 Nov 06:00  + 8 h  = 15 h  counted
  Mon 30 Nov 06:00 – 22:00                            outside hours
  Mon 30 Nov 22:00 – Tue 01 Dec 06:00  + 8 h  = 23 h  counted
  Tue 01 Dec 06:00 – 22:00                            outside hours
  Tue 01 Dec 22:00 – 23:00             + 1 h  = 24 h  counted"""
        )

    def test_days_are_numbered(self) -> None:
        lines = explain(Target("2 business days"), OFFICE, at("2026-11-24 10:30")).text().splitlines()
        assert lines[0] == "target   2 business days"
        assert [line.split("  ")[-1] for line in lines if "day " in line and "–" in line] == ["open", "open"]
        assert "day 1 of 2" in lines[7]
        assert "day 2 of 2" in lines[-1]

    def test_calendar_days(self) -> None:
        assert (
            explain(Target("2 calendar days"), OFFICE, at("2026-11-24 10:30")).text().endswith("day 2 of 2  any time")
        )

    def test_notes_stand_below(self) -> None:
        lines = explain(Target("1 hour"), OFFICE, at("2026-03-08 01:30")).text().splitlines()
        assert lines[-3:] == [
            "",
            "  '1 hour' does not say what it counts; read as 1 calendar hour (R11)",
            "  clocks go forward by 1 hour in between; real time is counted (R1)",
        ]

    @pytest.mark.parametrize(
        ("opened", "shown"),
        [
            ("2026-11-24 10:30", "10:30 EST"),
            ("2026-11-24 10:30:15", "10:30:15 EST"),
            ("2026-11-24 10:30:15.250000", "10:30:15.250000 EST"),
        ],
    )
    def test_seconds_only_where_there_are_any(self, opened: str, shown: str) -> None:
        assert f"opened   Tue 2026-11-24 {shown}\n" in explain(Target("90 business minutes"), OFFICE, at(opened)).text()

    def test_clock_times_are_the_schedules_and_instants_the_questions(self) -> None:
        why = explain(Target("1 business hour"), OFFICE, datetime(2026, 11, 24, 15, 30, tzinfo=UTC))
        assert why.due.tzinfo is UTC
        assert why.stretches[0].start.tzinfo is UTC
        assert "due      Tue 2026-11-24 11:30 EST" in why.text()
        assert why.schedule.startswith("office: Mon-Fri")
        assert Target(text="1 business hour", ends=time(12)).due(why.opened, OFFICE).tzinfo is UTC  # type: ignore[call-arg]

    def test_a_naive_time_is_refused(self) -> None:
        with pytest.raises(NaiveDatetimeError):
            explain(Target("1 hour"), OFFICE, datetime(2026, 11, 24))

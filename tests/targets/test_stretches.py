"""How time is cut into stretches: laws that every explanation keeps, and where a due instant moved (R3, R7)."""

import pickle
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, strategies as st
from oracle import utc
from strategies import Case, amounts, cases, noisy_instants, pairs

from slaclock import Explanation, NeverOpenError, Schedule, Target, explain

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
def test_where_the_due_instant_moved(target: dict[str, Any], opened: str, expected: list[str]) -> None:
    why = explain(Target(**target), OFFICE, at(opened))
    assert [f"{stretch.reason} {stretch.duration}" for stretch in why.stretches] == expected
    assert why.text()

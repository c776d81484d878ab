"""Business days in hours that are unpacked already are a look-up or two, and say what step by step is found (R10)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st
from small_policy import NIGHTS, OFFICE, at
from strategies import Case, cases, noisy_instants
from work import calls_of

from slaclock import Schedule
from slaclock.hours import DayCount
from slaclock.hours.business_days import add_days
from slaclock.hours.snapshot import PAGE_BITS
from slaclock.hours.timeline import Timeline

DAY = timedelta(days=1)
WITH_LUNCH = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-13:00, 14:00-18:00")
LATE_FRIDAYS = Schedule(timezone="America/New_York", hours="Mon-Thu 09:00-17:00; Fri 12:00-13:00")
OVERLAPPING = OFFICE.model_copy(
    update={"exceptions": Schedule(timezone="UTC", hours="24x7", exceptions={"2026-09-15": "09:00-09:00"}).exceptions}
)


class StepByStep(Timeline):
    """One that has nothing at hand."""

    def same_time_later(self, *asked: object) -> None:
        return None


@given(cases(3, at=noisy_instants), st.integers(1, 7))
def test_what_is_unpacked_answers_as_each_step_does(case: Case, days: int) -> None:
    schedule = case.schedule
    timeline, zone = schedule._timeline, schedule._zone
    slow = StepByStep(timeline.kept, timeline._known, str)
    for each in case.instants:
        asked = each.astimezone(UTC)
        for ahead in range(0, 28, 7):
            timeline.is_open(asked + ahead * DAY)
        found = timeline.same_time_later(asked, days, zone)
        assert found is None or found == add_days(slow, zone, asked, DayCount(days))


@pytest.mark.parametrize(
    ("schedule", "opened", "days", "due"),
    [
        pytest.param(OFFICE, "Mon 10:00", 2, "Wed 10:00", id="in-hours"),
        pytest.param(OFFICE, "Mon 20:00", 2, "Thu 09:00", id="closed-it-counts-from-the-next-opening"),
        pytest.param(OFFICE, "Mon 18:00", 1, "Wed 09:00", id="at-a-closing-too"),
        pytest.param(NIGHTS, "Tue 02:00", 1, "Wed 02:00", id="in-the-tail-of-a-shift"),
        pytest.param(WITH_LUNCH, "Mon 15:00", 1, "Tue 15:00", id="in-the-second-of-two-windows"),
        pytest.param(WITH_LUNCH, "Mon 13:30", 1, "Tue 14:00", id="between-two-windows"),
        pytest.param(LATE_FRIDAYS, "Thu 10:00", 1, None, id="not-before-the-day-opens"),
        pytest.param(LATE_FRIDAYS, "Thu 14:00", 1, None, id="nor-after-it-closed"),
        pytest.param(LATE_FRIDAYS, "Thu 13:00", 1, None, id="nor-as-it-closes"),
        pytest.param(OVERLAPPING, "Mon 10:00", 2, None, id="nor-where-hours-of-two-dates-overlap"),
    ],
)
def test_what_is_told_at_once(schedule: Schedule, opened: str, days: int, due: str | None) -> None:
    asked = at(opened).astimezone(UTC)
    for ahead in range(0, 14, 7):
        schedule.is_open(asked + ahead * DAY)
    found = schedule._timeline.same_time_later(asked, days, schedule._zone)
    assert found == (due and at(due))


@pytest.mark.parametrize(
    ("opened", "days"),
    [
        pytest.param("2026-03-07 02:30", 1, id="to-a-reading-that-is-skipped"),
        pytest.param("2026-03-07 05:00", 1, id="to-another-offset"),
        pytest.param("2026-11-01T06:30Z", 1, id="from-a-reading-shown-the-second-time"),
        pytest.param("2026-03-06 01:30", 240, id="to-one-that-is"),
    ],
)
def test_where_clocks_change_each_step_is_asked(opened: str, days: int) -> None:
    nights = Schedule(timezone="America/New_York", hours="Mon-Sun 01:00-09:00")
    asked = datetime.fromisoformat(opened)
    asked = (asked if asked.tzinfo else asked.replace(tzinfo=nights._zone)).astimezone(UTC)
    nights.is_open(asked)
    assert nights._timeline.same_time_later(asked, days, nights._zone) is None


def page_end(schedule: Schedule) -> datetime:
    start = datetime(2026, 6, 15, 15, tzinfo=UTC)
    schedule.is_open(start)
    return schedule._timeline.snapshot.page(start)[1]


class TestAtTheEndsOfWhatIsUnpacked:
    def test_nothing_is_told_of_what_is_not(self) -> None:
        asked = datetime(2026, 6, 15, 15, tzinfo=UTC)
        assert OFFICE._timeline.same_time_later(asked, 2, OFFICE._zone) is None

    def test_the_next_page_is_asked_where_it_is_at_hand(self) -> None:
        schedule = OFFICE.model_copy(update={"name": "paged"})
        asked = page_end(schedule) - 9 * DAY
        asked = asked.replace(hour=15)
        assert schedule._timeline.same_time_later(asked, 20, schedule._zone) is None
        schedule.is_open(asked + 28 * DAY)
        found = schedule._timeline.same_time_later(asked, 20, schedule._zone)
        assert found == schedule.add_days(asked, 20)
        assert found is not None
        assert asked.toordinal() >> PAGE_BITS != found.toordinal() >> PAGE_BITS

    @pytest.mark.parametrize("hours_after", [pytest.param(-2, id="before-it"), pytest.param(2, id="after-it")])
    def test_a_day_with_hours_on_both_sides_of_it_is_not_told(self, hours_after: int) -> None:
        """On the clocks of Tokyo a page ends at nine."""
        schedule = Schedule(timezone="Asia/Tokyo", hours="Mon-Sun 06:00-08:00, 10:00-12:00")
        due = page_end(schedule) + timedelta(hours=hours_after)
        schedule.is_open(due)
        assert schedule._timeline.same_time_later(due - DAY, 1, schedule._zone) is None
        assert schedule.add_days(due - DAY, 1) == due

    def test_the_next_opening_may_lie_beyond_it(self) -> None:
        schedule = Schedule(timezone="America/New_York", hours="Mon 09:00-10:00")
        end = page_end(schedule)
        last = schedule.previous_closing(end)
        assert schedule._timeline.same_time_later(last, 1, schedule._zone) is None

    def test_the_day_may_lie_beyond_all_that_is_kept(self) -> None:
        schedule = OFFICE.model_copy(update={"name": "far"})
        page_end(schedule)
        asked = datetime(2026, 6, 15, 15, tzinfo=UTC)
        assert schedule._timeline.same_time_later(asked, 4_000, schedule._zone) is None
        assert schedule.add_days(asked, 4_000).year > 2040


def test_it_is_a_few_calls_beside_those_of_open_time() -> None:
    asked = datetime(2026, 6, 15, 15, tzinfo=UTC)
    OFFICE.add_days(asked, 3)
    days = calls_of(lambda: OFFICE.add_days(asked, 3))
    assert days <= 2.5 * calls_of(lambda: OFFICE.add(asked, timedelta(hours=8)))

"""Business days counted by dates: between two of them, and in months, quarters and years (R10)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from strategies import Case, cases, separate_declarations

from slaclock import ChoiceError, InstantError, InstantRangeError, NeverOpenError, Schedule

OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00")
KEPT = OFFICE.model_copy(update={"holidays": "US"})
NIGHTS = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")


def day(text: str) -> date:
    return date.fromisoformat(text)


class TestBusinessDays:
    @pytest.mark.parametrize(
        ("schedule", "start", "end", "expected"),
        [
            pytest.param(OFFICE, "2023-01-01", "2023-02-01", 22, id="january-2023"),
            pytest.param(KEPT, "2023-01-01", "2023-02-01", 20, id="without-its-holidays"),
            pytest.param(OFFICE, "2026-11-23", "2026-11-24", 1, id="the-first-counts"),
            pytest.param(OFFICE, "2026-11-23", "2026-11-23", 0, id="the-last-does-not"),
            pytest.param(OFFICE, "2026-11-28", "2026-11-30", 0, id="a-weekend"),
            pytest.param(OFFICE, "2023-01-06", "2023-01-02", -4, id="backwards"),
            pytest.param(OFFICE, "2023-01-07", "2023-01-06", 0, id="backwards-from-a-saturday"),
            pytest.param(OFFICE, "2023-01-09", "2023-01-06", -1, id="backwards-over-a-weekend"),
            pytest.param(OFFICE, "9999-11-29", "9999-11-24", -3, id="backwards-from-the-last-date-but-one"),
            pytest.param(NIGHTS, "2026-11-22", "2026-11-29", 5, id="shifts-count-for-the-date-that-opens-them"),
        ],
    )
    def test_count(self, schedule: Schedule, start: str, end: str, expected: int) -> None:
        assert schedule.business_days(day(start), day(end)) == expected

    @given(st.dates(date(1980, 1, 1), date(2080, 1, 1)), st.integers(-400, 400))
    def test_numpy_counts_the_same(self, start: date, days: int) -> None:
        """From Monday to Friday, in both directions."""
        end = start + timedelta(days=days)
        assert OFFICE.business_days(start, end) == np.busday_count(start, end)

    @given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-60, 60))
    def test_numpy_counts_holidays_the_same(self, start: date, days: int) -> None:
        """With the holidays of the United States, too."""
        end = start + timedelta(days=days)
        off = list(KEPT.holidays.between(date(2019, 1, 1), date(2031, 1, 1)))
        assert KEPT.business_days(start, end) == np.busday_count(start, end, holidays=off)

    @given(cases(declared=separate_declarations), st.integers(-10, 5), st.integers(0, 8))
    def test_the_slow_count_agrees(self, case: Case, first: int, days: int) -> None:
        """As many as the dates on which a window opens by clock readings alone."""
        (at,) = case.instants
        start = at.date() + timedelta(days=first)
        dates = [start + timedelta(days=n) for n in range(days)]
        expected = sum(bool(case.count.cells_of(each)) for each in dates)
        assert case.schedule.business_days(start, start + timedelta(days=days)) == expected

    @pytest.mark.parametrize(("start", "end"), [("9999-12-31", "9999-12-01"), ("9999-12-01", "9999-12-31")])
    def test_the_last_dates_that_there_are_lie_beyond_what_is_counted(self, start: str, end: str) -> None:
        with pytest.raises(InstantRangeError, match="cannot be asked about 9999-12"):
            OFFICE.business_days(day(start), day(end))

    @pytest.mark.parametrize("wrong", [datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01", 5, None], ids=str)
    def test_dates_are_asked_for(self, wrong: Any) -> None:
        for ask in (
            lambda: OFFICE.business_days(wrong, day("2026-01-01")),
            lambda: OFFICE.business_days(day("2026-01-01"), wrong),
            lambda: OFFICE.nth_business_day(1, "month", wrong),
        ):
            with pytest.raises(InstantError, match="is no date; give one"):
                ask()


class TestNth:
    @pytest.mark.parametrize(
        ("number", "period", "of", "expected"),
        [
            pytest.param(1, "month", "2026-01-15", "2026-01-02", id="the-first-after-new-year"),
            pytest.param(5, "month", "2026-01-15", "2026-01-08", id="the-fifth"),
            pytest.param(-1, "month", "2026-01-15", "2026-01-30", id="the-last"),
            pytest.param(-1, "month", "2026-02-28", "2026-02-27", id="the-last-before-a-weekend"),
            pytest.param(-2, "month", "2026-12-31", "2026-12-30", id="the-last-but-one"),
            pytest.param(1, "quarter", "2026-05-01", "2026-04-01", id="of-a-quarter"),
            pytest.param(-1, "quarter", "2026-05-01", "2026-06-30", id="the-last-of-a-quarter"),
            pytest.param(-1, "quarter", "2026-11-25", "2026-12-31", id="of-the-last-quarter"),
            pytest.param(1, "year", "2027-11-25", "2027-01-04", id="of-a-year"),
            pytest.param(-1, "year", "2027-11-25", "2027-12-30", id="the-last-of-a-year"),
            pytest.param(21, "month", "2026-06-01", "2026-06-30", id="as-many-as-there-are"),
        ],
    )
    def test_date(self, number: int, period: Any, of: str, expected: str) -> None:
        assert KEPT.nth_business_day(number, period, day(of)) == day(expected)

    @given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.sampled_from(["month", "quarter", "year"]))
    def test_from_both_ends_they_are_the_same(self, of: date, period: Any) -> None:
        """The Nth from the end is the one after which N - 1 follow."""
        first, last = KEPT.nth_business_day(1, period, of), KEPT.nth_business_day(-1, period, of)
        count = KEPT.business_days(first, last) + 1
        assert KEPT.nth_business_day(count, period, of) == last
        assert KEPT.nth_business_day(-count, period, of) == first
        assert KEPT.is_business_day(first)
        assert KEPT.is_business_day(last)

    @pytest.mark.parametrize("period", ["month", "quarter", "year"])
    def test_a_year_ends_before_the_next_one_begins(self, period: Any) -> None:
        assert OFFICE.nth_business_day(-1, period, date(2025, 12, 5)) == date(2025, 12, 31)

    def test_of_november(self) -> None:
        assert OFFICE.nth_business_day(-1, "month", date(2026, 11, 5)) == date(2026, 11, 30)

    def test_in_the_last_year_that_is_counted(self) -> None:
        assert OFFICE.nth_business_day(1, "month", date(9998, 12, 5)) == date(9998, 12, 1)
        with pytest.raises(InstantRangeError, match="cannot be asked about 9999-12-31"):
            OFFICE.nth_business_day(1, "month", date(9999, 12, 5))

    @pytest.mark.parametrize(
        ("number", "period", "error", "message"),
        [
            (0, "month", ChoiceError, "1 for the first business day or -1 for the last"),
            ("1", "month", ChoiceError, "not '1'"),
            (1, "week", ChoiceError, "period is 'month', 'quarter' or 'year', not 'week'"),
            (23, "month", NeverOpenError, "the month of 2026-06-01 has 21 business days, and not 23"),
            (-23, "month", NeverOpenError, "has 21 business days"),
        ],
    )
    def test_refused(self, number: Any, period: Any, error: type[Exception], message: str) -> None:
        with pytest.raises(error, match=message):
            KEPT.nth_business_day(number, period, day("2026-06-01"))

    def test_a_month_that_is_closed_has_none(self) -> None:
        closed = OFFICE.model_copy(update={"seasons": [{"first": "--08-01", "last": "--08-31", "hours": "closed"}]})
        with pytest.raises(NeverOpenError, match="has 0 business days"):
            closed.nth_business_day(1, "month", day("2026-08-05"))


def test_half_days_count_as_the_part_of_a_day_that_they_are_open() -> None:
    """With the day rule `hours`, a business day is so much open time: 24 December has half of it."""
    office = Schedule(
        timezone="America/New_York", hours="Mon-Fri 09:00-17:00", exceptions={"2026-12-24": "09:00-13:00"}
    )
    start = datetime(2026, 12, 23, 14, tzinfo=UTC)
    due = office.add_days(start, 2, rule="hours", day_length=timedelta(hours=8))
    assert due == datetime(2026, 12, 25, 18, tzinfo=UTC)

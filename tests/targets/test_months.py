"""Calendar months (R2, R11)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from oracle import utc
from small_policy import MICROSECOND, OFFICE, at, shown, small

from slaclock import DeclarationError, InstantRangeError, SlaClock, Target, explain


class TestMonths:
    """R2, R11: so many calendar months keep the day of the month and the clock time, where they can."""

    @pytest.mark.parametrize(
        ("text", "opened", "due"),
        [
            pytest.param("1 month", "2026-01-15 10:00", "Sun 2026-02-15 10:00", id="a-month"),
            pytest.param("1 month", "2026-01-31 10:00", "Sat 2026-02-28 10:00", id="a-date-that-the-month-lacks"),
            pytest.param("1 month", "2028-01-31 10:00", "Tue 2028-02-29 10:00", id="in-a-leap-year"),
            pytest.param("1 month", "2026-02-28 10:00", "Sat 2026-03-28 10:00", id="the-last-stays-the-28th"),
            pytest.param("P1M", "2026-12-31 10:00", "Sun 2027-01-31 10:00", id="over-new-year"),
            pytest.param("12 months", "2028-02-29 10:00", "Wed 2029-02-28 10:00", id="a-year-after-a-leap-day"),
            pytest.param("1 month", "2026-02-08 02:30", "Sun 2026-03-08 03:00", id="into-a-skipped-hour"),
            pytest.param("1 month", "2026-10-01 01:30", "Sun 2026-11-01 01:30", id="into-a-repeated-hour"),
            pytest.param("two months", "2026-02-20 10:00", "Mon 2026-04-20 10:00", id="over-a-clock-change"),
        ],
    )
    def test_when_it_is_due(self, text: str, opened: str, due: str) -> None:
        found = Target(text).due(at(opened), OFFICE)
        assert shown(found) == due
        assert utc(Target(text).due(at(opened).astimezone(UTC), OFFICE)) == utc(found)

    def test_a_repeated_hour_is_its_first(self) -> None:
        assert Target("1 month").due(at("2026-10-01 01:30"), OFFICE).fold == 0

    def test_the_months_are_those_of_the_schedules_zone(self) -> None:
        opened = datetime(2026, 3, 1, 3, tzinfo=UTC)  # still 28 February in New York
        assert str(Target("1 month").due(opened, OFFICE)) == "2026-03-29 02:00:00+00:00"

    def test_they_may_end_at_the_next_opening(self) -> None:
        target = Target(text="1 month", ends="next_opening")  # type: ignore[call-arg]
        assert shown(target.due(at("2026-01-15 10:00"), OFFICE)) == "Tue 2026-02-17 09:00"

    def test_explained(self) -> None:
        found = explain(Target("1 month"), OFFICE, at("2026-01-31 10:00"))
        assert [(s.kind, shown(s.end)) for s in found.stretches] == [("any_time", "Sat 2026-02-28 10:00")]
        assert [note.text for note in found.notes] == [
            "'1 month' does not say what it counts; read as 1 calendar month"
        ]

    def test_a_clock_and_a_notice(self) -> None:
        clock = SlaClock.starting(at("2026-01-31 10:00"), Target("1 month"), OFFICE)
        assert clock.status(at("2026-02-28 10:00")).state == "running"
        assert clock.status(at("2026-02-28 10:00") + MICROSECOND).state == "breached"
        policy = small(notices={"change": "1 month"})
        assert shown(policy.notice("change", before=at("2026-03-31 00:00"))) == "Sat 2026-02-28 00:00"

    @pytest.mark.parametrize("text", ["1.5 months", "1 business month", "1 month 2 days", "P1M2D", "2 months 1 hour"])
    def test_whole_and_alone(self, text: str) -> None:
        with pytest.raises(DeclarationError, match="months are whole calendar months, and stand alone"):
            Target(text)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("0 months", "months: input should be greater than 0, not 0"),
            ("1201 months", "months: input should be less than or equal to 1200, not 1201"),
        ],
    )
    def test_some_and_not_too_many(self, text: str, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            Target(text)
        assert message in str(caught.value)

    @pytest.mark.parametrize("counts", ["business_days", "calendar_days", "open_time", "calendar_time"])
    def test_they_count_nothing_else(self, counts: Any) -> None:
        with pytest.raises(DeclarationError):
            Target(text="1 month", counts=counts)  # type: ignore[call-arg]
        with pytest.raises(DeclarationError):
            Target(counts=counts, days=2, months=2)

    def test_past_the_last_year(self) -> None:
        with pytest.raises(InstantRangeError, match="2 months from 9999-11-30 12:00:00-05:00 lies outside the years"):
            Target("2 months").due(at("9999-11-30 12:00"), OFFICE)

    def test_by_name(self) -> None:
        target = Target(counts="calendar_months", months=2)
        assert (target.months, target.written) == (2, "2 calendar months")

    @given(st.integers(1, 24), st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))
    def test_later_months_end_later(self, months: int, opened: datetime) -> None:
        """One month more is later, and by no more than a month and an hour."""
        start = opened.replace(tzinfo=UTC)
        one, more = (utc(Target(f"{n} months").due(start, OFFICE)) for n in (months, months + 1))
        assert timedelta(days=27) < more - one <= timedelta(days=31, hours=1)

"""The pieces into which far-off time is cut: which dates each has, what opens in it, and which are alike (R15, R21)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
import pytest

from slaclock import Schedule
from slaclock.hours import FIRST_DATE, LAST_DATE
from slaclock.hours.far_time import FarTime, Stretch

HOUR = timedelta(hours=1)


def pieces(**stated: Any) -> FarTime:
    """Far-off time of weekdays from nine to six, unless it is stated otherwise."""
    given = {"timezone": "UTC", "hours": "Mon-Fri 09:00-18:00", "outside_coverage": "ignore"}
    schedule = Schedule(**(given | stated))
    return FarTime(schedule._days, schedule._timeline.kept._compiler.compiled)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def midnight(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(), UTC)


def told(stretch: Stretch) -> tuple[Any, ...]:
    return stretch.start, stretch.end, str(stretch.first), str(stretch.last)


def weekdays(first: str, end: str) -> int:
    return int(np.busday_count(first, end))


@pytest.mark.parametrize(
    ("windows", "years"), [(1, 10), (2, 5), (3, 2), (5, 2), (6, 1), (10, 1), (11, 1)], ids=lambda each: str(each)
)
def test_many_windows_a_day_make_short_pieces(windows: int, years: int) -> None:
    hours = ", ".join(f"{2 * number:02}:00-{2 * number:02}:30" for number in range(windows))
    assert pieces(hours=f"Mon-Sun {hours}").years == years


class TestBefore:
    """What lies before an instant in its piece: ten years that begin with a year like 2021."""

    def test_its_amounts(self) -> None:
        """1 January 2021 was a Friday: three days of nine hours, three hours of a fourth, seven edges."""
        found = pieces().before(at("2021-01-06T12:00Z"))
        assert told(found) == (midnight("2021-01-01"), at("2021-01-06T12:00Z"), "2021-01-01", "2021-01-06")
        assert (found.open, found.edges, found.days) == (30 * HOUR, 7, 4)
        assert found.compiled().exact_start == midnight("2021-01-01")

    @pytest.mark.parametrize(
        ("zone", "instant", "first"),
        [
            pytest.param("UTC", "2030-12-31T23:59Z", "2021-01-01", id="in-its-last-minute"),
            pytest.param("UTC", "2031-01-01T00:00Z", "2031-01-01", id="as-the-next-begins"),
            pytest.param("America/New_York", "2031-01-01T04:59Z", "2021-01-01", id="it-is-last-year-in-New-York"),
            pytest.param("America/New_York", "2031-01-01T05:00Z", "2031-01-01", id="and-then-New-Year-there"),
            pytest.param("Asia/Tokyo", "2030-12-31T14:59Z", "2021-01-01", id="not-yet-New-Year-in-Tokyo"),
            pytest.param("Asia/Tokyo", "2030-12-31T15:00Z", "2031-01-01", id="New-Year-in-Tokyo"),
        ],
    )
    def test_which_piece_it_is(self, zone: str, instant: str, first: str) -> None:
        assert str(pieces(timezone=zone).before(at(instant)).first) == first


class TestBetween:
    def test_whole_pieces_up_to_the_one_in_which_the_other_lies(self) -> None:
        """From 2021 to 2040 each has its weekdays, nine hours and two edges of each."""
        found = list(pieces().between(at("2025-06-01T00:00Z"), at("2041-01-01T00:00Z")))
        assert [told(each) for each in found] == [
            (midnight("2021-01-01"), midnight("2031-01-01"), "2021-01-01", "2030-12-31"),
            (midnight("2031-01-01"), midnight("2041-01-01"), "2031-01-01", "2040-12-31"),
        ]
        days = [weekdays("2021-01-01", "2031-01-01"), weekdays("2031-01-01", "2041-01-01")]
        assert [(each.days, each.edges, each.open) for each in found] == [(n, 2 * n, 9 * n * HOUR) for n in days]

    def test_nothing_within_a_piece(self) -> None:
        assert list(pieces().between(at("2021-01-01T00:00Z"), at("2030-12-31T23:00Z"))) == []

    def test_those_that_are_like_others_are_told_where_they_are(self) -> None:
        """A week is regular: 2821 to 2830 are like 2421 to 2430, leap days included."""
        (found,) = pieces().between(at("2821-06-01T00:00Z"), at("2831-06-01T00:00Z"))
        assert told(found) == (midnight("2821-01-01"), midnight("2831-01-01"), "2821-01-01", "2830-12-31")
        assert found.days == weekdays("2821-01-01", "2831-01-01")
        assert found.compiled().exact_start == midnight("2821-01-01")

    def test_those_that_are_like_others_are_not_measured(self) -> None:
        far = pieces()
        list(far.between(at("2821-06-01T00:00Z"), at("2831-06-01T00:00Z")))
        assert far._whole.keys() == {(year - 1) // 10 for year in (2421, 2821)}

    def test_only_amounts_are_kept(self) -> None:
        far = pieces()
        compiled, whole = far._piece(202), far._whole_piece(202)
        assert whole.compiled() is compiled
        far._piece(203)
        far._piece(204)
        assert whole.compiled() is not compiled

    def test_each_is_measured_once(self) -> None:
        far = pieces()
        first, again = (list(far.between(at("2021-06-01T00:00Z"), at("2031-06-01T00:00Z"))) for _ in range(2))
        assert first[0] is again[0]


@pytest.mark.parametrize(
    ("first", "end"),
    [
        pytest.param("2021-01-01", "2021-01-11", id="from-the-first-date-of-a-piece"),
        pytest.param("2025-06-05", "2025-07-01", id="within-a-piece"),
        pytest.param("2025-06-05", "2031-01-01", id="to-the-first-date-of-the-next"),
        pytest.param("2025-06-05", "2057-03-04", id="over-several"),
    ],
)
def test_business_days_are_counted_over_pieces(first: str, end: str) -> None:
    assert pieces().business_days(date.fromisoformat(first), date.fromisoformat(end)) == weekdays(first, end)


@pytest.mark.parametrize(
    ("low", "high", "years"),
    [
        pytest.param("2025-06-05T00:00Z", "2025-06-05T00:01Z", [2021], id="one"),
        pytest.param("2025-06-05T00:00Z", "2031-01-01T00:00Z", [2021], id="up-to-where-the-next-begins"),
        pytest.param("2025-06-05T00:00Z", "2031-01-01T00:00:00.000001Z", [2021, 2031], id="past-it"),
        pytest.param("2031-01-01T00:00Z", "2051-06-05T00:00Z", [2031, 2041, 2051], id="from-where-one-begins"),
    ],
)
def test_pieces_between_two_instants(low: str, high: str, years: list[int]) -> None:
    assert [snapshot.exact_start.year for snapshot in pieces().snapshots(at(low), at(high))] == years


class TestBeyond:
    """Forwards to the end of the calendar, or back to where it begins."""

    def test_forwards_it_begins_within_a_piece(self) -> None:
        asked = at("2030-12-30T12:00Z")
        first, second, *_ = pieces().beyond(asked, date(2030, 12, 30), forward=True)
        assert told(first) == (asked, midnight("2031-01-01"), "2030-12-30", "2030-12-31")
        assert (first.open, first.edges, first.days) == (15 * HOUR, 3, 2)
        assert told(second)[2:] == ("2031-01-01", "2040-12-31")

    def test_forwards_from_its_first_date_it_is_whole(self) -> None:
        first, *_ = pieces().beyond(midnight("2031-01-01"), date(2031, 1, 1), forward=True)
        assert told(first)[2:] == ("2031-01-01", "2040-12-31")

    def test_backwards_it_ends_within_a_piece(self) -> None:
        asked = at("2031-01-02T12:00Z")
        first, second, third, *_ = pieces().beyond(asked, date(2031, 1, 2), forward=False)
        assert told(first) == (midnight("2031-01-01"), asked, "2031-01-01", "2031-01-02")
        assert (first.open, first.edges, first.days) == (12 * HOUR, 3, 2)
        assert [str(each.first) for each in (second, third)] == ["2021-01-01", "2011-01-01"]

    def test_backwards_from_its_last_date_it_is_whole(self) -> None:
        first, *_ = pieces().beyond(midnight("2031-01-01"), date(2030, 12, 31), forward=False)
        assert told(first)[2:] == ("2021-01-01", "2030-12-31")

    def test_it_ends_where_the_calendar_does(self) -> None:
        far = pieces()
        *_, last = far.beyond(at("9985-06-01T00:00Z"), date(9985, 6, 1), forward=True)
        assert (last.first, last.last) == (date(9991, 1, 1), LAST_DATE)
        *_, last = far.beyond(at("0015-06-01T00:00Z"), date(15, 6, 1), forward=False)
        assert (last.first, last.last) == (FIRST_DATE, date(10, 12, 31))


class TestAlike:
    """Clocks change by rules of their own from 1800 to 2200; around that, each 400 years are like the next."""

    @pytest.mark.parametrize(
        ("year", "like"),
        [
            pytest.param(2021, 2021, id="in-these-years-each-is-its-own"),
            pytest.param(1771, 1771, id="two-before-them-as-well"),
            pytest.param(2211, 2211, id="and-two-after-them"),
            pytest.param(1761, 1761, id="nearer-than-400-years-before"),
            pytest.param(1371, 1371, id="400-years-before"),
            pytest.param(1361, 1761, id="further-back-they-are-like-those"),
            pytest.param(961, 1761, id="or-twice-as-far"),
            pytest.param(2221, 2221, id="nearer-than-400-years-after"),
            pytest.param(2611, 2611, id="400-years-after"),
            pytest.param(2621, 2221, id="later-ones-are-like-those"),
            pytest.param(3031, 2231, id="or-twice-as-far-after"),
            pytest.param(1, 1, id="the-first-begins-in-February"),
            pytest.param(9991, 9991, id="the-last-ends-in-November"),
        ],
    )
    def test_which_is_measured_for_which(self, year: int, like: int) -> None:
        assert pieces()._alike((year - 1) // 10) == (like - 1) // 10

    @pytest.mark.parametrize(
        ("low", "high", "number"),
        [
            pytest.param("2025-06-01T00:00Z", "2025-06-01T00:01Z", 1, id="one"),
            pytest.param("2025-06-01T00:00Z", "2031-06-01T00:00Z", 2, id="two"),
            pytest.param("2221-06-01T00:00Z", "2621-06-01T00:00Z", 40, id="one-of-41-is-like-another"),
        ],
    )
    def test_as_many_are_compiled_as_are_unlike(self, low: str, high: str, number: int) -> None:
        assert pieces().compiled_between(at(low), at(high)) == number


def test_what_belongs_to_the_date_after_a_piece_opens_on_its_last() -> None:
    """The night to Wednesday, 1 January 2031, belongs to that date: it opens on New Year's Eve, for two hours of it."""
    nights = pieces(hours="Mon-Sun 22:00-06:00", belongs_to="closing_date")
    (whole,) = nights.between(at("2030-12-31T00:00Z"), at("2031-01-01T12:00Z"))
    *_, last = whole.compiled().spans(at("2030-12-31T12:00Z"), midnight("2031-01-01"))
    assert last == (at("2030-12-31T22:00Z"), midnight("2031-01-01"))


def test_the_two_pieces_that_were_asked_for_last_are_kept() -> None:
    far = pieces()
    first, second = far._piece(202), far._piece(203)
    assert (far._piece(202), far._piece(203)) == (first, second)
    far._piece(204)
    assert [number for number, _ in far._recent] == [204, 203]
    assert far._piece(202) is not first

"""`Interval`: never empty, half-open, equal by its instants in whatever zones."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slaclock import Interval, IntervalError, NaiveDatetimeError
from slaclock.hours import Span, intersect, merge, subtract

NEW_YORK = ZoneInfo("America/New_York")


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=NEW_YORK)


def test_it_is_half_open() -> None:
    shift = Interval(at(25, 22), at(26, 6))
    assert at(25, 22) in shift
    assert at(26, 6) not in shift
    assert at(26, 6) - timedelta.resolution in shift


def test_it_lasts_real_time() -> None:
    assert Interval(at(1, 0), at(2, 0)).duration == timedelta(hours=25)


def test_equal_instants_are_equal_intervals() -> None:
    here, there = Interval(at(25, 22), at(26, 6)), Interval(at(25, 22).astimezone(UTC), at(26, 6).astimezone(UTC))
    assert here == there
    assert len({here, there}) == 1
    assert here != Interval(at(25, 22), at(26, 7))
    assert here != (here.start, here.end)


def test_sets_tell_intervals_apart_by_their_hashes() -> None:
    assert len({hash(Interval(at(day, 9), at(day, 17))) for day in range(1, 29)}) > 1


def test_the_repeated_hour_is_told_apart() -> None:
    once = at(1, 1)
    assert Interval(once, once.replace(fold=1)).duration == timedelta(hours=1)


@pytest.mark.parametrize("end", [at(25, 22), at(25, 21), at(25, 22).astimezone(UTC)], ids=str)
def test_empty_or_backward_is_refused(end: datetime) -> None:
    with pytest.raises(IntervalError, match=r"an interval ends after it starts, but .* is not after "):
        Interval(at(25, 22), end)


def test_naive_is_refused() -> None:
    with pytest.raises(NaiveDatetimeError):
        Interval(datetime(2026, 11, 25), at(26, 6))


def spans(text: str) -> list[Span]:
    """Read `9-12 13-15`: hours of one day."""
    hours = [part.split("-") for part in text.split()]
    return [(instant(int(start)), instant(int(end))) for start, end in hours]


def instant(hour: int) -> datetime:
    return datetime(2026, 11, 25, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "merged"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("9-12", "9-12", id="one"),
        pytest.param("9-12 13-15", "9-12 13-15", id="apart"),
        pytest.param("9-12 12-15", "9-15", id="touching"),
        pytest.param("9-12 11-15", "9-15", id="overlapping"),
        pytest.param("9-15 10-12", "9-15", id="one-within-the-other"),
        pytest.param("9-15 9-12", "9-15", id="from-the-same-opening"),
        pytest.param("9-15 12-15", "9-15", id="to-the-same-closing"),
        pytest.param("13-15 9-12", "9-12 13-15", id="in-any-order"),
        pytest.param("9-10 9-15 14-16 20-22 21-23 1-2", "1-2 9-16 20-23", id="many"),
        pytest.param("1-3 5-7 9-20 11-12 19-21", "1-3 5-7 9-21", id="the-last-of-three-goes-on"),
    ],
)
def test_merged_spans_neither_overlap_nor_touch(given: str, merged: str) -> None:
    assert merge(iter(spans(given))) == spans(merged)


@pytest.mark.parametrize(
    ("ours", "theirs", "common", "left"),
    [
        pytest.param("9-18", "", "", "9-18", id="with-nothing"),
        pytest.param("", "9-18", "", "", id="nothing-with-something"),
        pytest.param("9-12", "13-15", "", "9-12", id="apart"),
        pytest.param("13-15", "9-12", "", "13-15", id="apart-the-other-way-round"),
        pytest.param("9-12", "12-15", "", "9-12", id="touching-is-not-common"),
        pytest.param("12-15", "9-12", "", "12-15", id="touching-the-other-way-round"),
        pytest.param("9-15", "12-18", "12-15", "9-12", id="the-end-is-common"),
        pytest.param("12-18", "9-15", "12-15", "15-18", id="the-beginning-is-common"),
        pytest.param("9-18", "9-18", "9-18", "", id="the-same"),
        pytest.param("9-18", "8-20", "9-18", "", id="within"),
        pytest.param("9-18", "12-13", "12-13", "9-12 13-18", id="a-break-in-it"),
        pytest.param("9-18", "10-11 12-13 17-19", "10-11 12-13 17-18", "9-10 11-12 13-17", id="breaks-in-it"),
        pytest.param("8-10 11-13 14-16", "9-15", "9-10 11-13 14-15", "8-9 15-16", id="one-over-three"),
        pytest.param("1-2 3-4 5-6", "1-2 5-6", "1-2 5-6", "3-4", id="one-in-the-middle-is-kept"),
        pytest.param("1-5 6-9", "1-3 5-7 8-12", "1-3 6-7 8-9", "3-5 7-8", id="shifted"),
        pytest.param("5-6 7-8", "1-2 3-4 5-6", "5-6", "7-8", id="many-before"),
        pytest.param("1-4 6-8", "2-3 4-6 7-9", "2-3 7-8", "1-2 3-4 6-7", id="what-touches-both-takes-nothing"),
        pytest.param("1-10 12-14", "2-13", "2-10 12-13", "1-2 13-14", id="one-reaches-into-the-next"),
    ],
)
def test_what_two_sets_of_spans_have_in_common_and_what_is_left(ours: str, theirs: str, common: str, left: str) -> None:
    assert intersect(spans(ours), spans(theirs)) == spans(common)
    assert intersect(spans(theirs), spans(ours)) == spans(common)
    assert subtract(spans(ours), spans(theirs)) == spans(left)

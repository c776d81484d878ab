"""`Interval`: never empty, half-open, equal by its instants in whatever zones."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slaclock import Interval, IntervalError, NaiveDatetimeError

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

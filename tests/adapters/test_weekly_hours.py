"""Minutes since Sunday as windows: nights joined again, and the way back (R3, R4)."""

import pytest
from hypothesis import given, strategies as st
from zendesk_payloads import OFFICE_MINUTES

from slaclock import Schedule
from slaclock.adapters.weekly_hours import stretches_of, windows_of


@pytest.mark.parametrize(
    ("stretches", "windows"),
    [
        pytest.param(OFFICE_MINUTES, "Mon-Fri 09:00-17:00", id="office"),
        pytest.param([(1320, 1440), (1440, 1800)], "Sun 22:00-06:00", id="a-night-is-joined"),
        pytest.param([(9960, 10080), (0, 360)], "Sat 22:00-06:00", id="over-the-end-of-the-week"),
        pytest.param(
            [(1320, 1440), (1440, 1800), (2760, 2880), (2880, 3240)], "Sun,Mon 22:00-06:00", id="two-nights-in-a-row"
        ),
        pytest.param([(1320, 1800)], "Sun 22:00-06:00", id="a-night-in-one-piece"),
        pytest.param([(0, 10080)], "24x7", id="all-week-in-one-piece"),
        pytest.param([(day * 1440, day * 1440 + 1440) for day in range(7)], "24x7", id="all-week-day-by-day"),
        pytest.param([(540, 600), (600, 660)], "Sun 09:00-11:00", id="touching-within-a-day"),
        pytest.param([(540, 660), (600, 720), (540, 560)], "Sun 09:00-12:00", id="overlapping"),
        pytest.param([(1800, 2880), (2880, 3240)], "Mon 06:00-06:00", id="twenty-four-hours"),
        pytest.param([(1980, 2220), (2280, 2520)], "Mon 09:00-13:00; Mon 14:00-18:00", id="a-break"),
        pytest.param([(1320, 1440), (1500, 1800)], "Mon 01:00-06:00; Sun 22:00-24:00", id="an-hour-apart"),
        pytest.param([(1440, 1800)], "Mon 00:00-06:00", id="from-a-midnight"),
    ],
)
def test_stretches_of_a_week_are_windows(stretches: list[tuple[int, int]], windows: str) -> None:
    read = windows_of(stretches)
    assert "; ".join(map(str, read.windows)) == windows
    assert not read.apart


@pytest.mark.parametrize(
    ("stretches", "windows", "apart"),
    [
        pytest.param([(0, 1440), (1440, 1500)], "Mon 00:00-01:00; Sun 00:00-24:00", ("Mon",), id="a-day-and-an-hour"),
        pytest.param(
            [(1380, 1440), (1440, 2880)], "Mon 00:00-24:00; Sun 23:00-24:00", ("Mon",), id="an-hour-and-a-day"
        ),
        pytest.param([(360, 1440), (1440, 1920)], "Mon 00:00-08:00; Sun 06:00-24:00", ("Mon",), id="26-hours"),
        pytest.param(
            [(1320, 7560)],
            "Mon-Thu 00:00-24:00; Fri 00:00-06:00; Sun 22:00-24:00",
            ("Mon", "Fri"),
            id="from-sunday-night-to-friday",
        ),
    ],
)
def test_two_readings_stay_apart_and_are_named(
    stretches: list[tuple[int, int]], windows: str, apart: tuple[str, ...]
) -> None:
    read = windows_of(stretches)
    assert "; ".join(map(str, read.windows)) == windows
    assert read.apart == apart


STRETCHES = st.lists(
    st.tuples(st.integers(0, 671), st.integers(1, 120)).map(lambda each: (each[0] * 15, min(sum(each), 672) * 15)),
    min_size=1,
    max_size=8,
)


def covered(stretches: list[tuple[int, int]]) -> set[int]:
    return {minute for start, end in stretches for minute in range(start, end, 15)}


@given(STRETCHES)
def test_the_windows_open_when_the_stretches_do(stretches: list[tuple[int, int]]) -> None:
    """Counted quarter by quarter, in minutes since Sunday."""
    back = [each for window in windows_of(stretches).windows for each in stretches_of(window)]
    assert covered(back) == covered(stretches)
    assert all(0 <= start < end <= 10080 and start // 1440 == (end - 1) // 1440 for start, end in back)


@given(STRETCHES)
def test_what_was_joined_is_joined_again(stretches: list[tuple[int, int]]) -> None:
    windows = windows_of(stretches).windows
    assert windows_of([each for window in windows for each in stretches_of(window)]).windows == windows


@given(STRETCHES)
def test_windows_are_written_as_text_that_means_them(stretches: list[tuple[int, int]]) -> None:
    windows = windows_of(stretches).windows
    assert Schedule(timezone="UTC", hours=list(map(str, windows))).hours == windows

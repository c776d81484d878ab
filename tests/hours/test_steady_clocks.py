"""Runs of dates around which clocks keep one offset: there, windows are plain sums (R2)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, strategies as st

from slaclock.hours import first_instant_on
from slaclock.hours.steady_clocks import runs

ZONES = sorted(name for name in available_timezones() if "/" in name)
HOUR, TICK = timedelta(hours=1), timedelta.resolution


def told(zone: str, first: str, last: str) -> list[tuple[str, str, float | None]]:
    """The runs of some dates, each with its first and last date and its offset in hours."""
    found = runs(ZoneInfo(zone), date.fromisoformat(first), date.fromisoformat(last))
    return [
        (
            str(date.fromordinal(run.first)),
            str(date.fromordinal(run.last)),
            None if run.offset is None else run.offset * TICK / HOUR,
        )
        for run in found
    ]


@pytest.mark.parametrize(
    ("zone", "first", "last", "expected"),
    [
        pytest.param(
            "America/New_York",
            "2026-01-01",
            "2026-06-30",
            [
                ("2026-01-01", "2026-03-05", -5.0),
                ("2026-03-06", "2026-03-09", None),
                ("2026-03-10", "2026-06-30", -4.0),
            ],
            id="clocks-go-forward-on-8-march",
        ),
        pytest.param("Asia/Tokyo", "2026-01-01", "2027-12-31", [("2026-01-01", "2027-12-31", 9.0)], id="no-changes"),
        pytest.param(
            "America/Noronha",
            "2000-10-01",
            "2000-10-20",
            [
                ("2000-10-01", "2000-10-05", -2.0),
                ("2000-10-06", "2000-10-09", None),
                ("2000-10-10", "2000-10-11", -1.0),
                ("2000-10-12", "2000-10-15", None),
                ("2000-10-16", "2000-10-20", -2.0),
            ],
            id="forward-for-a-week",
        ),
        pytest.param("Europe/Paris", "2026-03-29", "2026-03-29", [("2026-03-29", "2026-03-29", None)], id="the-date"),
        pytest.param("Europe/Paris", "2026-03-29", "2026-03-28", [], id="no-dates"),
    ],
)
def test_runs(zone: str, first: str, last: str, expected: list[tuple[str, str, float | None]]) -> None:
    assert told(zone, first, last) == expected


@given(st.sampled_from(ZONES), st.dates(date(1, 2, 1), date(9999, 11, 1)), st.integers(0, 500))
def test_the_dates_are_there_once_and_in_order(zone: str, first: date, length: int) -> None:
    """Runs leave out no date and hold none twice."""
    last = first + min(timedelta(days=length), date(9999, 11, 30) - first)
    dates = [day for run in runs(ZoneInfo(zone), first, last) for day in range(run.first, run.last + 1)]
    assert dates == list(range(first.toordinal(), last.toordinal() + 1))


@given(
    st.sampled_from(ZONES),
    st.dates(date(1850, 1, 1), date(2100, 1, 1)),
    st.integers(0, 40),
    st.times(),
    st.integers(0, 1),
)
def test_a_sum_with_the_offset_is_what_the_clocks_say(zone: str, first: date, on: int, clock: time, later: int) -> None:
    """A reading on a date of a steady run, or on the next date, is an instant by its offset alone."""
    for run in runs(ZoneInfo(zone), first, first + timedelta(days=40)):
        day = date.fromordinal(min(run.first + on, run.last) + later)
        if run.offset is not None:
            expected = datetime.combine(day, clock, UTC) - run.offset * TICK
            assert first_instant_on(day, clock, ZoneInfo(zone)) == expected

"""Which of many seasons holds on a date, found without asking each of them (R6)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from slaclock import Season
from slaclock.hours.seasons_by_date import SeasonsByDate

DAY = timedelta(days=1)
LATE_JANUARY = Season(first="third Monday of January", last="--01-31", hours="closed")
EARLY_JANUARY = Season(first="--01-05", last="third Monday of January", hours="closed")
SUMMER = Season(first="--06-01", last="--08-31", hours="closed")
SHUTDOWN = Season(first="--12-24", last="--01-02", hours="closed")
IN_2026 = Season(first="2026-07-01", last="2026-07-14", hours="closed")


@pytest.mark.parametrize(
    ("seasons", "day", "number"),
    [
        pytest.param([LATE_JANUARY], "2024-01-15", 0, id="from-a-rule-on"),
        pytest.param([LATE_JANUARY], "2025-01-19", None, id="which-is-another-date-in-another-year"),
        pytest.param([LATE_JANUARY], "2025-01-20", 0, id="and-holds-from-then-on"),
        pytest.param([EARLY_JANUARY], "2025-01-20", 0, id="until-a-rule"),
        pytest.param([EARLY_JANUARY], "2024-01-16", None, id="which-was-earlier-the-year-before"),
        pytest.param([SUMMER, IN_2026], "2026-07-14", 1, id="the-last-stated-holds"),
        pytest.param([SUMMER, IN_2026], "2026-07-15", 0, id="until-it-is-over"),
        pytest.param([SUMMER, IN_2026], "2027-07-14", 0, id="what-comes-once-comes-in-no-other-year"),
        pytest.param([IN_2026, SUMMER], "2026-07-01", 1, id="whichever-comes-once"),
        pytest.param([SHUTDOWN], "9999-01-02", 0, id="in-the-last-year"),
    ],
)
def test_the_season_of_a_date(seasons: list[Season], day: str, number: int | None) -> None:
    found, on = SeasonsByDate(seasons), date.fromisoformat(day)
    assert [run.number for run in found.runs(on, on)] == [found.number_on(on)] == [number]


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 40), st.sampled_from(["once", "yearly", "open", "rule"])),
        max_size=8,
    ),
    st.integers(0, 140),
)
def test_the_last_stated_season_that_covers_a_date_holds(told: list[tuple[int, int, str]], on: int) -> None:
    """Found by date, a season is the one that is found by asking each of them from the last on."""
    seasons = [season_of(first, length, form) for first, length, form in told]
    day = date(2023, 12, 1) + on * DAY
    expected = [number for number, season in enumerate(seasons) if season.covers(day)]
    found = SeasonsByDate(seasons)
    assert found.number_on(day) == (expected[-1] if expected else None)
    assert [run.number for run in found.runs(day, day)] == [found.number_on(day)]


def season_of(first: int, length: int, form: str) -> Season:
    begins = date(2023, 12, 10) + first * DAY
    ends = begins + length * DAY
    match form:
        case "rule":
            edges = [("last Sunday of November", "third Monday of January"), ("easter -7", "--05-01")]
            opens, closes = edges[first % 2]
            return Season(first=opens, last=closes, hours="closed")
        case "open":
            return Season(first=begins, hours="closed")
        case "yearly":
            return Season(first=f"--{begins:%m-%d}", last=f"--{ends:%m-%d}", hours="closed")
        case _:
            return Season(first=begins, last=ends, hours="closed")

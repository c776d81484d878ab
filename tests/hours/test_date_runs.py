"""Weeks, months, quarters and years as runs of dates."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from slaclock.hours.date_runs import OF, Of, Per, first_of, last_of, run_of


@pytest.mark.parametrize(
    ("per", "first", "last"),
    [
        pytest.param("day", "2026-11-25", "2026-11-25", id="a-day"),
        pytest.param("week", "2026-11-23", "2026-11-29", id="a-week-begins-on-monday"),
        pytest.param("month", "2026-11-01", "2026-11-30", id="a-month"),
        pytest.param("quarter", "2026-10-01", "2026-12-31", id="a-quarter"),
        pytest.param("year", "2026-01-01", "2026-12-31", id="a-year"),
    ],
)
def test_runs_around_a_wednesday(per: Per, first: str, last: str) -> None:
    day = date(2026, 11, 25)
    assert (first_of(day, per), last_of(day, per)) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("of", "ahead", "first", "end"),
    [
        pytest.param("month", 0, "2026-11-01", "2026-12-01", id="this-month"),
        pytest.param("next_month", 0, "2026-12-01", "2027-01-01", id="the-next"),
        pytest.param("next_month", 1, "2027-01-01", "2027-02-01", id="the-one-after-it"),
        pytest.param("next_week", 0, "2026-11-30", "2026-12-07", id="the-next-week"),
        pytest.param("quarter", 1, "2027-01-01", "2027-04-01", id="a-quarter-later"),
    ],
)
def test_runs_ahead(of: Of, ahead: int, first: str, end: str) -> None:
    assert run_of(date(2026, 11, 25), of, ahead) == (date.fromisoformat(first), date.fromisoformat(end))


@given(st.dates(date(2, 1, 1), date(9990, 1, 1)), st.sampled_from(OF), st.integers(0, 3))
def test_runs_follow_one_another(day: date, of: Of, ahead: int) -> None:
    """Each run ends where the next one begins, and the first holds its date."""
    assert run_of(day, of, ahead)[1] == run_of(day, of, ahead + 1)[0]
    if not of.startswith("next"):
        first, end = run_of(day, of)
        assert first <= day < end

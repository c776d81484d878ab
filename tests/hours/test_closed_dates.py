"""Which dates are closed, whatever they are called, where many holidays are stated beside each other (R5)."""

from datetime import date, timedelta
from typing import Any

import pytest

from slaclock import HolidayCalendar, StatedHoliday
from slaclock.hours.closed_dates import ClosedDates

BESIDE_EACH_OTHER = [
    {"date": "2026-02-01", "last": "2026-02-02"},
    {"date": "2026-02-10"},
    {"date": "2026-03-01", "last": "2026-03-31"},
    {"date": "2026-03-05", "last": "2026-03-06"},
    {"date": "2026-03-30", "last": "2026-04-02"},
    {"date": "2026-04-10"},
]
"""Runs that come once: the fourth lies in the third, and the fifth goes on with it."""
CLOSED_ONCE = {
    *(date(2026, 2, day) for day in (1, 2, 10)),
    *(date(2026, 3, day) for day in range(1, 32)),
    *(date(2026, 4, day) for day in (1, 2, 10)),
}
INDEPENDENCE_DAY = {"date": "--07-04", "observed": "nearest"}


def closed(stated: list[dict[str, Any]], first: str, last: str) -> str:
    dates = ClosedDates([StatedHoliday(**each) for each in stated])
    return " ".join(map(str, sorted(dates.between(date.fromisoformat(first), date.fromisoformat(last)))))


@pytest.mark.parametrize(
    ("stated", "first", "last", "expected"),
    [
        pytest.param([{"date": "--12-24"}, {"date": "--12-26"}], "2026-12-24", "2026-12-26", "2026-12-24 2026-12-26",
                     id="at-both-ends"),
        pytest.param([{"date": "--12-24"}, {"date": "--12-26"}], "2026-12-25", "2026-12-25", "", id="or-beyond-them"),
        pytest.param([{"date": "--07-05"}], "2026-07-06", "2028-07-05", "2027-07-05 2028-07-05", id="every-year"),
        pytest.param([{"date": "--07-05"}], "9999-01-01", "9999-11-30", "9999-07-05", id="to-the-last-one"),
        pytest.param([{"date": "--02-29"}], "2027-01-01", "2028-12-31", "2028-02-29", id="in-leap-years"),
        pytest.param([{"date": "--12-30", "last": "--01-02"}], "2026-12-31", "2027-12-30",
                     "2026-12-31 2027-01-01 2027-01-02 2027-12-30", id="over-New-Year"),
        pytest.param([{"date": "--12-30", "last": "--12-31"}, {"date": "--12-31"}], "2026-12-01", "2026-12-31",
                     "2026-12-30 2026-12-31", id="one-over-the-other"),
        pytest.param([{"date": "third Monday of January"}], "2026-01-01", "2027-12-31", "2026-01-19 2027-01-18",
                     id="by-a-rule"),
        pytest.param([{"date": "third Monday of January", "last": "--01-22"}], "2026-01-01", "2027-01-18",
                     "2026-01-19 2026-01-20 2026-01-21 2026-01-22 2027-01-18", id="from-a-rule-on"),
        pytest.param([{"date": "2026-12-24"}], "2025-01-01", "2027-12-31", "2026-12-24", id="once"),
        pytest.param([INDEPENDENCE_DAY], "2026-07-01", "2026-07-04", "2026-07-03 2026-07-04", id="and-observed"),
        pytest.param([INDEPENDENCE_DAY], "2026-07-03", "2026-07-03", "2026-07-03", id="observed-at-both-ends"),
        pytest.param([INDEPENDENCE_DAY, {**INDEPENDENCE_DAY, "observed": "next"}], "2021-07-04", "2021-07-06",
                     "2021-07-04 2021-07-05", id="observed-by-two-rules-on-one-day"),
        pytest.param([INDEPENDENCE_DAY, {**INDEPENDENCE_DAY, "observed": "next"}], "2026-07-01", "2026-07-31",
                     "2026-07-03 2026-07-04 2026-07-06", id="or-on-two"),
    ],
)  # fmt: skip
def test_dates_of_what_is_stated(stated: list[dict[str, Any]], first: str, last: str, expected: str) -> None:
    assert closed(stated, first, last) == expected


def test_runs_beside_and_over_each_other_close_each_of_their_dates() -> None:
    dates = ClosedDates([StatedHoliday(**each) for each in BESIDE_EACH_OTHER])
    days = [date(2026, 1, 25) + timedelta(days=number) for number in range(90)]
    assert {day for day in days if dates.between(day, day) == {day}} == CLOSED_ONCE
    assert dates.between(days[0], days[-1]) == CLOSED_ONCE


def test_what_is_published_is_closed_as_well() -> None:
    sources = HolidayCalendar(["US", {"date": "2026-11-27"}]).sources
    dates = ClosedDates(sources)  # type: ignore[arg-type]
    assert dates.between(date(2026, 11, 26), date(2026, 11, 27)) == {date(2026, 11, 26), date(2026, 11, 27)}
    assert dates.between(date(2026, 11, 26), date(2026, 11, 26)) == {date(2026, 11, 26)}

"""Kinds of time: how much of each passes, when so much has, and where it stops (R7, R8)."""

from datetime import UTC, datetime, timedelta

import pytest
from clock_lives import HOUR, OFFICE
from clock_model import on

from slaclock import InstantRangeError, Schedule
from slaclock.tickets.counted_time import FOREVER, CountedTime

OPEN, ANY = CountedTime(OFFICE, while_open=True), CountedTime(OFFICE, while_open=False)
ALWAYS = CountedTime(Schedule(timezone="UTC", hours="24x7"), while_open=True)
INSTANTS = [on("Mon 08:00"), on("Mon 10:00"), on("Mon 20:00"), on("Tue 09:30")]


@pytest.mark.parametrize(
    ("time", "passed"),
    [
        pytest.param(OPEN, [-HOUR, ZERO := timedelta(), 8 * HOUR, 8.5 * HOUR], id="while-open"),
        pytest.param(ANY, [-2 * HOUR, ZERO, 10 * HOUR, 23.5 * HOUR], id="any"),
    ],
)
def test_how_much_passes(time: CountedTime, passed: list[timedelta]) -> None:
    start = on("Mon 10:00")
    assert time.since(start, INSTANTS) == [time.between(start, at) for at in INSTANTS] == passed


@pytest.mark.parametrize(
    ("time", "at", "runs", "stops"),
    [
        pytest.param(OPEN, on("Mon 10:00"), True, on("Mon 18:00"), id="while-open"),
        pytest.param(OPEN, on("Mon 18:00"), False, on("Tue 18:00"), id="at-a-closing"),
        pytest.param(ANY, on("Mon 18:00"), True, FOREVER, id="any"),
        pytest.param(ALWAYS, on("Mon 18:00"), True, FOREVER, id="in-hours-that-never-end"),
    ],
)
def test_whether_it_passes_and_until_when(time: CountedTime, at: datetime, runs: bool, stops: datetime) -> None:
    assert (time.runs_at(at), time.stops_after(at)) == (runs, stops)


def test_when_so_much_has_passed() -> None:
    assert OPEN.after(on("Mon 17:00"), 2 * HOUR) == on("Tue 10:00")
    assert ANY.after(on("Mon 17:00"), -2 * HOUR) == on("Mon 15:00")
    with pytest.raises(InstantRangeError, match=r"365 days.* from 9999-12-01 .* lies outside the years 1 to 9999"):
        ANY.after(datetime(9999, 12, 1, tzinfo=UTC), timedelta(days=365))

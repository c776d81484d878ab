"""What clocks show is told by sums with their offset, also where they change it (R2)."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, strategies as st

from slaclock.hours import first_instant_on
from slaclock.hours.days import on_date, reach_of
from slaclock.hours.text import ClockTimes, read_time
from slaclock.hours.whole_numbers import edges_of, instant, micros, midnight_in_utc
from slaclock.hours.zone import first_instant
from slaclock.hours.zone_clocks import ZoneClocks

ZONES = sorted(name for name in available_timezones() if "/" in name)
HOUR, TICK, DAY = timedelta(hours=1), timedelta.resolution, timedelta(days=1)
NEAR_A_CHANGE = [timedelta(minutes=30 * number) for number in range(-100, 101)]


def clocks_of(zone: str, first: str, last: str) -> ZoneClocks:
    return ZoneClocks(ZoneInfo(zone), date.fromisoformat(first), date.fromisoformat(last))


def reading(local: datetime) -> int:
    return micros(local.replace(tzinfo=UTC))


def told(zone: str, first: str, last: str, hours: tuple[int, int]) -> list[tuple[str, str, float | None]]:
    """The runs of some dates, each with its first and last date and its offset in hours."""
    found = clocks_of(zone, first, last).runs(
        date.fromisoformat(first).toordinal(),
        date.fromisoformat(last).toordinal(),
        *(hour * HOUR // TICK for hour in hours),
    )
    return [
        (
            str(date.fromordinal(run.first)),
            str(date.fromordinal(run.last)),
            None if run.offset is None else run.offset * TICK / HOUR,
        )
        for run in found
    ]


OFFICE, ALL_DAY, EVENINGS, NIGHTS = (9, 18), (0, 24), (22, 30), (-2, 6)


@pytest.mark.parametrize(
    ("zone", "first", "last", "hours", "expected"),
    [
        pytest.param(
            "America/New_York",
            "2026-03-01",
            "2026-03-31",
            OFFICE,
            [("2026-03-01", "2026-03-07", -5.0), ("2026-03-08", "2026-03-31", -4.0)],
            id="clocks-go-forward-before-hours",
        ),
        pytest.param(
            "America/New_York",
            "2026-03-01",
            "2026-03-31",
            ALL_DAY,
            [
                ("2026-03-01", "2026-03-07", -5.0),
                ("2026-03-08", "2026-03-08", None),
                ("2026-03-09", "2026-03-31", -4.0),
            ],
            id="within-hours",
        ),
        pytest.param(
            "America/New_York",
            "2026-03-01",
            "2026-03-31",
            EVENINGS,
            [
                ("2026-03-01", "2026-03-06", -5.0),
                ("2026-03-07", "2026-03-07", None),
                ("2026-03-08", "2026-03-31", -4.0),
            ],
            id="within-hours-that-go-on-past-midnight",
        ),
        pytest.param(
            "America/New_York",
            "2026-11-01",
            "2026-11-02",
            NIGHTS,
            [("2026-11-01", "2026-11-01", None), ("2026-11-02", "2026-11-02", -5.0)],
            id="within-hours-that-began-before-midnight",
        ),
        pytest.param(
            "Asia/Tokyo", "2026-01-01", "2027-12-31", ALL_DAY, [("2026-01-01", "2027-12-31", 9.0)], id="no-changes"
        ),
        pytest.param(
            "America/Noronha",
            "2000-10-01",
            "2000-10-20",
            ALL_DAY,
            [
                ("2000-10-01", "2000-10-06", -2.0),
                ("2000-10-07", "2000-10-08", None),
                ("2000-10-09", "2000-10-13", -1.0),
                ("2000-10-14", "2000-10-14", None),
                ("2000-10-15", "2000-10-20", -2.0),
            ],
            id="forward-for-a-week-at-midnight",
        ),
        pytest.param(
            "Europe/Paris", "2026-03-29", "2026-03-29", ALL_DAY, [("2026-03-29", "2026-03-29", None)], id="that-date"
        ),
        pytest.param("Europe/Paris", "2026-03-29", "2026-03-28", ALL_DAY, [], id="no-dates"),
    ],
)
def test_runs(
    zone: str, first: str, last: str, hours: tuple[int, int], expected: list[tuple[str, str, float | None]]
) -> None:
    assert told(zone, first, last, hours) == expected


@given(st.sampled_from(ZONES), st.dates(date(1, 2, 1), date(9999, 11, 1)), st.integers(0, 500), st.integers(-24, 24))
def test_the_dates_are_there_once_and_in_order(zone: str, first: date, length: int, earliest: int) -> None:
    """Runs leave out no date and hold none twice."""
    last = first + min(timedelta(days=length), date(9999, 11, 30) - first)
    clocks = ZoneClocks(ZoneInfo(zone), first, last)
    low, high = first.toordinal(), last.toordinal()
    runs = list(clocks.runs(low, high, earliest * HOUR // TICK, (earliest + 20) * HOUR // TICK))
    assert [day for run in runs for day in range(run.first, run.last + 1)] == list(range(low, high + 1))
    assert all(one.last + 1 == other.first for one, other in pairwise(runs))


@given(
    st.sampled_from(ZONES),
    st.dates(date(1850, 1, 1), date(2100, 1, 1)),
    st.integers(0, 40),
    st.integers(-24, 48),
    st.integers(0, 48),
)
def test_a_sum_with_the_offset_is_what_the_clocks_say(zone: str, first: date, on: int, opens: int, length: int) -> None:
    """On a date of a steady run a reading among those that matter is an instant by its offset alone."""
    tz, reach = ZoneInfo(zone), (opens * HOUR // TICK, (opens + length) * HOUR // TICK)
    clocks = ZoneClocks(tz, first, first + 40 * DAY)
    for run in clocks.runs(first.toordinal(), first.toordinal() + 40, *reach):
        day = min(run.first + on, run.last)
        for each in reach:
            local = (datetime.fromordinal(day) + each * TICK).replace(tzinfo=None)
            if run.offset is not None:
                assert reading(local) - run.offset == micros(first_instant(local, tz))


@given(st.sampled_from(ZONES), st.dates(date(1880, 1, 1), date(2100, 1, 1)), st.sampled_from(NEAR_A_CHANGE))
def test_readings_and_dates_are_those_of_the_zone_near_changes(zone: str, first: date, beside: timedelta) -> None:
    """Before, in and after a gap or an hour that comes twice, to the microsecond."""
    tz, last = ZoneInfo(zone), first + 300 * DAY
    clocks = ZoneClocks(tz, first, last)
    for run in clocks.runs(first.toordinal(), last.toordinal(), 0, 24 * HOUR // TICK):
        if run.offset is None:
            for tick in (-TICK, TICK * 0, TICK):
                local = datetime.fromordinal(run.first) + beside + tick
                if first <= local.date() <= last:
                    at = first_instant(local, tz)
                    assert clocks.instant(reading(local)) == micros(at)
                    assert clocks.date(micros(at)) == at.astimezone(tz).toordinal()


def hours(text: str) -> ClockTimes:
    opens, closes = text.split("-")
    return ClockTimes(read_time(opens), read_time(closes))


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Apia", "Asia/Kathmandu", "Africa/Cairo"])
@pytest.mark.parametrize("year", [2011, 2026])
def test_what_opens_on_each_date_of_a_year_is_what_its_two_readings_say(zone: str, year: int) -> None:
    """In a gap nothing opens, and what a gap brings together is one."""
    times = [hours(text) for text in ("00:00-00:30", "01:30-02:15", "02:40-04:00", "22:00-01:00")]
    tz, first, last = ZoneInfo(zone), date(year, 1, 1), date(year, 12, 31)
    clocks, reach = ZoneClocks(tz, first, last), reach_of(times, "opening_date")
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        spans = (on_date(date.fromordinal(ordinal), each, tz) for each in times)
        expected = edges_of((micros(opens), micros(closes)) for opens, closes in spans if opens < closes)
        assert clocks.edges(ordinal, reach) == expected


def test_nothing_opens_where_nothing_reaches() -> None:
    assert clocks_of("Europe/Paris", "2026-03-29", "2026-03-29").edges(date(2026, 3, 29).toordinal(), ()) == ()


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=45)), ZoneInfo("Pacific/Kiritimati")])
@pytest.mark.parametrize(("first", "last"), [(date(1, 1, 1), date(1, 1, 2)), (date(9999, 12, 30), date(9999, 12, 31))])
def test_clocks_go_to_both_ends_of_the_calendar(zone: timezone | ZoneInfo, first: date, last: date) -> None:
    day = first + DAY if first.year == 1 else first
    at = first_instant_on(day, hours("12:00-13:00").opens, zone)
    clocks = ZoneClocks(zone, first, last)
    assert instant(clocks.instant(midnight_in_utc(day.toordinal()) + 12 * HOUR // TICK)) == at
    assert clocks.date(micros(at)) == day.toordinal()

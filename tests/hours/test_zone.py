"""Readings and instants: what clocks show first, what they skip and repeat, and what is no instant (R1, R2)."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from slaclock import InstantError, InstantRangeError, NaiveDatetimeError
from slaclock.hours.zone import (
    first_instant,
    first_instant_on,
    in_zone,
    latest_reading,
    same_reading_later,
    shown_as,
    to_utc,
)

NEW_YORK, LORD_HOWE, MONROVIA = "America/New_York", "Australia/Lord_Howe", "Africa/Monrovia"


class Unknowing(tzinfo):
    """A zone that does not know its offset."""

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        return None


FIRST = pytest.mark.parametrize(
    ("reading", "zone", "instant", "shown"),
    [
        pytest.param("2026-11-25 09:00", NEW_YORK, "2026-11-25 14:00", "once", id="an-ordinary-reading"),
        pytest.param("2026-11-25 09:00", "UTC", "2026-11-25 09:00", "once", id="in-utc"),
        pytest.param("2026-03-08 01:59:59.999999", NEW_YORK, "2026-03-08 06:59:59.999999", "once", id="before-a-gap"),
        pytest.param("2026-03-08 02:00", NEW_YORK, "2026-03-08 07:00", "never", id="the-first-that-is-skipped"),
        pytest.param("2026-03-08 02:30", NEW_YORK, "2026-03-08 07:00", "never", id="one-that-is-skipped"),
        pytest.param("2026-03-08 02:59:59.999999", NEW_YORK, "2026-03-08 07:00", "never", id="the-last-skipped"),
        pytest.param("2026-03-08 03:00", NEW_YORK, "2026-03-08 07:00", "once", id="the-end-of-a-gap"),
        pytest.param("2026-11-01 00:59", NEW_YORK, "2026-11-01 04:59", "once", id="before-the-repeated-hour"),
        pytest.param("2026-11-01 01:00", NEW_YORK, "2026-11-01 05:00", "twice", id="one-that-is-repeated"),
        pytest.param(
            "2026-11-01 01:59:59.999999",
            "America/New_York",
            "2026-11-01 05:59:59.999999",
            "twice",
            id="the-last-repeated",
        ),
        pytest.param("2026-11-01 02:00", NEW_YORK, "2026-11-01 07:00", "once", id="after-the-repeated-hour"),
        pytest.param("2026-10-04 02:10", LORD_HOWE, "2026-10-03 15:30", "never", id="a-gap-of-half-an-hour"),
        pytest.param("2026-04-05 01:40", LORD_HOWE, "2026-04-04 14:40", "twice", id="half-an-hour-repeated"),
        pytest.param("2011-12-30 12:00", "Pacific/Apia", "2011-12-30 10:00", "never", id="a-skipped-day"),
        pytest.param("1972-01-07 00:20:00.5", MONROVIA, "1972-01-07 00:44:30", "never", id="a-gap-of-odd-seconds"),
        pytest.param("1972-01-07 00:44:29.999999", MONROVIA, "1972-01-07 00:44:30", "never", id="its-last-reading"),
        pytest.param("1972-01-07 00:44:30", MONROVIA, "1972-01-07 00:44:30", "once", id="the-first-one-after-it"),
        pytest.param("0001-01-01 00:00", "UTC", "0001-01-01 00:00", "once", id="the-first-of-all"),
        pytest.param("9999-12-31 23:59:59.999999", "UTC", "9999-12-31 23:59:59.999999", "once", id="the-last-of-all"),
    ],
)


@FIRST
def test_a_reading_is_the_first_instant_at_which_clocks_showed_it_or_later(
    reading: str, zone: str, instant: str, shown: str
) -> None:
    local, expected = datetime.fromisoformat(reading), datetime.fromisoformat(f"{instant}+00:00")
    assert first_instant(local, ZoneInfo(zone)) == expected
    assert first_instant(local.replace(fold=1), ZoneInfo(zone)) == expected
    assert first_instant(local, ZoneInfo(zone)).tzinfo is UTC
    assert shown_as(local, ZoneInfo(zone)) == shown
    assert shown_as(local.replace(fold=1), ZoneInfo(zone)) == shown


@FIRST
def test_a_date_and_a_time_of_day_are_the_same_reading(reading: str, zone: str, instant: str, shown: str) -> None:
    local, expected = datetime.fromisoformat(reading), datetime.fromisoformat(f"{instant}+00:00")
    found = first_instant_on(local.date(), local.time(), ZoneInfo(zone))
    assert (found, found.tzinfo) == (expected, UTC)


@pytest.mark.parametrize(
    ("reading", "zone"),
    [("0001-01-01 00:00", "Asia/Tokyo"), ("9999-12-31 23:00", "America/New_York")],
)
def test_a_reading_beyond_the_years_1_to_9999_is_refused(reading: str, zone: str) -> None:
    refused = rf"^{reading}:00 in {zone} lies outside the years 1 to 9999 in UTC$"
    with pytest.raises(InstantRangeError, match=refused):
        first_instant(datetime.fromisoformat(reading), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("instant", "zone", "reading"),
    [
        pytest.param("2026-11-25 14:00", NEW_YORK, "2026-11-25 09:00", id="what-they-show"),
        pytest.param("2026-11-25 14:00", "UTC", "2026-11-25 14:00", id="in-utc"),
        pytest.param("2026-03-08 07:00", NEW_YORK, "2026-03-08 03:00", id="after-a-gap"),
        pytest.param("2026-11-01 05:59:59.999999", NEW_YORK, "2026-11-01 01:59:59.999999", id="before-they-go-back"),
        pytest.param("2026-11-01 06:00", NEW_YORK, "2026-11-01 02:00", id="when-they-go-back"),
        pytest.param("2026-11-01 06:00:00.5", NEW_YORK, "2026-11-01 02:00", id="just-after-it"),
        pytest.param("2026-11-01 06:00:02", NEW_YORK, "2026-11-01 02:00", id="two-seconds-after-it"),
        pytest.param("2026-11-01 06:30:15.25", NEW_YORK, "2026-11-01 02:00", id="in-the-repeated-hour"),
        pytest.param("2026-11-01 06:59:59.999999", NEW_YORK, "2026-11-01 02:00", id="until-they-have-made-up-for-it"),
        pytest.param("2026-11-01 07:00", NEW_YORK, "2026-11-01 02:00", id="when-they-have"),
        pytest.param("2026-11-01 07:00:01", NEW_YORK, "2026-11-01 02:00:01", id="and-after-it"),
        pytest.param("2026-04-04 15:20", LORD_HOWE, "2026-04-05 02:00", id="in-half-an-hour-repeated"),
        pytest.param("1883-11-18 17:02:00.25", NEW_YORK, "1883-11-18 12:03:58", id="in-odd-seconds-repeated"),
    ],
)
def test_the_latest_reading_that_clocks_have_shown(instant: str, zone: str, reading: str) -> None:
    found = latest_reading(datetime.fromisoformat(f"{instant}+00:00"), ZoneInfo(zone))
    assert (found, found.tzinfo, found.fold) == (datetime.fromisoformat(reading), None, 0)


def test_an_instant_is_the_same_in_utc() -> None:
    at = datetime(2026, 11, 25, 9, tzinfo=ZoneInfo("America/New_York"))
    assert to_utc(at) == at
    assert to_utc(at).tzinfo is UTC
    there = datetime(2026, 11, 25, 9, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    assert to_utc(there) == there
    assert to_utc(there).tzinfo is UTC


def test_what_is_in_utc_stays_as_it_is() -> None:
    at = datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert to_utc(at) is at
    assert in_zone(at, UTC) is at


def test_a_repeated_reading_keeps_which_one_it_is() -> None:
    at = datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York"))
    assert to_utc(at) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", [None, Unknowing()], ids=["naive", "of-a-zone-without-offset"])
def test_what_has_no_offset_names_no_instant(zone: tzinfo | None) -> None:
    with pytest.raises(NaiveDatetimeError, match=r"^2026-11-25 09:00:00 has no time zone, so it names no instant"):
        to_utc(datetime(2026, 11, 25, 9, tzinfo=zone))


@pytest.mark.parametrize("given", [date(2026, 11, 25), "2026-11-25 09:00", None, 5], ids=repr)
def test_what_is_no_datetime_is_no_instant(given: object) -> None:
    with pytest.raises(InstantError) as refused:
        to_utc(given)  # type: ignore[arg-type]
    assert str(refused.value).startswith(
        f"{given!r} is no instant; give a datetime with a time zone, e.g. datetime(2026"
    )


def test_an_instant_before_the_year_1_in_utc_is_refused() -> None:
    with pytest.raises(InstantRangeError, match=r"^0001-01-01 00:00:00\+09:.* the years 1 to 9999 in UTC$"):
        to_utc(datetime(1, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")))


def test_an_answer_that_a_zone_cannot_show_is_refused() -> None:
    with pytest.raises(InstantRangeError, match=r"^9999-12-31 23:59:59\+00:00 lies outside .* in Asia/Tokyo$"):
        in_zone(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), ZoneInfo("Asia/Tokyo"))


def test_an_answer_is_shown_in_the_zone_of_the_question() -> None:
    at = datetime(2026, 11, 25, 14, tzinfo=UTC)
    here = in_zone(at, ZoneInfo("America/New_York"))
    assert (here, here.time()) == (at, time(9))


@pytest.mark.parametrize(
    ("day", "clock", "zone"),
    [
        pytest.param(date.min, time(0), "Asia/Tokyo", id="before-the-first-year"),
        pytest.param(date.max, time(23), NEW_YORK, id="past-the-last-year"),
    ],
)
def test_a_reading_outside_all_years_is_refused(day: date, clock: time, zone: str) -> None:
    with pytest.raises(InstantRangeError, match="lies outside the years 1 to 9999 in UTC"):
        first_instant_on(day, clock, ZoneInfo(zone))
    with pytest.raises(InstantRangeError, match="lies outside the years 1 to 9999 in UTC"):
        first_instant(datetime.combine(day, clock), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        pytest.param(NEW_YORK, "2026-03-08 07:00", id="forward"),
        pytest.param(NEW_YORK, "2026-11-01 06:00", id="back"),
        pytest.param(LORD_HOWE, "2026-04-04 15:00", id="back-by-half-an-hour"),
        pytest.param(MONROVIA, "1972-01-07 00:44:30", id="forward-by-less-than-an-hour"),
        pytest.param("Pacific/Apia", "2011-12-30 10:00", id="a-date-is-skipped"),
        pytest.param("Pacific/Kwajalein", "1969-09-30 13:00", id="a-date-comes-again"),
    ],
)
@given(st.integers(-60, 60), st.integers(-3, 3))
def test_a_reading_comes_again_days_later(zone: str, changes: str, halves: int, days: int) -> None:
    """R2, R20: the first instant at which clocks show it, whichever side of a change it lies on."""
    at = datetime.fromisoformat(changes).replace(tzinfo=UTC) + halves * timedelta(minutes=30)
    later, there = timedelta(days=days), ZoneInfo(zone)
    assert same_reading_later(at, later, there) == first_instant(latest_reading(at, there) + later, there)

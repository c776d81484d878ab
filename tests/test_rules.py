"""The rules R1 to R10 and R13 to R15, one class each, in rows that a support manager could check by hand."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from slaclock import HolidayCalendar, Schedule
from slaclock.errors import (
    CoverageError,
    CoverageWarning,
    DeclarationError,
    NaiveDatetimeError,
    NeverOpenError,
    SlaClockError,
)
from slaclock.hours.zone import first_instant
from slaclock.hours.zone_names import zone_named

NEW_YORK, LONDON, JERUSALEM = "America/New_York", "Europe/London", "Asia/Jerusalem"
CAIRO, APIA, LORD_HOWE, KWAJALEIN = "Africa/Cairo", "Pacific/Apia", "Australia/Lord_Howe", "Pacific/Kwajalein"
ZERO, MICROSECOND = timedelta(), timedelta(microseconds=1)


def weekly(hours: object, zone: str = NEW_YORK, **more: object) -> Schedule:
    return Schedule(timezone=zone, hours=hours, **more)  # type: ignore[arg-type]


OFFICE = weekly("Mon-Fri 09:00-18:00", holidays="US")
LUNCH = weekly("Mon-Fri 09:00-13:00, 14:00-18:00", holidays="US")
NIGHTS = weekly("Sun-Thu 22:00-06:00", holidays="US")
NIGHTS_BY_CALENDAR = weekly("Sun-Thu 22:00-06:00", holidays="US", holiday_rule="calendar_date")
ALWAYS = weekly("24x7")
TOUCHING = weekly(["Mon-Fri 09:00-13:00", "Mon-Fri 13:00-18:00"])
LONG = weekly("Sun 14:00 - Fri 17:00")
NEVER = OFFICE - OFFICE


# The notation: `Mon 09:00` is in the week of Monday 14 September 2026, which has neither a holiday nor a clock
# change in New York; `next Mon` and `last Fri` are in the weeks beside it; a date stands for itself. `again` is
# the second time that a clock shows the reading.

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEK = {name: date(2026, 9, 14) + timedelta(days=n) for n, name in enumerate(DAYS)}
BESIDE = {"last": timedelta(days=-7), "next": timedelta(days=7)}


def reading(text: str) -> datetime:
    *beside, day, clock = text.removesuffix(" again").split()
    on = WEEK[day] + BESIDE[beside[0]] if beside else WEEK.get(day) or date.fromisoformat(day)
    return datetime.combine(on, time.fromisoformat(clock)).replace(fold=text.endswith("again"))


def at(text: str, zone: str = NEW_YORK) -> datetime:
    return reading(text).replace(tzinfo=UTC if text.endswith("Z") else ZoneInfo(zone))


def shown(instant: datetime, zone: str = NEW_YORK) -> str:
    """Write an instant in the notation of the rows, as a full date."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%d %H:%M:%S.%f}" + " again" * local.fold


def same(found: datetime, expected: str, zone: str = NEW_YORK) -> bool:
    # The fold is part of the comparison, so that the right hour of two is asked for.
    assert shown(found, zone) == shown(at(expected, zone), zone)
    return True


def amount(text: str) -> timedelta:
    """Read `-1h30m`, `25h` or `1us`."""
    units = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds", "us": "microseconds"}
    parts = {units[unit]: int(number) for number, unit in re.findall(r"(\d+)(us|[dhms])", text)}
    return timedelta(**parts) * (-1 if text.startswith("-") else 1)


class TestR1:
    """Instants are aware; readings exist only with a zone; counted time is real and exact to the microsecond."""

    @pytest.mark.parametrize(
        "ask",
        [
            pytest.param(lambda s, naive, aware: s.is_open(naive), id="is_open"),
            pytest.param(lambda s, naive, aware: s.add(naive, amount("1h")), id="add"),
            pytest.param(lambda s, naive, aware: s.add(naive, ZERO), id="add-nothing"),
            pytest.param(lambda s, naive, aware: s.elapsed(naive, aware), id="elapsed-from"),
            pytest.param(lambda s, naive, aware: s.elapsed(aware, naive), id="elapsed-to"),
            pytest.param(lambda s, naive, aware: s.add_days(naive, 1), id="add_days"),
            pytest.param(lambda s, naive, aware: s.next_opening(naive), id="next_opening"),
            pytest.param(lambda s, naive, aware: s.next_closing(naive), id="next_closing"),
            pytest.param(lambda s, naive, aware: s.previous_opening(naive), id="previous_opening"),
            pytest.param(lambda s, naive, aware: s.previous_closing(naive), id="previous_closing"),
            pytest.param(lambda s, naive, aware: list(s.windows(naive, aware)), id="windows-from"),
            pytest.param(lambda s, naive, aware: list(s.windows(aware, naive)), id="windows-to"),
        ],
    )
    def test_a_naive_time_is_refused(self, ask: Callable[[Schedule, datetime, datetime], object]) -> None:
        with pytest.raises(NaiveDatetimeError) as caught:
            ask(OFFICE, reading("Mon 10:00"), at("Mon 11:00"))
        assert isinstance(caught.value, ValueError)
        assert isinstance(caught.value, SlaClockError)

    @pytest.mark.parametrize(
        ("hours", "zone", "start", "end", "expected"),
        [
            pytest.param("Sat 22:00-06:00", NEW_YORK, "2026-03-07 22:00", "2026-03-08 06:00", "7h",
                         id="a-night-is-7-hours-when-clocks-go-forward"),
            pytest.param("Sat 22:00-06:00", NEW_YORK, "2026-10-31 22:00", "2026-11-01 06:00", "9h",
                         id="a-night-is-9-hours-when-clocks-go-back"),
            pytest.param("24x7", NEW_YORK, "2026-03-08 00:00", "2026-03-09 00:00", "23h",
                         id="a-sunday-of-23-hours-counts-23"),
            pytest.param("24x7", NEW_YORK, "2026-11-01 00:00", "2026-11-02 00:00", "25h",
                         id="a-sunday-of-25-hours-counts-25"),
            pytest.param("24x7", NEW_YORK, "2026-11-01 01:30", "2026-11-01 01:30 again", "1h",
                         id="the-same-reading-twice-is-an-hour-apart"),
            pytest.param("24x7", NEW_YORK, "2026-01-01 00:00", "2027-01-01 00:00", "8760h",
                         id="a-year-has-all-its-hours"),
            pytest.param("Thu 22:00-06:00", JERUSALEM, "2026-03-26 22:00", "2026-03-27 06:00", "7h",
                         id="thursdays-shift-meets-jerusalems-friday-change"),
            pytest.param("Sat 22:00-06:00", JERUSALEM, "2026-10-24 22:00", "2026-10-25 06:00", "9h",
                         id="saturdays-shift-meets-jerusalems-autumn-change"),
            pytest.param("Thu 22:00-06:00", CAIRO, "2026-04-23 22:00", "2026-04-24 06:00", "7h",
                         id="cairo-skips-the-hour-after-midnight"),
            pytest.param("Thu 22:00-06:00", CAIRO, "2026-10-29 22:00", "2026-10-30 06:00", "9h",
                         id="cairo-repeats-the-hour-before-midnight"),
            pytest.param("Sat 22:00-06:00", "America/Sao_Paulo", "2018-11-03 22:00", "2018-11-04 06:00", "7h",
                         id="sao-paulo-has-no-midnight-in-spring"),
            pytest.param("Sat 22:00-06:00", "America/Sao_Paulo", "2018-02-17 22:00", "2018-02-18 06:00", "9h",
                         id="sao-paulo-has-two-elevens-in-autumn"),
            pytest.param("Sat 22:00-06:00", "America/Santiago", "2026-09-05 22:00", "2026-09-06 06:00", "7h",
                         id="santiago-changes-at-midnight"),
            pytest.param("Sat 22:00-06:00", "Asia/Beirut", "2026-03-28 22:00", "2026-03-29 06:00", "7h",
                         id="beirut-changes-at-midnight"),
            pytest.param("Fri 22:00-06:00", "Asia/Tehran", "2020-03-20 22:00", "2020-03-21 06:00", "7h",
                         id="tehran-changes-at-midnight"),
            pytest.param("Sat 22:00-06:00", LORD_HOWE, "2026-10-03 22:00", "2026-10-04 06:00", "7h30m",
                         id="lord-howe-goes-forward-half-an-hour"),
            pytest.param("Sat 22:00-06:00", LORD_HOWE, "2026-04-04 22:00", "2026-04-05 06:00", "8h30m",
                         id="lord-howe-goes-back-half-an-hour"),
            pytest.param("Sat 22:00-06:00", "Europe/Moscow", "2014-10-25 22:00", "2014-10-26 06:00", "9h",
                         id="moscow-changed-its-mind"),
            pytest.param("Sat 22:00-06:00", "America/St_Johns", "2010-11-06 22:00", "2010-11-07 06:00", "9h",
                         id="st-johns-changed-at-a-minute-past-midnight"),
            pytest.param("Sun-Thu 22:00-06:00", NEW_YORK, "2026-03-08 06:00", "2026-03-09 06:00", "8h",
                         id="a-sunday-night-in-new-york-never-meets-the-change"),
        ],
    )  # fmt: skip
    def test_counted_time_is_real_time(self, hours: str, zone: str, start: str, end: str, expected: str) -> None:
        assert weekly(hours, zone).elapsed(at(start, zone), at(end, zone)) == amount(expected)

    def test_microseconds_survive_a_century(self) -> None:
        start, end = datetime(1950, 1, 1, 0, 0, 0, 1, UTC), datetime(2050, 12, 31, 23, 59, 59, 999_998, UTC)
        assert ALWAYS.elapsed(start, end) == end - start
        assert ALWAYS.add(start, end - start) == end

    @pytest.mark.parametrize("length", ["1us", "1h30m", "59s", "33m20s", "8h59m59s"])
    def test_nothing_is_rounded(self, length: str) -> None:
        due = OFFICE.add(at("Mon 09:00"), amount(length))
        assert due.astimezone(UTC) - at("Mon 09:00").astimezone(UTC) == amount(length)


class TestR2:
    """A reading becomes an instant at the first moment at which the zone's clocks have shown it or later."""

    @pytest.mark.parametrize(
        ("zone", "local", "expected"),
        [
            pytest.param(NEW_YORK, "2026-06-01 09:00", "2026-06-01T13:00", id="an-ordinary-reading"),
            pytest.param(NEW_YORK, "2026-03-08 01:59:59", "2026-03-08T06:59:59", id="just-before-a-gap"),
            pytest.param(NEW_YORK, "2026-03-08 02:00", "2026-03-08T07:00", id="the-start-of-a-gap"),
            pytest.param(NEW_YORK, "2026-03-08 02:30", "2026-03-08T07:00", id="within-a-gap-is-its-end"),
            pytest.param(NEW_YORK, "2026-03-08 03:00", "2026-03-08T07:00", id="the-end-of-a-gap"),
            pytest.param(NEW_YORK, "2026-03-08 03:00:00.000001", "2026-03-08T07:00:00.000001", id="after-a-gap"),
            pytest.param(NEW_YORK, "2026-11-01 01:00", "2026-11-01T05:00", id="a-repeated-hour-begins-once"),
            pytest.param(NEW_YORK, "2026-11-01 01:30", "2026-11-01T05:30", id="a-repeated-reading-is-its-first"),
            pytest.param(NEW_YORK, "2026-11-01 01:30 again", "2026-11-01T05:30", id="whatever-the-fold-says"),
            pytest.param(NEW_YORK, "2026-11-01 02:00", "2026-11-01T07:00", id="after-the-repeated-hour"),
            pytest.param(APIA, "2011-12-29 23:59", "2011-12-30T09:59", id="before-the-skipped-day"),
            pytest.param(APIA, "2011-12-30 00:00", "2011-12-30T10:00", id="the-skipped-day-begins"),
            pytest.param(APIA, "2011-12-30 12:00", "2011-12-30T10:00", id="noon-on-the-skipped-day"),
            pytest.param(APIA, "2011-12-31 00:00", "2011-12-30T10:00", id="the-skipped-day-is-over-at-once"),
            pytest.param(CAIRO, "2026-04-24 00:00", "2026-04-23T22:00", id="a-skipped-midnight"),
            pytest.param(CAIRO, "2026-04-24 00:30", "2026-04-23T22:00", id="after-a-skipped-midnight"),
            pytest.param(CAIRO, "2026-10-29 23:30", "2026-10-29T20:30", id="before-a-midnight-that-was-put-off"),
            pytest.param(CAIRO, "2026-10-30 00:00", "2026-10-29T22:00", id="a-midnight-that-was-put-off"),
            pytest.param(LORD_HOWE, "2026-10-04 02:15", "2026-10-03T15:30", id="a-gap-of-half-an-hour"),
            pytest.param(LORD_HOWE, "2026-04-05 01:45", "2026-04-04T14:45", id="a-repeated-half-hour"),
            pytest.param(LORD_HOWE, "2026-04-05 02:00", "2026-04-04T15:30", id="after-a-repeated-half-hour"),
            pytest.param("America/St_Johns", "2010-11-06 23:30", "2010-11-07T02:00", id="repeated-across-midnight"),
            pytest.param("America/St_Johns", "2010-11-07 00:00:30", "2010-11-07T02:30:30", id="the-lone-minute"),
            pytest.param("America/St_Johns", "2010-11-07 00:01", "2010-11-07T03:31", id="after-the-lone-minute"),
            pytest.param(KWAJALEIN, "1969-09-30 12:00", "1969-09-30T01:00", id="a-day-shown-twice-happens-once"),
            pytest.param(KWAJALEIN, "1969-10-01 00:00", "1969-10-01T12:00", id="the-day-after-a-day-shown-twice"),
            pytest.param("Asia/Kathmandu", "2026-06-01 09:00", "2026-06-01T03:15", id="a-quarter-hour-offset"),
            pytest.param("Europe/Dublin", "2026-10-25 01:30", "2026-10-25T00:30", id="winter-time-as-the-exception"),
        ],
    )  # fmt: skip
    def test_the_first_moment_that_shows_it_or_later(self, zone: str, local: str, expected: str) -> None:
        found = first_instant(reading(local), ZoneInfo(zone))
        assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)

    @pytest.mark.parametrize(
        ("hours", "zone", "day", "expected"),
        [
            pytest.param("Sun 02:30-05:00", NEW_YORK, "2026-03-08", "2h", id="opening-in-a-gap-opens-at-its-end"),
            pytest.param("Sun 01:00-02:30", NEW_YORK, "2026-03-08", "1h", id="closing-in-a-gap-closes-at-its-start"),
            pytest.param("Sun 02:00-03:00", NEW_YORK, "2026-03-08", "0h", id="hours-within-a-gap-are-empty"),
            pytest.param("Sun 00:00-01:30", NEW_YORK, "2026-11-01", "1h30m", id="closes-the-first-time"),
            pytest.param("Sun 01:00-01:30", NEW_YORK, "2026-11-01", "30m", id="a-repeated-half-hour-opens-once"),
            pytest.param("Sun 01:30-03:00", NEW_YORK, "2026-11-01", "2h30m", id="stays-open-while-clocks-repeat"),
            pytest.param("Sun 02:00-03:00", NEW_YORK, "2026-11-01", "1h", id="opens-after-the-repeated-hour"),
            pytest.param("Sun 01:00-03:00", LORD_HOWE, "2026-10-04", "1h30m", id="half-an-hour-skipped"),
            pytest.param("Sun 01:00-03:00", LORD_HOWE, "2026-04-05", "2h30m", id="half-an-hour-repeated"),
            pytest.param("Sun 02:00-02:30", LORD_HOWE, "2026-10-04", "0h", id="the-skipped-half-hour"),
            pytest.param("Thu 23:00-24:00", CAIRO, "2026-10-29", "2h", id="the-last-hour-of-cairos-day-twice"),
            pytest.param("Fri 09:00-17:00", APIA, "2011-12-30", "0h", id="office-hours-on-a-skipped-day"),
            pytest.param("Thu 22:00-06:00", APIA, "2011-12-29", "2h", id="a-night-into-the-skipped-day"),
            pytest.param("Fri 22:00-06:00", APIA, "2011-12-30", "6h", id="a-night-out-of-the-skipped-day"),
            pytest.param("Tue 09:00-17:00", KWAJALEIN, "1969-09-30", "8h", id="office-hours-on-a-day-shown-twice"),
        ],
    )  # fmt: skip
    def test_hours_in_a_week_that_changes_its_clocks(self, hours: str, zone: str, day: str, expected: str) -> None:
        middle = datetime.combine(date.fromisoformat(day), time(12), UTC)
        elapsed = weekly(hours, zone).elapsed(middle - amount("3d"), middle + amount("3d"))
        assert elapsed == amount(expected)

    def test_a_skipped_day_is_no_time_at_all(self) -> None:
        elapsed = weekly("24x7", APIA).elapsed(at("2011-12-29 00:00", APIA), at("2012-01-01 00:00", APIA))
        assert elapsed == amount("48h")

    def test_after_a_skipped_friday_the_office_opens_on_monday(self) -> None:
        opening = weekly("Mon-Fri 09:00-17:00", APIA).next_opening(at("2011-12-29 17:00", APIA))
        assert same(opening, "2012-01-02 09:00", APIA)

    @pytest.mark.parametrize("cut", ["00:30", "01:00", "01:30", "02:00", "02:30", "03:00", "03:30"])
    @pytest.mark.parametrize("sunday", ["2026-03-08", "2026-11-01"])
    def test_cutting_at_any_reading_changes_nothing(self, sunday: str, cut: str) -> None:
        whole, halves = weekly("Sun 00:00-06:00"), weekly([f"Sun 00:00-{cut}", f"Sun {cut}-06:00"])
        start, end = at(f"{sunday} 00:00"), at(f"{sunday} 23:00")
        assert list(halves.windows(start, end)) == list(whole.windows(start, end))


class TestR3:
    """Windows are half-open; overlapping and touching windows count once."""

    @pytest.mark.parametrize(
        ("schedule", "instant", "expected"),
        [
            pytest.param(OFFICE, "Mon 09:00", True, id="open-at-opening"),
            pytest.param(OFFICE, "Mon 08:59:59.999999", False, id="closed-a-microsecond-before"),
            pytest.param(OFFICE, "Mon 17:59:59.999999", True, id="open-a-microsecond-before-closing"),
            pytest.param(OFFICE, "Mon 18:00", False, id="closed-at-closing"),
            pytest.param(OFFICE, "Sat 12:00", False, id="closed-on-saturday"),
            pytest.param(LUNCH, "Mon 13:00", False, id="lunch-begins"),
            pytest.param(LUNCH, "Mon 14:00", True, id="lunch-ends"),
            pytest.param(TOUCHING, "Mon 13:00", True, id="open-where-windows-touch"),
            pytest.param(ALWAYS, "Mon 00:00", True, id="always-open-at-midnight"),
            pytest.param(ALWAYS, "Mon 23:59:59.999999", True, id="always-open-in-the-last-minute"),
        ],
    )
    def test_half_open(self, schedule: Schedule, instant: str, expected: bool) -> None:
        assert schedule.is_open(at(instant)) is expected

    @pytest.mark.parametrize(
        ("hours", "expected"),
        [
            pytest.param(["Mon 09:00-13:00", "Mon 12:00-18:00"], "9h", id="overlapping"),
            pytest.param(["Mon 09:00-13:00", "Mon 13:00-18:00"], "9h", id="touching"),
            pytest.param(["Mon 09:00-18:00", "Mon 10:00-11:00"], "9h", id="one-within-another"),
            pytest.param(["Mon 09:00-18:00", "Mon-Fri 09:00-18:00"], "9h", id="the-same-twice"),
            pytest.param(["Mon 22:00-24:00", "Tue 00:00-06:00"], "8h", id="touching-at-midnight"),
            pytest.param(["Mon 22:00-06:00", "Tue 05:00-07:00"], "9h", id="a-night-overlaps-the-morning"),
        ],
    )
    def test_counted_once_and_listed_as_one(self, hours: list[str], expected: str) -> None:
        start, end = at("Mon 00:00"), at("Tue 08:00")
        (window,) = weekly(hours).windows(start, end)
        assert window.duration == weekly(hours).elapsed(start, end) == amount(expected)

    @pytest.mark.parametrize(
        ("ask", "instant", "expected"),
        [
            pytest.param("next_opening", "Mon 08:00", "Mon 09:00", id="the-opening-to-come"),
            pytest.param("next_opening", "Mon 09:00", "Tue 09:00", id="at-an-opening-the-one-after"),
            pytest.param("next_opening", "Mon 13:00", "Tue 09:00", id="no-opening-where-windows-touch"),
            pytest.param("next_closing", "Mon 10:00", "Mon 18:00", id="no-closing-where-windows-touch"),
            pytest.param("next_closing", "Mon 18:00", "Tue 18:00", id="at-a-closing-the-one-after"),
            pytest.param("next_opening", "Fri 18:00", "next Mon 09:00", id="over-the-weekend"),
            pytest.param("previous_opening", "Mon 09:00", "last Fri 09:00", id="at-an-opening-the-one-before"),
            pytest.param("previous_opening", "Mon 09:00:00.000001", "Mon 09:00", id="a-microsecond-after-it"),
            pytest.param("previous_closing", "Mon 18:00", "last Fri 18:00", id="at-a-closing-the-one-before"),
            pytest.param("previous_closing", "Sat 12:00", "Fri 18:00", id="the-closing-gone-by"),
        ],
    )
    def test_edges_are_strictly_before_or_after(self, ask: str, instant: str, expected: str) -> None:
        assert same(getattr(TOUCHING, ask)(at(instant)), expected)

    def test_windows_are_clipped_to_the_question(self) -> None:
        found = list(LUNCH.windows(at("Mon 10:00"), at("Mon 15:00")))
        assert [(shown(w.start), shown(w.end)) for w in found] == [
            (shown(at("Mon 10:00")), shown(at("Mon 13:00"))),
            (shown(at("Mon 14:00")), shown(at("Mon 15:00"))),
        ]

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            pytest.param("Mon 18:00", "Tue 09:00", id="from-closing-to-opening"),
            pytest.param("Mon 10:00", "Mon 10:00", id="no-time-at-all"),
        ],
    )
    def test_no_windows_where_nothing_is_open(self, start: str, end: str) -> None:
        assert list(OFFICE.windows(at(start), at(end))) == []


class TestR4:
    """A window belongs to the date on which it opens; one longer than 24 hours is cut at each local midnight."""

    @pytest.mark.parametrize(
        ("schedule", "instant", "expected"),
        [
            pytest.param(NIGHTS, "Fri 02:00", True, id="friday-2am-is-thursdays-shift"),
            pytest.param(NIGHTS, "Fri 06:00", False, id="thursdays-shift-ends-on-friday"),
            pytest.param(NIGHTS, "Fri 22:00", False, id="no-shift-opens-on-friday"),
            pytest.param(NIGHTS, "Sat 02:00", False, id="no-tail-on-saturday"),
            pytest.param(NIGHTS, "Sun 02:00", False, id="no-tail-on-sunday"),
            pytest.param(NIGHTS, "Sun 22:00", True, id="the-week-opens-on-sunday-night"),
            pytest.param(NIGHTS, "Mon 00:00", True, id="open-through-midnight"),
            pytest.param(weekly("Sat 22:00-06:00"), "Sun 02:00", True, id="the-tail-on-sunday-is-kept"),
            pytest.param(weekly("Sun 22:00-06:00"), "Mon 02:00", True, id="the-tail-over-the-weeks-end-is-kept"),
            pytest.param(LONG, "Sun 13:59", False, id="a-long-window-opens-on-sunday"),
            pytest.param(LONG, "Wed 00:00", True, id="a-long-window-is-open-at-midnight"),
            pytest.param(LONG, "Fri 16:59", True, id="a-long-window-lasts-until-friday"),
            pytest.param(LONG, "Fri 17:00", False, id="a-long-window-closes-on-friday"),
            pytest.param(LONG, "Sat 12:00", False, id="a-long-window-leaves-saturday"),
            pytest.param(weekly("Fri 17:00 - Mon 08:00"), "Mon 07:59", True, id="a-weekend-runs-over-the-weeks-end"),
            pytest.param(weekly("Fri 17:00 - Mon 08:00"), "Tue 07:59", False, id="a-weekend-is-over-on-tuesday"),
        ],
    )
    def test_nights_and_long_windows(self, schedule: Schedule, instant: str, expected: bool) -> None:
        assert schedule.is_open(at(instant)) is expected

    @pytest.mark.parametrize(
        ("hours", "holiday", "expected"),
        [
            pytest.param("Mon 09:00-09:00", None, "24h", id="closing-at-opening-is-24-hours"),
            pytest.param("Mon 09:00-09:00", "2026-09-15", "24h", id="24-hours-belong-to-the-day-they-open"),
            pytest.param("Mon 09:00-09:00", "2026-09-14", "0h", id="and-are-closed-with-it"),
            pytest.param("Mon 18:00-24:00", None, "6h", id="24-is-the-end-of-the-day"),
            pytest.param("Mon 00:00-24:00", None, "24h", id="a-whole-day"),
            pytest.param("Mon 00:00-00:00", None, "24h", id="midnight-to-midnight"),
            pytest.param("Mon-Sun 00:00-24:00", None, "168h", id="a-whole-week"),
            pytest.param("24x7", "2026-09-16", "144h", id="round-the-clock-loses-a-holiday"),
            pytest.param("Mon 14:00 - Fri 17:00", None, "99h", id="a-long-window"),
            pytest.param("Mon 14:00 - Fri 17:00", "2026-09-16", "75h", id="a-long-window-loses-a-day-within"),
            pytest.param("Mon 14:00 - Fri 17:00", "2026-09-14", "89h", id="a-long-window-loses-its-first-day"),
            pytest.param("Mon 14:00 - Fri 17:00", "2026-09-18", "82h", id="a-long-window-loses-its-last-day"),
            pytest.param("Mon 22:00-06:00", "2026-09-15", "8h", id="a-night-is-not-cut-at-midnight"),
        ],
    )
    def test_which_date_owns_it(self, hours: str, holiday: str | None, expected: str) -> None:
        schedule = weekly(hours, holidays=[holiday] if holiday else [])
        assert schedule.elapsed(at("Mon 00:00"), at("next Mon 00:00")) == amount(expected)

    @pytest.mark.parametrize("written", ["24x7", "24/7", "Mon-Sun 00:00-24:00", "Mon-Sun 00:00-00:00"])
    def test_round_the_clock_reopens_at_the_midnight_after_a_holiday(self, written: str) -> None:
        schedule = weekly(written, holidays=["2026-09-16"])
        assert same(schedule.next_closing(at("Mon 12:00")), "Wed 00:00")
        assert same(schedule.next_opening(at("Mon 12:00")), "Thu 00:00")


class TestR5:
    """A holiday cancels the windows that open on it, or with `calendar_date` all that is between its midnights."""

    @pytest.mark.parametrize(
        ("instant", "by_opening", "by_calendar"),
        [
            pytest.param("2026-11-25 23:00", True, True, id="the-evening-before-thanksgiving"),
            pytest.param("2026-11-26 00:00", True, False, id="thanksgivings-first-midnight"),
            pytest.param("2026-11-26 05:59", True, False, id="last-nights-shift-still-ends-at-6"),
            pytest.param("2026-11-26 06:00", False, False, id="and-then-it-is-closed"),
            pytest.param("2026-11-26 22:00", False, False, id="thanksgiving-night"),
            pytest.param("2026-11-27 00:00", False, True, id="the-midnight-after-thanksgiving"),
            pytest.param("2026-11-27 02:00", False, True, id="thursdays-shift-after-midnight"),
            pytest.param("2026-11-27 06:00", False, False, id="friday-morning"),
        ],
    )
    def test_nights_around_thanksgiving(self, instant: str, by_opening: bool, by_calendar: bool) -> None:
        assert NIGHTS.is_open(at(instant)) is by_opening
        assert NIGHTS_BY_CALENDAR.is_open(at(instant)) is by_calendar

    @pytest.mark.parametrize(
        ("schedule", "start", "length", "due"),
        [
            pytest.param(NIGHTS, "2026-11-25 22:00", "5h", "2026-11-26 03:00", id="the-shift-before-is-whole"),
            pytest.param(NIGHTS, "2026-11-25 22:00", "8h", "2026-11-26 06:00", id="until-its-closing"),
            pytest.param(NIGHTS, "2026-11-25 22:00", "9h", "2026-11-29 23:00", id="then-not-before-sunday-night"),
            pytest.param(NIGHTS, "2026-11-26 23:00", "1h", "2026-11-29 23:00", id="received-on-the-holiday"),
            pytest.param(NIGHTS_BY_CALENDAR, "2026-11-25 22:00", "2h", "2026-11-26 00:00", id="cut-at-midnight"),
            pytest.param(NIGHTS_BY_CALENDAR, "2026-11-25 22:00", "5h", "2026-11-27 03:00", id="on-after-the-holiday"),
            pytest.param(NIGHTS_BY_CALENDAR, "2026-11-26 12:00", "6h", "2026-11-27 06:00", id="the-rest-of-a-night"),
            pytest.param(OFFICE, "2026-11-25 17:00", "2h", "2026-11-27 10:00", id="an-office-skips-the-day"),
        ],
    )  # fmt: skip
    def test_deadlines_around_thanksgiving(self, schedule: Schedule, start: str, length: str, due: str) -> None:
        assert same(schedule.add(at(start), amount(length)), due)

    @pytest.mark.parametrize("rule", ["opening_date", "calendar_date"])
    @pytest.mark.parametrize(
        "holidays",
        [
            pytest.param(["2026-09-16"], id="a-date"),
            pytest.param({"2026-09-16": "Company day"}, id="a-named-date"),
            pytest.param("--09-16", id="a-date-every-year"),
            pytest.param(["US", "2026-09-16"], id="a-country-and-a-date"),
            pytest.param(HolidayCalendar(["US", {"2026-09-16": "Company day"}]), id="a-calendar"),
            pytest.param([HolidayCalendar("US"), "--09-16"], id="a-calendar-and-a-date"),
        ],
    )
    def test_every_way_to_say_it_closes_the_day(self, holidays: object, rule: str) -> None:
        schedule = weekly("Mon-Fri 09:00-18:00", holidays=holidays, holiday_rule=rule)
        assert same(schedule.add(at("Tue 17:00"), amount("2h")), "Thu 10:00")

    def test_one_regions_holiday_does_not_close_the_other(self) -> None:
        both = OFFICE | weekly("Mon-Fri 09:00-18:00", LONDON, holidays="GB")
        assert both.is_open(at("2026-11-26 12:00", LONDON))
        assert not both.is_open(at("2026-11-26 16:00"))


EARLY = weekly("Mon-Fri 09:00-18:00", holidays="US", exceptions={"2026-12-24": "09:00-13:00", "2026-12-31": "closed"})


class TestR6:
    """Hours given for a date replace that date's weekly hours and win over a holiday."""

    @pytest.mark.parametrize(
        ("exceptions", "instant", "expected"),
        [
            pytest.param({"2026-09-16": "09:00-13:00"}, "Wed 12:59", True, id="an-early-close-is-open-before"),
            pytest.param({"2026-09-16": "09:00-13:00"}, "Wed 13:00", False, id="and-closed-after"),
            pytest.param({"2026-09-16": "closed"}, "Wed 12:00", False, id="a-closed-day"),
            pytest.param({"2026-09-16": "closed"}, "Thu 12:00", True, id="the-day-after-a-closed-day"),
            pytest.param({"2026-09-19": "10:00-14:00"}, "Sat 10:00", True, id="an-extra-saturday"),
            pytest.param({"2026-09-19": "10:00-14:00"}, "next Sat 10:00", False, id="only-that-saturday"),
            pytest.param({"2026-09-16": "07:00-08:00"}, "Wed 12:00", False, id="replaced-rather-than-added"),
            pytest.param({"2026-09-16": "09:00-11:00, 15:00-16:00"}, "Wed 12:00", False, id="several-windows"),
            pytest.param({"2026-09-16": "09:00-11:00, 15:00-16:00"}, "Wed 15:30", True, id="the-second-of-them"),
            pytest.param({"2026-09-16": "20:00-02:00"}, "Thu 01:59", True, id="over-midnight"),
            pytest.param({"2026-09-16": "20:00-02:00"}, "Thu 02:00", False, id="over-midnight-and-done"),
            pytest.param({"2026-09-16": "24h"}, "Wed 23:59", True, id="a-whole-day"),
            pytest.param({"2026-09-16": "24h"}, "Thu 00:00", False, id="and-no-longer"),
            pytest.param({"2026-11-26": "10:00-12:00"}, "2026-11-26 11:00", True, id="wins-over-a-holiday"),
            pytest.param({"2026-11-26": "closed"}, "2026-11-26 11:00", False, id="closed-on-a-holiday"),
        ],
    )
    def test_office_hours(self, exceptions: dict[str, str], instant: str, expected: bool) -> None:
        schedule = weekly("Mon-Fri 09:00-18:00", holidays="US", exceptions=exceptions)
        assert schedule.is_open(at(instant)) is expected

    @pytest.mark.parametrize("rule", ["opening_date", "calendar_date"])
    @pytest.mark.parametrize(
        ("instant", "expected"),
        [
            pytest.param("2026-11-26 02:00", True, id="last-nights-shift-ends-as-usual"),
            pytest.param("2026-11-26 21:00", True, id="the-exception-opens"),
            pytest.param("2026-11-26 23:00", False, id="the-exception-closes"),
            pytest.param("2026-11-27 02:00", False, id="the-usual-shift-is-replaced"),
        ],
    )
    def test_a_date_with_an_exception_is_no_holiday(self, rule: str, instant: str, expected: bool) -> None:
        hours = {"2026-11-26": "20:00-23:00"}
        schedule = weekly("Sun-Thu 22:00-06:00", holidays="US", exceptions=hours, holiday_rule=rule)
        assert schedule.is_open(at(instant)) is expected

    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            pytest.param("opening_date", True, id="the-night-runs-on-into-the-holiday"),
            pytest.param("calendar_date", False, id="the-night-is-cut-at-the-holidays-midnight"),
        ],
    )
    def test_an_exceptional_night_before_a_holiday(self, rule: str, expected: bool) -> None:
        hours = {"2026-11-25": "20:00-04:00"}
        schedule = weekly("Mon-Fri 09:00-18:00", holidays="US", exceptions=hours, holiday_rule=rule)
        assert schedule.is_open(at("2026-11-26 01:00")) is expected

    @pytest.mark.parametrize(
        ("start", "length", "due"),
        [
            pytest.param("2026-12-24 12:00", "1h", "2026-12-24 13:00", id="used-up-at-the-early-close"),
            pytest.param("2026-12-24 12:00", "2h", "2026-12-28 10:00", id="over-the-early-close-and-christmas"),
            pytest.param("2026-12-30 17:00", "2h", "2027-01-04 10:00", id="over-the-closed-day-and-new-year"),
        ],
    )
    def test_deadlines_at_the_end_of_the_year(self, start: str, length: str, due: str) -> None:
        assert same(EARLY.add(at(start), amount(length)), due)

    def test_the_date_is_the_zones_own(self) -> None:
        shanghai = weekly("Mon-Fri 09:00-18:00", "Asia/Shanghai", exceptions={"2026-09-16": "09:00-12:00"})
        start, end = at("Wed 00:00", "Asia/Shanghai"), at("Thu 00:00", "Asia/Shanghai")
        assert shanghai.elapsed(start.astimezone(UTC), end.astimezone(UTC)) == amount("3h")

    def test_a_closed_day_leaves_the_night_before(self) -> None:
        schedule = weekly("Sun-Thu 22:00-06:00", exceptions={"2026-09-16": "closed"})
        assert schedule.is_open(at("Wed 05:59"))
        assert same(schedule.next_opening(at("Wed 06:00")), "Thu 22:00")


DEADLINES = [
    pytest.param(OFFICE, "Mon 09:00", "9h", "Mon 18:00", id="used-up-at-closing-is-due-at-closing"),
    pytest.param(OFFICE, "Mon 09:00", "9h1us", "Tue 09:00:00.000001", id="a-microsecond-more-is-the-next-day"),
    pytest.param(OFFICE, "Mon 08:00", "1h", "Mon 10:00", id="received-before-opening"),
    pytest.param(OFFICE, "Mon 18:00", "1h", "Tue 10:00", id="received-at-closing"),
    pytest.param(OFFICE, "Fri 17:30", "1h", "next Mon 09:30", id="over-the-weekend"),
    pytest.param(OFFICE, "Fri 17:00", "1h", "Fri 18:00", id="used-up-on-friday-evening"),
    pytest.param(OFFICE, "Sat 12:00", "1h", "next Mon 10:00", id="received-on-saturday"),
    pytest.param(OFFICE, "Mon 09:00", "24h", "Wed 15:00", id="24-hours-during-business-hours-are-24-hours"),
    pytest.param(OFFICE, "Mon 09:00", "45h", "Fri 18:00", id="a-week-of-hours"),
    pytest.param(OFFICE, "Mon 10:00", "30s", "Mon 10:00:30", id="seconds-count"),
    pytest.param(LUNCH, "Mon 12:00", "1h", "Mon 13:00", id="used-up-at-lunch"),
    pytest.param(LUNCH, "Mon 12:00", "2h", "Mon 15:00", id="lunch-is-not-counted"),
    pytest.param(LUNCH, "Mon 13:30", "1h", "Mon 15:00", id="received-at-lunch"),
    pytest.param(TOUCHING, "Mon 12:00", "1h", "Mon 13:00", id="used-up-where-windows-touch"),
    pytest.param(NIGHTS, "Fri 02:00", "1h", "Fri 03:00", id="friday-2am-is-thursdays-shift"),
    pytest.param(NIGHTS, "Thu 22:00", "8h", "Fri 06:00", id="a-night-used-up-at-its-closing"),
    pytest.param(NIGHTS, "Thu 22:00", "9h", "Sun 23:00", id="over-the-weekend-of-a-night-shift"),
    pytest.param(NIGHTS, "Tue 12:00", "1h", "Tue 23:00", id="received-by-day"),
    pytest.param(ALWAYS, "2026-03-08 01:30", "1h", "2026-03-08 03:30", id="an-hour-over-the-spring-gap"),
    pytest.param(ALWAYS, "2026-11-01 01:30", "1h", "2026-11-01 01:30 again", id="an-hour-into-the-repeated-hour"),
    pytest.param(ALWAYS, "2026-11-01 01:30 again", "1h", "2026-11-01 02:30", id="an-hour-out-of-it"),
    pytest.param(ALWAYS, "2026-03-07 12:00", "24h", "2026-03-08 13:00", id="24-hours-over-the-spring-change"),
    pytest.param(ALWAYS, "2026-10-31 12:00", "24h", "2026-11-01 11:00", id="24-hours-over-the-autumn-change"),
    pytest.param(LONG, "Fri 16:00", "2h", "Sun 15:00", id="a-long-windows-weekend"),
    pytest.param(OFFICE, "2026-07-02 17:00", "2h", "2026-07-06 10:00", id="an-observed-holiday"),
]


class TestR7:
    """A deadline is the least instant at which the time has passed; backward, the greatest."""

    @pytest.mark.parametrize(("schedule", "start", "length", "due"), DEADLINES)
    def test_forward(self, schedule: Schedule, start: str, length: str, due: str) -> None:
        assert same(schedule.add(at(start), amount(length)), due)

    @pytest.mark.parametrize(("schedule", "start", "length", "due"), DEADLINES)
    def test_what_passed_by_the_deadline_is_the_promise(
        self, schedule: Schedule, start: str, length: str, due: str
    ) -> None:
        assert schedule.elapsed(at(start), at(due)) == amount(length)

    @pytest.mark.parametrize(
        ("schedule", "start", "length", "due"),
        [
            pytest.param(OFFICE, "Mon 09:00", "9h", "Tue 09:00", id="used-up-at-closing"),
            pytest.param(OFFICE, "Fri 17:00", "1h", "next Mon 09:00", id="used-up-on-friday-evening"),
            pytest.param(OFFICE, "Mon 09:00", "8h", "Mon 17:00", id="used-up-while-open"),
            pytest.param(LUNCH, "Mon 12:00", "1h", "Mon 14:00", id="used-up-at-lunch"),
            pytest.param(TOUCHING, "Mon 12:00", "1h", "Mon 13:00", id="used-up-where-windows-touch"),
            pytest.param(NIGHTS, "Thu 22:00", "8h", "Sun 22:00", id="used-up-at-the-end-of-the-week"),
            pytest.param(NIGHTS, "2026-11-25 22:00", "8h", "2026-11-29 22:00", id="used-up-before-a-holiday"),
            pytest.param(ALWAYS, "Mon 00:00", "24h", "Tue 00:00", id="always-open"),
        ],
    )
    def test_at_the_next_opening(self, schedule: Schedule, start: str, length: str, due: str) -> None:
        assert same(schedule.add(at(start), amount(length), boundary="next_opening"), due)

    @pytest.mark.parametrize(
        ("schedule", "start", "length", "due"),
        [
            pytest.param(OFFICE, "Mon 18:00", "-9h", "Mon 09:00", id="back-to-the-opening"),
            pytest.param(OFFICE, "next Mon 09:00", "-1h", "Fri 17:00", id="back-over-the-weekend"),
            pytest.param(OFFICE, "next Mon 09:30", "-1h", "Fri 17:30", id="back-from-monday-morning"),
            pytest.param(OFFICE, "Sat 12:00", "-1h", "Fri 17:00", id="back-from-saturday"),
            pytest.param(OFFICE, "Tue 09:00", "-9h", "Mon 09:00", id="a-day-back"),
            pytest.param(OFFICE, "Tue 09:00", "-1us", "Mon 17:59:59.999999", id="a-microsecond-back"),
            pytest.param(OFFICE, "Tue 09:30", "-30m", "Tue 09:00", id="the-greatest-such-instant"),
            pytest.param(NIGHTS, "Fri 03:00", "-1h", "Fri 02:00", id="back-within-a-shift"),
            pytest.param(NIGHTS, "Sun 23:00", "-2h", "Fri 05:00", id="back-over-a-night-shifts-weekend"),
            pytest.param(ALWAYS, "2026-03-08 03:30", "-1h", "2026-03-08 01:30", id="back-over-the-spring-gap"),
            pytest.param(ALWAYS, "2026-11-01 02:30", "-1h", "2026-11-01 01:30 again", id="back-into-the-repeated-hour"),
            pytest.param(NIGHTS, "2026-11-30 00:00", "-3h", "2026-11-26 05:00", id="back-over-thanksgiving"),
        ],
    )  # fmt: skip
    def test_backward(self, schedule: Schedule, start: str, length: str, due: str) -> None:
        assert same(schedule.add(at(start), amount(length)), due)

    @pytest.mark.parametrize("start", ["Mon 10:00", "Mon 18:00", "Sat 12:00", "2026-11-26 12:00"])
    def test_nothing_added_is_the_start_open_or_not(self, start: str) -> None:
        assert same(OFFICE.add(at(start), ZERO), start)

    @pytest.mark.parametrize(
        ("start", "due"),
        [
            ("Mon 10:00", "Mon 10:00"),
            ("Mon 18:00", "Tue 09:00"),
            ("Sat 12:00", "next Mon 09:00"),
            ("2026-11-26 12:00", "2026-11-27 09:00"),
        ],
    )
    def test_nothing_added_goes_to_the_next_opening_where_that_is_asked_for(self, start: str, due: str) -> None:
        assert same(OFFICE.add(at(start), ZERO, boundary="next_opening"), due)


class TestR8:
    """Elapsed time is signed, and additive over any cut."""

    @pytest.mark.parametrize(
        ("schedule", "start", "end", "expected"),
        [
            pytest.param(OFFICE, "Mon 10:00", "Mon 12:00", "2h", id="within-a-window"),
            pytest.param(OFFICE, "Fri 17:00", "next Mon 10:00", "2h", id="over-the-weekend"),
            pytest.param(OFFICE, "Fri 18:00", "next Mon 09:00", "0h", id="from-closing-to-opening"),
            pytest.param(OFFICE, "Mon 00:00", "next Mon 00:00", "45h", id="a-week"),
            pytest.param(OFFICE, "2026-11-23 00:00", "2026-11-30 00:00", "36h", id="a-week-with-a-holiday"),
            pytest.param(NIGHTS, "Mon 00:00", "next Mon 00:00", "40h", id="a-week-of-nights"),
            pytest.param(NIGHTS, "Thu 12:00", "Sat 12:00", "8h", id="the-last-night-of-the-week"),
            pytest.param(ALWAYS, "Mon 00:00", "next Mon 00:00", "168h", id="a-week-round-the-clock"),
            pytest.param(OFFICE, "Mon 10:00", "Mon 10:00", "0h", id="no-time"),
        ],
    )
    def test_both_ways(self, schedule: Schedule, start: str, end: str, expected: str) -> None:
        assert schedule.elapsed(at(start), at(end)) == amount(expected)
        assert schedule.elapsed(at(end), at(start)) == -amount(expected)

    def test_a_breached_ticket_keeps_counting(self) -> None:
        due = OFFICE.add(at("Fri 17:00"), amount("1h"))
        assert OFFICE.elapsed(due, at("next Mon 10:00")) == amount("1h")


class TestR9:
    """Answers come back in the zone of the question."""

    @pytest.mark.parametrize(
        "zone", [UTC, ZoneInfo("Asia/Kolkata"), timezone(timedelta(hours=-5)), ZoneInfo(NEW_YORK)], ids=str
    )
    def test_every_answer_names_its_instant_as_it_was_asked(self, zone: ZoneInfo | timezone) -> None:
        start = at("Mon 10:00").astimezone(zone)
        answers = [
            OFFICE.add(start, amount("1h")),
            OFFICE.add(start, amount("9h"), boundary="next_opening"),
            OFFICE.add(start, -amount("1h")),
            OFFICE.add(start, ZERO),
            OFFICE.add_days(start, 1),
            OFFICE.add_days(start, 1, rule="close"),
            OFFICE.add_days(start, 0),
            *(getattr(OFFICE, ask)(start) for ask in ("next_opening", "next_closing", "previous_opening")),
            OFFICE.previous_closing(start),
            *(edge for w in OFFICE.windows(start, at("Fri 10:00")) for edge in (w.start, w.end)),
        ]
        assert {answer.tzinfo for answer in answers} == {zone}

    def test_a_question_from_utc(self) -> None:
        due = OFFICE.add(datetime(2026, 9, 14, 14, tzinfo=UTC), amount("9h"))
        assert due.isoformat() == "2026-09-15T14:00:00+00:00"

    def test_an_answer_in_a_repeated_hour_says_which(self) -> None:
        due = ALWAYS.add(at("2026-11-01 00:30"), amount("2h"))
        assert due.isoformat() == "2026-11-01T01:30:00-05:00"


EXTRA_SATURDAY = weekly("Mon-Fri 09:00-18:00", exceptions={"2026-09-19": "10:00-14:00"})
TOKYO_TOO = OFFICE | weekly("Mon-Fri 09:00-18:00", "Asia/Tokyo")
BREAK = weekly("Mon-Sun 00:00-01:00")


class TestR10:
    """A business day is a date on which a window opens; a shift's tail belongs to the date that opened it."""

    @pytest.mark.parametrize(
        ("schedule", "start", "days", "choices", "due"),
        [
            pytest.param(OFFICE, "Mon 10:00", 1, {}, "Tue 10:00", id="the-same-time-tomorrow"),
            pytest.param(OFFICE, "Mon 10:00", 4, {}, "Fri 10:00", id="four-days-on"),
            pytest.param(OFFICE, "Fri 17:00", 1, {}, "next Mon 17:00", id="over-the-weekend"),
            pytest.param(OFFICE, "Fri 17:00", 6, {}, "2026-09-28 17:00", id="over-two-weekends"),
            pytest.param(OFFICE, "Mon 10:00", 0, {}, "Mon 10:00", id="no-days"),
            pytest.param(OFFICE, "2026-11-25 10:00", 1, {}, "2026-11-27 10:00", id="over-thanksgiving"),
            pytest.param(OFFICE, "2026-03-06 10:00", 1, {}, "2026-03-09 10:00", id="over-a-clock-change"),
            pytest.param(EXTRA_SATURDAY, "Fri 10:00", 1, {}, "Sat 10:00", id="an-extra-saturday-is-a-day"),
            pytest.param(EARLY, "2026-12-30 10:00", 1, {}, "2027-01-04 10:00", id="a-closed-day-is-none"),
            pytest.param(OFFICE, "Sat 12:00", 1, {}, "next Tue 09:00", id="received-on-saturday-counts-as-monday"),
            pytest.param(OFFICE, "Mon 08:00", 1, {}, "Tue 09:00", id="received-early-counts-as-at-opening"),
            pytest.param(OFFICE, "Fri 18:00", 1, {}, "next Tue 09:00", id="received-at-closing-counts-as-monday"),
            pytest.param(OFFICE, "Sat 12:00", 0, {}, "next Mon 09:00", id="no-days-from-saturday-is-monday"),
            pytest.param(OFFICE, "Sat 12:00", 1, {"starts": "at_once"}, "next Mon 12:00", id="as-biz-reads-saturday"),
            pytest.param(OFFICE, "Sat 03:00", 1, {"starts": "at_once"}, "next Mon 09:00", id="due-early-waits"),
            pytest.param(OFFICE, "Sat 20:00", 1, {"starts": "at_once"}, "next Tue 09:00", id="due-late-waits"),
            pytest.param(OFFICE, "Fri 18:00", 1, {"starts": "at_once"}, "next Mon 18:00", id="due-at-closing-stands"),
            pytest.param(OFFICE, "Sat 20:00", 1, {"starts": "at_once", "ends": "as_is"}, "next Mon 20:00",
                         id="due-after-closing-as-it-is"),
            pytest.param(OFFICE, "Sat 20:00", 1, {"starts": "at_once", "ends": "previous_closing"}, "next Mon 18:00",
                         id="due-after-closing-goes-back"),
            pytest.param(OFFICE, "Mon 10:00", 1, {"ends": time(16)}, "Tue 16:00", id="due-at-four"),
            pytest.param(EARLY, "2026-12-23 15:00", 1, {}, "2026-12-28 09:00", id="the-nth-day-closes-early"),
            pytest.param(EARLY, "2026-12-23 15:00", 1, {"ends": "previous_closing"}, "2026-12-24 13:00",
                         id="the-nth-day-closes-early-and-it-goes-back"),
            pytest.param(ALWAYS, "Mon 10:00", 1, {"rule": "close", "ends": time(16)}, "Tue 16:00",
                         id="at-four-on-a-day-that-closes-as-the-next-one-opens"),
            pytest.param(OFFICE, "Mon 10:00", 1, {"rule": "close"}, "Tue 18:00", id="close-of-the-next-day"),
            pytest.param(OFFICE, "Mon 10:00", 0, {"rule": "close"}, "Mon 18:00", id="close-of-the-same-day"),
            pytest.param(LUNCH, "Mon 10:00", 1, {"rule": "close"}, "Tue 18:00", id="the-last-closing-of-the-day"),
            pytest.param(LUNCH, "Mon 15:00", 1, {"rule": "open"}, "Tue 09:00", id="the-first-opening-of-the-day"),
            pytest.param(EARLY, "2026-12-23 15:00", 1, {"rule": "close"}, "2026-12-24 13:00", id="an-early-close"),
            pytest.param(OFFICE, "Mon 10:00", 2, {"rule": "hours", "day_length": amount("9h")}, "Wed 10:00",
                         id="two-days-of-nine-hours"),
            pytest.param(OFFICE, "Mon 10:00", 1, {"rule": "hours", "day_length": amount("8h")}, "Mon 18:00",
                         id="a-day-of-eight-hours"),
            pytest.param(OFFICE, "Mon 09:00", 1, {"rule": "hours", "day_length": amount("24h")}, "Wed 15:00",
                         id="a-day-of-24-business-hours"),
            pytest.param(NIGHTS, "Fri 02:00", 1, {}, "next Mon 02:00", id="a-tail-counts-from-thursday"),
            pytest.param(NIGHTS, "Thu 23:00", 1, {}, "Sun 23:00", id="the-next-night-is-sundays"),
            pytest.param(NIGHTS, "Tue 02:00", 2, {}, "Thu 02:00", id="mondays-tail-to-wednesdays-tail"),
            pytest.param(NIGHTS, "Fri 02:00", 0, {"rule": "close"}, "Fri 06:00", id="close-of-thursdays-night"),
            pytest.param(NIGHTS, "Fri 02:00", 1, {"rule": "close"}, "next Mon 06:00", id="close-of-sundays-night"),
            pytest.param(NIGHTS, "Fri 12:00", 1, {}, "next Mon 22:00", id="received-by-day-counts-as-sunday-night"),
            pytest.param(NIGHTS, "2026-11-26 02:00", 1, {}, "2026-11-30 02:00", id="wednesdays-tail-over-thanksgiving"),
            pytest.param(NIGHTS_BY_CALENDAR, "2026-11-25 23:00", 1, {"rule": "open"}, "2026-11-27 00:00",
                         id="what-is-left-of-a-cut-night-opens-its-own-day"),
            pytest.param(NIGHTS_BY_CALENDAR, "2026-11-25 23:00", 1, {}, "2026-11-29 22:00",
                         id="and-that-day-is-friday-which-has-no-evening"),
            pytest.param(ALWAYS, "2026-03-07 02:30", 1, {}, "2026-03-08 03:00", id="a-reading-that-is-skipped"),
            pytest.param(ALWAYS, "2026-10-31 01:30", 1, {}, "2026-11-01 01:30", id="a-reading-shown-twice"),
            pytest.param(ALWAYS, "Mon 10:00", 1, {"rule": "close"}, "Wed 00:00", id="round-the-clock-ends-at-midnight"),
            pytest.param(LONG, "Fri 10:00", 1, {}, "Sun 14:00", id="a-long-windows-next-day-is-sunday"),
            pytest.param(TOKYO_TOO, "Mon 10:00", 1, {}, "Tue 10:00", id="a-union-counts-days-in-its-left-zone"),
            pytest.param(TOKYO_TOO, "Fri 10:00", 1, {}, "Sun 20:00", id="tokyos-monday-opens-on-new-yorks-sunday"),
            pytest.param(NIGHTS - BREAK, "Fri 02:00", 1, {}, "next Mon 02:00", id="a-break-leaves-thursdays-tail"),
            pytest.param(OFFICE, "Wed 10:00", -1, {}, "Tue 10:00", id="a-day-back"),
            pytest.param(OFFICE, "Mon 10:00", -1, {}, "last Fri 10:00", id="back-over-the-weekend"),
            pytest.param(OFFICE, "Sat 12:00", -1, {}, "Thu 18:00", id="back-from-saturday-is-from-fridays-closing"),
            pytest.param(NIGHTS, "next Mon 02:00", -1, {}, "Fri 02:00", id="back-from-sundays-tail-to-thursdays"),
            pytest.param(NIGHTS, "Fri 12:00", -1, {}, "Thu 06:00", id="back-from-thursdays-closing-to-wednesdays"),
            pytest.param(NIGHTS, "Fri 12:00", -1, {"rule": "close"}, "Thu 06:00", id="and-its-closing-is-the-same"),
            pytest.param(NIGHTS, "Fri 06:00", -1, {"rule": "open"}, "Wed 22:00", id="and-its-opening-is-wednesdays"),
        ],
    )  # fmt: skip
    def test_so_many_days_later(
        self, schedule: Schedule, start: str, days: int, choices: dict[str, object], due: str
    ) -> None:
        assert same(schedule.add_days(at(start), days, **choices), due)  # type: ignore[arg-type]

    def test_a_date_that_the_clocks_leave_and_enter_again(self) -> None:
        # At a minute past midnight the clocks go back to 23:01 of the day before: Sunday has begun and goes on.
        schedule = weekly("24x7", "America/St_Johns")
        close = schedule.add_days(datetime(2010, 11, 7, 3, tzinfo=UTC), 0, rule="close")
        assert same(close, "2010-11-08 00:00", "America/St_Johns")

    def test_a_combination_may_be_given_a_zone(self) -> None:
        tokyo = TOKYO_TOO.model_copy(update={"timezone": "Asia/Tokyo"})
        assert same(tokyo.add_days(at("Fri 10:00"), 1), "next Mon 10:00")
        assert tokyo.elapsed(at("Mon 00:00"), at("Sat 00:00")) == TOKYO_TOO.elapsed(at("Mon 00:00"), at("Sat 00:00"))

    def test_a_day_of_hours_needs_its_length(self) -> None:
        with pytest.raises((SlaClockError, ValueError, TypeError)):
            OFFICE.add_days(at("Mon 10:00"), 1, rule="hours")


class TestR13:
    """Time zones are IANA names; an abbreviation is refused with the likely zone and the way to fix an offset."""

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("EST", NEW_YORK),
            ("EDT", NEW_YORK),
            ("CST", "America/Chicago"),
            ("MST", "America/Denver"),
            ("PST", "America/Los_Angeles"),
            ("PDT", "America/Los_Angeles"),
            ("GMT+2", "UTC+02:00"),
            ("EST", "UTC-05:00"),
        ],
    )
    def test_what_was_meant_is_named(self, written: str, meant: str) -> None:
        with pytest.raises(DeclarationError, match=re.escape(meant)) as caught:
            weekly("24x7", written)
        assert written in str(caught.value)
        assert isinstance(caught.value, ValueError)

    @pytest.mark.parametrize(
        "written", ["IST", "CET", "BST", "HST", "GMT-5", "", "Mars/Base", "../etc/passwd", "local"]
    )
    def test_other_names_are_refused(self, written: str) -> None:
        with pytest.raises(DeclarationError):
            weekly("24x7", written)

    @pytest.mark.parametrize("name", ["UTC", NEW_YORK, "Asia/Kathmandu", "America/Argentina/Buenos_Aires"])
    def test_iana_names_are_taken(self, name: str) -> None:
        assert zone_named(name).utcoffset(datetime(2026, 7, 1)) == ZoneInfo(name).utcoffset(datetime(2026, 7, 1))

    @pytest.mark.parametrize(
        ("name", "offset"), [("UTC-05:00", "-5h"), ("UTC+05:45", "5h45m"), ("UTC+00:00", "0h"), ("UTC+14:00", "14h")]
    )
    def test_a_fixed_offset_on_purpose_knows_no_summer(self, name: str, offset: str) -> None:
        assert {zone_named(name).utcoffset(datetime(2026, month, 1)) for month in (1, 7)} == {amount(offset)}

    def test_published_as_est_and_meant_so(self) -> None:
        fixed = weekly("Mon-Fri 09:00-18:00", "UTC-05:00")
        assert same(fixed.next_opening(at("Mon 00:00")), "Mon 10:00")


LAST_YEAR = ["2026-12-24", "2026-12-25"]
BEYOND = [
    pytest.param(lambda schedule: schedule.is_open(at("2027-03-01 10:00")), id="is_open"),
    pytest.param(lambda schedule: schedule.add(at("2026-12-31 17:00"), amount("2h")), id="add"),
    pytest.param(lambda schedule: schedule.elapsed(at("2026-12-31 17:00"), at("2027-01-05 12:00")), id="elapsed"),
    pytest.param(lambda schedule: schedule.elapsed(at("2027-01-05 12:00"), at("2026-12-31 17:00")), id="elapsed-back"),
    pytest.param(lambda schedule: schedule.add_days(at("2026-12-31 17:00"), 2), id="add_days"),
    pytest.param(lambda schedule: list(schedule.windows(at("2026-12-31 17:00"), at("2027-01-05 12:00"))), id="windows"),
    pytest.param(lambda schedule: schedule.next_opening(at("2026-12-31 17:00")), id="next_opening"),
    pytest.param(lambda schedule: schedule.add(at("2026-01-01 10:00"), amount("-9h")), id="add-back"),
    pytest.param(lambda schedule: schedule.previous_closing(at("2026-01-01 05:00")), id="previous_closing"),
]
WITHIN = [
    pytest.param(lambda schedule: schedule.is_open(at("2026-03-01 10:00")), id="is_open"),
    pytest.param(lambda schedule: schedule.add(at("2026-12-31 16:00"), amount("2h")), id="add"),
    pytest.param(lambda schedule: schedule.elapsed(at("2026-01-01 00:00"), at("2026-12-31 23:00")), id="elapsed"),
    pytest.param(lambda schedule: schedule.add_days(at("2026-12-30 17:00"), 1), id="add_days"),
    pytest.param(lambda schedule: schedule.next_opening(at("2026-12-30 17:00")), id="next_opening"),
    pytest.param(lambda schedule: schedule.previous_closing(at("2026-03-01 05:00")), id="previous_closing"),
]


class TestR14:
    """An answer that needs a year beyond the holidays' coverage says so."""

    @pytest.mark.parametrize("ask", BEYOND)
    def test_a_warning_by_default(self, ask: Callable[[Schedule], object]) -> None:
        with pytest.warns(CoverageWarning, match=r"2027|2025"):
            ask(weekly("Mon-Fri 09:00-18:00", holidays=LAST_YEAR))

    @pytest.mark.parametrize("ask", BEYOND)
    def test_an_error_if_asked_for(self, ask: Callable[[Schedule], object]) -> None:
        with pytest.raises(CoverageError, match=r"2027|2025") as caught:
            ask(weekly("Mon-Fri 09:00-18:00", holidays=LAST_YEAR, outside_coverage="error"))
        assert isinstance(caught.value, LookupError)
        assert isinstance(caught.value, SlaClockError)

    # The suite turns warnings into errors, so that silence is asserted by running.
    @pytest.mark.parametrize("ask", BEYOND)
    def test_silence_if_asked_for(self, ask: Callable[[Schedule], object]) -> None:
        assert ask(weekly("Mon-Fri 09:00-18:00", holidays=LAST_YEAR, outside_coverage="ignore")) is not None

    @pytest.mark.parametrize("ask", WITHIN)
    def test_nothing_is_said_within_the_coverage(self, ask: Callable[[Schedule], object]) -> None:
        assert ask(weekly("Mon-Fri 09:00-18:00", holidays=LAST_YEAR, outside_coverage="error")) is not None

    @pytest.mark.parametrize("ask", BEYOND)
    @pytest.mark.parametrize("holidays", [[], "--12-24", "US", ["US", "2026-12-24"]], ids=str)
    def test_these_cover_every_year_asked(self, holidays: object, ask: Callable[[Schedule], object]) -> None:
        assert ask(weekly("Mon-Fri 09:00-18:00", holidays=holidays, outside_coverage="error")) is not None

    def test_a_source_that_ends_says_so(self) -> None:
        first, last = HolidayCalendar("LK").covered_years or (0, 0)
        assert first < 2026 <= last < 2100
        schedule = weekly("Mon-Fri 09:00-18:00", "Asia/Colombo", holidays="LK")
        with pytest.warns(CoverageWarning, match=str(last + 1)):
            schedule.is_open(datetime(last + 1, 6, 1, 5, tzinfo=UTC))

    def test_explicit_dates_cover_their_own_years(self) -> None:
        assert HolidayCalendar(["2025-12-24", "2027-01-01"]).covered_years == (2025, 2027)

    def test_a_holiday_has_a_name(self) -> None:
        calendar = HolidayCalendar(["US", {"2026-12-24": "Christmas Eve"}])
        assert [calendar.on(date(2026, 11, 26)).name, calendar.on(date(2026, 12, 24)).name] == [  # type: ignore[union-attr]
            "Thanksgiving Day",
            "Christmas Eve",
        ]
        assert calendar.on(date(2026, 11, 27)) is None

    def test_an_estimated_date_stays_marked(self) -> None:
        days = [date(2028, 1, 1) + timedelta(days=n) for n in range(366)]
        found = [holiday for day in days if (holiday := HolidayCalendar("BD").on(day))]
        assert {holiday.estimated for holiday in found} == {True, False}


class TestR15:
    """Every search ends, in an answer or in an error that names what was sought."""

    @pytest.mark.parametrize(
        "ask",
        [
            pytest.param(lambda s, t: s.add(t, amount("8h")), id="add"),
            pytest.param(lambda s, t: s.add(t, amount("-8h")), id="add-backward"),
            pytest.param(lambda s, t: s.add_days(t, 1), id="add_days"),
            pytest.param(lambda s, t: s.add_days(t, 1, starts="at_once"), id="add_days-at-once"),
            pytest.param(lambda s, t: s.next_opening(t), id="next_opening"),
            pytest.param(lambda s, t: s.next_closing(t), id="next_closing"),
            pytest.param(lambda s, t: s.previous_opening(t), id="previous_opening"),
            pytest.param(lambda s, t: s.previous_closing(t), id="previous_closing"),
        ],
    )
    def test_a_schedule_that_never_opens(self, ask: Callable[[Schedule, datetime], object]) -> None:
        with pytest.raises(NeverOpenError) as caught:
            ask(NEVER, at("Mon 10:00"))
        assert isinstance(caught.value, LookupError)
        assert isinstance(caught.value, SlaClockError)

    def test_the_error_names_what_is_left(self) -> None:
        with pytest.raises(NeverOpenError, match=r"\b8(:00| ?h)"):
            NEVER.add(at("Mon 10:00"), amount("8h"))

    def test_what_never_opens_still_answers(self) -> None:
        assert not NEVER.is_open(at("Mon 10:00"))
        assert NEVER.elapsed(at("Mon 10:00"), at("next Mon 10:00")) == ZERO
        assert list(NEVER.windows(at("Mon 10:00"), at("next Mon 10:00"))) == []

    @pytest.mark.parametrize("ask", ["next_opening", "next_closing", "previous_opening", "previous_closing"])
    def test_what_never_closes_has_no_edges(self, ask: str) -> None:
        with pytest.raises(NeverOpenError):
            getattr(ALWAYS, ask)(at("Mon 10:00"))

    @pytest.mark.parametrize(
        ("ask", "closed", "expected"),
        [
            pytest.param("next_closing", "2029-06-01", "2029-06-01 00:00", id="the-next-closing-years-ahead"),
            pytest.param("next_opening", "2029-06-01", "2029-06-02 00:00", id="the-next-opening-years-ahead"),
            pytest.param("previous_opening", "2021-06-01", "2021-06-02 00:00", id="the-last-opening-years-ago"),
            pytest.param("previous_closing", "2021-06-01", "2021-06-01 00:00", id="the-last-closing-years-ago"),
        ],
    )
    def test_edges_years_away_are_found(self, ask: str, closed: str, expected: str) -> None:
        schedule = weekly("24x7", exceptions={closed: "closed"})
        assert same(getattr(schedule, ask)(at("Mon 10:00")), expected)

    @pytest.mark.parametrize(
        ("start", "length"),
        [
            pytest.param("9999-06-01 10:00", "4000h", id="past-9999"),
            pytest.param("0001-06-01 10:00", "-4000h", id="before-the-first-year"),
        ],
    )
    def test_past_the_calendars_ends(self, start: str, length: str) -> None:
        with pytest.raises(NeverOpenError):
            weekly("Mon-Fri 09:00-18:00").add(at(start), amount(length))

    @pytest.mark.parametrize("length", [timedelta.max, timedelta.min], ids=["longest", "back"])
    def test_more_than_any_schedule_holds(self, length: timedelta) -> None:
        with pytest.raises(NeverOpenError):
            OFFICE.add(at("Mon 10:00"), length)

    @pytest.mark.parametrize("days", [10**9, -(10**9)])
    @pytest.mark.parametrize("rule", ["same_time", "close", "hours"])
    def test_more_days_than_there_are(self, days: int, rule: str) -> None:
        with pytest.raises(NeverOpenError):
            weekly("Mon 09:00-10:00").add_days(at("Mon 09:00"), days, rule=rule, day_length=amount("8h"))

    @pytest.mark.parametrize("instant", [datetime.min, datetime.max], ids=["first", "last"])
    @pytest.mark.parametrize("zone", [NEW_YORK, "Asia/Tokyo", "UTC", "Pacific/Apia"])
    @pytest.mark.parametrize("ask", ["is_open", "next_closing", "previous_opening"])
    def test_at_the_calendars_ends_errors_are_our_own(self, ask: str, instant: datetime, zone: str) -> None:
        with pytest.raises(SlaClockError):
            getattr(weekly("Mon-Fri 09:00-18:00", zone), ask)(instant.replace(tzinfo=UTC))

    def test_a_promise_of_years_is_met(self) -> None:
        start = datetime(2026, 1, 1, tzinfo=UTC)
        assert weekly("Mon 09:00-10:00", "UTC").add(start, amount("520h")) == datetime(2035, 12, 17, 10, tzinfo=UTC)


class TestHowHoursAreWritten:
    """What people write is read as they write it; what is not understood is refused."""

    @pytest.mark.parametrize(
        ("written", "plainly"),
        [
            ("Monday to Friday 9:00 AM to 6:00 PM", "Mon-Fri 09:00-18:00"),
            ("Mo-Fr 09:00-18:00", "Mon-Fri 09:00-18:00"),
            ("Mon–Fri 09:00–18:00", "Mon-Fri 09:00-18:00"),
            ("Sun–Thu 22:00-06:00", ["Sun-Wed 22:00-06:00", "Thu 22:00-06:00"]),
            ("Sun-Thu 10:00 PM to 6:00 AM", "Sun-Thu 22:00-06:00"),
            ("Mon-Fri 09:00-13:00, 14:00-18:00", ["Mon-Fri 09:00-13:00", "Mon-Fri 14:00-18:00"]),
            ("Fri-Mon 09:00-18:00", ["Fri 09:00-18:00", "Sat-Mon 09:00-18:00"]),
            ("24x7", "Mon-Sun 00:00-24:00"),
            ("24/7", "24x7"),
            ("Mon-Fri 12:00 AM to 12:00 PM", "Mon-Fri 00:00-12:00"),
        ],
        ids=str,
    )
    def test_the_same_hours(self, written: object, plainly: object) -> None:
        spans = [list(weekly(hours).windows(at("Mon 00:00"), at("next Mon 12:00"))) for hours in (written, plainly)]
        assert spans[0] == spans[1] != []

    @pytest.mark.parametrize(
        "written",
        ["", [], "Mon-Fri", "Mon 25:00-06:00", "Mon 09:60-18:00", "Someday 09:00-18:00", "Mon 09:00", "9-5ish",
         "Mon 09:00-48:01", "Mon 24:00-25:00", "Mon 13:00 PM - 18:00"],
        ids=str,
    )  # fmt: skip
    def test_what_is_not_understood_is_refused(self, written: object) -> None:
        with pytest.raises(DeclarationError) as caught:
            weekly(written)
        assert not written or str(written) in str(caught.value)

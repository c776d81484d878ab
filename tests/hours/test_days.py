"""What opens on which date, as the timeline asks for it: from any first to any last date (R4, R5, R6, R10)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slaclock import Schedule, SupportWindow
from slaclock.hours import Day, DeclaredDays
from slaclock.hours.days import OpeningDays, all_of, by_date, hours_on, on_date, whole_date
from slaclock.hours.open_dates import day_of
from slaclock.hours.text import ClockTimes, read_time

NEW_YORK, ST_JOHNS = ZoneInfo("America/New_York"), "America/St_Johns"
MONDAY = date(2026, 11, 23)
"""The week of Thanksgiving, which is its Thursday."""
NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def weekly(hours: Any, timezone: str = "America/New_York", **more: Any) -> Schedule:
    return Schedule(timezone=timezone, hours=hours, **more)


def opened(source: OpeningDays, first: date, last: date) -> list[Day]:
    """The business days from a first to a last date."""
    return [day_of(ordinal, edges) for ordinal, edges in source.days(first, last).by_date()]


def told(days: list[Day]) -> str:
    """Tell days as `Mon 09:00-17:00, Tue 22:00-06:00`, on the clocks of New York."""
    return ", ".join(
        f"{NAMES[day.date.weekday()]} "
        + " ".join(f"{start.astimezone(NEW_YORK):%H:%M}-{end.astimezone(NEW_YORK):%H:%M}" for start, end in day.spans)
        for day in days
    )


def week_of(schedule: Schedule, first: int = 0, last: int = 6) -> str:
    """What opens from one day of that week to another, both included."""
    return told(opened(schedule._days, MONDAY + timedelta(days=first), MONDAY + timedelta(days=last)))


OFFICE = weekly("Mon-Fri 09:00-17:00")
NIGHTS = weekly("Sun-Thu 22:00-06:00")
THANKSGIVING = "2026-11-26"
CLOSED = weekly("Sun-Thu 22:00-06:00", holidays=THANKSGIVING)
CUT = weekly("Sun-Thu 22:00-06:00", holidays=THANKSGIVING, holiday_rule="calendar_date")
CUT_TWICE = weekly("Mon-Sun 22:00-06:00", holidays=["2026-11-25", THANKSGIVING], holiday_rule="calendar_date")
OPENED = weekly("Mon-Fri 09:00-17:00", holidays=THANKSGIVING, exceptions={THANKSGIVING: "10:00-12:00"})
CLOSED_ONCE = weekly("Mon-Fri 09:00-17:00", exceptions={"2026-11-24": "closed", "2026-11-28": "10:00-14:00"})
IN_TOKYO = weekly("Mon-Fri 09:00-17:00", "Asia/Tokyo")
ROSTERED = weekly("Sun-Thu 22:00-06:00", belongs_to="closing_date")
"""The same nights, each of the date on which it ends."""
FAR_EAST, FAR_WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"
"""25 hours apart: for an hour a day their dates are two apart."""


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        pytest.param(OFFICE, "Mon 09:00-17:00, Tue 09:00-17:00, Wed 09:00-17:00, Thu 09:00-17:00, Fri 09:00-17:00",
                     id="weekdays"),
        pytest.param(NIGHTS, "Mon 22:00-06:00, Tue 22:00-06:00, Wed 22:00-06:00, Thu 22:00-06:00, Sun 22:00-06:00",
                     id="nights-belong-to-their-evenings"),
        pytest.param(CLOSED, "Mon 22:00-06:00, Tue 22:00-06:00, Wed 22:00-06:00, Sun 22:00-06:00",
                     id="a-holiday-cancels-the-night-that-opens-on-it"),
        pytest.param(CUT, "Mon 22:00-06:00, Tue 22:00-06:00, Wed 22:00-00:00, Fri 00:00-06:00, Sun 22:00-06:00",
                     id="or-is-closed-from-midnight-to-midnight"),
        pytest.param(CUT_TWICE, "Mon 22:00-06:00, Tue 22:00-00:00, Fri 00:00-06:00 22:00-06:00, Sat 22:00-06:00, "
                     "Sun 22:00-06:00", id="two-holidays-in-a-row"),
        pytest.param(OPENED, "Mon 09:00-17:00, Tue 09:00-17:00, Wed 09:00-17:00, Thu 10:00-12:00, Fri 09:00-17:00",
                     id="an-exception-opens-a-holiday"),
        pytest.param(CLOSED_ONCE, "Mon 09:00-17:00, Wed 09:00-17:00, Thu 09:00-17:00, Fri 09:00-17:00, Sat 10:00-14:00",
                     id="exceptions-close-and-open"),
        pytest.param(weekly("Mon 09:00-13:00, 12:00-17:00, 18:00-19:00"), "Mon 09:00-17:00 18:00-19:00",
                     id="what-overlaps-is-one"),
        pytest.param(weekly("Mon 09:00-10:00", exceptions={"2026-11-24": "09:00-13:00, 12:00-17:00"}),
                     "Mon 09:00-10:00, Tue 09:00-17:00", id="what-overlaps-in-an-exception-is-one"),
        pytest.param(weekly("Mon-Fri 09:00-17:00", holidays="US", exceptions={"holidays": "10:00-12:00"}),
                     "Mon 09:00-17:00, Tue 09:00-17:00, Wed 09:00-17:00, Thu 10:00-12:00, Fri 09:00-17:00",
                     id="an-exception-for-holidays"),
        pytest.param(weekly("Mon-Wed 09:00-17:00", holidays="US", exceptions={"holidays": "10:00-12:00"}),
                     "Mon 09:00-17:00, Tue 09:00-17:00, Wed 09:00-17:00",
                     id="an-exception-for-holidays-opens-no-day-off"),
        pytest.param(ROSTERED, "Mon 22:00-06:00, Tue 22:00-06:00, Wed 22:00-06:00, Thu 22:00-06:00, Fri 22:00-06:00",
                     id="nights-belong-to-their-mornings-by-choice"),
        pytest.param(weekly("Mon 09:00-09:00", belongs_to="closing_date"), "Tue 09:00-09:00",
                     id="24-hours-belong-to-the-date-on-which-they-end-by-choice"),
        pytest.param(weekly("Mon-Fri 09:00-13:00, 14:00-18:00") - weekly("Tue 15:00-15:30"),
                     "Mon 09:00-13:00 14:00-18:00, Tue 09:00-13:00 14:00-15:00 15:30-18:00, "
                     "Wed 09:00-13:00 14:00-18:00, Thu 09:00-13:00 14:00-18:00, Fri 09:00-13:00 14:00-18:00",
                     id="a-break-in-the-afternoon"),
        pytest.param(weekly("Mon 10:00-11:00") | weekly("Tue 16:00-24:00", "America/Chicago"),
                     "Mon 10:00-11:00, Tue 17:00-01:00", id="another-zone-is-sorted-by-openings"),
        pytest.param(weekly("Mon 10:00-11:00")
                     | weekly("Tue 16:00-23:00", "America/Chicago", belongs_to="closing_date"),
                     "Mon 10:00-11:00, Tue 17:00-00:00", id="or-by-closings-and-midnight-ends-a-date"),
        pytest.param(weekly("Mon 10:00-11:00")
                     | weekly([SupportWindow(days=("Tue",), opens="16:00", closes=time(23, 0, 0, 1))],
                              "America/Chicago", belongs_to="closing_date"),
                     "Mon 10:00-11:00, Wed 17:00-00:00", id="and-a-microsecond-later-it-has-ended"),
        pytest.param(weekly("Mon 10:00-11:00")
                     | (weekly("Tue 16:00-24:00", "America/Chicago", belongs_to="closing_date")
                        - weekly("Tue 18:00-19:00", "America/Chicago")),
                     "Mon 10:00-11:00, Tue 17:00-19:00, Wed 20:00-01:00", id="a-combination-goes-by-its-first-part"),
        pytest.param(IN_TOKYO | weekly("Mon 10:00-11:00", "Asia/Tokyo"),
                     "Mon 19:00-03:00, Tue 19:00-03:00, Wed 19:00-03:00, Thu 19:00-03:00, Fri 19:00-03:00",
                     id="in-its-own-zone"),
        pytest.param(OFFICE | IN_TOKYO,
                     "Mon 09:00-17:00 19:00-03:00, Tue 09:00-17:00 19:00-03:00, Wed 09:00-17:00 19:00-03:00, "
                     "Thu 09:00-17:00 19:00-03:00, Fri 09:00-17:00, Sun 19:00-03:00",
                     id="another-zone-is-sorted-by-the-dates-here"),
        pytest.param(weekly("Mon 18:00-20:00") | IN_TOKYO, "Mon 18:00-03:00, Tue 19:00-03:00, Wed 19:00-03:00, "
                     "Thu 19:00-03:00, Sun 19:00-03:00", id="what-overlaps-from-two-zones-is-one"),
        pytest.param(weekly("Mon-Fri 08:00-22:00") & IN_TOKYO,
                     "Mon 19:00-22:00, Tue 19:00-22:00, Wed 19:00-22:00, Thu 19:00-22:00", id="in-common"),
        pytest.param(weekly("Mon-Fri 08:00-22:00") - IN_TOKYO,
                     "Mon 08:00-19:00, Tue 08:00-19:00, Wed 08:00-19:00, Thu 08:00-19:00, Fri 08:00-22:00",
                     id="without-the-other"),
        pytest.param(NIGHTS - weekly("Mon-Sun 23:00-04:00"),
                     "Mon 22:00-23:00 04:00-06:00, Tue 22:00-23:00 04:00-06:00, Wed 22:00-23:00 04:00-06:00, "
                     "Thu 22:00-23:00 04:00-06:00, Sun 22:00-23:00 04:00-06:00", id="a-break-leaves-the-tail"),
        pytest.param(OFFICE - weekly("Tue 00:00-24:00"), "Mon 09:00-17:00, Wed 09:00-17:00, Thu 09:00-17:00, "
                     "Fri 09:00-17:00", id="nothing-left-is-no-day"),
        pytest.param(OFFICE & NIGHTS, "", id="nothing-in-common"),
        pytest.param((OFFICE | NIGHTS) - OFFICE,
                     "Mon 22:00-06:00, Tue 22:00-06:00, Wed 22:00-06:00, Thu 22:00-06:00, Sun 22:00-06:00",
                     id="three-parts"),
    ],
)  # fmt: skip
def test_what_opens_on_the_days_of_a_week(schedule: Schedule, days: str) -> None:
    assert week_of(schedule) == days


@pytest.mark.parametrize(
    "schedule",
    [
        pytest.param(CLOSED, id="nights"),
        pytest.param(CUT, id="cut-at-midnight"),
        pytest.param(CUT_TWICE, id="cut-for-two-days"),
        pytest.param(OPENED, id="exceptions"),
        pytest.param(OFFICE | IN_TOKYO, id="a-union-of-zones"),
        pytest.param(IN_TOKYO & NIGHTS, id="in-common-of-zones"),
        pytest.param(IN_TOKYO - CUT, id="a-difference-of-zones"),
        pytest.param(weekly("24x7", FAR_EAST) - weekly("Mon-Sun 09:00-10:00", FAR_WEST),
                     id="zones-that-are-25-hours-apart"),
        pytest.param(weekly("Sun 23:59-23:59", FAR_WEST)
                     - weekly("Wed 00:30-00:20", FAR_EAST, belongs_to="closing_date"),
                     id="without-what-belongs-to-a-date-four-days-later"),
        pytest.param(weekly("Sun 00:01-00:01", FAR_EAST, belongs_to="closing_date")
                     - weekly("Thu 23:30-23:10", FAR_WEST), id="or-to-one-four-days-earlier"),
        pytest.param(weekly("Mon 09:00-10:00", FAR_EAST)
                     | (weekly("Wed 23:59-23:59", FAR_WEST) - weekly("Wed 23:59-23:00", FAR_WEST)),
                     id="with-the-tail-of-a-date-three-days-earlier"),
        pytest.param(weekly("Sun 14:00 - Fri 17:00") - weekly("Mon-Sun 23:00-01:00"), id="a-block-with-breaks"),
    ],
)  # fmt: skip
def test_days_are_the_same_whatever_is_asked_around_them(schedule: Schedule) -> None:
    def days(first: int, last: int) -> list[Day]:
        return opened(schedule._days, MONDAY + timedelta(days=first), MONDAY + timedelta(days=last))

    around = days(-30, 30)
    assert [day.date for day in around] == sorted({day.date for day in around})
    for first in range(-3, 8):
        for last in range(first, 9):
            begins, ends = MONDAY + timedelta(days=first), MONDAY + timedelta(days=last)
            assert days(first, last) == [day for day in around if begins <= day.date <= ends]


def test_a_day_opens_first_and_closes_last() -> None:
    (monday,) = opened(weekly("Mon 09:00-13:00, 14:00-18:00")._days, MONDAY, MONDAY)
    assert monday.opens == datetime(2026, 11, 23, 14, tzinfo=UTC)
    assert monday.closes == datetime(2026, 11, 23, 23, tzinfo=UTC)


def test_without_closures_the_usual_hours_are_left() -> None:
    found = OPENED._days.without_closures(MONDAY, MONDAY + timedelta(days=6))
    assert told(found) == ("Mon 09:00-17:00, Tue 09:00-17:00, Wed 09:00-17:00, Thu 09:00-17:00, Fri 09:00-17:00")


def test_hours_that_no_clock_shows_make_no_business_day() -> None:
    small_hours = weekly("Sun 02:10-02:50")._days
    assert isinstance(small_hours, DeclaredDays)
    sunday = date(2026, 3, 8)
    assert opened(small_hours, sunday, sunday) == []
    assert small_hours.without_closures(sunday, sunday) == []
    assert len(opened(small_hours, sunday, sunday + timedelta(days=7))) == 1


def test_a_combination_is_as_irregular_as_its_parts() -> None:
    assert all_of([(2020, 2021), (2010, 2015), (2024, 2030)]) == (2010, 2030)
    assert (CLOSED_ONCE | OFFICE)._days.irregular == all_of([CLOSED_ONCE._days.irregular, OFFICE._days.irregular])


def test_a_combination_is_more_work_than_its_parts() -> None:
    both, ours, theirs = (OFFICE | IN_TOKYO)._days, OFFICE._days, IN_TOKYO._days
    assert both.windows == ours.windows + theirs.windows
    assert both.effort > ours.effort + theirs.effort


def test_a_combination_belongs_to_dates_as_its_first_part_and_reaches_back_where_any_does() -> None:
    assert [(both._days.belongs_to, both._days.reaches_back) for both in (OFFICE | ROSTERED, ROSTERED | OFFICE)] == [
        ("opening_date", True),
        ("closing_date", True),
    ]
    assert not (OFFICE | NIGHTS)._days.reaches_back


def times(text: str) -> ClockTimes:
    opens, closes = text.split("-")
    return ClockTimes(read_time(opens), read_time(closes))


@pytest.mark.parametrize(
    ("day", "hours", "zone", "start", "end"),
    [
        pytest.param("2026-11-25", "09:00-17:00", "America/New_York", "25 14:00", "25 22:00", id="within-a-date"),
        pytest.param("2026-11-25", "22:00-06:00", "America/New_York", "26 03:00", "26 11:00", id="over-midnight"),
        pytest.param("2026-11-25", "09:00-09:00", "America/New_York", "25 14:00", "26 14:00", id="24-hours"),
        pytest.param("2026-11-25", "00:00-24:00", "America/New_York", "25 05:00", "26 05:00", id="a-whole-date"),
        pytest.param("2026-03-08", "01:00-04:00", "America/New_York", "08 06:00", "08 08:00", id="a-gap-in-it"),
    ],
)
def test_a_window_of_a_date(day: str, hours: str, zone: str, start: str, end: str) -> None:
    month = day[:8]
    assert on_date(date.fromisoformat(day), times(hours), ZoneInfo(zone)) == (
        datetime.fromisoformat(f"{month}{start}+00:00"),
        datetime.fromisoformat(f"{month}{end}+00:00"),
    )


def test_a_window_in_a_gap_opens_nowhere() -> None:
    in_gap, around = times("02:10-02:50"), times("03:00-04:00")
    dates = [date(2026, 3, 8), date(2026, 3, 9)]
    found = hours_on({day: [in_gap, around] for day in dates}, NEW_YORK, "opening_date")
    assert [len(edges) for edges in found.values()] == [2, 4]
    assert hours_on({}, NEW_YORK, "opening_date") == {}


def test_a_skipped_date_is_empty() -> None:
    start, end = whole_date(date(2011, 12, 30), ZoneInfo("Pacific/Apia"))
    assert start == end
    before, after = whole_date(date(2011, 12, 31), ZoneInfo("Pacific/Apia"))
    assert after - before == timedelta(hours=24)


@pytest.mark.parametrize(
    ("start", "end", "zone", "pieces"),
    [
        pytest.param("2026-11-25 14:00", "2026-11-25 20:00", "UTC", ["25 14:00-20:00"], id="within-a-date"),
        pytest.param("2026-11-25 14:00", "2026-11-26 00:00", "UTC", ["25 14:00-00:00"], id="to-midnight"),
        pytest.param("2026-11-25 00:00", "2026-11-27 06:00", "UTC",
                     ["25 00:00-00:00", "26 00:00-00:00", "27 00:00-06:00"], id="over-two-midnights"),
        pytest.param("2026-11-25 14:00", "2026-11-25 14:00", "UTC", [], id="empty"),
        pytest.param("2010-11-07 02:00", "2010-11-08 04:00", ST_JOHNS,
                     ["06 02:00-02:30", "07 02:30-03:30", "08 03:30-04:00"],
                     id="where-clocks-go-back-over-midnight-the-next-date-has-begun"),
        pytest.param("2010-11-07 03:00", "2010-11-07 05:00", ST_JOHNS, ["07 03:00-05:00"],
                     id="from-within-the-hour-that-comes-again"),
    ],
)  # fmt: skip
def test_a_span_is_cut_at_midnights(start: str, end: str, zone: str, pieces: list[str]) -> None:
    whole = (datetime.fromisoformat(f"{start}+00:00"), datetime.fromisoformat(f"{end}+00:00"))
    found = list(by_date(whole, ZoneInfo(zone)))
    assert [f"{day:%d} {opens:%H:%M}-{closes:%H:%M}" for day, (opens, closes) in found] == pieces
    assert all(span[0].tzinfo is UTC for _, span in found)

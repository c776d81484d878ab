"""A year of a schedule: what each date is, on a page, and as iCalendar."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from html_reader import Reader
from hypothesis import given, settings
from icalendar import Calendar
from strategies import Case, cases

from slaclock import ChoiceError, Schedule
from slaclock.hours.days import midnight
from slaclock.hours.zone import to_utc
from slaclock.hours.zone_names import zone_named
from slaclock.render.ics import year_ics
from slaclock.render.wall_calendar import year_html, year_text
from slaclock.render.year import Year, YearDate, year_of

OFFICE = Schedule(
    timezone="America/New_York",
    hours="Mon-Fri 09:00-18:00",
    holidays="US",
    exceptions={
        "2027-12-24": {"hours": "09:00-13:00", "name": "Christmas Eve"},
        "2027-12-31": "closed",
        "2027-11-27": "10:00-12:00",
    },
    seasons=[
        {"first": "--06-01", "last": "--08-31", "hours": "Mon-Thu 09:00-18:00; Fri 09:00-13:00", "name": "summer"},
        {"first": "2027-04-05", "last": "2027-04-09", "hours": "closed", "name": "shutdown"},
    ],
    name="office",
)
NIGHTS = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US", name="nights")
ALWAYS = Schedule(timezone="America/New_York", hours="24x7", name="always")
EMEA = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00", holidays="GB-ENG", name="emea")
PATCHING = Schedule(
    timezone="America/New_York",
    hours={"rrule": "FREQ=MONTHLY;BYDAY=1SU", "first": "2026-01-01", "opens": "10:00", "closes": "12:00"},
    name="patching",
)
BLOCK = Schedule(timezone="Australia/Sydney", hours="Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles")
DHAKA = Schedule(timezone="Asia/Dhaka", hours="Sun-Thu 09:00-18:00", holidays="BD", name="dhaka")
CUT = Schedule(timezone="UTC", hours="Sun-Thu 22:00-06:00", holidays=["2027-03-01"], holiday_rule="calendar_date")


def on(schedule: Schedule, day: str) -> YearDate:
    when = date.fromisoformat(day)
    return next(each for each in year_of(schedule, when.year).dates if each.date == when)


class TestDates:
    """What a date is, and why."""

    @pytest.mark.parametrize(
        ("schedule", "day", "kind", "name", "hours"),
        [
            pytest.param(OFFICE, "2027-03-01", "open", "", ("09:00-18:00",), id="a-working-day"),
            pytest.param(OFFICE, "2027-03-06", "closed", "", (), id="a-saturday"),
            pytest.param(OFFICE, "2027-11-25", "holiday", "Thanksgiving Day", (), id="a-holiday"),
            pytest.param(OFFICE, "2027-12-25", "holiday", "Christmas Day", (), id="a-holiday-on-a-saturday"),
            pytest.param(OFFICE, "2027-12-24", "exception", "Christmas Eve", ("09:00-13:00",), id="a-half-day"),
            pytest.param(OFFICE, "2027-12-31", "shut", "closed on that date", (), id="closed-by-exception"),
            pytest.param(
                OFFICE, "2027-11-27", "exception", "hours of that date", ("10:00-12:00",), id="an-extra-saturday"
            ),
            pytest.param(OFFICE, "2027-07-02", "season", "summer", ("09:00-13:00",), id="a-summer-friday"),
            pytest.param(OFFICE, "2027-07-03", "closed", "", (), id="a-saturday-in-summer"),
            pytest.param(OFFICE, "2027-07-05", "holiday", "Independence Day (observed)", (), id="a-holiday-in-summer"),
            pytest.param(OFFICE, "2027-04-06", "shut", "shutdown", (), id="a-shutdown"),
            pytest.param(NIGHTS, "2027-03-01", "open", "", ("22:00-06:00",), id="a-night-belongs-to-its-opening"),
            pytest.param(NIGHTS, "2027-11-25", "holiday", "Thanksgiving Day", (), id="a-holiday-of-a-night"),
            pytest.param(NIGHTS, "2027-11-26", "closed", "", (), id="the-morning-after-is-fridays"),
            pytest.param(ALWAYS, "2027-12-25", "open", "", ("00:00-24:00",), id="always-open"),
            pytest.param(
                ALWAYS - PATCHING,
                "2027-02-07",
                "exception",
                "excluded: patching",
                ("00:00-10:00", "12:00-24:00"),
                id="a-closure",
            ),
            pytest.param(
                OFFICE | EMEA,
                "2027-12-27",
                "exception",
                "Christmas Day (observed)",
                ("09:00-18:00",),
                id="a-holiday-of-one-of-two",
            ),
            pytest.param(OFFICE & EMEA, "2027-01-01", "holiday", "New Year's Day", (), id="a-holiday-of-both"),
            pytest.param(OFFICE & EMEA, "2027-03-20", "closed", "", (), id="a-saturday-of-both"),
            pytest.param(
                OFFICE & EMEA,
                "2027-03-18",
                "exception",
                "other hours than usual",
                ("09:00-13:00",),
                id="clocks-that-change-on-other-dates",
            ),
            pytest.param(OFFICE & EMEA, "2027-04-06", "shut", "shutdown", (), id="a-shutdown-of-one-of-both"),
            pytest.param(PATCHING, "2027-02-07", "open", "", ("10:00-12:00",), id="a-rule"),
            pytest.param(CUT, "2027-03-01", "holiday", "holiday", (), id="a-holiday-by-the-calendar"),
        ],
    )
    def test_of_a_year(self, schedule: Schedule, day: str, kind: str, name: str, hours: tuple[str, ...]) -> None:
        found = on(schedule, day)
        assert (found.kind, found.name, found.hours) == (kind, name, hours)

    def test_an_estimate_says_so(self) -> None:
        estimated = [day for day in year_of(DHAKA, 2027).dates if day.estimated]
        assert estimated
        assert {day.kind for day in estimated} == {"holiday"}

    @pytest.mark.parametrize(
        ("day", "change", "hours"),
        [
            pytest.param("2027-03-14", "clocks go forward, 02:00–03:00 skipped", 23, id="forward"),
            pytest.param("2027-11-07", "clocks go back, 01:00–02:00 twice", 25, id="back"),
            pytest.param("2027-11-08", "", 24, id="another-day"),
        ],
    )
    def test_a_clock_change(self, day: str, change: str, hours: int) -> None:
        found = on(ALWAYS, day)
        assert (found.clock_change, found.open) == (change, timedelta(hours=hours))

    def test_a_date_that_the_zone_skipped_is_left_out(self) -> None:
        apia = year_of(Schedule(timezone="Pacific/Apia", hours="24x7"), 2011)
        assert len(apia.dates) == 364
        assert len(apia.months[11]) == 30

    @pytest.mark.parametrize("year", [0, 1, 9999, 27_000])
    def test_years_that_there_are_not(self, year: int) -> None:
        with pytest.raises(ChoiceError, match=f"not {year}; write e.g. 2027"):
            year_of(OFFICE, year)

    @given(cases())
    def test_a_date_is_open_as_business_days_are(self, case: Case) -> None:
        """A date has hours exactly when something opens on it, and a leap year has 366 dates."""
        (at,) = case.instants
        year = year_of(case.schedule, at.year)
        assert all(bool(day.hours) == case.schedule.is_business_day(day.date) for day in year.dates)
        assert all(bool(day.hours) == bool(day.open) for day in year.dates)
        assert not any(day.hours for day in year.dates if day.kind in ("closed", "shut"))

    def test_it_is_data(self) -> None:
        year = year_of(OFFICE, 2027)
        assert Year.model_validate_json(year.model_dump_json()) == year


class TestText:
    """Twelve months for a terminal, readable without colour."""

    def test_a_month_and_what_is_special(self) -> None:
        lines = year_text(year_of(OFFICE, 2027)).splitlines()
        assert lines[0] == "office, 2027 (America/New_York)"
        assert "  6   7   8   9  10  11· 12·" in "\n".join(lines)
        assert " 20  21  22  23  24! 25* 26·" in "\n".join(lines)
        special = lines[lines.index("* Fri 01 Jan               New Year's Day") :]
        assert "x Mon 05 Apr – Fri 09 Apr  shutdown" in special
        assert "~ Tue 01 Jun – Tue 31 Aug  summer: Mon-Thu 09:00-18:00; Fri 09:00-13:00" in special
        assert "! Sat 27 Nov               hours of that date: 10:00-12:00" in special
        assert "! Fri 24 Dec               Christmas Eve: 09:00-13:00" in special
        assert special[-2:] == [
            "^ Sun 14 Mar               clocks go forward, 02:00–03:00 skipped",
            "^ Sun 07 Nov               clocks go back, 01:00–02:00 twice",
        ]

    def test_the_legend_has_the_signs_that_are_used(self) -> None:
        assert "1 open, usual hours  1^ the clocks change" in year_text(year_of(ALWAYS, 2027))
        utc = Schedule(timezone="UTC", hours="24x7")
        assert year_text(year_of(utc, 2027)).endswith("\n1 open, usual hours")

    def test_an_estimate_is_marked(self) -> None:
        text = year_text(year_of(DHAKA, 2027))
        assert "Eid al-Fitr (estimated)" in text

    def test_the_weekday_before_the_date_is_its_own(self) -> None:
        """Every date of a listed month stands under its day of the week."""
        lines = year_text(year_of(NIGHTS, 2028)).splitlines()
        heading = next(number for number, line in enumerate(lines) if line.startswith("January"))
        for line in lines[heading + 2 : heading + 8]:
            for column in range(7):
                cell = line[31 + 4 * column : 34 + 4 * column].strip()  # February stands in the middle.
                assert not cell or date(2028, 2, int(cell)).weekday() == column

    def test_the_same_name_at_another_time_of_the_year_is_another_line(self) -> None:
        fairs = Schedule(
            timezone="UTC",
            hours="daily 9-17",
            holidays={"2027-03-01": "fair", "2027-03-02": "fair", "2027-09-01": "fair"},
        )
        assert year_text(year_of(fairs, 2027)).splitlines()[-2:] == [
            "* Mon 01 Mar – Tue 02 Mar  fair",
            "* Wed 01 Sep               fair",
        ]

    def test_hostile_names_stay_on_their_line(self) -> None:
        evil = Schedule(timezone="UTC", hours="Mon 9-10", holidays={"2027-01-04": "a\x1b[2Jb\nc"}, name="x\ny")
        text = year_text(year_of(evil, 2027))
        assert "\x1b" not in text
        assert "* Mon 04 Jan  a�[2Jb c" in text.splitlines()


class TestPage:
    """The same year in HTML."""

    def test_twelve_months_of_dates(self) -> None:
        page = Reader(year_html(year_of(OFFICE, 2027)))
        kinds = Counter(day.kind for day in year_of(OFFICE, 2027).dates)
        assert (page.tags["table"], page.tags["b"], page.open) == (12, 365, [])
        # Each kind once more, in the legend.
        assert {kind: page.classes[kind] - 1 for kind in kinds} == dict(kinds)

    def test_a_year_without_anything_special(self) -> None:
        page = Reader(year_html(year_of(Schedule(timezone="UTC", hours="24x7"), 2027)))
        assert (page.tags["dl"], page.classes["holiday"]) == (0, 0)

    def test_hostile_names_are_text(self) -> None:
        evil = Schedule(
            timezone="UTC",
            hours="Mon 9-10",
            holidays={"2027-01-04": "<script>alert('1')</script>"},
            name='<img src=x onerror="1">' + "long" * 500,
        )
        page = Reader(year_html(year_of(evil, 2027)))
        assert (page.tags["script"], page.tags["img"], page.open) == (0, 0, [])
        assert "<script>alert('1')</script>" in page.text


def events_of(schedule: Schedule, year: int) -> tuple[list[tuple[datetime, datetime]], list[Any]]:
    """What a reader of calendars finds: open spans, and all-day events."""
    events = Calendar.from_ical(year_ics(schedule, year)).walk("VEVENT")
    timed = [
        (each.decoded("dtstart"), each.decoded("dtend")) for each in events if "T" in each["dtstart"].to_ical().decode()
    ]
    whole = [each for each in events if "T" not in each["dtstart"].to_ical().decode()]
    return timed, whole


def windows_of(schedule: Schedule, year: int) -> list[tuple[datetime, datetime]]:
    zone = zone_named(schedule.timezone)
    start, end = midnight(date(year, 1, 1), zone), midnight(date(year + 1, 1, 1), zone)
    return [(to_utc(window.start), to_utc(window.end)) for window in schedule.windows(start, end)]


class TestICalendar:
    """A calendar reads back the same open time."""

    @pytest.mark.parametrize(
        "schedule",
        [
            pytest.param(OFFICE, id="an-office-with-seasons"),
            pytest.param(NIGHTS, id="nights-over-the-turn-of-the-year"),
            pytest.param(ALWAYS, id="all-the-time"),
            pytest.param(BLOCK, id="a-block-in-two-zones"),
            pytest.param(OFFICE | EMEA, id="a-union"),
            pytest.param(OFFICE & EMEA, id="an-intersection"),
            pytest.param(ALWAYS - PATCHING, id="all-but-a-closure"),
            pytest.param(~OFFICE, id="out-of-hours"),
            pytest.param(
                Schedule(timezone="Africa/Cairo", hours="Sun-Thu 22:00-02:30"), id="clocks-change-at-midnight"
            ),
            pytest.param(
                Schedule(timezone="Australia/Lord_Howe", hours="Sat 20:00-03:00"), id="half-an-hour-of-change"
            ),
        ],
    )
    def test_reads_back(self, schedule: Schedule) -> None:
        timed, _ = events_of(schedule, 2027)
        assert timed == windows_of(schedule, 2027)

    # A whole year is written and read for each.
    @settings(max_examples=10)
    @given(cases())
    def test_reads_back_for_any_hours(self, case: Case) -> None:
        """Whatever is open in a year is in its calendar, to the second and nothing else."""
        (at,) = case.instants
        timed, _ = events_of(case.schedule, at.astimezone(UTC).year)
        assert timed == windows_of(case.schedule, at.astimezone(UTC).year)

    def test_holidays_end_on_the_day_after(self) -> None:
        _, whole = events_of(NIGHTS, 2027)
        holidays = [day.date for day in year_of(NIGHTS, 2027).dates if day.kind == "holiday"]
        assert [each.decoded("dtstart") for each in whole] == holidays
        assert all(each.decoded("dtend") - each.decoded("dtstart") == timedelta(days=1) for each in whole)
        assert str(whole[0]["summary"]) == "nights: New Year's Day, closed"

    def test_an_estimate_is_tentative(self) -> None:
        _, whole = events_of(DHAKA, 2027)
        found = {str(each["status"]): str(each.get("description", "")) for each in whole}
        assert found == {"CONFIRMED": "", "TENTATIVE": "The date is an estimate of its source, and may move."}

    def test_a_holiday_of_one_that_leaves_the_other_open_is_no_event(self) -> None:
        closing = Schedule(timezone="UTC", hours="Mon 9-17", holidays=["2027-03-01"])
        assert events_of(closing | Schedule(timezone="UTC", hours="Mon 9-10"), 2027)[1] == []

    def test_the_same_bytes_and_names_each_time(self) -> None:
        assert year_ics(OFFICE, 2027) == year_ics(OFFICE.model_copy(), 2027)
        events = Calendar.from_ical(year_ics(OFFICE, 2027)).walk("VEVENT")
        assert len({str(each["uid"]) for each in events}) == len(events)

    def test_an_event_keeps_its_name_when_it_ends_otherwise(self) -> None:
        later = OFFICE.model_copy(update={"hours": "Mon-Fri 09:00-19:00"})
        names = [
            {str(each["uid"]) for each in Calendar.from_ical(year_ics(schedule, 2027)).walk("VEVENT")}
            for schedule in (OFFICE, later)
        ]
        assert names[0] == names[1]

    def test_hostile_names_add_no_lines(self) -> None:
        evil = Schedule(
            timezone="UTC", hours="Mon 9-10", holidays={"2027-01-04": "a\r\nEND:VEVENT,;"}, name="x\nBEGIN:VEVENT"
        )
        calendar = Calendar.from_ical(year_ics(evil, 2027))
        assert len(calendar.walk("VEVENT")) == 52
        assert str(calendar["x-wr-calname"]) == "x BEGIN:VEVENT 2027"
        assert "x BEGIN:VEVENT: a  END:VEVENT,;, closed" in {str(each["summary"]) for each in calendar.walk("VEVENT")}

"""Hours as people write them: every form that is read, what is refused and how, and what is written reads back."""

import contextlib
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st
from strategies import DAY_MINUTES, WEEKDAYS, clock_face, stretches, weekdays

from slaclock import (
    ClockRange,
    DeclarationError,
    ExceptionHours,
    HoursError,
    Recurrence,
    Schedule,
    SlaClockError,
    SupportWindow,
)
from slaclock.hours.clock_times import write_time
from slaclock.hours.text import read_day, read_days, read_time
from slaclock.hours.weekdays import write_days


def plainly(text: str) -> str:
    """Write hours again in the one form that the library writes."""
    return "; ".join(map(str, SupportWindow.parse(text)))


class TestWhatIsRead:
    """DESIGN §4 and the README: text that people write is read as they write it."""

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            pytest.param("Mon-Fri 09:00-18:00", "Mon-Fri 09:00-18:00", id="days-and-a-window"),
            pytest.param("Monday to Friday 09:00-18:00", "Mon-Fri 09:00-18:00", id="days-in-full"),
            pytest.param("Mondays 09:00-18:00", "Mon 09:00-18:00", id="days-in-the-plural"),
            pytest.param("Sun–Thu 22:00–06:00", "Sun-Thu 22:00-06:00", id="en-dashes"),
            pytest.param("Sun—Thu 22:00−06:00", "Sun-Thu 22:00-06:00", id="em-dash-and-minus"),
            pytest.param("Sun ‐ Thu 22:00 ~ 06:00", "Sun-Thu 22:00-06:00", id="spaces-around-any-dash"),
            pytest.param("Mon -- Fri 09:00 --- 18:00", "Mon-Fri 09:00-18:00", id="several-dashes"),
            pytest.param("Mo-Fr 09:00-18:00", "Mon-Fri 09:00-18:00", id="two-letters"),
            pytest.param("Tues, Weds and Thurs 9:00-12:00", "Tue-Thu 09:00-12:00", id="four-and-five-letters"),
            pytest.param("Thur 9:00-12:00", "Thu 09:00-12:00", id="thur"),
            pytest.param("Mon. - Fri. 09:00-18:00", "Mon-Fri 09:00-18:00", id="full-stops-after-days"),
            pytest.param("M-F 9am-5pm", "Mon-Fri 09:00-17:00", id="one-letter-where-it-is-clear"),
            pytest.param("Mon 22:00-6:00", "Mon 22:00-06:00", id="a-night-with-one-figure"),
            pytest.param("Mon 09:00-05:00", "Mon 09:00-05:00", id="a-nought-says-the-morning"),
            pytest.param("MON-FRI 09:00-18:00", "Mon-Fri 09:00-18:00", id="capitals"),
            pytest.param("monday through friday 9am to 6pm", "Mon-Fri 09:00-18:00", id="through"),
            pytest.param("Mon thru Fri 9am until 6pm", "Mon-Fri 09:00-18:00", id="thru-and-until"),
            pytest.param("Mon till Fri 9am till 6pm", "Mon-Fri 09:00-18:00", id="till"),
            pytest.param("Monday to Friday: 9:00 AM to 6:00 PM", "Mon-Fri 09:00-18:00", id="as-byteztech-publishes"),
            pytest.param("Sunday to Thursday, 10:00 PM to 6:00 AM", "Sun-Thu 22:00-06:00", id="as-codexpert-publishes"),
            pytest.param("Sunday to Thursday, 10 PM to 6 AM", "Sun-Thu 22:00-06:00", id="as-the-readme-opens"),
            pytest.param("9 AM to 6 PM, Monday to Friday", "Mon-Fri 09:00-18:00", id="times-before-days"),
            pytest.param("9am to 5pm, Mon-Fri", "Mon-Fri 09:00-17:00", id="times-before-days-without-spaces"),
            pytest.param("9 a.m. to 5 p.m. on weekdays", "Mon-Fri 09:00-17:00", id="a-m-with-stops"),
            pytest.param("from 9:00 to 17:00 every Monday", "Mon 09:00-17:00", id="words-that-fill"),
            pytest.param("on Mon between 9:00 and 17:00", "Mon 09:00-17:00", id="between-and"),
            pytest.param("each Sat 10-14", "Sat 10:00-14:00", id="whole-hours"),
            pytest.param("Mon 10-14:00", "Mon 10:00-14:00", id="a-whole-hour-and-minutes"),
            pytest.param("Mo-Fr 8:30-17", "Mon-Fri 08:30-17:00", id="one-figure-hours"),
            pytest.param("Mon 9.30-17.45", "Mon 09:30-17:45", id="full-stops-in-times"),
            pytest.param("Mon 09:00:15-17:00:30", "Mon 09:00:15-17:00:30", id="seconds"),
            pytest.param("Mon 09:00:15.5-17:00", "Mon 09:00:15.500000-17:00", id="parts-of-a-second"),
            pytest.param("Mon 12 AM to 12 PM", "Mon 00:00-12:00", id="twelve-am-is-midnight"),
            pytest.param("Mon noon to midnight", "Mon 12:00-24:00", id="noon-to-midnight"),
            pytest.param("Sat 18:00-24:00", "Sat 18:00-24:00", id="to-the-end-of-the-day"),
            pytest.param("Sat 18:00-00:00", "Sat 18:00-24:00", id="to-midnight"),
            pytest.param("Mon 09:00-09:00", "Mon 09:00-09:00", id="closing-at-opening-is-24-hours"),
            pytest.param("Mon-Fri 09:00-13:00, 14:00-18:00", "Mon-Fri 09:00-13:00; Mon-Fri 14:00-18:00", id="lunch"),
            pytest.param("Mon 9:00-12:00 and 13:00-17:00", "Mon 09:00-12:00; Mon 13:00-17:00", id="lunch-with-and"),
            pytest.param("9:00-12:00 & 13:00-17:00 Mon", "Mon 09:00-12:00; Mon 13:00-17:00", id="lunch-before-the-day"),
            pytest.param("Mo-Fr 8:30-17; Sa 10-14", "Mon-Fri 08:30-17:00; Sat 10:00-14:00", id="rules-apart"),
            pytest.param("Mon 8:00-9:00\nTue 10:00-11:00", "Mon 08:00-09:00; Tue 10:00-11:00", id="rules-on-lines"),
            pytest.param("Mon 8:00-9:00, Tue 10:00-11:00", "Mon 08:00-09:00; Tue 10:00-11:00", id="rules-by-comma"),
            pytest.param("Mon 8:00-9:00 | Tue 9:00-10:00;", "Mon 08:00-09:00; Tue 09:00-10:00", id="bars-and-an-end"),
            pytest.param("Mon, Wed, Fri 10-14", "Mon,Wed,Fri 10:00-14:00", id="a-list-of-days"),
            pytest.param("Sat & Sun 10-14", "Sat,Sun 10:00-14:00", id="days-with-an-ampersand"),
            pytest.param("Fri-Mon 09:00-18:00", "Fri-Mon 09:00-18:00", id="days-over-the-weekend"),
            pytest.param("Mon-Wed, Fri 9:00-10:00", "Mon-Wed,Fri 09:00-10:00", id="a-run-and-a-day"),
            pytest.param("Wed-Wed 9:00-10:00", "Wed 09:00-10:00", id="a-run-of-one-day"),
            pytest.param("weekdays 8:00-20:00", "Mon-Fri 08:00-20:00", id="weekdays"),
            pytest.param("weekends 10:00-16:00", "Sat,Sun 10:00-16:00", id="weekends"),
            pytest.param("every weekend 10:00-16:00", "Sat,Sun 10:00-16:00", id="weekend"),
            pytest.param("daily 07:00-23:00", "Mon-Sun 07:00-23:00", id="daily"),
            pytest.param("everyday 07:00-23:00", "Mon-Sun 07:00-23:00", id="everyday"),
            pytest.param("24x7", "24x7", id="24x7"),
            pytest.param("24/7", "24x7", id="24-slash-7"),
            pytest.param("24/7/365", "24x7", id="24-7-365"),
            pytest.param("24 hours a day, seven days a week", "24x7", id="24-hours-a-day-seven-days-a-week"),
            pytest.param("24 × 7 daily", "24x7", id="24-times-7-daily"),
            pytest.param("Mon-Sun 00:00-24:00", "24x7", id="every-day-from-midnight"),
            pytest.param("Mon-Fri 24h", "Mon-Fri 00:00-24:00", id="24h"),
            pytest.param("Mon-Fri 24 hours", "Mon-Fri 00:00-24:00", id="24-hours"),
            pytest.param("Mon all day", "Mon 00:00-24:00", id="all-day"),
            pytest.param("Mon 24x7", "Mon 00:00-24:00", id="24x7-of-one-day"),
            pytest.param("Mon-Fri 9:00-17:00; Sat closed; Sun off", "Mon-Fri 09:00-17:00", id="closed-days"),
        ],
    )
    def test_it_is_read_as_it_is_written(self, written: str, expected: str) -> None:
        assert plainly(written) == expected

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            pytest.param("Sun 22:00 - Mon 06:00", "Sun 22:00-06:00", id="a-night-stays-whole"),
            pytest.param("Sun 14:00 to Sun 15:00", "Sun 14:00-15:00", id="within-a-day"),
            pytest.param("Sun 14:00 - Mon 00:00", "Sun 14:00-24:00", id="to-the-midnight-after"),
            pytest.param("Sun 14:00 - Sun 24:00", "Sun 14:00-24:00", id="to-the-end-of-the-same-day"),
            pytest.param("Sun 14:00 - Mon 24:00", "Sun 14:00-24:00; Mon 00:00-24:00", id="to-the-end-of-the-next-day"),
            pytest.param("Sun 14:00 - Tue 17:00", "Sun 14:00-24:00; Mon 00:00-24:00; Tue 00:00-17:00", id="over-a-day"),
            pytest.param(
                "Sun 14:00 - Fri 17:00", "Sun 14:00-24:00; Mon-Thu 00:00-24:00; Fri 00:00-17:00", id="most-of-a-week"
            ),
            pytest.param("Mon 00:00 - Sun 24:00", "Mon 00:00-24:00; Tue-Sun 00:00-24:00", id="all-of-a-week"),
            pytest.param("Mon 09:00 - Tue 10:00", "Mon 09:00-24:00; Tue 00:00-10:00", id="a-day-and-an-hour"),
            pytest.param(
                "Mon 09:00 - Mon 09:00",
                "Mon 09:00-24:00; Tue-Sun 00:00-24:00; Mon 00:00-09:00",
                id="round-to-the-same-reading",
            ),
            pytest.param(
                "Mon 09:00 - Mon 08:00",
                "Mon 09:00-24:00; Tue-Sun 00:00-24:00; Mon 00:00-08:00",
                id="round-to-an-earlier-reading",
            ),
        ],
    )
    def test_a_block_is_cut_at_each_midnight(self, written: str, expected: str) -> None:
        """R4: longer than 24 hours, each piece belongs to its own date; 24:00 is the end of the day it names."""
        assert plainly(written) == expected

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("09:00-13:00", ["09:00-13:00"]),
            ("9 AM to 1 PM, 2 PM to 6 PM", ["09:00-13:00", "14:00-18:00"]),
            ("20:00-02:00", ["20:00-02:00"]),
            ("24h", ["00:00-24:00"]),
            ("24x7", ["00:00-24:00"]),
            ("closed", []),
            ("off", []),
        ],
        ids=str,
    )
    def test_hours_of_one_date_name_no_day(self, written: str, expected: list[str]) -> None:
        assert [str(ClockRange(opens=opens, closes=closes)) for opens, closes in read_day(written)] == expected

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("10 PM", "22:00"),
            ("6:30 am", "06:30"),
            ("12am", "00:00"),
            ("12:15 PM", "12:15"),
            ("noon", "12:00"),
            ("midnight", "00:00"),
            ("24:00", "00:00"),
            ("7", "07:00"),
            ("23:59:59.25", "23:59:59.250000"),
        ],
        ids=str,
    )
    def test_one_time_of_day(self, written: str, expected: str) -> None:
        assert write_time(read_time(written)) == expected


class TestWhatIsRefused:
    """What is not understood is an error that shows the text, marks the place and gives an example."""

    @pytest.mark.parametrize(
        ("written", "place", "way_out"),
        [
            pytest.param("", "no open time", "'Sun-Thu 22:00-06:00'", id="nothing"),
            pytest.param(" ; ,\n", "no open time", "write e.g.", id="nothing-but-commas"),
            pytest.param("Mon closed", "no open time", "write e.g.", id="never-open"),
            pytest.param("Mon 25:00-06:00", "25:00 is past the end of a day", "write e.g.", id="25-oclock"),
            pytest.param("Mon 09:00-48:01", "48:01 is past the end of a day", "write e.g.", id="past-48"),
            pytest.param("Mon 09:00-34:00", "longer than 24 hours", "'Sun 14:00 - Fri 17:00'", id="longer-than-a-day"),
            pytest.param("Mon 09:60-18:00", "09:60 is past the end of an hour", "write e.g.", id="sixty-minutes"),
            pytest.param("Mon 9:00:60-18:00", "9:00:60 is past the end of an hour", "write e.g.", id="sixty-seconds"),
            pytest.param(
                "Mon 24:00-06:00", "24:00 is the end of a day", "opens at 00:00 on the next", id="24-as-an-opening"
            ),
            pytest.param(
                "Mon 24:00 - Tue 06:00",
                "24:00 is the end of a day",
                "opens at 00:00 on the next",
                id="24-as-the-opening-of-a-block",
            ),
            pytest.param(
                "Mon-Fri 9-5", "'9-5' may mean the afternoon or the next morning", "say AM or PM", id="nine-to-five"
            ),
            pytest.param("daily 12-12", "'12-12' may mean", "say AM or PM, or write 00:00 or 12:00", id="twice-twelve"),
            pytest.param("Mon 9-1", "'9-1' may mean", "say AM or PM, or write 01:00 or 13:00", id="nine-to-one"),
            pytest.param("Mon 10:00-5:30", "'10:00-5:30' may", "write 05:30 or 17:30", id="ten-to-half-past-five"),
            pytest.param(
                "Mon 9:00-5:00", "'9:00-5:00' may mean", "write 05:00 or 17:00", id="nine-to-five-with-minutes"
            ),
            pytest.param(
                "Mon 1-5 PM", "'1-5 PM' says AM or PM for one time only", "say it for both", id="pm-for-the-second-only"
            ),
            pytest.param(
                "Mon 9 AM - 5",
                "'9 AM-5' says AM or PM for one time only",
                "say it for both",
                id="am-for-the-first-only",
            ),
            pytest.param("Mon 13 PM - 18:00", "13 PM mixes the 24-hour clock with AM or PM", "write e.g.", id="13-pm"),
            pytest.param("Mon 0 AM - 18:00", "0 AM mixes the 24-hour clock with AM or PM", "write e.g.", id="0-am"),
            pytest.param(
                "Mon-Fri 09:00-17:00 EST", "'EST' at character 21 is a time zone", "`timezone`", id="a-zone-at-the-end"
            ),
            pytest.param(
                "Mon-Fri 09:00 UTC-17:00",
                "'UTC-17:00' at character 15 is a time zone",
                "`timezone`",
                id="a-zone-between",
            ),
            pytest.param(
                "Mon-Fri 09:00-17:00 (EST)",
                "'EST' at character 22 is a time zone",
                "write 'Mon-Fri 09:00-17:00'",
                id="a-zone-in-brackets",
            ),
            pytest.param(
                "Someday 09:00-17:00",
                "'Someday' at character 1 is not a day of the week",
                "write e.g.",
                id="an-unknown-day",
            ),
            pytest.param(
                "Mon-Foo 09:00-17:00",
                "'Foo' at character 5 is not a day of the week",
                "write e.g.",
                id="an-unknown-last-day",
            ),
            pytest.param("T 09:00-17:00", "'T' at character 1 is not a day of the week", "write e.g.", id="one-letter"),
            pytest.param("Mon-Fri", "ends where a time of day should stand", "write e.g.", id="days-alone"),
            pytest.param(
                "Mon 09:00",
                "ends where a dash or 'to' between two times should stand",
                "write e.g.",
                id="an-opening-alone",
            ),
            pytest.param("Mon 09:00 to", "ends where a time of day should stand", "write e.g.", id="no-closing"),
            pytest.param(
                "Mon 09:00 17:00", "'17:00' at character 11 is not a dash or 'to'", "write e.g.", id="no-dash"
            ),
            pytest.param("Mon 9x-17x", "'x' at character 6 is not a dash or 'to'", "write e.g.", id="hours-with-an-x"),
            pytest.param(
                "Mon-Tue-Wed 09:00-17:00", "'-' at character 8 is not a time of day", "write e.g.", id="a-run-of-three"
            ),
            pytest.param("09:00-17:00", "ends where a day of the week should stand", "write e.g.", id="no-day"),
            pytest.param(
                "Mon Tue 09:00-17:00",
                "'Tue' at character 5 is not a time of day",
                "write e.g.",
                id="days-with-nothing-between",
            ),
        ],
    )
    def test_text_place_and_way_out(self, written: str, place: str, way_out: str) -> None:
        with pytest.raises(HoursError) as caught:
            SupportWindow.parse(written)
        message = str(caught.value)
        assert message.startswith(f"cannot read {written!r} as hours: ")
        assert place in message
        assert way_out in message
        assert isinstance(caught.value, ValueError)
        assert isinstance(caught.value, SlaClockError)

    @pytest.mark.parametrize(
        ("read", "written", "place"),
        [
            pytest.param(
                read_day, "Mon 09:00-17:00", "'Mon' at character 1 is not a time of day", id="a-day-in-a-date"
            ),
            pytest.param(read_day, "closed today", "'today' at character 8 is not the end", id="more-after-closed"),
            pytest.param(read_day, "", "ends where a time of day should stand", id="a-date-without-hours"),
            pytest.param(read_days, "Mon-Fri 9:00", "'9:00' at character 9 is not the end", id="times-among-days"),
            pytest.param(read_time, "noonish", "'noonish' at character 1 is not a time of day", id="not-a-time"),
            pytest.param(read_time, "09:00-17:00", "'-' at character 6 is not the end of the text", id="two-times"),
        ],
    )
    def test_parts_of_hours_are_refused_alike(self, read: object, written: str, place: str) -> None:
        with pytest.raises(HoursError) as caught:
            read(written)  # type: ignore[operator]
        assert repr(written) in str(caught.value)
        assert place in str(caught.value)
        assert "write e.g." in str(caught.value)

    @pytest.mark.parametrize(
        ("hours", "message"),
        [
            pytest.param([], "hours are empty, so support would never open; write e.g. 'Mon-Fri", id="an-empty-list"),
            pytest.param(5, "cannot read 5 as hours; write e.g. 'Sun-Thu 22:00-06:00'", id="a-number"),
            pytest.param(["Mon 09:00-17:00", ""], "cannot read '' as hours: it has no open time", id="an-empty-item"),
            pytest.param(
                [{"days": "Mon", "opens": "25:00", "closes": "26:00"}],
                "cannot read '25:00' as hours: 25:00 is past",
                id="a-structured-opening",
            ),
            pytest.param(
                [{"days": ["Mo"], "opens": "9:00", "closes": "17:00"}],
                "days[0]: input should be 'Mon'",
                id="a-structured-day",
            ),
            pytest.param(
                [{"days": [], "opens": "9:00", "closes": "17:00"}],
                "hours[0].days: tuple should have at least 1",
                id="no-days",
            ),
            pytest.param(
                [{"days": 5, "opens": "9:00", "closes": "17:00"}], "days: input should be", id="days-as-a-number"
            ),
            pytest.param([{"days": "Mon", "opens": "9:00"}], "key 'closes' is missing", id="no-closing"),
            pytest.param(
                [{"days": "Mon", "opens": "9:00", "closes": "17:00", "close": 1}],
                "unknown key; did you mean 'closes'?",
                id="a-key-too-many",
            ),
            pytest.param(
                [{"days": "Mon", "opens": time(9, tzinfo=ZoneInfo("UTC")), "closes": "17:00"}],
                "has a zone of its own; the schedule's `timezone` says where clocks are read",
                id="a-time-with-a-zone",
            ),
        ],
    )
    def test_a_schedule_says_which_hours(self, hours: object, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            Schedule(timezone="Europe/London", hours=hours)  # type: ignore[arg-type]
        assert message in str(caught.value)
        assert "hours" in str(caught.value)


class TestWindowsInStructure:
    """The same hours with keys, as a dumped schedule has them."""

    @pytest.mark.parametrize(
        "days", ["Sun-Thu", ["Sun", "Mon", "Tue", "Wed", "Thu"], ("Thu", "Wed", "Tue", "Mon", "Sun", "Sun")], ids=str
    )
    def test_days_are_told_in_any_order(self, days: object) -> None:
        window = SupportWindow(days=days, opens="10 PM", closes=time(6))  # type: ignore[arg-type]
        assert str(window) == "Sun-Thu 22:00-06:00"
        assert window == SupportWindow.parse("Sun-Thu 22:00-06:00")[0]

    @pytest.mark.parametrize(
        ("window", "expected"),
        [("Mon 22:00-06:00", True), ("Mon 22:00-24:00", False), ("Mon 09:00-17:00", False), ("Mon 09:00-09:00", True)],
        ids=str,
    )
    def test_crossing_midnight(self, window: str, expected: bool) -> None:
        assert SupportWindow.parse(window)[0].crosses_midnight is expected

    @pytest.mark.parametrize(("window", "expected"), [("24x7", True), ("Mon-Sat 24h", False), ("daily 9-17", False)])
    def test_the_whole_week(self, window: str, expected: bool) -> None:
        assert SupportWindow.parse(window)[0].is_whole_week is expected

    def test_a_single_window_or_mapping_are_hours_too(self) -> None:
        window = SupportWindow(days="Mon", opens="09:00", closes="17:00")
        as_text = Schedule(timezone="UTC", hours="Mon 09:00-17:00")
        assert Schedule(timezone="UTC", hours=window) == as_text
        assert Schedule(timezone="UTC", hours=window.model_dump()) == as_text  # type: ignore[arg-type]
        assert Schedule(timezone="UTC", hours=iter(["Mon 09:00-17:00"])) == as_text


class TestExceptionHours:
    """R6: hours of one date, as text or structure."""

    @pytest.mark.parametrize(
        ("hours", "expected"),
        [
            pytest.param("09:00-13:00", "09:00-13:00", id="text"),
            pytest.param(
                ["09:00-10:00", "11:00-12:00, 13:00-14:00"], "09:00-10:00, 11:00-12:00, 13:00-14:00", id="several-texts"
            ),
            pytest.param([ClockRange(opens="20:00", closes="02:00")], "20:00-02:00", id="a-range"),
            pytest.param(({"opens": "20:00", "closes": "24:00"},), "20:00-24:00", id="a-mapping"),
            pytest.param("closed", "", id="closed"),
            pytest.param([], "", id="no-hours"),
        ],
    )
    def test_in_every_form(self, hours: object, expected: str) -> None:
        exception = ExceptionHours(date="2026-12-24", hours=hours, name="Christmas Eve")  # type: ignore[arg-type]
        assert exception.date == "2026-12-24"
        assert ", ".join(map(str, exception.hours)) == expected

    @pytest.mark.parametrize(
        ("exceptions", "message"),
        [
            pytest.param(
                {"2026-12-24": "Thu 9-17"}, "'Thu' at character 1 is not a time of day", id="a-day-of-the-week"
            ),
            pytest.param({"2026-12-24": 9}, "input should be a valid tuple, not 9", id="a-number"),
            pytest.param(
                {"2026-12-32": "closed"}, "exceptions[0].date: cannot read '2026-12-32' as a date", id="no-such-date"
            ),
            pytest.param(
                [{"date": "2026-12-24", "hours": "closed"}, {"date": "2026-12-24", "hours": "9-17"}],
                "2026-12-24 has hours twice; give all hours of a date in one entry",
                id="a-date-twice",
            ),
            pytest.param(
                {"2026-12-24": {"hours": "closed", "nam": "x"}},
                "unknown key; did you mean 'name'?",
                id="a-key-misspelt",
            ),
        ],
    )
    def test_refused(self, exceptions: object, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            Schedule(timezone="UTC", hours="24x7", exceptions=exceptions)  # type: ignore[arg-type]
        assert message in str(caught.value)

    def test_they_are_kept_in_the_order_of_their_dates(self) -> None:
        said = {"2026-12-31": "closed", date(2026, 12, 24): {"hours": "9-13", "name": "Christmas Eve"}}
        schedule = Schedule(timezone="UTC", hours="24x7", exceptions=said)  # type: ignore[arg-type]
        assert [(str(each.date), each.name) for each in schedule.exceptions] == [
            ("2026-12-24", "Christmas Eve"),
            ("2026-12-31", ""),
        ]


def recurring(rule: str, first: str = "2026-01-01", opens: str = "22:00", closes: str = "04:00") -> Recurrence:
    return Recurrence(rrule=rule, first=first, opens=opens, closes=closes)


class TestRecurrences:
    """Windows that repeat by an iCalendar rule."""

    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            pytest.param("FREQ=MONTHLY;BYDAY=1SA", ["11-07", "12-05"], id="the-first-saturday-of-each-month"),
            pytest.param("freq=monthly;byday=-1fr", ["11-27", "12-25"], id="the-last-friday-in-small-letters"),
            pytest.param("FREQ=WEEKLY;INTERVAL=4;BYDAY=TH", ["11-05", "12-03", "12-31"], id="every-fourth-thursday"),
            pytest.param("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", ["12-24"], id="once-a-year"),
            pytest.param("FREQ=DAILY;UNTIL=20261102", ["11-01", "11-02"], id="daily-until-a-date"),
            pytest.param("FREQ=MONTHLY;COUNT=1", [], id="it-has-ended"),
        ],
    )
    def test_dates(self, rule: str, expected: list[str]) -> None:
        dates = recurring(rule).dates(date(2026, 11, 1), date(2026, 12, 31))
        assert [f"{day:%m-%d}" for day in dates] == expected

    def test_as_hours_of_a_schedule(self) -> None:
        patching = Schedule(timezone="America/New_York", hours=recurring("FREQ=MONTHLY;BYDAY=1SA"))
        zone = ZoneInfo("America/New_York")
        windows = list(patching.windows(datetime(2026, 11, 1, tzinfo=zone), datetime(2026, 12, 1, tzinfo=zone)))
        assert [f"{each.start:%a %d %H:%M}-{each.end:%a %H:%M}" for each in windows] == ["Sat 07 22:00-Sun 04:00"]
        assert str(patching) == "FREQ=MONTHLY;BYDAY=1SA from 2026-01-01 22:00-04:00 America/New_York"
        assert Schedule.model_validate_json(patching.model_dump_json()) == patching

    @pytest.mark.parametrize(
        ("rule", "message"),
        [
            pytest.param("FREQ=HOURLY", "needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY", id="hourly"),
            pytest.param("", "cannot read '' as a recurrence: it needs FREQ", id="nothing"),
            pytest.param("FREQ=DAILY;BYHOUR=9", "`first`, `opens` and `closes` say when it happens", id="by-hour"),
            pytest.param("DTSTART:20260101\nRRULE:FREQ=DAILY", "the rule names days only", id="with-a-dtstart"),
            pytest.param("FREQ=DAILY;BYDAY=XX", "cannot read 'FREQ=DAILY;BYDAY=XX' as a recurrence", id="no-such-day"),
            pytest.param("FREQ=DAILY;FOO=1", "cannot read 'FREQ=DAILY;FOO=1' as a recurrence", id="no-such-part"),
            pytest.param("FREQ=DAILY;INTERVAL", "cannot read 'FREQ=DAILY;INTERVAL' as a recurrence", id="half-a-part"),
        ],
    )
    def test_refused(self, rule: str, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            recurring(rule)
        assert message in str(caught.value)
        assert "'FREQ=MONTHLY;BYDAY=1SA'" in str(caught.value)


def texts() -> st.SearchStrategy[str]:
    """Weekly hours as people write them, in one form or another."""
    dash = st.sampled_from(("-", "–", " - ", " to ", " until "))
    lists = st.sampled_from((", ", ",", " and ", " & "))
    names = st.sampled_from((0, 2, 3))

    def named(day: int, length: int) -> str:
        full = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[day]
        return full[:length] if length else full

    def days_text(days: tuple[int, ...], between: str, length: int) -> str:
        return between.join(named(day, length) for day in days)

    def times_text(hours: tuple[int, int], to: str) -> str:
        opens, closes = hours
        return f"{clock_face(opens)}{to}{clock_face(closes if closes <= DAY_MINUTES else closes - DAY_MINUTES)}"

    days = st.builds(days_text, weekdays(), lists, names)
    times = st.builds(times_text, stretches(), dash)
    rule = st.one_of(
        st.builds("{} {}".format, days, times),
        st.builds("{}: {}".format, days, times),
        st.builds("{}, {}".format, times, days),
    )
    return st.lists(rule, min_size=1, max_size=3).map("; ".join)


class TestLaws:
    @given(weekdays(), stretches())
    def test_what_is_written_reads_back(self, days: tuple[int, ...], hours: tuple[int, int]) -> None:
        """A window written by the library is read as the same window."""
        opens, closes = (time(minutes // 60 % 24, minutes % 60) for minutes in hours)
        window = SupportWindow(days=[WEEKDAYS[day] for day in days], opens=opens, closes=closes)
        assert SupportWindow.parse(str(window)) == (window,)

    @given(texts())
    def test_writing_what_was_read_changes_nothing(self, text: str) -> None:
        """However hours were written, writing and reading them again gives the same windows."""
        windows = SupportWindow.parse(text)
        assert SupportWindow.parse("; ".join(map(str, windows))) == windows

    @given(weekdays())
    def test_days_read_back(self, days: tuple[int, ...]) -> None:
        """Days in their shortest form are the same days."""
        named = tuple(WEEKDAYS[day] for day in days)
        assert read_days(write_days(named)) == named  # type: ignore[arg-type]

    @given(st.times(), st.booleans())
    def test_times_read_back(self, reading: time, closing: bool) -> None:
        """A time of day keeps its microseconds; midnight that closes is 24:00."""
        assert read_time(write_time(reading, closing)) == reading

    @given(st.text(st.sampled_from("MonFriSu 0123456789:-,;.apmx/24to\n&é–"), max_size=24))
    def test_anything_else_is_an_error_of_our_own(self, text: str) -> None:
        """Any text is hours that open some time, or an `HoursError`."""
        with contextlib.suppress(HoursError):
            assert SupportWindow.parse(text)

"""Feeds of iCalendar and objects of the holidays package, read as holidays (R5, R14, R19, R21)."""

import sys
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, strategies as st

from slaclock import (
    DeclarationError,
    HolidayCalendar,
    HolidayError,
    ListedHolidays,
    PublicHolidays,
    Schedule,
    SlaClockError,
)
from slaclock.hours import holiday_feeds


def feed(*events: str, name: str = "") -> str:
    """Write a feed of events, each given by its lines between BEGIN and END."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", *([f"X-WR-CALNAME:{name}"] if name else [])]
    lines = [line for event in events for line in ("BEGIN:VEVENT", *event.split("|"), "END:VEVENT")]
    return "\r\n".join([*head, *lines, "END:VCALENDAR", ""])


def days(calendar: HolidayCalendar, first: str = "2000-01-01", last: str = "2100-12-31") -> str:
    found = calendar.between(date.fromisoformat(first), date.fromisoformat(last))
    return " ".join(day.isoformat() for day in found)


ONE = "UID:1|SUMMARY:Christmas Eve|DTSTART;VALUE=DATE:20261224"


class TestFeeds:
    @pytest.mark.parametrize(
        ("events", "expected"),
        [
            pytest.param([ONE], "2026-12-24", id="one-day-without-an-end"),
            pytest.param([ONE + "|DTEND;VALUE=DATE:20261225"], "2026-12-24", id="its-end-is-the-day-after"),
            pytest.param([ONE + "|DTEND;VALUE=DATE:20261224"], "2026-12-24", id="an-equal-end"),
            pytest.param([ONE + "|DTEND;VALUE=DATE:20261227"], "2026-12-24 2026-12-25 2026-12-26", id="several-days"),
            pytest.param([ONE + "|DURATION:P2D"], "2026-12-24 2026-12-25", id="a-duration"),
            pytest.param(["UID:1|DTSTART:20261224"], "2026-12-24", id="a-date-that-does-not-say-so"),
            pytest.param(
                ["UID:1|DTSTART:20261224T000000|DTEND:20261226T000000"], "2026-12-24 2026-12-25", id="from-midnight"
            ),
            pytest.param(
                ["UID:1|DTSTART;VALUE=DATE:20240101|RRULE:FREQ=YEARLY;COUNT=3"],
                "2024-01-01 2025-01-01 2026-01-01",
                id="so-many-times",
            ),
            pytest.param(
                ["UID:1|DTSTART;VALUE=DATE:20240102|RRULE:FREQ=YEARLY;UNTIL=20260102T000000Z"],
                "2024-01-02 2025-01-02 2026-01-02",
                id="until-an-instant",
            ),
            pytest.param(
                [
                    "UID:1|DTSTART;VALUE=DATE:20260101|RRULE:FREQ=MONTHLY;UNTIL=20260401|EXDATE;VALUE=DATE:20260201,20260301"
                ],
                "2026-01-01 2026-04-01",
                id="dates-left-out",
            ),
            pytest.param(
                [
                    "UID:1|DTSTART;VALUE=DATE:20260101|RRULE:FREQ=MONTHLY;UNTIL=20260401|EXDATE;VALUE=DATE:20260201|"
                    "EXDATE;VALUE=DATE:20260301"
                ],
                "2026-01-01 2026-04-01",
                id="left-out-one-by-one",
            ),
            pytest.param([ONE + "|RDATE;VALUE=DATE:20271224,20281224"], "2026-12-24 2027-12-24 2028-12-24", id="added"),
            pytest.param(
                [
                    "UID:1|DTSTART;VALUE=DATE:20260101|RRULE:FREQ=YEARLY;COUNT=2",
                    "UID:1|RECURRENCE-ID;VALUE=DATE:20270101|DTSTART;VALUE=DATE:20270104",
                ],
                "2026-01-01 2027-01-04",
                id="one-of-them-moved",
            ),
            pytest.param(
                [
                    "UID:1|DTSTART;VALUE=DATE:20260101|RRULE:FREQ=YEARLY;COUNT=2",
                    "UID:1|RECURRENCE-ID;VALUE=DATE:20270101|DTSTART;VALUE=DATE:20270101|STATUS:CANCELLED",
                ],
                "2026-01-01",
                id="one-of-them-cancelled",
            ),
            pytest.param([ONE, "UID:2|DTSTART;VALUE=DATE:20261226|STATUS:CANCELLED"], "2026-12-24", id="cancelled"),
            pytest.param(
                ["UID:1|DTSTART;VALUE=DATE:20260105|RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=3MO;COUNT=2"],
                "2026-01-05 2026-01-19 2027-01-18",
                id="its-start-is-the-first",
            ),
        ],
    )
    def test_dates(self, events: list[str], expected: str) -> None:
        calendar = HolidayCalendar.from_ics(feed(*events))
        assert days(calendar) == expected
        assert HolidayCalendar.model_validate_json(calendar.model_dump_json()) == calendar

    def test_names(self) -> None:
        two = feed(ONE, "UID:2|SUMMARY:Stock\\, taking|DTSTART:20261224", "UID:3|DTSTART:20261228", name="Our company")
        calendar = HolidayCalendar.from_ics(two)
        assert calendar.on(date(2026, 12, 24)).name == "Christmas Eve; Stock, taking"  # type: ignore[union-attr]
        assert calendar.on(date(2026, 12, 28)).name == "holiday"  # type: ignore[union-attr]
        assert str(calendar) == "Our company"
        assert str(HolidayCalendar.from_ics(feed(ONE))) == "feed"

    @pytest.mark.parametrize(
        ("events", "years"),
        [
            pytest.param([ONE], (2026, 2026), id="of-one-date"),
            pytest.param([ONE, "UID:2|DTSTART:20240101"], (2024, 2026), id="from-the-first-to-the-last"),
            pytest.param(["UID:2|DTSTART:20240101|RRULE:FREQ=YEARLY"], (2024, 2100), id="of-a-rule-without-an-end"),
            pytest.param([ONE, "UID:2|DTSTART:20240101|RRULE:FREQ=YEARLY"], (2024, 2026), id="of-the-least-known-part"),
            pytest.param([ONE + "|DTEND;VALUE=DATE:20270103"], (2026, 2027), id="of-a-run-over-new-year"),
        ],
    )
    def test_years(self, events: list[str], years: tuple[int, int]) -> None:
        assert HolidayCalendar.from_ics(feed(*events)).covered_years == years
        assert HolidayCalendar.from_ics(feed(*events), years=[2020, 2030]).covered_years == (2020, 2030)

    def test_on_a_schedule_beside_a_country(self) -> None:
        office = Schedule(
            timezone="Europe/London",
            hours="Mon-Fri 09:00-17:00",
            holidays=["GB-ENG", HolidayCalendar.from_ics(feed(ONE))],
        )
        wednesday = datetime(2026, 12, 23, 16, tzinfo=ZoneInfo("Europe/London"))
        assert str(office.add(wednesday, timedelta(hours=2))) == "2026-12-29 10:00:00+00:00"
        assert office.covered_years == (2026, 2026)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            pytest.param("", "cannot read this text as iCalendar", id="nothing"),
            pytest.param("hello", "give the text of an .ics file", id="no-calendar"),
            pytest.param(feed(), "has no events", id="no-events"),
            pytest.param(feed("UID:1|SUMMARY:X"), "the event 'X' has no DTSTART", id="no-start"),
            pytest.param(feed("SUMMARY:X|DTSTART:nonsense"), "'X'", id="no-date"),
            pytest.param(feed("SUMMARY:X|DTSTART:20261224T090000"), "has a time of day, 09:00", id="a-time-of-day"),
            pytest.param(feed(ONE + "|DTEND:20261224T120000"), "has a time of day, 12:00", id="an-end-at-noon"),
            pytest.param(feed(ONE + "|DURATION:PT5H"), "lasts part of a day", id="hours"),
            pytest.param(feed(ONE + "|DTEND;VALUE=DATE:20261201"), "lasts -23 days", id="backwards"),
            pytest.param(feed(ONE + "|DTEND;VALUE=DATE:20291201"), "lasts 1073 days", id="for-years"),
            pytest.param(feed(ONE + "|RRULE:FREQ=SECONDLY"), "it needs FREQ=DAILY", id="every-second"),
            pytest.param(feed(ONE + "|RRULE:FREQ=YEARLY;BYHOUR=1"), "BYHOUR", id="hours-of-a-rule"),
            pytest.param(feed(ONE + "|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "no date within 400 years", id="no"),
            pytest.param(feed(ONE + "|RRULE:FREQ=DAILY"), "more than 20,000 dates", id="every-day"),
            pytest.param(feed(ONE + "|RRULE:FREQ=YEARLY;COUNT=400"), "repeats past 2100", id="for-centuries"),
            pytest.param(feed("UID:1|DTSTART:21010101"), "begins after 2100", id="too-late"),
            pytest.param(feed(ONE + "|RDATE;VALUE=PERIOD:20261224T100000Z/PT1H"), "cannot read the event", id="times"),
            pytest.param(
                feed(*[f"UID:{n}|DTSTART:20260101|RRULE:FREQ=YEARLY" for n in range(101)]), "50 rules", id="rules"
            ),
            pytest.param(feed(*["DTSTART:20260101"] * 2001), "at most 2,000 events", id="many-events"),
            pytest.param("x" * 500_001, "at most 500,000 characters, not 500,001", id="a-long-text"),
            pytest.param(
                feed(*[f"UID:{n}|DTSTART:{2000 + n}0101|DTEND:{2000 + n}1231" for n in range(60)]),
                "20,000 dates",
                id="long-runs",
            ),
            pytest.param(
                feed(*[f"SUMMARY:{n}|DTSTART:20260101|DTEND:20261231" for n in range(60)]),
                "20,000 dates",
                id="the-same-run",
            ),
            pytest.param(feed("SUMMARY:\udcff|DTSTART:20260101"), "every character is whole", id="half-a-character"),
            pytest.param(b"BEGIN:VCALENDAR", "a feed is text, not bytes", id="bytes"),
        ],
    )
    def test_refused(self, text: Any, message: str) -> None:
        with pytest.raises(HolidayError) as caught:
            HolidayCalendar.from_ics(text)
        assert message in str(caught.value)

    @pytest.mark.parametrize("years", [(2027, 2020), (0, 2020)])
    def test_years_go_from_a_first_to_a_last(self, years: Any) -> None:
        with pytest.raises(HolidayError, match="years go from a first to a last one"):
            HolidayCalendar.from_ics(feed(ONE), years=years)

    @given(st.data())
    def test_whatever_a_feed_holds_is_read_or_refused(self, data: st.DataObject) -> None:
        """A feed with lines left out, doubled, cut or exchanged gives a calendar or an error of ours."""
        events = (
            ONE + "|DTEND;VALUE=DATE:20261226|RRULE:FREQ=YEARLY;COUNT=2|EXDATE;VALUE=DATE:20271224",
            ONE + "|DURATION:P1D",
        )
        lines = feed(*events).split("\r\n")
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(lines) - 1))
            line = lines[at]
            cut = data.draw(st.integers(0, len(line)))
            other = data.draw(st.sampled_from(lines))
            ways = [[], [line, line], [line[:cut]], [other], [line[:cut] + "9" + line[cut:]], [line[cut:]]]
            lines[at : at + 1] = data.draw(st.sampled_from(ways))
        with suppress(SlaClockError):
            assert isinstance(HolidayCalendar.from_ics("\r\n".join(lines)), HolidayCalendar)

    def test_rules_that_take_long_to_follow_are_bounded_in_work(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The most that a feed may ask for: as many rules as it may have, each followed to its end."""
        followed: list[date] = []
        dates = holiday_feeds._followed
        monkeypatch.setattr(
            holiday_feeds, "_followed", lambda *given: (followed.append(day) or day for day in dates(*given))
        )
        rare = [f"UID:{n}|DTSTART:20000229|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29" for n in range(20)]
        assert HolidayCalendar.from_ics(feed(*rare)).covered_years == (2000, 2100)
        assert len(followed) <= 20 * 26

    def test_without_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "icalendar", None)
        with pytest.raises(ImportError, match=r"pip install 'slaclock\[ics\]'"):
            HolidayCalendar.from_ics(feed(ONE))


class TestListed:
    def test_by_hand(self) -> None:
        stated = {"listed": {"2026-12-24": "Eve", date(2027, 1, 4): ""}, "years": [2026, 2027]}
        calendar = HolidayCalendar(stated)
        assert days(calendar) == "2026-12-24 2027-01-04"
        assert calendar.on(date(2027, 1, 4)).name == "holiday"  # type: ignore[union-attr]
        assert calendar.on(date(2026, 1, 4)) is None
        assert str(calendar) == "2 listed dates"

    @pytest.mark.parametrize(
        ("stated", "message"),
        [
            ({"listed": {"--12-24": "Eve"}, "years": [2026, 2027]}, "cannot read '--12-24' as a date"),
            ({"listed": {"soon": "Eve"}, "years": [2026, 2027]}, "cannot read 'soon' as a date"),
            ({"listed": ["2026-12-24"], "years": [2026, 2027]}, "listed"),
            ({"listed": {"2026-12-24": "Eve"}, "years": [2027, 2026]}, "years go from a first to a last one"),
            ({"listed": {"2026-12-24": "Eve"}}, "'years' is missing"),
            (
                {"listed": {str(n): "" for n in range(20_001)}, "years": [2026, 2027]},
                "20,001 dates are more than the 20,000",
            ),
        ],
        ids=lambda stated: str(stated)[:40],
    )
    def test_refused(self, stated: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            HolidayCalendar(stated)
        assert message in str(caught.value)


class Company(holidays.HolidayBase):
    """A class of one's own, as the package's documentation shows it."""

    country = "Company"

    def _populate(self, year: int) -> None:
        self[date(year, 5, 4)] = "Founders' Day"


class TestObjects:
    def test_a_country_knows_all_of_its_years(self) -> None:
        found = HolidayCalendar(holidays.country_holidays("US", subdiv="CA", years=2026))
        assert found == HolidayCalendar("US-CA")
        assert HolidayCalendar([holidays.country_holidays("DE", observed=False)]) == HolidayCalendar(
            PublicHolidays(country="DE", observed=False)
        )

    def test_a_market(self) -> None:
        found = HolidayCalendar(holidays.financial_holidays("NYSE", years=[2025, 2026]))
        assert found.covered_years == HolidayCalendar("NYSE").covered_years
        assert found.on(date(2026, 4, 3)).name == "Good Friday"  # type: ignore[union-attr]

    def test_a_language(self) -> None:
        found = HolidayCalendar(holidays.country_holidays("DE", years=2026, language="de"))
        assert found.on(date(2026, 10, 3)).name == "Tag der Deutschen Einheit"  # type: ignore[union-attr]

    def test_one_that_was_changed_is_a_list_of_its_dates(self) -> None:
        changed = holidays.country_holidays("US", years=[2025, 2026])
        changed.update({date(2026, 12, 24): "Christmas Eve"})
        changed.pop_named("Columbus Day")
        found = HolidayCalendar(changed)
        assert found.covered_years == (2025, 2026)
        assert found.on(date(2026, 12, 24)).name == "Christmas Eve"  # type: ignore[union-attr]
        assert found.on(date(2026, 10, 12)) is None
        assert isinstance(found.sources[0], ListedHolidays)

    def test_one_of_a_class_of_somebodys_own(self) -> None:
        found = HolidayCalendar(Company(years=range(2024, 2027)))
        assert days(found) == "2024-05-04 2025-05-04 2026-05-04"
        assert (str(found), found.covered_years) == ("Company", (2024, 2026))

    def test_several_that_were_added_up(self) -> None:
        both = holidays.country_holidays("US", years=2026) + holidays.country_holidays("CA", years=2026)
        assert HolidayCalendar(both) == HolidayCalendar(["US", "CA"])

    @pytest.mark.parametrize(
        ("made", "message"),
        [
            pytest.param(Company(), "hold no years; make them with years=range", id="no-years"),
            pytest.param(Company(years=[2024, 2026]), "leave years out", id="with-a-gap"),
        ],
    )
    def test_refused(self, made: Any, message: str) -> None:
        with pytest.raises((DeclarationError, HolidayError), match=message):
            HolidayCalendar(made)

    def test_a_schedule_takes_one(self) -> None:
        office = Schedule(
            timezone="UTC", hours="Mon-Fri 09:00-17:00", holidays=holidays.country_holidays("GB", years=2026)
        )
        assert office.holidays == HolidayCalendar("GB")

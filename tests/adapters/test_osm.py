"""Opening hours of OpenStreetMap: what their rules mean, what has no fixed hours, and the way back (R3–R6, R19)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st
from oracle import Declared
from read_back import declared, opened_around, read_back
from strategies import Season, schedule_of

from slaclock import HolidayCalendar, PayloadError, Recurrence, Schedule, SlaPolicy
from slaclock.adapters import PolicyReading, of_product, osm

BERLIN = ZoneInfo("Europe/Berlin")


def read(text: Any, holidays: Any = None) -> PolicyReading:
    """What is read of a text."""
    return osm.policy(text, "Europe/Berlin", holidays)


def opened(text: str, first: str, last: str, holidays: Any = None) -> list[str]:
    """What a text opens from one date up to another."""
    schedule = read(text, holidays).policy.schedule("opening hours")
    quiet = schedule.model_copy(update={"outside_coverage": "ignore"})
    start, end = (datetime.fromisoformat(day).replace(tzinfo=BERLIN) for day in (first, last))
    return [f"{each.start:%d %H:%M}-{each.end:%d %H:%M}" for each in quiet.windows(start, end)]


def losses(reading: PolicyReading) -> str:
    """What could not be carried over, but for that there are no targets."""
    return "\n".join(str(loss) for loss in reading.losses if "no targets" not in loss.what)


# 5 January 2026 is a Monday.
SHORT_MONDAY = ["05 10:00-05 11:00", "06 09:00-06 17:00"]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        pytest.param("Mo-Tu 09:00-17:00", ["05 09:00-05 17:00", "06 09:00-06 17:00"], id="days of the week"),
        pytest.param("mo,TU 9:00 – 17:00", ["05 09:00-05 17:00", "06 09:00-06 17:00"], id="spaces, dashes, cases"),
        pytest.param("Su-Mo 09:00-12:00", ["05 09:00-05 12:00"], id="a run over the end of the week"),
        pytest.param("Mo 22:00-26:00", ["05 22:00-06 02:00"], id="a night past 24:00"),
        pytest.param("Mo 22:00-02:00", ["05 22:00-06 02:00"], id="a night belongs to the day on which it begins"),
        pytest.param("Mo 22:00-22:00", ["05 22:00-06 22:00"], id="one time twice is 24 hours"),
        pytest.param("Mo 09:00-12:00, 13:00-17:00", ["05 09:00-05 12:00", "05 13:00-05 17:00"], id="two windows"),
        pytest.param("Mo 09:00-17:00; Mo 12:00-18:00", ["05 12:00-05 18:00"], id="a later rule takes the place"),
        pytest.param("Mo 09:00-10:00, Mo 12:00-18:00", ["05 09:00-05 10:00", "05 12:00-05 18:00"], id="a comma adds"),
        pytest.param("24/7; Tu-Su off", ["05 00:00-06 00:00"], id="off takes a day away"),
        pytest.param("Mo 22:00-02:00; Tu 12:00-14:00", ["05 22:00-06 00:00", "06 12:00-06 14:00"], id="ends a night"),
        pytest.param("Mo 22:00-02:00; Tu off", ["05 22:00-06 00:00"], id="off ends the night before, too"),
        pytest.param("Mo 22:00-02:00, Tu 12:00-14:00", ["05 22:00-06 02:00", "06 12:00-06 14:00"], id="a comma not"),
        pytest.param("Tu 12:00-14:00; Mo 22:00-02:00", ["05 22:00-06 02:00", "06 12:00-06 14:00"], id="nor one before"),
        pytest.param('Mo 09:00-17:00 open "by phone"', ["05 09:00-05 17:00"], id="a comment behind open"),
        pytest.param("Mo: 09:00-17:00;", ["05 09:00-05 17:00"], id="a colon, and a last semicolon"),
        pytest.param("Mo-Tu 09:00-17:00; Jan 05: 10:00-11:00", SHORT_MONDAY, id="a colon behind a date"),
        pytest.param("Mo-Tu 09:00-17:00; Jan 01-Jan 05: Mo 10:00-11:00", SHORT_MONDAY, id="a colon behind a run"),
        pytest.param("week 02-53/2 Mo 10:00-12:00", ["05 10:00-05 12:00"], id="every other week of a year"),
        pytest.param("week 01 10:00-12:00", [], id="another week"),
        pytest.param("Mo[1] 10:00-12:00", ["05 10:00-05 12:00"], id="the first Monday of a month"),
        pytest.param("Mo[2-3,-1] 10:00-12:00", [], id="other Mondays"),
        pytest.param(
            "Mo[1] 10:00-12:00; Mo[2],Tu[1] 11:00-12:00", ["05 10:00-05 12:00", "06 11:00-06 12:00"], id="apart"
        ),
        pytest.param(
            "week 01 10:00-12:00; week 02 11:00-12:00", ["05 11:00-05 12:00", "06 11:00-06 12:00"], id="weeks"
        ),
        pytest.param("Mo[1] 10:00-11:00, Mo[1] 11:30-12:00", ["05 10:00-05 11:00", "05 11:30-05 12:00"], id="beside"),
        pytest.param("Mo-Tu 09:00-17:00; Mo[1] off", ["06 09:00-06 17:00"], id="the first Monday taken away"),
        pytest.param("Mo-Tu 09:00-17:00; Mo[1] 10:00-11:00; PH off", ["05 10:00-05 11:00"], id="and Epiphany"),
        pytest.param("Mo-Tu 09:00-17:00; PH 12:00-13:00", ["05 09:00-05 17:00", "06 12:00-06 13:00"], id="a holiday"),
        pytest.param("Mo,PH 09:00-17:00", ["05 09:00-05 17:00", "06 09:00-06 17:00"], id="days and holidays"),
        pytest.param("24/7; 2026 Jan 05-2026 Jan 31 off", [], id="a run of dates"),
        pytest.param("Mo-Tu 09:00-17:00; 2026 Jan 05 off", ["06 09:00-06 17:00"], id="a date"),
        pytest.param("Mo-Tu 09:00-17:00; Jan 05,Feb 02 10:00-11:00", SHORT_MONDAY, id="dates"),
        pytest.param("Mo-Tu 09:00-17:00; Dec-Jan Mo 10:00-11:00", SHORT_MONDAY, id="months"),
        pytest.param(
            "Mo 09:00-17:00; Jan,Mar 10:00-11:00", ["05 10:00-05 11:00", "06 10:00-06 11:00"], id="two months"
        ),
        pytest.param("Mo 09:00-17:00; 2026 Tu 10:00-11:00", ["05 09:00-05 17:00", "06 10:00-06 11:00"], id="a year"),
        pytest.param("Jan Mo 10:00-11:00", ["05 10:00-05 11:00"], id="a part of the year alone"),
        pytest.param("Feb Mo 10:00-11:00; Jan Tu 10:00-11:00", ["06 10:00-06 11:00"], id="two parts of the year alone"),
        pytest.param('Mo 09:00-17:00; Jan 05-09 off "Break"', [], id="a run within a month"),
        pytest.param("open; Tu off", ["05 00:00-06 00:00"], id="open alone is all day"),
        pytest.param("Mo 09:00-17:00; easter,easter +1 day off", ["05 09:00-05 17:00"], id="Easter itself"),
    ],
)
def test_rules_open(text: str, means: list[str]) -> None:
    holidays = "DE-BW" if "PH" in text else None
    assert opened(text, "2026-01-05", "2026-01-07", holidays)[: len(means) + 1] == means


def test_a_run_over_new_year_and_the_last_of_february() -> None:
    assert opened("24/7; Dec 31-Jan 01 off", "2026-12-30", "2027-01-03") == ["30 00:00-31 00:00", "02 00:00-03 00:00"]
    assert opened("24/7; 2027 Feb off", "2027-02-27", "2027-03-02") == ["01 00:00-02 00:00"]
    assert opened("24/7; 2026 Oct-2027 Jan off", "2027-01-31", "2027-02-02") == ["01 00:00-02 00:00"]
    assert opened("24/7; 2024-2026 off", "2026-12-31", "2027-01-02") == ["01 00:00-02 00:00"]


def test_dates_are_counted_from_easter() -> None:
    # Easter was on 5 April 2026.
    text = "24/7; PH off; easter -2 days 10:00-11:00; easter,easter +1 day off"
    assert opened(text, "2026-04-03", "2026-04-07", "DE") == ["03 10:00-03 11:00", "04 00:00-05 00:00"]
    holidays_open = "Mo 09:00-10:00; PH 12:00-13:00; easter +1 day off"
    assert opened(holidays_open, "2026-04-03", "2026-04-07", "DE") == ["03 12:00-03 13:00"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("Mo-Fr 09:00-17:00; PH off", "'PH off' is about public holidays", id="no country"),
        pytest.param("Mo-Su 22:00-02:00; Dec 24 off", "'Dec 24 off' ends the night before it", id="a night"),
        pytest.param("Mo-Fr 22:00-02:00; Jan off", "'Jan off' ends the night", id="a night before a run of dates"),
        pytest.param("Mo-Fr 09:00-17:00; Jan 22:00-02:00", "", id="nights of a run alone"),
        pytest.param("Mo-Fr 22:00-02:00; Jan Mo 22:00-03:00", "'Jan Mo 22:00-03:00' ends the night", id="both"),
        pytest.param("Mo-Fr 22:00-02:00; Sa[1] 10:00-12:00", "ends the night before it", id="a Saturday"),
        pytest.param("Mo-Fr 22:00-02:00, Sa[1] 10:00-12:00", "", id="a comma ends none"),
    ],
)
def test_what_is_read_in_another_way_is_a_loss(text: str, says: str) -> None:
    found = losses(read(text))
    assert says in found
    assert bool(says) is bool(found)


def test_nights_and_holidays_of_a_country_are_losses() -> None:
    assert "'PH off' ends the night before it" in losses(read("Mo-Su 22:00-02:00; PH off", "DE"))
    assert "takes the place of 'Mo,PH 09:00-12:00' on" in losses(read("Mo,PH 09:00-12:00; Tu 10:00-11:00", ["DE"]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("sunrise-sunset", "at 'sunrise-sunset': times of the sun move", id="the sun"),
        pytest.param("Mo 09:00-sunset", "at 'sunset': times of the sun move", id="the sun at the end"),
        pytest.param("SH off", "school holidays are in no calendar here", id="school holidays"),
        pytest.param("Mo 19:00+", "it has an open end", id="an open end"),
        pytest.param("Mo 19:00-21:00+", "it has an open end", id="an end that is open"),
        pytest.param("Mo 10:00", "it is a point in time", id="a point in time"),
        pytest.param("Mo 10:00-16:00/90", "is points in time", id="points in time"),
        pytest.param("Mo 10:00-16:00 unknown", "nobody knows whether it is open", id="unknown"),
        pytest.param('Mo 10:00-16:00 "by appointment"', "a comment leaves it unknown", id="a comment alone"),
        pytest.param("Mo 10:00-16:00 || open", "for when nobody knows is not read", id="a fallback"),
        pytest.param("Mo 10:00-12:00 off", "write the hours that stay", id="part of a day off"),
        pytest.param("Mo 10:00-12:00, Tu off", "behind a comma it closes nothing for sure", id="off behind a comma"),
        pytest.param("Mo-Fr", "there are no hours", id="no hours"),
        pytest.param("Mo-Fr 9-17", "there are no hours", id="hours without minutes"),
        pytest.param("Mo 09:00-", "write when it closes", id="no closing time"),
        pytest.param("Mo 25:00-26:00", "it opens before 24:00", id="an opening past the day"),
        pytest.param("Mo 10:00-49:00", "there is no such time", id="no such hour"),
        pytest.param("Mo 10:00-11:70", "there is no such time", id="no such minute"),
        pytest.param("Mo 10:00-36:00", "open for more than a day", id="more than a day"),
        pytest.param("Monday 09:00-17:00", "write Mo", id="a whole name of a day"),
        pytest.param("december off", "write Dec", id="a whole name of a month"),
        pytest.param("Mp 09:00-17:00", "known: Mo, Tu", id="one letter off"),
        pytest.param("Mo 09:00-17:00 Tu 09:00-17:00", "write ';' before the next", id="no mark between rules"),
        pytest.param("Mo {09:00}", "it is not understood here", id="marks that are none"),
        pytest.param("Mo 9:00am-5:00pm", "it is a point in time", id="halves of a day"),
        pytest.param("Mo[6] 10:00-11:00", "a place in the month is 1 to 5", id="a sixth Monday"),
        pytest.param("Mo[1 10:00-11:00", "write the places of a day", id="a bracket that stays open"),
        pytest.param("Mo[1] +2 days 10:00-11:00", "days beside a day of the month", id="days beside a Monday"),
        pytest.param("PH +1 day off", "days beside public holidays", id="days beside holidays"),
        pytest.param("week 54 10:00-11:00", "a week is 1 to 53", id="no such week"),
        pytest.param("week Mo 10:00-11:00", "a week is 1 to 53", id="no week at all"),
        pytest.param("Oct 2026-Jan 2027 off", "a year stands before its month", id="years behind months"),
        pytest.param("2026 Dec 24-Jan 02 off", "it ends before it begins", id="a year that does not go on"),
        pytest.param("Dec 24-2027 Jan 02 off", "a year stands with both dates", id="one year of two"),
        pytest.param("easter-Dec 24 off", "from or to Easter", id="from Easter on"),
        pytest.param("easter - easter +1 day off", "from or to Easter", id="from Easter to the day behind it"),
        pytest.param("2026 easter off", "Easter comes every year", id="the Easter of a year"),
        pytest.param("easter -2 off", "write e.g. 'easter -2 days'", id="a number without its days"),
        pytest.param("Dec 24,26 off", "it is a date such as Dec 24", id="a day without a month"),
        pytest.param("Feb 30 off", "a day of that month is 1 to 29", id="no such date"),
        pytest.param("2026+ Mo 10:00-11:00", "it has no end", id="a year and all after it"),
        pytest.param("PH off", "it opens in no usual week", id="holidays alone"),
        pytest.param("off", "it opens in no usual week", id="never"),
        pytest.param("PH off; Mo 09:00-12:00", "it takes the place of 'PH off'", id="holidays before the week"),
        pytest.param("24/7; Dec 24 10:00-11:00; Dec off", "it takes the place of 'Dec 24", id="before its month"),
        pytest.param("24/7; Dec 24 Mo off", "a date stands by itself", id="a date on a day of the week"),
        pytest.param("24/7, Dec 24 10:00-11:00", "a date stands by itself", id="a date behind a comma"),
        pytest.param("24/7; Dec off; Dec 20-Jan 05 10:00-11:00", "its dates overlap", id="runs that overlap"),
        pytest.param("24/7; Dec off; 2026 Dec 20-2027 Jan 05 10:00-11:00", "its dates overlap", id="with a year, too"),
        pytest.param(
            "24/7; 2026 Dec off; 2026 Dec 20-2027 Jan 05 10:00-11:00", "its dates overlap", id="and with two years"
        ),
        pytest.param("24/7; Dec Mo[1] off", "of a part of the year; write their dates", id="a Monday of a part"),
        pytest.param("24/7; Dec PH off", "of a part of the year; write their dates", id="holidays of a part"),
        pytest.param("24/7, Mo[1] 10:00-11:00; Dec off", "beside hours of a part of the year", id="Mondays and a part"),
        pytest.param("24/7; week 02 off", "weeks of a year stand beside other hours", id="a week off"),
        pytest.param("Sa[1] 10:00-14:00; Sa 09:00-12:00", "it takes the place of 'Sa[1]", id="a week behind a day"),
        pytest.param("Sa[1] 10:00-14:00, Sa 09:00-12:00", "it takes the place of 'Sa[1]", id="and beside it"),
        pytest.param("Sa[1] 10:00-14:00; Sa[1-2] 09:00-12:00", "it takes the place of", id="two days of a month"),
        pytest.param("Sa[4] 10:00-14:00; Sa[-1] 09:00-12:00", "it takes the place of", id="from both ends of a month"),
        pytest.param("24/7; Sa[1] 10:00-11:00, Sa[1] 12:00-13:00", "write all hours in one rule", id="two in place"),
        pytest.param("week 02 10:00-14:00; week 02-04/2 09:00-12:00", "it takes the place of", id="two weeks"),
        pytest.param("week 02 Mo[1] 10:00-11:00", "weeks of a year", id="Mondays of a week"),
        pytest.param("24/7; Mo[5] off", "write Mo[1] to Mo[4] or Mo[-1]", id="a fifth Monday off"),
        pytest.param("24/7; Mo[1],Tu off", "write Mo[1] to Mo[4] or Mo[-1]", id="a Monday and all Tuesdays off"),
        pytest.param("Mo 09:00-17:00 24/7", "write ';' before the next", id="always, behind hours"),
        pytest.param("Mo, 09:00-17:00", "there are no hours", id="a comma before hours"),
        pytest.param({"tags": {"opening_hours": 7}}, "it is text such as", id="a number"),
        pytest.param("", "it is blank", id="nothing"),
        pytest.param("Mo " * 700, "at most 2,000 are read", id="too long"),
        pytest.param(["x"], "it is an object, not 'x'", id="no text"),
    ],
)
def test_what_has_no_fixed_hours_or_is_not_understood_is_refused(text: Any, message: str) -> None:
    with pytest.raises(PayloadError, match=re.escape(message)):
        read(text)


def test_closed_dates_of_a_year_are_holidays_unless_hours_that_come_every_year_would_win() -> None:
    closed = read('24/7; 2026 Dec 24 off "Eve"; 2027 Dec 24 10:00-12:00').policy.schedule("opening hours")
    assert closed.holidays.covered_years == (2026, 2026)
    assert [each.occasion for each in closed.exceptions] == ["2027-12-24"]
    assert opened("24/7; Dec 24 10:00-12:00; 2026 Dec 24 off", "2026-12-24", "2026-12-25") == []


def test_the_zone_is_given() -> None:
    with pytest.raises(PayloadError, match="pass timezone="):
        osm.policy("24/7")


def test_a_text_with_several_rules_of_a_month_keeps_all() -> None:
    (name,) = (read_back := read("Mo[1],We 10:00-11:00")).policy.schedules
    assert isinstance(read_back.policy.schedule(name).hours, Recurrence)


PLACE = {
    "type": "node",
    "id": 7,
    "lat": 48.8,
    "tags": {"name": "Desk", "addr:country": "DE", "opening_hours": "Mo-Fr 09:00-17:00; PH off"},
}


def test_elements_of_overpass_have_their_names_and_countries() -> None:
    other = {"type": "node", "id": 8, "tags": {"opening_hours": "24/7", "opening_hours:kitchen": "Mo 10:00-11:00"}}
    closed = {"type": "node", "id": 9, "tags": {"shop": "no"}, "colour": "red"}
    reading = read({"version": 0.6, "elements": [PLACE, other, closed]})
    assert list(reading.policy.schedules) == ["Desk", "opening hours"]
    assert str(reading.policy.schedule("Desk").holidays) == "DE"
    assert losses(reading).splitlines() == [
        "elements[1].tags.opening_hours:kitchen: hours of something else, such as a kitchen; they were left out",
        "elements[2].colour: key 'colour' is not known; it was left out; what it may mean is in no answer",
        "elements[2].tags: there is no key opening_hours; it was left out",
    ]
    assert dict(reading.counts) == {"elements": 3, "rules": 3}
    assert reading.policy == SlaPolicy.loads(reading.yaml())
    with pytest.raises(PayloadError, match="no element has the key opening_hours"):
        read([closed])


def test_a_file_is_a_text_or_elements() -> None:
    read_file = of_product("osm", "policy_of_answers")
    for answer in ("Mo-Fr 09:00-17:00\n", PLACE, [PLACE]):
        assert len(read_file({"a": answer}, "Europe/Berlin", "A").policy.schedules) == 1
    with pytest.raises(PayloadError, match="b: one file of opening hours makes a policy"):
        read_file({"a": "24/7", "b": "24/7"}, "Europe/Berlin", "A")


@given(st.text(st.sampled_from('MoTuPHSDecan0123456789:-;,[]+/| "week'), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        reading = read(text, "DE")
    except PayloadError:
        return
    assert list(reading.policy.schedules) == ["opening hours"]


# The way back


@given(declared())
def test_a_text_is_read_back_with_the_same_hours(drawn: tuple[Season, Declared]) -> None:
    season, hours = drawn
    schedule = schedule_of(replace(hours, belongs_to="opening_date", holiday_rule="opening_date"))
    try:
        text = osm.opening_hours(schedule)
    except PayloadError:
        assert any(closes > 1440 for row in hours.rows for closes in [row.closes]) or hours.exceptions
        return
    back = read_back(osm.policy(text, season.zone).policy)
    assert opened_around(back, season) == opened_around(schedule, season)


@pytest.mark.parametrize(
    ("schedule", "text"),
    [
        pytest.param(
            {"hours": ["Mon-Tue, Thu 09:00-17:00", "Sat 10:00-24:00"]}, "Mo-Tu,Th 09:00-17:00, Sa 10:00-24:00"
        ),
        pytest.param({"hours": "Mon 22:00-06:00"}, "Mo 22:00-06:00"),
        pytest.param({"hours": "24x7", "holidays": "DE"}, "Mo-Su 00:00-24:00; PH off"),
        pytest.param(
            {"hours": ["Mon 09:00-17:00", "first Saturday of the month 10:00-14:00"]},
            "Mo 09:00-17:00, Sa[1] 10:00-14:00",
        ),
        pytest.param(
            {"hours": "Mon 09:00-17:00", "holidays": ["2026-12-24"], "exceptions": {"2026-12-31": "09:00-12:00"}},
            "Mo 09:00-17:00; 2026 Dec 24 off; 2026 Dec 31 09:00-12:00",
        ),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_schedule_is_written_as_the_format_has_it(schedule: dict[str, Any], text: str) -> None:
    assert osm.opening_hours(Schedule(timezone="Europe/Berlin", **schedule)) == text


@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        pytest.param({"hours": "Mon 22:00-06:00", "belongs_to": "closing_date"}, "belongs_to: ", id="closing date"),
        pytest.param({"hours": "Mon 22:00-06:00", "holidays": "DE"}, "holidays: PH off ends the night", id="nights"),
        pytest.param(
            {"hours": "Mon 22:00-06:00", "holidays": ["2026-01-05"], "holiday_rule": "calendar_date"},
            "holiday_rule: the format closes all of the night that begins on 2026-01-05",
            id="a night of a holiday that opens at midnight",
        ),
        pytest.param({"hours": "Mon 09:00:30-17:00"}, "hours: Mon 09:00:30-17:00 is not in whole", id="seconds"),
        pytest.param({"hours": "Mon 09:00-17:00", "holidays": ["US", "DE"]}, "holidays: US closes by a rule", id="two"),
        pytest.param(
            {"hours": Recurrence(rrule="FREQ=DAILY;INTERVAL=2", first="2026-01-05", opens="09:00", closes="10:00")},
            "hours: FREQ=DAILY;INTERVAL=2 from 2026-01-05 09:00-10:00 is no one day of each month",
            id="every other day",
        ),
    ],
)
def test_what_the_format_cannot_say_is_refused(schedule: dict[str, Any], message: str) -> None:
    with pytest.raises(PayloadError, match=re.escape(message)):
        osm.opening_hours(Schedule(timezone="Europe/Berlin", **schedule))


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        pytest.param("2026-01-05", "opening_date", id="a night goes with its date"),
        pytest.param("2026-01-07", "calendar_date", id="no night begins on it"),
    ],
)
def test_holidays_of_nights_are_written_where_the_format_closes_the_same(day: str, rule: Any) -> None:
    nights = Schedule(timezone="Europe/Berlin", hours="Mon 22:00-06:00", holidays=[day], holiday_rule=rule)
    assert osm.opening_hours(nights) == f"Mo 22:00-06:00; 2026 Jan {day[-2:]} off"


def test_holidays_are_written_as_dates_of_the_years_given() -> None:
    policy = SlaPolicy(
        name="A",
        timezone="Europe/Berlin",
        holidays="DE",
        schedules={"office": "Mon-Fri 09:00-17:00"},
        plans={"p": {"first_response": "1 hour"}},
    )
    text = osm.text_of_policy(policy, years=[2026, 2026])
    assert "; 2026 Dec 25 off; " in text
    assert osm.text_of_policy(policy) == "Mo-Fr 09:00-17:00; PH off\n"
    assert isinstance(policy.schedule("office").holidays, HolidayCalendar)

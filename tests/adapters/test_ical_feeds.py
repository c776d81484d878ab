"""Feeds of holidays read as calendars: which events close, and which are observances (R5, R14, R19)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st
from ical_texts import OFFICE, calendar, component, days, event, hours

from slaclock import HolidayCalendar, PayloadError, SlaPolicy, Ticket
from slaclock.adapters import ical

PUBLIC = days("20260119", "King Day", "UID:20260119_abc123@google.com", "DESCRIPTION:Public holiday")
OBSERVANCE = days(
    "20260214", "Valentine", "UID:20260214_abc124@google.com", "DESCRIPTION:Observance\\nTo hide observances\\, go away"
)
GERMAN = days("20260501", "Tag der Arbeit", "UID:20260501_abc125@google.com", "DESCRIPTION:Gesetzlicher Feiertag")
SUMMER_TIME = days("20260308", "Daylight Saving Time starts", "DESCRIPTION:Company calendar")
ALARM = component("VALARM", "ACTION:DISPLAY", "TRIGGER:-PT1H")
COMPANY = days("20260303", "Company day", "CATEGORIES:Closed,Fun", "DESCRIPTION:All day")


def dates(text: str, **chosen: object) -> list[str]:
    """The dates of a feed, as month and day."""
    found = ical.holidays(text, **chosen).calendar.between(date(2026, 1, 1), date(2026, 12, 31))  # type: ignore[arg-type]
    return [f"{day:%m-%d}" for day in found]


@pytest.mark.parametrize(
    ("events", "means"),
    [
        pytest.param(["DTSTART:20260501"], ["05-01"], id="a date that does not say that it is one"),
        pytest.param(
            ["DTSTART;VALUE=DATE:20260501", "DTEND;VALUE=DATE:20260501"], ["05-01"], id="no length is one day"
        ),
        pytest.param(["DTSTART:20260501", "RRULE:"], ["05-01"], id="an empty rule repeats nothing"),
        pytest.param(
            ["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227"], ["12-24", "12-25", "12-26"], id="several days"
        ),
        pytest.param(
            ["DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY;UNTIL=20280501"],
            ["05-01"],
            id="one that comes every year",
        ),
        pytest.param(
            ["DTSTART;VALUE=DATE:20260504", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20260511"],
            ["05-04", "05-18"],
            id="a date left out",
        ),
        pytest.param(
            ["DTSTART;TZID=Europe/Berlin:20260501T000000", "DTEND;TZID=Europe/Berlin:20260502T000000"],
            ["05-01"],
            id="from midnight to midnight is a whole date",
        ),
        pytest.param(["DTSTART:20260501T000000Z", "DURATION:P1D"], ["05-01"], id="a day of length"),
        pytest.param(["DTSTART:20260501", "STATUS:CONFIRMED"], ["05-01"], id="confirmed"),
    ],
)
def test_all_day_events_close_their_dates(events: list[str], means: list[str]) -> None:
    assert dates(calendar(event("SUMMARY:x", *events))) == means


def test_what_stands_instead_of_one_date_follows_its_series() -> None:
    moved = calendar(
        days("20260504", "Closed", "UID:1", "RRULE:FREQ=WEEKLY;COUNT=3"),
        days("20260512", "Moved", "UID:1", "RECURRENCE-ID;VALUE=DATE:20260511"),
        days("20260518", "Off", "UID:1", "RECURRENCE-ID;VALUE=DATE:20260518", "STATUS:CANCELLED"),
        days("20260601", "Alone", "UID:2", "RECURRENCE-ID;VALUE=DATE:20260602"),
    )
    assert dates(moved) == ["05-04", "05-12", "06-01"]
    assert dates(moved, only="Closed") == ["05-04", "05-12"]
    assert dates(moved, leave_out=["closed"]) == ["06-01"]


@pytest.mark.parametrize(
    ("events", "chosen", "means"),
    [
        pytest.param([PUBLIC, OBSERVANCE], {}, ["01-19"], id="where Google marks public holidays, these close"),
        pytest.param([PUBLIC, GERMAN], {}, ["01-19"], id="a mark in another language is not taken for one"),
        pytest.param([PUBLIC, GERMAN], {"only": "Gesetzlicher  feiertag"}, ["05-01"], id="by the description"),
        pytest.param([PUBLIC, OBSERVANCE], {"only": ["Observance", "King Day"]}, ["01-19", "02-14"], id="two marks"),
        pytest.param([COMPANY, SUMMER_TIME], {}, ["03-03"], id="a change of clocks closes nothing"),
        pytest.param([COMPANY, SUMMER_TIME], {"only": "Company calendar"}, ["03-08"], id="unless somebody says so"),
        pytest.param([COMPANY, PUBLIC], {"only": "fun"}, ["03-03"], id="by a category"),
        pytest.param([COMPANY, PUBLIC], {"leave_out": "Fun"}, ["01-19"], id="all but a category"),
        pytest.param([COMPANY, PUBLIC], {"only": ["Closed", "King Day"], "leave_out": "Fun"}, ["01-19"], id="both"),
    ],
)
def test_people_choose_by_name_category_or_description(
    events: list[str], chosen: dict[str, object], means: list[str]
) -> None:
    assert dates(calendar(*events), **chosen) == means


def test_every_event_that_closes_nothing_is_a_loss_with_its_marks() -> None:
    timed = hours("20260610T120000", "20260610T180000", "SUMMARY:Staff meeting")
    read = ical.holidays(calendar(PUBLIC, OBSERVANCE, SUMMER_TIME, timed, name="US"))
    assert list(map(str, read.losses)) == [
        "VEVENT[1]: 'Valentine' is marked 'Observance', not as a public holiday; it closes nothing",
        "VEVENT[2]: 'Daylight Saving Time starts' is a change of clocks; it closes nothing",
        "VEVENT[3]: 'Staff meeting' has a time of day; give its hours in `exceptions` where they close; "
        "it closes nothing",
    ]
    assert [each.closes for each in read.events] == [True, False, False, False]
    assert read.events[1].marks == ("Valentine", "Observance")
    assert read.counts["events"] + len(read.losses) == len(read.events)
    assert str(read.calendar) == "US"


@pytest.mark.parametrize("status", ["CANCELLED", "CANCELED", "cancelled", " Canceled "])
def test_what_was_called_off_closes_nothing(status: str) -> None:
    feed = calendar(days("20260501", "Off", f"STATUS:{status}"), days("20260601", "Holds"))
    assert dates(feed) == ["06-01"]
    assert not ical.holidays(feed).losses


def test_a_status_that_is_not_known_is_a_loss() -> None:
    feed = calendar(days("20260501", "Holds", "STATUS:CANCELLLED"))
    assert dates(feed) == ["05-01"]
    assert [loss.what for loss in ical.holidays(feed).losses] == ["there is no status 'CANCELLLED'"]


def test_what_is_tentative_or_not_known_is_a_loss() -> None:
    read = ical.holidays(calendar(days("20260501", "Eid", "STATUS:TENTATIVE", "MOOD:good")))
    assert [each.path for each in read.losses] == ["VEVENT[0].MOOD", "VEVENT[0].STATUS"]


def test_a_feed_knows_the_years_of_its_events_or_those_that_are_given() -> None:
    text = calendar(days("20250501", "x"), days("20270501", "y"))
    assert ical.holidays(text).calendar.covered_years == (2025, 2027)
    assert ical.holidays(text, years=(2024, 2030)).calendar.covered_years == (2024, 2030)


@pytest.mark.parametrize(
    ("text", "chosen", "message"),
    [
        pytest.param(calendar(COMPANY), {"only": "Closd"}, "no event is marked 'closd'; did you mean", id="a typo"),
        pytest.param(calendar(GERMAN), {}, "only= among 'Gesetzlicher Feiertag', 'Tag der Arbeit'", id="no mark"),
        pytest.param(
            calendar(*(days("20260501", f"{n}", f"UID:20260501_{n}@google.com", "DESCRIPTION:x") for n in range(12))),
            {},
            "'8', …",
            id="many marks",
        ),
        pytest.param(calendar(OFFICE), {}, "only= among names, categories", id="hours alone"),
        pytest.param(calendar(), {}, "no event is a holiday", id="no events"),
        pytest.param(calendar(days("20260501", "x", "STATUS:CANCELLED")), {}, "no event is a holiday", id="called off"),
        pytest.param(
            calendar(PUBLIC, days("20260501", "Odd", "RRULE:FREQ=WEEKLY;BYDAY=XX")), {}, "VEVENT[1]: ", id="a bad rule"
        ),
        pytest.param(calendar(days("soon", "Odd")), {}, "VEVENT[0].DTSTART: it is a date", id="no date"),
        pytest.param(calendar(event("SUMMARY:Odd")), {}, "VEVENT[0]: the event 'Odd' has no DTSTART", id="no start"),
        pytest.param(
            calendar(event("DTSTART:20260501", "RRULE:FREQ=HOURLY")), {}, "the event 'holiday'", id="no name either"
        ),
    ],
)
def test_what_is_no_feed_of_holidays_is_refused(text: str, chosen: dict[str, str], message: str) -> None:
    with pytest.raises(PayloadError, match=re.escape(message)):
        ical.holidays(text, **chosen)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["DTSTART:20260501T000000Z", "DURATION:PT24H"], id="hours of length"),
        pytest.param(["DTSTART:20260501T000000Z", "DTEND:20260501T120000Z"], id="an end at noon"),
    ],
)
def test_part_of_a_day_is_no_holiday(lines: list[str]) -> None:
    read = ical.holidays(calendar(PUBLIC, event(*lines)))
    assert [each.closes for each in read.events] == [True, False]


@given(st.lists(st.dates(date(2024, 1, 1), date(2028, 12, 31)), min_size=1, max_size=20, unique=True))
def test_a_feed_closes_what_its_text_says(closed: list[date]) -> None:
    text = calendar(*(days(f"{day:%Y%m%d}", f"Day {number}", ALARM) for number, day in enumerate(closed)))
    assert ical.holidays(text).calendar == HolidayCalendar.from_ics(text)


# Due dates


def test_due_dates_are_events_that_keep_their_names() -> None:
    policy = SlaPolicy(
        name="Desk", timezone="UTC", plans={"only": {"first_response": "4 hours", "resolution": "8 hours"}}
    )
    opened = datetime(2026, 11, 25, 9, tzinfo=UTC)
    tickets = [
        Ticket(id="T-1, <x>", opened=opened),
        Ticket(id="T-2", opened=opened, events=[{"at": opened, "kind": "status", "status": "pending"}]),
    ]
    first, later = (
        ical.agenda_ics(policy.agenda(tickets, opened + timedelta(hours=n)), "Due", timedelta(minutes=30))
        for n in (0, 1)
    )
    assert first.count("BEGIN:VEVENT") == 4
    assert "SUMMARY:T-1\\, <x>: first response due" in first
    assert "DTSTART:20261125T130000Z" in first
    assert "TRIGGER:-PT30M" in first
    uid = re.compile(r"UID:(.*)\r")
    assert sorted(uid.findall(first)) == sorted(uid.findall(later))
    assert "BEGIN:VALARM" not in ical.agenda_ics(policy.agenda(tickets, opened))

"""Hours read from events and availabilities of iCalendar (R1, R3, R4, R5, R6, R13, R19)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st
from ical_texts import NIGHTS, OFFICE, WORKING_DAYS, calendar, component, days, event, hours

from slaclock import PayloadError, Schedule
from slaclock.adapters import PolicyReading, ical, of_product


def read(*components: str, **given: object) -> PolicyReading:
    """What is read of a calendar of these components."""
    return ical.policy(calendar(*components), **given)  # type: ignore[arg-type]


def the_schedule(reading: PolicyReading) -> Schedule:
    """The one schedule of a reading."""
    (name,) = reading.policy.schedules
    return reading.policy.schedule(name).model_copy(update={"outside_coverage": "ignore"})


def opened(reading: PolicyReading, first: str, last: str) -> list[str]:
    """What is open from one date up to another, on the clocks of the schedule."""
    schedule = the_schedule(reading)
    start, end = (datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(schedule.timezone)) for day in (first, last))
    return [f"{each.start:%d %H:%M}-{each.end:%d %H:%M}" for each in schedule.windows(start, end)]


def losses(reading: PolicyReading) -> str:
    """What could not be carried over, as text, but for that there are no targets."""
    return "\n".join(str(loss) for loss in reading.losses if "no targets" not in loss.what)


@pytest.mark.parametrize(
    ("components", "means"),
    [
        pytest.param([OFFICE], "Mon-Fri 09:00-17:00", id="an event that comes on working days"),
        pytest.param([NIGHTS], "Sun-Thu 22:00-06:00", id="a night belongs to the date on which it begins"),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", "RRULE:FREQ=WEEKLY")],
            "Mon 09:00-17:00",
            id="a rule without days has that of the first date",
        ),
        pytest.param(
            [hours("20260105T000000", "20260106T000000", "RRULE:FREQ=DAILY")], "24x7", id="every day from midnight on"
        ),
        pytest.param(
            [hours("20260105T140000", "20260107T120000", "RRULE:FREQ=WEEKLY")],
            "Mon 14:00-24:00; Tue 00:00-24:00; Wed 00:00-12:00",
            id="more than a day is cut at each midnight",
        ),
        pytest.param(
            [hours("20260105T140000", "20260107T000000", "RRULE:FREQ=WEEKLY")],
            "Mon 14:00-24:00; Tue 00:00-24:00",
            id="more than a day that ends at midnight",
        ),
        pytest.param(
            [event("DTSTART:20260105T090000Z", "DURATION:PT8H30M", "RRULE:FREQ=WEEKLY")],
            "Mon 09:00-17:30",
            id="a length in place of an end, in UTC",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T235900", "RRULE:FREQ=WEEKLY")],
            "Mon 09:00-24:00",
            id="a minute before midnight stands for midnight",
        ),
        pytest.param(
            [hours("20260110T100000", "20260110T140000", "RRULE:FREQ=MONTHLY;BYDAY=2SA"), OFFICE],
            "Mon-Fri 09:00-17:00; FREQ=MONTHLY;BYDAY=2SA from 2026-01-10 10:00-14:00",
            id="a rule of months beside a week",
        ),
    ],
)
def test_events_that_repeat_are_hours(components: list[str], means: str) -> None:
    schedule = the_schedule(read(*components))
    parts = schedule.hours if isinstance(schedule.hours, tuple) else [schedule.hours]
    assert "; ".join(map(str, parts)) == means


def test_a_parameter_of_ones_own_says_nothing_of_a_time() -> None:
    own = OFFICE.replace("DTSTART;", "DTSTART;X-SHOWN=nine;")
    assert ical.policy(calendar(own)).policy == ical.policy(calendar(OFFICE)).policy


def test_a_series_that_ends_does_not_go_on_and_the_next_does_not_begin_before_it() -> None:
    """A calendar that is changed "from here on" ends one series and begins another."""
    early = hours("20260105T080000", "20260105T160000", "RRULE:FREQ=WEEKLY;UNTIL=20260330T055959Z")
    late = hours("20260330T100000", "20260330T180000", "RRULE:FREQ=WEEKLY")
    found = opened(read(early, late), "2026-03-16", "2026-04-08")
    # The end in UTC is 07:59:59 in summer time: before the opening of the 30th.
    assert found == ["16 08:00-16 16:00", "23 08:00-23 16:00", "30 10:00-30 18:00", "06 10:00-06 18:00"]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        pytest.param("20260112T080000Z", "12", id="an end at the last opening, in UTC, counts it"),
        pytest.param("20260112T075959Z", "05", id="a second before it does not"),
        pytest.param("20260112T090000", "12", id="a local end"),
        pytest.param("20260112", "12", id="a date as end counts it"),
    ],
)
def test_the_end_of_a_rule_is_a_time(until: str, last: str) -> None:
    found = opened(
        read(hours("20260105T090000", "20260105T170000", f"RRULE:FREQ=WEEKLY;UNTIL={until}")),
        "2026-01-01",
        "2026-02-01",
    )
    assert found[-1].startswith(last)


@pytest.mark.parametrize(
    ("components", "means"),
    [
        pytest.param(
            [hours("20260105T220000", "20260106T060000", WORKING_DAYS, "EXDATE;TZID=Europe/Berlin:20260106T220000")],
            ["05 22:00-06 06:00", "07 22:00-08 06:00", "08 22:00-09 00:00"],
            id="a date left out closes the night that begins on it",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", WORKING_DAYS, "EXDATE;VALUE=DATE:20260106,20260107")],
            ["05 09:00-05 17:00", "08 09:00-08 17:00"],
            id="dates left out without a time",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", WORKING_DAYS, "EXDATE:20260106T080000Z")],
            ["05 09:00-05 17:00", "07 09:00-07 17:00", "08 09:00-08 17:00"],
            id="a time left out in UTC",
        ),
        pytest.param(
            [
                OFFICE,
                hours("20260106T100000", "20260106T120000", "UID:office", "RECURRENCE-ID:20260106T080000Z"),
            ],
            ["05 09:00-05 17:00", "06 10:00-06 12:00", "07 09:00-07 17:00", "08 09:00-08 17:00"],
            id="other hours instead of those of one date",
        ),
        pytest.param(
            [
                OFFICE,
                hours(
                    "20260106T090000",
                    "20260106T170000",
                    "UID:office",
                    "RECURRENCE-ID;TZID=Europe/Berlin:20260106T090000",
                    "STATUS:CANCELLED",
                ),
            ],
            ["05 09:00-05 17:00", "07 09:00-07 17:00", "08 09:00-08 17:00"],
            id="one date called off",
        ),
        pytest.param(
            [OFFICE, hours("20260106T090000", "20260106T170000", "UID:office", "RECURRENCE-ID:20260106T080000Z")],
            ["05 09:00-05 17:00", "06 09:00-06 17:00", "07 09:00-07 17:00", "08 09:00-08 17:00"],
            id="the same hours instead of those of one date",
        ),
        pytest.param(
            [OFFICE, hours("20260106T170000", "20260106T200000", "SUMMARY:Late opening")],
            ["05 09:00-05 17:00", "06 09:00-06 20:00", "07 09:00-07 17:00", "08 09:00-08 17:00"],
            id="an event that comes once is open, too",
        ),
        pytest.param(
            [
                hours(
                    "20260105T090000",
                    "20260105T170000",
                    "RRULE:FREQ=WEEKLY",
                    "RDATE;TZID=Europe/Berlin:20260106T100000",
                )
            ],
            ["05 09:00-05 17:00", "06 10:00-06 18:00"],
            id="a date added to a rule",
        ),
        pytest.param(
            [OFFICE, hours("20260107T090000", "20260107T170000", WORKING_DAYS, "STATUS:CANCELLED")],
            ["05 09:00-05 17:00", "06 09:00-06 17:00", "07 09:00-07 17:00", "08 09:00-08 17:00"],
            id="a series called off opens nothing",
        ),
        pytest.param(
            [OFFICE, hours("20260107T090000", "20260107T170000", WORKING_DAYS, "STATUS:CANCELED")],
            ["05 09:00-05 17:00", "06 09:00-06 17:00", "07 09:00-07 17:00", "08 09:00-08 17:00"],
            id="a series called off with one L opens nothing",
        ),
        pytest.param(
            [OFFICE, days("20260106", "Epiphany")],
            ["05 09:00-05 17:00", "07 09:00-07 17:00", "08 09:00-08 17:00"],
            id="an all-day event beside hours is a holiday",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000"), hours("20260107T090000", "20260107T100000", "SUMMARY:Short")],
            ["05 09:00-05 17:00", "07 09:00-07 10:00"],
            id="hours of which every date is listed",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T100000", "RDATE;VALUE=DATE:20260107", "EXDATE:20260105T080000Z")],
            ["07 09:00-07 10:00"],
            id="dates listed, one of them left out",
        ),
    ],
)
def test_dates_that_differ(components: list[str], means: list[str]) -> None:
    assert opened(read(*components), "2026-01-05", "2026-01-09") == means


@pytest.mark.parametrize(
    ("components", "says"),
    [
        pytest.param([OFFICE], "the weekly hours begin on 2026-01-05", id="hours are those of the time before, too"),
        pytest.param(
            [hours("20260104T090000", "20260104T170000", WORKING_DAYS)],
            "it begins on 2026-01-04, which its rule does not name",
            id="a first date that the rule does not name",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", WORKING_DAYS, "EXDATE;TZID=Europe/Berlin:20260106T100000")],
            "2026-01-06 10:00 is left out, and the event does not begin then",
            id="a time left out at which nothing begins",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", WORKING_DAYS, "EXDATE;TZID=Europe/Berlin:20260110T090000")],
            "2026-01-10 09:00 is left out, and the event does not begin then",
            id="a date left out that the rule does not name",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T235959", "RRULE:FREQ=WEEKLY")],
            "it ends at 23:59:59; it was read as the midnight that follows",
            id="the end of a day",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", "STATUS:TENTATIVE", "SUMMARY:Maybe", "RRULE:FREQ=WEEKLY")],
            "Maybe is tentative",
            id="what is tentative",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", "BUSINESS-HOURS:yes", "RRULE:FREQ=WEEKLY")],
            "VEVENT[0].BUSINESS-HOURS: BUSINESS-HOURS is not known",
            id="a property that is not known",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000")],
            "hours are listed by date, from 2026-01-05 to 2026-01-05",
            id="hours by date",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", "RRULE:FREQ=WEEKLY", zone="W. Europe Standard Time")],
            "'W. Europe Standard Time' is no name of IANA; it was read as Europe/Berlin",
            id="a zone of Windows",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", "RRULE:FREQ=WEEKLY", zone="/example.org/2024/Europe/Berlin")],
            "it was read as Europe/Berlin",
            id="a zone behind the address of a vendor",
        ),
        pytest.param(
            [
                component("VTIMEZONE", "TZID:Theirs", "X-LIC-LOCATION:Europe/Rome"),
                component("VTIMEZONE", "TZID:Ours", "X-LIC-LOCATION:Europe/Berlin"),
                hours("20260105T090000", "20260105T170000", "RRULE:FREQ=WEEKLY", zone="Ours"),
            ],
            "'Ours' is no name of IANA; it was read as Europe/Berlin",
            id="a zone that says which place it is",
        ),
    ],
)
def test_what_is_not_as_it_stands_there_is_a_loss(components: list[str], says: str) -> None:
    assert says in losses(read(*components))


@pytest.mark.parametrize(
    ("components", "path", "message"),
    [
        pytest.param([event("SUMMARY:x", "RRULE:FREQ=DAILY")], "VEVENT[0]", "it has no DTSTART", id="no start"),
        pytest.param([event("DTSTART:20260105T090000Z")], "VEVENT[0]", "it does not say when it ends", id="no end"),
        pytest.param(
            [hours("20260105T090000", "20260105T090000")], "VEVENT[0].DTEND", "hours last up to 7 days", id="no length"
        ),
        pytest.param([hours("20260105T090000", "20260113T090000")], "VEVENT[0].DTEND", "up to 7 days", id="too long"),
        pytest.param(
            [event("DTSTART:20260105T090000Z", "DURATION:-PT1H")], "VEVENT[0].DURATION", "PT8H", id="negative"
        ),
        pytest.param([event("DTSTART:20260105T090000Z", "DURATION:P")], "VEVENT[0].DURATION", "PT8H", id="no amount"),
        pytest.param(
            [event("DTSTART:20260105T090000", "DURATION:PT8H")], "VEVENT[0].DTSTART", "names no zone", id="no zone"
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", zone="Customized Time Zone")],
            "VEVENT[0].DTSTART",
            "write the name of IANA as TZID",
            id="a zone that nobody knows",
        ),
        pytest.param(
            [
                component("VTIMEZONE", "TZID:Ours", "X-LIC-LOCATION:Nowhere"),
                component("VTIMEZONE", "TZID:Others"),
                hours("20260105T090000", "20260105T170000", zone="Ours"),
            ],
            "VEVENT[0].DTSTART",
            "write the name of IANA as TZID",
            id="a zone that says a place that nobody knows",
        ),
        pytest.param(
            [event("DTSTART;TZID=Europe/Berlin:20260105T090000Z", "DURATION:PT8H")],
            "VEVENT[0].DTSTART",
            "is UTC by its Z, and has the zone 'Europe/Berlin'",
            id="two zones",
        ),
        pytest.param(
            [hours("20261305T090000", "20261305T170000")],
            "VEVENT[0].DTSTART",
            "there is no such date",
            id="no month 13",
        ),
        pytest.param([hours("soon", "later")], "VEVENT[0].DTSTART", "20261224T090000, not 'soon'", id="no time"),
        pytest.param(
            [hours("18000105T090000", "18000105T170000")], "VEVENT[0].DTSTART", "1970 to 2100", id="another century"
        ),
        pytest.param(
            [event("DTSTART;VALUE=DATE:20260105T090000", "DURATION:PT8H")],
            "VEVENT[0].DTSTART",
            "says that it is a date",
            id="a date with a time",
        ),
        pytest.param(
            [event("DTSTART:20260105T090000Z", "DTEND:20260106")],
            "VEVENT[0].DTEND",
            "is a whole date, and it begins at a time",
            id="an end without a time",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", "RRULE:FREQ=HOURLY")],
            "VEVENT[0].RRULE",
            "FREQ=DAILY, WEEKLY",
            id="a rule of hours",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", "RRULE:FREQ=WEEKLY;UNTIL=20261305T090000Z")],
            "VEVENT[0].RRULE",
            "UNTIL is a date",
            id="an end that is no date",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", "RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY")],
            "VEVENT[0].RRULE",
            "stands here twice",
            id="two rules",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", "EXRULE:FREQ=WEEKLY")],
            "VEVENT[0].EXRULE",
            "write the dates as EXDATE",
            id="a rule for what is left out",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260105T080000Z")],
            "VEVENT[0].RECURRENCE-ID",
            "it changes all that follows",
            id="a change of all that follows",
        ),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", "RDATE;VALUE=PERIOD:20260106T090000Z/PT1H")],
            "VEVENT[0].RDATE",
            "it is a date or a time",
            id="a period",
        ),
        pytest.param(
            [hours("20260105T090000", "20260107T170000", "RRULE:FREQ=MONTHLY")],
            "VEVENT[0].RRULE",
            "write an event for each day",
            id="more than a day, by the month",
        ),
        pytest.param(
            [OFFICE, hours("20260202T090000", "20260204T170000", "RRULE:FREQ=WEEKLY")],
            "VEVENT[1]",
            "other hours begin before it",
            id="more than a day, later than others",
        ),
        pytest.param(
            [OFFICE, hours("20260105T090000", "20260105T170000", WORKING_DAYS, zone="Europe/London")],
            "VEVENT[1]",
            "it repeats in Europe/London, and others in Europe/Berlin",
            id="two zones that repeat",
        ),
        *(
            pytest.param(
                [OFFICE.replace("DTSTART;TZID=", f"DTSTART;{name}=")],
                "VEVENT[0].DTSTART",
                f"a time has no parameter {name!r}; {way_out}",
                id=name,
            )
            for name, way_out in (("TZIDA", "did you mean 'TZID'"), ("ZONE", "known: TZID, VALUE, RANGE"))
        ),
        pytest.param([OFFICE] * 51, "VEVENT[50]", "more than 50 events repeat", id="too many rules"),
        pytest.param([days("20260105", "x")], "", "it has no events with times", id="no hours"),
        pytest.param(
            [hours("20260105T090000", "20260105T170000", "STATUS:CANCELLED")],
            "",
            "no events with times",
            id="called off",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(components: list[str], path: str, message: str) -> None:
    with pytest.raises(PayloadError, match=re.escape(message)) as caught:
        read(*components)
    assert caught.value.path == path


def test_more_dates_than_are_read_are_refused() -> None:
    first = datetime(2026, 1, 5, 9)
    added = ",".join(f"{first + timedelta(days=number):%Y%m%dT%H%M%S}" for number in range(10_001))
    with pytest.raises(PayloadError, match="more than are read"):
        read(hours("20260105T090000", "20260105T170000", "RRULE:FREQ=WEEKLY", f"RDATE;TZID=Europe/Berlin:{added}"))


@pytest.mark.parametrize(
    ("given", "zone"),
    [
        pytest.param({"timezone": "Europe/Paris"}, "Europe/Paris", id="the zone that is given"),
        pytest.param({}, "Europe/Vienna", id="else the one that the calendar says of itself"),
    ],
)
def test_times_without_a_zone_have_the_usual_one(given: dict[str, str], zone: str) -> None:
    text = calendar(
        event("DTSTART:20260105T090000", "DTEND:20260105T170000", "RRULE:FREQ=WEEKLY"), zone="Europe/Vienna"
    )
    assert the_schedule(ical.policy(text, **given)).timezone == zone  # type: ignore[arg-type]


def test_hours_by_date_in_utc_are_read_on_the_clocks_of_the_calendar() -> None:
    text = calendar(
        event("DTSTART:20260327T080000Z", "DTEND:20260327T160000Z"),
        event("DTSTART:20260330T070000Z", "DTEND:20260330T150000Z"),
        zone="Europe/Berlin",
    )
    assert opened(ical.policy(text), "2026-03-27", "2026-03-31") == ["27 09:00-27 17:00", "30 09:00-30 17:00"]


# Availabilities


def available(start: str, end: str, *lines: str) -> str:
    return hours(start, end, *lines, kind="AVAILABLE")


def availability(*lines: str) -> str:
    return component("VAVAILABILITY", *lines)


USUAL = available("20260105T090000", "20260105T170000", WORKING_DAYS)
CLOSED_FOR_TWO_DAYS = (
    "DTSTART;TZID=Europe/Berlin:20260106T000000",
    "DTEND;TZID=Europe/Berlin:20260108T000000",
    "SUMMARY:Move",
)


@pytest.mark.parametrize(
    "stamped", [(), ("UID:1",), ("DTSTAMP:20260101T000000Z",), ("UID:1", "DTSTAMP:20260101T000000Z")]
)
def test_an_availability_needs_neither_uid_nor_dtstamp(stamped: tuple[str, ...]) -> None:
    """RFC 7953 asks for both, and Nextcloud writes neither, and 23:59 for midnight."""
    evening = available("20260105T180000", "20260105T235900", *stamped, "RRULE:FREQ=WEEKLY;BYDAY=MO")
    reading = read(availability(*stamped, evening))
    assert opened(reading, "2026-01-05", "2026-01-13") == ["05 18:00-06 00:00", "12 18:00-13 00:00"]
    assert losses(reading) == losses(read(availability("UID:1", "DTSTAMP:20260101T000000Z", evening)))


LATE_WEEK = available("20260106T120000", "20260106T200000", "RRULE:FREQ=DAILY")


@pytest.mark.parametrize(
    ("components", "means"),
    [
        pytest.param(
            [availability(USUAL)],
            ["05 09:00-05 17:00", "06 09:00-06 17:00", "07 09:00-07 17:00", "08 09:00-08 17:00"],
            id="outside of what is available all is busy",
        ),
        pytest.param(
            [availability(USUAL), availability("PRIORITY:1", *CLOSED_FOR_TWO_DAYS)],
            ["05 09:00-05 17:00", "08 09:00-08 17:00"],
            id="a busy time of a higher priority",
        ),
        pytest.param(
            [
                availability(available("20260105T220000", "20260106T060000", WORKING_DAYS)),
                availability("PRIORITY:1", *CLOSED_FOR_TWO_DAYS),
            ],
            ["05 22:00-06 00:00", "08 00:00-08 06:00", "08 22:00-09 00:00"],
            id="it cuts nights at midnight",
        ),
        pytest.param(
            [availability(USUAL), availability("PRIORITY:5", *CLOSED_FOR_TWO_DAYS, LATE_WEEK)],
            ["05 09:00-05 17:00", "06 12:00-06 20:00", "07 12:00-07 20:00", "08 09:00-08 17:00"],
            id="other hours for a time",
        ),
        pytest.param(
            [
                availability(USUAL),
                availability("PRIORITY:5", "DTSTART;VALUE=DATE:20260105", "DURATION:P2D", LATE_WEEK),
                availability("PRIORITY:2", "DTSTART:20260104T230000Z", "DURATION:P1D"),
            ],
            ["06 12:00-06 20:00", "07 09:00-07 17:00", "08 09:00-08 17:00"],
            id="the highest of three decides",
        ),
        pytest.param(
            [
                availability(USUAL),
                availability(
                    "PRIORITY:5",
                    *CLOSED_FOR_TWO_DAYS,
                    available("20260106T100000", "20260106T110000"),
                    available("20260107T100000", "20260107T113000"),
                    available("20260108T050000", "20260108T060000"),
                ),
            ],
            ["05 09:00-05 17:00", "06 10:00-06 11:00", "07 10:00-07 11:30", "08 09:00-08 17:00"],
            id="single dates for a time, clipped to it",
        ),
        pytest.param(
            [
                availability(USUAL),
                availability(
                    "PRIORITY:5",
                    *CLOSED_FOR_TWO_DAYS,
                    available("20260105T100000", "20260105T110000"),
                    available("20260107T100000", "20260107T110000"),
                ),
            ],
            ["05 09:00-05 17:00", "07 10:00-07 11:00", "08 09:00-08 17:00"],
            id="a list of dates that begins before it",
        ),
        pytest.param(
            [
                availability(
                    USUAL,
                    available("20260105T180000", "20260105T190000"),
                    available("20260107T180000", "20260107T190000"),
                ),
                availability("PRIORITY:1", *CLOSED_FOR_TWO_DAYS),
            ],
            ["05 09:00-05 17:00", "05 18:00-05 19:00", "08 09:00-08 17:00"],
            id="a busy time hides single dates, too",
        ),
        pytest.param(
            [
                availability(
                    available("20260105T090000", "20260105T170000", WORKING_DAYS, "EXDATE;VALUE=DATE:20260105")
                ),
                availability("PRIORITY:1", *CLOSED_FOR_TWO_DAYS),
            ],
            ["08 09:00-08 17:00"],
            id="dates left out beside a busy time",
        ),
        pytest.param(
            [availability("DTSTART:20250101T000000Z", "DTEND:20260106T230000Z", USUAL)],
            ["05 09:00-05 17:00", "06 09:00-06 17:00"],
            id="nothing is open once it ends",
        ),
        pytest.param(
            [availability("PRIORITY:3", USUAL), availability(available("20260105T000000", "20260106T000000"))],
            ["05 09:00-05 17:00", "06 09:00-06 17:00", "07 09:00-07 17:00", "08 09:00-08 17:00"],
            id="one that a higher one hides for all time",
        ),
    ],
)
def test_availabilities_open_what_is_available(components: list[str], means: list[str]) -> None:
    assert opened(read(*components), "2026-01-05", "2026-01-09") == means


@pytest.mark.parametrize(
    ("components", "says"),
    [
        pytest.param(
            [availability("DTSTART;VALUE=DATE:20260101", USUAL)], "it holds from 2026-01-01 on", id="when it begins"
        ),
        pytest.param(
            [availability("DTEND:20260106T230000Z", USUAL)], "it holds until 2026-01-07; nothing was", id="when it ends"
        ),
        pytest.param([availability(USUAL), OFFICE], "stands beside an availability", id="an event beside it"),
        pytest.param(
            [availability("PRIORITY:3", USUAL), availability(USUAL)], "it never decides", id="one that is hidden"
        ),
        pytest.param([availability("LUNCH:no", USUAL)], "LUNCH is not known", id="a property that is not known"),
    ],
)
def test_what_of_an_availability_is_not_as_it_stands_there_is_a_loss(components: list[str], says: str) -> None:
    assert says in losses(read(*components))


@pytest.mark.parametrize(
    ("components", "message"),
    [
        pytest.param([availability("PRIORITY:1")], "it has no AVAILABLE", id="never available"),
        pytest.param(
            [availability(), availability("PRIORITY:1", *CLOSED_FOR_TWO_DAYS, LATE_WEEK)],
            "it has no AVAILABLE",
            id="never available but for two days",
        ),
        pytest.param([availability("PRIORITY:12", USUAL)], "1 (the highest) to 9", id="no such priority"),
        pytest.param([availability("PRIORITY:high", USUAL)], "not 'high'", id="a word as priority"),
        pytest.param([availability("RRULE:FREQ=DAILY", USUAL)], "does not repeat", id="one that repeats"),
        pytest.param([availability("DURATION:P1D", USUAL)], "no DTSTART; write when it begins", id="a length alone"),
        pytest.param([availability(USUAL), availability(USUAL)], "another availability of the same", id="two for ever"),
        pytest.param(
            [
                availability(USUAL),
                *[availability("PRIORITY:1", *CLOSED_FOR_TWO_DAYS)] * 2,
            ],
            "another availability of the same priority",
            id="two of one priority at once",
        ),
        pytest.param(
            [
                availability(USUAL),
                availability("PRIORITY:2", *CLOSED_FOR_TWO_DAYS),
                availability("PRIORITY:1", *CLOSED_FOR_TWO_DAYS, LATE_WEEK),
            ],
            "it opens dates that another availability closes",
            id="hours within a busy time",
        ),
        pytest.param(
            [availability(USUAL), availability("PRIORITY:1", "DTSTART:20260106T110000Z", "DTEND:20260107T230000Z")],
            "hours change at 12:00, within a date",
            id="hours that change within a date",
        ),
        pytest.param(
            [availability(USUAL), availability("PRIORITY:1", "DTSTART:20260106T230000Z", "DTEND:20260105T230000Z")],
            "not after it begins",
            id="an end before the start",
        ),
        pytest.param(
            [
                availability(USUAL),
                availability("PRIORITY:1", "DTSTART;VALUE=DATE:20000101", "DTEND;VALUE=DATE:20200101"),
            ],
            "more than 3,660 dates",
            id="busy for decades",
        ),
        pytest.param(
            [availability(USUAL), availability("PRIORITY:1", "DTEND;VALUE=DATE:20260101")],
            "write its DTSTART and its DTEND",
            id="a busy time without a start",
        ),
        pytest.param(
            [
                availability("DTEND;VALUE=DATE:20260101", USUAL),
                availability("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20270101", USUAL),
            ],
            "no availability holds for all time",
            id="none for all time",
        ),
        pytest.param(
            [
                availability(available("20260105T220000", "20260106T060000", WORKING_DAYS)),
                availability("PRIORITY:1", *CLOSED_FOR_TWO_DAYS, LATE_WEEK),
            ],
            "it goes over midnight, where other hours begin for a time",
            id="nights beside other hours for a time",
        ),
        pytest.param(
            [
                availability(USUAL),
                availability(
                    "PRIORITY:1",
                    *CLOSED_FOR_TWO_DAYS,
                    available("20260106T120000", "20260106T200000", "RRULE:FREQ=MONTHLY"),
                ),
            ],
            "its hours follow a rule that is not weekly",
            id="a rule of months for a time",
        ),
        pytest.param(
            [availability(component("AVAILABLE", "DTSTART;VALUE=DATE:20260105"))], "hours have times", id="whole dates"
        ),
    ],
)
def test_what_of_an_availability_cannot_be_read_is_refused(components: list[str], message: str) -> None:
    with pytest.raises(PayloadError, match=re.escape(message)):
        read(*components)


# Strangers' texts

WHOLE = calendar(
    component("VTIMEZONE", "TZID:Ours", "X-LIC-LOCATION:Europe/Berlin"),
    hours("20260105T090000", "20260105T170000", "UID:1", WORKING_DAYS, "EXDATE;TZID=Ours:20260106T090000", zone="Ours"),
    hours("20260107T100000", "20260107T170000", "UID:1", "RECURRENCE-ID;TZID=Ours:20260107T090000", zone="Ours"),
    days("20260108", "Closed", "RRULE:FREQ=YEARLY", "DTEND;VALUE=DATE:20260109"),
    name="Whole",
    zone="Europe/Berlin",
)
VALUES = (
    *(
        "",
        "x",
        "20260105",
        "20260105T090000",
        "20260105T090000Z",
        "99999999T999999",
        "FREQ=DAILY",
        "FREQ=YEARLY;COUNT=9",
    ),
    *(
        "-1",
        "PT8H",
        "P1D",
        "P9999D",
        "9" * 400,
        "<b>&amp;</b>",
        "=1+1",
        "\\",
        ";:,",
        "\x00",
        "é",
        "Europe/Berlin",
        "VEVENT",
    ),
)


@given(st.integers(0, WHOLE.count("\r\n") - 1), st.sampled_from(VALUES), st.booleans())
def test_a_text_with_another_value_is_read_or_refused_with_its_place(
    place: int, value: str, of_parameter: bool
) -> None:
    """Whatever stands in one line, what comes of it is a policy that answers, or the adapter's error."""
    for text in (WHOLE, WHOLE.replace("VEVENT", "AVAILABLE", 2)):
        lines = text.split("\r\n")
        name, _, _ = lines[place].partition(";" if of_parameter else ":")
        lines[place] = f"{name};TZID={value}:20260105T090000" if of_parameter else f"{name}:{value}"
        try:
            reading = ical.policy("\r\n".join(lines))
        except PayloadError:
            continue
        for schedule in reading.policy.schedules:
            quiet = reading.policy.schedule(schedule).model_copy(update={"outside_coverage": "ignore"})
            quiet.is_open(datetime(2026, 1, 7, 12, tzinfo=UTC))
        assert type(reading.policy).loads(reading.yaml()) == reading.policy


# Lines, and several calendars


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "no calendar of hours", id="nothing"),
        pytest.param("{}", "line 1 is no property", id="JSON"),
        pytest.param("BEGIN:VEVENT\nEND:VEVENT", "no iCalendar", id="no calendar"),
        pytest.param("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "cut off", id="cut off"),
        pytest.param("BEGIN:VCALENDAR\nEND:VEVENT\n", "not open there", id="an end of something else"),
        pytest.param("END:VCALENDAR\n", "not open there", id="an end of nothing"),
        pytest.param("BEGIN:A\n" * 6, "nested more than 5 deep", id="nested"),
        pytest.param("BEGIN:A\nEND:A\n" * 4_001, "at most 4,000 components", id="many"),
        pytest.param("x" * 500_001, "at most 500,000 characters", id="long"),
        pytest.param("BEGIN:VCALENDAR\nX:\ud800", "half a character", id="half a character"),
        pytest.param(7, "a calendar is text, not int", id="no text"),
    ],
)
def test_what_is_no_calendar_is_refused(text: str, message: str) -> None:
    with pytest.raises(PayloadError, match=message):
        ical.policy(text)


def test_lines_are_read_however_they_are_folded_and_escaped() -> None:
    folded = calendar(OFFICE, name="Acme\\, \\n Berlin\\; 2").replace("BYDAY=MO,TU", "BYDAY=M\r\n O,T\n\tU")
    (name,) = ical.policy("\ufeff" + folded + "\r\n\r\n").policy.schedules
    assert name == "Acme, Berlin; 2"
    quoted = calendar(OFFICE).replace("TZID=Europe/Berlin", 'TZID="Europe/Berlin"')
    assert losses(ical.policy(quoted)) == losses(read(OFFICE))


def test_several_calendars_are_schedules_that_share_the_feeds() -> None:
    feed = calendar(days("20260106", "Epiphany"), name="Feed")
    texts = {"x/a.ics": calendar(OFFICE), "b.ics": calendar(NIGHTS, name="Nights"), "feed.ics": feed}
    reading = of_product("ical", "policy_of_answers")(texts, None, "Acme")
    assert reading.policy.name == "Acme"
    assert list(reading.policy.schedules) == ["a", "Nights"]
    assert dict(reading.counts) == {"events": 3}
    for name in reading.policy.schedules:
        assert not reading.policy.schedule(name).is_open(datetime(2026, 1, 6, 23, tzinfo=ZoneInfo("Europe/Berlin")))
    assert reading.policy == type(reading.policy).loads(reading.yaml())


def test_two_calendars_in_one_text_count_as_one() -> None:
    assert opened(ical.policy(calendar(OFFICE) + calendar(days("20260106", "x"))), "2026-01-05", "2026-01-08") == [
        "05 09:00-05 17:00",
        "07 09:00-07 17:00",
    ]


def test_files_of_dates_alone_have_hours_where_they_have_times() -> None:
    texts = {
        "list.ics": calendar(hours("20260105T090000", "20260105T100000")),
        "feed.ics": calendar(days("20260106", "x")),
    }
    assert list(ical.policy_of_answers(texts).policy.schedules) == ["list"]
    with pytest.raises(PayloadError, match=r"^these are all-day events alone, which are holidays; give"):
        ical.policy_of_answers({"feed.ics": texts["feed.ics"]})


def test_the_place_of_an_error_begins_with_its_file() -> None:
    with pytest.raises(PayloadError, match=r"^a\.ics\.VEVENT\[0\]\.RRULE: "):
        ical.policy({"a.ics": calendar(hours("20260105T090000", "20260105T170000", "RRULE:FREQ=HOURLY"))})
    with pytest.raises(PayloadError, match=r"feed.ics: it has no event that is a holiday"):
        ical.policy({"a.ics": calendar(OFFICE)}, {"feed.ics": calendar(OFFICE)})

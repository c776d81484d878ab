"""Schedules written as iCalendar and read back; what the format cannot say (R3, R4, R5, R6, R13, R19)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from oracle import Declared
from read_back import declared, opened_around, read_back
from strategies import Season, schedule_of

from slaclock import PayloadError, Recurrence, Schedule, SlaPolicy
from slaclock.adapters import ical
from slaclock.adapters.ical.times import FIRST_YEAR

Written = Callable[[Schedule], str]
DECLARED = declared(FIRST_YEAR + 1)
"""Calendars are read from a year on."""


def of_text(text: str) -> Schedule:
    """The one schedule of a calendar."""
    return read_back(ical.policy(text).policy)


@given(DECLARED)
def test_events_read_back_open_the_same(drawn: tuple[Season, Declared]) -> None:
    season, hours = drawn
    schedule = schedule_of(replace(hours, belongs_to="opening_date", holiday_rule="opening_date"), name="Held")
    assert opened_around(of_text(ical.schedule_ics(schedule)), season) == opened_around(schedule, season)


@given(DECLARED)
def test_availabilities_read_back_open_the_same(drawn: tuple[Season, Declared]) -> None:
    season, hours = drawn
    schedule = schedule_of(replace(hours, belongs_to="opening_date"), name="Held")
    assert opened_around(of_text(ical.availability_ics(schedule)), season) == opened_around(schedule, season)


BOTH = pytest.mark.parametrize(
    "written", [pytest.param(ical.schedule_ics, id="events"), pytest.param(ical.availability_ics, id="an availability")]
)


@BOTH
@pytest.mark.parametrize(
    "schedule",
    [
        pytest.param(
            Schedule(
                timezone="Europe/Berlin",
                hours=["Mon-Fri 09:00-17:00", "first Saturday of the month 10:00-14:00"],
                holidays=["2026-12-24"],
                exceptions={"2026-12-31": {"hours": "09:00-12:00", "name": "New Year's Eve"}},
                name="A, b; c",
            ),
            id="a week and a rule of months",
        ),
        pytest.param(
            Schedule(
                timezone="UTC",
                hours=Recurrence(
                    rrule="FREQ=MONTHLY;COUNT=3;BYDAY=2TU", first="2026-01-05", opens="22:00", closes="02:00"
                ),
            ),
            id="a rule that ends, in UTC",
        ),
        pytest.param(Schedule(timezone="Asia/Kathmandu", hours="24x7", holidays=["1999-05-01"]), id="always"),
    ],
)
def test_schedules_are_read_back(written: Written, schedule: Schedule) -> None:
    back = of_text(written(schedule))
    zone = ZoneInfo(schedule.timezone)
    quiet = schedule.model_copy(update={"outside_coverage": "ignore"})
    span = datetime(2000, 1, 1, tzinfo=zone), datetime(2030, 1, 1, tzinfo=zone)
    assert list(back.windows(*span)) == list(quiet.windows(*span))
    assert str(back.exceptions) == str(schedule.exceptions)


@BOTH
def test_holidays_and_exceptions_by_rules_are_those_of_the_years_given(written: Written) -> None:
    schedule = Schedule(
        timezone="America/New_York",
        hours="Mon-Fri 09:00-17:00",
        holidays="US",
        exceptions={"--12-24": "09:00-13:00", "Thanksgiving Day": "closed"},
        name="Office",
    )
    with pytest.raises(PayloadError, match=re.escape("exceptions: --12-24 comes by a rule; pass years=")):
        written(schedule)
    with pytest.raises(PayloadError, match=re.escape("holidays: US closes by a rule; pass years=")):
        written(schedule.model_copy(update={"exceptions": ()}))
    text = written(schedule, (2026, 2028))  # type: ignore[call-arg]
    back = of_text(text)
    zone = ZoneInfo("America/New_York")
    span = datetime(2026, 1, 1, tzinfo=zone), datetime(2029, 1, 1, tzinfo=zone)
    assert list(back.windows(*span)) == list(schedule.windows(*span))
    assert "Labor Day" in text


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        pytest.param({"timezone": "UTC+02:00"}, "timezone: 'UTC+02:00' is an offset and no place", id="an offset"),
        pytest.param({"hours": "Mon 22:00-06:00", "belongs_to": "closing_date"}, "belongs_to: ", id="closing date"),
        pytest.param(
            {"hours": "Mon 22:00-06:00", "holiday_rule": "calendar_date", "holidays": ["2026-01-05"]},
            "holiday_rule: a holiday cuts nights at midnight",
            id="holidays that cut nights",
        ),
        pytest.param(
            {"seasons": [{"first": "2026-06-01", "last": "2026-08-31", "hours": "closed"}]}, "seasons: ", id="seasons"
        ),
        pytest.param(
            {"hours": "Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles"},
            "hours: hours in two zones",
            id="two zones",
        ),
    ],
)
def test_what_the_format_cannot_say_is_refused_by_name(changed: dict[str, object], message: str) -> None:
    given_hours = {"timezone": "Europe/Berlin", "hours": "Mon-Fri 09:00-17:00"} | changed
    with pytest.raises(PayloadError, match=re.escape(message)):
        ical.schedule_ics(Schedule(**given_hours))  # type: ignore[arg-type]


def test_dates_on_weekends_that_are_worked_instead_are_refused() -> None:
    office = Schedule(timezone="Asia/Shanghai", hours="Mon-Fri 09:00-17:00", holidays="CN")
    with pytest.raises(PayloadError, match="a source opens weekends instead of days off"):
        ical.schedule_ics(office, (2025, 2025))


def test_hours_made_of_others_are_refused() -> None:
    day = Schedule(timezone="UTC", hours="Mon 09:00-17:00")
    with pytest.raises(PayloadError, match="hours made of others"):
        ical.schedule_ics(day | day)


DESK = SlaPolicy(
    name="Desk",
    timezone="Europe/Berlin",
    holidays="DE",
    schedules={"office": "Mon-Fri 09:00-17:00", "nights": "Mon 22:00-06:00"},
    plans={"gold": {"schedule": "office", "first_response": "4 business hours"}},
)


def test_a_schedule_of_a_policy_is_written_under_its_name() -> None:
    text = ical.text_of_policy(DESK, schedule="office", years=[2027, 2026])
    assert list(ical.policy_of_answers({"office.ics": text}).policy.schedules) == ["office"]
    assert text == ical.text_of_policy(DESK, schedule="office", years=[2026, 2027])
    alone = SlaPolicy(name="Alone", timezone="UTC", schedules={"s": "24x7"}, plans={"p": {"first_response": "1 hour"}})
    assert "X-WR-CALNAME:s" in ical.text_of_policy(alone)


@pytest.mark.parametrize(
    ("policy", "named", "message"),
    [
        pytest.param(DESK, {"plan": "gold"}, "plans: the format has hours and no targets", id="a plan"),
        pytest.param(
            DESK, {}, "schedules: the format has the hours of one schedule; name one of: office", id="several"
        ),
        pytest.param(
            SlaPolicy(name="None", timezone="UTC", plans={"p": {"first_response": "1 hour"}}),
            {},
            "name one of: none",
            id="none",
        ),
    ],
)
def test_a_policy_says_which_schedule_is_written(policy: SlaPolicy, named: dict[str, str], message: str) -> None:
    with pytest.raises(PayloadError, match=re.escape(message)):
        ical.text_of_policy(policy, **named)  # type: ignore[arg-type]

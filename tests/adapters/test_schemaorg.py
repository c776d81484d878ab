"""Opening hours of schema.org: what specifications and texts mean, and the way back (R3–R6, R19)."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from oracle import Declared
from read_back import declared, opened_around, read_back
from strategies import Season, schedule_of

from slaclock import PayloadError, Schedule, SlaPolicy
from slaclock.adapters import PolicyReading, of_product, schemaorg

BERLIN = ZoneInfo("Europe/Berlin")


def read(places: Any, holidays: Any = None) -> PolicyReading:
    """What is read of structured data."""
    return schemaorg.policy(places, "Europe/Berlin", holidays)


def hours(days: Any, opens: Any = "09:00", closes: Any = "17:00", **more: Any) -> dict[str, Any]:
    """A specification."""
    return {"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": opens, "closes": closes, **more}


def on(first: str, last: str, opens: Any = None, closes: Any = None, **more: Any) -> dict[str, Any]:
    """A specification of dates."""
    return {"validFrom": first, "validThrough": last, "opens": opens, "closes": closes, **more}


def place(*usual: dict[str, Any], special: Any = None, **more: Any) -> dict[str, Any]:
    """A place with hours."""
    return {
        "@type": "Place",
        "openingHoursSpecification": list(usual),
        "specialOpeningHoursSpecification": special,
        **more,
    }


def opened(places: Any, holidays: Any = None) -> list[str]:
    """What opens on Monday 5 and Tuesday 6 January 2026."""
    schedule = read(places, holidays).policy.schedule("opening hours")
    quiet = schedule.model_copy(update={"outside_coverage": "ignore"})
    start = datetime(2026, 1, 5, tzinfo=BERLIN)
    return [f"{each.start:%d %H:%M}-{each.end:%d %H:%M}" for each in quiet.windows(start, start + timedelta(days=2))]


def losses(reading: PolicyReading) -> str:
    """What could not be carried over, but for that there are no targets."""
    return "\n".join(str(loss) for loss in reading.losses if "no targets" not in loss.what)


MONDAY = hours("Monday")
DAY = ["05 09:00-05 17:00"]


@pytest.mark.parametrize(
    ("places", "means"),
    [
        pytest.param(place(MONDAY), DAY, id="a day as text"),
        pytest.param(place(hours(["https://schema.org/Monday", "http://schema.org/Friday"])), DAY, id="addresses"),
        pytest.param(place(hours(["schema:Monday"])), DAY, id="a short address"),
        pytest.param(place(hours({"@id": "https://schema.org/Monday"})), DAY, id="an object with an id"),
        pytest.param(place(hours("Mo")), DAY, id="two letters"),
        pytest.param(place(hours("Monday", "22:00", "06:00:00")), ["05 22:00-06 06:00"], id="a night"),
        pytest.param(place(hours("Monday", "12:00", "00:00")), ["05 12:00-06 00:00"], id="until midnight"),
        pytest.param(place(hours("Monday", "00:00", "24:00")), ["05 00:00-06 00:00"], id="all day as 24:00"),
        pytest.param(place(hours("Monday", "00:00", "23:59")), ["05 00:00-06 00:00"], id="all day as 23:59"),
        pytest.param(place(MONDAY, hours("Tuesday", "00:00", "00:00")), DAY, id="midnight twice is closed"),
        pytest.param(place(MONDAY, hours("Tuesday", None, None)), DAY, id="without times it is closed"),
        pytest.param(
            place(MONDAY, hours("Monday", "18:00", "19:00"), MONDAY), [*DAY, "05 18:00-05 19:00"], id="two of a day"
        ),
        pytest.param(
            place({"opens": "09:00", "closes": "17:00"}), [*DAY, "06 09:00-06 17:00"], id="no day is every day"
        ),
        pytest.param(place(MONDAY, special=on("2026-01-05", "2026-01-05")), [], id="a date that is closed"),
        pytest.param(
            place(MONDAY, special=[on("2026-01-05", "2026-01-05", "00:00", "00:00")]), [], id="and with times"
        ),
        pytest.param(
            place(MONDAY, on("2026-01-06", "2026-01-06", "10:00", "11:00")), [*DAY, "06 10:00-06 11:00"], id="date"
        ),
        pytest.param(
            place(
                MONDAY,
                special=[
                    on("2026-01-06", "2026-01-06", "12:00", "13:00"),
                    on("2026-01-06", "2026-01-06", "10:00", "11:00"),
                ],
            ),
            [*DAY, "06 10:00-06 11:00", "06 12:00-06 13:00"],
            id="two windows of a date",
        ),
        pytest.param(
            place(MONDAY, special={"validFrom": "2026-01-01T00:00:00+01:00", "validThrough": "2026-01-05T23:59:59Z"}),
            [],
            id="dates with the edges of their day",
        ),
        pytest.param(place(MONDAY, special={"validThrough": "2026-01-05"}), [], id="one date"),
        pytest.param(
            place(
                MONDAY, special=hours("Tuesday", "10:00", "11:00", validFrom="2026-01-01", validThrough="2026-01-31")
            ),
            [*DAY, "06 10:00-06 11:00"],
            id="special hours of a day of the week",
        ),
        pytest.param(
            place(MONDAY, hours("Tuesday", validFrom="2026-01-01", validThrough="2026-01-31")),
            [*DAY, "06 09:00-06 17:00"],
            id="a day of a part of the year beside the usual ones",
        ),
        pytest.param(
            place(MONDAY, hours("Monday", "10:00", "11:00", validFrom="2026-01-01")),
            ["05 10:00-05 11:00"],
            id="a day of a part of the year in place of the usual one",
        ),
        pytest.param(
            place(
                hours("Monday", validThrough="2026-01-05"), hours("Tuesday", "10:00", "11:00", validFrom="2026-01-06")
            ),
            [*DAY, "06 10:00-06 11:00"],
            id="parts of the year alone",
        ),
        pytest.param({"openingHours": "Mo-Tu 09:00-17:00"}, [*DAY, "06 09:00-06 17:00"], id="a text"),
        pytest.param(
            {"openingHours": ["Mo 09:00-12:00", "Mo 13:00-17:00"]},
            ["05 09:00-05 12:00", "05 13:00-05 17:00"],
            id="texts",
        ),
        pytest.param({"openingHours": "Mo"}, ["05 00:00-06 00:00"], id="a text of days alone is all day"),
        pytest.param({"openingHours": "Mo,Tu open"}, ["05 00:00-07 00:00"], id="or says open"),
        pytest.param([MONDAY, hours("Sunday")], DAY, id="specifications alone"),
        pytest.param(MONDAY, DAY, id="one specification alone"),
        pytest.param({"@graph": [{"@type": "WebSite"}, {"location": place(MONDAY)}]}, DAY, id="in a graph"),
        pytest.param({"contactPoint": [{"hoursAvailable": MONDAY}]}, DAY, id="when somebody answers"),
    ],
)
def test_hours_are_read(places: Any, means: list[str]) -> None:
    assert opened(places) == means


@pytest.mark.parametrize(
    ("specification", "means"),
    [
        pytest.param(hours("PublicHolidays", "10:00", "11:00"), [*DAY, "06 10:00-06 11:00"], id="hours of holidays"),
        pytest.param(hours(["Tuesday", "PublicHolidays"], None, None), DAY, id="closed on holidays"),
    ],
)
def test_public_holidays_are_those_that_are_given(specification: dict[str, Any], means: list[str]) -> None:
    """Epiphany, a Tuesday in 2026, is one in Baden-Württemberg."""
    assert opened(place(MONDAY, specification), "DE-BW") == means
    assert opened(place(MONDAY, specification), ["DE-BW"]) == means
    assert "about public holidays, and of no country" in losses(read(place(MONDAY, specification)))


@pytest.mark.parametrize(
    ("places", "says"),
    [
        pytest.param(
            place(hours("Monday", "09:00", "23:59:59")), "it closes at 23:59:59", id="a minute before midnight"
        ),
        pytest.param(place({"opens": "09:00", "closes": "17:00"}), "it names no dayOfWeek", id="no day"),
        pytest.param(
            place(MONDAY, specialOpeningHoursSpecification={"validFrom": "2026-12-24"}),
            "with one of validFrom and validThrough; they were read as those of 2026-12-24 alone",
            id="a date without its end",
        ),
        pytest.param(place(MONDAY, openingHours="Mo 10:00-11:00"), "a text of hours beside", id="a text beside them"),
        pytest.param(place(hours("Monday", mood="good")), "key 'mood' is not known", id="a key that is not known"),
    ],
)
def test_what_is_read_in_another_way_is_a_loss(places: Any, says: str) -> None:
    assert says in losses(read(places))


@pytest.mark.parametrize(
    ("places", "message"),
    [
        pytest.param({}, "places: nothing in it has openingHoursSpecification", id="nothing"),
        pytest.param([], "places: nothing in it has openingHoursSpecification", id="an empty list"),
        pytest.param(
            place(special=on("2026-01-05", "2026-01-05")), "it opens in no usual week", id="special hours alone"
        ),
        pytest.param(
            place(hours("Monday", validThrough="2026-01-05", opens=None, closes=None)), "no usual week", id="never"
        ),
        pytest.param(place(hours("Someday")), "dayOfWeek: there is no day 'Someday'", id="no such day"),
        pytest.param(place(hours("https://example.org/Monday")), "there is no day", id="an address of others"),
        pytest.param(place(hours("Monday", "9 am", "5 pm")), "opens: it is a local time such as", id="halves of a day"),
        pytest.param(place(hours("Monday", "09:00+01:00")), "opens: it is a local time such as", id="an offset"),
        pytest.param(place(hours("Monday", "09:00:30")), "has seconds", id="seconds"),
        pytest.param(place(hours("Monday", "09:70")), "there is no time 09:70", id="no such minute"),
        pytest.param(place(hours("Monday", "09:00", "25:00")), "there is no time 25:00", id="no such hour"),
        pytest.param(place(hours("Monday", "09:00", None)), "it has one of opens and closes", id="no closing time"),
        pytest.param(place(hours("Monday", "09:00", "09:00")), "it closes when it opens", id="one time twice"),
        pytest.param(place(hours("Monday", "24:00", "09:00")), "it closes when it opens", id="24:00 as opening"),
        pytest.param(
            place(hours("Monday", validFrom="2026-02-01", validThrough="2026-01-01")), "exchange", id="backwards"
        ),
        pytest.param(
            place(hours("Monday", validFrom="2026-02-01T10:00:00")), "it is a date such as", id="a time of day"
        ),
        pytest.param(
            place(MONDAY, special=hours("Monday")), "special hours have dates", id="special hours without dates"
        ),
        pytest.param(place(MONDAY, special=on("2020-01-01", "2026-01-01")), "more than 366 dates", id="six years"),
        pytest.param(
            place(MONDAY, special=[on("2026-01-05", "2026-01-05"), on("2026-01-05", "2026-01-05", "10:00", "11:00")]),
            "a date is closed and has hours",
            id="closed and open",
        ),
        pytest.param(
            place(hours("Monday", validFrom="2026-01-01"), hours("Monday", validFrom="2026-02-01")),
            "overlap",
            id="overlap",
        ),
        pytest.param(
            place(MONDAY, hours("PublicHolidays", validFrom="2026-01-01")),
            "holidays of a part of the year",
            id="a part",
        ),
        pytest.param({"openingHours": "Mo 9-17"}, "cannot read 'Mo 9-17'", id="a text that is not understood"),
        pytest.param({"openingHours": 7}, "it is text such as", id="a number"),
        *(
            pytest.param(
                {"name": "A", **place(MONDAY), "department": {"name": "B", key: "Mo 10:00-11:00"}},
                f"department: key {key!r} is not known; did you mean 'openingHours'",
                id=key,
            )
            for key in ("openingHour", "opening_hours", "OpeningHours")
        ),
        pytest.param(
            {
                "openingHoursSpecification": MONDAY,
                "specialOpeningHoursSpecifications": [on("2026-01-05", "2026-01-05")],
            },
            "did you mean 'specialOpeningHoursSpecification'",
            id="special hours a letter off",
        ),
        pytest.param(
            place(MONDAY, special=[on("2026-01-01", "2026-12-31")] * 60), "more than 20,000 dates", id="too many dates"
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(places: Any, message: str) -> None:
    with pytest.raises(PayloadError, match=re.escape(message)):
        read(places)


def test_closed_dates_are_holidays_whose_years_are_known() -> None:
    closed = on("2026-12-24", "2027-01-01", name="Break")
    schedule = read(place(MONDAY, special=[closed, on("2026-12-21", "2026-12-21", "10:00", "11:00")])).policy.schedule(
        "opening hours"
    )
    assert schedule.holidays.covered_years == (2026, 2027)
    assert [each.occasion for each in schedule.exceptions] == ["2026-12-21"]
    of_holidays = hours("PublicHolidays", "10:00", "11:00")
    kept = read(place(MONDAY, of_holidays, special=closed), "DE").policy.schedule("opening hours")
    assert len(kept.exceptions) == 10


def test_the_zone_is_given_and_files_may_be_several() -> None:
    with pytest.raises(PayloadError, match="pass timezone="):
        schemaorg.policy(MONDAY)
    read_files = of_product("schemaorg", "policy_of_answers")
    reading = read_files({"a": place(MONDAY, name="A"), "b": place(MONDAY, name="B")}, "Europe/Berlin", "Two")
    assert list(reading.policy.schedules) == ["A", "B"]
    assert dict(reading.counts) == {"specifications": 2, "places": 2}
    assert reading.policy == SlaPolicy.loads(reading.yaml())
    assert list(read_files({"a": MONDAY}, "Europe/Berlin", "One").policy.schedules) == ["opening hours"]


@given(declared())
def test_structured_data_is_read_back_with_the_same_hours(drawn: tuple[Season, Declared]) -> None:
    season, hours = drawn
    schedule = schedule_of(replace(hours, belongs_to="opening_date", holiday_rule="opening_date"), name="Held")
    if any(row.closes - row.opens == 1440 and row.opens for row in hours.rows) or any(
        closes - opens == 1440 and opens for _, held in hours.exceptions for opens, closes in held
    ):
        return
    payload = json.loads(json.dumps(schemaorg.opening_hours_payload(schedule)))
    back = read_back(schemaorg.policy(payload, season.zone).policy)
    assert opened_around(back, season) == opened_around(schedule, season)


@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        pytest.param({"hours": "first Monday of the month 09:00-17:00"}, "is no weekly hours", id="a rule"),
        pytest.param({"hours": "Mon 22:00-06:00", "belongs_to": "closing_date"}, "belongs_to: ", id="closing date"),
        pytest.param(
            {"hours": "Mon 22:00-06:00", "holidays": ["2026-01-05"], "holiday_rule": "calendar_date"},
            "holiday_rule: ",
            id="holidays that cut nights",
        ),
        pytest.param({"hours": "Mon 09:00:30-17:00"}, "is not in whole minutes", id="seconds"),
        pytest.param({"hours": "Mon 09:00-23:59"}, "ends a minute before midnight", id="a minute before midnight"),
        pytest.param({"hours": "Mon 09:00-09:00"}, "is 24 hours", id="24 hours from nine to nine"),
        pytest.param({"hours": "Mon 09:00-17:00", "holidays": "US"}, "US closes by a rule", id="holidays by a rule"),
    ],
)
def test_what_the_format_cannot_say_is_refused(schedule: dict[str, Any], message: str) -> None:
    with pytest.raises(PayloadError, match=re.escape(message)):
        schemaorg.opening_hours_payload(Schedule(timezone="Europe/Berlin", **schedule))


def test_a_schedule_of_a_policy_is_written_with_the_holidays_of_the_years() -> None:
    policy = SlaPolicy(
        name="A",
        timezone="America/New_York",
        holidays="US",
        schedules={
            "office": {
                "hours": "Mon-Fri 09:00-17:00",
                "exceptions": {"2026-12-24": {"hours": "09:00-12:00", "name": "Eve"}},
            }
        },
        plans={"p": {"first_response": "1 hour"}},
    )
    text = schemaorg.text_of_policy(policy, years=[2026, 2026])
    special = json.loads(text)["specialOpeningHoursSpecification"]
    assert special[-2]["name"] == "Eve"
    assert special[-1] == {
        "@type": "OpeningHoursSpecification",
        "opens": "00:00",
        "closes": "00:00",
        "validFrom": "2026-12-25",
        "validThrough": "2026-12-25",
        "name": "Christmas Day",
    }
    with pytest.raises(PayloadError, match="pass years="):
        schemaorg.text_of_policy(policy)
    bare = Schedule(timezone="UTC", hours="24x7", exceptions={"2026-12-24": "closed"})
    assert "name" not in schemaorg.opening_hours_payload(bare)

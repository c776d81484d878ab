"""Hours of a Google Business Profile: periods, special hours, and the way back (R3–R6, R19)."""

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
from slaclock.adapters import PolicyReading, google, of_product

BERLIN = ZoneInfo("Europe/Berlin")


def period(day: str, opens: Any, closes: Any, closes_on: str | None = None, **more: Any) -> dict[str, Any]:
    """A period of regular hours."""
    found = {"openDay": day, "openTime": opens, "closeTime": closes, **more}
    return found | ({"closeDay": closes_on} if closes_on else {})


def on(day: int, last: int | None = None, **more: Any) -> dict[str, Any]:
    """A special period in January 2026."""
    ends = {"endDate": {"year": 2026, "month": 1, "day": last}} if last else {}
    return {"startDate": {"year": 2026, "month": 1, "day": day}, **ends, **more}


def location(*periods: dict[str, Any], special: Any = None, **more: Any) -> dict[str, Any]:
    """A location with hours."""
    found: dict[str, Any] = {"regularHours": {"periods": list(periods)}, **more}
    return found | ({"specialHours": {"specialHourPeriods": special}} if special else {})


def read(locations: Any) -> PolicyReading:
    """What is read of locations."""
    return google.policy(locations, "Europe/Berlin")


def opened(locations: Any) -> list[str]:
    """What opens on Monday 5 and Tuesday 6 January 2026."""
    schedule = read(locations).policy.schedule("business hours")
    schedule = schedule.model_copy(update={"outside_coverage": "ignore"})
    start = datetime(2026, 1, 5, tzinfo=BERLIN)
    return [f"{each.start:%d %H:%M}-{each.end:%d %H:%M}" for each in schedule.windows(start, start + timedelta(days=2))]


MONDAY = period("MONDAY", {"hours": 9}, {"hours": 17, "minutes": 30})
DAY = ["05 09:00-05 17:30"]


@pytest.mark.parametrize(
    ("locations", "means"),
    [
        pytest.param(location(MONDAY), DAY, id="zeros and the closing day are left out"),
        pytest.param(location(period("MONDAY", "09:00", "17:30")), DAY, id="times as text"),
        pytest.param(location(period("MONDAY", {}, {"hours": 24})), ["05 00:00-06 00:00"], id="all day"),
        pytest.param(
            location(period("MONDAY", {"hours": 22}, {}, "TUESDAY")), ["05 22:00-06 00:00"], id="until midnight"
        ),
        pytest.param(
            location(period("MONDAY", {"hours": 22}, {"hours": 6}, "TUESDAY")), ["05 22:00-06 06:00"], id="a night"
        ),
        pytest.param(
            location(period("SUNDAY", {"hours": 22}, {"hours": 6}, "MONDAY"), MONDAY),
            ["05 00:00-05 06:00", *DAY],
            id="a night from Sunday",
        ),
        pytest.param(
            location(period("SATURDAY", None, {"hours": 9}, "MONDAY")),
            ["05 00:00-05 09:00"],
            id="over the end of the week",
        ),
        pytest.param(
            location(period("SUNDAY", {}, {"hours": 24}, "SATURDAY")),
            ["05 00:00-07 00:00"],
            id="always",
        ),
        pytest.param(location(MONDAY, special=[on(5, closed=True)]), [], id="a date that is closed"),
        pytest.param(location(MONDAY, special=[on(1, 5, isClosed=True, openTime={}, closeTime={})]), [], id="dates"),
        pytest.param(
            location(MONDAY, special=[on(5, openTime={"hours": 10}, closeTime={"hours": 11}, closed=False)]),
            ["05 10:00-05 11:00"],
            id="hours of a date",
        ),
        pytest.param(
            location(MONDAY, special=[on(5, 6, openTime={"hours": 22}, closeTime={"hours": 2})]),
            ["05 22:00-06 02:00"],
            id="a night of a date",
        ),
        pytest.param(
            location(MONDAY, special=[on(5, openTime={"hours": 22}, closeTime={"hours": 2})]),
            ["05 22:00-06 02:00"],
            id="a night of a date without its end",
        ),
        pytest.param(
            location(
                MONDAY,
                special=[on(6, 6, openTime="12:00", closeTime="24:00"), on(6, openTime="09:00", closeTime="10:00")],
            ),
            [*DAY, "06 09:00-06 10:00", "06 12:00-07 00:00"],
            id="two windows of a date",
        ),
    ],
)
def test_hours_are_read(locations: Any, means: list[str]) -> None:
    assert opened(locations) == means


def test_locations_have_their_names_and_what_is_left_out_is_a_loss() -> None:
    answer = {
        "locations": [
            location(MONDAY, name="locations/1", title="Desk", moreHours=[{"hoursTypeId": "KITCHEN"}]),
            location(MONDAY, MONDAY, locationName="Bar"),
        ],
        "nextPageToken": "abc",
    }
    reading = read(answer)
    assert list(reading.policy.schedules) == ["Desk", "Bar"]
    assert [loss.path for loss in reading.losses] == [
        "locations",
        "locations[0].moreHours",
        "",
    ]
    assert dict(reading.counts) == {"locations": 2, "periods": 3}
    assert reading.policy == SlaPolicy.loads(reading.yaml())


@pytest.mark.parametrize(
    ("more", "loss"),
    [
        pytest.param({"openInfo": {"status": "CLOSED_PERMANENTLY"}}, "openInfo.status: it says 'CLOSED_", id="closed"),
        pytest.param({"openInfo": {"status": "OPEN"}}, "", id="open"),
        pytest.param({"openInfo": {}}, "", id="nothing-said"),
        pytest.param({"temporaryHours": [1]}, "key 'temporaryHours' is not known", id="an-unknown-key"),
        pytest.param({"phoneNumbers": {"primaryPhone": "1"}}, "", id="a-key-without-meaning"),
    ],
)
def test_what_else_a_location_says_of_its_hours_is_a_loss(more: dict[str, Any], loss: str) -> None:
    *found, _ = map(str, read(location(MONDAY, **more)).losses)
    assert [loss in each for each in found] == [True] * bool(loss)


@pytest.mark.parametrize(
    ("locations", "message"),
    [
        pytest.param(location(MONDAY, special=[on(5)]), "it is not closed, and does not say from when", id="neither"),
        pytest.param(
            location(MONDAY, special=[on(5, closed=False)]), "it is not closed, and does not say from", id="not-closed"
        ),
        pytest.param(
            location(MONDAY, special_hours={"specialHourPeriods": [on(5, closed=True)]}),
            "key 'special_hours' is not known; did you mean 'specialHours'",
            id="another-spelling",
        ),
        pytest.param(location(MONDAY, special=[on(1, 31, closed=True)] * 700), "more than 20,000 dates", id="too many"),
        pytest.param([], "locations: there are no locations", id="nothing"),
        pytest.param({"title": "x"}, "key 'regularHours' is missing", id="no hours"),
        pytest.param(location(), "there are no periods", id="no periods"),
        pytest.param(location(period("Mon", {}, {"hours": 9})), "openDay: there is no day 'Mon'", id="no such day"),
        pytest.param(
            location(period("MONDAY", {"hours": 9}, {})), "it closes when it opens, or before", id="no closing"
        ),
        pytest.param(location(period("MONDAY", {}, {})), "it closes when it opens, or before", id="midnight twice"),
        pytest.param(location(period("MONDAY", {"hours": 25}, {})), "it is 0 to 24 hours", id="no such hour"),
        pytest.param(
            location(period("MONDAY", {}, {"hours": 24, "minutes": 1})), "it is past 24:00", id="past midnight"
        ),
        pytest.param(location(period("MONDAY", "9 am", "17:00")), "it is a time such as", id="halves of a day"),
        pytest.param(location(period("MONDAY", "24:30", "17:00")), "it is a time such as", id="past midnight as text"),
        pytest.param(location(period("MONDAY", "09:70", "17:00")), "it is a time such as", id="no such minute"),
        pytest.param(location(period("MONDAY", {"seconds": 1}, {"hours": 9})), "it is 0 to 0 seconds", id="seconds"),
        pytest.param(location(MONDAY, special=[{"closed": True}]), "key 'startDate' is missing", id="no date"),
        pytest.param(
            location(MONDAY, special=[{"startDate": {"year": 2026, "month": 2, "day": 30}, "closed": True}]),
            "startDate: there is no such date",
            id="30 February",
        ),
        pytest.param(
            location(MONDAY, special=[on(5, 4, closed=True)]), "it goes from 2026-01-05 to 2026-01-04", id="back"
        ),
        pytest.param(
            location(MONDAY, special=[on(5, 8, openTime="09:00", closeTime="10:00")]),
            "it opens on 2026-01-05 and closes on 2026-01-08",
            id="open for days",
        ),
        pytest.param(
            location(MONDAY, special=[on(5, 5, openTime="09:00", closeTime="08:00")]),
            "closes before it opens",
            id="before",
        ),
        pytest.param(
            location(MONDAY, special=[on(5, closed=True), on(5, openTime="09:00", closeTime="10:00")]),
            "2026-01-05 is closed and has hours",
            id="closed and open",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(locations: Any, message: str) -> None:
    with pytest.raises(PayloadError, match=re.escape(message)):
        read(locations)


def test_the_zone_is_given_and_files_may_be_several() -> None:
    with pytest.raises(PayloadError, match="pass timezone="):
        google.policy(location(MONDAY))
    read_files = of_product("google", "policy_of_answers")
    assert len(read_files({"a": location(MONDAY), "b": location(MONDAY)}, "Europe/Berlin", "Two").policy.schedules) == 2
    assert len(read_files({"a": location(MONDAY)}, "Europe/Berlin", "One").policy.schedules) == 1


@given(declared())
def test_hours_are_read_back_as_they_were_written(drawn: tuple[Season, Declared]) -> None:
    season, hours = drawn
    schedule = schedule_of(replace(hours, belongs_to="opening_date", holiday_rule="opening_date"), name="Held")
    payload = json.loads(json.dumps(google.hours_payload(schedule)))
    back = read_back(google.policy(payload, season.zone).policy)
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
    ],
)
def test_what_the_format_cannot_say_is_refused(schedule: dict[str, Any], message: str) -> None:
    with pytest.raises(PayloadError, match=re.escape(message)):
        google.hours_payload(Schedule(timezone="Europe/Berlin", **schedule))


def test_a_schedule_of_a_policy_is_written_with_the_holidays_of_the_years() -> None:
    policy = SlaPolicy(
        name="A",
        timezone="America/New_York",
        holidays="US",
        schedules={"office": "Mon-Fri 09:00-24:00"},
        plans={"p": {"first_response": "1 hour"}},
    )
    special = json.loads(google.text_of_policy(policy, years=[2026, 2026]))["specialHours"]["specialHourPeriods"]
    assert special[-1] == {
        "startDate": {"year": 2026, "month": 12, "day": 25},
        "endDate": {"year": 2026, "month": 12, "day": 25},
        "closed": True,
    }
    with pytest.raises(PayloadError, match="pass years="):
        google.text_of_policy(policy)

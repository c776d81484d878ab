"""Holidays of Salesforce: whole dates, parts of dates, and every way in which they come again (R5, R6, R19)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from salesforce_payloads import SETTINGS, business_hours, holiday, recurring

from slaclock import CoverageWarning, PayloadError, Schedule
from slaclock.adapters import salesforce

ALL_DAYS = {
    f"{day}{end}": clock
    for day in ("Saturday", "Sunday")
    for end, clock in (("StartTime", "09:00:00.000Z"), ("EndTime", "17:00:00.000Z"))
}


def read(*holidays: dict[str, Any], **keys: Any) -> Any:
    return salesforce.policy(business_hours(**ALL_DAYS), list(holidays), **keys)


def office(*holidays: dict[str, Any]) -> Schedule:
    found: Schedule = read(*holidays).policy.schedule("Office")
    return found


def known(schedule: Schedule) -> Schedule:
    """The same in years in which its holidays are over."""
    return schedule.model_copy(update={"outside_coverage": "ignore"})


def closed(schedule: Schedule, first: str, last: str) -> list[str]:
    """Dates of 2026 on which nothing is open."""
    day, end = date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}")
    found = []
    while day <= end:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        if not list(schedule.windows(midnight, midnight + timedelta(days=1))):
            found.append(f"{day:%m-%d}")
        day += timedelta(days=1)
    return found


@pytest.mark.parametrize(
    ("given", "span", "dates"),
    [
        pytest.param(holiday("2026-06-03"), ("06-01", "06-05"), ["06-03"], id="once"),
        pytest.param(
            holiday("2026-06-03T00:00:00.000+0000", IsRecurrence=False), ("06-01", "06-05"), ["06-03"], id="a-midnight"
        ),
        pytest.param(
            recurring("RecursDaily", "2026-06-01", RecurrenceInterval=3, RecurrenceEndDateOnly="2026-06-09"),
            ("06-01", "06-15"),
            ["06-01", "06-04", "06-07"],
            id="every-third-day",
        ),
        pytest.param(
            recurring("RecursEveryWeekday", "2026-06-05", RecurrenceEndDateOnly="2026-06-09"),
            ("06-01", "06-15"),
            ["06-05", "06-08", "06-09"],
            id="working-days",
        ),
        pytest.param(
            recurring("RecursWeekly", "2026-06-03", RecurrenceDayOfWeekMask=1 + 8, RecurrenceEndDateOnly="2026-06-30"),
            ("06-01", "06-17"),
            ["06-03", "06-07", "06-10", "06-14", "06-17"],
            id="sundays-and-wednesdays",
        ),
        pytest.param(
            recurring(
                "RecursWeekly",
                "2026-06-03",
                RecurrenceDayOfWeekMask=1 + 8,
                RecurrenceInterval=2,
                RecurrenceEndDateOnly="2026-06-30",
            ),
            ("06-01", "06-30"),
            ["06-03", "06-14", "06-17", "06-28"],
            id="every-second-week-from-sunday-on",
        ),
        pytest.param(
            recurring(
                "RecursMonthly",
                "2026-01-15",
                RecurrenceDayOfMonth=15,
                RecurrenceInterval=3,
                RecurrenceEndDateOnly="2026-12-31",
            ),
            ("01-01", "12-31"),
            ["01-15", "04-15", "07-15", "10-15"],
            id="every-third-month",
        ),
        pytest.param(
            recurring(
                "RecursMonthlyNth",
                "2026-01-01",
                RecurrenceInstance="Last",
                RecurrenceDayOfWeekMask=62,
                RecurrenceEndDateOnly="2026-03-31",
            ),
            ("01-01", "04-30"),
            ["01-30", "02-27", "03-31"],
            id="last-working-day",
        ),
        pytest.param(
            recurring("RecursYearly", "2024-12-25", RecurrenceDayOfMonth=25, RecurrenceMonthOfYear="December"),
            ("12-20", "12-31"),
            ["12-25"],
            id="every-year",
        ),
        pytest.param(
            recurring(
                "RecursYearly",
                "2024-12-25",
                RecurrenceDayOfMonth=25,
                RecurrenceMonthOfYear="December",
                RecurrenceEndDateOnly="2026-12-24",
            ),
            ("12-20", "12-31"),
            [],
            id="every-year-until-then",
        ),
        pytest.param(
            recurring(
                "RecursYearlyNth",
                "2024-01-01",
                RecurrenceInstance="First",
                RecurrenceDayOfWeekMask=2,
                RecurrenceMonthOfYear="September",
            ),
            ("09-01", "09-30"),
            ["09-07"],
            id="first-monday-of-september",
        ),
        pytest.param(
            recurring(
                "RecursYearlyNth",
                "2024-01-01",
                RecurrenceInstance="First",
                RecurrenceDayOfWeekMask=65,
                RecurrenceMonthOfYear="September",
            ),
            ("09-01", "09-30"),
            ["09-05"],
            id="first-day-of-a-weekend",
        ),
    ],
)
def test_a_holiday_closes_its_dates(given: dict[str, Any], span: tuple[str, str], dates: list[str]) -> None:
    assert closed(known(office(given)), *span) == dates


@pytest.mark.parametrize(
    ("given", "meaning"),
    [
        pytest.param(
            recurring("RecursYearly", "2024-12-25", RecurrenceDayOfMonth=25, RecurrenceMonthOfYear="December"),
            "years before that have it here, too",
            id="a-rule",
        ),
        pytest.param(
            recurring("RecursMonthly", "2026-01-05", RecurrenceDayOfMonth=5),
            "it was written out up to 2056; import again before then",
            id="a-list",
        ),
        pytest.param(
            recurring("RecursMonthly", "2026-01-30", RecurrenceDayOfMonth=30, RecurrenceEndDateOnly="2026-12-31"),
            "where there is none it closes nothing here; state the date that is meant",
            id="a-day-that-february-has-not",
        ),
        pytest.param(
            recurring("RecursYearly", "2024-02-29", RecurrenceDayOfMonth=29, RecurrenceMonthOfYear="February"),
            "where there is none it closes nothing here; state the date that is meant",
            id="a-leap-day",
        ),
    ],
)
def test_what_of_it_is_not_certain_is_a_loss(given: dict[str, Any], meaning: str) -> None:
    assert meaning in [loss.meaning for loss in read(given).losses]


def test_a_list_without_an_end_says_how_far_it_goes() -> None:
    schedule = office(recurring("RecursMonthly", "2026-01-05", RecurrenceDayOfMonth=5))
    with pytest.warns(CoverageWarning):
        schedule.add(datetime(2060, 1, 5, tzinfo=UTC), timedelta(hours=1))


# Parts of dates


@pytest.mark.parametrize(
    ("start", "end", "left"),
    [
        pytest.param(720, 1440, ["09:00-12:00"], id="from-noon-on"),
        pytest.param(0, 600, ["10:00-17:00"], id="up-to-ten"),
        pytest.param(720, 780, ["09:00-12:00", "13:00-17:00"], id="lunch"),
        pytest.param(1080, 1140, ["09:00-17:00"], id="after-hours"),
        pytest.param(540, 1020, [], id="all-hours"),
        pytest.param(720, 0, ["09:00-12:00"], id="until-midnight"),
    ],
)
def test_a_part_of_a_date_leaves_the_rest_of_it(start: int, end: int, left: list[str]) -> None:
    schedule = office(holiday("2026-01-07", IsAllDay=False, StartTimeInMinutes=start, EndTimeInMinutes=end))
    day = datetime(2026, 1, 7, tzinfo=UTC)
    shown = [f"{each.start:%H:%M}-{each.end:%H:%M}" for each in schedule.windows(day, day + timedelta(days=1))]
    assert shown == left


def test_parts_of_one_date_add_up_and_a_whole_one_wins() -> None:
    noon = holiday("2026-01-07", Id="a", IsAllDay=False, StartTimeInMinutes=720, EndTimeInMinutes=1440)
    early = holiday("2026-01-07", Id="b", IsAllDay=False, StartTimeInMinutes=0, EndTimeInMinutes=600)
    day = datetime(2026, 1, 7, tzinfo=UTC)
    windows = list(office(noon, early).windows(day, day + timedelta(days=1)))
    assert [(each.start.hour, each.end.hour) for each in windows] == [(10, 12)]
    assert closed(office(noon, holiday("2026-01-07", Id="c")), "01-06", "01-08") == ["01-07"]


def test_a_part_comes_again_as_whole_dates_do() -> None:
    part = {"IsAllDay": False, "StartTimeInMinutes": 720, "EndTimeInMinutes": 1440}
    again = recurring("RecursYearly", "2024-12-24", RecurrenceDayOfMonth=24, RecurrenceMonthOfYear="December", **part)
    schedule = office(again)
    assert not schedule.is_open(datetime(2026, 12, 24, 13, tzinfo=UTC))
    assert schedule.is_open(datetime(2026, 12, 24, 11, tzinfo=UTC))
    assert "it was written out up to 2054" in read(again).losses[0].meaning


@pytest.mark.parametrize(
    ("kind", "lost"),
    [
        pytest.param("RecursWeekly", 1, id="weeks"),
        pytest.param("RecursDaily", 1, id="days"),
        pytest.param("RecursEveryWeekday", 0, id="every-weekday-has-none"),
    ],
)
def test_an_interval_that_is_not_stated_is_a_loss(kind: str, lost: int) -> None:
    keys = {"RecurrenceDayOfWeekMask": 2, "RecurrenceEndDateOnly": "2026-06-30"}
    silent, stated = (read(recurring(kind, "2026-06-01", **keys, **more)) for more in ({}, {"RecurrenceInterval": 1}))
    assert silent.policy == stated.policy
    assert sum("does not say how often" in loss.what for loss in silent.losses) == lost
    assert not any("does not say how often" in loss.what for loss in stated.losses)


# Whose they are


def test_a_settings_file_names_the_business_hours() -> None:
    policy = salesforce.policy(settings=SETTINGS).policy
    tokyo, always = policy.schedule("Mondays & more"), policy.schedule("Always")
    assert [each.start.hour for each in tokyo.windows(at("06-01"), at("06-02"))] == [3]
    assert not always.is_open(datetime(2026, 6, 1, 8, tzinfo=UTC))
    assert closed_in_paris(always) == ["06-04", "06-05", "06-18", "06-19"]


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"2026-{day}T00:00+00:00")


def closed_in_paris(schedule: Schedule) -> list[str]:
    noons = [datetime(2026, 6, 1, 12, tzinfo=UTC) + timedelta(days=number) for number in range(30)]
    return [f"{noon:%m-%d}" for noon in noons if not schedule.is_open(noon)]


def test_a_holiday_of_a_settings_file_that_names_none_closes_nothing() -> None:
    orphan = "<a><holidays><name>X</name><activityDate>2026-06-01</activityDate></holidays></a>"
    found = salesforce.policy(business_hours(), settings=orphan)
    assert [loss.what for loss in found.losses[:1]] == ["it belongs to no business hours"]
    assert found.policy.schedule("Office").is_open(datetime(2026, 6, 1, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("holidays", "problem"),
    [
        pytest.param([holiday("2026-06-01")], r"pass holidays=\{id or name: …\}, one for each", id="none"),
        pytest.param({"Ofice": [holiday("2026-06-01")]}, "there are no business hours 'Ofice' to which", id="a-name"),
    ],
)
def test_a_holiday_that_does_not_say_whose_it_is_is_refused(holidays: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        salesforce.policy([business_hours(), business_hours(Id="01m2", Name="Late")], holidays)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        pytest.param(holiday("2026-06-01T10:00:00.000+0000"), "it is a date such as", id="a-time"),
        pytest.param(holiday("2026-02-30"), "there is no date 2026-02-30", id="no-date"),
        pytest.param(holiday("2026-06-01", ActivityDate=...), "key 'ActivityDate' is missing", id="nothing"),
        pytest.param(holiday("2026-06-01", IsAllDay=False), "does not say which part of it is closed", id="no-part"),
        pytest.param(
            holiday("2026-06-01", IsAllDay=False, StartTimeInMinutes=720, EndTimeInMinutes=600),
            "ends before it",
            id="part",
        ),
        pytest.param(
            holiday("2026-06-01", IsAllDay=False, EndTimeInMinutes=600),
            "has no start or no end, or ends before",
            id="half-a-part",
        ),
        pytest.param(
            holiday("2026-06-01", IsAllDay=False, StartTimeInMinutes=600),
            "has no start or no end, or ends before",
            id="a-part-without-an-end",
        ),
        pytest.param(recurring("RecursHourly", "2026-06-01"), "there is no kind of recurrence", id="kind"),
        pytest.param(holiday("2026-06-01", IsRecurrence=True), "key 'RecurrenceType' is missing", id="no-kind"),
        pytest.param(
            recurring("RecursDaily", "2026-06-02", RecurrenceEndDateOnly="2026-06-01"), "before it starts on", id="end"
        ),
        pytest.param(recurring("RecursDaily", "2026-06-02", RecurrenceInterval=0), "it is 1 to 9,999 days", id="never"),
        pytest.param(recurring("RecursDaily", "2026-06-02"), "it closes more than 5,000 dates", id="for-ever"),
        pytest.param(recurring("RecursWeekly", "2026-06-02"), "key 'RecurrenceDayOfWeekMask' is missing", id="no-day"),
        pytest.param(
            recurring("RecursWeekly", "2026-06-02", RecurrenceDayOfWeekMask=128),
            "it is 1 to 127",
            id="mask",
        ),
        pytest.param(
            recurring("RecursYearly", "2026-06-02", RecurrenceDayOfMonth=31, RecurrenceMonthOfYear="June"),
            "there is no day 31 in June",
            id="june-31",
        ),
        pytest.param(
            recurring("RecursYearly", "2026-06-02", RecurrenceDayOfMonth=3, RecurrenceMonthOfYear="Juni"),
            "there is no month 'Juni'",
            id="juni",
        ),
        pytest.param(
            recurring("RecursWeekly", "2026-06-02", RecurrenceDayOfWeekMask=2, RecurrenceEndDateOnly="2026-06-03"),
            "there is no date on which it comes",
            id="no-dates",
        ),
    ],
)
def test_a_holiday_that_cannot_be_read_is_refused_with_its_place(given: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem) as refused:
        read(given)
    assert str(refused.value).startswith("holidays[0]")


@pytest.mark.parametrize(
    ("inner", "problem"),
    [
        pytest.param("<recurrenceType>RecursYearly</recurrenceType>", "key 'recurrenceStartDate' is missing", id="key"),
        pytest.param("<isRecurring>true</isRecurring>", "key 'recurrenceType' is missing", id="kind"),
        pytest.param("<activityDate>2026-06-01</activityDate><startTime>12:00</startTime>", "time of day", id="clock"),
    ],
)
def test_a_settings_file_is_refused_in_its_own_words(inner: str, problem: str) -> None:
    text = f"<a><holidays><name>X</name><businessHours>Office</businessHours>{inner}</holidays></a>"
    with pytest.raises(PayloadError, match=problem):
        salesforce.policy(business_hours(), settings=text)


def test_a_single_day_of_the_week_of_a_settings_file_is_read() -> None:
    inner = (
        "<isRecurring>true</isRecurring><recurrenceType>RecursYearlyNth</recurrenceType>"
        "<recurrenceStartDate>2024-01-01</recurrenceStartDate><recurrenceInstance>Last</recurrenceInstance>"
        "<recurrenceDayOfWeek>Monday</recurrenceDayOfWeek><recurrenceMonthOfYear>May</recurrenceMonthOfYear>"
    )
    text = f"<a><holidays><name>X</name><businessHours>Office</businessHours>{inner}</holidays></a>"
    found = salesforce.policy(business_hours(), settings=text).document["schedules"]["Office"]["holidays"]
    assert found == [{"date": "last Monday of May", "name": "X"}]

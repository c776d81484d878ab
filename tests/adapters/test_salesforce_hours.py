"""Business hours of Salesforce as schedules, and schedules written as business hours (R3, R4, R13, R19, R21)."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, strategies as st
from salesforce_payloads import FIVE, NINE, SETTINGS, account, answer, business_hours, holiday

from slaclock import Interval, PayloadError, Schedule, SlaPolicy, SupportWindow, UnknownNameError, ZoneError
from slaclock.adapters import salesforce
from slaclock.adapters.salesforce.settings_files import read_settings
from slaclock.hours import WEEK
from slaclock.limits import Limits


def hours(record: dict[str, Any], **keys: Any) -> Schedule:
    read = salesforce.policy(record, **keys)
    return read.policy.schedule(next(iter(read.policy.schedules)))


def test_hours_are_those_of_their_zone_whatever_their_z_says() -> None:
    office = hours(business_hours())
    assert (str(office), office.name) == ("Mon-Fri 09:00-17:00 Europe/London", "Office")
    assert office.is_open(datetime(2026, 6, 1, 8, tzinfo=UTC))


@pytest.mark.parametrize(
    "nine",
    [
        pytest.param("09:00:00.000Z", id="as-answered"),
        pytest.param("09:00:00Z", id="without-its-fraction"),
        pytest.param("09:00:00", id="without-its-z"),
        pytest.param("1970-01-01T09:00:00.000Z", id="an-instant"),
        pytest.param("1970-01-01T04:00:00.000-05:00", id="an-instant-of-another-zone"),
        pytest.param(datetime.fromisoformat("1970-01-01T18:00:00+09:00"), id="an-instant-of-a-client"),
    ],
)
def test_nine_is_written_in_many_ways(nine: Any) -> None:
    assert str(hours(business_hours(MondayStartTime=nine))) == "Mon-Fri 09:00-17:00 Europe/London"


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        pytest.param({"FridayEndTime": "00:00:00.000Z"}, "Mon-Thu 09:00-17:00; Fri 09:00-24:00", id="until-midnight"),
        pytest.param({"MondayStartTime": None, "MondayEndTime": None}, "Tue-Fri 09:00-17:00", id="closed"),
        pytest.param({"MondayEndTime": "17:00:30.000Z"}, "Mon 09:00-17:00:30; Tue-Fri 09:00-17:00", id="seconds"),
    ],
)
def test_a_day_is_open_from_its_start_to_its_end(keys: dict[str, Any], shown: str) -> None:
    assert str(hours(business_hours(**keys))) == f"{shown} Europe/London"


def test_midnight_to_midnight_on_all_days_is_always() -> None:
    read = salesforce.policy(settings=SETTINGS)
    assert str(read.policy.schedule("Always")).startswith("24x7 Europe/Paris")
    assert list(read.policy.schedules) == ["Always", "Mondays & more"]
    assert [loss.path for loss in read.losses] == [""]


def test_midnight_to_midnight_on_some_days_is_doubtful() -> None:
    midnight = "00:00:00.000Z"
    read = salesforce.policy(business_hours(SundayStartTime=midnight, SundayEndTime=midnight))
    assert read.policy.schedule("Office").is_open(datetime(2026, 6, 7, 3, tzinfo=UTC))
    assert "Sunday from midnight to midnight, and other days are not; they were taken as open" in str(read.losses[0])


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"MondayStartTime": None}, "key 'MondayStartTime' is null, and the other end", id="no-start"),
        pytest.param({"MondayEndTime": None}, "key 'MondayEndTime' is null", id="no-end"),
        pytest.param({"MondayEndTime": "06:00:00.000Z"}, "a night cannot stand here", id="a-night"),
        pytest.param({"MondayEndTime": NINE}, "not after its start", id="no-time"),
        pytest.param({"MondayStartTime": "09:00"}, "it is a time of day such as '09:00:00.000Z'", id="short"),
        pytest.param({"MondayStartTime": "25:00:00.000Z"}, "there is no time of day", id="25"),
        pytest.param({"MondayStartTime": 9}, "it is a time of day", id="a-number"),
        pytest.param({"MondayStartTime": "2026-06-01T09:00:00Z"}, "it is a time of day", id="an-instant-of-today"),
        pytest.param({"MondayStartTime": "09:00:00.500Z"}, "parts of a second", id="half-a-second"),
        pytest.param({"TimeZoneSidKey": "Nowhere"}, "TimeZoneSidKey: ", id="a-zone"),
        pytest.param({"TimeZoneSidKey": ...}, "pass timezone=, the IANA name", id="no-zone"),
        pytest.param({"Name": ...}, "key 'Name' is missing", id="no-name"),
        pytest.param({"IsActive": "maybe"}, "it is true or false", id="a-word"),
    ],
)
def test_hours_that_cannot_be_read_are_refused_with_their_place(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem) as refused:
        salesforce.policy(answer(business_hours(**keys)))
    assert str(refused.value).startswith("business_hours.records[0]")


def test_hours_that_are_closed_on_all_days_are_refused() -> None:
    with pytest.raises(PayloadError, match="it is closed on all days"):
        salesforce.policy({"Name": "Never", "TimeZoneSidKey": "UTC"})


def test_gmt_of_the_list_of_zones_is_a_fixed_offset() -> None:
    """It is no abbreviation of London's zone, whose clocks change."""
    assert salesforce.policy(business_hours(TimeZoneSidKey="GMT")).policy.schedule("Office").timezone == "UTC"
    read = salesforce.policy(settings=SETTINGS.replace("Asia/Tokyo", "GMT"))
    assert read.policy.schedule("Mondays & more").timezone == "UTC"


@pytest.mark.parametrize("zone", ["gmt", "GMT+1", "GMTO", "BST"])
def test_what_is_nearly_gmt_is_refused(zone: str) -> None:
    with pytest.raises(PayloadError, match="TimeZoneSidKey: "):
        salesforce.policy(business_hours(TimeZoneSidKey=zone))
    with pytest.raises(ZoneError):
        salesforce.policy(business_hours(TimeZoneSidKey=...), timezone="GMT")


def test_a_zone_may_be_given_and_what_is_not_known_is_lost() -> None:
    read = salesforce.policy(business_hours(TimeZoneSidKey=..., IsActive=False, Mood="good"), timezone="Asia/Tokyo")
    assert read.policy.schedule("Office").timezone == "Asia/Tokyo"
    assert [loss.what for loss in read.losses[:2]] == ["'Office' is not active", "key 'Mood' is not known"]
    with pytest.raises(ZoneError):
        salesforce.policy(business_hours(), timezone="PST")


def test_days_of_which_nobody_asked_are_closed_and_said() -> None:
    unasked = dict.fromkeys(("SaturdayStartTime", "SaturdayEndTime", "SundayStartTime", "SundayEndTime"), ...)
    read = salesforce.policy(business_hours(**unasked))
    assert read.policy == salesforce.policy(business_hours()).policy
    assert read.losses[0].what == "it has no times of Saturday, Sunday"
    with pytest.raises(PayloadError, match="key 'SundayEndTime' is null, and the other end"):
        salesforce.policy(business_hours(SundayStartTime="09:00:00.000Z", SundayEndTime=...))


def test_a_whole_account_is_read_and_counted() -> None:
    read = salesforce.policy(**account())
    assert read.counts == {"business_hours": 2, "holidays": 7}
    assert read.business_hours == {"01m1": "Office", "01m2": "Late"}
    assert SlaPolicy.loads(read.yaml()) == read.policy
    half = salesforce.policy(answer(business_hours(), done=False))
    assert "another page" in half.losses[0].what


def test_names_that_two_have_are_told_apart() -> None:
    read = salesforce.policy([business_hours(), business_hours(Id="01m2")])
    assert list(read.policy.schedules) == ["Office (01m1)", "Office (01m2)"]
    with pytest.raises(PayloadError, match="business hours of one name stand in several payloads"):
        salesforce.policy(business_hours(Name="Always"), settings=SETTINGS)


def test_without_hours_there_is_no_policy() -> None:
    with pytest.raises(PayloadError, match="there are no business hours; pass business_hours= or settings="):
        salesforce.policy()


# Settings files


BOMB = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a><businessHours>&c;</businessHours></a>'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(BOMB, "it declares a document type, which settings have no need of", id="entities"),
        pytest.param('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "it declares a document type", id="outside"),
        pytest.param("<a>&b;</a>", "it is not XML: undefined entity", id="an-entity"),
        pytest.param("<a><b></a>", "it is not XML: mismatched tag", id="open"),
        pytest.param("", "it is not XML: no element found", id="empty"),
        pytest.param("<a>\ud800</a>", "it is not XML: ", id="half-a-character"),
        pytest.param("<a>" * 41 + "</a>" * 41, "it is nested more than 40 deep", id="deep"),
        pytest.param("<a>" + "<b/>" * 60 + "</a>", "there are more than 50 elements", id="many"),
        pytest.param("<a>" + " " * 2_000 + "</a>", "it has 2,007 characters, and at most 1,000 are read", id="long"),
    ],
)
def test_settings_that_are_no_plain_xml_are_refused(text: str, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        salesforce.policy(settings=text, limits=Limits(size=1_000, values=50))


def test_settings_may_have_prefixes_and_say_another_encoding() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?><s:a xmlns:s="x"><s:b> ü <!-- no --></s:b></s:a>'
    assert read_settings(text, "a.xml") == {"b": ["ü"]}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "<a><businessHours/></a>", r"settings\.businessHours\[0\]: it is an element with others", id="none"
        ),
        pytest.param(
            "<a><businessHours><name>A</name><name>B</name></businessHours></a>",
            r"settings\.businessHours\[0\]: 'name' stands in it 2 times",
            id="twice",
        ),
        pytest.param(7, "settings: it is the text of a settings file", id="no-text"),
    ],
)
def test_settings_that_say_nothing_or_twice_are_refused(text: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        salesforce.policy(settings=[text])


# Written back


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """A schedule that the format can hold: one window a day, within the day."""
    windows = []
    for day in draw(st.sets(st.sampled_from(WEEK), min_size=1)):
        opens = draw(st.integers(0, 1_439))
        closes = draw(st.integers(opens + 1, 1_440)) % 1_440
        windows.append(SupportWindow(days=day, opens=_time(opens), closes=_time(closes)))
    days = draw(st.lists(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=4, unique=True))
    holidays = [{"date": day.isoformat(), "name": f"Closed {place}"} for place, day in enumerate(sorted(days))]
    zone = draw(st.sampled_from(["Europe/London", "America/St_Johns", "Asia/Kathmandu"]))
    name = draw(st.sampled_from(["Office", "<b> & c"]))
    return Schedule(timezone=zone, hours=windows, holidays=holidays, name=name, outside_coverage="ignore")


def stated(schedule: Schedule) -> dict[str, Any]:
    """The schedule as a policy states it."""
    return {"timezone": schedule.timezone, "hours": schedule.hours, "holidays": schedule.holidays}


def opened(schedule: Schedule) -> list[Interval]:
    """When it is open in three years."""
    known = schedule.model_copy(update={"outside_coverage": "ignore"})
    return list(known.windows(datetime(2025, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)))


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


@given(schedules())
def test_a_schedule_is_read_back_as_it_was(schedule: Schedule) -> None:
    read = salesforce.policy(**salesforce.business_hours_payload(schedule))
    again = read.policy.schedule(schedule.name)
    assert opened(again) == opened(schedule)
    assert again.holidays == schedule.holidays


@given(schedules())
def test_a_schedule_is_read_back_from_its_settings_file(schedule: Schedule) -> None:
    policy = SlaPolicy(
        name="A",
        timezone="UTC",
        schedules={schedule.name: stated(schedule)},
        plans={"Gold": {"schedule": schedule.name, "resolution": "8 hours"}},
    )
    read = salesforce.policy_of_answers({"BusinessHours.settings": salesforce.text_of_policy(policy)})
    again = read.policy.schedule(schedule.name)
    assert opened(again) == opened(schedule)
    assert (again.holidays, again.timezone) == (schedule.holidays, schedule.timezone)


SUMMER = {"first": "2026-07-01", "last": "2026-07-31", "hours": "Mon 09:00-12:00"}
ODD = SupportWindow(days="Mon", opens=time(9, 0, 0, 500_000), closes=time(17))


def test_windows_that_touch_are_one() -> None:
    schedule = Schedule(timezone="UTC", hours="Mon 09:00-12:00, 12:00-17:00, 16:00-18:00")
    record = salesforce.business_hours_payload(schedule, years=(2026, 2026))["business_hours"]
    assert (record["MondayStartTime"], record["MondayEndTime"]) == (NINE, "18:00:00.000Z")


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"timezone": "UTC-05:00"}, "^timezone: 'UTC-05:00' is an offset and no place", id="an-offset"),
        pytest.param({"hours": "Mon 09:00-12:00, 13:00-17:00"}, "Mon has 2 windows", id="lunch"),
        pytest.param({"hours": "Mon 22:00-06:00"}, "goes over midnight", id="a-night"),
        pytest.param({"seasons": [SUMMER]}, "^seasons: other hours for runs of dates", id="a-season"),
        pytest.param({"hours": [ODD]}, "is not in whole seconds, in which", id="half-a-second"),
        pytest.param({"exceptions": {"2026-12-24": "closed"}}, "2026-12-24 has hours of its own", id="a-date"),
        pytest.param({"holidays": "GB"}, "the format has dates; say of which years", id="a-country"),
        pytest.param({"hours": "first Monday of the month 09:00-17:00"}, "is no weekly hours", id="a-rule"),
    ],
)
def test_what_a_schedule_says_and_the_format_cannot_is_named(keys: dict[str, Any], problem: str) -> None:
    schedule = Schedule(**{"timezone": "Europe/London", "hours": "Mon-Fri 09:00-17:00", **keys})
    with pytest.raises(PayloadError, match=problem):
        salesforce.business_hours_payload(schedule)


def two() -> SlaPolicy:
    return SlaPolicy(
        name="A",
        timezone="Europe/London",
        holidays="GB",
        schedules={"Office": "Mon-Fri 09:00-17:00", "Late": "Mon-Fri 12:00-20:00"},
        plans={"Gold": {"schedule": "Office", "resolution": "8 hours"}},
    )


def test_one_schedule_or_all_are_written_with_the_holidays_of_some_years() -> None:
    both = salesforce.policy(settings=salesforce.text_of_policy(two(), years=[2027, 2026]))
    assert list(both.policy.schedules) == ["Office", "Late"]
    assert both.policy.schedule("Late").holidays.on(date(2027, 12, 25))
    one = salesforce.policy(settings=salesforce.text_of_policy(two(), schedule="Late", years=[2026]))
    assert list(one.policy.schedules) == ["Late"]
    assert not one.policy.schedule("Late").holidays.on(date(2027, 12, 25))
    with pytest.raises(UnknownNameError, match="this policy has no schedule 'Lte'; did you mean 'Late'"):
        salesforce.text_of_policy(two(), schedule="Lte")
    with pytest.raises(PayloadError, match=r"plans\.Gold: settings of business hours hold no targets"):
        salesforce.text_of_policy(two(), plan="Gold")


def test_a_name_that_xml_cannot_hold_is_refused() -> None:
    bad = Schedule(timezone="UTC", hours="Mon 09:00-17:00", holidays=[{"date": "2026-06-01", "name": "a\x01b"}])
    policy = SlaPolicy(
        name="A",
        timezone="UTC",
        schedules={"Office": stated(bad)},
        plans={"Gold": {"schedule": "Office", "resolution": "8 hours"}},
    )
    with pytest.raises(PayloadError, match="holds a character that XML has not"):
        salesforce.text_of_policy(policy)


# Files


def test_files_are_known_by_their_keys() -> None:
    given = account()
    found = salesforce.policy_of_answers({"b": given["holidays"], "a": given["business_hours"]})
    assert found.policy == salesforce.policy(**given).policy
    one = salesforce.policy_of_answers({"a": [business_hours()], "b": answer(holiday("2026-06-01"))}, name="Ours")
    assert (one.policy.name, one.counts) == ("Ours", {"business_hours": 1, "holidays": 1})


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        pytest.param({"x.json": {"schedules": []}}, r"^x\.json: its keys do not show what it is", id="something"),
        pytest.param({"x.json": []}, r"^x\.json: its keys", id="an-empty-list"),
        pytest.param({"x.json": 7}, r"^x\.json: its keys", id="a-number"),
        pytest.param({"x.json": answer()}, r"^x\.json: its keys", id="an-empty-answer"),
        pytest.param(
            {"a": business_hours(), "b": holiday("2026-06-01"), "c": {"Office": holiday("2026-06-01")}},
            "some holidays stand by the names of business hours, and others do not",
            id="both-ways",
        ),
    ],
)
def test_files_of_another_kind_are_refused(answers: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        salesforce.policy_of_answers(answers)


def test_five_is_five() -> None:
    """Each text of hours that is written is one that is read."""
    assert salesforce.business_hours_payload(hours(business_hours()))["business_hours"]["MondayEndTime"] == FIVE

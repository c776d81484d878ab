"""Hours of dates, of dates of every year and of holidays: on which dates they hold, and which of several (R6)."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from slaclock import DeclarationError, ExceptionHours, HolidayCalendar, Schedule, SlaPolicy, Target, explain, year_of
from slaclock.hours import unknown_occasions
from slaclock.review.hours_wording import hours_words

NEW_YORK = ZoneInfo("America/New_York")
NYSE_WITH_HALF_DAYS = {"market": "NYSE", "categories": ["public", "half_day"]}


def market(exceptions: Any = (), holidays: Any = "NYSE", **choices: Any) -> Schedule:
    return Schedule(
        timezone="America/New_York", hours="Mon-Fri 09:30-16:00", holidays=holidays, exceptions=exceptions, **choices
    )


def opened_on(schedule: Schedule, day: str) -> str:
    """What is open between the midnights of a date."""
    start = datetime.fromisoformat(day).replace(tzinfo=NEW_YORK)
    windows = schedule.windows(start, start + timedelta(days=1))
    return ", ".join(f"{window.start:%H:%M}-{window.end:%H:%M}" for window in windows) or "closed"


ALL = {
    "holidays": "01:00-02:00",
    "half_day": "02:00-03:00",
    "Christmas Eve": "03:00-04:00",
    "--12-24": "04:00-05:00",
    "2026-12-24": "05:00-06:00",
}


class TestWhichHold:
    @pytest.mark.parametrize(
        ("exceptions", "day", "expected"),
        [
            pytest.param({}, "2026-11-26", "closed", id="a-holiday-closes"),
            pytest.param({}, "2026-11-27", "09:30-16:00", id="a-half-day-without-hours-is-a-full-day"),
            pytest.param({"half_day": "09:30-13:00"}, "2026-11-27", "09:30-13:00", id="half-days"),
            pytest.param({"half_day": "closed"}, "2026-11-27", "closed", id="half-days-closed"),
            pytest.param({"half_day": "09:30-13:00"}, "2026-11-26", "closed", id="half-days-are-no-holidays"),
            pytest.param({"holidays": "10:00-12:00"}, "2026-11-26", "10:00-12:00", id="all-holidays"),
            pytest.param({"holidays": "10:00-12:00"}, "2026-11-27", "09:30-16:00", id="which-half-days-are-not"),
            pytest.param(
                {"holidays": "10:00-12:00", "--12-24": "closed"}, "2026-11-26", "10:00-12:00", id="beside-one-of-a-date"
            ),
            pytest.param({"Thanksgiving Day": "10:00-11:00"}, "2026-11-26", "10:00-11:00", id="by-name"),
            pytest.param({"thanksgiving day": "10:00-11:00"}, "2026-11-26", "10:00-11:00", id="in-small-letters"),
            pytest.param({"Independence Day": "10:00-11:00"}, "2026-07-03", "10:00-11:00", id="observed-day"),
            pytest.param({"Christmas Eve": "09:30-13:00"}, "2026-12-24", "09:30-13:00", id="a-half-day-by-name"),
            pytest.param({"Christmas Eve": "09:30-13:00"}, "2025-12-24", "09:30-13:00", id="the-same-in-every-year"),
            pytest.param({"New Year's Eve": "09:30-12:00"}, "2026-12-31", "09:30-12:00", id="a-date-by-its-name"),
            pytest.param({"Good Friday": "10:00-11:00"}, "2026-04-03", "10:00-11:00", id="which-the-source-has-too"),
            pytest.param({"Easter Monday": "closed"}, "2026-04-06", "closed", id="which-the-source-has-not"),
            pytest.param({"--12-24": "09:30-11:00"}, "2027-12-24", "09:30-11:00", id="every-year-over-a-holiday"),
            pytest.param({"24 December": "09:30-11:00"}, "2026-12-24", "09:30-11:00", id="in-words"),
            pytest.param({"last Friday of November": "closed"}, "2026-11-27", "closed", id="by-a-rule"),
            pytest.param({"easter -3": "09:30-12:00"}, "2026-04-02", "09:30-12:00", id="by-easter"),
            pytest.param({"--12-26": "09:30-11:00"}, "2026-12-26", "closed", id="a-saturday-stays-closed"),
            pytest.param({"2026-12-26": "09:30-11:00"}, "2026-12-26", "09:30-11:00", id="unless-the-date-is-meant"),
            pytest.param(
                {"--12-26": {"hours": "09:30-11:00", "days_off": "open"}},
                "2026-12-26",
                "09:30-11:00",
                id="or-so",
            ),
            pytest.param(
                {"2026-12-26": {"hours": "09:30-11:00", "days_off": "closed"}}, "2026-12-26", "closed", id="or-not"
            ),
            pytest.param({"holidays": "10:00-12:00"}, "2026-07-04", "closed", id="a-holiday-on-a-saturday"),
            pytest.param(
                {"holidays": {"hours": "10:00-12:00", "days_off": "open"}}, "2027-12-25", "closed", id="is-none-of-nyse"
            ),
        ],
    )
    def test_on(self, exceptions: Any, day: str, expected: str) -> None:
        assert opened_on(market(exceptions), day) == expected
        assert opened_on(market(exceptions, NYSE_WITH_HALF_DAYS), day) == expected
        schedule = market(exceptions)
        assert Schedule.model_validate_json(schedule.model_dump_json()) == schedule

    def test_a_holiday_on_a_weekend_may_open_it(self) -> None:
        opened = {"holidays": {"hours": "10:00-12:00", "days_off": "open"}}
        assert opened_on(market(opened, "US"), "2026-07-04") == "10:00-12:00"
        assert opened_on(market(opened, "US"), "2026-07-05") == "closed"

    @pytest.mark.parametrize(
        ("stated", "expected"),
        [
            (["holidays", "half_day", "Christmas Eve", "--12-24", "2026-12-24"], "05:00-06:00"),
            (["2026-12-24", "--12-24", "Christmas Eve", "half_day", "holidays"], "05:00-06:00"),
            (["--12-24", "Christmas Eve", "half_day", "holidays"], "04:00-05:00"),
            (["Christmas Eve", "half_day", "holidays"], "03:00-04:00"),
            (["half_day", "holidays"], "02:00-03:00"),
            (["holidays"], "01:00-02:00"),
        ],
        ids=" ".join,
    )
    def test_the_nearest_wins(self, stated: list[str], expected: str) -> None:
        holidays = [NYSE_WITH_HALF_DAYS, {"2026-12-24": "Staff party"}]
        assert opened_on(market({key: ALL[key] for key in stated}, holidays), "2026-12-24") == expected

    @given(st.permutations(list(ALL)))
    def test_in_whatever_order_they_stand(self, stated: list[str]) -> None:
        """How far an exception is from a date decides, and not where it stands."""
        assert opened_on(market({key: ALL[key] for key in stated}), "2026-12-24") == "05:00-06:00"

    def test_of_two_alike_the_later_stated_holds(self) -> None:
        both = {"--11-27": "09:30-11:00", "last Friday of November": "09:30-12:00"}
        assert opened_on(market(both), "2026-11-27") == "09:30-12:00"
        assert opened_on(market(dict(reversed(both.items()))), "2026-11-27") == "09:30-11:00"

    def test_only_dates_that_are_asked_for_are_told(self) -> None:
        """In 2026 China works on 4 January and on five more days of weekends."""
        shanghai = Schedule(
            timezone="Asia/Shanghai",
            hours="Mon-Fri 09:00-17:00",
            holidays="CN",
            exceptions={"2026-12-24": "closed", "--03-02": "closed", "working_weekends": "10:00-12:00"},
        )
        found = shanghai._exceptions_between(date(2026, 1, 3), date(2026, 3, 1))
        assert {str(day): each.name for day, each in found.items()} == {
            "2026-01-04": "working weekend",
            "2026-02-14": "working weekend",
            "2026-02-28": "working weekend",
        }

    def test_by_the_rule_of_calendar_dates_too(self) -> None:
        nights = Schedule(
            timezone="America/New_York",
            hours="Sun-Thu 22:00-06:00",
            holidays="US",
            exceptions={"Thanksgiving Day": "23:00-02:00"},
            holiday_rule="calendar_date",
        )
        assert opened_on(nights, "2026-11-26") == "00:00-06:00, 23:00-00:00"
        assert opened_on(nights, "2026-11-27") == "00:00-02:00"

    def test_a_name_that_a_source_has_in_other_weeks_is_no_date_in_these(self) -> None:
        """Christmas Eve is one of its holidays, so the date that is called so elsewhere is none of its own."""
        calendar = HolidayCalendar({"--12-20": "Christmas Eve"})
        christmas = date(2026, 12, 24), date(2026, 12, 31)
        assert calendar.called_otherwise("Christmas Eve", *christmas) == {}
        assert list(HolidayCalendar("US").called_otherwise("Christmas Eve", *christmas)) == [date(2026, 12, 24)]
        office = Schedule(timezone="UTC", hours="Mon-Fri 09:00-17:00", holidays=calendar,
                          exceptions={"Christmas Eve": "09:00-10:00"})  # fmt: skip
        assert list(office._exceptions_between(*christmas)) == []
        assert list(office._exceptions_between(date(2027, 12, 20), date(2027, 12, 31))) == [date(2027, 12, 20)]

    def test_a_name_that_a_source_has_itself_is_its_own(self) -> None:
        """The Good Friday of Greece is that of the Orthodox, and no other."""
        athens = Schedule(
            timezone="Europe/Athens",
            hours="Mon-Fri 09:00-17:00",
            holidays="GR",
            exceptions={"Good Friday": "09:00-10:00"},
        )
        year = athens._exceptions_between(date(2026, 1, 1), date(2026, 12, 31))
        assert list(year) == [date(2026, 4, 10)]


class TestRefused:
    @pytest.mark.parametrize(
        ("exceptions", "holidays", "message"),
        [
            pytest.param({"Chrismas Eve": "closed"}, "US", "did you mean 'Christmas Eve'?", id="a-letter-off"),
            pytest.param({"Thanksgiving": "closed"}, "US", "did you mean 'Thanksgiving Day'?", id="half-a-name"),
            pytest.param({"half-day": "closed"}, "NYSE", "did you mean 'half_day'?", id="a-category-a-sign-off"),
            pytest.param({"half_day": "closed"}, "GB", "there is no holiday 'half_day' in GB", id="no-such-category"),
            pytest.param({"holidays": "closed"}, None, "there are no holidays here", id="of-no-holidays"),
            pytest.param({"working_weekends": "closed"}, None, "there are no holidays here", id="nor-weekends"),
            pytest.param({"Founders' Day": "closed"}, None, "state `holidays`, or a date such as --12-24", id="a-name"),
            pytest.param({"third Munday of May": "closed"}, "US", "did you mean", id="a-rule-a-letter-off"),
            pytest.param({"--13-24": "closed"}, "US", "cannot read '--13-24' as a date", id="no-month"),
            pytest.param({"12/24": "closed"}, "US", "cannot read '12/24' as a date", id="slashes"),
            pytest.param([{"hours": "closed"}], "US", "states its `date` or its `holiday`", id="neither"),
            pytest.param(
                [{"date": "2026-12-24", "holiday": "x", "hours": "closed"}],
                "US",
                "its `date` or its `holiday`",
                id="both",
            ),
            pytest.param(
                {"--12-24": "closed", "24 December": "09:00-10:00"}, "US", "--12-24 has hours twice", id="twice"
            ),
            pytest.param({"--12-24": {"hours": "closed", "days_off": "shut"}}, "US", "'closed' or 'open'", id="choice"),
        ],
    )
    def test_with_a_way_out(self, exceptions: Any, holidays: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            market(exceptions, holidays)
        assert message in str(caught.value)

    @pytest.mark.parametrize(
        ("holiday", "holidays", "text"),
        [
            pytest.param(
                "Founders' Day",
                None,
                'there are no holidays here, so none is "Founders\' Day"; state `holidays`, or a date such as --12-24',
                id="of-no-holidays",
            ),
            pytest.param(
                "12 Decembre",
                "US",
                "there is no holiday '12 Decembre' in US; as a date: 'decembre' is no month; did you mean 'December'?",
                id="nearly-a-date",
            ),
            pytest.param(
                "Xmas",
                {"--12-25": "Christmas"},
                "there is no holiday 'Xmas' in --12-25 (Christmas); "
                "write a date such as --12-24, or a name; known: Christmas, holidays",
                id="no-name-and-no-date",
            ),
        ],
    )
    def test_in_full(self, holiday: str, holidays: Any, text: str) -> None:
        unknown = ExceptionHours(holiday=holiday, hours="closed")
        assert unknown_occasions([unknown], HolidayCalendar(holidays)) == {0: text}

    def test_many_unknown_names_are_refused_in_time(self) -> None:
        """A few are explained, and no list of names is shown whole."""
        dates = (date(2026, 1, 1) + timedelta(days=n) for n in range(2_000))
        listed = {"listed": {day.isoformat(): f"day {day}" for day in dates}, "years": [2026, 2031]}
        unknown = unknown_occasions(
            [ExceptionHours(holiday=f"name {n}", hours="closed") for n in range(500)], HolidayCalendar(listed)
        )
        assert len(unknown) == 500
        assert unknown[499] == "no holiday is 'name 499', either"
        assert max(map(len, unknown.values())) < 5_000

    def test_as_many_names_as_there_are_hold_each_on_its_date(self) -> None:
        days = [date(2026, 1, 1) + timedelta(days=n) for n in range(300)]
        listed = {"listed": {day.isoformat(): f"day {day}" for day in days}, "years": [2026, 2026]}
        found = market({f"day {day}": "10:00-11:00" for day in days}, listed)._exceptions_between(days[0], days[-1])
        assert [each.name for each in found.values()] == [f"day {day}" for day in days if day.weekday() < 5]

    def test_what_is_recommended_is_accepted(self) -> None:
        """The date that stands for an unknown name, and the names that it nearly is."""
        for occasion in ("--12-24", "Christmas Eve", "Thanksgiving Day", "half_day"):
            assert market({occasion: "closed"})


class TestShown:
    def test_explanations_name_what_a_date_is(self) -> None:
        friday = datetime(2026, 11, 27, 10, tzinfo=NEW_YORK)
        text = explain(Target("5 business hours"), market({"half_day": "09:30-13:00"}), friday).text()
        assert "Day after Thanksgiving Day (markets close at 1:00pm) (09:30-13:00)" in text
        thursday = datetime(2026, 11, 25, 15, tzinfo=NEW_YORK)
        text = explain(Target("2 business hours"), market({"holidays": "10:00-12:00"}), thursday).text()
        assert "counted: Thanksgiving Day (10:00-12:00)" in text
        text = explain(Target("2 business hours"), market({"--11-26": "10:00-12:00"}), thursday).text()
        assert "counted: hours of 2026-11-26: 10:00-12:00" in text

    def test_years_name_it_too(self) -> None:
        dates = {each.date: each for each in year_of(market({"half_day": "09:30-13:00"}), 2026).dates}
        friday = dates[date(2026, 11, 27)]
        assert (friday.kind, friday.hours) == ("exception", ("09:30-13:00",))
        assert friday.name.startswith("Day after Thanksgiving Day")

    def test_in_words(self) -> None:
        words = hours_words(
            market(
                {"holidays": "10:00-12:00", "half_day": "09:30-13:00", "--12-31": "closed", "Christmas Eve": "closed"}
            )
        )
        assert words[2:] == (
            "on holidays: 10:00–12:00",
            "half days: 09:30–13:00",
            "31 December: closed",
            "Christmas Eve: closed",
        )


class TestInAPolicy:
    TEXT = (
        "name: x\ntimezone: America/New_York\nholidays: NYSE\n"
        "schedules: {floor: {hours: 'Mon-Fri 09:30-16:00', exceptions: {%s: '09:30-13:00'}}}\n"
        "plans: {p: {first_response: 5 business hours}}\n"
    )

    def test_it_holds(self) -> None:
        policy = SlaPolicy.loads(self.TEXT % "half_day")
        assert str(policy.due(datetime(2026, 11, 27, 10, tzinfo=NEW_YORK))) == "2026-11-30 11:30:00-05:00"

    def test_a_name_that_the_policys_holidays_do_not_have_is_refused_when_it_is_read(self) -> None:
        with pytest.raises(DeclarationError, match=r"schedules\.floor\.exceptions.*did you mean 'half_day'"):
            SlaPolicy.loads(self.TEXT % "half_days")

    def test_a_customer_elsewhere_has_those_that_are_kept_there(self) -> None:
        text = self.TEXT % "Thanksgiving Day"
        policy = SlaPolicy.loads(text.replace("{hours:", "{timezone: customer, hours:"))
        berlin = policy.for_customer("Europe/Berlin", "DE")
        opened = datetime(2026, 11, 26, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
        assert str(berlin.due(opened)) == "2026-11-26 14:30:00+01:00"
        new_york = policy.for_customer("America/New_York")
        assert str(new_york.due(datetime(2026, 11, 26, 9, 30, tzinfo=NEW_YORK))) == "2026-11-27 11:00:00-05:00"


def test_a_date_may_be_one_of_python() -> None:
    assert opened_on(market({date(2026, 12, 26): "09:30-11:00"}), "2026-12-26") == "09:30-11:00"


def test_a_single_exception_states_its_hours_in_every_form() -> None:
    assert ExceptionHours(date=date(2026, 12, 24), hours="closed").occasion == "2026-12-24"
    assert ExceptionHours(holiday="holidays", hours="09:00-10:00").occasion == "holidays"

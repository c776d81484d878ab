"""Holidays of countries and markets in part, in other languages, with weekends that are worked instead (R5)."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slaclock import (
    DeclarationError,
    HolidayCalendar,
    MarketHolidays,
    PublicHolidays,
    Schedule,
    Target,
    explain,
    year_of,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


def days(source: Any, year: int = 2026) -> dict[str, str]:
    found = HolidayCalendar(source).between(date(year, 1, 1), date(year, 12, 31))
    return {f"{day:%m-%d}": holiday.name for day, holiday in found.items()}


class TestInPart:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            pytest.param({"country": "US", "only": ["Labor Day", "Memorial Day"]}, "05-25 09-07", id="only-two"),
            pytest.param({"country": "US", "only": "labor day"}, "09-07", id="one-in-small-letters"),
            pytest.param({"country": "US", "only": "Independence Day"}, "07-03 07-04", id="with-its-observed-day"),
            pytest.param({"country": "US", "only": "Independence Day (observed)"}, "07-03", id="or-that-alone"),
            pytest.param({"country": "US", "only": "Independence Day", "observed": False}, "07-04", id="or-without-it"),
            pytest.param({"country": "US", "only": "New Year’s Day"}, "01-01", id="with-another-apostrophe"),
            pytest.param({"market": "NYSE", "only": "Good Friday"}, "04-03", id="of-a-market"),
            pytest.param({"country": "KR", "only": "Liberation Day"}, "08-15 08-17", id="a-mark-before-the-name"),
        ],
    )
    def test_only(self, source: Any, expected: str) -> None:
        assert " ".join(days(source)) == expected

    @pytest.mark.parametrize(
        ("source", "gone"),
        [
            pytest.param({"country": "US", "except": ["Columbus Day"]}, {"10-12"}, id="one"),
            pytest.param(
                {"country": "US", "except": "Independence Day"}, {"07-03", "07-04"}, id="with-its-observed-day"
            ),
            pytest.param({"market": "NYSE", "except": ["Good Friday"]}, {"04-03"}, id="of-a-market"),
        ],
    )
    def test_except(self, source: dict[str, Any], gone: set[str]) -> None:
        whole = {key: value for key, value in source.items() if key != "except"}
        assert days(whole).keys() - days(source).keys() == gone

    def test_a_date_with_two_names_stays_closed_by_the_other(self) -> None:
        dates = {"country": "IN", "subdivision": "TN", "categories": ["public", "optional"]}
        day, names = next((day, names) for day, names in days(dates).items() if ";" in names)
        first, *others = names.split("; ")
        assert days({**dates, "except": first})[day] == "; ".join(others)

    @pytest.mark.parametrize(
        ("source", "message"),
        [
            (
                {"country": "US", "only": ["Labour Day"]},
                "there is no holiday 'Labour Day' in US; did you mean 'Labor Day'?",
            ),
            ({"country": "US", "except": ["Colombus Day"]}, "did you mean 'Columbus Day'?"),
            ({"country": "US", "excpt": ["Columbus Day"]}, "unknown key; did you mean 'except'?"),
            ({"country": "US", "only": "Labor Day", "except": "Memorial Day"}, "write one of them"),
            ({"country": "US", "categories": []}, "write e.g. categories: [public]"),
            ({"country": "DE", "language": "fr"}, "no names in 'fr'; known: de, en_US"),
            ({"market": "NYSE", "only": ["Columbus Day"]}, "there is no holiday 'Columbus Day' in NYSE"),
            ({"country": "US", "working_weekends": "shut"}, "'open' or 'closed'"),
        ],
        ids=str,
    )
    def test_refused(self, source: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            HolidayCalendar([source])
        assert message in str(caught.value)

    def test_what_is_dumped_says_except_as_policy_files_do(self) -> None:
        calendar = HolidayCalendar([PublicHolidays(country="US", except_="Columbus Day")])
        assert '"except":["Columbus Day"]' in calendar.model_dump_json()
        assert HolidayCalendar.model_validate_json(calendar.model_dump_json()) == calendar
        assert calendar == HolidayCalendar({"country": "US", "except": ["Columbus Day"]})

    def test_names_in_another_language(self) -> None:
        assert days({"country": "DE", "language": "de", "only": "Tag der Deutschen Einheit"}) == {
            "10-03": "Tag der Deutschen Einheit"
        }
        assert days({"country": "CA", "language": "fr", "only": "Jour de Noël"})["12-25"] == "Jour de Noël"

    def test_a_country_without_languages_has_none(self) -> None:
        with pytest.raises(DeclarationError, match="have no names in 'de'"):
            HolidayCalendar({"country": "AU", "language": "de"})


class TestHalfDays:
    def test_they_close_nothing(self) -> None:
        """What is open for part of a day is open: how long, exceptions say."""
        assert "11-27" not in days(MarketHolidays(market="NYSE", categories=["public", "half_day"]))
        assert days({"market": "NYSE", "categories": ["half_day"]}) == {}

    def test_they_are_known_whether_they_are_asked_for_or_not(self) -> None:
        for source in ("NYSE", {"market": "NYSE", "categories": ["public", "half_day"]}):
            found = HolidayCalendar(source).of_category("half_day", date(2026, 1, 1), date(2026, 12, 31))
            assert [f"{day:%m-%d}" for day in found] == ["11-27", "12-24"]

    def test_a_kind_that_no_source_knows_has_no_dates(self) -> None:
        assert HolidayCalendar(["GB", "2026-12-24"]).of_category("half_day", date(2026, 1, 1), date(2026, 12, 31)) == {}


class TestWorkingWeekends:
    def office(self, hours: str = "Mon-Fri 09:00-18:00", holidays: Any = "CN", **more: Any) -> Schedule:
        return Schedule(timezone="Asia/Shanghai", hours=hours, holidays=holidays, **more)

    def test_the_sunday_before_spring_festival_is_worked(self) -> None:
        friday = datetime(2025, 1, 24, 17, tzinfo=SHANGHAI)
        assert str(self.office().add(friday, timedelta(hours=4))) == "2025-01-26 12:00:00+08:00"
        assert self.office().is_business_day(date(2025, 1, 26))

    def test_unless_it_is_said_that_it_is_not(self) -> None:
        closed = self.office(holidays={"country": "CN", "working_weekends": "closed"})
        friday = datetime(2025, 1, 24, 17, tzinfo=SHANGHAI)
        assert str(closed.add(friday, timedelta(hours=4))) == "2025-01-27 12:00:00+08:00"

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            pytest.param({"hours": "Mon 10:00-11:00; Tue-Fri 09:00-18:00"}, "10:00-11:00", id="of-the-monday-off"),
            pytest.param({"hours": "Tue-Fri 09:00-18:00"}, "", id="none-where-that-monday-has-none"),
            pytest.param(
                {"seasons": [{"first": "2025-01-20", "last": "2025-01-31", "hours": "Mon-Fri 10:00-15:00"}]},
                "10:00-15:00",
                id="of-the-season-of-the-sunday",
            ),
            pytest.param({"exceptions": {"working_weekends": "09:00-12:00"}}, "09:00-12:00", id="of-their-own"),
            pytest.param({"exceptions": {"2025-01-26": "closed"}}, "", id="closed-by-exception"),
            pytest.param({"holidays": ["CN", "2025-01-26"]}, "", id="closed-by-another-holiday"),
            pytest.param({"holidays": {"country": "CN", "except": "Tomb-Sweeping Day"}}, "09:00-18:00", id="in-part"),
            pytest.param({"holidays": {"country": "CN", "only": "Tomb-Sweeping Day"}}, "", id="not-of-a-few"),
        ],
    )
    def test_hours(self, more: dict[str, Any], expected: str) -> None:
        sunday = datetime(2025, 1, 26, tzinfo=SHANGHAI)
        windows = self.office(**more).windows(sunday, sunday + timedelta(days=1))
        assert ", ".join(f"{each.start:%H:%M}-{each.end:%H:%M}" for each in windows) == expected

    def test_explanations_and_years_name_them(self) -> None:
        friday = datetime(2025, 1, 24, 17, tzinfo=SHANGHAI)
        text = explain(Target("4 business hours"), self.office(), friday).text()
        assert "counted: working Sunday, in place of Mon 03 Feb" in text
        dates = {each.date: each for each in year_of(self.office(), 2025).dates}
        sunday = dates[date(2025, 1, 26)]
        assert (sunday.kind, sunday.name) == ("exception", "working Sunday, in place of Mon 03 Feb")

    def test_as_many_as_the_source_publishes(self) -> None:
        """The dates of the State Council's notice for 2025."""
        found = HolidayCalendar("CN").working_days(date(2025, 1, 1), date(2025, 12, 31))
        assert [f"{day:%m-%d}" for day in found] == ["01-26", "02-08", "04-27", "09-28", "10-11"]
        assert all(day.weekday() >= 5 and each.in_place_of.weekday() < 5 for day, each in found.items())

    @pytest.mark.parametrize("country", ["HU", "RU", "TW", "VN"])
    def test_other_countries_do_so_too(self, country: str) -> None:
        assert HolidayCalendar(country).working_days(date(2024, 1, 1), date(2024, 12, 31))

    def test_most_do_not(self) -> None:
        assert HolidayCalendar(["US", "2026-12-24"]).working_days(date(2024, 1, 1), date(2026, 12, 31)) == {}
        assert HolidayCalendar("CN").working_days(date(1900, 1, 1), date(1901, 1, 1)) == {}

"""What `check` says of holidays and exceptions that could be read otherwise, and what it doubts (R5, R6, R14)."""

from datetime import date
from typing import Any

import pytest

from slaclock import SlaPolicy, check


def policy(**parts: Any) -> SlaPolicy:
    usual = {
        "name": "Small",
        "timezone": "America/New_York",
        "schedules": {"office": "Mon-Fri 09:00-18:00"},
        "plans": {"only": {"first_response": "4 business hours"}},
    }
    return SlaPolicy(**(usual | parts))


def said(**parts: Any) -> dict[str, str]:
    return {
        f"{each.choice} ({each.rule}){' stated' if each.stated else ''}": each.text
        for each in check(policy(**parts)).readings
        if each.where == "schedule office"
    }


def office(**stated: Any) -> dict[str, Any]:
    return {"schedules": {"office": {"hours": "Mon-Fri 09:00-18:00", **stated}}}


class TestListed:
    @pytest.mark.parametrize(
        ("parts", "choice", "words"),
        [
            pytest.param({}, "holidays: none (R5)", "open on every holiday", id="no-holidays"),
            pytest.param(
                {"holidays": "UK"}, "subdivision: none (R5)", "Easter Monday (2024-04-01) in ENG", id="the-uk"
            ),
            pytest.param({"holidays": "US"}, "subdivision: none (R5)", "write e.g. `US-", id="the-united-states"),
            pytest.param(
                {"holidays": "CN"},
                "working_weekends: open (R5)",
                "with the hours of the weekday that they stand in for",
                id="working-weekends",
            ),
            pytest.param(
                {"holidays": {"country": "CN", "working_weekends": "closed"}},
                "working_weekends: closed (R5) stated",
                "stay closed",
                id="no-working-weekends",
            ),
            pytest.param(
                {"holidays": "NYSE"},
                "half_day: usual hours (R6)",
                "Day after Thanksgiving Day (markets close at 1:00pm)",
                id="half-days",
            ),
            pytest.param(
                {"holidays": {"market": "NYSE", "categories": ["public", "half_day"]}},
                "half_day: usual hours (R6)",
                "so they count as full days",
                id="half-days-asked-for",
            ),
            pytest.param(
                office(holidays="NYSE", exceptions={"Christmas Eve": "09:00-13:00"}),
                "half_day: usual hours (R6)",
                "Day after Thanksgiving Day",
                id="half-days-but-for-one",
            ),
            pytest.param(
                {"holidays": ["US", "2026-12-24", "2027-12-24"]},
                "holidays: dates until 2027 (R14) stated",
                "end in 2027",
                id="dates-beside-a-country",
            ),
            pytest.param(
                office(holidays="US", exceptions={"2026-12-24": "09:00-12:00"}),
                "exceptions: dates until 2026 (R14) stated",
                "write --12-24 for every year",
                id="exceptions-that-end",
            ),
            pytest.param(
                office(holidays="US", exceptions={"--12-24": "09:00-12:00", "holidays": "10:00-11:00"}),
                "days_off: closed (R6)",
                "the hours of --12-24, holidays leave it closed",
                id="days-off",
            ),
            pytest.param(
                office(holidays="US", exceptions={"--12-24": {"hours": "09:00-12:00", "days_off": "open"}}),
                "days_off: open (R6) stated",
                "open it",
                id="days-off-open",
            ),
            pytest.param(
                {"holidays": ["2026-12-24", {"--01-01": "New Year"}]},
                "outside_coverage: warn (R14)",
                "from 2026 to 2026",
                id="coverage",
            ),
        ],
    )
    def test_with_what_it_means(self, parts: dict[str, Any], choice: str, words: str) -> None:
        found = said(**parts)
        assert choice in found
        assert words in found[choice]

    @pytest.mark.parametrize(
        ("parts", "choice"),
        [
            pytest.param({"holidays": []}, "holidays: none", id="none-on-purpose"),
            pytest.param(office(holidays=[]), "holidays: none", id="none-on-purpose-for-a-schedule"),
            pytest.param({"schedules": {"office": "24x7"}}, "holidays: none", id="24x7"),
            pytest.param({"holidays": "GB-ENG"}, "subdivision", id="a-part"),
            pytest.param({"holidays": "SG"}, "subdivision", id="a-country-without-parts"),
            pytest.param({"holidays": "US"}, "working_weekends", id="no-working-weekends"),
            pytest.param({"holidays": "US"}, "half_day", id="no-half-days-in-these-years"),
            pytest.param(office(holidays="NYSE", exceptions={"half_day": "09:00-13:00"}), "half_day", id="given"),
            pytest.param({"holidays": ["US", "--12-24"]}, "dates until", id="every-year"),
            pytest.param({"holidays": "2026-12-24"}, "dates until", id="dates-alone"),
            pytest.param(office(holidays="US", exceptions={"--12-24": "closed"}), "days_off", id="closed-every-year"),
        ],
    )
    def test_not_where_nothing_could_be_read_otherwise(self, parts: dict[str, Any], choice: str) -> None:
        assert not [each for each in said(**parts) if each.startswith(choice) or choice in each]

    def test_a_way_out_that_is_recommended_is_accepted(self) -> None:
        for holidays in ("US", "GB-ENG", "US-AL"):
            assert policy(holidays=holidays)
        assert policy(holidays=[])
        assert policy(**office(holidays="NYSE", exceptions={"half_day": "09:00-13:00", "--12-24": "closed"}))


class TestPartsOfACountryOfWhichNotAllHolidaysCount:
    """R5: each part is asked by the names that it has; a name that it does not know chooses nothing there."""

    @staticmethod
    def reading(today: str | None = "2026-11-25", **source: Any) -> str | None:
        day = date.fromisoformat(today) if today else None
        found = check(policy(holidays={"country": "US", **source}), day).readings
        return next((each.text for each in found if each.choice == "subdivision: none"), None)

    @pytest.mark.parametrize(
        ("source", "written"),
        [
            pytest.param({}, "`US-AK`", id="all"),
            pytest.param({"except": ["Columbus Day"]}, "`subdivision: AK` beside it", id="but-one-that-it-knows"),
            pytest.param({"language": "th"}, "`subdivision: AK` beside it", id="in-a-language"),
            pytest.param(
                {"except": ["Columbus Day", "Washington's Birthday"]},
                "`subdivision: AK` beside it, without 'Washington's Birthday', which AK does not have,",
                id="but-one-that-it-does-not-know",
            ),
        ],
    )
    def test_with_what_is_written_for_one_of_them(self, source: dict[str, Any], written: str) -> None:
        text = self.reading(**source)
        assert text is not None
        assert text.startswith("US has the days that all of its parts share; ")
        assert text.endswith(f" (2027-03-29) in AK; write e.g. {written} for one of them")

    def test_which_is_accepted(self) -> None:
        for source in ("US-AK", {"country": "US", "subdivision": "AK", "except": ["Columbus Day"]}):
            assert policy(holidays=source)

    def test_a_date_that_is_left_out_is_not_one_of_theirs(self) -> None:
        """In Alabama that date has another name, too; elsewhere, Indigenous Peoples' Day."""
        whole, less = self.reading(), self.reading(**{"except": ["Columbus Day"]})
        assert whole is not None
        assert less is not None
        assert whole.partition(" of them")[0] == less.partition(" of them")[0]

    def test_one_of_those_that_count_is_elsewhere_in_some(self) -> None:
        text = str(self.reading(only=["Washington's Birthday", "Columbus Day"]))
        assert "2 of them have further ones, such as Washington's Birthday (2026-12-24) in GA" in text
        assert policy(holidays={"country": "US", "subdivision": "GA", "only": "Washington's Birthday"})

    @pytest.mark.parametrize("only", [["Columbus Day"], ["Labor Day"], ["Labor Day", "Veterans Day"]], ids=str)
    def test_parts_have_no_more_of_those_that_alone_count(self, only: list[str]) -> None:
        assert self.reading(only=only) is None

    @pytest.mark.parametrize(
        ("today", "example"),
        [
            pytest.param(None, "2024-03-25", id="none"),
            pytest.param("2026-03-30", "2026-03-30", id="on-the-day"),
            pytest.param("2026-03-31", "2026-10-18", id="on-the-day-after"),
            pytest.param("9999-12-31", "2100-03-29", id="after-all-that-is-known"),
        ],
    )
    def test_examples_are_of_the_year_from_the_date_on(self, today: str | None, example: str) -> None:
        assert f"({example}) in AK" in str(self.reading(today))


class TestDoubted:
    def doubts(self, today: str | None = "2026-11-25", **stated: Any) -> list[str]:
        day = date.fromisoformat(today) if today else None
        return [each.text for each in check(policy(**office(**stated)), day).warnings if each.rule == "R6"]

    def test_hours_of_what_does_not_come_in_the_years_ahead(self) -> None:
        (text,) = self.doubts(holidays="US", exceptions={"half_day": "09:00-13:00"})
        assert text == "half_day has no date in the next two years, so its hours change nothing; write a date"

    @pytest.mark.parametrize(
        "exceptions",
        [{"half_day": "09:00-13:00"}, {"Christmas Eve": "09:00-13:00"}, {"holidays": "closed"}, {"--02-29": "closed"}],
        ids=str,
    )
    def test_but_not_of_what_comes(self, exceptions: Any) -> None:
        assert self.doubts(holidays="NYSE", exceptions=exceptions) == []

    def test_a_list_of_dates_that_ends_is_to_be_read_anew(self) -> None:
        listed = {"listed": {"2026-12-24": "Eve"}, "years": [2026, 2026], "name": "Company calendar"}
        (text,) = [each.text for each in check(policy(holidays=listed), date(2026, 11, 25)).warnings]
        assert text == "Company calendar is known up to 2026 only; state those of later years"

    def test_nor_without_a_date_to_look_from(self) -> None:
        assert self.doubts(today=None, holidays="US", exceptions={"half_day": "09:00-13:00"}) == []

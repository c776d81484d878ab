"""Holidays that a policy states itself: observed on working days, and counted from other holidays (R5, R14)."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from slaclock import (
    CoverageWarning,
    DeclarationError,
    HolidayCalendar,
    PolicyFileError,
    RelativeHoliday,
    Schedule,
    SlaPolicy,
    StatedHoliday,
)


def closed(source: Any, first: str, last: str) -> list[tuple[str, str]]:
    found = HolidayCalendar(source).between(date.fromisoformat(first), date.fromisoformat(last))
    return [(f"{day:%a %Y-%m-%d}", holiday.name) for day, holiday in found.items()]


class TestObserved:
    """A holiday on a weekend may also close the working day on which it is observed."""

    @pytest.mark.parametrize(
        ("day", "observed", "dates"),
        [
            pytest.param("2026-07-04", "as_is", ["Sat 2026-07-04"], id="as-it-is"),
            pytest.param("2026-07-04", "nearest", ["Fri 2026-07-03", "Sat 2026-07-04"], id="saturday-nearest"),
            pytest.param("2026-07-04", "next", ["Sat 2026-07-04", "Mon 2026-07-06"], id="saturday-next"),
            pytest.param("2027-07-04", "as_is", ["Sun 2027-07-04"], id="sunday-as-it-is"),
            pytest.param("2027-07-04", "nearest", ["Sun 2027-07-04", "Mon 2027-07-05"], id="sunday-nearest"),
            pytest.param("2027-07-04", "next", ["Sun 2027-07-04", "Mon 2027-07-05"], id="sunday-next"),
            pytest.param("2026-07-03", "nearest", ["Fri 2026-07-03"], id="friday-nearest"),
            pytest.param("2026-07-06", "next", ["Mon 2026-07-06"], id="monday-next"),
        ],
    )
    def test_a_date_given_once(self, day: str, observed: str, dates: list[str]) -> None:
        source = {"date": day, "name": "Founders' Day", "observed": observed}
        found = closed(source, f"{day[:4]}-01-01", f"{day[:4]}-12-31")
        assert [each for each, _ in found] == dates
        assert {name for each, name in found if each[4:] == day} == {"Founders' Day"}
        assert {name for each, name in found if each[4:] != day} <= {"Founders' Day (observed)"}

    @pytest.mark.parametrize(
        ("day", "observed", "first", "last", "dates"),
        [
            pytest.param(
                "--01-01",
                "nearest",
                "2027-12-31",
                "2027-12-31",
                ["Fri 2027-12-31"],
                id="new-years-saturday-the-day-before",
            ),
            pytest.param(
                "--01-01", "nearest", "2027-12-31", "2028-01-03", ["Fri 2027-12-31", "Sat 2028-01-01"], id="both"
            ),
            pytest.param(
                "--01-01", "next", "2027-12-31", "2028-01-03", ["Sat 2028-01-01", "Mon 2028-01-03"], id="after"
            ),
            pytest.param("--01-01", "next", "2028-01-03", "2028-01-03", ["Mon 2028-01-03"], id="after-alone"),
            pytest.param(
                "--12-31", "next", "2023-01-01", "2023-12-30", ["Mon 2023-01-02"], id="new-years-eve-of-last-year"
            ),
            pytest.param(
                "--12-31", "nearest", "2024-01-01", "2024-01-01", ["Mon 2024-01-01"], id="new-years-eve-sunday"
            ),
            pytest.param(
                "--12-31", "nearest", "2022-12-30", "2022-12-31", ["Fri 2022-12-30", "Sat 2022-12-31"], id="within"
            ),
            pytest.param(
                "2028-01-01", "nearest", "2027-01-01", "2027-12-31", ["Fri 2027-12-31"], id="once-in-the-year-before"
            ),
            pytest.param(
                "2022-12-31", "next", "2023-01-01", "2023-12-31", ["Mon 2023-01-02"], id="once-in-the-year-after"
            ),
            pytest.param(
                "--02-29", "next", "2047-01-01", "2048-12-31", ["Sat 2048-02-29", "Mon 2048-03-02"], id="leap-days"
            ),
        ],
    )
    def test_near_new_year(self, day: str, observed: str, first: str, last: str, dates: list[str]) -> None:
        assert [each for each, _ in closed({"date": day, "observed": observed}, first, last)] == dates

    @pytest.mark.parametrize("year", [1, 9999])
    def test_the_first_and_the_last_year(self, year: int) -> None:
        for day in ("--01-01", "--12-31"):
            expected = [f"{date(year, int(day[2:4]), int(day[5:])):%a} {year:04}{day[1:]}"]
            found = HolidayCalendar([{"date": day, "observed": "next"}]).between(date(year, 1, 1), date(year, 12, 31))
            assert [f"{each:%a} {each.isoformat()}" for each in found] == expected

    def test_on_a_schedule(self) -> None:
        office = Schedule(
            timezone="America/New_York",
            hours="Mon-Fri 09:00-17:00",
            holidays=[{"date": "--01-01", "name": "New Year", "observed": "nearest"}],
        )
        thursday = datetime(2027, 12, 30, 16, tzinfo=ZoneInfo("America/New_York"))
        assert str(office.add(thursday, timedelta(hours=2))) == "2028-01-03 10:00:00-05:00"

    @given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.sampled_from(["nearest", "next"]))
    def test_a_working_day_is_always_closed(self, day: date, observed: Any) -> None:
        """The date itself is closed, and within two days of it a date from Monday to Friday is."""
        calendar = HolidayCalendar([StatedHoliday(date=f"--{day:%m-%d}", observed=observed)])
        near = calendar.between(day - timedelta(days=2), day + timedelta(days=2))
        assert day in near
        assert any(each.weekday() < 5 for each in near)
        assert len(near) == (1 if day.weekday() < 5 else 2)

    def test_no_other_way_to_observe(self) -> None:
        with pytest.raises(
            DeclarationError, match="observed: input should be 'as_is', 'nearest' or 'next', not 'monday'"
        ):
            StatedHoliday(date="--01-01", observed="monday")  # type: ignore[arg-type]

    def test_what_is_dumped_loads_back(self) -> None:
        calendar = HolidayCalendar([{"date": "--01-01", "name": "New Year", "observed": "nearest"}])
        assert HolidayCalendar.model_validate_json(calendar.model_dump_json()) == calendar
        assert calendar != HolidayCalendar([{"date": "--01-01", "name": "New Year"}])


THANKSGIVING_FRIDAY = {"after": "Thanksgiving Day", "name": "Day after Thanksgiving"}


class TestRuns:
    """A run of dates closed: a shutdown, once or every year."""

    @pytest.mark.parametrize(
        ("source", "first", "last", "dates"),
        [
            pytest.param("2026-12-30 to 2027-01-02", "2026-01-01", "2027-12-31", "12-30 12-31 01-01 01-02", id="once"),
            pytest.param("2026-12-24 – 2026-12-24", "2026-01-01", "2027-12-31", "12-24", id="of-one-date"),
            pytest.param("--12-30 to --01-01", "2026-12-01", "2027-01-31", "12-30 12-31 01-01", id="every-year"),
            pytest.param(
                "--12-30 to --01-01", "2027-01-01", "2027-12-31", "01-01 12-30 12-31", id="both-ends-of-a-year"
            ),
            pytest.param("--08-10 to --08-12", "2026-08-11", "2026-12-31", "08-11 08-12", id="from-within"),
            pytest.param("--02-27 to --02-29", "2027-01-01", "2027-12-31", "02-27 02-28", id="to-no-leap-day"),
            pytest.param("--02-29 to --03-02", "2027-01-01", "2027-12-31", "03-01 03-02", id="from-no-leap-day"),
            pytest.param("--02-27 to --02-29", "2028-01-01", "2028-12-31", "02-27 02-28 02-29", id="to-a-leap-day"),
            pytest.param("--02-29 to --02-29", "2026-01-01", "2028-12-31", "02-29", id="of-a-leap-day-only"),
            pytest.param("--12-30 to --01-01", "9999-12-01", "9999-12-31", "12-30 12-31", id="in-the-last-year"),
            pytest.param("--12-30 to --01-01", "0001-01-01", "0001-01-31", "", id="in-the-first-year"),
            pytest.param({"--12-30 to --12-31": "Stocktaking"}, "2026-01-01", "2026-12-31", "12-30 12-31", id="named"),
            pytest.param(
                {"date": "2026-12-30", "last": date(2026, 12, 31)},
                "2026-01-01",
                "2026-12-31",
                "12-30 12-31",
                id="by-keys",
            ),
        ],
    )
    def test_dates(self, source: Any, first: str, last: str, dates: str) -> None:
        assert " ".join(day[-5:] for day, _ in closed(source, first, last)) == dates

    def test_names_and_words(self) -> None:
        calendar = HolidayCalendar({"--12-24 to --01-01": "Winter shutdown"})
        assert str(calendar) == "--12-24 to --01-01 (Winter shutdown)"
        assert {name for _, name in closed(calendar, "2026-12-20", "2027-01-10")} == {"Winter shutdown"}
        assert HolidayCalendar.model_validate_json(calendar.model_dump_json()) == calendar

    def test_years(self) -> None:
        assert HolidayCalendar("2026-12-24 to 2027-01-01").covered_years == (2026, 2027)
        assert HolidayCalendar(["US", "2026-12-24 to 2027-01-01"]).covered_years == HolidayCalendar("US").covered_years

    def test_it_closes_every_schedule_of_a_policy(self) -> None:
        policy = SlaPolicy.loads(
            "name: x\ntimezone: America/New_York\nholidays: [US, --12-24 to --01-02]\n"
            "schedules: {day: Mon-Fri 09:00-18:00, night: Sun-Thu 22:00-06:00}\n"
            "plans: {p: {schedule: night, first_response: 8 business hours}}\n"
        )
        opened = datetime(2026, 12, 24, 23, tzinfo=ZoneInfo("America/New_York"))
        assert str(policy.due(opened)) == "2027-01-04 06:00:00-05:00"

    @pytest.mark.parametrize(
        ("source", "message"),
        [
            ("2026-12-24 to --01-01", "state a year for both dates of a run, or for none"),
            ("2027-01-01 to 2026-12-24", "2026-12-24 is before 2027-01-01"),
            ("2026-12-24 to 2026-12-32", "cannot read '2026-12-32' as a date"),
            ({"date": "--12-24", "last": "--12-26", "observed": "next"}, "a run of dates is closed as it is"),
            ({"date": "", "last": "--12-26"}, "a holiday states its date"),
        ],
        ids=str,
    )
    def test_refused(self, source: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            HolidayCalendar([source])
        assert message in str(caught.value)


class TestRelative:
    """A holiday may be counted from another, whenever that comes."""

    @pytest.mark.parametrize(
        ("sources", "first", "last", "dates"),
        [
            pytest.param(
                ["US", THANKSGIVING_FRIDAY],
                "2026-11-27",
                "2026-11-30",
                [("Fri 2026-11-27", "Day after Thanksgiving")],
                id="the-day-after-without-asking-for-thanksgiving",
            ),
            pytest.param(
                ["US", THANKSGIVING_FRIDAY],
                "2027-11-24",
                "2027-11-30",
                [("Thu 2027-11-25", "Thanksgiving Day"), ("Fri 2027-11-26", "Day after Thanksgiving")],
                id="in-another-year",
            ),
            pytest.param(
                [THANKSGIVING_FRIDAY, "US"],
                "2026-11-27",
                "2026-11-27",
                [("Fri 2026-11-27", "Day after Thanksgiving")],
                id="stated-first",
            ),
            pytest.param(
                ["GB", {"after": "Good Friday", "days": -1, "name": "Maundy Thursday"}],
                "2026-03-30",
                "2026-04-04",
                [("Thu 2026-04-02", "Maundy Thursday"), ("Fri 2026-04-03", "Good Friday")],
                id="before-an-easter-that-moves",
            ),
            pytest.param(
                [{"--12-31": "New Year's Eve"}, {"after": "New Year's Eve", "days": 1}],
                "2027-01-01",
                "2027-01-02",
                [("Fri 2027-01-01", "1 day after New Year's Eve")],
                id="over-new-year",
            ),
            pytest.param(
                [{"--01-01": "New Year"}, {"after": "New Year", "days": -2}],
                "2026-12-01",
                "2026-12-31",
                [("Wed 2026-12-30", "2 days before New Year")],
                id="back-over-new-year",
            ),
            pytest.param(
                [
                    {"2026-05-01": "May Day", "2027-05-03": "May Day"},
                    {"after": "May Day", "days": 60, "name": "Sixty on"},
                ],
                "2026-06-01",
                "2027-12-31",
                [("Tue 2026-06-30", "Sixty on"), ("Mon 2027-05-03", "May Day"), ("Fri 2027-07-02", "Sixty on")],
                id="long-after-each-of-two",
            ),
            pytest.param(
                [{"--05-01": "May Day"}, {"--05-01": "Company Day"}, {"after": "Company Day", "name": "Rest"}],
                "2026-05-01",
                "2026-05-02",
                [("Fri 2026-05-01", "May Day; Company Day"), ("Sat 2026-05-02", "Rest")],
                id="a-date-with-two-names",
            ),
            pytest.param(
                [
                    {"--12-25": "Christmas Day", "--12-26": "Boxing Day"},
                    {"after": "Christmas Day", "name": "Stocktaking"},
                ],
                "2026-12-26",
                "2026-12-26",
                [("Sat 2026-12-26", "Boxing Day; Stocktaking")],
                id="on-another-holiday",
            ),
            pytest.param(
                [
                    {"date": "--07-04", "name": "Fourth", "observed": "nearest"},
                    {"after": "Fourth (observed)", "days": -1, "name": "Eve"},
                ],
                "2026-07-01",
                "2026-07-05",
                [("Thu 2026-07-02", "Eve"), ("Fri 2026-07-03", "Fourth (observed)"), ("Sat 2026-07-04", "Fourth")],
                id="from-an-observed-day",
            ),
        ],
    )
    def test_dates(self, sources: Any, first: str, last: str, dates: list[tuple[str, str]]) -> None:
        assert closed(sources, first, last) == dates

    def test_an_estimate_stays_one(self) -> None:
        calendar = HolidayCalendar(["BD", {"after": "Eid al-Fitr (estimated)", "days": 1, "name": "Recovery"}])
        eid = next(h for h in calendar.between(date(2027, 1, 1), date(2027, 12, 31)).values() if "Recovery" in h.name)
        assert eid.estimated

    def test_an_estimate_is_counted_from_by_its_own_name(self) -> None:
        sources = ["BD", {"after": "Eid al-Fitr", "days": 9, "name": "Recovery"}]
        years = [
            year for year in range(2020, 2031) if "Recovery" in str(closed(sources, f"{year}-01-01", f"{year}-12-31"))
        ]
        assert years == list(range(2020, 2031))

    @pytest.mark.parametrize(
        ("sources", "message"),
        [
            pytest.param(
                ["US", {"after": "Thanksgiving"}],
                "there is no holiday 'Thanksgiving' to count from; did you mean 'Thanksgiving Day'?",
                id="half-a-name",
            ),
            pytest.param(
                [{"country": "US", "only": ["Christmas Day"]}, {"after": "Thanksgiving Day"}],
                "no holiday 'Thanksgiving Day' to count from: `only` of US leaves it out; count from its date",
                id="from-one-that-only-leaves-out",
            ),
            pytest.param(
                [{"country": "US", "except": ["Thanksgiving Day"]}, {"after": "Thanksgiving Day"}],
                "`except` of US leaves it out; count from its date by a rule, e.g. 'fourth Thursday of November'",
                id="from-one-that-except-leaves-out",
            ),
            pytest.param(
                [{"country": "US", "only": ["Christmas Day"]}, {"after": "Eastertide"}],
                "there is no holiday 'Eastertide' to count from; known: Christmas Day",
                id="from-one-that-nobody-knows",
            ),
            pytest.param(
                [{"after": "Eastertide"}], "there is no holiday 'Eastertide' to count from; known: none", id="no-others"
            ),
            pytest.param(
                ["US", {"after": "Thanksgiving Day", "name": "Friday"}, {"after": "Friday"}],
                "there is no holiday 'Friday' to count from",
                id="from-one-that-is-counted-itself",
            ),
            pytest.param(
                ["US", {"after": "Christmas Day", "day": 1}], "unknown key; did you mean 'days'?", id="misspelt"
            ),
            pytest.param(["US", {"name": "Friday"}], "or what it is `after` or `before`", id="after-what"),
            pytest.param([{"after": 5}], "after: input should be a valid string, not 5", id="a-number"),
        ],
    )
    def test_refused(self, sources: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            HolidayCalendar(sources)
        assert message in str(caught.value)

    def test_in_a_file_with_its_line(self) -> None:
        text = """
name: N
timezone: America/New_York
schedules: {office: Mon-Fri 09:00-17:00}
plans: {only: {first_response: 4 business hours}}
holidays:
  - US
  - {after: Thanksgiving Day, name: Day after}
"""
        wednesday = datetime(2026, 11, 25, 16, tzinfo=ZoneInfo("America/New_York"))
        policy = SlaPolicy.loads(text)
        assert str(policy.due(wednesday)) == "2026-11-30 12:00:00-05:00"
        assert "holiday: Day after" in policy.explain(wednesday).text()
        assert SlaPolicy.loads(policy.model_dump_json(), format="json") == policy
        with pytest.raises(PolicyFileError, match=r"policy:6:1: holidays: .*no holiday 'Thanksgiving Dy'"):
            SlaPolicy.loads(text.replace("Day, name", "Dy, name"))

    def test_the_country_still_limits_what_is_known(self) -> None:
        assert HolidayCalendar(["US", THANKSGIVING_FRIDAY]).covered_years == HolidayCalendar("US").covered_years

    def test_nor_does_it_make_a_list_of_dates_known_for_ever(self) -> None:
        office = Schedule(
            timezone="UTC",
            hours="Mon-Fri 09:00-17:00",
            holidays=[{"2026-11-26": "Thanksgiving"}, {"after": "Thanksgiving"}],
        )
        assert office.covered_years == (2026, 2026)
        with pytest.warns(CoverageWarning):
            office.is_open(datetime(2028, 1, 3, 12, tzinfo=ZoneInfo("UTC")))

    def test_a_date_of_any_year_may_be_counted_from(self) -> None:
        assert closed([{"2045-05-05": "Jubilee"}, {"after": "Jubilee", "name": "Rest"}], "2045-05-06", "2045-05-06")

    def test_too_many_days_are_refused(self) -> None:
        with pytest.raises(DeclarationError):
            closed([{"--05-05": "Jubilee"}, {"after": "Jubilee", "days": 800_000}], "2026-05-06", "2026-05-06")

    def test_in_words(self) -> None:
        plain = {"--05-01": "May Day"}
        assert (
            str(HolidayCalendar([plain, {"after": "May Day", "days": 3}])) == "--05-01 (May Day), 3 days after May Day"
        )
        assert str(HolidayCalendar([plain, {"after": "May Day", "name": "Rest"}])) == "--05-01 (May Day), Rest"

    def test_one_day_before_in_words(self) -> None:
        calendar = HolidayCalendar([{"--05-01": "May Day"}, {"after": "May Day", "days": -1}])
        assert str(calendar) == "--05-01 (May Day), 1 day before May Day"
        assert [holiday.name for holiday in calendar.between(date(2026, 4, 30), date(2026, 4, 30)).values()] == [
            "1 day before May Day"
        ]

    def test_every_way_to_say_it(self) -> None:
        source = RelativeHoliday(after="Thanksgiving Day", name="Day after Thanksgiving")
        assert HolidayCalendar(["US", source]) == HolidayCalendar(["US", THANKSGIVING_FRIDAY])
        assert source.days == 1
        calendar = HolidayCalendar(["US", source])
        assert HolidayCalendar.model_validate_json(calendar.model_dump_json()) == calendar
        assert calendar | HolidayCalendar("--05-01") == HolidayCalendar(["US", source, "--05-01"])

    @given(st.integers(-40, 40), st.dates(date(2001, 1, 1), date(2039, 12, 31)))
    def test_asking_for_a_date_is_asking_for_its_year(self, days: int, day: date) -> None:
        """The span that is asked for never hides or makes a holiday."""
        calendar = HolidayCalendar([{"--01-01": "New Year", "--06-15": "Middle"}, {"after": "New Year", "days": days}])
        year = calendar.between(date(day.year, 1, 1), date(day.year, 12, 31))
        assert calendar.on(day) == year.get(day)


SOURCES = st.sampled_from(
    [
        "2023-12-24",
        "2024-02-29",
        "--02-29",
        "--12-26",
        "--02-29 to --03-02",
        "--02-20 to --02-29",
        "--12-24 to --01-06",
        "2023-12-27 to 2024-01-02",
        "2023-12-30 to 2024-03-01",
        "third Monday of January",
        "Good Friday",
        "easter -2 to easter +1",
        "last Friday of November to --01-02",
        {"date": "--01-01", "observed": "nearest"},
        {"date": "--01-01", "observed": "next"},
        {"date": "2024-06-01", "observed": "nearest"},
        "US",
        {"after": "New Year's Day", "days": -1},
    ]
)


@given(st.lists(SOURCES, max_size=6), st.dates(date(2022, 6, 1), date(2025, 6, 1)), st.integers(0, 500))
def test_the_dates_alone_are_those_that_have_names(sources: list[object], first: date, length: int) -> None:
    """Laid one over the other, sources close the dates that they close by name."""
    calendar = HolidayCalendar(["US", *sources] if any("after" in source for source in sources) else sources)  # type: ignore[operator]
    last = first + timedelta(days=length)
    assert set(calendar._dates_between(first, last)) == set(calendar.between(first, last))

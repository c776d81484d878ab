"""Where holidays come from, what they are called, which years their sources know, and what is refused."""

import pickle
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from slaclock import (
    CoverageError,
    CoverageWarning,
    DeclarationError,
    Holiday,
    HolidayCalendar,
    HolidayError,
    MarketHolidays,
    PublicHolidays,
    Schedule,
    SlaClockError,
    StatedHoliday,
)
from slaclock.hours.holiday_package import holidays_in


def day(text: str) -> date:
    return date.fromisoformat(text)


def on(sources: object, text: str) -> str | None:
    """Name the holiday on a date, if there is one."""
    holiday = HolidayCalendar(sources).on(day(text))
    return holiday and holiday.name


class TestPublished:
    """Countries, parts of countries and markets, as the `holidays` package computes them."""

    @pytest.mark.parametrize(
        ("source", "on_date", "name"),
        [
            pytest.param("US", "2026-11-26", "Thanksgiving Day", id="thanksgiving"),
            pytest.param("US", "2026-11-27", None, id="the-day-after-thanksgiving-is-none"),
            pytest.param("US", "2026-07-03", "Independence Day (observed)", id="observed-on-friday"),
            pytest.param("US", "2026-07-04", "Independence Day", id="and-on-its-own-saturday"),
            pytest.param("US", "2021-12-31", "New Year's Day (observed)", id="observed-in-the-year-before"),
            pytest.param({"country": "US", "observed": False}, "2026-07-03", None, id="not-observed"),
            pytest.param("US-CA", "2026-11-27", "Day After Thanksgiving", id="california-has-a-friday-more"),
            pytest.param("US-CA", "2026-03-31", "Cesar Chavez Day", id="california-has-its-own-day"),
            pytest.param("US_CA", "2026-03-31", "Cesar Chavez Day", id="an-underscore-will-do"),
            pytest.param("US", "2026-03-31", None, id="which-the-country-has-not"),
            pytest.param("BD", "2026-12-16", "Victory Day", id="bangladesh-in-english"),
            pytest.param("DE", "2026-10-03", "German Unity Day", id="germany-in-english"),
            pytest.param("DE-BY", "2026-01-06", "Epiphany", id="bavaria"),
            pytest.param("NYSE", "2026-04-03", "Good Friday", id="the-exchange-closes-on-good-friday"),
            pytest.param("US", "2026-04-03", None, id="on-which-the-country-works"),
            pytest.param("XLON", "2026-05-04", "May Day", id="a-market-by-its-mic"),
            pytest.param(
                {"market": "NYSE", "categories": ["half_day"]},
                "2026-11-27",
                None,
                id="half-days-of-a-market-are-worked",
            ),
            pytest.param(
                {"country": "DE", "subdivision": "BY", "categories": ["public", "catholic"]},
                "2026-08-15",
                "Assumption Day",
                id="categories",
            ),
            pytest.param("US", "2150-12-25", None, id="a-year-that-is-not-known"),
        ],
    )
    def test_on(self, source: object, on_date: str, name: str | None) -> None:
        assert on(source, on_date) == name

    @pytest.mark.parametrize(
        ("source", "form"),
        [
            ("US", PublicHolidays(country="US")),
            ("US-CA", PublicHolidays(country="US", subdivision="CA")),
            ("NYSE", MarketHolidays(market="NYSE")),
            ("2026-12-24", StatedHoliday(date="2026-12-24")),
            ("--12-24", StatedHoliday(date="--12-24")),
            (date(2026, 12, 24), StatedHoliday(date="2026-12-24")),
            ({"2026-12-24": "Christmas Eve"}, StatedHoliday(date="2026-12-24", name="Christmas Eve")),
            ({date(2026, 12, 24): "Christmas Eve"}, StatedHoliday(date="2026-12-24", name="Christmas Eve")),
            (
                {"date": date(2026, 12, 24), "name": "Christmas Eve"},
                StatedHoliday(date="2026-12-24", name="Christmas Eve"),
            ),
            (StatedHoliday(date="--12-24"), StatedHoliday(date="--12-24")),
            (MarketHolidays(market="NYSE"), MarketHolidays(market="NYSE")),
            (PublicHolidays(country="US"), PublicHolidays(country="US")),
        ],
        ids=str,
    )
    def test_every_way_to_say_it(self, source: object, form: object) -> None:
        assert HolidayCalendar(source).sources == (form,)
        assert HolidayCalendar([source]).sources == (form,)

    @pytest.mark.parametrize("nothing", [None, False, [], ()], ids=str)
    def test_none_at_all(self, nothing: object) -> None:
        assert HolidayCalendar(nothing) == HolidayCalendar()
        assert HolidayCalendar(nothing).covered_years is None
        assert str(HolidayCalendar(nothing)) == "none"

    @pytest.mark.parametrize(
        ("sources", "expected"),
        [
            ("US-CA", "US-CA"),
            (["US", "NYSE"], "US, NYSE"),
            (["--12-31", {"2026-12-24": "Christmas Eve"}], "--12-31, 2026-12-24 (Christmas Eve)"),
        ],
        ids=str,
    )
    def test_written(self, sources: object, expected: str) -> None:
        assert str(HolidayCalendar(sources)) == expected

    def test_a_country_without_english_keeps_its_own_words(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The language of the process never matters."""
        monkeypatch.setenv("LANGUAGE", "fr")
        monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
        assert on("DE", "2025-10-03") == "German Unity Day"
        assert on("US", "2025-12-25") == "Christmas Day"


class TestStated:
    """Dates of one's own."""

    @pytest.mark.parametrize(
        ("sources", "on_date", "name"),
        [
            pytest.param("2026-12-24", "2026-12-24", "holiday", id="a-date"),
            pytest.param("2026-12-24", "2027-12-24", None, id="once-only"),
            pytest.param("--12-24", "2026-12-24", "holiday", id="a-yearly-date"),
            pytest.param("--12-24", "0001-12-24", "holiday", id="from-the-first-year"),
            pytest.param("--12-24", "9999-12-24", "holiday", id="to-the-last"),
            pytest.param({"--12-24": "Christmas Eve"}, "2031-12-24", "Christmas Eve", id="yearly-with-a-name"),
            pytest.param("--02-29", "2028-02-29", "holiday", id="a-leap-day-in-a-leap-year"),
            pytest.param("--02-29", "2027-02-28", None, id="none-in-a-common-year"),
            pytest.param("--02-29", "2027-03-01", None, id="nor-the-day-after"),
            pytest.param(["US", {"2026-12-24": "Christmas Eve"}], "2026-12-24", "Christmas Eve", id="beside-a-country"),
            pytest.param(
                ["US", {"2026-12-24": "Christmas Eve"}], "2026-12-25", "Christmas Day", id="the-country-remains"
            ),
            pytest.param(
                ["US", {"2026-12-25": "Office party"}], "2026-12-25", "Christmas Day; Office party", id="two-names"
            ),
            pytest.param(["US", "2026-12-25"], "2026-12-25", "Christmas Day", id="a-bare-date-keeps-the-name"),
            pytest.param(["2026-12-25", "US"], "2026-12-25", "Christmas Day", id="in-either-order"),
            pytest.param(["US", "NYSE"], "2026-12-25", "Christmas Day", id="the-same-name-once"),
            pytest.param(["2026-12-25", "--12-25"], "2026-12-25", "holiday", id="two-without-names"),
            pytest.param(["US", ["BD", ["--12-31"]]], "2026-12-31", "holiday", id="lists-within-lists"),
        ],
    )
    def test_on(self, sources: object, on_date: str, name: str | None) -> None:
        assert on(sources, on_date) == name

    def test_between_is_in_order_and_includes_both_ends(self) -> None:
        calendar = HolidayCalendar(["2026-12-31", "US", "2026-12-24"])
        assert [f"{each:%m-%d}" for each in calendar.between(day("2026-12-24"), day("2026-12-31"))] == [
            "12-24",
            "12-25",
            "12-31",
        ]

    def test_the_leap_days_of_a_century(self) -> None:
        found = HolidayCalendar("--02-29").between(day("1999-01-01"), day("2099-12-31"))
        assert [each.year for each in found] == list(range(2000, 2099, 4))

    def test_calendars_add_up(self) -> None:
        both = HolidayCalendar("US") | HolidayCalendar("2026-12-24")
        assert both == HolidayCalendar(["US", "2026-12-24"])
        assert hash(both) == hash(HolidayCalendar(["US", "2026-12-24"]))

    @given(st.lists(st.dates(), max_size=5, unique=True))
    def test_exactly_the_dates_that_were_stated(self, dates: list[date]) -> None:
        """A calendar of dates has those dates and no others."""
        assert list(HolidayCalendar(dates).between(date.min, date.max)) == sorted(dates)

    @pytest.mark.parametrize("sources", ["US", ["US-CA", "NYSE", {"--12-24": "Eve"}], [], "2026-12-24"], ids=str)
    def test_what_is_dumped_loads_back(self, sources: object) -> None:
        calendar = HolidayCalendar(sources)
        assert HolidayCalendar.model_validate_json(calendar.model_dump_json()) == calendar
        assert HolidayCalendar(**calendar.model_dump(mode="json")) == calendar
        assert pickle.loads(pickle.dumps(calendar)) == calendar
        assert Schedule(timezone="UTC", hours="24x7", holidays=calendar.model_dump()).holidays == calendar


class TestEstimates:
    """R14: dates that the source calls estimated stay marked."""

    @pytest.mark.parametrize(
        ("on_date", "estimated"),
        [
            pytest.param("2027-03-09", True, id="eid-al-fitr-depends-on-the-moon"),
            pytest.param("2027-12-02", False, id="national-day-is-fixed"),
        ],
    )
    def test_the_emirates_in_2027(self, on_date: str, estimated: bool) -> None:
        holiday = HolidayCalendar("AE").on(day(on_date))
        assert holiday is not None
        assert holiday.estimated is estimated

    def test_a_stated_date_makes_an_estimate_certain(self) -> None:
        calendar = HolidayCalendar(["AE", {"2027-03-09": "Eid al-Fitr, announced"}])
        assert calendar.on(day("2027-03-09")) == Holiday(
            day("2027-03-09"), "Eid al-Fitr (estimated); Eid al-Fitr, announced", estimated=False
        )


class TestCoverage:
    """R14: which years are known, and what happens beyond them."""

    @pytest.mark.parametrize(
        ("sources", "years"),
        [
            pytest.param("LK", (2003, 2026), id="sri-lanka-ends-in-2026"),
            pytest.param(["LK", "US"], (2003, 2026), id="the-narrowest-of-several"),
            pytest.param(["LK", "2030-01-01"], (2003, 2026), id="dates-beside-a-country-change-nothing"),
            pytest.param("2026-12-24", (2026, 2026), id="a-date-knows-its-year"),
            pytest.param(["2028-01-01", "2026-12-24"], (2026, 2028), id="dates-from-first-to-last"),
            pytest.param("--12-24", (1, 9999), id="a-yearly-date-knows-all"),
            pytest.param(["--12-24", "2026-12-24"], (2026, 2026), id="but-not-for-dates-beside-it"),
        ],
    )
    def test_covered_years(self, sources: object, years: tuple[int, int]) -> None:
        assert HolidayCalendar(sources).covered_years == years

    def test_years_may_be_stated(self) -> None:
        calendar = HolidayCalendar(["2026-12-24"], years=(2024, 2030))
        assert calendar.covered_years == (2024, 2030)
        assert Schedule(timezone="UTC", hours="24x7", holidays=calendar).covered_years == (2024, 2030)
        said = {"sources": ["2026-12-24"], "years": [2024, 2030]}
        assert Schedule(timezone="UTC", hours="24x7", holidays=said).covered_years == (2024, 2030)

    @pytest.mark.parametrize("years", [(2030, 2024), (0, 2024), (2024, 10_000)], ids=str)
    def test_years_go_from_a_first_to_a_last(self, years: tuple[int, int]) -> None:
        with pytest.raises(DeclarationError, match=r"years go from a first to a last one.*write e\.g\. \[2024, 2030\]"):
            HolidayCalendar("2026-12-24", years=years)

    @pytest.mark.parametrize(
        "ask",
        [
            pytest.param(lambda s: s.is_open(datetime(2027, 6, 1, 5, tzinfo=UTC)), id="is_open"),
            pytest.param(lambda s: s.add(datetime(2026, 12, 31, 5, tzinfo=UTC), timedelta(hours=20)), id="add"),
            pytest.param(lambda s: s.add_days(datetime(2026, 12, 31, 5, tzinfo=UTC), 3), id="add_days"),
            pytest.param(
                lambda s: list(s.windows(datetime(2026, 12, 30, tzinfo=UTC), datetime(2027, 1, 9, tzinfo=UTC))),
                id="windows",
            ),
        ],
    )
    def test_sri_lanka_beyond_2026(self, ask: object) -> None:
        def office(choice: str) -> Schedule:
            return Schedule(
                timezone="Asia/Colombo",
                hours="Mon-Fri 09:00-17:00",
                holidays="LK",
                outside_coverage=choice,
                name="Colombo",
            )  # type: ignore[arg-type]

        with pytest.warns(CoverageWarning, match=r"Colombo: holidays are known for 2003-2026 only.*2027") as warned:
            ask(office("warn"))  # type: ignore[operator]
        # It points at the line that asked.
        assert warned[0].filename == __file__
        with pytest.raises(CoverageError, match="outside_coverage='ignore'") as caught:
            ask(office("error"))  # type: ignore[operator]
        assert isinstance(caught.value, LookupError)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            ask(office("ignore"))  # type: ignore[operator]

    @pytest.mark.parametrize("choice", ["warn", "error"])
    def test_within_the_years_nothing_is_said(self, choice: str) -> None:
        office = Schedule(
            timezone="Asia/Colombo",
            hours="Mon-Fri 09:00-17:00",
            holidays="LK",
            outside_coverage=choice,  # type: ignore[arg-type]
        )
        assert office.elapsed(datetime(2026, 12, 30, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)) == timedelta(
            hours=8
        )

    def test_a_combination_knows_what_all_its_parts_know(self) -> None:
        colombo = Schedule(timezone="Asia/Colombo", hours="24x7", holidays="LK")
        denver = Schedule(timezone="America/Denver", hours="24x7", holidays="US")
        plain = Schedule(timezone="UTC", hours="24x7")
        assert (colombo | denver).covered_years == (2003, 2026)
        assert (plain | plain).covered_years is None
        with pytest.warns(CoverageWarning, match="2027"):
            (plain - (colombo | denver)).is_open(datetime(2027, 6, 1, tzinfo=UTC))


class TestWhatIsRefused:
    """A source that is not there is named, with what was meant or how to write it."""

    @pytest.mark.parametrize(
        ("sources", "message"),
        [
            pytest.param(
                "ZZ", "'ZZ' is not a country whose holidays are known; write an ISO code such as 'US'", id="no-country"
            ),
            pytest.param("USA1", "cannot read 'USA1' as holidays; write a country ('US', 'US-CA')", id="no-code"),
            pytest.param("US-ZZ", "'US' has no part 'ZZ'; known: AK, AL,", id="no-such-state"),
            pytest.param("US-CAL", "'US' has no part 'CAL'; did you mean 'CA'?", id="a-state-misspelt"),
            pytest.param("NYSEX", "'NYSEX' is not a country", id="no-market"),
            pytest.param(
                {"market": "NYSF"}, "'NYSF' is not a known market; did you mean 'XNYS'?", id="a-market-misspelt"
            ),
            pytest.param(
                "2026-13-01",
                "cannot read '2026-13-01' as a date; write e.g. '2026-12-24', or '--12-24'",
                id="no-such-month",
            ),
            pytest.param("2027-02-29", "cannot read '2027-02-29' as a date", id="no-such-day"),
            pytest.param(
                "--02-30",
                "cannot read '--02-30' as a date; write e.g. '2026-12-24', or '--12-24' for every year",
                id="no-such-yearly-day",
            ),
            pytest.param("--2-3", "cannot read '--2-3' as a date", id="yearly-with-one-figure"),
            pytest.param("", "cannot read '' as holidays", id="nothing"),
            pytest.param("Thanksgiving", "cannot read 'Thanksgiving' as holidays", id="a-name"),
            pytest.param(
                {"country": "DE", "categories": ["nonsense"]},
                "cannot read the holidays of 'DE': Category",
                id="no-category",
            ),
            pytest.param(
                {"market": "NYSE", "categories": ["no"]},
                "cannot read the holidays of 'NYSE': Category",
                id="no-market-category",
            ),
            pytest.param({"country": "US", "state": "CA"}, "state: unknown key", id="an-unknown-key"),
            pytest.param(
                {"land": "US"},
                "states its `country`, `market` or `date`, or what it is `after` or `before`, not {'land': 'US'}",
                id="no-source",
            ),
            pytest.param(
                5, "states its `country`, `market` or `date`, or what it is `after` or `before`, not 5", id="a-number"
            ),
            pytest.param({"2026-12-24": 5}, "name: input should be a valid string, not 5", id="a-number-as-name"),
            pytest.param({"date": 5}, "date: input should be a valid string, not 5", id="a-number-as-date"),
        ],
    )
    def test_it_is_named(self, sources: object, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            HolidayCalendar(sources)
        assert message in str(caught.value)
        assert isinstance(caught.value, SlaClockError)
        with pytest.raises(DeclarationError, match="holidays"):
            Schedule(timezone="UTC", hours="24x7", holidays=sources)  # type: ignore[arg-type]

    def test_holiday_errors_are_value_errors(self) -> None:
        assert issubclass(HolidayError, ValueError)


class TestThreads:
    """The package's objects are not safe among threads; a calendar is."""

    def test_eight_threads_read_one_calendar_at_once(self) -> None:
        expected = {
            year: list(HolidayCalendar("US").between(date(year, 1, 1), date(year, 12, 31)))
            for year in range(1990, 2030)
        }
        holidays_in.cache_clear()
        calendar, gate = HolidayCalendar("US"), Barrier(8)

        def read(offset: int) -> dict[int, list[date]]:
            gate.wait()
            years = [1990 + (offset * 5 + n) % 40 for n in range(40)]
            return {year: list(calendar.between(date(year, 1, 1), date(year, 12, 31))) for year in years}

        with ThreadPoolExecutor(8) as pool:
            for found in pool.map(read, range(8)):
                assert found == expected

    def test_schedules_of_one_country_are_asked_at_once(self) -> None:
        holidays_in.cache_clear()
        start = datetime(2026, 11, 25, 17, tzinfo=ZoneInfo("America/New_York"))
        schedules = [
            Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US") for _ in range(8)
        ]
        with ThreadPoolExecutor(8) as pool:
            due = list(pool.map(lambda schedule: schedule.add(start, timedelta(hours=4)), schedules))
        assert {str(each) for each in due} == {"2026-11-27 12:00:00-05:00"}


@pytest.mark.parametrize(
    ("called", "code"), [("UAE", "AE"), ("England", "GB-ENG"), ("GB-England", "GB-ENG"), ("United Arab Emirates", "AE")]
)
def test_what_people_call_a_place_leads_to_its_code(called: str, code: str) -> None:
    with pytest.raises(DeclarationError, match=f"'{called}' is no country code; write '{code}'"):
        HolidayCalendar(called)

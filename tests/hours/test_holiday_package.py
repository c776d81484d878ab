"""The `holidays` package, read one country or market at a time, says what it says when it is asked itself."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import get_args

import holidays
import pytest
from holidays.registry import COUNTRIES, FINANCIAL

from slaclock import DeclarationError, HolidayCalendar
from slaclock.hours import holiday_package
from slaclock.hours.holiday_package import Kind, Table, codes, holidays_in

KINDS = get_args(Kind)
ASK = {"countries": holidays.country_holidays, "financial": holidays.financial_holidays}
REGISTRIES = {"countries": COUNTRIES, "financial": FINANCIAL}
YEAR = 2026


def names_of(kind: Kind) -> Iterator[str]:
    return (name for names in REGISTRIES[kind].values() for name in names)


def first_codes_of(kind: Kind) -> Iterator[str]:
    return (names[1] for names in REGISTRIES[kind].values())


def table(kind: Kind, code: str, part: str | None = None, category: str = "public") -> Table:
    return Table(kind, code, part, (category,), observed=True)


def by_the_package(asked: Table) -> dict[date, str]:
    """What the package itself says of a year, in English where it has it, in the language of the country elsewhere."""
    known = getattr(holidays, asked.code)
    found = ASK[asked.kind](
        asked.code,
        subdiv=asked.part,
        years=range(YEAR - 1, YEAR + 2),
        expand=False,
        categories=asked.categories,
        language="en_US" if "en_US" in known.supported_languages else known.default_language,
    )
    return {day: name for day, name in found.items() if day.year == YEAR}


def by_ours(asked: Table) -> dict[date, str]:
    return {holiday.date: holiday.name for holiday in holidays_in(asked, YEAR)}


def different(tables: Iterator[Table]) -> list[Table]:
    return [each for each in tables if by_ours(each) != by_the_package(each)]


class TestTheWholeRegistry:
    """R5: executed alone, the module of a code has the dates and names of the package."""

    @pytest.mark.filterwarnings("ignore:.* is deprecated, use")
    @pytest.mark.parametrize("kind", KINDS)
    def test_every_code_has_the_same_dates_and_names(self, kind: Kind) -> None:
        assert len(list(names_of(kind))) > 90
        assert not different(table(kind, code) for code in names_of(kind))

    def test_every_part_of_a_country_has_the_same_dates_and_names(self) -> None:
        parts = [(code, part) for code in first_codes_of("countries") for part in getattr(holidays, code).subdivisions]
        assert len(parts) > 500
        assert not different(table("countries", code, part) for code, part in parts)

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_category_has_the_same_dates_and_names(self, kind: Kind) -> None:
        known = {code: getattr(holidays, code).supported_categories for code in first_codes_of(kind)}
        categories = [(code, category) for code, those in known.items() for category in those]
        assert {category for _, category in categories} >= {"public", "half_day"}
        assert not different(table(kind, code, category=category) for code, category in categories)

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_code_knows_the_same_years(self, kind: Kind) -> None:
        known = {code: getattr(holidays, code) for code in names_of(kind)}
        assert {code: table(kind, code).years for code in known} == {
            code: (each.start_year, each.end_year) for code, each in known.items()
        }

    def test_a_code_is_a_country_or_a_market(self) -> None:
        assert not set(codes("countries")) & set(codes("financial"))


class TestWorkDone:
    """A country costs its own module, and those of the countries on which it builds."""

    @pytest.mark.parametrize(
        ("code", "modules"),
        [
            pytest.param("US", ["united_states"], id="a-country"),
            pytest.param("DE-BY", ["germany"], id="a-part-of-one"),
            pytest.param("GU", ["guam", "united_states"], id="a-territory-builds-on-its-country"),
            pytest.param("NYSE", ["ny_stock_exchange"], id="a-market"),
            pytest.param("XNAS", ["nasdaq", "ny_stock_exchange"], id="a-market-builds-on-another"),
            pytest.param("XLON", ["london_stock_exchange", "united_kingdom"], id="a-market-builds-on-a-country"),
        ],
    )
    def test_the_modules_that_are_executed(
        self, code: str, modules: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        executed: list[str] = []

        def spied(package: str, name: str, execute: object = holiday_package._module.__wrapped__) -> object:
            executed.append(name)
            return execute(package, name)  # type: ignore[operator]

        monkeypatch.setattr(holiday_package, "_module", spied)
        holidays_in.cache_clear()
        HolidayCalendar(code)
        assert list(dict.fromkeys(executed)) == modules


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param({"country": "registry"}, "'registry' is not a country whose holidays are known", id="a-module"),
        pytest.param({"country": "__class__"}, "'__class__' is not a country", id="an-attribute-of-everything"),
        pytest.param({"country": "HolidayBase"}, "'HolidayBase' is not a country", id="a-class"),
        pytest.param({"country": "country_holidays"}, "'country_holidays' is not a country", id="a-function"),
        pytest.param({"market": "registry"}, "'registry' is not a known market; ", id="no-market"),
        pytest.param({"market": "US"}, "'US' is not a known market; ", id="a-country-is-no-market"),
        pytest.param(
            {"country": "NYSE"},
            "'NYSE' is a market and no country; write 'NYSE', or {market: NYSE} beside other keys",
            id="a-market-is-no-country",
        ),
        pytest.param("nyse", "'nyse' is a market and no country; write 'NYSE'", id="a-market-in-small-letters"),
    ],
)
def test_only_codes_of_the_registry_are_known(source: object, message: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        HolidayCalendar(source)
    assert message in str(caught.value)


def test_made_up_names_are_not_kept() -> None:
    """What is kept without end is what the registry names, and no more."""
    HolidayCalendar(["US", "DE-BY", "NYSE"]).on(date(2026, 1, 1))
    unbounded = (holiday_package._module, holiday_package.codes, holiday_package.pattern_of)
    assert all(each.cache_info().maxsize is None for each in unbounded)
    before = [each.cache_info().currsize for each in unbounded]
    for number in range(300):
        for source in (f"X{number}", f"US-{number}", {"country": f"c{number}"}, {"market": f"m{number}"}):
            with pytest.raises(DeclarationError):
                HolidayCalendar(source)
    assert [each.cache_info().currsize for each in unbounded] == before
    assert holidays_in.cache_info().maxsize == 4096


def test_eight_threads_load_countries_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is not safe among threads, and neither is executing a module twice."""
    asked = [table("countries", code) for code in ("US", "GU", "PR", "FR", "GP", "DE", "GB", "IM")] * 4
    expected = [by_the_package(each) for each in asked]
    holiday_package._module.cache_clear()
    holidays_in.cache_clear()
    gate = Barrier(8)

    def read(offset: int) -> list[dict[date, str]]:
        gate.wait()
        return [by_ours(each) for each in (*asked[offset:], *asked[:offset])]

    with ThreadPoolExecutor(8) as pool:
        for offset, found in enumerate(pool.map(read, range(8))):
            assert found == [*expected[offset:], *expected[:offset]]
    assert holiday_package._module.cache_info().misses == 8

"""`PublicHolidays`, `MarketHolidays`: holidays of countries and markets, as they are declared (R5, R14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar, Literal, Self

from pydantic import AliasChoices, Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from slaclock.declaration import Declaration, NameList, signature
from slaclock.errors import HolidayError, did_you_mean
from slaclock.hours.holiday import Holiday, WorkingDay, folded, joined, names_of
from slaclock.hours.holiday_package import (
    Kind,
    Table,
    categories_of,
    codes,
    holidays_in,
    known_as,
    languages_of,
    parts,
    working_days_in,
)

_LONGEST_CODE = 4
"""How long the codes of markets are; what is longer in the registry is a name."""
CALLED = {
    "england": "GB-ENG",
    "scotland": "GB-SCT",
    "wales": "GB-WLS",
    "uk": "GB",
    "britain": "GB",
    "usa": "US",
    "america": "US",
    "uae": "AE",
    "united arab emirates": "AE",
    "united kingdom": "GB",
    "united states": "US",
    "dubai": "AE",
    "germany": "DE",
    "bavaria": "DE-BY",
    "holland": "NL",
    "korea": "KR",
    "ontario": "CA-ON",
    "quebec": "CA-QC",
}
"""What people call a place for whose holidays they do not know the code."""


WorkingWeekends = Literal["open", "closed"]
"""Whether dates on weekends are worked that a source exchanges for days off: with the hours of these, or not at all."""
HALF_DAY = "half_day"
"""The category of dates on which a source is open for part of the day; how long, the policy says."""
LOOKED_AT = (2002, 2034)
"""Years in which holidays are looked up by name: those for which every source has what it knows."""


class _Published(Declaration):
    """Holidays that the `holidays` package computes."""

    _examples: ClassVar = {
        "only": (["Labor Day", "Memorial Day"],),
        "except": (["Columbus Day"],),
        "language": ("en_US",),
    }

    categories: tuple[str, ...] = ("public",)
    """Which of the source's kinds of holiday count, e.g. `public`, `bank`, `government`.

    A `half_day` closes nothing by itself: exceptions give its hours.
    """

    only: NameList = ()
    """Names of the holidays that count, where not all do; days on which they are observed follow them."""

    except_: NameList = Field(default=(), validation_alias=AliasChoices("except", "except_"))
    """Names of the holidays that do not count."""

    language: str | None = None
    """In which of the source's languages its holidays are named; English where it has it."""

    working_weekends: WorkingWeekends = "open"
    """Whether dates on weekends are `open` that the source exchanges for days off, with the hours of these days."""

    @model_serializer(mode="wrap")
    def _as_written(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # `except` is a word of Python's own, and of policy files.
        return {name.rstrip("_"): value for name, value in serialize(self).items()}

    @property
    def words(self) -> str:
        """What of it counts: `US`, `US except Columbus Day and Veterans Day`, `Labor Day (US)`, `US (public, bank)`."""
        text = str(self)
        if self.categories != ("public",):
            text += f" ({', '.join(each.replace('_', ' ') for each in self.categories)})"
        if self.only:
            return f"{' and '.join(self.only)} ({text})"
        if self.except_:
            text += f" except {' and '.join(self.except_)}"
        return text

    @property
    def _source(self) -> tuple[Kind, str]:
        raise NotImplementedError  # pragma: no cover - each kind below says which

    def _table(self, *categories: str) -> Table:
        raise NotImplementedError  # pragma: no cover - each kind below says which

    @property
    def _closing(self) -> Table:
        """The holidays that close."""
        return self._table(*(each for each in self.categories if each != HALF_DAY))

    @property
    def covered_years(self) -> tuple[int, int]:
        """The years that the package knows for this source."""
        return self._closing.years

    def closed(self, first_year: int, last_year: int) -> Iterator[Holiday]:
        """The dates in these years."""
        return self._kept(self._closing, first_year, last_year)

    def working_days(self, first_year: int, last_year: int) -> Iterator[WorkingDay]:
        """The dates on weekends in these years that are worked because other days are off instead."""
        if self.working_weekends == "open" and not self.only:
            for year in range(first_year, last_year + 1):
                yield from working_days_in(self._closing, year)

    @property
    def exchanges_weekends(self) -> bool:
        """Whether the source exchanges days off for dates on weekends in any year that is looked at."""
        first, last = LOOKED_AT
        return not self.only and any(working_days_in(self._closing, year) for year in range(first, last + 1))

    @property
    def known_categories(self) -> tuple[str, ...]:
        """The kinds of holiday that the source knows, whether they count or not."""
        return categories_of(*self._source)

    def of_category(self, category: str, first_year: int, last_year: int) -> Iterator[Holiday]:
        """The dates of one kind in these years, whether it counts or not."""
        return self._kept(self._table(category), first_year, last_year)

    def _kept(self, table: Table, first_year: int, last_year: int) -> Iterator[Holiday]:
        for year in range(first_year, last_year + 1) if table.categories else ():
            for holiday in holidays_in(table, year):
                names = [name for name in names_of(holiday) if self._counts(known_as(table, name))]
                if names:
                    yield joined(holiday, names)

    def _counts(self, names: frozenset[str]) -> bool:
        """Whether a holiday counts that is called so."""
        if self.only and names.isdisjoint(map(folded, self.only)):
            return False
        return names.isdisjoint(map(folded, self.except_))

    def _check_choices(self) -> None:
        code = self._source[1]
        if self.language is not None and self.language not in (known := languages_of(*self._source)):
            raise HolidayError(
                f"the holidays of {code!r} have no names in {self.language!r}; {did_you_mean(self.language, known)}"
            )
        if not self.categories:
            raise HolidayError(f"the holidays of {code!r} have no categories; write e.g. categories: [public]")
        if self.only and self.except_:
            raise HolidayError("`only` and `except` say the same from two sides; write one of them")
        if self.only or self.except_:
            self._check_names()

    def left_out_by(self, name: str) -> str:
        """The choice that may leave a holiday out which the source knows by a name: `only`, `except`, or none."""
        choice = "only" if self.only else "except" if self.except_ else ""
        known = _looked_up(self._table(*self.categories)) if choice else []
        return choice if any(folded(name) in each.known_as for each in known) else ""

    def _check_names(self) -> None:
        whole = self._table(*self.categories)
        for name in self._not_among(found := _looked_up(whole)):
            unmarked = {each for holiday in found for each in names_of(holiday) if len(known_as(whole, each)) == 1}
            names = sorted(unmarked)
            raise HolidayError(f"there is no holiday {name!r} in {self}; {did_you_mean(name, names)}")

    def _not_among(self, found: Iterable[Holiday]) -> tuple[str, ...]:
        """The names of `only` and `except` that none of these holidays has."""
        known = frozenset[str]().union(*(holiday.known_as for holiday in found))
        return tuple(name for name in (*self.only, *self.except_) if folded(name) not in known)


class PublicHolidays(_Published):
    """The public holidays of a country or of a part of it, observed days included.

    Examples:
        >>> from datetime import date
        >>> from slaclock import HolidayCalendar
        >>> closed = HolidayCalendar(PublicHolidays(country="US", only=["Labor Day", "Independence Day"]))
        >>> [str(day) for day in closed.between(date(2026, 7, 1), date(2026, 12, 31))]
        ['2026-07-03', '2026-07-04', '2026-09-07']

    Rules: R5.
    """

    _examples: ClassVar = {
        "country": ("US",),
        "subdivision": ("CA",),
        "categories": (["public", "bank"],),
    }

    country: str
    """ISO 3166 code, e.g. `US`."""

    subdivision: str | None = None
    """Code of a state, province or region, e.g. `CA`."""

    observed: bool = True
    """Whether a holiday on a weekend also closes the working day on which it is observed."""

    @signature
    def __init__(
        self,
        *,
        country: str,
        subdivision: str | None = None,
        categories: Iterable[str] = ("public",),
        observed: bool = True,
        only: str | Iterable[str] = (),
        except_: str | Iterable[str] = (),
        language: str | None = None,
        working_weekends: WorkingWeekends = "open",
    ) -> None: ...

    @property
    def _source(self) -> tuple[Kind, str]:
        return "countries", self.country

    def _table(self, *categories: str) -> Table:
        return Table("countries", self.country, self.subdivision, categories, self.observed, self.language)

    @model_validator(mode="after")
    def _exists(self) -> Self:
        if self.country not in codes("countries"):
            raise HolidayError(_unknown_country(self.country))
        try:
            self._table(*self.categories).check()
        except NotImplementedError:
            known = parts(self.country)
            raise HolidayError(
                f"{self.country!r} has no part {self.subdivision!r}; {did_you_mean(str(self.subdivision), known)}"
            ) from None
        except ValueError as error:
            raise HolidayError(f"cannot read the holidays of {self.country!r}: {error}") from None
        self._check_choices()
        return self

    @property
    def words(self) -> str:
        """The same, and that holidays close on their own dates alone where they do."""
        return super().words + ("" if self.observed else " on their own dates")

    @property
    def known_parts(self) -> tuple[str, ...]:
        """The codes of the country's states, provinces or regions."""
        return parts(self.country)

    def further_in(self, part: str, first: date, last: date) -> Iterator[Holiday]:
        """What closes between two dates, both included, in a part of the country and not in all of it.

        `only` and `except` choose by the names of that part; a name that it does not know chooses nothing there.
        """
        years = range(first.year, last.year + 1)
        everywhere = {holiday.date for year in years for holiday in holidays_in(self._closing, year)}
        for holiday in self._kept(self._closing._replace(part=part), first.year, last.year):
            if first <= holiday.date <= last and holiday.date not in everywhere:
                yield holiday

    def unknown_in(self, part: str) -> tuple[str, ...]:
        """The names of `only` and `except` that a part of the country does not have."""
        return self._not_among(_looked_up(self._table(*self.categories)._replace(part=part)))

    def __str__(self) -> str:
        return f"{self.country}-{self.subdivision}" if self.subdivision else self.country


class MarketHolidays(_Published):
    """The days on which a financial market is closed."""

    _examples: ClassVar = {
        "market": ("NYSE", "XLON"),
        "categories": (["public", "half_day"],),
        "only": (["Good Friday"],),
        "except": (["Columbus Day"],),
    }

    market: str
    """Code of the market, e.g. `NYSE` or `XLON`."""

    @signature
    def __init__(
        self,
        *,
        market: str,
        categories: Iterable[str] = ("public",),
        only: str | Iterable[str] = (),
        except_: str | Iterable[str] = (),
        language: str | None = None,
        working_weekends: WorkingWeekends = "open",
    ) -> None: ...

    @property
    def _source(self) -> tuple[Kind, str]:
        return "financial", self.market

    def _table(self, *categories: str) -> Table:
        return Table("financial", self.market, None, categories, observed=True, language=self.language)

    @model_validator(mode="after")
    def _exists(self) -> Self:
        if not is_market(self.market):
            raise HolidayError(_unknown_market(self.market))
        try:
            self._table(*self.categories).check()
        except ValueError as error:
            raise HolidayError(f"cannot read the holidays of {self.market!r}: {error}") from None
        self._check_choices()
        return self

    def __str__(self) -> str:
        return self.market


def _looked_up(table: Table) -> list[Holiday]:
    """Every holiday of the years in which names are looked up, whether it counts or not."""
    first, last = max(table.years[0], LOOKED_AT[0]), min(table.years[1], LOOKED_AT[1])
    return [holiday for year in range(first, last + 1) for holiday in holidays_in(table, year)]


def is_market(code: str) -> bool:
    """Whether the package knows a market by this code."""
    return code in codes("financial")


def _unknown_market(market: str) -> str:
    short = [code for code in codes("financial") if len(code) <= _LONGEST_CODE]
    return f"{market!r} is not a known market; {did_you_mean(market, short)}"


def _unknown_country(country: str) -> str:
    if country.upper() in codes("countries"):
        return f"{country!r} is no country code; write {country.upper()!r} in capitals"
    if is_market(market := country.upper()):
        return f"{country!r} is a market and no country; write {market!r}, or {{market: {market}}} beside other keys"
    if country.lower() in CALLED:
        return f"{country!r} is no country code; write {CALLED[country.lower()]!r}"
    return (
        f"{country!r} is not a country whose holidays are known; write an ISO code such as 'US', 'US-CA' or 'BD', "
        "a market such as 'NYSE', or dates such as '2026-12-24'"
    )

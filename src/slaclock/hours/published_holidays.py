"""`PublicHolidays`, `MarketHolidays`: holidays of countries and markets, as they are declared (R5, R14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Self

from pydantic import model_validator

from slaclock.declaration import Declaration, signature
from slaclock.errors import HolidayError, did_you_mean
from slaclock.hours.holiday import Holiday
from slaclock.hours.holiday_package import Table, codes, holidays_in, parts

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


class _Published(Declaration):
    """Holidays that the `holidays` package computes."""

    @property
    def _table(self) -> Table:
        raise NotImplementedError  # pragma: no cover - each kind below says which

    @property
    def covered_years(self) -> tuple[int, int]:
        """The years that the package knows for this source."""
        return self._table.years

    def closed(self, first_year: int, last_year: int) -> Iterator[Holiday]:
        """The dates in these years."""
        for year in range(first_year, last_year + 1):
            yield from holidays_in(self._table, year)


class PublicHolidays(_Published):
    """The public holidays of a country or of a part of it, observed days included."""

    _examples: ClassVar = {
        "country": ("US",),
        "subdivision": ("CA",),
        "categories": (["public", "bank"],),
    }

    country: str
    """ISO 3166 code, e.g. `US`."""

    subdivision: str | None = None
    """Code of a state, province or region, e.g. `CA`."""

    categories: tuple[str, ...] = ("public",)
    """Which of the source's kinds of holiday count, e.g. `public`, `bank`, `government`."""

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
    ) -> None: ...

    @property
    def _table(self) -> Table:
        return Table("countries", self.country, self.subdivision, self.categories, self.observed)

    @model_validator(mode="after")
    def _exists(self) -> Self:
        if self.country not in codes("countries"):
            raise HolidayError(_unknown_country(self.country))
        try:
            self._table.check()
        except NotImplementedError:
            known = parts(self.country)
            raise HolidayError(
                f"{self.country!r} has no part {self.subdivision!r}; {did_you_mean(str(self.subdivision), known)}"
            ) from None
        except ValueError as error:
            raise HolidayError(f"cannot read the holidays of {self.country!r}: {error}") from None
        return self

    def __str__(self) -> str:
        return f"{self.country}-{self.subdivision}" if self.subdivision else self.country


class MarketHolidays(_Published):
    """The days on which a financial market is closed."""

    _examples: ClassVar = {
        "market": ("NYSE", "XLON"),
        "categories": (["public", "half_day"],),
    }

    market: str
    """Code of the market, e.g. `NYSE` or `XLON`."""

    categories: tuple[str, ...] = ("public",)
    """Which of the source's kinds of holiday count, e.g. `public`, `half_day`."""

    @signature
    def __init__(self, *, market: str, categories: Iterable[str] = ("public",)) -> None: ...

    @property
    def _table(self) -> Table:
        return Table("financial", self.market, None, self.categories, observed=True)

    @model_validator(mode="after")
    def _exists(self) -> Self:
        if not is_market(self.market):
            raise HolidayError(_unknown_market(self.market))
        try:
            self._table.check()
        except ValueError as error:
            raise HolidayError(f"cannot read the holidays of {self.market!r}: {error}") from None
        return self

    def __str__(self) -> str:
        return self.market


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

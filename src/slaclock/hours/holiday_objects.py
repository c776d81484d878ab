"""Objects of the `holidays` package as sources of a calendar (R5, R14).

One that is as the package makes it is a country or a market, and knows all of its years. One that was changed, or is
of a class of somebody's own, is the list of the dates that it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slaclock.errors import HolidayError
from slaclock.hours.holiday_package import Kind, codes, dates_of_class
from slaclock.hours.listed_holidays import ListedHolidays
from slaclock.hours.published_holidays import MarketHolidays, PublicHolidays


def is_object(given: object) -> bool:
    """Whether something was made by the package; that loads nothing."""
    return any(each.__module__ == "holidays.holiday_base" for each in type(given).__mro__)


def sources_of(given: Any) -> Iterator[PublicHolidays | MarketHolidays | ListedHolidays]:
    """What an object of the package is as sources, one for each of those that were added up."""
    for each in getattr(given, "holidays", [given]) if type(given).__name__ == "HolidaySum" else [given]:
        yield _published(each) or _listed(each)


def _published(given: Any) -> PublicHolidays | MarketHolidays | None:
    """The country or the market, where it has exactly the dates that the package computes."""
    kind: Kind = "financial" if getattr(given, "market", None) else "countries"
    code = str(getattr(given, "market", None) or getattr(given, "country", ""))
    if code not in codes(kind) or set(given) != set(dates_of_class(kind, code, given)):
        return None
    language = given.language if given.language in given.supported_languages else None
    stated: dict[str, Any] = {"categories": sorted(given.categories), "language": language}
    if kind == "financial":
        return MarketHolidays(market=code, **stated)
    return PublicHolidays(country=code, subdivision=given.subdiv, observed=given.observed, **stated)


def _listed(given: Any) -> ListedHolidays:
    years = sorted(given.years)
    name = str(getattr(given, "country", None) or getattr(given, "market", None) or type(given).__name__)
    if not years:
        raise HolidayError(f"these holidays of {name} hold no years; make them with years=range(2024, 2031)")
    if years != list(range(years[0], years[-1] + 1)):
        raise HolidayError(f"these holidays of {name} leave years out; make them with years=range(2024, 2031)")
    return ListedHolidays(
        listed={day.isoformat(): text for day, text in sorted(given.items())}, years=(years[0], years[-1]), name=name
    )

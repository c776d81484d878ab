"""Dates on which support is closed, what they are called, and the years that their sources know (R5, R14)."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, field_validator, model_validator

from slaclock.declaration import Declaration, branch
from slaclock.errors import HolidayError, did_you_mean
from slaclock.patterns import pattern

if TYPE_CHECKING:
    from holidays import HolidayBase

_RUN = pattern(r"((?:--|\d).*?\d)\s*(?:\bto\b|\buntil\b|–|—|\s-\s)\s*((?:--|\d).*)")
"""The first and the last of a run of dates: `2026-12-24 to 2027-01-01`."""
_YEARLY = pattern(r"--(\d{2})-(\d{2})")
_CODE = pattern(r"([A-Za-z]{2,5}|[A-Z]\d)(?:[-/_]([A-Za-z0-9]{1,4}))?")
_ISO_DATE = pattern(r"\d{4}-\d{2}-\d{2}")
_EVERY_YEAR = (MINYEAR, MAXYEAR)
_UNNAMED = "holiday"


@dataclass(frozen=True, slots=True)
class Holiday:
    """A date on which support is closed.

    Rules: R5, R14.
    """

    date: date
    name: str
    """What the source calls it, in English where the source has it."""
    estimated: bool = False
    """Whether the source says that the date may still move."""


class StatedHoliday(Declaration):
    """A date, or a run of dates, closed because the policy says so: once (`2026-12-24`) or every year (`--12-24`).

    Text states a run, too: `--12-24 to --01-01`.
    """

    _examples: ClassVar = {
        "date": ("2026-12-24", "--08-15"),
        "last": ("2027-01-01", "--01-01"),
        "name": ("Founders' Day",),
    }

    date: str
    """An ISO date, or `--MM-DD` for every year; of a run the first."""

    last: str = ""
    """The last date of a run, included; of a yearly one it may lie in the next year."""

    name: str = _UNNAMED
    """What people call it."""

    observed: Literal["as_is", "nearest", "next"] = "as_is"
    """Whether a weekend also closes a working day: the `nearest` (Sat to Fri, Sun to Mon) or the `next` (Monday)."""

    @model_validator(mode="before")
    @classmethod
    def _from_a_run(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and isinstance(given.get("date"), str) and (run := _RUN.fullmatch(given["date"])):
            return {**given, "date": run[1], "last": run[2]}
        return given

    @field_validator("date", "last", mode="before", json_schema_input_type=str)
    @classmethod
    def _read_date(cls, given: object) -> object:
        text = given.isoformat() if isinstance(given, date) else given
        if isinstance(text, str) and text:
            _month_and_day(text) if text.startswith("--") else _iso_date(text)
        return text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.date:
            raise HolidayError("a holiday states its date; write e.g. '2026-12-24', or '--12-24' for every year")
        if not self.last:
            return self
        if self.date.startswith("--") != self.last.startswith("--"):
            raise HolidayError(f"{self.date!r} to {self.last!r}: state a year for both dates of a run, or for none")
        if not self.date.startswith("--") and not self.date <= self.last:
            raise HolidayError(f"a run of dates ends on or after its first, but {self.last} is before {self.date}")
        if self.observed != "as_is":
            raise HolidayError("a run of dates is closed as it is; state a working day beside it as a date of its own")
        return self

    @property
    def covered_years(self) -> tuple[int, int]:
        """The years of dates given once; nothing limits yearly ones."""
        once = _date_given_once(self)
        return (once.year, date.fromisoformat(self.last or self.date).year) if once else _EVERY_YEAR

    def closed(self, first_year: int, last_year: int) -> Iterator[Holiday]:
        """The dates in these years."""
        # A day observed near New Year belongs to a date of the year beside it.
        for day in _stated_dates(self, first_year - 1, last_year + 1):
            for closed, name in _with_observed(day, self.name, self.observed):
                if first_year <= closed.year <= last_year:
                    yield Holiday(closed, name)


def _stated_dates(holiday: StatedHoliday, first_year: int, last_year: int) -> Iterator[date]:
    once = _date_given_once(holiday)
    if once is not None:
        yield from _run(once, date.fromisoformat(holiday.last or holiday.date), first_year, last_year)
        return
    begins, ends = _month_and_day(holiday.date), _month_and_day(holiday.last or holiday.date)
    for year in range(max(first_year, MINYEAR), min(last_year, MAXYEAR) + 1):
        over = begins > ends
        if over and year == MAXYEAR:
            last: date | None = date.max
        else:
            last = _on_leap_days_too(year + over, *ends)
        first = _on_leap_days_too(year, *begins)
        if holiday.last:  # What has no 29 February begins a day later, or ends a day earlier.
            first, last = first or date(year, 3, 1), last or date(year + over, 2, 28)
        if first and last:
            yield from _run(first, last, first_year, last_year)


def _run(first: date, last: date, first_year: int, last_year: int) -> Iterator[date]:
    """The dates of a run that lie in some years."""
    low = max(first.toordinal(), date(max(first_year, MINYEAR), 1, 1).toordinal())
    high = min(last.toordinal(), date(min(last_year, MAXYEAR), 12, 31).toordinal())
    return (date.fromordinal(ordinal) for ordinal in range(low, high + 1))


def _with_observed(day: date, name: str, observed: str) -> Iterator[tuple[date, str]]:
    """A date, and the working day on which it is observed when it falls on a weekend."""
    yield day, name
    if observed != "as_is" and day.weekday() >= 5:
        back = observed == "nearest" and day.weekday() == 5
        yield day + timedelta(days=-1 if back else 7 - day.weekday()), f"{name} (observed)"


def _date_given_once(holiday: StatedHoliday) -> date | None:
    return None if holiday.date.startswith("--") else date.fromisoformat(holiday.date)


def _iso_date(text: str) -> date:
    try:
        if not _ISO_DATE.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise HolidayError(
            f"cannot read {text!r} as a date of a holiday; write e.g. '2026-12-24', or '--12-24' for every year"
        ) from None


def _month_and_day(text: str) -> tuple[int, int]:
    found = _YEARLY.fullmatch(text)
    if not found or not _on_leap_days_too(2024, int(found[1]), int(found[2])):
        raise HolidayError(f"cannot read {text!r} as a yearly date; write month and day, e.g. '--12-24'")
    return int(found[1]), int(found[2])


def _on_leap_days_too(year: int, month: int, day: int) -> date | None:
    """The date in that year; none for 29 February in a common year."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


class RelativeHoliday(Declaration):
    """A date so many days after another holiday of the calendar, every time that one comes.

    Examples:
        >>> closed = HolidayCalendar(["US", {"after": "Thanksgiving Day", "days": 1, "name": "Day after Thanksgiving"}])
        >>> closed.on(date(2026, 11, 27)).name
        'Day after Thanksgiving'

    Rules: R5.
    """

    _examples: ClassVar = {
        "after": ("Thanksgiving Day",),
        "days": (1, -1),
        "name": ("Day after Thanksgiving",),
    }

    after: str
    """The other holiday, as its source calls it."""

    days: Annotated[int, Field(ge=-366, le=366)] = 1
    """How many days after it; negative for before."""

    name: str = ""
    """What people call it."""

    def beside(self, holidays: Mapping[date, Holiday]) -> Iterator[Holiday]:
        """The dates that belong to these holidays."""
        for day, holiday in holidays.items():
            if self._is_meant(holiday):
                yield Holiday(day + timedelta(days=self.days), str(self), holiday.estimated)

    def _is_meant(self, holiday: Holiday) -> bool:
        # An estimate says so behind its name.
        names = holiday.name.split("; ")
        return self.after in names or (holiday.estimated and any(name.startswith(f"{self.after} (") for name in names))

    def __str__(self) -> str:
        days = f"{abs(self.days)} day{'' if abs(self.days) == 1 else 's'}"
        return self.name or f"{days} {'before' if self.days < 0 else 'after'} {self.after}"


class _Published(Declaration):
    """Holidays that the `holidays` package computes."""

    __hash__ = Declaration.__hash__  # Said again for type checkers, which cannot see that it is frozen.

    @model_validator(mode="after")
    def _exists(self) -> _Published:
        self._reader(())
        return self

    def _reader(self, years: Iterable[int]) -> HolidayBase:
        raise NotImplementedError  # pragma: no cover - each kind below says which

    @property
    def covered_years(self) -> tuple[int, int]:
        """The years that the package knows for this source."""
        kind = type(self._reader(()))
        return kind.start_year, kind.end_year

    def closed(self, first_year: int, last_year: int) -> Iterator[Holiday]:
        """The dates in these years."""
        for year in range(first_year, last_year + 1):
            yield from _read_year(self, year)


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

    def _reader(self, years: Iterable[int]) -> HolidayBase:
        import holidays

        try:
            return holidays.country_holidays(
                self.country,
                subdiv=self.subdivision,
                years=years,
                expand=False,
                observed=self.observed,
                categories=self.categories,
                language=_language(getattr(holidays, self.country, None)),
            )
        except NotImplementedError:
            raise HolidayError(_unknown_country(self.country, self.subdivision)) from None
        except ValueError as error:
            raise HolidayError(f"cannot read the holidays of {self.country!r}: {error}") from None


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

    def _reader(self, years: Iterable[int]) -> HolidayBase:
        import holidays

        try:
            return holidays.financial_holidays(
                self.market,
                years=years,
                expand=False,
                categories=self.categories,
                language=_language(getattr(holidays, self.market, None)),
            )
        except NotImplementedError:
            raise HolidayError(_unknown_market(self.market)) from None
        except ValueError as error:
            raise HolidayError(f"cannot read the holidays of {self.market!r}: {error}") from None


def _language(source: Any) -> str | None:
    """English where the source has it; else its own, never the language of the process."""
    languages = getattr(source, "supported_languages", ())
    return "en_US" if "en_US" in languages else getattr(source, "default_language", None)


_CALLED = {
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


def _unknown_country(country: str, subdivision: str | None) -> str:
    import holidays

    countries = holidays.list_supported_countries()
    if country not in countries and country.upper() in countries:
        return f"{country!r} is no country code; write {country.upper()!r} in capitals"
    if country in countries:
        return f"{country!r} has no part {subdivision!r}; {did_you_mean(str(subdivision), countries[country])}"
    if country.lower() in _CALLED:
        return f"{country!r} is no country code; write {_CALLED[country.lower()]!r}"
    return (
        f"{country!r} is not a country whose holidays are known; write an ISO code such as 'US', 'US-CA' or 'BD', "
        "a market such as 'NYSE', or dates such as '2026-12-24'"
    )


def _unknown_market(market: str) -> str:
    import holidays

    return f"{market!r} is not a known market; {did_you_mean(market, holidays.list_supported_financial())}"


_reading = threading.RLock()


@lru_cache(maxsize=4096)
def _read_year(source: _Published, year: int) -> tuple[Holiday, ...]:
    # The package's objects are not safe among threads: each is made, read and dropped under the lock.
    with _reading:
        first, last = source.covered_years
        # A holiday near New Year may be observed in the year beside its own.
        years = [each for each in (year - 1, year, year + 1) if first <= each <= last]
        table = source._reader(years) if first <= year <= last else {}
        mark = _estimated_mark(table)
        return tuple(
            Holiday(day, name, estimated=bool(mark) and mark in name)
            for day, name in sorted(table.items())
            if day.year == year
        )


def _estimated_mark(table: Any) -> str:
    """What the source adds to the name of a date that may still move."""
    label = getattr(table, "estimated_label", None)
    return str(table.tr(label)).replace("%s", "").strip() if label else ""


def _kind_of_source(given: object) -> str | None:
    match given:
        case Mapping():
            return next((f"({key})" for key in ("country", "market", "date", "after") if key in given), None)
        case PublicHolidays():
            return "(country)"
        case MarketHolidays():
            return "(market)"
        case StatedHoliday():
            return "(date)"
        case RelativeHoliday():
            return "(after)"
    return None


HolidaySource = Annotated[
    Annotated[PublicHolidays, branch("(country)")]
    | Annotated[MarketHolidays, branch("(market)")]
    | Annotated[StatedHoliday, branch("(date)")]
    | Annotated[RelativeHoliday, branch("(after)")],
    Discriminator(
        _kind_of_source,
        custom_error_type="holiday_source",
        custom_error_message="a source of holidays states its `country`, `market` or `date`, or `after` which it comes",
    ),
]


class HolidayCalendar(Declaration):
    """The dates on which a schedule is closed, from any mix of sources.

    Args:
        sources: A country (`US`), a part of one (`US-CA`), a market (`NYSE`), a date
            (`2026-12-24`), a yearly date (`--12-24`), a mapping of dates to names, another
            calendar, or a list of these.

    A list of dates alone knows the years from its first to its last date; `years` says otherwise.

    Raises:
        DeclarationError: A source is unknown or unreadable.

    Examples:
        >>> closed = HolidayCalendar(["US", {"2026-12-24": "Christmas Eve"}])
        >>> closed.on(date(2026, 11, 26)).name
        'Thanksgiving Day'
        >>> closed.on(date(2026, 12, 24)).name
        'Christmas Eve'

    Rules: R5, R14.
    """

    _examples: ClassVar = {
        "years": ([2026, 2027],),
    }

    sources: tuple[HolidaySource, ...] = ()
    """Where the dates come from; a date named by several keeps the names of all."""

    years: tuple[int, int] | None = None
    """The first and the last year for which the calendar is complete, where the sources do not say."""

    if TYPE_CHECKING:

        def __init__(self, sources: Any = (), /, *, years: tuple[int, int] | None = None) -> None: ...
    else:

        def __init__(self, sources: Any = (), /, **fields: Any) -> None:
            whole = dict(sources) if isinstance(sources, Mapping) and "sources" in sources else {"sources": sources}
            super().__init__(**(whole | fields))

    @field_validator("sources", mode="before")
    @classmethod
    def _read_sources(cls, given: object) -> list[object]:
        return list(_sources_in(given))

    @field_validator("years")
    @classmethod
    def _check_years(cls, years: tuple[int, int] | None) -> tuple[int, int] | None:
        if years and not MINYEAR <= years[0] <= years[1] <= MAXYEAR:
            raise HolidayError(f"years go from a first to a last one, not {years}; write e.g. [2024, 2030]")
        return years

    def on(self, day: date) -> Holiday | None:
        """The holiday on this date, if there is one.

        Rules: R5.
        """
        return self.between(day, day).get(day)

    def between(self, first: date, last: date) -> dict[date, Holiday]:
        """The holidays from `first` to `last`, both included, in order.

        Rules: R5.
        """
        relative = [source for source in self.sources if isinstance(source, RelativeHoliday)]
        reach = timedelta(days=max((abs(source.days) for source in relative), default=0))
        found = self._stated_between(first - reach, last + reach)
        for holiday in [holiday for source in relative for holiday in source.beside(dict(found))]:
            _note(found, holiday)
        return {day: holiday for day, holiday in sorted(found.items()) if first <= day <= last}

    def _stated_between(self, first: date, last: date) -> dict[date, Holiday]:
        found: dict[date, Holiday] = {}
        for source in self.sources:
            if not isinstance(source, RelativeHoliday):
                for holiday in source.closed(first.year, last.year):
                    if first <= holiday.date <= last:
                        _note(found, holiday)
        return found

    def _refuse_unknown_names(self, sought: list[RelativeHoliday]) -> None:
        once = (_date_given_once(source) for source in self.sources if isinstance(source, StatedHoliday))
        years = [2000, 2040, *(day.year for day in once if day)]
        known = list(self._stated_between(date(min(years), 1, 1), date(max(years), 12, 31)).values())
        for source in sought:
            if not any(source._is_meant(holiday) for holiday in known):
                names = sorted({name for holiday in known for name in holiday.name.split("; ")})
                raise HolidayError(
                    f"there is no holiday {source.after!r} to count from; {did_you_mean(source.after, names)}"
                )

    @model_validator(mode="after")
    def _names_are_there(self) -> HolidayCalendar:
        sought = [source for source in self.sources if isinstance(source, RelativeHoliday)]
        if sought:
            self._refuse_unknown_names(sought)
        return self

    @property
    def covered_years(self) -> tuple[int, int] | None:
        """The first and the last year that the sources know; `None` when there is nothing to know.

        Rules: R14.
        """
        if self.years or not self.sources:
            return self.years
        sources = [source for source in self.sources if not isinstance(source, RelativeHoliday)]
        computed = [source.covered_years for source in sources if not _is_dated(source)]
        if computed:
            return max(first for first, _ in computed), min(last for _, last in computed)
        stated = [source.covered_years for source in sources]
        return min(first for first, _ in stated), max(last for _, last in stated)

    def __or__(self, other: HolidayCalendar) -> HolidayCalendar:
        stated = [calendar.years for calendar in (self, other) if calendar.years]
        years = (max(first for first, _ in stated), min(last for _, last in stated)) if stated else None
        return HolidayCalendar([*self.sources, *other.sources], years=years)

    def __str__(self) -> str:
        return ", ".join(_written(source) for source in self.sources) or "none"


def _note(found: dict[date, Holiday], holiday: Holiday) -> None:
    known = found.get(holiday.date)
    found[holiday.date] = _together(known, holiday) if known else holiday


def _is_dated(source: HolidaySource) -> bool:
    return isinstance(source, StatedHoliday) and _date_given_once(source) is not None


def _together(known: Holiday, also: Holiday) -> Holiday:
    names = dict.fromkeys(name for name in (known.name, also.name) if name != _UNNAMED)
    return Holiday(known.date, "; ".join(names) or _UNNAMED, known.estimated and also.estimated)


def _written(source: HolidaySource) -> str:
    match source:
        case PublicHolidays(country=country, subdivision=part):
            return f"{country}-{part}" if part else country
        case MarketHolidays(market=market):
            return market
        case RelativeHoliday():
            return str(source)
    dates = f"{source.date} to {source.last}" if source.last else source.date
    return dates if source.name == _UNNAMED else f"{dates} ({source.name})"


def _sources_in(given: object) -> Iterator[object]:
    match given:
        case None | False:
            return
        case HolidayCalendar():
            yield from given.sources
        case str():
            yield _source_from_text(given)
        case date():
            yield StatedHoliday(date=given.isoformat())
        case Mapping() if "sources" in given:
            yield from HolidayCalendar(**given).sources
        case Mapping() if _kind_of_source(given) is None and all(_looks_dated(key) for key in given):
            yield from (StatedHoliday(date=str(day), name=name) for day, name in given.items())
        case list() | tuple() | set() | frozenset() | Iterator():
            for each in given:
                if each is None:
                    raise HolidayError("one of the holidays is empty; write a country such as 'US', or a date")
                yield from _sources_in(each)
        case _:
            yield given


def _looks_dated(key: object) -> bool:
    return isinstance(key, date) or (isinstance(key, str) and key[:2] in ("--", *map(str, range(10, 100))))


def _source_from_text(text: str) -> PublicHolidays | MarketHolidays | StatedHoliday:
    if text.startswith("--") or text[:1].isdigit():
        return StatedHoliday(date=text)
    if not (found := _CODE.fullmatch(text)):
        if code := _CALLED.get(text.rpartition("-")[2].lower()):
            raise HolidayError(f"{text!r} is no country code; write {code!r}")
        raise HolidayError(
            f"cannot read {text!r} as holidays; write a country ('US', 'US-CA'), "
            "a market ('NYSE') or a date ('2026-12-24')"
        )
    country, part = found[1], found[2]
    if part is None and len(country) > 2 and _is_market(country):
        return MarketHolidays(market=country)
    return PublicHolidays(country=country, subdivision=part)


def _is_market(code: str) -> bool:
    import holidays

    return code in holidays.list_supported_financial()


CalendarInput = Annotated[
    HolidayCalendar,
    BeforeValidator(
        lambda given: HolidayCalendar(given) if not _is_dumped(given) else given,
        json_schema_input_type=str | list[str | dict[str, str]] | dict[str, str] | HolidayCalendar | None,
    ),
]
"""A calendar, or whatever a calendar can be made from."""


def _is_dumped(given: object) -> bool:
    return isinstance(given, HolidayCalendar) or (isinstance(given, Mapping) and set(given) <= {"sources", "years"})

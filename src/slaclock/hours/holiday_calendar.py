"""`HolidayCalendar`: the dates on which a schedule is closed, from any mix of sources (R5, R14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Discriminator, field_validator, model_validator

from slaclock.declaration import Declaration, branch, signature
from slaclock.errors import DeclarationError, HolidayError, did_you_mean
from slaclock.hours.closed_dates import ClosedDates
from slaclock.hours.date_rules import EASTER_YEARS, Once, dates_of, named_day, near_date, read_date_rule, reads_as_date
from slaclock.hours.date_text import is_yearly, moved
from slaclock.hours.holiday import Holiday, WorkingDay, folded, is_called, names_of, note
from slaclock.hours.holiday_objects import is_object, sources_of
from slaclock.hours.listed_holidays import ListedHolidays
from slaclock.hours.published_holidays import CALLED, HALF_DAY, LOOKED_AT, MarketHolidays, PublicHolidays, is_market
from slaclock.hours.stated_holidays import RelativeHoliday, StatedHoliday, comes_once, follows_easter, names_dates
from slaclock.keeping import cached_property
from slaclock.patterns import pattern

_CODE = pattern(r"([A-Za-z]{2,5}|[A-Z]\d)(?:[-/_]([A-Za-z0-9]{1,4}))?")
"""A country, or a market, and a part of it."""


_FORM_OF = {
    "country": "country",
    "market": "market",
    "date": "date",
    "after": "after",
    "before": "after",
    "listed": "listed",
}
"""The keys that say what a source is, and what that is called in errors."""


def _kind_of_source(given: object) -> str | None:
    match given:
        case Mapping():
            return next((f"({_FORM_OF[key]})" for key in _FORM_OF if key in given), None)
        case PublicHolidays():
            return "(country)"
        case MarketHolidays():
            return "(market)"
        case StatedHoliday():
            return "(date)"
        case RelativeHoliday():
            return "(after)"
        case ListedHolidays():
            return "(listed)"
    return None


HolidaySource = Annotated[
    Annotated[PublicHolidays, branch("(country)")]
    | Annotated[MarketHolidays, branch("(market)")]
    | Annotated[StatedHoliday, branch("(date)")]
    | Annotated[RelativeHoliday, branch("(after)")]
    | Annotated[ListedHolidays, branch("(listed)")],
    Discriminator(
        _kind_of_source,
        custom_error_type="holiday_source",
        custom_error_message=(
            "a source of holidays states its `country`, `market` or `date`, or what it is `after` or `before`"
        ),
    ),
]


MOST_HOLIDAYS = 20_000
MOST_PUBLISHED = 300
MOST_BESIDE = 1_000
_MOST = {
    "sources": (MOST_HOLIDAYS, "sources of holidays"),
    "(country)": (MOST_PUBLISHED, "countries and parts of them"),
    "(market)": (MOST_PUBLISHED, "markets"),
    "(after)": (MOST_BESIDE, "holidays beside others"),
}
"""How many sources a calendar has, and how many of a kind: more than there are, and few enough to be gone through."""


class HolidayCalendar(Declaration):
    """The dates on which a schedule is closed, from any mix of sources.

    Args:
        sources: A country (`US`), a part of one (`US-CA`), a market (`NYSE`), a date
            (`2026-12-24`), a rule for one (`--12-24`, `third Monday of January`), a mapping of
            dates to names, another calendar, an object of the `holidays` package, or a list of
            these.

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

    @signature
    def __init__(self, sources: HolidaysLike = (), /, *, years: tuple[int, int] | list[int] | None = None) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_dump(cls, given: Any) -> Any:
        dumped = given.get("sources") if isinstance(given, Mapping) else None
        if not isinstance(dumped, Mapping) or is_object(dumped) or "sources" not in dumped:
            return given
        return {**dumped, **{key: value for key, value in given.items() if key != "sources"}}

    @field_validator("sources", mode="before")
    @classmethod
    def _read_sources(cls, given: object) -> list[object]:
        found: list[object] = []
        kinds: Counter[str | None] = Counter()
        for source in _sources_in(given):
            found.append(source)
            kinds["sources"] += 1
            kinds[_kind_of_source(source)] += 1
            for kind, (most, what) in _MOST.items():
                if kinds[kind] > most:
                    raise HolidayError(
                        f"a calendar has at most {most:,} {what}; state fewer, or a run of dates for many"
                    )
        return found

    @field_validator("years")
    @classmethod
    def _check_years(cls, years: tuple[int, int] | None) -> tuple[int, int] | None:
        if years and not MINYEAR <= years[0] <= years[1] <= MAXYEAR:
            raise HolidayError(f"years go from a first to a last one, not {years}; write e.g. [2024, 2030]")
        return years

    @classmethod
    def from_ics(cls, text: str, *, years: tuple[int, int] | list[int] | None = None) -> Self:
        """The all-day events of a feed of iCalendar: of several dates, repeated, with dates left out.

        Needs the extra `ics`. The end of an all-day event is the day after its last; events that were cancelled are
        left out. A feed has up to 500,000 characters, 2,000 events and 50 rules by which they repeat, and names up to
        20,000 dates; a rule without an end is followed up to 2100.

        Args:
            text: The text of the feed.
            years: The first and the last year for which it is complete; by default those of its events, but of events
                that repeat without an end only where it has no others.

        Raises:
            HolidayError: It cannot be read, an event has a time of day, or it is larger than that.
            ImportError: `icalendar` is not installed.

        Examples:
            >>> feed = (
            ...     "BEGIN:VCALENDAR\\nVERSION:2.0\\nPRODID:-//Example//EN\\nBEGIN:VEVENT\\nUID:1\\nSUMMARY:Shutdown\\n"
            ...     "DTSTART;VALUE=DATE:20261224\\nDTEND;VALUE=DATE:20261227\\nEND:VEVENT\\nEND:VCALENDAR\\n"
            ... )
            >>> closed = HolidayCalendar.from_ics(feed)
            >>> [f"{day:%m-%d}" for day in closed.between(date(2026, 1, 1), date(2026, 12, 31))]
            ['12-24', '12-25', '12-26']

        Rules: R5, R14, R19, R21.
        """
        from slaclock.hours.holiday_feeds import read_feed

        try:
            return cls(read_feed(text, None if years is None else (years[0], years[1])))
        except DeclarationError as error:
            raise HolidayError("; ".join(problem.message for problem in error.problems)) from None

    def on(self, day: date) -> Holiday | None:
        """The holiday on this date, if there is one.

        Rules: R5.
        """
        return self.between(day, day).get(day)

    def between(self, first: date, last: date) -> dict[date, Holiday]:
        """The holidays from `first` to `last`, both included, in order.

        Rules: R5.
        """
        relative = self._relative
        reach = max((abs(source.offset) for source in relative), default=timedelta(0))
        low, high = moved(first, -reach), moved(last, reach)
        found = self._stated_between(low, high)
        # Names lead to what the sources have, whatever is counted from it.
        beside = [
            source.beside(found) if named else source.beside_dates(low, high) for source, named in relative.items()
        ]
        for holiday in [holiday for each in beside for holiday in each]:
            note(found, holiday)
        return {day: holiday for day, holiday in sorted(found.items()) if first <= day <= last}

    @cached_property
    def _relative(self) -> dict[RelativeHoliday, bool]:
        """The sources that are counted from others, each with whether another source has what it is counted from."""
        sought = [source for source in self.sources if isinstance(source, RelativeHoliday)]
        others = _names_in(self._stated_between(*self._looked_at).values()) if sought else frozenset()
        return {source: folded(source.other) in others for source in sought}

    @cached_property
    def _looked_at(self) -> tuple[date, date]:
        """The dates between which its holidays are looked up by name."""
        once = (read_date_rule(source.date) for source in self.sources if isinstance(source, StatedHoliday))
        years = [*LOOKED_AT, *(rule.day.year for rule in once if isinstance(rule, Once))]
        return date(min(years), 1, 1), date(max(years), 12, 31)

    # Dates that are not closed, or not all day

    def working_days(self, first: date, last: date) -> dict[date, WorkingDay]:
        """The dates on weekends from `first` to `last` that are worked because other days are off instead, in order.

        Rules: R5.
        """
        found = (each for source in self.published for each in source.working_days(first.year, last.year))
        return {each.day: each for each in sorted(found, key=lambda each: each.day) if first <= each.day <= last}

    def of_category(self, category: str, first: date, last: date) -> dict[date, Holiday]:
        """The dates from `first` to `last` of one kind of its sources (`half_day`, `bank`), whether it closes or not.

        Rules: R5.
        """
        found: dict[date, Holiday] = {}
        for source in self.published:
            if category in source.known_categories:
                for holiday in source.of_category(category, first.year, last.year):
                    if first <= holiday.date <= last:
                        note(found, holiday)
        return dict(sorted(found.items()))

    def called_otherwise(self, name: str, first: date, last: date) -> dict[date, Holiday]:
        """The dates from `first` to `last` that have a name which no holiday here has.

        They are the half days of that name, and the date that is called so wherever it is kept, such as Christmas Eve.

        Rules: R5.
        """
        if folded(name) in self._names:
            return {}
        halves = self.of_category(HALF_DAY, first, last)
        found = {day: each for day, each in halves.items() if is_called(each, name)}
        named = named_day(name)
        for day in dates_of(named, first.year, last.year) if named else ():
            if first <= day <= last:
                found.setdefault(day, Holiday(day, str(named)))
        return dict(sorted(found.items()))

    @cached_property
    def _names(self) -> frozenset[str]:
        """What its holidays are called, folded."""
        return _names_in(self.between(*self._looked_at).values())

    def knows(self, name: str) -> bool:
        """Whether a holiday, a half day or a date wherever it is kept has that name."""
        if folded(name) in self._names or named_day(name):
            return True
        return folded(name) in self._half_days

    @cached_property
    def _half_days(self) -> frozenset[str]:
        """What the half days of its sources are called, folded."""
        return _names_in(self.of_category(HALF_DAY, *self._looked_at).values())

    @property
    def known_names(self) -> list[str]:
        """What its holidays and half days are called, in the order of the alphabet."""
        halves = self.of_category(HALF_DAY, *self._looked_at)
        return _written((*self.between(*self._looked_at).values(), *halves.values()))

    @property
    def known_categories(self) -> list[str]:
        """The kinds of dates that its sources know, whether they count or not."""
        return sorted({category for source in self.published for category in source.known_categories})

    @property
    def may_open_weekends(self) -> bool:
        """Whether any of its sources may exchange days off for dates on weekends."""
        return any(source.working_weekends == "open" for source in self.published)

    @property
    def _dated(self) -> list[StatedHoliday]:
        return [source for source in self.sources if isinstance(source, StatedHoliday) and comes_once(source)]

    @property
    def published(self) -> list[PublicHolidays | MarketHolidays]:
        """Its countries and markets."""
        return [source for source in self.sources if isinstance(source, PublicHolidays | MarketHolidays)]

    @property
    def _irregular_years(self) -> list[tuple[int, int]]:
        """The years of each source that does not close the same dates every 400 years."""
        by_rule = [each for each in self.sources if isinstance(each, StatedHoliday) and not comes_once(each)]
        sources = [*self.published, *self._dated]
        easters = [EASTER_YEARS] if self._relative or any(map(follows_easter, by_rule)) else []
        others = [read_date_rule(each.other) for each, named in self._relative.items() if not named]
        once = [(rule.day.year, rule.day.year) for rule in others if isinstance(rule, Once)]
        listed = [each._in_order for each in self.sources if isinstance(each, ListedHolidays) and each.listed]
        in_lists = [(dates[0][0].year, dates[-1][0].year) for dates in listed]
        return [*(each.covered_years for each in sources), *easters, *once, *in_lists]

    def _dates_between(self, first: date, last: date) -> Collection[date]:
        """The dates of the holidays from `first` to `last` alone, which are found sooner."""
        if self._relative:
            return self.between(first, last)
        return self._closed_dates.between(first, last)

    @cached_property
    def _closed_dates(self) -> ClosedDates:
        return ClosedDates([source for source in self.sources if not isinstance(source, RelativeHoliday)])

    def _stated_between(self, first: date, last: date) -> dict[date, Holiday]:
        found: dict[date, Holiday] = {}
        for source in self.sources:
            if not isinstance(source, RelativeHoliday):
                for holiday in source.closed(first.year, last.year):
                    if first <= holiday.date <= last:
                        note(found, holiday)
        return found

    @model_validator(mode="after")
    def _names_are_there(self) -> HolidayCalendar:
        for source, named in self._relative.items():
            if not named and not reads_as_date(source.other):
                for each in self.published:
                    if choice := each.left_out_by(source.other):
                        raise HolidayError(
                            f"there is no holiday {source.other!r} to count from: `{choice}` of {each} leaves it out; "
                            "count from its date by a rule, e.g. 'fourth Thursday of November'"
                        )
                known = did_you_mean(source.other, _written(self._stated_between(*self._looked_at).values()))
                raise HolidayError(f"there is no holiday {source.other!r} to count from; {known}")
        return self

    @property
    def covered_years(self) -> tuple[int, int] | None:
        """The first and the last year that the sources know; `None` when there is nothing to know.

        Rules: R14.
        """
        if self.years or not self.sources:
            return self.years
        # Of what states its dates itself, single dates know fewest years; what comes every year limits nothing.
        listed = (source for source in self.sources if isinstance(source, ListedHolidays))
        if limits := [source.covered_years for source in (*self.published, *listed)]:
            return max(first for first, _ in limits), min(last for _, last in limits)
        dated = [source.covered_years for source in self._dated]
        return (min(first for first, _ in dated), max(last for _, last in dated)) if dated else (MINYEAR, MAXYEAR)

    def __or__(self, other: HolidayCalendar) -> HolidayCalendar:
        stated = [calendar.years for calendar in (self, other) if calendar.years]
        years = (max(first for first, _ in stated), min(last for _, last in stated)) if stated else None
        return HolidayCalendar([*self.sources, *other.sources], years=years)

    @property
    def words(self) -> str:
        """What closes, one source after the other, with what does not count of each: `US except Veterans Day`."""
        published = (PublicHolidays, MarketHolidays)
        return ", ".join(each.words if isinstance(each, published) else str(each) for each in self.sources) or "none"

    def __str__(self) -> str:
        return ", ".join(map(str, self.sources)) or "none"


def _names_in(holidays: Iterable[Holiday]) -> frozenset[str]:
    """What holidays are called, folded, with their marks and without."""
    return frozenset(name for each in holidays for name in (*each.known_as, *map(folded, names_of(each))))


def _written(holidays: Iterable[Holiday]) -> list[str]:
    """What holidays are called, as it is written, in the order of the alphabet."""
    return sorted({name for holiday in holidays for name in names_of(holiday)})


def ends_in(calendar: HolidayCalendar) -> int | None:
    """The last year of the dates that a calendar states once, if it states any."""
    return max((source.covered_years[1] for source in calendar._dated), default=None)


def _sources_in(given: object) -> Iterator[object]:
    match given:
        case None | False:
            return
        case _ if is_object(given):
            yield from sources_of(given)
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
    if not isinstance(key, str):
        return isinstance(key, date)
    return key[:2] in ("--", *map(str, range(10, 100))) or names_dates(key)


def _source_from_text(text: str) -> PublicHolidays | MarketHolidays | StatedHoliday:
    if is_yearly(text) or text[:1].isdigit() or names_dates(text):
        return StatedHoliday(date=text)
    if not (found := _CODE.fullmatch(text)):
        if code := CALLED.get(text.rpartition("-")[2].lower()):
            raise HolidayError(f"{text!r} is no country code; write {code!r}")
        near = near_date(text)
        raise HolidayError(
            f"cannot read {text!r} as holidays; {near + ' or ' if near else ''}write a country ('US', 'US-CA'), "
            "a market ('NYSE'), a date ('2026-12-24') or a rule for one ('third Monday of January')"
        )
    country, part = found[1], found[2]
    if part is None and len(country) > 2 and is_market(country):
        return MarketHolidays(market=country)
    return PublicHolidays(country=country, subdivision=part)


SourceLike = str | date | HolidayCalendar | HolidaySource | Mapping[str, Any] | Mapping[date, str]
HolidaysLike = SourceLike | Iterable[SourceLike | Iterable[SourceLike]] | None
"""What a calendar can be made from: one source, or any list of sources."""


def _calendar_of(given: object) -> object:
    return given if _is_dumped(given) else {"sources": given}


CalendarInput = Annotated[
    HolidayCalendar,
    BeforeValidator(
        _calendar_of,
        json_schema_input_type=str | list[str | dict[str, str]] | dict[str, str] | HolidayCalendar | None,
    ),
]
"""A calendar, or whatever a calendar can be made from."""


def _is_dumped(given: object) -> bool:
    if isinstance(given, HolidayCalendar):
        return True
    return isinstance(given, Mapping) and not is_object(given) and set(given) <= {"sources", "years"}

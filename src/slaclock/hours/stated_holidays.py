"""`StatedHoliday`, `RelativeHoliday`: dates closed because a policy says so, by themselves or beside others (R5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from slaclock.declaration import Declaration, signature
from slaclock.errors import HolidayError
from slaclock.hours.date_rules import (
    DateRule,
    Once,
    counts_from_easter,
    dates_of,
    goes_over_new_year,
    named_day,
    read_date_rule,
    reads_as_date,
)
from slaclock.hours.date_text import dates_between, moved
from slaclock.hours.field_types import DateLike, DateText
from slaclock.hours.holiday import UNNAMED, Holiday, is_called
from slaclock.patterns import pattern

Observed = Literal["as_is", "nearest", "next"]
"""What a holiday on a weekend does: nothing more, or it closes a working day as well."""
_RUN = pattern(r"(.*\w)(?:\s+(?:to|until|-)\s+|\s*[–—]\s*)(.+)", re.DOTALL)
"""The first and the last of a run of dates: `2026-12-24 to 2027-01-01`."""
_EVERY_YEAR = (MINYEAR, MAXYEAR)


class StatedHoliday(Declaration):
    """A date, or a run of dates, closed because the policy says so: once, or every year by a rule.

    A rule is a yearly date (`--12-24`), a day of the week by its place in a month (`third Monday of January`), so
    many days from Easter (`easter -2`), or a day that has a name wherever it is kept (`Good Friday`). Text states a
    run, too: `--12-24 to --01-01`.

    Examples:
        >>> from slaclock import HolidayCalendar
        >>> closed = HolidayCalendar([{"date": "last Friday of November", "name": "Stocktaking"}])
        >>> closed.on(date(2026, 11, 27)).name
        'Stocktaking'

    Rules: R5.
    """

    _examples: ClassVar = {
        "last": ("2027-01-01", "--01-01"),
        "name": ("Founders' Day",),
    }

    date: DateText
    """An ISO date, or a rule for every year; of a run the first."""

    last: DateText = ""
    """The last date of a run, included; of a yearly one it may lie in the next year."""

    name: str = UNNAMED
    """What people call it."""

    observed: Observed = "as_is"
    """Whether a weekend also closes a working day: the `nearest` (Sat to Fri, Sun to Mon) or the `next` (Monday)."""

    @signature
    def __init__(
        self, *, date: DateLike, last: DateLike = "", name: str = UNNAMED, observed: Observed = "as_is"
    ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if not isinstance(given, Mapping) or not isinstance(text := given.get("date"), str):
            return given
        if (named := named_day(text)) and not given.get("last"):
            return {"name": named.name, **given}
        run = _run_in(text)
        return {**given, "date": run[0], "last": run[1]} if run else given

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.date:
            raise HolidayError("a holiday states its date; write e.g. '2026-12-24', or '--12-24' for every year")
        if not self.last:
            return self
        first, last = read_date_rule(self.date), read_date_rule(self.last)
        if isinstance(first, Once) is not isinstance(last, Once):
            raise HolidayError(f"{self.date!r} to {self.last!r}: state a year for both dates of a run, or for none")
        if isinstance(first, Once) and isinstance(last, Once) and last.day < first.day:
            raise HolidayError(f"a run of dates ends on or after its first, but {self.last} is before {self.date}")
        if not isinstance(first, Once):
            goes_over_new_year(self.date, self.last)
        if self.observed != "as_is":
            raise HolidayError("a run of dates is closed as it is; state a working day beside it as a date of its own")
        return self

    @property
    def covered_years(self) -> tuple[int, int]:
        """The years of dates given once; nothing limits yearly ones."""
        first = read_date_rule(self.date)
        return _years_of(first, read_date_rule(self.last or self.date)) if isinstance(first, Once) else _EVERY_YEAR

    def closed(self, first_year: int, last_year: int) -> Iterator[Holiday]:
        """The dates in these years."""
        # A day observed near New Year belongs to a date of the year beside it.
        for day in _dates(self, max(first_year - 1, MINYEAR), min(last_year + 1, MAXYEAR)):
            for closed, name in _with_observed(day, self.name, self.observed):
                if first_year <= closed.year <= last_year:
                    yield Holiday(closed, name)

    def __str__(self) -> str:
        dates = f"{self.date} to {self.last}" if self.last else self.date
        return dates if self.name in (UNNAMED, dates) else f"{dates} ({self.name})"


def names_dates(text: str) -> bool:
    """Whether a text names a date, or a run of dates."""
    return reads_as_date(text) or all(map(reads_as_date, _run_in(text) or [""]))


def _run_in(text: str) -> tuple[str, str] | None:
    """The first and the last date of a run, as they are written."""
    run = None if reads_as_date(text) else _RUN.fullmatch(text)
    return (run[1], run[2].strip()) if run else None


def comes_once(holiday: StatedHoliday) -> bool:
    """Whether its dates come once, rather than every year."""
    return isinstance(read_date_rule(holiday.date), Once)


def follows_easter(holiday: StatedHoliday) -> bool:
    """Whether any of its dates is counted from Easter."""
    return any(counts_from_easter(read_date_rule(text)) for text in (holiday.date, holiday.last) if text)


def _years_of(first: DateRule, last: DateRule) -> tuple[int, int]:
    assert isinstance(first, Once)
    assert isinstance(last, Once)
    return first.day.year, last.day.year


def _dates(holiday: StatedHoliday, first_year: int, last_year: int) -> Iterator[date]:
    """What it closes in some years, before anything is observed."""
    for begins, ends in runs_of(holiday, first_year, last_year):
        yield from dates_between(max(begins, date(first_year, 1, 1)), min(ends, date(last_year, 12, 31)))


def runs_of(holiday: StatedHoliday, first_year: int, last_year: int) -> Iterator[tuple[date, date]]:
    """The runs that may reach into some years, a single date being one, before anything is observed."""
    first = read_date_rule(holiday.date)
    if not holiday.last:
        yield from ((day, day) for day in dates_of(first, first_year, last_year))
        return
    last = read_date_rule(holiday.last)
    if isinstance(first, Once) and isinstance(last, Once):
        yield first.day, last.day
        return
    later = goes_over_new_year(holiday.date, holiday.last)
    for year in range(max(first_year - later, MINYEAR), last_year + 1):
        # What has no 29 February begins a day later, or ends a day earlier.
        ends = date.max if year + later > MAXYEAR else last.nearest_in_year(year + later, later=False)
        yield first.nearest_in_year(year, later=True), ends


def _with_observed(day: date, name: str, observed: str) -> Iterator[tuple[date, str]]:
    """A date, and the working day on which it is observed when it falls on a weekend."""
    yield day, name
    if observed != "as_is" and day.weekday() >= 5:
        back = observed == "nearest" and day.weekday() == 5
        yield day + timedelta(days=-1 if back else 7 - day.weekday()), f"{name} (observed)"


class RelativeHoliday(Declaration):
    """A date so many days after another one, or before it: a holiday of the calendar by its name, or a date by a rule.

    Examples:
        >>> from slaclock import HolidayCalendar
        >>> closed = HolidayCalendar(["US", {"after": "Thanksgiving Day", "days": 1, "name": "Day after Thanksgiving"}])
        >>> closed.on(date(2026, 11, 27)).name
        'Day after Thanksgiving'

    Rules: R5.
    """

    _examples: ClassVar = {
        "after": ("Thanksgiving Day", "easter", "third Monday of January"),
        "before": ("Christmas Day",),
        "days": (1, -1),
        "name": ("Day after Thanksgiving",),
    }

    after: str = ""
    """The other holiday, as its source calls it; or else a date or a rule, e.g. `easter`."""

    before: str = ""
    """The same, of a date that comes before it."""

    days: Annotated[int, Field(ge=-366, le=366)] = 1
    """How many days after it, or before it; negative the other way."""

    name: str = ""
    """What people call it."""

    @signature
    def __init__(self, *, after: str = "", before: str = "", days: int = 1, name: str = "") -> None: ...

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if bool(self.after) is bool(self.before):
            raise HolidayError("a date beside another states `after` or `before`, e.g. after: Thanksgiving Day")
        return self

    @property
    def other(self) -> str:
        """The other holiday or date."""
        return self.after or self.before

    @property
    def offset(self) -> timedelta:
        """How much later than the other it is; negative for earlier."""
        return timedelta(days=-self.days if self.before else self.days)

    def beside(self, holidays: Mapping[date, Holiday]) -> Iterator[Holiday]:
        """The dates that belong to those of these holidays that are the other one."""
        for day, holiday in holidays.items():
            if is_called(holiday, self.other):
                yield Holiday(moved(day, self.offset), str(self), holiday.estimated)

    def beside_dates(self, first: date, last: date) -> Iterator[Holiday]:
        """The dates that belong to the other one where a rule says when that comes, from a first to a last date."""
        for day in dates_of(read_date_rule(self.other), first.year, last.year):
            if first <= day <= last:
                yield Holiday(moved(day, self.offset), str(self))

    def __str__(self) -> str:
        days = f"{abs(self.days)} day{'' if abs(self.days) == 1 else 's'}"
        return self.name or f"{days} {'before' if self.offset < timedelta(0) else 'after'} {self.other}"

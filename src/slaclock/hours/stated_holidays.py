"""`StatedHoliday`, `RelativeHoliday`: dates closed because a policy says so, by themselves or beside others (R5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from slaclock.declaration import Declaration, signature
from slaclock.errors import HolidayError
from slaclock.hours.date_text import YearlyDate, dates_between, is_yearly, read_yearly
from slaclock.hours.field_types import DateLike, YearlyOrDate
from slaclock.hours.holiday import UNNAMED, Holiday, names_of
from slaclock.patterns import pattern

Observed = Literal["as_is", "nearest", "next"]
"""What a holiday on a weekend does: nothing more, or it closes a working day as well."""
_RUN = pattern(r"((?:--|\d).*?\d)\s*(?:\bto\b|\buntil\b|–|—|\s-\s)\s*((?:--|\d).*)")
"""The first and the last of a run of dates: `2026-12-24 to 2027-01-01`."""
_EVERY_YEAR = (MINYEAR, MAXYEAR)


class StatedHoliday(Declaration):
    """A date, or a run of dates, closed because the policy says so: once (`2026-12-24`) or every year (`--12-24`).

    Text states a run, too: `--12-24 to --01-01`.
    """

    _examples: ClassVar = {
        "date": ("2026-12-24", "--08-15"),
        "last": ("2027-01-01", "--01-01"),
        "name": ("Founders' Day",),
    }

    date: YearlyOrDate
    """An ISO date, or `--MM-DD` for every year; of a run the first."""

    last: YearlyOrDate = ""
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
    def _from_a_run(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and isinstance(given.get("date"), str) and (run := _RUN.fullmatch(given["date"])):
            return {**given, "date": run[1], "last": run[2]}
        return given

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.date:
            raise HolidayError("a holiday states its date; write e.g. '2026-12-24', or '--12-24' for every year")
        if not self.last:
            return self
        if is_yearly(self.date) != is_yearly(self.last):
            raise HolidayError(f"{self.date!r} to {self.last!r}: state a year for both dates of a run, or for none")
        if not is_yearly(self.date) and not self.date <= self.last:
            raise HolidayError(f"a run of dates ends on or after its first, but {self.last} is before {self.date}")
        if self.observed != "as_is":
            raise HolidayError("a run of dates is closed as it is; state a working day beside it as a date of its own")
        return self

    @property
    def covered_years(self) -> tuple[int, int]:
        """The years of dates given once; nothing limits yearly ones."""
        once = date_given_once(self)
        return (once.year, date.fromisoformat(self.last or self.date).year) if once else _EVERY_YEAR

    def closed(self, first_year: int, last_year: int) -> Iterator[Holiday]:
        """The dates in these years."""
        # A day observed near New Year belongs to a date of the year beside it.
        for day in _dates(self, max(first_year - 1, MINYEAR), min(last_year + 1, MAXYEAR)):
            for closed, name in _with_observed(day, self.name, self.observed):
                if first_year <= closed.year <= last_year:
                    yield Holiday(closed, name)

    def __str__(self) -> str:
        dates = f"{self.date} to {self.last}" if self.last else self.date
        return dates if self.name == UNNAMED else f"{dates} ({self.name})"


def date_given_once(holiday: StatedHoliday) -> date | None:
    """The date, or the first one of a run, of what does not come every year."""
    return None if is_yearly(holiday.date) else date.fromisoformat(holiday.date)


def _dates(holiday: StatedHoliday, first_year: int, last_year: int) -> Iterator[date]:
    """What it closes in some years, before anything is observed."""
    for first, last in _runs(holiday, first_year, last_year):
        yield from dates_between(max(first, date(first_year, 1, 1)), min(last, date(last_year, 12, 31)))


def _runs(holiday: StatedHoliday, first_year: int, last_year: int) -> Iterator[tuple[date, date]]:
    """Its runs, a single date being one, that may reach into some years."""
    once = date_given_once(holiday)
    if once is not None:
        yield once, date.fromisoformat(holiday.last or holiday.date)
        return
    begins, ends = read_yearly(holiday.date), read_yearly(holiday.last or holiday.date)
    for year in range(first_year, last_year + 1):
        first, last = begins.in_year(year), _end_of_run(ends, year + (begins > ends))
        if holiday.last:  # What has no 29 February begins a day later, or ends a day earlier.
            first, last = first or date(year, 3, 1), last or date(year + (begins > ends), 2, 28)
        if first and last:
            yield first, last


def _end_of_run(ends: YearlyDate, year: int) -> date | None:
    return ends.in_year(year) if year <= MAXYEAR else date.max


def _with_observed(day: date, name: str, observed: str) -> Iterator[tuple[date, str]]:
    """A date, and the working day on which it is observed when it falls on a weekend."""
    yield day, name
    if observed != "as_is" and day.weekday() >= 5:
        back = observed == "nearest" and day.weekday() == 5
        yield day + timedelta(days=-1 if back else 7 - day.weekday()), f"{name} (observed)"


class RelativeHoliday(Declaration):
    """A date so many days after another holiday of the calendar, every time that one comes.

    Examples:
        >>> from slaclock import HolidayCalendar
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

    @signature
    def __init__(self, *, after: str, days: int = 1, name: str = "") -> None: ...

    def beside(self, holidays: Mapping[date, Holiday]) -> Iterator[Holiday]:
        """The dates that belong to these holidays."""
        for day, holiday in holidays.items():
            if self.is_beside(holiday):
                yield Holiday(day + timedelta(days=self.days), str(self), holiday.estimated)

    def is_beside(self, holiday: Holiday) -> bool:
        """Whether this is the other holiday; an estimate says so behind its name."""
        names = names_of(holiday)
        return self.after in names or (holiday.estimated and any(name.startswith(f"{self.after} (") for name in names))

    def __str__(self) -> str:
        days = f"{abs(self.days)} day{'' if abs(self.days) == 1 else 's'}"
        return self.name or f"{days} {'before' if self.days < 0 else 'after'} {self.after}"

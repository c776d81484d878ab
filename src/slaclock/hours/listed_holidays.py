"""`ListedHolidays`: dates that were read elsewhere, with the years for which they are complete (R5, R14)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date
from typing import Any, ClassVar, Self

from pydantic import field_validator, model_validator

from slaclock.declaration import Declaration, FrozenMapping, signature
from slaclock.errors import HolidayError, HoursError
from slaclock.hours.date_text import is_yearly, read_date
from slaclock.hours.holiday import UNNAMED, Holiday
from slaclock.keeping import cached_property

MOST_LISTED = 20_000
"""Dates that a list holds at most: a source of holidays has a few dozen a year."""


class ListedHolidays(Declaration):
    """Dates with their names, as a feed of iCalendar or an object of the `holidays` package had them.

    Examples:
        >>> read = ListedHolidays(listed={"2026-12-24": "Christmas Eve"}, years=[2026, 2026], name="Company calendar")
        >>> [holiday.name for holiday in read.closed(2026, 2026)]
        ['Christmas Eve']

    Rules: R5, R14.
    """

    _examples: ClassVar = {
        "listed": ({"2026-12-24": "Christmas Eve"},),
        "years": ([2026, 2027],),
        "name": ("Company calendar",),
    }

    listed: FrozenMapping[str]
    """The name of each date."""

    years: tuple[int, int]
    """The first and the last year for which they are complete."""

    name: str = ""
    """What the list is called."""

    @signature
    def __init__(self, *, listed: Mapping[str, str], years: tuple[int, int] | list[int], name: str = "") -> None: ...

    @field_validator("listed", mode="before")
    @classmethod
    def _read_dates(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        if len(given) > MOST_LISTED:
            raise HolidayError(f"{len(given):,} dates are more than the {MOST_LISTED:,} of a list; leave years out")
        return {(day.isoformat() if isinstance(day, date) else day): name for day, name in given.items()}

    @model_validator(mode="after")
    def _in_years(self) -> Self:
        first, last = self.years
        if not MINYEAR <= first <= last <= MAXYEAR:
            raise HolidayError(f"years go from a first to a last one, not {self.years}; write e.g. [2026, 2027]")
        for text in self.listed:
            if is_yearly(text):
                raise HolidayError(f"cannot read {text!r} as a date of a list; write e.g. '2026-12-24'")
            try:
                read_date(text)
            except HoursError as error:
                raise HolidayError(str(error)) from None
        return self

    @property
    def covered_years(self) -> tuple[int, int]:
        """The years for which the list is complete."""
        return self.years

    @cached_property
    def _in_order(self) -> list[tuple[date, str]]:
        return sorted((date.fromisoformat(text), name) for text, name in self.listed.items())

    def closed(self, first_year: int, last_year: int) -> Iterator[Holiday]:
        """The dates in these years, in order."""
        for day, name in self._in_order[bisect_left(self._in_order, (date(first_year, 1, 1), "")) :]:
            if day.year > last_year:
                return
            yield Holiday(day, name or UNNAMED)

    def __str__(self) -> str:
        return self.name or f"{len(self.listed)} listed dates"

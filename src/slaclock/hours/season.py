"""`Season`: other weekly hours for a run of dates (R4, R6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field, field_validator, model_validator

from slaclock.declaration import Declaration, signature
from slaclock.errors import HoursError
from slaclock.hours.date_rules import Once, goes_over_new_year, read_date_rule
from slaclock.hours.field_types import DateLike, DateText
from slaclock.hours.window import SupportWindow
from slaclock.keeping import cached_property

MOST_SEASONS = 5_000
"""Seasons of a schedule."""


class Season(Declaration):
    """Other weekly hours for a run of dates: once, from a date on, or every year.

    Examples:
        >>> summer = Season(first="--06-01", last="--08-31", hours="Mon-Thu 09:00-18:00; Fri 09:00-13:00")
        >>> summer.covers(date(2026, 7, 3)), summer.covers(date(2026, 9, 1))
        (True, False)

    Rules: R4, R6.
    """

    _examples: ClassVar = {
        "name": ("Ramadan hours",),
    }

    first: DateText
    """The first date: `2026-02-18`, or for every year `--06-01` or `last Sunday of March`."""

    last: DateText = ""
    """The last date, included; without one the hours hold from the first date on."""

    hours: tuple[SupportWindow, ...]
    """The weekly hours in that time; `closed` for none."""

    name: str = ""
    """What people call it, e.g. `Ramadan hours`."""

    @signature
    def __init__(
        self,
        *,
        first: DateLike,
        last: DateLike = "",
        hours: str | Sequence[str | SupportWindow | Mapping[str, Any]],
        name: str = "",
    ) -> None: ...

    @field_validator("hours", mode="before", json_schema_input_type=str | list[str | SupportWindow])
    @classmethod
    def _read_hours(cls, given: object) -> object:
        if isinstance(given, str) and given.strip().lower() in ("closed", "off"):
            return ()
        parts = [given] if isinstance(given, str) else given
        if not isinstance(parts, (list, tuple)):
            return given
        return [row for part in parts for row in (SupportWindow.parse(part) if isinstance(part, str) else [part])]

    @model_validator(mode="after")
    def _in_order(self) -> Season:
        if not self.first:
            raise HoursError("a season states its first date, e.g. first: 2026-02-18")
        first, last = read_date_rule(self.first), read_date_rule(self.last) if self.last else None
        yearly = not isinstance(first, Once)
        if yearly and not last:
            raise HoursError(f"a season of every year needs its last date beside {self.first!r}; write e.g. '--08-31'")
        if last and yearly is isinstance(last, Once):
            raise HoursError(f"{self.first!r} and {self.last!r}: state a year for both dates of a season, or for none")
        if isinstance(first, Once) and isinstance(last, Once) and last.day < first.day:
            raise HoursError(f"a season ends on or after its first date, but {self.last} is before {self.first}")
        if last and yearly:
            goes_over_new_year(self.first, self.last)
        return self

    def covers(self, day: date) -> bool:
        """Whether these hours hold on a date; a yearly season may go over New Year.

        Rules: R4, R6.
        """
        return any(first <= day <= last for first, last in self.in_year(day.year))

    def in_year(self, year: int) -> list[tuple[date, date]]:
        """The first and the last date, both included, between which these hours hold in a year: once, or twice.

        What comes once is given in every year as it is stated.

        Rules: R4, R6.
        """
        first = read_date_rule(self.first).nearest_in_year(year, later=True)
        last = read_date_rule(self.last).nearest_in_year(year, later=False) if self.last else date.max
        if self._over_new_year:
            return [(date(year, 1, 1), last), (first, date(year, 12, 31))]
        return [(first, last)] if first <= last else []

    @cached_property
    def _over_new_year(self) -> bool:
        return not isinstance(read_date_rule(self.first), Once) and goes_over_new_year(self.first, self.last)

    @property
    def words(self) -> str:
        """Its dates and its hours: `1 June to 31 August: Mon-Thu 09:00-18:00; Fri 09:00-13:00`."""
        first, last = (read_date_rule(each).words if each else "" for each in (self.first, self.last))
        dates = (first if last == first else f"{first} to {last}") if last else f"from {first} on"
        return f"{dates}: {'; '.join(map(str, self.hours)) or 'closed'}"

    def __str__(self) -> str:
        if self.name or not self.last:
            return self.name or f"hours from {self.first} on"
        return f"hours of {self.first}" + (f" to {self.last}" if self.last != self.first else "")


SeasonsInput = Annotated[tuple[Season, ...], Field(max_length=MOST_SEASONS)]
"""The seasons of a schedule, in the order in which they are stated."""

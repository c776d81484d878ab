"""`Rule`: what a text of opening hours says, rule by rule: on which dates which hours are open (R3, R4).

What rules mean together is the matter of those who ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

DAY = 24 * 60
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class DateOf(NamedTuple):
    """A date of a year or of every year, or one counted from Easter."""

    year: int | None
    month: int
    day: int
    easter: int | None = None
    """How many days after Easter, in place of a month and a day."""

    @property
    def text(self) -> str:
        """It as the library writes dates."""
        if self.easter is not None:
            return f"easter {self.easter:+d}" if self.easter else "easter"
        return f"{self.year:04}-{self.month:02}-{self.day:02}" if self.year else f"--{self.month:02}-{self.day:02}"


class Dates(NamedTuple):
    """From a first to a last date, both included."""

    first: DateOf
    last: DateOf

    @property
    def is_one(self) -> bool:
        """Whether it is a single date."""
        return self.first == self.last


class DayOf(NamedTuple):
    """A day of the week, or its places in a month, from the end where negative."""

    weekday: int
    """0 is Monday."""
    places: tuple[int, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One rule: on which dates which hours are open."""

    text: str
    adds: bool
    """Whether its hours stand beside those of the rules before it, in place of instead of them."""
    dates: tuple[Dates, ...] = ()
    weeks: tuple[int, ...] = ()
    days: tuple[DayOf, ...] = ()
    holidays: bool = False
    """Whether it is about public holidays."""
    times: tuple[tuple[int, int], ...] = ()
    """Minutes since midnight; an end behind the end of the day is on the next."""
    comment: str = ""

    @property
    def closes(self) -> bool:
        """Whether it has no hours."""
        return not self.times

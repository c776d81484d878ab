"""`SupportWindow`: weekly hours as they are declared, and `ClockRange`, of which they are made (R3, R4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, field_validator

from slaclock.declaration import Declaration, signature
from slaclock.errors import HoursError
from slaclock.hours.clock_times import MIDNIGHT, ClockTimes, write_time
from slaclock.hours.field_types import TimeLike, TimeOfDay
from slaclock.hours.text import read_days, read_hours
from slaclock.hours.weekdays import WEEK, Weekday, in_week_order, write_days


class ClockRange(Declaration):
    """From one local reading to another, on a date that something else names.

    Rules: R3, R4.
    """

    opens: TimeOfDay
    """Local time of day, included."""

    closes: TimeOfDay
    """Local time of day, excluded; at or before `opens` means on the next day."""

    @signature
    def __init__(self, *, opens: TimeLike, closes: TimeLike) -> None: ...

    @property
    def readings(self) -> ClockTimes:
        """Opening and closing, as plain times."""
        return ClockTimes(self.opens, self.closes)

    def __str__(self) -> str:
        return f"{write_time(self.opens)}-{write_time(self.closes, closing=True)}"


class SupportWindow(ClockRange):
    """One stretch of support that repeats weekly and belongs to the day on which it opens.

    Examples:
        >>> [str(window) for window in SupportWindow.parse("Sunday to Thursday: 10:00 PM to 6:00 AM")]
        ['Sun-Thu 22:00-06:00']
        >>> SupportWindow(days="Sun-Thu", opens="22:00", closes="06:00").crosses_midnight
        True

    Rules: R3, R4.
    """

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    """Local days on which the window opens, Monday first."""

    @signature
    def __init__(self, *, days: str | Iterable[str], opens: TimeLike, closes: TimeLike) -> None: ...

    @field_validator("days", mode="before", json_schema_input_type=str | list[Weekday])
    @classmethod
    def _read_days(cls, given: object) -> object:
        if isinstance(given, str):
            return read_days(given)
        return in_week_order(given) if isinstance(given, (list, tuple)) and set(given) <= set(WEEK) else given

    @property
    def crosses_midnight(self) -> bool:
        """Whether part of the window lies on the day after the one on which it opens."""
        return MIDNIGHT < self.closes <= self.opens

    @property
    def is_whole_week(self) -> bool:
        """Whether the window alone leaves no time closed: `24x7`."""
        return self.opens == self.closes and len(self.days) == len(WEEK)

    @classmethod
    def parse(cls, text: str) -> tuple[SupportWindow, ...]:
        """Read weekly hours as people write them.

        Args:
            text: One or several rules, e.g. `Mon-Fri 09:00-13:00, 14:00-18:00; Sat 10-14`.

        Returns:
            The windows in the order of the text; a block of days is cut at each midnight.

        Raises:
            HoursError: The text is not understood, or leaves the whole week closed.

        Examples:
            >>> [str(window) for window in SupportWindow.parse("Sun 14:00 - Tue 17:00")]
            ['Sun 14:00-24:00', 'Mon 00:00-24:00', 'Tue 00:00-17:00']

        Rules: R3, R4.
        """
        read = read_hours(text)
        if read.dated:
            problem = "it has dates of a rule, which stand in the `hours` of a schedule"
            raise HoursError(f"cannot read {text!r} as weekly hours: {problem}")
        if read.excludes_holidays:
            raise HoursError(f"cannot read {text!r} as weekly hours: holidays are stated as `holidays` of a schedule")
        return tuple(cls(days=days, opens=times.opens, closes=times.closes) for days, times in read.weekly)

    def __str__(self) -> str:
        return "24x7" if self.is_whole_week else f"{write_days(self.days)} {super().__str__()}"

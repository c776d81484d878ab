"""Support windows as they are declared: weekly, for one date, or by a recurrence rule (R3, R4, R6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from slaclock.declaration import Declaration
from slaclock.errors import HoursError
from slaclock.hours_text import (
    MIDNIGHT,
    WEEK,
    ClockTimes,
    Weekday,
    in_week_order,
    read_day,
    read_days,
    read_time,
    read_week,
    write_days,
    write_time,
)

if TYPE_CHECKING:
    from dateutil.rrule import rrule as dateutil_rrule

ONE_DAY = timedelta(days=1)


def _time_of(given: object) -> object:
    return read_time(given) if isinstance(given, str) else given


def _without_zone(reading: time) -> time:
    if reading.tzinfo is not None:
        raise HoursError(f"{reading} has a zone of its own; the schedule's `timezone` says where clocks are read")
    return reading


TimeOfDay = Annotated[
    time,
    BeforeValidator(_time_of, json_schema_input_type=str),
    AfterValidator(_without_zone),
    Field(examples=["22:00", "6 AM", "24:00"]),
]
"""A local time of day without a zone: a `time`, or text such as `22:00`, `10 PM` or `24:00`."""


class ClockRange(Declaration):
    """From one local reading to another, on a date that something else names.

    Rules: R3, R4.
    """

    opens: TimeOfDay
    """Local time of day, included."""

    closes: TimeOfDay
    """Local time of day, excluded; at or before `opens` means on the next day."""

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

    if TYPE_CHECKING:

        def __init__(self, *, days: str | Iterable[str], opens: str | time, closes: str | time) -> None: ...

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    """Local days on which the window opens, Monday first."""

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
        return tuple(cls(days=row.days, opens=row.times.opens, closes=row.times.closes) for row in read_week(text))

    def __str__(self) -> str:
        return "24x7" if self.is_whole_week else f"{write_days(self.days)} {super().__str__()}"


class ExceptionHours(Declaration):
    """The hours of one date, in place of its weekly ones; they win over a holiday.

    Examples:
        >>> ExceptionHours(date="2026-12-24", hours="09:00-13:00", name="Christmas Eve").hours[0].closes
        datetime.time(13, 0)

    Rules: R6.
    """

    if TYPE_CHECKING:

        def __init__(
            self, *, date: str | date, hours: str | Iterable[str | ClockRange | Mapping[str, Any]], name: str = ""
        ) -> None: ...

    date: date
    """The local date whose hours these are."""

    hours: tuple[ClockRange, ...]
    """What opens on that date; nothing when it is closed."""

    name: str = ""
    """What people call the occasion."""

    @field_validator("hours", mode="before", json_schema_input_type=str | list[str | ClockRange])
    @classmethod
    def _read_hours(cls, given: object) -> object:
        parts = [given] if isinstance(given, str) else given
        if not isinstance(parts, (list, tuple)):
            return given
        return [row for part in parts for row in (_day_rows(part) if isinstance(part, str) else [part])]


def _day_rows(text: str) -> list[dict[str, time]]:
    return [times._asdict() for times in read_day(text)]


class Recurrence(Declaration):
    """Windows that repeat by an iCalendar rule (RFC 5545), e.g. on the first Saturday of each month.

    Examples:
        >>> patching = Recurrence(rrule="FREQ=MONTHLY;BYDAY=1SA", first="2026-01-01", opens="22:00", closes="04:00")
        >>> [str(day) for day in patching.dates(date(2026, 11, 1), date(2026, 12, 31))]
        ['2026-11-07', '2026-12-05']

    Rules: R4.
    """

    if TYPE_CHECKING:

        def __init__(self, *, rrule: str, first: str | date, opens: str | time, closes: str | time) -> None: ...

    rrule: str
    """The rule, with FREQ of DAILY or longer; UNTIL, if any, is a date or a local reading."""

    first: date
    """The local date from which the rule counts (its DTSTART)."""

    opens: TimeOfDay
    """Local time of day, included."""

    closes: TimeOfDay
    """Local time of day, excluded; at or before `opens` means on the next day."""

    @model_validator(mode="after")
    def _check_rule(self) -> Recurrence:
        if not any(f"FREQ={each}" in self.rrule.upper() for each in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")):
            raise HoursError(
                f"cannot read {self.rrule!r} as a recurrence: it needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY; "
                "write e.g. 'FREQ=MONTHLY;BYDAY=1SA'"
            )
        if any(part in self.rrule.upper() for part in ("DTSTART", "BYHOUR", "BYMINUTE", "BYSECOND", "\n")):
            raise HoursError(
                f"cannot read {self.rrule!r} as a recurrence: `first`, `opens` and `closes` say when it happens; "
                "the rule names days only, e.g. 'FREQ=MONTHLY;BYDAY=1SA'"
            )
        self._rule()
        return self

    def dates(self, first: date, last: date) -> Iterator[date]:
        """The local dates from `first` to `last`, both included, on which a window opens."""
        start, end = datetime.combine(first, time.min), datetime.combine(last, time.max)
        for occurrence in self._rule().xafter(start, inc=True):
            if occurrence > end:
                return
            yield occurrence.date()

    def _rule(self) -> dateutil_rrule:
        from dateutil.rrule import rrule, rrulestr

        try:
            rule = rrulestr(self.rrule, dtstart=datetime.combine(self.first, MIDNIGHT))
        except (ValueError, TypeError, KeyError) as error:
            raise HoursError(
                f"cannot read {self.rrule!r} as a recurrence: {error}; write e.g. 'FREQ=MONTHLY;BYDAY=1SA'"
            ) from None
        assert isinstance(rule, rrule)
        return rule

    def __str__(self) -> str:
        return f"{self.rrule} from {self.first} {write_time(self.opens)}-{write_time(self.closes, closing=True)}"

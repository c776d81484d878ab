"""`ExceptionHours`: the hours of single dates, of dates that come every year, and of holidays (R6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from slaclock.declaration import Declaration, signature
from slaclock.errors import HoursError
from slaclock.hours.date_rules import Once, named_day, read_date_rule, reads_as_date
from slaclock.hours.field_types import DateLike, DateText
from slaclock.hours.text import read_day
from slaclock.hours.window import ClockRange

DaysOff = Literal["closed", "open"]
"""What hours do on a date on which the weekly ones open nothing."""
ALL_HOLIDAYS = "holidays"
"""What stands for all holidays where the name of one may stand."""
WORKING_WEEKENDS = "working_weekends"
"""What stands for the dates on weekends that are worked because other days are off instead."""


class ExceptionHours(Declaration):
    """Hours in place of the weekly ones; they win over a holiday.

    They are those of a date, of a date that comes every year, or of holidays: of one by its name, of a category of
    the source, or of all. Of several that hold on one date the nearest wins: a date, then a date of every year, then
    a name, then a category, then all holidays.

    Examples:
        >>> ExceptionHours(date="2026-12-24", hours="09:00-13:00", name="Christmas Eve").hours[0].closes
        datetime.time(13, 0)
        >>> str(ExceptionHours(holiday="half_day", hours="09:30-13:00").hours[0])
        '09:30-13:00'

    Rules: R6.
    """

    _examples: ClassVar = {
        "holiday": ("Thanksgiving Day", "half_day", "holidays"),
        "name": ("Christmas Eve",),
    }

    date: DateText = ""
    """The local date whose hours these are, or a rule for one in every year."""

    holiday: str = ""
    """Instead of a date: the name of a holiday, a category of its source (`half_day`), or `holidays` for all of them.

    `working_weekends` are the dates that a source opens instead of days off.
    """

    hours: tuple[ClockRange, ...]
    """What opens on that date; nothing when it is closed."""

    days_off: DaysOff | None = None
    """Whether these hours are `open` on a date on which the weekly ones open nothing, or leave it `closed`.

    By default a single date is open, and what comes every year is closed: 24 December on a Saturday.
    """

    name: str = ""
    """What people call the occasion."""

    @signature
    def __init__(
        self,
        *,
        date: DateLike = "",
        holiday: str = "",
        hours: str | Sequence[str | ClockRange | Mapping[str, Any]],
        days_off: DaysOff | None = None,
        name: str = "",
    ) -> None: ...

    @field_validator("hours", mode="before", json_schema_input_type=str | list[str | ClockRange])
    @classmethod
    def _read_hours(cls, given: object) -> object:
        parts = [given] if isinstance(given, str) else given
        if not isinstance(parts, (list, tuple)):
            return given
        return [row for part in parts for row in (_day_rows(part) if isinstance(part, str) else [part])]

    @model_validator(mode="after")
    def _one_occasion(self) -> ExceptionHours:
        if bool(self.date) is bool(self.holiday):
            raise HoursError("an exception states its `date` or its `holiday`, e.g. date: 2026-12-24")
        return self

    @property
    def opens_days_off(self) -> bool:
        """Whether these hours are open where the weekly ones open nothing."""
        return self.days_off == "open" or (self.days_off is None and single_date(self) is not None)

    @property
    def occasion(self) -> str:
        """Whose hours these are, as it is written."""
        return self.date or self.holiday


def single_date(exception: ExceptionHours) -> date | None:
    """The date of an exception that comes once."""
    rule = read_date_rule(exception.date) if exception.date else None
    return rule.day if isinstance(rule, Once) else None


def _day_rows(text: str) -> list[dict[str, time]]:
    return [times._asdict() for times in read_day(text)]


def _exceptions_in(given: object) -> object:
    if isinstance(given, Mapping):
        return tuple(_exception_row(day, hours) for day, hours in given.items())
    return given


def _exception_row(occasion: object, hours: object) -> dict[str, object]:
    stated = dict(hours) if isinstance(hours, Mapping) else {"hours": hours}
    return {"date" if _is_date(occasion) else "holiday": occasion, **stated}


def _is_date(occasion: object) -> bool:
    """Whether a key is a date; a day that has a name may be a holiday of that name."""
    if not isinstance(occasion, str):
        return True
    return occasion[:1].isdigit() or occasion[:2] == "--" or (reads_as_date(occasion) and not named_day(occasion))


ExceptionsLike = Mapping[str, Any] | Mapping[date, Any] | Iterable[ExceptionHours | Mapping[str, Any]]
"""Hours by date or holiday, as `{"2026-12-24": "09:00-13:00"}`, or a list of `ExceptionHours`."""
MOST_EXCEPTIONS = 10_000
"""Exceptions of a schedule."""
ExceptionsInput = Annotated[
    tuple[ExceptionHours, ...],
    Field(max_length=MOST_EXCEPTIONS),
    BeforeValidator(_exceptions_in, json_schema_input_type=dict[str, Any] | list[ExceptionHours]),
]
"""Hours of single dates and of holidays, by what they are of, or as a list."""

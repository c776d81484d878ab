"""`ExceptionHours`: the hours of single dates, in place of weekly ones (R6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, field_validator

from slaclock.declaration import Declaration, signature
from slaclock.hours.field_types import DateLike, GivenDate
from slaclock.hours.text import read_day
from slaclock.hours.window import ClockRange


class ExceptionHours(Declaration):
    """The hours of one date, in place of its weekly ones; they win over a holiday.

    Examples:
        >>> ExceptionHours(date="2026-12-24", hours="09:00-13:00", name="Christmas Eve").hours[0].closes
        datetime.time(13, 0)

    Rules: R6.
    """

    _examples: ClassVar = {
        "date": ("2026-12-24",),
        "name": ("Christmas Eve",),
    }

    date: GivenDate
    """The local date whose hours these are."""

    hours: tuple[ClockRange, ...]
    """What opens on that date; nothing when it is closed."""

    name: str = ""
    """What people call the occasion."""

    @signature
    def __init__(
        self, *, date: DateLike, hours: str | Sequence[str | ClockRange | Mapping[str, Any]], name: str = ""
    ) -> None: ...

    @field_validator("hours", mode="before", json_schema_input_type=str | list[str | ClockRange])
    @classmethod
    def _read_hours(cls, given: object) -> object:
        parts = [given] if isinstance(given, str) else given
        if not isinstance(parts, (list, tuple)):
            return given
        return [row for part in parts for row in (_day_rows(part) if isinstance(part, str) else [part])]


def _day_rows(text: str) -> list[dict[str, time]]:
    return [times._asdict() for times in read_day(text)]


def _exceptions_in(given: object) -> object:
    if isinstance(given, Mapping):
        return tuple(_exception_row(day, hours) for day, hours in given.items())
    return given


def _exception_row(day: object, hours: object) -> dict[str, object]:
    stated = dict(hours) if isinstance(hours, Mapping) else {"hours": hours}
    return {"date": day, **stated}


ExceptionsLike = Mapping[str, Any] | Mapping[date, Any] | Iterable[ExceptionHours | Mapping[str, Any]]
"""Hours by date, as `{"2026-12-24": "09:00-13:00"}`, or a list of `ExceptionHours`."""
ExceptionsInput = Annotated[
    tuple[ExceptionHours, ...],
    BeforeValidator(_exceptions_in, json_schema_input_type=dict[str, Any] | list[ExceptionHours]),
]
"""Hours of single dates, by date or as a list."""

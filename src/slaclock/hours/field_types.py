"""Times of day and dates, as fields of declared things take them (R1, R3)."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from slaclock.errors import HoursError
from slaclock.hours.date_rules import read_date_rule
from slaclock.hours.date_text import is_yearly, read_date
from slaclock.hours.text import read_time

TimeLike = str | time
"""What may be given for a time of day."""


def _time_of(given: object) -> object:
    if isinstance(given, (int, float)):
        raise HoursError(f"cannot read {given!r} as a time of day; write it as text, e.g. '09:00'")
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


DateLike = str | date
"""What may be given for a date."""


def _date_of(given: object) -> object:
    if isinstance(given, str) and not is_yearly(given):
        return read_date(given)
    if isinstance(given, (int, float, str)):
        raise HoursError(f"cannot read {given!r} as a date; write e.g. '2026-12-24'")
    return given


GivenDate = Annotated[date, BeforeValidator(_date_of, json_schema_input_type=str)]
"""A date, or text such as `2026-12-24`."""


def _text_of(given: object) -> object:
    text = given.isoformat() if isinstance(given, date) else given
    return str(read_date_rule(text)) if isinstance(text, str) and text else text


DateText = Annotated[
    str, BeforeValidator(_text_of), Field(examples=["2026-02-18", "--06-01", "third Monday of January", "easter -2"])
]
"""An ISO date, or for every year `--MM-DD`, a day of the week by its place in a month, or days from Easter."""

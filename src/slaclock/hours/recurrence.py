"""`Recurrence`: hours that repeat by a rule of iCalendar (R4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from pydantic import model_validator

from slaclock.declaration import Declaration, signature
from slaclock.hours.clock_times import MIDNIGHT, write_time
from slaclock.hours.field_types import DateLike, TimeLike, TimeOfDay
from slaclock.hours.recurrence_rule import read_rule


class Recurrence(Declaration):
    """Windows that repeat by an iCalendar rule (RFC 5545), e.g. on the first Saturday of each month.

    Examples:
        >>> patching = Recurrence(rrule="FREQ=MONTHLY;BYDAY=1SA", first="2026-01-01", opens="22:00", closes="04:00")
        >>> [str(day) for day in patching.dates(date(2026, 11, 1), date(2026, 12, 31))]
        ['2026-11-07', '2026-12-05']

    Rules: R4.
    """

    _examples: ClassVar = {
        "rrule": ("FREQ=MONTHLY;BYDAY=1SA",),
        "first": ("2026-01-01",),
    }

    rrule: str
    """The rule, with FREQ of DAILY or longer; UNTIL, if any, is a date or a local reading."""

    first: date
    """The local date from which the rule counts (its DTSTART); for a rule by the month as text the first of all."""

    opens: TimeOfDay
    """Local time of day, included."""

    closes: TimeOfDay
    """Local time of day, excluded; at or before `opens` means on the next day."""

    @signature
    def __init__(self, *, rrule: str, first: DateLike, opens: TimeLike, closes: TimeLike) -> None: ...

    @model_validator(mode="after")
    def _check_rule(self) -> Recurrence:
        read_rule(self.rrule, self.first)
        return self

    @property
    def crosses_midnight(self) -> bool:
        """Whether part of a window lies on the day after the one on which it opens."""
        return MIDNIGHT < self.closes <= self.opens

    def dates(self, first: date, last: date) -> Iterator[date]:
        """The local dates from `first` to `last`, both included, on which a window opens."""
        return read_rule(self.rrule, self.first).dates(first, last)

    def __str__(self) -> str:
        begins = f" from {self.first}" if self.first > date.min else ""
        return f"{self.rrule}{begins} {write_time(self.opens)}-{write_time(self.closes, closing=True)}"

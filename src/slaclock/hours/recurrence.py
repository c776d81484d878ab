"""`Recurrence`: hours that repeat by a rule of iCalendar (R4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, ClassVar

from pydantic import model_validator

from slaclock.declaration import Declaration, signature
from slaclock.errors import HoursError
from slaclock.hours.field_types import DateLike, TimeLike, TimeOfDay
from slaclock.hours.text import MIDNIGHT, write_time

if TYPE_CHECKING:
    from dateutil.rrule import rrule as dateutil_rrule


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
    """The local date from which the rule counts (its DTSTART)."""

    opens: TimeOfDay
    """Local time of day, included."""

    closes: TimeOfDay
    """Local time of day, excluded; at or before `opens` means on the next day."""

    @signature
    def __init__(self, *, rrule: str, first: DateLike, opens: TimeLike, closes: TimeLike) -> None: ...

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
        if re.search(r"INTERVAL=0*(?:;|$)", self.rrule.upper()):
            raise HoursError(f"cannot read {self.rrule!r} as a recurrence: INTERVAL is 1 or more")
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

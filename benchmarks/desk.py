"""A support desk in terms that every contestant understands: one window on some weekdays, less some dates."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

HolidayRule = Literal["opening_date", "calendar_date"]


@dataclass(frozen=True)
class Desk:
    """Open from `opens` to `closes` on each of `weekdays`; at or before `opens` means on the next day."""

    zone: str
    weekdays: tuple[int, ...]
    """Monday is 0."""
    opens: time
    closes: time
    holidays: frozenset[date] = field(default_factory=frozenset)
    holiday_rule: HolidayRule = "opening_date"

    @property
    def closes_next_day(self) -> bool:
        return self.closes <= self.opens

    @property
    def splits_holidays(self) -> bool:
        """Say whether a window has time on two dates, so that the two readings of a holiday differ."""
        return bool(self.holidays) and self.closes_next_day and self.closes != time()

    def at(self, reading: str) -> datetime:
        """Return the instant of a reading in the desk's own zone, or of one in UTC if it ends in Z."""
        instant = datetime.fromisoformat(reading)
        return instant.replace(tzinfo=ZoneInfo(self.zone)) if instant.tzinfo is None else instant.astimezone(UTC)

"""What formats of hours cannot say, refused by name: offsets, odd times, nights in another reading (R4, R19)."""

from __future__ import annotations

from typing import Literal

from slaclock.errors import PayloadError
from slaclock.hours import ClockRange, Recurrence, Schedule

Step = Literal["whole minutes", "quarter hours", "half hours"]
"""In what a format has its times."""

_MINUTES: dict[Step, int] = {"whole minutes": 1, "quarter hours": 15, "half hours": 30}


def refuse_offset(schedule: Schedule) -> None:
    """Refuse a zone that is an offset, for formats that name places."""
    if schedule.timezone.startswith(("UTC+", "UTC-")):
        raise PayloadError("timezone", f"{schedule.timezone!r} is an offset and no place; the format names places")


def refuse_between(step: Step, times: ClockRange | Recurrence) -> None:
    """Refuse what opens or closes between the steps in which a format has its times."""
    clocks = (times.opens, times.closes)
    if any(clock.second or clock.microsecond or clock.minute % _MINUTES[step] for clock in clocks):
        raise PayloadError("hours", f"{times} is not in {step}, in which the format has its times")


def refuse_closing_dates(schedule: Schedule) -> None:
    """Refuse a schedule whose nights belong to the date on which they close, where it has nights."""
    if schedule.belongs_to != "opening_date":
        raise PayloadError("belongs_to", "the format does not say that a night belongs to the date on which it closes")


def refuse_uncut_nights(schedule: Schedule, has_holidays: bool) -> None:
    """Refuse nights that a holiday closes whole, and those of closing dates, where a format closes calendar dates."""
    if has_holidays and schedule.holiday_rule != "calendar_date":
        means = "the product closes from midnight to midnight; state holiday_rule='calendar_date'"
        raise PayloadError("holiday_rule", f"a holiday closes the nights that open on it here, and {means}")
    refuse_closing_dates(schedule)

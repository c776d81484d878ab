"""Dates and clock times in words: names of days and months are the library's own, whatever the process's locale."""

from __future__ import annotations

from datetime import date, datetime, timezone, tzinfo

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SHORT = 3


def day_name(day: date) -> str:
    """The day of the week: `Wednesday`."""
    return DAY_NAMES[day.weekday()]


def month_name(day: date) -> str:
    """The month: `November`."""
    return MONTH_NAMES[day.month - 1]


def date_words(day: date) -> str:
    """A date in full: `24 December 2026`."""
    return f"{day.day} {month_name(day)} {day.year}"


def short_date(day: date) -> str:
    """A date whose year is known: `Wed 25 Nov`."""
    return f"{day_name(day)[:_SHORT]} {day_and_month(day)}"


def day_and_month(day: date) -> str:
    """A date whose year and day of the week are known: `25 Nov`."""
    return f"{day.day:02} {month_name(day)[:_SHORT]}"


def iso_date(day: date) -> str:
    """A date that can be typed, with its day of the week: `Wed 2026-11-25`."""
    return f"{day_name(day)[:_SHORT]} {day:%Y-%m-%d}"


def time_words(local: datetime) -> str:
    """A reading of a clock, as exact as it needs to be: `17:00`."""
    exact = "microseconds" if local.microsecond else "seconds" if local.second else "minutes"
    return local.time().isoformat(exact)


def clock_text(at: datetime, zone: tzinfo) -> str:
    """An instant as a zone's clocks show it, with a date that can be typed: `Wed 2026-11-25 17:00 EST`."""
    local = _local(at, zone)
    return f"{iso_date(local)} {time_words(local)} {local.tzname()}"


def clock_words(at: datetime, zone: tzinfo) -> str:
    """An instant as a zone's clocks show it: `Wed 25 Nov 2026 17:00 EST`."""
    local = _local(at, zone)
    return f"{short_date(local)} {local.year} {time_words(local)} {abbreviation(local)}"


def _local(at: datetime, zone: tzinfo) -> datetime:
    from slaclock.hours.zone import to_utc  # Only here: names of days and months need no zone.

    return to_utc(at).astimezone(zone)


def abbreviation(local: datetime) -> str:
    """What a zone calls its time just then, e.g. `EST`; its offset from UTC where it has no word for it."""
    name = local.tzname() or ""
    offset = local.utcoffset()
    assert offset is not None
    return name if name.isalpha() else str(timezone(offset))

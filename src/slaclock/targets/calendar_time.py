"""What lies so much calendar time, or so many dates, after an instant (R2)."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta, tzinfo

from slaclock.errors import InstantRangeError
from slaclock.hours import first_instant, in_zone, latest_reading, to_utc


def time_later(at: datetime, duration: timedelta) -> datetime:
    """The instant so much later, or earlier, in the zone of `at`."""
    try:
        return in_zone(to_utc(at) + duration, at.tzinfo)
    except OverflowError:
        raise _past_the_end(at, duration) from None


def dates_later(at: datetime, zone: tzinfo, days: int = 0, months: int = 0) -> datetime:
    """The same clock time in a zone so many dates or months later, or earlier, in the zone of `at` (R2)."""
    reading = latest_reading(to_utc(at), zone)
    try:
        later = _months_later(reading, months) if months else reading + timedelta(days=days)
    except (OverflowError, ValueError):
        raise _past_the_end(at, f"{days or months} {'days' if days else 'months'}") from None
    return in_zone(first_instant(later, zone), at.tzinfo)


def _past_the_end(at: datetime, amount: object) -> InstantRangeError:
    return InstantRangeError(f"{amount} from {at} lies outside the years 1 to 9999")


def _months_later(reading: datetime, months: int) -> datetime:
    """The same day of another month, or its last where it has none of that number."""
    year, month = divmod(12 * reading.year + reading.month - 1 + months, 12)
    return reading.replace(year, month + 1, min(reading.day, monthrange(year, month + 1)[1]))

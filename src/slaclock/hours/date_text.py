"""Dates as people write them: once (`2026-12-24`), or every year (`--12-24`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from slaclock.errors import HoursError
from slaclock.patterns import pattern

ONE_DAY = timedelta(days=1)

_ONCE = pattern(r"\d{4}-\d{2}-\d{2}")
_YEARLY = pattern(r"--(\d{2})-(\d{2})")
_LEAP_YEAR = 2024


def is_yearly(text: str) -> bool:
    """Whether a date is written for every year."""
    return text.startswith("--")


def read_date(text: str) -> date:
    """The date that a text names; a yearly one as in a leap year.

    Raises:
        HoursError: It is neither an ISO date nor `--MM-DD`.
    """
    written = text
    if is_yearly(text):
        written = text.replace("--", f"{_LEAP_YEAR}-", 1)
    try:
        if not _ONCE.fullmatch(written):
            raise ValueError(text)
        return date.fromisoformat(written)
    except ValueError:
        raise HoursError(
            f"cannot read {text!r} as a date; write e.g. '2026-12-24', or '--12-24' for every year"
        ) from None


def is_within(day: date, first: str, last: str) -> bool:
    """Whether a date lies from a first to a last one, both included; yearly ones may go over New Year.

    Args:
        day: The date.
        first: As it is written, once or yearly; without one, from ever.
        last: The same; without one, for ever.
    """
    if not is_yearly(first or last):
        return first <= day.isoformat() and (not last or day.isoformat() <= last)
    here = f"--{day:%m-%d}"
    return first <= here <= last if first <= last else here >= first or here <= last


def dates_between(first: date, last: date) -> Iterator[date]:
    """The dates from a first to a last one, both included; none where the last is before the first."""
    return (date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1))


def moved(day: date, by: timedelta) -> date:
    """A date so much later, or the last one or the first one that there is."""
    return date.fromordinal(min(max(day.toordinal() + by.days, 1), date.max.toordinal()))

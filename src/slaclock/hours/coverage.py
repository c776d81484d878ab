"""The years for which holidays are known, and what happens when an answer leaves them (R14)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, tzinfo
from typing import Literal, Protocol

from slaclock.cautions import caution
from slaclock.errors import CoverageError, CoverageWarning
from slaclock.hours.days import Years, midnight

OutsideCoverage = Literal["warn", "error", "ignore"]
"""What happens when an answer needs a year that the holiday source does not know (R14)."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)


class Known(Protocol):
    """The time for which the holiday sources speak, and what happens when an answer leaves it."""

    start: datetime
    end: datetime

    def leave(self, at: datetime) -> None:
        """An answer needs this instant, which lies outside."""


class KnownTime:
    """The time for which a schedule's holiday sources speak.

    Args:
        years: The years that they know; `None` where nothing limits them.
        zone: Whose midnights these years begin and end at.
        name: Names the schedule in messages.
        outside: What happens when an answer leaves it.
    """

    def __init__(self, years: Years | None, zone: tzinfo, name: Callable[[], str], outside: OutsideCoverage) -> None:
        self.start = midnight(date(years[0], 1, 1), zone) if years and years[0] > 1 else _EARLIEST
        self.end = midnight(date(years[1] + 1, 1, 1), zone) if years and years[1] < 9999 else _LATEST
        self._years, self._zone, self._name, self._outside = years, zone, name, outside
        self._warned_of: dict[int, object] = {}

    def leave(self, at: datetime) -> None:
        """Say that an answer needs an instant outside, as the schedule chose; a warning comes once for each year."""
        if self._outside == "error":
            raise CoverageError(self._message(f"{at:%Y-%m-%d}"))
        year, own = self._year(at), object()
        # The first of the threads that come here at once warns.
        if self._warned_of.setdefault(year, own) is not own:
            return
        try:
            caution(self._message(str(year)), CoverageWarning)
        except CoverageWarning:
            # Where warnings are errors, the next answer is refused as well.
            del self._warned_of[year]
            raise

    def _year(self, at: datetime) -> int:
        """The year that is not known, on the clocks of the schedule."""
        try:
            return at.astimezone(self._zone).year
        except OverflowError:  # An hour before the first year, or after the last one.
            return at.year

    def _message(self, needed: str) -> str:
        assert self._years is not None
        return (
            f"{self._name()}: holidays are known for {_written(self._years)} only, "
            f"and this answer needs {needed}; newer data may know more, and "
            "outside_coverage='ignore' takes years outside to have no other holidays"
        )


class AllTime:
    """No limit to what is known."""

    start, end = _EARLIEST, _LATEST

    def leave(self, at: datetime) -> None:
        """Nothing lies outside."""


def common_years(limits: Iterable[Years | None]) -> Years | None:
    """The years that all sources know; `None` where nothing limits them."""
    known = [years for years in limits if years]
    return (max(first for first, _ in known), min(last for _, last in known)) if known else None


def _written(years: Years) -> str:
    first, last = years
    return str(first) if first == last else f"{first}-{last}"

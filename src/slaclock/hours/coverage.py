"""The years for which holidays are known, and what happens when an answer leaves them (R14)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, tzinfo
from typing import Literal

from slaclock.cautions import caution
from slaclock.errors import CoverageError, CoverageWarning
from slaclock.hours.days import Years, midnight

OutsideCoverage = Literal["warn", "error", "ignore"]
"""What happens when an answer needs a year that the holiday source does not know (R14)."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)


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
        self._years, self._name, self._outside = years, name, outside

    def leave(self, at: datetime) -> None:
        """Say that an answer needs an instant outside, as the schedule chose."""
        assert self._years is not None
        message = (
            f"{self._name()}: holidays are known for {_written(self._years)} only, "
            f"and this answer needs {at:%Y-%m-%d}; newer data may know more, and "
            "outside_coverage='ignore' takes years outside to have no other holidays"
        )
        if self._outside == "error":
            raise CoverageError(message)
        caution(message, CoverageWarning)


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

"""The years for which a compiled policy answers, as instants, and what is said of answers that need others (R22)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

TYPE_CHECKING = False  # Not from typing, which takes longer than all that a due date needs of this wing.
if TYPE_CHECKING:
    from typing import NoReturn

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST, LATEST = 1900, 2200
"""The years that may be compiled."""
MOST_YEARS = 50
"""How many years are compiled at most."""
TICK = timedelta.resolution
"""A microsecond, in which instants and durations are counted."""


def ticks(at: datetime) -> int:
    """An instant as microseconds since 1970."""
    return (at - EPOCH) // TICK


def instant(count: int) -> datetime:
    """The instant so many microseconds after the beginning of 1970, in UTC."""
    return EPOCH + timedelta(microseconds=count)


class Years:
    """The first and the last year, and the instants between which every zone of the policy shows them."""

    __slots__ = ("first", "last", "name", "start", "until")

    def __init__(self, name: str, years: tuple[int, int], start: int, until: int) -> None:
        self.name = name
        """What errors call the compiled policy."""
        self.first, self.last = years
        self.start = start
        """The first instant that is answered about, in microseconds."""
        self.until = until
        """The last one."""

    def check(self, at: int) -> int:
        """An instant, if it lies in these years.

        Raises:
            CompiledYearsError: It does not.
        """
        if not self.start <= at <= self.until:
            asked = instant(at)
            year = max(asked.year, self.last + 1) if at > self.until else min(asked.year, self.first - 1)
            precise = "auto" if asked.second or asked.microsecond else "minutes"
            self.refuse(f"about {asked.replace(tzinfo=None).isoformat(' ', precise)}Z", year)
        return at

    def beyond(self, later: bool) -> NoReturn:
        """Refuse an answer that lies after the last year, or before the first.

        Raises:
            CompiledYearsError: Always.
        """
        edge = self.last if later else self.first
        self.refuse(f"that lies {'after' if later else 'before'} {edge}", edge + (1 if later else -1))

    def refuse(self, which: str, year: int) -> NoReturn:
        """Refuse an answer that needs another year.

        Raises:
            CompiledYearsError: Always.
        """
        from slaclock.errors import CompiledYearsError

        first, last = min(self.first, year), max(self.last, year)
        way_out = "ask the policy of which it was made"
        if first >= EARLIEST and last <= LATEST and last - first < MOST_YEARS:
            way_out = f"compile the policy for more years, e.g. --years {first}-{last}"
        raise CompiledYearsError(
            f"{self.name} was compiled for {self.words}, and cannot give an answer {which}; {way_out}"
        )

    @property
    def words(self) -> str:
        """The years in words: `2024-2030`."""
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"

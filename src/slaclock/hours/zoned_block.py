"""`ZonedBlock`: hours that open on one zone's clocks and close on another's (R2, R4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import ClassVar

from pydantic import field_validator

from slaclock.declaration import Declaration, signature
from slaclock.errors import HoursError
from slaclock.hours.clock_times import write_time
from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.field_types import TimeLike, TimeOfDay
from slaclock.hours.text import read_days, read_time
from slaclock.hours.weekdays import WEEK, Weekday
from slaclock.hours.zone import first_instant_on
from slaclock.hours.zone_names import zone_named
from slaclock.patterns import pattern

_BLOCK = pattern(
    r"(\w+\.?)\s+([\d:.]+(?:\s*[ap]\.?m\.?)?)\s+(\w+/[\w/+-]+|UTC\S*)"
    r"\s*(?:\s-\s|–|—|\bto\b|\buntil\b)\s*"
    r"(\w+\.?)\s+([\d:.]+(?:\s*[ap]\.?m\.?)?)\s+(\w+/[\w/+-]+|UTC\S*)",
    re.IGNORECASE,
)
_ZONE = pattern(
    r"\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific|US)/[A-Z]|\bUTC[+-]\d",
    re.IGNORECASE,
)


def names_zones(text: str) -> bool:
    """Whether a text of hours names two zones of its own, as a block between them does."""
    return len(_ZONE.findall(text)) > 1


class ZonedBlock(Declaration):
    """A block of days that opens on one zone's clocks and closes on another's, every week.

    Text states it, too: `Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles`.

    Examples:
        >>> block = ZonedBlock.parse("Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles")
        >>> block.opens_on, block.closes_in
        ('Mon', 'America/Los_Angeles')

    Rules: R2, R4.
    """

    _examples: ClassVar = {
        "opens_in": ("Australia/Sydney",),
        "closes_in": ("America/Los_Angeles",),
    }

    opens_on: Weekday
    """Day of the week on which it opens."""

    opens: TimeOfDay
    """Time of day at which it opens, included."""

    opens_in: str
    """IANA name of the zone on whose clocks it opens."""

    closes_on: Weekday
    """The next such day of the week on which it closes."""

    closes: TimeOfDay
    """Time of day at which it closes, excluded."""

    closes_in: str
    """IANA name of the zone on whose clocks it closes."""

    @signature
    def __init__(
        self,
        *,
        opens_on: Weekday,
        opens: TimeLike,
        opens_in: str,
        closes_on: Weekday,
        closes: TimeLike,
        closes_in: str,
    ) -> None: ...

    @field_validator("opens_in", "closes_in")
    @classmethod
    def _check_zone(cls, name: str) -> str:
        zone_named(name)
        return name

    @classmethod
    def parse(cls, text: str) -> ZonedBlock:
        """Read a block as text.

        Raises:
            HoursError: The text is not of that form.

        Rules: R4.
        """
        found = _BLOCK.fullmatch(text.strip())
        if not found:
            raise HoursError(
                f"cannot read {text!r} as a block in two zones; "
                "write e.g. 'Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles'"
            )
        opens_on, opens, opens_in, closes_on, closes, closes_in = found.groups()
        if opens.startswith("24"):
            raise HoursError(
                f"cannot read {text!r} as a block: 24:00 is the end of a day; it opens at 00:00 on the next"
            )
        last = _one_day(closes_on, text)
        if closes.startswith("24"):  # The end of a day is the midnight of the next.
            last = WEEK[(WEEK.index(last) + 1) % len(WEEK)]
        return cls(
            opens_on=_one_day(opens_on, text),
            opens=read_time(opens),
            opens_in=opens_in,
            closes_on=last,
            closes=read_time(closes),
            closes_in=closes_in,
        )

    def weeks(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        """The instants of the blocks that may be open from a first date to a last one."""
        opening = first - timedelta(days=16)
        opening += timedelta(days=(WEEK.index(self.opens_on) - opening.weekday()) % 7)
        length = (WEEK.index(self.closes_on) - WEEK.index(self.opens_on)) % 7
        if length == 0 and self.opens_in == self.closes_in and self.closes <= self.opens:
            length = 7
        while opening <= last + 2 * ONE_DAY:
            start = first_instant_on(opening, self.opens, zone_named(self.opens_in))
            end = self._closing(opening + length * ONE_DAY)
            if end < start or (end == start and self.opens_in != self.closes_in):
                end = self._closing(opening + (length + 7) * ONE_DAY)
            if start < end:
                yield start, end
            opening += timedelta(days=7)

    def _closing(self, day: date) -> datetime:
        return first_instant_on(day, self.closes, zone_named(self.closes_in))

    def __str__(self) -> str:
        opens = f"{self.opens_on} {write_time(self.opens)} {self.opens_in}"
        return f"{opens} - {self.closes_on} {write_time(self.closes)} {self.closes_in}"


def _one_day(text: str, whole: str) -> Weekday:
    days = read_days(text)
    if len(days) != 1:
        raise HoursError(
            f"cannot read {whole!r} as a block: {text!r} names several days; it opens on one and closes on one"
        )
    return days[0]

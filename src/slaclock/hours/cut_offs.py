"""Cut-offs: after which time of a business day what comes counts as received on the next one, also by weekday (R11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from slaclock.hours.clock_times import write_time
from slaclock.hours.weekdays import WEEK, in_week_order, write_days


@dataclass(frozen=True, slots=True)
class CutOffs:
    """A cut-off for each weekday, Monday first; none on days that are left out.

    Rules: R11.
    """

    by_weekday: tuple[time | None, ...]

    def on(self, day: date) -> time | None:
        """The cut-off on a date."""
        return self.by_weekday[day.weekday()]

    def by_days(self) -> Iterator[tuple[str, time]]:
        """Each time of day with its weekdays: `Mon-Fri` and 16:00."""
        for reading in dict.fromkeys(each for each in self.by_weekday if each is not None):
            days = in_week_order(day for day, each in zip(WEEK, self.by_weekday, strict=True) if each == reading)
            yield write_days(days), reading

    def __str__(self) -> str:
        return ", ".join(f"{days} {write_time(reading)}" for days, reading in self.by_days())


CutOff = time | CutOffs
"""One time of day, or one by weekday."""


def cut_off_on(cut_off: CutOff, day: date) -> time | None:
    """The time of day of a cut-off on a date, if it has one there."""
    return cut_off.on(day) if isinstance(cut_off, CutOffs) else cut_off

"""Kinds of time that are counted: what is open on a schedule, or all of it (R7, R8). All instants are in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from slaclock.errors import InstantRangeError, NeverOpenError
from slaclock.hours import Schedule

FOREVER = datetime.max.replace(tzinfo=UTC)


class CountedTime(NamedTuple):
    """One kind of time."""

    schedule: Schedule
    while_open: bool
    """Whether time counts only while the schedule is open."""

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much of it passes from one instant to another; negative when `end` is the earlier."""
        return self.schedule._timeline.elapsed(start, end) if self.while_open else end - start

    def since(self, start: datetime, instants: Sequence[datetime]) -> list[timedelta]:
        """How much of it passes from one instant to each of many, which are in order."""
        if self.while_open:
            return self.schedule._timeline.elapsed_to_each(start, instants)
        return [at - start for at in instants]

    def after(self, start: datetime, duration: timedelta) -> datetime:
        """The instant at which so much of it has passed; back for a negative duration."""
        if self.while_open:
            return self.schedule.add(start, duration)
        try:
            return start + duration
        except OverflowError:
            raise InstantRangeError(f"{duration} from {start} lies outside the years 1 to 9999") from None

    def runs_at(self, at: datetime) -> bool:
        """Whether it passes at an instant."""
        return not self.while_open or self.schedule.is_open(at)

    def stops_after(self, at: datetime) -> datetime:
        """The first instant after one at which it does not pass; the end of all time where it always does."""
        try:
            return self.schedule.next_closing(at) if self.while_open else FOREVER
        except NeverOpenError:
            return FOREVER

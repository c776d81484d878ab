"""What is promised, as a clock counts it: a target with its schedule, and what a change of it does (R11, R17)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from slaclock.errors import InstantRangeError, NeverOpenError
from slaclock.hours import Schedule, to_utc
from slaclock.targets import Target, Threshold

OnChange = Literal["recompute", "forward", "reset"]
"""What a changed target does (R17): count anew from the start, keep the time used, or start now."""
FOREVER = datetime.max.replace(tzinfo=UTC)

Thresholds = tuple[tuple[str, Threshold], ...]
"""Warnings, or the levels of an escalation, by name."""


class Promised(NamedTuple):
    """A target with every choice decided, the schedule on which it is counted, and who is notified when."""

    target: Target
    schedule: Schedule
    escalations: Thresholds = ()
    """Who is notified when."""
    condition: str = ""
    """How a request was received for which this is promised, where that makes a difference."""

    def counts_from(self, at: datetime) -> datetime:
        """Where the count begins for what was opened at an instant, in UTC (R11)."""
        return to_utc(self.target.counts_from(at, self.schedule))

    def counted(self, start: datetime, end: datetime) -> timedelta:
        """Time of the kind that the target counts; negative when `end` is the earlier."""
        return self.schedule.elapsed(start, end) if self.counts_open_time else end - start

    def later(self, start: datetime, duration: timedelta) -> datetime:
        """The instant at which that much time of that kind has passed; back for a negative one."""
        if self.counts_open_time:
            return self.schedule.add(start, duration)
        try:
            return start + duration
        except OverflowError:
            raise InstantRangeError(f"{duration} from {start} lies outside the years 1 to 9999") from None

    def runs_at(self, at: datetime) -> bool:
        """Whether time of the kind that the target counts passes at an instant."""
        return not self.counts_open_time or self.schedule.is_open(at)

    def stops_counting(self, at: datetime) -> datetime:
        """The first instant after one at which no time of that kind passes, if there is one."""
        try:
            return self.schedule.next_closing(at) if self.counts_open_time else FOREVER
        except NeverOpenError:
            return FOREVER

    @property
    def counts_open_time(self) -> bool:
        """Whether it counts time while open, business days included."""
        return self.target.counts in ("open_time", "business_days")

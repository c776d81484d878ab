"""What is promised, as a clock counts it: a target with its schedule, and what a change of it does (R11, R17)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from slaclock.hours import Schedule, to_utc
from slaclock.targets import Target, Threshold
from slaclock.tickets.counted_time import CountedTime

OnChange = Literal["recompute", "forward", "reset"]
"""What a changed target does (R17): count anew from the start, keep the time used, or start now."""

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

    @property
    def counts_open_time(self) -> bool:
        """Whether it counts time while open, business days included."""
        return self.target.counts in ("open_time", "business_days")

    @property
    def time(self) -> CountedTime:
        """The kind of time that it counts."""
        return CountedTime(self.schedule, self.counts_open_time)

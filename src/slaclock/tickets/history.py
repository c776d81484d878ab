"""What a clock is promised and what happened to it, in order (R16, R17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from slaclock.errors import InstantRangeError, NeverOpenError
from slaclock.hours import Schedule, to_utc
from slaclock.targets import Target, Threshold

OnChange = Literal["recompute", "forward", "reset"]
"""What a changed target does (R17): count anew from the start, keep the time used, or start now."""
FOREVER = datetime.max.replace(tzinfo=UTC)
_KINDS = ("retarget", "resume", "pause", "stop", "cancel")
_ORDER = {kind: place for place, kind in enumerate(_KINDS)}

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


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something that happens to a clock."""

    at: datetime
    kind: Literal["retarget", "resume", "pause", "stop", "cancel"]
    by: str = ""
    """What caused it; a pause ends with the resume of the same cause."""
    promised: Promised | None = None
    on_change: OnChange = "recompute"

    @property
    def order(self) -> tuple[datetime, int, str]:
        """Events in time; at one instant in the order retarget, resume, pause, stop, cancel."""
        return self.at, _ORDER[self.kind], self.by


@dataclass(frozen=True)
class History:
    """One promise that runs from an instant, and everything that happened to it."""

    start: datetime
    """When it starts, in UTC."""
    promised: Promised
    """What is promised at the start."""
    zone: tzinfo | None
    """The zone in which it answers."""
    since: datetime | None = None
    """When it came to be promised, in UTC, where that was after its start."""
    events: tuple[ClockEvent, ...] = ()
    """What happened to it, in order."""

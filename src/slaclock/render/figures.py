"""What an explanation amounts to: when its clock was stopped, and what was counted, is left and is late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from slaclock.hours import ZERO, to_utc
from slaclock.targets import Explanation, Stretch, short_duration


def stopped_at(explanation: Explanation) -> datetime | None:
    """When the explained clock was stopped or cancelled, if it was."""
    end = explanation.stretches[-1].end if explanation.stretches else explanation.opened
    late = explanation.state == "breached" and explanation.now and to_utc(end) < to_utc(explanation.now)
    return end if late or explanation.state in ("met", "cancelled") else None


class Figures(NamedTuple):
    """Time counted so far, time that will count until due, and time that counted after it."""

    used: timedelta
    left: timedelta
    late: timedelta


def figures_of(explanation: Explanation) -> Figures:
    """The figures of an explanation, as of its instant."""
    ahead = sum((each.counted for each in explanation.stretches if each.ahead), ZERO)
    late = sum((each.counted for each in explanation.stretches if each.kind == "overdue"), ZERO)
    return Figures(explanation.counted, ahead, late)


def total_of(explanation: Explanation, stretch: Stretch) -> str:
    """What was counted by the end of a stretch that added to it, in time or in days."""
    if stretch.days:
        return day_completed(explanation, stretch)
    return short_duration(stretch.total) if stretch.counted and not counts_days(explanation) else ""


def counts_days(explanation: Explanation) -> bool:
    """Whether its stretches add days rather than time."""
    return bool(explanation.stretches and explanation.stretches[-1].total_days)


def day_completed(explanation: Explanation, stretch: Stretch) -> str:
    """Which business or calendar day a stretch completes, if it does: `day 2 of 3`."""
    return f"day {stretch.total_days} of {explanation.target.days}" if stretch.days else ""

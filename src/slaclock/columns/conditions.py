"""Where requests meet the conditions of a case: the masks of `Received.holds` (R3, R11)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from slaclock.columns.instants import DAY, Mask, Micros, clock_micros, date_of
from slaclock.columns.kernel import Kernel
from slaclock.hours import WEEK
from slaclock.policy import OfferedIf, Received, is_holiday

_THURSDAY = 3
"""The weekday of 1 January 1970."""


def holding(case: OfferedIf, kernel: Kernel, at: Micros, channel: str | None) -> Mask:
    """Whether what arrives at instants, through a channel, meets the condition of a case.

    Args:
        case: With the schedules that its condition names.
        kernel: Of the hours that are meant where it names none.
        at: The instants.
        channel: How they came.
    """
    return _Asked(case, kernel, at, channel).holding(case.received)


@dataclass(frozen=True)
class _Asked:
    """Requests that are asked about, and the hours on which a condition is read."""

    case: OfferedIf
    kernel: Kernel
    at: Micros
    channel: str | None

    def holding(self, condition: Received) -> Mask:
        """Whether they meet a condition, and what stands within it."""
        holds = np.full(len(self.at), condition.is_by(self.channel))
        if not holds.any():
            return holds
        asked = self._on_hours_of(condition)
        if condition.hours is not None:
            holds &= asked.kernel.is_open(self.at) == condition.wants_open(self.case.named)
        holds &= asked.on_its_dates(condition)
        holds &= asked.at_its_times(condition)
        if condition.any_of:
            holds &= np.logical_or.reduce([asked.holding(each) for each in condition.any_of])
        for each in condition.none_of:
            holds &= ~asked.holding(each)
        return holds

    def _on_hours_of(self, condition: Received) -> _Asked:
        """The same on the hours that a condition names."""
        schedule = condition.hours_among(self.kernel.schedule, self.case.named)
        if schedule is self.kernel.schedule:
            return self
        kernel = Kernel(schedule, self.kernel.found, self.kernel.rows)
        return _Asked(self.case, kernel, self.at, self.channel)

    @property
    def _readings(self) -> Micros:
        return self.kernel.readings(self.at)

    def on_its_dates(self, condition: Received) -> Mask:
        """Whether they arrive on the days, in the months and on the dates of a condition."""
        holds = np.ones(len(self.at), np.bool_)
        days = self._readings // DAY
        if condition.days:
            holds &= self._on_days(condition, days)
        if condition.months or condition.first or condition.last:
            holds &= _by_date(days, condition.is_in)
        return holds

    def _on_days(self, condition: Received, days: Micros) -> Mask:
        weekdays = np.array([name in condition.days for name in WEEK])
        holds: Mask = weekdays.take((days + _THURSDAY) % 7)
        if "holidays" in condition.days:
            holds |= _by_date(days, lambda day: is_holiday(day, self.kernel.schedule, self.case.holidays))
        if "business_days" in condition.days:
            holds |= self.kernel.is_open(self.at) | _by_date(days, self.kernel.schedule.is_business_day)
        return holds

    def at_its_times(self, condition: Received) -> Mask:
        """Whether they arrive at the times of day of a condition."""
        clocks = self._readings % DAY
        begun, over = np.ones(len(self.at), np.bool_), np.ones(len(self.at), np.bool_)
        if condition.since is not None:
            begun &= clocks >= clock_micros(condition.since)
        if condition.after is not None:
            begun &= clocks > clock_micros(condition.after)
        if condition.before is not None:
            over &= clocks < clock_micros(condition.before)
        return begun | over if condition.is_over_midnight else begun & over


def _by_date(days: Micros, holds: Callable[[date], bool]) -> Mask:
    """What is true of each date, asked once for each."""
    each, places = np.unique(days, return_inverse=True)
    return np.array([holds(date_of(day)) for day in each.tolist()], np.bool_).take(places)

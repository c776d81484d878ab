"""When whole columns are due by a target, step by step (R11).

The steps are those of `targets/target.py`, each taken for all rows at once.
"""

from __future__ import annotations

from typing import assert_never

import numpy as np

from slaclock.columns.day_counts import ONE, add_days, ended, not_before
from slaclock.columns.instants import (
    DAY,
    FIRST_MICROS,
    LAST_MICROS,
    Mask,
    Micros,
    clipped,
    date_of,
    duration_of,
    instant_at,
    instant_micros,
)
from slaclock.columns.kernel import Kernel
from slaclock.columns.lookup import both, within
from slaclock.errors import SlaClockError
from slaclock.hours import CutOff, cut_off_of
from slaclock.targets import Target, dates_later, time_later

_NEVER = np.iinfo(np.int64).max


def target_due(kernel: Kernel, target: Target, opened: Micros, amounts: Micros | None = None) -> Micros:
    """When what was opened at instants is due (R11).

    Args:
        kernel: The schedule on which it is counted.
        target: How it is counted.
        opened: The instants.
        amounts: How much for each row, as `amount_of` has it; left out, as much as the target says.
    """
    if not len(opened):
        return opened
    amounts = np.array([amount_of(target) or 0], np.int64) if amounts is None else amounts
    due = _counted(kernel, target, counts_from(kernel, target, opened), amounts)
    if target.counts == "business_days" or target.ends is None:
        return due
    return not_before(kernel, ended(kernel, due, target.ends, by_clocks=target.counts_dates), opened, target.ends)


def counts_from(kernel: Kernel, target: Target, opened: Micros) -> Micros:
    """Where counts begin for what was opened at instants: after a cut-off, or at the next opening (R11)."""
    waits = target.counts != "business_days" and target.starts == "next_opening"
    if target.cut_off is None:
        return kernel.opening_if_closed(opened, at_closing=True) if waits else opened
    start, late = after_cut_off(kernel, opened, target.cut_off)
    if not waits:
        return start
    return kernel.moved(start, ~late, lambda some, places: some.opening_if_closed(opened[places], at_closing=True))


def amount_of(target: Target) -> int | None:
    """Microseconds or business days, which may differ from row to row; `None` of what counts dates."""
    if target.counts == "business_days":
        return target.days
    return None if target.duration is None else clipped(target.duration)


def _counted(kernel: Kernel, target: Target, start: Micros, amounts: Micros) -> Micros:
    match target.counts:
        case "open_time":
            return kernel.add(start, amounts, target.boundary or "closing")
        case "business_days":
            return add_days(kernel, start, target.day_count, amounts)
        case "calendar_time":
            return _time_later(kernel, start, amounts)
        case "calendar_days" | "calendar_months":
            return _dates_later(kernel, start, target.days or 0, target.months or 0)
        case _:
            assert_never(target.counts)


def _time_later(kernel: Kernel, at: Micros, amounts: Micros) -> Micros:
    def scalar(at: int, amount: int) -> int:
        return instant_micros(time_later(instant_at(at), duration_of(amount)))

    due = at + amounts
    return kernel.mended(due, within(due, FIRST_MICROS, LAST_MICROS), scalar, at, amounts)


def _dates_later(kernel: Kernel, at: Micros, days: int, months: int) -> Micros:
    def scalar(at: int) -> int:
        return instant_micros(dates_later(instant_at(at), kernel.zone, days, months))

    # Near the ends of the calendar no clocks can be read.
    first, last = FIRST_MICROS + 3 * DAY, LAST_MICROS - 3 * DAY
    readings = kernel.latest_readings(np.clip(at, first, last))
    later = _months_later(readings, months) if months else readings + days * DAY
    sound = both(within(at, first, last), within(later, first, last))
    return kernel.mended(kernel.first_instants(np.clip(later, first, last)), sound, scalar, at)


def _months_later(readings: Micros, months: int) -> Micros:
    """The same day of the month and time of day; a day that a month does not have becomes its last."""
    days = readings // DAY
    month = days.view("M8[D]").astype("M8[M]").astype(np.int64)
    first, last = _first_days(month + months), _first_days(month + months + 1) - 1
    later = np.minimum(first + (days - _first_days(month)), last)
    shown: Micros = later * DAY + (readings - days * DAY)
    return shown


def _first_days(months: Micros) -> Micros:
    """The first day of each month, both counted from 1970."""
    days: Micros = months.view("M8[M]").astype("M8[D]").astype(np.int64)
    return days


def after_cut_off(kernel: Kernel, at: Micros, cut_off: CutOff) -> tuple[Micros, Mask]:
    """Where the next business day opens for what came after a cut-off, and for what that is so (R11)."""
    dates = kernel.dates_at(at)
    first = int(dates.min())
    present = np.flatnonzero(np.bincount(dates - first))
    cut_offs = np.full(int(dates.max()) - first + 1, _NEVER)
    cut_offs[present] = [_cut_off_on(kernel, number, cut_off) for number in (present + first).tolist()]
    late = at > cut_offs.take(dates - first)
    start = kernel.moved(at, late, lambda some, places: some.business_days(dates[places], ONE, "opening"))
    return start, late


def _cut_off_on(kernel: Kernel, number: int, cut_off: CutOff) -> int:
    """The cut-off on a date; on one that is no business day, nothing is late."""
    try:
        day = kernel.timeline.day(date_of(number))
    except SlaClockError:
        return _NEVER  # No row that belongs to it has an answer.
    ends = day and cut_off_of(day, cut_off, kernel.zone)
    return instant_micros(ends) if ends else _NEVER

"""Business days counted from whole columns, step by step (R10).

The steps are those of `hours/business_days.py`, each taken for all rows at once. A row that has no answer at one step
goes on with an instant that will do, and its first problem is the one that is reported.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Literal, assert_never

import numpy as np

from slaclock.columns.instants import DAY, Micros, clipped, clock_micros, instant_at, instant_micros
from slaclock.columns.kernel import Kernel, Part
from slaclock.columns.lookup import Places
from slaclock.hours import DayCount, Ends, Of, day_of_run, open_time_in

_NONE, ONE = np.zeros(1, np.int64), np.ones(1, np.int64)


def add_days(kernel: Kernel, at: Micros, count: DayCount, days: Micros | None = None) -> Micros:
    """The instants that many business days from others (R10).

    Args:
        kernel: Says when it is open.
        at: The others.
        count: How many, and how they are read.
        days: How many for each row, all of the sign of `count`; left out, as many as `count` says.
    """
    days = np.array([count.days], np.int64) if days is None else days
    start = _started(kernel, at, count)
    if count.of:
        return _days_of_runs(kernel, start, count, count.of)
    if not count.days and isinstance(count.ends, time):
        return _first_at_times(kernel, start, count.ends)
    if isinstance(count.ends, time) and count.rule != "hours":
        dates = kernel.business_days(_dates_counted_from(kernel, start, int(days[0]) < 0), days, "date")
        due = kernel.first_instants(dates * DAY + clock_micros(count.ends))
    else:
        due = ended(kernel, _days_counted(kernel, start, count, days), count.ends, forward=count.days >= 0)
    if count.names_its_day:
        if count.days > 0:
            return np.minimum(due, _edges_of_days(kernel, start, days, "close", of_closing=True))
        return np.maximum(due, _edges_of_days(kernel, start, days, "open"))
    return not_before(kernel, due, start, count.ends) if count.days >= 0 else due


def _days_of_runs(kernel: Kernel, start: Micros, count: DayCount, of: Of) -> Micros:
    """Business days of runs of dates, one row at a time: hardly anybody has many."""

    def scalar(at: int) -> int:
        return instant_micros(day_of_run(kernel.timeline, kernel.zone, instant_at(at), count, of))

    return kernel.one_by_one(scalar, start, otherwise=start)


def _started(kernel: Kernel, at: Micros, count: DayCount) -> Micros:
    if count.starts == "at_once":
        return _within_their_days(kernel, at) if count.names_its_day else at
    if count.days >= 0:
        return kernel.opening_if_closed(at, at_closing=True)
    closed = kernel.is_closed(at)
    return kernel.moved(at, closed, lambda some, places: some.previous_edge(at[places], opening=False))


def _within_their_days(kernel: Kernel, at: Micros) -> Micros:
    """What arrives outside the hours of a business day belongs to it all the same; on other dates, to the last one."""

    def last_closing(closed: Micros) -> Callable[[Kernel, Places], Micros]:
        return lambda some, places: some.previous_edge(closed[places], opening=False)

    def nearest_open(some: Kernel, places: Places) -> Micros:
        closed = at[places]
        dates = some.dates_at(closed)
        within = np.clip(
            closed, some.business_days(dates, _NONE, "opening"), some.business_days(dates, _NONE, "closing")
        )
        elsewhere = some.business_days(dates, _NONE, "date") != dates
        return some.moved(within, elsewhere, last_closing(closed))

    return kernel.moved(at, kernel.is_closed(at), nearest_open)


def _days_counted(kernel: Kernel, start: Micros, count: DayCount, days: Micros) -> Micros:
    match count.rule:
        case "hours":
            return kernel.add(start, _open_times(days, count.day_length))
        case "same_time":
            return _same_time(kernel, start, days, count) if count.days else start
        case "close" | "open":
            return _edges_of_days(kernel, start, days, count.rule)
        case _:
            assert_never(count.rule)


def _edges_of_days(
    kernel: Kernel, start: Micros, days: Micros, edge: Literal["open", "close"], of_closing: bool = False
) -> Micros:
    part: Part = "opening" if edge == "open" else "end"
    dates = _dates_counted_from(kernel, start, of_closing or int(days[0]) < 0)
    return kernel.business_days(dates, days, part)


def _open_times(days: Micros, day_length: timedelta | None) -> Micros:
    different, which = np.unique(days, return_inverse=True)
    times = [clipped(open_time_in(number, day_length)) for number in different.tolist()]
    return np.array(times, np.int64).take(which)


def _same_time(kernel: Kernel, start: Micros, days: Micros, count: DayCount) -> Micros:
    dates = _dates_counted_from(kernel, start, count.names_its_day or int(days[0]) < 0)
    due_dates = kernel.business_days(dates, days, "date")
    due = kernel.first_instants(kernel.latest_readings(start) + (due_dates - dates) * DAY)
    return _kept_to(kernel, due_dates, due) if count.keeps_to_its_day else due


def _kept_to(kernel: Kernel, due_dates: Micros, due: Micros) -> Micros:
    """No earlier than business days open, and no later than the next ones do (R20)."""

    def kept(some: Kernel, places: Places) -> Micros:
        days, at = due_dates[places], due[places]
        # At a closing it may be the day before that closes.
        elsewhere = (some.dates_at(at) != days) | some.is_closing(at)
        return some.moved(at, elsewhere, lambda fewer, which: _bounded(fewer, days[which], at[which]))

    return kernel.moved(due, kernel.sure_dates(due) != due_dates, kept)


def _bounded(kernel: Kernel, days: Micros, due: Micros) -> Micros:
    own, following = (kernel.business_days(days, number, "opening") for number in (_NONE, ONE))
    return np.maximum(own, np.minimum(due, following))


def _dates_counted_from(kernel: Kernel, start: Micros, of_closing: bool) -> Micros:
    return kernel.dates_at(start - kernel.is_closing(start) if of_closing else start)


def ended(kernel: Kernel, due: Micros, ends: Ends, forward: bool = True, by_clocks: bool = False) -> Micros:
    """Where counts come to be due that have ended at instants (R11)."""
    if isinstance(ends, time) and by_clocks:
        return kernel.first_instants(kernel.readings(due) // DAY * DAY + clock_micros(ends))
    if isinstance(ends, time):
        return kernel.first_instants(kernel.dates_at(due - kernel.is_closing(due)) * DAY + clock_micros(ends))
    if ends == "as_is":
        return due
    if (ends != "previous_closing") == forward:
        return kernel.opening_if_closed(due, at_closing=False)
    closed = kernel.is_closed(due)
    return kernel.moved(due, closed, lambda some, places: some.previous_edge(due[places], opening=False))


def not_before(kernel: Kernel, due: Micros, start: Micros, ends: Ends) -> Micros:
    """A time of day that was past already at the start is the next business day's on which it is not."""
    if not isinstance(ends, time):
        return due
    reading = ends
    return kernel.moved(due, due < start, lambda some, places: _first_at_times(some, start[places], reading))


def _first_at_times(kernel: Kernel, start: Micros, reading: time) -> Micros:
    """The first times of day of business days, of starts' own or later ones, that are not past at the starts."""

    def on_day(days: Micros) -> Callable[[Kernel, Places], Micros]:
        return lambda some, places: _at_times_on(some, start[places], days, reading)

    found = _at_times_on(kernel, start, _NONE, reading)
    # A shift's tail may reach two dates beyond its own.
    for days in (ONE, 2 * ONE, 3 * ONE):
        found = kernel.moved(found, found < start, on_day(days))
    return found


def _at_times_on(kernel: Kernel, start: Micros, days: Micros, reading: time) -> Micros:
    """A time of day on the business days that many after starts; for none, on their own dates or the next ones."""
    dates = kernel.business_days(kernel.dates_at(start), days, "date")
    return kernel.first_instants(dates * DAY + clock_micros(reading))

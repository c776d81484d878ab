"""When a whole column of requests is due: the steps of business days, of a target and of a policy (R10, R11, R17).

The steps are those of `business_days.py`, `target.py` and `policy.py`, each taken for all rows at once. A row that has
no answer at one step goes on with an instant that will do, and its first problem is the one that is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from typing import NamedTuple, assert_never

import numpy as np
import numpy.typing as npt

from slaclock import business_days
from slaclock.business_days import DayCount, Ends
from slaclock.clauses import Received
from slaclock.errors import SlaClockError, UnknownNameError
from slaclock.handover import Labels, clipped
from slaclock.hours_text import WEEK
from slaclock.instants import (
    DAY,
    FIRST_MICROS,
    LAST_MICROS,
    Mask,
    Micros,
    date_of,
    instant_at,
    instant_micros,
    micros_of,
)
from slaclock.kernel import Found, Kernel, Places, both, within
from slaclock.policy import Offer, SlaPolicy
from slaclock.replay import Promised
from slaclock.target import Target, dates_later, time_later

_NEVER = np.iinfo(np.int64).max
_THURSDAY = 3
"""The weekday of 1 January 1970."""


def _moved(kernel: Kernel, at: Micros, where: Mask, to: Callable[[Kernel, Places], Micros]) -> Micros:
    """Instants of which some are moved; they are computed for those places alone."""
    places = np.flatnonzero(where)
    if not len(places):
        return at
    moved = at.copy()
    moved[places] = to(kernel.among(places), places)
    return moved


# Business days


def add_days(kernel: Kernel, at: Micros, count: DayCount) -> Micros:
    """The instants that many business days from others (R10)."""
    start = _started(kernel, at, count)
    counted = _days_counted(kernel, start, count)
    if not count.days and isinstance(count.ends, time):
        counted = _on_business_days(kernel, counted)
    due = _ended(kernel, counted, count.ends, forward=count.days >= 0)
    return _not_before(kernel, due, start, count.ends) if count.days >= 0 else due


def _on_business_days(kernel: Kernel, at: Micros) -> Micros:
    """Instants on dates that are no business days are the openings of the next ones."""
    dates = kernel.dates_at(at)
    elsewhere = kernel.business_days(dates, 0, "date") != dates
    return _moved(kernel, at, elsewhere, lambda some, places: some.business_days(dates[places], 0, "opening"))


def _started(kernel: Kernel, at: Micros, count: DayCount) -> Micros:
    if count.starts == "at_once":
        return at
    if count.days >= 0:
        return _opening_if_closed(kernel, at)
    closed = kernel.is_closed(at)
    return _moved(kernel, at, closed, lambda some, places: some.previous_edge(at[places], opening=False))


def _opening_if_closed(kernel: Kernel, at: Micros) -> Micros:
    closed = ~kernel.is_open(at)
    return _moved(kernel, at, closed, lambda some, places: some.next_edge(at[places], opening=True))


def _days_counted(kernel: Kernel, start: Micros, count: DayCount) -> Micros:
    match count.rule:
        case "hours":
            return kernel.add(start, _amount(business_days.open_time_in(count.days, count.day_length)))
        case "same_time":
            return _same_time(kernel, start, count.days)
        case "close":
            return kernel.business_days(_dates_counted_from(kernel, start, count.days), count.days, "closing")
        case "open":
            return kernel.business_days(_dates_counted_from(kernel, start, count.days), count.days, "opening")
        case _:
            assert_never(count.rule)


def _amount(duration: timedelta) -> Micros:
    return np.array([clipped(duration)], np.int64)


def _same_time(kernel: Kernel, start: Micros, days: int) -> Micros:
    if not days:
        return start
    dates = _dates_counted_from(kernel, start, days)
    due_dates = kernel.business_days(dates, days, "date")
    return kernel.first_instants(kernel.readings(start) + (due_dates - dates) * DAY)


def _dates_counted_from(kernel: Kernel, start: Micros, days: int) -> Micros:
    return kernel.dates_at(start - kernel.is_closing(start) if days < 0 else start)


def _ended(kernel: Kernel, due: Micros, ends: Ends, forward: bool = True) -> Micros:
    if isinstance(ends, time):
        return kernel.first_instants(kernel.dates_at(due - kernel.is_closing(due)) * DAY + _of_day(ends))
    if ends == "as_is":
        return due
    closed = kernel.is_closed(due)
    if (ends == "next_opening") == forward:
        return _moved(kernel, due, closed, lambda some, places: some.next_edge(due[places], opening=True))
    return _moved(kernel, due, closed, lambda some, places: some.previous_edge(due[places], opening=False))


def _not_before(kernel: Kernel, due: Micros, start: Micros, ends: Ends) -> Micros:
    """A time of day that was past already at the start is the next business day's."""
    if not isinstance(ends, time):
        return due
    clock = _of_day(ends)

    def next_day(some: Kernel, places: Places) -> Micros:
        dates = some.business_days(some.dates_at(start[places]), 1, "date")
        return some.first_instants(dates * DAY + clock)

    return _moved(kernel, due, due < start, next_day)


def _of_day(clock: time) -> int:
    """A time of day in microseconds."""
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return micros_of(timedelta(seconds=seconds, microseconds=clock.microsecond))


def after_cut_off(kernel: Kernel, at: Micros, cut_off: time) -> tuple[Micros, Mask]:
    """Where the next business day opens for what came after a cut-off, and for what that is so (R11)."""
    dates = kernel.dates_at(at)
    first = int(dates.min())
    present = np.flatnonzero(np.bincount(dates - first))
    cut_offs = np.full(int(dates.max()) - first + 1, _NEVER)
    cut_offs[present] = [_cut_off_on(kernel, number, cut_off) for number in (present + first).tolist()]
    late = at > cut_offs.take(dates - first)
    return _moved(
        kernel, at, late, lambda some, places: _next_day_opens(some, at[places], dates[places], cut_off)
    ), late


def _cut_off_on(kernel: Kernel, number: int, cut_off: time) -> int:
    """The cut-off on a date; on one that is no business day, nothing is late."""
    try:
        day = kernel.timeline.day(date_of(number))
    except SlaClockError:
        return _NEVER  # No row that belongs to it has an answer.
    return instant_micros(business_days.cut_off_of(day, cut_off, kernel.zone)) if day else _NEVER


def _next_day_opens(kernel: Kernel, at: Micros, dates: Micros, cut_off: time) -> Micros:
    def scalar(at: int) -> int:
        later = business_days.after_cut_off(kernel.timeline, kernel.zone, instant_at(at), cut_off)
        assert later is not None
        return instant_micros(later)

    def one_by_one(some: Kernel, places: Places) -> Micros:
        return some.one_by_one(scalar, at[places], otherwise=at[places])

    opening = kernel.business_days(dates, 1, "opening")
    # Where the hours of two dates overlap, the next day may have opened already.
    return _moved(kernel, opening, opening <= at, one_by_one)


# Targets


def target_due(kernel: Kernel, target: Target, opened: Micros) -> Micros:
    """When what was opened at instants is due (R11)."""
    if not len(opened):
        return opened
    due = _counted(kernel, target, _counts_from(kernel, target, opened))
    if target.counts == "business_days" or target.ends is None:
        return due
    return _not_before(kernel, _ended(kernel, due, target.ends), opened, target.ends)


def _counts_from(kernel: Kernel, target: Target, opened: Micros) -> Micros:
    waits = target.counts != "business_days" and target.starts == "next_opening"
    if target.cut_off is None:
        return _opening_if_closed(kernel, opened) if waits else opened
    start, late = after_cut_off(kernel, opened, target.cut_off)
    if not waits:
        return start
    return _moved(kernel, start, ~late, lambda some, places: _opening_if_closed(some, opened[places]))


def _counted(kernel: Kernel, target: Target, start: Micros) -> Micros:
    match target.counts:
        case "open_time":
            assert target.duration is not None
            return kernel.add(start, _amount(target.duration), target.boundary or "closing")
        case "business_days":
            return add_days(kernel, start, target.day_count)
        case "calendar_time":
            assert target.duration is not None
            return _time_later(kernel, start, target.duration)
        case "calendar_days" | "calendar_months":
            return _dates_later(kernel, start, target.days or 0, target.months or 0)
        case _:
            assert_never(target.counts)


def _time_later(kernel: Kernel, at: Micros, duration: timedelta) -> Micros:
    def scalar(at: int) -> int:
        return instant_micros(time_later(instant_at(at), duration))

    due = at + _amount(duration)
    return kernel.mended(due, within(due, FIRST_MICROS, LAST_MICROS), scalar, at)


def _dates_later(kernel: Kernel, at: Micros, days: int, months: int) -> Micros:
    def scalar(at: int) -> int:
        return instant_micros(dates_later(instant_at(at), kernel.zone, days, months))

    # Near the ends of the calendar no clocks can be read.
    first, last = FIRST_MICROS + 3 * DAY, LAST_MICROS - 3 * DAY
    readings = kernel.readings(np.clip(at, first, last))
    later = _months_later(readings, months) if months else readings + days * DAY
    sound = both(within(at, first, last), within(later, first, last))
    return kernel.mended(kernel.first_instants(np.clip(later, first, last)), sound, scalar, at)


def _months_later(readings: Micros, months: int) -> Micros:
    """The same day of the month and time of day; a day that a month does not have becomes its last."""
    days = readings // DAY
    month = days.view("M8[D]").astype("M8[M]")
    first, last = _first_days(month + months), _first_days(month + (months + 1)) - 1
    later = np.minimum(first + (days - _first_days(month)), last)
    shown: Micros = later * DAY + (readings - days * DAY)
    return shown


def _first_days(months: npt.NDArray[np.datetime64]) -> Micros:
    days: Micros = months.astype("M8[D]").astype(np.int64)
    return days


# Policies


class Names(NamedTuple):
    """The plans, priorities, metrics and channels of some rows."""

    plan: Labels
    priority: Labels
    metric: Labels
    channel: Labels


def policy_due(policy: SlaPolicy, opened: Micros, names: Names, found: Found, rows: Places | None = None) -> Micros:
    """When requests are due, each by the version in force, its names and when it was received (R11, R17).

    Args:
        policy: With all its versions.
        opened: When each was opened.
        names: Of the same rows.
        found: Takes the rows without an answer and their problems.
        rows: Which rows of the call these are; `None` for all of them in order.
    """
    due = opened.copy()
    for promised, places in _promises(policy, opened, names, found, rows):
        kernel = Kernel(promised.schedule, found, rows)
        if len(places) == len(opened):
            return target_due(kernel, promised.target, opened)
        due[places] = target_due(kernel.among(places), promised.target, opened[places])
    return due


def policy_used(
    policy: SlaPolicy, opened: Micros, until: Micros, names: Names, found: Found, rows: Places | None = None
) -> Micros:
    """How much time ran for requests until instants, from where their counts begin, of the kind that targets count.

    Args:
        policy: With all its versions.
        opened: When each was opened.
        until: Up to when each counts; before its count begins nothing ran.
        names: Of the same rows.
        found: Takes the rows without an answer and their problems.
        rows: Which rows of the call these are; `None` for all of them in order.
    """
    used = np.zeros_like(opened)
    for promised, places in _promises(policy, opened, names, found, rows):
        if len(places):
            kernel = Kernel(promised.schedule, found, rows).among(places)
            start, end = _counts_from(kernel, promised.target, opened[places]), until[places]
            used[places] = kernel.elapsed(start, end) if promised.counts_open_time else end - start
    return np.maximum(used, 0)


def _promises(
    policy: SlaPolicy, opened: Micros, names: Names, found: Found, rows: Places | None
) -> Iterator[tuple[Promised, Places]]:
    """What is promised, and in which places; a place whose names are not known has no promise."""
    starts = np.array([instant_micros(start) for start, _ in policy._in_force_from], np.int64)
    versions = [policy._first_version, *(version for _, version in policy._in_force_from)]
    in_force = np.searchsorted(starts, opened, side="right")
    for (version, *codes), places in _groups(in_force, *(each.codes for each in names)):
        plan, priority, metric, channel = (each.names[code] for each, code in zip(names, codes, strict=True))
        try:
            offer = _offer(versions[version], plan, priority, metric)
        except SlaClockError as error:
            refused = places if rows is None else rows[places]
            found.problems.update(dict.fromkeys(refused.tolist(), str(error)))
        else:
            yield from _cases(offer, opened, channel, found, places, rows)


def _offer(policy: SlaPolicy, plan: str | None, priority: str | None, metric: str | None) -> Offer:
    if metric is None:
        raise UnknownNameError("no metric is named; name one, e.g. 'first_response'")
    return policy._offer(plan, priority, metric)


def _groups(
    first: npt.NDArray[np.intp], *others: npt.NDArray[np.intp] | None
) -> Iterator[tuple[tuple[int, ...], Places]]:
    """The places that have the same codes; a column that is not there has the code 0."""
    whole = first
    for column in others:
        if column is not None:
            whole = whole * (int(column.max(initial=0)) + 1) + column
    if whole.max(initial=0) <= np.iinfo(np.uint16).max:
        whole = whole.astype(np.uint16)  # Short numbers are sorted in one go.
    order = np.argsort(whole, kind="stable")
    for places in np.split(order, np.flatnonzero(np.diff(whole[order])) + 1):
        if len(places):
            yield tuple(0 if column is None else int(column[places[0]]) for column in (first, *others)), places


def _cases(
    offer: Offer, opened: Micros, channel: str | None, found: Found, places: Places, rows: Places | None
) -> Iterator[tuple[Promised, Places]]:
    """What the first case that holds promises in each place (R11)."""
    for case in offer.cases:
        kernel = Kernel(case.hours, found, rows).among(places)
        holds = _received(kernel, case.received, opened[places], channel)
        yield case.promised, places[holds]
        places = places[~holds]
    yield offer.usual, places


def _received(kernel: Kernel, condition: Received, at: Micros, channel: str | None) -> Mask:
    """Whether what arrives at instants meets every condition; the masks of `Received.holds` (R11)."""
    holds = np.full(len(at), condition.is_by(channel))
    if not holds.any():
        return holds
    if condition.hours is not None:
        holds &= kernel.is_open(at) == (condition.hours == "in")
    readings = kernel.readings(at)
    days = readings // DAY
    clocks = readings - days * DAY
    if condition.days:
        weekdays = np.array([name in condition.days for name in WEEK])
        holds &= weekdays.take((days + _THURSDAY) % 7)
    begun, over = np.ones(len(at), np.bool_), np.ones(len(at), np.bool_)
    if condition.since is not None:
        begun &= clocks >= _of_day(condition.since)
    if condition.after is not None:
        begun &= clocks > _of_day(condition.after)
    if condition.before is not None:
        over &= clocks < _of_day(condition.before)
    holds &= begun | over if condition.is_over_midnight else begun & over
    return holds

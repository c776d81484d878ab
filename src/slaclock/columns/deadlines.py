"""When a whole column of requests is due: the steps of business days, of a target and of a policy (R10, R11, R17).

The steps are those of `business_days.py`, `target.py` and `policy.py`, each taken for all rows at once. A row that has
no answer at one step goes on with an instant that will do, and its first problem is the one that is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import time, timedelta
from operator import attrgetter
from typing import Literal, NamedTuple, assert_never

import numpy as np
import numpy.typing as npt

from slaclock.columns.handover import Labels, clipped
from slaclock.columns.instants import (
    DAY,
    FIRST_MICROS,
    LAST_MICROS,
    Mask,
    Micros,
    date_of,
    duration_of,
    instant_at,
    instant_micros,
    micros_of,
)
from slaclock.columns.kernel import Found, Kernel, Part, Places, both, within
from slaclock.errors import SlaClockError, UnknownNameError
from slaclock.hours import (
    WEEK,
    DayCount,
    Ends,
    after_cut_off as scalar_after_cut_off,
    cut_off_of,
    edge_of_day,
    open_time_in,
)
from slaclock.policy import Offer, Received, SlaPolicy
from slaclock.targets import Choices, Target, dates_later, time_later
from slaclock.tickets import Promised

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


_NONE, _ONE = np.zeros(1, np.int64), np.ones(1, np.int64)


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
    counted = _days_counted(kernel, start, count, days)
    if not count.days and isinstance(count.ends, time):
        counted = _on_business_days(kernel, counted)
    due = _ended(kernel, counted, count.ends, forward=count.days >= 0)
    return _not_before(kernel, due, start, count.ends) if count.days >= 0 else due


def _on_business_days(kernel: Kernel, at: Micros) -> Micros:
    """Instants on dates that are no business days are the openings of the next ones."""
    dates = kernel.dates_at(at)
    elsewhere = kernel.business_days(dates, _NONE, "date") != dates
    return _moved(kernel, at, elsewhere, lambda some, places: some.business_days(dates[places], _NONE, "opening"))


def _started(kernel: Kernel, at: Micros, count: DayCount) -> Micros:
    if count.starts == "at_once":
        return at
    if count.days >= 0:
        return kernel.opening_if_closed(at, at_closing=True)
    closed = kernel.is_closed(at)
    return _moved(kernel, at, closed, lambda some, places: some.previous_edge(at[places], opening=False))


def _days_counted(kernel: Kernel, start: Micros, count: DayCount, days: Micros) -> Micros:
    match count.rule:
        case "hours":
            return kernel.add(start, _open_times(days, count.day_length))
        case "same_time":
            return _same_time(kernel, start, days) if count.days else start
        case "close" | "open":
            return _edges_of_days(kernel, start, days, count.rule)
        case _:
            assert_never(count.rule)


def _edges_of_days(kernel: Kernel, start: Micros, days: Micros, edge: Literal["open", "close"]) -> Micros:
    part: Part = "opening" if edge == "open" else "closing"
    forward = int(days[0]) > 0
    found = kernel.business_days(_dates_counted_from(kernel, start, int(days[0])), days, part)

    def scalar(at: int, number: int) -> int:
        return instant_micros(edge_of_day(kernel.timeline, instant_at(at), number, edge))

    def one_by_one(some: Kernel, places: Places) -> Micros:
        numbers = np.broadcast_to(days, start.shape)[places]
        return some.one_by_one(scalar, start[places], numbers, otherwise=start[places])

    # Where the hours of two dates overlap, the day may have opened, or closed, already.
    return _moved(kernel, found, found <= start, one_by_one) if forward else found


def _open_times(days: Micros, day_length: timedelta | None) -> Micros:
    different, which = np.unique(days, return_inverse=True)
    times = [clipped(open_time_in(number, day_length)) for number in different.tolist()]
    return np.array(times, np.int64).take(which)


def _same_time(kernel: Kernel, start: Micros, days: Micros) -> Micros:
    dates = _dates_counted_from(kernel, start, int(days[0]))
    due_dates = kernel.business_days(dates, days, "date")
    return kernel.first_instants(kernel.readings(start) + (due_dates - dates) * DAY)


def _dates_counted_from(kernel: Kernel, start: Micros, days: int) -> Micros:
    return kernel.dates_at(start - kernel.is_closing(start) if days < 0 else start)


def _ended(kernel: Kernel, due: Micros, ends: Ends, forward: bool = True) -> Micros:
    if isinstance(ends, time):
        return kernel.first_instants(kernel.dates_at(due - kernel.is_closing(due)) * DAY + _of_day(ends))
    if ends == "as_is":
        return due
    if (ends == "next_opening") == forward:
        return kernel.opening_if_closed(due, at_closing=False)
    closed = kernel.is_closed(due)
    return _moved(kernel, due, closed, lambda some, places: some.previous_edge(due[places], opening=False))


def _not_before(kernel: Kernel, due: Micros, start: Micros, ends: Ends) -> Micros:
    """A time of day that was past already at the start is the next business day's."""
    if not isinstance(ends, time):
        return due
    clock = _of_day(ends)

    def next_day(some: Kernel, places: Places) -> Micros:
        dates = some.business_days(some.dates_at(start[places]), _ONE, "date")
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
    return instant_micros(cut_off_of(day, cut_off, kernel.zone)) if day else _NEVER


def _next_day_opens(kernel: Kernel, at: Micros, dates: Micros, cut_off: time) -> Micros:
    def scalar(at: int) -> int:
        later = scalar_after_cut_off(kernel.timeline, kernel.zone, instant_at(at), cut_off)
        assert later is not None
        return instant_micros(later)

    def one_by_one(some: Kernel, places: Places) -> Micros:
        return some.one_by_one(scalar, at[places], otherwise=at[places])

    opening = kernel.business_days(dates, _ONE, "opening")
    # Where the hours of two dates overlap, the next day may have opened already.
    return _moved(kernel, opening, opening <= at, one_by_one)


# Targets


def target_due(kernel: Kernel, target: Target, opened: Micros, amounts: Micros | None = None) -> Micros:
    """When what was opened at instants is due (R11).

    Args:
        kernel: The schedule on which it is counted.
        target: How it is counted.
        opened: The instants.
        amounts: How much for each row, as `_amount` has it; left out, as much as the target says.
    """
    if not len(opened):
        return opened
    amounts = np.array([_amount(target) or 0], np.int64) if amounts is None else amounts
    due = _counted(kernel, target, _counts_from(kernel, target, opened), amounts)
    if target.counts == "business_days" or target.ends is None:
        return due
    return _not_before(kernel, _ended(kernel, due, target.ends), opened, target.ends)


def _counts_from(kernel: Kernel, target: Target, opened: Micros) -> Micros:
    waits = target.counts != "business_days" and target.starts == "next_opening"
    if target.cut_off is None:
        return kernel.opening_if_closed(opened, at_closing=True) if waits else opened
    start, late = after_cut_off(kernel, opened, target.cut_off)
    if not waits:
        return start
    return _moved(kernel, start, ~late, lambda some, places: some.opening_if_closed(opened[places], at_closing=True))


def _amount(target: Target) -> int | None:
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
    for promised, places, amounts in _alike(_promises(policy, opened, names, found, rows)):
        kernel = Kernel(promised.schedule, found, rows).among(places)
        due[places] = target_due(kernel, promised.target, opened[places], amounts)
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
    for promised, places, _ in _alike(_promises(policy, opened, names, found, rows)):
        kernel = Kernel(promised.schedule, found, rows).among(places)
        start, end = _counts_from(kernel, promised.target, opened[places]), until[places]
        used[places] = kernel.elapsed(start, end) if promised.counts_open_time else end - start
    return np.maximum(used, 0)


def _alike(promises: Iterable[tuple[Promised, Places]]) -> Iterator[tuple[Promised, Places, Micros]]:
    """Promises that differ in nothing but how much, taken together: what a step costs beside its rows is paid once."""
    together: dict[tuple[object, ...], list[tuple[Promised, Places]]] = {}
    for promised, places in promises:
        if len(places):
            together.setdefault(_likeness(promised), []).append((promised, places))
    for group in together.values():
        amounts = [_amount(promised.target) or 0 for promised, _ in group]
        lengths = [len(places) for _, places in group]
        yield group[0][0], np.concatenate([places for _, places in group]), np.repeat(amounts, lengths)


_choices_of = attrgetter(*Choices.model_fields)


def _likeness(promised: Promised) -> tuple[object, ...]:
    target, amount = promised.target, _amount(promised.target)
    return id(promised.schedule), target.counts, id(target) if amount is None else amount > 0, _choices_of(target)


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
    ordered = whole[order]
    starts = np.flatnonzero(np.append(len(order) > 0, ordered[1:] != ordered[:-1]))
    each = order[starts]
    codes = ([0] * len(each) if column is None else column[each].tolist() for column in (first, *others))
    ends = [*starts[1:].tolist(), len(order)]
    for start, end, *names in zip(starts.tolist(), ends, *codes, strict=False):
        yield tuple(names), order[start:end]


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

"""The questions about whole columns, each stated here and nowhere else: its parameters, its answers and its rules.

Here a question gives `Answers`: what was answered, and the rows that have no answer. That is for whatever reads rows it
did not write and must go on when some are bad: a batch of files, a database, a cluster. Users mostly ask through a
door, such as `columns.due` or `slaclock.pandas`, which gives a column and raises for bad rows; the docstrings speak of
these. What a signature says to doors is in `signatures.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple, get_args

import numpy as np

from slaclock.columns import day_counts, promises
from slaclock.columns.answered import (
    Answers as Answers,
    BooleanAnswers,
    C,
    CountAnswers,
    DurationAnswers,
    InstantAnswers,
)
from slaclock.columns.handover import Column, finer, read_durations_or_one, read_instants, read_instants_or_one
from slaclock.columns.instants import LAST_MICROS, Micros, instant_at
from slaclock.columns.kernel import Kernel
from slaclock.columns.labels import Labels, read_labels
from slaclock.columns.lookup import Places
from slaclock.columns.rows import Hours, Rows, counted
from slaclock.columns.signatures import Durations, Instants, Names
from slaclock.errors import InstantError, one_of
from slaclock.hours import Boundary, DayCount, DayRule, Ends, Starts, check_count
from slaclock.policy import FIRST_RESPONSE, SlaPolicy

# Schedules


def add(schedule: Hours, start: Instants[C], duration: Durations, boundary: Boundary = "closing") -> InstantAnswers[C]:
    """The instants at which so much open time has passed since others; for each row `schedule.add`.

    Args:
        schedule: When support is open: one schedule, or `NamedSchedules`.
        start: A column of instants.
        duration: A `timedelta`, or a column of durations; negative to go back.
        boundary: Where an answer goes that is used up exactly at closing time.

    Returns:
        A column like `start`, in its unit and zone.

    Raises:
        ColumnError: Rows have no answer, or one that the unit cannot say.
        NaiveDatetimeError: The column has no time zone.
        InstantError: It is no column of instants.

    Examples:
        >>> from datetime import timedelta
        >>> import pandas
        >>> from slaclock import Schedule, columns
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
        >>> opened = pandas.Series(pandas.to_datetime(["2026-11-20 16:00Z", "2026-11-23 09:00Z"]))
        >>> print(columns.add(office, opened, timedelta(hours=2)).to_string())
        0   2026-11-23 10:00:00+00:00
        1   2026-11-23 11:00:00+00:00

    Rules: R1, R7, R9, R15.
    """
    one_of(boundary, get_args(Boundary), "boundary")
    starts, amounts = read_instants(start), read_durations_or_one(duration)
    rows, due = counted(schedule, partial(Kernel.add, boundary=boundary), starts, amounts)
    return rows.instants(due, starts.unit)


def elapsed(schedule: Hours, start: Instants[C], end: Instants[Any]) -> DurationAnswers[Any]:
    """Open time from instants to others; for each row `schedule.elapsed`.

    Args:
        schedule: When support is open: one schedule, or `NamedSchedules`.
        start: A column of instants.
        end: Another, of any kind and zone, or one instant.

    Returns:
        A column of durations of the kind of `start`, in the finer of the two units.

    Raises:
        ColumnError: Rows have no answer, or one that the unit cannot say.
        NaiveDatetimeError: A column has no time zone.
        InstantError: It is no column of instants, or they have not as many rows.

    Rules: R1, R8.
    """
    starts, ends = read_instants(start), read_instants_or_one(end)
    rows, passed = counted(schedule, Kernel.elapsed, starts, ends)
    return rows.durations(passed, finer(starts, ends))


def business_days(schedule: Hours, start: Instants[C], end: Instants[Any]) -> CountAnswers[Any]:
    """How many business days lie from the dates of instants to those of others; for each row `schedule.business_days`.

    The dates are those that the schedule's clocks show. The first counts where it is a business day and the last does
    not, as numpy's `busday_count` has it; backwards the answer is negative.

    Args:
        schedule: When support is open: one schedule, or `NamedSchedules`.
        start: A column of instants.
        end: Another, of any kind and zone, or one instant.

    Returns:
        A column of whole numbers of the kind of `start`; of numpy's it is a masked array where instants are missing.

    Raises:
        ColumnError: Rows have no answer.
        NaiveDatetimeError: A column has no time zone.
        InstantError: It is no column of instants, or they have not as many rows.

    Rules: R10.
    """
    starts, ends = read_instants(start), read_instants_or_one(end)
    rows, found = counted(schedule, Kernel.business_days_between, starts, ends)
    return rows.counts(found)


def is_open(schedule: Hours, at: Instants[C]) -> BooleanAnswers[Any]:
    """Whether support is open at instants; for each row `schedule.is_open`; errors as for `elapsed`.

    Returns:
        A column of booleans of the kind of `at`; of numpy's it is a masked array where instants are missing.

    Rules: R3.
    """
    rows, found = counted(schedule, Kernel.is_open, read_instants(at))
    return rows.booleans(found)


def next_opening(schedule: Hours, at: Instants[C]) -> InstantAnswers[C]:
    """The first openings strictly after instants; for each row `schedule.next_opening`; errors as for `add`.

    Rules: R3, R15.
    """
    return _edge(schedule, at, partial(Kernel.next_edge, opening=True))


def next_closing(schedule: Hours, at: Instants[C]) -> InstantAnswers[C]:
    """The first closings strictly after instants; for each row `schedule.next_closing`; errors as for `add`.

    Rules: R3, R15.
    """
    return _edge(schedule, at, partial(Kernel.next_edge, opening=False))


def previous_opening(schedule: Hours, at: Instants[C]) -> InstantAnswers[C]:
    """The last openings strictly before instants; for each row `schedule.previous_opening`; errors as for `add`.

    Rules: R3, R15.
    """
    return _edge(schedule, at, partial(Kernel.previous_edge, opening=True))


def previous_closing(schedule: Hours, at: Instants[C]) -> InstantAnswers[C]:
    """The last closings strictly before instants; for each row `schedule.previous_closing`; errors as for `add`.

    Rules: R3, R15.
    """
    return _edge(schedule, at, partial(Kernel.previous_edge, opening=False))


def add_days(
    schedule: Hours,
    start: Instants[C],
    days: int,
    rule: DayRule = "same_time",
    starts: Starts = "next_opening",
    ends: Ends = "next_opening",
    day_length: timedelta | None = None,
) -> InstantAnswers[C]:
    """The instants that many business days after others; for each row `schedule.add_days`, with its choices.

    Raises:
        ColumnError: Rows have no answer, or one that the unit cannot say.
        NaiveDatetimeError: The column has no time zone.
        TargetError: The rule `hours` was given no `day_length`.

    Rules: R10, R11.
    """
    if not isinstance(days, int):
        raise InstantError(f"{days!r} is no number of days; give a whole one, and parts of a day to add()")
    count = DayCount(days, rule, starts, ends, day_length)
    check_count(count)
    return _edge(schedule, start, partial(day_counts.add_days, count=count))


def _edge(schedule: Hours, at: Any, find: partial[Micros]) -> InstantAnswers[Any]:
    column = read_instants(at)
    rows, found = counted(schedule, lambda kernel, at: find(kernel, at) if len(at) else at, column)
    return rows.instants(found, column.unit)


# Policies


def due(
    policy: SlaPolicy,
    opened: Instants[C],
    plan: Names = None,
    priority: Names = None,
    metric: Names = FIRST_RESPONSE,
    channel: Names = None,
    schedule: Names = None,
    timezone: Names = None,
    started: Instants[Any] = None,
) -> InstantAnswers[C]:
    """When requests are due; for each row `policy.due`.

    A row may also say whose clocks count, on which schedule, and from when, as tickets of many teams and customers do.

    Args:
        policy: With all its versions.
        opened: A column of instants.
        plan: A name, or a column of names; a row without one is as if none were given.
        priority: The same.
        metric: The same.
        channel: The same.
        schedule: Names of schedules on which the target counts, in the place of those that plans state.
        timezone: IANA names of the zones of customers, as for `policy.for_customer`.
        started: When what is promised started, which it counts from and is received at; missing, or `None` for all,
            where that is when it was opened. The version in force at the opening governs (R17), unless the policy says
            `governed_by: each_event`.

    Returns:
        A column like `opened`, in its unit and zone; missing where nothing is promised.

    Raises:
        ColumnError: Rows have no answer, such as those of an unknown priority, zone or schedule, or started before they
            were opened.
        NaiveDatetimeError: The column has no time zone.
        InstantError: It is no column of instants, or the others have not as many rows.

    Rules: R7, R9, R10, R11, R17.
    """
    asked = _Asked.read(opened, started, plan, priority, metric, channel, schedule, timezone)
    rows = Rows.of(*asked.columns, *asked.labels)
    return rows.instants(_due(policy, rows, asked), asked.opened.unit)


def breached(
    policy: SlaPolicy,
    opened: Instants[C],
    stopped: Instants[Any],
    now: Instants[Any],
    plan: Names = None,
    priority: Names = None,
    metric: Names = FIRST_RESPONSE,
    channel: Names = None,
    schedule: Names = None,
    timezone: Names = None,
    started: Instants[Any] = None,
) -> BooleanAnswers[Any]:
    """Whether requests are breached: due before they were stopped, or before now if they still run.

    Args:
        policy: With all its versions.
        opened: A column of instants.
        stopped: When each was answered; missing, or `None` for all, where it was not. What comes after `now` does not
            exist yet.
        now: One instant, or a column. What is opened after it is not breached.
        plan: As for `due`.
        priority: As for `due`.
        metric: As for `due`.
        channel: As for `due`.
        schedule: As for `due`.
        timezone: As for `due`.
        started: As for `due`.

    Returns:
        A column of booleans of the kind of `opened`; missing where nothing is promised.

    Raises:
        ColumnError: Rows have no due instant, or were stopped before they started.
        NaiveDatetimeError: A column has no time zone.
        InstantError: It is no column of instants, or the others have not as many rows.

    Rules: R12, R18.
    """
    asked = _Asked.read(opened, started, plan, priority, metric, channel, schedule, timezone)
    stops, instants = _or_never(read_instants_or_one(stopped)), read_instants_or_one(now)
    rows = Rows.of(*asked.columns, stops, instants, *asked.labels)
    begun, stop, until = (rows.of_column(column) for column in (asked.started, stops, instants))
    late = _due(policy, rows, asked) < np.minimum(stop, until)
    _refuse_early(rows, stops, "was stopped", asked.started, "was opened" if asked.starts_at_opening else "started")
    return rows.booleans(late & (begun <= until))


def used(
    policy: SlaPolicy,
    opened: Instants[C],
    until: Instants[Any],
    plan: Names = None,
    priority: Names = None,
    metric: Names = FIRST_RESPONSE,
    channel: Names = None,
    schedule: Names = None,
    timezone: Names = None,
    started: Instants[Any] = None,
) -> DurationAnswers[Any]:
    """The time that ran until instants, as `clock.status(until).elapsed` has it for a clock that nothing changed."""
    asked = _Asked.read(opened, started, plan, priority, metric, channel, schedule, timezone)
    ends = read_instants_or_one(until)
    rows = Rows.of(*asked.columns, ends, *asked.labels)

    def ask(places: Places | None, until: Micros, *given: Any) -> Micros:
        requests = _requests(*given)
        ends_at = np.broadcast_to(until, len(requests.opened))
        return promises.policy_used(policy, requests, ends_at, rows.found, places)

    return rows.durations(rows.answers(ask, ends, *asked.columns, *asked.labels), "us")


class _Asked(NamedTuple):
    """What is asked about, as columns."""

    opened: Column
    started: Column
    labels: list[Labels]
    """Plans, priorities, metrics, channels, schedules and zones."""

    @classmethod
    def read(cls, opened: Any, started: Any, *names: Any) -> _Asked:
        """The columns as they are given."""
        openings, starts = read_instants(opened), read_instants_or_one(started)
        return cls(openings, _or_opened(starts, openings), [*map(read_labels, names)])

    @property
    def columns(self) -> tuple[Column, Column]:
        """Its instants."""
        return self.opened, self.started

    @property
    def starts_at_opening(self) -> bool:
        """Whether no row says when it started."""
        return self.started is self.opened


def _requests(opened: Micros, started: Micros, *labels: Labels) -> promises.Requests:
    return promises.Requests(opened, started, promises.Names(*labels[:4]), *labels[4:])


def _due(policy: SlaPolicy, rows: Rows, asked: _Asked) -> Micros:
    def ask(places: Places | None, *given: Any) -> Micros:
        return promises.policy_due(policy, _requests(*given), rows.found, places)

    due = rows.answers(ask, *asked.columns, *asked.labels)
    if not asked.starts_at_opening:
        _refuse_early(rows, asked.started, "started", asked.opened, "was opened")
    return due


def _or_opened(started: Column, opened: Column) -> Column:
    """What says when it started, and otherwise when it was opened; what cannot be read stays so."""
    if started.valid is not None and not started.valid.any() and not started.problems:
        return opened
    if started.rows not in (None, opened.rows):
        return started  # Which cannot be asked about together.
    stated = np.broadcast_to(True if started.valid is None else started.valid, len(opened.micros))
    readable = np.ones(len(opened.micros), np.bool_)
    readable[list(started.problems)] = False
    return replace(
        started,
        micros=np.where(stated, started.micros, opened.micros),
        valid=readable if started.problems else None,
        form=started.form or opened.form,
    )


def _or_never(stopped: Column) -> Column:
    """What was not stopped as if it were at the end of time; what cannot be read stays so."""
    if stopped.valid is None:
        return stopped
    readable = np.ones(len(stopped.micros), np.bool_)
    readable[list(stopped.problems)] = False
    micros = np.where(stopped.valid, stopped.micros, LAST_MICROS)
    return replace(stopped, micros=micros, valid=readable if stopped.problems else None)


def _refuse_early(rows: Rows, later: Column, happened: str, earlier: Column, before: str) -> None:
    """Refuse rows in which something happened before what must come before it."""
    for row in rows.numbers(np.flatnonzero(rows.of_column(later) < rows.of_column(earlier))):
        at, since = (instant_at(int(each.micros[row if each.form else 0])) for each in (later, earlier))
        problem = f"it {happened} at {at.isoformat(' ')}, before it {before} at {since.isoformat(' ')}"
        rows.found.problems.setdefault(row, problem)

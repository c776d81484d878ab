"""Whole columns at once, with exactly the answers that each row alone would get.

What goes in decides what comes out: a Series of pandas or polars, an Arrow array or chunked array, a `datetime64` array
of numpy (read as UTC, for it has no zone), or anything that hands over an Arrow array. Units, zones, indexes, names and
chunks are kept, and what is missing stays missing. Rows without an answer are reported together, each with its reason.

Needs the extra `columns`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar

from slaclock.hours import Boundary, DayCount, DayRule, Ends, Schedule, Starts
from slaclock.policy import FIRST_RESPONSE, SlaPolicy

try:
    from slaclock.columns import answers
except ImportError as error:  # pragma: no cover - tried in a process of its own: the tests have the extra
    if error.name not in ("numpy", "pyarrow"):
        raise
    raise ImportError("columns need an extra; run: pip install 'slaclock[columns]'", name=error.name) from error

C = TypeVar("C")
"""A column of instants, of any kind."""


def add(schedule: Schedule, start: C, duration: Any, boundary: Boundary = "closing") -> C:
    """The instants at which so much open time has passed since others; for each row `schedule.add`.

    Args:
        schedule: When support is open.
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
        >>> import pandas
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
        >>> opened = pandas.Series(pandas.to_datetime(["2026-11-20 16:00Z", "2026-11-23 09:00Z"]))
        >>> print(add(office, opened, timedelta(hours=2)).to_string())
        0   2026-11-23 10:00:00+00:00
        1   2026-11-23 11:00:00+00:00

    Rules: R1, R7, R9, R15.
    """
    return _like(start, answers.add(schedule, start, duration, boundary))


def elapsed(schedule: Schedule, start: Any, end: Any) -> Any:
    """Open time from instants to others; for each row `schedule.elapsed`.

    Args:
        schedule: When support is open.
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
    return answers.elapsed(schedule, start, end).sound_column()


def is_open(schedule: Schedule, at: Any) -> Any:
    """Whether support is open at instants; for each row `schedule.is_open`; errors as for `elapsed`.

    Returns:
        A column of booleans of the kind of `at`; of numpy's it is a masked array where instants are missing.

    Rules: R3.
    """
    return answers.is_open(schedule, at).sound_column()


def next_opening(schedule: Schedule, at: C) -> C:
    """The first openings strictly after instants; for each row `schedule.next_opening`; errors as for `add`.

    Rules: R3, R15.
    """
    return _like(at, answers.next_edge(schedule, at, opening=True))


def next_closing(schedule: Schedule, at: C) -> C:
    """The first closings strictly after instants; for each row `schedule.next_closing`; errors as for `add`.

    Rules: R3, R15.
    """
    return _like(at, answers.next_edge(schedule, at, opening=False))


def previous_opening(schedule: Schedule, at: C) -> C:
    """The last openings strictly before instants; for each row `schedule.previous_opening`; errors as for `add`.

    Rules: R3, R15.
    """
    return _like(at, answers.previous_edge(schedule, at, opening=True))


def previous_closing(schedule: Schedule, at: C) -> C:
    """The last closings strictly before instants; for each row `schedule.previous_closing`; errors as for `add`.

    Rules: R3, R15.
    """
    return _like(at, answers.previous_edge(schedule, at, opening=False))


def add_days(
    schedule: Schedule,
    start: C,
    days: int,
    rule: DayRule = "same_time",
    starts: Starts = "next_opening",
    ends: Ends = "next_opening",
    day_length: timedelta | None = None,
) -> C:
    """The instants that many business days after others; for each row `schedule.add_days`, with its choices.

    Raises:
        ColumnError: Rows have no answer, or one that the unit cannot say.
        NaiveDatetimeError: The column has no time zone.
        TargetError: The rule `hours` was given no `day_length`.

    Rules: R10, R11.
    """
    return _like(start, answers.add_days(schedule, start, DayCount(days, rule, starts, ends, day_length)))


def due(
    policy: SlaPolicy,
    opened: C,
    plan: Any = None,
    priority: Any = None,
    metric: Any = FIRST_RESPONSE,
    channel: Any = None,
) -> C:
    """When requests are due; for each row `policy.due`.

    Args:
        policy: With all its versions.
        opened: A column of instants.
        plan: A name, or a column of names; a row without one is as if none were given.
        priority: The same.
        metric: The same.
        channel: The same.

    Returns:
        A column like `opened`, in its unit and zone.

    Raises:
        ColumnError: Rows have no answer, such as those of an unknown priority.
        NaiveDatetimeError: The column has no time zone.
        InstantError: It is no column of instants, or the others have not as many rows.

    Rules: R7, R9, R10, R11, R17.
    """
    return _like(opened, answers.due(policy, opened, plan, priority, metric, channel))


def breached(
    policy: SlaPolicy,
    opened: Any,
    stopped: Any,
    now: Any,
    plan: Any = None,
    priority: Any = None,
    metric: Any = FIRST_RESPONSE,
    channel: Any = None,
) -> Any:
    """Whether requests are broken promises: due before they were stopped, or before now if they still run.

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

    Returns:
        A column of booleans of the kind of `opened`.

    Raises:
        ColumnError: Rows have no due instant, or were stopped before they were opened.
        NaiveDatetimeError: A column has no time zone.
        InstantError: It is no column of instants, or the others have not as many rows.

    Rules: R12, R18.
    """
    return answers.breached(policy, opened, stopped, now, plan, priority, metric, channel).sound_column()


def _like(given: C, found: answers.Answers) -> C:
    """The answers as a column like the one that was given, when no row is bad."""
    column: C = found.sound_column()
    return column

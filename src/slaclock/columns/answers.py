"""The questions of `columns.py` without the raising: answers, and the rows that have none.

For whatever reads rows it did not write and must go on when some are bad: a batch of files, a database, a cluster.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from slaclock.columns import day_counts, promises
from slaclock.columns.asking import Found
from slaclock.columns.handover import (
    Column,
    finer,
    in_unit,
    read_durations_or_one,
    read_instants,
    read_instants_or_one,
)
from slaclock.columns.instants import LAST_MICROS, Mask, Micros, instant_at
from slaclock.columns.kernel import Kernel
from slaclock.columns.labels import Labels, read_labels
from slaclock.columns.lookup import Places
from slaclock.columns.makes import Form, Unit
from slaclock.errors import ColumnError, InstantError, one_of
from slaclock.hours import Boundary, DayCount, Schedule, check_count
from slaclock.policy import FIRST_RESPONSE, SlaPolicy


@dataclass(frozen=True)
class Answers:
    """What was answered, row by row.

    Three kinds of row: with an answer; missing, because something asked about is missing; and bad, with a problem.
    """

    values: npt.NDArray[Any]
    """int64 in `unit`, instants from 1970 in UTC; or bool. What stands where there is no answer means nothing."""

    valid: Mask | None
    """Which rows have an answer; `None` when all do."""

    problems: dict[int, str]
    """Why a row has no answer that nothing is missing in, by its number from 0: the text of the scalar error."""

    kind: Literal["instants", "durations", "booleans"]
    """What the values are."""

    unit: Unit
    """The unit of instants and durations."""

    form: Form
    """How the column came."""

    def column(self) -> Any:
        """The answers as a column of the kind that was given; rows without an answer are missing."""
        match self.kind:
            case "instants":
                return self.form.instants(self.values, self.unit, self.valid)
            case "durations":
                return self.form.durations(self.values, self.unit, self.valid)
            case _:
                return self.form.booleans(self.values, self.valid)

    def sound_column(self) -> Any:
        """The same, when no row is bad.

        Raises:
            ColumnError: Some are.
        """
        if self.problems:
            raise ColumnError(self.problems, len(self.values))
        return self.column()


@dataclass(frozen=True)
class _Rows:
    """The rows of a call in which nothing is missing."""

    count: int
    places: Places | None
    """`None` for all of them in order."""
    found: Found
    form: Form

    @classmethod
    def of(cls, first: Column, *others: Column | Labels) -> _Rows:
        """Those in which every one of these has a usable value."""
        count = len(first.micros)
        for other in others:
            _refuse_other_rows(first, other)
        columns = [first, *(each for each in others if isinstance(each, Column))]
        found = Found({row: problem for column in reversed(columns) for row, problem in column.problems.items()})
        masks = [np.broadcast_to(column.valid, count) for column in columns if column.valid is not None]
        places = np.flatnonzero(np.logical_and.reduce(masks)) if masks else None
        assert first.form is not None
        return cls(count, places, found, first.form)

    @property
    def asked(self) -> int:
        """How many they are."""
        return self.count if self.places is None else len(self.places)

    def of_column(self, column: Column) -> Micros:
        """The values in these rows, or the single one."""
        if column.form is None:
            return column.micros[: self.asked]
        return column.micros if self.places is None else column.micros[self.places]

    def of_labels(self, labels: Labels) -> Labels:
        """The names in these rows, or the single one."""
        if self.places is None or labels.codes is None:
            return labels
        return labels._replace(codes=labels.codes[self.places])

    def kernel(self, schedule: Schedule) -> Kernel:
        """The schedule, to be asked about these rows."""
        return Kernel(schedule, self.found, self.places)

    def refuse(self, where: Mask, problem: Callable[[int], str]) -> None:
        """Say that rows are bad, unless another problem of theirs is known."""
        places = np.flatnonzero(np.broadcast_to(where, self.asked))
        for row in places if self.places is None else self.places[places]:
            self.found.problems.setdefault(int(row), problem(int(row)))

    def answers(
        self, values: npt.NDArray[Any], kind: Literal["instants", "durations", "booleans"], unit: Unit = "us"
    ) -> Answers:
        """The values of these rows as the answers of all rows."""
        self.found.tell()
        valid = self._valid()
        if self.places is not None:
            whole = np.zeros(self.count, values.dtype)
            whole[self.places] = values
            values = whole
        if kind != "booleans":
            values, unsayable = in_unit(values, unit, kind, valid)
            for row, problem in unsayable.items():
                self.found.problems[row] = problem
            valid = self._valid() if unsayable else valid
        return Answers(values, valid, self.found.problems, kind, unit, self.form)

    def _valid(self) -> Mask | None:
        problems = self.found.problems
        if self.places is None and not problems:
            return None
        valid = np.zeros(self.count, np.bool_)
        valid[slice(None) if self.places is None else self.places] = True
        valid[list(problems)] = False
        return valid


def _refuse_other_rows(first: Column, other: Column | Labels) -> None:
    if other.rows not in (None, first.rows):
        raise InstantError(f"columns of {first.rows:,} and {other.rows:,} rows cannot be asked about together")
    ours, theirs = first.index, other.index
    if ours is not None and theirs is not None and ours is not theirs and not ours.equals(theirs):
        raise InstantError("the columns have different indexes, so their rows do not stand together; align them first")


# Schedules


def add(schedule: Schedule, start: Any, duration: Any, boundary: Boundary = "closing") -> Answers:
    """Answers of `columns.add`."""
    one_of(boundary, get_args(Boundary), "boundary")
    starts, amounts = read_instants(start), read_durations_or_one(duration)
    rows = _Rows.of(starts, amounts)
    due = rows.kernel(schedule).add(rows.of_column(starts), rows.of_column(amounts), boundary)
    return rows.answers(due, "instants", starts.unit)


def elapsed(schedule: Schedule, start: Any, end: Any) -> Answers:
    """Answers of `columns.elapsed`."""
    starts, ends = read_instants(start), read_instants_or_one(end)
    rows = _Rows.of(starts, ends)
    counted = rows.kernel(schedule).elapsed(rows.of_column(starts), rows.of_column(ends))
    return rows.answers(counted, "durations", finer(starts, ends))


def is_open(schedule: Schedule, at: Any) -> Answers:
    """Answers of `columns.is_open`."""
    column = read_instants(at)
    rows = _Rows.of(column)
    return rows.answers(rows.kernel(schedule).is_open(rows.of_column(column)), "booleans")


def next_edge(schedule: Schedule, at: Any, opening: bool) -> Answers:
    """Answers of `columns.next_opening` and `columns.next_closing`."""
    return _instants(schedule, at, lambda kernel, at: kernel.next_edge(at, opening))


def previous_edge(schedule: Schedule, at: Any, opening: bool) -> Answers:
    """Answers of `columns.previous_opening` and `columns.previous_closing`."""
    return _instants(schedule, at, lambda kernel, at: kernel.previous_edge(at, opening))


def add_days(schedule: Schedule, start: Any, count: DayCount) -> Answers:
    """Answers of `columns.add_days`."""
    if not isinstance(count.days, int):
        raise InstantError(f"{count.days!r} is no number of days; give a whole one, and parts of a day to add()")
    check_count(count)
    return _instants(schedule, start, lambda kernel, at: day_counts.add_days(kernel, at, count))


def _instants(schedule: Schedule, at: Any, answer: Callable[[Kernel, Micros], Micros]) -> Answers:
    column = read_instants(at)
    rows = _Rows.of(column)
    asked = rows.of_column(column)
    found = answer(rows.kernel(schedule), asked) if len(asked) else asked
    return rows.answers(found, "instants", column.unit)


# Policies


def due(
    policy: SlaPolicy,
    opened: Any,
    plan: Any = None,
    priority: Any = None,
    metric: Any = FIRST_RESPONSE,
    channel: Any = None,
) -> Answers:
    """Answers of `columns.due`."""
    column = read_instants(opened)
    names = promises.Names(*map(read_labels, (plan, priority, metric, channel)))
    rows = _Rows.of(column, *names)
    return rows.answers(_due(policy, rows, column, names), "instants", column.unit)


def _due(policy: SlaPolicy, rows: _Rows, opened: Column, names: promises.Names) -> Micros:
    asked = promises.Names(*map(rows.of_labels, names))
    return promises.policy_due(policy, rows.of_column(opened), asked, rows.found, rows.places)


def breached(
    policy: SlaPolicy,
    opened: Any,
    stopped: Any,
    now: Any,
    plan: Any = None,
    priority: Any = None,
    metric: Any = FIRST_RESPONSE,
    channel: Any = None,
) -> Answers:
    """Answers of `columns.breached`."""
    openings, instants = read_instants(opened), read_instants_or_one(now)
    stops = _or_never(read_instants_or_one(stopped))
    names = promises.Names(*map(read_labels, (plan, priority, metric, channel)))
    rows = _Rows.of(openings, stops, instants, *names)
    started, stop, until = (rows.of_column(column) for column in (openings, stops, instants))
    late = _due(policy, rows, openings, names) < np.minimum(stop, until)
    rows.refuse(stop < started, lambda row: _stopped_early(openings, stops, row))
    return rows.answers(late & (started <= until), "booleans")


def used(
    policy: SlaPolicy,
    opened: Any,
    until: Any,
    plan: Any = None,
    priority: Any = None,
    metric: Any = FIRST_RESPONSE,
    channel: Any = None,
) -> Answers:
    """The time that ran until instants, as `clock.status(until).elapsed` has it for a clock that nothing changed."""
    openings, ends = read_instants(opened), read_instants_or_one(until)
    names = promises.Names(*map(read_labels, (plan, priority, metric, channel)))
    rows = _Rows.of(openings, ends, *names)
    asked = promises.Names(*map(rows.of_labels, names))
    started, until = (rows.of_column(column) for column in (openings, ends))
    until = np.broadcast_to(until, len(started))
    return rows.answers(promises.policy_used(policy, started, until, asked, rows.found, rows.places), "durations")


def _or_never(stopped: Column) -> Column:
    """What was not stopped as if it were at the end of time; what cannot be read stays so."""
    if stopped.valid is None:
        return stopped
    readable = np.ones(len(stopped.micros), np.bool_)
    readable[list(stopped.problems)] = False
    micros = np.where(stopped.valid, stopped.micros, LAST_MICROS)
    return replace(stopped, micros=micros, valid=readable if stopped.problems else None)


def _stopped_early(opened: Column, stopped: Column, row: int) -> str:
    start = instant_at(int(opened.micros[row]))
    stop = instant_at(int(stopped.micros[row if stopped.form else 0]))
    return f"it was stopped at {stop.isoformat(' ')}, before it was opened at {start.isoformat(' ')}"

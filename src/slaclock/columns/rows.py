"""The rows of one call: those in which nothing is missing are asked about together, and all have their answers.

A row may be bad: it has a problem in the place of an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from slaclock.columns.answer_stages import Found
from slaclock.columns.answered import BooleanAnswers, CountAnswers, DurationAnswers, InstantAnswers
from slaclock.columns.column_kinds import Form, TimeKind, Unit
from slaclock.columns.handover import Column, in_unit
from slaclock.columns.instants import Mask, Micros
from slaclock.columns.kernel import Kernel
from slaclock.columns.labels import Labels, read_labels
from slaclock.columns.lookup import Places
from slaclock.columns.pieces import pieces
from slaclock.errors import InstantError, SlaClockError
from slaclock.hours import Schedule
from slaclock.policy import SlaPolicy


@dataclass(frozen=True)
class NamedSchedules:
    """The schedule, or the closure, that each row names in a policy; it stands where one schedule for all rows could.

    Examples:
        >>> import numpy
        >>> from slaclock import columns
        >>> policy = SlaPolicy.loads('''
        ... {name: Example, timezone: UTC, schedules: {early: Mon-Fri 06:00-14:00, late: Mon-Fri 14:00-22:00},
        ...  plans: {standard: {schedule: early, first_response: 1 business hour}}}
        ... ''')
        >>> teams = NamedSchedules(policy, ["early", "late", None])
        >>> at = numpy.array(["2026-11-25T12:00", "2026-11-25T12:00", "2026-11-25T12:00"], "datetime64[s]")
        >>> columns.is_open(teams, at).tolist()
        [True, False, None]
    """

    policy: SlaPolicy
    """The policy that has them."""

    names: Any
    """One name for every row, or a column of names; a row without one has no answer."""

    def schedule(self, name: str) -> Schedule:
        """The schedule or closure of a name."""
        return self.policy.closure(name) if name in self.policy.closures else self.policy.schedule(name)


Hours: TypeAlias = Schedule | NamedSchedules
"""When support is open: one schedule for every row, or the one that each row names."""


@dataclass(frozen=True)
class Rows:
    """The rows of a call in which nothing is missing."""

    count: int
    """How many rows the call has."""
    places: Places | None
    """Which they are; `None` for all of them in order."""
    found: Found
    form: Form

    @classmethod
    def of(cls, first: Column, *others: Column | Labels, named: Labels | None = None) -> Rows:
        """Those in which every one of these has a usable value.

        Args:
            first: The column that decides what comes back.
            others: More columns, and names that a row may do without.
            named: Names that no row may do without.
        """
        count = len(first.micros)
        for other in (*others, *([named] if named else ())):
            _refuse_other_rows(first, other)
        columns = [first, *(each for each in others if isinstance(each, Column))]
        found = Found({row: problem for column in reversed(columns) for row, problem in column.problems.items()})
        known = [column.valid for column in columns] + ([named.known] if named else [])
        masks = [np.broadcast_to(mask, count) for mask in known if mask is not None]
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

    def answers(self, ask: Callable[..., npt.NDArray[Any]], *columns: Column | Labels) -> npt.NDArray[Any]:
        """What is answered for these rows, asked in pieces.

        Args:
            ask: Called for each piece with the rows of the call that it has, `None` for all of them in order, and with
                the values and names in these rows.
            columns: The values and names.
        """
        given = [self.of_labels(each) if isinstance(each, Labels) else self.of_column(each) for each in columns]
        parts = list(pieces(self.asked))
        if len(parts) < 2:
            return ask(self.places, *given)
        found = []
        for part in parts:
            rows = np.arange(part.start, part.stop) if self.places is None else self.places[part]
            found.append(ask(rows, *(_of_part(each, self.asked, part) for each in given)))
        return np.concatenate(found)

    def numbers(self, places: Places) -> list[int]:
        """The numbers of some of these rows in the call."""
        return _numbers_of(self.places, places)

    # Answers of all rows, from the values of these

    def instants(self, values: Micros, unit: Unit) -> InstantAnswers[Any]:
        """The answers of all rows, where these have instants."""
        return InstantAnswers(*self._in_unit(values, unit, "instants"), self.found.problems, unit, self.form)

    def durations(self, values: Micros, unit: Unit) -> DurationAnswers[Any]:
        """The answers of all rows, where these have durations."""
        return DurationAnswers(*self._in_unit(values, unit, "durations"), self.found.problems, unit, self.form)

    def booleans(self, values: Mask) -> BooleanAnswers[Any]:
        """The answers of all rows, where these have yes or no."""
        self.found.tell()
        values = self._of_all(values.astype(np.bool_, copy=False))
        return BooleanAnswers(values, self._valid(), self.found.problems, "us", self.form)

    def counts(self, values: Micros) -> CountAnswers[Any]:
        """The answers of all rows, where these have whole numbers."""
        self.found.tell()
        return CountAnswers(self._of_all(values), self._valid(), self.found.problems, "us", self.form)

    def _in_unit(self, values: Micros, unit: Unit, kind: TimeKind) -> tuple[Micros, Mask | None]:
        self.found.tell()
        valid = self._valid()
        values, unsayable = in_unit(self._of_all(values), unit, kind, valid)
        self.found.problems.update(unsayable)
        return values, self._valid() if unsayable else valid

    def _of_all(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        if self.places is None:
            return values
        whole = np.zeros(self.count, values.dtype)
        whole[self.places] = values
        return whole

    def _valid(self) -> Mask | None:
        problems = self.found.problems
        if self.places is None and not problems and not self.found.not_promised:
            return None
        valid = np.zeros(self.count, np.bool_)
        valid[slice(None) if self.places is None else self.places] = True
        valid[[*problems, *self.found.not_promised]] = False
        return valid


def _refuse_other_rows(first: Column, other: Column | Labels) -> None:
    if other.rows not in (None, first.rows):
        raise InstantError(f"columns of {first.rows:,} and {other.rows:,} rows cannot be asked about together")
    ours, theirs = first.index, other.index
    if ours is not None and theirs is not None and ours is not theirs and not ours.equals(theirs):
        raise InstantError("the columns have different indexes, so their rows do not stand together; align them first")


def _of_part(given: Micros | Labels, rows: int, part: slice) -> Micros | Labels:
    """A part of the values or names of so many rows; one for all of them is that of each part."""
    if isinstance(given, Labels):
        return given if given.codes is None else given._replace(codes=given.codes[part])
    return given[part] if len(given) == rows else given


# Schedules


def counted(hours: Hours, count: Callable[..., npt.NDArray[Any]], *columns: Column) -> tuple[Rows, npt.NDArray[Any]]:
    """What is counted on the schedule of each row, and the rows for which it is.

    Args:
        hours: One schedule, or the schedules that rows name.
        count: Called with the `Kernel` of a schedule and the values of columns in its rows.
        columns: The columns; the first one decides what comes back.
    """
    if isinstance(hours, NamedSchedules):
        return _counted_by_name(hours, count, columns)
    rows = Rows.of(*columns)

    def ask(places: Places | None, *values: Micros) -> npt.NDArray[Any]:
        return count(Kernel(hours, rows.found, places), *values)

    return rows, rows.answers(ask, *columns)


def _counted_by_name(
    hours: NamedSchedules, count: Callable[..., npt.NDArray[Any]], columns: tuple[Column, ...]
) -> tuple[Rows, npt.NDArray[Any]]:
    names = read_labels(hours.names)
    rows = Rows.of(*columns, named=names)

    def ask(places: Places | None, asked: Labels, *values: Micros) -> npt.NDArray[Any]:
        return _of_names(hours, count, rows.found, places, asked, values)

    return rows, rows.answers(ask, names, *columns)


def _of_names(
    hours: NamedSchedules,
    count: Callable[..., npt.NDArray[Any]],
    found: Found,
    rows: Places | None,
    names: Labels,
    values: tuple[Micros, ...],
) -> npt.NDArray[Any]:
    """What is counted in some rows of a call, on the schedule that each of them names."""
    whole = np.zeros(len(values[0]), np.int64)
    for name, places in names.places():
        try:
            kernel = Kernel(hours.schedule(name), found, rows)
        except SlaClockError as error:
            refused = np.arange(len(whole)) if places is None else places
            found.problems.update(dict.fromkeys(_numbers_of(rows, refused), str(error)))
            continue
        if places is None:
            return count(kernel, *values)
        some = (each[places] if len(each) == len(whole) else each for each in values)
        whole[places] = count(kernel.among(places), *some)
    return whole


def _numbers_of(rows: Places | None, places: Places) -> list[int]:
    numbers: list[int] = (places if rows is None else rows[places]).tolist()
    return numbers

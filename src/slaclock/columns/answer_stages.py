"""How a column is answered: from what is compiled, then from what more is compiled, then row by row (R14, R15).

Each answer is the scalar one. What the compiled time does not hold makes the timeline grow, and what is left then is
asked row by row, so that errors are the scalar ones, too, each with its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Self, TypeAlias

import numpy as np

from slaclock.columns.instants import (
    DAY,
    FIRST_MICROS,
    LAST_MICROS,
    Mask,
    Micros,
    day_number,
    instant_at,
    instant_micros,
    micros_of,
)
from slaclock.columns.lookup import Places, both, within
from slaclock.columns.timeline_arrays import Compiled, compiled
from slaclock.errors import SlaClockError
from slaclock.hours import FIRST_DATE, LAST_DATE, Schedule, Timeline

Vector: TypeAlias = Callable[..., tuple[Micros, Mask | None]]
"""Answers from what is compiled, and where they hold; `None` for everywhere."""
Scalar: TypeAlias = Callable[..., int]
"""The answer for one row."""

_COUNTED_FROM = (day_number(FIRST_DATE) + 5) * DAY
_COUNTED_TO = (day_number(LAST_DATE) - 5) * DAY
"""Where open time is counted in every zone."""


@dataclass
class Found:
    """What one call finds out beside its answers."""

    problems: dict[int, str] = field(default_factory=dict)
    """For each row without an answer, why."""

    not_promised: set[int] = field(default_factory=set)
    """Rows for which nothing is promised, so that they have no answer and no problem."""

    left: dict[int, tuple[Schedule, int]] = field(default_factory=dict)
    """Schedules whose known years an answer leaves, each with such an instant."""

    def tell(self) -> None:
        """Warn once for each schedule whose known years were left (R14)."""
        for schedule, at in self.left.values():
            schedule._known.leave(instant_at(min(max(at, FIRST_MICROS), LAST_MICROS)))


@dataclass(frozen=True)
class Asking:
    """A schedule that is asked about some rows of a call."""

    schedule: Schedule
    found: Found
    rows: Places | None = None
    """Which rows of the call these are; `None` for all of them in order."""

    def among(self, places: Places) -> Self:
        """The same for some of the rows."""
        return type(self)(self.schedule, self.found, places if self.rows is None else self.rows[places])

    @property
    def timeline(self) -> Timeline:
        """The compiled timeline, for questions about single rows; it does not warn."""
        return self.schedule._timeline_of_columns

    @property
    def zone(self) -> tzinfo:
        """The zone on whose clocks the schedule is read."""
        return self.schedule._zone

    @property
    def compiled(self) -> Compiled:
        """What is compiled so far, as arrays."""
        return compiled(self.timeline)

    def _ask(
        self,
        vector: Vector,
        scalar: Scalar,
        *columns: Micros,
        around: Callable[..., Micros] = lambda at, *_: at,
        farthest: Callable[..., int] | None = None,
        otherwise: Callable[..., Micros] = lambda at, *_: at,
    ) -> Micros:
        """Answers from what is compiled; what that does not hold is compiled first, or asked row by row.

        Args:
            vector: The answers for whole columns.
            scalar: The answer for one row.
            columns: What is asked; a column, or one value for every row.
            around: The instants around which time must be compiled.
            farthest: Which of some rows has the farthest answer, for which the timeline grows.
            otherwise: What stands in rows that have no answer.
        """
        if not len(columns[0]):
            return columns[0]
        values, held = vector(self.compiled, *columns)
        if held is None or held.all():
            return values
        columns = tuple(np.broadcast_arrays(*columns))
        missed = np.flatnonzero(~np.broadcast_to(held, values.shape))
        for grow in self._growths(scalar, around, farthest):
            some = [column[missed] for column in columns]
            grow(*some)
            values[missed], held = vector(self.compiled, *some)
            missed = missed[:0] if held is None else missed[~held]
            if not len(missed):
                return values
        some = [column[missed] for column in columns]
        values[missed] = self.among(missed).one_by_one(scalar, *some, otherwise=otherwise(*some))
        return values

    def _growths(
        self, scalar: Scalar, around: Callable[..., Micros], farthest: Callable[..., int] | None
    ) -> Iterator[Callable[..., None]]:
        """Ways to let the timeline grow, one after the other: around what is asked, then towards the answers."""

        def ask_farthest(*columns: Micros) -> None:
            assert farthest is not None
            row = farthest(*columns)
            self._answer(scalar, *(int(column[row]) for column in columns))

        for _ in range(2):
            yield lambda *columns: self._cover(around(*columns))
        for _ in range(2 if farthest else 0):
            yield ask_farthest

    def mended(self, values: Micros, sound: Mask | None, scalar: Scalar, *columns: Micros) -> Micros:
        """Answers that need nothing compiled, with those that are not sound asked row by row."""
        if sound is not None:
            places = np.flatnonzero(~sound)
            some = [column[places] for column in np.broadcast_arrays(*columns)]
            values[places] = self.among(places).one_by_one(scalar, *some, otherwise=some[0])
        return values

    def moved(self, at: Micros, where: Mask, to: Callable[[Self, Places], Micros]) -> Micros:
        """Instants of which some are moved; they are computed for those places alone."""
        places = np.flatnonzero(where)
        if not len(places):
            return at
        found = at.copy()
        found[places] = to(self.among(places), places)
        return found

    def _cover(self, at: Micros) -> None:
        """Compile the time around instants; around as many as can be, where they lie centuries apart."""
        at = at[(at >= _COUNTED_FROM) & (at < _COUNTED_TO)]
        if len(at):
            reach = micros_of(self.timeline.longest_kept)
            middle = int(np.partition(at, len(at) // 2)[len(at) // 2])
            near = at if int(at.max()) - int(at.min()) <= reach else at[np.abs(at - middle) <= reach // 2]
            self.timeline.cover(instant_at(int(near.min())), instant_at(int(near.max())))

    def one_by_one(self, scalar: Scalar, *columns: Micros, otherwise: Micros) -> Micros:
        """The answers of single rows; equal rows are asked once, and those without an answer are problems."""
        answers = otherwise.copy()
        known: dict[tuple[int, ...], int | str] = {}
        for place, values in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
            if values not in known:
                known[values] = self._answer(scalar, *values)
            answer = known[values]
            if isinstance(answer, int):
                answers[place] = answer
            else:
                self.found.problems.setdefault(place if self.rows is None else int(self.rows[place]), answer)
        return answers

    @staticmethod
    def _answer(scalar: Scalar, *values: int) -> int | str:
        try:
            return scalar(*values)
        except (SlaClockError, OverflowError) as error:
            return str(error)

    # What is known

    @property
    def _limits(self) -> tuple[int, int]:
        """The first and the last instant that the holiday sources know."""
        known = self.schedule._known
        return _limits_of(known.start, known.end)

    def _askable(self, compiled: Compiled, at: Micros, margin: int = 0) -> Mask | None:
        """Where questions can be answered from what is compiled."""
        low, high = compiled.start + margin, compiled.end - 1 - margin
        if self.schedule.outside_coverage == "error":
            first, last = self._limits
            low, high = max(low, first + margin), min(high, last - margin)
        return within(at, low, high)

    def _answerable(self, compiled: Compiled, at: Micros, exactly: bool = True) -> Mask | None:
        """Where answers can be relied on."""
        held = within(at, compiled.start, compiled.end) if exactly else None
        return both(held, within(at, *self._limits)) if self.schedule.outside_coverage == "error" else held

    def _note(self, *columns: Micros) -> None:
        """Remember one instant that lies in years unknown, to warn of it once (R14)."""
        if self.schedule.outside_coverage != "warn" or id(self.schedule) in self.found.left:
            return
        first, last = self._limits
        for column in columns:
            if len(column) and not first <= (low := int(column.min())):
                self.found.left[id(self.schedule)] = self.schedule, low
            elif len(column) and (high := int(column.max())) > last:
                self.found.left[id(self.schedule)] = self.schedule, high


@lru_cache(maxsize=256)
def _limits_of(start: datetime, end: datetime) -> tuple[int, int]:
    return instant_micros(start), instant_micros(end)

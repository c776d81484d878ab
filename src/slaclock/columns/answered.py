"""What was answered, row by row, and the column that comes back of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Literal, TypeAlias, TypeVar

import numpy.typing as npt

from slaclock.columns.column_kinds import Form, TimeKind, Unit
from slaclock.columns.instants import Mask
from slaclock.errors import ColumnError

C = TypeVar("C")
"""A column of any make."""
Kind: TypeAlias = TimeKind | Literal["booleans", "counts"]


@dataclass(frozen=True)
class Answers(ABC, Generic[C]):
    """What was answered, row by row.

    Three kinds of row: with an answer; missing, because something asked about is missing or nothing is promised; and
    bad, with a problem.
    """

    values: npt.NDArray[Any]
    """int64 in `unit`, instants from 1970 in UTC; int64 as counted; or bool. Without an answer it means nothing."""

    valid: Mask | None
    """Which rows have an answer; `None` when all do."""

    problems: dict[int, str]
    """Why a row has no answer that nothing is missing in, by its number from 0: the text of the scalar error."""

    unit: Unit
    """The unit of instants and durations."""

    form: Form
    """How the column came."""

    kind: ClassVar[Kind]
    """What the values are."""

    @abstractmethod
    def column(self) -> C:
        """The answers as a column of the kind that was given; rows without an answer are missing."""

    def sound_column(self) -> C:
        """The same, when no row is bad.

        Raises:
            ColumnError: Some are.
        """
        if self.problems:
            raise ColumnError(self.problems, len(self.values))
        return self.column()


class InstantAnswers(Answers[C]):
    """Answers that are instants."""

    kind = "instants"

    def column(self) -> C:
        """The instants, in the zone of the column that was given."""
        column: C = self.form.instants(self.values, self.unit, self.valid)
        return column


class DurationAnswers(Answers[C]):
    """Answers that are durations."""

    kind = "durations"

    def column(self) -> C:
        """The durations."""
        column: C = self.form.durations(self.values, self.unit, self.valid)
        return column


class BooleanAnswers(Answers[C]):
    """Answers that are yes or no."""

    kind = "booleans"

    def column(self) -> C:
        """The booleans."""
        column: C = self.form.booleans(self.values, self.valid)
        return column


class CountAnswers(Answers[C]):
    """Answers that are whole numbers."""

    kind = "counts"

    def column(self) -> C:
        """The numbers."""
        column: C = self.form.counts(self.values, self.valid)
        return column

"""Consecutive rows of a file of tickets, each with its line, and what it is to read them in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from slaclock.tables.bad_rows import BadRow

Numbers: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """Consecutive rows of a file."""

    columns: pa.RecordBatch
    """What could be read, as it stands."""

    lines: Numbers
    """For each row the line on which it begins; in Parquet, its number."""

    bad: tuple[BadRow, ...] = ()
    """Rows among them that could not be read."""

    texts: pa.StringArray | None = None
    """Of JSON lines, the lines themselves."""

    def record(self, row: int) -> dict[str, Any]:
        """One row by the names of its columns."""
        return by_name(self.columns.schema.names, [plain_value(column[row]) for column in self.columns])


def by_name(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    """The values of a row by the names of their columns; those of columns that are called alike in a list."""
    held: dict[str, list[Any]] = {}
    for name, value in zip(names, values, strict=True):
        held.setdefault(name, []).append(value)
    return {name: of_one[0] if len(of_one) == 1 else of_one for name, of_one in held.items()}


def plain_value(value: pa.Scalar) -> Any:
    """A value of Arrow as Python has it, or as text where Python has none, as for a date past its years."""
    try:
        return value.as_py()
    except (OverflowError, ValueError, KeyError):
        return f"{value.cast(pa.int64()).as_py()} {value.type}"


class TableReader(Protocol):
    """A file that is read in pieces, in order."""

    schema: pa.Schema

    @property
    def share_read(self) -> float:
        """How much of the file was read, from 0 to 1."""
        ...

    def __iter__(self) -> Iterator[Rows]: ...

    def close(self) -> None:
        """Let go of the file."""

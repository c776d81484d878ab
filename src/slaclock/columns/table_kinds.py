"""Tables of pandas, polars and Arrow: their columns by name, and answers handed back as a table of the same kind."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pyarrow as pa

from slaclock.columns.column_kinds import is_made_by, one_array
from slaclock.columns.lookup import Places
from slaclock.errors import InstantError, TicketTableError, did_you_mean, nearest

_NEAR = 0.83
"""How much the name of a column is like a known one that is probably meant."""
Make: TypeAlias = Literal["pandas", "polars", "Arrow"]


@dataclass(frozen=True)
class Table:
    """A table of any make, of which some columns are asked for by what they mean."""

    what: str
    """What it holds, for messages: `tickets` or `events`."""
    given: Any
    make: Make
    names: Mapping[str, str]
    """The names of its columns, by what they mean; what is not here is called what it means."""

    @property
    def columns(self) -> list[str]:
        """The names of all its columns."""
        columns = self.given.column_names if self.make == "Arrow" else self.given.columns
        return [str(name) for name in columns]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.given.num_rows if self.make == "Arrow" else len(self.given)

    def wanted(self, meaning: str) -> Any:
        """The column that must be there.

        Raises:
            TicketTableError: It is not, or there are several of its name.
        """
        found = self.optional(meaning)
        if found is None:
            name = self.names.get(meaning, meaning)
            raise TicketTableError(
                f"the table of {self.what} has no column {name!r}; {did_you_mean(name, self.columns)}, or say which "
                f"it is, e.g. {self.what[:-1]}_columns={{{meaning!r}: '…'}}"
            )
        return found

    def optional(self, meaning: str) -> Any:
        """The column, or `None` where there is none; one that was named must be there."""
        name = self.names.get(meaning, meaning)
        times = self.columns.count(name)
        if times > 1:
            raise TicketTableError(f"the table of {self.what} has {times} columns {name!r}; leave one")
        if times == 0 and meaning not in self.names:
            return None
        if times == 0:
            raise TicketTableError(
                f"the table of {self.what} has no column {name!r} for {meaning!r}; {did_you_mean(name, self.columns)}"
            )
        return self.given.column(name) if self.make == "Arrow" else self.given[name]


def read_table(given: Any, what: str, names: Mapping[str, str], meanings: frozenset[str]) -> Table:
    """A table of a known make.

    Raises:
        InstantError: It is of no known make.
        TicketTableError: A column is named for something that no column of such a table means.
    """
    for meaning in names.keys() - meanings:
        raise TicketTableError(f"no column of {what} means {meaning!r}; {did_you_mean(meaning, sorted(meanings))}")
    table = _table_of(given, what, names)
    _refuse_nearly_known(table, meanings)
    return table


def _refuse_nearly_known(table: Table, meanings: frozenset[str]) -> None:
    """A column whose name is a letter off would be passed over in silence (R19)."""
    missing = {meaning for meaning in meanings if meaning not in table.columns and meaning not in table.names}
    for name in table.columns:
        known = name in meanings or name in table.names.values()
        if not known and (near := nearest(name.strip().lower().replace(" ", "_"), sorted(missing), cutoff=_NEAR)):
            raise TicketTableError(
                f"the table of {table.what} has a column {name!r}, and none called {near[0]!r}: rename it, to "
                f"{near[0]!r} or to something else, or say {table.what[:-1]}_columns={{{near[0]!r}: {name!r}}}"
            )


def _table_of(given: Any, what: str, names: Mapping[str, str]) -> Table:
    if is_made_by("pandas", ("DataFrame",), given):
        return Table(what, given, "pandas", names)
    if is_made_by("polars", ("DataFrame", "LazyFrame"), given):
        return Table(what, given.lazy().collect(), "polars", names)
    if isinstance(given, (pa.Table, pa.RecordBatch)) or hasattr(given, "__arrow_c_stream__"):
        return Table(what, pa.table(given), "Arrow", names)
    raise InstantError(
        f"{type(given).__name__} is no table of {what}; give a DataFrame of pandas or polars, or an Arrow table"
    )


def arrow_table(given: Any) -> Any:
    """A table of any make as one of Arrow.

    Raises:
        InstantError: It is of no known make.
    """
    if is_made_by("pandas", ("DataFrame",), given):
        return pa.Table.from_pandas(given, preserve_index=False)
    if is_made_by("polars", ("DataFrame", "LazyFrame"), given):
        return given.lazy().collect().to_arrow()
    return _table_of(given, "tickets", {}).given


def in_make(table: Any, make: Make) -> Any:
    """An Arrow table as a table of some make."""
    if make == "pandas":
        pandas: Any = sys.modules["pandas"]
        # A number that may be missing stays a whole number.
        return table.to_pandas(types_mapper={pa.int32(): pandas.Int32Dtype()}.get)
    if make == "polars":
        polars: Any = sys.modules["polars"]
        return polars.from_arrow(table)
    return table


def some_rows(column: Any, rows: slice | Places) -> Any:
    """Some rows of a column of a table: from one to another, or these."""
    if is_made_by("pandas", ("Series",), column):
        return column.iloc[rows]
    if is_made_by("polars", ("Series",), column):
        return column[rows]
    return column.slice(rows.start, rows.stop - rows.start) if isinstance(rows, slice) else column.take(pa.array(rows))


def arrow_column(column: Any) -> Any:
    """A column of any make as one Arrow array."""
    if is_made_by("polars", ("Series",), column):
        column = column.to_arrow()
    elif is_made_by("pandas", ("Series",), column):
        column = pa.array(column, from_pandas=True)
    array = one_array(column)
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def type_of(column: Any) -> Any:
    """The Arrow type of a column."""
    return arrow_column(some_rows(column, slice(0, 0))).type

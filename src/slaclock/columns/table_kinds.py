"""Tables of pandas, polars and Arrow: their columns by name, and answers handed back as a table of the same kind."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import pyarrow as pa

from slaclock.columns.column_kinds import is_made_by, one_array
from slaclock.columns.lookup import Places
from slaclock.errors import InstantError, TicketTableError, WayOut, did_you_mean, leading_out, nearest

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
            way_out = self.naming(meaning, "…")
            raise leading_out(
                TicketTableError(
                    f"the table of {self.what} has no column {meaning!r}; {did_you_mean(meaning, self.columns)}; if it "
                    f"is called otherwise, say {way_out.in_python}"
                ),
                way_out,
            )
        return found

    def naming(self, meaning: str, name: str) -> WayOut:
        """How it is said which column means something."""
        about = self.what[:-1]
        option = shlex.quote(f"{meaning}={name}") if name != "…" else f"{meaning}=…"
        return WayOut(f"{about}_columns={{{meaning!r}: {name!r}}}", f"--{about}-column {option}")

    def optional(self, meaning: str) -> Any:
        """The column, or `None` where there is none; one that was named must be there."""
        name = self.names.get(meaning, meaning)
        if name in self.columns:
            return self.column(name)
        if meaning not in self.names:
            return None
        raise TicketTableError(
            f"the table of {self.what} has no column {name!r} for {meaning!r}; {did_you_mean(name, self.columns)}"
        )

    def column(self, name: str) -> Any:
        """A column that is there, by its own name.

        Raises:
            TicketTableError: There are several of that name.
        """
        if alike := called_alike(name, self.columns):
            raise TicketTableError(f"{alike} in the table of {self.what}: leave one, or rename the others")
        return self.given.column(name) if self.make == "Arrow" else self.given[name]


def called_alike(name: str, columns: Sequence[str]) -> str:
    """Where several columns have one name, the beginning of a sentence about them; nothing where they have not."""
    places = [str(place) for place, each in enumerate(columns, start=1) if each == name]
    if len(places) < 2:
        return ""
    return f"columns {', '.join(places[:-1])} and {places[-1]} are {'all' if places[2:] else 'both'} called {name!r}"


def read_table(given: Any, what: str, names: Mapping[str, str], meanings: frozenset[str]) -> Table:
    """A table of a known make.

    Raises:
        InstantError: It is of no known make.
        TicketTableError: A column is named for something that no column of such a table means.
    """
    for meaning in names.keys() - meanings:
        raise TicketTableError(f"no column of {what} means {meaning!r}; {did_you_mean(meaning, sorted(meanings))}")
    table = table_of(given, what, names)
    _refuse_nearly_known(table, meanings)
    return table


def _refuse_nearly_known(table: Table, meanings: frozenset[str]) -> None:
    """A column whose name is a letter off would be passed over in silence (R19)."""
    missing = {meaning for meaning in meanings if meaning not in table.columns and meaning not in table.names}
    for name in table.columns:
        known = name in meanings or name in table.names.values()
        if not known and (near := nearest(name.strip().lower().replace(" ", "_"), sorted(missing), cutoff=_NEAR)):
            way_out = table.naming(near[0], name)
            raise leading_out(
                TicketTableError(
                    f"the table of {table.what} has a column {name!r}, and none called {near[0]!r}: rename it, to "
                    f"{near[0]!r} or to something else, or say {way_out.in_python}"
                ),
                way_out,
            )


def table_of(given: Any, what: str, names: Mapping[str, str] = MappingProxyType({})) -> Table:
    """A table of a known make, whatever its columns are called.

    Raises:
        InstantError: It is of no known make.
    """
    if is_made_by("pandas", ("DataFrame",), given):
        return Table(what, given, "pandas", names)
    if is_made_by("polars", ("DataFrame", "LazyFrame"), given):
        return Table(what, given.lazy().collect(), "polars", names)
    if isinstance(given, (pa.Table, pa.RecordBatch)) or hasattr(given, "__arrow_c_stream__"):
        return Table(what, pa.table(given), "Arrow", names)
    raise InstantError(
        f"{type(given).__name__} is no table of {what}; give a DataFrame of pandas or polars, or an Arrow table"
    )


def arrow_table(answer: Any) -> Any:
    """An answer in a table of any make as one of Arrow."""
    if is_made_by("pandas", ("DataFrame",), answer):
        return pa.Table.from_pandas(answer, preserve_index=False)
    if is_made_by("polars", ("DataFrame", "LazyFrame"), answer):
        return answer.lazy().collect().to_arrow()
    return answer


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

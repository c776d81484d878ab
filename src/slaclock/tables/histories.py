"""Whole histories read from files: a table of tickets and one of their events, of any kind of file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from slaclock.columns import What, pc
from slaclock.errors import RowError
from slaclock.tables.bad_rows import BadRow
from slaclock.tables.reader import open_table
from slaclock.tables.table_rows import Rows
from slaclock.tables.time_columns import TimeFormat

_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")
_INSTANTS: Mapping[What, tuple[str, str]] = {"tickets": ("opened", "agreed"), "events": ("at", "agreed")}
_NEEDED: Mapping[What, tuple[str, ...]] = {"tickets": ("id", "opened"), "events": ("ticket", "at", "kind")}
_IDS: Mapping[What, str] = {"tickets": "id", "events": "ticket"}
_INSTANT = pa.timestamp("us", "UTC")
NOTHING: Mapping[str, str] = MappingProxyType({})


class History(NamedTuple):
    """A file as a table, or a piece of it, and its rows that could not be read."""

    table: Any
    """An Arrow table: instants in UTC, yes and no, ids that are text or whole numbers, and text."""
    bad: tuple[BadRow, ...]


class HistoryFile:
    """A file of tickets, or of events, that is read in pieces for `columns.evaluate`."""

    def __init__(
        self,
        path: Path,
        what: What,
        times: TimeFormat,
        names: Mapping[str, str] = NOTHING,
        separator: str | None = None,
    ) -> None:
        """Open a file.

        Args:
            path: `.csv` or `.jsonl`, also with `.gz`, or `.parquet`.
            what: What it holds.
            times: How its times are written.
            names: Names of its columns by what they mean, where these differ.
            separator: The sign between the values of CSV; where nothing is said, the header shows it.

        Raises:
            TicketFileError: The file cannot be read.
            ChoiceError: A column cannot be read as times.
        """
        self.path = path
        self._times = times
        self._instants = [names.get(name, name) for name in _INSTANTS[what]]
        self._public = names.get("public", "public")
        self.id = names.get(_IDS[what], _IDS[what])
        self._reader = open_table(path, self._instants[0], separator)
        # A file of JSON lines without a line has no columns: nothing happened.
        columns = self._reader.schema.names or [names.get(name, name) for name in _NEEDED[what]]
        self.schema = pa.schema([(name, self._kind(name)) for name in columns])
        for field in self._reader.schema:
            if field.name in self._instants:
                times.check(field.name, field.type)

    @property
    def share_read(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._reader.share_read

    def __iter__(self) -> Iterator[History]:
        return map(self._readable, self._reader)

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()

    def _kind(self, name: str) -> Any:
        if name in self._instants:
            return _INSTANT
        if name == self._public:
            return pa.bool_()
        ids = [field for field in self._reader.schema if name == self.id == field.name]
        return pa.int64() if ids and pa.types.is_integer(ids[0].type) else pa.string()

    def _readable(self, rows: Rows) -> History:
        columns, problems = [], dict[int, str]()
        for name, column in zip(self.schema.names, rows.columns, strict=True):
            if name in self._instants:
                read = self._times.read(column)
                problems |= {row: f"{name}: {problem}" for row, problem in read.problems.items()}
                columns.append(read.at.cast(_INSTANT))
            elif name == self._public:
                columns.append(_yes_or_no(name, column, problems))
            else:
                whole = pa.types.is_integer(self._kind(name))
                columns.append(column.cast(pa.int64()) if whole else _text(column))
        table = pa.table(columns, schema=self.schema)
        bad = [*rows.bad, *(BadRow(int(rows.lines[row]), problems[row], rows.record(row)) for row in sorted(problems))]
        if problems:
            table = table.take(pa.array(np.setdiff1d(np.arange(table.num_rows), list(problems))))
        return History(table, tuple(sorted(bad, key=lambda row: row.line)))


def read_history(
    path: Path,
    what: What,
    times: TimeFormat,
    names: Mapping[str, str] = NOTHING,
    separator: str | None = None,
    *,
    skip: bool = False,
) -> History:
    """A whole file of tickets, or of events, as a table for `columns.evaluate`.

    Args:
        path: As for `HistoryFile`.
        what: What it holds.
        times: How its times are written.
        names: Names of its columns by what they mean, where these differ.
        separator: The sign between the values of CSV; where nothing is said, the header shows it.
        skip: Whether rows that cannot be read are left out; otherwise the first one is an error.

    Raises:
        TicketFileError: The file cannot be read.
        RowError: A row cannot be read, and none may be left out.
        ChoiceError: A column cannot be read as times.

    Rules: R1, R2, R19, R21.
    """
    with closing(HistoryFile(path, what, times, names, separator)) as file:
        tables, bad = [file.schema.empty_table()], list[BadRow]()
        for piece in file:
            if piece.bad and not skip:
                raise RowError(f"{path}:{piece.bad[0].line}: {piece.bad[0].reason}")
            tables.append(piece.table)
            bad += piece.bad
    return History(pa.concat_tables(tables), tuple(bad))


def _text(column: Any) -> Any:
    texts = column.cast(pa.string())
    return pc.if_else(pc.equal(texts, "").fill_null(False), pa.scalar(None, pa.string()), texts)


def _yes_or_no(name: str, column: Any, problems: dict[int, str]) -> Any:
    if pa.types.is_boolean(column.type):
        return column
    texts = pc.utf8_lower(_text(column))
    yes, no = (pc.is_in(texts, value_set=pa.array(words)) for words in (_YES, _NO))
    for row in np.flatnonzero(pc.and_(texts.is_valid(), pc.invert(pc.or_(yes, no)))).tolist():
        problems.setdefault(row, f"{name}: {texts[row].as_py()!r} is neither yes nor no; write true or false")
    return pc.if_else(texts.is_valid(), yes, pa.scalar(None, pa.bool_()))

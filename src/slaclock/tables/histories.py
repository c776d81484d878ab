"""Whole histories read from files: a table of tickets and one of their events, of any kind of file."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from slaclock.columns import pc
from slaclock.errors import RowError
from slaclock.tables.reader import BadRow, Rows, open_table
from slaclock.tables.time_columns import TimeFormat
from slaclock.tickets import Ticket

_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")
_NAMES_OF_EVENTS = ("status", "priority", "plan", "metric", "by")
_NAMES_OF_TICKETS = ("plan", "priority", "channel", "status", "timezone")
_INSTANT = pa.timestamp("us", "UTC")


class History(NamedTuple):
    """A file as a table, and its rows that could not be read."""

    table: Any
    """An Arrow table: instants in UTC, yes and no, and text."""
    bad: tuple[BadRow, ...]


def read_history(path: Path, instants: str, times: TimeFormat, *, skip: bool = False) -> History:
    """A file of tickets, or of events, as a table for `columns.evaluate`.

    Args:
        path: `.csv` or `.jsonl`, also with `.gz`, or `.parquet`.
        instants: The column that holds instants: `opened` of tickets, `at` of events.
        times: How these are written.
        skip: Whether rows that cannot be read are left out; otherwise the first one is an error.

    Raises:
        TicketFileError: The file cannot be read.
        RowError: A row cannot be read, and none may be left out.
        ChoiceError: The column cannot be read as times.

    Rules: R1, R2, R19, R21.
    """
    pieces: list[Any] = []
    bad: list[BadRow] = []
    with closing(open_table(path, at_least=instants)) as reader:
        if instants in reader.schema.names:
            times.check(instants, reader.schema.field(instants).type)
        for rows in reader:
            table, problems = _readable(rows, instants, times)
            if problems and not skip:
                first = min(problems, key=lambda row: row.line)
                raise RowError(f"{path}:{first.line}: {first.reason}")
            pieces.append(table)
            bad += problems
        if not pieces:
            pieces = [pa.table({name: pa.array([], _kind(name, instants)) for name in reader.schema.names})]
    return History(pa.concat_tables(pieces), tuple(bad))


def _kind(name: str, instants: str) -> Any:
    return _INSTANT if name == instants else pa.bool_() if name == "public" else pa.string()


def _readable(rows: Rows, instants: str, times: TimeFormat) -> tuple[Any, list[BadRow]]:
    columns, problems = {}, dict[int, str]()
    for name, column in zip(rows.columns.schema.names, rows.columns, strict=True):
        if name == instants:
            read = times.read(column)
            problems |= {row: f"{name}: {problem}" for row, problem in read.problems.items()}
            columns[name] = read.at.cast(_INSTANT)
        elif name == "public":
            columns[name] = _yes_or_no(column, problems)
        else:
            columns[name] = _text(column)
    table = pa.table(columns)
    bad = [*rows.bad, *(BadRow(int(rows.lines[row]), problems[row], rows.record(row)) for row in sorted(problems))]
    kept = np.setdiff1d(np.arange(table.num_rows), list(problems)) if problems else None
    return (table if kept is None else table.take(pa.array(kept))), bad


def _text(column: Any) -> Any:
    texts = column.cast(pa.string())
    return pc.if_else(pc.equal(texts, "").fill_null(False), pa.scalar(None, pa.string()), texts)


def _yes_or_no(column: Any, problems: dict[int, str]) -> Any:
    if pa.types.is_boolean(column.type):
        return column
    texts = pc.utf8_lower(_text(column))
    yes, no = (pc.is_in(texts, value_set=pa.array(words)) for words in (_YES, _NO))
    for row in np.flatnonzero(pc.and_(texts.is_valid(), pc.invert(pc.or_(yes, no)))).tolist():
        problems.setdefault(row, f"public: {texts[row].as_py()!r} is neither yes nor no; write true or false")
    return pc.if_else(texts.is_valid(), yes, pa.scalar(None, pa.bool_()))


def history_tables(tickets: Iterable[Ticket]) -> tuple[Any, Any]:
    """Tickets and their events as the two tables that `columns.evaluate` takes."""
    known = list(tickets)
    events = [(ticket.id, event) for ticket in known for event in ticket.events]
    of_tickets = {
        "id": pa.array([ticket.id for ticket in known], pa.string()),
        "opened": pa.array([ticket.opened for ticket in known], _INSTANT),
        **{name: pa.array([getattr(each, name) for each in known], pa.string()) for name in _NAMES_OF_TICKETS},
    }
    of_events = {
        "ticket": pa.array([id for id, _ in events], pa.string()),
        "at": pa.array([event.at for _, event in events], _INSTANT),
        "kind": pa.array([event.kind for _, event in events], pa.string()),
        "public": pa.array([event.public for _, event in events], pa.bool_()),
        **{name: pa.array([getattr(each, name) for _, each in events], pa.string()) for name in _NAMES_OF_EVENTS},
    }
    return pa.table(of_tickets), pa.table(of_events)

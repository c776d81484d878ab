"""Files of tickets and of their events in, a file with a row for each cycle out: whole or not at all (R16–R18, R21).

Where both files are sorted by ticket they are read in one pass, and memory does not grow with them; where they are not,
both are held in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np
import pyarrow as pa

from slaclock.columns import Evaluated, What, evaluated, pc
from slaclock.errors import one_of
from slaclock.outputs import refuse_same, written_whole
from slaclock.policy import SlaPolicy
from slaclock.safe import Formulas
from slaclock.tables.bad_rows import BadRows, OnError, file_of_bad_rows, refuse_no_count
from slaclock.tables.batch import Progress, Watcher
from slaclock.tables.histories import NOTHING, HistoryFile
from slaclock.tables.separators import separator_of
from slaclock.tables.sorted_histories import NotSortedError, met
from slaclock.tables.summary import Summary
from slaclock.tables.table_rows import Rows
from slaclock.tables.time_columns import TimeFormat
from slaclock.tables.writer import create_table, undivided

_ROWS_AT_ONCE = 1 << 16


def run_histories(
    policy: SlaPolicy,
    tickets: str | Path,
    events: str | Path,
    out: str | Path,
    now: datetime,
    *,
    ticket_columns: Mapping[str, str] = NOTHING,
    event_columns: Mapping[str, str] = NOTHING,
    times: TimeFormat | None = None,
    separator: str | None = None,
    on_error: OnError = "stop",
    errors: str | Path | None = None,
    max_bad: int | None = None,
    formulas: Formulas = "kept",
    progress: Watcher | None = None,
) -> Summary:
    """Write where every cycle of every ticket of two files stands, as `columns.evaluate` says it.

    Where both files are sorted by ticket, as text or as people count, they are read in one pass, and memory does not
    grow with them. Otherwise both are held in memory, and the answers are the same.

    Args:
        policy: What is promised.
        tickets: A file of tickets: `.csv` or `.jsonl`, also with `.gz`, or `.parquet`; columns as for
            `columns.evaluate`.
        events: A file of what happened to them, of any of these kinds.
        out: The file to write, of any of these kinds. Durations are seconds in CSV and JSON lines.
        now: An aware datetime; what happens after it does not exist yet.
        ticket_columns: Names of columns of `tickets` by what they mean, where these differ.
        event_columns: The same of `events`.
        times: How times are written that are text or numbers; left out, in ISO 8601 with an offset.
        separator: What stands between the values of CSV: a sign, or `comma`, `semicolon`, `tab`, `pipe`, `space`. Left
            out, commas, or semicolons or tabs where the header has no commas.
        on_error: What a row does that cannot be read: `stop`, `skip` or `report`.
        errors: Where `report` writes such rows as JSON lines; left out, `out` with `.errors.jsonl` behind it.
        max_bad: How many bad rows there may be under `skip` and `report`; left out, any number.
        formulas: Whether a cell of CSV that a spreadsheet would compute is `kept`, or `quoted` by an apostrophe.
        progress: Called after every piece that was written.

    Returns:
        How many rows were written and left out, and how it was done.

    Raises:
        TicketFileError: A file cannot be read.
        TicketTableError: A column is missing or holds something else, or two tickets have one id.
        OutputError: A file cannot be written, or is the same as another.
        RowError: A row cannot be read, and `on_error` is `stop`.
        TooManyBadError: More than `max_bad` rows are bad; nothing is written.
        ChoiceError: A column cannot be read as times, or a choice does not exist.
        NaiveDatetimeError: `now` has no time zone.

    Rules: R1, R12, R16, R17, R18, R19, R21.
    """
    one_of(on_error, get_args(OnError), "on_error")
    refuse_no_count(max_bad)
    one_of(formulas, get_args(Formulas), "formulas")
    tickets, events, out = Path(tickets), Path(events), Path(out)
    side = file_of_bad_rows(out, errors, on_error)
    refuse_same({"out": out} | ({"errors": side} if side else {}), {"tickets": tickets, "events": events})

    files = _Files(tickets, events, out, side)
    sign = separator_of(separator, [tickets, events])
    asked = _Asked(
        policy, now, ticket_columns, event_columns, times or TimeFormat(), sign, on_error, max_bad, formulas, progress
    )
    try:
        return _written(files, asked, in_one_pass=True)
    except NotSortedError:
        return _written(files, asked, in_one_pass=False)


class _Files(NamedTuple):
    tickets: Path
    events: Path
    out: Path
    side: Path | None


class _Asked(NamedTuple):
    """What is asked of the rows of two files, and how."""

    policy: SlaPolicy
    now: datetime
    ticket_columns: Mapping[str, str]
    event_columns: Mapping[str, str]
    times: TimeFormat
    separator: str | None
    on_error: OnError
    max_bad: int | None
    formulas: Formulas
    progress: Watcher | None

    def open(self, path: Path, what: What) -> HistoryFile:
        """One of the files."""
        names = self.ticket_columns if what == "tickets" else self.event_columns
        return HistoryFile(path, what, self.times, names, self.separator)

    def answers(self, tickets: Any, events: Any) -> Evaluated:
        """The answers about a table of tickets and one of their events."""
        return evaluated(self.policy, tickets, events, self.now, self.ticket_columns, self.event_columns)


def _written(files: _Files, asked: _Asked, in_one_pass: bool) -> Summary:
    """Write the result of one run, whole or not at all.

    Raises:
        NotSortedError: The files cannot be read in one pass.
    """
    names = [files.out, files.side] if files.side else [files.out]
    with ExitStack() as stack:
        part, *told = stack.enter_context(written_whole(*names))
        tickets = stack.enter_context(closing(asked.open(files.tickets, "tickets")))
        events = stack.enter_context(closing(asked.open(files.events, "events")))
        run = _Run(asked, tickets, events, BadRows(asked.on_error, asked.max_bad, told))
        tables = run.in_one_pass() if in_one_pass else run.in_memory()
        first = next(tables)
        plain = pa.schema([each.with_type(undivided(each.type)) for each in first.schema])
        writer = stack.enter_context(closing(create_table(part, files.out, plain, pa.schema([]), asked.formulas)))
        rows = 0
        for table in chain([first], tables):
            for batch in table.cast(plain).to_batches(_ROWS_AT_ONCE):
                writer.write(Rows(batch, np.arange(rows, rows + batch.num_rows)), {})
                rows += batch.num_rows
            if asked.progress:
                asked.progress(Progress(rows, (tickets.share_read + events.share_read) / 2))
    return Summary(rows, run.bad.count, files.out, files.side, run.one_by_one, in_one_pass)


@dataclass
class _Run:
    """Two files while they are read, and what was found in them so far."""

    asked: _Asked
    tickets: HistoryFile
    events: HistoryFile
    bad: BadRows
    one_by_one: int = 0
    strangers: list[Any] = field(default_factory=list)
    """Ids of which only events speak."""

    def in_one_pass(self) -> Iterator[Any]:
        """Answers about one piece of tickets after the other; at last one row for each id that no ticket has."""
        nothing = self.tickets.schema.empty_table()
        yield self._answered(nothing, [])
        for tickets, events in met(
            self._tables(self.tickets), self._tables(self.events), self.tickets.id, self.events.id
        ):
            if tickets is None:
                self._set_aside(events)
            else:
                yield self._answered(tickets, self._of_these(tickets, events))
        if self.strangers:
            yield self._answered(nothing, [self._events_of(pc.unique(pa.chunked_array(self.strangers)))])

    def in_memory(self) -> Iterator[Any]:
        """Answers about all tickets."""
        tickets = pa.concat_tables([self.tickets.schema.empty_table(), *self._tables(self.tickets)])
        yield self._answered(tickets, list(self._tables(self.events)))

    def _answered(self, tickets: Any, events: list[Any]) -> Any:
        found = self.asked.answers(tickets, pa.concat_tables([self.events.schema.empty_table(), *events]))
        self.one_by_one += found.one_by_one
        return found.table

    def _tables(self, file: HistoryFile) -> Iterator[Any]:
        for piece in file:
            self.bad.take(piece.bad, file.path, name_file=True)
            yield piece.table

    def _of_these(self, tickets: Any, events: list[Any]) -> list[Any]:
        """Events of these tickets; those of others are set aside."""
        ids = tickets[self.tickets.id].combine_chunks().cast(pa.string())
        found = []
        for table in events:
            owner = table[self.events.id].combine_chunks()
            known = pc.is_in(owner.cast(ids.type), value_set=ids)
            if not pc.all(known).as_py():
                self._set_aside([table.filter(pc.invert(known))])
                table = table.filter(known)
            found.append(table)
        return found

    def _set_aside(self, events: list[Any]) -> None:
        self.strangers += (pc.unique(table[self.events.id]) for table in events)

    def _events_of(self, ids: Any) -> Any:
        """A row for each id, with nothing beside it."""
        schema = self.events.schema
        columns = [ids if each.name == self.events.id else pa.nulls(len(ids), each.type) for each in schema]
        return pa.table(columns, schema=schema)

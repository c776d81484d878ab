"""Files of tickets in, the same files with due dates out: whole or not at all, and every bad row accounted for."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar, get_args

import numpy as np
import pyarrow as pa

from slaclock.columns import answers, called_alike, pc
from slaclock.errors import (
    ChoiceError,
    TicketFileError,
    UnknownNameError,
    WayOut,
    did_you_mean,
    leading_out,
    one_of,
)
from slaclock.hours import to_utc
from slaclock.keeping import cached_property
from slaclock.outputs import refuse_same, written_whole
from slaclock.policy import SlaPolicy
from slaclock.safe import Formulas
from slaclock.tables.bad_rows import BadRow, BadRows, OnError, file_of_bad_rows, refuse_no_count
from slaclock.tables.reader import open_table
from slaclock.tables.separators import separator_of
from slaclock.tables.summary import Summary
from slaclock.tables.table_rows import Rows, plain_value
from slaclock.tables.time_columns import Problems, TimeFormat
from slaclock.tables.writer import TableWriter, create_table


@dataclass(frozen=True)
class Column:
    """The name of a column, where one name for all rows could stand."""

    name: str


Names: TypeAlias = str | Column | None
"""One name for all rows, a column of names, or nothing."""


class Progress(NamedTuple):
    """How far a run has come."""

    rows: int
    share: float
    """How much of the file was read, from 0 to 1."""


T = TypeVar("T")
Watcher: TypeAlias = Callable[[Progress], object]


def run(
    policy: SlaPolicy,
    source: str | Path,
    out: str | Path,
    *,
    opened: str = "opened",
    plan: Names = None,
    priority: Names = None,
    metric: Names = None,
    channel: Names = None,
    schedule: Names = None,
    timezone: Names = None,
    started: str | None = None,
    stopped: str | None = None,
    now: datetime | None = None,
    times: TimeFormat | None = None,
    separator: str | None = None,
    on_error: OnError = "stop",
    errors: str | Path | None = None,
    max_bad: int | None = None,
    prefix: str = "",
    formulas: Formulas = "kept",
    progress: Watcher | None = None,
) -> Summary:
    """Write a file of tickets again with the due instant of each, and whether it was late.

    The columns of the source stand in the result as they are, and `due` beside them. Where a column of stops or `now`
    is known, `breached` and `elapsed_s` follow: whether the clock ran on after it was due, and the seconds that it ran,
    of the kind that the target counts. Both are empty for a ticket that has not stopped, unless `now` is given.

    The result is written beside its place and moved there at the end: it is there whole or not at all. The file of bad
    rows comes just before it.

    Args:
        policy: What is promised.
        source: A file of tickets: `.csv` or `.jsonl`, also with `.gz`, or `.parquet`.
        out: The file to write, of any of these kinds; not the source itself.
        opened: Column of the instants at which tickets were opened.
        plan: Name of the plan or its `Column`; left out, the column `plan` if there is one.
        priority: Name of the priority or its `Column`; left out, the column `priority` if there is one.
        metric: Name of the metric or its `Column`; left out, the column `metric` if there is one, or `first_response`.
        channel: Name of the channel or its `Column`; left out, the column `channel` if there is one.
        schedule: Name of the schedule on which targets count in the place of those that plans state, or its `Column`;
            left out, the column `schedule` if there is one.
        timezone: IANA name of the zone of the customer, as for `policy.for_customer`, or its `Column`; left out, the
            column `timezone` if there is one.
        started: Column of the instants at which what is promised started, where that is not when a ticket was opened;
            left out, the column `started` if there is one.
        stopped: Column of the instants at which clocks stopped; left out, the column `stopped` if there is one.
        now: An aware datetime, as of which everything is said; left out, as of each ticket's stop.
        times: How times are written that are text or numbers; left out, in ISO 8601 with an offset.
        separator: What stands between the values of CSV: a sign, or `comma`, `semicolon`, `tab`, `pipe`, `space`. Left
            out, commas, or semicolons or tabs where the header has no commas.
        on_error: What a bad row does: `stop`, `skip` or `report`.
        errors: Where `report` writes bad rows as JSON lines; left out, `out` with `.errors.jsonl` behind it.
        max_bad: How many bad rows there may be under `skip` and `report`; left out, any number.
        prefix: What stands before the names of the new columns.
        formulas: Whether a cell of CSV that a spreadsheet would compute (it begins with `=`, `+`, `-`, `@`, a tab or a
            carriage return) is `kept` as it is, or `quoted` by an apostrophe before it.
        progress: Called after every piece of the file.

    Returns:
        How many rows have answers, and how many have none.

    Raises:
        TicketFileError: A file cannot be read.
        OutputError: A file cannot be written, or is the same as another.
        RowError: A row is bad, and `on_error` is `stop`.
        TooManyBadError: More than `max_bad` rows are bad; nothing is written.
        UnknownNameError: The file has no such column.
        ChoiceError: A column cannot be read as times, a choice does not exist, or nothing can be separated by a sign.
        NaiveDatetimeError: `now` has no time zone.

    Rules: R1, R2, R9, R12, R18, R21.
    """
    one_of(on_error, get_args(OnError), "on_error")
    refuse_no_count(max_bad)
    one_of(formulas, get_args(Formulas), "formulas")
    source, out = Path(source), Path(out)
    sign = separator_of(separator, [source])
    side = file_of_bad_rows(out, errors, on_error)
    refuse_same({"out": out} | ({"errors": side} if side else {}), {"source": source})
    with ExitStack() as files:
        part, *told = files.enter_context(written_whole(out, side) if side else written_whole(out))
        reader = files.enter_context(closing(open_table(source, opened, sign)))
        table = _Columns(source, reader.schema)
        given = {"plan": plan, "priority": priority, "metric": metric, "channel": channel}
        given |= {"schedule": schedule, "timezone": timezone}
        names = {name: table.names(name, each) for name, each in given.items()}
        instants = (table.opened(opened), table.instant("started", started), table.instant("stopped", stopped))
        asked = _Question(policy, reader.schema, *instants, names, now and to_utc(now), times or TimeFormat(), prefix)
        table.refuse_taken(asked.kinds)
        writer = files.enter_context(closing(create_table(part, out, reader.schema, pa.schema(asked.kinds), formulas)))
        behind = files.enter_context(closing(_Behind(writer)))
        tally = _Tally(source, BadRows(on_error, max_bad, told), progress)
        pieces = ((rows, reader.share_read) for rows in reader)
        for rows, share_read in files.enter_context(closing(_ahead(pieces))):
            tally.take(asked.answered(rows), behind, share_read)
    return Summary(tally.answered, tally.bad.count, out, side)


# Arrow reads and writes without holding up the rest of the program, so a thread does each beside the answers.


def _ahead(pieces: Iterator[T]) -> Generator[T]:
    """The same pieces, while the next one is read."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = thread.submit(next, pieces, None)
            yield piece


class _Behind:
    """A writer that goes on with one piece while the next one is made."""

    def __init__(self, writer: TableWriter) -> None:
        self._writer = writer
        self._thread = ThreadPoolExecutor(1)
        self._written: Future[None] | None = None

    def write(self, rows: Rows, answers: Mapping[str, pa.Array]) -> None:
        """Add rows with their answers, when those before them are written."""
        self._wait()
        self._written = self._thread.submit(self._writer.write, rows, answers)

    def close(self) -> None:
        """Write what is left; the writer stays open."""
        with self._thread:
            self._wait()

    def _wait(self) -> None:
        if self._written:
            self._written.result()


class _Columns(NamedTuple):
    """The columns of a file, to be looked up by the names that users give."""

    source: Path
    schema: pa.Schema

    def opened(self, name: str) -> str:
        """The column of openings, which must be there."""
        if name in self.schema.names:
            return self.needed(name)
        way_out = WayOut("opened='…'", "--opened …")
        known = did_you_mean(name, self.schema.names)
        problem = f"{self.source} has no column {name!r}; {known}; say which one has the openings: {way_out.in_python}"
        raise leading_out(UnknownNameError(problem), way_out)

    def needed(self, name: str) -> str:
        """A column that must be there, once."""
        if name not in self.schema.names:
            known = did_you_mean(name, self.schema.names)
            raise UnknownNameError(f"{self.source} has no column {name!r}; {known}")
        if alike := called_alike(name, self.schema.names):
            raise TicketFileError(f"{alike} in {self.source}: leave one, or rename the others")
        return name

    def usual(self, name: str) -> str | None:
        """A column that may be there, and is there once."""
        return self.needed(name) if name in self.schema.names else None

    def instant(self, name: str, given: str | None) -> str | None:
        """A column of instants that was named, or the usual one, which may be there."""
        return self.needed(given) if given else self.usual(name)

    def names(self, name: str, given: Names) -> Names:
        """One name for all rows, or the column of names that was meant."""
        if given is None:
            return Column(name) if self.usual(name) else None
        return Column(self.needed(given.name)) if isinstance(given, Column) else given

    def refuse_taken(self, wanted: Mapping[str, pa.DataType]) -> None:
        """Refuse to write a column beside one of the same name."""
        if taken := [name for name in wanted if name in self.schema.names]:
            raise TicketFileError(
                f"{self.source} has a column {taken[0]!r} already; state a prefix for the new columns"
            )


class _Answered(NamedTuple):
    """Rows with their answers, and the rows among them that have none."""

    rows: Rows
    answers: dict[str, pa.Array]
    bad: list[BadRow]


@dataclass(frozen=True)
class _Question:
    """What is asked of every row, and in which columns it stands."""

    policy: SlaPolicy
    schema: pa.Schema
    opened: str
    started: str | None
    stopped: str | None
    names: dict[str, Names]
    now: datetime | None
    times: TimeFormat
    prefix: str

    def __post_init__(self) -> None:
        for name in filter(None, (self.opened, self.started, self.stopped)):
            self.times.check(name, self.schema.field(name).type)

    @cached_property
    def _instant(self) -> pa.DataType:
        return pa.timestamp("us", self.times.zone_of_answers(self.schema.field(self.opened).type))

    @cached_property
    def kinds(self) -> dict[str, pa.DataType]:
        """The columns that come beside those of the file."""
        kinds = {"due": self._instant}
        if self.stopped or self.now:
            kinds |= {"breached": pa.bool_(), "elapsed_s": pa.duration("us")}
        return {self.prefix + name: kind for name, kind in kinds.items()}

    def answered(self, rows: Rows) -> _Answered:
        """The rows with their answers."""
        problems: Problems = {}
        opened = self._read(rows, self.opened, problems)
        for row in np.flatnonzero(opened.is_null()).tolist():
            problems.setdefault(row, f"it has no {self.opened!r}")
        names = {name: self._names(rows, given) for name, given in self.names.items() if given is not None}
        started = opened
        if self.started:
            names["started"] = read = self._read(rows, self.started, problems)
            started = pc.coalesce(read, opened)
        due = self._answer(answers.due(self.policy, opened, **names), problems)
        found = [due]
        if len(self.kinds) > 1:
            until = self._until(rows, started, problems)
            used = self._answer(answers.used(self.policy, opened, until, **names), problems)
            found += [pc.greater(until, due), used]
        return _good_and_bad(rows, dict(zip(self.kinds, found, strict=True)), problems)

    def _read(self, rows: Rows, name: str, problems: Problems) -> pa.TimestampArray:
        """A column of instants in the zone of the answers; rows that cannot be read are problems."""
        read = self.times.read(rows.columns[name])
        for row, problem in read.problems.items():
            problems.setdefault(row, f"{name}: {problem}")
        return read.at.cast(self._instant)

    def _names(self, rows: Rows, given: Names) -> Any:
        if not isinstance(given, Column):
            return given
        column = rows.columns[given.name]
        try:
            names = column.cast(pa.string()).dictionary_encode()
        except pa.ArrowException:
            raise ChoiceError(f"column {given.name!r} holds {column.type}, which is no name; cast it to text") from None
        known = pc.if_else(pc.equal(names.dictionary, ""), None, names.dictionary)
        return pa.DictionaryArray.from_arrays(names.indices, known)

    def _answer(self, found: answers.Answers[pa.Array], problems: Problems) -> pa.Array:
        for row, problem in found.problems.items():
            problems.setdefault(row, problem)
        return found.column()

    def _until(self, rows: Rows, started: pa.Array, problems: Problems) -> pa.TimestampArray:
        """As of when each row is asked about: when it stopped, or now where that comes first (R18)."""
        now = pa.scalar(self.now, self._instant)
        if not self.stopped:
            return pa.repeat(now, len(started))
        stopped = self._read(rows, self.stopped, problems)
        begins = "started" if self.started else "was opened"
        for row in np.flatnonzero(pc.less(stopped, started).fill_null(False)).tolist():
            at, begun = plain_value(stopped[row]), plain_value(started[row])
            problems.setdefault(row, f"it stopped at {at}, before it {begins} at {begun}")
        return pc.if_else(pc.less(stopped, now).fill_null(False), stopped, now) if self.now else stopped


def _good_and_bad(rows: Rows, found: dict[str, pa.Array], problems: Problems) -> _Answered:
    bad = [*rows.bad, *(BadRow(int(rows.lines[row]), problem, rows.record(row)) for row, problem in problems.items())]
    if not problems:
        return _Answered(rows, found, bad)
    good = pa.array(np.setdiff1d(np.arange(len(rows.lines)), list(problems)))
    kept = Rows(rows.columns.take(good), rows.lines.take(good), (), rows.texts and rows.texts.take(good))
    return _Answered(kept, {name: column.take(good) for name, column in found.items()}, bad)


@dataclass
class _Tally:
    """What was done so far."""

    source: Path
    bad: BadRows
    progress: Watcher | None
    answered: int = 0

    def take(self, found: _Answered, writer: TableWriter, share_read: float) -> None:
        """Write what was answered, and deal with what was not."""
        self.bad.take(sorted(found.bad, key=lambda row: row.line), self.source)
        writer.write(found.rows, found.answers)
        self.answered += len(found.rows.lines)
        if self.progress:
            self.progress(Progress(self.answered + self.bad.count, share_read))

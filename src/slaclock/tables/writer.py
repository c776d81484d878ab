"""Files of tickets written in streams, CSV, JSON lines and Parquet: what stood there, and the answers beside it."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import IO, Any, Protocol, TypeAlias, assert_never, cast

import numpy as np
import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from slaclock.columns import called_alike, pc
from slaclock.errors import ChoiceError, TicketFileError
from slaclock.outputs import written_whole
from slaclock.safe import COMPUTED, Formulas
from slaclock.tables.reader import file_kind
from slaclock.tables.table_rows import Rows, plain_value
from slaclock.tables.time_columns import SECONDS, decimal_seconds, written_instants, written_seconds

Answers: TypeAlias = Mapping[str, pa.Array]
"""Columns to stand beside those of some rows, by name."""


class TableWriter(Protocol):
    """A file that is written in pieces, in order."""

    def write(self, rows: Rows, answers: Answers) -> None:
        """Add rows with their answers."""

    def close(self) -> None:
        """Write the end of the file."""


def create_table(
    file: IO[bytes], named: Path, schema: pa.Schema, answers: pa.Schema, formulas: Formulas = "kept"
) -> TableWriter:
    """Begin a file of tickets.

    Args:
        file: Where it is written.
        named: What it will be called; the ending says how it is written.
        schema: The columns that stand there.
        answers: The columns that come beside them.
        formulas: Whether cells of CSV that a spreadsheet would compute are `kept` or `quoted`.

    Raises:
        TicketFileError: The ending is not known, or columns are called alike in what is no CSV.
        ChoiceError: Formulas are to be quoted in what is no CSV.
    """
    kind = file_kind(named)
    if kind != "csv":
        _refuse_alike(named, schema.names)
    if formulas == "quoted" and kind != "csv":
        raise ChoiceError(f"{named} is no CSV, and only there a spreadsheet computes text; leave formulas as they are")
    match kind:
        case "csv":
            return CsvWriter(_perhaps_packed(file, named), (*schema.names, *answers.names), formulas)
        case "jsonl":
            return JsonLinesWriter(_perhaps_packed(file, named))
        case "parquet":
            return ParquetWriter(file, pa.schema([*schema, *_for_parquet(answers)], schema.metadata))
        case _:
            assert_never(kind)


def _refuse_alike(named: Path, columns: Sequence[str]) -> None:
    twice = [name for name, times in Counter(columns).items() if times > 1]
    if twice:
        raise TicketFileError(
            f"{called_alike(twice[0], columns)}, and {named} can hold each name once: rename them, or write a .csv"
        )


def write_table(table: Any, path: Path, formulas: Formulas = "kept") -> None:
    """Write an Arrow table as a file, whole or not at all; names that stand once are written as text.

    Raises:
        TicketFileError: The ending is not known.
        ChoiceError: It says JSON lines, or formulas are to be quoted in what is no CSV.
        OutputError: The file cannot be written.
    """
    if file_kind(path) == "jsonl":
        raise ChoiceError(f"{path} is JSON lines; name a file ending in .csv or .parquet")
    plain = pa.schema([each.with_type(undivided(each.type)) for each in table.schema])
    with written_whole(path) as (file,):
        writer = create_table(file, path, plain, pa.schema([]), formulas)
        first = 0
        for batch in table.cast(plain).to_batches():
            writer.write(Rows(batch, np.arange(first, first + batch.num_rows)), {})
            first += batch.num_rows
        writer.close()


def undivided(kind: pa.DataType) -> pa.DataType:
    """The type of what stands in a column of categories, or the type as it is."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _perhaps_packed(file: IO[bytes], named: Path) -> IO[bytes]:
    if named.name.lower().endswith(".gz"):
        # The same rows are the same bytes, whenever they are written (R18).
        return cast(IO[bytes], gzip.GzipFile(named.name, "wb", 6, file, mtime=0))
    return file


# CSV


class CsvWriter:
    """Comma-separated values with a header; quotes stand only where they must."""

    def __init__(self, file: IO[bytes], names: tuple[str, ...], formulas: Formulas = "kept") -> None:
        self._file = file
        self._formulas = formulas
        header = [self._cells(pa.array([name])) for name in names]
        file.write(_quoted_lines(pa.RecordBatch.from_arrays(header, list(names))))

    def write(self, rows: Rows, answers: Answers) -> None:
        """Add rows with their answers."""
        columns = [self._cells(column) for column in (*rows.columns, *answers.values())]
        self._file.write(_csv_text(pa.RecordBatch.from_arrays(columns, [*rows.columns.schema.names, *answers])))

    def close(self) -> None:
        """Write the end of the file."""
        self._file.close()

    def _cells(self, column: pa.Array) -> pa.StringArray:
        """A column as text, with an apostrophe before what a spreadsheet would compute, if it is to have one."""
        texts = as_text(column)
        if self._formulas == "kept" or _is_number(column.type):
            return texts
        is_computed = pc.match_substring_regex(texts, _COMPUTED)
        return pc.if_else(is_computed, pc.binary_join_element_wise("'", texts, ""), texts)


_COMPUTED = f"^[{''.join(map(re.escape, COMPUTED))}]"


def _is_number(kind: pa.DataType) -> bool:
    numbers = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_duration)
    return any(holds(kind) for holds in numbers)


def _csv_text(batch: pa.RecordBatch) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    try:
        pcsv.write_csv(
            batch, sink, pcsv.WriteOptions(include_header=False, quoting_style="none", batch_size=len(batch) or 1)
        )
    except pa.ArrowInvalid:
        # Some value holds a comma, a quote or the end of a line.
        return _quoted_lines(batch)
    return sink.getvalue()


def _quoted_lines(batch: pa.RecordBatch) -> pa.Buffer:
    """The lines of rows in which values that need quotes have them."""
    columns = [_quoted(column) for column in batch]
    lines = pc.binary_join_element_wise(*columns, ",", null_handling="replace", null_replacement="")
    return _bytes_of(pc.binary_join_element_wise(lines, "", "\n"))


def _quoted(column: pa.StringArray) -> pa.StringArray:
    doubled = pc.replace_substring(column, '"', '""')
    quoted = pc.binary_join_element_wise('"', doubled, '"', "")
    return pc.if_else(pc.match_substring_regex(column, '[",\r\n]'), quoted, column)


def _bytes_of(texts: pa.StringArray) -> pa.Buffer:
    """The characters of texts, one after the other."""
    return pc.binary_join(pa.ListArray.from_arrays([0, len(texts)], texts), "")[0].as_buffer()


def as_text(column: pa.Array) -> pa.StringArray:
    """A column as text: instants in ISO 8601, durations in seconds, and what is nested as JSON."""
    try:
        return _written(column)
    except pa.ArrowException:
        return pa.array([_as_text(plain_value(value)) for value in column], pa.string())


def _written(column: pa.Array) -> pa.StringArray:
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz and kind.unit != "ns":
        return written_instants(column)
    if pa.types.is_duration(kind):
        return written_seconds(column)
    return column.cast(pa.string())


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else _json(value)


# JSON lines


class JsonLinesWriter:
    """An object on each line; where lines were read, they stay as they are but for the answers at their ends."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, rows: Rows, answers: Answers) -> None:
        """Add rows with their answers."""
        texts = _objects(rows.columns) if rows.texts is None else rows.texts
        members = [_members(name, column) for name, column in answers.items()]
        if not members:
            self._file.write(_bytes_of(pc.binary_join_element_wise(texts, "\n", "")))
            return
        opened = pc.utf8_rtrim_whitespace(pc.utf8_slice_codeunits(texts, 0, -1))
        comma = pc.if_else(pc.equal(opened, "{"), "", ", ")
        ends = pc.binary_join_element_wise(*members, ", ")
        self._file.write(_bytes_of(pc.binary_join_element_wise(opened, comma, ends, "}\n", "")))

    def close(self) -> None:
        """Write the end of the file."""
        self._file.close()


def _objects(columns: pa.RecordBatch) -> pa.StringArray:
    members = [_members(name, column) for name, column in zip(columns.schema.names, columns, strict=True)]
    return pc.binary_join_element_wise("{", pc.binary_join_element_wise(*members, ", "), "}", "")


def _members(name: str, column: pa.Array) -> pa.StringArray:
    """`"due": "2026-11-27T12:00:00-05:00"` for each value."""
    return pc.binary_join_element_wise(json.dumps(name, ensure_ascii=False), _values(column), ": ")


def _values(column: pa.Array) -> pa.StringArray:
    """Each value as JSON has it."""
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        names = column.dictionary_encode()
        written = pa.array([_json(name) for name in names.dictionary.to_pylist()], pa.string())
        return written.take(names.indices).fill_null("null")
    if pa.types.is_timestamp(kind) and kind.tz and kind.unit != "ns":
        return pc.binary_join_element_wise('"', as_text(column), '"', "").fill_null("null")
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_duration(kind):
        return as_text(column).fill_null("null")
    return pa.array([_json(plain_value(value)) for value in column], pa.string())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_json_value)


def _json_value(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return as_text(pa.array([value], pa.duration("us")))[0].as_py()
    return value.decode(errors="backslashreplace") if isinstance(value, bytes) else str(value)


# Parquet


class ParquetWriter:
    """A Parquet file, in which columns keep their types."""

    def __init__(self, file: IO[bytes], schema: pa.Schema) -> None:
        self._schema = schema
        self._file = pq.ParquetWriter(file, schema)

    def write(self, rows: Rows, answers: Answers) -> None:
        """Add rows with their answers."""
        given = [
            decimal_seconds(column) if pa.types.is_duration(column.type) else column for column in answers.values()
        ]
        self._file.write_batch(pa.RecordBatch.from_arrays([*rows.columns, *given], schema=self._schema))

    def close(self) -> None:
        """Write the end of the file; one that cannot be written is not tried again."""
        try:
            self._file.close()
        finally:
            self._file.is_open = False


def _for_parquet(answers: pa.Schema) -> Iterator[pa.Field]:
    for field in answers:
        yield field.with_type(SECONDS) if pa.types.is_duration(field.type) else field

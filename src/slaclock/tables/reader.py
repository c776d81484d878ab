"""Files of tickets read in streams, CSV, JSON lines and Parquet: every value as it stands, every row with its line."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple, Protocol, TypeAlias, assert_never, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from slaclock.columns import pc
from slaclock.errors import TicketFileError
from slaclock.inputs import why_not_read
from slaclock.patterns import pattern
from slaclock.strict_json import read_object
from slaclock.tables.bad_rows import BadRow
from slaclock.tables.utf8 import MARK, InUtf8

FileKind = Literal["csv", "jsonl", "parquet"]
KINDS: dict[str, FileKind] = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".ndjson": "jsonl",
    ".ndjson.gz": "jsonl",
    ".parquet": "parquet",
}
"""What the ending of a file says about how it is written."""

ROWS_AT_ONCE = 65_536
BYTES_AT_ONCE = 4 << 20
BYTES_OF_HEADER = 131_072
BYTES_OF_LINE = 4 << 20
MOST_COLUMNS = 2_000
"""Of a file of any kind: each row is written with every one of them."""
CELLS_AT_ONCE = 4_000_000
"""Of JSON lines, whose rows may have a few of many keys."""

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
        named = zip(self.columns.schema.names, self.columns, strict=True)
        return {name: plain_value(column[row]) for name, column in named}


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


def file_kind(path: Path) -> FileKind:
    """How a file is written, by its ending."""
    for ending, kind in KINDS.items():
        if path.name.lower().endswith(ending):
            return kind
    raise TicketFileError(f"{path}: the ending does not say how it is written; known: {', '.join(KINDS)}")


def open_table(path: Path, at_least: str = "") -> TableReader:
    """Open a file of tickets.

    Args:
        path: Its ending says how it is written. JSON lines are read twice, the first time for their keys.
        at_least: The one key that JSON lines are taken to have of which none can be read.

    Raises:
        TicketFileError: The ending is not known, or the file is not what its ending says.
        OSError: The file cannot be opened.
    """
    kind = file_kind(path)
    if reason := why_not_read(path):
        raise TicketFileError(f"{path}: {reason}")
    reader: TableReader
    match kind:
        case "csv":
            reader = CsvReader(path)
        case "jsonl":
            reader = JsonLinesReader(path, at_least)
        case "parquet":
            reader = ParquetReader(path)
        case _:
            assert_never(kind)
    if len(reader.schema) > MOST_COLUMNS:
        reader.close()
        raise TicketFileError(
            f"{path}: it has more than {MOST_COLUMNS:,} columns; leave out those that are not asked for"
        )
    return reader


def _of_arrow(error: Exception) -> str:
    """What Arrow says is wrong, on one line that is no longer than people read."""
    said = " ".join(str(error).lower().split())
    return said if len(said) <= _LONGEST_SAID else f"{said[:_LONGEST_SAID]}…"


_LONGEST_SAID = 200

# CSV


class _Watched(io.RawIOBase):
    """A file, perhaps compressed, that knows how far it was read and with what it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] = path.open("rb")
        self._content = _uncompressed(self._file, path)
        self._size = path.stat().st_size or 1
        self.end = b""

    def read(self, size: int = -1) -> bytes:
        with _unpacking(self._path):
            data: bytes = self._content.read(size)
        # The last sign, and the two that may end its line.
        self.end = (self.end + data[-3:])[-3:]
        return data

    @property
    def share_read(self) -> float:
        return min(self._file.tell() / self._size, 1.0)

    def close(self) -> None:
        self._content.close()
        self._file.close()
        super().close()


def _uncompressed(file: IO[bytes], path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.GzipFile(fileobj=file)) if path.name.lower().endswith(".gz") else file


@contextmanager
def _unpacking(path: Path) -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error, OSError) as error:
        raise TicketFileError(f"{path}: it is cut off or damaged: {str(error).lower()}") from None


class CsvReader:
    """Values with commas, semicolons or tabs between them: text and nothing else; empty lines are passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        names, header_lines, is_alone, self._separator = _header(path)
        self.schema = pa.schema([(name, pa.string()) for name in names])
        self._file = _Watched(path)
        self._text = InUtf8(self._file, passed_over=sum(name.count(MARK) for name in names))
        self._next = _Position(record=header_lines + 1, line=header_lines + 1)
        self._misshapen: list[pcsv.InvalidRow] = []
        self._unclosed = 0
        # Of a header alone, Arrow says that it cannot be passed over.
        self._reader: Iterable[pa.RecordBatch] = (
            () if is_alone and self._text.read() else self._opened(names, header_lines)
        )

    def _opened(self, names: list[str], header_lines: int) -> pcsv.CSVStreamingReader:
        with self._saying_where():
            return pcsv.open_csv(
                self._text,
                # Rows are numbered only where one thread reads them.
                read_options=pcsv.ReadOptions(
                    use_threads=False, block_size=BYTES_AT_ONCE, column_names=names, skip_rows=header_lines
                ),
                parse_options=pcsv.ParseOptions(
                    delimiter=self._separator,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._keep,
                ),
                convert_options=pcsv.ConvertOptions(
                    column_types={name: pa.binary() for name in names}, strings_can_be_null=False
                ),
            )

    @contextmanager
    def _saying_where(self) -> Iterator[None]:
        try:
            yield
        except pa.ArrowInvalid as error:
            place = f"{self._path}:{self._next.line}"
            raise TicketFileError(
                f"{place}: somewhere below, a quote is opened and never closed, or a row is longer than "
                f"{BYTES_AT_ONCE:,} bytes: {_of_arrow(error)}"
            ) from None

    def _keep(self, row: pcsv.InvalidRow) -> str:
        self._misshapen.append(row)
        return "skip"

    @property
    def share_read(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._file.share_read

    def __iter__(self) -> Iterator[Rows]:
        with self._saying_where():
            for batch in self._reader:
                yield self._rows(batch)
        if self._misshapen:
            yield self._rows(pa.RecordBatch.from_pylist([], self.schema))
        if self._unclosed:
            raise TicketFileError(
                f"{self._path}:{self._unclosed}: a quote is opened and never closed, so that all below it is one value"
            )

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _rows(self, batch: pa.RecordBatch) -> Rows:
        misshapen = self._misshapen_among(len(batch))
        places = np.array([row.number for row in misshapen], np.int64) - self._next.record
        is_good = np.ones(len(batch) + len(misshapen), np.bool_)
        is_good[places] = False
        spans = np.ones(len(is_good), np.int64)
        spans[is_good] += _line_breaks(batch)
        spans[places] += np.array([len(_LINE_BREAK.findall(row.text)) for row in misshapen], np.int64)
        lines = self._next.line + np.cumsum(spans) - spans
        self._next = _Position(self._next.record + len(is_good), self._next.line + int(spans.sum()))
        self._unclosed = int(lines[-1]) if len(lines) and self._ends_unclosed(batch, misshapen, is_good) else 0
        read, shown = self._restored(batch, misshapen, is_good)
        bad = [
            BadRow(int(line), _misshape(row), text)
            for line, row, text in zip(lines[~is_good], misshapen, shown, strict=True)
        ]
        return _decoded(batch, lines[is_good], read, bad)

    def _restored(
        self, batch: pa.RecordBatch, misshapen: list[pcsv.InvalidRow], is_good: npt.NDArray[np.bool_]
    ) -> tuple[dict[int, dict[str, str]], list[str]]:
        """Of the good rows those that are not UTF-8, and the texts of the others, with what stood at their marks."""
        texts = [row.text for row in misshapen]
        if not self._text.has_marks:
            return {}, texts
        has_mark = _any_of([pc.match_substring(column, MARK) for column in batch], len(batch))
        unreadable = {}
        good = bad = 0
        for is_one in is_good:
            if not is_one:
                texts[bad] = self._text.restored(texts[bad])
                bad += 1
                continue
            if has_mark[good]:
                values = {name: batch[name][good].as_py().decode() for name in batch.schema.names}
                restored = {name: self._text.restored(value) for name, value in values.items()}
                if restored != values:
                    unreadable[good] = restored
            good += 1
        return unreadable, texts

    def _misshapen_among(self, good: int) -> list[pcsv.InvalidRow]:
        """The rows with too few or too many values that stand before or among so many good ones."""
        count = 0
        while count < len(self._misshapen) and self._misshapen[count].number <= self._next.record + good + count:
            count += 1
        found, self._misshapen = self._misshapen[:count], self._misshapen[count:]
        return found

    def _ends_unclosed(
        self, batch: pa.RecordBatch, misshapen: list[pcsv.InvalidRow], is_good: npt.NDArray[np.bool_]
    ) -> bool:
        """Whether the last of these rows ends in a quoted value that has no end."""
        if not is_good[-1]:
            return bool(misshapen[-1].text.count('"') % 2)
        last = batch.column(-1)[-1].as_py()
        return (b"\n" in last or b"\r" in last) and not self._file.end.rstrip().endswith(b'"')


class _Position(NamedTuple):
    """The next row, by its number among all rows and by its line."""

    record: int
    line: int


def _header(path: Path) -> tuple[list[str], int, bool, str]:
    """The names in the first row, how many lines it has, whether there are no others, and what separates values."""
    with _Watched(path) as file:
        lines = file.read(BYTES_OF_HEADER + 1).splitlines(keepends=True)
    try:
        separator = _separator(path, lines)
        names, count = _first_record(lines, separator)
    except UnicodeDecodeError:
        raise TicketFileError(f"{path}:1: it is not UTF-8 text") from None
    except _HeaderError as error:
        raise TicketFileError(f"{path}:1: the header cannot be read: {error}") from None
    if not names:
        raise TicketFileError(f"{path}:1: there is no header; the first line names the columns")
    if sum(map(len, lines[:count])) > BYTES_OF_HEADER:
        raise TicketFileError(f"{path}:1: the header has more than {BYTES_OF_HEADER:,} bytes")
    # Counted rather than looked for in turn: there may be many.
    if twice := sorted(name for name, times in Counter(names).items() if times > 1):
        raise TicketFileError(f"{path}:1: the header names {_some(twice)} more than once")
    return names, count, count == len(lines), separator


_OTHERS = (";", "\t")
"""What may stand between values where no comma does, as in exports of spreadsheets."""


class _HeaderError(ValueError):
    """A header that is no row of CSV."""


def _separator(path: Path, lines: list[bytes]) -> str:
    """What stands between the names of a header: commas, and only where none does, something else."""
    if _divides(lines, ","):
        return ","
    others = [each for each in _OTHERS if _divides(lines, each)]
    if len(others) > 1:
        raise TicketFileError(
            f"{path}:1: the header can be read with semicolons or with tabs between its names; "
            "put the names in quotes, or write it with commas"
        )
    return others[0] if others else ","


def _divides(lines: list[bytes], separator: str) -> bool:
    try:
        return len(_first_record(lines, separator)[0]) > 1
    except _HeaderError:
        return False


def _first_record(lines: list[bytes], separator: str) -> tuple[list[str], int]:
    """The values of the first row of CSV, and how many lines it has."""
    rows = csv.reader((line.decode("utf-8-sig") for line in lines), strict=True, delimiter=separator)
    try:
        return next(rows, []), rows.line_num
    except csv.Error as error:
        reason = "a quote is opened and never closed" if rows.line_num == len(lines) else str(error)
        raise _HeaderError(reason) from None


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return ", ".join(map(repr, names[:_SHOWN])) + more


_SHOWN = 5
_LINE_BREAK = pattern(r"\r\n?|\n")


def _misshape(row: pcsv.InvalidRow) -> str:
    return (
        f"it has {_count(row.actual_columns, 'value')}, and the header names {_count(row.expected_columns, 'column')}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _line_breaks(batch: pa.RecordBatch) -> Numbers | int:
    """How many line breaks stand within the values of each row."""
    breaks: Numbers | int = 0
    for column in batch:
        text = (column.buffers()[2] or pa.py_buffer(b"")).to_pybytes()
        if b"\n" in text or b"\r" in text:
            breaks = breaks + pc.count_substring_regex(column, rb"\r\n?|\n").to_numpy().astype(np.int64)
    return breaks


def _decoded(batch: pa.RecordBatch, lines: Numbers, not_utf8: dict[int, dict[str, str]], bad: list[BadRow]) -> Rows:
    """The rows as text, without those that are not UTF-8 and those that are empty."""
    kept = pa.RecordBatch.from_arrays([column.cast(pa.string()) for column in batch], batch.schema.names)
    bad += [BadRow(int(lines[row]), "it is not UTF-8 text", record) for row, record in not_utf8.items()]
    left_out = _is_blank(kept)
    left_out[list(not_utf8)] = True
    if left_out.any():
        kept, lines = kept.filter(pa.array(~left_out)), lines[~left_out]
    return Rows(kept, lines, tuple(sorted(bad)))


def _any_of(masks: list[pa.BooleanArray], length: int) -> npt.NDArray[np.bool_]:
    found = np.zeros(length, np.bool_)
    for mask in masks:
        found |= mask.to_numpy(zero_copy_only=False)
    return found


def _is_blank(batch: pa.RecordBatch) -> npt.NDArray[np.bool_]:
    blank = np.ones(len(batch), np.bool_)
    for column in batch:
        if not blank.any():
            break
        blank &= pc.equal(column, "").fill_null(False).to_numpy(zero_copy_only=False)
    return blank


# JSON lines


class JsonLinesReader:
    """An object on each line; its values become text, and a nested one the text that it has in JSON."""

    def __init__(self, path: Path, at_least: str) -> None:
        self._path = path
        self._size = path.stat().st_size or 1
        self._read = 0
        keys = _keys_in(path)
        if keys is None:
            keys = [at_least] if at_least else []
        self.schema = pa.schema([(key, pa.string()) for key in keys])

    @property
    def share_read(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._read / self._size

    def __iter__(self) -> Iterator[Rows]:
        with self._path.open("rb") as file:
            numbered = enumerate(_lines(file, self._path), start=1)
            most = max(1, min(ROWS_AT_ONCE, CELLS_AT_ONCE // max(1, len(self.schema))))
            while lines := _some_of(numbered, most):
                self._read = file.tell()
                yield self._rows(lines)

    def close(self) -> None:
        """Nothing is held."""

    def _rows(self, lines: list[tuple[int, bytes]]) -> Rows:
        bad: list[BadRow] = []
        numbers: list[int] = []
        texts: list[str] = []
        values: dict[str, list[str | None]] = {name: [None] * len(lines) for name in self.schema.names}
        for number, line in lines:
            try:
                found = _object_on(line)
            except ValueError as error:
                bad.append(BadRow(number, str(error), line.decode(errors="backslashreplace").rstrip()))
                continue
            if found is None:
                continue
            # Of many keys a row may have few.
            for name in found.keys() & values.keys():
                values[name][len(numbers)] = _as_text(found[name])
            numbers.append(number)
            texts.append(line.decode().strip())
        arrays = [pa.array(column[: len(numbers)], pa.string()) for column in values.values()]
        columns = pa.RecordBatch.from_arrays(arrays, schema=self.schema)
        return Rows(columns, np.array(numbers, np.int64), tuple(bad), pa.array(texts, pa.string()))


def _some_of(numbered: Iterator[tuple[int, bytes]], most: int) -> list[tuple[int, bytes]]:
    """The next lines, so many at most, and fewer where they are long."""
    lines, size = [], 0
    for number, line in numbered:
        lines.append((number, line))
        size += len(line)
        if len(lines) == most or size > 8 * BYTES_OF_LINE:
            break
    return lines


def _lines(file: IO[bytes], path: Path) -> Iterator[bytes]:
    """Lines as line feeds end them; of one that is too long, so much as shows it."""
    content = _uncompressed(file, path)
    begins, mark = True, b"\xef\xbb\xbf"
    while part := _read_line(content, path):
        if begins:
            yield part.removeprefix(mark)
        begins, mark = part.endswith(b"\n"), b""


def _read_line(content: IO[bytes], path: Path) -> bytes:
    with _unpacking(path):
        return content.readline(BYTES_OF_LINE)


def _keys_in(path: Path) -> list[str] | None:
    """Every key of every line, in the order in which they come; `None` where there are lines and none can be read."""
    keys: dict[str, None] = {}
    bad = 0
    with path.open("rb") as file:
        for line in _lines(file, path):
            try:
                keys |= dict.fromkeys(_object_on(line) or ())
            except ValueError:
                bad += 1
            if len(keys) > MOST_COLUMNS:
                break
    return list(keys) if keys or not bad else None


def _object_on(line: bytes) -> dict[str, Any] | None:
    """The object on a line, its numbers as they are written; nothing on an empty one."""
    if len(line) >= BYTES_OF_LINE:
        raise ValueError(f"it has {BYTES_OF_LINE:,} bytes or more")
    try:
        text = line.decode().strip()
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None
    try:
        return _flat(read_object(text, numbers_as_text=True), text) if text else None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON: {error.msg.lower()} at character {error.pos + 1}") from None


def _flat(found: dict[str, Any], text: str) -> dict[str, Any]:
    """An object in which what is nested is JSON again, its numbers being numbers there."""
    nested = [key for key, value in found.items() if isinstance(value, dict | list)]
    whole = json.loads(text) if nested else {}
    return found | {key: json.dumps(whole[key], ensure_ascii=False) for key in nested}


def _as_text(value: str | bool | None) -> str | None:
    return json.dumps(value) if isinstance(value, bool) else value


# Parquet


class ParquetReader:
    """A Parquet file, whose columns keep their types."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = pq.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False)
        except (pa.ArrowException, OSError) as error:
            # What the system says of a file has a number; what Arrow says of what stands in it has none.
            if getattr(error, "errno", None):
                raise
            raise TicketFileError(f"{path}: this is no Parquet file: {_of_arrow(error)}") from None
        self.schema = self._file.schema_arrow
        self._rows = self._file.metadata.num_rows
        self._read = 0

    @property
    def share_read(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._read / (self._rows or 1)

    def __iter__(self) -> Iterator[Rows]:
        try:
            for batch in self._file.iter_batches(ROWS_AT_ONCE):
                first = self._read + 1
                self._read += len(batch)
                yield Rows(batch, np.arange(first, self._read + 1))
        except (pa.ArrowException, OSError) as error:
            place = f"{self._path}:{self._read + 1}"
            raise TicketFileError(f"{place}: it cannot be read further: {_of_arrow(error)}") from None

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

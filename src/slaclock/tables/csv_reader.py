"""CSV read in pieces: every value as the text that stands there, every row with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pcsv

from slaclock.columns import pc
from slaclock.errors import TicketFileError
from slaclock.patterns import pattern
from slaclock.tables import sizes
from slaclock.tables.arrow_errors import said_by_arrow
from slaclock.tables.bad_rows import BadRow
from slaclock.tables.csv_header import read_header
from slaclock.tables.packed_files import Watched
from slaclock.tables.table_rows import Numbers, Rows, by_name
from slaclock.tables.utf8 import MARK, InUtf8


class CsvReader:
    """Values with some sign between them: text and nothing else; empty lines are passed over."""

    def __init__(self, path: Path, separator: str | None = None) -> None:
        self._path = path
        names, header_lines, is_alone, self._separator = read_header(path, separator)
        self.schema = pa.schema([(name, pa.string()) for name in names])
        self._file = Watched(path)
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
                    use_threads=False, block_size=sizes.BYTES_AT_ONCE, column_names=names, skip_rows=header_lines
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
                f"{sizes.BYTES_AT_ONCE:,} bytes: {said_by_arrow(error)}"
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
    ) -> tuple[dict[int, list[str]], list[str]]:
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
                values = [column[good].as_py().decode() for column in batch]
                restored = [self._text.restored(value) for value in values]
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
            return _is_unclosed(misshapen[-1])
        last = batch.column(-1)[-1].as_py()
        return (b"\n" in last or b"\r" in last) and not self._file.end.rstrip().endswith(b'"')


class _Position(NamedTuple):
    """The next row, by its number among all rows and by its line."""

    record: int
    line: int


_LINE_BREAK = pattern(r"\r\n?|\n")


def _misshape(row: pcsv.InvalidRow) -> str:
    unclosed = "a quote in it is opened and never closed, so that " if _is_unclosed(row) else ""
    has, named = _count(row.actual_columns, "value"), _count(row.expected_columns, "column")
    return f"{unclosed}it has {has}, and the header names {named}"


def _is_unclosed(row: pcsv.InvalidRow) -> bool:
    return bool(row.text.count('"') % 2)


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


def _decoded(batch: pa.RecordBatch, lines: Numbers, not_utf8: dict[int, list[str]], bad: list[BadRow]) -> Rows:
    """The rows as text, without those that are not UTF-8 and those that are empty."""
    kept = pa.RecordBatch.from_arrays([column.cast(pa.string()) for column in batch], batch.schema.names)
    bad += [
        BadRow(int(lines[row]), "it is not UTF-8 text", by_name(batch.schema.names, values))
        for row, values in not_utf8.items()
    ]
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

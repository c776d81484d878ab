"""JSON lines read in pieces: values as text, every row with its line and as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa

from slaclock.strict_json import read_object
from slaclock.tables import sizes
from slaclock.tables.bad_rows import BadRow
from slaclock.tables.packed_files import uncompressed, unpacking
from slaclock.tables.table_rows import Rows


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
            most = max(1, min(sizes.ROWS_AT_ONCE, sizes.CELLS_AT_ONCE // max(1, len(self.schema))))
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
        if len(lines) == most or size > 8 * sizes.BYTES_OF_LINE:
            break
    return lines


def _lines(file: IO[bytes], path: Path) -> Iterator[bytes]:
    """Lines as line feeds end them; of one that is too long, so much as shows it."""
    content = uncompressed(file, path)
    begins, mark = True, b"\xef\xbb\xbf"
    while part := _read_line(content, path):
        if begins:
            yield part.removeprefix(mark)
        begins, mark = part.endswith(b"\n"), b""


def _read_line(content: IO[bytes], path: Path) -> bytes:
    with unpacking(path):
        return content.readline(sizes.BYTES_OF_LINE)


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
            if len(keys) > sizes.MOST_COLUMNS:
                break
    return list(keys) if keys or not bad else None


def _object_on(line: bytes) -> dict[str, Any] | None:
    """The object on a line, its numbers as they are written; nothing on an empty one."""
    if len(line) >= sizes.BYTES_OF_LINE:
        raise ValueError(f"it has {sizes.BYTES_OF_LINE:,} bytes or more")
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

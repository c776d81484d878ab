"""Files of tickets opened by what their ending says: CSV, JSON lines or Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, assert_never

from slaclock.errors import TicketFileError
from slaclock.inputs import why_not_read
from slaclock.tables import sizes
from slaclock.tables.csv_reader import CsvReader
from slaclock.tables.json_lines_reader import JsonLinesReader
from slaclock.tables.parquet_reader import ParquetReader
from slaclock.tables.table_rows import TableReader

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


def file_kind(path: Path) -> FileKind:
    """How a file is written, by its ending."""
    for ending, kind in KINDS.items():
        if path.name.lower().endswith(ending):
            return kind
    raise TicketFileError(f"{path}: the ending does not say how it is written; known: {', '.join(KINDS)}")


def open_table(path: Path, at_least: str = "", separator: str | None = None) -> TableReader:
    """Open a file of tickets.

    Args:
        path: Its ending says how it is written. JSON lines are read twice, the first time for their keys.
        at_least: The one key that JSON lines are taken to have of which none can be read.
        separator: What stands between the values of CSV; where nothing is said, the header shows it.

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
            reader = CsvReader(path, separator)
        case "jsonl":
            reader = JsonLinesReader(path, at_least)
        case "parquet":
            reader = ParquetReader(path)
        case _:
            assert_never(kind)
    if len(reader.schema) > sizes.MOST_COLUMNS:
        reader.close()
        raise TicketFileError(
            f"{path}: it has more than {sizes.MOST_COLUMNS:,} columns; leave out those that are not asked for"
        )
    return reader

"""The header of a CSV file: the names of its columns, and what stands between values."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from slaclock.errors import TicketFileError
from slaclock.tables import sizes
from slaclock.tables.packed_files import Watched


class Header(NamedTuple):
    """The first row of a file of CSV."""

    names: list[str]
    """What it calls the columns, some perhaps alike."""

    lines: int
    """How many lines it has."""

    is_alone: bool
    """Whether no other row follows."""

    separator: str
    """What stands between values."""


def read_header(path: Path, separator: str | None = None) -> Header:
    """The header of a file.

    Args:
        path: The file, perhaps packed.
        separator: What stands between values; where nothing is said, the header shows it.

    Raises:
        TicketFileError: There is no header, or it cannot be read.
    """
    with Watched(path) as file:
        begins = file.read(sizes.BYTES_OF_HEADER + 1)
    lines, is_cut = begins.splitlines(keepends=True), len(begins) > sizes.BYTES_OF_HEADER
    whole = lines[:-1] if is_cut else lines
    if is_cut and not whole:
        raise TicketFileError(f"{path}:1: {_TOO_LONG}; {_WAY_OUT}")
    try:
        separator = separator or _separator(path, whole)
        names, count = _first_record(whole, separator)
    except UnicodeDecodeError:
        raise TicketFileError(f"{path}:1: it is not UTF-8 text") from None
    except _UnclosedError:
        more = f", or {_TOO_LONG}" if is_cut else ""
        raise TicketFileError(
            f"{path}:1: the header cannot be read: a quote is opened and never closed{more}"
        ) from None
    except _HeaderError as error:
        raise TicketFileError(f"{path}:1: the header cannot be read: {error}") from None
    if not names:
        raise TicketFileError(f"{path}:1: there is no header; the first line names the columns")
    return Header(names, count, count == len(lines), separator)


_TOO_LONG = f"the header has more than {sizes.BYTES_OF_HEADER:,} bytes"
_WAY_OUT = "name columns more briefly, leave out those that are not asked for, or write Parquet"
_OTHERS = (";", "\t")
"""What may stand between values where no comma does, as in exports of spreadsheets."""


_UNCLOSED = "unexpected end of data"
"""What Python says of it."""


class _HeaderError(ValueError):
    """A header that is no row of CSV."""


class _UnclosedError(_HeaderError):
    """A header in which a quote is opened and never closed."""


def _separator(path: Path, lines: list[bytes]) -> str:
    """What stands between the names of a header: commas, and only where none does, something else."""
    if _divides(lines, ","):
        return ","
    others = [each for each in _OTHERS if _divides(lines, each)]
    if len(others) > 1:
        raise TicketFileError(
            f"{path}:1: the header can be read with semicolons or with tabs between its names; "
            "say which as the separator, put the names in quotes, or write it with commas"
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
        raise (_UnclosedError if str(error) == _UNCLOSED else _HeaderError)(str(error)) from None

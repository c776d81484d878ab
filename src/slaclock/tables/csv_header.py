"""The header of a CSV file: the names of its columns, and what stands between values."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from slaclock.errors import TicketFileError
from slaclock.tables import sizes
from slaclock.tables.packed_files import Watched


def read_header(path: Path) -> tuple[list[str], int, bool, str]:
    """The names in the first row, how many lines it has, whether there are no others, and what separates values."""
    with Watched(path) as file:
        lines = file.read(sizes.BYTES_OF_HEADER + 1).splitlines(keepends=True)
    try:
        separator = _separator(path, lines)
        names, count = _first_record(lines, separator)
    except UnicodeDecodeError:
        raise TicketFileError(f"{path}:1: it is not UTF-8 text") from None
    except _HeaderError as error:
        raise TicketFileError(f"{path}:1: the header cannot be read: {error}") from None
    if not names:
        raise TicketFileError(f"{path}:1: there is no header; the first line names the columns")
    if sum(map(len, lines[:count])) > sizes.BYTES_OF_HEADER:
        raise TicketFileError(f"{path}:1: the header has more than {sizes.BYTES_OF_HEADER:,} bytes")
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

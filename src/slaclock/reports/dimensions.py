"""By what a report is grouped: months, plans and priorities, and any column of the tickets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from slaclock.columns import Micros, Places, Table, arrow_column, clocks_around, pc
from slaclock.errors import TicketTableError, did_you_mean

_MONTHS = {"month": "started", "month_due": "due", "month_closed": "stopped"}
_OF_CYCLES = ("plan", "priority")
NOTHING = ""
"""What stands in a group of tickets that have nothing there."""


class Dimension(NamedTuple):
    """One thing by which cycles are grouped: for each of them the number of its value."""

    name: str
    values: Sequence[str]
    codes: Places


def dimension(name: str, cycles: Any, tickets: Table, rows: Places, zone: tzinfo) -> Dimension:
    """What cycles are grouped by.

    Args:
        name: `month` (of the start), `month_due`, `month_closed`, `plan`, `priority`, or a column of the tickets.
        cycles: An Arrow table with a row for each cycle, as `columns.evaluate` gives it.
        tickets: The table of tickets.
        rows: For each cycle the row of its ticket.
        zone: On whose clocks months begin.

    Raises:
        TicketTableError: There is no such column, or there are several.
    """
    if name in _MONTHS:
        return _by_month(name, cycles[_MONTHS[name]], zone)
    if name in _OF_CYCLES:
        return _by_text(name, cycles[name].cast(pa.string()))
    if name not in tickets.columns:
        known = [*_MONTHS, *_OF_CYCLES, *tickets.columns]
        raise TicketTableError(f"a report cannot be grouped by {name!r}; {did_you_mean(name, known)}")
    return _by_text(name, _as_text(name, arrow_column(tickets.column(name))).take(pa.array(rows)))


def _by_month(name: str, instants: Any, zone: tzinfo) -> Dimension:
    array = instants.combine_chunks() if isinstance(instants, pa.ChunkedArray) else instants
    micros = array.fill_null(0).cast(pa.int64()).to_numpy(zero_copy_only=False)
    months = months_of(micros, zone)
    there = array.is_valid().to_numpy(zero_copy_only=False)
    different, codes = np.unique(np.where(there, months, np.iinfo(np.int64).max), return_inverse=True)
    texts = [NOTHING if month == np.iinfo(np.int64).max else month_text(month) for month in different.tolist()]
    return Dimension(name, texts, codes.reshape(-1))


def months_of(at: Micros, zone: tzinfo) -> Micros:
    """The months in which instants lie on a zone's clocks, counted from January 1970."""
    if not len(at):
        return at
    months: Micros = clocks_around(zone, at).readings(at).view("M8[us]").astype("M8[M]").astype(np.int64)
    return months


def month_text(month: int) -> str:
    """A month as it is written: `2026-11`."""
    return str(np.datetime64(month, "M"))


def _as_text(name: str, column: Any) -> Any:
    try:
        return column.cast(pa.string())
    except pa.ArrowException:
        raise TicketTableError(f"a report cannot be grouped by {name!r}, whose values are no text") from None


def _by_text(name: str, column: Any) -> Dimension:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = array.fill_null(NOTHING).dictionary_encode()
    order = pc.array_sort_indices(encoded.dictionary).to_numpy()
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    values = encoded.dictionary.take(pa.array(order)).to_pylist()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.intp)
    return Dimension(name, values, place[codes] if len(order) else codes)

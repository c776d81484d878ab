"""Pieces laid into slots of one length, a few in each: a database finds a slot by a number, and looks no further."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from slaclock.errors import SqlError
from slaclock.sql.pieces import Pieces

PIECES = 4
"""How many pieces a slot has at most."""
_HOUR = 3_600_000_000
DAY = 24 * _HOUR
WIDTHS = tuple(_HOUR * hours for hours in (24, 12, 8, 6, 4, 3, 2, 1)) + tuple(_HOUR // part for part in (2, 4, 12, 60))
"""How long slots may be, in microseconds."""


class Slot(NamedTuple):
    """A slot: its number, the ends of all of its pieces but the last, and what each of them answers."""

    number: int
    ends: tuple[int, ...]
    values: tuple[int, ...]
    kinds: tuple[int, ...]


def width_of(pieces: Pieces, until: int) -> int:
    """The longest slots in which none has too many pieces.

    Raises:
        SqlError: There are too many even in a minute.
    """
    for width in WIDTHS:
        if int(_pieces_in_each(pieces, until, width).max()) <= PIECES:
            return width
    raise SqlError(f"what is due changes more than {PIECES - 1} times within a minute; no table can tell it")


def _pieces_in_each(pieces: Pieces, until: int, width: int) -> np.ndarray:
    """How many pieces lie in each slot: those that begin in it, and one that began before."""
    first = int(pieces.starts[0]) // width
    begun = np.bincount(pieces.starts // width - first, minlength=(until - 1) // width - first + 1)
    at_its_start = np.zeros_like(begun)
    exact = pieces.starts % width == 0
    at_its_start[(pieces.starts[exact] // width - first)] = 1
    return begun + 1 - at_its_start


def slots_of(pieces: Pieces, until: int, width: int) -> Iterator[Slot]:
    """Every slot from the first piece to the end."""
    starts, values, kinds = (column.tolist() for column in pieces)
    i = 0
    for number in range(starts[0] // width, (until - 1) // width + 1):
        end = (number + 1) * width
        first = i
        while i + 1 < len(starts) and starts[i + 1] < end:
            i += 1
        within = slice(first, i + 1)
        yield Slot(number, tuple(starts[first + 1 : i + 1]), tuple(values[within]), tuple(kinds[within]))
        if i + 1 < len(starts) and starts[i + 1] == end:
            i += 1

"""Pieces laid into slots of one length, a few in each: a database finds a slot by a number, and looks no further."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from slaclock.errors import SqlError
from slaclock.sql.pieces import Pieces

_HOUR = 3_600_000_000
DAY = 24 * _HOUR
WIDTHS = tuple(_HOUR * hours for hours in (24, 12, 8, 6, 4, 3, 2, 1)) + tuple(_HOUR // part for part in (2, 4, 12, 60))
"""How long slots may be, in microseconds."""


class Slot(NamedTuple):
    """A slot: the ends of all of its pieces but the last, and what each of them answers."""

    ends: tuple[int, ...]
    values: tuple[int, ...]
    kinds: tuple[int, ...]


def width_of(pieces: Pieces, until: int, most: int) -> int:
    """The longest slots in which none has too many pieces.

    Args:
        pieces: The first begins at a whole day.
        until: The end, which is one, too.
        most: How many pieces a slot has at most.

    Raises:
        SqlError: There are too many even in a minute.
    """
    for width in WIDTHS:
        if int(_pieces_in_each(pieces, until, width).max()) <= most:
            return width
    raise SqlError(f"what is due changes more than {most - 1} times within a minute; no table can tell it")


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
    for end in range(starts[0] + width, until + 1, width):
        first = i
        while i + 1 < len(starts) and starts[i + 1] < end:
            i += 1
        within = slice(first, i + 1)
        yield Slot(tuple(starts[first + 1 : i + 1]), tuple(values[within]), tuple(kinds[within]))
        if i + 1 < len(starts) and starts[i + 1] == end:
            i += 1

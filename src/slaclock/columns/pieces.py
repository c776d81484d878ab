"""Long columns in pieces: what is computed of so many rows at a time stays in the fast memory of a processor."""

from __future__ import annotations

from collections.abc import Iterator

PIECE = 1 << 17
"""Rows that are computed together."""


def pieces(rows: int) -> Iterator[slice]:
    """So many rows, piece by piece."""
    for start in range(0, rows, PIECE):
        yield slice(start, min(start + PIECE, rows))

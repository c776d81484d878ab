"""Tickets and events of two files that are sorted by ticket, met in one pass: memory does not grow with them.

Ids are in order as text, or as people count, where `T-9` comes before `T-10`; both files must have the same order. The
first piece of tickets says which of them it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from slaclock.columns import pc

_NUMBERED = r"^(?P<text>.*?)(?P<number>[0-9]{1,18})$"


class NotSortedError(Exception):
    """Ids come in no order, or those of the two files in different orders."""


class Met(NamedTuple):
    """Some tickets, with all of their events."""

    tickets: Any
    """A table; `None` of events that belong to no ticket."""
    events: list[Any]
    """Tables, one after the other."""


class _Keys(NamedTuple):
    """What ids are compared by: their text, or the text before a number and the number."""

    text: Any
    number: Any

    @property
    def head(self) -> _Keys:
        """The first of them."""
        return _Keys(self.text[:1], self.number[:1])

    def last(self) -> tuple[Any, Any]:
        return self.text[-1], self.number[-1]

    def rise(self, strictly: bool) -> bool:
        """Whether each is more than the one before it, or at least not less."""
        before, after = (_Keys(*(column.slice(*part) for column in self)) for part in ((0, len(self.text) - 1), (1,)))
        return len(self.text) < 2 or bool(pc.all(after.compared(before, orequal=not strictly)).as_py())

    def compared(self, other: _Keys | tuple[Any, Any], orequal: bool) -> Any:
        """Where these are more than others."""
        more = pc.greater_equal(self.number, other[1]) if orequal else pc.greater(self.number, other[1])
        return pc.or_(pc.greater(self.text, other[0]), pc.and_(pc.equal(self.text, other[0]), more))


def _as_text(ids: Any) -> _Keys:
    return _Keys(ids.cast(pa.string()), pa.array(np.zeros(len(ids), np.int64)))


def _as_counted(ids: Any) -> _Keys:
    """Ids that end in no number come before those that begin as they do and end in one."""
    texts = ids.cast(pa.string())
    parts = pc.extract_regex(texts, _NUMBERED)
    text, number = (pc.struct_field(parts, name) for name in ("text", "number"))
    return _Keys(pc.coalesce(text, texts), number.cast(pa.int64()).fill_null(-1))


class _Coming:
    """The events that are still to come, of which each piece goes on where the last one ended."""

    def __init__(self, pieces: Iterable[Any], ticket: str) -> None:
        self._pieces = iter(pieces)
        self._ticket = ticket
        self._waiting: Any = None
        self._reached: tuple[Any, Any] | None = None

    def up_to(self, last: tuple[Any, Any], keys_of: Callable[[Any], _Keys]) -> Iterator[Any]:
        """Those of tickets up to one, piece by piece."""
        while (waiting := self._next(keys_of)) is not None:
            later = keys_of(waiting[self._ticket].combine_chunks()).compared(last, orequal=False)
            first = int(pc.index(later, True).as_py())
            self._waiting = None if first < 0 else waiting.slice(first)
            yield waiting if first < 0 else waiting.slice(0, first)
            if first >= 0:
                return

    def rest(self, keys_of: Callable[[Any], _Keys]) -> Iterator[Any]:
        """Those that are left."""
        while (waiting := self._next(keys_of)) is not None:
            self._waiting = None
            yield waiting

    def _next(self, keys_of: Callable[[Any], _Keys]) -> Any:
        while self._waiting is None and (piece := next(self._pieces, None)) is not None:
            if piece.num_rows:
                self._reached = _go_on(piece[self._ticket], keys_of, self._reached, strictly=False)
                self._waiting = piece
        return self._waiting


def _go_on(
    ids: Any, keys_of: Callable[[Any], _Keys], reached: tuple[Any, Any] | None, strictly: bool
) -> tuple[Any, Any]:
    """The last of some ids, which follow what was reached before them."""
    ids = ids.combine_chunks()
    keys = keys_of(ids)
    follows = reached is None or keys.head.compared(reached, orequal=not strictly)[0].as_py()
    if ids.null_count or not follows or not keys.rise(strictly):
        raise NotSortedError
    return keys.last()


def met(tickets: Iterable[Any], events: Iterable[Any], id: str, ticket: str) -> Iterator[Met]:
    """Pieces of tickets, each with all of its events; at last events without tickets.

    Args:
        tickets: Tables of tickets, one after the other.
        events: Tables of events.
        id: The column of the tickets that says which they are.
        ticket: The column of the events that says of which ticket they are.

    Raises:
        NotSortedError: They do not come in one order.
    """
    coming, keys_of = _Coming(events, ticket), _as_text
    reached = None
    for piece in tickets:
        if not piece.num_rows:
            continue
        if reached is None and _as_counted(piece[id].combine_chunks()).rise(strictly=True):
            keys_of = _as_counted
        reached = _go_on(piece[id], keys_of, reached, strictly=True)
        yield Met(piece, list(coming.up_to(reached, keys_of)))
    for left in coming.rest(keys_of):
        yield Met(None, [left])

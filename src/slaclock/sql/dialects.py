"""The databases that are spoken to, and how each is told what a policy answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from slaclock.sql import duckdb_macros, postgres_functions
from slaclock.sql.answers import Answers
from slaclock.sql.words import Names

Dialect = Literal["duckdb", "postgres"]
"""The databases that are spoken to."""
DIALECTS: tuple[Dialect, ...] = get_args(Dialect)


class Told(NamedTuple):
    """How a database is told."""

    most_pieces: int
    """How many pieces a slot has at most."""
    functions: Callable[[str, Answers, Names, Mapping[str, int], Sequence[str]], Iterator[str]]
    """What makes everything, from what its names begin with, answers, names, schedules and reasons."""


TOLD: dict[Dialect, Told] = {
    "duckdb": Told(duckdb_macros.MOST_PIECES, duckdb_macros.macros),
    "postgres": Told(postgres_functions.MOST_PIECES, postgres_functions.functions),
}

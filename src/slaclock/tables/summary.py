"""`Summary`: what became of a file of tickets, as data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from slaclock.results import Result


@dataclass(frozen=True, slots=True)
class Summary(Result):
    """What became of a file of tickets."""

    _called_in_json: ClassVar = {"is_sorted": "sorted"}

    answered: int
    """Rows in the result."""

    bad: int
    """Rows left out of it."""

    out: Path
    """The result."""

    errors: Path | None
    """The file that tells of bad rows, where there is one."""

    one_by_one: int | None = None
    """Of histories, tickets that were asked one by one, because something in them has no form for whole columns."""

    is_sorted: bool | None = None
    """Of histories, whether both files were sorted by ticket; otherwise they were held in memory."""

"""Rows without an answer: what each says of itself, and what a run does with them.

It knows neither Arrow nor numpy, so that queues of tickets are read alike without them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple

from slaclock.errors import ChoiceError, RowError, TooManyBadError

OnError = Literal["stop", "skip", "report"]
"""What a bad row does: it ends everything, is left out, or is left out and told of in a file of its own."""


class BadRow(NamedTuple):
    """A row without an answer: its line, the reason, and what stands there."""

    line: int
    reason: str
    record: dict[str, Any] | str


@dataclass
class BadRows:
    """The bad rows of one run so far, and what is done with them."""

    on_error: OnError
    most: int | None
    """How many there may be; any number where there is none."""
    told: list[IO[bytes]]
    """The file for them, where there is one."""
    count: int = 0

    def take(self, rows: Iterable[BadRow], file: str | Path, *, name_file: bool = False) -> None:
        """Deal with some more.

        Args:
            rows: In the order of their lines.
            file: The file in which they stand.
            name_file: Whether what is told of them names that file.

        Raises:
            RowError: There is one, and the run is to stop there.
            TooManyBadError: There are more than there may be.
        """
        for row in rows:
            said = f"{file}:{row.line}: {row.reason}"
            if self.on_error == "stop":
                raise RowError(said)
            self.count += 1
            if self.most is not None and self.count > self.most:
                allowed = f"at most {self.most:,}" if self.most else "none"
                raise TooManyBadError(f"{_count(self.count)}, where {allowed} may be bad; the last: {said}")
            for told in self.told:
                told.write(line_of_bad_row(row, file if name_file else None))


def _count(number: int) -> str:
    return "1 bad row" if number == 1 else f"{number:,} bad rows"


def file_of_bad_rows(out: Path, errors: str | Path | None, on_error: OnError) -> Path | None:
    """The file for bad rows, where there is to be one."""
    if on_error == "report":
        return Path(errors or f"{out}.errors.jsonl")
    if errors is not None:
        raise ChoiceError(f"errors names a file for bad rows, and on_error={on_error!r} writes none; say 'report'")
    return None


def refuse_no_count(most: int | None) -> None:
    """Refuse a number of bad rows that cannot be."""
    if most is not None and (isinstance(most, bool) or not isinstance(most, int) or most < 0):
        raise ChoiceError(f"max_bad is how many bad rows there may be, 0 or more, not {most!r}")


def line_of_bad_row(row: BadRow, file: str | Path | None = None) -> bytes:
    """What is told of a bad row, as a line of JSON; of which file it is, where there are several."""
    stated = ({"file": str(file)} if file else {}) | row._asdict()
    # Half a pair of surrogates has no bytes, and is written as JSON escapes it.
    return f"{json.dumps(stated, ensure_ascii=False, default=str)}\n".encode("utf-8", "backslashreplace")

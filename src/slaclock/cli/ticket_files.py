"""Tickets with their events, read from files of JSON and from standard input."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from slaclock.cli.streams import is_standard, named, read_text

if TYPE_CHECKING:
    from slaclock.tickets import Ticket


def read_tickets(path: Path) -> Iterator[Ticket]:
    """One ticket from a JSON document, or one from each line; a bad one is named by its line."""
    for line, text in documents(path):
        yield read_ticket(path, line, text)


def read_ticket(path: Path, line: int, text: str) -> Ticket:
    """The ticket that stands on a line of a file, and perhaps on those after it.

    Raises:
        ClockError: None stands there; the message names the line.
    """
    from slaclock.errors import ClockError
    from slaclock.strict_json import read_object
    from slaclock.tickets import Ticket

    try:
        return Ticket(**read_object(text))
    except json.JSONDecodeError as error:
        place = f"{line + error.lineno - 1}:{error.colno}"
        raise ClockError(f"{named(path)}:{place}: this is not JSON: {error.msg.lower()}") from None
    except ValueError as error:
        raise ClockError(f"{named(path)}:{line}: {error}") from None


def documents(path: Path) -> Iterator[tuple[int, str]]:
    """The JSON documents of a file, each with the line on which it begins."""
    text = read_text(path)
    # At line feeds alone: other ends of lines may stand in the strings of JSON as they are.
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    # On standard input, a document over many lines has some that begin with something else.
    is_one = not all(line.startswith("{") for _, line in lines) if is_standard(path) else path.suffix == ".json"
    return iter([(1, text)] if is_one and lines else lines)

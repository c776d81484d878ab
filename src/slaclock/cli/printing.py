"""Answers as they are printed: instants, tables, lines with notes below them, and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from slaclock.cli.streams import can_show
from slaclock.safe import for_json, for_terminal


def shown(at: datetime) -> str:
    """An instant as people read it: `Wed 2026-11-25 17:00 EST`."""
    from slaclock.hours import iso_date, time_words

    return f"{iso_date(at)} {time_words(at)} {at.tzname()}"


def print_lines(text: str, notes: Iterable[str]) -> None:
    """Print an answer, and below it what should be said about how it was read."""
    print_text(text)
    for number, note in enumerate(map(for_terminal, notes)):
        print(f"  {note}" if number else f"\n  {note}")


def print_text(text: str) -> None:
    """Print lines that are ours, in which no name moves the cursor or turns letters around."""
    print(for_terminal(text, keep_lines=True))


def print_as_of(at: datetime, text: str, notes: Iterable[str]) -> None:
    """Print an answer that holds at an instant, below that instant."""
    print_lines(f"as of {shown(at)}\n\n{text}", notes)


def table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Rows under their headings, each column as wide as its longest cell, and each row on one line."""
    rows = [tuple(map(for_terminal, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    lines = (headings, tuple("-" * width for width in widths), *rows)
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def print_json(answer: Mapping[str, object]) -> None:
    """Print an answer as JSON."""
    print(in_json(answer))


def in_json(answer: Mapping[str, object], indent: int | None = 2) -> str:
    """An answer as JSON, with escapes where standard output does not have its characters."""
    import json

    text = for_json(json.dumps(answer, indent=indent, ensure_ascii=False, default=_plain))
    return text if can_show(text) else json.dumps(answer, indent=indent, default=_plain)


def _plain(value: object) -> object:
    """What JSON has no form for: instants and durations in ISO 8601, and results as plain data."""
    from slaclock.json_forms import written_duration, written_instant
    from slaclock.results import PlainData

    match value:
        case datetime():
            return written_instant(value)
        case timedelta():
            return written_duration(value)
        case PlainData():
            return value.to_dict()
    raise TypeError(f"{type(value).__name__} has no form in JSON")

"""How often each word stands in files of tickets, for `check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slaclock.review import WordKind
    from slaclock.tickets import Ticket

_COLUMNS: tuple[WordKind, ...] = ("status", "priority", "plan", "channel", "kind")


def told_words(tickets: Path, events: Path | None) -> Counter[tuple[WordKind, str]]:
    """How often each word stands in tickets and in their events."""
    if events is None and not _is_table(tickets):
        from slaclock.cli.ticket_files import documents, read_ticket

        told = (read_ticket(tickets, line, text) for line, text in documents(tickets))
        return Counter(word for ticket in told for word in _of_ticket(ticket))
    found: Counter[tuple[WordKind, str]] = Counter()
    for path, what in ((tickets, "tickets"), (events, "events")):
        if path is not None:
            found.update(_of_table(path, what))
    return found


def _is_table(tickets: Path) -> bool:
    return ".jsonl" not in tickets.suffixes


def _of_ticket(ticket: Ticket) -> Iterator[tuple[WordKind, str]]:
    stated: list[tuple[WordKind, str | None]] = [
        ("status", ticket.status if "status" in ticket.model_fields_set else None),
        ("priority", ticket.priority),
        ("plan", ticket.plan),
        ("channel", ticket.channel),
    ]
    for event in ticket.events:
        stated += [("kind", event.kind), ("status", event.status), ("priority", event.priority), ("plan", event.plan)]
    for about, word in stated:
        if word:
            yield about, word


def _of_table(path: Path, what: Any) -> Counter[tuple[WordKind, str]]:
    try:
        from slaclock.tables import TimeFormat, read_history
    except ImportError:  # pragma: no cover - tried by hand: the tests have the extra
        raise ImportError("tables of tickets need an extra; run: pip install 'slaclock[columns]'") from None
    from slaclock.cli.spools import as_file

    found: Counter[tuple[WordKind, str]] = Counter()
    with as_file(path) as read:
        table = read_history(read, what, TimeFormat("iso8601", None)).table
    for about in _COLUMNS:
        if about in table.column_names:
            counted = table[about].combine_chunks().value_counts()
            pairs = zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True)
            found.update({(about, str(word)): count for word, count in pairs if word is not None})
    return found

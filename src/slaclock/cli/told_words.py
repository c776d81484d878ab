"""How often each word stands in files of tickets, for `check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from slaclock.cli.ticket_sources import NO_TABLES, LeftOut, Source, Tables

if TYPE_CHECKING:
    from slaclock.review import WordKind
    from slaclock.tickets import Ticket

    Words: TypeAlias = Counter[tuple[WordKind, str]]

_OF_JSON = (".json", ".jsonl", ".jsonl.gz")
_COLUMNS: tuple[WordKind, ...] = ("status", "priority", "plan", "channel", "kind")


def words_in(source: Source, written: Tables) -> tuple[Words, LeftOut]:
    """How often each word stands in tickets and in their events, and what could not be read."""
    if source.events is None and source.tickets.name.endswith(_OF_JSON):
        written.refuse(NO_TABLES)
        tickets, left_out = source.lines()
        return Counter(word for ticket in tickets for word in _of_ticket(ticket)), left_out
    return _in_tables(source, written)


def _in_tables(source: Source, written: Tables) -> tuple[Words, LeftOut]:
    try:
        from slaclock.columns import columns_by_meaning
    except ImportError:  # pragma: no cover - tried by hand: the tests have the extra
        raise ImportError("tables of tickets need an extra; run: pip install 'slaclock[columns]'") from None
    tickets, events, left_out = source.tables(written)
    names = written.columns()
    found = _counted(columns_by_meaning(tickets, "tickets", names["ticket_columns"]))
    if events is not None:
        found += _counted(columns_by_meaning(events, "events", names["event_columns"]))
    return found, left_out


def _counted(known: Mapping[str, Any]) -> Words:
    found: Words = Counter()
    for about in _COLUMNS:
        if about in known:
            counted = known[about].combine_chunks().value_counts()
            pairs = zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True)
            found.update({(about, str(word)): count for word, count in pairs if word is not None})
    return found


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

"""How often each word stands in files of tickets, for `check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from slaclock.columns import What
    from slaclock.review import WordKind
    from slaclock.tickets import Ticket

_OF_JSON = (".json", ".jsonl", ".jsonl.gz")
_COLUMNS: tuple[WordKind, ...] = ("status", "priority", "plan", "channel", "kind")


class ToldFiles(NamedTuple):
    """Tickets as they are told in files: one with their events, or tables."""

    tickets: Path
    events: Path | None
    time_format: str
    timezone: str | None
    """Of times that have no offset."""
    ticket_columns: Mapping[str, str]
    """Names of columns of a table by what they mean, where these differ."""
    event_columns: Mapping[str, str]

    def words(self) -> Counter[tuple[WordKind, str]]:
        """How often each word stands in tickets and in their events."""
        if self.events is None and self.tickets.name.endswith(_OF_JSON):
            return self._of_json()
        found = self._of_table(self.tickets, "tickets", self.ticket_columns)
        return found + self._of_table(self.events, "events", self.event_columns) if self.events else found

    def _of_json(self) -> Counter[tuple[WordKind, str]]:
        from slaclock.cli.ticket_files import documents, read_ticket

        told = (read_ticket(self.tickets, line, text) for line, text in documents(self.tickets))
        return Counter(word for ticket in told for word in _of_ticket(ticket))

    def _of_table(self, path: Path, what: What, columns: Mapping[str, str]) -> Counter[tuple[WordKind, str]]:
        try:
            from slaclock.columns import columns_by_meaning
            from slaclock.tables import TimeFormat, read_history
        except ImportError:  # pragma: no cover - tried by hand: the tests have the extra
            raise ImportError("tables of tickets need an extra; run: pip install 'slaclock[columns]'") from None
        from slaclock.cli.spools import as_file

        found: Counter[tuple[WordKind, str]] = Counter()
        with as_file(path) as read:
            table = read_history(read, what, TimeFormat(self.time_format, self.timezone), columns).table
        known = columns_by_meaning(table, what, columns)
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

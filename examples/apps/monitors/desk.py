"""Tickets, what was reported of them, and which look comes next: in SQLite, so that every process sees the same."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from slaclock import Ticket

_TABLES = """
CREATE TABLE IF NOT EXISTS tickets (id TEXT PRIMARY KEY, stated TEXT NOT NULL, planned TEXT);
CREATE TABLE IF NOT EXISTS reported (key TEXT PRIMARY KEY, text TEXT NOT NULL);
"""


class Desk:
    """What the monitors share; a helpdesk's own database in its place would have the same questions."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(_TABLES)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                yield connection

    def put(self, ticket: Ticket) -> None:
        """Keep a ticket as it is now."""
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO tickets (id, stated) VALUES (?, ?) ON CONFLICT DO UPDATE SET stated = excluded.stated",
                (ticket.id, ticket.model_dump_json()),
            )

    def get(self, ticket: str) -> Ticket:
        """The ticket of an id.

        Raises:
            KeyError: There is none.
        """
        with self._writing() as connection:
            found = connection.execute("SELECT stated FROM tickets WHERE id = ?", (ticket,)).fetchone()
        if found is None:
            raise KeyError(ticket)
        return Ticket.model_validate_json(found[0])

    def ids(self) -> list[str]:
        """Every ticket."""
        with self._writing() as connection:
            return [each for (each,) in connection.execute("SELECT id FROM tickets ORDER BY id")]

    def plan(self, ticket: str, at: datetime | None) -> None:
        """Note when the next look at a ticket is, in place of any other."""
        with self._writing() as connection:
            connection.execute("UPDATE tickets SET planned = ? WHERE id = ?", (at and at.isoformat(), ticket))

    def plan_instead(self, ticket: str, planned: datetime, at: datetime | None) -> bool:
        """The same, unless another look than `planned` was noted meanwhile."""
        with self._writing() as connection:
            done = connection.execute(
                "UPDATE tickets SET planned = ? WHERE id = ? AND planned = ?",
                (at and at.isoformat(), ticket, planned.isoformat()),
            )
            return bool(done.rowcount)

    def planned(self, ticket: str) -> datetime | None:
        """When the next look at a ticket is."""
        with self._writing() as connection:
            found = connection.execute("SELECT planned FROM tickets WHERE id = ?", (ticket,)).fetchone()
        return datetime.fromisoformat(found[0]) if found and found[0] else None

    def report_once(self, key: str, text: str, report: Callable[[str], object]) -> None:
        """Report what was not reported yet; where reporting fails it counts as not reported."""
        with self._writing() as connection:
            done = connection.execute("INSERT OR IGNORE INTO reported VALUES (?, ?)", (key, text))
            if done.rowcount:
                report(text)

    def reported(self) -> list[str]:
        """The keys of all that was reported, in order."""
        with self._writing() as connection:
            return [key for (key,) in connection.execute("SELECT key FROM reported ORDER BY rowid")]

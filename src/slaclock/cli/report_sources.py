"""What `report` reads: tickets with their events, or two tables; a bad row ends it or is set aside, as asked (R19)."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from slaclock.cli.queues import Queue, refuse_unclear_errors
from slaclock.cli.spools import as_file
from slaclock.cli.streams import named

if TYPE_CHECKING:
    from slaclock.tables import BadRow, TimeFormat
    from slaclock.tickets import TicketProblem


class Read(NamedTuple):
    """Two tables, and what could not be read of them."""

    tickets: Any
    events: Any
    bad: int
    """How many rows or lines are left out."""
    problems: tuple[TicketProblem, ...]
    """Those of them that are to be reported."""


@dataclass(frozen=True)
class Source:
    """The files of a report, and what is done with bad rows."""

    tickets: Path
    events: Path | None
    times: TimeFormat
    on_error: Literal["stop", "skip", "report"]
    errors: Path | None
    most_bad: int | None

    def read(self) -> Read:
        """The tables of tickets and events.

        Raises:
            ClockError: A line holds no ticket, and that ends everything.
            RowError: A row cannot be read, and that ends everything.
            TooManyBadError: More are bad than may be.
        """
        refuse_unclear_errors(self.on_error, self.errors)
        return self._of_tables(self.events) if self.events else self._of_lines()

    def _of_lines(self) -> Read:
        from slaclock.columns import tables_of_tickets

        queue = Queue(self.tickets, self.on_error, self.errors, self.most_bad)
        tickets = queue.readable()
        return Read(*tables_of_tickets(tickets), *self._told(queue.bad_rows(), self.tickets))

    def _of_tables(self, events: Path) -> Read:
        from slaclock.outputs import written_whole
        from slaclock.tables import BadRows, read_history

        skip = self.on_error != "stop"
        with as_file(self.tickets) as of_tickets, as_file(events) as of_events:
            known = read_history(of_tickets, "tickets", self.times, skip=skip)
            happened = read_history(of_events, "events", self.times, skip=skip)
        found = ((known.bad, self.tickets), (happened.bad, events))
        with ExitStack() as files:
            told = list(files.enter_context(written_whole(self.errors))) if self.errors else []
            bad = BadRows(self.on_error, self.most_bad, told)
            for rows, path in found:
                bad.take(rows, named(path), name_file=True)
        counts, problems = zip(*(self._told(list(rows), path) for rows, path in found), strict=True)
        return Read(known.table, happened.table, sum(counts), tuple(each for some in problems for each in some))

    def _told(self, rows: list[BadRow], path: Path) -> tuple[int, tuple[TicketProblem, ...]]:
        """How many rows are bad, and what is reported of them."""
        from slaclock.tickets import TicketProblem

        told = rows if self.on_error == "report" else []
        return len(rows), tuple(
            TicketProblem("", f"{named(path)}:{row.line}: {row.reason}", row.line, is_answered=False) for row in told
        )

"""What `report` and `check` read: tickets with their events, or tables; a bad row ends it or is set aside (R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypedDict

from slaclock.cli.history_options import columns_named
from slaclock.cli.queues import MOST_SHOWN, Queue, refuse_unclear_errors
from slaclock.cli.spools import as_file
from slaclock.cli.streams import named

if TYPE_CHECKING:
    from slaclock.tables import BadRow
    from slaclock.tickets import Ticket, TicketProblem


class Tables(NamedTuple):
    """How tables of tickets and of events are written, as options say it."""

    time_format: str
    timezone: str | None
    """Of times that have no offset."""
    separator: str | None
    """What stands between the values of CSV."""
    ticket_column: Sequence[str] | None
    """Columns of tickets by what they mean."""
    event_column: Sequence[str] | None
    """The same of events."""

    def columns(self) -> Columns:
        """Names of columns by what they mean, where these differ."""
        return {
            "ticket_columns": columns_named("--ticket-column", self.ticket_column or ()),
            "event_columns": columns_named("--event-column", self.event_column or ()),
        }

    def refuse(self, why: str) -> None:
        """Refuse what is stated of tables where there are none.

        Raises:
            ChoiceError: Something is stated.
        """
        from slaclock.errors import ChoiceError

        stated = {
            "--time-format": self.time_format != "iso8601",
            "--timezone": self.timezone,
            "--separator": self.separator,
            "--ticket-column": self.ticket_column,
            "--event-column": self.event_column,
        }
        for option, given in stated.items():
            if given:
                raise ChoiceError(f"{option} is about {why}")


class Columns(TypedDict):
    """Names of columns by what they mean."""

    ticket_columns: Mapping[str, str]
    event_columns: Mapping[str, str]


class LeftOut(NamedTuple):
    """What could not be read."""

    bad: int
    """How many rows or lines are left out."""
    problems: tuple[TicketProblem, ...]
    """Those of them that are to be reported."""

    def in_words(self) -> Iterator[str]:
        """What is to be said of them."""
        yield from (each.problem for each in self.problems[:MOST_SHOWN])
        if len(self.problems) > MOST_SHOWN:
            yield f"and {len(self.problems) - MOST_SHOWN:,} more; --json has all of them"
        if self.bad:
            yield f"{self.bad:,} {'row is' if self.bad == 1 else 'rows are'} left out"


@dataclass(frozen=True)
class Source:
    """Files of tickets, and what is done with bad rows."""

    tickets: Path
    events: Path | None
    on_error: Literal["stop", "skip", "report"]
    errors: Path | None
    most_bad: int | None

    def lines(self) -> tuple[list[Ticket], LeftOut]:
        """Tickets with their events, one on each line.

        Raises:
            ClockError: A line holds no ticket, and that ends everything.
            TooManyBadError: More are bad than may be.
        """
        refuse_unclear_errors(self.on_error, self.errors)
        queue = Queue(self.tickets, self.on_error, self.errors, self.most_bad)
        tickets = queue.readable()
        return tickets, self._left_out([(queue.bad_rows(), self.tickets)])

    def tables(self, written: Tables) -> tuple[Any, Any, LeftOut]:
        """A table of tickets, and that of their events, if it is there.

        Raises:
            RowError: A row cannot be read, and that ends everything.
            TooManyBadError: More are bad than may be.
        """
        from slaclock.outputs import written_whole
        from slaclock.tables import BadRows, TimeFormat, read_history, separator_of

        refuse_unclear_errors(self.on_error, self.errors)
        skip, happened = self.on_error != "stop", None
        times, columns = TimeFormat(written.time_format, written.timezone), written.columns()
        with ExitStack() as files:
            of_tickets = files.enter_context(as_file(self.tickets))
            of_events = files.enter_context(as_file(self.events)) if self.events else None
            sign = separator_of(written.separator, [of_tickets, *([of_events] if of_events else [])])
            known = read_history(of_tickets, "tickets", times, columns["ticket_columns"], sign, skip=skip)
            if of_events:
                happened = read_history(of_events, "events", times, columns["event_columns"], sign, skip=skip)
        found = [(list(known.bad), self.tickets)]
        if happened is not None and self.events:
            found.append((list(happened.bad), self.events))
        with ExitStack() as files:
            told = list(files.enter_context(written_whole(self.errors))) if self.errors else []
            bad = BadRows(self.on_error, self.most_bad, told)
            for rows, path in found:
                bad.take(rows, named(path), name_file=True)
        return known.table, None if happened is None else happened.table, self._left_out(found)

    def _left_out(self, found: list[tuple[list[BadRow], Path]]) -> LeftOut:
        from slaclock.tickets import TicketProblem

        told = found if self.on_error == "report" else []
        return LeftOut(
            sum(len(rows) for rows, _ in found),
            tuple(
                TicketProblem("", f"{named(path)}:{row.line}: {row.reason}", row.line, is_answered=False)
                for rows, path in told
                for row in rows
            ),
        )


NO_TABLES = "tables, and these are tickets with their events: leave it out, or name a table of events with --events"

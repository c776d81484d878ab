"""Tickets and what happened to them, read from two tables: names as numbers, and events in order (R18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from slaclock.columns.arrow_functions import pc
from slaclock.columns.handover import Column, read_instants
from slaclock.columns.instants import Mask, Micros
from slaclock.columns.labels import Labels, read_labels
from slaclock.columns.lookup import Places
from slaclock.columns.table_kinds import Make, Table, arrow_column, read_table, type_of
from slaclock.columns.ticket_problems import Problems
from slaclock.errors import TicketTableError
from slaclock.tickets import order_of_kind

TICKET_COLUMNS = frozenset(("id", "opened", "plan", "priority", "channel", "status", "timezone", "agreed"))
EVENT_COLUMNS = frozenset(("ticket", "at", "kind", "status", "priority", "plan", "public", "metric", "by", "agreed"))
_NOBODY = -1


class Tickets(NamedTuple):
    """The tickets of a call, or some of them; each column has one value for each."""

    number: Places
    """Which rows of the table they are."""
    opened: Micros
    plan: Labels
    priority: Labels
    channel: Labels
    status: Labels
    timezone: Labels


class Events(NamedTuple):
    """What happened to them, by ticket."""

    ticket: Places
    """The place of the ticket among the tickets."""
    row: Places
    """Which row of the table it is."""
    at: Micros
    kind: Labels
    public: Mask
    status: Labels
    priority: Labels
    plan: Labels
    metric: Labels
    by: Labels

    def among(self, which: Any) -> Events:
        """Some of them, in their order."""
        return Events(*(_some(column, which) for column in self))

    def reordered(self, places: Places, order: Places) -> Events:
        """The same with those in some places taken from others."""
        return Events(*(_reordered(column, places, order) for column in self))


def _some(column: Any, which: Any) -> Any:
    if isinstance(column, Labels):
        return column if column.codes is None else column._replace(codes=column.codes[which])
    return column[which]


def first_of_each(owner: Places, count: int) -> Places:
    """For each owner where those begin that are sorted by owner, and at last how many there are."""
    return np.append(0, np.cumsum(np.bincount(owner, minlength=count)))


@dataclass(frozen=True)
class Lives:
    """Tickets with their events."""

    tickets: Tickets
    events: Events

    @property
    def first(self) -> Places:
        """For each ticket where its events begin, and at last how many there are."""
        return first_of_each(self.events.ticket, len(self.tickets.number))

    def piece(self, start: int, end: int) -> Lives:
        """The tickets from one place to another."""
        low, high = np.searchsorted(self.events.ticket, [start, end])
        tickets = Tickets(*(_some(column, slice(start, end)) for column in self.tickets))
        events = self.events.among(slice(low, high))
        return Lives(tickets, events._replace(ticket=events.ticket - start))

    def among(self, places: Places) -> Lives:
        """Some tickets, in their order."""
        if len(places) == len(self.tickets.number):
            return self
        new = np.full(len(self.tickets.number), _NOBODY)
        new[places] = np.arange(len(places))
        owner = new[self.events.ticket]
        kept = np.flatnonzero(owner >= 0)
        events = self.events.among(kept)._replace(ticket=owner[kept])
        return Lives(Tickets(*(_some(column, places) for column in self.tickets)), events)


class Agreed(NamedTuple):
    """Instants that rows of a table name, if they name any."""

    column: Column | None
    kind: Any
    """Their Arrow type."""

    def named_in(self, rows: Places) -> Mask:
        """Which of some rows name one."""
        if self.column is None:
            return np.zeros(len(rows), np.bool_)
        return np.ones(len(rows), np.bool_) if self.column.valid is None else self.column.valid[rows]


@dataclass(frozen=True)
class Read:
    """Everything that two tables hold."""

    lives: Lives
    """The tickets that can be asked about, with their events."""
    ids: Any
    """An Arrow array: what each ticket is called, by its row."""
    strangers: Any
    """An Arrow array: ids of which only events speak."""
    make: Make
    """How the table of tickets came, and the answers go."""
    opened: Any
    """The Arrow type of their instants: in which zone answers are read."""
    at: Any
    """The Arrow type of the instants of events."""
    problems: Problems
    """What is wrong with tickets, or with what happened to them."""
    agreed_at_opening: Agreed
    """For which due instants tickets were opened, by row."""
    agreed: Agreed
    """Which due instants events agree on, by row."""


def read_tickets(
    tickets: Any, events: Any, ticket_columns: Mapping[str, str], event_columns: Mapping[str, str]
) -> Read:
    """Tickets and their events.

    Raises:
        TicketTableError: A column is missing, or two tickets have one id.
        InstantError: A column holds something else than it should.
        NaiveDatetimeError: Instants have no time zone.
    """
    table = read_table(tickets, "tickets", ticket_columns, TICKET_COLUMNS)
    happened = read_table(events, "events", event_columns, EVENT_COLUMNS)
    ids, owners = _comparable(arrow_column(table.wanted("id")), arrow_column(happened.wanted("ticket")))
    _refuse_twice(ids)
    opened, at = read_instants(table.wanted("opened")), read_instants(happened.wanted("at"))
    problems = Problems()
    known = _readable(opened, "opened", problems, np.arange(table.rows))
    owner, strangers = _owners(ids, owners)
    raw = _raw_events(happened, owner, at)
    there = _usable(raw, at, problems)
    usable = by_ticket(raw.among(there) if len(there) < len(owner) else raw)
    every = Tickets(
        np.arange(table.rows),
        opened.micros,
        *(_labels(table, name) for name in ("plan", "priority", "channel", "status", "timezone")),
    )
    lives = Lives(every, usable)
    if len(known) < table.rows:
        lives = lives.among(known)
    return Read(
        lives,
        ids,
        strangers,
        table.make,
        type_of(table.wanted("opened")),
        type_of(happened.wanted("at")),
        problems,
        _agreed(table),
        _agreed(happened),
    )


def _agreed(table: Table) -> Agreed:
    column = table.optional("agreed")
    return Agreed(None, None) if column is None else Agreed(read_instants(column), type_of(column))


# Ids


def _comparable(ids: Any, owners: Any) -> tuple[Any, Any]:
    """Both columns of ids as one type."""
    for array, name in ((ids, "id"), (owners, "ticket")):
        if not (_is_number(array.type) or _is_text(array.type) or pa.types.is_null(array.type)):
            raise TicketTableError(f"a column of type {array.type} holds no ids; `{name}` is text or whole numbers")
    if _is_number(ids.type) and (_is_number(owners.type) or pa.types.is_null(owners.type)):
        return ids.cast(pa.int64()), owners.cast(pa.int64())
    return ids.cast(pa.large_string()), owners.cast(pa.large_string())


def _is_number(dtype: Any) -> bool:
    return bool(pa.types.is_integer(dtype))


def _is_text(dtype: Any) -> bool:
    return any(holds(dtype) for holds in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view))


def _refuse_twice(ids: Any) -> None:
    if ids.null_count:
        raise TicketTableError(f"row {int(pc.index(ids.is_null(), True).as_py())} of the tickets has no `id`")
    if _rises(ids) or len(ids) == len(pc.unique(ids)):
        return
    counted = pc.value_counts(ids)
    times = counted.field("counts")
    twice = counted.field("values")[int(pc.index(pc.greater(times, 1), True).as_py())]
    raise TicketTableError(f"two tickets have the id {twice.as_py()!r}; each ticket has one row")


def _rises(ids: Any) -> bool:
    """Whether ids are whole numbers in order, each once."""
    if not _is_number(ids.type):
        return False
    numbers = ids.to_numpy(zero_copy_only=False)
    return bool((numbers[1:] > numbers[:-1]).all())


def _owners(ids: Any, owners: Any) -> tuple[Places, Any]:
    """The row of the ticket of each event, or -1, and the ids that no ticket has."""
    heads = _run_heads(owners)
    named = owners.take(pa.array(heads))
    found = pc.index_in(named, value_set=ids)
    strangers = pc.unique(named.filter(found.is_null())) if found.null_count else named.slice(0, 0)
    rows = found.fill_null(_NOBODY).to_numpy(zero_copy_only=False).astype(np.intp)
    return np.repeat(rows, np.diff(np.append(heads, len(owners)))), strangers


def _run_heads(owners: Any) -> Places:
    """Where runs of one id begin: a history that is sorted by ticket has each id once."""
    if len(owners) < 2:
        return np.arange(len(owners))
    if _is_number(owners.type) and not owners.null_count:
        numbers = owners.to_numpy()
        return np.append(0, np.flatnonzero(numbers[1:] != numbers[:-1]) + 1)
    other = pc.not_equal(owners.slice(1), owners.slice(0, len(owners) - 1)).fill_null(True)
    return np.append(0, np.flatnonzero(other.to_numpy(zero_copy_only=False)) + 1)


# Columns


def _labels(table: Table, name: str) -> Labels:
    column = table.optional(name)
    return Labels((None,)) if column is None else read_labels(column)


def _raw_events(table: Table, owner: Places, at: Column) -> Events:
    public = table.optional("public")
    return Events(
        owner,
        np.arange(len(owner)),
        at.micros,
        read_labels(table.wanted("kind")),
        np.ones(len(owner), np.bool_) if public is None else _public(public),
        *(_labels(table, name) for name in ("status", "priority", "plan", "metric", "by")),
    )


def _public(column: Any) -> Mask:
    array = arrow_column(column)
    if not (pa.types.is_boolean(array.type) or pa.types.is_null(array.type)):
        raise TicketTableError(f"a column of type {array.type} does not say yes or no; `public` is true or false")
    values: Mask = array.cast(pa.bool_()).fill_null(True).to_numpy(zero_copy_only=False).astype(np.bool_)
    return values


def _readable(column: Column, name: str, problems: Problems, owner: Places) -> Places:
    """The rows that have an instant; of the others it is said what is wrong."""
    if column.valid is None:
        return np.arange(len(column.micros))
    for row in np.flatnonzero(~column.valid).tolist():
        problems.say(int(owner[row]), [column.problems.get(row, f"it has no `{name}`")])
    return np.flatnonzero(column.valid)


def _usable(events: Events, at: Column, problems: Problems) -> Places:
    """The events that can be read and belong to a ticket."""
    assert events.kind.codes is not None
    nameless = events.kind.codes == len(events.kind.names) - 1
    there = (events.ticket >= 0) & ~nameless
    if at.valid is not None:
        there &= at.valid
        for row in np.flatnonzero(~at.valid & (events.ticket >= 0)).tolist():
            _said(problems, events, row, at.problems.get(row, "it has no `at`"))
    for row in np.flatnonzero(nameless & (events.ticket >= 0)).tolist():
        _said(problems, events, row, "it has no `kind`")
    return np.flatnonzero(there)


def _said(problems: Problems, events: Events, row: int, problem: str) -> None:
    problems.say(int(events.ticket[row]), [f"row {row} of the events was left out: {problem}"])


# Order


def by_ticket(events: Events) -> Events:
    """Events by ticket, as they came; a history that is sorted by ticket is not sorted again."""
    ticket = events.ticket
    if (ticket[1:] >= ticket[:-1]).all():
        return events
    return events.among(np.argsort(ticket, kind="stable"))


def in_order(lives: Lives) -> tuple[Lives, Places]:
    """Tickets with their events by instant and kind, once each; and those whose events need a closer look.

    Of three events at one instant the first and the last may say the same.
    """
    events, key = lives.events, _key(lives.events)
    ticket = events.ticket
    early = np.flatnonzero((ticket[1:] == ticket[:-1]) & (key[1:] < key[:-1]))
    if len(early):
        # Of a history in time only the tickets with two events at one instant are sorted again.
        disordered = np.zeros(len(lives.tickets.number), np.bool_)
        disordered[ticket[early]] = True
        places = np.flatnonzero(disordered[ticket])
        order = places[np.lexsort((key[places], ticket[places]))]
        events, key = events.reordered(places, order), _reordered(key, places, order)
    same = (ticket[1:] == ticket[:-1]) & (key[1:] == key[:-1])
    if not same.any():
        return Lives(lives.tickets, events), np.zeros(0, np.intp)
    crowded = np.unique(ticket[2:][same[1:] & same[:-1]])
    again = np.append(False, same)
    for column in events[3:]:
        again[1:] &= _repeats(column)
    events = events.among(np.flatnonzero(~again)) if again.any() else events
    return Lives(lives.tickets, events), crowded


def _reordered(column: Any, places: Places, order: Places) -> Any:
    if isinstance(column, Labels):
        return column if column.codes is None else column._replace(codes=_reordered(column.codes, places, order))
    found = column.copy()
    found[places] = column[order]
    return found


def _repeats(column: Any) -> Any:
    values = column.codes if isinstance(column, Labels) else column
    return True if values is None else values[1:] == values[:-1]


def _key(events: Events) -> Micros:
    """A number for each event that sorts as its instant and its kind do."""
    kinds: Sequence[str | None] = events.kind.names[:-1]
    ranked = sorted(range(len(kinds)), key=lambda code: order_of_kind(kinds[code] or ""))
    rank = np.zeros(len(kinds) + 1, np.int64)
    rank[ranked] = np.arange(len(kinds))
    assert events.kind.codes is not None
    if len(kinds) <= 1 << _KIND_BITS:
        return (events.at << _KIND_BITS) + rank[events.kind.codes]
    _, together = np.unique(np.stack([events.at, rank[events.kind.codes]], axis=1), axis=0, return_inverse=True)
    return together.reshape(-1).astype(np.int64)


_KIND_BITS = 5
"""Kinds of events that there are in one number with an instant."""

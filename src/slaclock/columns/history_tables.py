"""Two tables, of tickets and of what happened to them, matched by ids and read in pieces of whole tickets (R18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import pyarrow as pa

from slaclock.columns import pieces
from slaclock.columns.arrow_functions import pc
from slaclock.columns.handover import Column, read_instants
from slaclock.columns.instants import NO_INSTANT, Mask, Micros
from slaclock.columns.labels import Labels, read_labels
from slaclock.columns.lookup import Places, expanded, rises, taken
from slaclock.columns.table_kinds import Make, Table, arrow_column, read_table, some_rows, type_of
from slaclock.columns.ticket_lives import Events, Lives, Tickets
from slaclock.columns.ticket_problems import Problems
from slaclock.errors import TicketTableError

_MUST_OF_TICKETS = ("id", "opened")
_NAMES_OF_TICKETS = ("plan", "priority", "channel", "status", "timezone")
_MUST_OF_EVENTS = ("ticket", "at", "kind")
_NAMES_OF_EVENTS = ("status", "priority", "plan", "metric", "by")
TICKET_COLUMNS = frozenset((*_MUST_OF_TICKETS, *_NAMES_OF_TICKETS, "agreed"))
EVENT_COLUMNS = frozenset((*_MUST_OF_EVENTS, *_NAMES_OF_EVENTS, "public", "agreed"))
What: TypeAlias = Literal["tickets", "events"]
"""What a table holds."""
_COLUMNS: Mapping[What, tuple[tuple[str, ...], frozenset[str]]] = {
    "tickets": (_MUST_OF_TICKETS, TICKET_COLUMNS),
    "events": (_MUST_OF_EVENTS, EVENT_COLUMNS),
}
"""The columns that must be there, and all that mean something."""
_NOBODY = -1


@dataclass(frozen=True)
class Read:
    """Some tickets with their events, as the tables have them."""

    lives: Lives
    """The tickets that can be asked about, with their events."""
    ids: Any
    """An Arrow array: what each ticket is called, by its number."""
    problems: Problems
    """What is wrong with tickets, or with what happened to them, by their numbers."""
    kinds: Mapping[str, Any]
    """The Arrow types of columns of instants: in which zones they are read."""


@dataclass(frozen=True)
class Histories:
    """Two tables of which it is known which events belong to which ticket."""

    tickets: Mapping[str, Any]
    """Columns of tickets by what they mean."""
    events: Mapping[str, Any]
    ids: Any
    """An Arrow array: what each ticket is called."""
    strangers: Any
    """An Arrow array: ids of which only events speak."""
    order: Places | None
    """The rows of the events by ticket; `None` where they stand so."""
    first: Places
    """For each ticket where its events begin in that order, and at last how many there are."""
    make: Make
    """How the table of tickets came, and the answers go."""

    def pieces(self) -> Iterator[Read]:
        """All tickets in their order, so many at a time that they and their events are a piece."""
        start, count = 0, len(self.ids)
        while start < count:
            most = np.searchsorted(self.first, self.first[start] + pieces.PIECE, side="right") - 1
            end = max(start + 1, min(int(most), start + pieces.PIECE))
            yield self.piece(start, end)
            start = end

    def piece(self, start: int, end: int) -> Read:
        """The tickets from one row to another."""
        low, high = int(self.first[start]), int(self.first[end])
        rows = np.arange(low, high) if self.order is None else self.order[low:high]
        which = slice(low, high) if self.order is None else rows
        tickets = {meaning: some_rows(column, slice(start, end)) for meaning, column in self.tickets.items()}
        events = {meaning: some_rows(column, which) for meaning, column in self.events.items()}
        owner = np.repeat(np.arange(end - start), np.diff(self.first[start : end + 1]))
        return _read(tickets, events, owner, rows, self.ids.slice(start, end - start))


def match_tables(
    tickets: Any, events: Any, ticket_columns: Mapping[str, str], event_columns: Mapping[str, str]
) -> Histories:
    """Tickets and their events.

    Raises:
        TicketTableError: A column is missing, or two tickets have one id.
        InstantError: A column holds something else than it should.
        NaiveDatetimeError: Instants have no time zone.
    """
    table, of_tickets = _read_columns(tickets, "tickets", ticket_columns)
    happened, of_events = _read_columns(events, "events", event_columns)
    heads, named = _runs(of_events.pop("ticket"), happened.rows)
    ids, named = _comparable(_ids(arrow_column(of_tickets.pop("id")), "id"), named)
    _refuse_twice(ids)
    owners = _owners(named, ids)
    is_stranger = owners == _NOBODY
    strangers = pc.unique(named.filter(pa.array(is_stranger))) if is_stranger.any() else named.slice(0, 0)
    order, first = _by_ticket(owners, heads, np.diff(np.append(heads, happened.rows)), table.rows)
    histories = Histories(of_tickets, of_events, ids, strangers, order, first, table.make)
    histories.piece(0, 0)  # What columns hold is refused for tables without rows, too.
    return histories


def columns_by_meaning(given: Any, what: What, names: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a table of tickets, or of events, that mean something, by what they mean.

    Raises:
        TicketTableError: A column is missing, there twice, or nearly called as one that is missing.
    """
    return _read_columns(given, what, names)[1]


def _read_columns(given: Any, what: What, names: Mapping[str, str]) -> tuple[Table, dict[str, Any]]:
    must, meanings = _COLUMNS[what]
    table = read_table(given, what, names, meanings)
    columns = {meaning: table.wanted(meaning) for meaning in must}
    others = {meaning: table.optional(meaning) for meaning in sorted(meanings.difference(must))}
    return table, columns | {meaning: column for meaning, column in others.items() if column is not None}


# Ids


def _ids(array: Any, name: str) -> Any:
    if not (_is_number(array.type) or _is_text(array.type) or pa.types.is_null(array.type)):
        raise TicketTableError(f"a column of type {array.type} holds no ids; `{name}` is text or whole numbers")
    return array


def _is_number(dtype: Any) -> bool:
    return bool(pa.types.is_integer(dtype))


def _is_text(dtype: Any) -> bool:
    return any(holds(dtype) for holds in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view))


def _comparable(ids: Any, named: list[Any]) -> tuple[Any, Any]:
    """Both kinds of ids as one type."""
    of_numbers = _is_number(ids.type) and all(_is_number(each.type) or pa.types.is_null(each.type) for each in named)
    kind = pa.int64() if of_numbers else pa.large_string()
    return ids.cast(kind), pa.concat_arrays([each.cast(kind) for each in named])


def _refuse_twice(ids: Any) -> None:
    if ids.null_count:
        raise TicketTableError(f"row {int(pc.index(ids.is_null(), True).as_py())} of the tickets has no `id`")
    if (_is_number(ids.type) and rises(ids.to_numpy(), strictly=True)) or len(ids) == len(pc.unique(ids)):
        return
    counted = pc.value_counts(ids)
    times = counted.field("counts")
    twice = counted.field("values")[int(pc.index(pc.greater(times, 1), True).as_py())]
    raise TicketTableError(f"two tickets have the id {twice.as_py()!r}; each ticket has one row")


def _owners(named: Any, ids: Any) -> Places:
    """For each id of events the row of its ticket."""
    if _is_number(ids.type) and len(ids) and not named.null_count and rises(known := ids.to_numpy(), strictly=True):
        sought = named.to_numpy()
        rows = np.searchsorted(known, sought)
        return np.where(taken(known, rows) == sought, rows, _NOBODY)
    found: Places = pc.index_in(named, value_set=ids).fill_null(_NOBODY).to_numpy(zero_copy_only=False)
    return found


def _runs(owners: Any, rows: int) -> tuple[Places, list[Any]]:
    """Where runs of one id begin, and the ids: a history that is sorted by ticket has each id once, or nearly so."""
    heads, named = [], []
    for part in pieces.pieces(rows) if rows else [slice(0, 0)]:
        array = _ids(arrow_column(some_rows(owners, part)), "ticket")
        begins = _run_heads(array)
        heads.append(begins + part.start)
        named.append(array.take(pa.array(begins)))
    return np.concatenate(heads), named


def _run_heads(owners: Any) -> Places:
    if len(owners) < 2:
        return np.arange(len(owners))
    if _is_number(owners.type) and not owners.null_count:
        numbers = owners.to_numpy()
        return np.append(0, np.flatnonzero(numbers[1:] != numbers[:-1]) + 1)
    other = pc.not_equal(owners.slice(1), owners.slice(0, len(owners) - 1)).fill_null(True)
    return np.append(0, np.flatnonzero(other.to_numpy(zero_copy_only=False)) + 1)


def _by_ticket(owners: Places, heads: Places, lengths: Places, tickets: int) -> tuple[Places | None, Places]:
    """The rows of events by ticket, as they came; a history that is sorted by ticket is not sorted again."""
    known = owners >= 0
    if not known.all():
        owners, heads, lengths = owners[known], heads[known], lengths[known]
    counts = np.bincount(owners, weights=lengths, minlength=tickets).astype(np.int64)
    first = np.append(0, np.cumsum(counts))
    if rises(owners):
        return (None if known.all() else expanded(heads, lengths)), first
    order = np.argsort(owners, kind="stable")
    return expanded(heads[order], lengths[order]), first


# Columns


def _read(tickets: Mapping[str, Any], events: Mapping[str, Any], owner: Places, rows: Places, ids: Any) -> Read:
    opened, at = read_instants(tickets["opened"]), read_instants(events["at"])
    problems = Problems()
    known = _readable(opened, "opened", problems)
    status, priority, plan, metric, by = (_labels(events, name) for name in _NAMES_OF_EVENTS)
    kind, public = read_labels(events["kind"]), _public(events.get("public"), len(owner))
    happened = Events(owner, at.micros, kind, public, status, priority, plan, metric, by, _agreed(events))
    there = _usable(happened, rows, at, problems)
    plan, priority, channel, status, zone = (_labels(tickets, name) for name in _NAMES_OF_TICKETS)
    every = Tickets(np.arange(len(ids)), opened.micros, plan, priority, channel, status, zone, _agreed(tickets))
    lives = Lives(every, happened if len(there) == len(owner) else happened.among(there))
    kinds = {"opened": type_of(tickets["opened"]), "at": type_of(events["at"])}
    kinds |= {
        name: type_of(each["agreed"])
        for name, each in (("agreed at opening", tickets), ("agreed", events))
        if "agreed" in each
    }
    return Read(lives if len(known) == len(ids) else lives.among(known), ids, problems, kinds)


def _labels(columns: Mapping[str, Any], name: str) -> Labels:
    return read_labels(columns[name]) if name in columns else Labels((None,))


def _agreed(columns: Mapping[str, Any]) -> Micros | None:
    if "agreed" not in columns:
        return None
    column = read_instants(columns["agreed"])
    return column.micros if column.valid is None else np.where(column.valid, column.micros, NO_INSTANT)


def _public(column: Any, rows: int) -> Mask:
    if column is None:
        return np.ones(rows, np.bool_)
    array = arrow_column(column)
    if not (pa.types.is_boolean(array.type) or pa.types.is_null(array.type)):
        raise TicketTableError(f"a column of type {array.type} does not say yes or no; `public` is true or false")
    values: Mask = array.cast(pa.bool_()).fill_null(True).to_numpy(zero_copy_only=False).astype(np.bool_)
    return values


def _readable(column: Column, name: str, problems: Problems) -> Places:
    """The rows that have an instant; of the others it is said what is wrong."""
    if column.valid is None:
        return np.arange(len(column.micros))
    for row in np.flatnonzero(~column.valid).tolist():
        problems.say(row, [column.problems.get(row, f"it has no `{name}`")])
    return np.flatnonzero(column.valid)


def _usable(events: Events, rows: Places, at: Column, problems: Problems) -> Places:
    """The events that can be read."""
    assert events.kind.codes is not None
    nameless = events.kind.codes == len(events.kind.names) - 1
    there = ~nameless
    if at.valid is not None:
        there &= at.valid
        for place in np.flatnonzero(~at.valid).tolist():
            _said(problems, events, place, rows, at.problems.get(place, "it has no `at`"))
    for place in np.flatnonzero(nameless).tolist():
        _said(problems, events, place, rows, "it has no `kind`")
    return np.flatnonzero(there)


def _said(problems: Problems, events: Events, place: int, rows: Places, problem: str) -> None:
    problems.say(int(events.ticket[place]), [f"row {int(rows[place])} of the events was left out: {problem}"])

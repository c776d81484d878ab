"""Events of whole columns of tickets followed into the cycles of one metric, one event of every ticket at a time (R18).

The steps are those of `tickets/cycles.py`. What many tickets do at once is found without a walk: which status holds,
whether a ticket has ended, what comes before its opening. Only what starts and stops a metric is walked through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from slaclock.columns.event_masks import NEVER, last_where, where_named
from slaclock.columns.happened import Happened
from slaclock.columns.instants import LAST_MICROS, Mask, Micros
from slaclock.columns.lookup import Places
from slaclock.columns.ticket_lives import first_of_each
from slaclock.tickets import Lifecycle, Reopens

FOREVER = LAST_MICROS + 1


# Pauses


@dataclass(frozen=True)
class Paused:
    """When tickets are paused for a metric, whether or not a cycle of it runs."""

    ticket: Places
    start: Micros
    end: Micros
    """Where nothing ended it, beyond all time."""
    last: Mask
    """For each ticket, whether it is paused at the end."""
    unclear: Places
    """Tickets in which pauses of several causes lie over one another, or something resumes that was not paused."""


def paused_by(happened: Happened, life: Lifecycle, metric: str) -> Paused:
    """When the statuses of tickets, and people, pause a metric (R16)."""
    events, tickets = happened.events, happened.tickets
    by_hand = happened.is_kind(("paused", "resumed")).any()
    if not (life.pauses_in or life.runs_in or by_hand):
        nothing = np.zeros(0, np.int64)
        return Paused(nothing, nothing, nothing, np.zeros(happened.count, np.bool_), nothing)
    at_first = np.broadcast_to(
        where_named(tickets.status, lambda name: life.pauses_while(name or "open")), happened.count
    )
    changed = happened.is_kind(("status_changed",)) & where_named(events.status, lambda name: name is not None)
    held = happened.held(changed)
    by_status = where_named(events.status, lambda name: name is not None and life.pauses_while(name))
    status = np.where(held < 0, at_first[events.ticket], np.broadcast_to(by_status, len(held))[held])
    paused, unclear = status, np.zeros(0, np.intp)
    if by_hand:
        halted, unclear = _by_hand(happened, metric)
        paused = status | halted
    return Paused(*_stretches(happened, at_first, paused), _at_last(happened, at_first, paused), unclear)


def _by_hand(happened: Happened, metric: str) -> tuple[Mask, Places]:
    events = happened.events
    pauses, resumes = happened.is_kind(("paused",)), happened.is_kind(("resumed",))
    concerns = np.broadcast_to(where_named(events.metric, lambda name: name in (None, metric)), len(pauses))
    pauses, resumes = pauses & concerns, resumes & concerns
    held = happened.held(pauses | resumes)
    by_hand = (held >= 0) & pauses[held]
    before = np.append(False, by_hand[:-1])[: len(by_hand)] & ~_begins(events.ticket)
    doubtful = resumes & ~before
    doubtful |= (pauses | resumes) & where_named(events.by, lambda name: (name or "").startswith("status "))
    places = np.flatnonzero(pauses | resumes)
    if events.by.codes is not None:
        causes = events.by.codes[places]
        # An empty text and no text are one cause.
        causes = np.where(np.array([not name for name in events.by.names])[causes], NEVER, causes)
        other = (causes[1:] != causes[:-1]) & (events.ticket[places[1:]] == events.ticket[places[:-1]])
        doubtful[places[1:][other]] = True
    return by_hand, np.unique(events.ticket[doubtful])


def _begins(ticket: Places) -> Mask:
    return np.append(True, ticket[1:] != ticket[:-1])[: len(ticket)]


def _at_last(happened: Happened, at_first: Mask, paused: Mask) -> Mask:
    last = happened.first[1:] - 1
    some = last >= happened.first[:-1]
    found = at_first.copy()
    found[some] = paused[last[some]]
    return found


def _stretches(happened: Happened, at_first: Mask, paused: Mask) -> tuple[Places, Micros, Micros]:
    """The stretches in which tickets are paused, in order."""
    events = happened.events
    before = np.append(False, paused[:-1])[: len(paused)]
    begins = _begins(events.ticket)
    before[begins] = at_first[events.ticket[begins]]
    turns = np.flatnonzero(paused != before)
    begun = np.flatnonzero(at_first)
    ticket = np.append(begun, events.ticket[turns])
    at = np.append(happened.tickets.opened[begun], events.at[turns])
    order = np.argsort(ticket, kind="stable")
    ticket, at = ticket[order], at[order]
    place = np.arange(len(ticket)) - np.searchsorted(ticket, ticket)
    starts = np.flatnonzero(place % 2 == 0)
    following = np.minimum(starts + 1, max(len(ticket) - 1, 0))
    ends_there = (following > starts) & (ticket[following] == ticket[starts])
    end = np.where(ends_there, at[following], FOREVER)
    kept = end > at[starts]
    return ticket[starts][kept], at[starts][kept], end[kept]


# Cycles


@dataclass(frozen=True)
class Cycles:
    """The cycles of one metric, by ticket and in order."""

    ticket: Places
    number: Places
    start_row: Places
    """The event that started each, or -1 for the opening of the ticket."""
    stop_row: Places
    """The event that stopped each, or -1 where nothing did."""
    cancelled: Mask
    start: Micros
    stop: Micros
    """When each was stopped, or beyond all time."""
    gaps: tuple[Places, Micros, Micros]
    """Of cycles that went on after they had stopped: which, from when and until when they were stopped."""


_STARTS, _STOPS, _RESTARTS, _REOPENS, _CANCELS, _STOPS_BY_HAND = (1 << bit for bit in range(6))
_ALL = (1 << 6) - 1


def followed(happened: Happened, life: Lifecycle, metric: str, reopens: Reopens) -> Cycles:
    """The cycles of a metric (R18)."""
    flags = _flags(happened, life, metric)
    if reopens == "only_reopened" and "resolved" in life.stops:
        flags &= np.where(_is_resolved(happened), np.uint8(_ALL - _STARTS), np.uint8(_ALL))
    walk = _Walk(happened.count, life, starts_at_opening="opened" in life.starts and not life.after)
    for tickets, rows in _steps(happened, np.flatnonzero(flags)):
        walk.take(tickets, rows, flags[rows])
    return walk.cycles(happened)


def _flags(happened: Happened, life: Lifecycle, metric: str) -> npt.NDArray[np.uint8]:
    """What each event does to a metric, as bits."""
    kind = happened.events.kind
    meanings: tuple[tuple[int, Collection[str]], ...] = (
        (_STARTS, life.starts),
        (_STOPS, life.stops),
        (_RESTARTS, life.restarts),
        (_REOPENS, ("reopened",) if life.on_reopen else ()),
        (_CANCELS, ("cancelled",)),
        (_STOPS_BY_HAND, ("stopped",)),
    )
    bits = [sum(bit for bit, kinds in meanings if name in kinds) for name in kind.names]
    assert kind.codes is not None
    flags = np.array(bits, np.uint8)[kind.codes]
    flags &= np.where(happened.counts, np.uint8(_ALL), np.uint8(_REOPENS | _CANCELS | _STOPS_BY_HAND))
    if life.after and "opened" not in life.after:
        seen = _seen_before(happened, happened.is_kind(life.after) & happened.counts)
        flags &= np.where(seen, np.uint8(_ALL), np.uint8(_ALL - _STARTS))
    if any(name is not None for name in happened.events.metric.names):
        concerns = where_named(happened.events.metric, lambda name: name in (None, metric))
        flags &= np.where(concerns, np.uint8(_ALL), np.uint8(_ALL - _STOPS_BY_HAND))
    return flags


def _is_resolved(happened: Happened) -> Mask:
    """Which events come when their ticket was resolved and not reopened since; those that reopen it do not."""
    resolves, reopens = happened.is_kind(("resolved",)), happened.is_kind(("reopened",))
    before = np.append(NEVER, last_where(resolves | reopens)[:-1])[: len(resolves)]
    of_ticket = before >= happened.first[happened.events.ticket]
    found: Mask = of_ticket & resolves[before] & ~reopens
    return found


def _seen_before(happened: Happened, mask: Mask) -> Mask:
    """Whether a mask held at an earlier event of the same ticket."""
    seen = np.append(0, np.cumsum(mask))
    found: Mask = seen[:-1] > seen[happened.first[happened.events.ticket]]
    return found


def _steps(happened: Happened, rows: Places) -> Iterator[tuple[Places, Places]]:
    """The tickets that have a first of these events, a second one, and so on, and which these are."""
    ticket = happened.events.ticket[rows]
    first = first_of_each(ticket, happened.count)
    count = np.diff(first)
    order = np.argsort(-count, kind="stable")
    waiting = np.searchsorted(-count[order], -np.arange(int(count.max(initial=0))), side="left")
    for step, tickets in enumerate(waiting.tolist()):
        there = order[:tickets]
        yield there, rows[first[there] + step]


@dataclass
class _Walk:
    """The state of each ticket while events are taken, and the cycles found so far."""

    count: int
    life: Lifecycle
    starts_at_opening: bool
    cycle: Places = field(init=False)
    """The latest cycle of each ticket, or -1."""
    running: Mask = field(init=False)
    number: Places = field(init=False)
    made: int = 0
    starts: list[tuple[Places, Places, Places]] = field(default_factory=list)
    """Tickets, their events and the numbers of their cycles, in the order in which cycles were made."""
    turns: list[tuple[str, Places, Places]] = field(default_factory=list)
    """Cycles that stop, are cancelled or go on, and the events that do it."""

    def __post_init__(self) -> None:
        self.cycle = np.full(self.count, NEVER)
        self.running = np.zeros(self.count, np.bool_)
        self.number = np.zeros(self.count, np.intp)
        if self.starts_at_opening:
            everyone = np.arange(self.count)
            self._start(everyone, np.full(self.count, NEVER))

    def take(self, tickets: Places, rows: Places, flags: npt.NDArray[np.uint8]) -> None:
        """Let one event of each ticket happen."""
        running = self.running[tickets]
        self._end("stop", tickets, rows, running & (flags & _STOPS_BY_HAND != 0))
        self._end("cancel", tickets, rows, running & (flags & _CANCELS != 0))
        self._reopen(tickets, rows, flags)
        running = self.running[tickets]
        restarts = running & (flags & _RESTARTS != 0)
        starts = ~running & (flags & _STARTS != 0)
        if not self.life.repeats:
            starts &= self.number[tickets] == 0
        self._end("stop", tickets, rows, restarts | (running & (flags & _STOPS != 0)))
        if (begun := restarts | starts).any():
            self._start(tickets[begun], rows[begun])

    def _reopen(self, tickets: Places, rows: Places, flags: npt.NDArray[np.uint8]) -> None:
        again = ~self.running[tickets] & (self.number[tickets] > 0) & (flags & _REOPENS != 0)
        if not again.any():
            return
        tickets, rows = tickets[again], rows[again]
        if self.life.on_reopen == "new_cycle":
            self._start(tickets, rows)
        else:
            self.turns.append(("go on", self.cycle[tickets], rows))
            self.running[tickets] = True

    def _start(self, tickets: Places, rows: Places) -> None:
        self.cycle[tickets] = np.arange(self.made, self.made + len(tickets))
        self.made += len(tickets)
        self.number[tickets] += 1
        self.running[tickets] = True
        self.starts.append((tickets, rows, self.number[tickets]))

    def _end(self, how: str, tickets: Places, rows: Places, where: Mask) -> None:
        if where.any():
            self.turns.append((how, self.cycle[tickets[where]], rows[where]))
            self.running[tickets[where]] = False

    def cycles(self, happened: Happened) -> Cycles:
        """The cycles, by ticket and in order."""
        nothing = np.zeros(0, np.intp)
        ticket, row, number = (
            np.concatenate([nothing, *each]) for each in (zip(*self.starts, strict=True) if self.starts else [()] * 3)
        )
        stop_row, cancelled = np.full(self.made, NEVER), np.zeros(self.made, np.bool_)
        at = happened.events.at
        gaps: list[tuple[Places, Micros, Micros]] = []
        for how, cycles, rows in self.turns:
            if how == "go on":
                gaps.append((cycles, at[stop_row[cycles]], at[rows]))
            stop_row[cycles] = NEVER if how == "go on" else rows
            cancelled[cycles] = how == "cancel"
        order = np.lexsort((number, ticket))
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        ticket, row, stop_row = ticket[order], row[order], stop_row[order]
        start = np.where(row < 0, happened.tickets.opened[ticket], _taken(at, row))
        stop = np.where(stop_row < 0, FOREVER, _taken(at, stop_row))
        which = np.concatenate([nothing, *(place[cycles] for cycles, _, _ in gaps)])
        from_, until = (np.concatenate([np.zeros(0, np.int64), *(gap[side] for gap in gaps)]) for side in (1, 2))
        return Cycles(ticket, number[order], row, stop_row, cancelled[order], start, stop, (which, from_, until))


def _taken(values: Micros, places: Places) -> Any:
    return values[places] if len(values) else np.zeros(len(places), np.int64)

"""What the statuses of whole columns of tickets say more: that they ended, or are open again (R18, R19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from slaclock.columns.event_masks import NEVER, is_kind, last_where, where_named
from slaclock.columns.instants import NO_INSTANT, Mask, Micros
from slaclock.columns.labels import Labels
from slaclock.columns.lookup import Places
from slaclock.columns.ticket_lives import Events, Lives, first_of_each, in_order
from slaclock.columns.ticket_problems import Odd, same_text
from slaclock.tickets import ENDINGS, OPEN, EndingOf, ended_at_opening

_SAYS = (None, *ENDINGS, "reopened")
_REOPENED = len(_SAYS) - 1
_Says = npt.NDArray[np.int64]
"""For each row which of these its status says, as its place among them."""


class Said(NamedTuple):
    """Tickets with their events, and with what statuses say."""

    lives: Lives
    ended: tuple[Odd, ...]
    """Tickets whose status alone says that they ended, and what is wrong with that."""
    unclear: Places
    """Tickets whose events need a closer look, as those of `in_order`."""


def with_endings(lives: Lives, ending_of: EndingOf) -> Said:
    """The steps of `tickets/endings.py`, for events in order of which none came too early or too late."""
    tickets, events = lives.tickets, lives.events
    count = len(tickets.opened)
    first = np.broadcast_to(_says(tickets.status, ending_of), count)
    changed = is_kind(events.kind, ("status_changed",)) & where_named(events.status, lambda name: name is not None)
    ends = np.where(changed, _says(events.status, ending_of), 0)
    if not (first.any() or ends.any()):
        return Said(lives, (), np.zeros(0, np.intp))
    ends_later = np.zeros(count, np.bool_)
    ends_later[events.ticket[(ends > 0) | is_kind(events.kind, ENDINGS)]] = True
    told_as_now = (first > 0) & ends_later
    first = np.where(told_as_now, 0, first)
    rows, says = _added(lives, changed, ends, first)
    at_opening = np.flatnonzero(first)
    events = _appended(events, rows, says, at_opening, first[at_opening], tickets.opened[at_opening])
    tickets = tickets._replace(status=_with_open(tickets.status, told_as_now))
    sorted_lives, unclear = in_order(Lives(tickets, events.among(np.argsort(events.ticket, kind="stable"))))
    ended = tuple(_ended(lives.tickets.status, at_opening))
    return Said(sorted_lives, ended, unclear)


def _says(statuses: Labels, ending_of: EndingOf) -> _Says:
    """What each status says, or the single one."""
    of_name = np.array([_SAYS.index(ending_of(name)) if name else 0 for name in statuses.names])
    return of_name if statuses.codes is None else of_name[statuses.codes]


def _added(lives: Lives, changed: Mask, ends: _Says, first: _Says) -> tuple[Places, _Says]:
    """The changes of status that say more than that, and what they say, where no event says it at that instant."""
    events = lives.events
    told = changed | is_kind(events.kind, ("reopened",))
    before = np.append(NEVER, last_where(told)[:-1])[: len(told)]
    same_ticket = before >= first_of_each(events.ticket, len(first))[events.ticket]
    held = np.where(same_ticket, ends[before], first[events.ticket])
    rows = np.flatnonzero(changed & (ends != held))
    says = np.where(ends[rows] > 0, ends[rows], _REOPENED)
    return _not_said(events, rows, says)


def _not_said(events: Events, rows: Places, says: _Says) -> tuple[Places, _Says]:
    """Those that no event says at the same instant."""
    places = np.array([_SAYS.index(name) if name in ENDINGS else 0 for name in events.kind.names])
    assert events.kind.codes is not None
    explicit = places[events.kind.codes]
    others = np.flatnonzero(explicit)
    if not len(others) or not len(rows):
        return rows, says
    both = np.append(rows, others)
    keys = np.stack([events.ticket[both], events.at[both], np.append(says, explicit[others])], axis=1)
    _, same = np.unique(keys, axis=0, return_inverse=True)
    same = same.reshape(-1)
    new = ~np.isin(same[: len(rows)], same[len(rows) :])
    return rows[new], says[new]


def _appended(events: Events, rows: Places, says: _Says, owners: Places, ends: _Says, opened: Micros) -> Events:
    """The same events, and behind them those that statuses say: of events in some rows, and of owners."""
    names: list[str | None] = [*dict.fromkeys((*events.kind.names[:-1], *_SAYS[1:])), None]
    codes = np.array([names.index(name) for name in _SAYS])
    assert events.kind.codes is not None
    own = np.where(events.kind.codes == len(events.kind.names) - 1, len(names) - 1, events.kind.codes)
    kind = Labels(names, np.concatenate([own, codes[says], codes[ends]]))
    more = len(rows) + len(owners)
    by = events.by
    if by.codes is not None:
        nameless = np.full(len(owners), len(by.names) - 1)
        by = by._replace(codes=np.concatenate([by.codes, by.codes[rows], nameless]))
    return Events(
        np.concatenate([events.ticket, events.ticket[rows], owners]),
        np.concatenate([events.at, events.at[rows], opened]),
        kind,
        np.append(events.public, np.ones(more, np.bool_)),
        _with_nameless(events.status, more),
        _with_nameless(events.priority, more),
        _with_nameless(events.plan, more),
        _with_nameless(events.metric, more),
        by,
        None if events.agreed is None else np.append(events.agreed, np.full(more, NO_INSTANT)),
    )


def _with_nameless(labels: Labels, more: int) -> Labels:
    """The same names, and behind them so many rows without one."""
    if labels.codes is None:
        return labels
    return labels._replace(codes=np.append(labels.codes, np.full(more, len(labels.names) - 1)))


def _with_open(statuses: Labels, where: Mask) -> Labels:
    """The same statuses, with that of an open ticket in some places."""
    if not where.any():
        return statuses
    names = [*dict.fromkeys((*filter(None, statuses.names), OPEN)), None]
    codes = np.array([names.index(name) for name in statuses.names])
    of_all = np.broadcast_to(codes if statuses.codes is None else codes[statuses.codes], len(where))
    return Labels(names, np.where(where, names.index(OPEN), of_all))


def _ended(statuses: Labels, tickets: Places) -> Sequence[Odd]:
    """What is wrong with tickets whose status alone says that they ended."""
    codes = np.zeros(len(tickets), np.intp) if statuses.codes is None else statuses.codes[tickets]
    return [
        Odd(tickets[codes == code], same_text(ended_at_opening(statuses.names[code] or ""), int((codes == code).sum())))
        for code in np.unique(codes).tolist()
    ]

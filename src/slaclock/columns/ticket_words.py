"""Whole columns of tickets in the words of a policy, and what nobody knows of them (R16, R18, R19)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from slaclock.columns.event_masks import is_kind, where_named
from slaclock.columns.instants import Mask
from slaclock.columns.labels import Labels
from slaclock.columns.lookup import Places, groups
from slaclock.columns.ticket_lives import Lives
from slaclock.columns.ticket_problems import Odd, left_out_texts, same_text
from slaclock.policy import CHANGED_BY, TicketWords, stated_elsewhere


def in_words(lives: Lives, words: TicketWords) -> Lives:
    """The same tickets in the words of a policy, without the events that mean nothing."""
    names, tickets, events = words.names, lives.tickets, lives.events
    tickets = tickets._replace(
        plan=tickets.plan.renamed(names.plan),
        priority=tickets.priority.renamed(names.priority),
        channel=tickets.channel.renamed(names.channel),
        status=tickets.status.renamed(names.status),
    )
    events = events._replace(
        kind=events.kind.renamed(words.kind),
        status=events.status.renamed(names.status),
        priority=events.priority.renamed(names.priority),
        plan=events.plan.renamed(names.plan),
    )
    meant = events.kind.known
    return Lives(tickets, events if meant is None else events.among(np.flatnonzero(meant)))


def odd_words(lives: Lives, words: TicketWords, now: int, zone: str) -> Iterator[Odd]:
    """What nobody knows of tickets as they are told, up to an instant.

    Args:
        lives: The tickets with their events.
        words: The words that are known.
        now: The instant.
        zone: On whose clocks events are told.
    """
    tickets, events = lives.tickets, lives.events

    def unknown(status: str) -> bool:
        return not words.is_known_status(words.names.status(status))

    for name, places in _rows_of(tickets.status, unknown, np.ones(len(tickets.opened), np.bool_)):
        yield Odd(places, same_text(words.opening_problem(name), len(places)))
    happened = events.at <= now
    for name, rows in _rows_of(events.kind, lambda kind: _is_unknown(words, kind), happened):
        why = words.kind_problem(name)
        yield Odd(events.ticket[rows], left_out_texts([name], np.zeros_like(rows), events.at[rows], zone, why))
    meant = events.kind.renamed(words.kind)
    changes = happened & is_kind(meant, ("status_changed",))
    for name, rows in _rows_of(events.status, unknown, changes):
        told = np.zeros_like(rows), events.at[rows], zone, words.status_problem(name)
        yield Odd(events.ticket[rows], left_out_texts(["status_changed"], *told))
    means_something = where_named(meant, lambda kind: kind is not None)
    for field, changing in CHANGED_BY.items():
        others = happened & ~is_kind(meant, (changing,)) & means_something
        for name, rows in _rows_of(getattr(events, field), bool, others):
            codes = np.zeros_like(rows) if events.kind.codes is None else events.kind.codes[rows]
            texts = left_out_texts(events.kind.names, codes, events.at[rows], zone, stated_elsewhere(field, name))
            yield Odd(events.ticket[rows], texts)


def _is_unknown(words: TicketWords, told: str) -> bool:
    kind = words.kind(told)
    return kind is not None and not words.is_known_kind(kind)


def _rows_of(labels: Labels, wanted: Callable[[str], bool], where: Mask) -> Iterator[tuple[str, Places]]:
    """The names of which something holds, in their order, each with its rows among some."""
    are_wanted = np.array([name is not None and wanted(name) for name in labels.names], np.bool_)
    if not are_wanted.any():
        return
    held = np.zeros(len(where), np.intp) if labels.codes is None else labels.codes
    rows = np.flatnonzero(where & are_wanted[held])
    # By name and not by number: the same tickets in another table are told of in the same order.
    yield from sorted(((labels.names[code] or "", rows[places]) for (code,), places in groups(held[rows])), key=_name)


def _name(of_rows: tuple[str, Places]) -> str:
    return of_rows[0]

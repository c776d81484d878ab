"""Where all cycles of one metric stand, each by what is promised for it (R12, R16–R18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Self, get_args

import numpy as np

from slaclock.columns.answer_stages import Found
from slaclock.columns.cycle_promises import Held, Register
from slaclock.columns.deadlines import amount_of
from slaclock.columns.instants import NO_INSTANT, Mask, Micros
from slaclock.columns.kernel import Kernel
from slaclock.columns.lookup import Places, groups
from slaclock.columns.notified import has_column_form, with_notices
from slaclock.columns.pauses import Pauses, pauses_of
from slaclock.columns.promises import alike_promises
from slaclock.columns.standings import Counted
from slaclock.columns.tracks import FOREVER, Cycles, Paused
from slaclock.tickets import Promised, State

STATES: tuple[State, ...] = get_args(State)
"""Where a clock may stand; columns hold the place of each among them."""


class Figures(NamedTuple):
    """A value of each cycle; instants that are not there lie before all time."""

    state: Places
    started: Micros
    stopped: Micros
    due: Micros
    breached_at: Micros
    elapsed: Micros
    remaining: Micros
    paused: Micros
    next_change: Micros


class Standing(NamedTuple):
    """Where the cycles of a metric stand."""

    figures: Figures
    promised: Places
    """The cycles for which something is promised; of the others the figures say nothing."""
    singly: Places
    """Cycles whose figures have no form for whole columns, or that have no answer."""


def standing(cycles: Cycles, held: Held, paused: Paused, register: Register, found: Found, now: int) -> Standing:
    """Where the cycles of a metric stand at an instant.

    Args:
        cycles: The cycles.
        held: What is promised for each.
        paused: When their tickets are paused.
        register: Has the promises.
        found: Knows the cycles whose names are not known, and takes those without an answer.
        now: The instant.
    """
    every = _Every.at(cycles, held, paused, found, now)
    figures = _figures(every, register)
    cancelled = cycles.cancelled | (held.lapsed < cycles.stop)
    state = _states(cancelled, figures.breached_at != NO_INSTANT, every.stopped, every.paused_now)
    singly = held.singly | (every.stopped & (held.lapsed == cycles.stop))
    singly[_notify(every, register, state, figures.next_change)] = True
    singly[list(found.problems)] = True
    stops = np.where(every.stopped, every.until, NO_INSTANT)
    whole = figures._replace(state=state, started=cycles.start, stopped=stops)
    return Standing(whole, np.flatnonzero(held.promise >= 0), np.flatnonzero(singly))


@dataclass(frozen=True)
class _Every:
    """All cycles of a metric, with what is needed to count some of them."""

    cycles: Cycles
    held: Held
    found: Found
    now: int
    stopped: Mask
    until: Micros
    paused_now: Mask
    pauses: Pauses

    @classmethod
    def at(cls, cycles: Cycles, held: Held, paused: Paused, found: Found, now: int) -> Self:
        """The same at an instant."""
        stop = np.minimum(cycles.stop, held.lapsed)
        stopped = stop != FOREVER
        until = np.where(stopped, stop, now)
        paused_now = ~stopped & paused.last[cycles.ticket]
        return cls(cycles, held, found, now, stopped, until, paused_now, pauses_of(cycles, until, paused))

    def counted(self, promised: Promised, places: Places, amounts: Micros) -> Counted:
        """Some of them, that count alike."""
        return Counted(
            Kernel(promised.schedule, self.found, places),
            promised.target,
            amounts,
            self.cycles.start[places],
            self.held.begun[places],
            self.held.since[places],
            self.held.has_past[places],
            self.until[places],
            self.stopped[places],
            self.paused_now[places],
            self.pauses.among(places),
            self.now,
        )


def _figures(every: _Every, register: Register) -> Figures:
    """The figures of all that is promised, but for what depends on no promise."""
    figures = Figures(*(np.zeros(len(every.until), np.int64) for _ in Figures._fields))
    for promised, places, amounts in alike_promises(_promised(every.held, register)):
        counted = every.counted(promised, places, amounts)
        for column, values in (
            (figures.due, counted.due),
            (figures.breached_at, counted.breached_at),
            (figures.elapsed, counted.used),
            (figures.remaining, counted.left),
            (figures.paused, counted.paused),
            (figures.next_change, counted.next_change),
        ):
            column[places] = values
    return figures


def _promised(held: Held, register: Register) -> Iterator[tuple[Promised, Places]]:
    for (number,), places in groups(held.promise + 1):
        if number:
            yield register.kept[number - 1].promised, places


def _states(cancelled: Mask, late: Mask, stopped: Mask, paused: Mask) -> Places:
    names: tuple[State, ...] = ("cancelled", "breached", "met", "paused")
    codes = [np.intp(STATES.index(name)) for name in names]
    return np.select([cancelled, late, stopped, paused], codes, np.intp(STATES.index("running")))


def _notify(every: _Every, register: Register, state: Places, next_change: Micros) -> Mask:
    """Write down what warnings and escalations change; which cycles have some that are to be asked one by one."""
    singly = np.zeros(len(state), np.bool_)
    for number, kept in enumerate(register.kept):
        places = np.flatnonzero(~every.stopped & (every.held.promise == number))
        if not len(places) or not (kept.warnings or kept.promised.escalations):
            continue
        if not has_column_form(kept):
            singly[places] = True
            continue
        amounts = np.full(len(places), amount_of(kept.promised.target) or 0)
        at_risk, next_change[places] = with_notices(every.counted(kept.promised, places, amounts), kept)
        state[places[at_risk]] = STATES.index("at_risk")
    return singly

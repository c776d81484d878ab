"""What is promised for whole columns of cycles, as plans and priorities change while they run (R11, R17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from slaclock.columns.answer_stages import Found
from slaclock.columns.event_masks import NEVER
from slaclock.columns.happened import Happened
from slaclock.columns.instants import NO_INSTANT, Mask, Micros
from slaclock.columns.labels import Labels
from slaclock.columns.lookup import Places, expanded
from slaclock.columns.promises import Kept, Names, lacking_by_names, left_open_by_names, promises_by_names
from slaclock.columns.tracks import FOREVER, Cycles
from slaclock.keeping import cached_property
from slaclock.policy import SlaPolicy
from slaclock.tickets import OnChange


@dataclass
class Register:
    """The promises of a call, each with a number."""

    kept: list[Kept] = field(default_factory=list)
    _numbers: dict[Kept, int] = field(default_factory=dict)
    _alike: dict[tuple[object, object], int] = field(default_factory=dict)
    alike: list[int] = field(default_factory=list)
    """For each promise the first one of the same target and schedule."""

    def number(self, kept: Kept) -> int:
        """The number of a promise."""
        if kept not in self._numbers:
            number = self._numbers[kept] = len(self.kept)
            self.kept.append(kept)
            self.alike.append(self._alike.setdefault(kept.promised[:2], number))
        return self._numbers[kept]


class Changed(NamedTuple):
    """Names of tickets as they change: of plans, or of priorities."""

    names: list[str | None]
    """All of them; `None` last."""
    at_opening: Places
    """For each ticket the number of its name at the opening."""
    afterwards: Places
    """For each event the number of the name that holds after it; where nothing changes, for none."""
    changes: Mask
    """Which events change it."""

    def after(self, rows: Places, tickets: Places) -> Places:
        """The numbers of the names that hold after events of tickets; -1 is before the first one."""
        found = self.at_opening[tickets]
        if len(self.afterwards):
            later = np.flatnonzero(rows >= 0)
            found[later] = self.afterwards[rows[later]]
        return found


def _changed(happened: Happened, kind: str, opening: Labels, later: Labels) -> Changed:
    names: list[str | None] = [*dict.fromkeys(name for name in (*opening.names, *later.names) if name is not None)]
    place = {name: number for number, name in enumerate([*names, None])}
    names.append(None)
    at_opening, of_event = (
        np.broadcast_to(numbers if labels.codes is None else numbers[labels.codes], count)
        for labels, count in ((opening, happened.count), (later, len(happened.events.at)))
        for numbers in [np.array([place[name] for name in labels.names], np.intp)]
    )
    changes = happened.is_kind((kind,)) if any(later.names) else np.zeros(len(happened.events.at), np.bool_)
    if not changes.any():
        return Changed(names, at_opening, np.zeros(0, np.intp), changes)
    changes &= of_event != len(names) - 1
    held = happened.held(changes)
    return Changed(names, at_opening, np.where(held < 0, at_opening[happened.events.ticket], of_event[held]), changes)


@dataclass(frozen=True)
class Held:
    """What is promised for each cycle in the end, and since when."""

    promise: Places
    """Its number in the register, or -1 where nothing is promised."""
    begun: Micros
    """From when on it is counted."""
    since: Micros
    """When it came to be promised, where that was after the start of the cycle; else before all time."""
    lapsed: Micros
    """When it was no longer promised; else beyond all time."""
    has_past: Mask
    """Whether another promise was counted before it."""
    plan: Places
    priority: Places
    """Numbers of the names for which it was promised last."""
    singly: Mask
    """Which cycles are to be asked one by one, because time that was used stays used."""
    lacking: Sequence[tuple[Places, str]]
    """Cycles whose tickets say too little to know what is promised, and what they do not say."""


@dataclass(frozen=True)
class Naming:
    """The plans and priorities of tickets, and how they change."""

    happened: Happened

    @cached_property
    def plan(self) -> Changed:
        """Plans."""
        return _changed(self.happened, "plan_changed", self.happened.tickets.plan, self.happened.events.plan)

    @cached_property
    def priority(self) -> Changed:
        """Priorities."""
        opening, later = self.happened.tickets.priority, self.happened.events.priority
        return _changed(self.happened, "priority_changed", opening, later)

    def changes_in(self, cycles: Cycles) -> tuple[Places, Places]:
        """The events that change plan or priority while cycles last: cycles, and events, in order."""
        rows = np.flatnonzero(self.plan.changes | self.priority.changes)
        first = self.happened.first
        begin = np.where(cycles.start_row < 0, first[cycles.ticket] - 1, cycles.start_row)
        end = np.where(cycles.stop_row < 0, first[cycles.ticket + 1], cycles.stop_row)
        low = np.searchsorted(rows, begin, side="right")
        counts = np.maximum(np.searchsorted(rows, end, side="left") - low, 0)
        return np.repeat(np.arange(len(low)), counts), rows[expanded(low, counts)]


def held_promises(
    policy: SlaPolicy, metric: str, naming: Naming, cycles: Cycles, register: Register, found: Found
) -> Held:
    """What is promised for each cycle of a metric when all changes have been taken (R17).

    Args:
        policy: Says what is promised, by the start of each cycle.
        metric: The metric.
        naming: Plans and priorities of the tickets.
        cycles: The cycles.
        register: Takes every promise.
        found: Takes the cycles whose names are not known.
    """
    cycle, rows = naming.changes_in(cycles)
    of = np.append(np.arange(len(cycles.ticket)), cycle)
    plan, priority = (
        changed.after(np.append(cycles.start_row, rows), cycles.ticket[of])
        for changed in (naming.plan, naming.priority)
    )
    at = np.append(cycles.start, naming.happened.events.at[rows])
    numbers = _numbers(policy, metric, naming, cycles, of, (plan, priority), register, found)
    count = len(cycles.ticket)
    walk = _Walk(policy.on_change, np.array(register.alike, np.intp), numbers[:count], plan, priority, cycles.start)
    step = np.arange(len(cycle)) - np.searchsorted(cycle, cycle)
    for number in range(int(step.max(initial=-1)) + 1):
        places = count + np.flatnonzero(step == number)
        walk.take(of[places], places, numbers[places], at[places])
    last = np.arange(count)
    last[cycle] = count + np.arange(len(cycle))
    lacking = _lacking(policy, metric, cycles.start, plan[last], priority[last], naming, walk.promise < 0)
    final = _names(metric, naming, cycles.ticket, (plan[last], priority[last]))
    return walk.held([*left_open_by_names(policy, cycles.start, final), *lacking])


def _lacking(
    policy: SlaPolicy, metric: str, start: Micros, plan: Places, priority: Places, naming: Naming, where: Mask
) -> list[tuple[Places, str]]:
    """The cycles for which nothing is promised because their tickets have no priority, and why that is so."""
    nameless = np.flatnonzero(where & (priority == len(naming.priority.names) - 1))
    names = Names(Labels(naming.plan.names, plan[nameless]), Labels((None,)), Labels((metric,)), Labels((None,)))
    return [(nameless[places], why) for places, why in lacking_by_names(policy, start[nameless], names)]


def _numbers(
    policy: SlaPolicy,
    metric: str,
    naming: Naming,
    cycles: Cycles,
    of: Places,
    codes: tuple[Places, Places],
    register: Register,
    found: Found,
) -> Places:
    """The number of what is promised for each cycle and each change in it, or -1 where nothing is."""
    names = _names(metric, naming, cycles.ticket[of], codes)
    numbers = np.full(len(of), NEVER)
    problems = Found(left=found.left)
    for kept, places in promises_by_names(policy, cycles.start[of], names, problems):
        numbers[places] = register.number(kept)
    found.problems.update({int(of[row]): problem for row, problem in problems.problems.items()})
    return numbers


def _names(metric: str, naming: Naming, tickets: Places, codes: tuple[Places, Places]) -> Names:
    """The names under which something is promised for a metric of tickets: plans and priorities by their numbers."""
    channel = naming.happened.tickets.channel
    return Names(
        Labels(naming.plan.names, codes[0]),
        Labels(naming.priority.names, codes[1]),
        Labels((metric,)),
        channel if channel.codes is None else channel._replace(codes=channel.codes[tickets]),
    )


class _Walk:
    """What holds for each cycle while its changes are taken one after another."""

    def __init__(
        self, on_change: OnChange, alike: Places, promise: Places, plan: Places, priority: Places, start: Micros
    ) -> None:
        self.on_change = on_change
        self.alike = alike
        self.start = start
        self.promise = promise.copy()
        self.names_from = np.arange(len(start))
        self.plan, self.priority = plan, priority
        self.begun = start.copy()
        self.since = np.full(len(start), NO_INSTANT)
        self.lapsed = np.full(len(start), FOREVER)
        self.has_past = np.zeros(len(start), np.bool_)
        self.singly = np.zeros(len(start), np.bool_)

    def take(self, cycles: Places, places: Places, numbers: Places, at: Micros) -> None:
        """Let a change of each of some cycles happen."""
        there, had = numbers >= 0, self.promise[cycles] >= 0
        for some in self._chosen(had & ~there & (self.lapsed[cycles] == FOREVER)):
            self.lapsed[cycles[some]] = at[some]
        for some in self._chosen(~had & there):
            self.since[cycles[some]] = np.where(at[some] == self.start[cycles[some]], NO_INSTANT, at[some])
            self.promise[cycles[some]] = numbers[some]
        for some in self._chosen(had & there):
            self.lapsed[cycles[some]] = FOREVER
            self._change(cycles[some], numbers[some], at[some])
        self.names_from[cycles[there]] = places[there]

    @staticmethod
    def _chosen(mask: Mask) -> Iterator[Places]:
        if mask.any():
            yield np.flatnonzero(mask)

    def _change(self, cycles: Places, numbers: Places, at: Micros) -> None:
        if self.on_change == "forward":
            self.singly[cycles] = True
            return
        if self.on_change == "recompute":
            same = (self.alike[numbers] == self.alike[self.promise[cycles]]) & (
                self.begun[cycles] == self.start[cycles]
            )
            self.promise[cycles[same]] = numbers[same]
            cycles, numbers, at = cycles[~same], numbers[~same], at[~same]
            self.begun[cycles] = self.start[cycles]
            self.has_past[cycles] = False
        else:
            self.begun[cycles] = at
            self.has_past[cycles] = True
        self.promise[cycles] = numbers
        self.since[cycles] = at

    def held(self, lacking: Sequence[tuple[Places, str]]) -> Held:
        """What holds in the end, and what tickets lack for which nothing is promised."""
        return Held(
            self.promise,
            self.begun,
            self.since,
            self.lapsed,
            self.has_past,
            self.plan[self.names_from],
            self.priority[self.names_from],
            self.singly,
            lacking,
        )

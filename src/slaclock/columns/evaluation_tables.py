"""The answer about whole histories while it is found, and as a table: a row for each cycle, problems beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from slaclock.columns.cycle_promises import NO_INSTANT
from slaclock.columns.cycle_standings import STATES, Figures
from slaclock.columns.instants import Mask, Micros
from slaclock.columns.lookup import Places
from slaclock.columns.ticket_tables import Read

_NOTHING = -1


class Part(NamedTuple):
    """Rows of the answer, each about one cycle."""

    figures: Figures
    ticket: Places
    """The row of the ticket in its table."""
    rank: Places
    """Where the metric stands among those of its ticket."""
    metric: Places
    cycle: Places
    plan: Places
    priority: Places

    def among(self, which: Any) -> Part:
        """Some of them."""
        figures, *columns = self
        return Part(Figures(*(column[which] for column in figures)), *(column[which] for column in columns))


class Numbers:
    """Names of one kind, each with a number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, name: str | None) -> int:
        """The number of a name; nothing has -1."""
        return _NOTHING if name is None else self._numbers.setdefault(name, len(self._numbers))

    def of_all(self, names: list[str | None], codes: Places) -> Places:
        """The numbers of many names, which stand in a list of them."""
        return np.array([self.of(name) for name in names], np.intp)[codes]

    def column(self, numbers: Places) -> Any:
        """The names as an Arrow column in which each stands once."""
        return _encoded(list(self._numbers), numbers)


@dataclass
class Answer:
    """What is found of the histories of a call."""

    read: Read
    parts: list[Part] = field(default_factory=list)
    metrics: Numbers = field(default_factory=Numbers)
    plans: Numbers = field(default_factory=Numbers)
    priorities: Numbers = field(default_factory=Numbers)

    def table(self) -> Any:
        """A row for each cycle: by ticket, by metric and in order; and one for each ticket that has problems alone.

        The last rows are about ids that no ticket has.
        """
        whole = self._whole()
        said, texts = self.read.problems.joined()
        bare = said[~np.isin(said, whole.ticket)]
        owner = np.append(whole.ticket, bare)
        order = np.argsort(owner, kind="stable") if len(bare) else np.arange(len(owner))
        text_of = np.full(len(self.read.ids), _NOTHING)
        text_of[said] = np.arange(len(said))
        cycles = len(whole.ticket)
        place = np.where(order < cycles, order, _NOTHING)
        columns = {
            "ticket": self.read.ids.take(pa.array(owner[order])),
            **self._columns(whole, place),
            "problem": _taken(texts, text_of[owner[order]]),
        }
        known = pa.table(columns)
        return pa.concat_tables([known, self._strangers(known.schema)]) if len(self.read.strangers) else known

    def _whole(self) -> Part:
        if not self.parts:
            nothing = np.zeros(0, np.int64)
            return Part(Figures(*[nothing] * len(Figures._fields)), *[nothing] * (len(Part._fields) - 1))
        figures, *columns = zip(*self.parts, strict=True)
        whole = Part(Figures(*map(np.concatenate, zip(*figures, strict=True))), *map(np.concatenate, columns))
        return whole.among(np.argsort(_place_of(whole), kind="stable"))

    def _columns(self, whole: Part, place: Places) -> dict[str, Any]:
        """The columns between the ticket and its problem; a place of -1 has nothing in any of them."""
        missing = place < 0

        def taken(column: Places | Micros) -> Any:
            return np.where(missing, _NOTHING, column[place]) if len(column) else np.full(len(place), _NOTHING)

        def instants(column: Micros) -> Any:
            return pa.array(
                taken(column), pa.timestamp("us", self.read.opened.tz), mask=missing | _never(column, place)
            )

        def durations(column: Micros) -> Any:
            return pa.array(taken(column), pa.duration("us"), mask=missing)

        figures = whole.figures
        return {
            "metric": self.metrics.column(taken(whole.metric)),
            "cycle": pa.array(taken(whole.cycle), pa.int32(), mask=missing),
            "plan": self.plans.column(taken(whole.plan)),
            "priority": self.priorities.column(taken(whole.priority)),
            "state": _encoded(list(STATES), taken(figures.state)),
            "started": instants(figures.started),
            "stopped": instants(figures.stopped),
            "due": instants(figures.due),
            "breached_at": instants(figures.breached_at),
            "elapsed": durations(figures.elapsed),
            "remaining": durations(figures.remaining),
            "paused": durations(figures.paused),
            "next_change": instants(figures.next_change),
        }

    def _strangers(self, schema: pa.Schema) -> Any:
        count = len(self.read.strangers)
        why = "its events have no ticket: no row of the tickets has this `id`"
        stated = {"ticket": self.read.strangers, "problem": pa.array([why] * count, pa.string())}
        return pa.table([stated.get(name, pa.nulls(count, schema.field(name).type)) for name in schema.names], schema)


def _place_of(whole: Part) -> Places:
    """A number for each row that sorts by ticket, metric and cycle."""
    found = whole.ticket
    for column in (whole.rank, whole.metric, whole.cycle):
        found = found * (int(column.max(initial=0)) + 1) + column
    return found


def _never(column: Micros, place: Places) -> Mask:
    return column[place] == NO_INSTANT if len(column) else np.ones(len(place), np.bool_)


def _encoded(texts: list[str], numbers: Places) -> Any:
    places = pa.array(numbers, pa.int32(), mask=numbers < 0)
    return pa.DictionaryArray.from_arrays(places, pa.array(texts, pa.string()))


def _taken(texts: Any, numbers: Places) -> Any:
    return texts.take(pa.array(numbers, pa.int32(), mask=numbers < 0))

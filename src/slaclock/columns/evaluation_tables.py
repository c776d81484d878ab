"""The answer about whole histories while it is found, and as a table: a row for each cycle, problems beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from slaclock.columns.column_kinds import arrow_array
from slaclock.columns.cycle_standings import STATES, Figures
from slaclock.columns.history_tables import Read
from slaclock.columns.instants import NO_INSTANT, Mask, Micros
from slaclock.columns.lookup import Places

_NOTHING = -1


class Part(NamedTuple):
    """Rows of the answer, each about one cycle; one whose cycle is -1 says that there is none."""

    figures: Figures
    ticket: Places
    """The number of the ticket."""
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


def _without_cycles(tickets: Places) -> Part:
    """A row for each of some tickets of which there is nothing to say but a problem."""
    nothing, no_instant = np.full(len(tickets), _NOTHING), np.full(len(tickets), NO_INSTANT)
    return Part(Figures(*[no_instant] * len(Figures._fields)), tickets, *[nothing] * (len(Part._fields) - 2))


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

    @property
    def names(self) -> list[str]:
        """The names, in the order of their numbers."""
        return list(self._numbers)


@dataclass(frozen=True)
class Named:
    """The names that stand in all pieces of an answer."""

    metrics: Numbers = field(default_factory=Numbers)
    plans: Numbers = field(default_factory=Numbers)
    priorities: Numbers = field(default_factory=Numbers)

    def column(self, name: str, numbers: Any) -> Any:
        """A column of the answer, in which names stand once."""
        names = {
            "metric": self.metrics.names,
            "plan": self.plans.names,
            "priority": self.priorities.names,
            "state": list(STATES),
        }
        if name not in names:
            return numbers
        texts = pa.array(names[name], pa.string())
        chunks = [pa.DictionaryArray.from_arrays(chunk, texts) for chunk in numbers.chunks]
        return pa.chunked_array(chunks, pa.dictionary(pa.int32(), pa.string()))


@dataclass
class Answer:
    """What is found of some tickets."""

    read: Read
    named: Named
    parts: list[Part] = field(default_factory=list)

    def rows(self) -> Any:
        """A row for each cycle: by ticket, by metric and in order; and one for each ticket that has problems alone.

        What is named has numbers.
        """
        said, texts = self.read.problems.joined()
        whole = self._whole(said)
        ticket, figures, missing = whole.ticket, whole.figures, whole.cycle < 0

        def instants(column: Micros) -> Any:
            return _array(column, column == NO_INSTANT, pa.timestamp("us", self.read.kinds["opened"].tz))

        def durations(column: Micros) -> Any:
            return _array(column, missing, pa.duration("us"))

        return pa.RecordBatch.from_pydict(
            {
                "ticket": self.read.ids.take(pa.array(ticket)),
                "metric": _numbers(whole.metric),
                "cycle": _numbers(whole.cycle),
                "plan": _numbers(whole.plan),
                "priority": _numbers(whole.priority),
                "state": _numbers(np.where(missing, _NOTHING, figures.state)),
                "started": instants(figures.started),
                "stopped": instants(figures.stopped),
                "due": instants(figures.due),
                "breached_at": instants(figures.breached_at),
                "elapsed": durations(figures.elapsed),
                "remaining": durations(figures.remaining),
                "paused": durations(figures.paused),
                "next_change": instants(figures.next_change),
                "problem": _texts_of(ticket, said, texts, len(self.read.ids)),
            }
        )

    def _whole(self, said: Places) -> Part:
        """All parts in one, with a row for each ticket of which something is said and that is in none of them."""
        answered = np.zeros(len(self.read.ids), np.bool_)
        for part in self.parts:
            answered[part.ticket] = True
        bare = said[~answered[said]]
        figures, *columns = zip(*self.parts, _without_cycles(bare), strict=True)
        whole = Part(Figures(*map(np.concatenate, zip(*figures, strict=True))), *map(np.concatenate, columns))
        return whole.among(np.argsort(_place_of(whole), kind="stable"))


def in_one_table(batches: Sequence[Any], named: Named, strangers: Any) -> Any:
    """All pieces of an answer, and at last a row for each id that no ticket has."""
    schema = batches[0].schema
    whole = pa.Table.from_batches([*batches, *_about(strangers, schema)], schema)
    return pa.table({name: named.column(name, whole.column(name)) for name in schema.names})


def _about(strangers: Any, schema: Any) -> list[Any]:
    if not len(strangers):
        return []
    why = "its events have no ticket: no row of the tickets has this `id`"
    stated = {"ticket": strangers, "problem": pa.array([why] * len(strangers), pa.string())}
    columns = [stated.get(each.name, pa.nulls(len(strangers), each.type)) for each in schema]
    return [pa.RecordBatch.from_arrays(columns, schema=schema)]


def _place_of(whole: Part) -> Places:
    """A number for each row that sorts by ticket, metric and cycle."""
    found = whole.ticket
    for column in (whole.rank, whole.metric, whole.cycle):
        found = found * (int(column.max(initial=0)) + 2) + (column + 1)  # What is not there has -1.
    return found


def _array(values: Micros, missing: Mask, kind: Any) -> Any:
    return arrow_array(values, ~missing if missing.any() else None, kind)


def _numbers(numbers: Places) -> Any:
    return pa.array(numbers.astype(np.int32), mask=numbers < 0)


def _texts_of(tickets: Places, said: Places, texts: Any, count: int) -> Any:
    if not len(said):
        return pa.nulls(len(tickets), pa.string())
    text_of = np.full(count, _NOTHING)
    text_of[said] = np.arange(len(said))
    places = text_of[tickets]
    return texts.take(pa.array(places, mask=places < 0))

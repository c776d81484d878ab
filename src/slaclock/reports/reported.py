"""What a report says: lines for groups and metrics, how each metric went, and what is wrong with tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from slaclock.json_forms import Instant
from slaclock.results import Follows, Result
from slaclock.same_instants import ComparedByInstants
from slaclock.tickets import TicketProblem


def _share_of(given: object) -> object:
    return Fraction(Decimal(str(given))) if isinstance(given, (int, float)) else given


Percent = Annotated[
    Fraction,
    BeforeValidator(_share_of),
    PlainSerializer(float, when_used="json"),
    WithJsonSchema({"type": "number"}),
]
"""An exact share in percent; in JSON a number."""
Group = Annotated[tuple[str, ...], WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}})]
"""The value of each thing by which a report is grouped; in JSON each stands under its name."""


@dataclass(frozen=True)
class Shares(Result):
    """How much of their targets was used by what was stopped, in percent: over 100 is late."""

    mean: float
    """On average."""
    median: float
    """Half used no more."""
    p90: float
    """Nine in ten used no more."""
    p95: float
    """Nineteen in twenty used no more."""


@dataclass(frozen=True, eq=False)
class Worst(ComparedByInstants, Result):
    """A ticket that was late, and how it came to that."""

    ticket: str
    """Its id."""
    over: timedelta
    """Time beyond the target, of the kind that the target counts."""
    due: Instant
    """When it was due."""
    stopped: Instant | None
    """When it was stopped; it was not yet where there is none."""
    paused: timedelta
    """Time paused."""


@dataclass(frozen=True)
class Line(Result):
    """What is counted of one metric in one group.

    A cycle is one run of a metric: a reopened ticket may have several. What was cancelled counts nowhere.

    Rules: R12, R16, R18.
    """

    _follows: ClassVar = {
        "attainment": Follows(
            lambda line: None if line.attainment is None else float(line.attainment),
            float | None,
            "The share met of what is decided, in percent.",
        )
    }

    group: Group
    """The value of each thing by which the report is grouped; none of the total of a metric."""
    metric: str
    """The metric."""
    tickets: int
    """How many tickets have cycles here."""
    met: int
    """Cycles that were stopped in time."""
    breached: int
    """Cycles that are late, stopped or not."""
    open: int
    """Cycles that still run, or are paused, and are not late."""
    used: Shares | None
    """How much of their targets was used by what was stopped; `None` where nothing was."""
    over: timedelta
    """Time beyond the targets, of all that was late together."""
    paused: timedelta
    """Time paused, of all cycles together."""
    worst: tuple[Worst, ...]
    """The tickets that were late by most."""
    goal: Percent | None = None
    """The share in percent that the policy wants, where one goal is about just this."""

    @property
    def attainment(self) -> Fraction | None:
        """The exact share met of what is decided, in percent; `None` where nothing is."""
        decided = self.met + self.breached
        return Fraction(100 * self.met, decided) if decided else None


@dataclass(frozen=True)
class Month(Result):
    """How a metric went in one month."""

    month: str
    """The month, e.g. `2026-11`."""
    met: int
    """Cycles that were stopped in time."""
    breached: int
    """Cycles that are late, stopped or not."""


@dataclass(frozen=True)
class Shape(Result):
    """How a metric went."""

    metric: str
    """The metric."""
    months: tuple[Month, ...]
    """Each month in which cycles started of which it is decided how they went."""
    used: tuple[int, ...]
    """How many cycles used so much of their target, from each of 0, 25, 50, 75, 100, 125, 150 and 200 % to the next;
    what is used up just in time is in the step below 100."""
    late: tuple[tuple[int, ...], ...]
    """For each weekday from Monday on, and each hour of the clocks, how many late cycles started then."""


@dataclass(frozen=True, eq=False)
class Reported(ComparedByInstants, Result):
    """What is said of many tickets."""

    name: str
    """Name of the policy."""
    now: Instant
    """The instant of which all of this is said."""
    by: tuple[str, ...]
    """By what it is grouped, besides metrics."""
    lines: tuple[Line, ...]
    """A line for each group and metric; what was cancelled counts nowhere."""
    totals: tuple[Line, ...]
    """A line for each metric over all groups."""
    shapes: tuple[Shape, ...]
    """For each metric how it went: months, shares used, and when requests came that were late."""
    problems: tuple[TicketProblem, ...]
    """Tickets of which something contradicts itself or cannot be answered, with what that is."""
    one_by_one: int
    """How many tickets were asked one by one, because something in them has no form for whole columns."""
    detail: Annotated[Any, Field(exclude=True)] = field(default=None, repr=False, compare=False)
    """An Arrow table with a row for each cycle, as `columns.evaluate` gives it, and its group: what was counted; none
    of a report that was read from plain data."""

    def _as_told(self, told: dict[str, Any]) -> dict[str, Any]:
        grouped = [{**line, "group": dict(zip(self.by, line["group"], strict=True))} for line in told["lines"]]
        return {**told, "lines": grouped, "totals": [{**line, "group": {}} for line in told["totals"]]}

    @classmethod
    def _as_read(cls, stated: dict[str, Any]) -> dict[str, Any]:
        by = stated.get("by")
        if not isinstance(by, (list, tuple)):
            return stated
        orders = {"lines": by, "totals": ()}
        return stated | {key: _in_order(stated[key], names) for key, names in orders.items() if key in stated}


def _in_order(lines: Any, names: Sequence[Any]) -> Any:
    """Lines of plain data, the values of their groups in the order of the names by which a report is grouped."""
    if not isinstance(lines, (list, tuple)):
        return lines
    groups = [line.get("group") if isinstance(line, Mapping) else None for line in lines]
    return [
        {**line, "group": [group[name] for name in names]}
        if isinstance(group, Mapping) and sorted(group) == sorted(set(names))
        else line
        for line, group in zip(lines, groups, strict=True)
    ]

"""What texts of targets say: their amounts, days and details, each as it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from fractions import Fraction
from typing import Literal, NamedTuple

from slaclock.targets.target_words import Basis, Bound, Edge, Span, Unit


class Measure(NamedTuple):
    """A number of units, and what it says of its basis."""

    number: Fraction
    unit: Unit
    basis: Basis | None


class Which(NamedTuple):
    """A day, or a run of days, as it is called."""

    place: int = 0
    """How many after the day of receipt, or of its span; 0 is the same, or the last of a span."""
    basis: Basis | None = None
    is_last: bool = False
    is_ordinal: bool = False
    span: Span | None = None
    """The run of days that it is, or of which it is one."""
    ahead: int = 0
    """How many runs after the present one."""
    is_day: bool = True
    """Whether it is one day, and not a whole run."""


class Shape(NamedTuple):
    """Hours as they are sold: so many a day on so many days."""

    hours: int
    days: int


@dataclass
class Said:
    """What a text says, each part as it was written."""

    measures: list[Measure] = field(default_factory=list)
    bases: set[Basis] = field(default_factory=set)
    bound: Bound | None = None
    which: Which | None = None
    edge: Edge | None = None
    clock: time | None = None
    shape: Shape | None = None
    lengths: dict[Unit, Measure] = field(default_factory=dict)
    """How long a day, or a week, is said to be."""
    restated: list[Measure] = field(default_factory=list)
    """The same amount said otherwise."""
    left_out: set[Literal["weekends", "holidays"]] = field(default_factory=set)
    counts_day_of_receipt: bool | None = None
    on_business_days: bool = False
    in_advance: bool = False
    is_local: bool = False
    """Whether hours are called local."""

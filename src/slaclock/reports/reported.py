"""What a report says: lines for groups and metrics, how each metric went, and what is wrong with tickets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slaclock.reports.shapes import Shape
from slaclock.reports.tallies import Line


@dataclass(frozen=True)
class Reported:
    """What is said of many tickets."""

    name: str
    """Name of the policy."""
    now: datetime
    """The instant of which all of this is said."""
    by: tuple[str, ...]
    """By what it is grouped, besides metrics."""
    lines: tuple[Line, ...]
    """A line for each group and metric; what was cancelled counts nowhere."""
    totals: tuple[Line, ...]
    """A line for each metric over all groups."""
    shapes: tuple[Shape, ...]
    """For each metric how it went: months, shares used, and when requests came that were late."""
    problems: tuple[tuple[str, str], ...]
    """Tickets of which something contradicts itself or cannot be answered, with what that is."""
    detail: Any
    """An Arrow table with a row for each cycle, as `columns.evaluate` gives it, and its group: what was counted."""
    one_by_one: int
    """How many tickets were asked one by one, because something in them has no form for whole columns."""

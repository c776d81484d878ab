"""How a metric went: month by month, by how much of its targets was used, and by when requests came that were late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import numpy as np

from slaclock.columns import DAY, Mask, Micros, clocks_around
from slaclock.reports.dimensions import month_text, months_of
from slaclock.reports.reported import Month, Shape
from slaclock.reports.tallies import Cycles, shares_used

STEPS = (0, 25, 50, 75, 100, 125, 150, 200)
"""Where the shares begin that are counted together, in percent; the last ones have no end."""
_HOUR = DAY // 24
_THURSDAY = 3
"""The weekday of 1 January 1970."""


def shapes_of(cycles: Cycles, metrics: Sequence[str], started: Micros, zone: tzinfo) -> tuple[Shape, ...]:
    """How each metric went, on the clocks of a zone."""
    return tuple(
        Shape(
            metric,
            _months(cycles, there, started, zone),
            _used(cycles, there),
            _late(started[there & cycles.breached], zone),
        )
        for number, metric in enumerate(metrics)
        if (there := cycles.metric == number).any()
    )


def _months(cycles: Cycles, there: Mask, started: Micros, zone: tzinfo) -> tuple[Month, ...]:
    decided = np.flatnonzero(there & (cycles.met | cycles.breached))
    different, which = np.unique(months_of(started[decided], zone), return_inverse=True)
    met = np.bincount(which.reshape(-1), cycles.met[decided], len(different)).astype(int)
    every = np.bincount(which.reshape(-1), minlength=len(different))
    counts = zip(different.tolist(), met.tolist(), (every - met).tolist(), strict=True)
    return tuple(Month(month_text(month), kept, broken) for month, kept, broken in counts)


def _used(cycles: Cycles, there: Mask) -> tuple[int, ...]:
    used = shares_used(cycles)[there]
    used = used[~np.isnan(used)]
    # A target that is used up is met: it belongs to what is below.
    steps = np.maximum(np.searchsorted(STEPS, used, side="left") - 1, 0)
    return tuple(np.bincount(steps, minlength=len(STEPS)).tolist())


def _late(started: Micros, zone: tzinfo) -> tuple[tuple[int, ...], ...]:
    if not len(started):
        return ((0,) * 24,) * 7
    readings = clocks_around(zone, started).readings(started)
    weekday, hour = (readings // DAY + _THURSDAY) % 7, readings % DAY // _HOUR
    counts = np.bincount(weekday * 24 + hour, minlength=7 * 24).reshape(7, 24)
    return tuple(tuple(row) for row in counts.tolist())

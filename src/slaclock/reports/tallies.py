"""What is counted of the cycles of a group: how many were met and breached, how much was used, and the worst."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from slaclock.columns import Mask, Micros, Places, duration_of
from slaclock.reports.reported import Line, Shares, Worst

WORST = 3
"""How many of the worst tickets of a group are named."""


class Cycles(NamedTuple):
    """What is known of cycles, in columns."""

    ids: Any
    """An Arrow array: what the ticket of each is called."""
    ticket: Places
    metric: Places
    met: Mask
    breached: Mask
    open: Mask
    stopped: Mask
    elapsed: Micros
    remaining: Micros
    paused: Micros
    due: Any
    """An Arrow array of instants."""
    ended: Any
    """The same of when each was stopped."""


def lines(cycles: Cycles, metrics: Sequence[str], groups: Places, named: Sequence[tuple[str, ...]]) -> Iterator[Line]:
    """A line for each group and metric that has cycles, in the order of groups and metrics.

    Args:
        cycles: The cycles.
        metrics: The names of metrics.
        groups: For each cycle the number of its group.
        named: What each group is called.
    """
    key = groups * len(metrics) + cycles.metric
    order = np.argsort(key, kind="stable")
    heads = np.flatnonzero(np.append(len(order) > 0, np.diff(key[order]) != 0))
    for places in np.split(order, heads[1:]) if len(heads) else ():
        first = places[0]
        yield _line(cycles, named[int(groups[first])], metrics[int(cycles.metric[first])], places)


def _line(cycles: Cycles, group: tuple[str, ...], metric: str, places: Places) -> Line:
    late = places[cycles.breached[places]]
    return Line(
        group,
        metric,
        len(np.unique(cycles.ticket[places])),
        int(cycles.met[places].sum()),
        len(late),
        int(cycles.open[places].sum()),
        _shares(shares_used(cycles)[places]),
        duration_of(-int(np.minimum(cycles.remaining[late], 0).sum())),
        duration_of(int(cycles.paused[places].sum())),
        tuple(_worst(cycles, place) for place in _latest(cycles, late)),
    )


def shares_used(cycles: Cycles) -> npt.NDArray[np.float64]:
    """The share of its target that each cycle used, in percent; none of what was not stopped, or had no target."""
    budget = cycles.elapsed + cycles.remaining
    known = cycles.stopped & (budget > 0)
    return np.where(known, 100.0 * cycles.elapsed / np.where(known, budget, 1), np.nan)


def _shares(used: npt.NDArray[np.float64]) -> Shares | None:
    used = used[~np.isnan(used)]
    if not len(used):
        return None
    median, p90, p95 = np.percentile(used, [50, 90, 95])
    return Shares(float(used.mean()), float(median), float(p90), float(p95))


def _latest(cycles: Cycles, late: Places) -> list[int]:
    """The cycles that were late by most; of equal ones the first."""
    order = np.argsort(cycles.remaining[late], kind="stable")[:WORST]
    worst: list[int] = late[order].tolist()
    return worst


def _worst(cycles: Cycles, place: int) -> Worst:
    return Worst(
        str(cycles.ids[place].as_py()),
        duration_of(-int(cycles.remaining[place])),
        cycles.due[place].as_py(),
        cycles.ended[place].as_py(),
        duration_of(int(cycles.paused[place])),
    )

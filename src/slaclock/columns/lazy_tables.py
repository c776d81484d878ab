"""Tables of polars that are made when they are asked for: what comes out of them is made then, too."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from slaclock.columns.column_kinds import is_made_by


def is_lazy(table: Any) -> bool:
    """Whether a table is made when it is asked for."""
    return is_made_by("polars", ("LazyFrame",), table)


def lazily(ask: Callable[[Any, Any], Any], tickets: Any, events: Any) -> Any:
    """A table that is answered when it is asked for, once both tables are there.

    What their columns are called and hold is looked at now, so that it is refused now.
    """
    polars: Any = sys.modules["polars"]
    nothing = polars.DataFrame(schema=tickets.collect_schema())
    whole = dict.fromkeys(("predicate_pushdown", "projection_pushdown", "slice_pushdown"), False)
    no_events = events.clear() if is_made_by("polars", ("DataFrame", "LazyFrame"), events) else events
    return tickets.map_batches(lambda table: ask(table, events), **whole, schema=ask(nothing, no_events).schema)

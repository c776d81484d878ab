"""What SQL engines call for each batch of rows: Arrow columns in, an Arrow column out.

No engine says which of its rows stand in a batch, so an error tells the values of the row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pyarrow as pa

from slaclock.columns import Answers, answers
from slaclock.errors import InstantError, NaiveDatetimeError, RowError, one_of
from slaclock.hours import Schedule
from slaclock.policy import FIRST_RESPONSE, SlaPolicy
from slaclock.tables.time_columns import pc

Array: TypeAlias = Any
"""An Arrow array; pyarrow has no types of its own."""
OnError = Literal["stop", "null"]
"""What a row without an answer does: it ends the query, or is null."""

_INSTANT = pa.timestamp("us", "UTC")


def due(
    policy: SlaPolicy,
    opened: Array,
    plan: Array = None,
    priority: Array = None,
    metric: Array = None,
    channel: Array = None,
    on_error: OnError = "stop",
) -> Array:
    """When rows are due; null where nothing was opened."""
    given = {"opened": opened, "plan": plan, "priority": priority, "metric": metric, "channel": channel}
    found = answers.due(policy, _instants("opened", opened), plan, priority, _metric(metric), channel)
    return _answered("due", found, given, on_error)


def breached(
    policy: SlaPolicy,
    opened: Array,
    stopped: Array,
    now: Array,
    plan: Array = None,
    priority: Array = None,
    metric: Array = None,
    channel: Array = None,
    on_error: OnError = "stop",
) -> Array:
    """Whether rows were late, each as of its `now`; null where nothing was opened, or no `now` is given."""
    at = {"opened": opened, "stopped": stopped, "now": now}
    names = {"plan": plan, "priority": priority, "metric": metric, "channel": channel}
    instants = {name: _instants(name, column) for name, column in at.items()}
    found = answers.breached(policy, **instants, **names | {"metric": _metric(metric)})
    return _answered("breached", found, at | names, on_error)


def elapsed(schedule: Schedule, start: Array, end: Array, on_error: OnError = "stop") -> Array:
    """How much open time passed in rows; null where a start or an end is missing."""
    found = answers.elapsed(schedule, _instants("start", start), _instants("end", end))
    return _answered("elapsed", found, {"start": start, "end": end}, on_error)


def is_open(schedule: Schedule, at: Array, on_error: OnError = "stop") -> Array:
    """Whether it is open in rows; null where no instant is given."""
    return _answered("is_open", answers.is_open(schedule, _instants("at", at)), {"at": at}, on_error)


def of_each_schedule(
    policy: SlaPolicy, names: Array, ask: Callable[..., Array], *asked: Array, kind: pa.DataType
) -> Array:
    """Ask the schedule that each row names; a row that names none has no answer."""
    if name := _only(names):
        return ask(_schedule(policy, name), *asked)
    encoded = names.cast(pa.string()).dictionary_encode()
    known = encoded.dictionary.to_pylist()
    codes = encoded.indices.fill_null(len(known)).to_numpy()
    places = [np.flatnonzero(codes == code) for code in range(len(known) + 1)]
    parts = [
        ask(_schedule(policy, name), *(each.take(pa.array(rows)) for each in asked))
        for name, rows in zip(known, places, strict=False)
    ]
    found = pa.concat_arrays([*parts, pa.nulls(len(places[-1]), kind)])
    return found.take(pa.array(np.argsort(np.concatenate(places))))


def _only(names: Array) -> str | None:
    """The name that every row has, as where a query names it once."""
    if not len(names) or names.null_count or not pc.all(pc.equal(names, names[0])).as_py():
        return None
    name: str = names[0].as_py()
    return name


def _schedule(policy: SlaPolicy, name: str) -> Schedule:
    return policy.closure(name) if name in policy.closures else policy.schedule(name)


def in_one(column: Array) -> Array:
    """A column in one piece, as it comes mostly."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _instants(name: str, column: Array) -> Array:
    """A column of instants, whatever the session calls their zone; readings are refused (R1)."""
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        return column
    if pa.types.is_null(kind):
        return column.cast(_INSTANT)
    if pa.types.is_timestamp(kind):
        raise NaiveDatetimeError(
            f"{name} is a timestamp without a time zone, so it names no instant; say on whose clocks it was read: in "
            f"DuckDB {name} AT TIME ZONE 'Europe/Paris', in Spark CAST({name} || ' Europe/Paris' AS TIMESTAMP)"
        )
    raise InstantError(f"{name} is of type {kind}, which holds no instants; give a timestamp with a time zone")


def _metric(column: Array) -> Array:
    """A row without a metric asks for its first response."""
    return FIRST_RESPONSE if column is None else column.cast(pa.string()).fill_null(FIRST_RESPONSE)


def _answered(call: str, found: Answers, given: Mapping[str, Array], on_error: OnError) -> Array:
    """The answers of a call; where a row has none, an error about the first such, or null."""
    one_of(on_error, get_args(OnError), "on_error")
    if found.problems and on_error == "stop":
        row = min(found.problems)
        values = (f"{name}={_value(column[row].as_py())}" for name, column in given.items() if column is not None)
        raise RowError(f"{call}({', '.join(values)}): {found.problems[row]}")
    return found.column()


def _value(value: object) -> str:
    return repr(value) if value is None or isinstance(value, str) else str(value)

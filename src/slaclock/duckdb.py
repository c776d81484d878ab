"""Due dates in DuckDB: `SELECT sla_due(opened, plan, priority) FROM tickets`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from slaclock.policy import SlaPolicy
from slaclock.tables import Array, OnError, engines

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def register(con: DuckDBPyConnection, policy: SlaPolicy, *, prefix: str = "sla_", on_error: OnError = "stop") -> None:
    """Give a connection SQL functions that ask a policy; those of an earlier call are replaced.

    - `sla_due(opened, plan, priority, metric, channel)`, a `TIMESTAMPTZ`
    - `sla_breached(opened, stopped, now, plan, priority, metric, channel)`, a `BOOLEAN`
    - `sla_elapsed(schedule, start, end)`, an `INTERVAL`
    - `sla_is_open(schedule, at)`, a `BOOLEAN`

    Names from the plan on may be left out from the right, or be null, wherever `policy.due` needs none. Schedules
    go by their names. Instants are `TIMESTAMPTZ`; a `TIMESTAMP` without a zone is refused. The session's time zone
    changes how an answer is shown, and not the answer.

    Args:
        con: A connection of DuckDB.
        policy: What is promised.
        prefix: What the functions' names begin with.
        on_error: What a row without an answer does: `stop` ends the query, `null` gives null.

    Examples:
        >>> import duckdb
        >>> policy = SlaPolicy.loads('''
        ... {name: Example, timezone: America/New_York, schedules: {standard: Mon-Fri 09:00-18:00},
        ...  plans: {standard: {first_response: {P1: 4 business hours, P2: 2 business days}}}}
        ... ''')
        >>> con = duckdb.connect()
        >>> register(con, policy)
        >>> due = "sla_due(TIMESTAMPTZ '2026-11-25 17:00-05', 'standard', 'P1')"
        >>> con.execute(f"SELECT {due} AT TIME ZONE 'UTC'").fetchone()
        (datetime.datetime(2026, 11, 26, 17, 0),)

    Rules: R1, R9, R12.
    """
    from duckdb.sqltypes import BOOLEAN, INTERVAL, TIMESTAMP_TZ

    def elapsed(schedule: Array, start: Array, end: Array) -> Array:
        ask = partial(engines.elapsed, on_error=on_error)
        return engines.of_each_schedule(policy, schedule, ask, start, end, kind=pa.duration("us"))

    def is_open(schedule: Array, at: Array) -> Array:
        return engines.of_each_schedule(
            policy, schedule, partial(engines.is_open, on_error=on_error), at, kind=pa.bool_()
        )

    functions: dict[str, tuple[Callable[..., Array], object]] = {
        "due": (partial(engines.due, policy, on_error=on_error), TIMESTAMP_TZ),
        "breached": (partial(engines.breached, policy, on_error=on_error), BOOLEAN),
        "elapsed": (elapsed, INTERVAL),
        "is_open": (is_open, BOOLEAN),
    }
    for name, (function, answer) in functions.items():
        _create(con, f"{prefix}{name}", function, answer)


# What DuckDB takes as words is typed as its own constants.
def _create(con: Any, name: str, function: Callable[..., Array], answer: object) -> None:
    import duckdb

    def call(*given: Array) -> Array:
        return function(*map(engines.in_one, given))

    with suppress(duckdb.InvalidInputException):
        con.remove_function(name)
    # Of any number of parameters DuckDB casts none, so a timestamp without a zone is seen and refused.
    con.create_function(name, call, None, answer, type="arrow", null_handling="special")

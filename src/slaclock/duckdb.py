"""Due dates in DuckDB: `SELECT sla_due(opened, plan, priority) FROM tickets`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from slaclock.columns import NamedSchedules, Question
from slaclock.policy import SlaPolicy
from slaclock.tables import Array, OnError, engines

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def register(con: DuckDBPyConnection, policy: SlaPolicy, *, prefix: str = "sla_", on_error: OnError = "stop") -> None:
    """Give a connection SQL functions that ask a policy; those of an earlier call are replaced.

    Each question of `slaclock.columns` about instants and names is a function of the same name and parameters:

    - `sla_due(opened, plan, priority, metric, channel)`, a `TIMESTAMPTZ`; and `sla_breached`, a `BOOLEAN`
    - `sla_elapsed(schedule, start, end)`, an `INTERVAL`, where `schedule` is the name of one; and so `sla_is_open`, a
      `BOOLEAN`, and `sla_next_opening` and its like, a `TIMESTAMPTZ`

    What may be left out may be left out from the right, or be null. Instants are `TIMESTAMPTZ`; a `TIMESTAMP` without
    a zone is refused. The session's time zone changes how an answer is shown, and not the answer.

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
    for question in engines.offered().values():
        _create(con, prefix + question.name, question.kind, _asking(question, policy, on_error))


def _asking(question: Question, policy: SlaPolicy, on_error: OnError) -> Callable[..., Array]:
    """A question as a function of columns; of a schedule, the first one names it in each row."""

    def of_policy(*columns: Array) -> Array:
        return engines.answer(question, on_error, policy, *columns)

    def of_schedules(names: Array, *columns: Array) -> Array:
        return engines.answer(question, on_error, NamedSchedules(policy, engines.one_or_each(names)), *columns)

    return of_policy if question.subject == "policy" else of_schedules


# What DuckDB takes as words is typed as its own constants.
def _create(con: Any, name: str, kind: str, function: Callable[..., Array]) -> None:
    import duckdb
    from duckdb.sqltypes import BIGINT, BOOLEAN, INTERVAL, TIMESTAMP_TZ

    def call(*given: Array) -> Array:
        return function(*map(engines.in_one, given))

    with suppress(duckdb.InvalidInputException):
        con.remove_function(name)
    answer = {"instants": TIMESTAMP_TZ, "durations": INTERVAL, "booleans": BOOLEAN, "counts": BIGINT}[kind]
    # Of any number of parameters DuckDB casts none, so a timestamp without a zone is seen and refused.
    con.create_function(name, call, None, answer, type="arrow", null_handling="special")

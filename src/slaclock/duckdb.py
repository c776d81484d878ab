"""Due dates in DuckDB, `SELECT sla_due(opened, plan, priority) FROM tickets`, and whole histories: `evaluate`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from inspect import Parameter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from slaclock import columns
from slaclock.columns import NamedSchedules, Question
from slaclock.errors import ChoiceError, one_of
from slaclock.policy import SlaPolicy
from slaclock.tables import Array, OnError, engines

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection, DuckDBPyRelation


def register(con: DuckDBPyConnection, policy: SlaPolicy, *, prefix: str = "sla_", on_error: OnError = "stop") -> None:
    """Give a connection SQL functions that ask a policy; those of an earlier call are replaced.

    Each question of `slaclock.columns` about instants and names is a function of the same name and parameters:

    - `sla_due(opened, plan, priority, metric, channel, schedule, timezone, started)`, a `TIMESTAMPTZ`; and
      `sla_breached`, a `BOOLEAN`
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


def evaluate(
    con: DuckDBPyConnection,
    policy: SlaPolicy,
    tickets: DuckDBPyRelation | str,
    events: DuckDBPyRelation | str,
    now: datetime,
    *,
    ticket_columns: Mapping[str, str] = MappingProxyType({}),
    event_columns: Mapping[str, str] = MappingProxyType({}),
) -> DuckDBPyRelation:
    """Where every cycle of every ticket stands at an instant, as a relation that SQL goes on with.

    DuckDB hands over both relations as Arrow columns, and takes the answer so: no row passes through Python, and
    nothing is called for 2,048 rows at a time. What goes in and what comes out is held in memory.

    Args:
        con: The connection of both.
        policy: With all its versions.
        tickets: A relation, the name of a table or a query; columns as for `columns.evaluate`. `opened` is a
            `TIMESTAMPTZ`; a `TIMESTAMP` without a zone is refused.
        events: The same of what happened to them.
        now: An aware datetime; what happens after it does not exist yet.
        ticket_columns: Names of columns of `tickets` by what they mean, where these differ.
        event_columns: The same of `events`.

    Returns:
        A relation with the columns of `columns.evaluate`: instants are `TIMESTAMPTZ`, durations `INTERVAL`.

    Raises:
        TicketTableError: A column is missing, is there twice or holds something else, or two tickets have one id.
        NaiveDatetimeError: `now` or a column of instants has no time zone.

    Examples:
        >>> from datetime import UTC, datetime
        >>> import duckdb
        >>> policy = SlaPolicy.loads('''
        ... {name: Example, timezone: UTC, schedules: {office: Mon-Fri 09:00-17:00},
        ...  plans: {standard: {schedule: office, resolution: 8 business hours}}}
        ... ''')
        >>> con = duckdb.connect()
        >>> tickets = con.sql("SELECT 1 AS id, TIMESTAMPTZ '2026-11-25 15:00Z' AS opened")
        >>> events = "SELECT 1 AS ticket, TIMESTAMPTZ '2026-11-26 10:00Z' AS at, 'resolved' AS kind"
        >>> stands = evaluate(con, policy, tickets, events, datetime(2026, 11, 27, tzinfo=UTC))
        >>> stands.project("metric, state, elapsed").fetchall()
        [('resolution', 'met', datetime.timedelta(seconds=10800))]

    Rules: R1, R9, R12, R16, R17, R18, R19.
    """
    known, happened = (_relation(con, each).to_arrow_table() for each in (tickets, events))
    return con.from_arrow(
        columns.evaluate(policy, known, happened, now, ticket_columns=ticket_columns, event_columns=event_columns)
    )


def answer(
    con: DuckDBPyConnection,
    query: DuckDBPyRelation | str,
    policy: SlaPolicy,
    *,
    question: str = "due",
    names: Mapping[str, str] = MappingProxyType({}),
    on_error: OnError = "stop",
) -> pa.RecordBatchReader:
    """The rows of a query with an answer beside each, batch by batch: for tables of many millions of rows.

    DuckDB hands over batches of 131,072 rows as Arrow columns, so that nothing is called for 2,048 rows at a time, and
    one batch is held in memory. What comes back is read once. Until then the connection runs no other query; to put it
    into a table, use a cursor beside: `con.cursor().execute("CREATE TABLE deadlines AS SELECT * FROM rows")`.

    Args:
        con: A connection of DuckDB.
        query: A relation, the name of a table or a query. Its columns that are called like parameters of the question,
            such as `opened`, `plan` and `priority`, are what is asked about; all columns are kept.
        policy: What is promised.
        question: One of `due` and `breached`; the column that is added is called so.
        names: Names of the query's columns by the parameters that they are, where these differ.
        on_error: What a row without an answer does: `stop` raises, `null` gives null.

    Returns:
        The same columns, and that of the answers.

    Raises:
        ChoiceError: There is no such question, or the query has no column for what it needs.
        RowError: A row has no answer, and `on_error` is `stop`.

    Examples:
        >>> import duckdb
        >>> policy = SlaPolicy.loads('''
        ... {name: Example, timezone: UTC, schedules: {office: Mon-Fri 09:00-17:00},
        ...  plans: {standard: {schedule: office, first_response: 8 business hours}}}
        ... ''')
        >>> con = duckdb.connect()
        >>> rows = answer(con, "SELECT 1 AS id, TIMESTAMPTZ '2026-11-25 15:00Z' AS opened", policy)
        >>> rows.read_all().to_pylist()[0]["due"].isoformat()
        '2026-11-26T15:00:00+00:00'

    Rules: R7, R9, R10, R11, R12.
    """
    asked = {name: each for name, each in engines.offered().items() if each.subject == "policy"}
    one_of(question, tuple(asked), "question")
    reader = _relation(con, query).to_arrow_reader(_ROWS)
    given = _parameters(asked[question], reader.schema.names, names)
    field = pa.field(question, _KINDS[asked[question].kind])

    def answered() -> Iterator[pa.RecordBatch]:
        for batch in reader:
            columns = {parameter: batch.column(name) for parameter, name in given.items()}
            found = engines.answer(asked[question], on_error, policy, **columns)
            yield batch.append_column(field, found.cast(field.type))

    return pa.RecordBatchReader.from_batches(reader.schema.append(field), answered())


_ROWS = 131_072
_KINDS = {"instants": pa.timestamp("us", "UTC"), "booleans": pa.bool_()}
"""The types of answers about policies."""


def _parameters(question: Question, columns: Sequence[str], names: Mapping[str, str]) -> dict[str, str]:
    """The column for each parameter that has one.

    Raises:
        ChoiceError: A parameter has none that needs one, or a name is that of no column.
    """
    for parameter, name in names.items():
        one_of(parameter, tuple(question.columns), "name of a parameter")
        one_of(name, tuple(columns), f"column for {parameter}")
    given = {parameter: names.get(parameter, parameter) for parameter in question.columns}
    for parameter in question.columns:
        needed = question.signature.parameters[parameter].default is Parameter.empty
        if needed and given[parameter] not in columns:
            raise ChoiceError(
                f"{question.name} needs a column {parameter!r}, and there are: {', '.join(columns)}; "
                f"if it is called otherwise, say names={{{parameter!r}: '…'}}"
            )
    return {parameter: name for parameter, name in given.items() if name in columns}


def _relation(con: DuckDBPyConnection, given: DuckDBPyRelation | str) -> DuckDBPyRelation:
    if not isinstance(given, str):
        return given
    return con.table(given) if given.isidentifier() else con.sql(given)


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

"""Due dates in Spark: `tickets.withColumn("due", slaclock.spark.due(policy)("opened", "plan", "priority"))`.

Whole histories: `slaclock.spark.evaluate(policy, tickets, events, now)`. The functions are `arrow_udf`s, which hand
instants over as they are, whatever the session's time zone. A policy travels to the workers as JSON, and each worker
process reads it once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from inspect import Signature
from types import MappingProxyType
from typing import Any, TypeAlias

import pyarrow as pa

try:
    from pyspark.sql.functions import arrow_udf, col, lit, pmod, xxhash64  # pyright: ignore[reportMissingImports]
except ImportError:  # pragma: no cover - tried by hand: the tests have the extra
    raise ImportError("slaclock.spark needs pyspark 4.1 or later; run: pip install 'slaclock[spark]'") from None

from slaclock import columns
from slaclock.columns import Question
from slaclock.errors import ChoiceError
from slaclock.hours import HolidayCalendar, Schedule, to_utc
from slaclock.policy import SlaPolicy
from slaclock.tables import OnError, engines

Udf: TypeAlias = Callable[..., Any]
"""A function of columns, and of columns by name; `spark.udf.register` makes it one of SQL."""

# Its own hints have no place for a plain function.
_arrow_udf: Callable[..., Udf] = arrow_udf


def due(policy: SlaPolicy, on_error: OnError = "stop") -> Udf:
    """A function of the columns of `columns.due` that says when rows are due.

    Args:
        policy: What is promised.
        on_error: What a row without an answer does: `stop` ends the query, `null` gives null.

    Returns:
        A user-defined function whose answers are of type `timestamp`. Names may be left out wherever `policy.due` needs
        none. What is opened is of type `timestamp`; a `timestamp_ntz` is refused.

    Rules: R1, R9.
    """
    return _function("due", policy, on_error)


def breached(policy: SlaPolicy, on_error: OnError = "stop") -> Udf:
    """A function of the columns of `columns.breached` that says whether rows were late, each as of its `now`.

    Args:
        policy: What is promised.
        on_error: What a row without an answer does: `stop` ends the query, `null` gives null.

    Returns:
        A user-defined function whose answers are of type `boolean`.

    Rules: R1, R12, R18.
    """
    return _function("breached", policy, on_error)


def elapsed(schedule: Schedule, on_error: OnError = "stop") -> Udf:
    """A function of the columns of `columns.elapsed` that says how much open time passed.

    Args:
        schedule: When support is open.
        on_error: What a row without an answer does: `stop` ends the query, `null` gives null.

    Returns:
        A user-defined function whose answers are of type `interval day to second`.

    Rules: R1, R8.
    """
    return _function("elapsed", schedule, on_error)


def business_days(schedule: Schedule, on_error: OnError = "stop") -> Udf:
    """A function of the columns of `columns.business_days`, a `bigint`; arguments as for `elapsed`.

    Rules: R10.
    """
    return _function("business_days", schedule, on_error)


def is_open(schedule: Schedule, on_error: OnError = "stop") -> Udf:
    """A function of the column of `columns.is_open` whose answers are of type `boolean`; arguments as for `elapsed`.

    Rules: R3.
    """
    return _function("is_open", schedule, on_error)


def next_opening(schedule: Schedule, on_error: OnError = "stop") -> Udf:
    """A function of the column of `columns.next_opening`, a `timestamp`; arguments as for `elapsed`.

    Rules: R3, R15.
    """
    return _function("next_opening", schedule, on_error)


def next_closing(schedule: Schedule, on_error: OnError = "stop") -> Udf:
    """A function of the column of `columns.next_closing`, a `timestamp`; arguments as for `elapsed`.

    Rules: R3, R15.
    """
    return _function("next_closing", schedule, on_error)


def previous_opening(schedule: Schedule, on_error: OnError = "stop") -> Udf:
    """A function of the column of `columns.previous_opening`, a `timestamp`; arguments as for `elapsed`.

    Rules: R3, R15.
    """
    return _function("previous_opening", schedule, on_error)


def previous_closing(schedule: Schedule, on_error: OnError = "stop") -> Udf:
    """A function of the column of `columns.previous_closing`, a `timestamp`; arguments as for `elapsed`.

    Rules: R3, R15.
    """
    return _function("previous_closing", schedule, on_error)


def evaluate(
    policy: SlaPolicy,
    tickets: Any,
    events: Any,
    now: datetime,
    *,
    ticket_columns: Mapping[str, str] = MappingProxyType({}),
    event_columns: Mapping[str, str] = MappingProxyType({}),
    groups: int = 200,
) -> Any:
    """Where every cycle of every ticket stands at an instant, of two DataFrames.

    Tickets are put into groups by their ids, and each group is asked at once with its events, as Arrow columns: no
    function is called for single tickets, and one with very many events costs no more than these. A group is answered
    in the memory of a worker. Whatever is tried again gives the same answer. Where this is called Spark itself wants
    pandas; the workers do not need it.

    Args:
        policy: With all its versions.
        tickets: A DataFrame with a row for each ticket; columns as for `columns.evaluate`. `opened` is a `timestamp`; a
            `timestamp_ntz` is refused.
        events: A DataFrame of what happened to them, in any order.
        now: An aware datetime; what happens after it does not exist yet.
        ticket_columns: Names of columns of `tickets` by what they mean, where these differ.
        event_columns: The same of `events`.
        groups: How many groups there are; so many that the tickets and events of one, some million rows, fit into the
            memory of a worker.

    Returns:
        A DataFrame with the columns of `columns.evaluate`, in no order: instants are of type `timestamp`, durations of
        type `interval day to second`. Ids are of type `bigint` where both columns hold whole numbers, otherwise text.

    Raises:
        TicketTableError: A column is missing, is there twice or holds something else.
        NaiveDatetimeError: `now` or a column of instants has no time zone.
        ChoiceError: There is to be less than one group.

    Rules: R1, R12, R16, R17, R18, R19.
    """
    if groups < 1:
        raise ChoiceError(f"{groups} groups hold no tickets; give 1 or more, e.g. 200")
    as_of, sent = to_utc(now), _sent(policy)

    def asked(some_tickets: pa.Table, some_events: pa.Table) -> pa.Table:
        return columns.evaluate(
            _policy(*sent),
            some_tickets,
            some_events,
            as_of,
            ticket_columns=ticket_columns,
            event_columns=event_columns,
        )

    # What the columns are called and hold is looked at here, rather than by every worker.
    found = asked(_nothing_of(tickets), _nothing_of(events))
    kinds = _plain(found.schema)

    def answered(some_tickets: pa.Table, some_events: pa.Table) -> pa.Table:
        return asked(_in_utc(some_tickets), _in_utc(some_events)).cast(kinds)  # pragma: no cover - a worker runs it

    grouped = (
        _in_groups(frame, names.get(id, id), groups)
        for frame, names, id in ((tickets, ticket_columns, "id"), (events, event_columns, "ticket"))
    )
    first, second = grouped
    return first.cogroup(second).applyInArrow(answered, _in_sql(kinds))


_GROUP = "slaclock_group"
_UTC = pa.timestamp("us", "UTC")


_KINDS = {
    "timestamp": _UTC,
    "timestamp_ntz": pa.timestamp("us"),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "tinyint": pa.int8(),
    "smallint": pa.int16(),
    "int": pa.int32(),
    "bigint": pa.int64(),
}
"""What the columns of histories may hold."""


def _nothing_of(frame: Any) -> pa.Table:
    """A table with the columns of a DataFrame and no rows."""
    schema = pa.schema([(name, _KINDS.get(kind, pa.binary())) for name, kind in frame.dtypes])
    return schema.empty_table()


def _in_groups(frame: Any, id: str, groups: int) -> Any:
    # As text, so that whole numbers and the same in text come together.
    number = pmod(xxhash64(col(f"`{id}`").cast("string")), lit(groups))
    return frame.withColumn(_GROUP, number).groupBy(_GROUP)


def _in_utc(table: pa.Table) -> pa.Table:
    """A group as it was before it was one, with instants in UTC whatever the zone of the session."""
    plain = table.drop_columns(_GROUP)
    zoned = (each.type for each in plain.schema)
    kinds = [_UTC if pa.types.is_timestamp(kind) and kind.tz else kind for kind in zoned]
    return plain.cast(pa.schema(zip(plain.column_names, kinds, strict=True)))


def _plain(schema: pa.Schema) -> pa.Schema:
    """The types that Spark has: names as text, instants in UTC."""
    return pa.schema([(each.name, _plain_type(each.type)) for each in schema])


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_timestamp(kind):
        return _UTC
    named = pa.types.is_dictionary(kind) or pa.types.is_large_string(kind)
    return pa.string() if named else kind


def _in_sql(schema: pa.Schema) -> str:
    named = {
        pa.string(): "string",
        pa.int32(): "int",
        pa.int64(): "bigint",
        pa.duration("us"): "interval day to second",
        _UTC: "timestamp",
    }
    return ", ".join(f"{each.name} {named[each.type]}" for each in schema)


_TYPES = {"instants": "timestamp", "durations": "interval day to second", "booleans": "boolean", "counts": "bigint"}


def _function(name: str, subject: SlaPolicy | Schedule, on_error: OnError) -> Udf:
    question = engines.offered()[name]
    sent = _sent(subject) if isinstance(subject, SlaPolicy) else subject.model_dump_json()

    def answer(*columns: pa.Array, **named: pa.Array) -> pa.Array:
        asked = _schedule(sent) if isinstance(sent, str) else _policy(*sent)
        return engines.answer(question, on_error, asked, *columns, **named)

    return _arrow_udf(_with_parameters(answer, question), _TYPES[question.kind])


def _with_parameters(function: Callable[..., Any], question: Question) -> Callable[..., Any]:
    """The function as if its parameters were columns of the question; Spark looks at them and at their types."""
    stated: Any = function
    columns = [
        each.replace(annotation=pa.Array)
        for name, each in question.signature.parameters.items()
        if name in question.columns
    ]
    stated.__signature__ = Signature(columns, return_annotation=pa.Array)
    stated.__annotations__ = dict.fromkeys([each.name for each in columns], pa.Array) | {"return": pa.Array}
    stated.__name__ = f"sla_{question.name}"
    return function


# A worker process lives through many batches and tasks; what it compiled stays with what it read.


def _sent(policy: SlaPolicy) -> tuple[str, str | None, str | None]:
    """A policy as it is stated, and the zone and the holidays of the customer for whom it was made: rows may differ."""
    stated, timezone, holidays = policy._customer
    return stated.model_dump_json(), timezone, None if holidays is None else holidays.model_dump_json()


@lru_cache(maxsize=16)
def _policy(text: str, timezone: str | None = None, holidays: str | None = None) -> SlaPolicy:
    policy = SlaPolicy.model_validate_json(text)
    if timezone is None:
        return policy
    return policy.for_customer(timezone, holidays and HolidayCalendar.model_validate_json(holidays))


@lru_cache(maxsize=16)
def _schedule(text: str) -> Schedule:
    return Schedule.model_validate_json(text)

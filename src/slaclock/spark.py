"""Due dates in Spark: `tickets.withColumn("due", slaclock.spark.due(policy)("opened", "plan", "priority"))`.

The functions are `arrow_udf`s, which hand instants over as they are, whatever the session's time zone. A policy travels
to the workers as JSON, and each worker process reads it once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from inspect import Signature
from typing import Any, TypeAlias

import pyarrow as pa

try:
    from pyspark.sql.functions import arrow_udf  # pyright: ignore[reportMissingImports]
except ImportError:  # pragma: no cover - tried by hand: the tests have the extra
    raise ImportError("slaclock.spark needs pyspark 4.1 or later; run: pip install 'slaclock[spark]'") from None

from slaclock.columns import Question
from slaclock.hours import Schedule
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


_TYPES = {"instants": "timestamp", "durations": "interval day to second", "booleans": "boolean", "counts": "bigint"}


def _function(name: str, subject: SlaPolicy | Schedule, on_error: OnError) -> Udf:
    question = engines.offered()[name]
    read = _policy if isinstance(subject, SlaPolicy) else _schedule
    text = subject.model_dump_json()

    def answer(*columns: pa.Array, **named: pa.Array) -> pa.Array:
        return engines.answer(question, on_error, read(text), *columns, **named)

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


@lru_cache(maxsize=16)
def _policy(text: str) -> SlaPolicy:
    return SlaPolicy.model_validate_json(text)


@lru_cache(maxsize=16)
def _schedule(text: str) -> Schedule:
    return Schedule.model_validate_json(text)

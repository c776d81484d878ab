"""Due dates in Spark: `tickets.withColumn("due", slaclock.spark.due(policy)("opened", "plan", "priority"))`.

The functions are `arrow_udf`s, which hand instants over as they are, whatever the session's time zone. A policy travels
to the workers as JSON, and each worker process reads it once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias

import pyarrow as pa

try:
    from pyspark.sql.functions import arrow_udf  # pyright: ignore[reportMissingImports]
except ImportError:  # pragma: no cover - tried by hand: the tests have the extra
    raise ImportError("slaclock.spark needs pyspark 4.1 or later; run: pip install 'slaclock[spark]'") from None

from slaclock.hours import Schedule
from slaclock.policy import SlaPolicy
from slaclock.tables import OnError, engines

Udf: TypeAlias = Callable[..., Any]
"""A function of columns, and of columns by name; `spark.udf.register` makes it one of SQL."""

# Its own hints have no place for a plain function.
_arrow_udf: Callable[..., Udf] = arrow_udf


def due(policy: SlaPolicy, on_error: OnError = "stop") -> Udf:
    """A function of `opened`, `plan`, `priority`, `metric` and `channel` that says when rows are due.

    Args:
        policy: What is promised.
        on_error: What a row without an answer does: `stop` ends the query, `null` gives null.

    Returns:
        A user-defined function whose answers are of type `timestamp`. All but `opened` may be left out wherever
        `policy.due` needs none. What is opened is of type `timestamp`; a `timestamp_ntz` is refused.

    Rules: R1, R9.
    """
    text = policy.model_dump_json()

    def sla_due(
        opened: pa.Array,
        plan: pa.Array = None,
        priority: pa.Array = None,
        metric: pa.Array = None,
        channel: pa.Array = None,
    ) -> pa.Array:
        return engines.due(_policy(text), opened, plan, priority, metric, channel, on_error)

    return _arrow_udf(sla_due, "timestamp")


def breached(policy: SlaPolicy, on_error: OnError = "stop") -> Udf:
    """A function of `opened`, `stopped`, `now` and the names that `due` takes, that says whether rows were late.

    Args:
        policy: What is promised.
        on_error: What a row without an answer does: `stop` ends the query, `null` gives null.

    Returns:
        A user-defined function whose answers are of type `boolean`, as of each row's `now`.

    Rules: R1, R12, R18.
    """
    text = policy.model_dump_json()

    def sla_breached(
        opened: pa.Array,
        stopped: pa.Array,
        now: pa.Array,
        plan: pa.Array = None,
        priority: pa.Array = None,
        metric: pa.Array = None,
        channel: pa.Array = None,
    ) -> pa.Array:
        return engines.breached(_policy(text), opened, stopped, now, plan, priority, metric, channel, on_error)

    return _arrow_udf(sla_breached, "boolean")


def elapsed(schedule: Schedule, on_error: OnError = "stop") -> Udf:
    """A function of `start` and `end` that says how much open time passed.

    Args:
        schedule: When support is open.
        on_error: What a row without an answer does: `stop` ends the query, `null` gives null.

    Returns:
        A user-defined function whose answers are of type `interval day to second`.

    Rules: R1, R8.
    """
    text = schedule.model_dump_json()

    def sla_elapsed(start: pa.Array, end: pa.Array) -> pa.Array:
        return engines.elapsed(_schedule(text), start, end, on_error)

    return _arrow_udf(sla_elapsed, "interval day to second")


# A worker process lives through many batches and tasks; what it compiled stays with what it read.


@lru_cache(maxsize=16)
def _policy(text: str) -> SlaPolicy:
    return SlaPolicy.model_validate_json(text)


@lru_cache(maxsize=16)
def _schedule(text: str) -> Schedule:
    return Schedule.model_validate_json(text)

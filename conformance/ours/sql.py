"""Tables and macros of DuckDB: each case in a policy of one plan, told as SQL for the years around it."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

import duckdb

from conformance.forms import instant, microseconds, told
from conformance.ours import declared
from conformance.ours.one_plan import policy_of
from conformance.replies import Asked, Refused, Unsupported
from slaclock import SlaPolicy
from slaclock.errors import SlaClockError, SqlError
from slaclock.sql import sql_script

name = "slaclock, SQL"
T = TypeVar("T")

about = "every choice; deadlines and business days forward, as targets; from 1970 on, in multiples of ten seconds"


def answer(asked: Asked) -> Any:
    try:
        _tell(*policy_of(asked, QUESTIONS))
    except SqlError as error:
        raise Unsupported(f"tables cannot say it: {error}") from None
    except SlaClockError as error:
        raise Refused(str(error)) from None
    question = asked["question"]
    return QUESTIONS[question["ask"]](question)


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One database for all cases: to open another takes longer than to tell it a policy."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("SET TimeZone = 'UTC'")
    return connection


@lru_cache(maxsize=1)
def _tell(stated: str, first: int, last: int) -> None:
    """Put a policy in the place of the one before it; cases of one policy mostly stand together."""
    policy = SlaPolicy(**json.loads(stated))
    _database().execute(sql_script(policy, policy.compile((first, last)), "duckdb"))


def _row(query: str, *given: datetime) -> tuple[Any, ...]:
    try:
        found: tuple[Any, ...] | None = _database().execute(query, given).fetchone()
    except duckdb.ConversionException as error:
        raise Refused(str(error)) from None
    assert found
    return found


def _due(question: Mapping[str, Any]) -> str:
    asked = declared.request(question) if question["ask"] == "promised" else {"plan": "only"}
    words = ", ".join(f"{name} := '{value}'" for name, value in asked.items() if value is not None)
    due, reason = _row(f"SELECT sla_due($1, {words}), sla_due_reason($1, {words})", instant(question["start"]))
    if due is None:
        raise Refused(reason)
    assert reason is None, (due, reason)
    return told(due)


def _elapsed(question: Mapping[str, Any]) -> int:
    start, end = instant(question["start"]), instant(question["end"])
    (found,) = _row("SELECT sla_elapsed('only', $1, $2)", start, end)
    return microseconds(_there(found))


def _is_open(question: Mapping[str, Any]) -> bool:
    (found,) = _row("SELECT sla_is_open('only', $1)", instant(question["at"]))
    return bool(_there(found))


def _there(found: T | None) -> T:
    if found is None:
        raise Refused("null")
    return found


QUESTIONS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "add": _due,
    "add_days": _due,
    "due": _due,
    "promised": _due,
    "elapsed": _elapsed,
    "is_open": _is_open,
}

"""Databases that answer by the tables of a policy, and the questions that are put to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Query = Callable[[str], list[tuple[Any, ...]]]
"""Runs SQL, and gives all rows."""


def instant(at: int) -> str:
    """An instant as a literal, to the microsecond."""
    return f"timestamptz '{EPOCH + timedelta(microseconds=at)}'"


def literal(name: str | None) -> str:
    return "NULL" if name is None else "'" + name.replace("'", "''") + "'"


def table_of(questions: Iterable[dict[str, Any]]) -> str:
    """Questions as rows; their columns are called as those of tickets are."""
    rows = (
        f"({i}, {instant(each['opened'])}, {literal(each['plan'])}, {literal(each['priority'])}, "
        f"{literal(each['metric'])}, {literal(each['channel'])}, {literal(each['schedule'])}, {instant(each['until'])})"
        for i, each in enumerate(questions)
    )
    return (
        "CREATE TABLE questions (id int, opened timestamptz, plan text, priority text, metric text, channel text, "
        "schedule text, ending timestamptz);\nINSERT INTO questions VALUES\n" + ",\n".join(rows)
    )


def answers_of(query: Query) -> list[tuple[Any, ...]]:
    """What a database answers: due, whether there is a reason, open or not, and open time, in microseconds."""
    found = query(
        "SELECT sla_due(opened, plan, priority, metric, channel), "
        "sla_due_reason(opened, plan, priority, metric, channel) IS NULL, "
        "sla_is_open(schedule, opened), sla_elapsed(schedule, opened, ending) FROM questions ORDER BY id"
    )
    tick = timedelta.resolution
    return [
        (
            None if due is None else (due - EPOCH) // tick,
            answered,
            is_open,
            None if elapsed is None else elapsed // tick,
        )
        for due, answered, is_open, elapsed in found
    ]


def expected(question: dict[str, Any]) -> tuple[Any, ...]:
    due = question["due"]
    return due, due is not None, question["is_open"], question.get("elapsed")

"""What SQL engines call for each batch of rows: Arrow columns in, an Arrow column out.

An engine offers every question whose parameters are columns that it can hand over, and its functions have the names and
parameters of the questions. No engine says which of its rows stand in a batch, so an error names the values of the row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter
from typing import Any, Literal, TypeAlias, get_args

import pyarrow as pa

from slaclock.columns import QUESTIONS, Answers, NamedSchedules, Question, pc
from slaclock.errors import InstantError, NaiveDatetimeError, RowError, one_of
from slaclock.hours import Schedule
from slaclock.policy import SlaPolicy

Array: TypeAlias = Any
"""An Arrow array; pyarrow has no types of its own."""
OnError = Literal["stop", "null"]
"""What a row without an answer does: it ends the query, or is null."""
Subject: TypeAlias = Schedule | NamedSchedules | SlaPolicy
"""Who is asked."""

_INSTANT = pa.timestamp("us", "UTC")


def offered() -> dict[str, Question]:
    """The questions that engines offer: those whose columns hold instants and names, and that take nothing else."""
    return {name: question for name, question in QUESTIONS.items() if _is_of_rows(question)}


def _is_of_rows(question: Question) -> bool:
    others = list(question.signature.parameters)[1:]
    return all(question.columns.get(name) in _READERS for name in others)


def answer(question: Question, on_error: OnError, subject: Subject, *columns: Array, **named: Array) -> Array:
    """The answers for the rows of a batch.

    Args:
        question: One of those that are offered.
        on_error: What a row without an answer does.
        subject: Who is asked.
        columns: The columns, in the order of the question's parameters; one that is `None` is as if it were left out.
        named: More of them, by the names of parameters.
    """
    one_of(on_error, get_args(OnError), "on_error")
    given = dict(zip(question.columns, columns, strict=False))
    read = [_read(question, name, column) for name, column in given.items()]
    beyond = columns[len(read) :]  # There are none, or Python says how many there may be.
    found = question.ask(subject, *read, *beyond, **{name: _read(question, name, each) for name, each in named.items()})
    if found.problems and on_error == "stop":
        raise RowError(_first_problem(question, found, subject, given | named))
    return found.column()


def _read(question: Question, name: str, column: Array) -> Any:
    parameter = question.signature.parameters[name]
    return parameter.default if column is None else _READERS[question.columns[name]](parameter, column)


def _first_problem(question: Question, found: Answers[Any], subject: Subject, given: Mapping[str, Array]) -> str:
    row = min(found.problems)
    if isinstance(subject, NamedSchedules):
        given = {question.subject: subject.names, **given}
    values = (f"{name}={_value(each, row)}" for name, each in given.items() if each is not None)
    return f"{question.name}({', '.join(values)}): {found.problems[row]}"


def _value(column: Array | str, row: int) -> str:
    value = column if isinstance(column, str) else column[row].as_py()
    return repr(value) if value is None or isinstance(value, str) else str(value)


def one_or_each(names: Array) -> Array:
    """The name that every row has, as where a query names it once, or the column."""
    if not len(names) or names.null_count or pc.equal(names, names[0]).true_count < len(names):
        return names
    return names[0].as_py()


def in_one(column: Array) -> Array:
    """A column in one piece, as it comes mostly."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _instants(parameter: Parameter, column: Array) -> Array:
    """A column of instants, whatever the session calls their zone; readings are refused (R1)."""
    name, kind = parameter.name, column.type
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


def _names(parameter: Parameter, column: Array) -> Array:
    """A column of names; a row without one asks as if it were left out."""
    return column if parameter.default is None else column.cast(pa.string()).fill_null(parameter.default)


_READERS: dict[str, Callable[[Parameter, Array], Array]] = {"instants": _instants, "names": _names}
"""How engines' columns are read, by what they hold."""

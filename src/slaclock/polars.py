"""The questions of `columns` as expressions of polars, eager, lazy and streaming: `Expr.sla`, or typed, `sla(…)`.

`import slaclock.polars` registers them. Where a question takes a column, it takes an expression, or one value for every
row; a text is a name of the policy, and `pl.col("…")` a column. Type checkers and editors know of no registered
expressions; `sla(expression)` gives the same, typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars

from slaclock.columns import OfColumn, Question


@polars.api.register_expr_namespace("sla")
class ExprSla(OfColumn[polars.Expr]):
    """The questions about a column of instants, answered row by row; durations are in microseconds, whatever the units.

    Examples:
        >>> from slaclock import Schedule
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
        >>> tickets = polars.LazyFrame({"opened": ["2026-11-20 16:00Z", "2026-11-21 09:00Z"]})
        >>> opened = polars.col("opened").str.to_datetime(time_zone="UTC")
        >>> tickets.select(opened.sla.is_open(office)).collect()["opened"].to_list()
        [True, False]
    """

    def __init__(self, expression: Any) -> None:
        self._expression = expression

    def _answer(self, question: Question, arguments: dict[str, Any]) -> Any:
        arguments = {**arguments, question.column: self._expression}
        asked: list[Any] = []
        question.with_columns(asked.append, arguments)
        kinds: dict[str, Any] = {"durations": polars.Duration("us"), "counts": polars.Int64()}
        kinds["instants"] = polars.dtype_of(self._expression)
        kind = kinds.get(question.kind, polars.Boolean())

        def answer(found: Sequence[Any]) -> Any:
            rows = max(map(len, found))
            series = iter([_repeated(each, rows) for each in found])
            given = question.with_columns(
                lambda each: next(series) if isinstance(each, polars.Expr) else each, arguments
            )
            column = question.ask(**given).sound_column()
            return column.cast(kind) if question.kind == "durations" else column

        expressions = [each for each in asked if isinstance(each, polars.Expr)]
        return polars.map_batches(expressions, answer, kind, is_elementwise=True)


def _repeated(series: Any, rows: int) -> Any:
    """A literal comes as one row, whatever stands beside it."""
    return series.new_from_index(0, rows) if len(series) == 1 else series


def sla(expression: polars.Expr) -> ExprSla:
    """What is under `.sla` of an expression, typed.

    Examples:
        >>> from slaclock import Schedule
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
        >>> tickets = polars.DataFrame({"opened": ["2026-11-20 16:00Z", "2026-11-21 09:00Z"]})
        >>> opened = polars.col("opened").str.to_datetime(time_zone="UTC")
        >>> tickets.select(sla(opened).is_open(office))["opened"].to_list()
        [True, False]
    """
    return ExprSla(expression)

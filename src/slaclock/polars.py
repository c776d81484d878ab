"""`Expr.sla` of polars: the functions of `columns.py` as expressions, eager, lazy and streaming.

`import slaclock.polars` registers them. What is `Any` below is an expression, or one value for every row; a text is a
name of the policy, and `pl.col("…")` a column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import polars

from slaclock import columns
from slaclock.hours import Boundary, DayRule, Ends, Schedule, Starts
from slaclock.policy import FIRST_RESPONSE, SlaPolicy


@polars.api.register_expr_namespace("sla")
class ExprSla:
    """The questions about a column of instants, answered row by row.

    Examples:
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
        >>> tickets = polars.LazyFrame({"opened": ["2026-11-20 16:00Z", "2026-11-21 09:00Z"]})
        >>> opened = polars.col("opened").str.to_datetime(time_zone="UTC")
        >>> tickets.select(opened.sla.is_open(office)).collect()["opened"].to_list()
        [True, False]
    """

    def __init__(self, expression: Any) -> None:
        self._expression = expression

    def add(self, schedule: Schedule, duration: Any, boundary: Boundary = "closing") -> Any:
        """As `columns.add`."""
        return self._asked(lambda start, added: columns.add(schedule, start, added, boundary), self._like, duration)

    def elapsed(self, schedule: Schedule, end: Any) -> Any:
        """As `columns.elapsed`, from this column to another or to an instant; in microseconds, whatever the units."""
        return self._asked(
            lambda start, end: columns.elapsed(schedule, start, end).cast(polars.Duration("us")),
            polars.Duration("us"),
            end,
        )

    def is_open(self, schedule: Schedule) -> Any:
        """As `columns.is_open`."""
        return self._asked(lambda at: columns.is_open(schedule, at), polars.Boolean())

    def next_opening(self, schedule: Schedule) -> Any:
        """As `columns.next_opening`."""
        return self._asked(lambda at: columns.next_opening(schedule, at), self._like)

    def next_closing(self, schedule: Schedule) -> Any:
        """As `columns.next_closing`."""
        return self._asked(lambda at: columns.next_closing(schedule, at), self._like)

    def previous_opening(self, schedule: Schedule) -> Any:
        """As `columns.previous_opening`."""
        return self._asked(lambda at: columns.previous_opening(schedule, at), self._like)

    def previous_closing(self, schedule: Schedule) -> Any:
        """As `columns.previous_closing`."""
        return self._asked(lambda at: columns.previous_closing(schedule, at), self._like)

    def add_days(
        self,
        schedule: Schedule,
        days: int,
        rule: DayRule = "same_time",
        starts: Starts = "next_opening",
        ends: Ends = "next_opening",
        day_length: timedelta | None = None,
    ) -> Any:
        """As `columns.add_days`."""
        return self._asked(lambda at: columns.add_days(schedule, at, days, rule, starts, ends, day_length), self._like)

    def due(
        self,
        policy: SlaPolicy,
        plan: Any = None,
        priority: Any = None,
        metric: Any = FIRST_RESPONSE,
        channel: Any = None,
    ) -> Any:
        """As `columns.due`, of what was opened at these instants."""
        return self._asked(
            lambda opened, *names: columns.due(policy, opened, *names), self._like, plan, priority, metric, channel
        )

    def breached(
        self,
        policy: SlaPolicy,
        stopped: Any,
        now: Any,
        plan: Any = None,
        priority: Any = None,
        metric: Any = FIRST_RESPONSE,
        channel: Any = None,
    ) -> Any:
        """As `columns.breached`, of what was opened at these instants."""
        return self._asked(
            lambda opened, *rest: columns.breached(policy, opened, *rest),
            polars.Boolean(),
            stopped,
            now,
            plan,
            priority,
            metric,
            channel,
        )

    @property
    def _like(self) -> Any:
        return polars.dtype_of(self._expression)

    def _asked(self, question: Callable[..., Any], dtype: Any, *others: Any) -> Any:
        """An expression that asks about this column and whatever else the question takes."""
        beside = [each for each in others if isinstance(each, polars.Expr)]

        def answer(found: Sequence[Any]) -> Any:
            rows = max(map(len, found))
            first, *rest = (_repeated(each, rows) for each in found)
            following = iter(rest)
            return question(first, *(next(following) if isinstance(each, polars.Expr) else each for each in others))

        return polars.map_batches([self._expression, *beside], answer, dtype, is_elementwise=True)


def _repeated(series: Any, rows: int) -> Any:
    """A literal comes as one row, whatever stands beside it."""
    return series.new_from_index(0, rows) if len(series) == 1 else series

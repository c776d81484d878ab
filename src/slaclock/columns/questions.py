"""The table of the questions: each stands here once for every way in which users ask it.

A question is stated in `answers.py`. Here it becomes a function of `slaclock.columns`, a method of whatever holds one
column, such as a Series of pandas or an expression of polars, and a method of whatever holds a table. Engines, which
have names but no methods, find it in `QUESTIONS`.
"""

from __future__ import annotations

from collections.abc import Mapping

try:
    from slaclock.columns import answers
except ImportError as error:  # pragma: no cover - tried in a process of its own: the tests have the extra
    if error.name not in ("numpy", "pyarrow"):
        raise
    raise ImportError("columns need an extra; run: pip install 'slaclock[columns]'", name=error.name) from error

from slaclock.columns.doors import A, Door, of_column, of_table, sound
from slaclock.columns.signatures import Question

add = sound(answers.add)
add_days = sound(answers.add_days)
breached = sound(answers.breached)
business_days = sound(answers.business_days)
due = sound(answers.due)
elapsed = sound(answers.elapsed)
is_open = sound(answers.is_open)
next_closing = sound(answers.next_closing)
next_opening = sound(answers.next_opening)
previous_closing = sound(answers.previous_closing)
previous_opening = sound(answers.previous_opening)


class OfColumn(Door[A]):
    """The questions about one column."""

    add = of_column(answers.add)
    add_days = of_column(answers.add_days)
    breached = of_column(answers.breached)
    business_days = of_column(answers.business_days)
    due = of_column(answers.due)
    elapsed = of_column(answers.elapsed)
    is_open = of_column(answers.is_open)
    next_closing = of_column(answers.next_closing)
    next_opening = of_column(answers.next_opening)
    previous_closing = of_column(answers.previous_closing)
    previous_opening = of_column(answers.previous_opening)


class OfTable(Door[A]):
    """The questions about the columns of a table."""

    add = of_table(answers.add)
    add_days = of_table(answers.add_days)
    breached = of_table(answers.breached)
    business_days = of_table(answers.business_days)
    due = of_table(answers.due)
    elapsed = of_table(answers.elapsed)
    is_open = of_table(answers.is_open)
    next_closing = of_table(answers.next_closing)
    next_opening = of_table(answers.next_opening)
    previous_closing = of_table(answers.previous_closing)
    previous_opening = of_table(answers.previous_opening)


QUESTIONS: Mapping[str, Question] = {
    name: Question(method.__wrapped__) for name, method in vars(OfTable).items() if hasattr(method, "__wrapped__")
}
"""Every question by its name."""

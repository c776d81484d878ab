"""The days of a week, and how runs of them are written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WEEK: tuple[Weekday, ...] = get_args(Weekday)
"""The days of a week in the order of `date.weekday()`."""


def in_week_order(days: Iterable[object]) -> tuple[Weekday, ...]:
    """Days once each, Monday first."""
    named = set(days)
    return tuple(day for day in WEEK if day in named)


def write_days(days: tuple[Weekday, ...]) -> str:
    """Days in the shortest usual form, a run over the weekend included: `Sun-Thu`."""
    indices = {WEEK.index(day) for day in days}
    if len(indices) == 7:
        return "Mon-Sun"
    starts = [index for index in sorted(indices) if (index - 1) % 7 not in indices]
    return ",".join(_write_run(start, indices) for start in starts)


def _write_run(start: int, indices: set[int]) -> str:
    last = start
    while (last + 1) % 7 in indices:
        last += 1
    first_name, last_name = WEEK[start], WEEK[last % 7]
    if last == start:
        return first_name
    return f"{first_name}{',' if last - start == 1 else '-'}{last_name}"

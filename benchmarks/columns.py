"""How fast whole columns are answered: beside bare prefix sums, beside workclock, and in each library's own columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from typing import Any

import numpy as np

from benchmarks.contestants import Yardstick, release
from benchmarks.desk import Desk
from benchmarks.speed import YEARS, ZONE, desk
from benchmarks.timing import Entry, Race

SIZES = (100_000, 1_000_000)
SPANS = {"a week": timedelta(days=7), "two years": timedelta(days=730)}
AMOUNTS = {"a week": timedelta(hours=45), "two years": timedelta(hours=4_500)}
"""The most open time that is added: about as much as the span holds."""
SLOW_PEER_ROWS = 100_000
"""Rows at most where a call of workclock takes seconds."""
ROUNDS = 15
Column = np.ndarray[Any, Any]
Call = Callable[..., object]


@dataclass(frozen=True)
class ColumnRace:
    """A question asked of a column of so many rows, over spans of up to so much time."""

    question: str
    rows: int
    span: str
    race: Race


class PrefixSums:
    """The least that numpy can do: `searchsorted` over openings and running totals, in microseconds.

    It knows only the years that it was made for, and checks nothing.
    """

    def __init__(self, desk: Desk) -> None:
        windows = [Yardstick._window(day, desk) for day in Yardstick(YEARS)._dates(desk)]
        self.starts = np.array([_micros(start) for start, _ in windows])
        self.ends = np.array([_micros(end) for _, end in windows])
        self.after = np.array(list(accumulate((self.ends - self.starts).tolist())))
        self.before = self.after - (self.ends - self.starts)

    def open_before(self, at: Column) -> Column:
        place = np.searchsorted(self.starts, at, side="right") - 1
        return self.after[place] - np.maximum(self.ends[place] - at, 0)

    def elapsed(self, start: Column, end: Column) -> Column:
        counted = self.open_before(end.view(np.int64)) - self.open_before(start.view(np.int64))
        return counted.view("m8[us]")

    def add(self, start: Column, amount: Column) -> Column:
        goal = self.open_before(start.view(np.int64)) + amount.view(np.int64)
        place = np.searchsorted(self.after, goal, side="left")
        return (self.starts[place] + (goal - self.before[place])).view("M8[us]")


def _micros(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta.resolution


def beside_yardstick_and_peer(rounds: int = ROUNDS) -> list[ColumnRace]:
    """Time `elapsed` and `add` of numpy columns; whoever answers otherwise than slaclock is an error."""
    found = []
    for rows in SIZES:
        for span in SPANS:
            for question, (calls, arguments) in _questions(rows, span).items():
                entries = {name: Entry(call, [arguments]) for name, call in calls.items()}
                _refuse_other_answers({name: call(*arguments) for name, call in calls.items()})
                found.append(ColumnRace(question, rows, span, Race(entries, rounds)))
    return found


def _questions(rows: int, span: str) -> dict[str, tuple[dict[str, Call], tuple[Column, Column]]]:
    from slaclock import columns

    schedule, yardstick = _schedule(), PrefixSums(desk())
    starts, ends, amounts = instants(rows, span)
    elapsed: dict[str, Call] = {
        "yardstick": yardstick.elapsed,
        "slaclock": lambda start, end: columns.elapsed(schedule, start, end),
    }
    add: dict[str, Call] = {
        "yardstick": yardstick.add,
        "slaclock": lambda start, amount: columns.add(schedule, start, amount),
    }
    if release("workclock") and (rows <= SLOW_PEER_ROWS or span == "a week"):
        peer = _workclock()
        elapsed["workclock"], add["workclock"] = peer.between_many, peer.add_many
    return {"elapsed": (elapsed, (starts, ends)), "add": (add, (starts, amounts))}


def instants(rows: int, span: str) -> tuple[Column, Column, Column]:
    """Return instants all over two years, others up to a span later, and amounts of open time."""
    pick = np.random.default_rng(2026)
    starts = _micros(datetime(2024, 1, 1, tzinfo=UTC)) + pick.integers(0, 730 * 86_400 * 10**6, rows)
    later = pick.integers(0, SPANS[span] // timedelta.resolution, rows)
    amounts = pick.integers(1, AMOUNTS[span] // timedelta.resolution, rows)
    return starts.view("M8[us]"), (starts + later).view("M8[us]"), amounts.view("m8[us]")


def _schedule() -> Any:
    from slaclock import Schedule

    return Schedule(timezone=ZONE, hours="Mon-Fri 09:00-18:00", holidays="US")


def _workclock() -> Any:
    from workclock import Holidays, Schedule, WorkDay

    told = desk()
    return Schedule([WorkDay(time(9), time(18), told.weekdays), Holidays(told.holidays)], time_zone=ZONE)


def _refuse_other_answers(answers: dict[str, Any]) -> None:
    for name, answer in answers.items():
        if not np.array_equal(answer, answers["slaclock"]):
            raise AssertionError(f"{name} answers otherwise than slaclock, so their times cannot be compared")


def hand_overs(rounds: int = ROUNDS) -> list[ColumnRace]:
    """Time the same question in the columns of each library against numpy's, which are handed over as they are."""
    from slaclock import columns

    schedule = _schedule()
    found = []
    for rows in SIZES:
        starts, ends, amounts = instants(rows, "a week")
        made = {name: [make(each) for each in (starts, ends, amounts)] for name, make in _makes().items()}
        for question, ask, second in (("elapsed", columns.elapsed, 1), ("add", columns.add, 2)):
            entries = {
                name: Entry(ask, [(schedule, given[0], given[second])])  # type: ignore[arg-type]
                for name, given in made.items()
            }
            found.append(ColumnRace(question, rows, "a week", Race(entries, rounds)))
    return found


def _makes() -> dict[str, Callable[[Column], Any]]:
    import pandas
    import polars
    import pyarrow

    def in_pandas(column: Column) -> Any:
        series = pandas.Series(column)
        return series.dt.tz_localize("UTC").dt.tz_convert(ZONE) if column.dtype.kind == "M" else series

    def in_arrow(column: Column) -> Any:
        array = pyarrow.array(column)
        return array.cast(pyarrow.timestamp("us", ZONE)) if column.dtype.kind == "M" else array

    return {
        "numpy": lambda column: column,
        "pandas": in_pandas,
        "polars": lambda column: polars.Series("opened", in_arrow(column)),
        "Arrow": in_arrow,
    }

"""Columns of instants and durations as int64 microseconds, and answers in the unit of what was given (R1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from slaclock.columns.column_kinds import UNITS, Form, Raw, TimeKind, Unit, raw_column
from slaclock.columns.instants import (
    FIRST_MICROS,
    LAST_MICROS,
    LONGEST,
    Mask,
    Micros,
    clipped,
    instant_at,
    instant_micros,
)
from slaclock.errors import InstantError
from slaclock.hours import to_utc

_MICROS = {"s": 1_000_000, "ms": 1_000, "us": 1}
_NANOS = 1_000
_MOST_NANOS = np.iinfo(np.int64).max // _NANOS
_LIMITS = {"instants": (FIRST_MICROS, LAST_MICROS), "durations": (-LONGEST, LONGEST)}


@dataclass(frozen=True)
class Column:
    """Instants or durations as microseconds: one for each row, or a single one for every row."""

    micros: Micros
    valid: Mask | None = None
    """Which rows have one that can be used; `None` for all of them."""
    unit: Unit = "us"
    form: Form | None = None
    """How answers are handed back; a single value has no form."""
    index: Any = None
    """The index of a pandas column."""
    problems: Mapping[int, str] = field(default_factory=dict)
    """Why rows cannot be used that hold something."""

    @property
    def rows(self) -> int | None:
        """How many rows there are; `None` for a single value."""
        return len(self.micros) if self.form else None


def read_instants(given: Any) -> Column:
    """A column of instants.

    Raises:
        InstantError: It is no column of a known kind, or holds something else.
        NaiveDatetimeError: Its instants have no time zone.
    """
    return _in_micros(raw_column(given, "instants"), "instants")


def read_instants_or_one(given: Any) -> Column:
    """A column of instants, or one for every row; `None` is missing in every row."""
    if _is_nothing(given):
        return _nothing()
    if isinstance(given, datetime):
        _refuse_nanoseconds(given)
        return Column(np.array([instant_micros(to_utc(given))], np.int64))
    return _single(given, "instants") if isinstance(given, np.datetime64) else read_instants(given)


def read_durations_or_one(given: Any) -> Column:
    """A column of durations, or one for every row; `None` is missing in every row."""
    if _is_nothing(given):
        return _nothing()
    if isinstance(given, timedelta) and not isinstance(given, np.timedelta64):
        _refuse_nanoseconds(given)
        return Column(np.array([clipped(given)], np.int64))
    if isinstance(given, np.timedelta64):
        return _single(given, "durations")
    return _in_micros(raw_column(given, "durations"), "durations")


def _single(given: np.datetime64 | np.timedelta64, kind: TimeKind) -> Column:
    column = _in_micros(raw_column(np.array([given]), kind), kind)
    if column.problems:
        raise InstantError(column.problems[0])
    return Column(column.micros, column.valid)


def _is_nothing(given: Any) -> bool:
    # What pandas has for a missing instant is no datetime, but says that it is.
    return given is None or type(given).__name__ == "NaTType" or (isinstance(given, np.generic) and np.isnat(given))


def _nothing() -> Column:
    return Column(np.zeros(1, np.int64), np.zeros(1, np.bool_))


def _refuse_nanoseconds(given: Any) -> None:
    if getattr(given, "nanosecond", 0) or getattr(given, "nanoseconds", 0):
        raise InstantError(f"{given} has a part of a microsecond; round it first, e.g. with .round('us')")


def _in_micros(raw: Raw, kind: TimeKind) -> Column:
    low, high = _LIMITS[kind]
    values = raw.values
    if raw.unit == "ns":
        micros = values // _NANOS
        sound = _all(micros * _NANOS == values)
    else:
        scale = _MICROS[raw.unit]
        sound = _between(values, -(-low // scale), high // scale)
        micros = values if scale == 1 else values * scale
    return _column(raw, micros, sound, kind)


def _column(raw: Raw, micros: Micros, sound: Mask | None, kind: TimeKind) -> Column:
    if sound is None or (raw.valid is not None and bool(sound[raw.valid].all())):
        return Column(micros, raw.valid, raw.unit, raw.form, raw.index)
    bad = np.flatnonzero(~sound if raw.valid is None else raw.valid & ~sound)
    problems = {row: _unusable(int(raw.values[row]), raw.unit, kind) for row in bad.tolist()}
    valid = sound if raw.valid is None else raw.valid & sound
    return Column(micros, valid, raw.unit, raw.form, raw.index, problems)


def _unusable(value: int, unit: Unit, kind: TimeKind) -> str:
    shown = f"{np.datetime64(value, unit)}Z" if kind == "instants" else f"{value} {unit}"
    if unit == "ns":
        return f"{shown} has a part of a microsecond; round the column first, e.g. to 'us'"
    if kind == "instants":
        return f"{shown} lies outside the years 1 to 9999"
    return f"{shown} is longer than the years 1 to 9999"


def _all(holds: Mask) -> Mask | None:
    return None if holds.all() else holds


def _between(values: Micros, low: int, high: int) -> Mask | None:
    if not len(values) or (low <= values.min() and values.max() <= high):
        return None
    return (low <= values) & (values <= high)


# Handing back


def finer(*columns: Column) -> Unit:
    """The finest unit of some columns; a single value has the microsecond's."""
    return UNITS[max(UNITS.index(column.unit) for column in columns)]


def in_unit(values: Micros, unit: Unit, kind: TimeKind, valid: Mask | None) -> tuple[Micros, dict[int, str]]:
    """Microseconds in the unit of a column, and the rows that it cannot hold (R1)."""
    if unit == "us":
        return values, {}
    if unit == "ns":
        steps, sound = values * _NANOS, _between(values, -_MOST_NANOS, _MOST_NANOS)
    else:
        steps = values // _MICROS[unit]
        sound = _all(steps * _MICROS[unit] == values)
    if sound is None:
        return steps, {}
    bad = np.flatnonzero(~sound if valid is None else valid & ~sound)
    return steps, {row: _unsayable(int(values[row]), unit, kind) for row in bad.tolist()}


def _unsayable(value: int, unit: Unit, kind: TimeKind) -> str:
    shown = instant_at(value).isoformat(" ") if kind == "instants" else str(timedelta(microseconds=value))
    problem = "lies beyond what nanoseconds can say" if unit == "ns" else f"is no whole number of {unit}"
    return f"the answer {shown} {problem}; give the column in a unit that can, e.g. 'us'"

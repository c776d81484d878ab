"""What goes in decides what comes out: columns of pandas, polars, Arrow and numpy, and int64 in between.

No optional package is imported but Arrow: what a column is made of was loaded by whoever made it. A column in
microseconds is read without a copy.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, Protocol, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from slaclock.columns.instants import (
    FIRST_MICROS,
    LAST_MICROS,
    LONGEST,
    Mask,
    Micros,
    instant_at,
    instant_micros,
    micros_of,
)
from slaclock.errors import InstantError, NaiveDatetimeError, UnknownNameError
from slaclock.hours import to_utc

Unit = Literal["s", "ms", "us", "ns"]
"""What one step of a column is."""
Kind = Literal["instants", "durations"]

_UNITS: tuple[Unit, ...] = get_args(Unit)
_MICROS = {"s": 1_000_000, "ms": 1_000, "us": 1}
_NANOS = 1_000
_MOST_NANOS = np.iinfo(np.int64).max // _NANOS
_MISSING = np.iinfo(np.int64).min
"""How numpy and pandas say that there is nothing."""
_ZONE = "'America/New_York'"
_LIMITS = {"instants": (FIRST_MICROS, LAST_MICROS), "durations": (-LONGEST, LONGEST)}


class Form(Protocol):
    """How answers are handed back; `valid` says which rows have one, `None` that all do."""

    def instants(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        """A column of instants, in the zone of the column that was given."""
        ...

    def durations(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        """A column of durations."""
        ...

    def booleans(self, values: Mask, valid: Mask | None) -> Any:
        """A column of yes and no."""
        ...


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


class Labels(NamedTuple):
    """Names, of plans or the like: for each row the number of one, or a single one for every row."""

    names: Sequence[str | None]
    codes: npt.NDArray[np.intp] | None = None
    """For each row where its name stands; the last one is `None`, for rows without a name."""
    index: Any = None
    """The index of a pandas column."""

    @property
    def rows(self) -> int | None:
        """How many rows there are; `None` for a single name."""
        return None if self.codes is None else len(self.codes)


# Reading


class _Raw(NamedTuple):
    """A column as it came: whole numbers of its unit."""

    values: Micros
    unit: Unit
    valid: Mask | None
    form: Form
    index: Any = None


def read_instants(given: Any) -> Column:
    """A column of instants.

    Raises:
        InstantError: It is no column of a known kind, or holds something else.
        NaiveDatetimeError: Its instants have no time zone.
    """
    return _in_micros(_raw(given, "instants"), "instants")


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
    return _in_micros(_raw(given, "durations"), "durations")


def _single(given: np.datetime64 | np.timedelta64, kind: Kind) -> Column:
    column = _in_micros(_from_numpy(np.array([given]), kind), kind)
    if column.problems:
        raise InstantError(column.problems[0])
    return Column(column.micros, column.valid)


def clipped(duration: timedelta) -> int:
    """A duration in microseconds; what is too long for 64 bits is too long for any answer."""
    return min(max(micros_of(duration), -LONGEST), LONGEST)


def _is_nothing(given: Any) -> bool:
    # What pandas has for a missing instant is no datetime, but says that it is.
    return given is None or type(given).__name__ == "NaTType" or (isinstance(given, np.generic) and np.isnat(given))


def _nothing() -> Column:
    return Column(np.zeros(1, np.int64), np.zeros(1, np.bool_))


def _refuse_nanoseconds(given: Any) -> None:
    if getattr(given, "nanosecond", 0) or getattr(given, "nanoseconds", 0):
        raise InstantError(f"{given} has a part of a microsecond; round it first, e.g. with .round('us')")


def _in_micros(raw: _Raw, kind: Kind) -> Column:
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


def _column(raw: _Raw, micros: Micros, sound: Mask | None, kind: Kind) -> Column:
    if sound is None or (raw.valid is not None and bool(sound[raw.valid].all())):
        return Column(micros, raw.valid, raw.unit, raw.form, raw.index)
    bad = np.flatnonzero(~sound if raw.valid is None else raw.valid & ~sound)
    problems = {row: _unusable(int(raw.values[row]), raw.unit, kind) for row in bad.tolist()}
    valid = sound if raw.valid is None else raw.valid & sound
    return Column(micros, valid, raw.unit, raw.form, raw.index, problems)


def _unusable(value: int, unit: Unit, kind: Kind) -> str:
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


# Where columns come from


def _raw(given: Any, kind: Kind) -> _Raw:
    if isinstance(given, np.ndarray):
        return _from_numpy(given, kind)
    if _is_made_by("pandas", ("Series", "Index"), given):
        return _from_pandas(given, kind)
    if _is_made_by("polars", ("Series",), given):
        return _from_polars(given, kind)
    if (arrow := _arrow_of(given)) is not None:
        return _from_arrow(arrow, kind)
    raise InstantError(
        f"{type(given).__name__} is no column of {kind}; "
        "give a Series of pandas or polars, an Arrow array, or a datetime64 or timedelta64 array of numpy"
    )


def _is_made_by(package: str, names: tuple[str, ...], given: Any) -> bool:
    module = sys.modules.get(package)
    return module is not None and isinstance(given, tuple(getattr(module, name) for name in names))


def _arrow_of(given: Any) -> Any:
    """An Arrow array or chunked array, also of anything that hands one over; `None` of anything else."""
    if isinstance(given, (pa.Array, pa.ChunkedArray)):
        return given
    if hasattr(given, "__arrow_c_array__"):
        return pa.array(given)
    return pa.chunked_array(given) if hasattr(given, "__arrow_c_stream__") else None


def _from_numpy(given: npt.NDArray[Any], kind: Kind) -> _Raw:
    if given.ndim != 1 or given.dtype.kind != ("M" if kind == "instants" else "m"):
        raise InstantError(
            f"an array of {given.ndim} dimensions and type {given.dtype} is no column of {kind}; "
            f"give one of type {'datetime64[us], read as UTC' if kind == 'instants' else 'timedelta64[us]'}"
        )
    unit = _unit_of(given.dtype)
    values = given.astype(f"{given.dtype.kind}8[{unit}]", copy=False).view(np.int64)
    valid = _not_missing(values)
    if isinstance(given, np.ma.MaskedArray):
        unmasked = ~np.ma.getmaskarray(given)
        values, valid = np.asarray(values), unmasked if valid is None else unmasked & np.asarray(valid)
    return _Raw(values, unit, valid, _Numpy())


def _unit_of(dtype: np.dtype[Any]) -> Unit:
    """The unit of a column; what counts minutes, hours or days is taken in seconds."""
    found, count = np.datetime_data(dtype)
    known: dict[str, Unit] = {unit: unit for unit in _UNITS}
    if count != 1 or found not in (*known, "m", "h", "D"):
        raise InstantError(f"a column of type {dtype} has no unit that is known here; give one in s, ms, us or ns")
    return known.get(found, "s")


def _not_missing(values: Micros) -> Mask | None:
    return values != _MISSING if len(values) and values.min() == _MISSING else None


def _from_pandas(given: Any, kind: Kind) -> _Raw:
    pandas = sys.modules["pandas"]
    index = given.index if isinstance(given, pandas.Series) else None
    if isinstance(given.dtype, pandas.ArrowDtype):
        raw = _from_arrow(pa.chunked_array(given.array.__arrow_array__()), kind)
        return raw._replace(form=_ArrowInPandas(raw.form, index, given.name), index=index)
    if kind == "instants" and not isinstance(given.dtype, pandas.DatetimeTZDtype):
        if given.dtype.kind == "M":
            raise _naive(f"column.dt.tz_localize({_ZONE})")
        raise _wrong(given.dtype, kind, "pandas.to_datetime(column, utc=True)")
    if kind == "durations" and given.dtype.kind != "m":
        raise _wrong(given.dtype, kind, "pandas.to_timedelta(column, unit='h')")
    unit = given.dtype.unit if kind == "instants" else _unit_of(given.dtype)
    values = given.to_numpy(f"{given.dtype.kind}8[{unit}]").view(np.int64)
    zone = given.dtype.tz if kind == "instants" else None
    return _Raw(values, unit, _not_missing(values), _Pandas(index, given.name, zone), index)


def _from_polars(given: Any, kind: Kind) -> _Raw:
    polars: Any = sys.modules["polars"]
    dtype = given.dtype
    if dtype == polars.Null:
        return _nothing_in(_Polars(given.name), len(given))
    if not isinstance(dtype, polars.Datetime if kind == "instants" else polars.Duration):
        raise _wrong(dtype, kind, "column.cast(polars.Duration)" if kind == "durations" else "column.str.to_datetime()")
    zone = dtype.time_zone if kind == "instants" else None
    if kind == "instants" and zone is None:
        raise _naive(f"column.dt.replace_time_zone({_ZONE})")
    steps = given.to_physical()
    form = _Polars(given.name, zone)
    if not given.null_count():
        return _Raw(steps.to_numpy(), dtype.time_unit, None, form)
    return _Raw(steps.fill_null(0).to_numpy(), dtype.time_unit, given.is_not_null().to_numpy(), form)


def _from_arrow(given: Any, kind: Kind) -> _Raw:
    lengths = tuple(map(len, given.chunks)) if isinstance(given, pa.ChunkedArray) else None
    array = _one_array(given)
    if pa.types.is_null(array.type):
        return _nothing_in(_Arrow(None, lengths), len(array))
    if not (pa.types.is_timestamp if kind == "instants" else pa.types.is_duration)(array.type):
        raise _wrong(
            array.type, kind, f"column.cast(pyarrow.{'timestamp' if kind == 'instants' else 'duration'}('us'))"
        )
    zone = array.type.tz if kind == "instants" else None
    if kind == "instants" and zone is None:
        raise _naive(f"pyarrow.compute.assume_timezone(column, {_ZONE})")
    valid = array.is_valid().to_numpy(zero_copy_only=False) if array.null_count else None
    return _Raw(_steps(array), array.type.unit, valid, _Arrow(zone, lengths))


def _steps(array: Any) -> Micros:
    """The numbers of an Arrow array where they stand; what is missing has any."""
    if not len(array):
        return np.zeros(0, np.int64)
    return np.frombuffer(array.buffers()[1], np.int64, len(array), array.offset * 8)


def _one_array(given: Any) -> Any:
    if not isinstance(given, pa.ChunkedArray):
        return given
    # Arrow fails to join empty chunks that came over a stream.
    chunks = [chunk for chunk in given.unify_dictionaries().chunks if len(chunk)]
    return pa.concat_arrays(chunks) if len(chunks) > 1 else chunks[0] if chunks else pa.array([], given.type)


def _nothing_in(form: Form, rows: int) -> _Raw:
    return _Raw(np.zeros(rows, np.int64), "us", np.zeros(rows, np.bool_), form)


def _naive(way_out: str) -> NaiveDatetimeError:
    return NaiveDatetimeError(f"the column has no time zone, so it names no instants; give it one, e.g. {way_out}")


def _wrong(dtype: Any, kind: Kind, way_out: str) -> InstantError:
    return InstantError(f"a column of type {dtype} holds no {kind}; give one that does, e.g. {way_out}")


# Names


def read_labels(given: Any) -> Labels:
    """A column of names, or one for every row.

    Raises:
        UnknownNameError: It holds something other than text.
    """
    if given is None or isinstance(given, str):
        return Labels((given,))
    encoded = _encoded(_text_of(given))
    codes = encoded.indices.fill_null(len(encoded.dictionary)) if encoded.null_count else encoded.indices
    names = [*encoded.dictionary.to_pylist(), None]
    index = given.index if _is_made_by("pandas", ("Series",), given) else None
    return Labels(names, codes.to_numpy(zero_copy_only=False).astype(np.intp), index)


def _text_of(given: Any) -> Any:
    if _is_made_by("polars", ("Series",), given):
        return given.to_arrow()
    if (arrow := _arrow_of(given)) is not None and not _is_made_by("pandas", ("Series", "Index"), given):
        return arrow
    try:
        return pa.array(given, from_pandas=True)
    except (pa.ArrowException, TypeError) as error:
        raise UnknownNameError(f"a column of names holds text only: {error}") from None


def _encoded(text: Any) -> Any:
    array = _one_array(text)
    if pa.types.is_null(array.type):
        array = array.cast(pa.string())
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode() if _is_text(array.type) else _refuse_names(array.type)
    return array if _is_text(array.type.value_type) else _refuse_names(array.type)


def _is_text(dtype: Any) -> bool:
    return any(holds(dtype) for holds in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view))


def _refuse_names(dtype: Any) -> Any:
    raise UnknownNameError(f"a column of type {dtype} holds no names; give text, e.g. 'P1'")


# Handing back


def finer(*columns: Column) -> Unit:
    """The finest unit of some columns; a single value has the microsecond's."""
    return _UNITS[max(_UNITS.index(column.unit) for column in columns)]


def in_unit(values: Micros, unit: Unit, kind: Kind, valid: Mask | None) -> tuple[Micros, dict[int, str]]:
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


def _unsayable(value: int, unit: Unit, kind: Kind) -> str:
    shown = instant_at(value).isoformat(" ") if kind == "instants" else str(timedelta(microseconds=value))
    problem = "lies beyond what nanoseconds can say" if unit == "ns" else f"is no whole number of {unit}"
    return f"the answer {shown} {problem}; give the column in a unit that can, e.g. 'us'"


def _or_missing(values: Micros, valid: Mask | None) -> Micros:
    return values if valid is None else np.where(valid, values, _MISSING)


@dataclass(frozen=True)
class _Numpy:
    def instants(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        return _or_missing(values, valid).view(f"M8[{unit}]")

    def durations(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        return _or_missing(values, valid).view(f"m8[{unit}]")

    def booleans(self, values: Mask, valid: Mask | None) -> Any:
        return values if valid is None else np.ma.array(values, mask=~valid)


@dataclass(frozen=True)
class _Pandas:
    index: Any
    """`None` for a column that is an index itself."""
    name: Any
    zone: Any = None

    def instants(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        pandas: Any = sys.modules["pandas"]
        steps = _or_missing(values, valid).view(f"M8[{unit}]")
        return self._named(pandas.DatetimeIndex(steps, copy=False).tz_localize("UTC").tz_convert(self.zone))

    def durations(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        pandas: Any = sys.modules["pandas"]
        return self._named(pandas.TimedeltaIndex(_or_missing(values, valid).view(f"m8[{unit}]"), copy=False))

    def booleans(self, values: Mask, valid: Mask | None) -> Any:
        pandas: Any = sys.modules["pandas"]
        missing = np.zeros(len(values), np.bool_) if valid is None else ~valid
        return self._named(pandas.arrays.BooleanArray(values, missing))

    def _named(self, column: Any) -> Any:
        pandas: Any = sys.modules["pandas"]
        if self.index is None:
            return pandas.Index(column, name=self.name)
        return pandas.Series(column, index=self.index, name=self.name, copy=False)


@dataclass(frozen=True)
class _Arrow:
    zone: str | None
    lengths: tuple[int, ...] | None = None
    """Of the chunks; `None` for a column in one piece."""

    def instants(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        return self._chunked(_arrow_array(values, valid, pa.timestamp(unit, self.zone)))

    def durations(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        return self._chunked(_arrow_array(values, valid, pa.duration(unit)))

    def booleans(self, values: Mask, valid: Mask | None) -> Any:
        return self._chunked(pa.array(values) if valid is None else pa.array(values, mask=~valid))

    def _chunked(self, array: Any) -> Any:
        if self.lengths is None:
            return array
        ends = np.cumsum(self.lengths).tolist()
        chunks = [array.slice(end - length, length) for end, length in zip(ends, self.lengths, strict=True)]
        return pa.chunked_array(chunks, type=array.type)


def _arrow_array(values: Micros, valid: Mask | None, kind: Any) -> Any:
    """The numbers as an array of a kind, without a copy."""
    bits = None if valid is None else pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.Array.from_buffers(kind, len(values), [bits, pa.py_buffer(values)])


@dataclass(frozen=True)
class _ArrowInPandas:
    inner: Form
    index: Any
    name: Any

    def instants(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        return self._wrapped(self.inner.instants(values, unit, valid))

    def durations(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        return self._wrapped(self.inner.durations(values, unit, valid))

    def booleans(self, values: Mask, valid: Mask | None) -> Any:
        return self._wrapped(self.inner.booleans(values, valid))

    def _wrapped(self, array: Any) -> Any:
        pandas: Any = sys.modules["pandas"]
        return _Pandas(self.index, self.name)._named(pandas.arrays.ArrowExtensionArray(array))


@dataclass(frozen=True)
class _Polars:
    name: str
    zone: str | None = None

    def instants(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        return self._series(_Arrow(self.zone).instants(values, unit, valid))

    def durations(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        return self._series(_Arrow(None).durations(values, unit, valid))

    def booleans(self, values: Mask, valid: Mask | None) -> Any:
        return self._series(_Arrow(None).booleans(values, valid))

    def _series(self, array: Any) -> Any:
        polars: Any = sys.modules["polars"]
        return polars.Series(self.name, array)

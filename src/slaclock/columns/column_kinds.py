"""Columns as pandas, polars, Arrow and numpy have them: the numbers in each, and answers put back in the same.

No optional package is imported but Arrow: what a column is made of was loaded by whoever made it. A column in
microseconds is read without a copy.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from slaclock.columns.instants import Mask, Micros
from slaclock.errors import InstantError, NaiveDatetimeError

Unit = Literal["s", "ms", "us", "ns"]
"""What one step of a column is."""
TimeKind = Literal["instants", "durations"]

UNITS: tuple[Unit, ...] = get_args(Unit)
_TAKEN_IN: dict[str, Unit] = {"m": "s", "h": "s", "D": "s", **{unit: unit for unit in UNITS}}
"""Columns of numpy that count minutes, hours or days are taken in seconds."""
_MISSING = np.iinfo(np.int64).min
"""How numpy and pandas say that there is nothing."""
_ZONE = "'America/New_York'"


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

    def counts(self, values: Micros, valid: Mask | None) -> Any:
        """A column of whole numbers."""
        ...


class Raw(NamedTuple):
    """A column as it came: whole numbers of its unit."""

    values: Micros
    unit: Unit
    valid: Mask | None
    form: Form
    index: Any = None


def raw_column(given: Any, kind: TimeKind) -> Raw:
    """The numbers of a column of any make.

    Raises:
        InstantError: It is no column of a known make, or holds something else.
        NaiveDatetimeError: Its instants have no time zone.
    """
    if isinstance(given, np.ndarray):
        return _from_numpy(given, kind)
    if is_made_by("pandas", ("Series", "Index"), given):
        return _from_pandas(given, kind)
    if is_made_by("polars", ("Series",), given):
        return _from_polars(given, kind)
    if (arrow := arrow_of(given)) is not None:
        return _from_arrow(arrow, kind)
    raise InstantError(
        f"{type(given).__name__} is no column of {kind}; "
        "give a Series of pandas or polars, an Arrow array, or a datetime64 or timedelta64 array of numpy"
    )


def is_made_by(package: str, names: tuple[str, ...], given: Any) -> bool:
    """Whether something is of these classes of a package, which is not loaded to find out."""
    module = sys.modules.get(package)
    # A class is missing while another thread loads the package; then nothing is of it yet.
    return module is not None and isinstance(given, tuple(getattr(module, name, ()) for name in names))


def arrow_of(given: Any) -> Any:
    """An Arrow array or chunked array, also of anything that hands one over; `None` of anything else."""
    if isinstance(given, (pa.Array, pa.ChunkedArray)):
        return given
    if hasattr(given, "__arrow_c_array__"):
        return pa.array(given)
    return pa.chunked_array(given) if hasattr(given, "__arrow_c_stream__") else None


def _naive(way_out: str) -> NaiveDatetimeError:
    return NaiveDatetimeError(f"the column has no time zone, so it names no instants; give it one, e.g. {way_out}")


def _wrong(dtype: Any, kind: TimeKind, way_out: str) -> InstantError:
    return InstantError(f"a column of type {dtype} holds no {kind}; give one that does, e.g. {way_out}")


def _nothing_in(form: Form, rows: int) -> Raw:
    return Raw(np.zeros(rows, np.int64), "us", np.zeros(rows, np.bool_), form)


# numpy


def _from_numpy(given: npt.NDArray[Any], kind: TimeKind) -> Raw:
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
    return Raw(values, unit, valid, _Numpy())


def _unit_of(dtype: np.dtype[Any]) -> Unit:
    """The unit in which a column is taken."""
    found, count = np.datetime_data(dtype)
    if count != 1 or found not in _TAKEN_IN:
        raise InstantError(f"a column of type {dtype} has no unit that is known here; give one in s, ms, us or ns")
    return _TAKEN_IN[found]


def _not_missing(values: Micros) -> Mask | None:
    return values != _MISSING if len(values) and values.min() == _MISSING else None


@dataclass(frozen=True)
class _Numpy:
    def instants(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        return _or_missing(values, valid).view(f"M8[{unit}]")

    def durations(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        return _or_missing(values, valid).view(f"m8[{unit}]")

    def booleans(self, values: Mask, valid: Mask | None) -> Any:
        return values if valid is None else np.ma.array(values, mask=~valid)

    def counts(self, values: Micros, valid: Mask | None) -> Any:
        return values if valid is None else np.ma.array(values, mask=~valid)


def _or_missing(values: Micros, valid: Mask | None) -> Micros:
    return values if valid is None else np.where(valid, values, _MISSING)


# pandas


def _from_pandas(given: Any, kind: TimeKind) -> Raw:
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
    return Raw(values, unit, _not_missing(values), _Pandas(index, given.name, zone), index)


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

    def counts(self, values: Micros, valid: Mask | None) -> Any:
        pandas: Any = sys.modules["pandas"]
        missing = np.zeros(len(values), np.bool_) if valid is None else ~valid
        return self._named(pandas.arrays.IntegerArray(values, missing))

    def _named(self, column: Any) -> Any:
        pandas: Any = sys.modules["pandas"]
        if self.index is None:
            return pandas.Index(column, name=self.name)
        return pandas.Series(column, index=self.index, name=self.name, copy=False)


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

    def counts(self, values: Micros, valid: Mask | None) -> Any:
        return self._wrapped(self.inner.counts(values, valid))

    def _wrapped(self, array: Any) -> Any:
        pandas: Any = sys.modules["pandas"]
        return _Pandas(self.index, self.name)._named(pandas.arrays.ArrowExtensionArray(array))


# polars


def _from_polars(given: Any, kind: TimeKind) -> Raw:
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
        return Raw(steps.to_numpy(), dtype.time_unit, None, form)
    return Raw(steps.fill_null(0).to_numpy(), dtype.time_unit, given.is_not_null().to_numpy(), form)


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

    def counts(self, values: Micros, valid: Mask | None) -> Any:
        return self._series(_Arrow(None).counts(values, valid))

    def _series(self, array: Any) -> Any:
        polars: Any = sys.modules["polars"]
        return polars.Series(self.name, array)


# Arrow


def _from_arrow(given: Any, kind: TimeKind) -> Raw:
    lengths = tuple(map(len, given.chunks)) if isinstance(given, pa.ChunkedArray) else None
    array = one_array(given)
    dtype = array.type
    if pa.types.is_null(dtype):
        return _nothing_in(_Arrow(None, lengths), len(array))
    if not (pa.types.is_timestamp if kind == "instants" else pa.types.is_duration)(dtype):
        raise _wrong(dtype, kind, f"column.cast(pyarrow.{'timestamp' if kind == 'instants' else 'duration'}('us'))")
    zone = dtype.tz if kind == "instants" else None
    if kind == "instants" and zone is None:
        raise _naive(f"pyarrow.compute.assume_timezone(column, {_ZONE})")
    valid = array.is_valid().to_numpy(zero_copy_only=False) if array.null_count else None
    return Raw(_steps(array), dtype.unit, valid, _Arrow(zone, lengths))


def _steps(array: Any) -> Micros:
    """The numbers of an Arrow array where they stand; what is missing has any."""
    if not len(array):
        return np.zeros(0, np.int64)
    return np.frombuffer(array.buffers()[1], np.int64, len(array), array.offset * 8)


def one_array(given: Any) -> Any:
    """An Arrow column in one piece."""
    if not isinstance(given, pa.ChunkedArray):
        return given
    # Arrow fails to join empty chunks that came over a stream.
    chunks = [chunk for chunk in given.unify_dictionaries().chunks if len(chunk)]
    return pa.concat_arrays(chunks) if len(chunks) > 1 else chunks[0] if chunks else pa.array([], given.type)


@dataclass(frozen=True)
class _Arrow:
    zone: str | None
    lengths: tuple[int, ...] | None = None
    """Of the chunks; `None` for a column in one piece."""

    def instants(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        return self._chunked(arrow_array(values, valid, pa.timestamp(unit, self.zone)))

    def durations(self, values: Micros, unit: Unit, valid: Mask | None) -> Any:
        return self._chunked(arrow_array(values, valid, pa.duration(unit)))

    def booleans(self, values: Mask, valid: Mask | None) -> Any:
        return self._chunked(pa.array(values) if valid is None else pa.array(values, mask=~valid))

    def counts(self, values: Micros, valid: Mask | None) -> Any:
        return self._chunked(arrow_array(values, valid, pa.int64()))

    def _chunked(self, array: Any) -> Any:
        if self.lengths is None:
            return array
        ends = np.cumsum(self.lengths).tolist()
        chunks = [array.slice(end - length, length) for end, length in zip(ends, self.lengths, strict=True)]
        return pa.chunked_array(chunks, type=array.type)


def arrow_array(values: Micros, valid: Mask | None, kind: Any) -> Any:
    """The numbers as an array of a kind, without a copy."""
    bits = None if valid is None else pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.Array.from_buffers(kind, len(values), [bits, pa.py_buffer(values)])

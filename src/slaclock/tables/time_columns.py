"""Columns of times as files hold them, text or numbers, read as instants; and instants written as text (R1, R2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa

from slaclock.columns import DAY, FIRST_MICROS, LAST_MICROS, SECOND, Mask, Micros, clocks_around, pc
from slaclock.errors import ChoiceError
from slaclock.hours import zone_named
from slaclock.json_forms import written_instant
from slaclock.keeping import cached_property
from slaclock.patterns import pattern

ISO = "iso8601"
EPOCHS = {"epoch_s": SECOND, "epoch_ms": 1000}
"""Numbers since 1970 in UTC, and the microseconds in each of what they count."""

Problems: TypeAlias = dict[int, str]
"""What is wrong with which row."""

_UTC = pa.timestamp("us", "UTC")
_NAIVE = pa.timestamp("us")
# Behind the hour at least: of `2026-11-25` the end is no offset.
_OFFSET = r"^.{13}.*(Z|[+-]\d\d(:?\d\d)?)$"
_EXAMPLE = "2026-11-25T17:00:00-05:00"


class Instants(NamedTuple):
    """A column of times, read: null where there was none, or none that can be read."""

    at: pa.TimestampArray
    problems: Problems


@dataclass(frozen=True)
class TimeFormat:
    """How the times of a file are written, which is stated and not guessed.

    Rules: R1, R2.
    """

    format: str = ISO
    """`iso8601`, `epoch_s`, `epoch_ms`, or a text for `strptime`, e.g. `%d.%m.%Y %H:%M`."""

    timezone: str | None = None
    """IANA name of the zone of readings without an offset, and of the answers."""

    def __post_init__(self) -> None:
        if self.format not in (ISO, *EPOCHS) and "%" not in self.format:
            raise ChoiceError(
                f"time format is 'iso8601', 'epoch_s', 'epoch_ms' or a text for strptime such as '%d.%m.%Y %H:%M', "
                f"not {self.format!r}"
            )
        if "%" in self.format and "%z" not in self.format and self.timezone is None:
            raise ChoiceError(f"what {self.format!r} reads has no offset; {_STATE_A_ZONE}")
        if "%" in self.format:
            _refuse_unreadable(self.format)
        _ = self._zone

    @cached_property
    def _zone(self) -> tzinfo | None:
        return zone_named(self.timezone) if self.timezone else None

    def check(self, name: str, kind: pa.DataType) -> None:
        """Refuse a column of a type that holds no times, or none that name instants."""
        if pa.types.is_integer(kind) and self.format not in EPOCHS:
            raise ChoiceError(
                f"column {name!r} holds numbers, and the time format does not say what they count; "
                "state epoch_s or epoch_ms"
            )
        if not (_is_text(kind) or pa.types.is_integer(kind) or _is_time(kind)):
            raise ChoiceError(f"column {name!r} holds {kind}, which is no time; cast it to a timestamp or an integer")
        if _is_time(kind) and not _has_zone(kind) and self._zone is None:
            raise ChoiceError(f"column {name!r} holds {kind}, times without a zone; {_STATE_A_ZONE}")

    def zone_of_answers(self, kind: pa.DataType) -> str:
        """The zone in which answers about times of a type are given (R9)."""
        return str(kind.tz) if _has_zone(kind) else self.timezone or "UTC"

    def read(self, column: pa.Array) -> Instants:
        """The instants of a column; what cannot be read is a problem of its row, and what is empty is null."""
        if _is_time(column.type):
            return _within_all_years(self._of_timestamps(column), _as_number)
        texts = column.cast(pa.string())
        empty = pc.equal(texts, "")
        if pc.any(empty).as_py():
            texts = pc.if_else(empty, pa.scalar(None, pa.string()), texts)
        if self.format in EPOCHS:
            return self._of_numbers(texts)
        return self._of_iso(texts) if self.format == ISO else self._of_strptime(texts)

    def _of_timestamps(self, column: pa.Array) -> Instants:
        zone = column.type.tz if _has_zone(column.type) else None
        read = cast_or_null(column, pa.timestamp("us", zone))
        problems = _unread(column, read, _no_timestamp)
        return Instants(read if zone else self._first_instants(read), problems)

    def _of_iso(self, given: pa.StringArray) -> Instants:
        texts = _as_iso(given)
        if self._zone is None:
            at = cast_or_null(texts, _UTC)
        else:
            has_offset = pc.match_substring_regex(texts, _OFFSET)
            aware = cast_or_null(pc.if_else(has_offset, texts, None), _UTC)
            at = pc.coalesce(aware, self._first_instants(cast_or_null(pc.if_else(has_offset, None, texts), _NAIVE)))
        return _within_all_years(Instants(at, _unread(given, at, _no_iso)), lambda row, _: given[row].as_py())

    def _of_numbers(self, texts: pa.StringArray) -> Instants:
        try:
            micros = pc.multiply_checked(texts.cast(pa.int64()), EPOCHS[self.format])
        except pa.ArrowInvalid:
            return self._one_by_one(texts, self._epoch)
        within = pc.all(pc.and_(pc.less_equal(FIRST_MICROS, micros), pc.less_equal(micros, LAST_MICROS)))
        return self._one_by_one(texts, self._epoch) if within.as_py() is False else Instants(micros.cast(_UTC), {})

    def _of_strptime(self, texts: pa.StringArray) -> Instants:
        return self._one_by_one(texts, self._reading)

    def _one_by_one(self, texts: pa.StringArray, read: Callable[[str], int]) -> Instants:
        """Read each text by itself: instants, or readings of the zone where they have no offset."""
        at = np.zeros(len(texts), np.int64)
        problems: Problems = {}
        for row, text in enumerate(texts.to_pylist()):
            try:
                at[row] = read(text) if text is not None else 0
            except (ValueError, OverflowError) as error:
                problems[row] = str(error)
        valid = texts.is_valid().to_numpy(zero_copy_only=False)
        valid[list(problems)] = False
        found = pa.array(at, mask=~valid)
        return Instants(
            self._first_instants(found.cast(_NAIVE)) if self._shows_readings else found.cast(_UTC), problems
        )

    @property
    def _shows_readings(self) -> bool:
        return "%" in self.format and "%z" not in self.format

    def _epoch(self, text: str) -> int:
        try:
            count = Decimal(text)
        except InvalidOperation:
            count = Decimal("NaN")
        if not count.is_finite():
            raise ValueError(
                f"{_shown(text)} is no number of {'milli' if self.format == 'epoch_ms' else ''}seconds since 1970"
            )
        # Compared before it is reckoned with: written in a few signs, it may have more digits than there is memory.
        if not FIRST_MICROS <= count <= LAST_MICROS:
            raise ValueError(_outside(text))
        micros = count * EPOCHS[self.format]
        if micros != int(micros):
            raise ValueError(f"{_shown(text)} is finer than a microsecond, the finest there is")
        return _within(int(micros), text)

    def _reading(self, text: str) -> int:
        try:
            read = datetime.strptime(text, self.format)  # noqa: DTZ007 - without an offset it is a reading
        except ValueError:
            raise ValueError(f"cannot read {_shown(text)} as a time written {self.format!r}") from None
        since = read - (_EPOCH if read.tzinfo else _EPOCH.replace(tzinfo=None))
        return since // timedelta.resolution

    def _first_instants(self, readings: pa.TimestampArray) -> pa.TimestampArray:
        """Readings of the zone's clocks as instants (R2)."""
        assert self._zone is not None
        valid = readings.is_valid().to_numpy(zero_copy_only=False)
        if not valid.any():
            return pa.nulls(len(readings), _UTC)
        micros = readings.cast(pa.int64()).fill_null(0).to_numpy()
        at = np.zeros(len(micros), np.int64)
        at[valid] = clocks_around(self._zone, micros[valid]).first_instants(micros[valid])
        return pa.array(at, mask=~valid).cast(_UTC)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STATE_A_ZONE = "state the zone of the clocks that showed it with timezone, e.g. 'America/New_York'"


def _within(micros: int, text: str) -> int:
    if not FIRST_MICROS <= micros <= LAST_MICROS:
        raise ValueError(_outside(text))
    return micros


def _within_all_years(read: Instants, shown: Callable[[int, pa.Array], str]) -> Instants:
    """The same, those being problems that no datetime can hold, each shown as it was written."""
    micros = read.at.cast(pa.int64())
    outside = pc.or_(pc.less(micros, FIRST_MICROS), pc.greater(micros, LAST_MICROS)).fill_null(False)
    if not pc.any(outside).as_py():
        return read
    rows = np.flatnonzero(outside.to_numpy(zero_copy_only=False))
    problems = {int(row): _outside(shown(int(row), read.at)) for row in rows}
    return Instants(pc.if_else(outside, pa.scalar(None, read.at.type), read.at), read.problems | problems)


def _as_number(row: int, at: pa.Array) -> str:
    return f"{at[row].cast(pa.int64())} {at.type}"


def _outside(text: str) -> str:
    return f"{_shown(text)} lies outside the years 1 to 9999"


def _shown(text: str) -> str:
    """A text in quotes; of a long one, how it begins."""
    return repr(text) if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]!r}…"


_LONGEST_SHOWN = 60


def _refuse_unreadable(format: str) -> None:
    """Refuse what `strptime` reads no text by."""
    try:
        datetime.strptime("", format)  # noqa: DTZ007 - only what is said of the format counts
    except (re.error, ValueError) as error:
        if "does not match" not in str(error):
            raise ChoiceError(f"cannot read times by the format {_shown(format)}: {error}") from None


# As warehouses write instants: `2023-10-17 14:51:01.000 +0000`, `… UTC`, and fractions of nine digits.
_ELSEWHERE = r":\d\d(?:\.\d+)?(?i: UTC| Z| [+-]\d|UTC)|\.\d{7}"
_AS_ISO = (
    (r"(:\d\d(?:\.\d+)?) ?(?i:UTC|Z)$", r"\1Z"),
    (r"(:\d\d(?:\.\d+)?) ([+-]\d\d(?::?\d\d)?)$", r"\1\2"),
    (r"(\.\d{6})0{1,3}(Z|[+-][\d:]+)?$", r"\1\2"),
)
_TOO_FINE = pattern(r".*:\d\d\.\d{6}\d*[1-9]\d*\D*")


def _as_iso(texts: pa.StringArray) -> pa.StringArray:
    """The same texts in ISO 8601; digits beyond microseconds go where they are zero."""
    if pc.any(pc.match_substring_regex(texts, _ELSEWHERE)).as_py():
        for written, iso in _AS_ISO:
            texts = pc.replace_substring_regex(texts, written, iso)
    return texts


def _no_iso(value: pa.Scalar) -> str:
    text = str(value)
    if _TOO_FINE.match(text):
        return f"{_shown(text)} is finer than a microsecond, the finest there is; write six digits of its fraction"
    try:
        has_zone = datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        has_zone = True
    if not has_zone:
        return f"{_shown(text)} has no offset, so it names no instant; {_STATE_A_ZONE}"
    return f"cannot read {_shown(text)} as a time in ISO 8601; write e.g. {_EXAMPLE!r}, or state another time format"


def _no_timestamp(value: pa.Scalar) -> str:
    if value.type.unit == "ns":
        return f"{value} is finer than a microsecond, the finest there is"
    return _outside(f"{value.value} {value.type}")


def _unread(given: pa.Array, read: pa.Array, why: Callable[[pa.Scalar], str]) -> Problems:
    rows = np.flatnonzero(pc.and_(given.is_valid(), read.is_null()).to_numpy(zero_copy_only=False))
    return {int(row): why(given[int(row)]) for row in rows}


def cast_or_null(column: pa.Array, kind: pa.DataType) -> pa.Array:
    """A column cast, with null where a value cannot be: it is halved until those stand alone."""
    try:
        return column.cast(kind)
    except pa.ArrowInvalid:
        if len(column) == 1:
            return pa.nulls(1, kind)
        middle = len(column) // 2
        return pa.concat_arrays([cast_or_null(column[:middle], kind), cast_or_null(column[middle:], kind)])


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_time(kind: pa.DataType) -> bool:
    return bool(pa.types.is_timestamp(kind) or pa.types.is_date(kind))


def _has_zone(kind: pa.DataType) -> bool:
    return bool(pa.types.is_timestamp(kind) and kind.tz is not None)


# Writing


def written_instants(instants: pa.TimestampArray) -> pa.StringArray:
    """Instants as JSON has them, on the clocks of their zone (R9)."""
    at, valid = _micros(instants.cast(pa.timestamp("us", instants.type.tz)))
    if not valid.any():
        return pa.nulls(len(instants), pa.string())
    readings = at.copy()
    readings[valid] = clocks_around(_zone_of(instants.type), at[valid]).readings(at[valid])
    seconds, fraction = np.divmod(readings, SECOND)
    days, clock = np.divmod(seconds, DAY // SECOND)
    dates = _each_once(pa.array(days.astype(np.int32), mask=~valid).cast(pa.date32()), _dates)
    offsets = _each_once(pa.array(readings - at), _offsets)
    return pc.binary_join_element_wise(dates, _clock_times().take(pa.array(clock)), _fractions(fraction), offsets, "")


def written_seconds(durations: pa.DurationArray) -> pa.StringArray:
    """Durations as exact numbers of seconds: `16200`, `0.000001`, `-1.5`."""
    micros, valid = _micros(durations.cast(pa.duration("us")))
    seconds, fraction = np.divmod(np.abs(micros), SECOND)
    if not fraction.any():
        return pa.array(micros // SECOND, mask=~valid).cast(pa.string())
    signs = pc.if_else(pa.array(micros < 0), "-", "")
    texts = pa.array(seconds, mask=~valid).cast(pa.string())
    return pc.binary_join_element_wise(signs, texts, _fractions(fraction, short=True), "")


SECONDS = pa.decimal128(18, 6)
"""Exact seconds as decimals, which everything that reads Parquet knows; more than there are from year 1 to 9999."""


def decimal_seconds(durations: pa.DurationArray) -> pa.Decimal128Array:
    """Durations as exact decimal numbers of seconds: of each, Arrow holds the microseconds in 128 bits."""
    micros, valid = _micros(durations.cast(pa.duration("us")))
    halves = pa.py_buffer(np.column_stack((micros, micros >> 63)))
    bits = pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.Array.from_buffers(SECONDS, len(micros), [bits, halves])


def _zone_of(kind: pa.DataType) -> tzinfo:
    # Arrow has fixed offsets as `-05:00`.
    return zone_named(f"UTC{kind.tz}" if kind.tz[0] in "+-" else kind.tz)


def _micros(column: pa.Array) -> tuple[Micros, Mask]:
    valid = column.is_valid().to_numpy(zero_copy_only=False)
    return column.cast(pa.int64()).fill_null(0).to_numpy(), valid


def _each_once(column: pa.Array, written: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Write each different value once; there are few."""
    encoded = column.dictionary_encode()
    return written(encoded.dictionary).take(encoded.indices)


def _dates(days: pa.Array) -> pa.StringArray:
    return pc.binary_join_element_wise(days.cast(pa.string()), "T", "")


def _offsets(micros: pa.Array) -> pa.StringArray:
    zones = (timezone(timedelta(microseconds=each)) for each in micros.to_pylist())
    return pa.array(
        [written_instant(_EPOCH.astimezone(zone))[len("1970-01-01T00:00:00") :] for zone in zones], pa.string()
    )


def _fractions(micros: Micros, short: bool = False) -> pa.StringArray | pa.StringScalar:
    if not micros.any():
        return pa.scalar("")
    digits = pc.utf8_lpad(pa.array(micros).cast(pa.string()), 6, padding="0")
    digits = pc.utf8_rtrim(digits, characters="0") if short else digits
    return pc.if_else(pa.array(micros == 0), "", pc.binary_join_element_wise("", digits, "."))


@cache
def _clock_times() -> pa.StringArray:
    return pa.array(range(DAY // SECOND), pa.time32("s")).cast(pa.string())

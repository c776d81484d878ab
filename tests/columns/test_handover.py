"""What goes in decides what comes out: columns of every make, unit and zone, whole or with something missing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings, strategies as st

import slaclock.pandas
import slaclock.polars  # noqa: F401  # Registers its expressions.
from slaclock import ColumnError, InstantError, NaiveDatetimeError, Schedule, SlaPolicy, UnknownNameError, columns
from slaclock.columns.column_kinds import Unit
from slaclock.columns.instants import instant_at, instant_micros

ZONE = "Australia/Lord_Howe"
OFFICE = Schedule(timezone=ZONE, hours="Sun-Thu 22:00-06:00, 13:00-14:30", exceptions={"2026-04-06": "closed"})
POLICY = SlaPolicy.loads("""
name: Example
timezone: America/New_York
schedules: {office: Mon-Fri 09:00-18:00}
plans:
  standard: {first_response: {P1: 4 business hours, P2: 2 business days}, update: 1 day}
  premium: {first_response: 1 business hour}
""")
STEP = {"s": 1_000_000, "ms": 1_000, "us": 1, "ns": 1}
NOON = datetime(2026, 4, 7, 12, tzinfo=UTC)
WORK = timedelta(hours=3)
MISSING = np.iinfo(np.int64).min

Instants = Sequence[datetime | None]


def steps(instants: Instants, unit: Unit) -> np.ndarray[Any, Any]:
    """Instants as numpy counts them, missing ones included."""
    micros = np.array([MISSING if at is None else instant_micros(at) for at in instants], np.int64)
    return micros.view("M8[us]").astype(f"M8[{unit}]")


class Make(NamedTuple):
    """How a library makes a column of instants, and what a column of it is."""

    column: Callable[[Instants, Unit], Any]
    kind: type
    units: tuple[Unit, ...] = ("s", "ms", "us", "ns")


def numpy_column(instants: Instants, unit: Unit) -> Any:
    return steps(instants, unit)


def pandas_column(instants: Instants, unit: Unit) -> Any:
    index = pd.Index(range(100, 100 + len(instants)))
    return pd.Series(steps(instants, unit), name="opened", index=index).dt.tz_localize("UTC").dt.tz_convert(ZONE)


def pandas_index(instants: Instants, unit: Unit) -> Any:
    return pd.DatetimeIndex(steps(instants, unit), name="opened").tz_localize("UTC").tz_convert(ZONE)


def arrow_in_pandas(instants: Instants, unit: Unit) -> Any:
    return pd.Series(arrow_column(instants, unit), dtype=pd.ArrowDtype(pa.timestamp(unit, ZONE)), name="opened")


def arrow_column(instants: Instants, unit: Unit) -> Any:
    return pa.array(steps(instants, unit)).cast(pa.timestamp(unit, ZONE))


def chunked_column(instants: Instants, unit: Unit) -> Any:
    column = arrow_column(instants, unit)
    half = len(column) // 2
    return pa.chunked_array([column[:half], column[half:half], column[half:]], type=column.type)


def sliced_column(instants: Instants, unit: Unit) -> Any:
    return arrow_column([None, *instants, NOON], unit)[1:-1]


def polars_column(instants: Instants, unit: Unit) -> Any:
    return pl.Series("opened", arrow_column(instants, unit))


class Capsule:
    """Anything that hands over an Arrow array."""

    def __init__(self, column: Any) -> None:
        self.column = column

    def __arrow_c_array__(self, schema: Any = None) -> Any:
        return self.column.__arrow_c_array__(schema)


class Stream:
    """Anything that hands over a stream of Arrow arrays."""

    def __init__(self, column: Any) -> None:
        self.column = column

    def __arrow_c_stream__(self, schema: Any = None) -> Any:
        return self.column.__arrow_c_stream__(schema)


MAKES = {
    "numpy": Make(numpy_column, np.ndarray),
    "pandas": Make(pandas_column, pd.Series),
    "a pandas index": Make(pandas_index, pd.DatetimeIndex),
    "Arrow in pandas": Make(arrow_in_pandas, pd.Series),
    "Arrow": Make(arrow_column, pa.Array),
    "Arrow in chunks": Make(chunked_column, pa.ChunkedArray),
    "a slice of Arrow": Make(sliced_column, pa.Array),
    "an Arrow capsule": Make(lambda instants, unit: Capsule(arrow_column(instants, unit)), pa.Array),
    "an Arrow stream": Make(lambda instants, unit: Stream(chunked_column(instants, unit)), pa.ChunkedArray),
    "polars": Make(polars_column, pl.Series, ("ms", "us", "ns")),
}
CASES = [pytest.param(make, unit, id=f"{name}-{unit}") for name, make in MAKES.items() for unit in make.units]


def days_between(start: datetime, end: datetime) -> int:
    """How many business days lie between the dates that the office's clocks show."""
    zone = ZoneInfo(OFFICE.timezone)
    return OFFICE.business_days(start.astimezone(zone).date(), end.astimezone(zone).date())


def listed(column: Any) -> list[Any]:
    """The rows of any column as instants in UTC, durations or booleans."""
    if isinstance(column, (pd.Series, pd.Index)):
        column = pa.array(column, from_pandas=True)
    array = pa.array(column) if isinstance(column, np.ndarray) else column
    array = array.to_arrow() if isinstance(array, pl.Series) else array
    if pa.types.is_boolean(array.type) or pa.types.is_integer(array.type):
        return array.to_pylist()
    instants = pa.types.is_timestamp(array.type)
    micros = array.cast(pa.timestamp("us", array.type.tz) if instants else pa.duration("us")).cast(pa.int64())
    read = instant_at if instants else (lambda value: timedelta(microseconds=value))
    return [None if value is None else read(value) for value in micros.to_pylist()]


def instants_of(unit: Unit) -> st.SearchStrategy[datetime]:
    """Instants around the end of daylight saving time, of whole steps of a unit."""
    start = instant_micros(datetime(2026, 4, 1, tzinfo=UTC))
    return st.integers(0, 10 * 86_400 * 1_000_000 // STEP[unit]).map(lambda n: instant_at(start + n * STEP[unit]))


class TestHandOvers:
    """R1, R9: the same answers for every make, in its own unit and zone; what is missing stays missing."""

    @pytest.mark.parametrize(("make", "unit"), CASES)
    @settings(max_examples=15)
    @given(data=st.data())
    def test_every_question(self, make: Make, unit: Unit, data: st.DataObject) -> None:
        """Each answer is that of its row, and the column is of the make, unit and zone that was given."""
        instants = data.draw(st.lists(st.one_of(*[instants_of(unit)] * 4, st.none()), min_size=1, max_size=8))
        given = make.column(instants, unit)
        questions: dict[str, tuple[Any, Callable[[datetime], Any]]] = {
            "add": (columns.add(OFFICE, given, WORK), lambda at: OFFICE.add(at, WORK)),
            "is_open": (columns.is_open(OFFICE, given), OFFICE.is_open),
            "business_days": (columns.business_days(OFFICE, given, NOON), lambda at: days_between(at, NOON)),
            "next_opening": (columns.next_opening(OFFICE, given), OFFICE.next_opening),
            "next_closing": (columns.next_closing(OFFICE, given), OFFICE.next_closing),
            "previous_opening": (columns.previous_opening(OFFICE, given), OFFICE.previous_opening),
            "previous_closing": (columns.previous_closing(OFFICE, given), OFFICE.previous_closing),
            "add_days": (columns.add_days(OFFICE, given, 2), lambda at: OFFICE.add_days(at, 2)),
            "due": (columns.due(POLICY, given, "standard", "P2"), lambda at: POLICY.due(at, "standard", "P2")),
        }
        for name, (found, alone) in questions.items():
            assert listed(found) == [None if at is None else alone(at) for at in instants], name
            if name not in ("is_open", "business_days"):
                assert_alike(given, found, make, unit)

    @pytest.mark.parametrize(("make", "unit"), CASES)
    def test_elapsed_and_breached(self, make: Make, unit: Unit) -> None:
        starts, ends = [NOON, None, NOON + WORK, NOON], [NOON + WORK, NOON, NOON, None]
        expected = [None if None in (a, b) else OFFICE.elapsed(a, b) for a, b in zip(starts, ends, strict=True)]
        given = make.column(starts, unit)
        assert listed(columns.elapsed(OFFICE, given, make.column(ends, unit))) == expected
        late = columns.breached(
            POLICY, given, make.column([*ends[:2], *starts[2:]], unit), NOON + 9 * WORK, "standard", "P1"
        )
        assert listed(late) == [False, None, False, False]
        assert listed(columns.breached(POLICY, given, None, NOON + 9 * WORK, "standard", "P1")) == [
            True,
            None,
            True,
            True,
        ]

    @pytest.mark.parametrize("name", MAKES)
    def test_makes_in_one_question(self, name: str) -> None:
        """The first column decides what comes out, and the finer unit that of a duration."""
        make = MAKES[name]
        starts = make.column([NOON, None], "ms")
        ends = pa.array([NOON + timedelta(microseconds=1)] * 2, pa.timestamp("us", "UTC"))
        found = columns.elapsed(Schedule(timezone="UTC", hours="24x7"), starts, ends)
        assert listed(found) == [timedelta(microseconds=1), None]
        added = columns.add(OFFICE, starts, pa.array([None, WORK], pa.duration("s")))
        assert listed(added) == [None, None]

    def test_index_and_name_are_kept(self) -> None:
        given = pandas_column([NOON, None], "s")
        for found in (
            columns.add(OFFICE, given, WORK),
            columns.elapsed(OFFICE, given, NOON),
            columns.is_open(OFFICE, given),
        ):
            assert found.index.equals(given.index)
            assert found.name == "opened"
        assert columns.is_open(OFFICE, given).dtype == "boolean"
        assert columns.is_open(OFFICE, pandas_index([NOON], "s")).dtype == "boolean"

    def test_a_masked_array_keeps_its_mask(self) -> None:
        given = np.ma.array(steps([NOON, NOON, None], "us"), mask=[False, True, False])
        assert np.isnat(columns.add(OFFICE, given, WORK)).tolist() == [False, True, True]
        assert columns.is_open(OFFICE, np.ma.array(steps([NOON], "us"), mask=[True])).mask.tolist() == [True]
        assert listed(columns.is_open(OFFICE, np.ma.array(steps([NOON], "us")))) == [OFFICE.is_open(NOON)]

    @pytest.mark.parametrize(
        "end",
        [
            NOON,
            NOON.astimezone(ZoneInfo(ZONE)),
            pd.Timestamp(NOON),
            np.datetime64("2026-04-07T12:00", "m"),
            np.datetime64("2026-04-07T12:00:00.000000000", "ns"),
        ],
        ids=lambda end: f"{type(end).__name__} {end}",
    )
    def test_one_instant_for_every_row(self, end: Any) -> None:
        start = NOON - 20 * WORK
        assert listed(columns.elapsed(OFFICE, steps([start, None], "s"), end)) == [OFFICE.elapsed(start, NOON), None]

    @pytest.mark.parametrize("end", [None, pd.NaT, np.datetime64("NaT", "us")], ids=str)
    def test_no_instant_is_missing_in_every_row(self, end: Any) -> None:
        assert listed(columns.elapsed(OFFICE, steps([NOON], "us"), end)) == [None]

    @pytest.mark.parametrize(
        "added",
        [WORK, pd.Timedelta(WORK), np.timedelta64(3, "h"), np.array([3, 3], "m8[h]"), pl.Series([WORK, WORK])],
        ids=lambda added: type(added).__name__,
    )
    def test_durations(self, added: Any) -> None:
        assert listed(columns.add(OFFICE, steps([NOON, None], "us"), added)) == [OFFICE.add(NOON, WORK), None]

    @pytest.mark.parametrize(
        "added",
        [
            None,
            pd.NaT,
            np.timedelta64("NaT", "us"),
            pd.Series([pd.NaT], dtype="timedelta64[us]"),
            pl.Series([None]),
            pa.nulls(1),
            pl.Series([None], dtype=pl.Duration("ms")),
        ],
        ids=lambda added: type(added).__name__,
    )
    def test_no_duration_is_missing(self, added: Any) -> None:
        assert listed(columns.add(OFFICE, steps([NOON], "us"), added)) == [None]


def assert_alike(given: Any, found: Any, make: Make, unit: Unit) -> None:
    """Both are of one make, unit and zone, and of one shape."""
    assert isinstance(found, make.kind)
    given = getattr(given, "column", given)
    kind = found.dtype if hasattr(found, "dtype") else found.type
    assert kind == (given.dtype if hasattr(given, "dtype") else given.type)
    if isinstance(found, pa.ChunkedArray):
        assert list(map(len, found.chunks)) == list(map(len, given.chunks))


class TestUnits:
    """R1: an answer is exact in its unit, or told with its row; it is never truncated."""

    @pytest.mark.parametrize(
        ("ask", "problem"),
        [
            pytest.param(
                lambda: columns.add(OFFICE, steps([NOON], "s"), timedelta(milliseconds=1)),
                "the answer 2026-04-07 12:00:00.001000+00:00 is no whole number of s",
                id="a-millisecond-in-seconds",
            ),
            pytest.param(
                lambda: columns.elapsed(OFFICE, np.array(["2026-04-07T12:00:00.0000005"], "M8[ns]"), NOON),
                "row 0: 2026-04-07T12:00:00.000000500Z has a part of a microsecond; round the column first",
                id="half-a-microsecond",
            ),
            pytest.param(
                lambda: columns.add(OFFICE, np.array(["2262-04-11", "NaT"], "M8[ns]"), 100 * WORK),
                "lies beyond what nanoseconds can say; give the column in a unit that can, e.g. 'us'",
                id="past-the-nanoseconds",
            ),
            pytest.param(
                lambda: columns.is_open(OFFICE, np.array(["10000-01-01", "NaT"], "M8[s]")),
                "row 0: 10000-01-01T00:00:00Z lies outside the years 1 to 9999",
                id="the-year-10000",
            ),
            pytest.param(
                lambda: columns.add(OFFICE, steps([NOON], "s"), np.array([10**13], "m8[s]")),
                "row 0: 10000000000000 s is longer than the years 1 to 9999",
                id="a-duration-too-long",
            ),
            pytest.param(
                lambda: columns.add(OFFICE, steps([NOON], "s"), np.array([1_500], "m8[ns]")),
                "row 0: 1500 ns has a part of a microsecond",
                id="a-duration-too-fine",
            ),
        ],
    )
    def test_what_cannot_be_said(self, ask: Any, problem: str) -> None:
        with pytest.raises(ColumnError) as caught:
            ask()
        assert problem in str(caught.value)
        assert list(caught.value.problems) == [0]

    @pytest.mark.parametrize(
        "end", [pd.Timestamp("2026-04-07T12:00:00.000000001Z"), np.datetime64("2026-04-07T12:00:00.000000001", "ns")]
    )
    def test_one_instant_too_fine(self, end: Any) -> None:
        with pytest.raises(InstantError, match="has a part of a microsecond; round"):
            columns.elapsed(OFFICE, steps([NOON], "us"), end)

    def test_a_stop_that_cannot_be_read_is_told(self) -> None:
        stopped = np.array(["2026-04-07T12:00:00.0000005", "NaT"], "M8[ns]")
        with pytest.raises(ColumnError) as caught:
            columns.breached(POLICY, steps([NOON] * 2, "us"), stopped, NOON + WORK, "premium")
        assert list(caught.value.problems) == [0]

    def test_minutes_and_days_are_answered_in_seconds(self) -> None:
        assert columns.next_opening(OFFICE, np.array(["2026-04-07"], "M8[D]")).dtype == "M8[s]"


class TestRefusals:
    """What is no column of instants is refused with the way out."""

    @pytest.mark.parametrize(
        ("given", "error", "way_out"),
        [
            pytest.param(pd.Series([NOON.replace(tzinfo=None)]), NaiveDatetimeError, "tz_localize", id="naive-pandas"),
            pytest.param(
                pl.Series([NOON.replace(tzinfo=None)]), NaiveDatetimeError, "replace_time_zone", id="naive-polars"
            ),
            pytest.param(
                pa.array([NOON.replace(tzinfo=None)]), NaiveDatetimeError, "assume_timezone", id="naive-arrow"
            ),
            pytest.param(pd.Series(["2026-04-07"]), InstantError, "to_datetime", id="text-in-pandas"),
            pytest.param(pl.Series(["2026-04-07"]), InstantError, "to_datetime", id="text-in-polars"),
            pytest.param(pa.array(["2026-04-07"]), InstantError, "cast", id="text-in-arrow"),
            pytest.param(np.array([1, 2]), InstantError, "datetime64", id="numbers"),
            pytest.param(np.array([["2026-04-07"]], "M8[us]"), InstantError, "2 dimensions", id="a-table"),
            pytest.param(np.array(["2026"], "M8[Y]"), InstantError, "no unit that is known", id="years"),
            pytest.param([NOON], InstantError, "list is no column of instants; give a Series", id="a-list"),
            pytest.param(NOON, InstantError, "datetime is no column", id="one-instant"),
        ],
    )
    def test_instants(self, given: Any, error: type[Exception], way_out: str) -> None:
        with pytest.raises(error, match=way_out):
            columns.is_open(OFFICE, given)

    @pytest.mark.parametrize(
        "given",
        [pd.Series([1.5]), pl.Series([1.5]), pa.array([1.5]), np.array([1.5]), 3, steps([NOON], "us")],
        ids=lambda given: type(given).__name__,
    )
    def test_durations(self, given: Any) -> None:
        with pytest.raises(InstantError, match="durations"):
            columns.add(OFFICE, steps([NOON], "us"), given)

    def test_a_naive_instant(self) -> None:
        with pytest.raises(NaiveDatetimeError):
            columns.elapsed(OFFICE, steps([NOON], "us"), NOON.replace(tzinfo=None))

    def test_indexes_that_differ(self) -> None:
        start = pandas_column([NOON, NOON], "us")
        with pytest.raises(InstantError, match="align them first"):
            columns.elapsed(OFFICE, start, start.reset_index(drop=True))
        assert columns.elapsed(OFFICE, start, start.copy()).tolist() == [timedelta(), timedelta()]

    @pytest.mark.parametrize(
        "given",
        [
            pd.Series([1, 2]),
            pl.Series([1, 2]),
            pa.array([1, 2]),
            [1, 2],
            ["P1", 2],
            pd.Series([1, 2], dtype="category"),
            object(),
        ],
        ids=lambda given: f"{type(given).__name__} {getattr(given, 'dtype', '')}",
    )
    def test_names(self, given: Any) -> None:
        with pytest.raises(UnknownNameError, match="names"):
            columns.due(POLICY, steps([NOON, NOON], "us"), "standard", given)


NAMES = ["P1", "P2", None, "P2"]
PLANS = ["standard", "standard", "premium", "standard"]


class TestNames:
    """Names come as text or categories of any make."""

    @pytest.mark.parametrize(
        "names",
        [
            pytest.param(NAMES, id="list"),
            pytest.param(tuple(NAMES), id="tuple"),
            pytest.param(np.array(NAMES, object), id="numpy"),
            pytest.param(pd.Series(NAMES, dtype=object), id="pandas-object"),
            pytest.param(pd.Series(NAMES), id="pandas-text"),
            pytest.param(pd.Series(NAMES, dtype="category"), id="pandas-category"),
            pytest.param(pd.Series(NAMES, dtype=pd.ArrowDtype(pa.string())), id="arrow-in-pandas"),
            pytest.param(pd.Index(NAMES), id="pandas-index"),
            pytest.param(pl.Series(NAMES), id="polars-text"),
            pytest.param(pl.Series(NAMES, dtype=pl.Categorical), id="polars-category"),
            pytest.param(pl.Series(NAMES, dtype=pl.Enum(["P2", "P1", "P9"])), id="polars-enum"),
            pytest.param(pa.array(NAMES), id="arrow-text"),
            pytest.param(pa.array(NAMES, pa.large_string()), id="arrow-large-text"),
            pytest.param(pa.array(NAMES).dictionary_encode(), id="arrow-dictionary"),
            pytest.param(
                pa.chunked_array([pa.array(NAMES[:1]).dictionary_encode(), pa.array(NAMES[1:]).dictionary_encode()]),
                id="arrow-dictionaries",
            ),
            pytest.param(Capsule(pa.array(NAMES)), id="capsule"),
            pytest.param(Stream(pa.chunked_array([NAMES[:3], NAMES[3:]])), id="stream"),
        ],
    )
    def test_every_make(self, names: Any) -> None:
        expected = [POLICY.due(NOON, plan, name) for plan, name in zip(PLANS, NAMES, strict=True)]
        assert listed(columns.due(POLICY, steps([NOON] * 4, "us"), PLANS, names)) == expected

    def test_nothing_named_at_all(self) -> None:
        due = columns.due(POLICY, steps([NOON, None], "us"), "premium", [None, None], pd.Series(["first_response"] * 2))
        assert listed(due) == [POLICY.due(NOON, "premium"), None]


class TestPandas:
    """The accessors ask what the functions ask."""

    def test_series(self) -> None:
        opened = pandas_column([NOON, None, NOON + WORK], "ms")
        asked = {
            "add": (opened.sla.add(OFFICE, WORK), columns.add(OFFICE, opened, WORK)),
            "elapsed": (opened.sla.elapsed(OFFICE, NOON), columns.elapsed(OFFICE, opened, NOON)),
            "is_open": (opened.sla.is_open(OFFICE), columns.is_open(OFFICE, opened)),
            "next_opening": (opened.sla.next_opening(OFFICE), columns.next_opening(OFFICE, opened)),
            "next_closing": (opened.sla.next_closing(OFFICE), columns.next_closing(OFFICE, opened)),
            "previous_opening": (opened.sla.previous_opening(OFFICE), columns.previous_opening(OFFICE, opened)),
            "previous_closing": (opened.sla.previous_closing(OFFICE), columns.previous_closing(OFFICE, opened)),
            "add_days": (opened.sla.add_days(OFFICE, 1, "close"), columns.add_days(OFFICE, opened, 1, "close")),
            "due": (opened.sla.due(POLICY, "premium"), columns.due(POLICY, opened, "premium")),
            "breached": (
                opened.sla.breached(POLICY, None, NOON + WORK, "premium"),
                columns.breached(POLICY, opened, None, NOON + WORK, "premium"),
            ),
        }
        for found, expected in asked.values():
            pd.testing.assert_series_equal(found, expected)

    def test_frame(self) -> None:
        """A text that names a column stands for it, and any other is a name of the policy."""
        opened = pandas_column([NOON, NOON], "us")
        tickets = pd.DataFrame({"opened": opened, "urgency": pd.Series(["P1", "P2"], index=opened.index)})
        tickets["stopped"] = opened
        due = tickets.sla.due(POLICY, opened="opened", plan="standard", priority="urgency")
        pd.testing.assert_series_equal(due, columns.due(POLICY, opened, "standard", tickets["urgency"]))
        late = tickets.sla.breached(POLICY, "opened", "stopped", NOON + WORK, "standard", "urgency")
        assert late.tolist() == [False, False]
        assert tickets.sla.elapsed(OFFICE, "opened", "stopped").tolist() == [timedelta(), timedelta()]


class TestPolars:
    """The expressions ask what the functions ask, eagerly, lazily and in a stream."""

    @pytest.mark.parametrize("unit", ["ms", "us", "ns"])
    def test_expressions(self, unit: Unit) -> None:
        opened = polars_column([NOON + number * WORK for number in range(40)] + [None] * 2, unit)
        tickets = pl.LazyFrame({"opened": opened, "urgency": ["P1", "P2", "P2"] * 14}, height=42)
        at, late = pl.col("opened"), NOON + 20 * WORK
        lazy = tickets.select(
            add=at.sla.add(OFFICE, WORK),
            elapsed=at.sla.elapsed(OFFICE, late),
            is_open=at.sla.is_open(OFFICE),
            next_opening=at.sla.next_opening(OFFICE),
            next_closing=at.sla.next_closing(OFFICE),
            previous_opening=at.sla.previous_opening(OFFICE),
            previous_closing=at.sla.previous_closing(OFFICE),
            add_days=at.sla.add_days(OFFICE, 1, "close"),
            due=at.sla.due(POLICY, "standard", pl.col("urgency")),
            breached=at.sla.breached(POLICY, None, late, pl.lit("standard"), pl.col("urgency")),
        )
        urgency = ["P1", "P2", "P2"] * 14
        expected = {
            "add": columns.add(OFFICE, opened, WORK),
            "elapsed": columns.elapsed(OFFICE, opened, late).cast(pl.Duration("us")),
            "is_open": columns.is_open(OFFICE, opened),
            "next_opening": columns.next_opening(OFFICE, opened),
            "next_closing": columns.next_closing(OFFICE, opened),
            "previous_opening": columns.previous_opening(OFFICE, opened),
            "previous_closing": columns.previous_closing(OFFICE, opened),
            "add_days": columns.add_days(OFFICE, opened, 1, "close"),
            "due": columns.due(POLICY, opened, "standard", urgency),
            "breached": columns.breached(POLICY, opened, None, late, "standard", urgency),
        }
        frame = pl.DataFrame(expected)
        assert lazy.collect_schema() == frame.schema
        assert lazy.collect().equals(frame)
        assert lazy.collect(engine="streaming").equals(frame)

    def test_a_literal_beside_a_column(self) -> None:
        tickets = pl.DataFrame({"urgency": ["P1", "P2"]})
        due = tickets.select(due=pl.lit(NOON).sla.due(POLICY, "standard", pl.col("urgency")))
        assert due["due"].to_list() == [POLICY.due(NOON, "standard", name) for name in ("P1", "P2")]


class TestImports:
    """The core loads none of this, and says what is missing."""

    def run(self, code: str) -> str:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60)
        return done.stdout + done.stderr

    def test_the_core_loads_no_optional_package(self) -> None:
        loaded = "{'numpy', 'pyarrow', 'pandas', 'polars'} & set(sys.modules)"
        assert self.run(f"import sys, slaclock; print({loaded})").strip() == "set()"

    @pytest.mark.parametrize("package", ["numpy", "pyarrow"])
    def test_columns_name_the_extra(self, package: str) -> None:
        said = self.run(f"import sys; sys.modules[{package!r}] = None; from slaclock.columns import due")
        assert said.strip().endswith("ImportError: columns need an extra; run: pip install 'slaclock[columns]'")


def test_a_library_that_another_thread_is_loading_has_made_nothing_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """polars asks on its own threads, and one of them may come while pandas is half loaded."""
    monkeypatch.setitem(sys.modules, "pandas", ModuleType("pandas"))
    assert columns.is_open(OFFICE, pl.Series([NOON])).to_list() == [OFFICE.is_open(NOON)]

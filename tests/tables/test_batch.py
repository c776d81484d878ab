"""Whole files of tickets: every good row has the answer that it alone would get, every bad row is told of once."""

import csv
import errno
import gzip
import io
import json
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, strategies as st
from paths import POLICIES
from strategies import Season, noisy_instants

from slaclock import (
    ChoiceError,
    NaiveDatetimeError,
    OutputError,
    RowError,
    SlaClockError,
    SlaPolicy,
    TicketFileError,
    UnknownNameError,
    ZoneError,
)
from slaclock.safe import for_csv
from slaclock.tables import bad_rows, batch, csv_reader, json_lines_reader, parquet_reader, sizes
from slaclock.tables.batch import Column, Progress, Summary
from slaclock.tables.reader import open_table
from slaclock.tables.table_rows import Rows
from slaclock.tables.time_columns import TimeFormat

BYTEZ = SlaPolicy.load(POLICIES / "byteztech.yaml")
CODEX = SlaPolicy.load(POLICIES / "codexpert.yaml")
PHONED = SlaPolicy.loads(
    "{name: Small, timezone: America/New_York, schedules: {office: Mon-Fri 09:00-18:00}, plans: {only: {first_response:"
    " {target: 8 business hours, when: [{received: by phone, target: 1 business hour}]}}}}"
)
NEW_YORK = ZoneInfo("America/New_York")
OPENED = "2026-11-25T17:00:00-05:00"
DUE = "2026-11-27T17:00:00Z"
"""Four business hours later, over Thanksgiving."""


def csv_of(*rows: str) -> str:
    return "".join(f"{row}\n" for row in rows)


def tickets(folder: Path, *rows: str, name: str = "tickets.csv") -> Path:
    path = folder / name
    path.write_text(csv_of(*rows), encoding="utf-8")
    return path


def found(path: Path) -> list[dict[str, Any]]:
    """The rows of a file."""
    return [rows.record(row) for rows in open_table(path) for row in range(len(rows.lines))]


def answer(folder: Path, header: str, row: str, policy: SlaPolicy = BYTEZ, **asked: Any) -> dict[str, Any]:
    """The answer to a file of one ticket."""
    batch.run(policy, tickets(folder, header, row), folder / "out.csv", **asked)
    (only,) = found(folder / "out.csv")
    return only


class TestWhereThingsStand:
    """Columns go by their usual names, or by those that are given; one name may stand for all rows."""

    @pytest.mark.parametrize(
        ("header", "row", "asked"),
        [
            pytest.param("opened,plan,priority", f"{OPENED},standard,P1", {}, id="the-usual-names"),
            pytest.param(
                "created,tier,severity",
                f"{OPENED},standard,P1",
                {"opened": "created", "plan": Column("tier"), "priority": Column("severity")},
                id="names-of-ones-own",
            ),
            pytest.param("opened,priority", f"{OPENED},P1", {"plan": "standard"}, id="one-plan-for-all"),
            pytest.param("opened,plan,priority", f"{OPENED},gold,P1", {"plan": "standard"}, id="a-name-wins"),
            pytest.param(
                "opened,plan,kind",
                f"{OPENED},standard,first_response",
                {"priority": "P1", "metric": Column("kind")},
                id="a-metric-in-each",
            ),
            pytest.param(
                "opened,plan,priority,metric", f"{OPENED},standard,P1,first_response", {}, id="the-usual-metric"
            ),
        ],
    )
    def test_a_ticket_is_due(self, tmp_path: Path, header: str, row: str, asked: dict[str, Any]) -> None:
        given = dict(zip(header.split(","), row.split(","), strict=True))
        assert answer(tmp_path, header, row, **asked) == given | {"due": DUE}

    @pytest.mark.parametrize(
        ("header", "row", "asked"),
        [
            pytest.param("opened,channel", f"{OPENED},phone", {}, id="the-usual-channel"),
            pytest.param("opened,source", f"{OPENED},phone", {"channel": Column("source")}, id="a-channel-in-each"),
            pytest.param("opened", OPENED, {"channel": "phone"}, id="one-channel-for-all"),
        ],
    )
    def test_by_phone_it_is_due_sooner(self, tmp_path: Path, header: str, row: str, asked: dict[str, Any]) -> None:
        now = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
        found = answer(tmp_path, header, row, PHONED, now=now, **asked)
        assert (found["due"], found["elapsed_s"]) == ("2026-11-25T23:00:00Z", "3600")

    def test_an_empty_name_is_none(self, tmp_path: Path) -> None:
        assert answer(tmp_path, "opened,plan,priority", "2026-11-25 23:00Z,,", CODEX)["due"] == (
            CODEX.due(datetime(2026, 11, 25, 23, tzinfo=UTC)).isoformat().replace("+00:00", "Z")
        )

    def test_answers_are_in_the_stated_zone(self, tmp_path: Path) -> None:
        asked = answer(
            tmp_path,
            "opened",
            "2026-11-25 17:00",
            plan="standard",
            priority="P1",
            times=TimeFormat(timezone="America/New_York"),
        )
        assert asked["due"] == "2026-11-27T12:00:00-05:00"

    def test_answers_are_in_the_zone_of_the_column(self, tmp_path: Path) -> None:
        opened = pa.array([datetime.fromisoformat(OPENED)], pa.timestamp("ns", "Asia/Tokyo"))
        pq.write_table(pa.table({"opened": opened}), tmp_path / "t.parquet")
        batch.run(BYTEZ, tmp_path / "t.parquet", tmp_path / "out.parquet", plan="standard", priority="P1")
        table = pq.read_table(tmp_path / "out.parquet")
        assert table.schema.field("due").type == pa.timestamp("us", "Asia/Tokyo")
        assert table["due"][0].as_py() == datetime.fromisoformat(DUE)

    def test_new_columns_may_have_a_prefix(self, tmp_path: Path) -> None:
        row = answer(tmp_path, "opened,due", f"{OPENED},soon", plan="standard", priority="P1", prefix="sla_")
        assert row == {"opened": OPENED, "due": "soon", "sla_due": DUE}


class TestLate:
    """R12, R18: late is what ran on after it was due, until it stopped or until now."""

    @pytest.mark.parametrize(
        ("stopped", "now", "breached", "elapsed"),
        [
            pytest.param("2026-11-27T17:00:00Z", None, "false", "14400", id="stopped-when-it-was-due"),
            pytest.param("2026-11-27T17:00:00.000001Z", None, "true", "14400.000001", id="a-microsecond-late"),
            pytest.param("2026-11-25T22:30:00Z", None, "false", "1800", id="in-time"),
            pytest.param("", None, "", "", id="not-stopped-and-no-now"),
            pytest.param("", "2026-11-28T00:00:00Z", "true", "36000", id="running-and-late-now"),
            pytest.param("", "2026-11-26T00:00:00Z", "false", "3600", id="running-and-not-late-now"),
            pytest.param("2026-11-28T00:00:00Z", "2026-11-26T00:00:00Z", "false", "3600", id="a-stop-to-come-is-none"),
            pytest.param("", "2026-11-25T00:00:00Z", "false", "0", id="opened-after-now"),
        ],
    )
    def test_as_of(self, tmp_path: Path, stopped: str, now: str | None, breached: str, elapsed: str) -> None:
        instant = datetime.fromisoformat(now) if now else None
        row = answer(tmp_path, "opened,plan,priority,stopped", f"{OPENED},standard,P1,{stopped}", now=instant)
        assert (row["due"], row["breached"], row["elapsed_s"]) == (DUE, breached, elapsed)

    def test_a_column_of_another_name(self, tmp_path: Path) -> None:
        row = answer(tmp_path, "opened,closed", f"{OPENED},{DUE}", plan="standard", priority="P1", stopped="closed")
        assert row["breached"] == "false"

    def test_now_alone(self, tmp_path: Path) -> None:
        now = datetime(2026, 11, 30, tzinfo=NEW_YORK)
        row = answer(tmp_path, "opened", OPENED, plan="standard", priority="P1", now=now)
        assert (row["breached"], row["elapsed_s"]) == ("true", "36000")

    def test_stopped_before_it_was_opened(self, tmp_path: Path) -> None:
        with pytest.raises(
            RowError, match=r"tickets\.csv:2: it stopped at 2026-11-25 16:59:59-05:00, before it was op"
        ):
            answer(
                tmp_path,
                "opened,stopped",
                f"{OPENED},2026-11-25T16:59:59-05:00",
                plan="standard",
                priority="P1",
                times=TimeFormat(timezone="America/New_York"),
            )


class TestRefusals:
    """What cannot be asked of any row is said before one is read, and nothing is written."""

    @pytest.mark.parametrize(
        ("asked", "error", "message"),
        [
            pytest.param(
                {"opened": "opend"}, UnknownNameError, "no column 'opend'; did you mean 'opened'?", id="opened"
            ),
            pytest.param({"stopped": "end"}, UnknownNameError, "has no column 'end'", id="stopped"),
            pytest.param({"plan": Column("tier")}, UnknownNameError, "has no column 'tier'", id="plan"),
            pytest.param({"on_error": "ignore"}, ChoiceError, "not 'ignore'", id="on-error"),
            pytest.param({"formulas": "kpt"}, ChoiceError, "formulas is 'kept' or 'quoted', not 'kpt'", id="formulas"),
            pytest.param({"now": datetime(2026, 11, 30)}, NaiveDatetimeError, "has no time zone", id="now"),
            pytest.param(
                {"opened": "priority", "prefix": ""}, RowError, "t.csv:2: priority: cannot read 'P1'", id="no-times"
            ),
        ],
    )
    def test_a_question(self, tmp_path: Path, asked: dict[str, Any], error: type[Exception], message: str) -> None:
        path = tickets(tmp_path, "opened,plan,priority", f"{OPENED},standard,P1", name="t.csv")
        with pytest.raises(error) as caught:
            batch.run(BYTEZ, path, tmp_path / "out.csv", **asked)
        assert message in str(caught.value)
        assert list(tmp_path.iterdir()) == [path]

    def test_a_column_that_is_there_already(self, tmp_path: Path) -> None:
        with pytest.raises(TicketFileError, match="has a column 'due' already; state a prefix"):
            answer(tmp_path, "opened,due", f"{OPENED},soon")

    def test_a_result_of_an_unknown_kind(self, tmp_path: Path) -> None:
        with pytest.raises(TicketFileError, match=r"out\.xls.*: the ending does not say"):
            batch.run(BYTEZ, tickets(tmp_path, "opened", OPENED), tmp_path / "out.xls")

    def test_numbers_that_count_nothing(self, tmp_path: Path) -> None:
        pq.write_table(pa.table({"opened": [1]}), tmp_path / "t.parquet")
        with pytest.raises(ChoiceError, match="state epoch_s or epoch_ms"):
            batch.run(BYTEZ, tmp_path / "t.parquet", tmp_path / "out.parquet")


class TestFormulas:
    """A cell that a spreadsheet would compute is kept for programs, and quoted where it is asked for."""

    CELLS = ("=1+2", "+1", "-1", "@a", "\t=1", "\r=1", "a=1", "'=1", "", '-1,"a"')

    @pytest.mark.parametrize("formulas", ["kept", "quoted"])
    @pytest.mark.parametrize("name", ["out.csv", "out.csv.gz"])
    def test_cells_and_names(self, tmp_path: Path, formulas: Any, name: str) -> None:
        rows = [{"opened": OPENED, "=note": cell} for cell in self.CELLS]
        (tmp_path / "t.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        batch.run(BYTEZ, tmp_path / "t.jsonl", tmp_path / name, plan="standard", priority="P1", formulas=formulas)
        content = (tmp_path / name).read_bytes()
        text = (gzip.decompress(content) if name.endswith("gz") else content).decode()
        head, *cells = [row[1] for row in csv.reader(io.StringIO(text, newline=""))]
        assert [head, *cells] == [for_csv(cell, formulas) for cell in ("=note", *self.CELLS)]

    def test_numbers_are_none(self, tmp_path: Path) -> None:
        opened = pa.array([datetime.fromisoformat(OPENED)], pa.timestamp("us", "UTC"))
        pq.write_table(pa.table({"opened": opened, "n": [-1], "text": ["-1"]}), tmp_path / "t.parquet")
        out = tmp_path / "out.csv"
        batch.run(BYTEZ, tmp_path / "t.parquet", out, plan="standard", priority="P1", formulas="quoted")
        assert found(out)[0]["n"] == "-1"
        assert found(out)[0]["text"] == "'-1"

    @pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
    def test_only_csv_has_them(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(ChoiceError, match=f"{name} is no CSV, and only there a spreadsheet computes text"):
            batch.run(BYTEZ, tickets(tmp_path, "opened", OPENED), tmp_path / name, formulas="quoted")
        assert not (tmp_path / name).exists()


class TestValuesThatPythonHasNot:
    """Parquet holds instants past all years and zones that nobody knows: as instants they are bad, or they are kept."""

    FAR = pa.array([2**62], pa.int64())
    OPENED = pa.array([datetime.fromisoformat(OPENED)], pa.timestamp("us", "UTC"))

    def asked(self, folder: Path, name: str, **columns: pa.Array) -> Summary:
        pq.write_table(pa.table({"opened": self.OPENED} | columns), folder / "t.parquet")
        return batch.run(BYTEZ, folder / "t.parquet", folder / name, plan="standard", priority="P1", on_error="report")

    @pytest.mark.parametrize("unit", ["ms", "us"])
    @pytest.mark.parametrize("column", ["opened", "stopped"])
    def test_as_instants(self, tmp_path: Path, column: str, unit: str) -> None:
        done = self.asked(tmp_path, "out.csv", **{column: self.FAR.cast(pa.timestamp(unit, "UTC"))})
        assert (done.answered, done.bad) == (0, 1)
        (told,) = map(json.loads, (tmp_path / "out.csv.errors.jsonl").read_text().splitlines())
        assert told["reason"].endswith("lies outside the years 1 to 9999")
        assert told["record"][column] == f"{2**62} timestamp[{unit}, tz=UTC]"

    @pytest.mark.filterwarnings("ignore::slaclock.CoverageWarning")
    def test_as_a_stop_that_only_some_zones_have(self, tmp_path: Path) -> None:
        first = pa.array([datetime(1, 1, 1, tzinfo=UTC)], pa.timestamp("us", "America/New_York"))
        self.asked(tmp_path, "out.csv", stopped=first)
        assert "it stopped at " in (tmp_path / "out.csv.errors.jsonl").read_text()

    @pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.parquet"])
    @pytest.mark.parametrize(
        "kind", [pa.timestamp("ms"), pa.timestamp("ns", "Mars/Phobos"), pa.time64("us"), pa.duration("s")], ids=str
    )
    def test_beside_them(self, tmp_path: Path, name: str, kind: pa.DataType) -> None:
        column = pa.array([0 if pa.types.is_time(kind) else 2**62], pa.int64()).cast(kind)
        assert self.asked(tmp_path, name, other=column).answered == 1

    def test_in_a_zone_that_nobody_knows(self, tmp_path: Path) -> None:
        column = pa.array([0], pa.int64()).cast(pa.timestamp("us", "Mars/Phobos"))
        with pytest.raises(ZoneError, match="'Mars/Phobos' is not a time zone"):
            self.asked(tmp_path, "out.csv", other=column)

    def test_as_names(self, tmp_path: Path) -> None:
        column = pa.array([0], pa.int64()).cast(pa.timestamp("us", "Mars/Phobos"))
        pq.write_table(pa.table({"opened": self.OPENED, "plan": column}), tmp_path / "t.parquet")
        with pytest.raises(ChoiceError, match=r"column 'plan' holds timestamp.* which is no name; cast it to text"):
            batch.run(BYTEZ, tmp_path / "t.parquet", tmp_path / "out.csv", priority="P1")


class TestBadRows:
    ROWS = (
        "opened,plan,priority,note",
        f"{OPENED},standard,P1,good",
        f"{OPENED},standard,P9,no such priority",
        "soon,standard,P1,no time",
        ",standard,P1,never opened",
        f"{OPENED},standard",
        f"{OPENED},standard,P1,good",
    )
    REASONS = (
        (3, "there is no priority 'P9' here; known: P1, P2, P3, P4"),
        (4, "opened: cannot read 'soon' as a time in ISO 8601"),
        (5, "it has no 'opened'"),
        (6, "it has 2 values, and the header names 4 columns"),
    )

    def test_stop(self, tmp_path: Path) -> None:
        (tmp_path / "out.csv").write_text("old")
        with pytest.raises(RowError, match=r"tickets\.csv:3: there is no priority 'P9' here"):
            batch.run(BYTEZ, tickets(tmp_path, *self.ROWS), tmp_path / "out.csv")
        assert (tmp_path / "out.csv").read_text() == "old"

    def test_skip(self, tmp_path: Path) -> None:
        done = batch.run(BYTEZ, tickets(tmp_path, *self.ROWS), tmp_path / "out.csv", on_error="skip")
        assert done == Summary(2, 4, tmp_path / "out.csv", None)
        assert [row["note"] for row in found(tmp_path / "out.csv")] == ["good", "good"]

    @pytest.mark.parametrize("errors", [None, "bad.jsonl"])
    def test_report(self, tmp_path: Path, errors: str | None) -> None:
        side = tmp_path / (errors or "out.csv.errors.jsonl")
        done = batch.run(
            BYTEZ, tickets(tmp_path, *self.ROWS), tmp_path / "out.csv", on_error="report", errors=errors and side
        )
        assert done == Summary(2, 4, tmp_path / "out.csv", side)
        told = [json.loads(line) for line in side.read_text(encoding="utf-8").splitlines()]
        assert [each["line"] for each in told] == [line for line, _ in self.REASONS]
        assert all(each["reason"].startswith(reason) for each, (_, reason) in zip(told, self.REASONS, strict=True))
        assert told[0]["record"] == {"opened": OPENED, "plan": "standard", "priority": "P9", "note": "no such priority"}
        assert told[3]["record"] == f"{OPENED},standard"

    def test_report_says_when_there_are_none(self, tmp_path: Path) -> None:
        side = tmp_path / "out.csv.errors.jsonl"
        side.write_text("of an earlier run")
        batch.run(BYTEZ, tickets(tmp_path, *self.ROWS[:2]), tmp_path / "out.csv", on_error="report")
        assert side.read_text() == ""

    @pytest.mark.filterwarnings("ignore::slaclock.CoverageWarning")
    def test_a_row_that_is_never_due(self, tmp_path: Path) -> None:
        path = tickets(tmp_path, "opened", "9999-12-31T00:00Z")
        with pytest.raises(RowError, match=r"tickets\.csv:2: .*9999"):
            batch.run(BYTEZ, path, tmp_path / "out.csv", plan="standard", priority="P1")


# Laws

WINTER = Season("America/New_York", datetime(2026, 11, 1).date())
# In UTC, for Python finds readings of a repeated hour in two zones unequal.
INSTANTS = noisy_instants(WINTER).map(lambda at: at.astimezone(UTC))
NAMES = {"plan": ["standard", "premium", "gold", None], "priority": ["P1", "P2", "P3", "P4", "P9", None]}


class TestAFileOfBadLinesOnly:
    @pytest.mark.parametrize("lines", ["soon", "[1]\n{", '{"opened": '], ids=repr)
    def test_each_is_told_of(self, tmp_path: Path, lines: str) -> None:
        path, out = tmp_path / "tickets.jsonl", tmp_path / "out.jsonl"
        path.write_text(lines, encoding="utf-8")
        with pytest.raises(RowError):
            batch.run(CODEX, path, out)
        assert not out.exists()
        summary = batch.run(CODEX, path, out, on_error="report")
        assert (summary.answered, summary.bad) == (0, len(lines.splitlines()))
        assert out.read_text(encoding="utf-8") == ""

    def test_a_file_of_nothing_has_no_column(self, tmp_path: Path) -> None:
        path = tmp_path / "tickets.jsonl"
        path.write_text("{}\n", encoding="utf-8")
        with pytest.raises(UnknownNameError, match="has no column 'opened'"):
            batch.run(CODEX, path, tmp_path / "out.jsonl")


class Row(NamedTuple):
    """A ticket as it was drawn."""

    opened: datetime | str | None
    plan: str | None
    priority: str | None
    stopped: datetime | None
    damaged: bool = False


rows = st.builds(
    Row,
    st.one_of(INSTANTS, INSTANTS, INSTANTS, st.sampled_from(["soon", None])),
    st.sampled_from(NAMES["plan"]),
    st.sampled_from(NAMES["priority"]),
    st.one_of(st.none(), INSTANTS),
    st.sampled_from([False] * 7 + [True]),
)


def scalar(row: Row, now: datetime | None) -> dict[str, Any] | None:
    """What the row alone would get; nothing for a bad one."""
    if row.damaged or not isinstance(row.opened, datetime) or (row.stopped and row.stopped < row.opened):
        return None
    try:
        clock = BYTEZ.clock(row.opened, row.plan, row.priority)
        due = BYTEZ.due(row.opened, row.plan, row.priority)
    except SlaClockError:
        return None
    until = now or row.stopped
    stopped = clock.stop(row.stopped) if row.stopped else clock
    status = stopped.status(until) if until else None
    return {
        "due": due,
        "breached": status and status.breached_at is not None,
        "elapsed_s": status and status.elapsed,
    }


def values_of(row: Row, number: int) -> dict[str, str | None]:
    def text(value: Any) -> str | None:
        return value.isoformat() if isinstance(value, datetime) else value

    return {"id": str(number), **{name: text(getattr(row, name)) for name in ("opened", "plan", "priority", "stopped")}}


def save_csv(path: Path, drawn: list[Row]) -> None:
    lines = [
        ",".join(value or "" for value in values_of(row, n).values()) + ",more" * row.damaged
        for n, row in enumerate(drawn)
    ]
    path.write_text("\n".join(["id,opened,plan,priority,stopped", *lines]))


def save_jsonl(path: Path, drawn: list[Row]) -> None:
    path.write_text(
        "\n".join(json.dumps(values_of(row, n))[: -1 if row.damaged else None] for n, row in enumerate(drawn))
    )


def save_parquet(path: Path, drawn: list[Row]) -> None:
    text = pa.schema([(name, pa.string()) for name in ("id", "opened", "plan", "priority", "stopped")])
    pq.write_table(pa.Table.from_pylist([values_of(row, n) for n, row in enumerate(drawn)], text), path)


FORMATS: dict[str, tuple[Callable[[Path, list[Row]], None], int]] = {
    ".csv": (save_csv, 2),
    ".jsonl": (save_jsonl, 1),
    ".parquet": (save_parquet, 1),
}
"""How a file is saved, and the line of its first row."""


@given(
    st.lists(rows, min_size=1, max_size=12),
    st.sampled_from(sorted(FORMATS)),
    st.sampled_from(sorted(FORMATS)),
    st.sampled_from(["stop", "skip", "report"]),
    st.one_of(st.none(), INSTANTS),
    st.integers(1, 5),
)
def test_every_row_has_its_answer_or_is_told_of(
    drawn: list[Row], source: str, target: str, on_error: Any, now: datetime | None, at_once: int
) -> None:
    """From any format to any other, a good row has what it alone would get; a bad one is told of once, by its line."""
    save, first = FORMATS[source]
    if source == ".parquet":
        drawn = [row._replace(damaged=False) for row in drawn]
    expected = [scalar(row, now) for row in drawn]
    bad = [first + number for number, answer in enumerate(expected) if answer is None]
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patched:
        patched.setattr(sizes, "ROWS_AT_ONCE", at_once)
        patched.setattr(sizes, "BYTES_AT_ONCE", 200 * at_once)
        folder = Path(name)
        path, out = folder / f"tickets{source}", folder / f"out{target}"
        save(path, drawn)
        if bad and on_error == "stop":
            with pytest.raises(RowError, match=f":{bad[0]}: "):
                batch.run(BYTEZ, path, out, now=now, on_error=on_error)
            assert [each.name for each in folder.iterdir()] == [path.name]
            return
        done = batch.run(BYTEZ, path, out, now=now, on_error=on_error)
        assert (done.answered, done.bad) == (len(drawn) - len(bad), len(bad))
        if done.errors:
            assert [json.loads(line)["line"] for line in done.errors.read_text().splitlines()] == bad
        assert [as_answer(row) for row in found(out)] == [
            {"id": str(number), **answer} for number, answer in enumerate(expected) if answer is not None
        ]


def as_answer(row: dict[str, Any]) -> dict[str, Any]:
    """The answers of a row of any format."""
    due, breached, elapsed = row["due"], row.get("breached"), row.get("elapsed_s")
    return {
        "id": row["id"],
        "due": datetime.fromisoformat(due) if isinstance(due, str) else due,
        "breached": {"true": True, "false": False, "": None}.get(breached, breached),  # type: ignore[arg-type]
        "elapsed_s": timedelta(microseconds=int(float(elapsed) * 10**6 + 0.5)) if elapsed not in (None, "") else None,
    }


# Interrupts and memory


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.parquet"])
def test_an_interrupt_leaves_what_was_there(tmp_path: Path, name: str) -> None:
    path = tickets(tmp_path, "opened", OPENED)
    (tmp_path / name).write_text("old")

    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    asked: dict[str, Any] = {"plan": "standard", "priority": "P1", "on_error": "report"}
    with pytest.raises(KeyboardInterrupt):
        batch.run(BYTEZ, path, tmp_path / name, progress=interrupt, **asked)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([name, "tickets.csv"])
    assert (tmp_path / name).read_text() == "old"
    assert batch.run(BYTEZ, path, tmp_path / name, **asked).answered == 1


class TestOutputs:
    """What is read is not written over, and two runs onto one output leave what one of them wrote."""

    ONE = {"plan": "standard", "priority": "P1"}  # noqa: RUF012

    @pytest.mark.parametrize("by", ["its-name", "a-link", "a-hard-link", "another-way"])
    @pytest.mark.parametrize("which", ["out", "errors"])
    def test_the_source_is_not_written_over(self, tmp_path: Path, which: str, by: str) -> None:
        path = tickets(tmp_path, "opened", OPENED)
        names = {"its-name": path, "another-way": tmp_path / ".." / tmp_path.name / path.name}
        if by not in names:
            names[by] = tmp_path / "other.csv"
            (names[by].symlink_to if by == "a-link" else names[by].hardlink_to)(path)
        outputs = {"out": tmp_path / "out.csv", which: names[by]}
        with pytest.raises(OutputError, match=f"^{which} and source are the same file, .*; name another one for"):
            batch.run(BYTEZ, path, on_error="report", **self.ONE, **outputs)  # type: ignore[arg-type]
        assert path.read_text() == csv_of("opened", OPENED)
        assert not (tmp_path / "out.csv").exists()

    def test_two_outputs_are_two_files(self, tmp_path: Path) -> None:
        out = tmp_path / "out.csv"
        with pytest.raises(OutputError, match=r"^errors and out are the same file"):
            batch.run(BYTEZ, tmp_path / "nowhere.csv", out, errors=f"{tmp_path}/./out.csv", on_error="report")
        assert list(tmp_path.iterdir()) == []

    def test_a_file_for_bad_rows_needs_a_report(self, tmp_path: Path) -> None:
        with pytest.raises(ChoiceError, match="errors names a file for bad rows, and on_error='skip' writes none"):
            batch.run(BYTEZ, tmp_path / "nowhere.csv", tmp_path / "out.csv", errors="bad.jsonl", on_error="skip")

    def test_a_run_within_a_run(self, tmp_path: Path) -> None:
        """The later to end leaves both of its files, and the one between is told nothing false."""
        path = tickets(tmp_path, "opened", OPENED, "never")
        within = []

        def another(_: Progress) -> None:
            within.append(batch.run(BYTEZ, path, out, priority="P2", on_error="report", plan="standard", prefix="p2_"))
            assert "p2_due" in out.read_text()

        out = tmp_path / "out.csv"
        done = batch.run(BYTEZ, path, out, **self.ONE, on_error="report", progress=another)
        assert [(each.answered, each.bad) for each in (done, *within)] == [(1, 1), (1, 1)]
        assert found(out) == [{"opened": OPENED, "due": DUE}]
        assert sorted(each.name for each in tmp_path.iterdir()) == ["out.csv", "out.csv.errors.jsonl", "tickets.csv"]

    @pytest.mark.parametrize("name", ["out.csv", "out.csv.gz", "out.jsonl", "out.parquet"])
    def test_no_room(self, tmp_path: Path, name: str) -> None:
        """The error names the output, and nothing of it is left, whichever part of the file there is no room for."""
        (tmp_path / name).write_text("old")
        path = tickets(tmp_path, "opened", *[OPENED] * 10_000)
        with limited(20), pytest.raises(OutputError, match=f"^cannot write .*/{name}: file too large$") as caught:
            batch.run(BYTEZ, path, tmp_path / name, **self.ONE)
        assert (isinstance(caught.value, OSError), caught.value.errno) == (True, errno.EFBIG)
        assert sorted(each.name for each in tmp_path.iterdir()) == sorted([name, "tickets.csv"])
        assert (tmp_path / name).read_text() == "old"

    def test_half_a_character_in_a_bad_row(self) -> None:
        row = bad_rows.BadRow(3, "odd", {"id": "a\ud800"})
        assert json.loads(bad_rows.line_of_bad_row(row)) == {
            "line": 3,
            "reason": "odd",
            "record": {"id": "a\ud800"},
        }


@contextmanager
def limited(size: int) -> Iterator[None]:
    """No file may grow larger than so many bytes."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_few_rows_are_held_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """However long a file is, no more than a few pieces of it are alive at any time."""
    monkeypatch.setattr(sizes, "ROWS_AT_ONCE", 10)
    monkeypatch.setattr(sizes, "BYTES_AT_ONCE", 600)
    FORMATS[kind][0](tmp_path / f"t{kind}", [Row(datetime.fromisoformat(OPENED), "standard", "P1", None)] * 500)
    alive, pieces = [0], [0]
    most = 0

    class Counted(Rows):
        def __init__(self, *given: Any) -> None:
            nonlocal most
            super().__init__(*given)
            alive[0] += len(self.lines)
            pieces[0] += 1
            most = max(most, alive[0])
            weakref.finalize(self, lambda held: alive.__setitem__(0, alive[0] - held), len(self.lines))

    for reader in (csv_reader, json_lines_reader, parquet_reader):
        monkeypatch.setattr(reader, "Rows", Counted)
    shares: list[float] = []
    done = batch.run(BYTEZ, tmp_path / f"t{kind}", tmp_path / "out.csv", progress=lambda p: shares.append(p.share))
    assert done.answered == 500
    assert pieces[0] >= 30
    assert most <= 50
    assert shares == sorted(shares)
    assert shares[-1] == 1

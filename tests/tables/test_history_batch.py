"""Two files of tickets and events in, a row for each cycle out: as `columns.evaluate` says, sorted or not."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import pytest
from columns.told_histories import Row, histories, tables
from hypothesis import given, strategies as st

from slaclock import ChoiceError, OutputError, RowError, SlaPolicy, TicketTableError, columns
from slaclock.tables import Progress, TimeFormat, run_histories
from slaclock.tables.writer import as_text

POLICY = SlaPolicy.loads("""
name: Files
timezone: America/New_York
holidays: US
schedules: {office: {hours: Mon-Fri 09:00-18:00}, nights: Sun-Thu 22:00-06:00}
plans:
  standard:
    schedule: office
    first_response: {P1: 1 business hour, P2: 4 business hours, P3: 2 business days}
    resolution: {P1: 8 business hours, P2: 3 business days, P3: 40 hours}
  nights: {schedule: nights, resolution: 9 business hours}
""")
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
KINDS = ("csv", "csv.gz", "jsonl", "parquet")


def save(folder: Path, name: str, table: pa.Table) -> Path:
    path = folder / name
    if name.endswith("parquet"):
        pq.write_table(table, path)
    elif name.endswith("jsonl"):
        rows = [
            {key: value.isoformat() if isinstance(value, datetime) else value for key, value in row.items()}
            for row in table.to_pylist()
        ]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    else:
        text = pa.table([as_text(column.combine_chunks()) for column in table.columns], table.column_names)
        with pa.output_stream(path, compression="gzip" if name.endswith("gz") else None) as file:
            pcsv.write_csv(text, file)
    return path


def read(path: Path) -> list[list[str | None]]:
    """The rows of a result of any kind, as text."""
    if path.name.endswith("parquet"):
        return in_text(pq.read_table(path))
    if path.name.endswith("jsonl"):
        lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        return [[None if value is None else str(value) for value in line.values()] for line in lines]
    names = columns.evaluate(POLICY, *tables([], []), NOW).column_names
    as_they_stand = pcsv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    with pa.input_stream(path, compression="gzip" if path.name.endswith("gz") else None) as file:
        return in_text(pcsv.read_csv(file, convert_options=as_they_stand))


def in_text(table: pa.Table) -> list[list[str | None]]:
    plain = [each.cast(each.type.value_type) if pa.types.is_dictionary(each.type) else each for each in table.columns]
    return [list(row) for row in zip(*(as_text(each.combine_chunks()).to_pylist() for each in plain), strict=True)]


def said(tickets: pa.Table, events: pa.Table, now: datetime) -> list[list[str | None]]:
    """What `columns.evaluate` says, as text."""
    return in_text(columns.evaluate(POLICY, tickets, events, now))


def by_ticket(rows: list[Row], name: str) -> list[Row]:
    return sorted(rows, key=lambda row: row[name])


class TestLaw:
    """A result is the table of `columns.evaluate`, whatever the kinds of the files, their order and the pieces."""

    @given(histories(), st.tuples(*[st.sampled_from(KINDS)] * 3), st.booleans(), st.integers(0, 60 * 96))
    def test_files_have_the_answers_of_tables(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        told: tuple[list[Row], list[Row]],
        kinds: tuple[str, str, str],
        is_sorted: bool,
        after: int,
    ) -> None:
        tickets, events = told
        now = datetime(2026, 10, 26, tzinfo=UTC) + after * timedelta(minutes=15)
        if is_sorted:
            events = by_ticket(events, "ticket")
        asked = tables(tickets, events)
        folder = tmp_path_factory.mktemp("files")
        files = save(folder, f"t.{kinds[0]}", asked[0]), save(folder, f"e.{kinds[1]}", asked[1])
        with patch("slaclock.tables.sizes.ROWS_AT_ONCE", 2):
            done = run_histories(POLICY, *files, folder / f"o.{kinds[2]}", now)
        expected = said(*asked, now)
        assert read(done.out) == expected
        assert done.answered == len(expected)
        assert done.is_sorted or not is_sorted


@pytest.mark.parametrize("ids", [["T-1"], []])
def test_a_file_without_a_line_says_that_nothing_happened(tmp_path: Path, ids: list[str]) -> None:
    files = _files(tmp_path, ids, [], "jsonl")
    assert files[1].read_bytes() == b""
    done = run_histories(POLICY, *files, tmp_path / "o.jsonl", NOW)
    assert [row[0] for row in read(done.out)] == ids * done.answered
    assert bool(done.answered) == bool(ids)


def _files(folder: Path, ids: list[str], owners: list[str], kind: str = "parquet") -> tuple[Path, Path]:
    tickets = [{"id": id, "opened": NOW - timedelta(days=2), "plan": "standard", "priority": "P1"} for id in ids]
    events = [{"ticket": id, "at": NOW - timedelta(days=1), "kind": "agent_replied"} for id in owners]
    told = tables(tickets, events)
    return save(folder, f"tickets.{kind}", told[0]), save(folder, f"events.{kind}", told[1])


class TestOrder:
    """Files that are sorted by ticket are read in one pass; others are held in memory, and it is said."""

    @pytest.mark.parametrize(
        ("ids", "owners", "is_sorted"),
        [
            pytest.param(["T-9", "T-10"], ["T-9", "T-10", "T-11"], True, id="sorted"),
            pytest.param(["T-9", "T-10"], ["T-10", "T-9", "T-11"], False, id="events-in-no-order"),
            pytest.param(["T-10", "T-9"], ["T-9", "T-10", "T-11"], False, id="tickets-in-no-order"),
        ],
    )
    def test_it_is_said_whether_both_are_sorted(
        self, tmp_path: Path, ids: list[str], owners: list[str], is_sorted: bool
    ) -> None:
        files = _files(tmp_path, ids, owners)
        done = run_histories(POLICY, *files, tmp_path / "out.csv", NOW)
        assert (done.is_sorted, done.answered, done.bad, done.one_by_one) == (is_sorted, 5, 0, 0)
        assert read(done.out) == said(*(pq.read_table(file) for file in files), NOW)
        assert read(done.out)[-1][:2] == ["T-11", None]

    def test_sorted_files_are_never_held_whole(self, tmp_path: Path) -> None:
        ids = [f"T-{number}" for number in range(1_000)]
        files = _files(tmp_path, ids, [id for id in ids for _ in range(3)])
        held: list[int] = []
        ask: Callable[..., Any] = columns.evaluated

        def counting(policy: SlaPolicy, tickets: pa.Table, events: pa.Table, *more: Any) -> Any:
            held.append(tickets.num_rows + events.num_rows)
            return ask(policy, tickets, events, *more)

        with (
            patch("slaclock.tables.history_batch.evaluated", counting),
            patch("slaclock.tables.sizes.ROWS_AT_ONCE", 50),
        ):
            done = run_histories(POLICY, *files, tmp_path / "out.parquet", NOW)
        assert done.answered == 2_000
        assert max(held) <= 50 + 3 * 50

    def test_ids_may_be_numbers_in_one_file_and_text_in_the_other(self, tmp_path: Path) -> None:
        tickets = pa.table(
            {
                "id": pa.array([7, 8], pa.int32()),
                "opened": pa.array([NOW] * 2, pa.timestamp("us", "UTC")),
                "priority": ["P1", "P1"],
                "plan": ["standard"] * 2,
            }
        )
        events = pa.table(
            {"ticket": ["7"], "at": pa.array([NOW], pa.timestamp("us", "UTC")), "kind": ["agent_replied"]}
        )
        files = save(tmp_path, "t.parquet", tickets), save(tmp_path, "e.csv", events)
        done = run_histories(POLICY, *files, tmp_path / "out.csv", NOW)
        assert done.is_sorted
        assert [row[0] for row in read(done.out)] == ["7", "7", "8", "8"]


class TestBadRows:
    """A row that cannot be read ends everything, is left out, or is told of with its file and line."""

    def _broken(self, folder: Path) -> tuple[Path, Path]:
        tickets, events = _files(folder, ["T-1", "T-2"], ["T-1"], "csv")
        tickets.write_text(tickets.read_text() + '"T-3","soon",,,,,,\n')
        lines = ("T-1,2026-11-26T15:00Z,agent_replied,perhaps", "T-2,2026-11-26T15:00Z,agent_replied,no")
        events.write_text("\n".join(("ticket,at,kind,public", *lines, "")))
        return tickets, events

    def test_stop(self, tmp_path: Path) -> None:
        with pytest.raises(RowError, match=r"tickets\.csv:4: opened: "):
            run_histories(POLICY, *self._broken(tmp_path), tmp_path / "out.csv", NOW)
        assert not (tmp_path / "out.csv").exists()

    def test_skip(self, tmp_path: Path) -> None:
        done = run_histories(POLICY, *self._broken(tmp_path), tmp_path / "out.csv", NOW, on_error="skip")
        assert (done.bad, done.answered, done.errors) == (2, 4, None)

    @pytest.mark.parametrize("owners", ["T-2,T-2", "T-2,T-1"], ids=["sorted", "in-no-order"])
    def test_report(self, tmp_path: Path, owners: str) -> None:
        files = self._broken(tmp_path)
        more = "".join(f"{owner},2026-11-26T15:00Z,resolved,yes\n" for owner in owners.split(","))
        files[1].write_text(files[1].read_text() + more)
        done = run_histories(POLICY, *files, tmp_path / "out.csv", NOW, on_error="report")
        assert done.errors == tmp_path / "out.csv.errors.jsonl"
        told = [json.loads(line) for line in done.errors.read_text().splitlines()]
        assert sorted((Path(row["file"]).name, row["line"]) for row in told) == [("events.csv", 2), ("tickets.csv", 4)]


class TestChoices:
    def test_columns_and_times_of_other_names(self, tmp_path: Path) -> None:
        (tmp_path / "t.csv").write_text("number,created,prio,plan\nT-1,25.11.2026 16:00,P1,standard\n")
        (tmp_path / "e.csv").write_text("case,when,type,seen\nT-1,25.11.2026 16:30,agent_replied,Yes\n")
        done = run_histories(
            POLICY,
            tmp_path / "t.csv",
            tmp_path / "e.csv",
            tmp_path / "out.jsonl",
            NOW,
            ticket_columns={"id": "number", "opened": "created", "priority": "prio"},
            event_columns={"ticket": "case", "at": "when", "kind": "type", "public": "seen"},
            times=TimeFormat("%d.%m.%Y %H:%M", "America/New_York"),
        )
        first = json.loads(done.out.read_text().splitlines()[0])
        assert (first["metric"], first["elapsed"]) == ("first_response", 1800)
        assert first["stopped"] == "2026-11-25T21:30:00Z"

    def test_an_agreed_instant_is_read_as_one(self, tmp_path: Path) -> None:
        row = "T-1,2026-11-25T16:00Z,standard,P1,2026-12-01T16:00Z"
        (tmp_path / "t.csv").write_text(f"id,opened,plan,priority,agreed\n{row}\n")
        (tmp_path / "e.csv").write_text("ticket,at,kind\n")
        done = run_histories(POLICY, tmp_path / "t.csv", tmp_path / "e.csv", tmp_path / "out.csv", NOW)
        ticket = {"id": "T-1", "opened": datetime(2026, 11, 25, 16, tzinfo=UTC), "plan": "standard", "priority": "P1"}
        ticket["agreed"] = datetime(2026, 12, 1, 16, tzinfo=UTC)
        assert read(done.out) == said(*tables([ticket], []), NOW)
        assert done.one_by_one == 1

    def test_progress_is_told(self, tmp_path: Path) -> None:
        seen: list[Progress] = []
        run_histories(POLICY, *_files(tmp_path, ["a"], ["a"]), tmp_path / "out.csv", NOW, progress=seen.append)
        assert seen[-1] == Progress(2, 1.0)

    def test_what_a_spreadsheet_would_compute_is_quoted(self, tmp_path: Path) -> None:
        done = run_histories(POLICY, *_files(tmp_path, ["=1+2"], []), tmp_path / "out.csv", NOW, formulas="quoted")
        assert read(done.out)[0][0] == "'=1+2"

    def test_what_cannot_be_is_refused(self, tmp_path: Path) -> None:
        tickets, events = _files(tmp_path, ["a"], ["a"])
        with pytest.raises(TicketTableError, match="no column 'nr'"):
            run_histories(POLICY, tickets, events, tmp_path / "out.csv", NOW, ticket_columns={"id": "nr"})
        with pytest.raises(OutputError, match="same"):
            run_histories(POLICY, tickets, events, events, NOW)
        with pytest.raises(ChoiceError, match="writes none"):
            run_histories(POLICY, tickets, events, tmp_path / "out.csv", NOW, errors="bad.jsonl")
        with pytest.raises(TicketTableError, match="two tickets have the id"):
            run_histories(POLICY, *_files(tmp_path, ["a", "a"], []), tmp_path / "out.csv", NOW)

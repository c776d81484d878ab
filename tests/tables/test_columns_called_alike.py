"""Files whose headers name columns alike: only those that are asked for must be there once."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from slaclock import SlaPolicy, TicketFileError, TicketTableError
from slaclock.tables import TimeFormat, read_history, run, run_histories

POLICY = SlaPolicy.loads(
    """
    {name: Example, timezone: UTC, schedules: {office: Mon-Fri 09:00-17:00},
     plans: {standard: {schedule: office, first_response: {P1: 2 business hours, P2: 4 business hours}}}}
    """
)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
AT = "2026-11-25T10:00:00Z"
DUE = "2026-11-25T12:00:00Z"


def file_of(folder: Path, header: str, *rows: str, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def answered(folder: Path, header: str, *rows: str, **asked: Any) -> list[str]:
    run(POLICY, file_of(folder, header, *rows), folder / "out.csv", **asked)
    return (folder / "out.csv").read_text(encoding="utf-8").splitlines()


class TestAskedRowByRow:
    """`run`, whose result has every column of the source."""

    def test_those_that_nobody_asks_for_stay_as_they_are(self, tmp_path: Path) -> None:
        lines = answered(tmp_path, "note,opened,,priority,note,", f"a,{AT},,P1,b,c")
        assert lines == ["note,opened,,priority,note,,due", f"a,{AT},,P1,b,c,{DUE}"]

    def test_a_bad_row_shows_all_of_their_values(self, tmp_path: Path) -> None:
        rows = [f"a,{AT},P9,b", "c,soon,P1,d", f"e,{AT},P1,\udcff"]
        path = tmp_path / "t.csv"
        path.write_bytes("\n".join(["note,opened,priority,note", *rows]).encode("utf-8", "surrogateescape"))
        run(POLICY, path, tmp_path / "out.csv", on_error="report")
        told = (tmp_path / "out.csv.errors.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["record"]["note"] for line in told] == [["a", "b"], ["c", "d"], ["e", "\\xff"]]

    @pytest.mark.parametrize(
        ("header", "asked", "said"),
        [
            ("opened,priority,opened", {}, "columns 1 and 3 are both called 'opened'"),
            ("opened,priority,x,priority", {}, "columns 2 and 4 are both called 'priority'"),
            ("opened,x,x,x", {"stopped": "x", "priority": "P1"}, "columns 2, 3 and 4 are all called 'x'"),
        ],
    )
    def test_those_that_are_asked_for_are_refused_by_their_places(
        self, tmp_path: Path, header: str, asked: dict[str, Any], said: str
    ) -> None:
        with pytest.raises(TicketFileError) as caught:
            answered(tmp_path, header, ",".join([AT] * len(header.split(","))), **asked)
        assert str(caught.value) == f"{said} in {tmp_path / 't.csv'}: leave one, or rename the others"

    def test_one_name_for_all_rows_asks_for_no_column(self, tmp_path: Path) -> None:
        lines = answered(tmp_path, "opened,priority,priority", f"{AT},P9,P8", priority="P1")
        assert lines[1].endswith(DUE)

    @pytest.mark.parametrize("ending", ["jsonl", "parquet"])
    def test_what_holds_each_name_once_is_not_written(self, tmp_path: Path, ending: str) -> None:
        path = file_of(tmp_path, "opened,priority,note,note", f"{AT},P1,a,b")
        with pytest.raises(TicketFileError, match=rf"columns 3 and 4 are both .*out\.{ending} can hold each name once"):
            run(POLICY, path, tmp_path / f"out.{ending}")

    def test_parquet_may_have_them_too(self, tmp_path: Path) -> None:
        columns = [pa.array([text]) for text in (AT, "P1", "a", "b")]
        pq.write_table(pa.table(columns, names=["opened", "priority", "note", "note"]), tmp_path / "t.parquet")
        run(POLICY, tmp_path / "t.parquet", tmp_path / "out.csv")
        assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1] == f"{AT},P1,a,b,{DUE}"


class TestHistories:
    """Two tables, whose columns are asked for by what they mean."""

    def stands(self, folder: Path, tickets: str, events: str, **named: Any) -> Sequence[str]:
        known = file_of(
            folder, tickets, ",".join({"id": "1", "opened": AT}.get(name, "P1") for name in tickets.split(","))
        )
        row = {"ticket": "1", "at": DUE, "kind": "agent_replied"}
        happened = file_of(folder, events, ",".join(row.get(name, "x") for name in events.split(",")), name="e.csv")
        run_histories(POLICY, known, happened, folder / "out.csv", NOW, **named)
        return (folder / "out.csv").read_text(encoding="utf-8").splitlines()

    def test_those_that_nobody_asks_for_do_no_harm(self, tmp_path: Path) -> None:
        (_, line) = self.stands(tmp_path, "id,opened,team,priority,team", "note,ticket,at,kind,note")
        assert line.split(",")[5] == "met"

    @pytest.mark.parametrize(
        ("tickets", "events", "said"),
        [
            ("id,opened,id", "ticket,at,kind", "columns 1 and 3 are both called 'id' in the table of tickets"),
            ("id,opened,opened", "ticket,at,kind", "columns 2 and 3 are both called 'opened' in the table of tickets"),
            ("id,opened", "at,ticket,kind,at", "columns 1 and 4 are both called 'at' in the table of events"),
            ("id,opened", "ticket,kind,at,ticket", "columns 1 and 4 are both called 'ticket' in the table of events"),
        ],
    )
    def test_those_that_are_asked_for_are_refused_by_their_places(
        self, tmp_path: Path, tickets: str, events: str, said: str
    ) -> None:
        with pytest.raises(TicketTableError, match=said):
            self.stands(tmp_path, tickets, events)

    def test_a_column_of_another_name_takes_their_place(self, tmp_path: Path) -> None:
        named = {"ticket_columns": {"priority": "severity"}}
        (_, line) = self.stands(tmp_path, "id,opened,priority,severity,priority", "ticket,at,kind", **named)
        assert line.split(",")[4:6] == ["P1", "met"]

    def test_a_whole_file_keeps_them(self, tmp_path: Path) -> None:
        path = file_of(tmp_path, "id,opened,opened", f"1,{AT},{AT}")
        assert read_history(path, "tickets", TimeFormat()).table.column_names == ["id", "opened", "opened"]

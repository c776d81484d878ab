"""`report`: from files of any kind, in any form, with what was counted beside it."""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

NOW = ("--now", "2026-12-01")
PLANS = {"only": {"first_response": {"P1": "1 business hour", "P2": "4 business hours"}}}
TICKETS = "id,opened,priority,team\nT-1,2026-11-24T15:00Z,P1,=red\nT-2,2026-11-25T15:00Z,P2,\n"
EVENTS = (
    "ticket,at,kind,status,public\n"
    "T-1,2026-11-24T16:30Z,agent_replied,,yes\n"
    "T-2,2026-11-25T16:00Z,agent_replied,,no\n"
    "T-2,2026-11-25T17:00Z,agent_replied,,\n"
)


@pytest.fixture
def files(policy_file: Any, tmp_path: Path) -> tuple[object, ...]:
    tickets, events = tmp_path / "tickets.csv", tmp_path / "events.csv"
    tickets.write_text(TICKETS, encoding="utf-8")
    events.write_text(EVENTS, encoding="utf-8")
    return policy_file(plans=PLANS), tickets, "--events", events


class TestForms:
    """The same figures in every form."""

    def test_text(self, run: Any, files: tuple[object, ...]) -> None:
        lines = run("report", *files, "--by", "team", *NOW).out.splitlines()
        assert lines[3].split()[:6] == ["–", "first_response", "1", "1", "0", "0"]
        assert lines[4].split()[:6] == ["=red", "first_response", "1", "0", "1", "0"]

    def test_json(self, run: Any, files: tuple[object, ...]) -> None:
        (first, second) = run("report", *files, "--by", "team", "--json", *NOW).answer["lines"]
        assert (first["group"], first["met"], second["over_seconds"]) == ({"team": ""}, 1, 1800.0)

    @pytest.mark.parametrize(("more", "shown"), [((), "=red"), (("--for-spreadsheets",), "'=red")])
    def test_csv(self, run: Any, files: tuple[object, ...], more: tuple[str, ...], shown: str) -> None:
        ran = run("report", *files, "--by", "team", "--format", "csv", *more, *NOW)
        assert [row["team"] for row in csv.DictReader(ran.out.splitlines())] == ["", shown]

    def test_markdown(self, run: Any, files: tuple[object, ...]) -> None:
        ran = run("report", *files, "--by", "team", "--format", "markdown", "--working-day", "2 hours", *NOW)
        assert ran.out.splitlines()[3].startswith("| \\=red | ")

    def test_a_page(self, run: Any, files: tuple[object, ...], tmp_path: Path) -> None:
        page = tmp_path / "report.html"
        assert run("report", *files, "--format", "html", "--out", page, *NOW).code == 0
        assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")

    def test_by_default_it_is_as_of_now(self, run: Any, files: tuple[object, ...], clock: Any) -> None:
        clock("2026-11-24T17:00+00:00")
        lines = run("report", *files, "--by", "", "--json").answer["lines"]
        assert [line["tickets"] for line in lines] == [1]

    def test_a_working_day_is_an_amount_of_time(self, run: Any, files: tuple[object, ...]) -> None:
        ran = run("report", *files, "--working-day", "2 business days", *NOW)
        assert (ran.code, "--working-day is the open time in a working day" in ran.err) == (2, True)


class TestFiles:
    """Tables of every kind, or tickets with their events."""

    def test_parquet_and_json_lines(self, run: Any, files: tuple[object, ...], tmp_path: Path) -> None:
        policy, *_ = files
        kinds = {"public": pa.bool_()}
        rows = [row | {"public": row["public"] != "no"} for row in csv.DictReader(EVENTS.splitlines())]
        columns = {name: pa.array([row[name] for row in rows], kinds.get(name)) for name in rows[0]}
        pq.write_table(pa.table(columns), tmp_path / "events.parquet")
        lines = tmp_path / "tickets.jsonl"
        lines.write_text("\n".join(map(json.dumps, csv.DictReader(TICKETS.splitlines()))), encoding="utf-8")
        asked = ("--by", "team", "--json", *NOW)
        found = run("report", policy, lines, "--events", tmp_path / "events.parquet", *asked).answer
        assert found == run("report", *files, *asked).answer

    def test_tickets_with_their_events(self, run: Any, policy_file: Any, stdin: Any) -> None:
        ticket = {
            "id": "T-1",
            "opened": "2026-11-24T15:00Z",
            "priority": "P1",
            "events": [{"at": "2026-11-24T16:30Z", "kind": "agent_replied"}],
        }
        found = run("report", policy_file(plans=PLANS), stdin(json.dumps(ticket)), "--json", *NOW).answer
        assert found["totals"][0]["breached"] == 1

    def test_nothing_in_them(self, run: Any, files: tuple[object, ...], tmp_path: Path) -> None:
        policy, _, _, events = files
        empty = tmp_path / "empty.csv"
        empty.write_text("id,opened,public\n", encoding="utf-8")
        found = run("report", policy, empty, "--events", events, "--json", *NOW).answer
        assert (found["lines"], len(found["problems"])) == ([], 2)

    @pytest.mark.parametrize(
        ("at", "public", "problem"),
        [
            pytest.param("soon", "yes", "events.csv:2: at: ", id="time"),
            pytest.param("2026-11-24T16:00Z", "maybe", "events.csv:2: public: 'maybe' is neither yes", id="public"),
        ],
    )
    def test_a_row_that_cannot_be_read_is_named(
        self, run: Any, files: tuple[object, ...], tmp_path: Path, at: str, public: str, problem: str
    ) -> None:
        (tmp_path / "events.csv").write_text(f"ticket,at,kind,public\nT-1,{at},resolved,{public}\n", encoding="utf-8")
        ran = run("report", *files, *NOW)
        assert (ran.code, problem in ran.err) == (2, True)

    def test_what_has_no_instants_says_so(self, run: Any, files: tuple[object, ...], tmp_path: Path) -> None:
        (tmp_path / "events.csv").write_text("ticket,kind\nT-1,resolved\n", encoding="utf-8")
        ran = run("report", *files, *NOW)
        assert (ran.code, "the table of events has no column 'at'" in ran.err) == (2, True)


def test_without_the_extra_it_says_which_one(
    run: Any, files: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "slaclock.reports", None)
    ran = run("report", *files, *NOW)
    assert ran == (2, "", "slaclock: reports need an extra; run: pip install 'slaclock[columns]'\n")


class TestDetail:
    """What was counted, beside the report."""

    def test_every_cycle_stands_there(self, run: Any, files: tuple[object, ...], tmp_path: Path) -> None:
        detail = tmp_path / "cycles.csv"
        run("report", *files, "--by", "team", "--detail", detail, "--for-spreadsheets", *NOW)
        rows = list(csv.DictReader(detail.read_text(encoding="utf-8").splitlines()))
        assert [(row["ticket"], row["state"], row["remaining"], row["team"]) for row in rows] == [
            ("T-1", "breached", "-1800", "'=red"),
            ("T-2", "met", "7200", ""),
        ]

    def test_as_parquet(self, run: Any, files: tuple[object, ...], tmp_path: Path) -> None:
        detail = tmp_path / "cycles.parquet"
        run("report", *files, "--detail", detail, *NOW)
        assert pq.read_table(detail)["state"].to_pylist() == ["breached", "met"]

    @pytest.mark.parametrize(
        ("name", "problem"),
        [("-", "--detail is a file beside the report"), ("cycles.jsonl", "name a file ending in .csv or .parquet")],
    )
    def test_where_it_cannot_be(
        self, run: Any, files: tuple[object, ...], tmp_path: Path, name: str, problem: str
    ) -> None:
        ran = run("report", *files, "--detail", name if name == "-" else tmp_path / name, *NOW)
        assert (ran.code, problem in " ".join(ran.err.split())) == (2, True)


def test_rows_may_be_left_out(tmp_path: Path) -> None:
    from slaclock.tables import TimeFormat, read_history

    file = tmp_path / "events.csv"
    file.write_text("ticket,at\nT-1,soon\nT-2,2026-11-24T16:30Z\n", encoding="utf-8")
    found = read_history(file, "events", TimeFormat(), skip=True)
    assert found.table["ticket"].to_pylist() == ["T-2"]
    assert [(row.line, row.record) for row in found.bad] == [(2, {"ticket": "T-1", "at": "soon"})]

"""`--customer-timezone` is for tickets that state none: a ticket's own word wins, whatever the command."""

import csv
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

OPENED = "2026-11-25T00:00Z"
TICKETS = {"own": "Asia/Tokyo", "none": None}
DUE = {"own": "2026-11-25T04:00:00Z", "none": "2026-11-25T18:00:00Z"}
THERE = ("--customer-timezone", "America/New_York")
NOW = ("--now", "2026-11-25T05:00Z")
BREACHED = {"own": True, "none": False}


@pytest.fixture
def files(policy_file: Any, tmp_path: Path) -> dict[str, Path]:
    policy = policy_file(
        timezone="UTC",
        schedules={"theirs": {"hours": "Mon-Fri 09:00-17:00", "timezone": "customer"}},
        plans={"only": {"first_response": "4 business hours"}},
    )
    stated = [{"id": id, "opened": OPENED} | ({"timezone": zone} if zone else {}) for id, zone in TICKETS.items()]
    lines, table, events = tmp_path / "tickets.jsonl", tmp_path / "tickets.csv", tmp_path / "events.csv"
    lines.write_text("\n".join(map(json.dumps, stated)), encoding="utf-8")
    rows = (f"{id},{OPENED},{zone or ''}" for id, zone in TICKETS.items())
    table.write_text("\n".join(["id,opened,timezone", *rows, ""]), encoding="utf-8")
    events.write_text("ticket,at,kind\n", encoding="utf-8")
    return {"policy": policy, "lines": lines, "table": table, "events": events, "out": tmp_path / "out.csv"}


@pytest.mark.parametrize("id", TICKETS)
def test_status(run: Any, files: dict[str, Path], tmp_path: Path, id: str) -> None:
    ticket = tmp_path / "one.json"
    ticket.write_text(files["lines"].read_text().splitlines()[list(TICKETS).index(id)], encoding="utf-8")
    (cycle,) = run("status", files["policy"], ticket, *THERE, *NOW, "--json").answer["metrics"]
    assert cycle["due"] == DUE[id]


@pytest.mark.parametrize("many", [1, 10_000])
def test_agenda(run: Any, files: dict[str, Path], many: int) -> None:
    with patch("slaclock.cli.queues.MANY", many):
        found = run("agenda", files["policy"], files["lines"], *THERE, *NOW, "--json").answer["agenda"]
    assert {item["ticket"]: item["due"] for item in found} == DUE


def test_report(run: Any, files: dict[str, Path]) -> None:
    for tickets in ((files["lines"],), (files["table"], "--events", files["events"])):
        run("report", files["policy"], *tickets, *THERE, *NOW, "--detail", files["out"])
        rows = list(csv.DictReader(files["out"].read_text(encoding="utf-8").splitlines()))
        assert {row["ticket"]: row["state"] == "breached" for row in rows} == BREACHED


@pytest.mark.parametrize("with_events", [True, False])
@pytest.mark.parametrize("column", ["timezone", "where"])
def test_batch(run: Any, files: dict[str, Path], with_events: bool, column: str) -> None:
    table = files["table"]
    table.write_text(table.read_text().replace("timezone", column), encoding="utf-8")
    of_events = ("--events", files["events"]) if with_events else ()
    named = () if column == "timezone" else ("--customer-timezone-column", column)
    assert run("batch", files["policy"], table, *of_events, *named, "--out", files["out"], *THERE, *NOW).code == 0
    rows = list(csv.DictReader(files["out"].read_text(encoding="utf-8").splitlines()))
    assert {row.get("id") or row["ticket"]: row["due"] for row in rows} == DUE


@pytest.mark.parametrize("many", [1, 10_000])
def test_goals(run: Any, files: dict[str, Path], many: int) -> None:
    policy = json.loads(files["policy"].read_text())
    policy["plans"] = {"only": {"first_response": {"target": "4 business hours", "goals": "90% per month"}}}
    files["policy"].write_text(json.dumps(policy), encoding="utf-8")
    with patch("slaclock.cli.queues.MANY", many):
        (goal,) = run("goals", files["policy"], files["lines"], *THERE, *NOW, "--json").answer["goals"]
    assert (goal["missed"], goal["undecided"]) == (1, 1)

"""`slaclock batch`: options, what it prints, and how it ends."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from paths import POLICIES

BYTEZ = str(POLICIES / "byteztech.yaml")
HEADER = "opened,plan,priority"
GOOD, BAD = "2026-11-25T17:00:00-05:00,standard,P1", "2026-11-25T17:00:00-05:00,standard,P9"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def save(*rows: str, name: str = "tickets.csv") -> str:
    Path(name).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return name


@pytest.mark.usefixtures("folder")
class TestBatch:
    def test_in_words(self, run: Any) -> None:
        ran = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "due.csv")
        assert ran == (0, "1 row with due dates in due.csv\n", "")
        assert Path("due.csv").read_text() == f"{HEADER},due\n{GOOD},2026-11-27T17:00:00+00:00\n"

    def test_as_json(self, run: Any) -> None:
        answer = run(
            "batch", BYTEZ, save(HEADER, GOOD, BAD), "--out", "due.csv", "--on-error", "report", "--json"
        ).answer
        assert answer == {"out": "due.csv", "answered": 1, "bad": 1, "errors": "due.csv.errors.jsonl"}
        again = run("batch", BYTEZ, "tickets.csv", "--out", "due.csv", "--on-error", "skip", "--json").answer
        assert again["errors"] is None

    def test_skip(self, run: Any) -> None:
        ran = run("batch", BYTEZ, save(HEADER, GOOD, BAD, BAD), "--out", "due.csv", "--on-error", "skip")
        assert ran.out == "1 row with due dates in due.csv\n2 bad rows left out\n"

    def test_report(self, run: Any) -> None:
        ran = run(
            "batch", BYTEZ, save(HEADER, GOOD, BAD), "--out", "due.csv", "--on-error", "report", "--errors", "bad.jsonl"
        )
        assert ran.out == "1 row with due dates in due.csv\n1 bad row in bad.jsonl\n"
        assert json.loads(Path("bad.jsonl").read_text())["line"] == 3

    def test_columns_of_other_names(self, run: Any) -> None:
        save("id,created,severity,tier,closed", "7,25.11.2026 17:00,P1,standard,27.11.2026 13:00")
        ran = run(
            *(
                "batch",
                BYTEZ,
                "tickets.csv",
                "--out",
                "due.jsonl",
                "--opened",
                "created",
                "--priority-column",
                "severity",
            ),
            *("--plan-column", "tier", "--stopped", "closed", "--metric", "first_response", "--prefix", "sla_"),
            *("--time-format", "%d.%m.%Y %H:%M", "--timezone", "America/New_York", "--now", "2026-11-28"),
        )
        assert ran.code == 0, ran.err
        answer = json.loads(Path("due.jsonl").read_text())
        assert {name: value for name, value in answer.items() if name.startswith("sla_")} == {
            "sla_due": "2026-11-27T12:00:00-05:00",
            "sla_breached": True,
            "sla_elapsed_s": 18000,
        }

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            pytest.param([], "tickets.csv:3: there is no priority 'P9' here; known: P1, P2, P3, P4", id="a-bad-row"),
            pytest.param(
                ["--plan", "standard", "--plan-column", "plan"],
                "give --plan for all tickets or --plan-column",
                id="both",
            ),
            pytest.param(
                ["--opened", "open"], "tickets.csv has no column 'open'; did you mean 'opened'?", id="a-column"
            ),
            pytest.param(
                ["--on-error", "ignore"], "on_error is 'stop', 'skip' or 'report', not 'ignore'", id="a-choice"
            ),
            pytest.param(["--timezone", "EST"], "'EST' does not say whether clocks change in summer", id="a-zone"),
        ],
    )
    def test_errors(self, run: Any, options: list[str], message: str) -> None:
        ran = run("batch", BYTEZ, save(HEADER, GOOD, BAD), "--out", "due.csv", *options)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"slaclock: {message}")
        assert not Path("due.csv").exists()

    def test_progress_on_a_terminal(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        ran = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "due.csv")
        assert ran.out == "1 row with due dates in due.csv\n"
        assert "100%" in ran.err
        assert "1 row, " in ran.err.splitlines()[-1]

    def test_an_interrupt(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("slaclock.tables.run", interrupt)
        ran = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "due.csv")
        assert (ran.code, ran.out, ran.err) == (130, "", "slaclock: interrupted; due.csv is as it was\n")

    def test_help_shows_an_example(self, run: Any) -> None:
        ran = run("batch", "--help")
        assert "  slaclock batch policy.yaml tickets.csv --out due.csv" in ran.out

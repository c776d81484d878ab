"""What an error recommends stands as it is typed, and does what it says when it is put in place."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

TICKETS = "id,created at,priorty\n1,2026-11-25T10:00-05:00,P1\n"
EVENTS = "ticket,at,event\n1,2026-11-25T11:00-05:00,agent_replied\n"
NOW = ("--now", "2026-12-01")


@pytest.fixture
def asked(policy_file: Any, tmp_path: Path) -> Any:
    tickets, events = tmp_path / "tickets.csv", tmp_path / "events.csv"
    tickets.write_text(TICKETS, encoding="utf-8")
    events.write_text(EVENTS, encoding="utf-8")
    policy = policy_file(plans={"only": {"first_response": {"P1": "4 business hours"}}})

    def words(command: str) -> list[object]:
        out = {"batch": ["--out", tmp_path / "out.csv", *NOW], "report": [*NOW], "check": []}[command]
        return [command, policy, tickets, "--events", events, *out]

    return words


@pytest.mark.parametrize("command", ["batch", "report", "check"])
def test_columns_that_are_missing(run: Any, asked: Any, command: str) -> None:
    said, options = "", list[str]()
    known = {"opened": "created at", "kind": "event"}
    for _ in range(4):
        ran = run(*asked(command), *options)
        if ran.code == 0:
            break
        said = " ".join(ran.err.split())
        assert "_columns=" not in said
        (recommended,) = re.findall(r"say (--\S+-column (?:'[^']*'|\S+))", said)
        option, _, named = recommended.partition(" ")
        meaning, _, column = shlex.split(named)[0].partition("=")
        options += [option, f"{meaning}={known.get(meaning, column)}"]
    assert ran.code == 0, said
    assert {*options[1::2]} == {"opened=created at", "priority=priorty", "kind=event"}


def test_the_column_of_openings_of_tickets_alone(run: Any, asked: Any, tmp_path: Path) -> None:
    words = [each for each in asked("batch") if str(each) not in ("--events", str(tmp_path / "events.csv"))]
    ran = run(*words)
    assert (ran.code, "say which one has the openings: --opened …" in " ".join(ran.err.split())) == (2, True)
    assert run(*words, "--opened", "created at", "--priority", "P1").code == 0


def test_from_standard_input_they_are_the_same(run: Any, asked: Any, stdin: Any) -> None:
    words = asked("batch")
    words[2] = stdin(TICKETS)
    ran = run(*words, "--ticket-column", "priority=priorty")
    assert (ran.code, "say --ticket-column opened=…" in " ".join(ran.err.split())) == (2, True)

"""Queues go on where a ticket is bad, or end there, as asked: `agenda`, `goals`, and `status` of a bad one."""

import json
from pathlib import Path
from typing import Any

import pytest
from paths import POLICIES

BYTEZ = str(POLICIES / "byteztech.yaml")
NOW = ("--now", "2026-11-24T18:00-05:00")
OPENED = "2026-11-24T09:00-05:00"
GOOD = json.dumps({"id": "T-1", "opened": OPENED, "plan": "standard", "priority": "P1"})
UNKNOWN = json.dumps({"id": "T-2", "opened": OPENED, "plan": "standard", "priority": "P9"})
NAMELESS = json.dumps({"opened": OPENED, "plan": "gold"})
LACKING = json.dumps({"id": "T-5", "opened": OPENED, "plan": "standard"})
BROKEN = '{"id": "T-3", "opened": '
NO_TIME = json.dumps({"id": "T-4", "opened": "soon"})
QUEUE = (GOOD, UNKNOWN, BROKEN, "", NO_TIME, NAMELESS)
COMMANDS = pytest.mark.parametrize("command", ["agenda", "goals"])


@pytest.fixture
def queue(tmp_path: Path) -> Any:
    def write(*lines: str) -> str:
        path = tmp_path / "queue.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        return str(path)

    return write


@COMMANDS
class TestStop:
    """By default the first bad ticket ends everything, and is named by its line and its id."""

    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            pytest.param((GOOD, UNKNOWN), "queue.jsonl:2: ticket 'T-2': there is no priority 'P9'", id="unknown"),
            pytest.param((GOOD, "", NAMELESS), "queue.jsonl:3: ticket 2, which has no id: ", id="without-an-id"),
            pytest.param((GOOD, BROKEN), "queue.jsonl:2:25: this is not JSON", id="no-json"),
            pytest.param((NO_TIME,), "queue.jsonl:1: cannot read this Ticket: opened: ", id="no-ticket"),
        ],
    )
    def test_by_default(self, run: Any, queue: Any, command: str, lines: tuple[str, ...], said: str) -> None:
        ran = run(command, BYTEZ, queue(*lines), *NOW)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err


@COMMANDS
class TestGoingOn:
    def test_what_is_bad_is_left_out_and_counted(self, run: Any, queue: Any, command: str) -> None:
        asked = (command, BYTEZ, queue(*QUEUE), *NOW, "--on-error", "skip")
        answer = run(*asked, "--json").answer
        assert (answer["bad"], answer["problems"]) == (4, [])
        assert run(*asked).out.endswith("4 tickets are left out\n")

    def test_or_reported_by_id_and_line(self, run: Any, queue: Any, command: str) -> None:
        asked = (command, BYTEZ, queue(*QUEUE, LACKING), *NOW, "--on-error", "report")
        answer = run(*asked, "--json").answer
        told = [(each["place"], each["ticket"], each["is_answered"]) for each in answer["problems"]]
        assert sorted(set(told)) == [
            (2, "T-2", False),
            (3, "", False),
            (5, "", False),
            (6, "", False),
            (7, "T-5", True),
        ]
        assert "line 2: T-2: there is no priority 'P9'" in run(*asked).out
        assert "line 5: cannot read this Ticket: opened:" in run(*asked).out

    def test_and_in_a_file(self, run: Any, queue: Any, command: str, tmp_path: Path) -> None:
        side = tmp_path / "bad.jsonl"
        run(command, BYTEZ, queue(*QUEUE), *NOW, "--on-error", "report", "--errors", side)
        rows = [json.loads(line) for line in side.read_text(encoding="utf-8").splitlines()]
        assert [row["line"] for row in rows] == [2, 3, 5, 6]
        assert rows[0]["record"] == json.loads(UNKNOWN)
        assert rows[1]["record"] == BROKEN
        assert rows[0]["reason"].startswith("there is no priority 'P9'")

    def test_one_alone(self, run: Any, queue: Any, command: str) -> None:
        ran = run(command, BYTEZ, queue(GOOD, UNKNOWN), *NOW, "--on-error", "skip")
        assert ran.out.endswith("1 ticket is left out\n")

    def test_of_very_many_the_first_are_shown(self, run: Any, queue: Any, command: str) -> None:
        asked = (command, BYTEZ, queue(*[UNKNOWN] * 30), *NOW, "--on-error", "report")
        assert run(*asked).out.count("there is no priority") == 20
        assert "and 10 more problems; --json has all of them\n" in run(*asked).out
        assert len(run(*asked, "--json").answer["problems"]) == 30

    def test_a_list_is_no_ticket(self, run: Any, queue: Any, command: str, tmp_path: Path) -> None:
        side = tmp_path / "bad.jsonl"
        run(command, BYTEZ, queue(GOOD, "[1]", "[" * 100_000), *NOW, "--on-error", "report", "--errors", side)
        assert json.loads(side.read_text(encoding="utf-8").splitlines()[0])["record"] == "[1]"


@COMMANDS
class TestMaxBad:
    """More bad tickets than that are no answer, with an exit code of their own."""

    @pytest.mark.parametrize(("most", "code"), [(0, 3), (3, 3), (4, 0), (10, 0)])
    def test_ends_with_its_own_code(self, run: Any, queue: Any, command: str, most: int, code: int) -> None:
        ran = run(command, BYTEZ, queue(*QUEUE), *NOW, "--on-error", "skip", "--max-bad", most)
        assert (ran.code, ran.out == "") == (code, code == 3)

    def test_says_the_last_one(self, run: Any, queue: Any, command: str, tmp_path: Path) -> None:
        side = tmp_path / "bad.jsonl"
        asked = ("--on-error", "report", "--errors", side, "--max-bad", "1")
        ran = run(command, BYTEZ, queue(*QUEUE), *NOW, *asked)
        assert ran.err.startswith("slaclock: 2 bad rows, where at most 1 may be bad; the last: ")
        assert "queue.jsonl:3: this is not JSON" in ran.err
        assert not side.exists()


@COMMANDS
@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(("--errors", "bad.jsonl"), "write it with --on-error report, not stop", id="errors-of-stop"),
        pytest.param(("--on-error", "report", "--errors", "-"), "standard output holds the answer", id="on-stdout"),
        pytest.param(("--on-error", "report", "--errors", BYTEZ), "--errors", id="over-the-policy"),
    ],
)
def test_what_is_refused(run: Any, queue: Any, command: str, options: tuple[str, ...], message: str) -> None:
    ran = run(command, BYTEZ, queue(GOOD), *NOW, *options)
    assert ran.code == 2
    assert message in ran.err


@pytest.mark.parametrize(("line", "called"), [(UNKNOWN, "ticket 'T-2'"), (NAMELESS, "the ticket")])
def test_status_names_the_ticket(run: Any, queue: Any, line: str, called: str) -> None:
    ran = run("status", BYTEZ, queue(line), *NOW)
    assert ran.code == 2
    assert f"queue.jsonl: {called}: " in ran.err

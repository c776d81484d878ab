"""Queues go on where a ticket is bad, or end there, as asked: `agenda`, `goals`, and `status` of a bad one."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from columns.told_histories import Row, histories
from hypothesis import HealthCheck, given, settings, strategies as st
from paths import POLICIES

from slaclock.columns import evaluated

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


def _lines(told: tuple[list[Row], list[Row]], odd: list[tuple[int, str]]) -> list[str]:
    """Tickets as lines, with others in between."""
    lines = []
    for row in told[0]:
        events = [_stated(each, "ticket") for each in told[1] if each["ticket"] == row["id"]]
        lines.append(json.dumps(_stated(row) | {"events": events}, default=str))
    for place, line in odd:
        lines.insert(place, line)
    return lines


def _stated(row: Row, *left_out: str) -> Row:
    return {name: value for name, value in row.items() if value is not None and name not in left_out}


LATER = json.dumps({"id": "T-later", "opened": "2027-01-01T09:00Z", "priority": "P1"})
UNKNOWN_TO_ALL = json.dumps({"id": "T-9", "opened": "2026-10-26T09:00Z", "priority": "P9"})
NAMELESS_BAD = json.dumps({"opened": "2026-10-26T09:00Z", "plan": "gold", "priority": "P1"})
_GOALS = """
name: Queues
timezone: America/New_York
schedules: {office: Mon-Fri 09:00-18:00, nights: Sun-Thu 22:00-06:00}
plans:
  standard:
    schedule: office
    first_response: {P1: {target: 1 business hour, goals: 95% per day}, P2: 4 business hours, goals: 92% per week}
    resolution: {P1: 8 business hours, P2: {target: 2 business days, goals: 99% within 1 business day}}
  nights: {schedule: nights, first_response: {target: 2 business hours, goals: 90% per month}}
"""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@COMMANDS
@given(
    told=histories(),
    odd=st.lists(
        st.tuples(
            st.integers(0, 4),
            st.sampled_from([BROKEN, "", NO_TIME, "[1]", LATER, UNKNOWN_TO_ALL, NAMELESS_BAD, json.dumps({})]),
        ),
        max_size=4,
    ),
    after=st.integers(0, 60 * 24),
    at_once=st.sampled_from([1, 2, 100]),
    on_error=st.sampled_from(["stop", "skip", "report"]),
    most_bad=st.sampled_from([(), ("--max-bad", 1)]),
    as_json=st.booleans(),
)
def test_many_tickets_are_told_as_few_are(
    run: Any,
    tmp_path: Path,
    command: str,
    told: tuple[list[Row], list[Row]],
    odd: list[tuple[int, str]],
    after: int,
    at_once: int,
    on_error: str,
    most_bad: tuple[object, ...],
    as_json: bool,
) -> None:
    """Asked as columns or one by one, a queue has the same answer, and the same is said of what is bad."""
    (tmp_path / "policy.yaml").write_text(_GOALS, encoding="utf-8")
    queue, side = tmp_path / "queue.jsonl", tmp_path / "bad.jsonl"
    queue.write_text("\n".join(_lines(told, odd)), encoding="utf-8")
    now = (datetime(2026, 10, 26, tzinfo=UTC) + after * timedelta(hours=1)).isoformat()
    options = [*(("--errors", side) if on_error == "report" else ()), *most_bad, *(("--json",) if as_json else ())]
    asked = (command, tmp_path / "policy.yaml", queue, "--now", now, "--on-error", on_error, *options)
    ran = []
    for many in (1, 10_000):
        side.unlink(missing_ok=True)
        with patch("slaclock.cli.queues.MANY", many), patch("slaclock.columns.ticket_queues.AT_ONCE", at_once):
            ran.append((run(*asked), side.read_bytes() if side.exists() else None))
    assert ran[0] == ran[1]


@COMMANDS
@pytest.mark.parametrize(("lines", "is_installed", "times"), [(2, True, 1), (1, True, 0), (2, False, 0)])
def test_many_tickets_are_asked_as_columns(
    run: Any, queue: Any, command: str, lines: int, is_installed: bool, times: int
) -> None:
    """From so many on, and where what columns need is installed."""
    with (
        patch("slaclock.cli.queues.MANY", 2),
        patch("slaclock.cli.queues.find_spec", lambda _: is_installed or None),
        patch("slaclock.columns.ticket_queues.evaluated", wraps=evaluated) as asked,
    ):
        assert run(command, BYTEZ, queue(*[GOOD] * lines), *NOW).code == 0
    assert asked.call_count == times

"""`compile`, the commands that read what it writes, and `diff` beside it (R22)."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from paths import POLICIES

from slaclock import compiled
from slaclock.cli.json_shapes import schema_of

BYTEZ = str(POLICIES / "byteztech.yaml")
REDHAT = str(POLICIES / "redhat.yaml")


@pytest.fixture(scope="module")
def lock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from slaclock import SlaPolicy

    path = tmp_path_factory.mktemp("locks") / "byteztech.sla.json"
    SlaPolicy.load(BYTEZ).compile((2026, 2027)).save(path)
    return path


def test_a_file_is_written_and_printed(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "policy.sla.json"
    assert run("compile", BYTEZ, "--years", "2026-2027", "--out", out) == (0, "", "")
    assert compiled.load(out).years == (2026, 2027)
    assert run("compile", BYTEZ, "--years", "2026-2027").out == out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(
            ["--years", "26"], "cannot read '26' as --years: write a year, or the first and the last", id="26"
        ),
        pytest.param(["--years", "2027-2026"], "cannot read '2027-2026' as --years", id="backwards"),
        pytest.param(["--years", "2190-2230"], "cannot compile the years 2190-2230", id="far"),
        pytest.param(
            ["--years", "2026", "--customer-timezone", "Asia/Tokyo"],
            "speaks of no customer's clocks",
            id="no-customers",
        ),
    ],
)
def test_what_cannot_be_compiled(run: Any, words: list[str], message: str) -> None:
    ran = run("compile", BYTEZ, *words)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_customers_are_named(run: Any, tmp_path: Path) -> None:
    ran = run("compile", REDHAT, "--years", "2026")
    assert ran.code == 2
    assert "are read on the clocks of the customer; say in which zone they are, e.g. --customer" in ran.err
    assert "customers=" not in ran.err
    zones = ["--customer-timezone", "Asia/Tokyo", "--customer-timezone", "Europe/London"]
    out = tmp_path / "redhat.sla.json"
    assert run("compile", REDHAT, "--years", "2026", *zones, "--out", out).code == 0
    assert compiled.load(out).customers == ("Asia/Tokyo", "Europe/London")
    asked = ["--plan", "standard", "--priority", "3", "--opened", "2026-11-25T10:00Z"]
    there = [*asked, "--customer-timezone", "Asia/Tokyo"]
    assert run("due", out, *there) == run("due", REDHAT, *there)
    assert (
        "was not compiled for customers in 'UTC', but in Asia/Tokyo, Europe/London"
        in run("due", out, *asked, "--customer-timezone", "UTC").err
    )
    assert "was compiled without holidays of customers" in run("due", out, *there, "--customer-holidays", "JP").err
    assert run("compile", REDHAT, "--years", "2026", "--customer-timezone", "Nowhere").code == 2


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["due", "--plan", "standard", "--priority", "P1", "--opened", "2026-11-25 17:00"], id="due"),
        pytest.param(
            ["due", "--plan", "premium", "--priority", "P3", "--opened", "2026-11-25 17:00", "--why"], id="why"
        ),
        pytest.param(
            ["due", "--plan", "standard", "--priority", "P3", "--opened", "2026-11-25 17:00", "--why", "--json"],
            id="json",
        ),
        pytest.param(["due", "--plan", "standard", "--priority", "P9", "--opened", "2026-11-25 17:00"], id="a-refusal"),
        pytest.param(
            ["elapsed", "--schedule", "standard", "--from", "2026-11-25 17:00", "--to", "2026-11-30"], id="elapsed"
        ),
    ],
)
def test_answers_are_those_of_the_policy(run: Any, lock: Path, words: list[str]) -> None:
    command, *options = words
    assert run(command, lock, *options) == run(command, BYTEZ, *options)


def test_a_ticket_is_that_of_the_policy(run: Any, lock: Path, tmp_path: Path) -> None:
    ticket = {"id": "T-1", "opened": "2026-11-25T17:00-05:00", "plan": "standard", "priority": "P1"}
    (tmp_path / "ticket.json").write_text(json.dumps(ticket), encoding="utf-8")
    words = [tmp_path / "ticket.json", "--now", "2026-11-27 10:00", "--why"]
    assert run("status", lock, *words) == run("status", BYTEZ, *words)


GOALS = """
name: Goals
timezone: America/New_York
schedules: {office: Mon-Fri 09:00-18:00}
plans: {only: {first_response: {target: 4 business hours, goals: [90% each month]}}}
"""


@pytest.mark.parametrize("many", [pytest.param(10_000, id="few"), pytest.param(2, id="many")])
@pytest.mark.parametrize("command", ["agenda", "goals"])
@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
def test_queues_are_those_of_the_policy(
    run: Any, tmp_path: Path, command: str, more: list[str], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many tickets there are; one in other years is bad, and named by its line."""
    monkeypatch.setattr("slaclock.cli.queues.MANY", many)
    policy, tickets, lock = (tmp_path / name for name in ("policy.yaml", "tickets.jsonl", "policy.sla.json"))
    policy.write_text(GOALS, encoding="utf-8")
    opened = ["2026-11-02T10:00-05:00", "2026-11-24T17:00-05:00", "2026-11-25T09:00-05:00"]
    lines = [json.dumps({"id": f"T-{number}", "opened": at}) for number, at in enumerate(opened)]
    tickets.write_text("\n".join(lines), encoding="utf-8")
    assert run("compile", policy, "--years", "2026", "--out", lock).code == 0
    words = [tickets, "--now", "2026-11-25 10:00", *more]
    assert run(command, lock, *words) == run(command, policy, *words)
    tickets.write_text("\n".join([*lines, json.dumps({"id": "T-9", "opened": "2025-06-01T10:00-05:00"})]), "utf-8")
    ran = run(command, lock, *words)
    assert (ran.code, ran.out) == (2, "")
    assert (
        f"{tickets}:4: ticket 'T-9': {lock} was compiled for 2026, and cannot give an answer about 2025-06" in ran.err
    )


def test_other_commands_say_what_they_need(run: Any, lock: Path, tmp_path: Path) -> None:
    other = tmp_path / "renamed.json"
    other.write_bytes(lock.read_bytes())
    for path in (lock, other):
        for words in (["compare", path], ["report", path, path], ["hours", path, "--schedule", "standard"]):
            ran = run(*words)
            assert (ran.code, ran.out) == (2, "")
            assert "is a compiled policy, which due, elapsed, notice, status, agenda, goals and diff read" in ran.err
            assert ran.err.strip().endswith("; give the policy of which it was made")
    ran = run("due", other, "--plan", "standard", "--priority", "P1", "--opened", "2026-11-25 17:00")
    assert ran.out.startswith("due      Fri 2026-11-27 12:00 EST\n")


def test_a_policy_that_is_called_like_a_compiled_one(run: Any, tmp_path: Path) -> None:
    (tmp_path / "small.sla.json").write_text(
        '{"name": "Small", "timezone": "UTC", "schedules": {"always": "24x7"}, '
        '"plans": {"only": {"first_response": "1 hour"}}}',
        encoding="utf-8",
    )
    assert "Thu 2026-11-26 01:00 UTC" in run("due", tmp_path / "small.sla.json", "--opened", "2026-11-26 00:00").out


def test_one_that_ends_too_early(run: Any, lock: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.json").write_text(lock.read_text(encoding="utf-8")[:2_000], encoding="utf-8")
    for command in (("due", tmp_path / "cut.json", "--opened", "now"), ("check", tmp_path / "cut.json")):
        ran = run(*command)
        assert (ran.code, ran.out) == (2, "")
        assert "cut.json is not whole" in ran.err


def test_check_says_that_one_is_whole(run: Any, lock: Path) -> None:
    ran = run("check", lock, "--strict")
    assert ran.code == 0
    assert ran.out.endswith("whole and unchanged\n")


class TestDiff:
    """What compiling anew would change."""

    def test_nothing(self, run: Any, lock: Path) -> None:
        assert run("diff", BYTEZ, lock, "--exit-code") == (0, f"{lock}, 2026-2027: nothing changes\n", "")
        assert run("diff", lock, lock).out == f"{lock}, 2026-2027: nothing changes\n"

    def test_a_policy_that_changed(self, run: Any, lock: Path, tmp_path: Path) -> None:
        text = Path(BYTEZ).read_text(encoding="utf-8").replace("P1: 4 business hours", "P1: 5 business hours")
        (tmp_path / "new.yaml").write_text(text, encoding="utf-8")
        ran = run("diff", tmp_path / "new.yaml", lock, "--exit-code")
        assert ran.code == 1
        assert "standard, P1, first_response: 5 business hours on standard, was 4 business hours on standard" in ran.out
        answer = run("diff", lock, tmp_path / "new.yaml", "--json").answer
        Draft202012Validator(schema_of("diff")).validate(answer)
        assert {change["of"] for change in answer["changes"]} == {"promise", "policy"}
        assert answer["years"] == [2026, 2027]

    def test_versions_of_holidays(self, run: Any, lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        now = {"slaclock": "9.9", "holidays": "9.9", "tzdata": "9.9"}
        monkeypatch.setattr("slaclock.compiled.compiling.versions_here", lambda: now)
        ran = run("diff", BYTEZ, lock)
        assert ", 9.9 now" in ran.out
        assert ran.out.count("when compiled") == 3

    def test_many_changes(self, run: Any, lock: Path, tmp_path: Path) -> None:
        text = Path(BYTEZ).read_text(encoding="utf-8").replace("18:00", "17:00")
        (tmp_path / "new.yaml").write_text(text, encoding="utf-8")
        ran = run("diff", tmp_path / "new.yaml", lock)
        assert ran.out.count("\n  ") == 51
        assert "more\n" in ran.out

    @pytest.mark.parametrize("words", [["--from", "2026-01-01"], ["--days", "3"], ["--format", "markdown"]])
    def test_options_about_parts(self, run: Any, lock: Path, words: list[str]) -> None:
        ran = run("diff", BYTEZ, lock, *words)
        assert ran.code == 2
        assert (
            f"is compared for all of its years and customers, as text or with --json; leave out {words[0]}" in ran.err
        )

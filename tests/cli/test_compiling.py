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


def test_an_example_that_fails_is_refused(run: Any, tmp_path: Path, stdin: Any) -> None:
    """What would be compiled is not what was agreed, so nothing is written."""
    out, text = tmp_path / "policy.sla.json", Path(BYTEZ).read_text(encoding="utf-8")
    wrong = text.replace("due: Fri 2026-11-27 11:00", "due: Fri 2026-11-27 10:00")
    ran = run("compile", stdin(wrong), "--years", "2026", "--out", out)
    assert (ran.code, ran.out, out.exists()) == (1, "", False)
    assert "expected  due Fri 2026-11-27 10:00 EST\n    got       due Fri 2026-11-27 11:00 EST\n" in ran.err
    assert "so it is not compiled; mend one of the two" in ran.err
    assert run("compile", stdin(text), "--years", "2026", "--out", out) == (0, "", "")


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
    """What the new one of two policies says otherwise, one of them compiled, or both."""

    @staticmethod
    def changed(tmp_path: Path, old: str, new: str) -> Path:
        text = Path(BYTEZ).read_text(encoding="utf-8").replace(old, new)
        (tmp_path / "new.yaml").write_text(text, encoding="utf-8")
        return tmp_path / "new.yaml"

    def test_nothing(self, run: Any, lock: Path) -> None:
        same = "2026-2027: nothing changes"
        assert run("diff", lock, BYTEZ, "--exit-code") == (0, f"{lock} → {BYTEZ}, {same}\n", "")
        assert run("diff", BYTEZ, lock, "--exit-code") == (0, f"{BYTEZ} → {lock}, {same}\n", "")
        assert run("diff", lock, lock).out == f"{lock} → {lock}, {same}\n"

    def test_one_year(self, run: Any, tmp_path: Path) -> None:
        run("compile", BYTEZ, "--years", "2026", "--out", tmp_path / "one.json")
        assert "2026: nothing changes" in run("diff", tmp_path / "one.json", BYTEZ).out
        assert "2026-2026" not in run("check", tmp_path / "one.json").out

    def test_the_old_one_was(self, run: Any, lock: Path, tmp_path: Path) -> None:
        """In whichever order, and of two that are compiled."""
        new = self.changed(tmp_path, "P4: 3 business days", "P4: 5 business days")
        newer = tmp_path / "newer.json"
        assert run("compile", new, "--years", "2026-2027", "--out", newer).code == 0
        three, five = (f"{number} business days on standard" for number in (3, 5))
        for old, other in ((lock, new), (lock, newer), (BYTEZ, newer)):
            ran = run("diff", old, other, "--exit-code")
            assert ran.code == 1
            assert ran.out.startswith(f"{old} → {other}, 2026-2027: 1 change\n")
            assert f"standard, P4, first response: {five}, was {three}" in ran.out
            assert f"standard, P4, first response: {three}, was {five}" in run("diff", other, old).out
            answer = run("diff", old, other, "--json").answer
            Draft202012Validator(schema_of("diff")).validate(answer)
            assert (answer["old"], answer["new"], answer["years"]) == (str(old), str(other), [2026, 2027])
            assert [(each["of"], each["was"], each["now"]) for each in answer["changes"]] == [("promise", three, five)]

    def test_years_of_one_alone(self, run: Any, lock: Path, tmp_path: Path) -> None:
        for years, shown in (("2025-2028", "2026-2027"), ("2027-2028", "2027"), ("2028", "no year of both")):
            other = tmp_path / f"{years}.json"
            assert run("compile", BYTEZ, "--years", years, "--out", other).code == 0
            assert run("diff", lock, other, "--exit-code") == (
                1,
                f"{lock} → {other}, {shown}: 1 change\n  years: {years}, was 2026-2027\n",
                "",
            )

    def test_on_standard_input_and_under_any_name(self, run: Any, lock: Path, tmp_path: Path, stdin: Any) -> None:
        other = tmp_path / "lock.data"
        other.write_bytes(lock.read_bytes())
        asked = ("--plan", "standard", "--priority", "P1", "--opened", "2026-11-25 17:00")
        answers = [run("due", name, *asked) for name in (lock, other, stdin(lock.read_text(encoding="utf-8")))]
        assert answers[0].code == 0
        assert answers[0] == answers[1] == answers[2]
        assert run("diff", stdin(lock.read_text(encoding="utf-8")), other).out == (
            f"<stdin> → {other}, 2026-2027: nothing changes\n"
        )
        assert run("diff", stdin(Path(BYTEZ).read_text(encoding="utf-8")), other).out == (
            f"<stdin> → {other}, 2026-2027: nothing changes\n"
        )
        assert "whole and unchanged" in run("check", stdin(lock.read_text(encoding="utf-8"))).out
        assert "is a compiled policy" in run("compare", stdin(lock.read_text(encoding="utf-8"))).err
        cut = lock.read_text(encoding="utf-8")[:2_000]
        assert "<stdin> is not whole" in run("due", stdin(cut), *asked).err

    @pytest.mark.parametrize("as_json", [False, True])
    def test_examples(self, run: Any, lock: Path, tmp_path: Path, as_json: bool) -> None:
        """Those of the policy are tried, wherever it stands."""
        policy = tmp_path / "policy.yaml"
        text = Path(BYTEZ).read_text(encoding="utf-8")
        for due, fails in (("11:00", False), ("10:00", True)):
            policy.write_text(text.replace("due: Fri 2026-11-27 11:00", f"due: Fri 2026-11-27 {due}"), encoding="utf-8")
            for order in ((lock, policy), (policy, lock)):
                ran = run("diff", *order, *["--json"] * as_json)
                assert ran.code == int(fails)
                if as_json:
                    answer = json.loads(ran.out)
                    Draft202012Validator(schema_of("diff")).validate(answer)
                    assert [each["key"] for each in answer["failures"]] == ["examples[0]"] * fails
                else:
                    assert ("Examples that fail:\n- " in ran.out) == fails
                    assert "nothing changes\n" in ran.out

    def test_customers_of_whom_only_the_policy_speaks(self, run: Any, lock: Path, tmp_path: Path) -> None:
        zones = ("--customer-timezone", "Asia/Tokyo")
        theirs = tmp_path / "theirs.json"
        assert run("compile", REDHAT, "--years", "2026", *zones, "--out", theirs).code == 0
        assert "nothing changes" in run("diff", theirs, REDHAT).out
        assert "customers in Asia/Tokyo: not answered, was answered" in run("diff", theirs, BYTEZ).out
        assert ": answered, was not answered" in run("diff", lock, REDHAT).out

    def test_versions_of_holidays(self, run: Any, lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        now = {"slaclock": "9.9", "holidays": "9.9", "tzdata": "9.9"}
        monkeypatch.setattr("slaclock.compiled.compiling.versions_here", lambda: now)
        assert run("diff", lock, BYTEZ).out.count(" 9.9, was ") == 3

    def test_the_same_of_many_names(self, run: Any, lock: Path, tmp_path: Path) -> None:
        out = run("diff", lock, self.changed(tmp_path, "name:", "boundary: next_opening\nname:")).out
        assert "boundary: next_opening, was not stated\n" in out
        assert (
            "standard, P1, first response, boundary; standard, P2, first response, boundary; "
            "standard, escalation, boundary and 2 more: next_opening, was closing\n"
        ) in out

    def test_many_changes(self, run: Any, lock: Path, tmp_path: Path) -> None:
        days = ", ".join(f"2026-0{number // 28 + 1}-{number % 28 + 1:02}: 03:00-04:{number:02}" for number in range(56))
        stated = f"phone: {{hours: Mon-Fri 09:00-18:00, exceptions: {{{days}}}}}"
        ran = run("diff", lock, self.changed(tmp_path, "phone: Mon-Fri 09:00-18:00", stated))
        assert ran.out.count("\n  ") == 51
        assert "more\n" in ran.out

    @pytest.mark.parametrize("words", [["--from", "2026-01-01"], ["--days", "3"], ["--format", "markdown"]])
    def test_options_about_parts(self, run: Any, lock: Path, words: list[str]) -> None:
        ran = run("diff", BYTEZ, lock, *words)
        assert ran.code == 2
        assert (
            f"is compared for all of its years and customers, as text or with --json; leave out {words[0]}" in ran.err
        )

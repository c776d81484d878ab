"""`check`: its report, its lines of JSON, and its exit codes."""

import json
import re
import shlex
import subprocess
import sys
from importlib.metadata import entry_points
from typing import Any

import pytest
from paths import POLICIES, ROOT
from ruamel.yaml import YAML

from slaclock import SlaPolicy

CODEX = str(POLICIES / "codexpert.yaml")
OVERLAP = {"schedules": {"office": "Mon-Fri 09:00-18:00; Fri 17:00-20:00"}}


class TestCheck:
    def test_check(self, run: Any) -> None:
        ran = run("check", CODEX)
        assert ran.out.startswith(
            "Codexpert support: the file is sound, and its 4 examples hold\n\nAssumptions stated in the file:\n"
        )
        assert "- schedule nights: holiday_rule: opening_date (R5)\n" in ran.out

    def test_check_as_json(self, run: Any) -> None:
        answer = run("check", CODEX, "--json").answer
        assert [reading["rule"] for reading in answer["readings"]] == ["R5", "R4", "R5", "R14", "R7"]

    def test_check_warns(self, run: Any, policy_file: Any) -> None:
        file = policy_file(schedules={"office": "Mon-Fri 09:00-18:00; Fri 17:00-20:00"})
        words = "Mon-Fri 09:00-18:00 and Fri 17:00-20:00 overlap; what overlaps counts once"
        ran = run("check", file)
        assert (ran.code, words in ran.out) == (0, True)
        assert run("check", file, "--strict").code == 1
        (warning,) = run("check", file, "--json").answer["warnings"]
        assert (warning["key"], warning["text"], warning["rule"]) == ("schedules.office", words, "R3")
        assert warning["place"].startswith(f"{file}:1:")

    def test_check_looks_ahead_from_a_date(self, run: Any, policy_file: Any) -> None:
        file = policy_file(holidays="LK")
        assert run("check", file, "--today", "2026-01-01", "--strict").code == 1
        assert run("check", file, "--today", "2020-01-01", "--strict").code == 0
        assert "cannot read 'soon' as --today; write e.g. '2026-11-25'" in run("check", file, "--today", "soon").err

    def test_check_accepts_what_is_known_to_stay(self, run: Any, policy_file: Any) -> None:
        file = policy_file(holidays="LK", schedules={"office": "Mon-Fri 09:00-18:00; Fri 17:00-20:00"})
        strict = ("check", file, "--today", "2026-01-01", "--strict", "--accept", "R14")
        assert run(*strict).code == 1
        assert run(*strict, "--accept", "R3").code == 0

    def test_check_as_json_says_what_is_wrong(self, run: Any, policy_file: Any) -> None:
        file = policy_file(timezone="EST")
        ran = run("check", file, "--json")
        assert ran.code == 2
        found = json.loads(ran.out)
        (error,) = found["errors"]
        assert found["file"] == str(file)
        assert (error["key"], error["place"]) == ("timezone", f"{file}:1:19")
        assert error["text"].startswith("'EST' does not say whether clocks change")

    def test_check_as_json_says_what_cannot_be_opened(self, run: Any) -> None:
        ran = run("check", "nowhere.yaml", "--json")
        assert (ran.code, json.loads(ran.out)["errors"][0]["place"]) == (2, "nowhere.yaml")


class TestSeveralFiles:
    """`slaclock check a.yaml b.yaml`: a report for each, and the exit code of the worst."""

    def test_each_has_its_report_below_its_name(self, run: Any, policy_file: Any) -> None:
        one, other = policy_file("one"), policy_file("other")
        lines = run("check", one, other).out.splitlines()
        assert [line for line in lines if ".json" in line] == [str(one), str(other)]
        assert [lines[lines.index(str(file)) + 1] for file in (one, other)] == ["Small: the file is sound"] * 2

    @pytest.mark.parametrize(
        ("second", "options", "code"),
        [
            pytest.param({}, ["--strict"], 0, id="all-sound"),
            pytest.param(OVERLAP, [], 0, id="a-warning"),
            pytest.param(
                OVERLAP,
                ["--strict"],
                1,
                id="a-warning-of-which-to-tell",
            ),
            pytest.param({"timezone": "EST"}, [], 2, id="an-error"),
        ],
    )
    @pytest.mark.parametrize("order", [1, -1], ids=["last", "first"])
    def test_the_exit_code_is_that_of_the_worst(
        self, run: Any, policy_file: Any, second: dict[str, Any], options: list[str], code: int, order: int
    ) -> None:
        files = [policy_file("good"), policy_file("other", **second)][::order]
        assert run("check", *files, *options).code == code

    def test_one_that_cannot_be_used_leaves_the_others_their_reports(self, run: Any, policy_file: Any) -> None:
        bad, good = policy_file("bad", timezone="EST"), policy_file("good")
        ran = run("check", bad, "nowhere.yaml", good)
        assert "Small: the file is sound" in ran.out
        assert ran.err.startswith(f"slaclock: {bad}:1:")
        assert "slaclock: cannot open nowhere.yaml: no such file or directory\n" in ran.err

    def test_a_line_of_json_for_each(self, run: Any, policy_file: Any) -> None:
        files = [policy_file("bad", timezone="EST"), policy_file("good")]
        ran = run("check", *files, "--json")
        bad, good = map(json.loads, ran.out.splitlines())
        assert (ran.code, ran.err) == (2, "")
        assert ([bad["file"], good["file"]], good["errors"]) == ([str(file) for file in files], [])
        assert bad["errors"][0]["key"] == "timezone"


class TestStandardInput:
    YAML = "# ours\n\nname: Nights\ntimezone: UTC\nschedules: {n: 24x7}\nplans: {p: {first_response: 1 hour}}\n"
    TOML = """name = "Nights"\ntimezone = "UTC"\n[schedules]\nn = "24x7"\n[plans.p]\nfirst_response = "1 hour"\n"""
    TABLES_FIRST = "[schedules]\nn = '24x7'\n[plans.p]\nfirst_response = '1 hour'\n"
    JSON = '\ufeff{\n "name": "Nights", "timezone": "UTC", "schedules": {"n": "24x7"}, "plans": {"p": {}}}'
    FLOW = "{name: Nights, timezone: UTC, schedules: {n: 24x7}, plans: {p: {first_response: 1 hour}}}"

    @pytest.mark.parametrize("text", [YAML, TOML, JSON, FLOW], ids=["yaml", "toml", "json", "yaml-in-braces"])
    def test_its_first_line_shows_how_it_is_written(self, run: Any, stdin: Any, text: str) -> None:
        ran = run("check", stdin(text))
        assert ran.out.startswith("Nights: the file is sound\n")

    def test_errors_have_their_lines(self, run: Any, stdin: Any) -> None:
        assert "<stdin>: key 'name' is missing" in run("check", stdin(self.TABLES_FIRST)).err
        assert run("check", stdin(self.YAML.replace("UTC", "EST"))).err.startswith("slaclock: <stdin>:4:1: timezone: ")
        (error,) = json.loads(run("check", stdin("name = = 1"), "--json").out)["errors"]
        assert (error["place"], error["text"]) == ("<stdin>:1:8", "this is not TOML: invalid value")

    def test_beside_a_file(self, run: Any, stdin: Any, policy_file: Any) -> None:
        assert [line for line in run("check", policy_file(), stdin(self.YAML)).out.splitlines() if "sound" in line] == [
            "Small: the file is sound",
            "Nights: the file is sound",
        ]

    def test_it_is_utf_8_on_any_console(self, run: Any, stdin: Any) -> None:
        assert "Nächte: the file is sound" in run("check", stdin(self.YAML.replace("Nights", "Nächte"))).out
        ran = run("check", stdin(self.YAML.replace("Nights", "Nächte").encode("latin-1")))
        assert (ran.code, ran.err) == (2, "slaclock: <stdin> is not UTF-8 text: invalid continuation byte at byte 15\n")


class TestHook:
    """The hook of pre-commit: its entry is run with a user's arguments and the names of files that it is for."""

    HOOK = YAML().load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]

    @pytest.mark.parametrize(
        ("file", "fits"),
        [
            ("sla.yaml", True),
            ("policies/helpdesk.sla.yml", True),
            ("support_sla.toml", True),
            ("sla/2027/helpdesk.json", True),
            ("docker-compose.yaml", False),
            ("slack.yaml", False),
            ("translations.yaml", False),
            ("sla.md", False),
        ],
    )
    def test_the_files_that_it_is_for(self, file: str, fits: bool) -> None:
        assert bool(re.search(self.HOOK["files"], file)) is fits

    @pytest.mark.parametrize(
        ("changes", "arguments", "code"),
        [
            pytest.param({}, ["--strict"], 0, id="sound"),
            pytest.param(OVERLAP, [], 0, id="a-warning"),
            pytest.param(OVERLAP, ["--strict"], 1, id="a-warning-in-strict"),
            pytest.param({"timezone": "EST"}, [], 2, id="an-error"),
        ],
    )
    def test_its_entry(self, policy_file: Any, changes: dict[str, Any], arguments: list[str], code: int) -> None:
        program, *words = shlex.split(self.HOOK["entry"])
        (entry,) = entry_points(group="console_scripts", name=program)
        files = [policy_file("one.sla"), policy_file("other.sla", **changes)]
        start = f"import sys; from {entry.module} import {entry.attr}; sys.exit({entry.attr}())"
        asked = [sys.executable, "-c", start, *words, *arguments, *map(str, files)]
        assert subprocess.run(asked, capture_output=True, timeout=60).returncode == code

    def test_it_is_installed_with_what_it_needs(self) -> None:
        assert (self.HOOK["id"], self.HOOK["language"]) == ("slaclock-check", "python")
        assert self.HOOK["additional_dependencies"] == [".[cli]"]


class TestExamples:
    """The examples of a policy are its tests."""

    def test_one_that_fails_is_found(self, run: Any, policy_file: Any) -> None:
        examples = [
            {"opened": "Mon 2026-09-14 10:00", "due": "Mon 2026-09-14 14:00"},
            {"opened": "Mon 2026-09-14 10:00", "due": "Mon 2026-09-14 15:00"},
        ]
        holds, fails = policy_file("holds", examples=examples[:1]), policy_file("fails", examples=examples)
        assert run("check", holds).code == 0
        found = run("check", fails)
        assert found.code == 1
        assert "expected  due Mon 2026-09-14 15:00 EDT\n    got       due Mon 2026-09-14 14:00 EDT" in found.out
        assert run("diff", holds, holds, "--from", "2026-09-14", "--days", "7").code == 0
        assert run("diff", holds, fails, "--from", "2026-09-14", "--days", "7").code == 1
        assert run("diff", fails, holds, "--from", "2026-09-14", "--days", "7").code == 0


class TestWordsOfTickets:
    """`slaclock check POLICY TICKETS`: what every word of the tickets does."""

    LINES = (
        '{"id": 1, "opened": "2026-11-25T10:00-05:00", "priority": "P1", "status": "Open", "plan": "only",'
        ' "events": [{"at": "2026-11-25T11:00-05:00", "kind": "status_changed", "status": "On-hold"}]}\n'
    )

    @pytest.fixture
    def rules(self, policy_file: Any) -> Any:
        return policy_file(plans={"only": {"resolution": {"P1": "8 business hours"}}})

    def test_lines_of_json(self, run: Any, rules: Any, tmp_path: Any) -> None:
        tickets = tmp_path / "tickets.jsonl"
        tickets.write_text(self.LINES, encoding="utf-8")
        ran = run("check", rules, tickets)
        assert (ran.code, "  On-hold  1  pauses resolution\n" in ran.out) == (0, True)
        answer = run("check", rules, tickets, "--json").answer
        assert [each["word"] for each in answer["words"]] == ["On-hold", "Open", "status_changed", "P1", "only"]
        tickets.write_text(self.LINES.replace("On-hold", "On-holdd"), encoding="utf-8")
        ran = run("check", rules, tickets)
        assert (ran.code, "On-holdd  1  unknown; nearest: on" in ran.out) == (1, True)

    def test_two_tables(self, run: Any, rules: Any, tmp_path: Any) -> None:
        tickets, events = tmp_path / "tickets.csv", tmp_path / "events.csv"
        tickets.write_text("id,opened,priority\n1,2026-11-25T10:00-05:00,P1\n2,2026-11-25T10:00-05:00,\n")
        events.write_text("ticket,at,kind,status\n1,2026-11-25T11:00-05:00,status_changed,hold\n")
        answer = run("check", rules, tickets, "--events", events, "--json").answer
        assert [(each["word"], each["count"]) for each in answer["words"]] == [
            ("hold", 1),
            ("status_changed", 1),
            ("P1", 1),
        ]
        assert run("check", rules, tickets).code == 0

    def test_one_ticket(self, run: Any, rules: Any, tmp_path: Any) -> None:
        ticket = tmp_path / "ticket.json"
        ticket.write_text(json.dumps(json.loads(self.LINES), indent=2), encoding="utf-8")
        ran = run("check", rules, ticket)
        assert (ran.code, "  On-hold  1  pauses resolution\n" in ran.out) == (0, True)
        ticket.write_text(self.LINES.replace('"P1"', '"p1"'), encoding="utf-8")
        ran = run("check", rules, ticket)
        assert (ran.code, "  p1  1  unknown; nearest: P1\n" in ran.out) == (1, True)

    def test_policies_of_json_are_no_tickets(self, run: Any, rules: Any, tmp_path: Any) -> None:
        other, broken = tmp_path / "other.json", tmp_path / "broken.json"
        other.write_text(SlaPolicy.load(rules).model_dump_json(), encoding="utf-8")
        broken.write_text("[1]", encoding="utf-8")
        assert run("check", rules, other).code == 0
        ran = run("check", rules, broken)
        assert (ran.code, "broken.json" in ran.err) == (2, True)

    def test_tables_as_helpdesks_write_them(self, run: Any, rules: Any, tmp_path: Any) -> None:
        tickets, events = tmp_path / "tickets.csv", tmp_path / "events.csv"
        tickets.write_text("nr;created;state\n1;24.11.2026 10:00;hold\n2;24.11.2026 11:00;\n")
        events.write_text("ticket;at;event;status\n1;24.11.2026 12:00;status_changed;Solved\n")
        columns = [
            *("--ticket-column", "id=nr", "--ticket-column", "opened=created", "--ticket-column", "status=state"),
            *("--event-column", "kind=event"),
        ]
        times = ["--time-format", "%d.%m.%Y %H:%M", "--timezone", "Europe/Berlin"]
        ran = run("check", rules, tickets, "--events", events, *columns, *times, "--json")
        assert [(each["word"], each["count"]) for each in ran.answer["words"]] == [
            ("Solved", 1),
            ("hold", 1),
            ("status_changed", 1),
        ]
        ran = run("check", rules, tickets, "--events", events, *columns)
        assert (ran.code, "cannot read '24.11.2026 10:00' as a time" in ran.err) == (2, True)
        ran = run("check", rules, tickets, *times)
        assert (ran.code, "has no column 'id'" in ran.err) == (2, True)

    def test_without_tickets_there_is_nothing_to_read(self, run: Any, rules: Any) -> None:
        ran = run("check", rules, "--timezone", "UTC")
        assert (ran.code, "--timezone is about tickets; name their file after the policy" in ran.err) == (2, True)

    def test_one_policy_alone(self, run: Any, rules: Any) -> None:
        ran = run("check", rules, rules, "nowhere.jsonl")
        assert (ran.code, "one policy and one file of tickets, not 3 files" in ran.err) == (2, True)

    @pytest.mark.parametrize("option", [("--on-error", "skip"), ("--errors", "bad.jsonl"), ("--max-bad", "0")])
    def test_without_tickets_nothing_is_bad(self, run: Any, rules: Any, option: tuple[str, str]) -> None:
        ran = run("check", rules, *option)
        assert (ran.code, f"{option[0]} is about tickets; name their file after the policy" in ran.err) == (2, True)

    @pytest.mark.parametrize("option", [("--separator", ";"), ("--time-format", "epoch_s"), ("--ticket-column", "a=b")])
    def test_tickets_with_their_events_are_no_table(
        self, run: Any, rules: Any, tmp_path: Any, option: tuple[str, str]
    ) -> None:
        tickets = tmp_path / "tickets.jsonl"
        tickets.write_text(self.LINES, encoding="utf-8")
        for command in ("check", "report"):
            ran = run(command, rules, tickets, *option)
            assert (ran.code, f"{option[0]} is about tables, and these are tickets" in ran.err) == (2, True)


class TestBadRowsOfTickets:
    """What cannot be read ends `check`, is left out, or is listed by its line, as asked."""

    @pytest.fixture(params=["lines", "table", "tables"])
    def asked(self, request: Any, policy_file: Any, tmp_path: Any) -> list[object]:
        rules = policy_file(plans={"only": {"resolution": {"P1": "8 business hours"}}})
        good = TestWordsOfTickets.LINES
        if request.param == "lines":
            (tmp_path / "t.jsonl").write_text(f'{good}{{"id": 2}}\n{good}[1]\n', encoding="utf-8")
            return ["check", rules, tmp_path / "t.jsonl"]
        rows = "1|2026-11-25T10:00-05:00|On-hold\n2|soon|open\n3|2026-11-25T10:00-05:00|Open\n"
        bad = "4|never|open\n" if request.param == "table" else ""
        (tmp_path / "t.csv").write_text(f"id|opened|status\n{rows}{bad}", encoding="utf-8")
        (tmp_path / "e.csv").write_text("ticket|at|kind\n1|2026-11-25T11:00-05:00|resolved\n1|never|resolved\n")
        of_events = ["--events", tmp_path / "e.csv"] if request.param == "tables" else []
        return ["check", rules, tmp_path / "t.csv", *of_events, "--separator", "pipe"]

    def test_one_ends_it(self, run: Any, asked: list[object]) -> None:
        ran = run(*asked)
        assert (ran.code, ran.out) == (2, "")
        assert re.search(r"t\.jsonl:2:|t\.csv:3: opened: ", ran.err)

    def test_or_is_left_out_and_counted(self, run: Any, asked: list[object]) -> None:
        ran = run(*asked, "--on-error", "skip")
        assert (ran.code, "On-hold" in ran.out, ran.out.endswith("\n2 rows are left out\n")) == (0, True, True)

    def test_or_is_listed_by_its_line(self, run: Any, asked: list[object], tmp_path: Any) -> None:
        side = tmp_path / "bad.jsonl"
        ran = run(*asked, "--on-error", "report", "--errors", side)
        told = [json.loads(line) for line in side.read_text(encoding="utf-8").splitlines()]
        *_, first, second, count = ran.out.splitlines()
        assert (ran.code, count) == (1, "2 rows are left out")
        assert [f":{each['line']}: " in line for each, line in zip(told, (first, second), strict=True)] == [True] * 2

    def test_as_data(self, run: Any, asked: list[object]) -> None:
        ran = run(*asked, "--on-error", "report", "--json")
        found = json.loads(ran.out)
        assert (ran.code, found["bad"], len(found["problems"])) == (1, 2, 2)
        found = json.loads(run(*asked, "--on-error", "skip", "--json").out)
        assert (found["bad"], found["problems"]) == (2, [])

    def test_or_are_too_many(self, run: Any, asked: list[object]) -> None:
        assert run(*asked, "--on-error", "skip", "--max-bad", 1).code == 3
        assert run(*asked, "--on-error", "skip", "--max-bad", 2).code == 0

    def test_of_very_many_the_first_are_shown(self, run: Any, policy_file: Any, tmp_path: Any) -> None:
        (tmp_path / "t.jsonl").write_text("[1]\n" * 30, encoding="utf-8")
        ran = run("check", policy_file(), tmp_path / "t.jsonl", "--on-error", "report")
        assert ran.out.splitlines()[-2:] == ["and 10 more; --json has all of them", "30 rows are left out"]

    def test_a_file_for_them_is_none_that_is_read(self, run: Any, asked: list[object]) -> None:
        ran = run(*asked, "--on-error", "report", "--errors", asked[2])
        assert (ran.code, "--errors and TICKETS are the same file" in ran.err) == (2, True)

"""The command line, run in this process: what it prints, what it says on stderr, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from paths import POLICIES
from real_tickets import TABLE

from slaclock import SlaPolicy, __version__

BYTEZ, CODEX = str(POLICIES / "byteztech.yaml"), str(POLICIES / "codexpert.yaml")


def asked(policy: str, plan: str | None, priority: str | None, opened: str) -> list[str]:
    named = ["--plan", plan] if plan else []
    named += ["--priority", priority] if priority else []
    return ["due", str(POLICIES / f"{policy}.yaml"), *named, "--opened", opened]


class TestDue:
    @pytest.mark.parametrize(("policy", "plan", "priority", "opened", "due"), TABLE)
    def test_the_table(
        self, run: Any, policy: str, plan: str | None, priority: str | None, opened: str, due: str
    ) -> None:
        # With its offset, and as the clocks of the policy show it.
        for text in (opened, opened[:16]):
            answer = run(*asked(policy, plan, priority, text), "--json").answer
            found = answer["due"]
            if text == opened:
                # R9: a fixed offset stays that offset.
                assert found.endswith("-05:00")
                continue
            assert found == f"{due[4:14]}T{due[15:20]}:00{due[21:]}"

    def test_in_words(self, run: Any) -> None:
        ran = run(*asked("byteztech", "standard", "P1", "2026-11-25 17:00"))
        assert ran == (
            0,
            "due      Fri 2026-11-27 12:00 EST\n"
            "opened   Wed 2026-11-25 17:00 EST\n"
            "target   4 business hours\n"
            "hours    standard: Mon-Fri 09:00-18:00 America/New_York, holidays US\n"
            "promise  BytezTech support, standard, P1, first_response\n"
            "\n"
            "  '2026-11-25 17:00' has no offset, so it is read in America/New_York\n",
            "",
        )

    def test_why(self, run: Any) -> None:
        ran = run(*asked("byteztech", "standard", "P1", "2026-11-25T17:00-05:00"), "--why")
        assert ran.out.startswith("BytezTech support, standard, P1, first_response\ntarget   4 business hours\n")
        assert "holiday: Thanksgiving Day\n" in ran.out
        assert ran.out.endswith("+ 3 h  = 4 h  counted\n")

    def test_why_with_notes_of_both_kinds(self, run: Any) -> None:
        ran = run(*asked("byteztech", "standard", "P1", "2026-11-20 14:00"), "--why")
        notes = ran.out.split("counted\n")[-1]
        assert "used up exactly at closing time" in notes
        assert "'2026-11-20 14:00' has no offset, so it is read in America/New_York" in notes

    def test_as_json(self, run: Any) -> None:
        answer = run(*asked("byteztech", "standard", "P3", "2026-11-24T10:30-05:00"), "--json").answer
        assert answer == {
            "due": "2026-11-27T10:30:00-05:00",
            "opened": "2026-11-24T10:30:00-05:00",
            "policy": "BytezTech support",
            "plan": "standard",
            "priority": "P3",
            "metric": "first_response",
            "target": "2 business days",
            "schedule": "standard: Mon-Fri 09:00-18:00 America/New_York, holidays US",
            "notes": [],
        }

    def test_why_as_json(self, run: Any) -> None:
        answer = run(*asked("codexpert", None, None, "2026-11-25 23:00"), "--why", "--json").answer
        assert answer["plan"] == "support"
        assert [each["name"] for each in answer["explanation"]["stretches"] if each["kind"] == "holiday"] == [
            "Thanksgiving Day"
        ]
        assert answer["explanation"]["due"] == answer["due"] == "2026-12-01T23:00:00-05:00"

    def test_another_metric(self, run: Any) -> None:
        answer = run(
            *asked("byteztech", "premium", None, "2026-11-20 17:00"), "--metric", "escalation", "--json"
        ).answer
        assert (answer["metric"], answer["due"]) == ("escalation", "2026-11-23T12:00:00-05:00")

    def test_a_skipped_time_is_said_to_be_one(self, run: Any) -> None:
        ran = run(*asked("byteztech", "premium", "P1", "2026-03-08 02:30"))
        assert "opened   Sun 2026-03-08 03:00 EDT\n" in ran.out
        assert "skipped 2026-03-08 02:30; it is read as the end of the gap, Sun 2026-03-08 03:00 EDT" in ran.out

    def test_a_repeated_time_is_said_to_be_one(self, run: Any) -> None:
        ran = run(*asked("byteztech", "premium", "P1", "2026-11-01 01:30"))
        assert "due      Sun 2026-11-01 01:30 EST\n" in ran.out
        assert (
            "showed 2026-11-01 01:30 twice; it is read as the first time; write '2026-11-01T01:30:00-05:00'" in ran.out
        )
        again = run(*asked("byteztech", "premium", "P1", "2026-11-01T01:30:00-05:00"))
        assert "opened   Sun 2026-11-01 01:30 EST\n" in again.out

    def test_seconds_are_shown_where_there_are_any(self, run: Any) -> None:
        assert (
            "due      Mon 2026-11-23 10:00:05 EST\n"
            in run(*asked("byteztech", "premium", "P1", "2026-11-23 09:00:05")).out
        )


class TestElapsed:
    def test_in_words(self, run: Any) -> None:
        ran = run("elapsed", BYTEZ, "--schedule", "standard", "--from", "2026-11-25 17:00", "--to", "2026-11-27T17:30Z")
        assert ran.out == (
            "elapsed  4 hours 30 minutes\n"
            "from     Wed 2026-11-25 17:00 EST\n"
            "to       Fri 2026-11-27 17:30 UTC\n"
            "hours    Mon-Fri 09:00-18:00 America/New_York, holidays US\n"
            "\n"
            "  '2026-11-25 17:00' has no offset, so it is read in America/New_York\n"
        )

    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            pytest.param("2026-11-25 22:00", "2026-11-26 06:00", "PT8H", id="a-night"),
            pytest.param("2026-11-26 06:00", "2026-11-25 22:00", "-PT8H", id="backward"),
            pytest.param("2026-11-26 22:00", "2026-11-27 06:00", "PT0S", id="a-holidays-night"),
            pytest.param("2026-11-23 22:00", "2026-11-23 22:00:00.5", "PT0.5S", id="half-a-second"),
        ],
    )
    def test_as_json(self, run: Any, start: str, end: str, expected: str) -> None:
        answer = run("elapsed", CODEX, "--from", start, "--to", end, "--json").answer
        assert answer["elapsed"] == expected
        assert answer["schedule"] == "Sun-Thu 22:00-06:00 America/New_York, holidays US"
        assert len(answer["notes"]) == 2

    def test_of_a_closure(self, run: Any) -> None:
        ran = run(
            "elapsed", BYTEZ, "--schedule", "maintenance", "--from", "2026-11-21 12:00", "--to", "2026-11-22 12:00"
        )
        assert ran.out.startswith("elapsed  6 hours\n")


class TestHours:
    def test_a_picture(self, run: Any) -> None:
        lines = run("hours", BYTEZ, "--schedule", "standard", "--from", "2026-11-25", "--days", 3).out.splitlines()
        assert lines[0] == "standard  (America/New_York)"
        assert [line.split()[1] for line in lines[2:5]] == ["2026-11-25", "2026-11-26", "2026-11-27"]
        assert lines[3].endswith("-  Thanksgiving Day")

    def test_a_fortnight_of_the_only_schedule(self, run: Any) -> None:
        assert len(run("hours", CODEX, "--from", "2026-11-23").out.splitlines()) == 2 + 14 + 2

    def test_as_json(self, run: Any) -> None:
        answer = run(
            "hours", BYTEZ, "--schedule", "maintenance", "--from", "2026-11-21", "--days", "1", "--json"
        ).answer
        assert answer == {
            "schedule": "Sat,Sun 22:00-04:00 America/New_York",
            "timezone": "America/New_York",
            "days": [
                {
                    "date": "2026-11-21",
                    "windows": [["2026-11-21T22:00:00-05:00", "2026-11-22T00:00:00-05:00"]],
                    "open": "PT2H",
                    "notes": [],
                }
            ],
        }


class TestNotice:
    def test_in_words(self, run: Any) -> None:
        assert run("notice", BYTEZ, "maintenance", "--before", "2026-12-05T22:00-05:00").out == (
            "due      Wed 2026-12-02 22:00 UTC-05:00\n"
            "before   Sat 2026-12-05 22:00 UTC-05:00\n"
            "notice   72 hours, maintenance\n"
        )

    def test_as_json(self, run: Any) -> None:
        answer = run("notice", BYTEZ, "policy_change", "--before", "2026-12-01", "--json").answer
        assert answer == {
            "due": "2026-11-01T00:00:00-04:00",
            "before": "2026-12-01T00:00:00-05:00",
            "notice": "policy_change",
            "notes": ["'2026-12-01' has no offset, so it is read in America/New_York"],
        }


class TestGoals:
    @pytest.fixture
    def files(self, policy_file: Any, tmp_path: Path) -> tuple[Path, Path]:
        stated = {"target": "1 business hour", "goals": "90% per month"}
        plans = {"only": {"first_response": {"P1": stated, "P2": {"target": "1 business hour", "goals": "10%"}}}}
        replies = [("P1", "09:30"), ("P1", "10:00"), ("P1", "14:00"), ("P2", ""), ("P2", "09:10"), ("P2", "15:00")]
        tickets = [
            {
                "opened": "2026-11-24T09:00-05:00" if replied else "2026-11-24T17:30-05:00",
                "priority": priority,
                "events": [{"at": f"2026-11-24T{replied}-05:00", "kind": "agent_replied"}] if replied else [],
            }
            for priority, replied in replies
        ]
        lines = tmp_path / "tickets.jsonl"
        lines.write_text("\n".join(map(json.dumps, tickets)), encoding="utf-8")
        return policy_file(plans=plans), lines

    def test_in_words(self, run: Any, files: tuple[Path, Path]) -> None:
        ran = run("goals", *files, "--now", "2026-11-24T18:00-05:00")
        assert ran.out.splitlines()[2:] == [
            "only  first_response  P1        90% per month  2026-11-01  2    1       0     66.6%  no",
            "only  first_response  P2        10%            all         1    1       1     50.0%  yes",
        ]

    def test_as_json(self, run: Any, files: tuple[Path, Path]) -> None:
        (first, second) = run("goals", *files, "--now", "2026-11-24T18:00-05:00", "--json").answer["goals"]
        assert (first["first"], first["last"], first["is_met"]) == ("2026-11-01", "2026-11-30", False)
        assert (second["first"], second["percent"], second["undecided"]) == (None, 50.0, 1)

    def test_nothing_to_count(self, run: Any, files: tuple[Path, Path]) -> None:
        ran = run("goals", BYTEZ, files[1], "--now", "2026-11-24T18:00-05:00")
        assert ran.code == 2
        assert "this policy has several plans" in ran.err
        (files[1]).write_text("", encoding="utf-8")
        ran = run("goals", *files, "--now", "2026-11-24T18:00-05:00")
        assert ran.out.endswith("\n\n  no request counts for a goal of this policy\n")


class TestCustomers:
    """Tickets of a policy that is read on the customer's clocks."""

    @pytest.mark.parametrize(("command", "zone"), [("status", "Asia/Riyadh"), ("agenda", "Asia/Riyadh")])
    def test_where_they_are(self, run: Any, policy_file: Any, tmp_path: Path, command: str, zone: str) -> None:
        file = policy_file(schedules={"local": {"hours": "Mon-Fri 09:00-18:00", "timezone": "customer"}})
        ticket = tmp_path / "ticket.json"
        ticket.write_text('{"id": "T-1", "opened": "2026-11-24T05:00Z"}', encoding="utf-8")
        asked = (command, file, ticket, "--now", "2026-11-24T06:00Z")
        assert "--customer-timezone Asia/Tokyo" in run(*asked).err
        (line,) = [
            line for line in run(*asked, "--customer-timezone", zone).out.splitlines() if "first_response" in line
        ]
        assert "Tue 2026-11-24 05:00 EST" in line

    def test_who_heard_of_it(self, run: Any, policy_file: Any, tmp_path: Path) -> None:
        file = policy_file(escalations={"team lead": "after 1 business hour", "director": "at breach"})
        ticket = tmp_path / "ticket.json"
        ticket.write_text('{"id": "T-1", "opened": "2026-11-24T14:00Z"}', encoding="utf-8")
        ran = run("status", file, ticket, "--now", "2026-11-24T16:00Z")
        assert ran.out.endswith("\n\n  first_response went to team lead Tue 2026-11-24 10:00 EST\n")


class TestChannel:
    def test_due(self, run: Any, policy_file: Any) -> None:
        by_phone = {"when": [{"received": "by phone", "target": "15 minutes"}], "target": "1 hour"}
        file = policy_file(plans={"only": {"first_response": by_phone}})
        answers = [
            run("due", file, "--opened", "2026-11-24T09:00-05:00", "--json", *more).answer["due"]
            for more in ((), ("--channel", "phone"))
        ]
        assert answers == ["2026-11-24T10:00:00-05:00", "2026-11-24T09:15:00-05:00"]


class TestCheckAndSchema:
    def test_check(self, run: Any) -> None:
        ran = run("check", CODEX)
        assert ran.out.startswith("Codexpert support: the file is sound\n\nAssumptions stated in the file:\n")
        assert "- schedule nights: holiday_rule: opening_date (R5)\n" in ran.out

    def test_check_as_json(self, run: Any) -> None:
        answer = run("check", CODEX, "--json").answer
        assert [reading["rule"] for reading in answer["readings"]] == ["R5", "R14", "R7"]

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
        ((error,),) = json.loads(ran.out).values()
        assert (error["key"], error["place"]) == ("timezone", f"{file}:1:19")
        assert error["text"].startswith("'EST' does not say whether clocks change")

    def test_check_as_json_says_what_cannot_be_opened(self, run: Any) -> None:
        ran = run("check", "nowhere.yaml", "--json")
        assert (ran.code, json.loads(ran.out)["errors"][0]["place"]) == (2, "nowhere.yaml")

    @pytest.mark.parametrize("out", [".", "no/such/folder/page.html"])
    def test_a_page_that_cannot_be_written(self, run: Any, out: str) -> None:
        ran = run("compare", BYTEZ, "--format", "html", "--out", out)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"slaclock: cannot open {out}: ")

    def test_a_page_is_written_where_a_link_leads(self, run: Any, tmp_path: Path) -> None:
        page, link = tmp_path / "page.html", tmp_path / "link.html"
        page.write_text("old", encoding="utf-8")
        link.symlink_to(page)
        assert run("compare", BYTEZ, "--format", "html", "--out", link).code == 0
        assert link.is_symlink()
        assert "BytezTech" in page.read_text(encoding="utf-8")
        assert sorted(each.name for each in tmp_path.iterdir()) == ["link.html", "page.html"]

    def test_a_page_that_is_broken_off_leaves_the_old_one(
        self, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = tmp_path / "page.html"
        page.write_text("old", encoding="utf-8")

        def broken_off(*_: object) -> None:
            raise OSError(28, "No space left on device", str(page))

        monkeypatch.setattr("os.replace", broken_off)
        assert run("compare", BYTEZ, "--format", "html", "--out", page).code == 2
        assert [each.name for each in tmp_path.iterdir()] == ["page.html"]
        assert page.read_text(encoding="utf-8") == "old"

    def test_schema(self, run: Any) -> None:
        answer = run("schema").answer
        assert answer == run("schema", "--json").answer
        jsonschema.Draft202012Validator.check_schema(answer)
        jsonschema.validate(json.loads(SlaPolicy.load(BYTEZ).model_dump_json()), answer)


class TestErrors:
    """What goes wrong is said in a paragraph on stderr, with exit code 2 and no traceback."""

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            pytest.param(
                asked("byteztech", "gold", "P1", "2026-11-25"),
                "this policy has no plan 'gold'; known: standard, premium",
                id="a-plan",
            ),
            pytest.param(
                asked("byteztech", None, "P1", "2026-11-25"),
                "this policy has several plans; name one of: standard, premium",
                id="no-plan",
            ),
            pytest.param(
                asked("byteztech", "standard", None, "2026-11-25"),
                "first_response differs by priority; name one of: P1, P2, P3, P4",
                id="no-priority",
            ),
            pytest.param(
                asked("byteztech", "standard", "P1", "yesterday"),
                "cannot read 'yesterday' as --opened; write e.g. '2026-11-25 17:00' or '2026-11-25T22:00Z'",
                id="no-date",
            ),
            pytest.param(
                ["elapsed", CODEX, "--from", "soon", "--to", "2026-11-25"],
                "cannot read 'soon' as --from;",
                id="no-start",
            ),
            pytest.param(
                ["elapsed", CODEX, "--from", "2026-11-25", "--to", "late"], "cannot read 'late' as --to;", id="no-end"
            ),
            pytest.param(
                ["elapsed", BYTEZ, "--from", "2026-11-25", "--to", "2026-11-26"],
                "this policy has several schedules; name one with --schedule: standard, emergency, phone",
                id="no-schedule",
            ),
            pytest.param(
                ["hours", BYTEZ, "--schedule", "standart", "--from", "2026-11-25"],
                "no schedule 'standart'; did you mean 'standard'?",
                id="a-schedule",
            ),
            pytest.param(
                ["notice", BYTEZ, "maintenence", "--before", "2026-11-25"],
                "no notice 'maintenence'; did you mean 'maintenance'?",
                id="a-notice",
            ),
            pytest.param(
                ["check", "nowhere.yaml"], "cannot open nowhere.yaml: no such file or directory", id="no-file"
            ),
            pytest.param(
                ["check", "policy.ini"], "policy.ini: the ending '.ini' does not say how to read it", id="an-ending"
            ),
            pytest.param(
                asked("codexpert", None, None, "9999-12-31 23:59"),
                "lies outside the years 1 to 9999",
                id="past-the-last-year",
            ),
        ],
    )
    def test_is_named(self, run: Any, arguments: list[str], message: str) -> None:
        ran = run(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("slaclock: ")
        assert message in ran.err
        assert ran.err.count("\n") == 1
        assert "Traceback" not in ran.err

    def test_a_policy_that_does_not_hold_together(self, run: Any, policy_file: Any) -> None:
        file = policy_file(timezone="EST", plans={"only": {"schedule": "none"}})
        ran = run("check", file)
        assert ran.code == 2
        assert ran.err.startswith(f"slaclock: {file}:1:19: timezone: 'EST' does not say")

    def test_a_directory_that_ends_like_a_file(self, run: Any, tmp_path: Path) -> None:
        (tmp_path / "policy.yaml").mkdir()
        assert (
            run("check", tmp_path / "policy.yaml").err
            == f"slaclock: cannot open {tmp_path / 'policy.yaml'}: is a directory\n"
        )

    @pytest.mark.parametrize(
        "arguments", [["dew"], ["due"], ["hours", BYTEZ, "--from", "2026-11-25", "--days", "0"], ["due", BYTEZ, "--x"]]
    )
    def test_how_to_use_it(self, run: Any, arguments: list[str]) -> None:
        ran = run(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("Usage: ")
        assert "Traceback" not in ran.err

    def test_no_arguments_show_the_help(self, run: Any) -> None:
        _, out, err = run()
        assert "Examples:" in out + err

    # The suite turns warnings into errors; a user does not.
    @pytest.mark.filterwarnings("default")
    def test_a_warning_is_said_on_stderr_beside_the_answer(self, run: Any, policy_file: Any) -> None:
        ran = run("due", policy_file(holidays="LK"), "--opened", "2027-11-25 10:00")
        assert ran.code == 0
        assert ran.out.startswith("due      Thu 2027-11-25 14:00 EST\n")
        assert ran.err.startswith("slaclock: warning: office: holidays are known for 2003-2026 only")

    def test_coverage_as_an_error(self, run: Any, policy_file: Any) -> None:
        ran = run("due", policy_file(holidays="LK", outside_coverage="error"), "--opened", "2027-11-25 10:00")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("slaclock: office: holidays are known for 2003-2026 only")


class TestHelp:
    @pytest.mark.parametrize("command", ["due", "elapsed", "hours", "notice", "check", "schema"])
    def test_every_command_shows_an_example(self, run: Any, command: str) -> None:
        ran = run(command, "--help")
        assert ran.code == 0
        assert f"  slaclock {command} " in ran.out

    def test_version(self, run: Any) -> None:
        assert run("--version").out == f"slaclock {__version__}\n"


def loaded_by(code: str) -> set[str]:
    """Run code in a fresh interpreter and list what it imported."""
    report = "import sys, atexit; atexit.register(lambda: print('\\n' + ' '.join(sys.modules)))\n"
    done = subprocess.run([sys.executable, "-c", report + code], capture_output=True, text=True, check=True, timeout=60)
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


class TestImports:
    """DESIGN §5: nothing heavy is imported before it is needed."""

    def test_help_needs_no_holidays_numpy_or_yaml(self) -> None:
        loaded = loaded_by("sys.argv = ['slaclock', '--help']\nfrom slaclock.cli import main\nmain()")
        assert "typer" in loaded
        assert not loaded & {"holidays", "numpy", "ruamel", "dateutil"}

    def test_importing_the_library(self) -> None:
        loaded = loaded_by("import slaclock")
        assert "slaclock" in loaded
        assert not loaded & {"holidays", "numpy", "ruamel", "typer"}

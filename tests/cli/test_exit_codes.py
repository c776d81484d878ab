"""How commands end: what is said on stderr, and with which exit code."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from paths import POLICIES

from slaclock.cli.exit_codes import EXIT_CODES, undone_when_ended

WAITING = """
import signal, sys, time
for each in ("SIGHUP", "SIGTERM"):
    signal.signal(getattr(signal, each, signal.SIGINT), signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
class Waiting:
    def read(size):
        print("it reads", flush=True)
        time.sleep(60)
Waiting.buffer = sys.stdin = Waiting
from slaclock.cli import main
main()
"""
BYTEZ, CODEX = str(POLICIES / "byteztech.yaml"), str(POLICIES / "codexpert.yaml")


def asked(policy: str, plan: str | None, priority: str | None, opened: str) -> list[str]:
    named = ["--plan", plan] if plan else []
    named += ["--priority", priority] if priority else []
    return ["due", str(POLICIES / f"{policy}.yaml"), *named, "--opened", opened]


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
                "cannot read 'yesterday' as --opened: it has no time of day; write e.g. 'now', 'today 17:00', ",
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
                ["due", "nowhere.yaml", "--opened", "2026-11-25"], "cannot open nowhere.yaml: no such", id="no-policy"
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


class TestExitCodes:
    """0 answered, 1 a finding to report, 2 refused, 129, 130 and 143 ended from outside, 141 unheard."""

    def test_the_help_states_them(self, run: Any) -> None:
        stated = re.findall(r"^    (\d+) ", run("--help").out, re.MULTILINE)
        assert list(map(int, stated)) == [*EXIT_CODES] == [0, 1, 2, 3, 129, 130, 141, 143]

    def test_an_interrupt(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("slaclock.policy.read_file", interrupt)
        assert run("check", BYTEZ) == (130, "", "slaclock: interrupted\n")

    @pytest.mark.skipif(os.name == "nt", reason="Windows interrupts whole consoles")
    @pytest.mark.parametrize(
        ("name", "code", "word"),
        [("SIGINT", 130, "interrupted"), ("SIGHUP", 129, "hung up"), ("SIGTERM", 143, "terminated")],
    )
    def test_a_process_that_a_signal_ends(self, name: str, code: int, word: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-c", WAITING, "check", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout
        assert process.stdout.readline() == "it reads\n"
        process.send_signal(signal.Signals[name])
        _, said = process.communicate(timeout=60)
        assert (process.returncode, said) == (code, f"slaclock: {word}\n")

    @pytest.mark.skipif(os.name == "nt", reason="Windows hangs nothing up")
    def test_what_is_to_go_on_goes_on(self) -> None:
        """`nohup` has a process ignore that its terminal is gone."""
        was = signal.signal(signal.SIGHUP, signal.SIG_IGN)
        try:
            with undone_when_ended():
                os.kill(os.getpid(), signal.SIGHUP)
        finally:
            signal.signal(signal.SIGHUP, was)

    def test_signals_are_for_the_main_thread(self) -> None:
        """Elsewhere the command line runs without them."""
        ended: list[str] = []

        def enter() -> None:
            with undone_when_ended():
                ended.append("well")

        thread = threading.Thread(target=enter)
        thread.start()
        thread.join()
        assert ended == ["well"]

    def test_signals_mean_afterwards_what_they_meant(self) -> None:
        was = signal.getsignal(signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt, match="SIGTERM"), undone_when_ended():
            signal.raise_signal(signal.SIGTERM)
        assert signal.getsignal(signal.SIGTERM) is was

    def test_a_reader_that_goes_away(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        monkeypatch.setattr(sys, "stdout", os.fdopen(writing, "w", encoding="utf-8"))
        ran = run("schema")
        assert (ran.code, ran.err) == (141, "")
        # What is left to be written goes nowhere, and the process ends in peace.
        sys.stdout.close()

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
    def test_output_that_cannot_be_written(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdout", open("/dev/full", "w", encoding="utf-8"))  # noqa: SIM115
        ran = run("schema")
        assert (ran.code, ran.err) == (2, "slaclock: cannot write standard output: no space left on device\n")
        sys.stdout.close()

    # What is not known is not taken for a finding.
    def test_a_fault_of_its_own(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: Any, **__: Any) -> None:
            raise ZeroDivisionError("by nothing")

        monkeypatch.setattr("slaclock.policy.read_file", fail)
        ran = run("check", BYTEZ, "--strict")
        assert ran.code == 2
        assert "ZeroDivisionError: by nothing\nslaclock: this is a fault in slaclock" in ran.err

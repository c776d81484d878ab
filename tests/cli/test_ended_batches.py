"""Runs of `batch` that are ended from outside: what they leave is the old output or the whole new one."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from paths import POLICIES

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")

ROWS = 20_000
NEW = ("out.csv", "out.csv.errors.jsonl")
ARGUMENTS = [str(POLICIES / "byteztech.yaml"), "tickets.csv", "--out", "out.csv", "--on-error", "report"]

HEEDING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from slaclock.cli import main
main()
"""
KILLED = """
import os, signal, sys
event, count = sys.argv.pop(1), int(sys.argv.pop(1))
def happens(to, args=()):
    global count
    if to == event and any("out.csv" in str(each) for each in args):
        count -= 1
        if not count:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(happens)
import slaclock.tables.batch as batch, slaclock.tables.sizes as sizes
sizes.BYTES_AT_ONCE = 1 << 16
usual, batch._Tally.take = batch._Tally.take, lambda *args: (usual(*args), happens("piece", ["out.csv"]))
from slaclock.cli import main
main()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Tickets, of which the last is bad, and an old output."""
    monkeypatch.chdir(tmp_path)
    row = "2026-11-25T17:00:00-05:00,standard,P1\n"
    (tmp_path / "tickets.csv").write_text("opened,plan,priority\n" + row * ROWS + row.replace("P1", "P9"))
    (tmp_path / "out.csv").write_text("old")
    return tmp_path


def started(code: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()} - {"tickets.csv"}


@pytest.mark.parametrize(
    ("name", "code", "word"),
    [("SIGINT", 130, "interrupted"), ("SIGHUP", 129, "hung up"), ("SIGTERM", 143, "terminated")],
)
def test_a_signal_leaves_what_was_there(folder: Path, name: str, code: int, word: str) -> None:
    """The run waits for somebody to read its bad rows, with all else written beside its place."""
    os.mkfifo("bad.jsonl")
    process = started(HEEDING, "batch", *ARGUMENTS, "--errors", "bad.jsonl")
    deadline = time.monotonic() + 60
    while not any(each.endswith(".part") and (folder / each).stat().st_size > ROWS for each in names(folder)):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.Signals[name])
    assert process.communicate(timeout=60) == ("", f"slaclock: {word}; out.csv is as it was\n")
    assert process.returncode == code
    assert names(folder) == {"out.csv", "bad.jsonl"}
    assert (folder / "out.csv").read_text() == "old"


@pytest.mark.parametrize(
    ("event", "count"),
    [
        pytest.param("open", 1, id="before-the-result-is-begun"),
        pytest.param("open", 2, id="before-the-bad-rows-are-begun"),
        pytest.param("piece", 1, id="after-a-piece"),
        pytest.param("piece", 9, id="after-many-pieces"),
        pytest.param("os.rename", 1, id="before-the-bad-rows-come"),
        pytest.param("os.rename", 2, id="between-the-bad-rows-and-the-result"),
        pytest.param("os.remove", 1, id="after-the-result-came"),
    ],
)
def test_a_killed_run_leaves_the_old_output_or_the_new_one(folder: Path, run: Any, event: str, count: int) -> None:
    """Never a cut one; and the next run leaves nothing of it."""
    process = started(KILLED, event, str(count), "batch", *ARGUMENTS)
    assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == -signal.SIGKILL
    left = (folder / "out.csv").read_text()
    assert left == "old" or is_whole(folder)
    assert run("batch", *ARGUMENTS).code == 0
    assert names(folder) == set(NEW)
    assert is_whole(folder)


def is_whole(folder: Path) -> bool:
    lines = (folder / "out.csv").read_text().splitlines()
    (bad,) = map(json.loads, (folder / "out.csv.errors.jsonl").read_text().splitlines())
    return len(lines) == ROWS + 1 and all(line.count(",") == 3 for line in lines) and bad["line"] == ROWS + 2


def test_two_runs_at_once_leave_one_of_the_two(folder: Path) -> None:
    """Both say that they wrote it, and both did."""
    (folder / "few.csv").write_text("opened,plan,priority\nnever,standard,P1\n")
    runs = [started(HEEDING, "batch", ARGUMENTS[0], tickets, *ARGUMENTS[2:]) for tickets in ("tickets.csv", "few.csv")]
    said = [each.communicate(timeout=60) for each in runs]
    assert [each.returncode for each in runs] == [0, 0]
    told = "{} rows with due dates in out.csv\n1 bad row in out.csv.errors.jsonl\n"
    assert said == [(told.format(f"{ROWS:,}"), ""), (told.format(0), "")]
    assert names(folder) == {"few.csv", *NEW}
    few = (folder / "out.csv").read_text() == "opened,plan,priority,due\n"
    assert json.loads((folder / NEW[1]).read_text())["line"] == (2 if few else ROWS + 2)
    assert few or is_whole(folder)

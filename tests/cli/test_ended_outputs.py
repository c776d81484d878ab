"""Every output of every command, killed at each thing that is done to it: the old one or the new one is left (R21)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from slaclock.cli.app import COMMANDS, app

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows forks no process")

POLICY = "policy.json"
READ = {
    POLICY: {
        "name": "Small",
        "timezone": "UTC",
        "schedules": {"office": "Mon-Fri 09:00-18:00"},
        "plans": {"only": {"first_response": {"P1": "4 business hours"}}},
    },
    "schedules.json": {
        "schedules": [
            {"id": 1, "name": "Office", "time_zone": "London", "intervals": [{"start_time": 1980, "end_time": 2460}]}
        ]
    },
    "events.json": {"ticket_metric_events": []},
    "audits.json": [
        {
            "id": 2 * number,
            "ticket_id": number,
            "created_at": "2026-06-01T08:00:00Z",
            "events": [{"type": "Create", "field_name": "priority", "value": priority}],
        }
        for number, priority in enumerate(("high", "P1"))
    ],
    "ticket.jsonl": {"id": "a", "opened": "2026-11-25T17:00:00-05:00", "priority": "P1"},
}
ROW = "2026-11-25T17:00:00-05:00,P1\n"
YEAR = ("calendar", POLICY, "--year", "2027", "--out")
REPORT = ("report", POLICY, "ticket.jsonl", "--now", "2026-11-27T12:00Z")
QUEUE = (POLICY, "ticket.jsonl", "--now", "2026-11-27T12:00Z", "--on-error", "report", "--errors", "bad.jsonl")
BATCH = ("batch", POLICY, "tickets.csv", "--on-error", "report", "--out")
OUTPUTS = ("--out", "--html", "--errors", "--detail")
WRITING = {
    "compare-text": ("compare", POLICY, "--out", "out"),
    "compare-markdown": ("compare", POLICY, "--format", "markdown", "--out", "out"),
    "compare-html": ("compare", POLICY, "--format", "html", "--out", "out"),
    "compare-json": ("compare", POLICY, "--json", "--out", "out"),
    "calendar-text": (*YEAR, "out"),
    "calendar-html": (*YEAR, "out", "--format", "html"),
    "calendar-ics": (*YEAR, "out", "--format", "ics"),
    "status-html": ("status", POLICY, "ticket.jsonl", "--now", "2026-11-27T12:00Z", "--html", "out"),
    "report-html": (*REPORT, "--format", "html", "--out", "out", "--detail", "rows.csv"),
    "report-csv": (*REPORT, "--format", "csv", "--out", "out", "--detail", "rows.parquet"),
    "sql": ("sql", POLICY, "--dialect", "duckdb", "--years", "2026", "--out", "out"),
    "publish": ("publish", POLICY, "--years", "2026", "--now", "2026-11-25", "--out", "out"),
    "compile": ("compile", POLICY, "--years", "2026", "--out", "out"),
    "replay": ("replay", "zendesk", POLICY, "events.json", "--out", "out"),
    "report-errors": (*REPORT, "--out", "out", "--on-error", "report", "--errors", "bad.jsonl"),
    "agenda-errors": ("agenda", *QUEUE),
    "goals-errors": ("goals", *QUEUE),
    "check-errors": ("check", POLICY, "ticket.jsonl", "--on-error", "report", "--errors", "bad.jsonl"),
    "import-zendesk": ("import", "zendesk", "schedules.json", "--out", "out"),
    "import-tickets": (
        *("import", "zendesk-tickets", "audits.json", "--out", "out"),
        *("--on-error", "report", "--errors", "bad.jsonl"),
    ),
    "export-zendesk": ("export", "zendesk", POLICY, "--schedule", "office", "--out", "out"),
    "batch-csv": (*BATCH, "out.csv"),
    "batch-packed": (*BATCH, "out.jsonl.gz"),
    "batch-parquet": (*BATCH, "out.parquet", "--errors", "bad.jsonl"),
}
"""A line of each command that writes a file, in each of its formats."""

KILLED_EVERYWHERE = """
import io, json, os, signal, sys
from pathlib import Path
from slaclock import cli, outputs

WATCHED = ("open", "os.rename", "os.chmod", "os.remove")
names, words = json.loads(sys.argv[1]), sys.argv[2:]
read = {each.name for each in Path().iterdir()}
left = 0

def happens():
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

def heard(event, args):
    if event in WATCHED and any(name in str(each) for name in names for each in args):
        happens()

def watched(usual):
    def called(*args):
        happens()
        found = usual(*args)
        happens()
        return found
    return called

def run(kill_at):
    global left
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    left = kill_at
    sys.addaudithook(heard)
    outputs._Raw.write, os.fsync, os.replace = map(watched, (outputs._Raw.write, os.fsync, os.replace))
    sys.stdout = io.StringIO()
    asked()

def stands():
    found = {each.name: each.read_bytes().hex() for each in Path().iterdir() if each.name not in read}
    return {name: found.pop(name, None) for name in names} | {"others": sorted(found)}

def asked():
    sys.argv = ["slaclock", *words]
    cli.main()

usual, sys.stdout = sys.stdout, io.StringIO()
try:
    asked()  # Everything is loaded and built once, for all of them.
except SystemExit:
    sys.stdout = usual
for kill_at in range(1, 200):
    for name in names:
        Path(name).write_bytes(b"old")
    code = run(kill_at)
    print(json.dumps({"code": code, **stands()}))
    if code == 0:
        break
"""


def outputs_of(name: str) -> list[str]:
    words = WRITING[name]
    found = [words[place + 1] for place, word in enumerate(words) if word in OUTPUTS]
    return [*found, f"{found[0]}.errors.jsonl"] if words[0] == "batch" and len(found) == 1 else found


@pytest.mark.parametrize("name", WRITING)
def test_it_is_the_old_one_or_the_whole_new_one(name: str, tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").write_text("opened,priority\n" + ROW * 3 + ROW.replace("P1", "P9"))
    for file, content in READ.items():
        (tmp_path / file).write_text(json.dumps(content))
    names = outputs_of(name)
    command = [sys.executable, "-c", KILLED_EVERYWHERE, json.dumps(names), *WRITING[name]]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    # What an import could not carry over is said on standard error.
    assert (ran.returncode, "" if name.startswith("import") else ran.stderr) == (0, "")
    *killed, done = map(json.loads, ran.stdout.splitlines())
    assert {each["code"] for each in killed} == {-9}
    assert len(killed) >= 8, "it is opened, written, put on disk and in place, and its part is looked for"
    old = b"old".hex()
    assert all(done[each] not in (None, old) for each in names)
    assert done["others"] == []
    for each in killed:
        assert all(each[output] in (old, done[output]) for output in names)


def test_every_option_that_names_an_output_is_tried() -> None:
    group: Any = typer.main.get_command(app)
    writing = {
        (command, option)
        for command in COMMANDS
        for parameter in group.get_command(None, command).params
        for option in parameter.opts
        if option in OUTPUTS
    }
    assert writing == {(words[0], word) for words in WRITING.values() for word in words if (words[0], word) in writing}

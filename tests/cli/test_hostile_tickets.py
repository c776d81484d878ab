"""Files of tickets from strangers: an answer or a refusal in one paragraph, and never more."""

import json
import os
import signal
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from hostile_names import ON_NO_LINE

from slaclock.cli import streams
from slaclock.tables import sizes

HOSTILE = Path(__file__).parents[1] / "hostile" / "tickets"
FILES = [line.partition(":")[0] for line in (HOSTILE / "index.txt").read_text("utf-8").splitlines()]
ANSWERED = {"separators.jsonl": 2, "carriage.csv": 2}
BAD_ROWS = {"twice.jsonl", "digits.jsonl", "brackets.jsonl", "halves.jsonl"}
NOW = ("--now", "2026-11-27T10:00Z")
OPENED = "2026-11-25T17:00:00-05:00"


def is_one_paragraph(message: str) -> bool:
    return message.startswith("slaclock: ") and message.count("\n") == 1 and len(message) < 500


def test_every_file_has_its_line() -> None:
    assert {each.name for each in HOSTILE.glob("*.*")} == {*FILES, "index.txt"}


@pytest.mark.parametrize("name", FILES)
def test_whole_files(run: Any, policy_file: Any, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out.csv"
    ran = run("batch", policy_file(), HOSTILE / name, "--out", out, "--on-error", "report", "--json")
    if name in ANSWERED or name in BAD_ROWS:
        assert (ran.answer["answered"], ran.answer["bad"]) == (ANSWERED.get(name, 1), name in BAD_ROWS)
    else:
        assert (ran.code, out.exists()) == (2, False)
        assert is_one_paragraph(ran.err)


@pytest.mark.parametrize("command", ["status", "agenda", "goals"])
@pytest.mark.parametrize("name", sorted(BAD_ROWS))
def test_tickets(run: Any, policy_file: Any, command: str, name: str) -> None:
    ran = run(command, policy_file(), HOSTILE / name, *NOW)
    assert ran.code == 2
    assert is_one_paragraph(ran.err)
    assert f"{name}:1: " in ran.err


def test_lines_end_at_line_feeds_alone(run: Any, policy_file: Any) -> None:
    ran = run("agenda", policy_file(), HOSTILE / "separators.jsonl", *NOW, "--json")
    assert [each["ticket"] for each in ran.answer["agenda"]] == ["a\u2028b", "good"]


def test_a_header_without_end_ends_no_process(policy_file: Any, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('opened,"id\n' + f"{OPENED},a\n" * 200_000, encoding="utf-8")
    command = [sys.executable, "-m", "slaclock", "batch", policy_file(), file, "--out", tmp_path / "out.csv"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (ran.returncode, is_one_paragraph(ran.stderr)) == (2, True)


def test_lines_within_values_are_counted_however_they_end(run: Any, policy_file: Any, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(f'opened,id\r{OPENED},"a\rb"\rnever,c\r'.encode())
    ran = run("batch", policy_file(), file, "--out", tmp_path / "out.csv")
    assert f"{file}:4: opened: cannot read 'never'" in ran.err


def test_a_long_line_is_a_bad_row(run: Any, policy_file: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "BYTES_OF_LINE", 100)
    file = tmp_path / "t.jsonl"
    good = json.dumps({"id": "a", "opened": OPENED})
    file.write_text(f"{good}\n" + '{"id": "' + "b" * 250 + '"}\n' + f"{good}\n" * 20, encoding="utf-8")
    ran = run("batch", policy_file(), file, "--out", tmp_path / "out.csv", "--on-error", "report", "--json")
    assert (ran.answer["answered"], ran.answer["bad"]) == (21, 1)


@pytest.mark.parametrize("format", ["%Y%Y", "%", "%Q"])
def test_formats_that_nothing_can_be_read_by(run: Any, policy_file: Any, tmp_path: Path, format: str) -> None:
    file = tmp_path / "t.csv"
    file.write_text("opened\n2026\n", encoding="utf-8")
    asked = ("--out", tmp_path / "out.csv", "--time-format", format, "--timezone", "UTC")
    ran = run("batch", policy_file(), file, *asked)
    assert ran.code == 2
    assert f"cannot read times by the format '{format}'" in ran.err


@pytest.mark.parametrize("text", ["1e999999999", "-1e999999999", "1e99999", "9" * 5000])
def test_epochs_beyond_all_years(run: Any, policy_file: Any, tmp_path: Path, text: str) -> None:
    file = tmp_path / "t.csv"
    file.write_text(f"opened\n{text}\n", encoding="utf-8")
    ran = run("batch", policy_file(), file, "--out", tmp_path / "out.csv", "--time-format", "epoch_s")
    assert "lies outside the years 1 to 9999" in ran.err
    assert is_one_paragraph(ran.err)


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "json", "yaml"])
def test_pipes_and_devices_are_not_read_by_name(run: Any, policy_file: Any, tmp_path: Path, ending: str) -> None:
    pipe, link = tmp_path / f"pipe.{ending}", tmp_path / f"link.{ending}"
    os.mkfifo(pipe)
    link.symlink_to("/dev/zero")
    signal.alarm(60)
    for place, kind in ((pipe, "a pipe"), (link, "a device")):
        commands = {
            "json": ("agenda", policy_file(), place, *NOW),
            "yaml": ("check", place),
        }
        ran = run(*commands.get(ending, ("batch", policy_file(), place, "--out", tmp_path / "out.csv")))
        assert ran.code == 2
        assert f"it is {kind}, and only files are read by name" in ran.err
    signal.alarm(0)


def test_more_than_is_read_at_once(
    run: Any, policy_file: Any, tmp_path: Path, stdin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MAX_BYTES", 100)
    file = tmp_path / "t.jsonl"
    file.write_text(" " * 101, encoding="utf-8")
    for given in (file, stdin(" " * 101)):
        ran = run("agenda", policy_file(), given, *NOW)
        assert (ran.code, "has more than 100 bytes" in ran.err) == (2, True)


@pytest.mark.parametrize(
    "asked",
    [
        ("hours", "--from", "9999-12-31"),
        ("due", "--opened", "9999-12-31 24:00"),
        ("elapsed", "--from", "9999-12-31T00:00", "--to", "9999-12-31 24:00"),
        ("hours", "--from", "0001-01-01"),
        ("hours", "--from", "9999-11-20", "--days", "30"),
        ("due", "--opened", "0001-01-01T00:00+14:00"),
        ("due", "--opened", "9999-12-31T23:59:59-14:00"),
        ("notice", "maintenance", "--before", "0001-01-01 00:00"),
        ("calendar", "--year", "10000"),
        ("calendar", "--year", "0"),
    ],
)
def test_the_ends_of_all_years(run: Any, policy_file: Any, asked: tuple[str, ...]) -> None:
    policy = policy_file(timezone="Asia/Tokyo", notices={"maintenance": {"target": "2 days", "schedule": "office"}})
    ran = run(asked[0], policy, *asked[1:])
    assert (ran.code, ran.out) == (2, "")
    assert is_one_paragraph(ran.err)


def test_more_dates_than_there_are(run: Any, policy_file: Any) -> None:
    ran = run("diff", policy_file(), policy_file("other"), "--from", "9999-12-01", "--days", "32")
    said = "slaclock: 32 dates from 9999-12-01 on go past 9999-12-31, the last one; ask for fewer with --days\n"
    assert ran == (2, "", said)


def test_warnings_of_others_are_not_shown(run: Any, policy_file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from slaclock.cli import policies

    def warned(*_: object) -> Any:
        warnings.warn("this is deprecated", DeprecationWarning, stacklevel=1)
        warnings.warn("this is odd", UserWarning, stacklevel=1)
        return policies.load(policy_file())

    monkeypatch.setattr("slaclock.cli.tickets.load_either", warned)
    assert run("agenda", policy_file(), HOSTILE / "separators.jsonl", *NOW).err == ""


NAME = "a\x1b[2J\x07\x9b\u202eb\u2066c"


@pytest.mark.parametrize("as_json", [(), ("--json",)], ids=["in-words", "as-json"])
@pytest.mark.parametrize(
    "command", ["due", "elapsed", "hours", "notice", "status", "agenda", "goals", "check", "compare", "diff", "batch"]
)
def test_names_from_files_are_harmless(
    run: Any, policy_file: Any, tmp_path: Path, command: str, as_json: tuple[str, ...]
) -> None:
    policy = policy_file(
        name=NAME,
        schedules={NAME: "Mon-Fri 09:00-18:00"},
        notices={NAME: {"target": "2 business days", "schedule": NAME}},
        plans={NAME: {"first_response": {NAME: {"target": "4 business hours", "goals": "90% per month"}}}},
    )
    ticket = tmp_path / "t.jsonl"
    status = {"at": OPENED, "kind": "status_changed", "status": NAME}
    ticket.write_text(json.dumps({"id": NAME, "opened": OPENED, "priority": NAME, "events": [status]}), "utf-8")
    rest: dict[str, tuple[object, ...]] = {
        "due": ("--opened", OPENED, "--priority", NAME, "--why"),
        "elapsed": ("--from", OPENED, "--to", "2026-11-27T10:00Z"),
        "hours": ("--from", "2026-11-25"),
        "notice": (NAME, "--before", "2026-11-25 10:00"),
        "diff": (policy,),
        "batch": (ticket, "--out", tmp_path / "out.csv"),
    }
    for more in ((), ("--no-such-option",)):
        given = rest.get(command, (ticket, *NOW) if command in ("status", "agenda", "goals") else ())
        ran = run(command, policy, *given, *(() if command == "compare" else as_json), *more)
        assert not (ON_NO_LINE - {"\n"}) & {*ran.out, *ran.err}


@pytest.mark.parametrize("out", [None, "-", "out"])
@pytest.mark.parametrize(
    "asked",
    [
        *(("calendar", "--year", "2026", "--format", each) for each in ("text", "html", "ics")),
        ("calendar", "--year", "2026", "--json"),
        *(("compare", "--format", each) for each in ("text", "markdown", "html")),
        ("compare", "--json"),
    ],
    ids="-".join,
)
def test_documents_with_such_names_are_harmless(
    run: Any, policy_file: Any, tmp_path: Path, asked: tuple[str, ...], out: str | None
) -> None:
    """Printed or written, in each of their formats."""
    policy = policy_file(
        name=NAME,
        holidays=[{"date": "2026-11-26", "name": NAME}],
        schedules={
            NAME: {"hours": "Mon-Fri 09:00-18:00", "exceptions": {"2026-12-01": {"hours": "closed", "name": NAME}}}
        },
        plans={NAME: {"first_response": {NAME: "4 business hours"}}},
        assumptions=[NAME],
    )
    ran = run(asked[0], policy, *asked[1:], *(("--out", tmp_path / "out" if out == "out" else out) if out else ()))
    assert (ran.code, ran.err) == (0, "")
    written = (tmp_path / "out").read_bytes().decode() if out == "out" else ran.out
    assert written
    assert not (ON_NO_LINE - {"\n", "\r"}) & {*written, *ran.out}


@pytest.mark.parametrize("format", ["text", "markdown", "csv", "--json", "html"])
def test_reports_of_such_names_are_harmless(run: Any, policy_file: Any, tmp_path: Path, format: str) -> None:
    policy = policy_file(name=NAME, plans={NAME: {"first_response": {NAME: "4 business hours"}}})
    ticket = {"id": NAME, "opened": OPENED, "priority": NAME, "plan": NAME}
    (tmp_path / "t.jsonl").write_text(json.dumps(ticket), "utf-8")
    form = (format,) if format == "--json" else ("--format", format)
    asked = ("--by", "month,priority,plan", *form, "--detail", tmp_path / "rows.csv")
    ran = run("report", policy, tmp_path / "t.jsonl", *NOW, *asked)
    assert (ran.code, ran.err) == (0, "")
    # CSV is data, in which names are what they are.
    assert format == "csv" or not (ON_NO_LINE - {"\n", "\r"}) & {*ran.out}
    wrong = run("report", policy, tmp_path / "t.jsonl", *NOW, "--by", NAME)
    assert (wrong.code, is_one_paragraph(wrong.err)) == (2, True)
    assert not (ON_NO_LINE - {"\n"}) & {*wrong.err}


@pytest.mark.parametrize("command", [NAME, "due"])
def test_a_schema_of_such_a_name(run: Any, command: str) -> None:
    ran = run("schema", command)
    assert ran.code == (0 if command == "due" else 2)
    assert not (ON_NO_LINE - {"\n"}) & {*ran.out, *ran.err}


@pytest.mark.parametrize(
    "asked",
    [
        ("compare", "--out"),
        ("calendar", "--out"),
        ("calendar", "--format", "html", "--out"),
        ("calendar", "--format", "ics", "--out"),
    ],
    ids="-".join,
)
def test_outputs_of_such_names(run: Any, policy_file: Any, tmp_path: Path, asked: tuple[str, ...]) -> None:
    """One that cannot be written is named harmlessly, and one that can is there under its own name."""
    no_folder = run(asked[0], policy_file(), *asked[1:], tmp_path / f"no{NAME}" / "out")
    assert (no_folder.code, is_one_paragraph(no_folder.err)) == (2, True)
    assert not (ON_NO_LINE - {"\n"}) & {*no_folder.err}
    assert run(asked[0], policy_file(), *asked[1:], tmp_path / NAME).code == 0
    assert (tmp_path / NAME).exists()


def test_errors_about_names_from_files_are_harmless(run: Any, policy_file: Any, tmp_path: Path) -> None:
    ticket = tmp_path / "t.json"
    ticket.write_text(json.dumps({"id": NAME, "opened": OPENED, NAME: NAME, "plan": NAME}), "utf-8")
    ran = run("status", policy_file(), ticket, *NOW)
    assert (ran.code, not (ON_NO_LINE - {"\n"}) & {*ran.err}) == (2, True)

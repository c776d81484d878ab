"""Command lines: an answer, or a paragraph on standard error and an exit code that is documented."""

from __future__ import annotations

import io
import os
import shlex
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import typer
from hostile_names import HOSTILE, ON_NO_LINE

from fuzz import seeds
from fuzz.cases import Case
from fuzz.changes import changed_text
from fuzz.child import LIBRARY
from fuzz.formats import as_json
from fuzz.policies import policy_file
from fuzz.tables import table_file
from fuzz.tickets import ticket_file
from slaclock import cli
from slaclock.cli.app import COMMANDS, app
from slaclock.cli.exit_codes import EXIT_CODES, REFUSED
from slaclock.tables.reader import KINDS

POLICY = "policy.json"
GOOD = {
    "due": ("due", POLICY, "--plan", "standard", "--priority", "P1", "--opened", "2026-11-25 17:00", "--why"),
    "elapsed": ("elapsed", POLICY, "--schedule", "office", "--from", seeds.OPENED, "--to", "2026-11-27T12:00"),
    "hours": ("hours", POLICY, "--schedule", "office", "--from", "2026-11-23", "--days", "14"),
    "notice": ("notice", POLICY, "maintenance", "--before", "2026-12-05 22:00"),
    "status": ("status", POLICY, "ticket.json", "--now", "2026-11-27 10:00", "--why"),
    "agenda": ("agenda", POLICY, "tickets.jsonl", "--now", "2026-11-27 17:00"),
    "goals": ("goals", POLICY, "tickets.jsonl", "--now", "2026-12-01 00:00"),
    "batch": ("batch", POLICY, "in.csv", "--out", "out.csv", "--timezone", "America/New_York"),
    "report": ("report", POLICY, "tickets.jsonl", "--by", "month,priority", "--now", seeds.NOW, "--format", "csv"),
    "check": ("check", POLICY, "--strict", "--today", "2026-11-25"),
    "compare": ("compare", POLICY, "--format", "markdown", "--out", "plans.md"),
    "calendar": ("calendar", POLICY, "--schedule", "office", "--year", "2027", "--format", "ics"),
    "diff": ("diff", POLICY, "policy.yaml", "--from", "2027-01-01", "--days", "30"),
    "schema": ("schema", "due"),
}
FILES = (
    POLICY,
    "policy.yaml",
    "ticket.json",
    "tickets.jsonl",
    "in.csv",
    "in.parquet",
    "in.jsonl.gz",
    "-",
    ".",
    "no",
    "",
)
WRITTEN = ("out.csv", "out.jsonl", "out.parquet", "out.html", "-", POLICY, "in.csv", ".", "no/out.csv", "a\x1b.csv", "")
VALUES = (*FILES, *HOSTILE, "0", "-1", "99999999999", "standard", "P1", "now", "UTC", "html", "json")
_WRITES = ("--out", "--html", "--errors", "--detail")
_FORBIDDEN = ON_NO_LINE - {"\n", "\r", "\t"}


def made(random: Random) -> Case:
    """A command line with changes, and the files that it may name."""
    words = list(_good(random.choice(list(COMMANDS))))
    for _ in range(random.choice((0, 1, 1, 2, 3))):
        random.choice(_ON_WORDS)(random, words)
    return Case("commands", _files(random, words), tuple(map(_as_an_argument, words)))


def _good(command: str) -> tuple[str, ...]:
    """A line that is as it should be; of a command that is not known here, the one that its help shows."""
    return GOOD.get(command) or tuple(shlex.split(COMMANDS[command].example))


def _files(random: Random, words: list[str]) -> dict[str, bytes]:
    """The files that are named, half of them as they should be, and something on standard input."""
    good, bad = as_json(seeds.POLICY | {"notices": {"maintenance": "72 hours"}}), random.random() < 0.5
    content = {
        POLICY: lambda: policy_file(random, POLICY) if bad else good,
        "policy.yaml": lambda: random.choice(seeds.texts()).encode(),
        "ticket.json": lambda: ticket_file(random),
        "tickets.jsonl": lambda: ticket_file(random).replace(b"\n", b" ") + b"\n",
        **{name: lambda name=name: table_file(random, name) for name in (f"in{ending}" for ending in KINDS)},
    }
    files = {name: content[name]() for name in words if name in content}
    return files | ({"-": random.choice(list(content.values()))()} if "-" in words else {})


def _as_an_argument(word: str) -> str:
    """What an argument of a process may be: no NUL, and of halves of characters those that stand for bytes."""
    return os.fsdecode(word.replace("\0", "").encode("utf-8", "replace") + (b"\xff" if "\ud800" in word else b""))


def _change(random: Random, words: list[str]) -> None:
    """Change a word, but none that says where to write."""
    at = random.randrange(len(words))
    if words[at - 1] not in _WRITES:
        words[at] = changed_text(random, words[at])


def _other_file(random: Random, words: list[str]) -> None:
    at = random.randrange(1, len(words) + 1)
    words[at : at + 1] = [random.choice(FILES)]
    if words[at - 1] in _WRITES:
        words[at] = random.choice(WRITTEN)


def _other_value(random: Random, words: list[str]) -> None:
    at = random.randrange(1, len(words) + 1)
    if words[at - 1] not in _WRITES:
        words[at : at + 1] = [random.choice((*VALUES, *map(str, random.sample(seeds.values(), 9))))]


def _option(random: Random, words: list[str]) -> None:
    """An option of this command, or of another one, with a value or without."""
    name = words[0] if words[0] in GOOD and random.random() < 0.9 else random.choice(list(GOOD))
    option = random.choice(options_of(name))
    words.append(option)
    if option in _WRITES:
        words.append(random.choice(WRITTEN))
    elif random.random() < 0.8:
        words.append(random.choice(VALUES))


@cache
def options_of(command: str) -> tuple[str, ...]:
    """The options of a command."""
    found = typer.main.get_command(app).get_command(None, command)  # type: ignore[attr-defined]
    return tuple(option for each in found.params for option in each.opts if option.startswith("--"))


def _leave_out(random: Random, words: list[str]) -> None:
    at = random.randrange(len(words))
    # What stood behind the name of an output must not become one.
    if words[at] not in _WRITES and words[at - 1] not in _WRITES:
        del words[at]
    words[:] = words or ["due"]


_ON_WORDS = (_change, _change, _other_file, _other_value, _option, _option, _leave_out)


def attempted(case: Case, folder: Path) -> None:
    """Run it in this process, and look at what it says."""
    said = ran(case, folder)
    assert said.code in EXIT_CODES, f"another exit code: {said.code}"
    assert "this is a fault in slaclock" not in said.err, _last_lines(said.err)
    assert "Traceback" not in said.err, "a traceback"
    if said.code == REFUSED:
        assert said.err.startswith(_BEGINS) or _is_about_check(case, said), f"it says: {said.err!r}"
        assert "\n\n" not in said.err.removeprefix("Usage: ").partition("\n\n")[2], "more than one paragraph"
        assert len(said.err) < 20_000, "an endless paragraph"
    # What is data is for programs, and holds names as they are.
    is_data = any(word == "-" or "csv" in word for word in case.words)
    for stream in (said.err,) if is_data else (said.out, said.err):
        assert not (found := _FORBIDDEN & {*stream}), f"it shows: {sorted(found)}"


_BEGINS = ("slaclock: ", "Usage: ", "Error: ")


_BEGINS = ("slaclock: ", "Usage: ", "Error: ")


def _is_about_check(case: Case, said: Said) -> bool:
    """`check --json` says as JSON what cannot be read."""
    return "--json" in case.words and '"errors"' in said.out


def _last_lines(traceback: str) -> str:
    """Of a fault what it is and where, so that two of them can be told apart."""
    frames = [line.strip() for line in traceback.splitlines() if "File" in line and LIBRARY in line]
    error = next((line for line in reversed(traceback.splitlines()) if line and not line.startswith("slaclock")), "")
    return f"a fault: {error.partition(':')[0]} in {frames[-1].rpartition('/')[2] if frames else 'it'}: {traceback}"


class Said:
    """What a command said."""

    def __init__(self, code: Any, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


def ran(case: Case, folder: Path) -> Said:
    """Run a command as a process does, with its folder as the current one."""
    with _standing_in(folder), _streams(case.files.get("-", b"")) as (out, err):
        was, sys.argv = sys.argv, ["slaclock", *case.words]
        code: Any = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code or 0
        finally:
            sys.argv = was
    return Said(code, _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8", "surrogateescape")  # type: ignore[attr-defined]


@contextmanager
def _standing_in(folder: Path) -> Any:
    was = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(was)


@contextmanager
def _streams(given: bytes) -> Any:
    """Standard streams in memory, as those of a console in UTF-8."""
    usual = sys.stdin, sys.stdout, sys.stderr
    streams = [io.TextIOWrapper(io.BytesIO(content), encoding="utf-8") for content in (given, b"", b"")]
    sys.stdin, sys.stdout, sys.stderr = streams
    try:
        yield streams[1:]
    finally:
        sys.stdin, sys.stdout, sys.stderr = usual

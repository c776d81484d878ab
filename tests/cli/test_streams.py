"""What consoles of other encodings show, and that no command fails for them."""

import ast
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from paths import EXAMPLES, POLICIES

import slaclock
from slaclock.cli import streams
from slaclock.cli.printing import in_json
from slaclock.cli.streams import can_show, make_readable

BYTEZ, HELPDESK = str(POLICIES / "byteztech.yaml"), str(POLICIES / "helpdesk.yaml")
AT = "2026-11-25T17:00-05:00"


def printed(text: str, encoding: str) -> str:
    """What a console of an encoding shows."""
    content = io.BytesIO()
    stream = io.TextIOWrapper(content, encoding=encoding)
    make_readable(stream)
    stream.write(text)
    stream.flush()
    return content.getvalue().decode(encoding)


@pytest.mark.parametrize(
    ("encoding", "text", "shown"),
    [
        pytest.param("utf-8", "Mon–Fri █ → ✓", "Mon–Fri █ → ✓", id="what-it-has-stays"),
        pytest.param("cp1252", "Mon–Fri █ → 4×", "Mon–Fri # -> 4×", id="a-windows-console"),
        pytest.param("ascii", "Mon–Fri █▄·░ → 4×…", "Mon-Fri #+.: -> 4x...", id="ascii"),
        pytest.param("ascii", "Café “Größe”", 'Cafe "Gro?e"', id="letters-without-their-marks"),
        pytest.param("ascii", "cafe\N{COMBINING ACUTE ACCENT}", "cafe", id="marks-of-their-own"),
        pytest.param("cp1252", "支持", "??", id="letters-it-does-not-have"),
        pytest.param("utf-8", "policy\udcff.yaml", "policy?.yaml", id="a-file-name-that-is-no-text"),
    ],
)
def test_what_looks_alike(encoding: str, text: str, shown: str) -> None:
    assert printed(text, encoding) == shown


@given(st.text(), st.sampled_from(["ascii", "cp1252", "cp437", "utf-8"]))
def test_any_text_is_shown(text: str, encoding: str) -> None:
    """No text makes a console fail, and what it has is shown as it is."""
    shown = printed(text, encoding)
    if text.isascii() and "\n" not in text:
        assert shown == text


def signs_in_texts() -> set[str]:
    """Every sign in a text of the source that is neither ASCII nor a letter, but for what stands for any sign."""
    paths = set(Path(slaclock.__file__).parent.rglob("*.py")) - {Path(streams.__file__)}
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    texts = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    signs = {sign for text in texts if isinstance(text, str) for sign in text} - {"\N{REPLACEMENT CHARACTER}"}
    return {sign for sign in signs if sign.isprintable() and not sign.isascii() and not sign.isalpha()}


def test_every_sign_that_slaclock_prints_looks_like_something() -> None:
    assert {"–", "█"} <= signs_in_texts()
    assert not [sign for sign in signs_in_texts() if printed(sign, "ascii") in ("", "?")]


def test_other_errors_of_an_encoding_are_its_own() -> None:
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("ascii", errors="slaclock.looking_alike")


COMMANDS = [
    pytest.param("due", BYTEZ, "--plan", "standard", "--priority", "P1", "--opened", AT, "--why", id="due"),
    pytest.param("elapsed", BYTEZ, "--schedule", "standard", "--from", AT, "--to", "2026-11-27", id="elapsed"),
    pytest.param("hours", BYTEZ, "--schedule", "standard", "--from", "2026-11-25", id="hours"),
    pytest.param("hours", BYTEZ, "--schedule", "standard", "--from", "2026-11-25", "--json", id="hours-json"),
    pytest.param("notice", BYTEZ, "maintenance", "--before", AT, id="notice"),
    pytest.param("status", HELPDESK, EXAMPLES / "tickets/T-1042.json", "--now", AT, "--why", id="status"),
    pytest.param("status", HELPDESK, EXAMPLES / "tickets/T-1042.json", "--now", AT, "--html", "-", id="status-html"),
    pytest.param("agenda", HELPDESK, EXAMPLES / "tickets/queue.jsonl", "--now", AT, id="agenda"),
    pytest.param("check", BYTEZ, id="check"),
    pytest.param("compare", BYTEZ, id="compare"),
    pytest.param("compare", BYTEZ, "--format", "markdown", id="compare-markdown"),
    pytest.param("compare", BYTEZ, "--format", "html", id="compare-html"),
    pytest.param("compare", BYTEZ, "--json", id="compare-json"),
    pytest.param("calendar", BYTEZ, "--schedule", "standard", "--year", "2027", id="calendar"),
    pytest.param("calendar", BYTEZ, "--schedule", "standard", "--year", "2027", "--format", "ics", id="calendar-ics"),
    pytest.param("diff", BYTEZ, HELPDESK, "--from", "2027-01-01", "--days", "60", id="diff"),
    pytest.param("diff", BYTEZ, HELPDESK, "--from", "2027-01-01", "--days", "60", "--json", id="diff-json"),
    pytest.param("schema", id="schema"),
    pytest.param("check", "Öffnung – 支持.yaml", id="an-error"),
    pytest.param("due", BYTEZ, "--mist–spelt", id="a-usage-error"),
]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize("command", [each.values for each in COMMANDS], ids=[each.id for each in COMMANDS])
def test_no_command_fails_for_its_outputs_encoding(
    run: Any, monkeypatch: pytest.MonkeyPatch, command: tuple[Any, ...], encoding: str
) -> None:
    expected = run(*command)
    streams = {name: io.TextIOWrapper(io.BytesIO(), encoding=encoding) for name in ("stdout", "stderr")}
    for name, stream in streams.items():
        monkeypatch.setattr(sys, name, stream)
    assert run(*command).code == expected.code
    for name, stream in streams.items():
        stream.flush()
        content = stream.buffer.getvalue()
        whole = expected.out if name == "stdout" else expected.err
        if {"html", "ics", "-"} & set(command):
            # Such a document says itself that it is UTF-8.
            assert content.decode() == whole
        elif whole.startswith("{"):
            assert json.loads(content.decode(encoding)) == json.loads(whole)
        else:
            # What typer says of usage is UTF-8 where a console claims to be ASCII.
            assert content in (printed(whole, encoding).encode(encoding), whole.encode())


def test_a_process_whose_output_is_ascii(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "slaclock", "hours", BYTEZ, "--schedule", "standard", "--from", "2026-11-25"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii:strict", "PATH": ""},
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Wed 2026-11-25  ..................##################............     9 h\n" in done.stdout


def test_a_file_is_utf_8_whatever_the_console_is(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert run("compare", BYTEZ, "--out", tmp_path / "plans.txt").code == 0
    assert "–" in (tmp_path / "plans.txt").read_text(encoding="utf-8")


def test_a_stream_that_cannot_be_told_is_left_alone() -> None:
    make_readable(io.StringIO())
    assert can_show("–")


def test_what_has_no_form_in_json_is_no_answer() -> None:
    with pytest.raises(TypeError, match="complex has no form in JSON"):
        in_json({"due": 1j})

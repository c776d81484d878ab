"""The command line run in this process, and small policies for it."""

import io
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from slaclock import cli
from slaclock.cli import moments


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        assert (self.code, self.err) == (0, "")
        return json.loads(self.out)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["slaclock", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out, err = capsys.readouterr()
        return Ran(caught.value.code or 0, out, err)  # type: ignore[arg-type]

    return run


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set this computer's clock."""

    def set_to(at: str) -> None:
        monkeypatch.setattr(moments, "computer_clock", lambda: datetime.fromisoformat(at))

    return set_to


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put something on standard input."""

    def put(content: str | bytes) -> str:
        given = content if isinstance(content, bytes) else content.encode()
        # A console of another encoding does not change what is read.
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="cp1252"))
        return "-"

    return put


@pytest.fixture
def policy_file(tmp_path: Path) -> Any:
    def write(name: str = "policy", **parts: Any) -> Path:
        usual = {
            "name": "Small",
            "timezone": "America/New_York",
            "schedules": {"office": "Mon-Fri 09:00-18:00"},
            "plans": {"only": {"first_response": "4 business hours"}},
        }
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(usual | parts), encoding="utf-8")
        return file

    return write

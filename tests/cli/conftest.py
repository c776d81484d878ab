"""The command line run in this process, and small policies for it."""

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from slaclock import cli


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

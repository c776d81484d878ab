"""What it costs to start: whole processes, from the shell's point of view."""

import subprocess
import sys
from functools import partial
from pathlib import Path

from benchmarks.timing import Entry, Race

POLICY = Path(__file__).parent.parent / "examples" / "policies" / "byteztech.yaml"
DUE = ["due", str(POLICY), "--plan", "standard", "--priority", "P1", "--opened", "2026-11-25 17:00"]


def race(rounds: int) -> Race:
    """Time `import slaclock` and one answer of the command line against `import pydantic`."""
    commands = {
        "nothing": _python("pass"),
        "pydantic": _python("import pydantic"),
        "model": _python("from pydantic import BaseModel"),
        "slaclock": _python("import slaclock"),
        "due": _python("from slaclock.cli import main; main()", *DUE),
    }
    entries = {name: Entry(partial(_run, command), [()]) for name, command in commands.items()}
    return Race(entries, rounds, every=1)


def _python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", code, *arguments]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)

"""A change tried in a process of its own, which loads the changed module before all else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from mutation.changes import SOURCE, Change

_ROOT = SOURCE.parents[1]
_LONGEST = 1_200
"""Seconds after which a change is taken to go round in circles."""


def became_alone(change: Change, tests: Iterable[str]) -> str:
    """What becomes of a change where everything is made by the changed module: `survived` or `killed`."""
    with TemporaryDirectory() as folder:
        copy = Path(folder, "slaclock")
        shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
        (copy / change.room).write_text(change.source, encoding="utf-8")
        path = os.pathsep.join((folder, str(_ROOT / "tests")))
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        try:
            ran = subprocess.run(
                command, cwd=_ROOT, env={**os.environ, "PYTHONPATH": path}, capture_output=True, timeout=_LONGEST
            )
        except subprocess.TimeoutExpired:
            return "killed"
    return "survived" if ran.returncode == 0 else "killed"

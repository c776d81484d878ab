"""An input that never ends, by which the limits are tried."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from fuzz.cases import Case


def attempted(case: Case, folder: Path) -> None:
    """Count."""
    for _ in count():
        pass

"""What Arrow says is wrong with a file, as people read it."""

from __future__ import annotations


def said_by_arrow(error: Exception) -> str:
    """What Arrow says is wrong, on one line that is no longer than people read."""
    said = " ".join(str(error).lower().split())
    return said if len(said) <= _LONGEST_SAID else f"{said[:_LONGEST_SAID]}…"


_LONGEST_SAID = 200

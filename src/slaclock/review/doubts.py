"""`Doubt`: one thing in a policy that is probably not meant, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Where something stands in a policy, key by key."""


@dataclass(frozen=True)
class Doubt:
    """One thing that is probably not meant: where it stands, what it is, and which rule it is about."""

    path: Path
    text: str
    rule: str

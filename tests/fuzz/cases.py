"""`Case`: an input, which files and which words it consists of, and how it is kept."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any, NamedTuple


class Case(NamedTuple):
    """One input."""

    kind: str
    """Which module of this package knows what is done with it."""
    files: Mapping[str, bytes]
    """What stands in its folder, by name; `-` is standard input."""
    words: tuple[str, ...] = ()
    """What else is given: a question, options, a text."""

    @property
    def size(self) -> int:
        """How much there is to look at."""
        return sum(map(len, self.files.values())) + sum(map(len, self.words)) + len(self.files) + len(self.words)

    def to_json(self) -> str:
        """The case as it is kept."""
        files = {name: _written(content) for name, content in self.files.items()}
        return json.dumps({"kind": self.kind, "files": files, "words": self.words}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Case:
        """A case that was kept."""
        kept = json.loads(text)
        files = {name: _read(content) for name, content in kept["files"].items()}
        return cls(kept["kind"], files, tuple(kept["words"]))


def _written(content: bytes) -> str | dict[str, str]:
    """Text where it is text, so that it can be read in an editor."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode()}


def _read(kept: Any) -> bytes:
    return base64.b64decode(kept["base64"]) if isinstance(kept, dict) else kept.encode()

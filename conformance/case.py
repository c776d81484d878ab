"""A case: a question about support hours, its answer, and the rules and choices that it is about."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
CASES = FOLDER / "cases"
SCHEMA = FOLDER / "case.schema.json"
VERSION = FOLDER / "cases" / "version.json"
ASKED = ("id", "schedule", "choices", "question")
"""What whoever is asked is shown of a case."""


@dataclass(frozen=True)
class Case:
    """One line of the cases."""

    id: str
    shows: str
    """What the case is there for, in a sentence."""

    rules: tuple[str, ...]
    """Numbers of the rules that it tries, the one that it is about first."""

    choices: Mapping[str, Any]
    """How what has several interpretations is meant; where one is absent, its default holds."""

    schedule: Mapping[str, Any]
    question: Mapping[str, Any]
    expected: Any

    @classmethod
    def read(cls, line: str) -> "Case":
        stated = json.loads(line)
        return cls(**{**stated, "rules": tuple(stated["rules"])})

    @property
    def subject(self) -> str:
        return self.id.rpartition("-")[0]

    def line(self) -> str:
        """The case as it stands in its file."""
        return written(vars(self))

    def asked(self) -> str:
        """The case as it is put to somebody: without the answer."""
        return written({name: getattr(self, name) for name in ASKED})

    @property
    def tags(self) -> tuple[str, ...]:
        """Its choices as `boundary=next_opening`."""
        return tuple(f"{name}={value}" for name, value in self.choices.items())


def written(fields: Mapping[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(", ", ": "))


def read_cases(files: Iterable[Path] = ()) -> Iterator[Case]:
    """Read the cases of some files, or of all that are here."""
    for file in files or sorted(CASES.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            yield from map(Case.read, lines)


def version() -> str:
    """The version of the cases: its first number changes where an answer does, its second where cases are added."""
    return str(json.loads(VERSION.read_text(encoding="utf-8"))["version"])

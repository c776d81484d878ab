"""Texts that people write: read or refused, and what is read stays what it is."""

from __future__ import annotations

from pathlib import Path
from random import Random

from readers import READERS

from fuzz import seeds
from fuzz.cases import Case
from fuzz.changes import changed_text


def made(random: Random) -> Case:
    """A reader, and words of its own, some of them changed."""
    name = random.choice(list(READERS))
    if random.random() < 0.5:
        text = random.choice(seeds.phrases())
    else:
        pieces = random.choices(READERS[name].words, k=random.choice((1, 1, 1, 1, 2, 2, 3, 6)))
        text = random.choice((" ", " ", "")).join(pieces)
    return Case("readings", {}, (name, changed_text(random, text) if random.random() < 0.6 else text))


def attempted(case: Case, folder: Path) -> None:
    """Read it twice."""
    name, text = case.words
    found = READERS[name].read(text)
    assert READERS[name].again(found) == found, "what was read is read otherwise when it is written again"

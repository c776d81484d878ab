"""What failed, made as small as it stays the same fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from fuzz.cases import Case
from fuzz.formats import as_json
from slaclock import SlaClockError
from slaclock.policy import read_text

Fails = Callable[[Case], bool]


def made_smaller(case: Case, fails: Fails, tries: int) -> Case:
    """The smallest case found within so many tries that fails in the same way."""
    left = iter(range(tries))
    shorter = True
    while shorter:
        shorter = False
        for candidate in _smaller_than(case):
            if next(left, None) is None:
                return case
            if candidate.size < case.size and fails(candidate):
                case, shorter = candidate, True
                break
    return case


def _smaller_than(case: Case) -> Iterator[Case]:
    """Cases with less in them, those with much less first."""
    for at in range(len(case.words)):
        yield case._replace(words=case.words[:at] + case.words[at + 1 :])
    for name in case.files:
        yield case._replace(files={other: content for other, content in case.files.items() if other != name})
    for name, content in case.files.items():
        for shorter in _less(content):
            yield case._replace(files={**case.files, name: shorter})
    for at, word in enumerate(case.words):
        for shorter_word in _parts_left_out(word):
            yield case._replace(words=(*case.words[:at], shorter_word, *case.words[at + 1 :]))


def _less(content: bytes) -> Iterator[bytes]:
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError):
        yield from _parts_left_out(content)
    else:
        yield from map(as_json, _trees_with_less(tree))


def _trees_with_less(tree: Any) -> Iterator[Any]:
    """Data with one value left out, from the top down, or with a shorter text."""
    inner: list[tuple[Any, Any]] = []
    match tree:
        case dict():
            inner = list(tree.items())
            for key, _ in inner:
                yield {other: value for other, value in inner if other != key}
        case list():
            inner = list(enumerate(tree))
            if len(tree) > 3:
                yield from (tree[: len(tree) // 2], tree[len(tree) // 2 :])
            yield from (tree[:at] + tree[at + 1 :] for at in range(min(len(tree), 50)))
        case str():
            yield from _parts_left_out(tree)
    for key, value in islice(inner, 50):
        for less in _trees_with_less(value):
            copy = dict(inner)
            copy[key] = less
            yield copy if isinstance(tree, dict) else list(copy.values())


def _parts_left_out(whole: Any) -> Iterator[Any]:
    """A text, or bytes, without one half, one quarter, and so on."""
    length = len(whole) // 2
    while length:
        for start in range(0, len(whole), length):
            yield whole[:start] + whole[start + length :]
        if len(whole) // length > 64:
            return
        length //= 2


def in_json(case: Case) -> Case:
    """The same policy as JSON, which is made smaller key by key."""
    for name, content in case.files.items():
        if name in ("policy.yaml", "policy.toml"):
            try:
                data = read_text(content.decode(), "yaml" if name.endswith("yaml") else "toml").data
            except (SlaClockError, UnicodeDecodeError):
                return case
            return case._replace(files={"policy.json": as_json(data)})
    return case

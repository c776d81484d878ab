"""What two compiled policies state otherwise beside their hours, key by key (R22)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from slaclock.errors import key_path
from slaclock.review.changes import CompiledChange
from slaclock.review.compiled_pair import CompiledPair
from slaclock.review.compiled_promises import PromiseKey
from slaclock.review.told_leaves import Leaf, Steps, changed_leaves

_DECIDED = {"target", "no_commitment", "when", "schedule", "starts", "ends", "boundary", "cut_off", "counts"} | {
    "day_rule",
    "day_length",
}
"""Keys of a promise, and of a plan, of which its decided target says what they come to."""
_LEFT_OUT = ("metrics", "priorities")
"""Steps of a path that a file leaves out."""


def changed_statements(pair: CompiledPair, told: Collection[PromiseKey]) -> Iterator[CompiledChange]:
    """What is stated otherwise, without what is told of promises already.

    Args:
        pair: Both compiled policies.
        told: The promises of which it is told what they come to.

    Rules: R22.
    """
    was, now = (side.told["policy"] for side in pair)
    leaves = list(changed_leaves(was, now))
    # What follows from what is stated, where it follows otherwise.
    stated = {leaf.path[0] for leaf in leaves}
    for key in ("governed_by", "names"):
        if key not in stated:
            leaves += changed_leaves(pair.old.told[key], pair.new.told[key], (key,))
    for leaf in leaves:
        if not _is_told(leaf.path, told):
            yield CompiledChange("policy", _key(leaf.path), "", *_words(leaf))


def _is_told(path: Steps, told: Collection[PromiseKey]) -> bool:
    """Whether what is stated there decides on promises that are told."""
    if path[:1] == ("versions",):
        path = path[2:]
        if not path:
            # A version that begins is told, and what is promised from then on.
            return True
    if path[:1] != ("plans",):
        return False
    names, keys = list(path[1:2]), list(path[2:])
    for step in _LEFT_OUT:
        if keys[:1] == [step]:
            names += keys[1:2]
            keys = keys[2:]
    decides = not keys or keys[0] in _DECIDED
    return decides and any(list(each[: len(names)]) == names for each in told)


def _key(path: Steps) -> str:
    """The key as it stands in a file."""
    return key_path(step for number, step in enumerate(path) if number == 0 or step not in _LEFT_OUT)


def _words(leaf: Leaf) -> tuple[str, str]:
    """Both sides in words; where the words are the same, what they were read as."""
    was, now = _value(leaf.was), _value(leaf.now)
    return (was, now) if was != now else (_as_read(leaf.was), _as_read(leaf.now))


def _value(told: Any) -> str:
    match told:
        case None:
            return "not stated"
        case {"text": str(text)}:
            return text
        case list() if not any(isinstance(each, Mapping) for each in told):
            return ", ".join(map(str, told)) or "none"
        case Mapping():
            return ", ".join(f"{key} {_value(each)}" for key, each in told.items()) or "none"
        case list():
            return "; ".join(map(_value, told))
    return str(told)


def _as_read(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False)

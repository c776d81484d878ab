"""Plain data as YAML with comments at its keys, read back by any reader of YAML 1.2 as the same data."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slaclock.adapters.losses import KeyPath
from slaclock.patterns import pattern
from slaclock.safe import for_terminal

Comments = Mapping[KeyPath, Sequence[str]]
"""What is said of keys, each as sentences; under `()` of the whole."""

_PLAIN = pattern(r"[A-Za-z](?:[A-Za-z0-9 _./&()+,-]|:(?=[0-9]))*|[0-9]+ [a-z ]+")
_NOT_TEXT = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])
_UNSEEN = pattern("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_WIDTH = 110
_MOST = 40
"""Comments at one key."""


def yaml_text(data: Mapping[str, Any], comments: Comments) -> str:
    """The text of a mapping of mappings, lists, text, numbers, true and false.

    Examples:
        >>> acme = {"name": "Acme: support", "plans": {"Gold": {"days": [1, 2]}}}
        >>> print(yaml_text(acme, {("plans", "Gold"): ["id 7"]}))
        name: "Acme: support"
        plans:
          # id 7
          Gold:
            days: [1, 2]
        <BLANKLINE>
    """
    return "\n".join([*_commented((), comments, ""), *_entries(data, (), comments, "")]) + "\n"


def _entries(data: Mapping[str, Any], path: KeyPath, comments: Comments, indent: str) -> Iterator[str]:
    for key, value in data.items():
        here = (*path, key)
        yield from _commented(here, comments, indent)
        if isinstance(value, Mapping) and value:
            yield f"{indent}{_scalar(key)}:"
            yield from _entries(value, here, comments, f"{indent}  ")
        elif isinstance(value, list) and _is_long(value):
            yield f"{indent}{_scalar(key)}:"
            yield from (f"{indent}  - {_flow(each)}" for each in value)
        else:
            yield f"{indent}{_scalar(key)}: {_flow(value)}"


def _commented(path: KeyPath, comments: Comments, indent: str) -> Iterator[str]:
    said = list(comments.get(path, ()))
    more = [f"and {len(said) - _MOST:,} more like these"] if len(said) > _MOST else []
    for each in [*said[:_MOST], *more]:
        for line in textwrap.wrap(for_terminal(each), _WIDTH - len(indent)):
            yield f"{indent}# {line}"


def _is_long(value: list[Any]) -> bool:
    return any(isinstance(each, Mapping) for each in value) or len(_flow(value)) > _WIDTH


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key, in_flow=True)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value, in_flow=True) if isinstance(value, str) else json.dumps(value)


def _scalar(text: str, in_flow: bool = False) -> str:
    """Text as it stands where nobody takes it for something else, and quoted otherwise."""
    plain = _PLAIN.fullmatch(text) and not text.endswith((" ", ":")) and text.lower() not in _NOT_TEXT
    if plain and not (in_flow and "," in text):
        return text
    return _UNSEEN.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"

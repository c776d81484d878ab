"""Several names together, each of which means the same: `P1, P2` (R11, R19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from slaclock.errors import TargetError

T = TypeVar("T")


def names_in(key: object) -> tuple[str, ...]:
    """The names that a key holds, one or several with commas between them: `P1, P2`."""
    parts = key if isinstance(key, (tuple, list)) else str(key).split(",")
    return tuple(str(part).strip() for part in parts)


def each_named(entries: Mapping[object, T]) -> dict[str, T]:
    """The same entries, each under one name.

    Raises:
        TargetError: A name is empty, or stands twice.
    """
    found: dict[str, T] = {}
    for key, value in entries.items():
        for name in names_in(key):
            if not name:
                raise TargetError(f"{key!r} holds an empty name; write e.g. 'P1, P2'")
            if name in found:
                raise TargetError(f"{name!r} is given twice, once in {key!r}; keep one of them")
            found[name] = value
    return found


def each_named_under(key: str, given: dict[str, Any]) -> dict[str, Any]:
    """The same, where entries stand under a key of what is given."""
    return {**given, key: each_named(given[key])} if isinstance(given.get(key), Mapping) else given

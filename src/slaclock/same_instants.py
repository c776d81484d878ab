"""Equality by instants: what says the same of the same instants is equal, in whatever zone they are told.

Python takes a datetime of an hour that the clocks show twice for unequal to every datetime of another zone, and hashes
it as that of the first showing. What is sent as JSON and read back is in a fixed offset: it would not be what was sent.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from typing import Any


class ComparedByInstants:
    """Two of a kind are equal where their fields are, instants as such (R1)."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return _compared(self) == _compared(other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), _compared(self)))


def _compared(value: Any) -> tuple[Any, ...]:
    kind: Any = type(value)
    return tuple(_as_instant(getattr(value, name)) for name in _fields(kind))


def _as_instant(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


@cache
def _fields(cls: Any) -> tuple[str, ...]:
    declared = getattr(cls, "__pydantic_fields__", None)
    return tuple(declared or (each.name for each in fields(cls)))

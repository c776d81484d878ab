"""Plain data of two sides walked in parallel: each place at which they say something else (R22)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeGuard

Steps = tuple[str | int, ...]


class Leaf(NamedTuple):
    """A place at which two sides say something else; one of them may say nothing there."""

    path: Steps
    was: Any
    now: Any


def changed_leaves(was: Any, now: Any, path: Steps = ()) -> Iterator[Leaf]:
    """Each place at which plain data differs, as deep as both sides go; what was written as one text is one place.

    Args:
        was: What the old side says.
        now: What the new side says.
        path: Where it stands.
    """
    if was == now:
        return
    if isinstance(was, Mapping) and isinstance(now, Mapping) and not (_is_text(was) and _is_text(now)):
        for key in dict.fromkeys((*was, *now)):
            yield from changed_leaves(was.get(key), now.get(key), (*path, key))
    elif _is_listed(was) and _is_listed(now):
        before, after = _by_place(was), _by_place(now)
        for key in dict.fromkeys((*before, *after)):
            yield from changed_leaves(before.get(key), after.get(key), (*path, key))
    else:
        yield Leaf(path, was, now)


def _is_text(told: Mapping[str, Any]) -> bool:
    """Whether it is what some text means, such as a target."""
    return "text" in told


def _is_listed(told: Any) -> TypeGuard[Sequence[Any]]:
    """Whether it is a list of things that have places of their own."""
    return isinstance(told, Sequence) and not isinstance(told, str) and any(isinstance(each, Mapping) for each in told)


def _by_place(told: Sequence[Any]) -> dict[str | int, Any]:
    """The entries of a list by their places; versions by the dates from which they hold."""
    return {
        str(each["effective"]) if isinstance(each, Mapping) and "effective" in each else number: each
        for number, each in enumerate(told)
    }

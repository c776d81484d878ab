"""Locks that a forked child does not find held: the thread that would release one is not in it."""

from __future__ import annotations

import os
from threading import RLock
from weakref import WeakSet


class Lock:
    """A lock for one thread at a time, which may take it again; every one is made anew in a forked child.

    Args:
        awaited: Whether a fork waits until no thread holds it. For what imports meanwhile: a child finds the module
            half made, and Python's own lock of it held for good.
    """

    __slots__ = ("__weakref__", "_lock")

    def __init__(self, awaited: bool = False) -> None:
        self._lock = RLock()
        _ALL.add(self)
        if awaited:
            _AWAITED.append(self)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *raised: object) -> None:
        self._lock.release()


_ALL: WeakSet[Lock] = WeakSet()
_AWAITED: list[Lock] = []


def take_awaited() -> None:
    """Wait for every lock that a fork waits for."""
    for lock in _AWAITED:
        lock._lock.acquire()


def release_awaited() -> None:
    """Give them back."""
    for lock in _AWAITED:
        lock._lock.release()


def make_anew() -> None:
    """Let go of every lock, held or not."""
    for lock in list(_ALL):
        lock._lock = RLock()


if hasattr(os, "register_at_fork"):  # pragma: no branch
    os.register_at_fork(before=take_awaited, after_in_parent=release_awaited, after_in_child=make_anew)

"""Locks that a forked child does not find held: the thread that would release one is not in it."""

from __future__ import annotations

import os
from threading import RLock
from weakref import WeakSet


class Lock:
    """A lock for one thread at a time, which may take it again; every one is made anew in a forked child."""

    __slots__ = ("__weakref__", "_lock")

    def __init__(self) -> None:
        self._lock = RLock()
        _ALL.add(self)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *raised: object) -> None:
        self._lock.release()


_ALL: WeakSet[Lock] = WeakSet()


def make_anew() -> None:
    """Let go of every lock, held or not."""
    for lock in list(_ALL):
        lock._lock = RLock()


if hasattr(os, "register_at_fork"):  # pragma: no branch
    os.register_at_fork(after_in_child=make_anew)

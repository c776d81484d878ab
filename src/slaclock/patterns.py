"""Regular expressions that are compiled when they are first used, so that nobody waits for those that are not."""

from __future__ import annotations

import re
from typing import Any, cast


def pattern(written: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` returns, as soon as it is needed."""
    return cast("re.Pattern[str]", _Awaited(written, flags))


class _Awaited:
    """A pattern to be: the first use of a method compiles it, and the next ones find the method here."""

    def __init__(self, written: str, flags: int) -> None:
        self._written, self._flags = written, flags

    def __getattr__(self, name: str) -> Any:
        method = getattr(re.compile(self._written, self._flags), name)
        setattr(self, name, method)
        return method

"""What is computed once and kept, without the lock of Python 3.11, for which a forked child would wait."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from functools import cached_property as cached_property
else:

    class cached_property(functools.cached_property):  # noqa: N801 - it stands for the one of that name.
        """A property that is computed when it is first asked for; threads that ask at once may compute it twice.

        All of them are given the value that was kept first.
        """

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            return vars(instance).setdefault(self.attrname, self.func(instance))

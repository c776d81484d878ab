"""What is computed once and kept, without the lock of Python 3.11, for which a forked child would wait."""

from __future__ import annotations

import functools
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Self, TypeVar

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


class View:
    """What a frozen dataclass derives from whose fields are worked out when they are first asked for, and stay."""

    @classmethod
    def _showing(cls, source: object, **known: Any) -> Self:
        """One with some fields that are known; the others are attributes of a source."""
        view = cls.__new__(cls)
        vars(view).update(known, _source=source)
        return view

    if not TYPE_CHECKING:  # Type checkers read the fields.

        def __getattr__(self, name: str) -> Any:
            known = vars(self)
            if name not in self.__dataclass_fields__ or "_source" not in known:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            return known.setdefault(name, getattr(known["_source"], name))

    def __getstate__(self) -> dict[str, Any]:
        # What goes elsewhere says all, and needs nothing more.
        declared: Any = self
        return {each.name: getattr(self, each.name) for each in fields(declared)}

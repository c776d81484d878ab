"""What a notebook shows of the values that have a picture."""

from __future__ import annotations

from importlib import import_module


class Pictured:
    """A value with a picture; `render` draws it, and is loaded when a notebook asks for it.

    So what computes knows nothing of how it is shown.
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        shown: str = import_module("slaclock.render").in_notebook(self)
        return shown

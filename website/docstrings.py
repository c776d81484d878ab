"""How the reference reads docstrings: an `Example:` is code, as `Examples:` is to the reader of docstrings."""

import re
from typing import Any

from griffe import Extension, Object


class Examples(Extension):
    """Calls the section of every example by the name under which it is shown as code."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Rename the section in the docstring of one object."""
        if obj.docstring:
            obj.docstring.value = re.sub(r"^(\s*)Example:$", r"\1Examples:", obj.docstring.value, flags=re.MULTILINE)

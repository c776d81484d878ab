"""How a package shows names that live in its rooms: each room is loaded when one of its names is first asked for.

So a program loads what it uses, and nothing else: `import slaclock` reads neither pydantic nor holidays.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # Not from typing, which alone takes longer than all else that `import slaclock` needs.
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


def face(package: str, rooms: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Return `__getattr__`, `__dir__` and `__all__` of a package.

    Args:
        package: Its name.
        rooms: For each module below it the names that it gives, separated by blanks.
    """
    room_of = {name: room for room, names in rooms.items() for name in names.split()}

    def __getattr__(name: str) -> Any:  # noqa: N807 - it becomes the package's own.
        if name not in room_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name, obj=sys.modules[package])
        room = f"{package}.{room_of[name]}"
        __import__(room)  # Not by importlib, which takes as long as all else that `import slaclock` needs.
        value = getattr(sys.modules[room], name)
        setattr(sys.modules[package], name, value)
        return value

    def __dir__() -> list[str]:  # noqa: N807 - it becomes the package's own.
        return sorted(room_of)

    return __getattr__, __dir__, sorted(room_of)

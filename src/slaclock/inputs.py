"""What stands where a file is to be read: a pipe may never begin and a device never end, so only files are (R21)."""

from __future__ import annotations

import stat
from pathlib import Path

_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def why_not_read(path: Path) -> str:
    """Why no file is read from a place, links followed; nothing where one can be.

    Raises:
        OSError: Nothing stands there.
    """
    kind = _KINDS.get(stat.S_IFMT(path.stat().st_mode))
    return f"it is {kind}, and only files are read by name; pass its content to standard input, named -" if kind else ""

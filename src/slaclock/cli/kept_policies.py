"""What is kept of policies in the user's cache: where, for which question, and how it is read (R21, R22).

A file is kept for a plan of a policy and a year. Its name is the hash of everything that its answers depend on. One
that is not whole, not the user's own, or made by what has changed since is passed over. Nothing here needs more than
the standard library, and little of that: whoever asks in short waits for nothing else.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from time import time

from slaclock.compiled import sha256_of

TYPE_CHECKING = False  # Not from typing, which takes a part of the time that an answer takes.
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

FORMAT = "urn:slaclock:kept:1"
"""It changes when a file comes to hold something else."""
VARIABLE = "SLACLOCK_CACHE"
"""The environment variable that names another folder, or switches the cache off."""
LARGEST = 8 << 20
"""Bytes of a file that is kept."""
ENDING = ".kept"
_NOT_OURS = stat.S_IWGRP | stat.S_IWOTH
_AN_HOUR = 3_600

FileState = tuple[int, int] | None
"""The size of a file and when it was written, in nanoseconds; none where there is no file."""


class Question:
    """A question whose answer in short may come from what is kept."""

    __slots__ = ("content", "folder", "is_kept", "metric", "name", "opened", "plan", "priority", "year")

    def __init__(self, content: str, ending: str, folder: str, opened: str, names: dict[str, str]) -> None:
        self.content = content
        """The hash of the policy file."""
        self.folder = folder
        """The folder of the cache."""
        self.opened = opened
        """When it was opened, as it was typed."""
        self.plan = names.get("plan")
        self.priority = names.get("priority")
        self.metric = names.get("metric", "first_response")
        self.year = int(opened[:4])
        """The year in which it was opened."""
        self.name = f"{_name_of(content, ending, self.plan or '', str(self.year))}{ENDING}"
        """The name of the file that is kept for it."""
        self.is_kept = False
        """Whether such a file was found, whatever it says."""


def _name_of(*about: str) -> str:
    """The hash of what a file is about, and of all that has a part in what it says."""
    surroundings = (sys.modules["slaclock"].__version__, sys.version, sys.base_prefix, *_zone_path(), *_installed())
    return sha256_of("\0".join((FORMAT, *about, *surroundings)).encode("utf-8", "surrogatepass"))


def _zone_path() -> tuple[str, ...]:
    """Where Python looks for zones, where that is said."""
    return ("zones", os.environ["PYTHONTZPATH"]) if "PYTHONTZPATH" in os.environ else ()


def _installed() -> list[str]:
    """The names of installed packages with their versions, and when something was last installed."""
    return [each for folder in sys.path if isinstance(folder, str) for each in installed_in(folder)]


def installed_in(folder: str) -> list[str]:
    """The packages that were installed in a folder, which has something like `holidays-0.109.dist-info` for each."""
    try:
        names = sorted(name for name in os.listdir(folder or ".") if name.endswith("-info"))
        return [folder, str(os.stat(folder or ".").st_mtime_ns), *names] if names else []
    except OSError:
        return []


# Where


def cache_folder() -> str | None:
    """The folder of the cache; nothing where it is switched off, or where nobody knows the user's home.

    Raises:
        ChoiceError: The environment variable names no folder.
    """
    stated = os.environ.get(VARIABLE)
    if stated is None:
        return usual_folder(sys.platform)
    if stated.strip().lower() in ("", "off"):
        return None
    if not os.path.isabs(stated):
        _refuse(stated)
    return stated


def _refuse(stated: str) -> None:
    from slaclock.errors import ChoiceError

    raise ChoiceError(
        f"cannot read {VARIABLE}={stated!r} as the folder of the cache: it does not begin at the root; "
        f"write off, or e.g. {VARIABLE}=/var/tmp/slaclock"
    )


def usual_folder(platform: str) -> str | None:
    """The folder in which a user of a platform has what programs may make anew."""
    home = os.path.expanduser("~")
    if platform == "win32":
        root, below = os.environ.get("LOCALAPPDATA", ""), os.path.join("slaclock", "Cache")
    elif platform == "darwin":
        root, below = home, os.path.join("Library", "Caches", "slaclock")
    elif os.path.isabs(stated := os.environ.get("XDG_CACHE_HOME", "")):
        root, below = stated, "slaclock"
    else:
        root, below = home, os.path.join(".cache", "slaclock")
    return os.path.join(root, below) if os.path.isabs(root) else None


def is_trusted(found: os.stat_result) -> bool:
    """Whether a file or a folder is the user's own, and nobody else may change it."""
    if not hasattr(os, "geteuid"):
        return True  # Windows says that otherwise; the usual folder is the user's own.
    return found.st_uid == os.geteuid() and not found.st_mode & _NOT_OURS


def is_a_cache(folder: str) -> bool:
    """Whether a folder may be trusted: no link leads there, and it is the user's own."""
    try:
        found = os.lstat(folder)
    except (OSError, ValueError):
        return False
    return stat.S_ISDIR(found.st_mode) and is_trusted(found)


# Reading

_READ = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def kept_for(question: Question) -> tuple[dict[str, Any], str] | None:
    """What is told beside a compiled policy that is kept for a question, and its text; nothing where none is of use."""
    if not is_a_cache(question.folder):
        return None
    content = _read(os.path.join(question.folder, question.name))
    if content is None or sha256_of(content[65:]) != content[:64].decode("latin-1"):
        return None
    beside, _, text = content[65:].decode().partition("\n")
    told: dict[str, Any] = json.loads(beside)
    is_whole = (told["format"], told["name"]) == (FORMAT, question.name)
    return (told, text) if is_whole and not _changed(told["made_of"]) else None


def _read(path: str) -> bytes | None:
    """The bytes of a file of the cache, which is noted as used, so that those go first that nobody needs."""
    try:
        with open(os.open(path, _READ), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode) or not is_trusted(found) or found.st_size > LARGEST:
                return None
            content = file.read(LARGEST + 1)
        if time() - found.st_mtime > _AN_HOUR:
            os.utime(path)
    except OSError:
        return None
    return content


def written(told: dict[str, Any], text: str) -> bytes:
    """The bytes of a file of the cache: a hash, what is told beside a policy, and the policy."""
    content = f"{json.dumps(told)}\n{text}".encode()
    return f"{sha256_of(content)}\n".encode() + content


def _changed(made_of: Iterable[tuple[str, Any]]) -> bool:
    return any(state_of(path) != (None if was is None else tuple(was)) for path, was in made_of)


def state_of(path: str) -> FileState:
    """The size of a file and when it was written."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns

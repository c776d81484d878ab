"""Which versions of slaclock, holidays and tzdata are here, from the names of folders, which is soon done."""

from __future__ import annotations

import os
import sys
import sysconfig

TYPE_CHECKING = False  # Not from typing, which takes longer than all that a due date needs of this wing.
if TYPE_CHECKING:
    from collections.abc import Iterator

UNKNOWN = "unknown"


def versions_here() -> dict[str, str]:
    """The versions of what makes a compiled policy."""
    ours: str = sys.modules["slaclock"].__version__
    return {"slaclock": ours, "holidays": _installed("holidays") or UNKNOWN, "tzdata": tzdata_version()}


def tzdata_version() -> str:
    """The version of the data about time zones that Python reads: the computer's own, or else the package."""
    for folder in zone_folders():
        if os.path.isdir(folder):
            return _version_in(folder) or UNKNOWN
    return _installed("tzdata") or UNKNOWN


def zone_folders() -> list[str]:
    """Where Python looks for zones, as `zoneinfo.TZPATH` has it."""
    if zoneinfo := sys.modules.get("zoneinfo"):
        return list(zoneinfo.TZPATH)
    stated = os.environ.get("PYTHONTZPATH", sysconfig.get_config_var("TZPATH") or "")
    return [folder for folder in stated.split(os.pathsep) if folder]


def _version_in(folder: str) -> str | None:
    """What a folder of zones says of its version: `# version 2025b` in tzdata.zi, or a file `+VERSION`."""
    for name in ("tzdata.zi", "+VERSION"):
        try:
            with open(os.path.join(folder, name), encoding="ascii") as file:
                words = file.readline().split()
        except (OSError, UnicodeDecodeError):
            continue
        if words:
            return words[-1]
    return None


def _installed(package: str) -> str | None:
    """The version of an installed package, as the folder beside it has it in its name."""
    return next(_versions(package), None)


def _versions(package: str) -> Iterator[str]:
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            if name.startswith(f"{package}-") and name.endswith(".dist-info"):
                yield name.removeprefix(f"{package}-").removesuffix(".dist-info")

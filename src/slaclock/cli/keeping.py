"""What is kept of a policy for the next question about it: compiled, written whole, and within bounds (R21, R22)."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any, NamedTuple

from slaclock.cli.kept_policies import (
    ENDING,
    FORMAT,
    LARGEST,
    VARIABLE,
    FileState,
    Question,
    installed_in,
    is_a_cache,
    is_trusted,
    state_of,
    written,
)
from slaclock.compiled import made_for_a_plan, sha256_of, years_known, zone_folders
from slaclock.errors import SlaClockError
from slaclock.outputs import written_whole
from slaclock.patterns import pattern

if TYPE_CHECKING:
    from slaclock.policy import SlaPolicy

MOST_FILES = 256
MOST_BYTES = 32 << 20
"""How much is kept of all policies together."""
_BEFORE, _AFTER = 1, 2
"""How many years around the one that is asked about."""
_OURS = pattern(rf"[0-9a-f]{{64}}\{ENDING}|\.[0-9a-f]{{40}}\.[0-9a-f]{{16}}\.part")
_A_DAY = 86_400
_CODE = ("slaclock", "holidays")
"""Whose code has a part in an answer, where it is not installed but lies in a folder where people work on it."""


def keep(question: Question, policy: SlaPolicy, at: datetime, content: bytes) -> None:
    """Keep what the next question of the kind needs, if it can be compiled and if the cache can be written.

    Args:
        question: What was asked.
        policy: The policy that answered.
        at: The instant that was asked about.
        content: The bytes of which the policy was made.
    """
    sys.stdout.flush()
    if question.is_kept or sha256_of(content) != question.content:
        return
    # The answer was given: whatever goes wrong from here on takes nothing of it back.
    with suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if is_prepared(question.folder):
            _write(Path(question.folder), question.name, _file(question, policy, at))


def _file(question: Question, policy: SlaPolicy, at: datetime) -> bytes:
    """What is kept for a question; where nothing can be compiled, that, so that nobody tries again."""
    told: dict[str, Any] = {"format": FORMAT, "name": question.name, "made_of": []}
    with suppress(SlaClockError):
        made = written(*_compiled(told, question, policy, at))
        if len(made) <= LARGEST:
            return made
    return written(told | {"made_of": list(_code())}, "")


def _compiled(told: dict[str, Any], question: Question, policy: SlaPolicy, at: datetime) -> tuple[dict[str, Any], str]:
    shown, holding = question.plan or next(iter(policy.plans)), policy.in_force(at)
    plan = policy.names.plan(question.plan) or next(iter(holding.plans))
    compiled = made_for_a_plan(policy, years_known(policy, plan, _around(question.year)), plan)
    zones = (zone["name"] for zone in compiled.to_dict()["zones"])
    beside = {
        "plan": shown,
        "starts": [_starts(version, plan) for version in policy._all_versions],
        "made_of": [*(each for name in zones for each in _zone_files(name)), *_code()],
    }
    return told | beside, compiled.dumps()


def _around(year: int) -> tuple[int, int]:
    return year - _BEFORE, year + _AFTER


def _starts(policy: SlaPolicy, plan: str) -> dict[str, dict[str, str]]:
    """What is said of metrics that the opening of a ticket does not start, by metric and priority."""
    found: dict[str, dict[str, str]] = {}
    for name, metric, priority, _ in policy.offers():
        if name == plan and (note := policy.lifecycle(metric, plan, priority).start_note):
            found.setdefault(metric, {})[priority or ""] = note
    return found


# Of what it was made


def _zone_files(name: str) -> Iterator[tuple[str, FileState]]:
    """The file of a zone, as it is now, and those that would come before it."""
    for folder in zone_folders():
        path = os.path.join(folder, *name.split("/"))
        state = state_of(path)
        yield path, state
        if state:
            return


def _code() -> Iterator[tuple[str, FileState]]:
    """The files of code that is not installed, and may change without a new version."""
    for package in _CODE:
        if (module := sys.modules.get(package)) and not _is_installed(package, Path(str(module.__file__))):
            within = [each for name, each in sys.modules.items() if name.partition(".")[0] == package]
            places = {path for each in within if (path := getattr(each, "__file__", None))}
            yield from ((path, state_of(path)) for path in sorted(places))


def _is_installed(package: str, place: Path) -> bool:
    """Whether a package lies where it was installed: there a folder beside it has its version in its name."""
    beside = installed_in(str(place.parent.parent))
    return any(name.startswith(f"{package}-") for name in beside)


# Writing


def is_prepared(folder: str) -> bool:
    """Whether a folder is there, made if need be, and may be written and trusted."""
    if not os.path.lexists(folder):
        _make(Path(folder))
    return is_a_cache(folder) and os.access(folder, os.W_OK)


def _make(folder: Path) -> None:
    """Make a folder that is for the user alone; the usual one only where everything around it is the user's own."""
    around = next(each for each in folder.parents if each.exists())
    if VARIABLE in os.environ or is_trusted(around.stat()):
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)


def _write(folder: Path, name: str, content: bytes) -> None:
    with written_whole(folder / name, private=True) as (file,):
        file.write(content)
    _keep_within_bounds(folder)


class _Kept(NamedTuple):
    """A file of the cache."""

    used: float
    size: int
    path: Path


def _keep_within_bounds(folder: Path) -> None:
    """Remove what was used the longest ago, until no more is kept than may be, and what killed runs left behind."""
    with os.scandir(folder) as entries:
        ours = [each for each in entries if _OURS.fullmatch(each.name) and each.is_file(follow_symlinks=False)]
    files = sorted(_Kept(found.st_mtime, found.st_size, folder / each.name) for each in ours if (found := each.stat()))
    number, size = len(files), sum(each.size for each in files)
    for each in files:
        is_left_over = each.path.suffix != ENDING and each.used < time() - _A_DAY
        if number > MOST_FILES or size > MOST_BYTES or is_left_over:
            with suppress(OSError):
                each.path.unlink()
            number, size = number - 1, size - each.size

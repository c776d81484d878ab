"""Try every small change of the core: `nox -s mutation`, or for some rooms `nox -s mutation -- hours/zone.py`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from mutation.alone import became_alone
from mutation.changes import Change, changes_of
from mutation.report import CORE, LAWS, keep_what_is_known, note, report, results, survivors_in
from mutation.trials import Trials


def main() -> int:
    """Try what is asked for, and tell what became of it."""
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("rooms", nargs="*", default=list(CORE), help="modules under src/slaclock; all of the core")
    parser.add_argument("--into", type=Path, default=Path(".mutation"), help="folder of what was found")
    parser.add_argument("--jobs", type=int, default=2, help="changes that are tried at once")
    parser.add_argument(
        "--again", action="store_true", help="only those that no test noticed before, with the tests as they are now"
    )
    parser.add_argument(
        "--survivors",
        action="store_true",
        help="only those that no test noticed before: each in a process of its own, with the laws",
    )
    parser.add_argument("--report", action="store_true", help="only tell what was found before")
    given = parser.parse_args()
    given.into.mkdir(exist_ok=True)
    if given.survivors:
        _try_survivors(given.rooms, given.into)
    elif not given.report:
        _try_in_children(given.rooms, given.into, given.jobs, given.again)
    return report(given.rooms, given.into)


def _try_in_children(rooms: Iterable[str], into: Path, jobs: int, again: bool) -> None:
    changes: list[Change] = []
    for room in rooms:
        there_are = changes_of(room)
        results(into, room).touch()
        known = keep_what_is_known(results(into, room), [each.told for each in there_are] if again else [])
        changes += [change for change in there_are if change.told not in known]
    tests = dict.fromkeys(test for room in rooms for test in CORE[room])
    quiet = ["-q", "--tb=no", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:warnings", "--no-header"]
    pytest.main([*quiet, *tests], plugins=[Trials(changes, into, jobs)])


def _try_survivors(rooms: Iterable[str], into: Path) -> None:
    for room in rooms:
        survivors = survivors_in(results(into, room))
        for change in changes_of(room):
            if change.told in survivors:
                note(into, change, became_alone(change, [*CORE[room], LAWS]))


sys.exit(main())

"""Try every small change of the core: `nox -s mutation`, or for some rooms `nox -s mutation -- hours/zone.py`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest

from mutation.report import CORE, report, survivors_in
from mutation.trials import Trials


def main() -> int:
    """Try what is asked for, one room after another, and tell what became of it."""
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("rooms", nargs="*", default=list(CORE), help="modules under src/slaclock; all of the core")
    parser.add_argument("--into", type=Path, default=Path(".mutation"), help="folder of what was found")
    parser.add_argument("--jobs", type=int, default=2, help="changes that are tried at once")
    parser.add_argument(
        "--survivors", action="store_true", help="only those that no test noticed before, with all tests"
    )
    given = parser.parse_args()
    given.into.mkdir(exist_ok=True)
    for room in given.rooms:
        found = given.into / f"{room.replace('/', '-')}.jsonl"
        only = survivors_in(found) if given.survivors else None
        if only is None:
            found.unlink(missing_ok=True)
        tests = [*CORE[room], *(["tests/test_laws.py"] if given.survivors else [])]
        trials = Trials([room], found, given.jobs, only)
        pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:warnings", "--no-header", *tests], plugins=[trials])
    return report(given.rooms, given.into)


sys.exit(main())

"""The process in which inputs are tried, one at a time: what takes too long or too much ends it, and nothing else."""

from __future__ import annotations

import faulthandler
import importlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Sequence
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal, NamedTuple

import slaclock
from fuzz.cases import Case
from slaclock import SlaClockError

LIBRARY = str(Path(slaclock.__file__).parent)
"""Where the library's own code lies, whatever the folder above it is called."""
SECONDS = 5
"""Of the processor, for one input."""
MEGABYTES = 500
"""That the process may ever have in memory, beside what it had before the first input."""
SPARE_MEGABYTES = 200
"""More than that ends it, so that the machine is safe."""


class Outcome(NamedTuple):
    """What became of an input."""

    ended: Literal["answered", "refused", "failed"]
    what: str = ""
    """In short what went wrong: two faults of which it is the same are taken for one."""
    detail: str = ""


def main(parent: Connection, kinds: tuple[str, ...], traces: str, seconds: float) -> None:
    """Try what comes until nothing comes any more."""
    modules = {kind: importlib.import_module(f"fuzz.{kind}") for kind in kinds}
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as home, open(traces, "w+b") as trace:
        os.environ["HOME"] = home
        # The handler of Python would wait for what C is busy with; this one tells where that is, and ends the process.
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        faulthandler.register(signal.SIGPROF, trace, all_threads=False, chain=True)
        _limit_memory()
        while cases := _next(parent):
            parent.send([_within(seconds, modules[case.kind], case, Path(home, "case")) for case in cases])


def _next(parent: Connection) -> Sequence[Case]:
    try:
        found: Sequence[Case] = parent.recv()
    except EOFError:
        return ()
    return found


def _within(seconds: float, module: object, case: Case, folder: Path) -> Outcome:
    """What becomes of an input whose time on the processor is limited."""
    folder.mkdir()
    signal.setitimer(signal.ITIMER_PROF, seconds)
    outcome = tried(module, case, folder)
    signal.setitimer(signal.ITIMER_PROF, 0)
    shutil.rmtree(folder)
    return outcome


def _limit_memory() -> None:
    """What is mapped already stays, so only what comes is limited."""
    mapped = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    most = mapped + (MEGABYTES + SPARE_MEGABYTES) * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


@cache
def _held_before() -> float:
    """What the process held before its first input, in megabytes: one that runs tests holds many things of its own."""
    return _most_held()


def _most_held() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def tried(module: object, case: Case, folder: Path) -> Outcome:
    """What becomes of an input."""
    before = _held_before()
    ignored: list[str] = []
    sys.unraisablehook = lambda found: ignored.append(found.exc_type.__name__)
    for name, content in case.files.items():
        if name != "-":
            (folder / name).write_bytes(content)
    try:
        module.attempted(case, folder)  # type: ignore[attr-defined]
    except SlaClockError as error:
        # It can be shown, whatever it is about.
        str(error).encode("utf-8", "surrogatepass")
        outcome = Outcome("refused")
    except Exception as error:
        outcome = Outcome("failed", _in_short(error), "".join(traceback.format_exception(error, limit=-12)))
    else:
        outcome = Outcome("answered")
    if ignored:
        return Outcome("failed", f"{ignored.pop(0)} was ignored", outcome.detail)
    used = _most_held() - before
    if used > MEGABYTES:
        return Outcome("failed", f"more than {MEGABYTES} MB of memory", f"{used:,.0f} MB")
    return outcome


def _in_short(error: BaseException) -> str:
    """What it is, and the last line of the library that had to do with it."""
    if isinstance(error, AssertionError) and str(error):
        what, _, more = str(error).partition(": ")
        return f"{what}: {more.partition(': ')[0]}" if what == "a fault" else what
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(LIBRARY)]
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"

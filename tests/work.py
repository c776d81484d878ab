"""The work that something takes, counted: a time would be another on every machine."""

import gc
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import slaclock


def calls_of(work: Callable[[], object]) -> int:
    """Count every call made meanwhile, of Python's functions and of C's.

    What is called when memory is collected is none of the work, and comes when it comes.
    """
    count = 0

    def tick(frame: object, kind: str, argument: object) -> None:
        nonlocal count
        count += kind in ("call", "c_call")

    before = sys.getprofile()
    collects = gc.isenabled()
    gc.disable()
    sys.setprofile(tick)
    try:
        work()
    finally:
        sys.setprofile(before)
        if collects:
            gc.enable()
    return count


def lines_of(work: Callable[[], object]) -> Counter[tuple[str, int]]:
    """Count how often each line of the library is run meanwhile, also those of loops that call nothing."""
    count: Counter[tuple[str, int]] = Counter()

    def tick(frame: FrameType, kind: str, argument: object) -> Any:
        if kind == "line":
            count[frame.f_code.co_filename, frame.f_lineno] += 1
        return tick

    def enter(frame: FrameType, kind: str, argument: object) -> Any:
        return tick if frame.f_code.co_filename.startswith(_LIBRARY) else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


_LIBRARY = str(Path(slaclock.__file__).parent)

"""The work that something takes, counted: a time would be another on every machine."""

import gc
import sys
from collections.abc import Callable


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

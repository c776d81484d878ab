"""Changes tried one at a time, each in a forked child that has loaded the tests and run none of them.

In the child the code of the one changed function is put in place of the old one, wherever that is known, and the tests
that called it run until one fails. What tests made when they were loaded was made by the old code: so a change that no
test notices is to be tried again in a process of its own.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from mutation.changes import SOURCE, Change
from mutation.report import note

Called = dict[str, list[tuple[float, int]]]
"""For each function the tests that call it, by number, quickest first, with the seconds that each takes."""
Known = dict[str, list[FunctionType]]
"""The functions of a name."""
AT_MOST = 8.0
"""Seconds of tests for one change."""


class Trials:
    """A plugin for pytest that runs the tests once for each change, instead of once."""

    def __init__(self, changes: Sequence[Change], into: Path, processes: int) -> None:
        self.changes, self.into, self.processes = changes, into, processes

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try every change, and write what became of each."""
        items = session.items
        files = {str(SOURCE / change.room) for change in self.changes}
        called = _in_child(lambda: _calls(items, files))
        running: dict[int, Change] = {}
        known = functions_of(files)
        gc.freeze()  # So children share what was loaded.
        for change in self.changes:
            while len(running) >= self.processes:
                self._note(running)
            running[_begin(change, items, called, known)] = change
        while running:
            self._note(running)
        return True

    def _note(self, running: dict[int, Change]) -> None:
        child, status, used = os.wait4(-1, 0)
        became = _BECAME.get(os.waitstatus_to_exitcode(status), "killed")
        note(self.into, running.pop(child), became, round(used.ru_utime + used.ru_stime, 2))


_BECAME = {0: "survived", 3: "not called"}
"""By exit code; a child that takes too long, or dies otherwise, was noticed."""


def _in_child(work: Any) -> Any:
    """What some work returns, done in a child, so that nothing of it is kept here."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            with os.fdopen(writing, "w") as file:
                json.dump(work(), file)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        found = json.load(file)
    os.waitpid(child, 0)
    return found


def _calls(items: list[pytest.Item], files: set[str]) -> Called:
    called: dict[str, dict[int, None]] = {}
    seconds: list[float] = []
    number = 0

    def trace(frame: FrameType, event: str, argument: object) -> None:
        code = frame.f_code
        if code.co_filename in files:
            called.setdefault(_name_of(code), {})[number] = None

    for number, item in enumerate(items):
        began = time.process_time()
        sys.settrace(trace)
        failed = _fails(item, items[number + 1] if number + 1 < len(items) else None)
        sys.settrace(None)
        seconds.append(time.process_time() - began)
        if failed:
            print(f"fails without any change: {item.nodeid}", file=sys.stderr, flush=True)
            called = {name: {each: None for each in numbers if each != number} for name, numbers in called.items()}
    return {name: sorted((seconds[each], each) for each in numbers) for name, numbers in called.items()}


def _name_of(code: CodeType) -> str:
    room = Path(code.co_filename).relative_to(SOURCE).as_posix()
    return f"{room} {code.co_qualname.partition('.<locals>')[0]}"


def _fails(item: pytest.Item, following: pytest.Item | None) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def _begin(change: Change, items: list[pytest.Item], called: Called, known: Known) -> int:
    """Fork a child that tries a change; its number."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        os._exit(_tried(change, items, called, known))
    finally:
        os._exit(1)


def _tried(change: Change, items: list[pytest.Item], called: Called, known: Known) -> int:
    calling = called.get(f"{change.room} {change.function}", [])
    if not calling or not put_in_place(change, known):
        return 3
    spent = 0.0
    chosen: list[tuple[pytest.Item, float]] = []
    for seconds, number in calling:
        spent += seconds
        if spent > AT_MOST and chosen:
            break
        chosen.append((items[number], seconds))
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    for (item, seconds), (following, _) in zip(chosen, [*chosen[1:], (None, 0.0)], strict=True):
        # What takes so much longer, goes round in circles.
        signal.setitimer(signal.ITIMER_PROF, 2 + 5 * seconds)
        if _fails(item, following):
            return 1
    return 0


def functions_of(files: set[str]) -> Known:
    """Every function that some files made, wherever it is known, by the name of what it belongs to."""
    found: Known = {}
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename in files and "<locals>" not in each.__qualname__:
            found.setdefault(_name_of(each.__code__), []).append(each)
    return found


def put_in_place(change: Change, known: Known) -> bool:
    """Give every function of that name the changed code."""
    changed = _code_of(change.code, change.function.split("."))
    functions = known.get(f"{change.room} {change.function}", [])
    for function in functions:
        function.__code__ = changed.replace(co_filename=function.__code__.co_filename)
    return bool(functions)


def _code_of(code: CodeType, path: list[str]) -> CodeType:
    for name in path:
        code = next(each for each in code.co_consts if isinstance(each, CodeType) and each.co_name == name)
    return code

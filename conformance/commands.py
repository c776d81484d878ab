"""Cases put to a program that reads and writes lines of JSON, in whatever language it is written.

It reads a case from each line of its standard input, until there is no more, and writes a line for each: `id`, and
one of `answer`, `unsupported`, `refused` and `error`. The order is its own. What says nothing for too long is stopped,
and what ends too early is started again without the case at which that happened.
"""

import json
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from queue import Empty, Queue
from typing import IO

from conformance.case import Case
from conformance.replies import KINDS, Reply

PATIENCE = 30.0
"""Seconds for which a program may say nothing."""
STARTS = 3
"""How often it may end, one time after another, without an answer."""


class ProtocolError(Exception):
    """What a program wrote is no line of the protocol, or it does not run at all."""


def ask(command: Sequence[str], cases: Iterable[Case], seconds: float = PATIENCE) -> Iterator[tuple[Case, Reply]]:
    """Put cases to a command; each comes with its reply as soon as there is one."""
    waiting = {case.id: case for case in cases}
    fruitless = 0
    while waiting:
        before = len(waiting)
        with _Running(command, list(waiting.values())) as running:
            for reply_to, reply in running.replies(seconds):
                if reply_to not in waiting:
                    raise ProtocolError(f"{command[0]} answered {reply_to!r}, which was not asked, or twice")
                yield waiting.pop(reply_to), reply
            if not waiting:
                return
            reason = running.reason(seconds)
        fruitless = fruitless + 1 if len(waiting) == before else 0
        if fruitless == STARTS:
            raise ProtocolError(f"{' '.join(command)} {reason}, {STARTS} times without any answer")
        yield waiting.pop(next(iter(waiting))), Reply("error", reason)


class _Running:
    """A program that is being asked."""

    def __init__(self, command: Sequence[str], cases: Sequence[Case]) -> None:
        self.lines: Queue[str | None] = Queue()
        self.complaints: deque[str] = deque(maxlen=1)
        self.silent = False
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            raise ProtocolError(f"cannot run {command[0]!r}: {error.strerror}") from None
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stderr
        _beside(_write, self.process.stdin, cases)
        reading = _beside(_read, self.process.stdout, self.lines)
        self.listening = _beside(_keep, self.process.stderr, self.complaints)
        self.readers = (reading, self.listening)

    def __enter__(self) -> "_Running":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        for reader in self.readers:
            reader.join()

    def replies(self, seconds: float) -> Iterator[tuple[str, Reply]]:
        """Give what it says until it ends, or says nothing for so long."""
        while True:
            try:
                line = self.lines.get(timeout=seconds)
            except Empty:
                self.silent = True
                return
            if line is None:
                return
            if line.strip():
                yield read_reply(line)

    def reason(self, seconds: float) -> str:
        """Say why there are no more replies."""
        if self.silent:
            return f"said nothing for {seconds:g} seconds"
        code = self.process.wait()
        self.listening.join()
        return f"ended with code {code}" + "".join(f": {line.strip()}" for line in self.complaints)


def _beside(do: Callable[..., object], *given: object) -> threading.Thread:
    thread = threading.Thread(target=do, args=given, daemon=True)
    thread.start()
    return thread


def _write(into: IO[str], cases: Sequence[Case]) -> None:
    try:
        with into:
            for case in cases:
                into.write(f"{case.asked()}\n")
    except OSError:
        return  # It has ended, and is asked why by whoever reads.


def _read(lines: IO[str], into: "Queue[str | None]") -> None:
    with lines:
        for line in lines:
            into.put(line)
    into.put(None)


def _keep(lines: IO[str], into: "deque[str]") -> None:
    with lines:
        into.extend(lines)


def read_reply(line: str) -> tuple[str, Reply]:
    """Read a line of the protocol."""
    try:
        said = json.loads(line)
        (kind,) = (kind for kind in KINDS if kind in said)
        return str(said["id"]), Reply(kind, said[kind])
    except (ValueError, TypeError, KeyError):
        example = '{"id": "deadlines-1", "answer": "2026-09-14T22:00:00Z"}'
        raise ProtocolError(f"cannot read {line.strip()!r} as a reply; write a line like {example}") from None

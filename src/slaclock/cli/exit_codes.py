"""How a command ends: its exit code, and what went wrong as a sentence on stderr."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NamedTuple

from slaclock.errors import SlaClockError, TooManyBadError
from slaclock.safe import for_terminal


class Ending(NamedTuple):
    """How a process ends that a signal ends."""

    code: int
    word: str


EXIT_CODES = {
    0: "answered",
    1: "answered, and an example fails, or `check --strict` or `diff --exit-code` found something",
    2: "not answered: something cannot be understood, read or written, and standard error says what",
    3: "not answered: more rows or tickets are bad than `--max-bad` allows, and standard error says the last one",
    129: "hung up: the terminal is gone (SIGHUP)",
    130: "interrupted (SIGINT)",
    141: "the output was cut off, as by `head` when it has enough",
    143: "terminated (SIGTERM)",
}
ANSWERED, FOUND, REFUSED, TOO_MANY_BAD, HUNG_UP, INTERRUPTED, UNHEARD, TERMINATED = EXIT_CODES
_SIGNALS = {"SIGHUP": Ending(HUNG_UP, "hung up"), "SIGTERM": Ending(TERMINATED, "terminated")}
_INTERRUPT = Ending(INTERRUPTED, "interrupted")


@contextmanager
def ending_well() -> Iterator[None]:
    """End the process with the exit code of what happens, and say it; there is no traceback of what was refused."""
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt as interrupt:
        ending = ending_of(interrupt)
        # Of a terminal that is gone nobody reads.
        with suppress(OSError):
            say(ending.word)
        sys.exit(ending.code)
    except BrokenPipeError:
        _let_go_of_stdout()
        sys.exit(UNHEARD)
    except (SlaClockError, ImportError) as error:
        say(error.on_command_line() if isinstance(error, SlaClockError) else str(error))
        sys.exit(TOO_MANY_BAD if isinstance(error, TooManyBadError) else REFUSED)
    except OSError as error:
        say(os_message(error))
        if error.filename is None:
            _let_go_of_stdout()
        sys.exit(REFUSED)


@contextmanager
def undone_when_ended() -> Iterator[None]:
    """Let what ends a process from outside end it as an interrupt does, so that what is half done is undone first."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    known = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    # What was started with `nohup` goes on.
    heeded = [each for each in known if signal.getsignal(each) == signal.SIG_DFL]
    for each in heeded:
        signal.signal(each, _interrupt)
    try:
        yield
    finally:
        for each in heeded:
            signal.signal(each, signal.SIG_DFL)


def _interrupt(number: int, _: FrameType | None) -> None:
    raise KeyboardInterrupt(signal.Signals(number).name)


def ending_of(interrupt: KeyboardInterrupt) -> Ending:
    """With which code a process ends, and the word for it."""
    return _SIGNALS.get(str(interrupt), _INTERRUPT)


def say(message: str) -> None:
    """Say what is no part of the answer."""
    print(for_terminal(f"slaclock: {message}", keep_lines=True), file=sys.stderr)


def os_message(error: OSError) -> str:
    """What went wrong with a file, as a sentence."""
    reason = str(error.strerror or error).lower()
    return f"cannot open {error.filename}: {reason}" if error.filename else f"cannot write standard output: {reason}"


def _let_go_of_stdout() -> None:
    """Lead what is still to be written nowhere: it would fail once more when the process ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

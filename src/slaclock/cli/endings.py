"""How a command ends: its exit code, and what went wrong as a sentence on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from slaclock.errors import SlaClockError

EXIT_CODES = {
    0: "answered",
    1: "answered, and `check --strict` or `diff --exit-code` found something",
    2: "not answered: something cannot be understood, read or written, and standard error says what",
    130: "interrupted",
    141: "the output was cut off, as by `head` when it has enough",
}
ANSWERED, FOUND, REFUSED, INTERRUPTED, UNHEARD = EXIT_CODES


@contextmanager
def ending_well() -> Iterator[None]:
    """End the process with the exit code of what happens, and say it; there is no traceback of what was refused."""
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        _let_go_of_stdout()
        sys.exit(UNHEARD)
    except OSError as error:
        say(os_message(error))
        if error.filename is None:
            _let_go_of_stdout()
        sys.exit(REFUSED)
    except (SlaClockError, ImportError) as error:
        say(str(error))
        sys.exit(REFUSED)


def say(message: str) -> None:
    """Say what is no part of the answer."""
    print(f"slaclock: {message}", file=sys.stderr)


def os_message(error: OSError) -> str:
    """What went wrong with a file, as a sentence."""
    reason = str(error.strerror or error).lower()
    return f"cannot open {error.filename}: {reason}" if error.filename else f"cannot write standard output: {reason}"


def _let_go_of_stdout() -> None:
    """Lead what is still to be written nowhere: it would fail once more when the process ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

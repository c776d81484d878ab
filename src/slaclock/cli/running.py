"""The application run: the extra that must be there, streams and warnings made fit for people."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from slaclock.cli.exit_codes import REFUSED, ending_well, say, undone_when_ended
from slaclock.cli.streams import make_readable
from slaclock.errors import ChannelWarning, CoverageWarning, StartWarning
from slaclock.safe import for_terminal

if TYPE_CHECKING:
    from typer import Typer

    from slaclock.cli.kept_policies import Question


def run(question: Question | None) -> None:
    """Run what was typed, and end the process with the exit code of its command.

    Args:
        question: What was asked, where what it needs of a policy may be kept.
    """
    with _said_to_people(), undone_when_ended(), warnings.catch_warnings():
        # What other libraries warn of is for those who write with them, not for those who ask.
        warnings.simplefilter("ignore")
        for ours in (ChannelWarning, CoverageWarning, StartWarning):
            warnings.simplefilter("default", ours)
        warnings.showwarning = _Warnings().show
        _application()(prog_name="slaclock", obj=question)


def end_by(error: BaseException) -> NoReturn:
    """End the process by what went wrong before the application was asked."""
    with _said_to_people():
        raise error


@contextmanager
def _said_to_people() -> Iterator[None]:
    """Say what goes wrong in sentences that any console can show, and end the process with its exit code."""
    make_readable(sys.stdout)
    make_readable(sys.stderr)
    try:
        with ending_well():
            yield
    except Exception:
        import traceback

        # Python itself would end with 1, which is what `check --strict` and `diff --exit-code` report a finding by.
        print(for_terminal(traceback.format_exc(), keep_lines=True), end="", file=sys.stderr)
        say("this is a fault in slaclock, not in what you gave it; please report it with the lines above")
        sys.exit(REFUSED)


def _application() -> Typer:
    try:
        from slaclock.cli.app import app
    except ModuleNotFoundError as missing:
        if missing.name == "typer":
            raise ImportError("the command line needs an extra; run: pip install 'slaclock[cli]'") from None
        raise
    return app


class _Warnings:
    """Shows warnings as sentences on stderr, and of many about one schedule only the first."""

    def __init__(self) -> None:
        self.shown: set[str] = set()

    def show(self, message: Warning | str, *_: object, **__: object) -> None:
        """Print a warning."""
        about = str(message).partition(", and this answer needs")[0]
        if about not in self.shown:
            self.shown.add(about)
            say(f"warning: {message}")

"""The way in: the extra that must be there, streams and warnings made fit for people, and then the application."""

from __future__ import annotations

import gc
import os
import sys
import warnings
from typing import TYPE_CHECKING

from slaclock.cli.exit_codes import REFUSED, ending_well, say, undone_when_ended
from slaclock.cli.streams import make_readable
from slaclock.errors import ChannelWarning, CoverageWarning, StartWarning
from slaclock.safe import for_terminal

if TYPE_CHECKING:
    from typer import Typer


def main() -> None:
    """Run the command line, and end the process with the exit code of its command."""
    _start_lightly()
    make_readable(sys.stdout)
    make_readable(sys.stderr)
    try:
        with undone_when_ended(), ending_well(), warnings.catch_warnings():
            # What other libraries warn of is for those who write with them, not for those who ask.
            warnings.simplefilter("ignore")
            for ours in (ChannelWarning, CoverageWarning, StartWarning):
                warnings.simplefilter("default", ours)
            warnings.showwarning = _Warnings().show
            _application()(prog_name="slaclock")
    except Exception:
        import traceback

        # Python itself would end with 1, which is what `check --strict` and `diff --exit-code` report a finding by.
        print(for_terminal(traceback.format_exc(), keep_lines=True), end="", file=sys.stderr)
        say("this is a fault in slaclock, not in what you gave it; please report it with the lines above")
        sys.exit(REFUSED)


def _start_lightly() -> None:
    """Spare a process that answers once what only long ones need: a tenth of its time goes into it."""
    gc.set_threshold(100_000)
    # Looking for plugins of pydantic reads what is said of every installed package; none has a part in an answer.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")


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

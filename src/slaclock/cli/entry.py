"""The way in: a first look at what is asked, which may be answered by what is kept, and else the whole application.

Until then it needs next to nothing, so that a question that was asked before is answered at once.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # Not from typing, which takes a part of the time that an answer takes.
if TYPE_CHECKING:
    from slaclock.cli.kept_policies import Question


def main() -> None:
    """Run the command line, and end the process with the exit code of its command."""
    _start_lightly()
    try:
        question = _first_look()
    except (Exception, KeyboardInterrupt) as error:
        # Output that cannot be written, or a folder that cannot be one: it ends as it would end a command.
        from slaclock.cli.running import end_by

        end_by(error)
    from slaclock.cli.running import run

    run(question)


def _start_lightly() -> None:
    """Spare a process that answers once what only long ones need: a tenth of its time goes into it."""
    gc.set_threshold(100_000)
    # Looking for plugins of pydantic reads what is said of every installed package; none has a part in an answer.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")


def _first_look() -> Question | None:
    """Answer what can be answered at once, and end the process; else the question, where its answer may be kept."""
    if sys.argv[1:2] != ["due"]:
        return None
    from slaclock.cli.first_answers import answer, question_in

    question = question_in(sys.argv[2:])
    text = None if question is None else answer(question)
    if text is None:
        return question
    print(text)
    sys.stdout.flush()
    sys.exit(0)

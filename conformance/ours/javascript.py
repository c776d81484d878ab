"""The evaluator in JavaScript, over the same compiled policies, in Node.js."""

import atexit
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from conformance.case import written
from conformance.ours.one_plan import document_of
from conformance.replies import Asked, Refused, Unsupported
from slaclock.errors import SlaClockError
from slaclock.publish import evaluator_module

name = "slaclock, JavaScript"
about = "every choice; deadlines and business days forward, as targets"

PROGRAM = Path(__file__).with_name("javascript.mjs")
QUESTIONS = dict.fromkeys(("add", "add_days", "due", "promised", "elapsed", "is_open", "next_opening", "next_closing"))


def is_there() -> bool:
    """Whether there is a Node.js to ask."""
    return shutil.which("node") is not None


def answer(asked: Asked) -> Any:
    if not is_there():
        raise Unsupported("needs Node.js, which is not on this machine")
    try:
        document = document_of(asked, QUESTIONS)
    except SlaClockError as error:
        raise Refused(str(error)) from None
    said = _Node.running().said(written({"document": json.loads(document), "question": asked["question"]}))
    if "refused" in said:
        raise Refused(said["refused"])
    return said["answer"]


class _Node:
    """A process of Node.js that answers line by line."""

    def __init__(self) -> None:
        self.folder = TemporaryDirectory()
        module = Path(self.folder.name, "evaluator.mjs")
        module.write_text(evaluator_module(), encoding="utf-8")
        command = ["node", str(PROGRAM), module.as_uri()]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1
        )

    @classmethod
    @cache
    def running(cls) -> "_Node":
        found = cls()
        atexit.register(found.end)
        return found

    def said(self, line: str) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{line}\n")
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def end(self) -> None:
        """Stop it, and remove what was written for it."""
        self.process.communicate()
        self.folder.cleanup()

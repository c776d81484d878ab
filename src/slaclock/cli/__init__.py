"""The command line: due dates, elapsed business time, pictures of hours, tickets and files of them, and checks."""

from slaclock.cli import answers, documents, files, tickets
from slaclock.cli.app import main

__all__ = ["answers", "documents", "files", "main", "tickets"]

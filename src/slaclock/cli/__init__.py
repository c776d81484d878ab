"""The command line: due dates, elapsed business time, pictures of hours, tickets, and checks of policy files."""

from slaclock.cli import answers, documents, tickets
from slaclock.cli.app import main

__all__ = ["answers", "documents", "main", "tickets"]

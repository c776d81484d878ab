"""The command line: due dates, elapsed business time, pictures of hours, tickets and files of them, and checks.

A change to a command, its options, what it prints and how it ends goes here. It never knows how an answer is found: it
reads what it is given, asks the wings below, and prints. Nothing in it is for programs.
"""

from slaclock.cli.entry import main as main

"""The page about the command line says what the commands say; `nox -s reference` writes it again."""

import re
from typing import Any

import pytest
from cli_reference import PAGE, files

from slaclock.cli.app import COMMANDS


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_what_is_made_of_the_commands_is_up_to_date(path: Any) -> None:
    assert path.read_text(encoding="utf-8") == files()[path], f"{path.name} is out of date; run: nox -s reference"


def test_no_schema_is_left_of_a_command_that_is_gone() -> None:
    assert set((PAGE.parent / "schemas").iterdir()) == set(files()) - {PAGE}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_has_every_option_of_the_help(run: Any, command: str) -> None:
    """The page is made of signatures, and the help by typer: they are held against each other."""
    in_help = set(re.findall(r"^  (?:-[a-z], )?(--[a-z-]+)", run(command, "--help").out, re.MULTILINE)) - {"--help"}
    section = PAGE.read_text(encoding="utf-8").partition(f"\n## `slaclock {command}`\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(--[a-z-]+)", section, re.MULTILINE)) == in_help

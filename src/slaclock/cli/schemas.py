"""What files and answers look like, for editors and programs: `schema`."""

from __future__ import annotations

from typing import Annotated

import typer

from slaclock.cli.printing import print_json


def schema(
    command: Annotated[
        str | None, typer.Argument(metavar="COMMAND", help="A command, for what it prints with --json.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; it always is.")] = True,
) -> None:
    """The JSON Schema of policy files, or of answers.

    Editors complete and check a policy file with it while you write. With the name of a command, it is the schema of
    what that command prints with --json.
    """
    from slaclock.cli.json_shapes import schema_of_answer, schema_of_policies

    print_json(schema_of_answer(command) if command else schema_of_policies())

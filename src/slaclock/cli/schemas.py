"""What files and answers look like, for editors and programs: `schema`."""

from __future__ import annotations

from typing import Annotated

import typer

from slaclock.cli.printing import print_json


def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="policy, ticket, compiled, evaluation or explanation, or a command, for what it prints with --json; "
            "by default policy.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; it always is.")] = True,
) -> None:
    """The JSON Schema of policy files, of tickets, or of answers.

    Editors complete and check a policy file with it while you write. What Python gives with to_dict has the schema of
    its name, and what a command prints with --json that of the command. The number at the end of $id rises when a key
    goes, or comes to mean something else.
    """
    from slaclock.cli.json_shapes import schema_of

    print_json(schema_of(name or "policy"))

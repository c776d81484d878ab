"""What a policy file says and leaves open: `check` and `schema`."""

from __future__ import annotations

from typing import Annotated

import typer

from slaclock.cli.app import AsJson, PolicyFile, app, load, print_json


@app.command(epilog="Example:\n\n\b\n  slaclock check policy.yaml")
def check(policy: PolicyFile, as_json: AsJson = False) -> None:
    """Whether a policy file is sound, and every assumption and default reading in it with its rule."""
    from slaclock.check import check as checked

    report = checked(load(policy))
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        print(report.text())


@app.command(epilog="Example:\n\n\b\n  slaclock schema > policy.schema.json")
def schema(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; it always is.")] = True,
) -> None:
    """The JSON Schema of policy files, for editors."""
    from slaclock.policy import SlaPolicy

    print_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **SlaPolicy.model_json_schema()})

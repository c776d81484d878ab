"""What a policy file says and leaves open: `check` and `schema`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from slaclock.cli.app import AsJson, PolicyFile, app, date_of, print_json

if TYPE_CHECKING:
    from slaclock.errors import Problem


@app.command(epilog="Example:\n\n\b\n  slaclock check policy.yaml --strict")
def check(
    policy: PolicyFile,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when there are warnings.")] = False,
    today: Annotated[str | None, typer.Option(help="Date from which holidays are looked at; today's.")] = None,
    as_json: AsJson = False,
) -> None:
    """Whether a policy file is sound, what is probably not meant, and every reading in it with its rule."""
    from slaclock.check import check_file
    from slaclock.errors import PolicyFileError

    try:
        report = check_file(policy, date_of(today, "today"))
    except PolicyFileError as error:
        if not as_json:
            raise
        found = zip(error.places, error.problems, strict=True)
        print_json({"errors": [_as_data(place, problem) for place, problem in found]})
        raise typer.Exit(2) from None
    if as_json:
        print_json({"errors": [], **report.model_dump(mode="json")})
    else:
        print(report.text())
    if strict and report.warnings:
        raise typer.Exit(1)


def _as_data(place: str, problem: Problem) -> dict[str, str]:
    from slaclock.errors import key_path

    return {"place": place, "key": key_path(problem.path), "text": problem.message}


@app.command(epilog="Example:\n\n\b\n  slaclock schema > policy.schema.json")
def schema(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; it always is.")] = True,
) -> None:
    """The JSON Schema of policy files, for editors."""
    from slaclock.policy import SlaPolicy

    print_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **SlaPolicy.model_json_schema()})

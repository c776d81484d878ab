"""What a policy file says and leaves open, and what changes in it: `check`, `compare`, `calendar`, `diff`, `schema`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slaclock.cli.app import (
    INSTANT,
    AsJson,
    CustomerZone,
    Moment,
    PolicyFile,
    app,
    date_of,
    load,
    os_message,
    print_json,
    schedule_of,
    write_whole,
)

OutFile = Annotated[Path | None, typer.Option("--out", help="Write it to this file, whole or not at all.")]

if TYPE_CHECKING:
    from slaclock.errors import PolicyFileError


@app.command(epilog="Example:\n\n\b\n  slaclock check policy.yaml --strict")
def check(
    policy: PolicyFile,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when there are warnings.")] = False,
    accept: Annotated[
        list[str] | None, typer.Option(help="Rule whose warnings do not count for --strict, e.g. R14.")
    ] = None,
    today: Annotated[str | None, typer.Option(help="Date from which holidays are looked at; today's.")] = None,
    as_json: AsJson = False,
) -> None:
    """Whether a policy file is sound, what is probably not meant, and every reading in it with its rule."""
    from slaclock.errors import PolicyFileError
    from slaclock.review import check_file

    try:
        report = check_file(policy, date_of(today, "today"))
    except (PolicyFileError, OSError) as error:
        if not as_json:
            raise
        print_json({"errors": list(_as_data(error, policy))})
        raise typer.Exit(2) from None
    if as_json:
        print_json({"errors": [], **report.model_dump(mode="json")})
    else:
        print(report.text())
    if strict and any(each.rule not in (accept or ()) for each in report.warnings):
        raise typer.Exit(1)


def _as_data(error: PolicyFileError | OSError, policy: Path) -> Iterator[dict[str, str]]:
    from slaclock.errors import key_path

    if isinstance(error, OSError):
        yield {"place": str(policy), "key": "", "text": os_message(error)}
        return
    for place, problem in zip(error.places, error.problems, strict=True):
        yield {"place": place, "key": key_path(problem.path), "text": problem.message}


@app.command(epilog="Example:\n\n\b\n  slaclock compare policy.yaml --format html --out plans.html")
def compare(
    policy: PolicyFile,
    at: Annotated[str | None, typer.Option(help=f"Show the version in force then. {INSTANT}")] = None,
    format: Annotated[str, typer.Option(help="text, markdown or html.")] = "text",
    out: OutFile = None,
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """The plans of a policy side by side, as a table to publish."""
    from slaclock.errors import one_of
    from slaclock.review import compare as compared

    one_of(format, ("text", "markdown", "html"), "--format")
    document = load(policy, customer_timezone)
    comparison = compared(document, Moment(at, document, "at").instant if at else None)
    if as_json:
        _put_out(_in_json(comparison.model_dump(mode="json")), out)
    elif format == "text":
        _put_out(comparison.text(shutil.get_terminal_size((100, 24)).columns), out)
    else:
        _put_out(comparison.markdown() if format == "markdown" else comparison.html(), out)


@app.command(epilog="Example:\n\n\b\n  slaclock calendar policy.yaml --schedule standard --year 2027")
def calendar(
    policy: PolicyFile,
    schedule: Annotated[
        str | None, typer.Option(help="Schedule or closure; not needed when there is one only.")
    ] = None,
    year: Annotated[int | None, typer.Option(help="Calendar year; this one when it is not given.")] = None,
    format: Annotated[str, typer.Option(help="text, html or ics.")] = "text",
    out: OutFile = None,
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """A year on a page: what is open, closed, a holiday or special on every date; or its hours as iCalendar."""
    from slaclock.errors import one_of
    from slaclock.hours import zone_named
    from slaclock.render import year_html, year_of, year_text

    one_of(format, ("text", "html", "ics"), "--format")
    shown = schedule_of(load(policy, customer_timezone), schedule)
    number = datetime.now(zone_named(shown.timezone)).year if year is None else year
    if format == "ics" and not as_json:
        from slaclock.render import year_ics

        _put_out(year_ics(shown, number), out)
        return
    facts = year_of(shown, number)
    if as_json:
        _put_out(_in_json(facts.model_dump(mode="json")), out)
    else:
        _put_out(year_html(facts) if format == "html" else year_text(facts), out)


@app.command(epilog="Example:\n\n\b\n  slaclock diff policy.yaml policy-2027.yaml --from 2027-01-01 --exit-code")
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Policy file as it was.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Policy file as it is to be.")],
    start: Annotated[str | None, typer.Option("--from", help="First date to look at; today when not given.")] = None,
    days: Annotated[int, typer.Option(min=1, max=3660, help="How many dates to look at.")] = 365,
    format: Annotated[str, typer.Option(help="text or markdown.")] = "text",
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with 1 when customers notice a change.")] = False,
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """What changes for customers between two policy files, with requests whose due dates move."""
    from slaclock.errors import one_of
    from slaclock.review import diff as compared

    one_of(format, ("text", "markdown"), "--format")
    was, to_be = load(old, customer_timezone), load(new, customer_timezone)
    first = date_of(start, "from")
    found = compared(was, to_be, first, first + timedelta(days=days - 1))
    if as_json:
        print_json({"changes_for_customers": found.changes_for_customers, **found.model_dump(mode="json")})
    else:
        print(found.markdown() if format == "markdown" else found.text())
    if exit_code and found.changes_for_customers:
        raise typer.Exit(1)


def _in_json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, indent=2, ensure_ascii=False)


def _put_out(text: str, out: Path | None) -> None:
    """Print a document, or write it to a file."""
    whole = text if text.endswith("\n") else f"{text}\n"
    if out:
        write_whole(out, whole)
    else:
        print(whole, end="")


@app.command(epilog="Example:\n\n\b\n  slaclock schema > policy.schema.json")
def schema(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; it always is.")] = True,
) -> None:
    """The JSON Schema of policy files, for editors."""
    from slaclock.policy import SlaPolicy

    print_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **SlaPolicy.model_json_schema()})

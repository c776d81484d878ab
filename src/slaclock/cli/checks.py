"""Whether policy files are sound, and what they leave open: `check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slaclock.cli.exit_codes import ANSWERED, FOUND, REFUSED, os_message, say
from slaclock.cli.moments import read_day
from slaclock.cli.parameters import AsJson, EventColumns, Separator, TicketColumns, TimesWritten, TimesZone
from slaclock.cli.policies import source_of
from slaclock.cli.printing import in_json, print_text
from slaclock.cli.queues import Errors, MaxBad, OnError
from slaclock.cli.streams import named, read_text, refuse_overwriting, refuse_reading_twice
from slaclock.cli.ticket_sources import Source, Tables
from slaclock.cli.told_words import words_in

if TYPE_CHECKING:
    from slaclock.cli import json_shapes
    from slaclock.errors import PolicyFileError
    from slaclock.review import Report


TICKETS = (".jsonl", ".csv", ".parquet", ".jsonl.gz", ".csv.gz")
"""How the names of files end that hold tickets, not policies."""


def check(
    policies: Annotated[
        list[Path],
        typer.Argument(
            metavar="POLICY [TICKETS]",
            help="Policy files: .yaml, .toml or .json, or - for standard input. After one policy, tickets whose words "
            "are looked at: .jsonl with their events, a .json of one ticket, or a table of tickets, .csv, .parquet "
            "and, with --events, .jsonl.",
        ),
    ],
    events: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A table of what happened to the tickets."),
    ] = None,
    ticket_column: TicketColumns = None,
    event_column: EventColumns = None,
    time_format: TimesWritten = "iso8601",
    timezone: TimesZone = None,
    separator: Separator = None,
    on_error: OnError = "stop",
    errors: Errors = None,
    max_bad: MaxBad = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when there are warnings.")] = False,
    accept: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Rule whose warnings do not count for --strict, e.g. R14.")
    ] = None,
    today: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Date from which holidays are looked at; by default today's."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Whether policy files are sound, and what they leave open.

    What is probably a mistake is a warning. Every phrase that could be understood in another way is listed with its
    interpretation and its rule. With tickets, every status, kind of event, priority, plan and channel in them is listed
    with what it does under the policy; the exit code is 1 when one of them is not known, or when `--on-error report`
    lists a line that cannot be read.
    """
    refuse_reading_twice(*policies, *([events] if events else []))
    written = Tables(time_format, timezone, separator, ticket_column, event_column)
    if events or _are_tickets(policies[-1]):
        source = Source(policies[-1], events, on_error, errors, max_bad)
        raise typer.Exit(_words_checked(policies, source, written, as_json))
    _refuse_without_tickets(written, on_error, errors, max_bad)
    codes = [_checked(policy, today, strict, accept or [], as_json, len(policies) > 1) for policy in policies]
    raise typer.Exit(max(codes))


def _are_tickets(path: Path) -> bool:
    """Whether a file holds tickets, and no policy: a .json does that says what only tickets say."""
    from slaclock.strict_json import read_object

    if path.suffix != ".json":
        return path.name.endswith(TICKETS)
    try:
        stated = read_object(read_text(path))
    except (OSError, ValueError):
        return False  # As a policy it is refused with the reason.
    return not stated.keys().isdisjoint(("opened", "events")) and "plans" not in stated


def _refuse_without_tickets(written: Tables, on_error: str, errors: Path | None, most_bad: int | None) -> None:
    from slaclock.errors import ChoiceError

    written.refuse("tickets; name their file after the policy")
    for option, given in {
        "--on-error": on_error != "stop",
        "--errors": errors is not None,
        "--max-bad": most_bad is not None,
    }.items():
        if given:
            raise ChoiceError(f"{option} is about tickets; name their file after the policy")


def _checked(policy: Path, today: str | None, strict: bool, accepted: list[str], as_json: bool, is_one_of: bool) -> int:
    """Print what is found in a file, and return the exit code that it deserves."""
    from slaclock.cli.policies import is_compiled
    from slaclock.errors import PolicyFileError

    if is_compiled(policy) and not as_json:
        return _seal_checked(policy)
    try:
        report = _report(policy, today)
    except (PolicyFileError, OSError) as error:
        if as_json:
            print(in_json({"file": named(policy), "errors": [*_as_data(error, policy)]}, indent=None))
        else:
            say(os_message(error) if isinstance(error, OSError) else str(error))
        return REFUSED
    if as_json:
        print(in_json({"file": named(policy), "errors": [], **report.to_dict()}, indent=None))
    else:
        print_text(f"{named(policy)}\n{report.text()}\n" if is_one_of else report.text())
        sys.stdout.flush()
    doubtful = strict and any(each.rule not in accepted for each in report.warnings)
    return FOUND if report.failures or doubtful else ANSWERED


def _seal_checked(path: Path) -> int:
    """Say that a compiled policy is whole and unchanged; what it says is checked where its source is."""
    from slaclock.cli.policies import load_compiled

    print_text(f"{named(path)}: compiled for {load_compiled(path).document.years.words}, whole and unchanged")
    return ANSWERED


def _words_checked(paths: list[Path], source: Source, written: Tables, as_json: bool) -> int:
    """Print what the words of tickets do, and return the exit code that they deserve."""
    from slaclock.cli.policies import load
    from slaclock.errors import ChoiceError
    from slaclock.review import words_used

    if len(paths) != 2:
        raise ChoiceError(
            f"words of tickets are looked at with one policy and one file of tickets, not {len(paths)} files"
        )
    policy, tickets = paths
    read = {"POLICY": policy, "TICKETS": tickets} | ({"--events": source.events} if source.events else {})
    refuse_overwriting({"--errors": source.errors}, read)
    words, left_out = words_in(source, written)
    found = words_used(load(policy), words)
    if as_json:
        around = {"file": named(policy), "tickets": named(tickets), **left_out._asdict()}
        print(in_json({**around, **found.to_dict()}, indent=None))
    else:
        print_text("\n".join([found.text(), *left_out.in_words()]))
    return FOUND if found.unknown or left_out.problems else ANSWERED


def _report(policy: Path, today: str | None) -> Report:
    from slaclock.policy import SlaPolicy
    from slaclock.review import check as checked

    source = source_of(policy)
    document = SlaPolicy.from_source(source)
    return checked(document, read_day(today, "today", document.timezone), source)


def _as_data(error: PolicyFileError | OSError, policy: Path) -> Iterator[json_shapes.FileError]:
    from slaclock.errors import key_path

    if isinstance(error, OSError):
        yield {"place": named(policy), "key": "", "text": os_message(error)}
        return
    for place, problem in zip(error.places, error.problems, strict=True):
        yield {"place": place, "key": key_path(problem.path), "text": problem.message}

"""Whether policy files are sound, and what they leave open: `check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slaclock.cli.exit_codes import ANSWERED, FOUND, REFUSED, os_message, say
from slaclock.cli.moments import read_day
from slaclock.cli.parameters import AsJson
from slaclock.cli.policies import source_of
from slaclock.cli.printing import in_json, print_text
from slaclock.cli.streams import named, refuse_reading_twice

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
            "are looked at: .jsonl with their events, or with --events a table of tickets, .csv, .jsonl or .parquet.",
        ),
    ],
    events: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A table of what happened to the tickets."),
    ] = None,
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
    with what it does under the policy; the exit code is 1 when one of them is not known.
    """
    refuse_reading_twice(*policies, *([events] if events else []))
    if events or policies[-1].name.endswith(TICKETS):
        raise typer.Exit(_words_checked(policies, events, as_json))
    codes = [_checked(policy, today, strict, accept or [], as_json, len(policies) > 1) for policy in policies]
    raise typer.Exit(max(codes))


def _checked(policy: Path, today: str | None, strict: bool, accepted: list[str], as_json: bool, is_one_of: bool) -> int:
    """Print what is found in a file, and return the exit code that it deserves."""
    from slaclock.errors import PolicyFileError

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


def _words_checked(paths: list[Path], events: Path | None, as_json: bool) -> int:
    """Print what the words of tickets do, and return the exit code that they deserve."""
    from slaclock.cli.policies import load
    from slaclock.cli.told_words import told_words
    from slaclock.errors import ChoiceError
    from slaclock.review import words_used

    if len(paths) != 2:
        raise ChoiceError(
            f"words of tickets are looked at with one policy and one file of tickets, not {len(paths)} files"
        )
    policy, tickets = paths
    found = words_used(load(policy), told_words(tickets, events))
    if as_json:
        print(in_json({"file": named(policy), "tickets": named(tickets), **found.to_dict()}, indent=None))
    else:
        print_text(found.text())
    return FOUND if found.unknown else ANSWERED


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

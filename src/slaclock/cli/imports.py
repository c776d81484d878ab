"""What other products have, as a policy file or as a file of tickets: `import`."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slaclock.cli.exit_codes import say
from slaclock.cli.parameters import Out
from slaclock.cli.payload_files import answers_in
from slaclock.cli.queues import Errors, MaxBad, OnError, refuse_unclear_errors
from slaclock.cli.read_tickets import kept_tickets
from slaclock.cli.streams import named, put_out, refuse_overwriting

if TYPE_CHECKING:
    from slaclock.adapters import PolicyReading, TicketReading

TICKETS = "-tickets"
"""What stands behind the name of a product where its tickets are meant."""
MOST_SHOWN = 20
"""Losses of tickets that are said, those that differ in their places alone as one."""


def import_(
    product: Annotated[
        str,
        typer.Argument(
            metavar="PRODUCT", help="Whose answers they are, e.g. zendesk; its tickets, e.g. zendesk-tickets."
        ),
    ],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="What it answers, in any order: JSON, JSON lines or its own format; - is standard input.",
        ),
    ],
    out: Out = None,
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="Time zone of schedules and times that state none.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What the policy is to be called.")] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="MARK", help="Calendars: name or category of the all-day events that are holidays."),
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(metavar="MARK", help="Calendars: name or category of all-day events that are no holidays."),
    ] = None,
    holidays: Annotated[
        str | None, typer.Option(metavar="PLACE", help="Opening hours: whose public holidays they mean, e.g. DE.")
    ] = None,
    on_error: OnError = "stop",
    errors: Errors = None,
    max_bad: MaxBad = None,
) -> None:
    """What another product has, as a policy file or as tickets.

    FILE is what its API answers or exports: schedules, holidays and targets; or tickets and their histories. What each
    file holds is seen from its keys. The policy file has a comment at each thing that could not be carried over, and
    the ids of what was read; what is lost of tickets is said on standard error. `--on-error`, `--errors` and
    `--max-bad` are about tickets, `--name` is about policies. `--only` and `--leave-out` may stand several times.
    """
    choices = {"only": only, "leave_out": leave_out, "holidays": holidays}
    chosen = {name: said for name, said in choices.items() if said is not None}
    _refuse_choices(product, chosen)
    refuse_overwriting({"--out": out, "--errors": errors}, {f"FILE {named(file)}": file for file in files})
    if product.endswith(TICKETS):
        _refuse_option(name is not None, "--name", f"a policy; leave it out, or import {product.removesuffix(TICKETS)}")
        refuse_unclear_errors(on_error, errors)
        reading: TicketReading = _function(product, "tickets_of_answers")(answers_in(files), timezone)
        text = kept_tickets(reading, on_error, errors, max_bad).jsonl()
        put_out(text, out)
        _say_losses(reading)
    else:
        about_tickets = on_error != "stop" or errors is not None or max_bad is not None
        _refuse_option(about_tickets, "--on-error, --errors, --max-bad", f"tickets; import {product}{TICKETS}")
        read = _function(product, "policy_of_answers")
        _import_policy(read(answers_in(files), timezone, name or _title(product), **chosen), out)


def _import_policy(reading: PolicyReading, out: Path | None) -> None:
    text = reading.yaml()
    _refuse_what_no_file_holds(text)
    put_out(text, out)
    say_counts(reading)


def _title(product: str) -> str:
    from slaclock.adapters import PRODUCTS

    return PRODUCTS[product]


def _refuse_choices(product: str, chosen: Collection[str]) -> None:
    """Refuse what a product cannot be told."""
    from slaclock.adapters import TAKES

    for name in chosen:
        takers = TAKES[name]
        option = f"--{name.replace('_', '-')}"
        _refuse_option(product not in takers, option, f"{' and '.join(takers)}; leave it out for {product}")


def _function(product: str, does: Any) -> Any:
    from slaclock.adapters import of_product

    return of_product(product.removesuffix(TICKETS), does)


def _refuse_option(is_given: bool, options: str, subject: str) -> None:
    from slaclock.errors import ChoiceError

    if is_given:
        raise ChoiceError(f"{options} is about {subject}")


def say_counts(reading: PolicyReading | TicketReading) -> None:
    """Say how many records were read, by their kind, and how much of them has no place here."""
    read = ", ".join(_counted(number, kind.replace("_", " ")) for kind, number in reading.counts.items()) or "nothing"
    say(f"read {read}; {len(reading.losses):,} could not be carried over")


def _counted(number: int, plural: str) -> str:
    """So many records of a kind: `2 policies`, `1 policy`; hours are a kind that has no one of it."""
    if number == 1 and not plural.endswith("hours"):
        for end, singular in (("ies", "y"), ("uses", "us"), ("xes", "x"), ("s", "")):
            if plural.endswith(end):
                return f"1 {plural.removesuffix(end)}{singular}"
    return f"{number:,} {plural}"


def _say_losses(reading: TicketReading) -> None:
    """Say what is lost of tickets: a file of them has no place for comments."""
    from slaclock.adapters import alike

    gathered = alike(reading.losses)
    for loss, number in gathered[:MOST_SHOWN]:
        say(f"not carried over: {loss}" + (f" (and {number - 1:,} more like it)" if number > 1 else ""))
    if len(gathered) > MOST_SHOWN:
        say(f"and {len(gathered) - MOST_SHOWN:,} more kinds of losses; read fewer files at a time to see them")
    say_counts(reading)


def _refuse_what_no_file_holds(text: str) -> None:
    """Refuse a policy that is too large for a policy file."""
    from slaclock.policy import SlaPolicy

    SlaPolicy.loads(text, name="the policy file")

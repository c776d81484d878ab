"""A policy as plain data that answers for stated years: `compile`."""

from __future__ import annotations

from typing import Annotated

import typer

from slaclock.cli.exit_codes import FOUND, say
from slaclock.cli.parameters import Out, PolicyFile
from slaclock.cli.policies import refuse_customers, source_of
from slaclock.cli.streams import named, put_out, refuse_overwriting
from slaclock.cli.written_years import read_years


def compile(
    policy: PolicyFile,
    years: Annotated[
        str,
        typer.Option(metavar="YEARS", help="The years for which it answers, e.g. 2026 or 2024-2030; at most 50."),
    ],
    customer_timezone: Annotated[
        list[str] | None,
        typer.Option(
            "--customer-timezone",
            metavar="ZONE",
            help="A time zone in which customers are, where the policy speaks of their clocks; once for each zone.",
        ),
    ] = None,
    out: Out = None,
) -> None:
    """A policy as plain data that answers for some years.

    Its examples are tried first: where one fails, nothing is written, and the exit code is 1.

    It answers as the policy does now. Neither newer holidays nor newer time zones nor a newer slaclock move an
    answer of the file. It is read in a fraction of the time, by Python without any other package, and by SQL and
    JavaScript.
    """
    from slaclock.policy import SlaPolicy
    from slaclock.review import failed_examples

    refuse_overwriting({"--out": out}, {"POLICY": policy})
    span = read_years(years)
    source = source_of(policy)
    document, zones = SlaPolicy.from_source(source), customer_timezone or ()
    refuse_customers(document, zones)
    if failures := list(failed_examples(document, source)):
        shown = "\n".join(failure.item() for failure in failures)
        say(f"{named(policy)} says otherwise than its examples, so it is not compiled; mend one of the two\n{shown}")
        raise typer.Exit(FOUND)
    compiled = document.compile((span[0], span[-1]), zones)
    put_out(compiled.dumps().removesuffix("\n"), out, in_utf8=True)

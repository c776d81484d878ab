"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

INSTANT = 'E.g. "2026-11-25 17:00" or "tomorrow 9am" on the clocks of the policy, 2026-11-25T22:00Z, or now.'

PolicyFile = Annotated[
    Path, typer.Argument(metavar="POLICY", help="Policy file: .yaml, .toml or .json, or - for standard input.")
]
TicketsFile = Annotated[Path, typer.Argument(metavar="TICKETS", help="Tickets as JSON lines, or - for standard input.")]
Plan = Annotated[str | None, typer.Option(metavar="NAME", help="Plan; not needed where there is only one.")]
Priority = Annotated[
    str | None, typer.Option(metavar="NAME", help="Priority; not needed where all have the same target.")
]
Channel = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Channel of the request, e.g. phone, where targets differ by channel."),
]
ScheduleName = Annotated[
    str | None,
    typer.Option("--schedule", metavar="NAME", help="Schedule or closure; not needed where there is only one."),
]
Now = Annotated[str | None, typer.Option(metavar="INSTANT", help=f"As of this instant; by default now. {INSTANT}")]
CustomerZone = Annotated[
    str | None,
    typer.Option(
        "--customer-timezone",
        metavar="ZONE",
        help="Time zone of the customer, for policies that depend on it; a ticket's own wins.",
    ),
]
CustomerHolidays = Annotated[
    str | None,
    typer.Option(
        "--customer-holidays",
        metavar="HOLIDAYS",
        help="Holidays where the customer is, e.g. JP or US-CA, for policies that depend on them.",
    ),
]
Reader = Annotated[
    Literal["customer", "engineer"] | None,
    typer.Option(
        "--audience",
        help="Who reads it: a customer sees words for internal names, and no numbers of rules. By default an engineer "
        "on the terminal, and a customer on a page.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", metavar="FILE", help="Write it to this file, whole or not at all; by default standard output."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache", help="Neither take the answer from what is kept of the policy, nor keep anything of it."
    ),
]
TimesWritten = Annotated[
    str,
    typer.Option(metavar="FORMAT", help="How times are written: iso8601, epoch_s, epoch_ms or e.g. '%d.%m.%Y %H:%M'."),
]
Separator = Annotated[
    str | None,
    typer.Option(
        metavar="SIGN",
        help="What stands between the values of CSV: a sign, or comma, semicolon, tab, pipe, space. By default commas, "
        "or semicolons or tabs where the header has no commas.",
    ),
]
TimesZone = Annotated[str | None, typer.Option(metavar="ZONE", help="Time zone of times that have no offset.")]
TicketColumns = Annotated[
    list[str] | None,
    typer.Option(
        "--ticket-column",
        metavar="MEANING=COLUMN",
        help="A column of a table of tickets that is called otherwise, e.g. status=state; again for each.",
    ),
]
EventColumns = Annotated[
    list[str] | None,
    typer.Option(
        "--event-column",
        metavar="MEANING=COLUMN",
        help="A column of the events that is called otherwise, e.g. kind=event; again for each.",
    ),
]

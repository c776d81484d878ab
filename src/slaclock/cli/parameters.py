"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

INSTANT = 'E.g. "2026-11-25 17:00" or "tomorrow 9am" on the clocks of the policy, 2026-11-25T22:00Z, or now.'

PolicyFile = Annotated[
    Path, typer.Argument(metavar="POLICY", help="Policy file: .yaml, .toml or .json, or - for standard input.")
]
TicketsFile = Annotated[Path, typer.Argument(metavar="TICKETS", help="Tickets as JSON lines, or - for standard input.")]
Plan = Annotated[str | None, typer.Option(help="Plan; not needed when the policy has one only.")]
Priority = Annotated[str | None, typer.Option(help="Priority; not needed when all have one target.")]
Channel = Annotated[
    str | None, typer.Option(help="How it came, e.g. phone, where what is promised differs by channel.")
]
ScheduleName = Annotated[
    str | None, typer.Option("--schedule", help="Schedule or closure; not needed when there is one only.")
]
Now = Annotated[str | None, typer.Option(help=f"As of when; by default as of now. {INSTANT}")]
CustomerZone = Annotated[
    str | None, typer.Option("--customer-timezone", help="The customer's zone, where the policy speaks of it.")
]
Out = Annotated[
    Path | None, typer.Option(help="Write it to this file, whole or not at all; standard output by default, or -.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

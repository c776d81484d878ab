"""The report over many tickets: `report`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from slaclock.cli.exit_codes import say
from slaclock.cli.moments import read_moment, right_now
from slaclock.cli.parameters import (
    AsJson,
    CustomerZone,
    EventColumns,
    Now,
    Out,
    PolicyFile,
    Separator,
    TicketColumns,
    TimesWritten,
    TimesZone,
)
from slaclock.cli.policies import load
from slaclock.cli.printing import in_json
from slaclock.cli.queues import Errors, MaxBad, OnError
from slaclock.cli.streams import is_standard, put_out, refuse_overwriting, refuse_reading_twice
from slaclock.cli.ticket_sources import NO_TABLES, Source, Tables

if TYPE_CHECKING:
    from slaclock.reports import Report


def report(
    policy: PolicyFile,
    tickets: Annotated[
        Path,
        typer.Argument(
            metavar="TICKETS",
            help="Tickets with their events as JSON lines, or - for standard input; with --events, a table of tickets: "
            ".csv, .jsonl or .parquet.",
        ),
    ],
    events: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A table of what happened: columns ticket, at, kind, and others of events."),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            metavar="NAMES",
            help="By what it is grouped: month, month_due, month_closed, plan, priority, or a column of the tickets.",
        ),
    ] = "month,priority",
    now: Now = None,
    format: Annotated[
        Literal["text", "markdown", "csv", "html"], typer.Option(help="How the report is written.")
    ] = "text",
    out: Out = None,
    detail: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a row for each cycle that was counted: .csv or .parquet."),
    ] = None,
    working_day: Annotated[
        str | None,
        typer.Option(metavar="AMOUNT", help="Show durations in working days of so much open time."),
    ] = None,
    ticket_column: TicketColumns = None,
    event_column: EventColumns = None,
    time_format: TimesWritten = "iso8601",
    timezone: TimesZone = None,
    separator: Separator = None,
    for_spreadsheets: Annotated[
        bool,
        typer.Option(
            "--for-spreadsheets",
            help="Write an apostrophe before names in CSV that a spreadsheet would compute, as =1+2.",
        ),
    ] = False,
    on_error: OnError = "stop",
    errors: Errors = None,
    max_bad: MaxBad = None,
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """How far promises were kept, group by group.

    Attainment, shares of targets used, time over target and paused, and the worst tickets.
    """
    try:
        from slaclock.columns import tables_of_tickets
        from slaclock.reports import report as made
    except ImportError:
        raise ImportError("reports need an extra; run: pip install 'slaclock[columns]'") from None

    read = {"POLICY": policy, "TICKETS": tickets} | ({"--events": events} if events else {})
    refuse_reading_twice(*read.values())
    refuse_overwriting({"--out": out, "--detail": detail, "--errors": errors}, read)
    document = load(policy, customer_timezone)
    as_of = read_moment(now, "now", document.timezone).instant if now else right_now(document.timezone)
    day = _day(working_day)
    names = [name.strip() for name in by.split(",") if name.strip()]
    written = Tables(time_format, timezone, separator, ticket_column, event_column)
    source = Source(tickets, events, on_error, errors, max_bad)
    if events:
        known, happened, left_out = source.tables(written)
        found = made(document, known, happened, as_of, names, **written.columns())
    else:
        written.refuse(NO_TABLES)
        told, left_out = source.lines()
        found = made(document, *tables_of_tickets(told), as_of, names)
    found = replace(found, problems=(*left_out.problems, *found.problems))
    if left_out.bad:
        say(f"{left_out.bad:,} {'row is' if left_out.bad == 1 else 'rows are'} left out")
    if detail:
        _write_detail(found, detail, for_spreadsheets)
    text = in_json(found.to_dict()) if as_json else _written(found, format, day, for_spreadsheets)
    put_out(text, out, in_utf8=format == "html" and not as_json)


def _day(text: str | None) -> timedelta | None:
    from slaclock.errors import ChoiceError
    from slaclock.targets import Target

    if text is None:
        return None
    duration = Target(text).duration
    if duration is None:
        raise ChoiceError(f"--working-day is the open time in a working day, e.g. '8 hours', not {text!r}")
    return duration


def _written(found: Report, format: str, day: timedelta | None, for_spreadsheets: bool) -> str:
    match format:
        case "markdown":
            return found.markdown(day)
        case "csv":
            return found.csv("quoted" if for_spreadsheets else "kept")
        case "html":
            return found.html(day)
        case _:
            return found.text(day)


def _write_detail(found: Report, detail: Path, for_spreadsheets: bool) -> None:
    from slaclock.errors import ChoiceError
    from slaclock.tables import write_table

    if is_standard(detail):
        raise ChoiceError("--detail is a file beside the report; name one ending in .csv or .parquet")
    write_table(found.detail, detail, "quoted" if for_spreadsheets else "kept")

"""A policy file as a document to publish, and what changes in it: `compare`, `calendar`, `diff`."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

import typer

from slaclock.cli.exit_codes import FOUND
from slaclock.cli.moments import read_day, read_moment, right_now
from slaclock.cli.parameters import (
    INSTANT,
    AsJson,
    CustomerHolidays,
    CustomerZone,
    Out,
    PolicyFile,
    Reader,
    ScheduleName,
)
from slaclock.cli.policies import is_compiled, load, schedule_of
from slaclock.cli.printing import in_json, print_json, print_text
from slaclock.cli.recompiled import compare_compiled, refuse_spans
from slaclock.cli.streams import put_out, refuse_overwriting, refuse_reading_twice


def compare(
    policy: PolicyFile,
    at: Annotated[str | None, typer.Option(metavar="INSTANT", help=f"The version in force then. {INSTANT}")] = None,
    format: Annotated[Literal["text", "markdown", "html"], typer.Option(help="How it is written.")] = "text",
    out: Out = None,
    audience: Reader = None,
    customer_timezone: CustomerZone = None,
    customer_holidays: CustomerHolidays = None,
    as_json: AsJson = False,
) -> None:
    """The plans of a policy side by side, as a table to publish."""
    from slaclock.review import compare as compared

    refuse_overwriting({"--out": out}, {"POLICY": policy})
    document = load(policy, customer_timezone, customer_holidays)
    zone = customer_timezone or document.timezone
    comparison = compared(document, read_moment(at, "at", zone).instant if at else None)
    if as_json:
        put_out(in_json(comparison.for_audience(audience or "engineer").to_dict()), out)
    elif format == "text":
        put_out(comparison.text(shutil.get_terminal_size((100, 24)).columns, audience or "engineer"), out)
    elif format == "markdown":
        put_out(comparison.markdown(audience or "customer"), out)
    else:
        put_out(comparison.html(audience or "customer"), out, in_utf8=True)


def calendar(
    policy: PolicyFile,
    schedule: ScheduleName = None,
    year: Annotated[int | None, typer.Option(metavar="YEAR", help="Calendar year; by default this one.")] = None,
    format: Annotated[Literal["text", "html", "ics"], typer.Option(help="How it is written.")] = "text",
    out: Out = None,
    customer_timezone: CustomerZone = None,
    customer_holidays: CustomerHolidays = None,
    as_json: AsJson = False,
) -> None:
    """A year on a page, or as iCalendar.

    Every date is open, closed, a holiday or special.
    """
    from slaclock.render import year_html, year_ics, year_of, year_text

    refuse_overwriting({"--out": out}, {"POLICY": policy})
    picked = schedule_of(load(policy, customer_timezone, customer_holidays), schedule)
    number = right_now(picked.timezone).year if year is None else year
    if as_json:
        put_out(in_json(year_of(picked, number).to_dict()), out)
    elif format == "text":
        put_out(year_text(year_of(picked, number)), out)
    elif format == "html":
        put_out(year_html(year_of(picked, number)), out, in_utf8=True)
    else:
        put_out(year_ics(picked, number), out, in_utf8=True)


def diff(
    old: Annotated[
        Path,
        typer.Argument(metavar="OLD", help="Policy file as it was, or a compiled policy, or - for standard input."),
    ],
    new: Annotated[
        Path,
        typer.Argument(
            metavar="NEW", help="Policy file as it is to be, or a compiled policy, or - for standard input."
        ),
    ],
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="First date, e.g. 2027-01-01; by default today."),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", min=1, max=3660, help="How many dates to look at; by default 365."),
    ] = None,
    format: Annotated[
        Literal["text", "markdown"] | None, typer.Option(help="How it is written; by default as text.")
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when customers notice a change.")] = False,
    customer_timezone: CustomerZone = None,
    customer_holidays: CustomerHolidays = None,
    as_json: AsJson = False,
) -> None:
    """What changes for customers between two policy files.

    Requests whose due dates move are shown with both, and so are the examples of both files. The exit code is 1 when an
    example of the new one does not hold there.

    Where one of the files is a compiled policy, the other one is compiled now for the same years, and every difference
    between the two is shown: of the policy itself, or of other versions of holidays and time zones. Of two that are
    compiled, the years of both are compared.
    """
    from slaclock.review import diff as compared

    refuse_reading_twice(old, new)
    if is_compiled(old) or is_compiled(new):
        refuse_spans(**{"from": start}, days=days, format=format)
        refuse_spans(customer_timezone=customer_timezone, customer_holidays=customer_holidays)
        compare_compiled(old, new, as_json, exit_code)
        return
    was, to_be = load(old, customer_timezone, customer_holidays), load(new, customer_timezone, customer_holidays)
    first = read_day(start, "from", to_be.timezone)
    found = compared(was, to_be, first, _last_of(first, days or 365))
    if as_json:
        print_json(found.to_dict())
    else:
        print_text(found.markdown() if format == "markdown" else found.text())
    if found.examples_fail or (exit_code and found.changes_for_customers):
        raise typer.Exit(FOUND)


def _last_of(first: date, days: int) -> date:
    """The last of so many dates."""
    from slaclock.errors import InstantRangeError

    try:
        return first + timedelta(days=days - 1)
    except OverflowError:
        raise InstantRangeError(
            f"{days:,} dates from {first} on go past 9999-12-31, the last one; ask for fewer with --days"
        ) from None

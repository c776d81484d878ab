"""Whole files of tickets: `batch`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict

import typer

from slaclock.cli.exit_codes import ending_of, say
from slaclock.cli.history_options import columns_named, columns_of_tickets, refuse_mixed
from slaclock.cli.moments import read_moment, right_now
from slaclock.cli.parameters import (
    INSTANT,
    AsJson,
    CustomerHolidays,
    CustomerZone,
    PolicyFile,
    Separator,
    TimesWritten,
    TimesZone,
)
from slaclock.cli.policies import load
from slaclock.cli.printing import in_json, shown
from slaclock.cli.spools import as_file, delivered, ending_for
from slaclock.cli.streams import is_standard, named, refuse_overwriting, refuse_reading_twice
from slaclock.safe import for_terminal

if TYPE_CHECKING:
    from slaclock.safe import Formulas
    from slaclock.tables import Names, Summary, TimeFormat, Watcher


def batch(
    policy: PolicyFile,
    tickets: Annotated[
        Path,
        typer.Argument(
            metavar="TICKETS", help="Tickets: .csv or .jsonl, also with .gz, or .parquet; - for standard input."
        ),
    ],
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="File to write, of any of these kinds, or - for standard output.")
    ],
    events: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="What happened to the tickets: columns ticket, at, kind, and others of events. Then a row for each "
            "cycle of each metric is written.",
        ),
    ] = None,
    opened: Annotated[str, typer.Option(metavar="COLUMN", help="When tickets were opened.")] = "opened",
    plan: Annotated[str | None, typer.Option(metavar="NAME", help="One plan for all tickets.")] = None,
    plan_column: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Plans of tickets; `plan` if there is one.")
    ] = None,
    priority: Annotated[str | None, typer.Option(metavar="NAME", help="One priority for all tickets.")] = None,
    priority_column: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Priorities of tickets; `priority` if there is one.")
    ] = None,
    metric: Annotated[
        str | None, typer.Option(metavar="NAME", help="One metric for all tickets; first_response if nothing is said.")
    ] = None,
    metric_column: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Metrics of tickets; `metric` if there is one.")
    ] = None,
    channel: Annotated[str | None, typer.Option(metavar="NAME", help="One channel for all tickets.")] = None,
    channel_column: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Channels of tickets; `channel` if there is one.")
    ] = None,
    schedule: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="One schedule on which all targets count, in the place of those of plans."),
    ] = None,
    schedule_column: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Schedules of tickets; `schedule` if there is one.")
    ] = None,
    customer_timezone_column: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="IANA names of the zones of customers; `timezone` if there is one."),
    ] = None,
    started: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="When what is promised started, where that is not the opening; `started` if there is one.",
        ),
    ] = None,
    stopped: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="When clocks stopped; `stopped` if there is one.")
    ] = None,
    ticket_column: Annotated[
        list[str] | None,
        typer.Option(metavar="MEANING=COLUMN", help="With --events: a column of tickets, e.g. id=number."),
    ] = None,
    event_column: Annotated[
        list[str] | None,
        typer.Option(metavar="MEANING=COLUMN", help="With --events: a column of events, e.g. at=created_at."),
    ] = None,
    now: Annotated[
        str | None,
        typer.Option(
            metavar="INSTANT",
            help=f"As of this instant, for tickets that have not stopped; with --events, by default now. {INSTANT}",
        ),
    ] = None,
    time_format: TimesWritten = "iso8601",
    timezone: TimesZone = None,
    separator: Separator = None,
    on_error: Annotated[
        Literal["stop", "skip", "report"],
        typer.Option(help="What to do with a bad row; `report` writes it to another file."),
    ] = "stop",
    errors: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where bad rows are reported; by default OUT.errors.jsonl."),
    ] = None,
    max_bad: Annotated[
        int | None,
        typer.Option(
            metavar="NUMBER",
            min=0,
            help="End with exit code 3, and write nothing, where more than so many rows are bad.",
        ),
    ] = None,
    prefix: Annotated[str, typer.Option(metavar="TEXT", help="Prefix for the names of the new columns.")] = "",
    format: Annotated[
        Literal["csv", "jsonl", "parquet"] | None,
        typer.Option(help="How standard output is written; as the tickets are if nothing is said."),
    ] = None,
    for_spreadsheets: Annotated[
        bool,
        typer.Option(
            "--for-spreadsheets",
            help="Write an apostrophe before cells of CSV that a spreadsheet would compute, as =1+2.",
        ),
    ] = False,
    customer_timezone: CustomerZone = None,
    customer_holidays: CustomerHolidays = None,
    as_json: AsJson = False,
) -> None:
    """Due dates for a whole file of tickets, and who was late.

    With their events, where every metric of each ticket stands. The result is written whole or not at all.
    """
    try:
        from slaclock.tables import TimeFormat, run, run_histories
    except ImportError:
        raise ImportError("whole files need an extra; run: pip install 'slaclock[columns]'") from None

    read = {"POLICY": policy, "TICKETS": tickets} | ({"--events": events} if events else {})
    refuse_reading_twice(*read.values())
    _refuse_unclear_output(out, format, on_error, errors)
    refuse_overwriting({"--out": out, "--errors": errors}, read)
    refuse_mixed(
        {
            "--plan": plan,
            "--priority": priority,
            "--metric": metric,
            "--metric-column": metric_column,
            "--channel": channel,
            "--schedule": schedule,
            "--schedule-column": schedule_column,
            "--started": started,
            "--stopped": stopped,
            "--prefix": prefix,
        },
        {"--ticket-column": ticket_column, "--event-column": event_column},
        with_events=events is not None,
    )
    document = load(policy, customer_timezone, customer_holidays)
    as_of = read_moment(now, "now", document.timezone).instant if now else None
    began = perf_counter()
    with ExitStack() as files:
        source = files.enter_context(as_file(tickets))
        target = files.enter_context(delivered(out, f".{format}" if format else ending_for(source)))
        side = errors and files.enter_context(delivered(errors, ".jsonl"))
        files.enter_context(_saying_what_stays(out))
        handling: _Handling = {
            "times": TimeFormat(time_format, timezone),
            "separator": separator,
            "on_error": on_error,
            "errors": side,
            "max_bad": max_bad,
            "formulas": "quoted" if for_spreadsheets else "kept",
            "progress": files.enter_context(_shown_progress()),
        }
        if events:
            as_of = as_of or right_now(document.timezone)
            done = run_histories(
                document,
                source,
                files.enter_context(as_file(events)),
                target,
                as_of,
                ticket_columns=columns_of_tickets(
                    ticket_column or (), opened, plan_column, priority_column, channel_column, customer_timezone_column
                ),
                event_columns=columns_named("--event-column", event_column or ()),
                **handling,
            )
        else:
            done = run(
                document,
                source,
                target,
                opened=opened,
                plan=_named("plan", plan, plan_column),
                priority=_named("priority", priority, priority_column),
                metric=_named("metric", metric, metric_column),
                channel=_named("channel", channel, channel_column),
                schedule=_named("schedule", schedule, schedule_column),
                timezone=_named("customer-timezone", None, customer_timezone_column),
                started=started,
                stopped=stopped,
                now=as_of,
                prefix=prefix,
                **handling,
            )
    report = _Report(done, out, errors, as_of)
    # Where standard output holds rows, what is said of them goes beside it.
    stream = sys.stderr if report.on_stdout else sys.stdout
    print(in_json(report.in_json()) if as_json else for_terminal(report.in_words(), keep_lines=True), file=stream)
    if sys.stderr.isatty():
        print(_rate(done.answered + done.bad, perf_counter() - began), file=sys.stderr)


class _Handling(TypedDict):
    """How rows are read and written, whether they stand alone or have events."""

    times: TimeFormat
    separator: str | None
    on_error: Literal["stop", "skip", "report"]
    errors: Path | None
    max_bad: int | None
    formulas: Formulas
    progress: Watcher | None


@contextmanager
def _saying_what_stays(out: Path) -> Iterator[None]:
    """Say of an interrupt what it left at the place of the output."""
    stood = _standing(out)
    try:
        yield
    except KeyboardInterrupt as interrupt:
        ending = ending_of(interrupt)
        with suppress(OSError):
            say(f"{ending.word}; {_left(out, stood)}")
        raise typer.Exit(ending.code) from None


def _refuse_unclear_output(out: Path, format: str | None, on_error: str, errors: Path | None) -> None:
    from slaclock.errors import ChoiceError

    if format and not is_standard(out):
        raise ChoiceError(f"the ending of {out} says how it is written; leave out --format, or write --out -")
    if errors and on_error != "report":
        raise ChoiceError(f"--errors names a file for bad rows; write it with --on-error report, not {on_error}")
    if is_standard(out) and on_error == "report" and errors is None:
        raise ChoiceError("standard output has no name to put bad rows beside; name a file for them with --errors")
    if is_standard(out) and is_standard(errors):
        raise ChoiceError("standard output holds rows or bad rows, not both; name a file for one of them")


def _standing(out: Path) -> tuple[int, int] | None:
    """What stands at a place, to be told from what may come there."""
    try:
        found = out.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _left(out: Path, stood: tuple[int, int] | None) -> str:
    if is_standard(out):
        return "nothing was written"
    return f"{out} is as it was" if _standing(out) == stood else f"{out} had been written, whole"


def _named(what: str, name: str | None, column: str | None) -> Names:
    from slaclock.errors import ChoiceError
    from slaclock.tables import Column

    if name is not None and column is not None:
        raise ChoiceError(f"give --{what} for all tickets or --{what}-column for a name in each, not both")
    return Column(column) if column is not None else name


@dataclass(frozen=True)
class _Report:
    """What is said of a run."""

    done: Summary
    out: Path
    errors: Path | None
    as_of: datetime | None

    @property
    def on_stdout(self) -> bool:
        """Whether rows stand on standard output."""
        return is_standard(self.out) or is_standard(self.errors)

    def in_json(self) -> dict[str, Any]:
        side = self.errors or self.done.errors
        places = {
            "out": named(self.out, "<stdout>"),
            "errors": named(side, "<stdout>") if self.done.errors and side else None,
        }
        return {**self.done.to_dict(), **places, "now": self.as_of}

    def in_words(self) -> str:
        facts = self.in_json()
        as_of = f", as of {shown(self.as_of)}" if self.as_of else ""
        held = "due dates" if facts["sorted"] is None else "a cycle each"
        lines = [f"{_count(facts['answered'], 'row')} with {held} in {facts['out']}{as_of}"]
        if facts["errors"]:
            lines.append(f"{_count(facts['bad'], 'bad row')} in {facts['errors']}")
        elif facts["bad"]:
            lines.append(f"{_count(facts['bad'], 'bad row')} left out")
        if facts["one_by_one"]:
            lines.append(f"{_count(facts['one_by_one'], 'ticket')} asked one by one, which takes longer")
        if facts["sorted"] is False:
            lines.append("the files are not sorted by ticket, so both were held in memory")
        return "\n".join(lines)


@contextmanager
def _shown_progress() -> Iterator[Watcher | None]:
    """A bar with the rate and the time left, on a terminal that can draw one."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    parts = (BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[pace]}"), TimeRemainingColumn())
    began = perf_counter()
    with Progress(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0, pace="")
        yield lambda done: bar.update(task, completed=done.share, pace=_rate(done.rows, perf_counter() - began))


def _rate(rows: int, seconds: float) -> str:
    return f"{_count(rows, 'row')}, {rows / seconds:,.0f} a second"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

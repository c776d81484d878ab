"""Whole files of tickets: `batch`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from slaclock.cli.app import INSTANT, AsJson, CustomerZone, Moment, PolicyFile, app, load, print_json

if TYPE_CHECKING:
    from slaclock.tables import Names, Summary, Watcher


@app.command(
    epilog="Example:\n\n\b\n  slaclock batch policy.yaml tickets.csv --out due.csv --timezone America/New_York"
)
def batch(
    policy: PolicyFile,
    tickets: Annotated[
        Path, typer.Argument(metavar="TICKETS", help="Tickets: .csv or .jsonl, also with .gz, or .parquet.")
    ],
    out: Annotated[Path, typer.Option(help="The file to write, of any of these kinds.")],
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
    stopped: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="When clocks stopped; `stopped` if there is one.")
    ] = None,
    now: Annotated[str | None, typer.Option(help=f"As of when clocks run that have not stopped. {INSTANT}")] = None,
    time_format: Annotated[
        str,
        typer.Option(
            metavar="FORMAT", help="How times are written: iso8601, epoch_s, epoch_ms or e.g. '%d.%m.%Y %H:%M'."
        ),
    ] = "iso8601",
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="On whose clocks times without an offset were read.")
    ] = None,
    on_error: Annotated[
        str, typer.Option(metavar="stop|skip|report", help="What a bad row does; `report` writes it to another file.")
    ] = "stop",
    errors: Annotated[
        Path | None, typer.Option(help="Where bad rows are reported; OUT.errors.jsonl if nothing is said.")
    ] = None,
    prefix: Annotated[str, typer.Option(help="What the names of the new columns begin with.")] = "",
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """Due dates for a whole file of tickets, and who was late; the result is written whole or not at all."""
    try:
        from slaclock.tables import TimeFormat, run
    except ImportError:  # pragma: no cover - tried by hand: the tests have the extra
        sys.exit("slaclock: whole files need an extra; run: pip install 'slaclock[columns]'")

    document = load(policy, customer_timezone)
    began = perf_counter()
    try:
        with _shown_progress() as progress:
            done = run(
                document,
                tickets,
                out,
                opened=opened,
                plan=_named("plan", plan, plan_column),
                priority=_named("priority", priority, priority_column),
                metric=_named("metric", metric, metric_column),
                channel=_named("channel", channel, channel_column),
                stopped=stopped,
                now=Moment(now, document, "now").instant if now else None,
                times=TimeFormat(time_format, timezone),
                on_error=on_error,  # type: ignore[arg-type]  # checked there
                errors=errors,
                prefix=prefix,
                progress=progress,
            )
    except KeyboardInterrupt:
        print(f"slaclock: interrupted; {out} is as it was", file=sys.stderr)
        raise typer.Exit(130) from None
    _print_summary(done, perf_counter() - began, as_json)


def _named(what: str, name: str | None, column: str | None) -> Names:
    from slaclock.errors import ChoiceError
    from slaclock.tables import Column

    if name is not None and column is not None:
        raise ChoiceError(f"give --{what} for all tickets or --{what}-column for a name in each, not both")
    return Column(column) if column is not None else name


@contextmanager
def _shown_progress() -> Iterator[Watcher | None]:
    """A bar with the rate and the time left, on a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    parts = (BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn())
    began = perf_counter()
    with Progress(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0, told="")
        yield lambda done: bar.update(task, completed=done.share, told=_rate(done.rows, perf_counter() - began))


def _rate(rows: int, seconds: float) -> str:
    return f"{_count(rows, 'row')}, {rows / seconds:,.0f} a second"


def _print_summary(done: Summary, seconds: float, as_json: bool) -> None:
    if as_json:
        side = str(done.errors) if done.errors else None
        print_json({"out": str(done.out), "answered": done.answered, "bad": done.bad, "errors": side})
        return
    print(f"{_count(done.answered, 'row')} with due dates in {done.out}")
    if done.errors:
        print(f"{_count(done.bad, 'bad row')} in {done.errors}")
    elif done.bad:
        print(f"{_count(done.bad, 'bad row')} left out")
    if sys.stderr.isatty():
        print(_rate(done.answered + done.bad, seconds), file=sys.stderr)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

"""Where tickets stand, what breaks next, and how far goals were met: `status`, `agenda`, `goals`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slaclock.cli.app import (
    INSTANT,
    AsJson,
    CustomerZone,
    Moment,
    PolicyFile,
    app,
    load,
    print_json,
    print_lines,
    shown,
    table,
    write_whole,
)

if TYPE_CHECKING:
    from slaclock.policy import Attainment, SlaPolicy
    from slaclock.tickets import Evaluation, MetricStatus, Status, Ticket


@app.command(epilog='Example:\n\n\b\n  slaclock status policy.yaml ticket.json --now "2026-11-27 10:00" --why')
def status(
    policy: PolicyFile,
    ticket: Annotated[Path, typer.Argument(metavar="TICKET", help="The ticket with its events, as JSON.")],
    now: Annotated[str, typer.Option(help=f"As of when. {INSTANT}")],
    why: Annotated[bool, typer.Option("--why", help="Show every stretch of every metric.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page with pictures to this file.")] = None,
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """Where every metric of a ticket stands."""
    document = load(policy, customer_timezone)
    moment = Moment(now, document, "now")
    evaluation = document.evaluate(_one_ticket(ticket), moment.instant)
    if html:
        from slaclock.render import evaluation_html

        write_whole(html, evaluation_html(evaluation))
    if as_json:
        answer = evaluation.to_dict()
        explained = [each.explain().model_dump(mode="json") for each in evaluation.cycles] if why else []
        print_json(answer | ({"explanations": explained} if why else {}) | {"notes": moment.notes})
        return
    rows = [(_metric_name(each), *_status_cells(each.status, document)) for each in evaluation.cycles]
    notes = [*moment.notes, *_heard(evaluation, document), *evaluation.problems]
    print_lines(table(("metric", "state", "due", "left", "next change"), rows), notes)
    for each in evaluation.cycles if why else ():
        print(f"\n{each.explain().text()}")


def _heard(evaluation: Evaluation, policy: SlaPolicy) -> Iterator[str]:
    """Who should have heard of promises that are still open."""
    from slaclock.hours import zone_named

    zone = zone_named(policy.timezone)
    for each in evaluation.running:
        for rung in (rung for rung in each.status.escalations if rung.reached):
            yield f"{_metric_name(each)} went to {rung.name} {shown(rung.at.astimezone(zone))}"


@app.command(epilog='Example:\n\n\b\n  slaclock agenda policy.yaml tickets.jsonl --now "2026-11-27 10:00"')
def agenda(
    policy: PolicyFile,
    tickets: Annotated[Path, typer.Argument(metavar="TICKETS", help="Tickets as JSON lines.")],
    now: Annotated[str, typer.Option(help=f"As of when. {INSTANT}")],
    most: Annotated[int, typer.Option(min=1, help="How many promises to show at the most.")] = 50,
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """What breaks next, soonest first; what is broken already stands above it, what is paused below."""
    document = load(policy, customer_timezone)
    moment = Moment(now, document, "now")
    items = document.agenda(_tickets(tickets), moment.instant)
    if as_json:
        listed = [{"ticket": item.ticket.id, **item.status.to_dict()} for item in items[:most]]
        print_json({"now": moment.instant.isoformat(), "agenda": listed, "open": len(items), "notes": moment.notes})
        return
    rows = [
        (
            item.ticket.id,
            item.metric.clock.priority or "",
            _metric_name(item.metric),
            *_status_cells(item.status, document),
        )
        for item in items[:most]
    ]
    more = [f"{len(items) - most} more; show them with --most {len(items)}"] if len(items) > most else []
    headings = ("ticket", "priority", "metric", "state", "due", "left", "next change")
    print_lines(table(headings, rows), [*moment.notes, *more])


@app.command(epilog='Example:\n\n\b\n  slaclock goals policy.yaml tickets.jsonl --now "2026-12-01 00:00"')
def goals(
    policy: PolicyFile,
    tickets: Annotated[Path, typer.Argument(metavar="TICKETS", help="Tickets as JSON lines.")],
    now: Annotated[str, typer.Option(help=f"As of when. {INSTANT}")],
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """How far the goals of a policy were met, period by period."""
    document = load(policy, customer_timezone)
    moment = Moment(now, document, "now")
    found = document.attainment(_tickets(tickets), moment.instant)
    if as_json:
        print_json({"now": moment.instant.isoformat(), "goals": [each.to_dict() for each in found]})
        return
    headings = ("plan", "metric", "priority", "goal", "period", "met", "missed", "open", "share", "reached")
    rows = [_goal_cells(each) for each in found]
    nothing = [] if rows else ["no request counts for a goal of this policy"]
    print_lines(table(headings, rows), [*moment.notes, *nothing])


def _goal_cells(found: Attainment) -> tuple[str, ...]:
    # Rounded down, so that a share that is not enough does not look so.
    share = "" if found.share is None else f"{int(found.share * 1000) / 10}%"
    reached = {True: "yes", False: "no" if not found.can_be_met else "not yet", None: ""}[found.is_met]
    counted = (str(each) for each in (found.met, found.missed, found.undecided))
    names = (found.plan, found.metric, found.priority or "all", str(found.goal))
    return (*names, str(found.first or "all"), *counted, share, reached)


def _one_ticket(path: Path) -> Ticket:
    from slaclock.errors import ClockError

    found = list(_tickets(path))
    if len(found) != 1:
        raise ClockError(f"{path} holds {len(found)} tickets; `status` takes one, and `agenda` many")
    return found[0]


def _tickets(path: Path) -> Iterator[Ticket]:
    """One ticket from a JSON document, or one from each line; a bad one is named by its line."""
    from slaclock.errors import ClockError, DeclarationError, Problem
    from slaclock.tickets import Ticket

    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClockError(f"{path} is not UTF-8 text: {error.reason} at byte {error.start}") from None
    name = str(path)
    lines = [(1, text)] if path.suffix == ".json" else list(enumerate(text.splitlines(), start=1))
    for number, line in lines:
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            if not isinstance(fields, dict):
                raise DeclarationError("ticket", [Problem((), f"a ticket is a JSON object, not {line.strip()!r:.60}")])
            yield Ticket(**fields)
        except json.JSONDecodeError as error:
            place = f"{number + error.lineno - 1}:{error.colno}"
            raise ClockError(f"{name}:{place}: this is not JSON: {error.msg.lower()}") from None
        except DeclarationError as error:
            raise ClockError(f"{name}:{number}: {error}") from None


def _metric_name(metric: MetricStatus) -> str:
    return f"{metric.metric} ({metric.cycle})" if metric.cycle > 1 else metric.metric


def _status_cells(status: Status, policy: SlaPolicy) -> tuple[str, str, str, str]:
    from slaclock.hours import zone_named
    from slaclock.targets import short_duration

    zone = zone_named(policy.timezone)
    left = "" if status.stopped_at else short_duration(status.remaining)
    change = ""
    if status.next_change:
        # A breach comes with the first microsecond after the due instant.
        after = "after " if status.next_change > status.due and status.next_change.microsecond == 1 else ""
        change = after + shown(status.next_change.replace(microsecond=0).astimezone(zone))
    return status.state.replace("_", " "), shown(status.due.astimezone(zone)), left, change

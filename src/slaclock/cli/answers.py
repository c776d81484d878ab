"""When something is due, how much open time passed, when support is open: `due`, `elapsed`, `hours`, `notice`."""

from __future__ import annotations

from typing import Annotated

import typer

from slaclock.cli.app import (
    INSTANT,
    AsJson,
    Channel,
    CustomerZone,
    Moment,
    PolicyFile,
    app,
    iso_duration,
    load,
    print_json,
    print_lines,
    schedule_of,
    shown,
)


@app.command(
    epilog='Example:\n\n\b\n  slaclock due policy.yaml --plan standard --priority P1 --opened "2026-11-25 17:00"'
)
def due(
    policy: PolicyFile,
    opened: Annotated[str, typer.Option(help=f"When it was opened. {INSTANT}")],
    plan: Annotated[str | None, typer.Option(help="Plan; not needed when the policy has one only.")] = None,
    priority: Annotated[str | None, typer.Option(help="Priority; not needed when all have one target.")] = None,
    metric: Annotated[str, typer.Option(help="Metric that is due.")] = "first_response",
    channel: Channel = None,
    why: Annotated[bool, typer.Option("--why", help="Show every stretch from opening to due.")] = False,
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """When something is due, and why."""
    document = load(policy, customer_timezone)
    moment = Moment(opened, document, "opened", customer_timezone)
    explanation = document.explain(moment.instant, plan=plan, priority=priority, metric=metric, channel=channel)
    if as_json:
        answer = {
            "due": explanation.due.isoformat(),
            "opened": explanation.opened.isoformat(),
            "policy": document.name,
            "plan": plan or next(iter(document.plans)),
            "priority": priority,
            "metric": metric,
            "target": explanation.target.written,
            "schedule": explanation.schedule,
            "notes": [*moment.notes, *map(str, explanation.notes)],
        }
        print_json(answer | {"explanation": explanation.model_dump(mode="json")} if why else answer)
    elif why:
        print_lines(explanation.text(), moment.notes)
    else:
        facts = explanation.facts() | {"promise": explanation.subject}
        shown = (f"{name:<8} {facts[name]}" for name in ("due", "opened", "target", "hours", "promise"))
        print_lines("\n".join(shown), moment.notes)


@app.command(
    epilog="Example:\n\n\b\n"
    "  slaclock elapsed policy.yaml --schedule standard --from 2026-11-25T17:00 --to 2026-11-27T12:00"
)
def elapsed(
    policy: PolicyFile,
    start: Annotated[str, typer.Option("--from", help=INSTANT)],
    end: Annotated[str, typer.Option("--to", help=INSTANT)],
    schedule: Annotated[str | None, typer.Option(help="Schedule; not needed when the policy has one only.")] = None,
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """How much open time lies between two instants."""
    from slaclock.targets import write_duration

    document = load(policy, customer_timezone)
    hours = schedule_of(document, schedule)
    first, last = Moment(start, document, "from", customer_timezone), Moment(end, document, "to", customer_timezone)
    counted = hours.elapsed(first.instant, last.instant)
    notes = [*first.notes, *last.notes]
    if as_json:
        print_json(
            {
                "elapsed": iso_duration(counted),
                "from": first.instant.isoformat(),
                "to": last.instant.isoformat(),
                "schedule": str(hours),
                "notes": notes,
            }
        )
    else:
        span = f"from     {first}\nto       {last}"
        print_lines(f"elapsed  {write_duration(counted)}\n{span}\nhours    {hours}", notes)


@app.command(epilog="Example:\n\n\b\n  slaclock hours policy.yaml --schedule standard --from 2026-11-23 --days 14")
def hours(
    policy: PolicyFile,
    start: Annotated[str, typer.Option("--from", help="First date, e.g. 2026-11-23.")],
    schedule: Annotated[
        str | None, typer.Option(help="Schedule or closure; not needed when there is one only.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=3660, help="How many dates.")] = 14,
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """A picture of the days: open, closed, holidays and half days."""
    from slaclock.render import hours_text, picture_days

    document = load(policy, customer_timezone)
    shown = schedule_of(document, schedule)
    first = Moment(start, document, "from", customer_timezone).instant.date()
    if as_json:
        rows = [day.model_dump(mode="json", exclude={"cells"}) for day in picture_days(shown, first, days)]
        print_json({"schedule": str(shown), "timezone": shown.timezone, "days": rows})
    else:
        print(hours_text(shown, first, days))


@app.command(epilog='Example:\n\n\b\n  slaclock notice policy.yaml maintenance --before "2026-12-05 22:00"')
def notice(
    policy: PolicyFile,
    name: Annotated[str, typer.Argument(help="Name of the notice in the policy.")],
    before: Annotated[str, typer.Option(help=f"When it happens. {INSTANT}")],
    as_json: AsJson = False,
) -> None:
    """The latest instant at which notice may be given."""
    document = load(policy)
    moment = Moment(before, document, "before")
    latest = document.notice(name, before=moment.instant)
    if as_json:
        print_json(
            {"due": latest.isoformat(), "before": moment.instant.isoformat(), "notice": name, "notes": moment.notes}
        )
    else:
        target = document.notices[name].target
        print_lines(f"due      {shown(latest)}\nbefore   {moment}\nnotice   {target}, {name}", moment.notes)

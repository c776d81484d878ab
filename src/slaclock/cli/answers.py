"""When something is due, how much open time passed, when support is open: `due`, `elapsed`, `hours`, `notice`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from slaclock.cli.moments import read_day, read_moment
from slaclock.cli.parameters import (
    INSTANT,
    AsJson,
    Channel,
    CustomerHolidays,
    CustomerZone,
    NoCache,
    Plan,
    PolicyFile,
    Priority,
    Reader,
    ScheduleName,
)
from slaclock.cli.policies import load, load_either, load_with_content, schedule_of
from slaclock.cli.printing import print_json, print_lines, print_text, shown

if TYPE_CHECKING:
    from slaclock.cli import json_shapes
    from slaclock.targets import Explanation


def due(
    asked: typer.Context,
    policy: PolicyFile,
    opened: Annotated[
        str,
        typer.Option(
            "--opened",
            "--started",
            metavar="INSTANT",
            help=f"When it was opened, or when the metric started. {INSTANT}",
        ),
    ],
    plan: Plan = None,
    priority: Priority = None,
    metric: Annotated[str, typer.Option(metavar="NAME", help="Metric, e.g. resolution.")] = "first_response",
    channel: Channel = None,
    why: Annotated[bool, typer.Option("--why", help="Show every stretch of time from opening to due.")] = False,
    audience: Reader = None,
    customer_timezone: CustomerZone = None,
    customer_holidays: CustomerHolidays = None,
    as_json: AsJson = False,
    no_cache: NoCache = False,
) -> None:
    """When something is due, and why."""
    from slaclock.targets import text_words

    document, content = load_with_content(policy, customer_timezone, customer_holidays)
    moment = read_moment(opened, "opened", customer_timezone or document.timezone)
    explained = document.explain(moment.instant, plan=plan, priority=priority, metric=metric, channel=channel)
    explanation = explained.for_audience(audience or "engineer")
    life = document.in_force(moment.instant).lifecycle(metric, plan, priority)
    remarks = document.remarks(moment.instant, plan=plan, priority=priority, metric=metric, channel=channel)
    said = () if why or as_json else (each.text for each in remarks)
    notes = [text_words(note, audience or "engineer") for note in (*moment.notes, *said)]
    if as_json:
        answer: json_shapes.Due = {
            "due": explanation.due,
            "opened": explanation.opened,
            "policy": document.name,
            "plan": plan or next(iter(document.plans)),
            "priority": priority,
            "metric": metric,
            "starts_at": list(life.starts_elsewhere),
            "target": explanation.target.written,
            "schedule": explanation.schedule,
            "notes": [*notes, *map(str, explanation.notes)],
        }
        print_json(answer | {"explanation": explanation} if why else answer)
    else:
        print_lines(explanation.text() if why else _in_short(explanation), notes)
    if asked.obj:
        from slaclock.cli.keeping import keep

        keep(asked.obj, document, moment.instant, content)


def _in_short(explanation: Explanation) -> str:
    facts = explanation.facts() | {"promise": explanation.subject}
    return "\n".join(f"{name:<8} {facts[name]}" for name in ("due", "opened", "target", "hours", "promise"))


def elapsed(
    policy: PolicyFile,
    start: Annotated[str, typer.Option("--from", metavar="INSTANT", help=INSTANT)],
    end: Annotated[str, typer.Option("--to", metavar="INSTANT", help=INSTANT)],
    schedule: ScheduleName = None,
    customer_timezone: CustomerZone = None,
    customer_holidays: CustomerHolidays = None,
    as_json: AsJson = False,
) -> None:
    """Open time between two instants, and business days between dates."""
    from slaclock.json_forms import in_seconds
    from slaclock.targets import write_duration

    document = load_either(policy, customer_timezone, customer_holidays)
    hours = schedule_of(document, schedule)
    zone = customer_timezone or document.timezone
    first, last = read_moment(start, "from", zone), read_moment(end, "to", zone)
    counted = hours.elapsed(first.instant, last.instant)
    days = hours.business_days(*(at.instant.astimezone(hours._zone).date() for at in (first, last)))
    notes = [*first.notes, *last.notes]
    if as_json:
        answer: json_shapes.Elapsed = {
            "elapsed": counted,
            "elapsed_seconds": in_seconds(counted),
            "business_days": days,
            "from": first.instant,
            "to": last.instant,
            "schedule": str(hours),
            "notes": notes,
        }
        print_json(answer)
    else:
        facts = {
            "elapsed": write_duration(counted),
            "days": days_words(days),
            "from": first,
            "to": last,
            "hours": hours,
        }
        print_lines("\n".join(f"{name:<8} {value}" for name, value in facts.items()), notes)


def days_words(days: int) -> str:
    """So many business days, in words; the last date does not count."""
    return f"{days} business {'day' if abs(days) == 1 else 'days'}, the last date not counted"


def hours(
    policy: PolicyFile,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First date, e.g. 2026-11-23; by default today.")
    ] = None,
    schedule: ScheduleName = None,
    days: Annotated[int, typer.Option(metavar="NUMBER", min=1, max=3660, help="How many dates.")] = 14,
    customer_timezone: CustomerZone = None,
    customer_holidays: CustomerHolidays = None,
    as_json: AsJson = False,
) -> None:
    """A picture of the days: open, closed, holidays and half days."""
    from slaclock.render import hours_text, picture_days

    picked = schedule_of(load(policy, customer_timezone, customer_holidays), schedule)
    first = read_day(start, "from", picked.timezone)
    if as_json:
        answer = {
            "schedule": str(picked),
            "timezone": picked.timezone,
            "days": [day.model_dump(mode="json", exclude={"cells"}) for day in picture_days(picked, first, days)],
        }
        print_json(answer)
    else:
        print_text(hours_text(picked, first, days))


def notice(
    policy: PolicyFile,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the notice in the policy.")],
    before: Annotated[str, typer.Option(metavar="INSTANT", help=f"When it happens. {INSTANT}")],
    customer_timezone: CustomerZone = None,
    customer_holidays: CustomerHolidays = None,
    as_json: AsJson = False,
) -> None:
    """The latest instant at which notice may be given."""
    document = load_either(policy, customer_timezone, customer_holidays)
    moment = read_moment(before, "before", customer_timezone or document.timezone)
    latest = document.notice(name, before=moment.instant)
    if as_json:
        answer: json_shapes.Notice = {"due": latest, "before": moment.instant, "notice": name, "notes": [*moment.notes]}
        print_json(answer)
    else:
        stated = document.notices[name]
        print_lines(f"due      {shown(latest)}\nbefore   {moment}\nnotice   {stated}, {name}", moment.notes)

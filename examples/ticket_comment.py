"""Write a comment in Markdown that tells a customer when a ticket will be solved, and why not sooner."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from slaclock import Explanation, SlaPolicy, Status, Stretch, Ticket

HERE = Path(__file__).parent
NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")


def comment(policy: SlaPolicy, ticket: Ticket, now: datetime, zone: ZoneInfo) -> str:
    """The comment as of an instant, in the customer's zone."""
    metric = policy.evaluate(ticket, now).latest("resolution")
    return "\n".join([promise(metric.status, zone), "", *reasons(metric.explain(), zone)])


def promise(status: Status, zone: ZoneInfo) -> str:
    due = words(status.due, zone)
    match status.state:
        case "met":
            return f"**This was solved in time.** We had promised it by {due}."
        case "breached":
            solved = f"was solved on {words(status.stopped_at, zone)}" if status.stopped_at else "is not solved yet"
            return f"**We are late, and we are sorry.** This {solved}; we had promised it by {due}."
        case "paused":
            return f"**We are waiting for you.** If you answered now, we would solve this by {due}."
    return f"**We will solve this by {due}.**"


def reasons(why: Explanation, zone: ZoneInfo) -> Iterator[str]:
    yield f"We promise it within {why.target.written}. Not every hour counts:"
    yield ""
    for stretch in why.stretches:
        # A night or a weekend needs no words.
        if stretch.kind != "outside_hours":
            yield f"- {span(stretch.start.astimezone(zone), stretch.end.astimezone(zone))}: {reason(stretch)}"


def reason(stretch: Stretch) -> str:
    hours = f"{stretch.counted.total_seconds() / 3600:g} h"
    match stretch.kind:
        case "open":
            return f"we will be working, {hours}" if stretch.ahead else f"we were working, {hours}"
        case "overdue":
            return f"later than promised, {hours}"
        case "paused":
            return "we waited for you"
        case "holiday":
            return f"closed, {stretch.name}"
    return stretch.reason


def span(start: datetime, end: datetime) -> str:
    return f"{start:%a %H:%M} to {end:%H:%M}" if start.date() == end.date() else f"{start:%a %H:%M} to {end:%a %H:%M}"


def words(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%A %d %B %H:%M %Z}"


policy = SlaPolicy.load(HERE / "policies" / "helpdesk.yaml")
ticket = Ticket(**json.loads((HERE / "tickets" / "T-1042.json").read_text(encoding="utf-8")))
moments = [
    datetime(2026, 11, 25, 10, 0, tzinfo=NEW_YORK),
    datetime(2026, 11, 25, 17, 0, tzinfo=NEW_YORK),
    datetime(2026, 11, 30, 9, 0, tzinfo=NEW_YORK),
]
print("\n\n---\n\n".join(comment(policy, ticket, now, BERLIN) for now in moments))

"""A look at a ticket: report what is new, and plan the next one.

A look says for which instant it was planned. Where an event has planned another one meanwhile, that instant no longer
stands at the ticket, and the look does nothing: so one look is to come for each ticket, however many events there were.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from slaclock import Evaluation, SlaClockError, SlaPolicy

from .desk import Desk

log = logging.getLogger(__name__)


def look(
    desk: Desk,
    policy: SlaPolicy,
    ticket: str,
    planned: datetime,
    now: datetime,
    report: Callable[[str], object],
    longest: timedelta = timedelta.max,
) -> datetime | None:
    """Report the warnings and breaches of a ticket that are new, and note when to look again.

    Args:
        desk: The tickets.
        policy: What is promised.
        ticket: Its id.
        planned: For which instant this look was planned.
        now: When it takes place.
        report: Is given a line of text for each of them.
        longest: After which time to look at the latest.

    Returns:
        For which instant the scheduler plans the next look; `None` where this one was no longer wanted, or where
        nothing changes by itself.
    """
    if desk.planned(ticket) != planned:
        return None
    try:
        found = policy.evaluate(desk.get(ticket), now)
    except SlaClockError as error:
        log.error("%s has no answer: %s", ticket, error)
        return None
    for key, text in news(found):
        desk.report_once(key, text, report)
    at = found.next_change
    if at and at - now > longest:
        at = now + longest
    return at if desk.plan_instead(ticket, planned, at) else None


def news(found: Evaluation) -> Iterator[tuple[str, str]]:
    """Warnings that came of what runs, and every breach, each with a key of its own."""
    for cycle in found.cycles:
        status = cycle.status
        came = [(each.name, each.number) for each in status.warnings if each.reached and status.stopped_at is None]
        for name, number in [("breached", 1)] if status.is_breached else came:
            key = "/".join((found.ticket.id, cycle.metric, str(cycle.cycle), name, str(number)))
            yield key, f"{found.ticket.id}: {cycle.metric} {name}, due {status.due:%a %d %b %H:%M:%S %Z}"

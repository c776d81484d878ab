"""Which schedule a ticket had last: on it Zendesk counts all of the ticket's time (R18, R19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.zendesk.audits import by_ticket
from slaclock.adapters.zendesk.schedules import read_schedules

TICKET_SCHEDULES = Kind("ticket_schedules", "ticket_schedule")
"""The rows of a warehouse: which schedule each ticket got, and when."""
_GIVEN = "ScheduleAssignment"
_KEEPS = "its cycles are counted on the schedule of their plan"
_WITHOUT_MEANING = frozenset({"id", "url", "updated_at"})


def last_schedules(
    schedules: Payload, ticket_schedules: Payload, audits: Payload, timezone: str | None, account: Account
) -> dict[str, str]:
    """The name of the schedule that each ticket had last, by its id.

    Args:
        schedules: As the product hands them over, which gives names to ids.
        ticket_schedules: Rows that say which schedule each ticket got, and when.
        audits: Audits of tickets, among whose events schedules are given.
        timezone: IANA name of the zone of a schedule that states none.
        account: Where it is noted that a ticket had one that is not among the schedules.

    Raises:
        PayloadError: Something in them cannot be read.
    """
    names = {each.id: each.name for each in read_schedules(schedules, timezone, account)}
    given = [*_of_rows(ticket_schedules, account), *_of_audits(audits, account)]
    found: dict[str, str] = {}
    latest = {ticket: (key, path) for ticket, _, key, path in sorted(given, key=lambda each: each[1])}
    for ticket, (key, path) in latest.items():
        if key in names:
            found[ticket] = names[key]
        else:
            what = f"ticket {ticket} had schedule {key} last, which is not among the schedules"
            account.lose(path, what, f"{_KEEPS}; hand over the schedules with it")
    if names and not given:
        what = "nothing says which of these schedules a ticket had last"
        account.lose(schedules.path, what, f"{_KEEPS}; hand over audits, or rows of ticket_schedule")
    return found


_Given = tuple[str, datetime, str, KeyPath]
"""A ticket, when it got a schedule, the id of that, and where this stands."""


def _of_rows(payload: Payload, account: Account) -> Iterator[_Given]:
    for record in collected(payload, TICKET_SCHEDULES, account).records:
        ticket, key = record.need("ticket_id").id(), record.need("schedule_id").id()
        at = record.need("created_at").instant()
        record.leave(account, _WITHOUT_MEANING)
        yield ticket, at, key, record.path


def _of_audits(payload: Payload, account: Account) -> Iterator[_Given]:
    for ticket, audits in by_ticket(payload, None, account).items():
        yield from ((ticket, *each) for each in given_in(audits))


def given_in(audits: Iterable[Record]) -> Iterator[tuple[datetime, str, KeyPath]]:
    """When a ticket got a schedule, the id of that, and where its audits say so.

    Raises:
        PayloadError: One of them cannot be read.
    """
    for audit in audits:
        for event in (each.record() for each in audit.need("events").items()):
            if event.values.get("type") == _GIVEN:
                yield audit.need("created_at").instant(), event.need("new_schedule_id").id(), audit.path

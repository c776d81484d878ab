"""Tickets of GLPI with what happened to them: what they state themselves, and their logs (R18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from slaclock.adapters.glpi.fields import flag, number, zone_of
from slaclock.adapters.glpi.histories import read_logs
from slaclock.adapters.glpi.policies import TICKETS, GlpiReading
from slaclock.adapters.glpi.statuses import CLOSED, SOLVED, WAITING, status_in
from slaclock.adapters.histories import Change, at_opening
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Record, taken
from slaclock.adapters.records import collected
from slaclock.adapters.ticket_readings import TicketReading, UnpromisedError
from slaclock.errors import PayloadError
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.tickets import Event, Ticket

LONGEST_WAIT = 100 * 366 * 24 * 3600
_ENDS = (SOLVED, CLOSED)
_INTERNAL = ("internal_time_to_own", "internal_time_to_resolve")


def tickets(
    tickets: Any,
    logs: Any = None,
    timezone: str | None = None,
    *,
    reading: GlpiReading | None = None,
    limits: Limits = OF_A_PAYLOAD,
) -> TicketReading:
    """Read tickets of GLPI with what happened to them.

    Args:
        tickets: `Ticket` records.
        logs: `Log` records of these tickets, which say when each had which status; without them the sum of the waits
            of a ticket is known, and not when they were.
        timezone: IANA name of the zone of the server; GLPI states none.
        reading: What was read as a policy, to say which plan a ticket gets.
        limits: How much of each payload is read.

    Returns:
        Tickets with their events. One that cannot be read is among the problems.

    Raises:
        PayloadError: It is no payload of tickets; the message has the place inside it.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> read = tickets([{"id": 7, "date": "2026-06-01 09:00:00", "status": 2,
        ...     "takeintoaccountdate": "2026-06-01 09:30:00"}], timezone="Europe/Paris")
        >>> read.tickets[0].events[0].kind
        'acknowledged'

    Rules: R1, R16, R18, R19.
    """
    zone = zone_of(timezone)
    account = Account()
    problems: dict[str, list[str]] = {}
    changes = read_logs(taken(logs, "logs", limits), zone, account, problems)
    found = []
    for record in collected(taken(tickets, "tickets", limits), TICKETS, account).records:
        key = record.need("id").id()
        told = changes.pop(key, [])
        if flag(record, "is_deleted"):
            account.lose(record.path, "the ticket is in the trash", "it was left out")
            continue
        try:
            found.append(_ticket(record, key, told, zone, reading))
            if doubt := _doubt(record, told):
                problems.setdefault(key, []).append(doubt)
        except UnpromisedError as error:
            error.leave_out(key, problems, account)
        except PayloadError as error:
            problems.setdefault(key, []).append(str(error))
        for name in _INTERNAL:
            if due := record.get(name):
                account.lose(due.path, "it is due to an OLA", "OLAs are not read, so nothing answers to it")
    for key in changes:
        account.lose(("logs",), f"ticket {key} is not among the tickets", "what happened to it was left out")
    return TicketReading.of(found, problems, account)


def _ticket(record: Record, key: str, changes: Sequence[Change], zone: str, reading: GlpiReading | None) -> Ticket:
    plan = reading.plan_of(record.values) if reading else None
    if reading and plan is None:
        raise UnpromisedError.of(record.path, "it has no SLA")
    present = status_in(record.need("status"))
    priority = record.get("priority")
    stated = [*_changed(changes)] if changes else [*_stated_statuses(record, present, zone)]
    taken_up = record.instant_of("takeintoaccountdate", zone)
    return Ticket(
        id=key,
        opened=record.need("date").instant(zone),
        plan=plan,
        priority=str(number(priority, 1, 6, "(a priority)")) if priority else None,
        status=at_opening(changes, "status", "open" if present in (WAITING, *_ENDS) else present),
        events=[*stated, *([Event(at=taken_up, kind="acknowledged")] if taken_up else [])],
    )


def _changed(changes: Sequence[Change]) -> Iterator[Event]:
    for change in changes:
        yield Event(at=change.at, kind="status_changed", status=change.after)


def _stated_statuses(record: Record, present: str, zone: str) -> Iterator[Event]:
    """The statuses that a ticket itself says when it got them."""
    keys = {SOLVED: "solvedate", CLOSED: "closedate"} if present in _ENDS else {}
    if present == WAITING:
        keys = {WAITING: "begin_waiting_date"}
    for status, key in keys.items():
        if at := record.instant_of(key, zone):
            yield Event(at=at, kind="status_changed", status=status)


def waited(record: Record) -> int:
    """How many seconds of open time a ticket waited, as the product counts them for its time to resolve."""
    found = record.get("sla_waiting_duration")
    return number(found, 0, LONGEST_WAIT, "seconds") if found else 0


def _doubt(record: Record, changes: Sequence[Change]) -> str:
    """What makes the answers about a ticket doubtful."""
    if not changes and (seconds := waited(record)):
        return (
            f"it waited {seconds} seconds of open time, and it does not say when: its time to resolve is due that much "
            "later than here; pass logs="
        )
    if "takeintoaccountdate" not in record and "takeintoaccount_delay_stat" in record:
        delay = number(record.need("takeintoaccount_delay_stat"), 0, LONGEST_WAIT, "seconds")
        if delay:
            return f"it was taken into account after {delay} seconds, and it does not say when: its time to own goes on"
    return ""

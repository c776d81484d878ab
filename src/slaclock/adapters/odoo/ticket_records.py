"""Tickets of Odoo with what is known of them: when they were created, and which stages they reached (R18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from slaclock.adapters.losses import Account
from slaclock.adapters.odoo.fields import instant_in, kind, reference, rows
from slaclock.adapters.odoo.policies import OdooReading
from slaclock.adapters.odoo.sla_statuses import SlaStatus, read_sla_statuses
from slaclock.adapters.payloads import Record, taken
from slaclock.adapters.ticket_readings import TicketReading, UnpromisedError
from slaclock.errors import PayloadError
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.tickets import Event, Ticket

TICKETS = kind("tickets", "helpdesk.ticket")
_EXCLUDES = (
    "one of its SLA policies excludes stages, and when a ticket was in them stands in messages, which are not read: it "
    "is due later by the open time that it spent there"
)


def tickets(
    tickets: Any,
    sla_statuses: Any = None,
    *,
    reading: OdooReading | None = None,
    limits: Limits = OF_A_PAYLOAD,
) -> TicketReading:
    """Read tickets of Odoo with the stages that they reached.

    Args:
        tickets: `helpdesk.ticket` records.
        sla_statuses: `helpdesk.sla.status` records, which say which SLA policies a ticket has, and when the stage of
            each was reached.
        reading: What was read as a policy, to say which plan a ticket gets.
        limits: How much of each payload is read.

    Returns:
        Tickets with their events. One that cannot be read is among the problems.

    Raises:
        PayloadError: It is no payload of tickets; the message has the place inside it.

    Examples:
        >>> read = tickets([{"id": 7, "create_date": "2026-06-01 08:00:00", "close_date": "2026-06-01 12:00:00"}])
        >>> read.tickets[0].events[0].kind
        'closed'

    Rules: R1, R16, R18, R19.
    """
    account = Account()
    problems: dict[str, list[str]] = {}
    statuses: dict[str, list[SlaStatus]] = {}
    for status in read_sla_statuses(taken(sla_statuses, "sla_statuses", limits), account):
        statuses.setdefault(status.ticket, []).append(status)
    found = []
    for record in rows(taken(tickets, "tickets", limits), TICKETS, account):
        key = record.need("id").id()
        held = statuses.pop(key, [])
        try:
            ticket = _ticket(record, key, held, reading)
            found.append(ticket)
            if ticket.plan and reading and _excludes(reading, ticket.plan):
                problems.setdefault(key, []).append(_EXCLUDES)
        except UnpromisedError as error:
            error.leave_out(key, problems, account)
        except PayloadError as error:
            problems.setdefault(key, []).append(str(error))
    for key in statuses:
        account.lose(("sla_statuses",), f"ticket {key} is not among the tickets", "its SLA statuses were left out")
    return TicketReading.of(found, problems, account)


def _ticket(record: Record, key: str, statuses: Sequence[SlaStatus], reading: OdooReading | None) -> Ticket:
    plan = plan_of(record, statuses, reading) if reading else None
    return Ticket(
        id=key,
        opened=record.need("create_date").instant("UTC"),
        plan=plan,
        priority=record.id_of("priority") or None,
        events=[*_events(record, statuses, reading, plan)],
    )


def plan_of(record: Record, statuses: Sequence[SlaStatus], reading: OdooReading) -> str:
    """The plan that has the SLA policies of a ticket.

    Raises:
        PayloadError: It has none, or no plan has them together.
    """
    ids = tuple(sorted({status.sla for status in statuses}))
    if not ids:
        raise UnpromisedError.of(record.path, "it has no SLA status")
    if ids not in reading.plans:
        what = f"no plan has its SLA policies together: {', '.join(ids)}"
        raise record.error(f"{what}; pass sla_statuses= to policy, so that they become one")
    return reading.plans[ids]


def _events(
    record: Record, statuses: Sequence[SlaStatus], reading: OdooReading | None, plan: str | None
) -> Iterator[Event]:
    if reading and plan:
        promises = reading.policy.plans[plan].metrics
        for status in statuses:
            life = promises[reading.metrics[plan, status.sla]].lifecycle
            if status.reached and life:
                yield Event(at=status.reached, kind=life.stops[0])
        stage, since = reference(record, "stage_id"), instant_in(record, "date_last_stage_update")
        excluded = {name for promise in promises.values() if promise.lifecycle for name in promise.lifecycle.pauses_in}
        if stage and since and stage.name in excluded:
            yield Event(at=since, kind="status_changed", status=stage.name)
    if closed := instant_in(record, "close_date"):
        yield Event(at=closed, kind="closed")


def _excludes(reading: OdooReading, plan: str) -> bool:
    promises = reading.policy.plans[plan].metrics.values()
    return any(promise.lifecycle and promise.lifecycle.pauses_in for promise in promises)

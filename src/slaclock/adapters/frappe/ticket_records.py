"""`tickets`: tickets of ERPNext and Frappe Helpdesk with what happened to them (R16, R18, R19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slaclock.adapters.frappe.fields import of_resolution, records_of, text_in
from slaclock.adapters.frappe.policies import AGREEMENT_KEYS, FrappeReading, stated_agreement
from slaclock.adapters.frappe.statuses import OPEN
from slaclock.adapters.frappe.versions import Problems, Told, read_communications, read_versions
from slaclock.adapters.histories import Change, at_opening, in_order
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record, taken
from slaclock.adapters.ticket_readings import TicketReading, UnpromisedError
from slaclock.errors import PayloadError
from slaclock.hours import zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.tickets import Event, Ticket, known_status

MOST_HELD = 10**10
"""The most seconds that a ticket was on hold."""


def tickets(
    tickets: Any,
    versions: Any = None,
    communications: Any = None,
    *,
    timezone: str,
    reading: FrappeReading | None = None,
    limits: Limits = OF_A_PAYLOAD,
) -> TicketReading:
    """Read tickets of ERPNext or Frappe Helpdesk with what happened to them.

    Args:
        tickets: `Issue` or `HD Ticket`, as the product hands them over.
        versions: `Version` of these tickets: what changed when. Without them, what a ticket states itself is all.
        communications: `Communication` of these tickets: who wrote when. In ERPNext a customer's message opens a
            ticket again, and no version says so.
        timezone: IANA name of the site's zone, in which all times are written.
        reading: What was read as a policy, for the priority of tickets that state none.
        limits: How much of each payload is read.

    Returns:
        Tickets with their events. One that cannot be read, or of which something is not known, is among the problems.

    Raises:
        PayloadError: It is no payload of tickets; the message has the place inside it.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> read = tickets({"name": "ISS-7", "creation": "2026-06-01 10:00:00", "status": "Open",
        ...     "first_responded_on": "2026-06-01 10:30:00"}, timezone="Asia/Kolkata")
        >>> str(read.tickets[0].events[0].at)
        '2026-06-01 05:00:00+00:00'

    Rules: R1, R16, R17, R18, R19.
    """
    zone_named(timezone)
    account = Account()
    problems: Problems = {}
    told: dict[str, Told] = {}
    read_versions(taken(versions, "versions", limits), timezone, told, account, problems)
    read_communications(taken(communications, "communications", limits), timezone, told, account, problems)
    found = []
    for record in records_of(taken(tickets, "tickets", limits), "tickets", account):
        key = record.need("name").id()
        said = problems.setdefault(key, [])
        try:
            found.append(_Read(record, key, timezone, told.pop(key, Told()), reading, said).ticket())
        except UnpromisedError as error:
            error.leave_out(key, problems, account)
        except PayloadError as error:
            said.append(str(error))
    for key in told:
        account.lose(("versions",), f"ticket {key} is not among the tickets", "what happened to it was left out")
    return TicketReading.of(found, problems, account)


def started(record: Record, timezone: str) -> datetime:
    """When the clocks of a ticket started: with its agreement, else when it was made.

    Raises:
        PayloadError: It states neither.
    """
    stated = record.get("service_level_agreement_creation")
    return (stated or record.need("creation")).instant(timezone)


def held(record: Record) -> timedelta:
    """How long a ticket was on hold, as it states: real time in ERPNext, open time in Frappe Helpdesk.

    Raises:
        PayloadError: It is no amount.
    """
    stated = record.get("total_hold_time")
    return seconds_in(stated) if stated else timedelta(0)


def seconds_in(payload: Payload) -> timedelta:
    """So many seconds, which may be broken.

    Raises:
        PayloadError: It is no amount.
    """
    given = payload.value
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not 0 <= given <= MOST_HELD:
        raise payload.error(f"it is 0 to {MOST_HELD:,} seconds, not {payload.shown}")
    return timedelta(seconds=given)


@dataclass(frozen=True)
class _Read:
    """One ticket, and what is wrong with it."""

    record: Record
    key: str
    timezone: str
    told: Told
    reading: FrappeReading | None
    problems: list[str]

    def ticket(self) -> Ticket:
        """The ticket with its events: what changed before its clocks started is how it was then.

        Raises:
            PayloadError: Something of it cannot be read.
        """
        if stated_agreement(self.record) is None and not self.record.values.keys().isdisjoint(AGREEMENT_KEYS):
            raise UnpromisedError.of(self.record.path, "it has no SLA")
        opened = started(self.record, self.timezone)
        changes = in_order(self.told.changes)
        status, turns = self._turns([each for each in changes if each.field == "status"])
        before = [each for at, each in turns if at <= opened]
        return Ticket(
            id=self.key,
            opened=opened,
            plan=self._at_opening(changes, "plan", stated_agreement(self.record), opened),
            priority=self._priority(changes, opened),
            status=(before or [status])[-1],
            events=[
                *(Event(at=at, kind="status_changed", status=each) for at, each in turns if at > opened),
                *self._changed(changes, opened),
                *self._replied(opened),
            ],
        )

    def _at_opening(self, changes: Sequence[Change], field: str, present: str | None, opened: datetime) -> str | None:
        found: str | None = at_opening([each for each in changes if each.at > opened], field, present)
        return found

    def _priority(self, changes: Sequence[Change], opened: datetime) -> str | None:
        stated = text_in(self.record.get("priority")) or None
        found = self._at_opening(changes, "priority", stated, opened)
        if found is None and self.reading:
            return self.reading.default_priority_of(stated_agreement(self.record))
        return found

    def _changed(self, changes: Sequence[Change], opened: datetime) -> Iterator[Event]:
        for each in changes:
            if each.field != "status" and each.at > opened and each.after:
                yield Event(at=each.at, kind=f"{each.field}_changed", **{each.field: each.after})

    def _replied(self, opened: datetime) -> Iterator[Event]:
        """Who replied when: its own first response, and messages after that; one that opened it is none."""
        first = self.record.instant_of("first_responded_on", self.timezone)
        if first:
            yield Event(at=first, kind="agent_replied")
        for at, kind in sorted(set(self.told.replies)):
            if at > opened and (kind == "customer_replied" or first is None or at > first):
                yield Event(at=at, kind=kind)

    def _turns(self, changes: Sequence[Change]) -> tuple[str, list[tuple[datetime, str]]]:
        """The status at the opening, and the instants at which it got others."""
        present = self.record.need("status").text()
        if not changes:
            return self._stated_turns(present)
        turns: list[tuple[datetime, str]] = []
        status = str(changes[0].before or OPEN)
        opening = status
        for each in changes:
            if turns and each.before != status:
                turns.extend(self._between(turns[-1], each.before, each.at))
            status = str(each.after or OPEN)
            turns.append((each.at, status))
        if status != present:
            turns.extend(self._between(turns[-1], present, None))
        return opening, turns

    def _between(
        self, last: tuple[datetime, str], status: str | None, before: datetime | None
    ) -> list[tuple[datetime, str]]:
        """When it got a status of which no version says so: a customer's message opens it again."""
        at = self.told.of_customer(last[0], before) if status == OPEN else None
        if at is not None:
            return [(at, OPEN)]
        until = f"before {before:%Y-%m-%d %H:%M}" if before else "now"
        self.problems.append(
            f"it was {last[1]} from {last[0]:%Y-%m-%d %H:%M} UTC and {status} {until}, and no version says since when: "
            "its pauses are not all known; pass communications=, for a customer's message opens it again"
        )
        return []

    def _stated_turns(self, present: str) -> tuple[str, list[tuple[datetime, str]]]:
        """What a ticket states itself: since when it is on hold, and when it was resolved."""
        if held(self.record):
            self.problems.append(
                f"it was on hold for {held(self.record)}, and when is not known, so it is due too early here; "
                "pass versions="
            )
        since = of_resolution(self.record, "resolution_date") or self.record.get("on_hold_since")
        if since:
            return OPEN, [(since.instant(self.timezone), present)]
        if (known := known_status(present)) and known.ends:
            self.problems.append(f"it is {present}, and nothing says since when; pass versions=")
            return OPEN, []
        return present, []

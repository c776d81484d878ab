"""`tickets`: cases of Salesforce with their histories as tickets with events (R18, R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from slaclock.adapters.histories import Change, at_opening, in_order, order_of
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record, taken
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.salesforce.milestones import case_key
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.errors import DeclarationError, PayloadError
from slaclock.hours import zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.tickets import Event, Ticket, known_status

CASES, HISTORIES = Kind("records", "Case", id_key="Id"), Kind("records", "CaseHistory", id_key="Id")
FIELDS = ("Status", "Priority", "IsStopped")
"""The fields whose changes mean something to a clock."""
STOPPED = "case stopped"
"""The cause of a pause that a stopped case makes."""
NO_REPLIES = "metrics that a reply stops run on here; add the events `agent_replied` and `customer_replied`"
ON_ITS_PLAN = "a ticket has no hours of its own: it is counted on those of its plan, so state a plan that has these"
OF_TICKETS_ALONE = (NO_REPLIES, ON_ITS_PLAN)
"""What losses mean for tickets that mean nothing for milestones."""
_OF_A_CHANGE = frozenset(("attributes", "CreatedById", "CreatedBy", "DataType", "IsDeleted", "Id"))


def tickets(
    cases: Any,
    histories: Any = None,
    timezone: str | None = None,
    *,
    plans: Mapping[str, str] = MappingProxyType({}),
    limits: Limits = OF_A_PAYLOAD,
) -> TicketReading:
    """Read cases of Salesforce with what happened to them.

    Changes of `Status` and `Priority` become events, and a case that is stopped is paused. A history has the fields
    that an organisation tracks, and no replies: metrics that a reply stops run on.

    Args:
        cases: Answers to queries for `Case`, or records.
        histories: The same for `CaseHistory`.
        timezone: IANA name of the zone of instants that name none.
        plans: The plan of each case, by its id or number.
        limits: How much of each payload is read.

    Returns:
        The tickets, by the ids of their cases; one that cannot be read is in `problems`, and the others go on.

    Raises:
        PayloadError: A payload is not of this shape; the message has the place inside it.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> case = {"Id": "5001", "CreatedDate": "2026-10-01T13:59:15.000+0000", "Status": "On Hold"}
        >>> [ticket] = tickets(case, {"CaseId": "5001", "Field": "Status", "OldValue": "New", "NewValue": "On Hold",
        ...     "CreatedDate": "2026-10-01T15:00:00.000+0000"}).tickets
        >>> ticket.status, ticket.events[0].status
        ('New', 'On Hold')

    Rules: R18, R19.
    """
    if timezone is not None:
        zone_named(timezone)
    account = Account()
    held = collected(taken(cases, "cases", limits), CASES, account).records
    account.counts["cases"] += account.counts.pop(CASES.plural, 0)
    told = _by_case(taken(histories, "histories", limits), account)
    found, problems = [], {}
    for record in held:
        reader = _Case(record, timezone, plans, account)
        key = _key(record)
        try:
            found.append(reader.ticket(told.pop(key[:15], [])))
        except (PayloadError, DeclarationError) as error:
            reader.doubts = [f"it cannot be read: {error}"]
        if reader.doubts:
            problems[key] = tuple(dict.fromkeys(reader.doubts))
    for records in told.values():
        account.lose(records[0].path, "its case is not here", "it changes no ticket; ask for its case, too")
    if found:
        account.lose(("histories",), "histories of cases hold no replies", NO_REPLIES)
    return TicketReading.of(found, problems, account)


def _key(record: Record) -> str:
    return record.need("Id").id()


def _by_case(payload: Payload, account: Account) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in collected(payload, HISTORIES, account).records:
        found.setdefault(case_key(record.need("CaseId")), []).append(record)
    account.counts["histories"] += account.counts.pop(HISTORIES.plural, 0)
    return found


@dataclass
class _Case:
    """One case on its way to a ticket, and what is doubtful of it."""

    record: Record
    timezone: str | None
    plans: Mapping[str, str]
    account: Account
    doubts: list[str] = field(default_factory=list)

    def ticket(self, histories: list[Record]) -> Ticket:
        """The ticket, of what stands in the case and in its history."""
        self._refuse_other_types()
        changes = in_order(change for each in histories for change in self._changes(each))
        number = self.record.get("CaseNumber")
        key = _key(self.record)
        status = at_opening(changes, "Status", self._now("Status"))
        if status is None:
            self.doubts.append("it states no status, so it was taken to be open at its opening")
        ticket = Ticket(
            id=key,
            opened=self.record.need("CreatedDate").instant(self.timezone),
            plan=self.plans.get(key) or (self.plans.get(number.id()) if number else None),
            priority=at_opening(changes, "Priority", self._now("Priority")),
            status=status or "open",
            events=[*self._events(changes), *self._stop(changes), *self._end(changes)],
        )
        self._lose_hours()
        return ticket

    def _refuse_other_types(self) -> None:
        """Refuse a record that says itself that it is no case."""
        attributes = self.record.get("attributes")
        said = attributes.record().get("type") if attributes else None
        if said and said.value != CASES.singular:
            raise said.error(f"this is a record of {said.shown}, and tickets are read of 'Case'; leave it out")

    def _lose_hours(self) -> None:
        """Say on which business hours the product counts the case, which no ticket can."""
        if hours := self.record.get("BusinessHoursId"):
            self.account.lose(hours.path, f"the case counts on business hours {hours.id()}", ON_ITS_PLAN)

    def _now(self, name: str) -> str | None:
        return self.record.text_of(name) or None

    def _changes(self, record: Record) -> Iterator[Change]:
        name, order = record.need("Field").text(), order_of(record.id_of("Id"))
        before, after = record.get("OldValue"), record.get("NewValue")
        at = record.need("CreatedDate").instant(self.timezone)
        record.leave(self.account, _OF_A_CHANGE)
        if name in FIELDS:
            read = _flag if name == "IsStopped" else _text
            yield Change(at, order, name, read(before), read(after), record.path)

    def _events(self, changes: list[Change]) -> Iterator[Event]:
        last: dict[str, Any] = {}
        for change in changes:
            last[change.field] = change.after
            if change.field == "IsStopped":
                yield Event(at=change.at, kind="paused" if change.after else "resumed", by=STOPPED)
            elif change.after is None:
                self.doubts.append(f"its {change.field} was taken away at {change.at.isoformat()}; the old one stays")
            elif change.field == "Status":
                yield Event(at=change.at, kind="status_changed", status=change.after)
            else:
                yield Event(at=change.at, kind="priority_changed", priority=change.after)
        for name in ("Status", "Priority"):
            now = self._now(name)
            if now and name in last and last[name] != now:
                ends = f"its history ends with {name} {last[name]!r}"
                self.doubts.append(f"{ends}, and it is {now!r}: changes are missing")

    def _stop(self, changes: list[Change]) -> Iterator[Event]:
        """That it is stopped now, where that is not tracked: of stops that are over nothing tells then."""
        stopped, since = self.record.get("IsStopped"), self.record.get("StopStartDate")
        if stopped and stopped.flag() and since and not any(change.field == "IsStopped" for change in changes):
            yield Event(at=since.instant(self.timezone), kind="paused", by=STOPPED)

    def _end(self, changes: list[Change]) -> Iterator[Event]:
        """That it is closed, where no status says so: the field may not be tracked, or be called anything."""
        closed = self.record.get("ClosedDate")
        last = next((change.after for change in reversed(changes) if change.field == "Status"), None)
        known = known_status(last) if last else None
        if closed and not (known and known.ends):
            yield Event(at=closed.instant(self.timezone), kind="closed")


def _text(payload: Payload | None) -> str | None:
    return payload.text() if payload else None


def _flag(payload: Payload | None) -> bool:
    return payload.flag() if payload else False

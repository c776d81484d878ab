"""Versions of tickets, which say what changed in them, and communications, which say who wrote when (R18, R19)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from slaclock.adapters.frappe.fields import records_of
from slaclock.adapters.frappe.policies import AGREEMENT_KEYS
from slaclock.adapters.histories import Change, order_of
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.errors import PayloadError
from slaclock.limits import OF_A_PAYLOAD
from slaclock.strict_json import read_object

OF_TICKETS = ("Issue", "HD Ticket")
"""The kinds of records that are tickets."""
_FIELDS = {"status": "status", "priority": "priority", **dict.fromkeys(AGREEMENT_KEYS, "plan")}
"""What changes of a ticket that changes an answer, by what the products call it."""
_SENT = {"Sent": "agent_replied", "Received": "customer_replied"}

Problems = dict[str, list[str]]
"""What is wrong with tickets, by their ids."""


@dataclass
class Told:
    """What versions and communications tell of one ticket."""

    changes: list[Change] = field(default_factory=list)
    replies: list[tuple[datetime, str]] = field(default_factory=list)

    def of_customer(self, after: datetime, before: datetime | None) -> datetime | None:
        """The first message of the customer between two instants, if there is one."""
        found = (at for at, kind in sorted(self.replies) if kind == "customer_replied" and at > after)
        return next((at for at in found if before is None or at <= before), None)


def read_versions(payload: Payload, timezone: str, told: dict[str, Told], account: Account, problems: Problems) -> None:
    """Add what versions tell, by ticket; one that cannot be read is a problem of its ticket.

    Raises:
        PayloadError: It is no payload of versions.
    """

    def read(record: Record, of: Told) -> None:
        of.changes.extend(_changes(record, timezone))

    _read(payload, "versions", ("ref_doctype", "docname"), told, account, problems, read)


def read_communications(
    payload: Payload, timezone: str, told: dict[str, Told], account: Account, problems: Problems
) -> None:
    """Add who wrote when, by ticket; arguments and errors as for versions."""

    def read(record: Record, of: Told) -> None:
        kind, sort = record.get("communication_type"), record.need("sent_or_received")
        said = _SENT[sort.choice(_SENT, "direction of a message")]
        if kind is None or kind.value == "Communication":
            of.replies.append((record.need("creation").instant(timezone), said))

    _read(payload, "communications", ("reference_doctype", "reference_name"), told, account, problems, read)


def _read(
    payload: Payload,
    called: str,
    keys: tuple[str, str],
    told: dict[str, Told],
    account: Account,
    problems: Problems,
    read: Callable[[Record, Told], None],
) -> None:
    of_kind, of_name = keys
    for record in records_of(payload, called, account):
        if record.need(of_kind).text() not in OF_TICKETS:
            account.lose(record.path, f"it is of the kind {record.need(of_kind).shown}", "it is of no ticket")
            continue
        key = record.need(of_name).id()
        try:
            read(record, told.setdefault(key, Told()))
        except PayloadError as error:
            problems.setdefault(key, []).append(str(error))


def _changes(record: Record, timezone: str) -> Iterator[Change]:
    """Changes of fields on which answers depend."""
    at = record.need("creation").instant(timezone)
    order = order_of(record.id_of("name"))
    changed = _data(record.need("data")).get("changed")
    for item in changed.items() if changed else ():
        parts = item.items()
        if len(parts) != 3:
            raise item.error("a change has a field, what stood there before and what stands there after")
        if name := _FIELDS.get(str(parts[0].value)):
            before, after = (None if each.value in (None, "") else each.text() for each in parts[1:])
            yield Change(at, order, name, before, after, item.path)


def _data(payload: Payload) -> Record:
    """What a version holds: an object, or the text of one in JSON."""
    if not isinstance(payload.value, str):
        return payload.record()
    try:
        return Record(read_object(payload.value, limits=OF_A_PAYLOAD), payload.path)
    except ValueError as error:
        raise payload.error(f"it is no object in JSON: {error}") from None

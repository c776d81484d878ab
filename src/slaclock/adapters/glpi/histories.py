"""Logs of tickets in GLPI: when they got another status (R18)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slaclock.adapters.glpi.fields import number
from slaclock.adapters.glpi.statuses import WAITING, status_in
from slaclock.adapters.histories import Change, at_opening, in_order, order_of
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.errors import PayloadError

LOGS = Kind("logs", "Log")
_STATUS = 12
"""The search option of a ticket's status."""
_MOST_OPTIONS = 10**6

Problems = dict[str, list[str]]
"""What is wrong with tickets, by their ids."""


def read_logs(payload: Payload, timezone: str, account: Account, problems: Problems) -> dict[str, list[Change]]:
    """Changes of status by ticket; an entry that cannot be read is a problem of its ticket."""
    found: dict[str, list[Change]] = {}
    for record in collected(payload, LOGS, account).records:
        itemtype = record.get("itemtype")
        if itemtype and itemtype.value != "Ticket":
            continue
        key = record.need("items_id").id()
        try:
            option = number(record.need("id_search_option"), 0, _MOST_OPTIONS, "(a search option)")
            if option == _STATUS:
                found.setdefault(key, []).append(_change(record, timezone))
        except PayloadError as error:
            problems.setdefault(key, []).append(str(error))
    return {key: in_order(changes) for key, changes in found.items()}


def _change(record: Record, timezone: str) -> Change:
    before, after = status_in(record.need("old_value")), status_in(record.need("new_value"))
    order = order_of(record.id_of("id"))
    return Change(record.need("date_mod").instant(timezone), order, "status", before, after, record.path)


def waits_in(changes: Sequence[Change], opened: datetime, ended: Sequence[str]) -> list[tuple[datetime, datetime]]:
    """From and until when a ticket waited, and was solved before it was opened again; one that waits still is not among
    them, since its due instant has not moved yet."""
    found: list[tuple[datetime, datetime]] = []
    since, status = opened, at_opening(changes, "status", None)
    for change in changes:
        if status == WAITING or status in ended:
            found.append((since, change.at))
        since, status = change.at, change.after
    return found

"""Changelogs of Jira: which field of an issue changed when, whichever way round they come (R18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slaclock.adapters.histories import Change, in_order, order_of
from slaclock.adapters.jira.moments import moment
from slaclock.adapters.jira.owners import Beside
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record

HISTORIES = Beside("histories", ("histories", "values"), ("items",))
READ_FIELDS = ("status", "priority", "resolution")
"""The fields of the product itself whose changes mean something to a clock."""


def read_changes(histories: Iterable[Record], timezone: str | None, account: Account) -> list[Change]:
    """The changes of status, priority and resolution, in the order of time.

    A field that somebody made may be named like one of these: what decides is its id, and where that is missing,
    whether the product says that it is its own.

    Raises:
        PayloadError: Something in them cannot be read.
    """
    return in_order([each for record in histories for each in _changes(record, timezone, account)])


def _changes(record: Record, timezone: str | None, account: Account) -> Iterator[Change]:
    at, order = moment(record.need("created"), timezone), order_of(record.id_of("id"))
    for payload in record.need("items").items():
        item = payload.record()
        if field := _own_field(item, account):
            before, after = (found.text() if (found := _shown(item, side)) else None for side in ("from", "to"))
            yield Change(at, order, field, before, after, item.path)
    record.leave(account, ("author", "historyMetadata", "self"))


def _own_field(item: Record, account: Account) -> str | None:
    """Which of the fields that are read this is; nothing for all others."""
    key, made_by = item.get("fieldId"), item.get("fieldtype")
    if key:
        return key.value if key.value in READ_FIELDS else None
    field = item.need("field").text().lower()
    if field not in READ_FIELDS:
        return None
    if made_by is None:
        what = f"it does not say whether its {field!r} is the product's own"
        account.lose(item.path, what, "it was left out; ask for changelogs with 'fieldId' or 'fieldtype'")
    return field if made_by and made_by.value == "jira" else None


def _shown(item: Record, side: str) -> Payload | None:
    """What people read on one side of a change; blank text is nothing."""
    found = item.get(f"{side}String")
    return None if found is None or found.value == "" else found

"""Histories of tasks: what changed (`sys_audit`), and who wrote what (`sys_journal_field`) (R1, R18, R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from slaclock.adapters.histories import Change, order_of
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.servicenow.fields import instant, rows
from slaclock.adapters.servicenow.states import FIELDS
from slaclock.errors import PayloadError

ASSIGNED = "assigned_to"
COMMENTS, NOTES = "comments", "work_notes"
_SAID = (COMMENTS, NOTES)
_NOBODY = ("system", "guest")
"""Users in whose names the product writes by itself."""
_OF_AN_AUDIT = frozenset(
    (
        *("sys_id", "reason", "record_checkpoint", "internal_checkpoint", "sys_created_by", "user", "newvalue"),
        *("oldvalue", "sys_created_on", "sys_domain", "sys_tags"),
    )
)
_OF_AN_ENTRY = frozenset({"sys_id", "value", "sys_created_by", "sys_created_on", "element", "name", "sys_tags"})
"""Keys of records that are read of some alone, and those that change no answer."""


@dataclass(frozen=True)
class Said:
    """Something that was written into a task."""

    at: datetime
    user: str
    """The name with which the user logs in."""
    public: bool


@dataclass
class Told:
    """What is told of one task."""

    changes: list[Change] = field(default_factory=list)
    """Changes of state, priority and assignment; what they were and became as it stands there."""
    said: dict[Said, None] = field(default_factory=dict)
    """What was written, once each."""


def read_histories(
    audits: Payload, entries: Payload, account: Account, problems: dict[str, list[str]]
) -> dict[str, Told]:
    """What records tell, by the `sys_id` of a task; one that cannot be read is a problem of its task.

    Args:
        audits: Records of `sys_audit`.
        entries: Records of `sys_journal_field`; where there are any, what was written is taken of them alone.
        account: Where losses are noted.
        problems: Where is noted what cannot be read, by task.

    Raises:
        PayloadError: One of them does not say of which task it is.
    """
    found: dict[str, Told] = {}
    of_an_audit = (*FIELDS, ASSIGNED) if entries.value is not None else (*FIELDS, ASSIGNED, *_SAID)
    for record in rows(audits, "sys_audit", account).records:
        task, name = record.need("documentkey").id(), record.need("fieldname").text()
        record.get("tablename")
        record.leave(account, _OF_AN_AUDIT)
        if name in of_an_audit:
            _add(found, task, record, name, problems)
    for record in rows(entries, "sys_journal_field", account).records:
        task, name = record.need("element_id").id(), record.need("element").text()
        record.leave(account, _OF_AN_ENTRY)
        if name in _SAID:
            _add(found, task, record, name, problems)
    return found


def _add(found: dict[str, Told], task: str, record: Record, name: str, problems: dict[str, list[str]]) -> None:
    try:
        at = instant(record.need("sys_created_on"))
        told = found.setdefault(task, Told())
        if name in _SAID:
            user = (record.get("user") or record.need("sys_created_by")).text()
            if user not in _NOBODY:
                told.said[Said(at, user, name == COMMENTS)] = None
        else:
            before, after = record.get("oldvalue"), record.get("newvalue")
            told.changes.append(Change(at, order_of(record.id_of("sys_id")), name, before, after, record.path))
    except PayloadError as error:
        problems.setdefault(task, []).append(str(error))


def read_users(payload: Payload, account: Account) -> dict[str, str]:
    """The name with which each user logs in, by `sys_id`.

    Raises:
        PayloadError: A record has no id or no name.
    """
    return dict(_users(payload, account))


def _users(payload: Payload, account: Account) -> Iterator[tuple[str, str]]:
    for record in rows(payload, "sys_user", account).records:
        yield record.need("sys_id").id(), record.need("user_name").text()


def caller_of(record: Record, users: Mapping[str, str]) -> str | None:
    """The name with which the caller of a task logs in; nothing where that is not known."""
    stated, caller = record.get("caller_id.user_name"), record.get("caller_id")
    if stated:
        return stated.text()
    return users.get(caller.id()) if caller else None

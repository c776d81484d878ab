"""What states and priorities are called: as records show them, as `sys_choice` has them, or as they come (R19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.servicenow.fields import LABEL, rows
from slaclock.errors import did_you_mean

INCIDENT, TASK = "incident", "task"
STATE, PRIORITY = "state", "priority"
FIELDS = (STATE, PRIORITY)
_INCIDENTS = MappingProxyType(
    {
        "1": "New",
        "2": "In Progress",
        "3": "On Hold",
        "6": "Resolved",
        "7": "Closed",
        "8": "Canceled",
    }
)
"""The states with which incidents come."""
_PRIORITIES = MappingProxyType(
    {"1": "1 - Critical", "2": "2 - High", "3": "3 - Moderate", "4": "4 - Low", "5": "5 - Planning"}
)
"""The priorities with which all tasks come."""
_LANGUAGE = "en"

Key = tuple[str, str, str]
"""A table, one of its fields, and a value of that."""


@dataclass(frozen=True)
class Names:
    """What values are called."""

    known: Mapping[Key, str]

    def of(self, table: str, field: str, payload: Payload) -> str:
        """What a value is called in a table, or in all tasks.

        Raises:
            PayloadError: There is no such value.
        """
        value = payload.id()
        for owner in (table, TASK):
            if (owner, field, value) in self.known:
                return self.known[owner, field, value]
        names = {key: name for (owner, of, key), name in self.known.items() if owner in (table, TASK) and of == field}
        if value in names.values():
            raise payload.error(
                f"{value!r} is what people see of a {field}: such an answer has times on the clocks of whoever asked, "
                "in their notation; ask with sysparm_display_value=all, or without it"
            )
        near = did_you_mean(value, names) if names else "none are known"
        raise payload.error(f"there is no {field} {value!r} of {table}; {near}; pass sys_choice= with its values")


def table_of(record: Record) -> str:
    """The table of a record; an incident where it does not say."""
    stated = record.get("sys_class_name")
    return stated.text().lower() if stated else INCIDENT


def read_names(records: Iterable[Record], choices: Payload, account: Account) -> Names:
    """What values are called: what comes with the product, then what is chosen there, then what records show.

    Raises:
        PayloadError: A record of `sys_choice` cannot be read.
    """
    known: dict[Key, str] = {(INCIDENT, STATE, value): name for value, name in _INCIDENTS.items()}
    known |= {(TASK, PRIORITY, value): name for value, name in _PRIORITIES.items()}
    known |= _chosen(choices, account)
    for record in records:
        for field in FIELDS:
            value, label = record.get(field), record.get(LABEL.format(field))
            if value and label and label.value != value.value:
                known[table_of(record), field, value.id()] = label.text()
    return Names(known)


def _chosen(payload: Payload, account: Account) -> dict[Key, str]:
    """Values of `sys_choice`; of several languages English, in which known statuses are written."""
    found: dict[Key, str] = {}
    for record in rows(payload, "sys_choice", account).records:
        table, field, value, label = (record.need(key) for key in ("name", "element", "value", "label"))
        language = record.get("language")
        key = table.text().lower(), field.text(), value.id()
        if key not in found or (language and language.value == _LANGUAGE):
            found[key] = label.text()
    return found

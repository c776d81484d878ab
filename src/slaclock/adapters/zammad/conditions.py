"""Conditions of SLAs in Zammad: which tickets get them, as data, and whether a ticket is one of them (R11, R19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Payload, Record

_OF_A_TICKET = "ticket."
_OF_VALUES = "specific"
_DECIDED = {"is": True, "is not": False}
"""Operators that a ticket as it is handed over decides: whether it has one of the values."""


@dataclass(frozen=True)
class Condition:
    """One condition on a ticket, as the product states it."""

    field: str
    """What is looked at, e.g. `ticket.state_id`."""

    operator: str
    """How it is compared, e.g. `is`."""

    value: tuple[str, ...]
    """With what, one of several."""

    def holds(self, values: Mapping[str, Any]) -> bool | None:
        """Whether it holds for a ticket as the product hands it over; `None` where the ticket does not say."""
        key = self.field.removeprefix(_OF_A_TICKET)
        if not self.is_decidable or key not in values:
            return None
        found = values[key]
        told = {str(each) for each in found} if isinstance(found, list) else {"" if found is None else str(found)}
        return bool(told & set(self.value)) is _DECIDED[self.operator]

    @property
    def is_decidable(self) -> bool:
        """Whether a ticket can say whether it holds."""
        return self.field.startswith(_OF_A_TICKET) and self.operator in _DECIDED

    def __str__(self) -> str:
        return f"{self.field} {self.operator} {', '.join(self.value)}"


def read_conditions(payload: Payload | None, account: Account, about: KeyPath) -> tuple[Condition, ...]:
    """The conditions of an SLA, all of which have to hold.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    if payload is None:
        return ()
    record = payload.record()
    if "conditions" in record.values:
        return _of_an_expert(record, account, about)
    return tuple(_condition(record.need(key), key, account, about) for key in record.values)


def _of_an_expert(record: Record, account: Account, about: KeyPath) -> tuple[Condition, ...]:
    """Conditions in a list, each with its name; nested ones, or those of which one suffices, are no such list."""
    operator = record.need("operator").text()
    held = record.need("conditions").items()
    if operator != "AND" or any("conditions" in each.record().values for each in held):
        what = f"conditions joined by {operator}, or in one another"
        account.lose(record.path, what, "no ticket says whether they hold; say yourself which plan it has", about)
        return (Condition("conditions", operator, ()),)
    return tuple(_condition(each, each.record().need("name").text(), account, about) for each in held)


def _condition(payload: Payload, field: str, account: Account, about: KeyPath) -> Condition:
    record = payload.record()
    value, special = record.get("value"), record.get("pre_condition")
    record.get("name")
    # `is not_set` and `is current_user.id` ask for something else than one of the values.
    asks = "" if special is None or special.value in ("", _OF_VALUES) else f" {special.text()}"
    held = value.items() if value and isinstance(value.value, list) else [value] if value else []
    condition = Condition(field, f"{record.need('operator').text()}{asks}", tuple(_value(each) for each in held))
    record.leave(account, {"value_completion"}, about)
    account.read("conditions")
    if not condition.is_decidable:
        means = "a ticket does not say it in a way that is known, so say yourself which plan such tickets have"
        account.lose(payload.path, f"the condition {condition}", means, about)
    return condition


def _value(payload: Payload) -> str:
    if isinstance(payload.value, bool):
        return str(payload.value)
    return "" if payload.value == "" else payload.id()

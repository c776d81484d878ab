"""Conditions of SLA policies: which tickets get them, as data, and whether a ticket is one of them (R11, R19)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Record

_SAME_IN_A_TICKET = frozenset(
    (
        *("type", "priority", "status", "group_id", "organization_id", "assignee_id", "requester_id", "submitter_id"),
        *("brand_id", "ticket_form_id", "custom_status_id", "recipient"),
    )
)
"""Fields of conditions that a ticket has under the same name."""
_TAGS = "current_tags"
_OWN_FIELDS = ("custom_fields_", "ticket_fields_")


@dataclass(frozen=True)
class Condition:
    """One condition on a ticket, as the product states it."""

    field: str
    """What of the ticket is looked at, e.g. `group_id`."""

    operator: str
    """How it is compared, e.g. `is`."""

    value: Any
    """With what: text, a number, true, false, nothing, or a tuple of these."""

    def holds(self, values: Mapping[str, Any]) -> bool | None:
        """Whether it holds for a ticket as the product hands it over; `None` where the ticket does not say."""
        compare = _OPERATORS.get(self.operator)
        found = _found(self.field, values)
        if compare is None or found is _UNSAID or not self.is_decidable:
            return None
        return compare(found, self.value)

    @property
    def is_decidable(self) -> bool:
        """Whether a ticket can say whether it holds."""
        known = self.field in _SAME_IN_A_TICKET or self.field == _TAGS or self.field.startswith(_OWN_FIELDS)
        return known and self.operator in (_OF_LISTS if self.field == _TAGS else _OPERATORS)

    def __str__(self) -> str:
        return f"{self.field} {self.operator} {self.value!r}"


_UNSAID: Any = object()


def _found(field: str, values: Mapping[str, Any]) -> Any:
    """What a ticket says of a field."""
    if field == _TAGS:
        return values.get("tags", _UNSAID)
    if field in _SAME_IN_A_TICKET:
        return values.get(field, _UNSAID)
    for prefix in _OWN_FIELDS:
        if field.startswith(prefix):
            return _own_field(field.removeprefix(prefix), values.get("custom_fields"))
    return _UNSAID


def _own_field(key: str, fields: Any) -> Any:
    if isinstance(fields, list):
        for each in fields:
            if isinstance(each, dict) and _plain(each.get("id")) == key:
                return each.get("value")
    return _UNSAID


def _plain(value: Any) -> str:
    """A value as it is compared: a number and its digits are the same, and nothing is a blank text."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _each(value: Any) -> set[str]:
    return {_plain(each) for each in value} if isinstance(value, (list, tuple)) else {_plain(value)}


def _words(value: Any) -> set[str]:
    """Tags, which stand in a list or with blanks between them."""
    return {word for each in _each(value) for word in each.split()}


_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        "is": lambda found, value: bool(_each(found) & _each(value)),
        "is_not": lambda found, value: not _each(found) & _each(value),
        "includes": lambda found, value: bool(_words(found) & _words(value)),
        "not_includes": lambda found, value: not _words(found) & _words(value),
    }
)
_OF_LISTS = frozenset({"includes", "not_includes"})
"""What is asked of what a ticket has several of."""


@dataclass(frozen=True)
class Conditions:
    """Which tickets get a policy: those for which all of some conditions hold, and any of others."""

    all_of: tuple[Condition, ...] = ()
    any_of: tuple[Condition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.all_of or self.any_of)

    def hold(self, values: Mapping[str, Any]) -> bool | None:
        """Whether they hold for a ticket; `None` where it does not say enough."""
        every = [each.holds(values) for each in self.all_of]
        some = [each.holds(values) for each in self.any_of]
        if False in every or (some and set(some) == {False}):
            return False
        return None if None in every or (some and True not in some) else True

    def unsaid(self, values: Mapping[str, Any]) -> Condition:
        """The first condition of which the ticket does not say whether it holds."""
        return next(each for each in (*self.all_of, *self.any_of) if each.holds(values) is None)


def read_conditions(policy: Record, account: Account, about: KeyPath) -> Conditions:
    """The conditions in the `filter` of a policy; it is a loss where there is none.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    payload = policy.get("filter")
    record = payload.record() if payload else Record({}, policy.path)
    if record.values.keys().isdisjoint(("all", "any")):
        means = "it was taken for one that all tickets meet; ask for it, or say yourself which plan a ticket has"
        account.lose(policy.path, "its filter is not here", means, about)
    parts = [
        tuple(_condition(each.record(), account, about) for each in (found.items() if found else ()))
        for found in (record.get("all"), record.get("any"))
    ]
    record.leave(account, (), about)
    return Conditions(*parts)


def _condition(record: Record, account: Account, about: KeyPath) -> Condition:
    value = record.get("value")
    plain = value.value if value else None
    if isinstance(plain, dict) or any(isinstance(each, (dict, list)) for each in _in(plain)):
        raise record.error("the value of a condition is text, a number or a list of these")
    condition = Condition(
        record.need("field").text(), record.need("operator").text(), tuple(plain) if isinstance(plain, list) else plain
    )
    if condition.is_decidable and "value" not in record.values:
        raise record.error("key 'value' is missing, so it does not say with what the ticket is compared")
    record.leave(account, (), about)
    account.read("conditions")
    if not condition.is_decidable:
        means = "a ticket does not say it in a way that is known, so say yourself which plan such tickets have"
        account.lose(record.path, f"the condition {condition}", means, about)
    return condition


def _in(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else ()

"""States of tickets in Zammad: in which of them nothing is counted, and which of them end a ticket (R16, R19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.errors import did_you_mean

STATES = Kind("ticket_states", "ticket_state")
_USUAL = {
    "new": False,
    "open": False,
    "pending reminder": True,
    "closed": True,
    "merged": True,
    "removed": True,
    "pending close": True,
}
_WITHOUT_MEANING = frozenset(
    (
        *("state_type", "state_type_id", "next_state", "next_state_id", "default_create", "default_follow_up", "note"),
        *("active", "created_by_id", "created_by", "created_at", "updated_by_id", "updated_by", "updated_at"),
        *("preferences", "ticket_ids"),
    )
)
CLOSED = "closed"
ENDS = (CLOSED, "merged", "removed")
"""States in which a ticket has ended."""


@dataclass(frozen=True)
class States:
    """The states of an account."""

    pauses: Mapping[str, bool]
    """By name whether nothing is counted in it."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """Names by id."""

    @property
    def waiting(self) -> list[str]:
        """The states in which nothing is counted, and a ticket has not ended."""
        return [name for name, pauses in self.pauses.items() if pauses and name not in ENDS]

    def named(self, payload: Payload) -> str:
        """A state by its name.

        Raises:
            PayloadError: There is no such state.
        """
        name = payload.text()
        if name not in self.pauses:
            more = f"{did_you_mean(name, self.pauses)}; pass ticket_states= with all states"
            raise payload.error(f"there is no state {name!r}; {more}")
        return name

    def of(self, record: Record) -> str | None:
        """The state that a ticket has, by its name or its id; nothing where it says neither.

        Raises:
            PayloadError: There is no such state.
        """
        named, key = record.get("state"), record.get("state_id")
        if named:
            return self.named(named)
        if key is None or not self.ids:
            return None
        if key.id() not in self.ids:
            raise key.error(f"there is no state {key.id()}; known: {', '.join(self.ids)}")
        return self.ids[key.id()]

    def turned(self, values: Mapping[str, Any], name: str) -> dict[str, Any]:
        """What a ticket says, as it would in another state; it says nothing of an id that is not known."""
        ids = {known: key for key, known in self.ids.items()}
        stated = {"state": name, **({"state_id": ids[name]} if name in ids else {})}
        others = {key: value for key, value in values.items() if key not in ("state", "state_id")}
        return {**others, **{key: value for key, value in stated.items() if key in values}}


def read_states(payload: Payload, account: Account) -> States:
    """The states of a payload; those that the product comes with where there is none.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    records = collected(payload, STATES, account).records
    if not records:
        return States(_USUAL)
    found: dict[str, bool] = {}
    ids: dict[str, str] = {}
    for record in records:
        name = record.need("name").text()
        found[name] = record.need("ignore_escalation").flag()
        if key := record.get("id"):
            ids[key.id()] = name
        record.leave(account, _WITHOUT_MEANING)
    return States(found, ids)

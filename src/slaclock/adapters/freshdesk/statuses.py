"""Names of statuses by their numbers, those of an account's own included (R16, R19)."""

from __future__ import annotations

from collections.abc import Mapping

from slaclock.adapters.freshdesk.names import STATUSES
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.patterns import pattern

_NUMBER = pattern("[0-9]{1,6}")


def read_statuses(payload: Payload, account: Account) -> Mapping[int, str]:
    """The name of each status.

    Args:
        payload: Fields of tickets, of which one holds the choices of statuses; or nothing.
        account: Where losses are noted.

    Raises:
        PayloadError: Something in it cannot be read, or no field holds them.
    """
    if payload.value is None:
        return STATUSES
    found = _choices(payload)
    own: dict[int, str] = {}
    for key in found.values:
        labels = found.need(key)
        if not _NUMBER.fullmatch(key):
            raise labels.error(f"a status is a number, such as '7', not {key!r}")
        own[int(key)] = (labels.items() or [labels])[0].text() if isinstance(labels.value, list) else labels.text()
        account.read("statuses")
    # What an account calls those that all have changes nothing that they mean.
    return {**own, **STATUSES}


def _choices(payload: Payload) -> Record:
    if isinstance(payload.value, dict) and "status" in payload.value:
        return payload.record().need("status").record()
    held = payload.value
    if isinstance(held, dict):
        held = [held] if "choices" in held else payload.record().need("ticket_fields").value
    for each in Payload(held, payload.path).items():
        record = each.record()
        if record.values.get("name") == "status":
            return record.need("choices").record()
    raise payload.error("no field is called 'status'; pass the fields of tickets as the product answers them")

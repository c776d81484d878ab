"""Records with their ids, under names that a policy can give them: apart where several have one (R19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from slaclock.adapters.payloads import Record
from slaclock.adapters.policy_readings import named_apart


class NamedRecord(NamedTuple):
    """A record that becomes a schedule or a plan."""

    record: Record
    id: str
    """Blank where it has none."""
    name: str
    """Its name, with the id beside it where several have that name."""


def named_records(
    records: Sequence[Record], *, name_key: str = "name", unnamed: str = "", id_key: str = "id", needs_id: bool = False
) -> list[NamedRecord]:
    """Records with their ids and names, in their order.

    Args:
        records: The records of one kind.
        name_key: Where the name of each stands.
        unnamed: What one is called that has no name; each needs one where nothing is given.
        id_key: Where the id of each stands.
        needs_id: Whether each needs an id, as where others refer to it.

    Raises:
        PayloadError: A record has no name, or no id, and needs one.
    """
    ids = [record.need(id_key).id() if needs_id else record.id_of(id_key) for record in records]
    stated = [record.text_of(name_key, unnamed) if unnamed else record.need(name_key).text() for record in records]
    return list(map(NamedRecord, records, ids, named_apart(zip(stated, ids, strict=True))))

"""Values as Frappe writes them: records in `data`, flags as numbers, times without a zone, text with markup (R19)."""

from __future__ import annotations

from html import unescape

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import LONGEST_NAME, Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.patterns import pattern

PAGE = 20
"""How many records an answer has where nobody asks for more."""
WITHOUT_MEANING = frozenset(
    (
        *("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "doctype", "naming_series"),
        *("parent", "parentfield", "parenttype", "_user_tags", "_comments", "_assign", "_liked_by", "__onload"),
    )
)
"""Keys that every record has."""
_TAG = pattern(r"<[^<>]*>")
_BLANKS = pattern(r"\s+")


def records_of(payload: Payload, called: str, account: Account) -> list[Record]:
    """The records of a payload: a whole answer, a list of answers or of records, one record, or nothing.

    Args:
        payload: What somebody holds.
        called: What the records are.
        account: Where a page that may be cut off, or a record that stands twice, is noted.

    Raises:
        PayloadError: It is none of these.
    """
    found = collected(payload, Kind("data", "data", called=called, id_key="name", marked_by="ref_doctype"), account)
    for answer in found.answers:
        held = answer.values.get("data")
        if isinstance(held, list) and len(held) == PAGE:
            means = "where more follow, ask with limit_page_length=0: half of the records gives other answers"
            account.lose((*answer.path, "data"), f"{PAGE} records are what an answer has unless asked for more", means)
    return found.records


def flag_in(payload: Payload | None) -> bool:
    """True or false, which the product writes as 1 and 0; false where nothing stands.

    Raises:
        PayloadError: It is neither.
    """
    if payload is None:
        return False
    if payload.value not in (0, 1):
        raise payload.error(f"it is 1 or 0, which are true and false, not {payload.shown}")
    return bool(payload.value)


def text_in(payload: Payload | None) -> str:
    """Text; blank where nothing stands.

    Raises:
        PayloadError: It is no text.
    """
    return "" if payload is None or payload.value == "" else payload.text()


def plain_text(payload: Payload | None) -> str:
    """Text of which the markup of an editor was taken away; blank where nothing stands.

    Raises:
        PayloadError: It is no text.
    """
    if payload is None:
        return ""
    if not isinstance(payload.value, str):
        raise payload.error(f"it is text, not {payload.shown}")
    return _BLANKS.sub(" ", unescape(_TAG.sub(" ", payload.value))).strip()[:LONGEST_NAME]


def of_resolution(record: Record, key: str) -> Payload | None:
    """`resolution_by` or `resolution_date` of a ticket; since version 15 ERPNext writes `sla_` before both."""
    return record.get(f"sla_{key}") or record.get(key)

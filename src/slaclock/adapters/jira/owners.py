"""To which issue an answer belongs that does not hold it: as its address says, as its caller says, or the only one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.errors import did_you_mean
from slaclock.patterns import pattern

PAGE_KEYS = frozenset(
    (
        *("startAt", "maxResults", "isLast", "nextPage", "nextPageToken", "expand", "names", "schema"),
        *("warningMessages", "orderBy", "_expands"),
    )
)
"""Keys of an answer of Jira that say which page it is."""
_ADDRESS = pattern(r"/(?:issue|request)/([^/?]+)/")


@dataclass(frozen=True)
class Beside:
    """Records that come beside issues."""

    name: str
    """The argument that takes them, and what they are counted as."""
    lists: tuple[str, ...]
    """Keys of lists of them."""
    signs: Collection[str]
    """Keys that only such a record has."""


def goes_on(page: Record, size: int) -> bool:
    """Whether a page of Jira says that others follow it."""
    last = [found.value for key in ("isLast", "isLastPage") if (found := page.get(key))]
    if last:
        return last[0] is False
    return page.get("nextPageToken") is not None or page.get("nextPage") is not None or _falls_short(page, size)


def _falls_short(page: Record, size: int) -> bool:
    """Whether the records up to this page are fewer than there are."""
    start, total = (found.value if (found := page.get(key)) else None for key in ("startAt", "total"))
    return isinstance(start, int) and isinstance(total, int) and 0 < start + size < total


def records_by_issue(
    payload: Payload, beside: Beside, issues: Mapping[str, str], account: Account
) -> dict[str, list[Record]]:
    """The records of a payload, by the key of their issue; by blank where there is no issue at all.

    Args:
        payload: Answers, pages, lists or records, or a mapping from keys or ids of issues to these.
        beside: What the records are.
        issues: The key of each issue, by its key and by its id.
        account: Where losses are noted.

    Raises:
        PayloadError: Something is no such record, or does not say to which issue it belongs.
    """
    found: dict[str, list[Record]] = {}
    value = payload.value
    if isinstance(value, dict) and value and not {*beside.lists, *beside.signs, "id"} & set(value):
        for name, inner in value.items():
            place = Payload(inner, (*payload.path, name))
            owner = _named(place, name, issues) if issues else name
            found.setdefault(owner, []).extend(record for record, _ in _records(place, beside, account))
        return found
    for record, answer in _records(payload, beside, account):
        found.setdefault(_owner(record, answer, issues), []).append(record)
    return found


def _records(payload: Payload, beside: Beside, account: Account) -> Iterator[tuple[Record, Record | None]]:
    plural = _list_in(payload.value, beside)
    held = collected(payload, Kind(plural, beside.name, PAGE_KEYS, goes_on), account)
    number = account.counts.pop(plural, 0)
    account.counts[beside.name] += number
    for place, record in enumerate(held.records):
        yield record, held.answer_of.get(place)


def _list_in(value: Any, beside: Beside) -> str:
    first = value[0] if isinstance(value, list) and value else value
    keys = first if isinstance(first, dict) else {}
    return next((each for each in beside.lists if each in keys), beside.lists[0])


def _owner(record: Record, answer: Record | None, issues: Mapping[str, str]) -> str:
    addressed = [each for holder in (record, answer) if holder for each in _addresses(holder)]
    for name in addressed:
        if name in issues or not issues:
            return issues.get(name, name)
    keys = list(dict.fromkeys(issues.values()))
    if addressed and keys:
        raise record.error(
            f"it belongs to issue {addressed[0]!r}, which is not here; {did_you_mean(addressed[0], keys)}"
        )
    if len(keys) > 1:
        raise record.error(
            "it does not say to which issue it belongs; pass {key: …}, an answer for the key of each issue"
        )
    return keys[0] if keys else ""


def _addresses(record: Record) -> Iterator[str]:
    links = record.get("_links")
    holders = [record.get("self"), links.record().get("self") if links and isinstance(links.value, dict) else None]
    for url in holders:
        if url and isinstance(url.value, str) and (found := _ADDRESS.search(url.value)):
            yield found[1]


def _named(place: Payload, name: str, issues: Mapping[str, str]) -> str:
    if name not in issues:
        raise place.error(f"there is no issue {name!r}; {did_you_mean(name, list(dict.fromkeys(issues.values())))}")
    return issues[name]

"""How records are collected: of a whole answer, of pages, of a list or of one record; whether all pages are there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record

PAGING = frozenset(
    (
        *("count", "total", "size", "start", "limit", "per_page", "page", "next_page", "previous_page"),
        *("before_url", "after_url", "before_cursor", "after_cursor", "end_time", "end_of_stream", "meta", "links"),
        *("url", "isLastPage", "done", "nextRecordsUrl", "totalSize", "self", "_links"),
    )
)
"""Keys of an answer that say which page it is, and where it came from."""
_HALF = "ask for the pages that are missing: half of the records gives other answers"

Goes = Callable[[Record, int], bool]
"""Whether more pages follow one of so many records."""


def _goes_on(page: Record, _: int) -> bool:
    """Whether a page says that others follow it."""
    flags = [found.value for key in ("isLastPage", "done") if (found := page.get(key))]
    meta, links = (found.value if (found := page.get(key)) else None for key in ("meta", "links"))
    if isinstance(meta, dict) and meta.get("has_more") is not None:
        return meta["has_more"] is not False
    has_link = isinstance(links, dict) and bool(links.get("next"))
    return bool(page.get("next_page")) or has_link or any(each is not True for each in flags)


@dataclass(frozen=True)
class Kind:
    """What records of one kind are called in the answers of a product, and how pages of them end."""

    plural: str
    """The key of the list in an answer, and the name of the argument that takes it."""

    singular: str
    """The key of one record in an answer."""

    beside: Collection[str] = ()
    """Other keys of an answer, which are read elsewhere or mean nothing."""

    goes_on: Goes = field(default=_goes_on, repr=False)
    """Whether a page says that others follow it."""

    counts: Collection[str] = ("count", "total", "totalSize")
    """Keys with the number of all records, those of other pages included."""

    called: str = ""
    """What the records are, where the key of the list does not say: `data`."""

    id_key: str = "id"
    """The key under which a record says what it is called."""

    marked_by: str = ""
    """A key that records alone have, where some of them have the key of an answer, too."""


@dataclass
class Collected:
    """Records with the answers in which they stood."""

    records: list[Record] = field(default_factory=list)
    answers: list[Record] = field(default_factory=list)
    answer_of: dict[int, Record] = field(default_factory=dict)
    """For the place of a record among them the answer that held it."""


def collected(payload: Payload, kind: Kind, account: Account) -> Collected:
    """The records of a kind in what somebody holds.

    Args:
        payload: A whole answer, a list of its pages, the list in it, one record, or nothing.
        kind: What the records are called.
        account: Where a missing page, an unknown key or a record that stands twice is noted.

    Raises:
        PayloadError: It is none of these, or holds two different records of one id.

    Rules: R19.
    """
    found = Collected()
    if payload.value is None:
        return found
    if isinstance(payload.value, list):
        for item in payload.items():
            _collect(item, kind, found)
    else:
        _collect(payload, kind, found)
    _account_for_pages(kind, found, account)
    return _once_each(kind, found, account)


def _collect(payload: Payload, kind: Kind, found: Collected) -> None:
    """Take what one object holds: a page of records, a record under its key, or a record."""
    record = payload.record()
    # Of a whole answer the path is as the answer itself says it.
    top = () if payload.path == (kind.plural,) else payload.path
    if kind.marked_by and kind.marked_by in record.values:
        found.records.append(record)
    elif isinstance(record.values.get(kind.singular), dict):
        answer = Record(record.values, top)
        found.answer_of[len(found.records)] = answer
        found.records.append(answer.need(kind.singular).record())
        answer.get(kind.singular)
        found.answers.append(answer)
    elif kind.plural in record.values:
        answer = Record(record.values, top)
        found.answers.append(answer)
        inner = answer.get(kind.plural)
        for item in inner.items() if inner else ():
            found.answer_of[len(found.records)] = answer
            found.records.append(item.record())
    else:
        found.records.append(Record(record.values, (kind.singular,)) if not top else record)


def _account_for_pages(kind: Kind, found: Collected, account: Account) -> None:
    pages = [answer for answer in found.answers if kind.plural in answer.values]
    sizes = [len(page.values[kind.plural] or ()) for page in pages]
    if pages and kind.goes_on(pages[-1], sizes[-1]):
        account.lose((*pages[-1].path, kind.plural), f"more {kind.plural} follow on another page", _HALF)
    else:
        stated = [number.value for page in pages for key in kind.counts if (number := page.get(key))]
        told = max((each for each in stated if isinstance(each, int) and not isinstance(each, bool)), default=0)
        if told > len(found.records):
            what = f"{told:,} {kind.plural} are announced, and {len(found.records):,} are here"
            account.lose((*pages[-1].path, kind.plural), what, _HALF)
    for answer in found.answers:
        answer.leave(account, {*PAGING, *kind.beside})


def _once_each(kind: Kind, found: Collected, account: Account) -> Collected:
    """The same without records that stand twice, as they do where pages overlap."""
    known: dict[str, Record] = {}
    kept = Collected(answers=found.answers)
    for place, record in enumerate(found.records):
        named = record.get(kind.id_key)
        name = named.id() if named else None
        if name is not None and name in known:
            if known[name].values != record.values:
                raise record.error(f"id {name} stands here twice, with different values; keep one of them")
            account.lose(record.path, f"id {name} stands here twice", "it was read once; nothing is missing")
            continue
        if name is not None:
            known[name] = record
        if place in found.answer_of:
            kept.answer_of[len(kept.records)] = found.answer_of[place]
        kept.records.append(record)
        account.read(kind.called or kind.plural)
    return kept
    return kept

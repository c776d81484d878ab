"""`policy`: opening hours of OpenStreetMap as a policy, and what could not be carried over (R3, R4, R5, R19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slaclock.adapters.hours_readings import reading_of_hours
from slaclock.adapters.losses import Account
from slaclock.adapters.opening_hours_entries import entry_of_rules
from slaclock.adapters.opening_hours_text import read_opening_hours
from slaclock.adapters.payloads import Payload, Record, taken
from slaclock.adapters.policy_readings import PolicyReading, named_apart
from slaclock.adapters.records import Kind, collected
from slaclock.errors import PayloadError
from slaclock.hours import zone_named

ELEMENTS = Kind("elements", "element", beside=("version", "generator", "osm3s", "remark"))
_KEY = "opening_hours"
_WITHOUT_MEANING = frozenset(
    (
        *("type", "lat", "lon", "nodes", "members", "bounds", "center", "geometry"),
        *("timestamp", "version", "changeset", "user", "uid"),
    )
)


def policy(
    opening_hours: Any, timezone: str | None = None, holidays: Any = None, *, name: str = "Opening hours"
) -> PolicyReading:
    """Read opening hours as OpenStreetMap writes them.

    Args:
        opening_hours: A text, or elements with tags, as Overpass answers them.
        timezone: IANA name of the zone of the place; the format has none.
        holidays: What `PH` means, as a schedule takes it: `DE`, `US-CA`; by default the country in the address of an
            element.
        name: What the policy is to be called.

    Raises:
        PayloadError: Something cannot be read, or has no fixed hours; the message has the place.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> read = policy("Mo-Fr 09:00-17:00; We 12:00-18:00; PH off", "Europe/Berlin", "DE")
        >>> print(read.policy.schedule("opening hours"))
        Mon,Tue,Thu,Fri 09:00-17:00; Wed 12:00-18:00 Europe/Berlin, holidays DE

    Rules: R3, R4, R5, R6, R13, R19.
    """
    payload = taken(opening_hours, _KEY if isinstance(opening_hours, str) else ELEMENTS.plural)
    if timezone is None:
        raise PayloadError("", "opening hours have no zone; pass timezone=, the IANA name of that of the place")
    zone_named(timezone)
    account = Account()
    texts = _texts(payload, account)
    entries = {}
    for called, text, country in texts:
        about = ("schedules", called)
        given = country if holidays is None else holidays
        rules = read_opening_hours(text)
        for _ in rules:
            account.read("rules")
        entries[called] = {"timezone": timezone} | entry_of_rules(rules, given, text, account, about)
    if not entries:
        raise payload.error(f"no element has the key {_KEY}; leave out what has no hours")
    read = "Read from OpenStreetMap: a rule behind a semicolon takes the place of those before it on its dates."
    return reading_of_hours(name, entries, account, [read])


def _texts(payload: Payload, account: Account) -> list[tuple[str, Payload, str | None]]:
    """The texts, each with its name and the country of its place."""
    if isinstance(payload.value, str):
        return [("opening hours", payload, None)]
    records = collected(payload, ELEMENTS, account).records
    tags = [_tags(record, account) for record in records]
    held = [each for each in tags if _KEY in each]
    names = named_apart((_named(each), "") for each in held)
    return [(called, each.need(_KEY), _country(each)) for called, each in zip(names, held, strict=True)]


def _tags(record: Record, account: Account) -> Record:
    record.get("id")
    tags = record.need("tags").record()
    record.leave(account, _WITHOUT_MEANING)
    if _KEY not in tags:
        account.lose(tags.path, f"there is no key {_KEY}", "it was left out")
    for key in tags.values:
        if key.startswith(f"{_KEY}:") or key.endswith(f":{_KEY}"):
            account.lose((*tags.path, key), "hours of something else, such as a kitchen", "they were left out")
    return tags


def _named(tags: Record) -> str:
    found = tags.get("name")
    return found.text() if found else "opening hours"


def _country(tags: Record) -> str | None:
    found = tags.get("addr:country")
    return found.text() if found else None


def policy_of_answers(
    answers: Mapping[str, Any], timezone: str | None = None, name: str = "Opening hours", *, holidays: str | None = None
) -> PolicyReading:
    """The policy of a text or of elements in one file, which states no zone, so `timezone` is needed.

    Args:
        holidays: What `PH` means: `DE`, `US-CA`; by default the country in the address of an element.

    Rules: R19.
    """
    if len(answers) > 1:
        raise PayloadError(list(answers)[1], "one file of opening hours makes a policy; import each by itself")
    return policy(next(iter(answers.values())), timezone, holidays, name=name)

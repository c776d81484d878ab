"""Closed times of GLPI (`Holiday`), and which calendars have them (`Calendar_Holiday`) (R5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slaclock.adapters.glpi.fields import RECORD, day_in, flag, listed
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected

HOLIDAYS = Kind("holidays", "Holiday")
LINKS = Kind("calendar_holidays", "Calendar_Holiday")
_NOTHING = "GLPI closes nothing on it, and neither does this"
_OVER_NEW_YEAR = (
    "GLPI compares months and days alone, so it closes nothing on it; here it closes the dates that it names, and "
    "`compare` says where due instants differ by that"
)
_YEARS = "years of a yearly closed time mean nothing: it closes these months and days in every year"


@dataclass(frozen=True)
class Closures:
    """Closed times by the calendars that have them."""

    entries: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    """By the id of a calendar, as a policy states them."""


def read_closures(holidays: Payload, links: Payload, calendars: Mapping[str, str], account: Account) -> Closures:
    """The closed times of each calendar.

    Args:
        holidays: `Holiday` records.
        links: `Calendar_Holiday` records, which say which calendar has which of them.
        calendars: The names of the calendars by their ids.
        account: Where those are noted that close nothing.

    Raises:
        PayloadError: Something cannot be read, or it is not said which calendars are closed.
    """
    records = collected(holidays, HOLIDAYS, account).records
    if records and links.value is None:
        what = "which calendars are closed on it stands in Calendar_Holiday"
        raise records[0].error(f"{what}; pass calendar_holidays=, an empty list for none")
    read = {record.need("id").id(): (record, _entry(record, account)) for record in records}
    found: dict[str, list[dict[str, Any]]] = {}
    used = set()
    for link in collected(links, LINKS, account).records:
        calendar, key = link.need("calendars_id").id(), link.need("holidays_id")
        link.get("id")
        link.leave(account, RECORD)
        if key.id() not in read:
            raise key.error(f"there is no Holiday {key.id()}; pass holidays= with it, known: {listed(read)}")
        used.add(key.id())
        if calendar not in calendars:
            account.lose(link.path, f"calendar {calendar} was not given", "its closed times were left out")
        elif entry := read[key.id()][1]:
            found.setdefault(calendar, []).append(entry)
    for key_of, (record, _) in read.items():
        if key_of not in used:
            account.lose(record.path, "no calendar has it", _NOTHING)
    return Closures(found)


def _entry(record: Record, account: Account) -> dict[str, Any] | None:
    """A closed time as a policy states it; nothing for one that closes nothing."""
    first, last = day_in(record.need("begin_date")), day_in(record.need("end_date"))
    named = record.get("name")
    if "is_perpetual" not in record.values:
        raise record.error("key 'is_perpetual' is missing, so it may come once or every year; ask for it")
    yearly = flag(record, "is_perpetual")
    record.leave(account, RECORD)
    called = {"name": named.text()} if named and named.value != "" else {}
    if not yearly:
        if last < first:
            account.lose(record.path, f"it ends on {last}, before it begins on {first}", _NOTHING)
            return None
        return {"date": first.isoformat(), **({"last": last.isoformat()} if last > first else {}), **called}
    begins, ends = _of_year(first), _of_year(last)
    if ends < begins:
        account.lose(record.path, f"it is yearly and goes over New Year, {begins} to {ends}", _OVER_NEW_YEAR)
    elif first.year != last.year:
        account.lose(record.path, f"it is yearly, and runs from {first} to {last}", f"{_YEARS}, {begins} to {ends}")
    return {"date": begins, **({"last": ends} if ends != begins else {}), **called}


def _of_year(day: date) -> str:
    return f"--{day:%m-%d}"

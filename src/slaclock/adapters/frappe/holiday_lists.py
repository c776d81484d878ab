"""Lists of holidays of ERPNext and Frappe Helpdesk, and the years that they know (R5, R14)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from slaclock.adapters.frappe.fields import WITHOUT_MEANING, flag_in, plain_text, records_of
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.hours import WEEK, Weekday

_WITHOUT_MEANING = WITHOUT_MEANING | {
    *("weekly_off", "color", "country", "subdivision", "description", "recurring_holidays", "is_half_day"),
}


@dataclass(frozen=True)
class Closed:
    """A date of a list."""

    day: date
    name: str
    is_day_off: bool
    """Whether it is a day of the week that is free each week."""


@dataclass(frozen=True)
class ReadHolidayList:
    """One list of holidays of a payload."""

    name: str
    years: tuple[int, int]
    """The first and the last year for which it is complete."""
    closed: tuple[Closed, ...]

    def entry(self, days: Collection[Weekday]) -> dict[str, Any]:
        """The list as a policy states it: free days of the week are left out where support has no hours anyway."""
        found: dict[str, str] = {}
        for each in sorted(self.closed, key=lambda closed: closed.day):
            if each.is_day_off and WEEK[each.day.weekday()] not in days:
                continue
            names = [found.get(each.day.isoformat(), ""), each.name]
            found[each.day.isoformat()] = ", ".join(dict.fromkeys(filter(None, names)))
        return {"name": self.name, "years": list(self.years), "listed": found}


def read_holiday_lists(payload: Payload, account: Account) -> dict[str, ReadHolidayList]:
    """The lists of a payload, by name.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    read = [_list(record, account) for record in records_of(payload, "holiday_lists", account)]
    return {each.name: each for each in read}


def _list(record: Record, account: Account) -> ReadHolidayList:
    called = record.get("holiday_list_name")
    name = (record.get("name") or called or record.need("name")).text()
    rows = record.need("holidays").items()
    total = record.get("total_holidays")
    if total and total.whole(0, 10**6, "holidays") > len(rows):
        means = "ask for the record by its name: half of the dates gives other answers"
        account.lose(total.path, f"{total.shown} holidays are announced, and {len(rows)} are here", means)
    closed = tuple(_closed(row.record(), account) for row in rows)
    years = _years(record, account)
    record.leave(account, _WITHOUT_MEANING)
    return ReadHolidayList(name, years, closed)


def _closed(record: Record, account: Account) -> Closed:
    day = record.need("holiday_date").date()
    is_day_off = flag_in(record.get("weekly_off"))
    name = plain_text(record.get("description"))
    half = record.get("is_half_day")
    if flag_in(half) and half:
        account.lose(half.path, f"half of {day} is closed", "the whole date was closed, as the SLA of the product does")
    record.leave(account, _WITHOUT_MEANING)
    account.read("holidays")
    return Closed(day, name, is_day_off)


def _years(record: Record, account: Account) -> tuple[int, int]:
    """The years from the first date to the last; where these are no whole years, that is a loss."""
    first, last = record.need("from_date"), record.need("to_date")
    start, end = first.date(), last.date()
    if start > end:
        raise last.error(f"it ends on {end}, before it begins on {start}")
    if (start.month, start.day, end.month, end.day) != (1, 1, 12, 31):
        what = f"it knows the dates from {start} to {end}, which are no whole years"
        means = "answers that need other dates of these years come without a warning; pass a list of whole years"
        account.lose(record.path, what, means, ("schedules",))
    return start.year, end.year

"""Holidays of Salesforce that come again: on which dates, by each kind of recurrence (R5, R19)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Literal, get_args

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.salesforce.values import date_in, either, number_in
from slaclock.hours import DAY_NAMES, MONTH_NAMES

Recurs = Literal[
    "RecursDaily",
    "RecursEveryWeekday",
    "RecursWeekly",
    "RecursMonthly",
    "RecursMonthlyNth",
    "RecursYearly",
    "RecursYearlyNth",
]
KINDS: tuple[Recurs, ...] = get_args(Recurs)
MOST_DATES = 5_000
"""Dates of one holiday that are written out."""
SPAN = 30
"""Years for which a holiday is written out that has no end."""
_BY_DAY = ("RecursMonthly", "RecursYearly")
"""Kinds that name the day of a month."""
_BY_INTERVAL = ("RecursDaily", "RecursWeekly", "RecursMonthly", "RecursMonthlyNth")
"""Kinds that come every so many days, weeks or months."""
_PLACES = {"First": 0, "Second": 1, "Third": 2, "Fourth": 3, "Last": -1}
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
"""Days as settings name them; the first is the lowest bit where they are a sum."""


@dataclass(frozen=True)
class Recurrence:
    """When a holiday comes again."""

    kind: Recurs
    first: date
    last: date | None
    """The last date on which it may come; nothing where it has no end."""
    interval: int
    weekdays: frozenset[int]
    """Days of the week, Monday 0; none where the kind has no need of them."""
    day: int
    place: int
    month: int

    @property
    def rule(self) -> str | None:
        """The same as a rule of a policy for one date of every year, where there is one."""
        if self.last is not None:
            return None
        if self.kind == "RecursYearly" and (self.month, self.day) != (2, 29):
            return f"--{self.month:02}-{self.day:02}"
        if self.kind == "RecursYearlyNth" and len(self.weekdays) == 1:
            [weekday] = self.weekdays
            place = next(name for name, place in _PLACES.items() if place == self.place).lower()
            return f"{place} {DAY_NAMES[weekday]} of {MONTH_NAMES[self.month - 1]}"
        return None

    @property
    def end(self) -> date:
        """The last date up to which it is written out."""
        return self.last or date(min(self.first.year + SPAN, MAXYEAR), 12, 31)

    def dates(self) -> Iterator[date]:
        """Its dates, from the first to the end."""
        for day in self._candidates():
            if self.first <= day <= self.end:
                yield day

    def _candidates(self) -> Iterator[date]:
        if self.kind in ("RecursDaily", "RecursEveryWeekday", "RecursWeekly"):
            yield from self._days()
        else:
            for number in range((self.end.year - self.first.year + 1) * 12):
                year, month = self.first.year + number // 12, number % 12 + 1
                if self._is_due(number, month) and (day := self._in_month(year, month)):
                    yield day

    def _days(self) -> Iterator[date]:
        # Weeks are counted from their Sunday.
        week = self.first - timedelta(days=(self.first.weekday() + 1) % 7)
        for number in range((self.end - self.first).days + 1):
            day = self.first + timedelta(days=number)
            if self.kind == "RecursDaily":
                fits = number % self.interval == 0
            elif self.kind == "RecursEveryWeekday":
                fits = day.weekday() < 5
            else:
                fits = day.weekday() in self.weekdays and (day - week).days // 7 % self.interval == 0
            if fits:
                yield day

    def _is_due(self, number: int, month: int) -> bool:
        if self.kind in ("RecursYearly", "RecursYearlyNth"):
            return month == self.month
        return (number + 1 - self.first.month) % self.interval == 0

    def _in_month(self, year: int, month: int) -> date | None:
        days = range(1, monthrange(year, month)[1] + 1)
        if self.kind in ("RecursMonthly", "RecursYearly"):
            return date(year, month, self.day) if self.day in days else None
        fitting = [each for day in days if (each := date(year, month, day)).weekday() in self.weekdays]
        return fitting[self.place]


def read_recurrence(record: Record, account: Account) -> Recurrence:
    """When a holiday comes again.

    Raises:
        PayloadError: It does not say that, or in a way that is not known.
    """
    kind = _kind_in(_need(record, "RecurrenceType"))
    first = date_in(_need(record, "RecurrenceStartDate"))
    ends = either(record, "RecurrenceEndDateOnly", "RecurrenceEndDate", "recurrenceEndDate")
    last = date_in(ends) if ends else None
    if last and last < first:
        raise record.error(f"it ends on {last}, before it starts on {first}")
    interval = either(record, *_keys("RecurrenceInterval"))
    if interval is None and kind in _BY_INTERVAL:
        account.lose(record.path, f"it is {kind}, and does not say how often", "every one closes; state the interval")
    each = number_in(interval, 1, 9_999, "days, weeks or months") if interval else 1
    is_nth = kind in ("RecursMonthlyNth", "RecursYearlyNth")
    found = Recurrence(
        kind,
        first,
        last,
        each,
        _weekdays(record) if is_nth or kind == "RecursWeekly" else frozenset(),
        number_in(_need(record, "RecurrenceDayOfMonth"), 1, 31, "days") if kind in _BY_DAY else 0,
        _PLACES[_need(record, "RecurrenceInstance").choice(_PLACES, "place in a month")] if is_nth else 0,
        _month(record) if kind in ("RecursYearly", "RecursYearlyNth") else 0,
    )
    _doubt_day(found, record, account)
    return found


def _kind_in(payload: Payload) -> Recurs:
    name = payload.choice(KINDS, "kind of recurrence")
    return next(kind for kind in KINDS if kind == name)


def _keys(key: str) -> tuple[str, str]:
    """A key of the API, and of the settings file."""
    return key, key[0].lower() + key[1:]


def _need(record: Record, key: str) -> Payload:
    found = either(record, *_keys(key))
    return found or record.need(_keys(key)[1] if "name" in record.values else key)


def _month(record: Record) -> int:
    return MONTH_NAMES.index(_need(record, "RecurrenceMonthOfYear").choice(MONTH_NAMES, "month")) + 1


def _weekdays(record: Record) -> frozenset[int]:
    """Days of the week, 0 for Monday: a sum of bits in the API, names in the settings file."""
    named, mask = record.get("recurrenceDayOfWeek"), record.get("RecurrenceDayOfWeekMask")
    if named:
        held = named.items() if isinstance(named.value, list) else [named]
        places = [_DAYS.index(each.choice(_DAYS, "day of the week")) for each in held]
    else:
        bits = (mask or _need(record, "RecurrenceDayOfWeekMask")).whole(1, 127, "as a sum of days")
        places = [place for place in range(7) if bits >> place & 1]
    return frozenset((place - 1) % 7 for place in places)


def _doubt_day(found: Recurrence, record: Record, account: Account) -> None:
    """Say where a month or a year has no such date, and refuse one that never comes."""
    if found.kind not in _BY_DAY:
        return
    # 2001 is a common year, 2000 a leap year.
    common, most = (monthrange(year, found.month)[1] if found.month else 28 for year in (2001, 2000))
    if found.month and found.day > most:
        raise record.error(f"there is no day {found.day} in {MONTH_NAMES[found.month - 1]}")
    if found.day > common:
        what = f"it comes on day {found.day}, which not every {'year' if found.month else 'month'} has"
        account.lose(record.path, what, "where there is none it closes nothing here; state the date that is meant")

"""Rules of iCalendar by which dates repeat (RFC 5545): read by a grammar of our own, and followed period by period.

A rule comes from strangers: each part of it stands once and within its range, and it names a date within the horizon.
So following it examines as many dates as are asked for, wherever they lie, and never more.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Literal, NamedTuple, cast, get_args

from slaclock.errors import HoursError, did_you_mean
from slaclock.patterns import pattern

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]

LONGEST_RULE = 2_000
"""Characters of a rule; all the days of a year in BYYEARDAY take fewer."""
LARGEST_INTERVAL = 10_000
HORIZON_DATES = 146_097
"""Dates within which a rule begins, and ends where it counts: 400 years, after which the calendar repeats."""

_LAST = date.max.toordinal()
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RANGES = {"BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31), "BYYEARDAY": (-366, 366), "BYWEEKNO": (-53, 53)}
_RANGES |= {"BYSETPOS": (-366, 366), "INTERVAL": (1, LARGEST_INTERVAL), "COUNT": (1, HORIZON_DATES)}
_OF_CLOCKS = ("DTSTART", "BYHOUR", "BYMINUTE", "BYSECOND")
_GOES_WITH: dict[str, tuple[Frequency, ...]] = {
    "BYWEEKNO": ("YEARLY",),
    "BYYEARDAY": ("YEARLY",),
    "BYMONTHDAY": ("DAILY", "MONTHLY", "YEARLY"),
}
_NUMBER = pattern(r"[+-]?[0-9]{1,6}")
_UNSIGNED = pattern(r"[0-9]{1,6}")
_DAY = pattern(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = pattern(r"([0-9]{8})(?:T[0-9]{6})?")


class Rule(NamedTuple):
    """The dates that follow from a rule and the date from which it counts; where a set is empty, it limits nothing."""

    first: date
    frequency: Frequency
    interval: int = 1
    last: date = date.max
    week_begins: int = 0
    months: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    days: frozenset[tuple[int, int]] = frozenset()
    """Weekdays, each with its place in the month or year, from the end where negative; 0 is every one."""
    positions: frozenset[int] = frozenset()
    """Which of a period's dates, from the end where negative."""

    @property
    def ends(self) -> bool:
        """Whether it has a last date, by COUNT or UNTIL."""
        return self.last < date.max

    @property
    def repeats(self) -> bool:
        """Whether its dates, while it lasts, come again every 400 years: its interval divides them."""
        in_400_years = {"YEARLY": 400, "MONTHLY": 4_800, "WEEKLY": HORIZON_DATES // 7, "DAILY": HORIZON_DATES}
        return in_400_years[self.frequency] % self.interval == 0

    def dates(self, first: date, last: date) -> Iterator[date]:
        """The dates of the rule from one date to another, both included, in order."""
        first, last = max(first, self.first), min(last, self.last)
        begun = self._number(self.first)
        number = begun + (self._number(first) - begun) // self.interval * self.interval
        while (days := self._period(number)) and days[0] <= last.toordinal():
            yield from (day for day in self._chosen(days) if first <= day <= last)
            number += self.interval

    def _number(self, day: date) -> int:
        """The number of the year, month, week or day to which a date belongs."""
        match self.frequency:
            case "YEARLY":
                return day.year
            case "MONTHLY":
                return day.year * 12 + day.month - 1
            case "WEEKLY":
                return (day.toordinal() - 1 - self.week_begins) // 7
            case _:
                return day.toordinal()

    def _period(self, number: int) -> range:
        """The ordinal dates of the year, month, week or day of that number; none after the year 9999."""
        match self.frequency:
            case "YEARLY":
                start, end = _january(number), _january(number + 1)
            case "MONTHLY":
                start, end = _month(*divmod(number, 12)), _month(*divmod(number + 1, 12))
            case "WEEKLY":
                start = number * 7 + 1 + self.week_begins
                end = start + 7
            case _:
                start, end = number, number + 1
        return range(max(start, 1), min(end, _LAST + 1))

    def _chosen(self, period: range) -> list[date]:
        found = [day for day in map(date.fromordinal, period) if self._meets(day)]
        if not self.positions:
            return found
        places = {at - 1 if at > 0 else len(found) + at for at in self.positions}
        return [day for place, day in enumerate(found) if place in places]

    def _meets(self, day: date) -> bool:
        return (
            (not self.months or day.month in self.months)
            and (not self.month_days or _counted(day.day, monthrange(day.year, day.month)[1], self.month_days))
            and (not self.days or self._meets_days(day))
            and (not self.year_days or _counted(day.timetuple().tm_yday, 365 + isleap(day.year), self.year_days))
            and (not self.weeks or self._meets_weeks(day))
        )

    def _meets_days(self, day: date) -> bool:
        weekday = day.weekday()
        if (0, weekday) in self.days:
            return True
        if self.frequency == "MONTHLY" or self.months:
            at, length = day.day, monthrange(day.year, day.month)[1]
        else:
            at, length = day.timetuple().tm_yday, 365 + isleap(day.year)
        return not self.days.isdisjoint({((at + 6) // 7, weekday), (-((length - at) // 7 + 1), weekday)})

    def _meets_weeks(self, day: date) -> bool:
        here = day.toordinal()
        begins = [self._first_week(year) for year in range(day.year - 1, day.year + 3)]
        year = bisect_right(begins, here) - 1
        return _counted((here - begins[year]) // 7 + 1, (begins[year + 1] - begins[year]) // 7, self.weeks)

    def _first_week(self, year: int) -> int:
        """The ordinal date on which the first week of a year begins: the one that holds January 4."""
        fourth = _january(year) + 3
        return fourth - (fourth - 1 - self.week_begins) % 7


def _counted(at: int, length: int, wanted: frozenset[int]) -> bool:
    """Whether a place is wanted, counted from the start or, negative, from the end."""
    return at in wanted or at - length - 1 in wanted


def _january(year: int) -> int:
    """The ordinal date of January 1, beyond the years that a date can hold, too."""
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400 + 1


def _month(year: int, month: int) -> int:
    return date(year, month + 1, 1).toordinal() if year <= date.max.year else _LAST + 1


@lru_cache(maxsize=256)
def read_rule(text: str, first: date) -> Rule:
    """Read a rule that counts from a date.

    Raises:
        HoursError: It is not one of RFC 5545, it is about clock times, or it names no date within its horizon.
    """
    try:
        return _read(text, first)
    except _NotARule as error:
        shown = repr(text) if len(text) <= 200 else f"{text[:200]!r}…"
        raise HoursError(f"cannot read {shown} as a recurrence: {error}, e.g. 'FREQ=MONTHLY;BYDAY=1SA'") from None


class _NotARule(Exception):
    """What is wrong with a rule, and the way out; an example follows."""


def _read(text: str, first: date) -> Rule:
    if len(text) > LONGEST_RULE:
        raise _NotARule(f"it has {len(text):,} characters, and a rule at most {LONGEST_RULE:,}; write a shorter one")
    stated = _parts(text.strip().upper().removeprefix("RRULE:"))
    frequency = _frequency(stated.pop("FREQ", None))
    values = {_FIELDS[name]: _value(name, written) for name, written in stated.items()}
    _refuse_mismatch(frequency, stated, values)
    count = values.pop("count", None)
    rule = _filled(Rule(first, frequency)._replace(**values))
    found = list(islice(rule.dates(first, _horizon(first)), count or 1))
    if not found:
        raise _NotARule(f"it names no date within 400 years of {first}; write a rule that does")
    if count and len(found) < count and _horizon(first) < rule.last:
        raise _NotARule(f"COUNT={count} does not end within 400 years of {first}; write UNTIL or leave it out")
    return rule._replace(last=found[-1]) if count else rule


def _horizon(first: date) -> date:
    return date.fromordinal(min(first.toordinal() + HORIZON_DATES, _LAST))


def _parts(text: str) -> dict[str, str]:
    """The parts by name, each once."""
    found: dict[str, str] = {}
    for part in text.split(";") if text else ():
        name, equals, value = part.partition("=")
        if name.startswith(_OF_CLOCKS):
            raise _NotARule(
                "`first`, `opens` and `closes` say when it happens; the rule names days only: write it without "
                f"{next(each for each in _OF_CLOCKS if name.startswith(each))}"
            )
        if name == "BYEASTER":
            raise _NotARule("BYEASTER is no part of RFC 5545; write a holiday `{date: easter -2}` instead of a rule")
        if name not in _KNOWN:
            raise _NotARule(f"it has no part {name[:50]!r}; {did_you_mean(name, _KNOWN)}; write those only")
        if not equals or not value:
            raise _NotARule(f"{name} has no value; write one behind '='")
        if name in found:
            raise _NotARule(f"{name} is given twice; write each part once")
        found[name] = value
    return found


def _frequency(written: str | None) -> Frequency:
    if written in get_args(Frequency):
        return cast("Frequency", written)
    given = f", not {written!r:.50}" if written else ""
    raise _NotARule(f"it needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY{given}; write one of them")


def _value(name: str, written: str) -> Any:
    match name:
        case "UNTIL":
            return _until(written)
        case "WKST":
            return _week_begins(written)
        case "BYDAY":
            return frozenset(map(_day, written.split(",")))
        case "INTERVAL" | "COUNT":
            return _number(name, written)
        case _:
            return frozenset(_number(name, each) for each in written.split(","))


def _number(name: str, written: str) -> int:
    low, high = _RANGES[name]
    # RFC 5545 has signs only where one may count from the end.
    fits = (_NUMBER if low < 0 else _UNSIGNED).fullmatch(written)
    number = int(written) if fits else 0
    if low <= number <= high and number:
        return number
    bounds = f"1 to {high:,}, or -1 to {low:,} from the end" if low < 0 else f"1 or more, up to {high:,}"
    raise _NotARule(f"{name} is {bounds}, not {written!r:.50}; write such a number")


def _day(written: str) -> tuple[int, int]:
    found = _DAY.fullmatch(written)
    number = int(found[1] or 0) if found else 0
    if not found or abs(number) > 53 or (found[1] and not number):
        raise _NotARule(
            f"BYDAY has MO, TU, WE, TH, FR, SA and SU, each alone or behind 1 to 53 or -1 to -53, not {written!r:.50}; "
            "write such days"
        )
    return number, _WEEKDAYS.index(found[2])


def _week_begins(written: str) -> int:
    if written not in _WEEKDAYS:
        raise _NotARule(f"WKST is one of {', '.join(_WEEKDAYS)}, not {written!r:.50}; write one of them")
    return _WEEKDAYS.index(written)


def _until(written: str) -> date:
    try:
        if _UNTIL.fullmatch(written):
            return datetime.fromisoformat(written).date()
    except ValueError:
        pass
    raise _NotARule(f"UNTIL is a date or a local reading, not {written!r:.50}; write UNTIL=20261231")


_FIELDS = {
    "INTERVAL": "interval",
    "COUNT": "count",
    "UNTIL": "last",
    "WKST": "week_begins",
    "BYMONTH": "months",
    "BYWEEKNO": "weeks",
    "BYYEARDAY": "year_days",
    "BYMONTHDAY": "month_days",
    "BYDAY": "days",
    "BYSETPOS": "positions",
}
_KNOWN = ("FREQ", *_FIELDS)


def _refuse_mismatch(frequency: Frequency, stated: dict[str, str], values: dict[str, Any]) -> None:
    """Refuse parts that RFC 5545 does not have side by side."""
    for name in stated:
        if frequency not in _GOES_WITH.get(name, (frequency,)):
            raise _NotARule(f"{name} goes with FREQ={' or '.join(_GOES_WITH[name])}, not {frequency}; write it so")
    if any(number for number, _ in values.get("days", ())):
        if frequency not in ("MONTHLY", "YEARLY") or "BYWEEKNO" in stated:
            raise _NotARule(
                f"BYDAY={stated['BYDAY']:.50} counts days of a month or a year, not of a week; "
                "write FREQ=MONTHLY or YEARLY"
            )
        if (frequency == "MONTHLY" or "months" in values) and any(abs(number) > 5 for number, _ in values["days"]):
            raise _NotARule(f"BYDAY={stated['BYDAY']:.50} counts past the 5th in a month; write 1 to 5 or -1 to -5")
    if "COUNT" in stated and "UNTIL" in stated:
        raise _NotARule("it has COUNT and UNTIL; write one of them")
    if "BYSETPOS" in stated and not any(name.startswith("BY") and name != "BYSETPOS" for name in stated):
        raise _NotARule("BYSETPOS chooses among the dates of another part; write BYDAY or the like beside it")


def _filled(rule: Rule) -> Rule:
    """The rule with what it takes from its first date where it names no days."""
    if rule.weeks or rule.year_days or rule.month_days or rule.days:
        return rule
    match rule.frequency:
        case "YEARLY":
            months = rule.months or frozenset({rule.first.month})
            return rule._replace(months=months, month_days=frozenset({rule.first.day}))
        case "MONTHLY":
            return rule._replace(month_days=frozenset({rule.first.day}))
        case "WEEKLY":
            return rule._replace(days=frozenset({(0, rule.first.weekday())}))
        case _:
            return rule

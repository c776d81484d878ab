"""Dates that a rule names, year by year: `--12-24`, `third Monday of January`, `Good Friday`, `easter -2` (R5).

Months and days of the week stand in full: short ones differ by a letter (`Jan`, `Jun`), and a slip would be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from typing import NamedTuple, Protocol

from slaclock.errors import HoursError, did_you_mean, nearest
from slaclock.hours.date_text import is_yearly, read_date
from slaclock.hours.written_dates import DAY_NAMES, MONTH_NAMES, date_words
from slaclock.patterns import pattern

EXAMPLES = "'2026-12-24', '--12-24' for every year, 'third Monday of January', 'Good Friday' or 'easter -2'"
_BEFORE_EASTER, _AFTER_EASTER = 80, 200
"""Days from Easter within which a rule lies: beyond them it could leave the year."""
EASTER_YEARS = (1583, 4099)
"""The years in which Easter is computed alike; in them it does not come again every 400 years."""
_A_CENTURY = range(2000, 2100)
_LONGEST = 100
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "last")
_LAST = -1
_PLACES = {name: place for place, name in enumerate(_ORDINALS[:-1], 1)} | {"last": _LAST}
_SHORT_PLACES = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}

_WEEKDAY = pattern(r"(?:the )?(\w+) ([^\W\d]+) (?:of|in) ([^\W\d]+)")
_EASTER = pattern(r"(orthodox )?easter(?: sunday)?(?: ?([+-]) ?(\d{1,3})(?: days?)?)?")
_BESIDE_EASTER = pattern(r"(\d{1,3}) days? (before|after) (orthodox )?easter(?: sunday)?")
_DAY_FIRST = pattern(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([^\W\d]+)(?: (\d{4}))?")
_MONTH_FIRST = pattern(r"([^\W\d]+) (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")


class DateRule(Protocol):
    """Whatever names at most one date in each year."""

    def in_year(self, year: int) -> date | None:
        """The date in that year, if there is one."""
        ...

    def nearest_in_year(self, year: int, *, later: bool) -> date:
        """The date in that year; where there is none, the one after its place, or before it."""
        ...

    @property
    def words(self) -> str:
        """The rule as people say it."""
        ...

    def __str__(self) -> str:
        """The rule as it is written."""
        ...


class Once(NamedTuple):
    """A date that comes once."""

    day: date

    def in_year(self, year: int) -> date | None:
        """The date, in its own year."""
        return self.day if self.day.year == year else None

    def nearest_in_year(self, year: int, *, later: bool) -> date:
        """The date itself."""
        return self.day

    def __str__(self) -> str:
        return self.day.isoformat()

    @property
    def words(self) -> str:
        """`24 December 2026`."""
        return date_words(self.day)


class YearlyDate(NamedTuple):
    """A month and a day."""

    month: int
    day: int

    def in_year(self, year: int) -> date | None:
        """The date in that year; none for 29 February in a common year."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def nearest_in_year(self, year: int, *, later: bool) -> date:
        """The date in that year; where there is no 29 February, the date after it, or before it."""
        return self.in_year(year) or (date(year, 3, 1) if later else date(year, 2, 28))

    def __str__(self) -> str:
        return f"--{self.month:02}-{self.day:02}"

    @property
    def words(self) -> str:
        """`24 December`."""
        return f"{self.day} {MONTH_NAMES[self.month - 1]}"


class WeekdayOfMonth(NamedTuple):
    """A day of the week by its place in a month; one without a fifth has none."""

    place: int
    weekday: int
    month: int

    def in_year(self, year: int) -> date | None:
        """The date in that year, if the month has so many."""
        if self.place == _LAST:
            return _last_of_month(year, self.month, self.weekday)
        first = date(year, self.month, 1)
        day = 1 + (self.weekday - first.weekday()) % 7 + 7 * (self.place - 1)
        return first.replace(day=day) if day <= _month_end(year, self.month).day else None

    def nearest_in_year(self, year: int, *, later: bool) -> date:
        """The date, or the first of the next month, or the last of this one."""
        end = _month_end(year, self.month)
        return self.in_year(year) or (min(end, date.max - timedelta(days=1)) + timedelta(days=1) if later else end)

    def __str__(self) -> str:
        place = next(name for name, place in _PLACES.items() if place == self.place)
        return f"{place} {DAY_NAMES[self.weekday]} of {MONTH_NAMES[self.month - 1]}"

    @property
    def words(self) -> str:
        """`the third Monday of January`."""
        return f"the {self}"


class FromEaster(NamedTuple):
    """So many days after Easter Sunday, or before it."""

    days: int
    orthodox: bool = False

    def in_year(self, year: int) -> date | None:
        """The date in that year; Easter is known for the years in which it is computed alike."""
        easter = _easter(year, self.orthodox)
        return easter and easter + timedelta(days=self.days)

    def nearest_in_year(self, year: int, *, later: bool) -> date:
        """The date; before Easter is known, an end of the year."""
        return self.in_year(year) or (date(year, 12, 31) if later else date(year, 1, 1))

    def __str__(self) -> str:
        return ("orthodox " if self.orthodox else "") + "easter" + (f" {self.days:+}" if self.days else "")

    @property
    def words(self) -> str:
        """`2 days before Easter`."""
        easter = "Orthodox Easter" if self.orthodox else "Easter"
        days = f"{abs(self.days)} day{'' if abs(self.days) == 1 else 's'}"
        return f"{days} {'before' if self.days < 0 else 'after'} {easter}" if self.days else easter


class NamedDay(NamedTuple):
    """A date that has a name of its own wherever it is kept."""

    name: str
    rule: YearlyDate | FromEaster

    def in_year(self, year: int) -> date | None:
        """The date in that year."""
        return self.rule.in_year(year)

    def nearest_in_year(self, year: int, *, later: bool) -> date:
        """The date in that year."""
        return self.rule.nearest_in_year(year, later=later)

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> str:
        """Its name."""
        return self.name


_OF_EASTER = {
    "Shrove Tuesday": -47,
    "Ash Wednesday": -46,
    "Palm Sunday": -7,
    "Maundy Thursday": -3,
    "Good Friday": -2,
    "Easter Sunday": 0,
    "Easter Monday": 1,
    "Ascension Day": 39,
    "Whit Sunday": 49,
    "Pentecost": 49,
    "Whit Monday": 50,
    "Corpus Christi": 60,
}
_FIXED = {
    "New Year's Day": YearlyDate(1, 1),
    "Christmas Eve": YearlyDate(12, 24),
    "Christmas Day": YearlyDate(12, 25),
    "Boxing Day": YearlyDate(12, 26),
    "New Year's Eve": YearlyDate(12, 31),
}
_NAMED = {name.lower(): NamedDay(name, rule) for name, rule in _FIXED.items()}
_NAMED |= {name.lower(): NamedDay(name, FromEaster(days)) for name, days in _OF_EASTER.items()}
_NAMED |= {
    f"orthodox {name.lower()}": NamedDay(f"Orthodox {name}", FromEaster(days, orthodox=True))
    for name, days in _OF_EASTER.items()
}


def named_day(text: str) -> NamedDay | None:
    """The date that a text calls by its name."""
    return _NAMED.get(_folded(text))


def reads_as_date(text: str) -> bool:
    """Whether a text names a date."""
    try:
        read_date_rule(text)
    except HoursError:
        return False
    return True


@lru_cache(maxsize=4096)
def read_date_rule(text: str) -> DateRule:
    """The rule that a text states.

    Raises:
        HoursError: It names no date; the message says what is near it.
    """
    if is_yearly(text):
        return _yearly(text)
    if text[:1].isdigit() and "-" in text:
        return Once(read_date(text))
    folded = _folded(text)
    for read in (_NAMED.get, _weekday_of_month, _from_easter, _day_and_month):
        if len(text) <= _LONGEST and (rule := read(folded)):
            return rule
    near = near_date(text)
    raise HoursError(f"cannot read {text[:_LONGEST]!r} as a date{': ' + near if near else ''}; write e.g. {EXAMPLES}")


def _yearly(text: str) -> YearlyDate:
    day = read_date(text)
    return YearlyDate(day.month, day.day)


def _folded(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").replace("−", "-").split())


def _weekday_of_month(text: str) -> WeekdayOfMonth | None:
    found = _WEEKDAY.fullmatch(text)
    if not found:
        return None
    place = _PLACES.get(found[1]) or _SHORT_PLACES.get(found[1])
    weekday, month = _number(found[2], DAY_NAMES), _number(found[3], MONTH_NAMES)
    return None if place is None or weekday is None or month is None else WeekdayOfMonth(place, weekday, month + 1)


def _from_easter(text: str) -> FromEaster | None:
    if found := _EASTER.fullmatch(text):
        days, before, orthodox = int(found[3] or 0), found[2] == "-", found[1]
    elif found := _BESIDE_EASTER.fullmatch(text):
        days, before, orthodox = int(found[1]), found[2] == "before", found[3]
    else:
        return None
    if days > (_BEFORE_EASTER if before else _AFTER_EASTER):
        raise HoursError(
            f"{text!r} may lie in another year than Easter; write {_BEFORE_EASTER} days before it at most, "
            f"and {_AFTER_EASTER} after it, e.g. 'easter -2'"
        )
    return FromEaster(-days if before else days, bool(orthodox))


def _day_and_month(text: str) -> DateRule | None:
    if found := _DAY_FIRST.fullmatch(text):
        day, name, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(text):
        name, day, year = found.groups()
    else:
        return None
    month = _number(name, MONTH_NAMES)
    if month is None:
        return None
    numbers = f"-{month + 1:02}-{int(day):02}"
    return Once(read_date(year + numbers)) if year else _yearly("-" + numbers)


def _number(name: str, names: Sequence[str]) -> int | None:
    return next((number for number, each in enumerate(names) if each.lower() == name), None)


def near_date(text: str) -> str:
    """Which date a text nearly names, as a question; nothing where none is near."""
    text = _folded(text[:_LONGEST])
    if found := _WEEKDAY.fullmatch(text):
        for word, names in ((found[1], _ORDINALS), (found[2], DAY_NAMES), (found[3], MONTH_NAMES)):
            if word not in _SHORT_PLACES and _number(word, names) is None:
                return f"{word!r} is none of them; {did_you_mean(word, names)}"
    if (found := _DAY_FIRST.fullmatch(text)) or (found := _MONTH_FIRST.fullmatch(text)):
        word = next(each for each in found.groups() if each and not each.isdigit())
        begun = [each for each in MONTH_NAMES if len(word) >= 3 and each.lower().startswith(word)]
        if near := begun or nearest(word, map(str.lower, MONTH_NAMES)):
            return f"{word!r} is no month; did you mean {near[0].capitalize()!r}?"
    near = nearest(text, _NAMED)
    return f"did you mean {str(_NAMED[near[0]])!r}?" if near else ""


def _month_end(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def _last_of_month(year: int, month: int, weekday: int) -> date:
    end = _month_end(year, month)
    return end - timedelta(days=(end.weekday() - weekday) % 7)


@lru_cache(maxsize=1024)
def _easter(year: int, orthodox: bool) -> date | None:
    """Easter Sunday; none in years for which its rules do not hold."""
    from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

    # What lies so far from it stays within the years of a date.
    if not EASTER_YEARS[0] <= year <= EASTER_YEARS[1]:
        return None
    return easter(year, EASTER_ORTHODOX if orthodox else EASTER_WESTERN)


def counts_from_easter(rule: DateRule) -> bool:
    """Whether a rule names other dates in other periods of 400 years."""
    return isinstance(rule.rule if isinstance(rule, NamedDay) else rule, FromEaster)


def dates_of(rule: DateRule, first_year: int, last_year: int) -> Iterator[date]:
    """The dates that a rule names in some years."""
    if isinstance(rule, Once):
        years = range(max(first_year, rule.day.year), min(last_year, rule.day.year) + 1)
    else:
        years = range(max(first_year, MINYEAR), min(last_year, MAXYEAR) + 1)
    return (day for year in years if (day := rule.in_year(year)))


@lru_cache(maxsize=1024)
def goes_over_new_year(begins: str, ends: str) -> bool:
    """Whether what begins and ends by two rules of every year, as they are written, ends in the year after.

    Raises:
        HoursError: In some years it would, and in others not.
    """
    first, last = read_date_rule(begins), read_date_rule(ends)
    both = [year for year in _A_CENTURY if first.in_year(year) and last.in_year(year)] or list(_A_CENTURY)
    later = {year: _begins_later(first, last, year) for year in both}
    if len(set(later.values())) > 1:
        odd = next(year for year in both if later[year] is not later[both[0]])
        raise HoursError(
            f"'{first}' is before '{last}' in some years and after it in others, such as {odd}; "
            "write dates whose order is always the same"
        )
    return later[both[0]]


def _begins_later(first: DateRule, last: DateRule, year: int) -> bool:
    return first.nearest_in_year(year, later=True) > last.nearest_in_year(year, later=False)

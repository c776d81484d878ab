"""Times, dates, months and days in conditions: `after 15:00`, `in Dec`, `on Sundays and holidays` (R11, R19).

The part of the grammar in `condition_text` that begins with a span.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any, Literal, NoReturn, TypeVar

from slaclock.errors import HoursError, nearest
from slaclock.hours import MONTH_NAMES, ONE_DAY, SupportWindow, is_yearly, read_date, read_days, read_time
from slaclock.patterns import pattern
from slaclock.policy.condition_words import MONTH, WordReader

Fields = dict[str, Any]
"""What a part of a condition says, as fields of `Received`."""
T = TypeVar("T")

Month = Literal["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MONTHS: tuple[Month, ...] = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Months in the order of the year."""
DayKind = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "holidays", "business_days"]
"""A day of the week, or what dates may be beside that."""

_DATE_PARTS = pattern(rf"(?:(\d{{1,2}})\D*\s)?({MONTH})(?:\s+(\d{{1,2}})(?!\d)\D*?)?(?:,?\s+(\d{{4}}))?", re.IGNORECASE)
_MONTH_WORDS: dict[str, Month] = {
    **{name.lower(): month for month, name in zip(MONTHS, MONTH_NAMES, strict=True)},
    **{month.lower(): month for month in MONTHS},
    "sept": "Sep",
}
LISTING = (",", "/", "&", "or", "and")
TO = ("to", "until", "till", "through", "thru", "-", "–", "—")
_ARTICLES = ("a", "an", "any", "every", "each", "the", "all")
_HOLIDAY_KINDS = ("public", "bank", "national", "federal", "statutory", "official", "company", "legal")
_BUSINESS = ("business", "working", "work", "banking")
_BUSINESS_DAYS = ("workday", "workdays")
SPANS = {
    "before": "before",
    "earlier": "before",
    "prior": "before",
    "after": "after",
    "later": "after",
    "past": "after",
    "from": "from",
    "since": "from",
    "starting": "from",
    "until": "until",
    "till": "until",
    "between": "between",
}
"""The first word of a span, and which kind it begins; `prior to`, `later than` and `at or after` have more words."""
_FOLLOWS = ("to", "than")
_SHORTEST = 3
_DAY_WORDS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_day_kinds(text: str) -> tuple[DayKind, ...]:
    """Days alone: `Sundays and holidays`, `Mon-Thu`."""
    reader = TimeReader(text)
    found = reader.days()
    return tuple(found["days"]) if "days" in found and reader.token.kind == "end" else reader.refuse("a day")


def read_months(text: str) -> tuple[Month, ...]:
    """Months alone: `Dec`, `June to August`."""
    reader = TimeReader(text)
    found = reader.months(reader.month())
    return tuple(found["months"]) if "months" in found and reader.token.kind == "end" else reader.refuse("a month")


class TimeReader(WordReader):
    """Reads what a condition says of when something arrives."""

    # Spans

    def span_ahead(self, steps: int = 0) -> bool:
        """Whether a span begins that many tokens on: `after 15:00`, `from June`."""
        word = self.ahead(steps).word
        if word == "at":
            return self.ahead(steps + 1).word == "or" and self.ahead(steps + 2).word in ("after", "later")
        if word not in SPANS:
            return False
        after = steps + 1 + (self.ahead(steps + 1).word in _FOLLOWS)
        return self.ahead(after).kind in ("time", "date") or self._point_ahead(after)

    def _point_ahead(self, steps: int) -> bool:
        return self.month_at(steps) is not None or self.day_ahead(steps)

    def span(self) -> Fields:
        """A span, from the word with which it begins."""
        start = self.here
        if self.take("at"):
            self.here += 2
            kind = "from"
        else:
            kind = SPANS[self.token.word]
            self.here += 1
        self.take(*_FOLLOWS)
        match kind:
            case "between":
                return self.between()
            case "from" if self.token.kind == "word" or self.ahead(1).word in TO:
                return self.between()
            case "from":
                return self._edge(start, "since", "first")
            case "until":
                return self._until()
            case "before":
                return self._edge(start, "before", "last", -ONE_DAY)
            case _:
                return self._edge(start, "after", "first", ONE_DAY)

    def _edge(self, start: int, of_times: str, of_dates: str, step: timedelta | None = None) -> Fields:
        """One end of a span: a time, or a date; the date before or after that where it is left out."""
        if self.token.kind == "time" and of_times == "before":
            return {of_times: self.time()}
        if self.token.kind == "time":
            return {of_times: self._begun(start)}
        if self.token.kind != "date":
            self.fail(f"{self.token.text!r} is no point in time here; say a time or a date, e.g. 15:00")
        day = self.date()
        if is_yearly(day):
            self.fail(f"{day} comes every year; say where it ends and begins, e.g. 'from {day} to --12-31'")
        return {of_dates: self._beside(day, step) if step else day}

    def _begun(self, start: int) -> time:
        """A time of day after which something arrives; after midnight is at any time of the day."""
        begins = self.time()
        if begins == time(0):
            self.fail(f"every time of day is after 00:00; write e.g. {self.instead(start, 'from 00:00 to 06:00')!r}")
        return begins

    def _beside(self, day: str, step: timedelta) -> str:
        try:
            return (date.fromisoformat(day) + step).isoformat()
        except OverflowError:
            self.fail(f"no date comes {'after' if step > timedelta(0) else 'before'} {day}")

    def _until(self) -> Fields:
        if self.token.kind == "time":
            written = self.token.text
            self.here += 1
            self.refuse_until(self.here - 2, written)
        return self._edge(self.here, "", "last")

    def refuse_until(self, start: int, written: str) -> NoReturn:
        """What neither says whether it takes a time in nor leaves it out."""
        ways_out = (self.instead(start, f"{way} {written}") for way in ("before", "not after"))
        self.fail(
            f"{self.said(start)!r} may take {written} in or leave it out; write {' or '.join(map(repr, ways_out))}"
        )

    def between(self) -> Fields:
        """From one point to another: times leave the second out, dates take it in."""
        start = self.here
        if self.token.kind == "date":
            return self._dates()
        if (month := self.month_at(0)) is not None:
            self.here += 1
            return self.months(month)
        if self.day_ahead(0):
            return self._weekdays()
        opens = self.opening()
        if not self.take(*TO, "and"):
            self.refuse("'to' or 'and'")
        closes = self.time()
        self._refuse_two_halves(start)
        return {"since": opens} if closes == time(0) else {"since": opens, "before": closes}

    def _dates(self) -> Fields:
        first = self.date()
        if not self.take(*TO, "and"):
            self.refuse("'to' or 'and'")
        last = self.date() if self.token.kind == "date" else self.refuse("a date")
        return {"first": first, "last": last}

    def _refuse_two_halves(self, start: int) -> None:
        """Read two times as hours are read, so that what has two meanings there has them here."""
        try:
            SupportWindow.parse(f"Mon {self.tokens[start].text} - {self.tokens[self.here - 1].text}")
        except HoursError:
            self.fail(f"{self.said(start)!r} may mean the afternoon or the night; say AM or PM for both times")

    def _weekdays(self) -> Fields:
        start = self.here
        first, *more = self._day()
        if more:
            return {"days": (first, *more)}
        if self.token.kind == "time":
            self.fail(f"{self.said(start)!r} begins a block of hours; state them as a schedule, and name it here")
        if not self.take(*TO, "and"):
            self.refuse("'to' or 'and'")
        last = self._day()
        return {"days": read_days(f"{first}-{last[0]}", "en")}

    # Points in time

    def opening(self) -> time:
        """A time of day at which something begins, which 24:00 is not."""
        if self.token.text.startswith("24"):
            self.here += 1
            beginning = self.instead(self.here - 1, "00:00")
            self.fail(f"24:00 is the end of a day; write {beginning!r} for the beginning of one")
        return self.time()

    def time(self) -> time:
        """A time of day that says which half of the day is meant."""
        if self.token.kind != "time":
            self.refuse("a time of day such as '15:00'")
        written = self.token.text
        self.here += 1
        if written.isdigit() and 1 <= int(written) <= 12:
            self._refuse_half_unsaid(written)
        return self._reading(lambda: read_time(written), "time of day", written)

    def _refuse_half_unsaid(self, written: str) -> NoReturn:
        bare = [each for each in self.tokens if each.kind == "time" and each.text.isdigit()]
        halves = (self.instead(self.here - 1, f"{written} {half}") for half in ("AM", "PM"))
        way_out = f"write {' or '.join(map(repr, halves))}" if len(bare) == 1 else "say it for each time"
        self.fail(f"{written!r} says neither AM nor PM; {way_out}")

    def _reading(self, read: Callable[[], T], kind: str, written: str) -> T:
        try:
            return read()
        except HoursError:
            self.fail(f"{written!r} is no {kind}")

    def date(self) -> str:
        """A date as it is written, or as `--12-24` where it has no year."""
        written = self.token.text
        self.here += 1
        found = _DATE_PARTS.fullmatch(written)
        if found is None:
            return self._dated(written)
        before, month, after, year = found.groups()
        number = MONTHS.index(month[:3].capitalize()) + 1
        return self._dated(f"{year or '-'}-{number:02}-{int(before or after):02}")

    def _dated(self, written: str) -> str:
        self._reading(lambda: read_date(written), "date", written)
        return written

    # Months

    def month_at(self, steps: int) -> Month | None:
        """The month that many tokens on, if one stands there."""
        return _MONTH_WORDS.get(self.ahead(steps).word.rstrip("."))

    def in_months(self) -> Fields:
        """Months, from the `in` before them."""
        self.here += 1
        return self.months(self.month())

    def month(self) -> Month:
        """One month."""
        month = self.month_at(0)
        if month is None:
            self.refuse("a month")
        self.here += 1
        return month

    def months(self, first: Month) -> Fields:
        """Months, the first of which was read."""
        found = list(self._month_range(first))
        while self.token.word in LISTING and self.month_at(self._after_listing()) is not None:
            self.here += self._after_listing()
            found += self._month_range(self.month())
        if self.token.kind == "number":
            return self._month_of_year(found)
        return {"months": tuple(month for month in MONTHS if month in found)}

    def _month_range(self, first: Month) -> list[Month]:
        if not (self.token.word in (*TO, "and") and self.month_at(1) and self._is_range()):
            return [first]
        self.here += 1
        start, last = MONTHS.index(first), MONTHS.index(self.month())
        return [MONTHS[(start + step) % 12] for step in range((last - start) % 12 + 1)]

    def _is_range(self) -> bool:
        """Whether two months are a range: by `to`, or by `and` after `between`."""
        between = self.here >= 2 and self.tokens[self.here - 2].word == "between"
        return self.token.word in TO or between

    def _month_of_year(self, months: list[Month]) -> Fields:
        year = self.token.text
        if len(year) != 4 or len(months) > 1:
            self.refuse("a year such as 2026 after one month")
        self.here += 1
        month = MONTHS.index(months[0]) + 1
        last = self._dated(f"{year}-{month:02}-{monthrange(max(int(year), 1), month)[1]}")
        return {"first": f"{year}-{month:02}-01", "last": last}

    # Days

    def on_days(self) -> Fields:
        """Days, from the `on` before them."""
        self.here += 1
        return self.days()

    def days(self) -> Fields:
        """Days of the week, holidays, business days, or one date."""
        if self.token.kind == "date":
            day = self.date()
            return {"first": day, "last": day}
        found = [*self._day()]
        while self.token.word in LISTING and self.day_ahead(self._after_listing()):
            if self.ahead(self._after_listing()).kind == "date":
                break
            self.here += self._after_listing()
            found += self._day()
        return {"days": tuple(found)}

    def _after_listing(self) -> int:
        return 1 + (self.token.word == "," and self.ahead(1).word in ("or", "and"))

    def day_ahead(self, steps: int) -> bool:
        """Whether a day stands that many tokens on."""
        while self.ahead(steps).word in _ARTICLES:
            steps += 1
        token, following = self.ahead(steps), self.ahead(steps + 1).word
        if token.kind == "date" or token.word in ("holiday", "holidays", *_BUSINESS_DAYS):
            return True
        if token.word in _HOLIDAY_KINDS:
            return following in ("holiday", "holidays")
        if token.word in _BUSINESS:
            return following in ("day", "days")
        return token.kind == "word" and _is_weekday(token.text)

    def _day(self) -> tuple[DayKind, ...]:
        self.take(*_ARTICLES)
        if self.take(*_BUSINESS_DAYS):
            return ("business_days",)
        if self.token.word in (*_BUSINESS, *_HOLIDAY_KINDS) and self.day_ahead(0):
            self.here += 1
        if self.take("holiday", "holidays"):
            return ("holidays",)
        if self.take("day", "days"):
            return ("business_days",)
        if self.token.kind != "word" or not _is_weekday(self.token.text):
            self._refuse_day()
        start = self.here
        self.here += 1
        if self.token.word in TO and self.ahead(1).kind == "word" and _is_weekday(self.ahead(1).text):
            self.here += 2
        return read_days(self.said(start), "en")

    def _refuse_day(self) -> NoReturn:
        if self.token.word.startswith("non") and self.ahead(1).word in (*_BUSINESS, "days", "day", "-"):
            self.fail(f"{self.token.text!r} days are all but business days; write 'not on business days'")
        known = ("holidays", "weekends", "weekdays", *(f"{day}s" for day in _DAY_WORDS), *_DAY_WORDS)
        if self.token.kind == "word" and (near := nearest(self.token.word, known, cutoff=0.7)):
            self.fail(f"{self.token.text!r} is no day; did you mean {near[0].capitalize()!r}?")
        self.refuse("a day such as 'Fri' or 'holidays'")


def _is_weekday(word: str) -> bool:
    """Whether a word names days of the week: `Fri`, `Mo-Fr`, `weekends`; alone, two letters may be any word."""
    if len(word) < _SHORTEST:
        return False
    try:
        return bool(read_days(word, "en"))
    except HoursError:
        return False

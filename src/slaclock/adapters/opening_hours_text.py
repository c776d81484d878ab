"""The text of opening hours that OpenStreetMap and schema.org have: read into rules by a small grammar (R3, R4, R19).

What its rules mean together is the matter of those who ask. What is not understood is refused with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, NoReturn

from slaclock.adapters.opening_hours_rules import DAY, LENGTHS, MONTHS, WEEKDAYS, DateOf, Dates, DayOf, Rule
from slaclock.adapters.payloads import Payload
from slaclock.errors import PayloadError, did_you_mean
from slaclock.patterns import pattern

LONGEST = 2_000
"""Characters of a text."""

_TOKEN = pattern(
    r"\s*(?:(24/7)|([0-9]{1,2}):([0-9]{2})|([0-9]{4})(?![0-9]|:[0-9])|([0-9]{1,2})(?![0-9]|:[0-9])|([A-Za-z]+)|(\"[^\"]*\")"
    r"|(\|\||[;,:+/\[\]-]))"
)
_ENDS = "a rule ends here; write ';' before the next"
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-"})
_REFUSED = {
    "sunrise": "times of the sun move every day; write clock times",
    "sunset": "times of the sun move every day; write clock times",
    "dawn": "times of the sun move every day; write clock times",
    "dusk": "times of the sun move every day; write clock times",
    "sh": "school holidays are in no calendar here; write their dates",
    "unknown": "nobody knows whether it is open then; write the hours, or off",
}


class Token(NamedTuple):
    """A piece of the text."""

    kind: str
    text: str
    at: int


@dataclass
class _Parts:
    dates: list[Dates] = field(default_factory=list)
    weeks: list[int] = field(default_factory=list)
    days: list[DayOf] = field(default_factory=list)
    holidays: bool = False


def read_opening_hours(payload: Payload) -> list[Rule]:
    """The rules of a text.

    Raises:
        PayloadError: It is not understood, or says something that has no fixed times: the sun, school holidays, open
            ends, points in time, what is unknown.

    Rules: R3, R4, R19.
    """
    text = payload.value
    if not isinstance(text, str):
        raise payload.error(f"it is text such as 'Mo-Fr 09:00-17:00', not {payload.shown}")
    if len(text) > LONGEST:
        raise payload.error(f"it has {len(text):,} characters, and at most {LONGEST:,} are read")
    if not text.strip():
        raise payload.error("it is blank; write e.g. 'Mo-Fr 09:00-17:00'")
    return list(_Reader(payload, text.translate(_DASHES)).rules())


class _Reader:
    """Reads a text from left to right."""

    def __init__(self, payload: Payload, text: str) -> None:
        self._payload = payload
        self._text = text
        self._tokens = list(self._cut())
        self._next = 0

    def _cut(self) -> Iterator[Token]:
        at = 0
        kinds = ("always", "", "", "year", "number", "word", "comment", "mark")
        end = len(self._text.rstrip())
        while at < end:
            found = _TOKEN.match(self._text, at)
            if not found:
                self._refuse(at, "it is not understood here; write e.g. 'Mo-Fr 09:00-17:00; PH off'")
            if found[2]:
                yield Token("time", f"{found[2]}:{found[3]}", found.start(2))
            else:
                place = next(number for number in (1, 4, 5, 6, 7, 8) if found[number])
                yield Token(kinds[place - 1], found[place], found.start(place))
            at = found.end()
        yield Token("end", "", end)

    def _refuse(self, at: int, message: str) -> NoReturn:
        rest = self._text[at : at + 20].strip()
        shown = f"at {rest!r}: " if rest else "at its end: "
        raise PayloadError(self._payload.error("").path, f"cannot read {self._text[:80]!r} {shown}{message}")

    # Tokens

    @property
    def _here(self) -> Token:
        return self._tokens[self._next]

    def _after(self, number: int = 1) -> Token:
        return self._tokens[min(self._next + number, len(self._tokens) - 1)]

    def _take(self) -> Token:
        token = self._here
        self._next += 1
        return token

    def _skip(self, mark: str) -> bool:
        if self._here.kind == "mark" and self._here.text == mark:
            self._next += 1
            return True
        return False

    def _is_word(self, *words: str, token: Token | None = None) -> bool:
        token = token or self._here
        return token.kind == "word" and token.text.lower() in words

    # Rules

    def rules(self) -> Iterator[Rule]:
        """Each rule, in order."""
        adds = False
        while True:
            yield self._rule(adds)
            if self._here.kind == "end":
                return
            if self._skip("||"):
                self._refuse(self._tokens[self._next - 1].at, "a rule for when nobody knows is not read; leave it out")
            adds = self._skip(",")
            if not adds and not self._skip(";"):
                self._refuse(self._here.at, _ENDS)
            if self._here.kind == "end":
                return

    def _rule(self, adds: bool) -> Rule:
        begins = self._here.at
        parts = _Parts()
        self._selectors(parts)
        times = self._times()
        words = self._modifier()
        comment = self._take().text.strip('"') if self._here.kind == "comment" else ""
        if comment and words is None:
            self._refuse(self._tokens[self._next - 1].at, "a comment leaves it unknown; write open or off before it")
        if words == "off" and times:
            self._refuse(begins, "part of a day is off; write the hours that stay")
        if words is None and not times:
            self._refuse(self._here.at, "there are no hours; write times, open or off")
        if words == "open" and not times:
            times = [(0, DAY)]
        text = self._text[begins : self._here.at].strip(" ;,")
        return Rule(
            text=text,
            adds=adds,
            dates=tuple(parts.dates),
            weeks=tuple(parts.weeks),
            days=tuple(parts.days),
            holidays=parts.holidays,
            times=tuple(times),
            comment=comment,
        )

    def _modifier(self) -> str | None:
        if self._is_word("off", "closed"):
            self._take()
            return "off"
        if self._is_word("open"):
            self._take()
            return "open"
        self._refuse_word()
        return None

    def _refuse_word(self) -> None:
        """Refuse a word that has no fixed meaning, or none."""
        if self._here.kind == "word":
            word = self._here.text.lower()
            if self._is_day(self._here) or self._is_month(self._here) or word in ("ph", "week", "easter"):
                self._refuse(self._here.at, _ENDS)
            known = (*WEEKDAYS, *MONTHS, "PH", "off", "open", "easter", "week")
            short = next((f"write {each}" for each in known if len(word) > 3 and word.startswith(each.lower())), None)
            self._refuse(self._here.at, _REFUSED.get(word) or short or did_you_mean(self._here.text, known))

    # On which dates

    def _selectors(self, parts: _Parts) -> None:
        begins = self._here.at
        kinds: list[str] = []
        while kind := self._selector(parts):
            if kind in kinds:
                self._refuse(begins, f"it names {kind} twice; a year stands before its month, and lists have commas")
            kinds.append(kind)
            self._skip(":")

    def _selector(self, parts: _Parts) -> str:
        """Read what says on which dates, and say of which kind it is; blank where there is none."""
        token = self._here
        if self._is_word("week"):
            self._take()
            self._in_list(lambda: parts.weeks.extend(self._weeks()), lambda: self._here.kind == "number")
            return "weeks"
        if token.kind == "year" or self._is_month(token) or self._is_word("easter"):
            self._in_list(
                lambda: parts.dates.append(self._dates()),
                lambda: self._here.kind in ("year", "number") or self._is_month(self._here) or self._is_word("easter"),
            )
            return "dates"
        if self._is_day(token) or self._is_word("ph"):
            self._in_list(lambda: self._days(parts), lambda: self._is_day(self._here) or self._is_word("ph"))
            return "days"
        return ""

    def _in_list(self, read: Callable[[], None], goes_on: Callable[[], bool]) -> None:
        read()
        while self._here.text == ",":
            self._next += 1
            if not goes_on():
                self._next -= 1
                return
            read()

    def _is_day(self, token: Token) -> bool:
        return token.kind == "word" and token.text.title() in WEEKDAYS

    def _is_month(self, token: Token) -> bool:
        return token.kind == "word" and token.text.title() in MONTHS

    def _days(self, parts: _Parts) -> None:
        token = self._take()
        if token.text.lower() == "ph":
            if self._here.text in ("+", "-") and self._after().kind == "number":
                self._refuse(token.at, "days beside public holidays; write their dates")
            parts.holidays = True
            return
        first = WEEKDAYS.index(token.text.title())
        if self._here.text == "-" and self._is_day(self._after()):
            self._take()
            last = WEEKDAYS.index(self._take().text.title())
            parts.days += [DayOf((first + number) % 7) for number in range((last - first) % 7 + 1)]
        elif self._skip("["):
            parts.days.append(DayOf(first, tuple(self._places())))
        else:
            parts.days.append(DayOf(first))

    def _places(self) -> Iterator[int]:
        while True:
            sign = -1 if self._skip("-") else 1
            number = self._number("a place in the month", 1, 5)
            last = self._number("a place in the month", number, 5) if sign > 0 and self._skip("-") else number
            yield from (sign * each for each in range(number, last + 1))
            if self._skip("]"):
                break
            if not self._skip(","):
                self._refuse(self._here.at, "write the places of a day as Mo[1], Mo[1,3] or Mo[-1]")
        if self._here.text in ("+", "-") and self._after().kind == "number":
            self._refuse(self._here.at, "days beside a day of the month; write their dates")

    def _number(self, kind: str, least: int, most: int) -> int:
        token = self._here
        if token.kind != "number" or not least <= int(token.text) <= most:
            self._refuse(token.at, f"{kind} is {least} to {most}")
        return int(self._take().text)

    def _weeks(self) -> Iterator[int]:
        first = self._number("a week", 1, 53)
        last = self._number("a week", first, 53) if self._skip("-") else first
        step = self._number("a step", 2, 26) if self._skip("/") else 1
        return iter(range(first, last + 1, step))

    def _dates(self) -> Dates:
        first, whole_first = self._date(None)
        if self._here.text == "-" and self._after().kind != "time":
            self._take()
            last, whole_last = self._date(first)
        else:
            last, whole_last = first, whole_first
        if self._skip("+"):
            self._refuse(self._tokens[self._next - 1].at, "it has no end; write the last date")
        if (first.easter is None) is not (last.easter is None) or (first.easter is not None and first != last):
            self._refuse(self._here.at, "a run of dates from or to Easter; write each date")
        if (first.year is None) is not (last.year is None):
            self._refuse(self._here.at, "a year stands with both dates or with none")
        if first.year and date(first.year, first.month, first.day) > self._ends(last, whole_last):
            self._refuse(self._here.at, "it ends before it begins")
        ends = last._replace(day=self._last_day(last)) if whole_last and last.easter is None else last
        if whole_last == "year":
            ends = ends._replace(month=12, day=31)
        return Dates(first, ends)

    def _ends(self, last: DateOf, whole: str) -> date:
        month = 12 if whole == "year" else last.month
        day = self._last_day(last._replace(month=month)) if whole else last.day
        return date(last.year or 1, month, day)

    def _last_day(self, last: DateOf) -> int:
        leap = last.year is None or (last.year % 4 == 0 and (last.year % 100 != 0 or last.year % 400 == 0))
        return LENGTHS[last.month - 1] if last.month != 2 or leap else 28

    def _date(self, before: DateOf | None) -> tuple[DateOf, str]:
        """A date, and of what it is the first where it names no day: a `month` or a `year`."""
        year = int(self._take().text) if self._here.kind == "year" else (before.year if before else None)
        if self._is_word("easter"):
            if year:
                self._refuse(self._here.at, "Easter comes every year; write the date of that year")
            self._take()
            return DateOf(None, 1, 1, self._beside_easter()), ""
        if self._is_month(self._here):
            month = MONTHS.index(self._take().text.title()) + 1
        elif before and before.easter is None and self._here.kind == "number":
            month = before.month
        elif year and self._here.kind != "number":
            return DateOf(year, 1, 1), "year"
        else:
            self._refuse(self._here.at, "it is a date such as Dec 24 or 2026 Dec 24")
        if self._here.kind != "number" or (self._after().text == ":" and self._after(2).kind == "number"):
            return DateOf(year, month, 1), "month"
        return DateOf(year, month, self._number("a day of that month", 1, self._last_day(DateOf(year, month, 1)))), ""

    def _beside_easter(self) -> int:
        if self._here.text not in ("+", "-") or self._after().kind != "number":
            return 0
        sign = 1 if self._take().text == "+" else -1
        number = self._number("days beside Easter", 1, 80)
        if not self._is_word("day", "days"):
            self._refuse(self._here.at, "write e.g. 'easter -2 days'")
        self._take()
        return sign * number

    # At which times

    def _times(self) -> list[tuple[int, int]]:
        if self._here.kind == "always":
            self._take()
            return [(0, DAY)]
        found: list[tuple[int, int]] = []
        while self._here.kind == "time":
            found.append(self._span())
            if self._here.text != "," or self._after().kind != "time":
                break
            self._take()
        return found

    def _span(self) -> tuple[int, int]:
        token = self._take()
        opens = self._minutes(token)
        if opens >= DAY:
            self._refuse(token.at, "it opens before 24:00; write it as hours of the next day")
        if self._here.text == "+":
            self._refuse(token.at, "it has an open end; write when it closes")
        if not self._skip("-"):
            self._refuse(token.at, "it is a point in time; write from when to when it is open")
        if self._here.kind != "time":
            self._refuse_word()
            self._refuse(self._here.at, "write when it closes, e.g. 17:00")
        last = self._take()
        closes = self._minutes(last)
        if self._here.text in ("+", "/"):
            self._refuse(self._here.at, "it has an open end, or is points in time; write when it closes")
        closes += DAY if closes <= opens else 0
        if closes - opens > DAY:
            self._refuse(last.at, "it is open for more than a day; write each day by itself")
        return opens, closes

    def _minutes(self, token: Token) -> int:
        hours, minutes = map(int, token.text.split(":"))
        if hours > 48 or minutes > 59 or hours * 60 + minutes > 2 * DAY:
            self._refuse(token.at, "there is no such time")
        return hours * 60 + minutes

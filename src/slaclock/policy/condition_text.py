"""Conditions as people write them: `by phone on Fri after 15:00`, `on Sundays and holidays` (R11, R19).

The whole grammar, of which the reader below has a method for each line:

    alternatives  = together { "or" together }
    together      = part { [ "," | "and" ] part }
    part          = "not" part | "(" alternatives ")" | hours | channels | span | months | days
    hours         = "after hours" | ("in" | "during" | "within" | "outside") name | the same in another language
    channels      = ("by" | "via" | "over" | "through") name { ("," | "or" | "and") name }
    span          = ("before" | "after" | "from" | "until") point | ("from" | "between") point ("to" | "and") point
    point         = time | date | month | weekday
    months        = "in" month [ "to" month ] { ("," | "or" | "and") month } [ year ]
    days          = [ "on" ] day { ("," | "or" | "and") day }
    day           = weekday [ "to" weekday ] | "weekends" | "holidays" | "business days" | date

What stands side by side must hold together. Where "or" stands beside that, or "and" joins what people mean as a list,
the text has two meanings; both are written out in the error.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any, Literal, NamedTuple, NoReturn, TypeVar

from slaclock.errors import HoursError, TargetError, nearest
from slaclock.hours import MONTH_NAMES, ONE_DAY, SupportWindow, is_yearly, read_date, read_days, read_time
from slaclock.patterns import pattern
from slaclock.policy.hour_names import hours_during, in_english, is_closed_time, is_open_time, nearly_business_hours

Month = Literal["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MONTHS: tuple[Month, ...] = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Months in the order of the year."""
DayKind = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "holidays", "business_days"]
"""A day of the week, or what dates may be beside that."""

EXAMPLE = "'outside hours', 'before 13:00', 'on Fri after 15:00', 'on holidays' or 'by phone'"
_LONGEST = 500
Fields = dict[str, Any]
T = TypeVar("T")

_MONTH = rf"(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTH_NAMES)})\b\.?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?\b"
_TOKEN = pattern(
    rf"""
    (?P<date>  \d{{4}}-\d{{2}}-\d{{2}} | --\d{{2}}-\d{{2}}
             | (?: {_ORDINAL}\s+(?:of\s+)?{_MONTH} | {_MONTH}\s+{_ORDINAL}(?![:.]\d)(?!\s*[ap]\.?m) )
               (?: ,?\s+\d{{4}}\b )? )
  | (?P<number> \d{{3,}} )
  | (?P<time>  (?:12\s*)?(?:noon|midday|midnight)\b | \d{{1,2}}\s?h(?:\d{{2}})?\b
             | \d{{1,2}}(?:[:.]\d{{2}}){{0,2}}(?:\s*[ap]\.?\s?m\b\.?)? )
  | (?P<word>  [^\W\d_](?:[^\s,;()/:]*[^\s,;()/:.])? )
  | (?P<sign>  \S )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DATE_PARTS = pattern(
    rf"(?:(\d{{1,2}})\D*\s)?({_MONTH})(?:\s+(\d{{1,2}})(?!\d)\D*?)?(?:,?\s+(\d{{4}}))?", re.IGNORECASE
)

_MONTH_WORDS: dict[str, Month] = {
    **{name.lower(): month for month, name in zip(MONTHS, MONTH_NAMES, strict=True)},
    **{month.lower(): month for month in MONTHS},
    "sept": "Sep",
}
_NOT = ("not", "except", "excluding", "unless", "but")
_LISTING = (",", "/", "&", "or", "and")
_TO = ("to", "until", "till", "through", "thru", "-", "–", "—")
_ARTICLES = ("a", "an", "any", "every", "each", "the", "all")
_HOLIDAY_KINDS = ("public", "bank", "national", "federal", "statutory", "official", "company", "legal")
_BUSINESS = ("business", "working", "work", "banking")
_BUSINESS_DAYS = ("workday", "workdays")
_CHANNEL_WORDS = ("by", "via", "through", "over", "using")
_INSIDE = ("in", "during", "within", "inside")
_SPANS = {
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
_JOINING_ELSEWHERE = ("o", "y", "e", "ou", "et", "und", "oder", "of", "en")
"""Words of other languages between two conditions, of which a name is not told."""
_CHANGING = ("priority", "severity", "raised", "lowered", "upgraded", "downgraded", "escalated")


def read_condition(text: str) -> Fields:
    """What a condition says, as the fields of `Received`.

    Raises:
        TargetError: It is not understood, or has two meanings; the message says where and what to write.
    """
    return _Reader(text).whole()


def read_day_kinds(text: str) -> tuple[DayKind, ...]:
    """Days alone: `Sundays and holidays`, `Mon-Thu`."""
    reader = _Reader(text)
    found = reader.days()
    return tuple(found["days"]) if "days" in found and reader.token.kind == "end" else reader.refuse("a day")


def read_months(text: str) -> tuple[Month, ...]:
    """Months alone: `Dec`, `June to August`."""
    reader = _Reader(text)
    found = reader.months(reader.month())
    return tuple(found["months"]) if "months" in found and reader.token.kind == "end" else reader.refuse("a month")


class _Token(NamedTuple):
    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        return self.text.lower()

    @property
    def end(self) -> int:
        return self.at + len(self.text)


class _Part(NamedTuple):
    """One part of a condition: what it says, and its words."""

    fields: Fields
    text: str


class _Reader:
    """Reads one text from left to right, and marks the place where it cannot go on."""

    def __init__(self, text: str) -> None:
        self.text = text
        if len(text) > _LONGEST:
            raise TargetError(
                f"cannot read {text[:40]!r}… as a condition: it has {len(text):,} characters; write e.g. {EXAMPLE}"
            )
        found = _TOKEN.finditer(text)
        self.tokens = [*(_Token(str(each.lastgroup), each[0], each.start()) for each in found)]
        self.tokens.append(_Token("end", "", len(text)))
        self.here = 0
        self.depth = 0

    # Looking

    @property
    def token(self) -> _Token:
        return self.ahead(0)

    def ahead(self, steps: int) -> _Token:
        """The token that many steps on."""
        return self.tokens[min(self.here + steps, len(self.tokens) - 1)]

    def take(self, *words: str) -> bool:
        """Step over the next token if it is one of these words."""
        found = self.token.word in words
        self.here += found
        return found

    def said(self, start: int) -> str:
        """What was written from a token on."""
        return self.text[self.tokens[start].at : self.tokens[self.here - 1].end]

    def fail(self, problem: str) -> NoReturn:
        raise TargetError(f"cannot read {self.text!r} as a condition: {problem}")

    def refuse(self, wanted: str) -> NoReturn:
        if any(token.word in _CHANGING for token in self.tokens):
            self.fail(
                "what a change of priority or plan does is `on_change`, beside the plans, the same for raised and "
                f"lowered ones; a condition says how something is received; write e.g. {EXAMPLE}"
            )
        if self.token.kind == "end":
            self.fail(f"it ends where {wanted} should stand; write e.g. {EXAMPLE}")
        self._refuse_hours_in_another_language()
        where = f"{self.token.text!r} at character {self.token.at + 1}"
        self.fail(f"{where} is not understood, where {wanted} should stand; write e.g. {EXAMPLE}")

    def _refuse_hours_in_another_language(self) -> None:
        """Hours by the name of a schedule are said in English; what any policy may use, also in other languages."""
        start = self.here
        length = self._phrase_length(0, _is_before_hours)
        names = [token.text for token in self.tokens[start + length : -1]]
        if not length or not names or any(each.lower() in _JOINING_ELSEWHERE for each in names):
            return
        self.here += length
        before = self.said(start)
        self.here = len(self.tokens) - 1
        name = self.said(start + length)
        if near := nearly_business_hours(name):
            self.fail(f"{name!r} is not understood; did you mean {self.instead(start, f'{before} {near}')!r}?")
        written = self.instead(start, f"{in_english(before)} {name}")
        self.fail(f"{before!r} stands before business hours, not before the name of a schedule; write {written!r}")

    def two_meanings(self, start: int, one: str, other: str) -> NoReturn:
        self.fail(f"it has two meanings; write {self.instead(start, one)!r} or {self.instead(start, other)!r}")

    def instead(self, start: int, written: str) -> str:
        """The text with something else in the place of what was written from a token on."""
        return f"{self.text[: self.tokens[start].at]}{written}{self.text[self.tokens[self.here - 1].end :]}"

    # Conditions

    def whole(self) -> Fields:
        fields = self.alternatives()
        return fields if self.token.kind == "end" else self.refuse("another condition")

    def alternatives(self) -> Fields:
        start = self.here
        found = [self.together()]
        while self.take("or"):
            found.append(self.together())
        if len(found) == 1:
            return _merged(found[0])
        for left, right in pairwise(found):
            if len(left) + len(right) > 2:
                self._refuse_mixture(start, left, right)
        return {"any_of": [_merged(parts) for parts in found]}

    def _refuse_mixture(self, start: int, left: list[_Part], right: list[_Part]) -> NoReturn:
        """Beside "or", what belongs together is not known without parentheses."""
        before, after = ([part.text for part in parts] for parts in (left, right))
        whole = " or ".join(f"({' '.join(each)})" if len(each) > 1 else each[0] for each in (before, after))
        near = " ".join([*before[:-1], f"({before[-1]} or {after[0]})", *after[1:]])
        self.two_meanings(start, whole, near)

    def together(self) -> list[_Part]:
        start = self.here
        parts = [self._one(start, [])]
        while self.token.kind != "end" and self.token.word not in ("or", ")"):
            comma = self.take(",", ";")
            if self.token.word == "or":
                break
            joined = self.take("and") or comma
            part = self._one(start, parts if joined else [])
            self._refuse_twice(parts, part)
            parts.append(part)
        return parts

    def _one(self, first: int, joined_to: list[_Part]) -> _Part:
        """One part; after a comma or "and", days may be meant as well as what stands before them."""
        start = self.here
        is_bare = self._day_ahead(0)
        fields = self.part()
        part = _Part(fields, self.said(start))
        if joined_to and "days" in fields and (is_bare or any(_is_about_time(each) for each in joined_to)):
            before = " ".join(each.text for each in joined_to)
            on = f"on {part.text}" if is_bare else part.text
            either = f"({before}) or {on}" if len(joined_to) > 1 else f"{before} or {on}"
            self.two_meanings(first, f"{before} {on}", either)
        return part

    def _refuse_twice(self, parts: list[_Part], part: _Part) -> None:
        for each in parts:
            for name in (each.fields.keys() & part.fields.keys()) - {"none_of"}:
                if name == "any_of":
                    self.fail("it has more than one list of alternatives; state `any_of` with keys")
                self.fail(f"it says one thing twice, {each.text!r} and {part.text!r}; join them with 'or', or keep one")

    def part(self) -> Fields:
        if self.take(*_NOT):
            self.take("for", "if", "when", "not")
            return {"none_of": [self.part()]}
        if self.take("("):
            self.depth += 1
            if self.depth > 10:
                self.fail("its parentheses are nested more than 10 deep")
            fields = self.alternatives()
            self.depth -= 1
            return fields if self.take(")") else self.refuse("')'")
        forms = (read for begins, read in self._forms if begins())
        return next(forms, lambda: self.refuse("a condition"))()

    @property
    def _forms(self) -> Iterator[tuple[Callable[[], bool], Callable[[], Fields]]]:
        """How each kind of part begins, and what reads it."""
        yield self._closed_time_ahead, self.closed_time
        yield lambda: self._phrase_length(0, _is_during) > 0, self.open_time
        yield lambda: self.token.word == "in" and self._month_at(1) is not None, self.in_months
        yield lambda: self.token.word in (*_INSIDE, "outside"), self.hours
        yield self._span_ahead, self.span
        yield lambda: self.token.word in ("at", "over") and self._day_ahead(1), self.on_days
        yield lambda: self.token.word == "on", self.on_days
        yield lambda: self.token.word in _CHANNEL_WORDS, self.channels
        yield lambda: self._day_ahead(0), self.days
        yield lambda: self.token.kind == "time" and self.ahead(1).word in _TO, self.between

    def begins_part(self, steps: int = 0, bare: bool = True) -> bool:
        """Whether a part begins that many tokens on, so that a name ends before it.

        Args:
            steps: How many tokens.
            bare: Whether days without `on` begin one, and words for times of which nothing is known.
        """
        word, kind = self.ahead(steps).word, self.ahead(steps).kind
        if word in (*_NOT, "(", "outside", "during", "within", "inside", *_CHANNEL_WORDS):
            return True
        if bare and word in (*_SPANS, "on", "at"):
            # What people say of a time, and is not understood, is no part of a name.
            return True
        if word in ("on", "at"):
            return self._day_ahead(steps + 1)
        if word == "in":
            return bare or self._month_at(steps + 1) is not None or self._phrase_length(steps + 1, is_open_time) > 0
        if self._span_ahead(steps) or self._closed_time_ahead(steps) or self._phrase_length(steps, _is_before_hours):
            return True
        return bare and (kind in ("date", "time") or self._day_ahead(steps))

    # Hours

    def _closed_time_ahead(self, steps: int = 0) -> bool:
        return self._phrase_length(steps, is_closed_time) > 0

    def _phrase_length(self, steps: int, is_phrase: Callable[[str], bool]) -> int:
        """How many tokens make a phrase; none where there is none."""
        first = self.here + steps
        ends = range(first, min(first + 6, len(self.tokens) - 1))
        lengths = (
            end - first + 1 for end in ends if is_phrase(self.text[self.tokens[first].at : self.tokens[end].end])
        )
        return max(lengths, default=0)

    def closed_time(self) -> Fields:
        return {"hours": "in", "of": self._phrase(is_closed_time)}

    def open_time(self) -> Fields:
        return {"hours": "in", "of": hours_during(self._phrase(_is_during))}

    def _phrase(self, is_phrase: Callable[[str], bool]) -> str:
        start = self.here
        self.here += self._phrase_length(0, is_phrase)
        return self.said(start)

    def hours(self) -> Fields:
        where = "outside" if self.token.word == "outside" else "in"
        self.here += 1
        self.take("of")
        self.take("the", "our", "your")
        for is_phrase in (is_open_time, is_closed_time):
            if self._phrase_length(0, is_phrase):
                phrase = self._phrase(is_phrase)
                return {"hours": where} if phrase.lower() == "hours" else {"hours": where, "of": phrase}
        if self.token.kind == "word" and (near := nearest(self.token.word, map(str.lower, MONTH_NAMES), cutoff=0.8)):
            self.fail(f"{self.token.text!r} is no month; did you mean {near[0].capitalize()!r}?")
        return {"hours": where, "of": self.name("the name of a schedule", bare=False)}

    # Names

    def name(self, wanted: str, bare: bool, *ends: str) -> str:
        """Words up to the next part, or up to one of a list."""
        start = self.here
        if self.token.kind == "end" or self.token.word in (*_LISTING, *ends, ")"):
            self.refuse(wanted)
        self.here += 1
        while self.token.kind != "end" and self.token.word not in (*ends, ")", ",", ";"):
            joined = self.token.word in ("or", "and")
            if self.begins_part(joined, bare or joined) and not (joined and self._day_ahead(1)):
                break
            self.here += 1
        return self.said(start)

    def channels(self) -> Fields:
        self.here += 1
        written = self.token.text
        if self.token.kind in ("time", "date"):
            self.here += 1
            self._refuse_until(self.here - 2, written)
        if self._day_ahead(0):
            self.here += 1
            self.fail(f"{written!r} is a day, no channel; write {self.instead(self.here - 2, f'on {written}')!r}")
        found = [self._channel()]
        while self.token.word in _LISTING and not self._list_ends():
            self.take(",")
            self.take(*_LISTING)
            found.append(self._channel())
        return {"channels": tuple(found)}

    def _channel(self) -> str:
        self.take("the", "our")
        return self.name("a channel such as 'phone'", True, *_LISTING)

    def _list_ends(self) -> bool:
        """Whether what follows a comma or a word that joins is another part, not the next of a list."""
        steps = 1 + (self.token.word == "," and self.ahead(1).word in ("or", "and"))
        return self.begins_part(steps) or self.ahead(steps).kind == "end" or self.ahead(steps).word in _INSIDE

    # Times and dates

    def _span_ahead(self, steps: int = 0) -> bool:
        word = self.ahead(steps).word
        if word == "at":
            return self.ahead(steps + 1).word == "or" and self.ahead(steps + 2).word in ("after", "later")
        if word not in _SPANS:
            return False
        after = steps + 1 + (self.ahead(steps + 1).word in _FOLLOWS)
        return self.ahead(after).kind in ("time", "date") or self._point_ahead(after)

    def _point_ahead(self, steps: int) -> bool:
        return self._month_at(steps) is not None or self._day_ahead(steps)

    def span(self) -> Fields:
        start = self.here
        if self.take("at"):
            self.here += 2
            kind = "from"
        else:
            kind = _SPANS[self.token.word]
            self.here += 1
        self.take(*_FOLLOWS)
        match kind:
            case "between":
                return self.between()
            case "from" if self.token.kind == "word" or self.ahead(1).word in _TO:
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
            self._refuse_until(self.here - 2, written)
        return self._edge(self.here, "", "last")

    def _refuse_until(self, start: int, written: str) -> NoReturn:
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
        if (month := self._month_at(0)) is not None:
            self.here += 1
            return self.months(month)
        if self._day_ahead(0):
            return self._weekdays()
        opens = self.opening()
        if not self.take(*_TO, "and"):
            self.refuse("'to' or 'and'")
        closes = self.time()
        self._refuse_two_halves(start)
        return {"since": opens} if closes == time(0) else {"since": opens, "before": closes}

    def _dates(self) -> Fields:
        first = self.date()
        if not self.take(*_TO, "and"):
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
        if not self.take(*_TO, "and"):
            self.refuse("'to' or 'and'")
        last = self._day()
        return {"days": read_days(f"{first}-{last[0]}", "en")}

    def opening(self) -> time:
        if self.token.text.startswith("24"):
            self.here += 1
            beginning = self.instead(self.here - 1, "00:00")
            self.fail(f"24:00 is the end of a day; write {beginning!r} for the beginning of one")
        return self.time()

    def time(self) -> time:
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

    def _month_at(self, steps: int) -> Month | None:
        return _MONTH_WORDS.get(self.ahead(steps).word.rstrip("."))

    def in_months(self) -> Fields:
        self.here += 1
        return self.months(self.month())

    def month(self) -> Month:
        month = self._month_at(0)
        if month is None:
            self.refuse("a month")
        self.here += 1
        return month

    def months(self, first: Month) -> Fields:
        found = list(self._month_range(first))
        while self.token.word in _LISTING and self._month_at(self._after_listing()) is not None:
            self.here += self._after_listing()
            found += self._month_range(self.month())
        if self.token.kind == "number":
            return self._month_of_year(found)
        return {"months": tuple(month for month in MONTHS if month in found)}

    def _month_range(self, first: Month) -> list[Month]:
        if not (self.token.word in (*_TO, "and") and self._month_at(1) and self._is_range()):
            return [first]
        self.here += 1
        start, last = MONTHS.index(first), MONTHS.index(self.month())
        return [MONTHS[(start + step) % 12] for step in range((last - start) % 12 + 1)]

    def _is_range(self) -> bool:
        """Whether two months are a range: by `to`, or by `and` after `between`."""
        between = self.here >= 2 and self.tokens[self.here - 2].word == "between"
        return self.token.word in _TO or between

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
        self.here += 1
        return self.days()

    def days(self) -> Fields:
        if self.token.kind == "date":
            day = self.date()
            return {"first": day, "last": day}
        found = [*self._day()]
        while self.token.word in _LISTING and self._day_ahead(self._after_listing()):
            if self.ahead(self._after_listing()).kind == "date":
                break
            self.here += self._after_listing()
            found += self._day()
        return {"days": tuple(found)}

    def _after_listing(self) -> int:
        return 1 + (self.token.word == "," and self.ahead(1).word in ("or", "and"))

    def _day_ahead(self, steps: int) -> bool:
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
        if self.token.word in (*_BUSINESS, *_HOLIDAY_KINDS) and self._day_ahead(0):
            self.here += 1
        if self.take("holiday", "holidays"):
            return ("holidays",)
        if self.take("day", "days"):
            return ("business_days",)
        if self.token.kind != "word" or not _is_weekday(self.token.text):
            self._refuse_day()
        start = self.here
        self.here += 1
        if self.token.word in _TO and self.ahead(1).kind == "word" and _is_weekday(self.ahead(1).text):
            self.here += 2
        return read_days(self.said(start), "en")

    def _refuse_day(self) -> NoReturn:
        if self.token.word.startswith("non") and self.ahead(1).word in (*_BUSINESS, "days", "day", "-"):
            self.fail(f"{self.token.text!r} days are all but business days; write 'not on business days'")
        known = ("holidays", "weekends", "weekdays", *(f"{day}s" for day in _DAY_WORDS), *_DAY_WORDS)
        if self.token.kind == "word" and (near := nearest(self.token.word, known, cutoff=0.7)):
            self.fail(f"{self.token.text!r} is no day; did you mean {near[0].capitalize()!r}?")
        self.refuse("a day such as 'Fri' or 'holidays'")


_SHORTEST = 3
_DAY_WORDS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _is_weekday(word: str) -> bool:
    """Whether a word names days of the week: `Fri`, `Mo-Fr`, `weekends`; alone, two letters may be any word."""
    if len(word) < _SHORTEST:
        return False
    try:
        return bool(read_days(word, "en"))
    except HoursError:
        return False


def _is_before_hours(phrase: str) -> bool:
    return in_english(phrase) is not None


def _is_during(phrase: str) -> bool:
    """Whether words of another language than English say that something happens during business hours."""
    return hours_during(phrase) is not None


def _is_about_time(part: _Part) -> bool:
    """Whether a part says at what time, or that it is closed: what people list beside days."""
    closed = part.fields.get("hours") == "outside" or is_closed_time(part.fields.get("of", ""))
    return closed or bool({"before", "since", "after"} & part.fields.keys())


def _merged(parts: list[_Part]) -> Fields:
    """What parts say together."""
    fields: Fields = {}
    for part in parts:
        none_of = [*fields.get("none_of", ()), *part.fields.get("none_of", ())]
        fields |= part.fields | ({"none_of": none_of} if none_of else {})
    return fields

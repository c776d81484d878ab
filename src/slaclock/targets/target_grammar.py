"""The grammar of texts of targets: what is written, taken apart, without deciding yet what it means.

    sentence = [lead] [shape] (cadence | day | amounts) {detail}
    amounts  = measure [range measure] {[","] ["and"] measure}
    measure  = number {usual} {basis} unit ["and a half"] | "half a" unit
    number   = (digits | words) ["(" the same "otherwise" ")"] [range number]
    day      = [until] [clock] ["the"] (edge ["of"] [which | amounts] | which)
    which    = [place] {basis} "day" ["of" span] | [place] {basis} span | "NBD" | "today" | "tomorrow"
    place    = "next" | "same" | ordinal | "last"
    detail   = "(" circumstance {circumstance} ")" | [","] circumstance
    circumstance = shape | "around the clock" | "during" hours | basis ["hours"] ["only"] | "8-hour days"
             | "on business days" | "excluding weekends" | "of receipt" | "counting the day of receipt"
             | "or less" | "in advance" | until (clock | edge) | amounts, in brackets: the same said otherwise

Every production is a method of that name, and reads from left to right; its words are those of a `Vocabulary`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time
from fractions import Fraction
from typing import Literal, NamedTuple, NoReturn, TypeVar

from slaclock.errors import TargetError, nearest
from slaclock.hours import read_time, readings_of_lone_time
from slaclock.patterns import pattern
from slaclock.targets.target_words import Basis, Bound, Edge, Phrases, Span, Unit, Vocabulary

T = TypeVar("T")
Subject = Literal["target", "notice"]

EXAMPLE = "'4 business hours', '2 business days', '30 minutes' or 'PT4H'"
_TOKEN = pattern(
    r"""
    (?P<shape>   24 \s* [x×/] \s* [1-7] (?: \s* [x×/] \s* 36[56] )? (?!\d) (?: \s* [x×] (?=[^\W\d_]) )?
               | \d{1,2} \s? [x×] \s? [1-7] (?!\d) (?: \s* [x×] (?=[^\W\d_]) )? )
  | (?P<clock>   \d{1,2} (?: [:.]\d{2} )? \s* [ap] (?: m\b | \.\s?m\b\.? ) | \d{1,2}:\d{2}
               | (?: 12\s* )? (?: noon | midday | midnight ) \b )
  | (?P<ordinal> \d{1,3} (?: st | nd | rd | th ) \b )
  | (?P<number>  \d+ (?: [.,]\d+ )* )
  | (?P<word>    [^\W\d_]+ )
  | (?P<dash>    [-‐‑‒–—―−] )
  | (?P<mark>    <= | >= | [<>≤≥(),;&+.'’] )
    """,
    re.IGNORECASE | re.VERBOSE,
)

_THOUSANDS = pattern(r"[1-9]\d{0,2}\.\d{3}")
"""A number with a point that may stand before thousands."""


class Token(NamedTuple):
    """A word, a number or a mark, in small letters, and where it stands."""

    kind: str
    text: str
    at: int
    end: int


class Measure(NamedTuple):
    """A number of units, and what it says of its basis."""

    number: Fraction
    unit: Unit
    basis: Basis | None


class Which(NamedTuple):
    """A day, or a run of days, as it is called."""

    place: int = 0
    """How many after the day of receipt, or of its span; 0 is the same, or the last of a span."""
    basis: Basis | None = None
    is_last: bool = False
    is_ordinal: bool = False
    span: Span | None = None
    """The run of days that it is, or of which it is one."""
    ahead: int = 0
    """How many runs after the present one."""
    is_day: bool = True
    """Whether it is one day, and not a whole run."""


class Shape(NamedTuple):
    """Hours as they are sold: so many a day on so many days."""

    hours: int
    days: int


@dataclass
class Said:
    """What a text says, each part as it was written."""

    measures: list[Measure] = field(default_factory=list)
    bases: set[Basis] = field(default_factory=set)
    bound: Bound | None = None
    which: Which | None = None
    edge: Edge | None = None
    clock: time | None = None
    shape: Shape | None = None
    lengths: dict[Unit, Measure] = field(default_factory=dict)
    """How long a day, or a week, is said to be."""
    restated: list[Measure] = field(default_factory=list)
    """The same amount said otherwise."""
    left_out: set[Literal["weekends", "holidays"]] = field(default_factory=set)
    counts_day_of_receipt: bool | None = None
    on_business_days: bool = False
    in_advance: bool = False
    is_local: bool = False
    """Whether hours are called local."""


def take_apart(text: str, vocabulary: Vocabulary, subject: Subject = "target") -> Said:
    """What a text says, in the words of one language."""
    return _Reader(text, vocabulary, subject).sentence()


def unreadable(text: str, problem: str, ways: str = "", subject: Subject = "target") -> TargetError:
    """What is wrong with a text, and what to write instead: examples, where it names no ways of its own."""
    return TargetError(f"cannot read {text!r} as a {subject}: {problem}; write {ways or f'e.g. {EXAMPLE}'}")


class _Reader:
    """Reads one text, and marks the place where it cannot go on."""

    def __init__(self, text: str, vocabulary: Vocabulary, subject: Subject) -> None:
        self.text, self.words = text, vocabulary
        self.subject: Subject = subject
        self.tokens = self._split()
        self.here = 0
        self.furthest = 0
        """Where the longest phrase that was begun went wrong."""
        self.said = Said()

    # Tokens

    def _split(self) -> list[Token]:
        tokens: list[Token] = []
        at, end = 0, len(self.text)
        while at < end:
            if self.text[at].isspace():
                at += 1
                continue
            found = _TOKEN.match(self.text, at)
            if found is None:
                raise unreadable(self.text, f"{self.text[at]!r} {_at(at)} is not understood", subject=self.subject)
            at = found.end()
            # A full stop ends a sentence or an abbreviation, an apostrophe stands in "5 days' notice".
            if found[0] not in ".'’" or not tokens:
                tokens.append(Token(str(found.lastgroup), found[0].lower(), found.start(), at))
        return [*tokens, Token("end", "", end, end)]

    @property
    def token(self) -> Token:
        return self.tokens[self.here]

    def ahead(self, *kinds: str, steps: int = 0) -> bool:
        """Whether the token that many steps on is of one of these kinds."""
        place = min(self.here + steps, len(self.tokens) - 1)
        return self.tokens[place].kind in kinds

    def step(self, *texts: str) -> bool:
        """Step over the next token if it is one of these."""
        found = self.token.text in texts
        self.here += found
        return found

    def dash(self) -> bool:
        found = self.ahead("dash")
        self.here += found
        return found

    def take(self, table: Phrases[T]) -> T | None:
        """Step over the longest phrase of a table that stands here, and say what it means."""
        for rest, meaning in table.get(self.token.text, ()):
            place = self.here + 1
            for word in rest:
                if self.tokens[place].text != word:
                    self.furthest = max(self.furthest, place)
                    break
                place += 1
            else:
                self.here = place
                return meaning
        return None

    def written(self, first: int, end: int) -> str:
        """The text from one token to before another, as it was written."""
        return self.text[self.tokens[first].at : self.tokens[end - 1].end]

    def fail(self, problem: str, ways: str = "") -> NoReturn:
        raise unreadable(self.text, problem, ways, self.subject)

    def refuse(self, wanted: str) -> NoReturn:
        """Say what stands instead of what is wanted, here or where a phrase that begins here goes wrong."""
        self.here = max(self.here, self.furthest)
        token = self.token
        if token.kind == "end":
            self.fail(f"it ends where {wanted} should stand")
        written = self.written(self.here, self.here + 1)
        near = nearest(token.text, self.words.known, cutoff=0.82) if token.kind == "word" else []
        guess = f"; did you mean {near[0]!r}?" if near and near[0] != token.text else ""
        self.fail(f"{written!r} {_at(token.at)} is not {wanted}{guess}")

    # Productions

    def sentence(self) -> Said:
        self.said.bound = self.take(self.words.leads)
        self.shape()
        if unit := self.take(self.words.cadences):
            self.said.bound = "every"
            self.said.measures.append(Measure(Fraction(1), unit, None))
        elif not self.day():
            self.said.measures = self.amounts()
        while not self.ahead("end"):
            self.detail()
        return self.said

    def shape(self) -> bool:
        if not self.ahead("shape"):
            return False
        hours, days = _numbers_in(self.token.text)
        self.said.shape = Shape(hours, days)
        self.said.bases.add("calendar" if (hours, days) == (24, 7) else "business")
        self.here += 1
        return True

    # Amounts

    def amounts(self) -> list[Measure]:
        between = self.take(self.words.between)
        measures = [self.measure(bool(between), is_first=True)]
        if self.is_range():
            measures = [self.greater(measures[0], self.measure())]
        while self.is_number_ahead():
            self.step(",")
            self.take(self.words.joins)
            measures.append(self.measure())
        return measures

    def is_number_ahead(self) -> bool:
        """Whether another amount follows, perhaps after a comma or an "and"."""
        start = self.here
        self.step(",")
        self.take(self.words.joins)
        found = self.is_number() and self.take(self.words.any_time) is None
        self.here = start
        return found

    def is_number(self) -> bool:
        return self.ahead("number") or (self.ahead("word") and self.token.text in self.words.numbers)

    def is_range(self) -> bool:
        """Step over what stands before the greater end of a range."""
        start = self.here
        if (self.dash() or self.take(self.words.ranges)) and self.is_number():
            return True
        self.here = start
        return False

    def greater(self, low: Measure, high: Measure) -> Measure:
        if low.unit != high.unit or low.basis not in (None, high.basis):
            self.fail("a range goes from less to more of one unit")
        self.check_range(low.number, high.number)
        return high

    def measure(self, between: bool = False, is_first: bool = False) -> Measure:
        if self.take(self.words.half):
            number = Fraction(1, 2)
        elif self.said.bound == "every" and not self.is_number():
            number = Fraction(1)
        else:
            number = self.number(between)
        self.dash()
        basis = self.basis()
        self.dash()
        if (unit := self.take(self.words.units)) is None:
            self.refuse("a unit of time")
        name, own = unit
        if self.written(self.here - 1, self.here) == "M" and is_first:
            self.fail("'M' may be minutes or months", f"'{_plain(number)} minutes' or '{_plain(number)} months'")
        if basis is None:
            basis = own
        elif own not in (None, basis):
            self.said.bases.add(own)
        if self.take(self.words.and_a_half):
            number += Fraction(1, 2)
        if basis:
            self.said.bases.add(basis)
        return Measure(number, name, basis)

    def basis(self) -> Basis | None:
        """Step over words that say what counts."""
        found: Basis | None = None
        while True:
            if (local := self.take(self.words.usual)) is not None:
                self.said.is_local |= local
                continue
            if (basis := self.take(self.words.bases)) is None:
                return found
            if found not in (None, basis):
                self.said.bases.add(found)
            found = basis
            self.dash()

    def number(self, between: bool = False) -> Fraction:
        start = self.here
        number = self.one_number()
        self.otherwise(number)
        joined = self.take(self.words.between_and) if between else self.is_range()
        if between and not joined:
            self.refuse("'and' between the two ends of a range")
        if joined:
            high = self.one_number()
            self.refuse_hours_of_day(start)
            self.check_range(number, high)
            self.otherwise(high)
            number = high
        if self.take(self.words.and_a_half):
            number += Fraction(1, 2)
        return number

    def check_range(self, low: Fraction, high: Fraction) -> None:
        if low >= high:
            self.fail(f"a range goes from less to more, not from {_plain(low)} to {_plain(high)}")

    def refuse_hours_of_day(self, start: int) -> None:
        """Refuse `9-5` after an amount, which has no unit."""
        amount_ends = any(token.kind == "number" for token in self.tokens[:start])
        if amount_ends and self.ahead("end", "mark"):
            hours, before = self.written(start, self.here), self.text[: self.tokens[start].at].rstrip(" ,;(")
            self.fail(f"{hours!r} may be hours of the day, which are those of its schedule", repr(before))

    def one_number(self) -> Fraction:
        if self.ahead("end") and not self.said.measures:
            self.fail("it has no amount")
        if not self.is_number():
            self.refuse("a number")
        written = self.token.text
        self.here += 1
        if written[0].isdigit():
            return self.digits(written)
        number = self.words.numbers[written]
        start = self.here
        if number >= 20:
            self.dash()
            if 0 < (ones := self.words.numbers.get(self.token.text, 0)) < 10 and len(self.token.text) > 2:
                self.here += 1
                return Fraction(number + ones)
            self.here = start
        return Fraction(number)

    def digits(self, written: str) -> Fraction:
        if "," in written or written.count(".") > 1 or _THOUSANDS.fullmatch(written):
            token = self.tokens[self.here - 1]
            before, after = self.text[: token.at], self.text[token.end :]
            first, *groups = written.replace(",", ".").split(".")
            parts = [_decimal(f"{first}.{groups[0]}")] if len(groups) == 1 else []
            thousands = ["".join((first, *groups))] if all(len(group) == 3 for group in groups) else []
            ways = [repr(before + number + after) for number in (*parts, *thousands)]
            problem = (
                "may be thousands or a fraction"
                if _THOUSANDS.fullmatch(written)
                else "is not a number like 1000 or 4.5"
            )
            self.fail(f"{written!r} {problem}", " or ".join(ways))
        return Fraction(written)

    def otherwise(self, number: Fraction) -> None:
        """Step over a number that is said twice: `one (1)`, `4 (four)`."""
        start = self.here
        if not (self.step("(") and self.is_number()):
            self.here = start
            return
        again = self.one_number()
        written = self.written(start - 1, start), self.written(start + 1, self.here)
        if not self.step(")"):
            self.here = start
        elif again != number:
            self.fail(f"{written[0]} is not {written[1]}")

    # Days that are named

    def day(self) -> bool:
        start = self.here
        until = self.take(self.words.until)
        clock = self.clock() if until and self.ahead("clock") else None
        if clock is not None:
            self.take(self.words.of)
        self.take(self.words.articles)
        edge = self.take(self.words.edges)
        if edge is not None:
            self.step(",")
            self.take(self.words.of)
            self.take(self.words.articles)
        which = self.which(edge)
        if which is None and edge is None:
            self.here = start
            return False
        self.said.clock, self.said.edge = clock, edge
        if which is None and self.is_number():
            self.said.measures = self.amounts()
        else:
            self.said.which = which or Which(basis="business" if edge and edge.of_business else None)
        return True

    def which(self, edge: Edge | None) -> Which | None:
        start = self.here
        if (number := self.take(self.words.days_by_name)) is not None:
            return Which(number, "business")
        if (number := self.take(self.words.unclear_days)) is not None:
            return Which(number)
        which = self.place()
        has_place = self.here > start
        basis = self.basis()
        if has_place or edge is not None:
            if (span := self.take(self.words.spans)) is not None:
                return which._replace(basis=basis, span=span, ahead=which.place, is_day=False)
            if (own := self.take(self.words.day)) is not None:
                return self.of_span(which._replace(basis=basis or (None if own == "either" else own)))
            if has_place or basis:
                self.refuse("a day")
        self.here = start
        return None

    def place(self) -> Which:
        if (place := self.take(self.words.following)) is not None:
            return Which(place)
        if self.take(self.words.last):
            return Which(is_last=True)
        if self.ahead("ordinal") or self.token.text in self.words.ordinals:
            written = self.token.text
            self.here += 1
            number = self.words.ordinals.get(written) or int("".join(filter(str.isdigit, written)))
            return Which(number, is_ordinal=True)
        return Which()

    def of_span(self, which: Which) -> Which:
        start = self.here
        if self.take(self.words.of):
            self.take(self.words.articles)
            ahead = self.take(self.words.following) or 0
            self.basis()
            if (span := self.take(self.words.spans)) is not None:
                return which._replace(span=span, ahead=ahead)
            self.refuse("a week, a month, a quarter or a year")
        self.here = start
        return which

    def clock(self) -> time:
        written = self.written(self.here, self.here + 1)
        self.here += 1
        if written.startswith("24"):
            self.fail("24:00 is the end of a day", "e.g. 'by close of business the next business day'")
        if either := readings_of_lone_time(written):
            token = self.tokens[self.here - 1]
            ways = (repr(self.text[: token.at] + each + self.text[token.end :]) for each in either)
            self.fail(f"{written!r} may be in the morning or in the afternoon", " or ".join(ways))
        reading = read_time(written)
        if reading == time(0) and not written.startswith("0"):
            token = self.tokens[self.here - 1]
            ways = (repr(self.text[: token.at] + each + self.text[token.end :]) for each in ("00:00", "23:59"))
            self.fail(f"{written!r} begins a day and ends it", " or ".join(ways))
        return reading

    # What stands beside

    def detail(self) -> None:
        if self.step("("):
            self.circumstance(is_apart=True, in_brackets=True)
            while not self.step(")"):
                self.step(",", ";")
                self.circumstance(is_apart=True, in_brackets=True)
            return
        is_apart = self.step(",", ";") or self.dash()
        self.circumstance(is_apart)

    def circumstance(self, is_apart: bool, in_brackets: bool = False) -> None:
        said, words = self.said, self.words
        start = self.here
        if self.shape() or self.take(words.receipt):
            return
        if self.take(words.unclear_opening):
            self.refuse_unclear_opening(start)
        if self.take(words.any_time):
            said.bases.add("calendar")
        elif (bound := self.take(words.tails)) is not None:
            self.bound(bound)
        elif (counts := self.take(words.day_of_receipt)) is not None:
            said.counts_day_of_receipt = counts
        elif self.take(words.on_business_days):
            said.on_business_days = True
        elif self.until_or_advance() or self.note(is_apart):
            return
        elif self.take(words.leaving_out):
            self.closed_days()
        elif self.take(words.amid):
            self.hours()
        elif self.is_number():
            self.lengths_or_restated(in_brackets)
        if self.here == start:
            self.refuse("more" if self.ahead("end") else "understood")

    def bound(self, bound: Bound) -> None:
        if self.said.bound not in (None, "every", bound):
            self.fail("it says both the most and the least")
        self.said.bound = self.said.bound or bound

    def until_or_advance(self) -> bool:
        start = self.here
        if self.take(self.words.until):
            if self.ahead("clock"):
                self.said.clock = self.clock()
                return True
            if self.ahead("number"):
                self.refuse_bare_clock()
            self.take(self.words.articles)
        if (edge := self.take(self.words.edges)) is not None and edge.of_business:
            self.said.edge = edge
            return True
        self.here = start
        self.said.in_advance |= bool(self.take(self.words.advance))
        return self.here > start

    def refuse_unclear_opening(self, start: int) -> NoReturn:
        before, after = self.text[: self.tokens[start].at], self.text[self.tokens[self.here - 1].end :]
        self.fail(
            f"{self.written(start, self.here)!r} may mean the opening of the ticket or that of business",
            f"{before + 'from receipt' + after!r} for that of the ticket, and `starts: next_opening` beside it for "
            "that of business",
        )

    def refuse_bare_clock(self) -> NoReturn:
        written, before = self.written(self.here, self.here + 1), self.text[: self.token.at]
        self.fail(
            f"{written!r} may be in the morning or in the afternoon",
            f"{before + written + ' AM'!r} or {before + written + ' PM'!r}",
        )

    def closed_days(self) -> None:
        while (kind := self.take(self.words.closed_days)) is not None:
            self.said.left_out.add(kind)
            start = self.here
            if not self.step(","):
                self.take(self.words.joins)
            if self.token.text not in self.words.closed_days:
                self.here = start
                return
        self.refuse("weekends or holidays")

    def hours(self) -> None:
        """What stands after "during": hours in which time counts."""
        self.take(self.words.whose)
        basis = self.basis()
        if basis is None and self.take(self.words.coverage):
            basis = "business"
        elif basis is None or not self.take(self.words.hours):
            self.refuse("hours in which time counts")
        self.said.bases.add(basis)
        self.take(self.words.only)

    def note(self, is_apart: bool) -> bool:
        """What counts, said beside an amount: `2h business`, and apart from it `(business hours only)`."""
        start = self.here
        basis = self.basis()
        if basis is None:
            self.here = start
            return False
        self.said.bases.add(basis)
        if is_apart and not self.take(self.words.hours) and self.take(self.words.plural_days):
            self.said.on_business_days = basis == "business"
        self.take(self.words.only)
        return True

    def lengths_or_restated(self, in_brackets: bool) -> None:
        """How long a day is, `8-hour days`, or in brackets the same amount otherwise: `(16 hours)`."""
        measures = self.amounts()
        self.dash()
        if (unit := self.take(self.words.units)) is not None and unit[0] in ("days", "weeks") and len(measures) == 1:
            self.said.lengths[unit[0]] = measures[0]
        elif unit is None and in_brackets:
            self.said.restated = measures
        else:
            self.fail("it states two amounts")


def _numbers_in(written: str) -> tuple[int, int]:
    """The hours and the days of `24x7`."""
    numbers = "".join(letter if letter.isdigit() else " " for letter in written).split()
    return int(numbers[0]), int(numbers[1])


def _decimal(written: str) -> str:
    """The same number with a fraction that cannot be taken for thousands."""
    plain = written.rstrip("0").rstrip(".")
    return f"{plain}0" if _THOUSANDS.fullmatch(plain) else plain


def _at(place: int) -> str:
    return f"at character {place + 1}"


def _plain(number: Fraction) -> str:
    return str(float(number)) if number.denominator > 1 else str(number)

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

from datetime import time
from fractions import Fraction
from typing import NoReturn

from slaclock.hours import read_time, readings_of_lone_time
from slaclock.targets.target_amounts import AmountReader
from slaclock.targets.target_said import Measure, Said, Shape, Which
from slaclock.targets.target_tokens import Subject
from slaclock.targets.target_words import Bound, Edge, Vocabulary


def take_apart(text: str, vocabulary: Vocabulary, subject: Subject = "target") -> Said:
    """What a text says, in the words of one language."""
    return _Reader(text, vocabulary, subject).sentence()


class _Reader(AmountReader):
    """Reads one text to its end."""

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

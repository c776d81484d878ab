"""The amounts in texts of targets: the part of the grammar in `target_grammar` that begins with a number."""

from __future__ import annotations

from fractions import Fraction

from slaclock.patterns import pattern
from slaclock.targets.target_said import Measure, Said
from slaclock.targets.target_tokens import Subject, TokenReader
from slaclock.targets.target_words import Basis, Vocabulary

_THOUSANDS = pattern(r"[1-9]\d{0,2}\.\d{3}")
"""A number with a point that may stand before thousands."""


class AmountReader(TokenReader):
    """Reads amounts, and keeps what they say beside their numbers."""

    def __init__(self, text: str, vocabulary: Vocabulary, subject: Subject) -> None:
        super().__init__(text, vocabulary, subject)
        self.said = Said()

    def amounts(self) -> list[Measure]:
        """What is said of an amount: `1 day and 4 hours`, or the greater end of a range."""
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
        """Whether a number stands here, in figures or in a word."""
        return self.ahead("number") or (self.ahead("word") and self.token.text in self.words.numbers)

    def is_range(self) -> bool:
        """Step over what stands before the greater end of a range."""
        start = self.here
        if (self.dash() or self.take(self.words.ranges)) and self.is_number():
            return True
        self.here = start
        return False

    def greater(self, low: Measure, high: Measure) -> Measure:
        """The upper end of `2 to 4 hours`, which is what is promised."""
        if low.unit != high.unit or low.basis not in (None, high.basis):
            self.fail("a range goes from less to more of one unit")
        self.check_range(low.number, high.number)
        return high

    def measure(self, between: bool = False, is_first: bool = False) -> Measure:
        """Step over a number and its unit, with what it says of its basis."""
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
            self.fail(
                "'M' may be minutes or months", f"'{in_figures(number)} minutes' or '{in_figures(number)} months'"
            )
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
        """Step over a number, or over a range of them, and say the greater."""
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
        """Refuse a range that does not go from less to more."""
        if low >= high:
            self.fail(f"a range goes from less to more, not from {in_figures(low)} to {in_figures(high)}")

    def refuse_hours_of_day(self, start: int) -> None:
        """Refuse `9-5` after an amount, which has no unit."""
        amount_ends = any(token.kind == "number" for token in self.tokens[:start])
        if amount_ends and self.ahead("end", "mark"):
            hours, before = self.written(start, self.here), self.text[: self.tokens[start].at].rstrip(" ,;(")
            self.fail(f"{hours!r} may be hours of the day, which are those of its schedule", repr(before))

    def one_number(self) -> Fraction:
        """Step over one number, in figures or in words."""
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
        """The number that figures say; `1,000` and `4.500` say two."""
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


def _decimal(written: str) -> str:
    """The same number with a fraction that cannot be taken for thousands."""
    plain = written.rstrip("0").rstrip(".")
    return f"{plain}0" if _THOUSANDS.fullmatch(plain) else plain


def in_figures(number: Fraction) -> str:
    """A number as it is written in suggestions: `3`, `4.5`."""
    return str(number) if number.denominator == 1 else str(float(number))

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

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple, NoReturn

from slaclock.errors import nearest
from slaclock.hours import MONTH_NAMES
from slaclock.policy.condition_times import LISTING, SPANS, TO, Fields, TimeReader
from slaclock.policy.condition_words import is_before_hours
from slaclock.policy.hour_names import hours_during, is_closed_time, is_open_time

_NOT = ("not", "except", "excluding", "unless", "but")
_CHANNEL_WORDS = ("by", "via", "through", "over", "using")
_INSIDE = ("in", "during", "within", "inside")


def read_condition(text: str) -> Fields:
    """What a condition says, as the fields of `Received`.

    Raises:
        TargetError: It is not understood, or has two meanings; the message says where and what to write.
    """
    return _Reader(text).whole()


class _Part(NamedTuple):
    """One part of a condition: what it says, and its words."""

    fields: Fields
    text: str


class _Reader(TimeReader):
    """Reads a whole condition: parts, how they are joined, and what only a condition has."""

    depth = 0
    """How many parentheses are open."""

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
        is_bare = self.day_ahead(0)
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
        yield lambda: self.phrase_length(0, _is_during) > 0, self.open_time
        yield lambda: self.token.word == "in" and self.month_at(1) is not None, self.in_months
        yield lambda: self.token.word in (*_INSIDE, "outside"), self.hours
        yield self.span_ahead, self.span
        yield lambda: self.token.word in ("at", "over") and self.day_ahead(1), self.on_days
        yield lambda: self.token.word == "on", self.on_days
        yield lambda: self.token.word in _CHANNEL_WORDS, self.channels
        yield lambda: self.day_ahead(0), self.days
        yield lambda: self.token.kind == "time" and self.ahead(1).word in TO, self.between

    def begins_part(self, steps: int = 0, bare: bool = True) -> bool:
        """Whether a part begins that many tokens on, so that a name ends before it.

        Args:
            steps: How many tokens.
            bare: Whether days without `on` begin one, and words for times of which nothing is known.
        """
        word, kind = self.ahead(steps).word, self.ahead(steps).kind
        if word in (*_NOT, "(", "outside", "during", "within", "inside", *_CHANNEL_WORDS):
            return True
        if bare and word in (*SPANS, "on", "at"):
            # What people say of a time, and is not understood, is no part of a name.
            return True
        if word in ("on", "at"):
            return self.day_ahead(steps + 1)
        if word == "in":
            return bare or self.month_at(steps + 1) is not None or self.phrase_length(steps + 1, is_open_time) > 0
        if self.span_ahead(steps) or self._closed_time_ahead(steps) or self.phrase_length(steps, is_before_hours):
            return True
        return bare and (kind in ("date", "time") or self.day_ahead(steps))

    def _closed_time_ahead(self, steps: int = 0) -> bool:
        return self.phrase_length(steps, is_closed_time) > 0

    def closed_time(self) -> Fields:
        return {"hours": "in", "of": self._phrase(is_closed_time)}

    def open_time(self) -> Fields:
        return {"hours": "in", "of": hours_during(self._phrase(_is_during))}

    def _phrase(self, is_phrase: Callable[[str], bool]) -> str:
        start = self.here
        self.here += self.phrase_length(0, is_phrase)
        return self.said(start)

    def hours(self) -> Fields:
        where = "outside" if self.token.word == "outside" else "in"
        self.here += 1
        self.take("of")
        self.take("the", "our", "your")
        for is_phrase in (is_open_time, is_closed_time):
            if self.phrase_length(0, is_phrase):
                phrase = self._phrase(is_phrase)
                return {"hours": where} if phrase.lower() == "hours" else {"hours": where, "of": phrase}
        if self.token.kind == "word" and (near := nearest(self.token.word, map(str.lower, MONTH_NAMES), cutoff=0.8)):
            self.fail(f"{self.token.text!r} is no month; did you mean {near[0].capitalize()!r}?")
        return {"hours": where, "of": self.name("the name of a schedule", bare=False)}

    def name(self, wanted: str, bare: bool, *ends: str) -> str:
        """Words up to the next part, or up to one of a list."""
        start = self.here
        if self.token.kind == "end" or self.token.word in (*LISTING, *ends, ")"):
            self.refuse(wanted)
        self.here += 1
        while self.token.kind != "end" and self.token.word not in (*ends, ")", ",", ";"):
            joined = self.token.word in ("or", "and")
            if self.begins_part(joined, bare or joined) and not (joined and self.day_ahead(1)):
                break
            self.here += 1
        return self.said(start)

    def channels(self) -> Fields:
        self.here += 1
        written = self.token.text
        if self.token.kind in ("time", "date"):
            self.here += 1
            self.refuse_until(self.here - 2, written)
        if self.day_ahead(0):
            self.here += 1
            self.fail(f"{written!r} is a day, no channel; write {self.instead(self.here - 2, f'on {written}')!r}")
        found = [self._channel()]
        while self.token.word in LISTING and not self._list_ends():
            self.take(",")
            self.take(*LISTING)
            found.append(self._channel())
        return {"channels": tuple(found)}

    def _channel(self) -> str:
        self.take("the", "our")
        return self.name("a channel such as 'phone'", True, *LISTING)

    def _list_ends(self) -> bool:
        """Whether what follows a comma or a word that joins is another part, not the next of a list."""
        steps = 1 + (self.token.word == "," and self.ahead(1).word in ("or", "and"))
        return self.begins_part(steps) or self.ahead(steps).kind == "end" or self.ahead(steps).word in _INSIDE


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

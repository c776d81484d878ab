"""A text of conditions cut into words, times and dates, and read from left to right, up to what is refused (R19)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, NoReturn

from slaclock.errors import TargetError
from slaclock.hours import MONTH_NAMES
from slaclock.patterns import pattern
from slaclock.policy.hour_names import in_english, nearly_business_hours

EXAMPLE = "'outside hours', 'before 13:00', 'on Fri after 15:00', 'on holidays' or 'by phone'"
_LONGEST = 500

MONTH = rf"(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTH_NAMES)})\b\.?"
"""A month in a text, as a regular expression."""
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?\b"
_TOKEN = pattern(
    rf"""
    (?P<date>  \d{{4}}-\d{{2}}-\d{{2}} | --\d{{2}}-\d{{2}}
             | (?: {_ORDINAL}\s+(?:of\s+)?{MONTH} | {MONTH}\s+{_ORDINAL}(?![:.]\d)(?!\s*[ap]\.?m) )
               (?: ,?\s+\d{{4}}\b )? )
  | (?P<number> \d{{3,}} )
  | (?P<time>  (?:12\s*)?(?:noon|midday|midnight)\b | \d{{1,2}}\s?h(?:\d{{2}})?\b
             | \d{{1,2}}(?:[:.]\d{{2}}){{0,2}}(?:\s*[ap]\.?\s?m\b\.?)? )
  | (?P<word>  [^\W\d_](?:[^\s,;()/:]*[^\s,;()/:.])? )
  | (?P<sign>  \S )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_JOINING_ELSEWHERE = ("o", "y", "e", "ou", "et", "und", "oder", "of", "en")
"""Words of other languages between two conditions, of which a name is not told."""
_CHANGING = ("priority", "severity", "raised", "lowered", "upgraded", "downgraded", "escalated")


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


class WordReader:
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

    @property
    def token(self) -> _Token:
        """The next token."""
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
        """Refuse the text."""
        raise TargetError(f"cannot read {self.text!r} as a condition: {problem}")

    def refuse(self, wanted: str) -> NoReturn:
        """Refuse it at the next token, where something else should stand."""
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
        length = self.phrase_length(0, is_before_hours)
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
        """Refuse what was written from a token on, with both of its meanings written out."""
        self.fail(f"it has two meanings; write {self.instead(start, one)!r} or {self.instead(start, other)!r}")

    def instead(self, start: int, written: str) -> str:
        """The text with something else in the place of what was written from a token on."""
        return f"{self.text[: self.tokens[start].at]}{written}{self.text[self.tokens[self.here - 1].end :]}"

    def phrase_length(self, steps: int, is_phrase: Callable[[str], bool]) -> int:
        """How many tokens make a phrase; none where there is none."""
        first = self.here + steps
        ends = range(first, min(first + 6, len(self.tokens) - 1))
        lengths = (
            end - first + 1 for end in ends if is_phrase(self.text[self.tokens[first].at : self.tokens[end].end])
        )
        return max(lengths, default=0)


def is_before_hours(phrase: str) -> bool:
    """Whether words of any language say that business hours, or what is no part of them, follow."""
    return in_english(phrase) is not None

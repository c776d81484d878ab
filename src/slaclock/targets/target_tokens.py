"""A text of targets cut into words, numbers and marks, and read from left to right, up to what is refused."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, NoReturn, TypeVar

from slaclock.errors import TargetError, nearest
from slaclock.patterns import pattern
from slaclock.targets.target_words import Phrases, Vocabulary

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


class Token(NamedTuple):
    """A word, a number or a mark, in small letters, and where it stands."""

    kind: str
    text: str
    at: int
    end: int


def unreadable(text: str, problem: str, ways: str = "", subject: Subject = "target") -> TargetError:
    """What is wrong with a text, and what to write instead: examples, where it names no ways of its own."""
    return TargetError(f"cannot read {text!r} as a {subject}: {problem}; write {ways or f'e.g. {EXAMPLE}'}")


class TokenReader:
    """Reads one text, and marks the place where it cannot go on."""

    def __init__(self, text: str, vocabulary: Vocabulary, subject: Subject) -> None:
        self.text, self.words = text, vocabulary
        self.subject: Subject = subject
        self.tokens = self._split()
        self.here = 0
        self.furthest = 0
        """Where the longest phrase that was begun went wrong."""

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
        """What stands here."""
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
        """Step over a dash."""
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
        """Refuse the text, and say how to write it."""
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


def _at(place: int) -> str:
    return f"at character {place + 1}"

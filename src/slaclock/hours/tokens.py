"""A text of hours cut into words, numbers and marks, and read from left to right (R19).

The cut is the same for every language; what the words mean is looked up in one vocabulary at a time. A reader says
what it wanted where it cannot go on, and what may be written instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile
from typing import NamedTuple, NoReturn, TypeVar

from slaclock.hours.vocabulary import LONGEST_PHRASE, Meaning, Vocabulary, folded
from slaclock.patterns import pattern

T = TypeVar("T")

LONGEST_TEXT = 5_000
"""Characters of a text of hours."""

_TOKEN = pattern(
    r"""
    (?P<always> 24 \s* h? \s* [x/×*] \s* 24 [\s,&]* 7 \s* [jd]? \s* [x/×*] \s* 7 \b
              | 24 \s* [x/×*] \s* (?: 7 (?: \s* [x/×*] \s* (?: 365 | 52 ) )? | 365 ) \b
              | 24 \s+ hours \s+ a \s+ day,? \s+ (?: 7 | seven ) \s+ days \s+ a \s+ week \b )
  | (?P<by>     \d{1,2} \s* [x/×*] \s* [1-7] \b )
  | (?P<date>   \d{4}-\d{2}-\d{2} \b )
  | (?P<nth>    \d{1,2} (?: st | nd | rd | th ) \b )
  | (?P<allday> 24 \s* h (?: ours | rs )? \b (?! \s* \d ) )
  | (?P<week>   (?: 7 | seven ) \s+ days \s+ (?: a | per ) \s+ week \b )
  | (?P<time>   (?: 12 \s* )? (?: noon\b | midday\b | midnight\b )
              | \d{1,2} \s? h (?: \s? \d{2} )? \b
              | \d{1,2} (?: [:.]\d{2} (?: [:.]\d{2} (?: \.\d{1,6} )? )? )? \s* [ap]\.?\s?m\b\.?
              | \d{1,2} (?: [:.]\d{2} (?: [:.]\d{2} (?: \.\d{1,6} )? )? | m\b | (?<=\d\d) \d{2} )? (?! \d ) )
  | (?P<zone>   (?: Africa | America | Asia | Atlantic | Australia | Etc | Europe | Indian | Pacific | US )
                (?: / [A-Za-z_]+ )+
                (?: [+-]\d{1,2} )?
              | (?: UTC | GMT ) \s? [+−-] \s? \d{1,2} (?: :?\d{2} )? \b )
  | (?P<word>   t/m \b | week-ends? \b | [^\W\d_]+ (?: ['’][^\W\d_]+ | -feiras? \b )? \.? )
  | (?P<dash>   [-‐‑‒–—―−~]+ )
  | (?P<comma>  [,&+/] )
  | (?P<colon>  : )
  | (?P<next>   [;\n|] )
  | (?P<open>   [([] )
  | (?P<close>  [])] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_DIGIT = pattern(r"(?![0-9])\d")
"""A digit of another script, which means what ours means."""
_NOTHING = Meaning()


class Token(NamedTuple):
    """A piece of a text, where it stands, and what it can be taken for."""

    kind: str
    text: str
    at: int
    meaning: Meaning = _NOTHING

    @property
    def end(self) -> int:
        """Where the text goes on."""
        return self.at + len(self.text)


class NotUnderstood(Exception):
    """Why a text cannot be read, and what can be written instead, if that is known."""

    def __init__(self, problem: str, *instead: str) -> None:
        super().__init__(problem)
        self.instead = instead


def split(text: str) -> list[Token]:
    """The pieces of a text, and its end.

    Raises:
        NotUnderstood: It holds what is neither word nor number nor mark, or it is too long.
    """
    if len(text) > LONGEST_TEXT:
        raise NotUnderstood(f"it has {len(text):,} characters")
    text = _OTHER_DIGIT.sub(lambda digit: str(int(digit[0])), text)
    tokens, at = [], 0
    while at < len(text):
        if text[at].isspace() and text[at] != "\n":
            at += 1
        elif found := _TOKEN.match(text, at):
            tokens.append(Token(str(found.lastgroup), found[0], at))
            at = found.end()
        else:
            raise NotUnderstood(f"{text[at]!r} at character {at + 1} is not understood")
    return [*tokens, Token("end", "", len(text))]


def understood(text: str, tokens: list[Token], words: Vocabulary) -> list[Token]:
    """The same pieces with the meanings of one language; several words that mean one thing are one piece."""
    found, here = [], 0
    while here < len(tokens):
        token, length = tokens[here], 1
        if token.kind == "word":
            length, meaning = _longest(tokens[here : here + LONGEST_PHRASE], words)
            token = Token("word", text[token.at : tokens[here + length - 1].end], token.at, meaning)
        found.append(token)
        here += length
    return found


def _longest(tokens: list[Token], words: Vocabulary) -> tuple[int, Meaning]:
    """How many of the next words mean one thing together, and what."""
    found, phrase = (1, _NOTHING), ""
    for size, token in enumerate(takewhile(lambda each: each.kind == "word", tokens), 1):
        phrase = f"{phrase} {folded(token.text)}".lstrip()
        if phrase in words.meanings:
            found = size, words.meanings[phrase]
    return found


class Reader:
    """Reads pieces from left to right; each part of a grammar is a method of a reader that knows more."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.here = 0

    @property
    def token(self) -> Token:
        """The next piece."""
        return self.tokens[self.here]

    def ahead(self, kind: str, steps: int = 0) -> bool:
        """Whether the piece that many steps on is of this kind (a day, a range word, …)."""
        place = self.here + steps
        return place < len(self.tokens) and kind in kinds_of(self.tokens[place])

    def past(self, kind: str, steps: int = 0) -> int:
        """How many steps on the first piece stands that is not of this kind."""
        while self.ahead(kind, steps):
            steps += 1
        return steps

    def take(self, *kinds: str) -> bool:
        """Step over the next piece if it is of one of these kinds."""
        found = any(self.ahead(kind) for kind in kinds)
        self.here += found
        return found

    def next(self) -> Token:
        """The next piece, and step over it."""
        self.here += 1
        return self.tokens[self.here - 1]

    def since(self, first: Token) -> str:
        """The text from a piece on, up to here."""
        return self.text[first.at : self.tokens[self.here - 1].end]

    def fail(self, problem: str, *instead: str) -> NoReturn:
        """Give up."""
        raise NotUnderstood(problem, *instead)

    def replaced(self, token: Token, by: str, until: Token | None = None) -> str:
        """The whole text with another word in a place."""
        return self.text[: token.at] + by + self.text[(until or token).end :]

    def refuse(self, wanted: str) -> NoReturn:
        """Give up at the next piece, which is not what was wanted."""
        token = self.token
        if token.kind == "end":
            self.fail(f"it ends where {wanted} should stand")
        if "asks" in token.meaning.kinds:
            forms = (self.replaced(token, each) for each in token.meaning.instead)
            self.fail(f"{token.text!r} at character {token.at + 1} {token.meaning.value}", *forms)
        self.fail(f"{token.text!r} at character {token.at + 1} is not {wanted}")

    def whole(self, part: Callable[[], T]) -> T:
        """Read one part that must be all of the text."""
        value = part()
        return value if self.ahead("end") else self.refuse("the end of the text")


_ALSO = {
    "dash": frozenset({"dash", "range"}),
    "comma": frozenset({"comma", "list"}),
    "week": frozenset({"week", "day"}),
    "allday": frozenset({"allday", "all day", "time"}),
    "always": frozenset({"always", "all day"}),
}


def kinds_of(token: Token) -> frozenset[str]:
    """Everything that a piece can be taken for."""
    return token.meaning.kinds or _ALSO.get(token.kind) or frozenset({token.kind})

"""What people call hours in a condition: by the name of a schedule, or in words that any policy may use (R11, R19)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from slaclock.errors import nearest
from slaclock.hours import BUSINESS_HOURS_WORDS
from slaclock.patterns import pattern

_ADJECTIVES = (
    "business|support|office|working|work|service|opening|operating|operational|normal|regular|standard|usual|core"
    "|coverage|desk|help ?desk|staffed|trading"
)
_OPEN = pattern(rf"(?:(?:{_ADJECTIVES})\s+)*(?:hours|time)", re.IGNORECASE)
"""Words for the hours of whatever is asked: `hours`, `normal business hours`."""
_CLOSED = pattern(rf"(?:after|out of|off|non)[\s-]+(?P<open>(?:(?:{_ADJECTIVES})\s+)*hours)", re.IGNORECASE)
"""Words for the time when they are closed: `after hours`, `out of office hours`."""
_LONG_ENOUGH = 5
"""The letters of words of another language that stand before hours and before little else."""
_TRAILING = pattern(r"(?:hours|time)$")


def is_open_time(phrase: str) -> bool:
    """Whether words mean the hours of the schedule that is asked, where no schedule has them for a name."""
    return _OPEN.fullmatch(phrase) is not None or _plain(phrase) in _names()


def is_closed_time(phrase: str) -> bool:
    """Whether words mean the time outside those hours, where no schedule has them for a name."""
    return _closed(phrase) is not None


def hours_during(phrase: str) -> str | None:
    """The hours during which something happens, in other languages than English.

    Examples:
        >>> hours_during("en horario laboral")
        'horario laboral'
    """
    return _after(phrase, (each for words in BUSINESS_HOURS_WORDS.values() for each in words.during))


def in_english(phrase: str) -> str | None:
    """`outside` or `in`, for words of another language that stand before hours (R19).

    Examples:
        >>> in_english("fuera de"), in_english("während der"), in_english("por")
        ('outside', 'in', None)
    """
    languages, plain = BUSINESS_HOURS_WORDS.values(), _plain(phrase)
    if len(plain) < _LONG_ENOUGH:
        return None
    if plain in {_plain(each) for words in languages for each in words.outside}:
        return "outside"
    return "in" if plain in {_plain(each) for words in languages for each in words.during} else None


def nearly_business_hours(phrase: str) -> str | None:
    """What business hours are called in another language, if words are nearly that."""
    near = nearest(_plain(phrase), _names(), cutoff=0.8)
    return near[0] if near else None


def named_by(phrase: str, schedules: Iterable[str]) -> list[str]:
    """The schedules that words may mean: that name, or else those that differ in spelling or in the word `hours`.

    Words for the time when hours are closed mean those hours, where no schedule has all of the words for a name.

    Examples:
        >>> named_by("business hours", ["office", "business_hours"]), named_by("Evening hours", ["evening"])
        (['business_hours'], ['evening'])
        >>> named_by("after business hours", ["business_hours"])
        ['business_hours']
    """
    known = list(schedules)
    found = _named_so(phrase, known)
    closed = None if found else _closed(phrase)
    return _named_so(closed, known) if closed else found


def is_closing_of(phrase: str, schedule: str) -> bool:
    """Whether words mean the time when a schedule is closed, and not a schedule with these words for a name.

    Args:
        phrase: Words that mean the schedule, as `named_by` finds it.
        schedule: Its name.
    """
    return is_closed_time(phrase) and not _named_so(phrase, [schedule])


def _named_so(phrase: str, known: list[str]) -> list[str]:
    if phrase in known:
        return [phrase]
    for fold in (_folded, _without_hours):
        if found := [name for name in known if fold(name) == fold(phrase)]:
            return found
    return []


def _closed(phrase: str) -> str | None:
    """The hours that are closed, if words mean the time when they are."""
    if found := _CLOSED.fullmatch(phrase):
        return found["open"]
    return _after(phrase, (each for words in BUSINESS_HOURS_WORDS.values() for each in words.outside))


def _after(phrase: str, before: Iterable[str]) -> str | None:
    """What business hours are called in another language, behind words that may stand before them."""
    plain, written = _plain(phrase), unicodedata.normalize("NFC", " ".join(phrase.split()))
    for words in sorted(map(_plain, before), key=len, reverse=True):
        name = plain.removeprefix(words if words.endswith("'") else f"{words} ")
        if name != plain and name in _names():
            return written[-len(name) :]
    return None


@cache
def _names() -> frozenset[str]:
    return frozenset(_plain(name) for words in BUSINESS_HOURS_WORDS.values() for name in words.names)


def _plain(phrase: str) -> str:
    """Words without capitals and accents, with one blank between them."""
    letters = unicodedata.normalize("NFKD", " ".join(phrase.split()).lower().replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()


def _without_hours(name: str) -> str:
    folded = _folded(name)
    return _TRAILING.sub("", folded).strip() or folded

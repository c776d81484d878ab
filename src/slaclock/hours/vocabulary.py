"""What the words in a text of hours mean: those of English, and of which kinds words of any language are (R4, R19)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

LONGEST_PHRASE = 5
"""Words of the longest phrase that means one thing."""


class Meaning(NamedTuple):
    """What a word, or several words as one, can be taken for, and what it stands for there."""

    kinds: frozenset[str] = frozenset()
    days: tuple[int, ...] = ()
    """Days of the week, from Monday."""
    value: str = ""
    """A number, a month or what else the kind takes; of what is asked about, the question."""
    instead: tuple[str, ...] = ()
    """What to write in its place, one for each thing that it may mean."""


class Vocabulary(NamedTuple):
    """The words of one language, each without capitals, accents and a full stop, as `folded` has them."""

    code: str
    name: str
    meanings: Mapping[str, Meaning]


def folded(words: str) -> str:
    """Words without capitals, accents and a full stop."""
    plain = unicodedata.normalize("NFKD", words.lower().rstrip("."))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def vocabulary(
    code: str,
    name: str,
    days: Iterable[Iterable[str]],
    kinds: Mapping[str, str],
    asks: Mapping[str, tuple[str, *tuple[str, ...]]],
) -> Vocabulary:
    """A language by what its days are called, by its other words, and by those of which one asks what they mean.

    Args:
        code: As in `de`.
        name: What the language is called in English.
        days: What each day is called, Monday first.
        kinds: Phrases by kind, with commas between them; a word may be of several kinds. A kind of days is written as
            their numbers from Monday, e.g. `days 0-4`.
        asks: For phrases with two meanings the question, and what to write for either.
    """
    found: dict[str, Meaning] = {}
    for number, names in enumerate(days):
        found |= {folded(each): Meaning(frozenset({"day", "one day"}), (number,)) for each in names}
    for kind, phrases in kinds.items():
        for phrase in map(folded, phrases.split(", ")):
            found[phrase] = _of_one_more_kind(found.get(phrase, Meaning()), kind)
    for phrases, (question, *instead) in asks.items():
        found |= {
            folded(each): Meaning(frozenset({"asks"}), (), question, tuple(instead)) for each in phrases.split(", ")
        }
    return Vocabulary(code, name, found)


def _of_one_more_kind(before: Meaning, kind: str) -> Meaning:
    name, _, value = kind.partition(" ")
    first, _, last = value.partition("-")
    days = tuple(range(int(first), int(last) + 1)) if name == "day" else before.days
    return before._replace(kinds=before.kinds | {name.replace("_", " ")}, days=days, value=value or before.value)


_ENGLISH_DAYS = (
    "m mo mon monday mondays",
    "tu tue tues tuesday tuesdays",
    "w we wed weds wednesday wednesdays",
    "th thu thur thurs thursday thursdays",
    "f fr fri friday fridays",
    "sa sat saturday saturdays",
    "su sun sunday sundays",
)
_ENGLISH = {
    "range": "to, until, till, through, thru",
    "list": "and, as well as, plus",
    "and": "and",
    "filler": "from, between, on, every, each, the, open, hours are",
    "every": "every, each",
    "from": "from, starting, beginning, as of",
    "until": "until, till, to",
    "closed": "closed, off",
    "day 0-4": "weekday, weekdays, every weekday",
    "day 5-6": "weekend, weekends, every weekend",
    "day 0-6": "daily, nightly, everyday, every day, each day, all days, all week, every night, each night",
    "all_week": "daily, every day, all week",
    "all_day": "all day, all day long, around the clock, round the clock",
    "always": "around the clock, round the clock, always, always open, at all times",
    "a_day": "a day, per day",
    "hour": "hours, hour, hrs, hr, h",
    "clock": "hours, hrs, hr, h, o'clock, o’clock",
    "excluding": "excluding, excludes, excl, except, except on, except for, without, other than, apart from, not on, "
    "closed on, but not, but not on",
    "including": "including, includes, incl, inclusive of",
    "holidays": "holidays, holiday, public holidays, public holiday, bank holidays, national holidays, "
    "federal holidays, statutory holidays, legal holidays, official holidays, all holidays, all public holidays, "
    "on public holidays, on holidays, ph",
    "nth 1": "first",
    "nth 2": "second",
    "nth 3": "third",
    "nth 4": "fourth",
    "nth 5": "fifth",
    "nth -1": "last",
    "other": "other, alternate",
    "period month": "of the month, of each month, of every month, in the month, in each month, in every month, "
    "each month, every month, monthly, of a month",
    "period quarter": "of the quarter, of each quarter, of every quarter, in each quarter, in every quarter, "
    "each quarter, every quarter, quarterly",
    "of": "of, in",
    "month 1": "january",
    "month 2": "february",
    "month 3": "march",
    "month 4": "april",
    "month 5": "may",
    "month 6": "june",
    "month 7": "july",
    "month 8": "august",
    "month 9": "september",
    "month 10": "october",
    "month 11": "november",
    "month 12": "december",
}
_ENGLISH_ASKS: dict[str, tuple[str, *tuple[str, ...]]] = {
    "business days, business day, working days, working day, workdays, workday": (
        "counts Saturdays for some and not for others",
        "Mon-Fri",
        "Mon-Sat",
    ),
}


@cache
def english() -> Vocabulary:
    """The words of English."""
    return vocabulary("en", "English", map(str.split, _ENGLISH_DAYS), _ENGLISH, _ENGLISH_ASKS)

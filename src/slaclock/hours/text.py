"""Support hours as people write them, in English or another language, read into days, clock times and rules (R3, R4).

`week_grammar.py` has the grammar, from `days_grammar.py`, `clock_grammar.py` and `rota_grammar.py`; `vocabulary.py` and
`languages.py` have the words. A text is of one language: where its words are of several and mean different things,
it is refused with what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import time
from functools import lru_cache
from typing import NoReturn, TypeVar, cast

from slaclock.errors import HoursError
from slaclock.hours.clock_times import ClockTimes, write_times
from slaclock.hours.tokens import NotUnderstood, Token, split, understood
from slaclock.hours.vocabulary import Vocabulary, english
from slaclock.hours.week_grammar import HoursRead, WeekReader
from slaclock.hours.weekdays import Weekday, write_days
from slaclock.patterns import pattern

T = TypeVar("T")
EXAMPLE = "'Sun-Thu 22:00-06:00'"
_LONE = pattern(
    r"(?:(?P<hour>[1-9])(?P<rest>[:.]\d\d(?::\d\d)?)|(?P<bare>[1-9]|1[0-2]))(?:\s*o['’]?\s?clock)?", re.IGNORECASE
)
_CHOSEN: ContextVar[str | None] = ContextVar("language", default=None)


@contextmanager
def reading_in(language: str | None) -> Iterator[None]:
    """Read texts that are not English in one language, for as long as it lasts; without one in whichever they are.

    Args:
        language: As in `de`; `en` for English alone.
    """
    before = _CHOSEN.set(language)
    try:
        yield
    finally:
        _CHOSEN.reset(before)


def check_language(code: str) -> None:
    """Refuse a language whose days are not known.

    Raises:
        HoursError: There is no such language, or Babel is needed and not there.
    """
    from slaclock.hours.languages import language

    language(code)


def chosen_language() -> str | None:
    """The language in which texts are read at present, if one is stated."""
    return _CHOSEN.get()


def read_hours(text: str) -> HoursRead:
    """Hours, e.g. `Mon-Fri 09:00-13:00, 14:00-18:00; first Saturday of the month 10-14`.

    Raises:
        HoursError: The text is not understood, or has two meanings.
    """
    return _hours_in(text, _CHOSEN.get())


@lru_cache(maxsize=256)
def _hours_in(text: str, language: str | None) -> HoursRead:
    """The same text in another language may mean something else."""
    return _read(text, WeekReader.hours, EXAMPLE)


def read_day(text: str) -> list[ClockTimes]:
    """One date's hours without a day, e.g. `09:00-13:00`; none for `closed`."""
    return _read(text, lambda reader: reader.whole(reader.times), "'09:00-13:00' or 'closed'")


def read_days(text: str, language: str | None = None) -> tuple[Weekday, ...]:
    """Days alone, e.g. `Sun-Thu`; in a language, where they stand among other words of it."""
    with reading_in(language or _CHOSEN.get()):
        return _read(text, lambda reader: reader.whole(reader.days), "'Sun-Thu'")


def read_time(text: str) -> time:
    """One time of day, e.g. `10 PM`; `24:00` is midnight at the end of the day."""
    return _read(text, lambda reader: reader.whole(reader.clock), "'22:00'").reading


def readings_of_lone_time(text: str) -> tuple[str, str] | None:
    """In the morning and in the afternoon, if a time of day that stands alone may be either: `4`, `3:00`."""
    found = _LONE.fullmatch(text.strip())
    if found is None:
        return None
    hour, rest = int(found["hour"] or found["bare"]), found["rest"] or ":00"
    return f"{hour % 12:02}{rest}", f"{hour % 12 + 12:02}{rest}"


def read_lone_time(text: str) -> time:
    """One time of day that stands alone, with no other beside it that tells the morning from the afternoon."""
    if either := readings_of_lone_time(text):
        raise HoursError(
            f"cannot read {text!r} as a time of day: it may be in the morning or in the afternoon; "
            f"write {either[0]!r} or {either[1]!r}"
        )
    return read_time(text)


def _read(text: str, part: Callable[[WeekReader], T], example: str) -> T:
    try:
        return _in_some_language(text, part)
    except NotUnderstood as error:
        _refuse(text, part, example, error)


def _refuse(text: str, part: Callable[[WeekReader], T], example: str, error: NotUnderstood) -> NoReturn:
    """Say what is wrong, and write what was likely meant, or an example where that is not read either."""
    way_out = f"e.g. {example}"
    if error.instead and all(_is_read(form, part) for form in error.instead):
        way_out = " or ".join(map(repr, error.instead))
    shown = repr(text) if len(text) <= 200 else f"{text[:40]!r}…"
    raise HoursError(f"cannot read {shown} as hours: {error}; write {way_out}") from None


def _is_read(text: str, part: Callable[[WeekReader], T]) -> bool:
    try:
        _in_some_language(text, part)
    except NotUnderstood:
        return False
    return True


def _in_some_language(text: str, part: Callable[[WeekReader], T]) -> T:
    tokens = split(text)
    chosen = _CHOSEN.get()
    plain = understood(text, tokens, english())
    if chosen == "en" or not _strange(plain):
        return part(WeekReader(text, plain))
    from slaclock.hours.languages import language, vocabularies

    if chosen is not None:
        return part(WeekReader(text, understood(text, tokens, language(chosen))))

    tried = [(words, understood(text, tokens, words)) for words in vocabularies()]
    fitting = [(words, found) for words, found in tried if not _strange(found)]
    return _in_one_of(text, fitting, part) if fitting else _in_none_of(text, tried, part)


_Tried = list[tuple[Vocabulary, list[Token]]]


def _in_one_of(text: str, fitting: _Tried, part: Callable[[WeekReader], T]) -> T:
    """What a text means in the languages that have all of its words; the same in each of them."""
    read: list[tuple[Vocabulary, T]] = []
    problems = []
    for words, found in fitting:
        try:
            read.append((words, part(WeekReader(text, found))))
        except NotUnderstood as error:
            problems.append(error)
    if not read:
        raise problems[0]
    return _the_same(read)


def _in_none_of(text: str, tried: _Tried, part: Callable[[WeekReader], T]) -> T:
    """Say what is wrong in the language that has most of the words; and which were tried, if another has the others."""
    from slaclock.hours.languages import named

    nearest = min((found for _, found in tried), key=lambda found: len(_strange(found)))
    strange = {token.at for token in _strange(nearest)}
    try:
        return part(WeekReader(text, nearest))
    except NotUnderstood as error:
        known_elsewhere = any(token.at in strange and token.meaning.kinds for _, found in tried for token in found)
        note = f" (no language has all of its words; tried {named(words for words, _ in tried)})"
        raise NotUnderstood(f"{error}{note if known_elsewhere else ''}", *error.instead) from None


def _strange(tokens: list[Token]) -> list[Token]:
    """The words that a language does not know."""
    return [token for token in tokens if token.kind == "word" and not token.meaning.kinds]


def _the_same(read: list[tuple[Vocabulary, T]]) -> T:
    """What a text means in all languages of which it may be."""
    (_, meant), *others = read
    if all(other == meant for _, other in others):
        return meant
    from slaclock.hours.languages import named

    groups: dict[str, list[Vocabulary]] = {}
    for words, value in read:
        groups.setdefault(_written(value), []).append(words)
    shown = " and ".join(f"{written!r} in {named(each)}" for written, each in groups.items())
    raise NotUnderstood(f"it means {shown}; state the `language`", *groups)


def _written(value: object) -> str:
    """What a text means, in the plain form; only days are ambiguous."""
    if isinstance(value, HoursRead):
        return "; ".join(f"{write_days(days)} {write_times(times)}" for days, times in value.weekly)
    return write_days(cast("tuple[Weekday, ...]", value))

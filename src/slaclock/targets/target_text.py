"""Targets as people write them: `4 business hours`, `by close of business the next working day`, `PT4H`.

Reads one text into the fields of a `Target`, or says what is not understood and how to write it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from slaclock.errors import TargetError
from slaclock.hours import read_time
from slaclock.patterns import pattern

_LONGEST = 200
EXAMPLE = "'4 business hours', '2 business days', '30 minutes' or 'PT4H'"

_UNITS = {
    **dict.fromkeys(("d", "day", "days"), "days"),
    **dict.fromkeys(("month", "months"), "months"),
    **dict.fromkeys(("year", "years"), "years"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "weeks"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hours"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "minutes"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "seconds"),
}
_MICROSECONDS = {"seconds": 1_000_000, "minutes": 60_000_000, "hours": 3_600_000_000}
_UP_TO_TWELVE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_UP_TO_NINETEEN = (*_UP_TO_TWELVE, *_TEENS)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {
    "a": 1,
    "an": 1,
    **{word: number for number, word in enumerate(_UP_TO_NINETEEN, start=1)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
    **{
        f"{ten}-{one}": 10 * tens + ones
        for tens, ten in enumerate(_TENS, start=2)
        for ones, one in enumerate(_UP_TO_NINETEEN[:9], start=1)
    },
}
_WORD = rf"(?:(?:{'|'.join(_TENS)})-)?[a-z]+"
_AMOUNT = pattern(
    rf"(\d+(?:\.\d+)?|{_WORD})[\s-]*(?:(business|working|work|banking|calendar|clock|support)[\s-]+)?([a-z]+)\b,?\s*(?:and\s+)?"
)
_ISO = pattern(
    r"P(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?",
    re.IGNORECASE,
)
_OPEN_PHRASES = pattern(
    r"(?:during|in|of|within)(?:\s+(?:normal|our|standard|regular))*\s+(?:business|working|support|office)\s+(?:hours|time)\b"
)
_CALENDAR_PHRASES = pattern(r"[\s(,]*24\s*[x/]\s*7\)?|around the clock|at any time|of calendar time")
_LEAD = pattern(r"^(?:within|in|at most|no more than|no later than|up to|under|less than|at least every|every)\s+")
_TAIL = pattern(r"^(?:of receipt|of (?:opening|creation))?[\s.]*$")
_RANGE = pattern(r"(?<![\d.])(\d+(?:\.\d+)?)\s*(?:-|–|—|to)\s*(?=(\d+(?:\.\d+)?))")
_NOT_THE_FIRST = pattern(r"[\s,(]*(?:excluding|not counting) the day of receipt\)?")
_DAY = r"(?:the\s+)?(?:same\s+)?(?:business|working|banking)\s+day"
_CLOCK = r"\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?|(?:12\s*)?noon"
_BY_TIME = pattern(rf"[\s,]+(?:by|before|until)\s+({_CLOCK})$")
_SAME_MEANING = tuple(
    (pattern(written), meant)
    for written, meant in (
        (r"\bnbd\b", "next business day"),
        (r"\b(?:cob|eob|eod)\b", "close of business"),
        (r"\bhalf (?:an )?hour\b", "30 minutes"),
        (r"\b(?:an|one|1) hour and a half\b", "90 minutes"),
        (r",?\s+(?:or (?:less|sooner)|max(?:imum)?)$", ""),
        (r"(\w+)\s*\((business|working|calendar)(?:\s+(?:hours|days|time))?\)$", r"\2 \1"),
        (rf"^(?:by|before|until)\s+({_CLOCK})\s+(?:on\s+|of\s+)?(.+)$", r"\2 by \1"),
    )
)
"""What people write, and the same in the words that are read below."""
_TWICE = pattern(rf"\b({_WORD})\s*\(\s*(\d+)\s*\)")
_NTH = pattern(r"(?:by\s+)?(?:the\s+)?(?:close|end)\s+of\s+(?:the\s+)?(\w+)\s+(?:business|working|banking)\s+day")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_PLACES = {word: place for place, word in enumerate(_ORDINALS, start=1)} | {
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    **{f"{place}th": place for place in range(4, 31)},
}
_PHRASES: tuple[tuple[re.Pattern[str], dict[str, Any]], ...] = (
    (
        pattern(
            r"(?:by\s+)?(?:the\s+)?(?:close|end)(?:\s+of\s+(?:business|day|play))?(?:\s+of|\s+on)?,?"
            r"\s+(?:the\s+)?(?:next|following)\s+(?:business|working|banking)\s+day"
        ),
        {"days": 1, "day_rule": "close"},
    ),
    (
        pattern(
            r"(?:by\s+|at\s+)?(?:the\s+)?(?:opening|start)\s+of\s+(?:the\s+)?(?:next|following)\s+(?:business|working|banking)\s+day"
        ),
        {"days": 1, "day_rule": "open"},
    ),
    (
        pattern(
            rf"(?:by\s+)?(?:the\s+)?(?:close|end)\s+of\s+(?:business|play|day|{_DAY})(?:\s+(?:today|(?:on\s+)?the\s+same\s+day))?"
        ),
        {"days": 0, "day_rule": "close"},
    ),
    (pattern(r"(?:the\s+)?same\s+(?:business|working|banking)\s+day"), {"days": 0, "day_rule": "close"}),
    (pattern(r"(?:by\s+|on\s+)?(?:the\s+)?(?:next|following)\s+(?:business|working|banking)\s+day"), {"days": 1}),
)
"""What people say of business days without a number."""


def read_target(text: str) -> dict[str, Any]:
    """What a written amount says, as the fields of a `Target`."""
    return dict(_fields_of(text))


@lru_cache(maxsize=1_000)
def _fields_of(text: str) -> Mapping[str, Any]:
    """The same, read once: the targets of a policy repeat a few texts."""
    if len(text) > _LONGEST:
        raise TargetError(
            f"cannot read {text[:40]!r}… as a target: it has {len(text):,} characters; write e.g. {EXAMPLE}"
        )
    if iso := _ISO.fullmatch(text.strip()):
        return _from_iso(text, {name: Fraction(value) for name, value in iso.groupdict().items() if value})
    rest = _plainly(text, _LEAD.sub("", text.strip().lower()).rstrip(". "))
    rest, excluded = _NOT_THE_FIRST.subn("", _without_ranges(text, rest))
    fields = _read_amount_in(text, rest)
    if excluded and fields["counts"] != "business_days":
        raise _unreadable(text, "the day of receipt is left out of business days only")
    return fields


def _plainly(text: str, rest: str) -> str:
    """The same without abbreviations, and with each number said once: `one (1) business day`."""
    for word, digits in _TWICE.findall(rest):
        if _NUMBERS.get(word, int(digits)) != int(digits):
            raise _unreadable(text, f"{word} is not {digits}")
    rest = _TWICE.sub(r"\2", rest)
    for written, meant in _SAME_MEANING:
        rest = written.sub(meant, rest)
    return rest


def _without_ranges(text: str, rest: str) -> str:
    """Of `1-2 days` the last is the promise."""
    for low, high in _RANGE.findall(rest):
        if Fraction(low) >= Fraction(high):
            raise _unreadable(text, f"a range goes from less to more, not from {low} to {high}")
    return _RANGE.sub("", rest)


def _read_amount_in(text: str, rest: str) -> dict[str, Any]:
    if by_time := _BY_TIME.search(rest):
        return _by_time(text, rest[: by_time.start()], by_time[1])
    for phrase, fields in _PHRASES:
        if phrase.fullmatch(rest.rstrip(". ")):
            return {"text": text, "counts": "business_days", "basis_stated": True, **fields}
    if (nth := _NTH.fullmatch(rest.rstrip(". "))) and nth[1] in _PLACES:
        days = {"counts": "business_days", "days": _PLACES[nth[1]], "day_rule": "close"}
        return {"text": text, "basis_stated": True, **days}
    rest, open_phrases = _OPEN_PHRASES.subn("", rest)
    rest, calendar_phrases = _CALENDAR_PHRASES.subn("", rest)
    units: dict[str, Fraction] = {}
    kinds: set[str] = {"business"} if open_phrases else set()
    kinds |= {"calendar"} if calendar_phrases else set()
    at = 0
    while found := _AMOUNT.match(rest, at):
        number, kind, unit = found.groups()
        name = _UNITS.get(unit)
        if name is None or name in units:
            break
        units[name] = _number(text, number)
        kinds |= {_kind(kind)} if kind else set()
        at = found.end()
    if not units or not _TAIL.match(rest[at:].strip()):
        raise _unreadable(text, f"{rest[at:].strip()!r} is not understood" if rest[at:].strip() else "it has no amount")
    if len(kinds) > 1:
        raise _unreadable(text, "it counts business and calendar time at once")
    return _fields(text, units, next(iter(kinds), None))


_DAYS_BY_TIME = {"same day": 0, "today": 0, "next day": 1, "following day": 1, "tomorrow": 1}
"""Days that people name without saying what they count, when they end at a time of day."""


def _by_time(text: str, amount: str, clock: str) -> dict[str, Any]:
    """`next business day by 4 PM`, `2 business days before 9 AM`, `same day by 5 PM`."""
    if clock.startswith("24"):
        raise _unreadable(text, "24:00 is the end of a day; write e.g. 'by close of business the next business day'")
    days = _DAYS_BY_TIME.get(amount.strip().removeprefix("the "))
    fields = read_target(amount) if days is None else {"days": days, "counts": "business_days", "basis_stated": False}
    if "days" not in fields:
        raise _unreadable(text, "a time of day ends an amount of days, not of hours or months")
    return fields | {"text": text, "ends": read_time(clock), "day_rule": None}


def _from_iso(text: str, units: dict[str, Fraction]) -> dict[str, Any]:
    if not units:
        raise _unreadable(text, "it has no amount")
    return _fields(text, units, None)


def _number(text: str, written: str) -> Fraction:
    number = _NUMBERS.get(written)
    if number is None and not written[0].isdigit():
        raise _unreadable(text, f"{written!r} is not a number")
    return Fraction(number or written)


def _kind(word: str) -> str:
    return "calendar" if word in ("calendar", "clock") else "business"


def _fields(text: str, units: dict[str, Fraction], kind: str | None) -> dict[str, Any]:
    if units.keys() & {"months", "years"}:
        return _in_months(text, units, kind)
    in_days = bool(units.keys() & {"days", "weeks"})
    if in_days and units.keys() - {"days", "weeks"}:
        raise _unreadable(text, "days and hours together have no single meaning; write it all in hours")
    if not in_days:
        counts = "open_time" if kind == "business" else "calendar_time"
        return {"text": text, "counts": counts, "duration": _duration(text, units), "basis_stated": kind is not None}
    if kind == "business" and "weeks" in units:
        raise _unreadable(text, "a business week may have any number of days; write business days")
    days = units.get("days", 0) + 7 * units.get("weeks", 0)
    if days != int(days):
        raise _unreadable(text, "a part of a day has no single meaning; write hours")
    counts = "business_days" if kind == "business" else "calendar_days"
    return {"text": text, "counts": counts, "days": int(days), "basis_stated": kind is not None}


def _in_months(text: str, units: dict[str, Fraction], kind: str | None) -> dict[str, Any]:
    months = units.get("months", 0) + 12 * units.get("years", Fraction(0))
    if units.keys() - {"months", "years"} or kind == "business" or months.denominator != 1:
        raise _unreadable(text, "months are whole calendar months, and stand alone")
    return {"text": text, "counts": "calendar_months", "months": int(months), "basis_stated": kind is not None}


def _duration(text: str, units: dict[str, Fraction]) -> timedelta:
    micros = round(sum(number * _MICROSECONDS[unit] for unit, number in units.items()))
    try:
        return timedelta(microseconds=micros)
    except OverflowError:
        raise _unreadable(text, "it is longer than any calendar") from None


def _unreadable(text: str, problem: str) -> TargetError:
    return TargetError(f"cannot read {text!r} as a target: {problem}; write e.g. {EXAMPLE}")

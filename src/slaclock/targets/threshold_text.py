"""Warnings and levels of an escalation as people write them: `75%`, `after 1 hour`, `1 business day left`.

The grammar, whole; upper and lower case are one, and an amount is what a target takes for hours, minutes or days:

    threshold = point | [point "," "then"] repeat
    point     = share | breach | amount "left" | amount ("before" | "after") due | "after" amount
    share     = ["at" | "after"] number "%" ["used"]
    repeat    = ("hourly" | "every" ["further"] (amount | unit)) ["after" due] {limit}
    due       = "breach" | ["it is"] "due"
    limit     = [","] "up to" number "times" | [","] "until" ("breach" | "stopped" | "resolved")

"Further" stands only behind "then". An amount alone says neither after nor left, and is refused with both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slaclock.errors import ChoiceError, SlaClockError
from slaclock.patterns import pattern
from slaclock.targets.target_text import read_target

LONGEST = 200
"""How many characters a threshold may have."""
EXAMPLES = "'75%', 'after 1 hour', '30 business minutes left' or 'every 15 minutes'"
"""Forms to write, each for warnings and for escalations."""

COUNTED = ("open_time", "calendar_time", "business_days", "calendar_days")
"""What the amounts of thresholds count."""
_PLAIN = {"text", "counts", "duration", "days", "basis_stated"}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

# The words of the grammar

_BREACH = r"(?:the )?breach"
_DUE = rf"(?:{_BREACH}|(?:it is )?due)"
_POINTS = tuple(
    (name, pattern(form, re.IGNORECASE))
    for name, form in (
        ("percent", r"(?:(?:at|after) )?(?P<share>[0-9]+) ?(?:%|per ?cent)(?: used)?"),
        ("breach", rf"(?:(?:at|on) )?{_BREACH}|(?:when|once) (?:it is )?(?:due|breached)"),
        ("overdue", rf"(?P<amount>.+) (?:after {_DUE}|overdue|late|past due)"),
        ("left", rf"(?P<amount>.+) (?:left|remaining|before(?: {_DUE})?)"),
        ("after", r"after (?P<amount>.+)"),
    )
)
_REPEAT = pattern(
    r"(?:(?P<point>.+?),? (?:and )?then )?"
    r"(?:(?P<hourly>hourly)|every (?(point)(?:(?:further|additional) )?|)(?P<every>.+?))"
    rf"(?P<overdue> after {_DUE})?(?P<limits>(?:,? (?:up to|at most|until) .+)?)",
    re.IGNORECASE,
)
_LIMIT = pattern(
    rf",? (?:(?:up to|at most) (?P<times>\w+) times|until (?P<breach>{_BREACH}|it is (?:due|breached))"
    r"|until (?P<resolved>(?:it is )?resolved)|until (?:it (?:is )?)?(?:stopped|stops|done))",
    re.IGNORECASE,
)
_AMOUNT = pattern(rf"(?:[0-9]|p[0-9t]|(?:an?|half|{'|'.join(_NUMBERS)}|\w+teen|\w+ty)\b)", re.IGNORECASE)
"""How an amount begins: with its number."""


def read_threshold(text: str) -> dict[str, Any]:
    """What a written threshold says, as the fields of a `Threshold`.

    Raises:
        ChoiceError: It is not understood, or does not say whether an amount ran or is left.
    """
    if len(text) > LONGEST:
        raise ChoiceError(f"this states {text[:40]!r}…, which is too long; write e.g. {EXAMPLES}")
    words = " ".join(text.replace(" ,", ",").split())
    if repeat := _REPEAT.fullmatch(words):
        return _repeated(text, repeat)
    return _point(text, words)


def _point(text: str, words: str) -> dict[str, Any]:
    """A point in the life of a promise."""
    for name, form in _POINTS:
        if found := form.fullmatch(words):
            stated = found.groupdict()
            if name == "breach":
                return {"percent": 100}
            return {name: int(stated["share"]) if "share" in stated else _amount(text, stated["amount"])}
    if _is_amount(words):
        raise ChoiceError(
            f"{text!r} says neither after nor left; write 'after {words}' or '{words} left', counted from the start "
            "or until it is due"
        )
    raise _unreadable(text)


def _repeated(text: str, repeat: re.Match[str]) -> dict[str, Any]:
    """The first time, how long after it comes again, and up to when."""
    stated = repeat.groupdict()
    if stated["point"] is None:
        _refuse_delayed(text, stated["every"] or "", stated["limits"])
    every = _interval(text, "hour" if stated["hourly"] else stated["every"])
    limits = _limits(text, stated["limits"])
    if stated["point"] is not None:
        if stated["overdue"]:
            raise _unreadable(text, "it says twice when it begins")
        return {**_point(text, stated["point"]), "every": every, **limits}
    return {"overdue" if stated["overdue"] else "after": every, "every": every, **limits}


def _refuse_delayed(text: str, words: str, limits: str) -> None:
    """Refuse `every hour after 2 hours`, of which the first may come at once then, or an hour later."""
    every, _, begins = words.partition(" after ")
    if _is_amount(begins):
        _interval(text, every)
        written = f"after {begins}, then every {every}{limits}"
        raise ChoiceError(f"{text!r} does not say when it comes first; write {written!r} if that is after {begins}")


def _limits(text: str, words: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    here = 0
    while limit := _LIMIT.match(words, here):
        times = limit["times"]
        said = {"times": _number(text, times)} if times else {"until": _end(limit)}
        if found.keys() & said.keys():
            raise _unreadable(text, "it says twice how often or until when")
        found |= said
        here = limit.end()
    if here < len(words):
        raise _unreadable(
            text,
            f"{words[here:].lstrip(', ')!r} is not understood; it comes again until the metric stops, so leave that "
            "out, or end it with 'until breach' or 'up to 5 times'",
        )
    return found


def _end(limit: re.Match[str]) -> str:
    return "breach" if limit["breach"] else "resolved" if limit["resolved"] else "stopped"


def _number(text: str, word: str) -> int:
    if word.lower() in _NUMBERS:
        return _NUMBERS.index(word.lower()) + 1
    if not re.fullmatch("[0-9]{1,6}", word):
        raise _unreadable(text, f"{word!r} is not a number")
    return int(word)


def _amount(text: str, words: str) -> str:
    """The same words, when they are an amount."""
    if not _is_amount(words):
        raise _unreadable(text, f"{words!r} is no amount of hours, minutes or days")
    return words


def _interval(text: str, words: str) -> str:
    """An amount, or the one unit that is named without a number: `every business hour`."""
    one = f"1 {words}"
    return one if not _AMOUNT.match(words) and _is_amount(one) else _amount(text, words)


def _is_amount(words: str) -> bool:
    if not _AMOUNT.match(words):
        return False
    try:
        return _is_plain(read_target(words))
    except SlaClockError:
        return False


def _is_plain(amount: Mapping[str, Any]) -> bool:
    """Whether the fields of a target are an amount of time or days, and say nothing else."""
    size = amount.get("duration") or amount.get("days")
    return amount["counts"] in COUNTED and bool(size) and not amount.keys() - _PLAIN


def _unreadable(text: str, problem: str = "it is not understood") -> ChoiceError:
    return ChoiceError(f"cannot read {text!r} as a warning or level: {problem}; write e.g. {EXAMPLES}")

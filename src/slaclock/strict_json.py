"""Objects in JSON that others wrote, read strictly: each key once, a bounded depth, and nothing that no file can hold.

Python's reader takes the last of two equal keys, numbers of any length, `NaN`, and halves of letters that cannot be
written again; and it ends in a `RecursionError` where brackets go deep. Here all of these are refused (R19, R21).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NoReturn

from slaclock.limits import OF_A_TICKET, Limits

MAX_DIGITS = 1_000
"""What a number may have, signs and points counted."""

_SHOWN = 40
"""How much of what is refused is shown."""


def read_object(text: str, *, numbers_as_text: bool = False, limits: Limits = OF_A_TICKET) -> dict[str, Any]:
    """The object that a text holds.

    Args:
        text: JSON, which may have blanks around it.
        numbers_as_text: Whether numbers stay as they are written.
        limits: How much of it is read.

    Raises:
        json.JSONDecodeError: It is no JSON; the error knows the place.
        ValueError: It is JSON that is not read, and the message says why.

    Rules: R19, R21.
    """
    if len(text) > limits.size:
        raise ValueError(f"it has {len(text):,} characters; at most {limits.size:,} are read")
    whole, broken = (_short, _short) if numbers_as_text else (_whole, _broken)
    try:
        found = json.loads(
            text, object_pairs_hook=_each_once, parse_int=whole, parse_float=broken, parse_constant=_no_constant
        )
    except RecursionError:
        _refuse_depth(limits)
    if not isinstance(found, dict):
        raise ValueError("it is JSON, but no object")
    if text.count("[") + text.count("{") > limits.depth:
        _refuse_deep(found, limits)
    if sum(map(text.count, ",:[{")) >= limits.values:
        _refuse_many(found, limits)
    if "\\u" in text:
        _refuse_halves(found)
    return found


def _each_once(members: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        names = [name for name, _ in members]
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise ValueError(f"key {twice[:_SHOWN]!r} is given twice; keep one of them")
    return found


def _short(number: str) -> str:
    if len(number) > MAX_DIGITS:
        raise ValueError(f"the number {number[:_SHOWN]}… has {len(number):,} digits; at most {MAX_DIGITS:,} are read")
    return number


def _whole(number: str) -> int:
    return int(_short(number))


def _broken(number: str) -> float:
    return float(_short(number))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"it is not JSON: there is no {name}")


def _refuse_deep(found: dict[str, Any], limits: Limits) -> None:
    level: list[Any] = [found]
    for _ in range(limits.depth):
        inner = (each for outer in level for each in (outer.values() if isinstance(outer, dict) else outer))
        level = [each for each in inner if isinstance(each, dict | list)]
        if not level:
            return
    _refuse_depth(limits)


def _refuse_depth(limits: Limits) -> NoReturn:
    raise ValueError(f"it is nested more than {limits.depth} deep") from None


def _refuse_many(found: dict[str, Any], limits: Limits) -> None:
    left: list[Any] = [found]
    count = 0
    while left:
        each = left.pop()
        count += 1
        if isinstance(each, dict | list):
            left.extend(each.values() if isinstance(each, dict) else each)
    if count > limits.values:
        raise ValueError(f"it holds {count:,} values; at most {limits.values:,} are read")


def _refuse_halves(found: dict[str, Any]) -> None:
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):04x}"
        raise ValueError(f"{half} is half a character, which no file can hold; write the whole one") from None

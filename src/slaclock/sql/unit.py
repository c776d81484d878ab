"""The unit of which every change of an answer is a multiple: of hours, clock changes, targets and conditions (R22)."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd
from typing import Any

from slaclock.errors import SqlError

_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
LEAST = 10 * _SECOND
"""Less is not laid into tables: a year would have too many multiples."""
_OF_TARGETS = ("duration", "day_length", "ends")
_OF_CONDITIONS = ("since", "after", "before")


def unit_of(told: dict[str, Any]) -> int:
    """The unit of a compiled policy, in microseconds.

    Raises:
        SqlError: It is shorter than ten seconds.
    """
    unit = gcd(_DAY, *(number for number in _numbers(told)))
    if unit < LEAST:
        raise SqlError(
            f"the times of day and targets of this policy are multiples of {unit / _SECOND:g} seconds only; tables are "
            f"made of multiples of {LEAST // _SECOND} seconds or more: write times and targets in minutes"
        )
    return unit


def _numbers(told: dict[str, Any]) -> Iterator[int]:
    yield from (told["from"], told["until"])
    for zone in told["zones"]:
        yield from (offset * _SECOND for offset in zone["offsets"])
        yield from _unpacked(zone["changes"])
    for hours in told["hours"]:
        yield hours["open"]["unit"]
        if hours["days"]["edges"] is not None:
            yield hours["days"]["edges"]["unit"]
    for target in told["targets"]:
        yield from (target[key] for key in _OF_TARGETS if isinstance(target.get(key), int))
        yield from (reading for reading in target["cut_off"] or () if reading is not None)
    for offer in told["offers"]:
        for case in offer.get("cases", ()):
            yield from _in_condition(case["if"])
    for party in told["customers"].values():
        yield from (version["from"] for version in party["versions"] if version["from"] is not None)


def _unpacked(told: dict[str, Any]) -> Iterator[int]:
    # The first is no change, but where the zone begins to be told.
    total = 0
    for number, step in enumerate(told["steps"]):
        total += step
        if number:
            yield total * told["unit"]


def _in_condition(told: dict[str, Any]) -> Iterator[int]:
    yield from (told[key] for key in _OF_CONDITIONS if key in told)
    for within in (*told.get("any_of", ()), *told.get("none_of", ())):
        yield from _in_condition(within)

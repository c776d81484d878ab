"""What people call hours in a condition: by the name of a schedule, or in words that any policy may use (R11, R19)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from slaclock.patterns import pattern

_ADJECTIVES = (
    "business|support|office|working|work|service|opening|operating|operational|normal|regular|standard|usual|core"
    "|coverage|desk|trading"
)
_OPEN = pattern(rf"(?:(?:{_ADJECTIVES})\s+)*(?:hours|time)", re.IGNORECASE)
"""Words for the hours of whatever is asked: `hours`, `normal business hours`."""
_CLOSED = pattern(rf"(?:after|out of|off|non)[\s-]+(?:(?:{_ADJECTIVES})\s+)*hours", re.IGNORECASE)
"""Words for the time when they are closed: `after hours`, `out of office hours`."""
_TRAILING = pattern(r"(?:hours|time)$")


def is_open_time(phrase: str) -> bool:
    """Whether words mean the hours of the schedule that is asked, where no schedule has them for a name."""
    return _OPEN.fullmatch(phrase) is not None


def is_closed_time(phrase: str) -> bool:
    """Whether words mean the time outside those hours, where no schedule has them for a name."""
    return _CLOSED.fullmatch(phrase) is not None


def named_by(phrase: str, schedules: Iterable[str]) -> list[str]:
    """The schedules that words may mean: that name, or else those that differ in spelling or in the word `hours`.

    Examples:
        >>> named_by("business hours", ["office", "business_hours"]), named_by("Evening hours", ["evening"])
        (['business_hours'], ['evening'])
    """
    known = list(schedules)
    if phrase in known:
        return [phrase]
    for fold in (_folded, _without_hours):
        if found := [name for name in known if fold(name) == fold(phrase)]:
            return found
    return []


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()


def _without_hours(name: str) -> str:
    folded = _folded(name)
    return _TRAILING.sub("", folded).strip() or folded

"""`Holiday`: a date on which support is closed, and what several sources make of one date (R5, R14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

UNNAMED = "holiday"
_AND = "; "


@dataclass(frozen=True, slots=True)
class Holiday:
    """A date on which support is closed.

    Rules: R5, R14.
    """

    date: date
    name: str
    """What the source calls it, in English where the source has it."""
    estimated: bool = False
    """Whether the source says that the date may still move."""


def names_of(holiday: Holiday) -> list[str]:
    """What each of its sources calls a holiday."""
    return holiday.name.split(_AND)


def is_called(holiday: Holiday, name: str) -> bool:
    """Whether a holiday has that name; an estimate says so behind it."""
    names = names_of(holiday)
    return name in names or (holiday.estimated and any(each.startswith(f"{name} (") for each in names))


def note(found: dict[date, Holiday], holiday: Holiday) -> None:
    """Add a holiday to those found so far; on a date that is one already, the names of both stand."""
    known = found.get(holiday.date)
    found[holiday.date] = _together(known, holiday) if known else holiday


def _together(known: Holiday, also: Holiday) -> Holiday:
    names = dict.fromkeys(name for name in (known.name, also.name) if name != UNNAMED)
    return Holiday(known.date, _AND.join(names) or UNNAMED, known.estimated and also.estimated)

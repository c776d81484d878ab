"""`Holiday`: a date on which support is closed, and what several sources make of one date (R5, R14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
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
    known_as: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    """Its names without what marks observed days, estimates and early closings, folded."""


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """A date on a weekend that is worked because another day is off instead.

    Rules: R5.
    """

    day: date
    in_place_of: date
    """The day that is off instead, whose usual hours it has."""


def folded(name: str) -> str:
    """A name as it is compared: without capitals, with one kind of apostrophe."""
    return " ".join(name.replace("’", "'").casefold().split())


def names_of(holiday: Holiday) -> list[str]:
    """What each of its sources calls a holiday."""
    return holiday.name.split(_AND)


def joined(holiday: Holiday, names: Iterable[str]) -> Holiday:
    """A holiday with some of its names."""
    return replace(holiday, name=_AND.join(names))


def is_called(holiday: Holiday, name: str) -> bool:
    """Whether a holiday has that name, with a mark or without."""
    wanted = folded(name)
    return wanted in holiday.known_as or wanted in map(folded, names_of(holiday))


def note(found: dict[date, Holiday], holiday: Holiday) -> None:
    """Add a holiday to those found so far; on a date that is one already, the names of both stand."""
    known = found.get(holiday.date)
    found[holiday.date] = _together(known, holiday) if known else holiday


def _together(known: Holiday, also: Holiday) -> Holiday:
    names = dict.fromkeys(name for name in (known.name, also.name) if name != UNNAMED)
    estimated = known.estimated and also.estimated
    return Holiday(known.date, _AND.join(names) or UNNAMED, estimated, known.known_as | also.known_as)

"""Open time that is gained and lost, and holidays added and removed, schedule by schedule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from slaclock.hours import intersect
from slaclock.review.changes import HolidayChange, HoursChange
from slaclock.review.compared_pair import Pair, Sides
from slaclock.review.compared_policy import Side, with_parts
from slaclock.review.hours_change import hours_change


def changed_hours(sides: Sides, pairs: Sequence[Pair]) -> Iterator[HoursChange]:
    """What open time changes; of a closure, where it is not told of the schedule from which it is taken."""
    changes = {pair: change for pair in pairs if (change := _hours_of(sides, pair))}
    told = {part for pair in changes for part in _closures_in(sides, pair)}
    return (change for pair, change in changes.items() if pair[1] not in told)


def _closures_in(sides: Sides, pair: Pair) -> Iterator[str]:
    """The closures that are taken from a schedule in any version."""
    for side, name in zip((sides.old, sides.new), pair, strict=True):
        for _, _, version in side.spans:
            yield from with_parts(version, {name} & version.schedules.keys()) & version.closures.keys()


def _hours_of(sides: Sides, pair: Pair) -> HoursChange | None:
    old, new = pair
    timezone = _timezone_of(sides.new, new)
    name = new if old == new else f"{old} → {new}"
    while_paired = sides.while_paired(pair)
    was, now = (intersect(each, while_paired) for each in (sides.old.open(old), sides.new.open(new)))
    return hours_change(name, timezone, was, now, (sides.first, sides.last))


def _timezone_of(side: Side, name: str) -> str:
    versions = (version for _, _, version in side.spans if name in version.schedules or name in version.closures)
    return next(versions)._schedules.either(name).timezone


def changed_holidays(sides: Sides, pairs: Sequence[Pair]) -> Iterator[HolidayChange]:
    """Dates that are holidays on one side only, each once with the schedules whose holiday it is."""
    found: dict[tuple[date, str, Literal["added", "removed"]], list[str]] = {}
    for old, new in pairs:
        while_paired = sides.while_paired((old, new))
        both = sides.old.holidays(old, sides.zone), sides.new.holidays(new, sides.zone)
        was, now = ({day: name for day, name in each.items() if sides.is_on(day, while_paired)} for each in both)
        for day in now.keys() - was.keys():
            found.setdefault((day, now[day], "added"), []).append(new)
        for day in was.keys() - now.keys():
            found.setdefault((day, was[day], "removed"), []).append(new)
    for (day, name, change), schedules in sorted(found.items()):
        yield HolidayChange(date=day, name=name, change=change, schedules=tuple(dict.fromkeys(schedules)))

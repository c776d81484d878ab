"""The dates on which requests are opened to judge two policies: ordinary weeks, and what is special or changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeVar

from slaclock.hours import ONE_DAY, Combination, Schedule, zone_named
from slaclock.policy import OfferedIf, Received
from slaclock.render import LocalTime
from slaclock.review.compared_pair import Sides
from slaclock.review.compared_policy import Side

_MOST_DATES = 30
T = TypeVar("T")


def request_dates(sides: Sides) -> list[date]:
    """Ordinary weeks, also after each new version and season, and what is special with the dates before it."""
    first, last, both = sides.first, sides.last, (sides.old, sides.new)
    schedules = dict.fromkeys((*sides.old.schedules, *sides.new.schedules))
    begins = {at.astimezone(sides.zone).date() for side in both for at, *_ in side.spans}
    begins |= {day for schedule in schedules for day in _new_seasons(schedule, first, last)}
    begins |= {day for side in both for day in _turning_dates(side, first, last)}
    weeks = (first, first + (last - first) // 2, *begins)
    was, now = ({*_special_dates_of(side, first, last)} for side in both)
    special = was & now
    for zone in dict.fromkeys((sides.zone, *(zone_named(each.timezone) for each in schedules))):
        special |= LocalTime(zone, sides.start, sides.end).changes.keys()
    # What only one policy has matters most, and must not get lost among many holidays.
    changed = spread(sorted(was ^ now), _MOST_DATES)
    chosen = {*changed, *spread(sorted(special), _MOST_DATES), *begins}
    ordinary = {week + number * ONE_DAY for week in weeks for number in range(7)}
    ordinary |= {day - number * ONE_DAY for day in changed for number in range(7)}
    before = (day for schedule in schedules for day in _opened_before(chosen, schedule, sides))
    found = {*ordinary, *chosen, *(day - ONE_DAY for day in chosen), *before}
    return sorted(day for day in found if first <= day <= last)


def _opened_before(days: Collection[date], schedule: Schedule, sides: Sides) -> Iterator[date]:
    """For each date the last one before it on which a schedule opens."""
    zone = zone_named(schedule.timezone)
    opened = sorted({opens.astimezone(zone).date() for opens, _ in schedule._timeline.windows(sides.start, sides.end)})
    places = (bisect_left(opened, day) for day in days)
    yield from (opened[place - 1] for place in places if place)


def _special_dates(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    """Dates of holidays and exceptions, of each part."""
    for part in _declared(schedule):
        yield from part.holidays.between(first, last)
        yield from part._exceptions_between(first, last)
        yield from part.holidays.working_days(first, last)


def _special_dates_of(side: Side, first: date, last: date) -> Iterator[date]:
    """Dates of holidays and exceptions, also of holidays that only a condition asks for."""
    for schedule in side.schedules:
        yield from _special_dates(schedule, first, last)
    for case, part in _conditions(side):
        if "holidays" in part.days and case.holidays:
            yield from case.holidays.between(first, last)


def _turning_dates(side: Side, first: date, last: date) -> Iterator[date]:
    """Dates on which a condition on months or dates comes to hold, or holds no more."""
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    for part in dict.fromkeys(part for _, part in _conditions(side) if part.months or part.first or part.last):
        yield from (day for before, day in pairwise(days) if part.is_in(before) != part.is_in(day))


def _conditions(side: Side) -> Iterator[tuple[OfferedIf, Received]]:
    """The cases of a policy's promises, each with every part of its condition."""
    for *_, version in side.spans:
        for *_, offer in version.offers():
            yield from ((case, part) for case in offer.cases for part in case.received.each())


def _new_seasons(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    """Dates on which a season begins, or the usual hours do again, of each part."""
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    for season in (season for part in _declared(schedule) for season in part.seasons):
        yield from (day for before, day in pairwise(days) if season.covers(before) != season.covers(day))


def _declared(schedule: Schedule) -> Iterator[Schedule]:
    """The schedules with hours of their own of which one is made."""
    if isinstance(schedule.hours, Combination):
        for part in schedule.hours.schedules:
            yield from _declared(part)
    else:
        yield schedule


def spread(items: Sequence[T], most: int) -> list[T]:
    """No more items than that, taken evenly."""
    step = max(len(items) / most, 1)
    return [items[int(number * step)] for number in range(min(len(items), most))]

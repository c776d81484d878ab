"""The dates that many sources close, without their names: what is stated is laid one over the other (R5)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import MAXYEAR, MINYEAR, date
from itertools import chain, compress
from typing import Protocol

from slaclock.hours.date_rules import YearlyDate, read_date_rule
from slaclock.hours.date_text import dates_between
from slaclock.hours.holiday import Holiday
from slaclock.hours.stated_holidays import StatedHoliday, comes_once, runs_of

_LEAP_YEAR = 2024
_DAYS = [YearlyDate(day.month, day.day) for day in dates_between(date(_LEAP_YEAR, 1, 1), date(_LEAP_YEAR, 12, 31))]

Dates = tuple[date, date]
"""A first and a last date, both included."""


class Source(Protocol):
    """What closes dates."""

    def closed(self, first_year: int, last_year: int) -> Iterator[Holiday]:
        """The dates in these years."""
        ...


class ClosedDates:
    """What these sources close, whatever they call it."""

    def __init__(self, sources: Sequence[Source]) -> None:
        stated = [source for source in sources if isinstance(source, StatedHoliday)]
        as_they_are = [source for source in stated if source.observed == "as_is"]
        yearly = [source for source in as_they_are if _is_fixed(source)]
        by_rule = [source for source in as_they_are if not _is_fixed(source) and not comes_once(source)]
        once = (runs_of(source, MINYEAR, MAXYEAR) for source in as_they_are if comes_once(source))
        self._yearly = _laid_over_a_year(yearly)
        self._once = _merged(chain.from_iterable(once))
        self._by_rule = list({(source.date, source.last): source for source in by_rule}.values())
        # Of all that close a date and the day on which it is observed, one says what the others do.
        observed = {(each.date, each.observed): each for each in stated if each.observed != "as_is"}
        published = [source for source in sources if not isinstance(source, StatedHoliday)]
        self._others: list[Source] = [*observed.values(), *published]

    def between(self, first: date, last: date) -> set[date]:
        """The dates from a first to a last one, both included."""
        by_rule = (run for source in self._by_rule for run in runs_of(source, first.year, last.year))
        found = set(self._yearly_between(first, last))
        found.update(_within(self._once, first, last), _within(_merged(by_rule), first, last))
        for source in self._others:
            found.update(each.date for each in source.closed(first.year, last.year) if first <= each.date <= last)
        return found

    def _yearly_between(self, first: date, last: date) -> Iterator[date]:
        for year in range(first.year, last.year + 1):
            for yearly in self._yearly:
                day = yearly.in_year(year)
                if day and first <= day <= last:
                    yield day


def _is_fixed(source: StatedHoliday) -> bool:
    """Whether it closes the same days of every year."""
    return all(isinstance(read_date_rule(text), YearlyDate) for text in (source.date, source.last) if text)


def _laid_over_a_year(sources: Iterable[StatedHoliday]) -> list[YearlyDate]:
    """The days of a year that any of these closes; of a common year, those that it has."""
    closed = bytearray(len(_DAYS))
    for source in sources:
        first, last = (_place(text) for text in (source.date, source.last or source.date))
        for low, high in [(first, last)] if first <= last else [(first, len(closed) - 1), (0, last)]:
            closed[low : high + 1] = b"\1" * (high + 1 - low)
    return list(compress(_DAYS, closed))


def _place(text: str) -> int:
    day = read_date_rule(text).in_year(_LEAP_YEAR)
    assert day is not None
    return day.timetuple().tm_yday - 1


def _merged(runs: Iterable[Dates]) -> list[Dates]:
    """The same dates as runs in order, of which none overlap."""
    merged: list[Dates] = []
    for first, last in sorted(runs):
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return merged


def _within(runs: Sequence[Dates], first: date, last: date) -> Iterator[date]:
    """The dates of runs from a first to a last one."""
    for place in range(bisect_left(runs, first, key=lambda run: run[1]), len(runs)):
        begins, ends = runs[place]
        if begins > last:
            return
        yield from dates_between(max(first, begins), min(last, ends))

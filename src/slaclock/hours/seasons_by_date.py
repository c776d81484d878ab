"""Which of many seasons holds on which date, found without asking each of them (R6)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from heapq import heappop, heappush
from itertools import groupby
from typing import NamedTuple

from slaclock.hours.date_rules import Once, YearlyDate, read_date_rule
from slaclock.hours.date_text import dates_between
from slaclock.hours.season import Season

_LEAP_YEAR = 2024
_NONE = -1


class Stated(NamedTuple):
    """Dates from a first to a last one, both included, with the number of the season that holds on them."""

    first: date
    last: date
    number: int | None
    """Its place among the seasons; none where no season holds."""


class SeasonsByDate:
    """Of the seasons that cover a date, the last stated holds."""

    def __init__(self, seasons: Sequence[Season]) -> None:
        numbered = list(enumerate(seasons))
        once = [(number, season) for number, season in numbered if isinstance(read_date_rule(season.first), Once)]
        fixed = [(number, season) for number, season in numbered if _is_fixed(season)]
        known = {number for number, _ in (*once, *fixed)}
        self._once = _in_a_year(once, _LEAP_YEAR)
        self._of_a_year = _in_a_year(fixed, _LEAP_YEAR)
        self._by_rule = [(number, season) for number, season in numbered if number not in known]

    def runs(self, first: date, last: date) -> Iterator[Stated]:
        """The dates from a first to a last one, cut at New Year and wherever another season begins to hold."""
        for year in range(first.year, last.year + 1):
            holding = partial(self._holding, _in_a_year(self._by_rule, year))
            dates = dates_between(max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))
            for found, days in groupby(dates, holding):
                run = list(days)
                yield Stated(run[0], run[-1], None if found == _NONE else found)

    def number_on(self, day: date) -> int | None:
        """The place among the seasons of the one that holds on a date."""
        return next(self.runs(day, day)).number

    def _holding(self, by_rule: _Spans, day: date) -> int:
        of_a_year = self._of_a_year.last_over(day.replace(year=_LEAP_YEAR)) if self._of_a_year else _NONE
        return max(of_a_year, self._once.last_over(day), by_rule.last_over(day))


def _is_fixed(season: Season) -> bool:
    """Whether it holds on the same days of every year."""
    return bool(season.last) and all(
        isinstance(read_date_rule(text), YearlyDate) for text in (season.first, season.last)
    )


class _Spans:
    """Numbered runs of dates, of which the one with the highest number over a date is found by bisection."""

    def __init__(self, runs: Iterable[tuple[date, date, int]]) -> None:
        begins = sorted((first.toordinal(), last.toordinal() + 1, number) for first, last, number in runs)
        self._changes = sorted({day for first, after, _ in begins for day in (first, after)})
        self._highest = [_NONE]
        holding: list[tuple[int, int]] = []  # The highest number comes first, less its sign.
        begun = 0
        for day in self._changes:
            while begun < len(begins) and begins[begun][0] == day:
                heappush(holding, (-begins[begun][2], begins[begun][1]))
                begun += 1
            while holding and holding[0][1] <= day:
                heappop(holding)
            self._highest.append(-holding[0][0] if holding else _NONE)

    def __bool__(self) -> bool:
        return bool(self._changes)

    def last_over(self, day: date) -> int:
        """The highest number of the runs over a date."""
        return self._highest[bisect_right(self._changes, day.toordinal())]


def _in_a_year(seasons: Iterable[tuple[int, Season]], year: int) -> _Spans:
    """When numbered seasons hold in a year; what comes once, whenever that is."""
    return _Spans((*dates, number) for number, season in seasons for dates in season.in_year(year))

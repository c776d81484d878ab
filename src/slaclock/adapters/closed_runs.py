"""Holidays written as runs of dates, which is what most products hold; what follows a rule needs years (R5, R19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from slaclock.errors import PayloadError
from slaclock.hours import ONE_DAY, Holiday, HolidayCalendar, ListedHolidays, StatedHoliday, comes_once

Run = tuple[str, date, date]
"""A name, the first and the last date, which is included."""


def closed_runs(calendar: HolidayCalendar, years: tuple[int, int] | None = None) -> Iterator[Run]:
    """The holidays as runs of dates, each with its name.

    Args:
        calendar: The holidays.
        years: The first and the last year whose holidays are written, where holidays follow rules or countries.

    Raises:
        PayloadError: A holiday follows a rule, and no years were given.
    """
    if years:
        yield from _runs(calendar.between(date(years[0], 1, 1), date(years[1], 12, 31)).values())
        return
    for source in calendar.sources:
        if isinstance(source, ListedHolidays) or (isinstance(source, StatedHoliday) and comes_once(source)):
            yield from _runs(source.closed(*source.covered_years))
        else:
            means = "the format has dates; say of which years, with years= (--years)"
            raise PayloadError("holidays", f"{source} closes by a rule, and {means}")


def runs_of(closed: Mapping[date, str]) -> Iterator[Run]:
    """Dates with their names as runs of those that follow one another under one name."""
    return _runs(Holiday(day, name) for day, name in sorted(closed.items()))


def _runs(holidays: Iterable[Holiday]) -> Iterator[Run]:
    """Dates in order as runs of those that follow one another under one name."""
    run: list[Holiday] = []
    for holiday in holidays:
        if run and (holiday.date - run[-1].date != ONE_DAY or holiday.name != run[-1].name):
            yield run[0].name, run[0].date, run[-1].date
            run = []
        run.append(holiday)
    if run:
        yield run[0].name, run[0].date, run[-1].date

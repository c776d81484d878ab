"""How much work the dates of declared hours are, and which of their years are like no others (R15, R21)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from slaclock.hours.date_rules import EASTER_YEARS, Once, counts_from_easter, read_date_rule
from slaclock.hours.days import Years, all_of
from slaclock.hours.exception_hours import ExceptionHours
from slaclock.hours.holiday_calendar import HolidayCalendar
from slaclock.hours.recurrence import Recurrence
from slaclock.hours.recurrence_rule import read_rule
from slaclock.hours.rota import Rota
from slaclock.hours.season import Season
from slaclock.hours.window import SupportWindow
from slaclock.hours.zoned_block import ZonedBlock

MOST_WINDOWS = 300
"""Windows that may open on one date, those of all parts of a combination together: one for each five minutes."""

UsualHours = tuple[SupportWindow, ...] | Recurrence | Rota | ZonedBlock
Exceptions = Sequence[ExceptionHours]
Seasons = Sequence[Season]

_RULE = 4
"""About how many windows of a week are as much work as a date of a rule, of a block, or named beside another."""
_COUNTRY = 4
"""The same for each country beside the first."""
_SEASONS, _EXCEPTIONS = 20, 500
"""How many seasons by a rule, and how many exceptions, are about as much work as a window on each date."""
_CLOCKS: Years = (1800, 2200)
"""No zone's clocks changed before; after, they follow a rule of every year."""
_ALL: Years = (1, 9999)


def windows_a_date(hours: UsualHours, exceptions: Exceptions, seasons: Seasons) -> int:
    """At most how many windows open on a date."""
    usual = _on_a_day(hours.weekly) + len(hours.dated) if isinstance(hours, Rota) else 1
    usual = _on_a_day(hours) if isinstance(hours, tuple) else usual
    return max(usual, *(len(each.hours) for each in exceptions), *(_on_a_day(each.hours) for each in seasons), 1)


def _on_a_day(windows: Sequence[SupportWindow]) -> int:
    return max(Counter(day for window in windows for day in window.days).values(), default=0)


def too_many_windows(windows: int) -> str | None:
    """Why so many windows on a date are refused, if they are."""
    if windows <= MOST_WINDOWS:
        return None
    return (
        f"{windows:,} windows may open on one date, those of all its parts together; at most {MOST_WINDOWS} are read: "
        "join windows that touch, or combine fewer schedules"
    )


def effort_of(
    hours: UsualHours, windows: int, exceptions: Exceptions, seasons: Seasons, holidays: HolidayCalendar
) -> int:
    """How much work a date is, in windows of a week."""
    rules = len(_rules_of(hours)) + isinstance(hours, ZonedBlock) + bool(holidays._relative)
    many = len(seasons) // _SEASONS + len(exceptions) // _EXCEPTIONS + _COUNTRY * max(len(holidays.published) - 1, 0)
    return windows + _RULE * rules + many


def irregular_years(hours: UsualHours, exceptions: Exceptions, seasons: Seasons, holidays: HolidayCalendar) -> Years:
    """From which year to which something happens once; before and after, 400 years are like the next 400."""
    dates = [each.date for each in exceptions if each.date]
    dates += [text for season in seasons for text in (season.first, season.last) if text]
    by_name = [EASTER_YEARS] if any(each.holiday for each in exceptions) else []
    of_dates = (years for text in dates for years in _of_date(text))
    return all_of([_CLOCKS, *_of_hours(hours), *of_dates, *by_name, *holidays._irregular_years])


def _rules_of(hours: UsualHours) -> Sequence[Recurrence]:
    return hours.dated if isinstance(hours, Rota) else [hours] if isinstance(hours, Recurrence) else []


def _of_hours(hours: UsualHours) -> Iterator[Years]:
    for each in _rules_of(hours):
        rule = read_rule(each.rrule, each.first)
        yield (rule.first.year, rule.last.year if rule.ends else rule.first.year) if rule.repeats else _ALL


def _of_date(text: str) -> Iterator[Years]:
    rule = read_date_rule(text)
    if isinstance(rule, Once):
        yield rule.day.year, rule.day.year
    elif counts_from_easter(rule):
        yield EASTER_YEARS

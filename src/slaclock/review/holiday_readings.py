"""How the holidays and exceptions of a schedule are read where they could be read otherwise (R5, R6, R14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from slaclock.hours import (
    HALF_DAY,
    WORKING_WEEKENDS,
    ExceptionHours,
    Holiday,
    HolidayCalendar,
    PublicHolidays,
    Schedule,
    ends_in,
    single_date,
)
from slaclock.policy import ScheduleEntry, SlaPolicy
from slaclock.review.hours_wording import listed

_RECENT = date(2024, 1, 1), date(2034, 12, 31)
"""Dates among which half days are looked for: no clock is read for them."""
_A_YEAR = timedelta(days=365)
_MOST_SHOWN = 3
"""More names than these are counted."""


class Choice(NamedTuple):
    """A choice in force, what it means, its rule, and whether the policy states it."""

    name: str
    text: str
    rule: str
    stated: bool = False


def holiday_choices(
    policy: SlaPolicy, entry: ScheduleEntry, schedule: Schedule, today: date | None = None
) -> Iterator[Choice]:
    """What could be read otherwise of a schedule with hours of its own; examples are of the year from a date on."""
    holidays = schedule.holidays
    if not holidays.sources:
        if not entry.is_open_always and entry.holidays is None and "holidays" not in policy.model_fields_set:
            text = "no holidays are stated, so it is open on every holiday; state e.g. `holidays: US`, or `[]` for none"
            yield Choice("holidays: none", text, "R5")
        return
    for source in holidays.sources:
        whole = isinstance(source, PublicHolidays) and source.subdivision is None
        if whole and (more := _parts_with_more(source, today or _RECENT[0])):
            yield Choice("subdivision: none", f"{source} has the days that all of its parts share; {more}", "R5")
    yield from _of_working_weekends(holidays)
    yield from _of_half_days(schedule)
    yield from _of_ends(schedule)
    yield from _of_days_off(schedule.exceptions)


@lru_cache(maxsize=64)
def _parts_with_more(source: PublicHolidays, today: date) -> str:
    """Which parts of a country have further days in the year from a date on, with the first of one of them."""
    known = source.covered_years
    first = min(max(today, date(known[0], 1, 1)), date(known[1], 1, 1))
    found: dict[str, Holiday] = {}
    for code in source.known_parts:
        own = next(source.further_in(code, first, first + _A_YEAR), None)
        found |= {code: own} if own else {}
    if not found:
        return ""
    code, holiday = next(iter(found.items()))
    return (
        f"{len(found)} of them have further ones, such as {holiday.name} ({holiday.date}) in {code}; "
        f"write e.g. {_for_part(source, code)} for one of them"
    )


def _for_part(source: PublicHolidays, code: str) -> str:
    """What is written for a part of a country instead of the whole of it."""
    if source == PublicHolidays(country=source.country):
        return f"`{source}-{code}`"
    unknown = listed([f"'{name}'" for name in source.unknown_in(code)], "or")
    return f"`subdivision: {code}` beside it" + (f", without {unknown}, which {code} does not have," if unknown else "")


def _of_working_weekends(holidays: HolidayCalendar) -> Iterator[Choice]:
    for source in holidays.published:
        if source.exchanges_weekends:
            text = (
                f"Saturdays and Sundays that {source} exchanges for days off are open, with the hours of the weekday "
                "that they stand in for"
                if source.working_weekends == "open"
                else f"Saturdays and Sundays that {source} exchanges for days off stay closed"
            )
            stated = "working_weekends" in source.model_fields_set
            yield Choice(f"working_weekends: {source.working_weekends}", text, "R5", stated)


def _of_half_days(schedule: Schedule) -> Iterator[Choice]:
    """Half days that are open as usual, because nobody said how long they are."""
    given, closed = schedule._exceptions_between(*_RECENT), schedule.holidays.between(*_RECENT)
    halves = schedule.holidays.of_category(HALF_DAY, *_RECENT)
    without = {holiday.name: day for day, holiday in halves.items() if day not in given and day not in closed}
    if without:
        text = (
            f"{schedule.holidays} has half days ({_shown(list(without))}) that no exception gives hours, so they "
            f"count as full days; state e.g. `exceptions: {{{HALF_DAY}: 09:00-13:00}}`"
        )
        yield Choice(f"{HALF_DAY}: usual hours", text, "R6")


def _of_ends(schedule: Schedule) -> Iterator[Choice]:
    """Dates that are stated once, beside what goes on after them."""
    holidays = schedule.holidays
    known = holidays.covered_years
    last = ends_in(holidays)
    if last and known and known[1] > last:
        text = f"the dates stated beside other holidays end in {last}; later years have the other holidays only"
        yield Choice(f"holidays: dates until {last}", text, "R14", stated=True)
    single = [day.year for each in schedule.exceptions if (day := single_date(each))]
    if single and known and known[1] > max(single):
        text = f"hours of single dates end in {max(single)}, and the holidays go on; write --12-24 for every year"
        yield Choice(f"exceptions: dates until {max(single)}", text, "R14", stated=True)


def _of_days_off(exceptions: Sequence[ExceptionHours]) -> Iterator[Choice]:
    """What comes every year, and may fall on a date on which the weekly hours open nothing."""
    whose_by_way: dict[tuple[bool, bool], list[str]] = {}
    for each in exceptions:
        if each.hours and not single_date(each) and each.holiday != WORKING_WEEKENDS:
            whose_by_way.setdefault((each.opens_days_off, each.days_off is not None), []).append(each.occasion)
    for (opens, stated), whose in whose_by_way.items():
        does = "open it" if opens else "leave it closed"
        text = f"where the weekly hours open nothing on a date, the hours of {_shown(whose)} {does}"
        yield Choice(f"days_off: {'open' if opens else 'closed'}", text, "R6", stated)


def _shown(names: Sequence[str]) -> str:
    more = len(names) - _MOST_SHOWN
    return ", ".join(names[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")

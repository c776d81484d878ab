"""A year of a schedule as data: what each of its dates is, and why (R4, R5, R6, R10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta, tzinfo
from itertools import groupby
from typing import Literal, NamedTuple

from slaclock.declaration import Declaration
from slaclock.errors import ChoiceError
from slaclock.hours import (
    MIDNIGHT,
    ONE_DAY,
    WEEK,
    ZERO,
    Combination,
    Day,
    Schedule,
    midnight,
    time_words,
    whole_date,
    zone_named,
)
from slaclock.render.local_time import LocalTime
from slaclock.results import Result
from slaclock.targets import Audience, closed_by, text_words, working_day_name

DateKind = Literal["open", "closed", "holiday", "exception", "shut", "season"]
"""What a date is.

`open` with its usual hours, `closed` as usual, closed by a `holiday`, open with hours of its own (`exception`),
`shut` although it would usually be open, or open with the hours of a `season`.
"""


class YearDate(Result, Declaration):
    """One date of a year: what it is and how long it is open.

    What opens on a date belongs to it, its time after midnight too.

    Rules: R4, R10.
    """

    date: date
    """The local date."""

    kind: DateKind
    """What it is."""

    name: str = ""
    """The holiday, exception, season or closure by name."""

    estimated: bool = False
    """Whether the source calls the holiday's date an estimate."""

    hours: tuple[str, ...] = ()
    """What opens on it, by the clocks of the zone, e.g. `09:00-18:00`."""

    open: timedelta = ZERO
    """How long that is together, in real time."""

    clock_change: str = ""
    """How the clocks change on it, in words."""


class Year(Result, Declaration):
    """Every date of a year of a schedule.

    Rules: R4, R5, R6, R10.
    """

    year: int
    """The calendar year."""

    name: str
    """What people call the schedule."""

    hours: str
    """The schedule in words."""

    timezone: str
    """The zone of its dates."""

    dates: tuple[YearDate, ...]
    """All dates, in order; one that the zone skipped is left out."""

    def for_audience(self, audience: Audience) -> Year:
        """The same year in the words of who looks at it: customers see no internal names of schedules and zones.

        Raises:
            ChoiceError: There is no such audience.
        """
        dates = (day.model_copy(update={"name": text_words(day.name, audience)}) for day in self.dates)
        words = {"name": text_words(self.name, audience), "hours": text_words(self.hours, audience)}
        return self.model_copy(update={**words, "dates": tuple(dates)})

    @property
    def months(self) -> tuple[tuple[YearDate, ...], ...]:
        """The dates by month."""
        return tuple(tuple(month) for _, month in groupby(self.dates, key=lambda each: each.date.month))


def year_of(schedule: Schedule, year: int) -> Year:
    """What every date of a year is for a schedule.

    Args:
        schedule: Any schedule.
        year: A calendar year of the schedule's zone.

    Raises:
        ChoiceError: There is no such year.

    Examples:
        >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")
        >>> facts = year_of(nights, 2026)
        >>> thanksgiving = facts.dates[date(2026, 11, 26).timetuple().tm_yday - 1]
        >>> thanksgiving.kind, thanksgiving.name, thanksgiving.hours
        ('holiday', 'Thanksgiving Day', ())

    Rules: R4, R5, R6, R10.
    """
    if not MINYEAR < year < MAXYEAR:
        raise ChoiceError(f"year is a number from {MINYEAR + 1} to {MAXYEAR - 1}, not {year}; write e.g. 2027")
    zone = zone_named(schedule.timezone)
    dates = [day for day in _dates(date(year, 1, 1), date(year, 12, 31)) if _has_time(day, zone)]
    return Year(
        year=year,
        name=schedule.name or str(schedule),
        hours=str(schedule),
        timezone=schedule.timezone,
        dates=tuple(_facts(schedule, dates, zone)),
    )


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + number * ONE_DAY for number in range((last - first).days + 1))


def _has_time(day: date, zone: tzinfo) -> bool:
    start, end = whole_date(day, zone)
    return start < end


class _Special(NamedTuple):
    """What a date is, other than usual."""

    kind: DateKind
    name: str
    estimated: bool = False


def _facts(schedule: Schedule, dates: list[date], zone: tzinfo) -> Iterator[YearDate]:
    changes = LocalTime(zone, midnight(dates[0], zone), midnight(dates[-1], zone)).changes
    opened = {day: schedule._timeline.day(day) for day in dates}
    hours = {day: tuple(_hours(found, zone)) for day, found in opened.items() if found}
    usual = _usual_hours(hours, dates)
    for day in dates:
        here = hours.get(day, ())
        special = _special(schedule, day, here, usual[day.weekday()])
        yield YearDate(
            date=day,
            kind=special.kind,
            name=special.name,
            estimated=special.estimated,
            hours=here,
            open=_open_time(opened[day]),
            clock_change=changes.get(day, ""),
        )


def _open_time(day: Day | None) -> timedelta:
    return sum((end - start for start, end in day.spans), ZERO) if day else ZERO


def _hours(day: Day, zone: tzinfo) -> Iterator[str]:
    for span in day.spans:
        opens, closes = (at.astimezone(zone) for at in span)
        until = "24:00" if closes.time() == MIDNIGHT else time_words(closes)
        yield f"{time_words(opens)}-{until}"


def _usual_hours(hours: dict[date, tuple[str, ...]], dates: list[date]) -> list[tuple[str, ...]]:
    """For each day of the week the hours that it has most often."""
    found = [Counter(hours.get(day, ()) for day in dates if day.weekday() == number) for number in range(len(WEEK))]
    return [each.most_common(1)[0][0] for each in found]


def _special(schedule: Schedule, day: date, hours: tuple[str, ...], usual: tuple[str, ...]) -> _Special:
    if isinstance(schedule.hours, Combination):
        return _special_in_combination(schedule, day, hours, usual)
    plain = _Special("open" if hours else "closed", "")
    if exception := schedule._exceptions_between(day, day).get(day):
        return _Special(
            "exception" if hours else "shut",
            exception.name or ("hours of that date" if hours else "closed on that date"),
        )
    if holiday := schedule.holidays.on(day):
        return _Special("holiday", holiday.name, holiday.estimated)
    if hours and (worked := schedule.holidays.working_days(day, day).get(day)):
        return _Special("exception", working_day_name(worked))
    season = next((each for each in reversed(schedule.seasons) if each.covers(day)), None)
    if season and hours:
        return _Special("season", str(season))
    return _Special("shut", str(season)) if season and closed_by(schedule, *whole_date(day, schedule._zone)) else plain


def _special_in_combination(schedule: Schedule, day: date, hours: tuple[str, ...], usual: tuple[str, ...]) -> _Special:
    """Of schedules together a date is special when its hours are unlike those that its weekday has most often."""
    if hours == usual:
        return _Special("open" if hours else "closed", "")
    causes = closed_by(schedule, *whole_date(day, schedule._zone))
    names = ", ".join(
        dict.fromkeys(f"excluded: {each.name}" if each.kind == "excluded" else each.name for each in causes)
    )
    if hours:
        return _Special("exception", names or "other hours than usual")
    holiday = next((each for each in causes if each.kind == "holiday"), None)
    return _Special("holiday", names, holiday.estimated) if holiday else _Special("shut", names or "closed")

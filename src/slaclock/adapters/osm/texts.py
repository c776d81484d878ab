"""`opening_hours`: a schedule as a text of OpenStreetMap, or what the format cannot say (R3, R4, R5, R6, R19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time

from slaclock.adapters.dated_hours import DatedHours, dated_hours
from slaclock.adapters.opening_hours_rules import MONTHS, WEEKDAYS
from slaclock.adapters.unsayable_hours import refuse_between, refuse_closing_dates
from slaclock.adapters.written_parts import span_of, the_schedule
from slaclock.errors import PayloadError
from slaclock.hours import (
    MIDNIGHT,
    ONE_DAY,
    WEEK,
    ClockRange,
    PublicHolidays,
    Recurrence,
    Schedule,
    Weekday,
)
from slaclock.patterns import pattern
from slaclock.policy import SlaPolicy

_OF_MONTH = pattern(r"FREQ=MONTHLY;BYDAY=(-?[1-5])(MO|TU|WE|TH|FR|SA|SU)")


def opening_hours(schedule: Schedule, years: tuple[int, int] | None = None) -> str:
    """A schedule as OpenStreetMap has it. `policy` reads the same back, with the zone and the country given again.

    Args:
        schedule: Weekly hours to the minute, and hours of days of a month.
        years: The first and the last year whose holidays and exceptions are written as dates; without them, the
            holidays of one country are written as `PH off`.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.

    Examples:
        >>> opening_hours(Schedule(timezone="Europe/Berlin", hours="Mon-Fri 09:00-17:00", holidays="DE"))
        'Mo-Fr 09:00-17:00; PH off'

    Rules: R3, R4, R5, R6, R19.
    """
    by_name = years is None and _is_one_country(schedule)
    held = dated_hours(
        schedule.model_copy(update={"holidays": type(schedule.holidays)()}) if by_name else schedule, years
    )
    nights = held.has_nights
    if nights:
        refuse_closing_dates(schedule)
    if nights and by_name:
        raise PayloadError(
            "holidays", "PH off ends the night before a holiday at midnight; pass years=, or leave it out"
        )
    dated: dict[date, tuple[ClockRange, ...]] = dict.fromkeys(held.closed, ()) | held.own
    _refuse_cut_nights(held, dated)
    if schedule.holiday_rule != "opening_date":
        _refuse_nights_of_holidays(held)
    # Behind commas no rule ends the night of another.
    usual = ", ".join([*_weekly(held), *map(_of_month, held.rules)])
    return "; ".join([usual, *(["PH off"] if by_name else []), *(_of_date(day, dated[day]) for day in sorted(dated))])


def _is_one_country(schedule: Schedule) -> bool:
    sources = schedule.holidays.sources
    return len(sources) == 1 and isinstance(sources[0], PublicHolidays) and not (sources[0].only or sources[0].except_)


def _refuse_cut_nights(held: DatedHours, dated: dict[date, tuple[ClockRange, ...]]) -> None:
    for day in dated:
        before = day - ONE_DAY
        windows: Sequence[ClockRange | Recurrence] = dated[before] if before in dated else held.usual(before)
        if any(map(_is_night, windows)):
            raise PayloadError("holidays", f"the format ends the night before {day} at midnight; the schedule does not")


def _refuse_nights_of_holidays(held: DatedHours) -> None:
    """Refuse holidays that leave open what follows midnight of a night that begins on them: `off` closes all of it."""
    for day in held.closed:
        if any(_is_night(each) for each in held.usual(day)):
            what = f"the format closes all of the night that begins on {day}, and here it opens again at midnight"
            raise PayloadError("holiday_rule", what)


def _is_night(window: ClockRange | Recurrence) -> bool:
    return MIDNIGHT < window.closes <= window.opens


def _weekly(held: DatedHours) -> Iterator[str]:
    days: dict[str, list[Weekday]] = {}
    for day in WEEK:
        windows = sorted(_span(each) for each in held.weekly if day in each.days)
        if windows:
            days.setdefault(",".join(windows), []).append(day)
    for hours, on in days.items():
        yield f"{_days(on)} {hours}"


def _days(days: Sequence[Weekday]) -> str:
    runs: list[list[int]] = []
    for place in map(WEEK.index, days):
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return ",".join(WEEKDAYS[run[0]] if len(run) == 1 else f"{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}" for run in runs)


def _of_month(rule: Recurrence) -> str:
    found = _OF_MONTH.fullmatch(rule.rrule.upper())
    if not found or rule.first > date.min:
        raise PayloadError("hours", f"{rule} is no one day of each month; the format has no other rules")
    return f"{found[2].title()}[{found[1]}] {_span(rule)}"


def _of_date(day: date, hours: Sequence[ClockRange]) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02} {','.join(map(_span, hours)) or 'off'}"


def _span(times: ClockRange | Recurrence) -> str:
    refuse_between("whole minutes", times)
    return f"{times.opens:%H:%M}-{_closing(times.closes)}"


def _closing(closes: time) -> str:
    return "24:00" if closes == MIDNIGHT else f"{closes:%H:%M}"


def text_of_policy(
    policy: SlaPolicy, *, schedule: str | None = None, plan: str | None = None, years: Sequence[int] = ()
) -> str:
    """A schedule as a text of opening hours, which has no targets.

    Rules: R3, R4, R5, R6, R19.
    """
    return f"{opening_hours(the_schedule(policy, schedule, plan), span_of(years))}\n"

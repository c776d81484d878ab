"""What opens on which date by the hours that are declared, before holidays and exceptions (R2, R4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from slaclock.hours.clock_times import MIDNIGHT, ClockTimes
from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.days import BelongsTo, SpansByDate, by_date, dates_later, spans_on
from slaclock.hours.holiday import WorkingDay
from slaclock.hours.interval import Span, merge
from slaclock.hours.recurrence import Recurrence
from slaclock.hours.rota import Rota
from slaclock.hours.season import Season
from slaclock.hours.seasons_by_date import SeasonsByDate
from slaclock.hours.steady_clocks import Run, runs
from slaclock.hours.weekdays import WEEK
from slaclock.hours.window import SupportWindow
from slaclock.hours.zoned_block import ZonedBlock


def spans_of(
    hours: tuple[SupportWindow, ...] | Recurrence | Rota | ZonedBlock, zone: tzinfo, belongs_to: BelongsTo
) -> SpansByDate:
    """What weekly windows, a rule, both or a block open that belongs to each date; a block is cut at each midnight."""
    match hours:
        case Rota():
            by_rules = (_by_rule(rule, zone, belongs_to) for rule in hours.dated)
            return _either([_by_weekday(hours.weekly, zone, belongs_to), *by_rules])
        case Recurrence():
            return _by_rule(hours, zone, belongs_to)
        case ZonedBlock():
            return _by_block(hours, zone)
        case _:
            return _by_weekday(hours, zone, belongs_to)


def in_season(ordinary: SpansByDate, seasons: Sequence[Season], zone: tzinfo, belongs_to: BelongsTo) -> SpansByDate:
    """The hours of the last stated season that covers a date, or the ordinary ones."""
    covering = SeasonsByDate(seasons)
    others = [_by_weekday(season.hours, zone, belongs_to) for season in seasons]

    def usual(first: date, last: date) -> dict[date, Sequence[Span]]:
        found: dict[date, Sequence[Span]] = {}
        for begin, end, number in covering.runs(first, last):
            hours = ordinary if number is None else others[number]
            found |= hours(begin, end)
        return found

    return usual


def with_working_days(
    usual: SpansByDate,
    weekly: Sequence[SupportWindow],
    seasons: Sequence[Season],
    zone: tzinfo,
    belongs_to: BelongsTo,
    working: Callable[[date, date], Mapping[date, WorkingDay]],
) -> SpansByDate:
    """The usual hours, and on dates that are worked in place of days off those of the days off."""

    def found(first: date, last: date) -> dict[date, Sequence[Span]]:
        days = dict(usual(first, last))
        worked_on = working(first, last)
        for day, worked in worked_on.items():
            season = next((season for season in reversed(seasons) if season.covers(day)), None)
            times = _times_of_week(season.hours if season else weekly, belongs_to)[worked.in_place_of.weekday()]
            days[day] = spans_on(day, times, zone, belongs_to)
        return dict(sorted(days.items())) if worked_on else days

    return found


def leave_nothing_closed(windows: Sequence[SupportWindow]) -> bool:
    """Whether weekly windows alone are open all the time."""
    # Any week without a clock change shows it.
    weeks = _by_weekday(windows, UTC, "opening_date")(date(2001, 1, 1), date(2001, 1, 16))
    spans = merge(span for day in weeks.values() for span in day)
    return len(spans) == 1 and spans[0][1] - spans[0][0] >= timedelta(days=15)


def _by_weekday(windows: Sequence[SupportWindow], zone: tzinfo, belongs_to: BelongsTo) -> SpansByDate:
    week = _times_of_week(windows, belongs_to)
    reaches = [merge(_reach(each, belongs_to) for each in times) for times in week]

    def usual(first: date, last: date) -> dict[date, Sequence[Span]]:
        found: dict[date, Sequence[Span]] = {}
        for run in runs(zone, first, last):
            if run.offset is None:
                dates = map(date.fromordinal, range(run.first, run.last + 1))
                times = ((day, week[day.weekday()]) for day in dates)
                found |= {day: spans_on(day, each, zone, belongs_to) for day, each in times if each}
            else:
                found |= _added_to_midnights(run, run.offset, reaches)
        return found

    return usual


def _times_of_week(windows: Sequence[SupportWindow], belongs_to: BelongsTo) -> list[list[ClockTimes]]:
    """For each day of the week the times that belong to it; windows name the days on which they open."""
    shifted = [(window, dates_later(window.readings, belongs_to)) for window in windows]
    return [[window.readings for window, later in shifted if WEEK[day - later] in window.days] for day in range(7)]


def _either(parts: Sequence[SpansByDate]) -> SpansByDate:
    def usual(first: date, last: date) -> dict[date, Sequence[Span]]:
        found: dict[date, list[Span]] = {}
        for part in parts:
            for day, spans in part(first, last).items():
                found.setdefault(day, []).extend(spans)
        return dict(sorted(found.items()))

    return usual


def _reach(times: ClockTimes, belongs_to: BelongsTo) -> tuple[timedelta, timedelta]:
    """How long after the midnight of its date a window opens and closes, where clocks keep one offset."""
    midnight = datetime.combine(date.min, MIDNIGHT, UTC) + ONE_DAY * dates_later(times, belongs_to)
    opens, closes = (datetime.combine(date.min, each, UTC) - midnight for each in times)
    return opens, closes if opens < closes else closes + ONE_DAY


def _added_to_midnights(
    run: Run, offset: timedelta, reaches: Sequence[Sequence[tuple[timedelta, timedelta]]]
) -> dict[date, Sequence[Span]]:
    found: dict[date, Sequence[Span]] = {}
    midnight = datetime.combine(date.fromordinal(run.first), MIDNIGHT, UTC) - offset
    for ordinal in range(run.first, run.last + 1):
        # The first date of the calendar was a Monday.
        reach = reaches[(ordinal - 1) % len(WEEK)]
        if len(reach) == 1:
            opens, closes = reach[0]
            found[date.fromordinal(ordinal)] = ((midnight + opens, midnight + closes),)
        elif reach:
            found[date.fromordinal(ordinal)] = tuple([(midnight + opens, midnight + closes) for opens, closes in reach])
        midnight += ONE_DAY
    return found


def _by_rule(recurrence: Recurrence, zone: tzinfo, belongs_to: BelongsTo) -> SpansByDate:
    times = [ClockTimes(recurrence.opens, recurrence.closes)]
    later = ONE_DAY * dates_later(times[0], belongs_to)

    def usual(first: date, last: date) -> dict[date, Sequence[Span]]:
        days = (day + later for day in recurrence.dates(first - later, last - later))
        return {day: spans_on(day, times, zone, belongs_to) for day in days}

    return usual


def _by_block(block: ZonedBlock, zone: tzinfo) -> SpansByDate:
    def usual(first: date, last: date) -> dict[date, Sequence[Span]]:
        found: dict[date, list[Span]] = {}
        for whole in block.weeks(first, last):
            for day, span in by_date(whole, zone):
                if first <= day <= last:
                    found.setdefault(day, []).append(span)
        return dict(sorted(found.items()))

    return usual

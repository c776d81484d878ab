"""What opens on which date by the hours that are declared, before holidays and exceptions (R2, R4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, tzinfo
from itertools import chain

from slaclock.hours.clock_times import ClockTimes
from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.days import BelongsTo, OpenBetween, by_date, dates_later, hours_on, reach_of
from slaclock.hours.holiday import WorkingDay
from slaclock.hours.interval import merge
from slaclock.hours.open_dates import OpenDates, Week, dates_of, joined
from slaclock.hours.recurrence import Recurrence
from slaclock.hours.rota import Rota
from slaclock.hours.season import Season
from slaclock.hours.seasons_by_date import SeasonsByDate
from slaclock.hours.weekdays import WEEK
from slaclock.hours.whole_numbers import DAY, edges_of, micros, spans_in
from slaclock.hours.window import SupportWindow
from slaclock.hours.zone_clocks import ZoneClocks
from slaclock.hours.zoned_block import ZonedBlock


def spans_of(
    hours: tuple[SupportWindow, ...] | Recurrence | Rota | ZonedBlock, zone: tzinfo, belongs_to: BelongsTo
) -> OpenBetween:
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


def in_season(ordinary: OpenBetween, seasons: Sequence[Season], zone: tzinfo, belongs_to: BelongsTo) -> OpenBetween:
    """The hours of the last stated season that covers a date, or the ordinary ones."""
    covering = SeasonsByDate(seasons)
    others = [_by_weekday(season.hours, zone, belongs_to) for season in seasons]

    def usual(first: date, last: date) -> OpenDates:
        runs = covering.runs(first, last)
        return joined([(ordinary if number is None else others[number])(begin, end) for begin, end, number in runs])

    return usual


def with_working_days(
    usual: OpenBetween,
    weekly: Sequence[SupportWindow],
    seasons: Sequence[Season],
    zone: tzinfo,
    belongs_to: BelongsTo,
    working: Callable[[date, date], Mapping[date, WorkingDay]],
) -> OpenBetween:
    """The usual hours, and on dates that are worked in place of days off those of the days off."""

    def found(first: date, last: date) -> OpenDates:
        worked = {}
        for day, each in working(first, last).items():
            season = next((season for season in reversed(seasons) if season.covers(day)), None)
            week = _times_of_week(season.hours if season else weekly, belongs_to)
            worked[day] = week[each.in_place_of.weekday()]
        return usual(first, last).with_hours(hours_on(worked, zone, belongs_to))

    return found


def leave_nothing_closed(windows: Sequence[SupportWindow]) -> bool:
    """Whether weekly windows alone are open all the time."""
    # Any week without a clock change shows it.
    days = _by_weekday(windows, UTC, "opening_date")(date(2001, 1, 1), date(2001, 1, 16))
    spans = merge(spans_in(days.edges))
    return len(spans) == 1 and spans[0][1] - spans[0][0] >= 15 * DAY


def _by_weekday(windows: Sequence[SupportWindow], zone: tzinfo, belongs_to: BelongsTo) -> OpenBetween:
    reaches = [reach_of(times, belongs_to) for times in _times_of_week(windows, belongs_to)]
    week = Week.of(reaches)
    earliest, latest = (choose(chain(*reaches), default=0) for choose in (min, max))

    def usual(first: date, last: date) -> OpenDates:
        clocks, parts = ZoneClocks(zone, first, last), []
        for begin, end, offset in clocks.runs(first.toordinal(), last.toordinal(), earliest, latest):
            if offset is None:
                days = {day: clocks.edges(day, reaches[(day - 1) % len(WEEK)]) for day in range(begin, end + 1)}
                parts.append(dates_of(days))
            else:
                parts.append(week.over_and_over(begin, end, offset))
        return joined(parts)

    return usual


def _times_of_week(windows: Sequence[SupportWindow], belongs_to: BelongsTo) -> list[list[ClockTimes]]:
    """For each day of the week the times that belong to it; windows name the days on which they open."""
    shifted = [(window, dates_later(window.readings, belongs_to)) for window in windows]
    return [[window.readings for window, later in shifted if WEEK[day - later] in window.days] for day in range(7)]


def _either(parts: Sequence[OpenBetween]) -> OpenBetween:
    def usual(first: date, last: date) -> OpenDates:
        found: dict[int, list[tuple[int, int]]] = {}
        for part in parts:
            for day, edges in part(first, last).by_date():
                found.setdefault(day, []).extend(spans_in(edges))
        return dates_of({day: edges_of(spans) for day, spans in sorted(found.items())})

    return usual


def _by_rule(recurrence: Recurrence, zone: tzinfo, belongs_to: BelongsTo) -> OpenBetween:
    times = [ClockTimes(recurrence.opens, recurrence.closes)]
    later = dates_later(times[0], belongs_to)
    reach = reach_of(times, belongs_to)

    def usual(first: date, last: date) -> OpenDates:
        clocks = ZoneClocks(zone, first, last)
        opening = recurrence.dates(first - later * ONE_DAY, last - later * ONE_DAY)
        return dates_of({day: clocks.edges(day, reach) for day in (each.toordinal() + later for each in opening)})

    return usual


def _by_block(block: ZonedBlock, zone: tzinfo) -> OpenBetween:
    def usual(first: date, last: date) -> OpenDates:
        found: dict[int, list[tuple[int, int]]] = {}
        for whole in block.weeks(first, last):
            for day, (start, end) in by_date(whole, zone):
                if first <= day <= last:
                    found.setdefault(day.toordinal(), []).append((micros(start), micros(end)))
        return dates_of({day: edges_of(spans) for day, spans in sorted(found.items())})

    return usual

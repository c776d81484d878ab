"""What opens on which date by the hours that are declared, before holidays and exceptions (R2, R4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, time, tzinfo
from itertools import chain

from slaclock.hours.clock_times import ClockTimes
from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.days import BelongsTo, OpenBetween, OpenOn, by_date, dates_later, edges_on
from slaclock.hours.holiday import WorkingDay
from slaclock.hours.interval import merge
from slaclock.hours.recurrence import Recurrence
from slaclock.hours.rota import Rota
from slaclock.hours.season import Season
from slaclock.hours.seasons_by_date import SeasonsByDate
from slaclock.hours.steady_clocks import Run, SteadyClocks, runs
from slaclock.hours.weekdays import WEEK
from slaclock.hours.whole_numbers import DAY, Edges, edges_of, micros, midnight_in_utc, spans_in
from slaclock.hours.window import SupportWindow
from slaclock.hours.zoned_block import ZonedBlock

_WEEK = len(WEEK) * DAY


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

    def usual(first: date, last: date) -> OpenOn:
        found: dict[int, Edges] = {}
        for begin, end, number in covering.runs(first, last):
            hours = ordinary if number is None else others[number]
            found |= hours(begin, end)
        return found

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

    def found(first: date, last: date) -> OpenOn:
        days = usual(first, last)
        worked_on = working(first, last)
        worked = {}
        for day, each in worked_on.items():
            season = next((season for season in reversed(seasons) if season.covers(day)), None)
            times = _times_of_week(season.hours if season else weekly, belongs_to)[each.in_place_of.weekday()]
            worked[day.toordinal()] = edges_on(day.toordinal(), times, zone, belongs_to)
        return {day: edges for day, edges in sorted({**days, **worked}.items()) if edges} if worked else days

    return found


def leave_nothing_closed(windows: Sequence[SupportWindow]) -> bool:
    """Whether weekly windows alone are open all the time."""
    # Any week without a clock change shows it.
    days = _by_weekday(windows, UTC, "opening_date")(date(2001, 1, 1), date(2001, 1, 16))
    spans = merge(span for edges in days.values() for span in spans_in(edges))
    return len(spans) == 1 and spans[0][1] - spans[0][0] >= 15 * DAY


def _by_weekday(windows: Sequence[SupportWindow], zone: tzinfo, belongs_to: BelongsTo) -> OpenBetween:
    week = _times_of_week(windows, belongs_to)
    reaches = [_reach(times, belongs_to) for times in week]

    def usual(first: date, last: date) -> OpenOn:
        found: dict[int, Edges] = {}
        for run in runs(zone, first, last):
            if run.offset is None:
                dates = range(run.first, run.last + 1)
                asked = ((day, edges_on(day, week[_weekday(day)], zone, belongs_to)) for day in dates)
                found.update((day, edges) for day, edges in asked if edges)
            else:
                found.update(_on_steady_dates(run, run.offset, reaches))
        return found

    return usual


def _times_of_week(windows: Sequence[SupportWindow], belongs_to: BelongsTo) -> list[list[ClockTimes]]:
    """For each day of the week the times that belong to it; windows name the days on which they open."""
    shifted = [(window, dates_later(window.readings, belongs_to)) for window in windows]
    return [[window.readings for window, later in shifted if WEEK[day - later] in window.days] for day in range(7)]


def _weekday(ordinal: int) -> int:
    return (ordinal - 1) % len(WEEK)  # The first date of the calendar was a Monday.


def _either(parts: Sequence[OpenBetween]) -> OpenBetween:
    def usual(first: date, last: date) -> OpenOn:
        found: dict[int, list[tuple[int, int]]] = {}
        for part in parts:
            for day, edges in part(first, last).items():
                found.setdefault(day, []).extend(spans_in(edges))
        return {day: edges_of(spans) for day, spans in sorted(found.items())}

    return usual


def _reach(times: Iterable[ClockTimes], belongs_to: BelongsTo) -> Edges:
    """How long after the midnight of their date windows open and close, where clocks keep one offset."""
    spans = []
    for each in times:
        opens, closes = (_since_midnight(clock) - DAY * dates_later(each, belongs_to) for clock in each)
        spans.append((opens, closes if opens < closes else closes + DAY))
    return edges_of(spans)


def _since_midnight(clock: time) -> int:
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return seconds * 1_000_000 + clock.microsecond


def _on_steady_dates(run: Run, offset: int, reaches: Sequence[Edges]) -> Iterator[tuple[int, Edges]]:
    """What opens on the dates of a run: whole weeks at once, each as the first of them, and then the dates left."""
    weeks, left = divmod(run.last - run.first + 1, len(WEEK))
    dates, opened = [], []
    for day in range(run.first, run.first + len(WEEK)):
        if reach := reaches[_weekday(day)]:
            midnight = midnight_in_utc(day) - offset
            dates.append(range(day, day + weeks * len(WEEK), len(WEEK)))
            edges = [range(midnight + edge, midnight + edge + weeks * _WEEK, _WEEK) for edge in reach]
            opened.append(zip(*edges, strict=True))
    of_weeks = (chain.from_iterable(zip(*each, strict=True)) for each in (dates, opened))
    rest = range(run.last - left + 1, run.last + 1)
    return chain(zip(*of_weeks, strict=True), _added_to_midnights(rest, offset, reaches))


def _added_to_midnights(dates: Iterable[int], offset: int, reaches: Sequence[Edges]) -> Iterator[tuple[int, Edges]]:
    for day in dates:
        if reach := reaches[_weekday(day)]:
            midnight = midnight_in_utc(day) - offset
            yield day, tuple([midnight + edge for edge in reach])


def _by_rule(recurrence: Recurrence, zone: tzinfo, belongs_to: BelongsTo) -> OpenBetween:
    times = [ClockTimes(recurrence.opens, recurrence.closes)]
    later = dates_later(times[0], belongs_to)
    reach = _reach(times, belongs_to)

    def usual(first: date, last: date) -> OpenOn:
        clocks = SteadyClocks(zone, first, last)
        found: dict[int, Edges] = {}
        for opening_date in recurrence.dates(first - later * ONE_DAY, last - later * ONE_DAY):
            day = opening_date.toordinal() + later
            offset = clocks.offset(day)
            if offset is not None:
                midnight = midnight_in_utc(day) - offset
                found[day] = (midnight + reach[0], midnight + reach[1])
            elif edges := edges_on(day, times, zone, belongs_to):
                found[day] = edges
        return found

    return usual


def _by_block(block: ZonedBlock, zone: tzinfo) -> OpenBetween:
    def usual(first: date, last: date) -> OpenOn:
        found: dict[int, list[tuple[int, int]]] = {}
        for whole in block.weeks(first, last):
            for day, (start, end) in by_date(whole, zone):
                if first <= day <= last:
                    found.setdefault(day.toordinal(), []).append((micros(start), micros(end)))
        return {day: edges_of(spans) for day, spans in sorted(found.items())}

    return usual

"""Schedules in the words that customers read: `Monday to Friday 09:00–18:00`, `closed on public holidays (US)`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from slaclock.hours import (
    DAY_NAMES,
    HALF_DAY,
    MIDNIGHT,
    WEEK,
    ClockRange,
    Combination,
    ExceptionHours,
    HolidayCalendar,
    ListedHolidays,
    MarketHolidays,
    Operator,
    PublicHolidays,
    Recurrence,
    RelativeHoliday,
    Rota,
    Schedule,
    Season,
    Span,
    StatedHoliday,
    SupportWindow,
    ZonedBlock,
    date_words,
    day_name,
    merge,
    month_name,
    read_date_rule,
    write_time,
)

ALWAYS = "24 hours a day, 7 days a week"
NEVER = "closed"
_ONE_DAY = timedelta(days=1)
_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
"""Of a week in which no clock changes."""
MOST_DATES = 4
"""More dates than these are counted rather than named."""


# Hours


def hours_words(schedule: Schedule, local: Collection[str] = (), closed_there: Collection[str] = ()) -> tuple[str, ...]:
    """When a schedule is open, a line for each thing to know: hours and zone, holidays, seasons, single dates.

    Args:
        schedule: Any schedule.
        local: Names of schedules that are read on the customer's own clocks.
        closed_there: Names of schedules that are closed on the customer's own holidays.

    Examples:
        >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")
        >>> hours_words(nights)
        ('Sunday to Thursday 22:00–06:00 the next day (America/New_York)', 'closed on public holidays (US)')

    Rules: R4, R5, R6.
    """
    lines = _lines(schedule, local, schedule.name in local)
    own = schedule.name in closed_there
    return tuple("except public holidays where you are" if own and line == _NO_HOLIDAYS else line for line in lines)


def _lines(schedule: Schedule, local: Collection[str], is_local: bool) -> Iterator[str]:
    if is_always_open(schedule):
        yield from (ALWAYS, _NO_HOLIDAYS)
        return
    if isinstance(schedule.hours, Combination):
        yield from _combined(schedule.hours, local, is_local)
        return
    zone = "your local time" if is_local else schedule.timezone
    if isinstance(schedule.hours, ZonedBlock):
        yield _block_words(schedule.hours)
    else:
        yield f"{'; '.join(_open_words(schedule.hours))} ({zone})"
    yield holidays_words(schedule.holidays)
    yield from map(_season_words, schedule.seasons)
    yield from map(_exception_words, schedule.exceptions)


def _combined(hours: Combination, local: Collection[str], is_local: bool) -> Iterator[str]:
    first, *others = hours.schedules
    if hours.combine == "difference":
        yield "at all times" if is_always_open(first) else _part(first, local, is_local)
        for other in others:
            yield f"except {other.name + ': ' if other.name else ''}{_part(other, local)}"
    else:
        yield _part(first, local, is_local)
        yield from (f"{_JOINED_BY[hours.combine]} {_part(other, local)}" for other in others)


_JOINED_BY: dict[Operator, str] = {"union": "or", "intersection": "and only"}


def _part(schedule: Schedule, local: Collection[str], is_local: bool = False) -> str:
    """What is a line for each thing by itself is one line as a part; that it has no holidays is not said."""
    lines = [line for line in _lines(schedule, local, is_local or schedule.name in local) if line != _NO_HOLIDAYS]
    return f"({', '.join(lines)})" if isinstance(schedule.hours, Combination) else ", ".join(lines)


def is_always_open(schedule: Schedule) -> bool:
    """Whether it can be seen that nothing is ever closed: weekly hours without a gap, or hours and all other time."""
    if isinstance(schedule.hours, Combination):
        parts = schedule.hours.schedules
        return schedule.hours.combine == "union" and any(_fills(part, parts) for part in parts)
    return schedule.never_closes


def _fills(part: Schedule, beside: Sequence[Schedule]) -> bool:
    """Whether a part is always open, or whenever those beside it are not."""
    if not isinstance(part.hours, Combination) or part.hours.combine != "difference":
        return is_always_open(part)
    whole, *taken = part.hours.schedules
    return is_always_open(whole) and all(each in beside for each in taken)


def weekly_words(windows: Iterable[SupportWindow]) -> str:
    """Weekly windows in words: joined where they touch, and grouped by the days on which they open.

    Examples:
        >>> weekly_words(SupportWindow.parse("Mon-Fri 9-13, 14-18; Sat 10-14"))
        'Monday to Friday 09:00–13:00 and 14:00–18:00; Saturday 10:00–14:00'
        >>> weekly_words(SupportWindow.parse("Sun 14:00 - Fri 17:00"))
        'Sunday 14:00 to Friday 17:00'

    Rules: R3, R4.
    """
    spans = merge(span for window in windows for span in _three_weeks(window))
    if spans and spans[0][1] - spans[0][0] >= timedelta(days=20):
        return ALWAYS
    week = [span for span in spans if _MONDAY <= span[0] < _MONDAY + 7 * _ONE_DAY]
    by_day: dict[int, list[str]] = {}
    for start, end in week:
        if end - start <= _ONE_DAY:
            by_day.setdefault(start.weekday(), []).append(_clock_words(start.time(), end.time()))
    groups = dict.fromkeys(map(tuple, by_day.values()))
    parts = [
        f"{days_words([day for day in by_day if by_day[day] == [*times]])} {' and '.join(times)}" for times in groups
    ]
    blocks = [f"{_moment(start)} to {_moment(end, closing=True)}" for start, end in week if end - start > _ONE_DAY]
    return "; ".join([*blocks, *parts]) or NEVER


def _three_weeks(window: SupportWindow) -> Iterator[Span]:
    """A weekly window in a week, and in the ones before and after it."""
    for number in range(-7, 14):
        if WEEK[number % 7] in window.days:
            opens, closes = (datetime.combine(_MONDAY + number * _ONE_DAY, each, UTC) for each in window.readings)
            yield opens, closes if opens < closes else closes + _ONE_DAY


def _moment(at: datetime, closing: bool = False) -> str:
    day = at - _ONE_DAY if closing and at.time() == MIDNIGHT else at
    return f"{day_name(day)} {write_time(at.time(), closing=closing)}"


def _clock_words(opens: time, closes: time) -> str:
    if opens == closes == MIDNIGHT:
        return "all day"
    next_day = " the next day" if MIDNIGHT < closes <= opens else ""
    return f"{write_time(opens)}–{write_time(closes, closing=True)}{next_day}"


def days_words(days: Iterable[int]) -> str:
    """Days of the week by their numbers from Monday: `Sunday to Thursday`, `Monday and Wednesday`."""
    found = set(days)
    if len(found) == len(WEEK):
        return "every day"
    runs = []
    for first in sorted(day for day in found if (day - 1) % 7 not in found):
        length = next(number for number in range(1, 8) if (first + number) % 7 not in found)
        names = [DAY_NAMES[(first + number) % 7] for number in range(length)]
        runs += [f"{names[0]} to {names[-1]}"] if length > 2 else names
    return listed(runs)


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words one after another, `and` or another word before the last."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def _open_words(hours: tuple[SupportWindow, ...] | Recurrence | Rota) -> Iterator[str]:
    """Weekly hours, and each rule beside them."""
    if isinstance(hours, Recurrence):
        yield _rule_words(hours)
        return
    weekly, dated = (hours.weekly, hours.dated) if isinstance(hours, Rota) else (hours, ())
    if weekly:
        yield weekly_words(weekly)
    yield from map(_rule_words, dated)


def _block_words(block: ZonedBlock) -> str:
    opens = f"{DAY_NAMES[WEEK.index(block.opens_on)]} {write_time(block.opens)} ({block.opens_in})"
    closes = f"{DAY_NAMES[WEEK.index(block.closes_on)]} {write_time(block.closes)} ({block.closes_in})"
    return f"{opens} to {closes}"


_NTH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"}
_BY_MONTH = re.compile(
    r"FREQ=MONTHLY;(?:BYMONTH=([\d,]+);)?BYDAY=((?:-?\d[A-Z]{2},?)+)(?:;UNTIL=(\d{8}))?", re.IGNORECASE
)
_BY_WEEKS = re.compile(r"FREQ=WEEKLY;INTERVAL=(\d);BYDAY=([A-Z,]+)(?:;UNTIL=(\d{8}))?", re.IGNORECASE)


def _rule_words(rule: Recurrence) -> str:
    """The dates of a rule as people write them, where it is one of the forms that are read; else the rule itself."""
    times = _clock_words(rule.opens, rule.closes)
    written = rule.rrule.upper()
    if (found := _BY_MONTH.fullmatch(written)) and (dates := _dates_in_months(found[1], found[2])):
        return f"{dates} {times}{_span_words(rule.first, found[3])}"
    if (found := _BY_WEEKS.fullmatch(written)) and found[1] in _NTH:
        days = listed([_named_by(code) for code in found[2].split(",")])
        return f"every {_NTH[found[1]]} {days} {times} from {date_words(rule.first)}{_until_words(found[3])}"
    begins = f" from {date_words(rule.first)}" if rule.first > date.min else ""
    return f"{times} on the dates of the rule {rule.rrule}{begins}"


def _dates_in_months(months: str | None, days: str) -> str | None:
    """`the first and third Saturday of each month`; nothing where the days differ."""
    codes, places = {each[-2:] for each in days.split(",")}, [each[:-2] for each in days.split(",")]
    if len(codes) > 1 or not all(place in _NTH for place in places):
        return None
    of = listed([month_name(date(2026, int(number), 1)) for number in months.split(",")]) if months else "each month"
    return f"the {listed([_NTH[place] for place in places])} {_named_by(codes.pop())} of {of}"


def _named_by(code: str) -> str:
    return next(each for each in DAY_NAMES if each[:2].upper() == code)


def _span_words(first: date, until: str | None) -> str:
    return f"{f' from {date_words(first)}' if first > date.min else ''}{_until_words(until)}"


def _until_words(until: str | None) -> str:
    return f" until {date_words(date.fromisoformat(until))}" if until else ""


def _season_words(season: Season) -> str:
    span = _run_words(season.first, season.last) if season.last else f"from {_stated_words(season.first)}"
    return f"{span}: {weekly_words(season.hours)}{f' ({season.name})' if season.name else ''}"


def _run_words(first: str, last: str) -> str:
    return _stated_words(first) if last in ("", first) else f"{_stated_words(first)} to {_stated_words(last)}"


def _stated_words(text: str) -> str:
    """A date as it is stated, with its year or for every year."""
    return read_date_rule(text).words


def _exception_words(exception: ExceptionHours) -> str:
    hours = listed([_range_words(each) for each in exception.hours]) or NEVER
    name = f" ({exception.name})" if exception.name else ""
    return f"{_occasion_words(exception)}: {hours}{name}"


def _occasion_words(exception: ExceptionHours) -> str:
    """Whose hours they are: a date, or holidays by their name or kind."""
    if exception.date:
        return _stated_words(exception.date)
    return _KINDS.get(exception.holiday, exception.holiday)


_KINDS = {"holidays": "on holidays", "half_day": "half days", "working_weekends": "working weekends"}


def _range_words(hours: ClockRange) -> str:
    return _clock_words(*hours.readings)


# Holidays


_NO_HOLIDAYS = "open on holidays, too"


def holidays_words(calendar: HolidayCalendar) -> str:
    """The holidays on which a schedule is closed: sources by name, and dates unless they are many.

    Examples:
        >>> holidays_words(HolidayCalendar(["US-CA", {"--12-24": "Christmas Eve"}]))
        'closed on public holidays (US-CA) and 24 December (Christmas Eve)'

    Rules: R5.
    """
    dates = stated_dates(calendar)
    words = [f"{kind} ({', '.join(codes)})" for kind, codes in _published(calendar).items()]
    words += [str(source) for source in calendar.sources if isinstance(source, ListedHolidays)]
    words += dates if len(dates) <= MOST_DATES else [f"{len(dates)} dates of its own"]
    return f"closed on {listed(words)}" if words else _NO_HOLIDAYS


def stated_dates(calendar: HolidayCalendar) -> list[str]:
    """The dates that a calendar states itself, in words, and those that it counts from others."""
    found = []
    for source in calendar.sources:
        if isinstance(source, RelativeHoliday):
            found.append(str(source))
        elif isinstance(source, StatedHoliday):
            name = f" ({source.name})" if source.name != "holiday" else ""
            observed = "" if source.observed == "as_is" else f", or the {source.observed} working day"
            found.append(f"{_run_words(source.date, source.last)}{name}{observed}")
    return found


def _published(calendar: HolidayCalendar) -> dict[str, list[str]]:
    """Codes of countries and markets by the kind of their holidays."""
    found: dict[str, list[str]] = {}
    for source in calendar.sources:
        if isinstance(source, PublicHolidays):
            code = f"{source.country}-{source.subdivision}" if source.subdivision else source.country
            kind = _kind_words(source.categories) + ("" if source.observed else " on their own dates")
            found.setdefault(_in_part(source, kind), []).append(code)
        elif isinstance(source, MarketHolidays):
            others = () if source.categories == ("public",) else source.categories
            found.setdefault(_in_part(source, _kind_words(("market", *others))), []).append(source.market)
    return found


def _in_part(source: PublicHolidays | MarketHolidays, kind: str) -> str:
    """The kind of a source's holidays, or which of them count."""
    return listed(source.only) or (f"{kind} except {listed(source.except_)}" if source.except_ else kind)


def _kind_words(categories: tuple[str, ...]) -> str:
    """The kinds that close; half days close nothing."""
    return f"{listed([each.replace('_', ' ') for each in categories if each != HALF_DAY])} holidays"

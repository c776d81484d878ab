"""Events with times as weekly hours, hours by rules, and the dates that differ from both (R3, R4, R6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from slaclock.adapters.ical.content import Property
from slaclock.adapters.ical.events import Timed
from slaclock.adapters.ical.times import Reading
from slaclock.adapters.losses import Account
from slaclock.errors import HoursError
from slaclock.hours import MIDNIGHT, ONE_DAY, WEEK, ClockRange, Rule, SupportWindow, read_rule
from slaclock.patterns import pattern

MOST_RULES = 50
"""Events that repeat."""
MOST_DIFFERENT = 10_000
"""Dates that differ from the usual hours."""
MOST_LOOKED_AT = 500_000
"""How often it is asked whether an event comes on a date."""

_UNTIL = pattern(r"UNTIL=([0-9]{8})(T[0-9]{6})?(Z?)")
_ONE_WEEK = timedelta(days=7)

Times = tuple[time, time]
"""From one time of day to another, of the next day where that is not later."""


class Piece(NamedTuple):
    """A stretch of one date, or from it to the next."""

    after: int
    """How many days after the event began."""
    times: Times


@dataclass(frozen=True)
class Series:
    """An event that repeats."""

    event: Timed
    text: str
    """Its rule, of dates alone."""
    rule: Rule
    pieces: tuple[Piece, ...]
    left_out: set[date] = field(default_factory=set)
    """Dates on which it does not begin although its rule says so."""
    _by_year: dict[int, frozenset[date]] = field(default_factory=dict)

    def comes_on(self, day: date) -> bool:
        """Whether its rule names a date; a year is followed once."""
        if day.year not in self._by_year:
            whole = self.rule.dates(date(day.year, 1, 1), date(day.year, 12, 31))
            self._by_year[day.year] = frozenset(whole)
        return day in self._by_year[day.year]

    @property
    def first(self) -> date:
        """The first date on which it begins."""
        return next(self.rule.dates(self.event.start.date(), date.max))

    @property
    def weekdays(self) -> frozenset[int] | None:
        """The days of the week on which it begins without an end; nothing where it repeats otherwise."""
        rule = self.rule
        otherwise = (rule.ends, rule.interval > 1, rule.months, rule.weeks, rule.year_days, rule.month_days)
        if rule.frequency not in ("DAILY", "WEEKLY") or any((*otherwise, rule.positions)):
            return None
        return frozenset(day for _, day in rule.days) or frozenset(range(7))


@dataclass(frozen=True)
class WeekAndDates:
    """Hours as a policy states them."""

    hours: tuple[str | dict[str, Any], ...]
    own: dict[date, tuple[str, ...]]
    """Hours of dates that have others; none where nothing opens."""
    names: dict[date, str]
    """What is known of these dates."""

    @property
    def closed(self) -> list[date]:
        """The dates on which nothing opens, although something usually would."""
        return [day for day, times in self.own.items() if not times]


def week_and_dates(events: Sequence[Timed], zone: str, account: Account) -> WeekAndDates:
    """What events open, on the clocks of a zone.

    Args:
        events: Events that are not all called off.
        zone: The zone of all that repeat.
        account: Where losses are noted.

    Raises:
        PayloadError: A rule cannot be read, or there are more dates or rules than are read.

    Rules: R3, R4, R6, R19.
    """
    series = [_series(event, account) for event in events if event.rule and not event.cancelled]
    if len(series) > MOST_RULES:
        raise series[MOST_RULES].event.component.error(f"more than {MOST_RULES} events repeat; leave some out")
    different = _Different(series, zone, account)
    for event in events:
        different.note(event)
    own = different.hours()
    names = {day: different.names[day] for day in own if day in different.names}
    if not series:
        return _by_date(own, names, account)
    return WeekAndDates(tuple(_usual(series, account)), own, names)


# What repeats


def _series(event: Timed, account: Account) -> Series:
    stated = event.rule
    assert stated is not None
    start = event.start.date()
    text = _UNTIL.sub(lambda found: _until(found[1], found[2] or "", found[3], event), stated.value.strip().upper())
    try:
        rule = read_rule(text, start)
    except HoursError as error:
        raise stated.error(str(error)) from None
    series = Series(event, text, rule, _pieces(event.start, event.end))
    if series.first != start:
        what = f"it begins on {start}, which its rule does not name"
        account.lose(stated.path, what, "the rule was followed: that date has no hours of it")
    if len(series.pieces) > 1 and series.weekdays is None:
        raise stated.error("it lasts more than a day and does not come every week; write an event for each day")
    return series


def _until(day: str, clock: str, in_utc: str, event: Timed) -> str:
    """The end of a rule as a date: the last on which the event may begin."""
    if not clock:
        return f"UNTIL={day}"
    try:
        local = Reading(datetime.fromisoformat(day + clock), "UTC" if in_utc else event.zone).on_clocks_of(event.zone)
    except (ValueError, OverflowError):
        return f"UNTIL={day}{clock}"  # The reader of rules says what is wrong with it.
    last = local.date() - (ONE_DAY if local.time() < event.start.time() else timedelta(0))
    return f"UNTIL={last:%Y%m%d}"


def _pieces(start: datetime, end: datetime) -> tuple[Piece, ...]:
    """An event cut at each midnight where it lasts more than a day."""
    if end - start <= ONE_DAY:
        return (Piece(0, (start.time(), end.time())),)
    days = (end.date() - start.date()).days
    middle = [Piece(number, (MIDNIGHT, MIDNIGHT)) for number in range(1, days)]
    last = [Piece(days, (MIDNIGHT, end.time()))] if end.time() != MIDNIGHT else []
    return (Piece(0, (start.time(), MIDNIGHT)), *middle, *last)


def _usual(series: Sequence[Series], account: Account) -> Iterable[str | dict[str, Any]]:
    """Weekly windows of what comes every week from the beginning on, and a rule for each of the others."""
    begins = min(each.first for each in series)
    weekly = [each for each in series if each.weekdays is not None and each.first < begins + _ONE_WEEK]
    if weekly:
        what = f"the weekly hours begin on {begins}"
        account.lose(weekly[0].event.component.path, what, "they were read as those of the time before, too")
    days: dict[Times, set[int]] = {}
    for each in weekly:
        for piece in each.pieces:
            shifted = {(day + piece.after) % 7 for day in each.weekdays or ()}
            days.setdefault(piece.times, set()).update(shifted)
    for (opens, closes), on in days.items():
        yield str(SupportWindow(days=tuple(WEEK[day] for day in sorted(on)), opens=opens, closes=closes))
    for each in series:
        if each not in weekly:
            yield from _by_rule(each)


def _by_rule(series: Series) -> Iterable[dict[str, Any]]:
    if len(series.pieces) > 1:
        raise series.event.component.error(
            "it lasts more than a day, and other hours begin before it; write an event for each day"
        )
    opens, closes = next(iter(series.pieces)).times
    first = series.event.start.date()
    yield {"rrule": series.text, "first": first.isoformat(), "opens": f"{opens}", "closes": f"{closes}"}


# What differs


class _Different:
    """The dates on which something else opens than the series say."""

    def __init__(self, series: Sequence[Series], zone: str, account: Account) -> None:
        self._series = series
        self._zone = zone
        self._account = account
        self._opened: dict[date, set[Times]] = {}
        self._left_out: set[date] = set()
        self._usual_names = {each.event.name for each in series}
        self.names: dict[date, str] = {}

    def note(self, event: Timed) -> None:
        """Note what an event leaves out of a series, adds to it or opens once."""
        own = [each for each in self._series if each.event is event]
        for series in own:
            for stated, value in event.left_out:
                self._leave_out(series, stated, value)
        if event.instead_of:
            stated, value = event.instead_of
            for series in (each for each in self._series if event.uid and each.event.uid == event.uid):
                self._leave_out(series, stated, value)
        if event.cancelled:
            return
        start = Reading(event.start, event.zone).on_clocks_of(self._zone)
        length = Reading(event.end, event.zone).on_clocks_of(self._zone) - start
        begins = [*(self._local(added, event) for added in event.added), *([] if own else [start])]
        left_out = {self._local(given, event) for _, given in event.left_out}
        for at in begins:
            if at not in left_out:
                self._open(at, at + length, event.name)

    def _local(self, given: date | Reading, event: Timed) -> datetime:
        if isinstance(given, Reading):
            return given.on_clocks_of(self._zone)
        return datetime.combine(given, event.start.time())

    def _open(self, start: datetime, end: datetime, name: str) -> None:
        for piece in _pieces(start, end):
            day = start.date() + piece.after * ONE_DAY
            self._opened.setdefault(day, set()).add(piece.times)
            if name and name not in self._usual_names:
                self.names.setdefault(day, name)

    def _leave_out(self, series: Series, stated: Property, given: date | Reading) -> None:
        at = self._local(given, series.event)
        day = at.date()
        if at.time() != series.event.start.time() or not series.comes_on(day):
            what = f"{at:%Y-%m-%d %H:%M} is left out, and the event does not begin then"
            self._account.lose(stated.path, what, "nothing was left out")
            return
        series.left_out.add(day)
        self._left_out.update(day + piece.after * ONE_DAY for piece in series.pieces)

    def hours(self) -> dict[date, tuple[str, ...]]:
        """Those dates, each with its hours."""
        days = sorted(self._left_out | self._opened.keys())
        if len(days) > MOST_DIFFERENT or len(days) * len(self._series) > MOST_LOOKED_AT:
            raise self._series[0].event.component.error(
                f"{len(days):,} dates differ from {len(self._series)} rules, more than are read; leave years out"
            )
        found = {}
        for day in days:
            usual = self._usual(day, heeding=False)
            held = self._usual(day, heeding=True) | self._opened.get(day, set())
            if held != usual:
                found[day] = tuple(str(ClockRange(opens=opens, closes=closes)) for opens, closes in sorted(held))
        return found

    def _usual(self, day: date, heeding: bool) -> set[Times]:
        """What the series open on a date, heeding what they leave out or not."""
        return {
            piece.times
            for series in self._series
            for piece in series.pieces
            if series.comes_on(begins := day - piece.after * ONE_DAY) and not (heeding and begins in series.left_out)
        }


def _by_date(own: dict[date, tuple[str, ...]], names: dict[date, str], account: Account) -> WeekAndDates:
    """Hours of which every date is listed: the first date is a rule that comes once, the others are exceptions."""
    days = sorted(own)
    what = f"no event repeats: hours are listed by date, from {days[0]} to {days[-1]}"
    account.lose((), what, "nothing was read as open on any other date; write weekly hours for longer")
    first = days[0]
    begins = {"rrule": "FREQ=DAILY;COUNT=1", "first": first.isoformat()}
    hours = tuple(
        begins | dict(zip(("opens", "closes"), times.replace("24:00", "00:00").split("-"), strict=True))
        for times in own.pop(first)
    )
    return WeekAndDates(hours, own, names)

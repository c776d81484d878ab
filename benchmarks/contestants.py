"""One class for each library: how it is told about a desk, and which of its calls add and count open time.

The calls handed out are the libraries' own wherever they take and return aware datetimes, so that nothing of ours is
timed with them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import accumulate
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from benchmarks.desk import Desk

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class CannotSay(Exception):
    """The contestant has no words for the desk, or no call for the question."""


@dataclass(frozen=True)
class Answers:
    """The two calls of a contestant that has been told about a desk."""

    add: Callable[[datetime, timedelta], datetime]
    elapsed: Callable[[datetime, datetime], timedelta]


class Contestant(Protocol):
    """A library that answers for a desk."""

    name: str

    def told_of(self, desk: Desk) -> Answers: ...


def release(name: str) -> str | None:
    """Return the installed release of a package, or None."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def no_elapsed(start: datetime, end: datetime) -> timedelta:
    raise CannotSay("has no call for the time between two instants")


class Yardstick:
    """The least that a pure-Python answer can cost: `bisect` over sorted instants and their running totals.

    It knows only the years that it was made for, checks nothing, and reads skipped and repeated hours as they come; it
    is there to be timed, not to be right.
    """

    name = "yardstick"

    def __init__(self, years: range) -> None:
        self.years = years

    def told_of(self, desk: Desk) -> Answers:
        windows = [self._window(day, desk) for day in self._dates(desk)]
        starts = [start for start, _ in windows]
        ends = [end for _, end in windows]
        after = list(accumulate(end - start for start, end in windows))
        before = [timedelta(), *after]

        def open_before(at: datetime) -> timedelta:
            place = bisect_right(starts, at) - 1
            end = ends[place]
            return after[place] if at >= end else after[place] - (end - at)

        def add(start: datetime, duration: timedelta) -> datetime:
            goal = open_before(start.astimezone(UTC)) + duration
            place = bisect_left(after, goal)
            return (starts[place] + (goal - before[place])).astimezone(start.tzinfo)

        def elapsed(start: datetime, end: datetime) -> timedelta:
            return open_before(end.astimezone(UTC)) - open_before(start.astimezone(UTC))

        return Answers(add, elapsed)

    def _dates(self, desk: Desk) -> Iterator[date]:
        day, last = date(self.years.start, 1, 1), date(self.years.stop, 1, 1)
        while day < last:
            if day.weekday() in desk.weekdays and day not in desk.holidays:
                yield day
            day += timedelta(days=1)

    @staticmethod
    def _window(day: date, desk: Desk) -> tuple[datetime, datetime]:
        zone = ZoneInfo(desk.zone)
        closing_day = day + timedelta(days=desk.closes_next_day)
        return (
            datetime.combine(day, desk.opens, zone).astimezone(UTC),
            datetime.combine(closing_day, desk.closes, zone).astimezone(UTC),
        )


class Slaclock:
    name = "slaclock"

    def told_of(self, desk: Desk) -> Answers:
        from slaclock import Schedule

        days = ",".join(WEEKDAYS[day] for day in desk.weekdays)
        schedule = Schedule(
            timezone=desk.zone,
            hours=f"{days} {desk.opens:%H:%M}-{desk.closes:%H:%M}",
            holidays=sorted(day.isoformat() for day in desk.holidays),
            holiday_rule=desk.holiday_rule,
            outside_coverage="ignore",
        )
        return Answers(schedule.add, schedule.elapsed)


class Workclock:
    name = "workclock"

    def told_of(self, desk: Desk) -> Answers:
        from workclock import Holidays, Schedule, WorkDay

        if desk.splits_holidays and desk.holiday_rule == "opening_date":
            raise CannotSay("takes holidays by calendar date only")
        rules = [WorkDay(desk.opens, desk.closes, desk.weekdays), Holidays(desk.holidays)]
        schedule = Schedule(rules, time_zone=desk.zone)
        return Answers(schedule.add, schedule.between)


class DjangoBizcal:
    name = "django-bizcal"

    def told_of(self, desk: Desk) -> Answers:
        from django_bizcal import WorkingCalendar
        from django_bizcal.providers import SetHolidayProvider

        window = (f"{desk.opens:%H:%M}", f"{desk.closes:%H:%M}", int(desk.closes_next_day))
        calendar = WorkingCalendar(
            tz=desk.zone,
            weekly_schedule={day: [window] for day in desk.weekdays},
            holiday_provider=SetHolidayProvider.from_dates(desk.holidays),
            holiday_truncates_overnight=desk.holiday_rule == "calendar_date",
        )
        return Answers(calendar.add_business_time, calendar.business_time_between)


class Businesstimedelta:
    name = "businesstimedelta"

    def told_of(self, desk: Desk) -> Answers:
        import pytz
        from businesstimedelta import BusinessTimeDelta, HolidayRule, Rules, WorkDayRule

        if desk.splits_holidays and desk.holiday_rule == "opening_date":
            raise CannotSay("takes holidays by calendar date only")
        if desk.opens == desk.closes:
            raise CannotSay("has no window of 24 hours")
        zone = pytz.timezone(desk.zone)
        rules: list[Any] = [WorkDayRule(desk.opens, desk.closes, desk.weekdays, tz=zone)]
        if desk.holidays:
            rules.append(HolidayRule(desk.holidays, tz=zone))
        open_time = Rules(rules)

        def add(start: datetime, duration: timedelta) -> datetime:
            return (start + BusinessTimeDelta(open_time, timedelta=duration)).astimezone(start.tzinfo)

        def elapsed(start: datetime, end: datetime) -> timedelta:
            return open_time.difference(start, end).timedelta

        return Answers(add, elapsed)


class Pandas:
    name = "pandas"

    def told_of(self, desk: Desk) -> Answers:
        import pandas

        if desk.splits_holidays and desk.holiday_rule == "calendar_date":
            raise CannotSay("takes holidays by opening date only")
        if desk.opens == desk.closes:
            raise CannotSay("has no window of 24 hours")

        @cache
        def hours(count: int) -> pandas.offsets.CustomBusinessHour:
            return pandas.offsets.CustomBusinessHour(
                count,
                start=f"{desk.opens:%H:%M}",
                end=f"{desk.closes:%H:%M}",
                weekmask=" ".join(WEEKDAYS[day] for day in desk.weekdays),
                holidays=sorted(desk.holidays),
            )

        def add(start: datetime, duration: timedelta) -> datetime:
            count, rest = divmod(duration, timedelta(hours=1))
            if rest:
                raise CannotSay("adds whole hours only")
            local = pandas.Timestamp(start).tz_convert(desk.zone)
            return (local + hours(count)).to_pydatetime().astimezone(start.tzinfo)

        return Answers(add, no_elapsed)


PEERS: tuple[Contestant, ...] = (Workclock(), DjangoBizcal(), Businesstimedelta(), Pandas())


def installed_peers() -> list[Contestant]:
    """Return the peers that can be asked here, in the order of PEERS."""
    return [peer for peer in PEERS if release(peer.name)]


def missing_peers() -> list[str]:
    """Return the names of the peers that are not installed here."""
    return [peer.name for peer in PEERS if not release(peer.name)]

"""How Odoo plans a deadline: whole days of `hours_per_day` as dates with a clock time in UTC, the rest as hours (R10).

Its Helpdesk module is not public; what it asks of the public `plan_days` and `plan_hours` stands in copies that are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from slaclock.adapters.comparisons import Answered, OtherReading
from slaclock.adapters.replays import Replay
from slaclock.hours import MIDNIGHT, ONE_DAY, HolidayCalendar, Schedule, first_instant, in_zone, zone_named

_TWO_WEEKS = (date(2024, 1, 1), date(2024, 1, 15))
"""Two weeks without a clock change, from a Monday to another."""
_HUNDREDTH = timedelta(hours=1) / 100
_BY_DAYS = (
    "hours that fill whole days of the calendar's hours_per_day are counted as working days at the same clock time, "
    "and the rest as hours"
)
_FROM_MORNING = "; where that day has ended by then, from its morning"
_OF_CREATION = "; the clock time is that of the creation, as in older releases, even where nothing was open"
_AT_THE_DEADLINE = "what is reached at the deadline itself is late there"


def as_the_product(replay: Replay, length: timedelta | None) -> Iterator[OtherReading]:
    """What Odoo says, in recent releases and in older ones.

    Args:
        replay: The clock as we count it.
        length: How many hours its calendar says that a working day has; nothing where it does not say.
    """
    duration, length = replay.target.duration, length or _usual_day(replay.schedule)
    if replay.target.counts != "open_time" or duration is None:
        return
    yield OtherReading("rule of the product", _AT_THE_DEADLINE, lambda: _answered(replay, replay.answer().due))
    if length and duration >= length:
        plan = _Plan(replay.start, replay.schedule, duration, length)
        yield OtherReading("rule of the product", _BY_DAYS, lambda: _answered(replay, plan.due()))
        for creation, morning in ((False, True), (True, False), (True, True)):
            detail = _BY_DAYS + _OF_CREATION * creation + _FROM_MORNING * morning

            def answer(creation: bool = creation, morning: bool = morning) -> Answered:
                return _answered(replay, plan.due(of_creation=creation, from_morning=morning))

            yield OtherReading("rule of the product", detail, answer)


def _answered(replay: Replay, due: datetime | None) -> Answered:
    """An answer that is late at the due instant itself, too."""
    return Answered(due, None, None if replay.stopped is None or due is None else replay.stopped >= due)


def _usual(schedule: Schedule) -> Schedule:
    """The hours of a calendar without its leaves."""
    return schedule.model_copy(update={"holidays": HolidayCalendar(), "exceptions": ()})


def _usual_day(schedule: Schedule) -> timedelta:
    """How much of a usual working day is open, over two weeks, to a hundredth of an hour as the product keeps it."""
    usual = _usual(schedule)
    days = usual.business_days(*_TWO_WEEKS)
    start, end = (first_instant(datetime.combine(day, time(0)), zone_named(usual.timezone)) for day in _TWO_WEEKS)
    return round(usual.elapsed(start, end) / days / _HUNDREDTH) * _HUNDREDTH if days else timedelta(0)


@dataclass(frozen=True)
class _Plan:
    """A deadline as the product plans it."""

    start: datetime
    schedule: Schedule
    amount: timedelta
    length: timedelta

    def due(self, *, of_creation: bool = False, from_morning: bool = False) -> datetime:
        """When it is due.

        Args:
            of_creation: The clock time of the last day is that of the creation, open or not.
            from_morning: A clock time after the last hour of its day counts from the morning of that day.
        """
        days, rest = divmod(self.amount, self.length)
        usual = _usual(self.schedule)
        clock = self.start if of_creation else _open_at(usual, self.start)
        at = datetime.combine(self._date(days), clock.astimezone(UTC).time(), UTC)
        # The product compares days of the month, so at the end of one it goes on.
        if from_morning and at.day < _open_at(usual, at).astimezone(UTC).day:
            at = datetime.combine(at.date(), MIDNIGHT, UTC)
        return self.schedule.add(_open_at(self.schedule, at), rest)

    def _date(self, days: int) -> date:
        """The date in UTC on which the first hours of the last day end: that is what the product goes by."""
        zone = zone_named(self.schedule.timezone)
        first = _open_at(self.schedule, self.start)
        last = self.schedule.add_days(first, days, rule="same_time", starts="at_once", ends="as_is")
        midnight = datetime.combine(in_zone(last, zone).date(), MIDNIGHT)
        before, after = (first_instant(each, zone) for each in (midnight, midnight + ONE_DAY))
        ends = next(self.schedule.windows(max(first, before), after)).end
        # Hours until midnight end a moment earlier in the product, on the day on which they opened.
        return (ends if ends < after else ends - timedelta.resolution).astimezone(UTC).date()


def _open_at(schedule: Schedule, at: datetime) -> datetime:
    """The first instant at or after another at which it is open."""
    return at if schedule.is_open(at) else schedule.next_opening(at)

"""What of a target is probably not meant: that later requests are due earlier, hours that its schedule lacks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from slaclock.errors import SlaClockError
from slaclock.hours import Schedule, clock_text, first_instant, to_utc, write_time, zone_named
from slaclock.review.cut_off_readings import cut_off_doubts
from slaclock.review.usual_weeks import A_MONDAY, usual_week
from slaclock.targets import Target, said_hours

_STEP = timedelta(minutes=30)
_WEEKS = timedelta(days=14)


def target_doubts(target: Target, schedule: Schedule, today: date | None) -> Iterator[tuple[str, str]]:
    """What is said of a target, each with the number of its rule.

    Args:
        target: With every choice decided.
        schedule: On which it is counted.
        today: The date from which examples are sought; without one, any will do.
    """
    if breaks := out_of_order(target, schedule, today or A_MONDAY):
        yield breaks, "R20"
    yield from ((text, "R19") for text in (*_of_hours(target, schedule), *_of_weeks(target, schedule)))
    yield from ((text, "R11") for text in cut_off_doubts(target, schedule))
    yield from ((text, "R11") for text in _of_end(target, schedule, today or A_MONDAY))


def out_of_order(target: Target, schedule: Schedule, first: date) -> str | None:
    """Two requests of which the later is due earlier, if some choices of a target bring that about (R20)."""
    found = _out_of_order(target, schedule, first) if _may_break_order(target) else None
    if found is None:
        return None
    zone = zone_named(schedule.timezone)
    one, other = (tuple(clock_text(at, zone) for at in pair) for pair in found)
    ways = [_written(way) for way in _ways_out(target) if not _out_of_order(_changed(target, way), schedule, first)]
    return (
        f"{target} makes a later request due earlier: what is opened {one[0]} is due {one[1]}, "
        f"and what is opened {other[0]}, {other[1]}; write {' or '.join(ways)}"
    )


_Asked = tuple[datetime, datetime]
"""When something was opened and when it is due."""


def _out_of_order(target: Target, schedule: Schedule, first: date) -> tuple[_Asked, _Asked] | None:
    """The first request in two weeks that is due earlier than one before it, after that one."""
    zone = zone_named(schedule.timezone)
    asked = schedule.model_copy(update={"outside_coverage": "ignore"})
    start = datetime.combine(first - timedelta(days=first.weekday()), time(0), zone)
    latest: _Asked | None = None
    for number in range(_WEEKS // _STEP):
        opened = to_utc(start) + number * _STEP
        try:
            due = target.due(opened, asked)
        except SlaClockError:
            return None
        if latest and due < latest[1]:
            return latest, (opened, due)
        latest = max(latest or (opened, due), (opened, due), key=lambda pair: pair[1])
    return None


def _may_break_order(target: Target) -> bool:
    if target.counts != "business_days":
        return isinstance(target.ends, time) and target.duration is not None
    count = target.day_count
    if count.rule != "same_time" or count.days <= 0 or count.of or isinstance(count.ends, time):
        return False
    return count.starts == "at_once" or count.ends in ("as_is", "previous_closing")


_Way = dict[str, str]
"""Choices that a target may take instead of its own."""


def _ways_out(target: Target) -> list[_Way]:
    """Changes that may keep the order; the last one does."""
    if target.counts != "business_days":
        return [{"ends": "as_is"}]
    return [
        *([{"starts": "next_opening"}] if target.starts == "at_once" else []),
        *({"ends": ends} for ends in ("same_day", "next_opening") if target.ends != ends),
    ]


def _changed(target: Target, way: _Way) -> Target:
    return target.model_copy(update=way)


def _written(way: _Way) -> str:
    return " and ".join(f"`{choice}: {value}`" for choice, value in way.items())


def _of_hours(target: Target, schedule: Schedule) -> Iterator[str]:
    """Hours that a text names, and that are the schedule's to state."""
    said = said_hours(target.text)
    if said.shape and target.counts in ("open_time", "business_days"):
        hours, days = said.shape
        found = _usual_shape(schedule)
        if found and found != (timedelta(hours=hours), days):
            yield (
                f"'{target}' says {hours} hours on {days} days, and {schedule.name} is usually open "
                f"{_plain(found[0])} hours on {found[1]} days"
            )
    if said.is_local:
        yield (
            f"'{target}' says local hours; they are read on the clocks of {schedule.timezone}, as those of "
            f"{schedule.name} are; state `timezone: customer` for those of the customer"
        )


def _of_weeks(target: Target, schedule: Schedule) -> Iterator[str]:
    """Weeks begin on Monday, and the business week of a schedule may not."""
    windows = schedule.hours if isinstance(schedule.hours, tuple) else ()
    if target.of in ("week", "next_week") and any("Sun" in window.days for window in windows):
        yield (
            f"'{target}' is about a week from Monday to Sunday, and {schedule.name} opens on Sundays, which end it; "
            "write a number of business days if its week begins on Sunday"
        )


def _of_end(target: Target, schedule: Schedule, first: date) -> Iterator[str]:
    """A time of day at which a target ends, on the first date of a year on which support has closed before it."""
    if target.counts not in _END_WITH_SUPPORT or target.of or not isinstance(target.ends, time):
        return
    zone = zone_named(schedule.timezone)
    timeline = schedule.model_copy(update={"outside_coverage": "ignore"})._timeline
    for number in range(_DATES):
        if day := timeline.day(first + timedelta(days=number)):
            closes = day.spans[-1][1].astimezone(zone)
            ends = first_instant(datetime.combine(day.date, target.ends), zone).astimezone(zone)
            if closes.date() == day.date and closes < ends:
                yield (
                    f"'{target}' may be due {clock_text(ends, zone)}, and on that date {schedule.name} closes at "
                    f"{write_time(closes.time())}; write {_END_WITH_SUPPORT[target.counts]} in place of the time of "
                    "day if it should end with support, or leave it if it may be due while closed"
                )
                return


_DATES = 366
_END_WITH_SUPPORT = {"business_days": "`day_rule: close`", "open_time": "`ends: previous_closing`"}
"""What is written, by what a target counts, for one that is due by the end of support on its date."""


def _usual_shape(schedule: Schedule) -> tuple[timedelta, int] | None:
    """The most hours of a day in a week without holidays, and on how many days it opens; `None` if it is combined."""
    lengths = [sum((end - start for start, end in day.spans), timedelta(0)) for day in usual_week(schedule)]
    return (max(lengths), len(lengths)) if lengths else None


def _plain(duration: timedelta) -> str:
    return f"{duration / timedelta(hours=1):g}"

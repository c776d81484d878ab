"""What a cut-off is on the shifts of a schedule, and which put off all that comes, or nothing (R11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import NamedTuple

from slaclock.hours import MIDNIGHT, Day, Schedule, cut_off_of, write_time, zone_named
from slaclock.policy import SlaPolicy
from slaclock.review.doubts import Path
from slaclock.review.readings import Reading
from slaclock.review.usual_weeks import usual_week
from slaclock.targets import Target
from slaclock.tickets import Promised


class _Shift(NamedTuple):
    """A business day of a usual week on its own clocks, with its cut-off."""

    opens: datetime
    closes: datetime
    cut_off: datetime

    @property
    def goes_over_midnight(self) -> bool:
        """Whether it ends on a later date, and not at its beginning."""
        return self.closes.date() > self.opens.date() and self.closes.time() > MIDNIGHT

    @property
    def is_before(self) -> bool:
        """Whether the cut-off is over when it opens, which puts off all that comes in it."""
        return self.cut_off <= self.opens

    @property
    def is_after(self) -> bool:
        """Whether it is closed at the cut-off, which puts nothing off; midnight is the end of a date on purpose."""
        return self.cut_off >= self.closes and self.cut_off.time() != MIDNIGHT

    @property
    def inside(self) -> time:
        """A time of day in it: a full hour about its middle."""
        middle = self.opens + (self.closes - self.opens) / 2
        hour = middle.replace(minute=0, second=0)
        return (hour if hour > self.opens else middle).time()


def cut_off_readings(policy: SlaPolicy) -> Iterator[Reading]:
    """Cut-offs in shifts over midnight, where a time of day could be of the date on which they open or of the next."""
    found: dict[tuple[str, str], tuple[str, list[Path]]] = {}
    for target, schedule, path in _counted(policy):
        inside = (each for each in _shifts(target, schedule) if each.goes_over_midnight)
        if shift := next((each for each in inside if not each.is_before and not each.is_after), None):
            text = (
                f"it is the {write_time(shift.cut_off.time())} in the shift from {write_time(shift.opens.time())} to "
                f"{write_time(shift.closes.time())}: what comes later in that shift counts from the next business day"
            )
            cut_off = write_time(target.cut_off) if isinstance(target.cut_off, time) else str(target.cut_off)
            found.setdefault((schedule.name, cut_off), (text, []))[1].append(path)
    for (name, written), (text, paths) in found.items():
        yield Reading(
            where=f"cut-offs on schedule {name}",
            choice=f"cut_off: {written}",
            rule="R11",
            text=text,
            stated=True,
            paths=tuple(dict.fromkeys(paths)),
        )


def cut_off_doubts(target: Target, schedule: Schedule) -> Iterator[str]:
    """A cut-off that puts off every request of a business day, or none."""
    if not (shifts := _shifts(target, schedule)):
        return
    first = shifts[0]
    written, opens = write_time(first.cut_off.time()), write_time(first.opens.time())
    if all(each.is_before for each in shifts):
        yield (
            f"the cut-off {written} of '{target}' lies before {schedule.name} opens at {opens}, so whatever comes "
            f"while it is open counts from the next business day; write e.g. `cut_off: {_later(first.cut_off.time())}`"
        )
        return
    # Where shifts belong to the date on which they close, it starts at the opening what would start at once.
    starts_at_once = schedule.belongs_to == "closing_date" and target.starts == "at_once"
    if not starts_at_once and all(each.goes_over_midnight and each.is_after for each in shifts):
        closes, inside = write_time(first.closes.time()), write_time(first.inside)
        yield (
            f"the cut-off {written} of '{target}' lies in no shift of {schedule.name}, which opens at {opens} and "
            f"closes at {closes} on the next date, so it puts nothing off: what comes at {written} or later "
            f"is due as without it; write a time of day in the shift, e.g. `cut_off: {inside}`, or leave it out"
        )


def _counted(policy: SlaPolicy) -> Iterator[tuple[Target, Schedule, Path]]:
    """Every promise, with the schedule on which it is counted."""
    for plan, metric, priority, offer in policy.offers():
        path: Path = ("plans", plan, "metrics", metric, *(("priorities", priority) if priority else ()))
        for number, promised in enumerate((offer.usual, *(case.promised for case in offer.cases)), -1):
            if isinstance(promised, Promised):
                yield promised.target, promised.schedule, path if number < 0 else (*path, "when", number)


def _shifts(target: Target, schedule: Schedule) -> list[_Shift]:
    """The business days of a usual week that have a cut-off."""
    if target.cut_off is None or target.counts not in ("open_time", "business_days"):
        return []
    zone = zone_named(schedule.timezone)

    def local(day: Day, cut_off: datetime) -> _Shift:
        return _Shift(*(at.astimezone(zone) for at in (day.spans[0][0], day.spans[-1][1], cut_off)))

    return [local(day, end) for day in usual_week(schedule) if (end := cut_off_of(day, target.cut_off, zone))]


def _later(reading: time) -> str:
    """Twelve hours later, where that is the same date."""
    return write_time(reading.replace(hour=reading.hour + 12) if reading.hour < 12 else time(16))

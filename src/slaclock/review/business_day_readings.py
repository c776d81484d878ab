"""Which days of the week are business days where these are not Monday to Friday alone (R10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from slaclock.hours import WEEK, Combination, Schedule, Weekday, write_days
from slaclock.policy import SlaPolicy
from slaclock.review.doubts import Path
from slaclock.review.hours_wording import is_always_open
from slaclock.review.readings import Reading
from slaclock.review.usual_weeks import A_MONDAY, usual
from slaclock.tickets import Promised

_DATES = 366
_WEEKEND: dict[Weekday, str] = {"Sat": "Saturdays", "Sun": "Sundays"}


def business_day_readings(policy: SlaPolicy) -> Iterator[Reading]:
    """Schedules on which business days are counted, or asked about, and that open on Saturdays or Sundays.

    Working days, `días hábiles` and their like are Monday to Friday for some and take Saturdays in for others.
    """
    found: dict[str, tuple[Schedule, list[Path]]] = {}
    for schedule, path in _counted(policy):
        found.setdefault(schedule.name, (schedule, []))[1].append(path)
    for name, (schedule, paths) in found.items():
        open_on = _open_days(schedule)
        if open_on & _WEEKEND.keys() and not is_always_open(schedule):
            weekend = " and ".join(name for day, name in _WEEKEND.items() if day in open_on)
            yield Reading(
                where=f"business days of schedule {name}",
                choice=f"business_days: {write_days(tuple(day for day in WEEK if day in open_on))}",
                rule="R10",
                text=f"business days, working days and what other languages call them are the days on which it opens, "
                f"{weekend} among them; name a schedule without these where they do not count",
                paths=tuple(dict.fromkeys(paths)),
            )


def _counted(policy: SlaPolicy) -> Iterator[tuple[Schedule, Path]]:
    """The schedules on which something counts business days, or asks whether it came on one."""
    for plan, metric, priority, offer in policy.offers():
        path: Path = ("plans", plan, "metrics", metric, *(("priorities", priority) if priority else ()))
        for number, promised in enumerate((offer.usual, *(case.promised for case in offer.cases)), -1):
            if isinstance(promised, Promised) and promised.target.counts == "business_days":
                yield promised.schedule, path if number < 0 else (*path, "when", number)
        for number, case in enumerate(offer.cases):
            if any("business_days" in part.days for part in case.received.each()):
                yield case.hours, (*path, "when", number, "received")
    for name, notice in policy.notices.items():
        if notice.target.counts == "business_days":
            yield policy._schedules.counted_on(notice.schedule), ("notices", name)


def _open_days(schedule: Schedule) -> frozenset[Weekday]:
    """The days of the week on which a schedule opens in a usual week, in any of its seasons."""
    if isinstance(schedule.hours, Combination):
        first, *others = (_open_days(part) for part in schedule.hours.schedules)
        match schedule.hours.combine:
            case "union":
                return first.union(*others)
            case "intersection":
                return first.intersection(*others)
            case _:
                return first
    seasons: set[Weekday] = {day for season in schedule.seasons for window in season.hours for day in window.days}
    in_usual_weeks = usual(schedule)
    dates = (A_MONDAY + timedelta(days=number) for number in range(_DATES))
    return frozenset((*seasons, *(WEEK[day.weekday()] for day in dates if in_usual_weeks.is_business_day(day))))

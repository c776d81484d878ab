"""What is promised, as plain data: targets with every choice decided, conditions, offers (R11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from slaclock.compiled.years import TICK
from slaclock.errors import NotPromisedError
from slaclock.hours import MIDNIGHT, WEEK, CutOff, CutOffs, HolidayCalendar, Schedule, is_yearly, read_date
from slaclock.policy import MONTHS, NoCommitment, Offer, OfferedIf, Received, calendars_of
from slaclock.spelling import folded
from slaclock.targets import Target
from slaclock.tickets import Promised

_EPOCH = date(1970, 1, 1)


def microseconds(reading: time) -> int:
    """A time of day as microseconds since midnight."""
    return (datetime.combine(_EPOCH, reading) - datetime.combine(_EPOCH, MIDNIGHT)) // TICK


def target_facts(target: Target) -> dict[str, Any]:
    """A target with every choice decided; durations and times of day in microseconds."""
    found: dict[str, Any] = {"written": target.written, "counts": target.counts}
    if target.duration is not None:
        found["duration"] = target.duration // TICK
    elif target.counts == "business_days":
        found |= _days_counted(target)
    else:
        found |= {"days": target.days, "months": target.months}
    starts, ends = (found.pop(key, None) for key in ("starts", "ends"))
    found["starts"] = starts or target.starts or "at_once"
    found["ends"] = _end(ends or target.ends or "as_is")
    found["boundary"] = (target.counts == "open_time" and target.boundary) or "closing"
    found["cut_off"] = None if target.cut_off is None else _cut_offs(target.cut_off)
    return found


def _days_counted(target: Target) -> dict[str, Any]:
    count = target.day_count
    return {
        "days": count.days,
        "rule": count.rule,
        "of": count.of,
        "day_length": None if count.day_length is None else count.day_length // TICK,
        "starts": count.starts,
        "ends": count.ends,
    }


def _end(ends: str | time) -> str | int:
    return microseconds(ends) if isinstance(ends, time) else ends


def _cut_offs(cut_off: CutOff) -> list[int | None]:
    """The cut-off of each weekday, Monday first."""
    each = cut_off.by_weekday if isinstance(cut_off, CutOffs) else (cut_off,) * len(WEEK)
    return [None if reading is None else microseconds(reading) for reading in each]


class Places(NamedTuple):
    """Where what is shared is written: each function gives the place of something in its list."""

    schedule: Callable[[Schedule], int]
    target: Callable[[Target], int]
    calendar: Callable[[tuple[HolidayCalendar, ...]], int]


def offer_facts(offer: Offer, places: Places) -> dict[str, Any]:
    """What is offered for a plan, a metric and a priority: usually, and for requests that meet conditions."""
    found = _promised(offer.usual, places)
    if offer.cases:
        found["cases"] = [_case(case, places) for case in offer.cases]
    return found


def _case(case: OfferedIf, places: Places) -> dict[str, Any]:
    condition = condition_facts(case.received, case.hours, case.named, case.holidays, places)
    return {"if": condition, **_promised(case.promised, places)}


def _promised(promised: Promised | NoCommitment, places: Places) -> dict[str, Any]:
    if isinstance(promised, Promised):
        return {"target": places.target(promised.target), "schedule": places.schedule(promised.schedule)}
    try:
        promised.refuse()
    except NotPromisedError as refusal:
        return {"nothing": str(refusal)}


def condition_facts(
    received: Received,
    hours: Schedule,
    named: Mapping[str, Schedule],
    holidays: HolidayCalendar | None,
    places: Places,
) -> dict[str, Any]:
    """A condition on how a request arrives; what it does not say is left out."""
    schedule = received.hours_among(hours, named)
    said = dict(_said(received, schedule, named, holidays, places))
    for key, within in (("any_of", received.any_of), ("none_of", received.none_of)):
        if within:
            said[key] = [condition_facts(each, schedule, named, holidays, places) for each in within]
    return {"schedule": places.schedule(schedule), **said}


def _said(
    received: Received,
    schedule: Schedule,
    named: Mapping[str, Schedule],
    holidays: HolidayCalendar | None,
    places: Places,
) -> Iterator[tuple[str, Any]]:
    if received.channels:
        yield "channels", [folded(channel) for channel in received.channels]
    if received.hours is not None:
        yield "open", received.wants_open(named)
    if received.days:
        own = tuple(calendar for calendar in calendars_of(schedule) if calendar.sources)
        other = () if holidays is None else (holidays,)
        yield (
            "days",
            {
                "weekdays": [number for number, day in enumerate(WEEK) if day in received.days],
                "holidays": places.calendar(own or other) if "holidays" in received.days else None,
                "business_days": "business_days" in received.days,
            },
        )
    if received.months:
        yield "months", [number for number, month in enumerate(MONTHS, 1) if month in received.months]
    if received.first or received.last:
        yield (
            "dates",
            {
                "yearly": is_yearly(received.first or received.last),
                "first": _day_number(received.first),
                "last": _day_number(received.last),
            },
        )
    for key in ("since", "after", "before"):
        if (reading := getattr(received, key)) is not None:
            yield key, microseconds(reading)


def _day_number(text: str) -> int | None:
    """A date as days since 1970, or one of every year as its month times a hundred and its day."""
    if not text:
        return None
    day = read_date(text)
    return day.month * 100 + day.day if is_yearly(text) else (day - _EPOCH).days

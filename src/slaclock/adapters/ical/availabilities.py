"""VAVAILABILITY of RFC 7953: when somebody is available, several of them by their priorities (R4, R5, R6).

Within the time of an availability only what is AVAILABLE is open; of several that hold at once the one with the highest
priority decides. The one without an end has the usual hours, the others are seasons and closed dates within it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from slaclock.adapters.ical.content import Component, Property
from slaclock.adapters.ical.events import Timed, leave_unknown, timed_event
from slaclock.adapters.ical.times import Reading, Zones, date_or_reading, duration_of
from slaclock.adapters.ical.week_and_dates import WeekAndDates, week_and_dates
from slaclock.adapters.losses import Account
from slaclock.hours import MIDNIGHT, ONE_DAY, dates_between

_LOWEST = 10
"""The rank of a priority of 0, which is the lowest."""
_KNOWN = frozenset({"BUSYTYPE", "PRIORITY"})
_NEVER = "it has no AVAILABLE, so support would never open; leave it out"
MOST_CLOSED = 3_660
"""Dates of an availability without hours."""


@dataclass(frozen=True)
class Availability:
    """One availability: from when to when it holds, and what is open in that time."""

    component: Component
    rank: int
    """1 comes before all others."""
    starts: tuple[Property, date | Reading] | None
    ends: tuple[Property, date | Reading] | None
    available: tuple[Timed, ...]


@dataclass(frozen=True)
class AvailableHours:
    """Hours as a policy states them."""

    usual: WeekAndDates
    seasons: tuple[dict[str, Any], ...]
    closed: dict[date, str]
    """Dates that are closed from midnight to midnight."""


def read_availabilities(calendar: Component, zones: Zones, account: Account) -> list[Availability]:
    """The availabilities of a calendar, those of the highest priority first.

    Raises:
        PayloadError: Something of one cannot be read.
    """
    found = [_availability(each, zones, account) for each in calendar.of_kind("VAVAILABILITY")]
    if found and not any(each.available for each in found):
        raise found[0].component.error(_NEVER)
    return sorted(found, key=lambda each: each.rank)


def _availability(component: Component, zones: Zones, account: Account) -> Availability:
    leave_unknown(component, account, _KNOWN)
    for name in ("RRULE", "RDATE", "EXDATE", "EXRULE"):
        if stated := component.all(name):
            raise stated[0].error("an availability does not repeat; write the rule in its AVAILABLE")
    starts, ends = (_bound(component, name, zones) for name in ("DTSTART", "DTEND"))
    length = component.get("DURATION")
    if length and ends is None:
        if starts is None:
            raise length.error("it has a length and no DTSTART; write when it begins")
        ends = (length, _later(starts[1], length))
    available = tuple(timed_event(each, zones, account) for each in component.of_kind("AVAILABLE"))
    for _ in available:
        account.read("available")
    account.read("availabilities")
    return Availability(component, _rank(component), starts, ends, available)


def _later(start: date | Reading, length: Property) -> date | Reading:
    if isinstance(start, Reading):
        return Reading(start.local + duration_of(length), start.zone)
    return start + duration_of(length)


def _bound(component: Component, name: str, zones: Zones) -> tuple[Property, date | Reading] | None:
    stated = component.get(name)
    return (stated, date_or_reading(stated, zones)) if stated else None


def _rank(component: Component) -> int:
    stated = component.get("PRIORITY")
    if stated is None:
        return _LOWEST
    if not stated.value.strip().isdecimal() or not 0 <= (given := int(stated.value.strip()[:5])) <= 9:
        raise stated.error(f"a priority is 1 (the highest) to 9, or 0 for none, not {stated.shown}")
    return given or _LOWEST


def available_hours(found: Sequence[Availability], zone: str, account: Account) -> AvailableHours:
    """What availabilities open, on the clocks of a zone.

    Args:
        found: Availabilities, those of the highest priority first.
        zone: The zone of all that repeats in them.
        account: Where losses are noted.

    Raises:
        PayloadError: Two of one priority hold at once, or hours change within a date.

    Rules: R4, R5, R6, R19.
    """
    usual, within = _usual_and_within(found, account)
    base = week_and_dates(usual.available, zone, account)
    periods = [_Period(each, *_dates(each, zone)) for each in within]
    for number, period in enumerate(periods):
        _refuse_unclear(period, periods[number + 1 :])
    seasons: list[dict[str, Any]] = []
    closed: dict[date, str] = {}
    own, names = dict(base.own), dict(base.names)
    # Of two seasons the later stated holds: those of the highest priority stand last.
    for period in reversed(periods):
        own = {day: times for day, times in own.items() if not period.first <= day <= period.last}
        if not period.availability.available:
            closed |= dict.fromkeys(dates_between(period.first, period.last), period.availability.component.name)
            continue
        _refuse_nights(period, (*usual.available, *period.availability.available))
        season, its_own = _season(period, zone, account)
        seasons.append(season)
        own |= its_own.own
        names |= its_own.names
    bounded = _closed_outside(usual, zone, account)
    return AvailableHours(WeekAndDates(base.hours, own, names), (*seasons, *bounded), closed)


@dataclass(frozen=True)
class _Period:
    availability: Availability
    first: date
    last: date

    def overlaps(self, other: _Period) -> bool:
        return self.first <= other.last and other.first <= self.last


def _usual_and_within(found: Sequence[Availability], account: Account) -> tuple[Availability, list[Availability]]:
    """The one without an end, and those of a higher priority; what it hides is a loss."""
    endless = [each for each in found if each.ends is None and (each.starts is None or each is found[-1])]
    if not endless and len(found) == 1:
        endless = [*found]
    if not endless:
        raise found[-1].component.error(
            "no availability holds for all time; write one without DTSTART and DTEND, of the lowest priority"
        )
    usual = endless[0]
    for each in found:
        if each is not usual and each.rank == usual.rank:
            raise each.component.error("another availability of the same priority holds at once; give it another")
        if each.rank > usual.rank:
            what = "an availability of a higher priority holds for all time"
            account.lose(each.component.path, what, "this one was left out: it never decides")
    if not usual.available:
        raise usual.component.error(_NEVER)
    return usual, [each for each in found if each.rank < usual.rank]


def _dates(availability: Availability, zone: str) -> tuple[date, date]:
    """The first and the last date for which an availability holds."""
    if availability.starts is None or availability.ends is None:
        raise availability.component.error("it holds with hours of others; write its DTSTART and its DTEND")
    first, after = (_midnight(*each, zone) for each in (availability.starts, availability.ends))
    if after <= first:
        raise availability.ends[0].error(f"it ends on {after}, not after it begins on {first}")
    if (after - first).days > MOST_CLOSED:
        raise availability.ends[0].error(f"it holds for more than {MOST_CLOSED:,} dates; write it as the usual hours")
    return first, after - ONE_DAY


def _midnight(stated: Property, given: date | Reading, zone: str) -> date:
    if not isinstance(given, Reading):
        return given
    local = given.on_clocks_of(zone)
    if local.time() != MIDNIGHT:
        raise stated.error(f"hours change at {local:%H:%M}, within a date; let it begin and end at midnight in {zone}")
    return local.date()


def _refuse_unclear(period: _Period, lower: Sequence[_Period]) -> None:
    """Refuse two of one priority at once, and hours of some dates within what a lower one closes."""
    for other in filter(period.overlaps, lower):
        if other.availability.rank == period.availability.rank:
            raise other.availability.component.error(
                "another availability of the same priority holds at once; give it another"
            )
        if period.availability.available and not other.availability.available:
            raise period.availability.component.error(
                "it opens dates that another availability closes; let that one end before it, and begin again behind it"
            )


def _season(period: _Period, zone: str, account: Account) -> tuple[dict[str, Any], WeekAndDates]:
    held = week_and_dates(period.availability.available, zone, account)
    weekly = [text for text in held.hours if isinstance(text, str)]
    dated = [rule for rule in held.hours if not isinstance(rule, str)]
    if any(rule["rrule"] != "FREQ=DAILY;COUNT=1" for rule in dated):
        raise period.availability.component.error("its hours follow a rule that is not weekly; write a week for it")
    own = {day: times for day, times in held.own.items() if period.first <= day <= period.last}
    for rule in dated:
        # The first of hours that are listed by date.
        day = date.fromisoformat(rule["first"])
        if period.first <= day <= period.last:
            own[day] = (*own.get(day, ()), f"{rule['opens']}-{rule['closes']}")
    season = {"first": period.first.isoformat(), "last": period.last.isoformat(), "hours": weekly or "closed"}
    name = period.availability.component.name
    return season | ({"name": name} if name else {}), WeekAndDates(held.hours, own, held.names)


def _refuse_nights(period: _Period, events: Sequence[Timed]) -> None:
    """Refuse events over midnight, which another availability cuts there."""
    for event in events:
        if event.end - event.start <= ONE_DAY and event.end > datetime.combine(event.start.date() + ONE_DAY, MIDNIGHT):
            raise event.component.error(
                f"it goes over midnight, where other hours begin for a time ({period.first} to {period.last}); "
                "write it as two that meet at midnight"
            )


def _closed_outside(usual: Availability, zone: str, account: Account) -> list[dict[str, Any]]:
    """What lies before and after the usual hours: nobody says that it is open."""
    found = []
    if usual.starts:
        what = f"it holds from {_day(usual.starts[1], zone)} on"
        account.lose(usual.starts[0].path, what, "its hours were read as those of the time before, too")
    if usual.ends:
        after = _midnight(*usual.ends, zone)
        account.lose(usual.ends[0].path, f"it holds until {after}", "nothing was read as open from then on")
        found.append({"first": after.isoformat(), "hours": "closed"})
    return found


def _day(given: date | Reading, zone: str) -> date | datetime:
    return given.on_clocks_of(zone).date() if isinstance(given, Reading) else given

"""Schedules and closures by name, made of what a policy states: hours, combinations, the customer's clocks (R3–R6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from slaclock.declaration import FrozenMapping
from slaclock.errors import UnknownNameError, named
from slaclock.hours import (
    BelongsTo,
    Combination,
    HolidayCalendar,
    HolidayRule,
    Operator,
    OutsideCoverage,
    Schedule,
    unknown_occasions,
)
from slaclock.policy.schedule_entries import CUSTOMER, ScheduleEntry

Entries = Mapping[str, ScheduleEntry]


class Usual(NamedTuple):
    """What a policy states for all of its schedules, where they state nothing else."""

    timezone: str
    holidays: HolidayCalendar
    holiday_rule: HolidayRule
    belongs_to: BelongsTo
    outside_coverage: OutsideCoverage


class Schedules:
    """The schedules and closures of a policy by name, each made when it is first asked for."""

    def __init__(self, schedules: Entries, closures: Entries, usual: Usual) -> None:
        self._schedules = schedules
        self._closures = closures
        self._usual = usual
        self._made: dict[str, Schedule] = {}

    @property
    def names(self) -> Iterable[str]:
        """The names of the schedules."""
        return self._schedules

    @property
    def holidays(self) -> HolidayCalendar:
        """The holidays of schedules that state none."""
        return self._usual.holidays

    def schedule(self, name: str) -> Schedule:
        """The schedule of that name.

        Raises:
            UnknownNameError: There is none, or it is read on the clocks of a customer who is not known.
        """
        entry = named(self._schedules, name, "schedule")
        return self._known(name, entry, HolidayCalendar() if entry.is_open_always else self._usual.holidays)

    def closure(self, name: str) -> Schedule:
        """The closure of that name, as a schedule that is open while the closure lasts; errors as for `schedule`."""
        return self._known(name, named(self._closures, name, "closure"), HolidayCalendar())

    def either(self, name: str) -> Schedule:
        """The closure of that name, or else the schedule; errors as for `schedule`."""
        return self.closure(name) if name in self._closures else self.schedule(name)

    def counted_on(self, name: str | None) -> Schedule:
        """The schedule of that name; without a name the only one, or all time. Errors as for `schedule`."""
        if name is not None:
            return self.schedule(name)
        if len(self._schedules) == 1:
            return self.schedule(next(iter(self._schedules)))
        return Schedule(timezone=self._usual.timezone, hours="24x7", name="24x7")

    def _known(self, name: str, entry: ScheduleEntry, holidays: HolidayCalendar) -> Schedule:
        if name not in self._made:
            self._made[name] = _made(name, entry, self._usual._replace(holidays=holidays), self.either)
        return self._made[name]


def _made(name: str, entry: ScheduleEntry, usual: Usual, part: Callable[[str], Schedule]) -> Schedule:
    """The schedule that an entry states; `part` gives those of which it is made."""
    if entry.timezone == CUSTOMER:
        raise UnknownNameError(
            f"{name} is read on the clocks of the customer; say where that is, "
            "e.g. policy.for_customer('Asia/Tokyo') or --customer-timezone Asia/Tokyo"
        )
    if entry.customer_holidays:
        raise UnknownNameError(
            f"{name} is closed on the holidays of the customer; say which these are, e.g. "
            "policy.for_customer('Asia/Tokyo', holidays='JP') or --customer-timezone Asia/Tokyo --customer-holidays JP"
        )
    base = _of_hours(name, entry, usual) if entry.hours else _of_others(name, entry, usual, part)
    if not entry.excluding:
        return base
    parts = (base.model_copy(update={"name": ""}), *map(part, entry.excluding))
    return combined("difference", parts, name, base.timezone, usual.outside_coverage)


def _of_hours(name: str, entry: ScheduleEntry, usual: Usual) -> Schedule:
    assert entry.hours is not None
    return Schedule(
        timezone=entry.timezone or usual.timezone,
        hours=entry.hours,
        holidays=usual.holidays if entry.holidays is None else entry.holidays,
        exceptions=entry.exceptions,
        seasons=entry.seasons,
        holiday_rule=entry.holiday_rule or usual.holiday_rule,
        belongs_to=entry.belongs_to or usual.belongs_to,
        outside_coverage=usual.outside_coverage,
        name=name,
    )


def _of_others(name: str, entry: ScheduleEntry, usual: Usual, part: Callable[[str], Schedule]) -> Schedule:
    parts = [part(each) for each in entry.any_of or entry.all_of or entry.outside]
    zone = entry.timezone or parts[0].timezone
    operator: Operator = "union" if entry.any_of else "intersection"
    if entry.outside:
        operator = "difference"
        parts.insert(0, Schedule(timezone=zone, hours="24x7", outside_coverage=usual.outside_coverage))
    return combined(operator, parts, name, zone, usual.outside_coverage)


def combined(
    operator: Operator, parts: Iterable[Schedule], name: str, timezone: str, outside_coverage: OutsideCoverage
) -> Schedule:
    """A schedule made from others, under a name of its own."""
    hours = Combination(combine=operator, schedules=tuple(parts))
    return Schedule(timezone=timezone, hours=hours, outside_coverage=outside_coverage, name=name)


def for_customer(
    schedules: Entries, closures: Entries, timezone: str, holidays: HolidayCalendar | None
) -> dict[str, FrozenMapping[ScheduleEntry]]:
    """What a policy states as `schedules` and `closures`, for a customer on whose clocks some of them are read.

    Args:
        schedules: Those for which nothing else is stated are closed on the customer's holidays.
        closures: They have no holidays.
        timezone: IANA name of the customer's zone.
        holidays: The customer's; the policy's where nothing is given.
    """
    return {
        "schedules": FrozenMapping({name: _there(entry, timezone, holidays) for name, entry in schedules.items()}),
        "closures": FrozenMapping({name: _there(entry, timezone, None) for name, entry in closures.items()}),
    }


def _there(entry: ScheduleEntry, timezone: str, holidays: HolidayCalendar | None) -> ScheduleEntry:
    """The same entry, in the customer's zone where it is read on the customer's clocks."""
    if entry.timezone != CUSTOMER and not entry.customer_holidays:
        return entry
    there = {"timezone": timezone} if entry.timezone == CUSTOMER else {}
    stays_closed = entry.holidays is not None or not entry.hours or entry.is_open_always
    if holidays is None or (stays_closed and not entry.customer_holidays):
        return entry.model_copy(update=there)
    # Hours of a holiday that is not kept there hold on no date.
    elsewhere = unknown_occasions(entry.exceptions, holidays)
    exceptions = tuple(each for place, each in enumerate(entry.exceptions) if place not in elsewhere)
    closed = {"holidays": holidays, "customer_holidays": False, "exceptions": exceptions}
    return entry.model_copy(update={**there, **closed})


def with_customer_holidays(entries: Entries, holidays: HolidayCalendar) -> FrozenMapping[ScheduleEntry]:
    """The same schedules, closed on some holidays where they are closed on those of the customer."""
    known = {"holidays": holidays, "customer_holidays": False}
    return FrozenMapping(
        {name: entry.model_copy(update=known) if entry.customer_holidays else entry for name, entry in entries.items()}
    )

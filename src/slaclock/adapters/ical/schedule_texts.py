"""Schedules as iCalendar: events that repeat, or an availability; holidays left out of both (R3, R4, R5, R6, R19)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from slaclock.adapters.closed_runs import runs_of
from slaclock.adapters.dated_hours import DatedHours, dated_hours
from slaclock.adapters.unsayable_hours import refuse_closing_dates
from slaclock.adapters.written_parts import span_of, the_schedule
from slaclock.errors import PayloadError
from slaclock.hours import MIDNIGHT, ONE_DAY, ClockRange, Recurrence, Schedule, SupportWindow
from slaclock.policy import SlaPolicy
from slaclock.safe import for_icalendar

if TYPE_CHECKING:
    from icalendar import Calendar, Component

_MAKER = "-//slaclock//support hours//EN"
_BEGINS = date(2000, 1, 1)
"""From when on hours repeat, where no year is given."""
_SHORT = {"Mon": "MO", "Tue": "TU", "Wed": "WE", "Thu": "TH", "Fri": "FR", "Sat": "SA", "Sun": "SU"}


def schedule_ics(schedule: Schedule, years: tuple[int, int] | None = None) -> str:
    """A schedule as events that repeat in its zone, so that they keep their times when clocks change.

    Holidays are left out of the events, and stand beside them as all-day events; a date with hours of its own has
    events of its own. `policy` reads the same schedule back. Needs the extra `ics`.

    Args:
        schedule: Weekly hours, rules of iCalendar, or both.
        years: The first and the last year whose holidays and exceptions are written, where these follow rules.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.
        ImportError: `icalendar` is not installed.

    Examples:
        >>> nights = Schedule(timezone="Europe/London", hours="Mon 22:00-06:00", name="Nights")
        >>> "RRULE:FREQ=WEEKLY;BYDAY=MO" in schedule_ics(nights)
        True

    Rules: R3, R4, R5, R6, R13, R19.
    """
    held = _held(schedule, years)
    if held.closed and held.has_nights and schedule.holiday_rule == "calendar_date":
        means = "write it as an availability, with availability_ics"
        raise PayloadError("holiday_rule", f"a holiday cuts nights at midnight, and events have no such rule; {means}")
    written = _Written(schedule, held, years)
    for component in (*written.repeated("VEVENT", {*held.closed}), *written.own("VEVENT"), *written.holidays()):
        written.calendar.add_component(component)
    return written.text()


def availability_ics(schedule: Schedule, years: tuple[int, int] | None = None) -> str:
    """A schedule as an availability of RFC 7953: open when AVAILABLE, and at no other time.

    Holidays that close what opens on them are left out; those that close a date from midnight to midnight are
    availabilities of a higher priority in which nothing is available. `policy` reads the same schedule back. Needs the
    extra `ics`.

    Args:
        schedule: Weekly hours, rules of iCalendar, or both.
        years: The first and the last year whose holidays and exceptions are written, where these follow rules.

    Raises:
        PayloadError: The schedule says something that the format cannot; the message names it.
        ImportError: `icalendar` is not installed.

    Examples:
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00", name="Office")
        >>> availability_ics(office).count("BEGIN:AVAILABLE")
        1

    Rules: R3, R4, R5, R6, R13, R19.
    """
    held = _held(schedule, years)
    written = _Written(schedule, held, years)
    by_date = schedule.holiday_rule == "calendar_date"
    usual = _component("Availability")
    written.name(usual, "availability", schedule.timezone)
    for component in (*written.repeated("AVAILABLE", set() if by_date else {*held.closed}), *written.own("AVAILABLE")):
        usual.add_component(component)
    written.calendar.add_component(usual)
    for component in written.busy() if by_date else written.holidays():
        written.calendar.add_component(component)
    return written.text()


def _held(schedule: Schedule, years: tuple[int, int] | None) -> DatedHours:
    held = dated_hours(schedule, years)
    if held.has_nights:
        refuse_closing_dates(schedule)
    return held


def _icalendar() -> Any:
    """The package, which is loaded when a calendar is written."""
    try:
        import icalendar
    except ImportError as error:
        raise ImportError("a calendar file needs an extra; run: pip install 'slaclock[ics]'") from error
    return icalendar


def _component(kind: str) -> Component:
    made: Component = getattr(_icalendar(), kind)()
    return made


class _Written:
    """A schedule on its way into a calendar."""

    def __init__(self, schedule: Schedule, held: DatedHours, years: tuple[int, int] | None) -> None:
        self._name = for_icalendar(schedule.name or "support")
        self._zone = ZoneInfo(schedule.timezone)
        self._held = held
        begins = date(years[0], 1, 1) if years else _BEGINS
        self._begins = min([begins, *held.closed, *held.own])
        self.calendar: Calendar = _component("Calendar")  # type: ignore[assignment]  # It is made by its name.
        self.calendar.add("prodid", _MAKER)
        self.calendar.add("version", "2.0")
        self.calendar.add("x-wr-calname", _icalendar().vText(self._name))
        self.calendar.add("x-wr-timezone", schedule.timezone)

    def text(self) -> str:
        """The whole calendar, with the zones that it names."""
        self.calendar.add_missing_timezones(first_date=self._begins, last_date=date(2040, 1, 1))
        return str(self.calendar.to_ical().decode())

    def name(self, component: Component, *parts: object) -> None:
        """Give a component the same id each time."""
        told = "|".join(map(str, (self._name, *parts)))
        component.add("uid", f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@slaclock")
        component.add("dtstamp", datetime(self._begins.year, 1, 1, tzinfo=UTC))

    def repeated(self, kind: str, closed: set[date]) -> Iterator[Component]:
        """The usual hours, without the dates that are closed and those with hours of their own."""
        left_out = sorted({*closed, *self._held.own})
        for place, window in enumerate(self._held.windows):
            first, rule = self._first_and_rule(window)
            component = self._event(kind, first, window, "usual", place)
            component.add("summary", f"{self._name}: open")
            component.add("rrule", _rule(rule))
            if without := [day for day in left_out if window in self._held.usual(day)]:
                component.add("exdate", [datetime.combine(day, window.opens, self._zone) for day in without])
            yield component

    def _first_and_rule(self, window: SupportWindow | Recurrence) -> tuple[date, str]:
        if isinstance(window, Recurrence):
            first = max(window.first, self._begins) if window.first == date.min else window.first
            return next(window.dates(first, date.max)), window.rrule
        week = (self._begins + number * ONE_DAY for number in range(7))
        first = next(day for day in week if window in self._held.usual(day))
        return first, f"FREQ=WEEKLY;BYDAY={','.join(_SHORT[day] for day in window.days)}"

    def own(self, kind: str) -> Iterator[Component]:
        """The hours of single dates."""
        for day, hours in self._held.own.items():
            for place, times in enumerate(hours):
                component = self._event(kind, day, times, "own", place)
                component.add("summary", for_icalendar(self._held.names.get(day, f"{self._name}: open")))
                yield component

    def _event(self, kind: str, day: date, times: ClockRange | Recurrence, what: str, place: int) -> Component:
        component = _component("Event" if kind == "VEVENT" else "Available")
        self.name(component, what, day, place, times)
        component.add("dtstart", datetime.combine(day, times.opens, self._zone))
        component.add("dtend", _closing(day, times.opens, times.closes, self._zone))
        return component

    def holidays(self) -> Iterator[Component]:
        """Holidays as all-day events."""
        for name, first, last in runs_of(self._held.closed):
            component = _component("Event")
            self.name(component, "holiday", first)
            component.add("dtstart", first)
            component.add("dtend", last + ONE_DAY)
            component.add("summary", for_icalendar(name))
            component.add("transp", "TRANSPARENT")
            component.add("categories", ["holiday"])
            yield component

    def busy(self) -> Iterator[Component]:
        """Holidays as availabilities in which nothing is available."""
        for name, first, last in runs_of(self._held.closed):
            component = _component("Availability")
            self.name(component, "busy", first)
            component.add("dtstart", datetime.combine(first, MIDNIGHT, self._zone))
            component.add("dtend", datetime.combine(last + ONE_DAY, MIDNIGHT, self._zone))
            component.add("priority", 1)
            component.add("summary", for_icalendar(name))
            yield component


def _rule(text: str) -> Mapping[str, object]:
    from icalendar import vRecur

    rule: Mapping[str, object] = vRecur.from_ical(text.upper().removeprefix("RRULE:"))
    return rule


def _closing(day: date, opens: time, closes: time, zone: ZoneInfo) -> datetime:
    after = timedelta(0) if closes > opens else ONE_DAY
    return datetime.combine(day + after, closes, zone)


def text_of_policy(
    policy: SlaPolicy, *, schedule: str | None = None, plan: str | None = None, years: Sequence[int] = ()
) -> str:
    """A schedule as events that repeat; a calendar has no targets.

    Rules: R3, R4, R5, R6, R19.
    """
    return schedule_ics(the_schedule(policy, schedule, plan), span_of(years))

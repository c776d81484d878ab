"""The hours of a year as iCalendar: every open stretch an event, every holiday an all-day event."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from slaclock.hours import ONE_DAY, Schedule, midnight, to_utc, zone_named
from slaclock.render.year import YearDate, year_of
from slaclock.safe import for_icalendar

if TYPE_CHECKING:
    from icalendar import Event

_MAKER = "-//slaclock//support hours//EN"


def year_ics(schedule: Schedule, year: int) -> str:
    """A year of a schedule as an iCalendar file (RFC 5545), for any calendar to show or to subscribe to.

    Needs the extra `ics`. Each stretch in which support is open is an event from one instant to another in UTC, so
    that no reader needs to know a zone; what lies over the turn of the year is cut there. Each holiday is an all-day
    event, tentative where its date is an estimate. Identifiers and bytes are the same each time.

    Args:
        schedule: Any schedule.
        year: A calendar year of the schedule's zone.

    Raises:
        ImportError: `icalendar` is not installed.
        ChoiceError: There is no such year.

    Examples:
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00", name="office")
        >>> year_ics(office, 2027).count("BEGIN:VEVENT")
        261

    Rules: R3, R5, R14.
    """
    try:
        from icalendar import Calendar, vText
    except ImportError:  # pragma: no cover - tried by hand: the tests have the extra
        raise ImportError("a calendar file needs an extra; run: pip install 'slaclock[ics]'") from None
    facts = year_of(schedule, year)
    name = for_icalendar(facts.name)
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(f"{name} {year}"))
    calendar.add("x-wr-timezone", facts.timezone)
    for event in (*_open(schedule, name, year), *_holidays(name, facts.dates)):
        calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _open(schedule: Schedule, name: str, year: int) -> Iterator[Event]:
    zone = zone_named(schedule.timezone)
    start, end = midnight(date(year, 1, 1), zone), midnight(date(year + 1, 1, 1), zone)
    for window in schedule.windows(start, end):
        event = _event(name, "open", to_utc(window.start), to_utc(window.end))
        event.add("summary", f"{name}: open")
        event.add("transp", "OPAQUE")
        yield event


def _holidays(name: str, dates: tuple[YearDate, ...]) -> Iterator[Event]:
    for day in dates:
        if day.kind != "holiday":
            continue
        # The end of an all-day event is the first date after it.
        event = _event(name, "holiday", day.date, day.date + ONE_DAY)
        event.add("summary", f"{name}: {for_icalendar(day.name)}, closed")
        event.add("transp", "TRANSPARENT")
        event.add("status", "TENTATIVE" if day.estimated else "CONFIRMED")
        if day.estimated:
            event.add("description", "The date is an estimate of its source, and may move.")
        yield event


def _event(name: str, kind: str, start: date, end: date) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", _identifier(name, kind, start))
    # When the file was made would change it each time; what it says is known at its start.
    event.add("dtstamp", datetime(start.year, 1, 1, tzinfo=UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("categories", [kind])
    return event


def _identifier(name: str, kind: str, start: date) -> str:
    """The same for what begins at the same time under the same name."""
    return f"{hashlib.sha256(f'{name}|{kind}|{start.isoformat()}'.encode()).hexdigest()[:32]}@slaclock"

"""Due dates as iCalendar: an event for each promise that is open (R18)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from slaclock.hours import to_utc
from slaclock.safe import for_icalendar
from slaclock.tickets import AgendaItem

_MAKER = "-//slaclock//due dates//EN"


def agenda_ics(items: Iterable[AgendaItem], name: str = "Due dates", warn_before: timedelta | None = None) -> str:
    """Due dates as a calendar, for any calendar to show or to subscribe to: an event at each due instant, in UTC.

    A paused clock has an event, too, which is tentative: its due date moves on. Needs the extra `ics`. Identifiers are
    the same each time, so that a calendar that subscribes moves an event and makes no second one.

    Args:
        items: What is open, as `policy.agenda` hands it over.
        name: What the calendar is called.
        warn_before: How long before each due instant a calendar reminds; by default not at all.

    Raises:
        ImportError: `icalendar` is not installed.

    Examples:
        >>> from datetime import UTC, datetime
        >>> from slaclock import SlaPolicy, Ticket
        >>> desk = SlaPolicy(name="Desk", timezone="UTC", plans={"only": {"first_response": "4 hours"}})
        >>> opened = datetime(2026, 11, 25, 9, tzinfo=UTC)
        >>> agenda = desk.agenda([Ticket(id="T-17", opened=opened)], opened)
        >>> "DTSTART:20261125T130000Z" in agenda_ics(agenda)
        True

    Rules: R1, R18.
    """
    try:
        from icalendar import Alarm, Calendar, Event, vText
    except ImportError as error:  # pragma: no cover - the tests have the extra
        raise ImportError("a calendar file needs an extra; run: pip install 'slaclock[ics]'") from error
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(for_icalendar(name)))
    for item in items:
        status = item.status
        event = Event()
        event.add("uid", _identifier(item))
        event.add("dtstamp", to_utc(status.now))
        event.add("dtstart", to_utc(status.due))
        event.add("summary", for_icalendar(f"{item.ticket.id}: {status.metric.replace('_', ' ')} due"))
        event.add("description", for_icalendar(f"{status.state}; {status.target}"))
        event.add("status", "TENTATIVE" if status.is_paused else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        if warn_before is not None:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", for_icalendar(f"{item.ticket.id} is due"))
            alarm.add("trigger", -warn_before)
            event.add_component(alarm)
        calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _identifier(item: AgendaItem) -> str:
    """The same for one cycle of one promise, whenever it is due."""
    told = f"{item.ticket.id}|{item.status.metric}|{item.status.cycle}"
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@slaclock"

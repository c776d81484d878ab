"""`policy`: calendars of hours and feeds of holidays as one policy, and what could not be carried over (R19)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from slaclock.adapters.hours_readings import reading_of_hours
from slaclock.adapters.ical.availabilities import available_hours, read_availabilities
from slaclock.adapters.ical.closures import Choice, closures
from slaclock.adapters.ical.content import LONGEST_NAME, Component, calendar_of
from slaclock.adapters.ical.events import Timed, is_whole_day, timed_event
from slaclock.adapters.ical.times import Zones
from slaclock.adapters.ical.week_and_dates import WeekAndDates, week_and_dates
from slaclock.adapters.losses import Account
from slaclock.adapters.policy_readings import PolicyReading, named_apart
from slaclock.errors import PayloadError

_LEFT_OUT = "left out of its calendar"

Texts = str | Mapping[str, str]
"""The text of a calendar, or several by what messages call them."""


def policy(
    hours: Texts,
    holidays: Texts = "",
    timezone: str | None = None,
    *,
    only: str | Collection[str] = (),
    leave_out: str | Collection[str] = (),
    years: tuple[int, int] | None = None,
    name: str = "Calendar",
) -> PolicyReading:
    """Read hours that are published as iCalendar, and the feeds of holidays that belong to them.

    Each calendar of hours becomes a schedule: of events with times, or of VAVAILABILITY. All-day events beside them,
    and those of the feeds, are holidays of every schedule. Needs the extra `ics` for these.

    Args:
        hours: The text of a calendar, or texts by their names.
        holidays: The text of a feed, or texts by their names.
        timezone: IANA name of the zone of times that name none.
        only: Names, categories or first lines of descriptions: all-day events with one of them are the holidays.
        leave_out: Names, categories or first lines of descriptions of all-day events that are none.
        years: The first and the last year for which holidays are complete; by default those of the events.
        name: What the policy is to be called.

    Returns:
        The policy, with what could not be carried over in `losses`.

    Raises:
        PayloadError: Something cannot be read; the message has the place in the calendar.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> office = (
        ...     "BEGIN:VCALENDAR\\nVERSION:2.0\\nPRODID:-//Example//EN\\nX-WR-CALNAME:Office\\n"
        ...     "BEGIN:VEVENT\\nUID:1\\nDTSTART;TZID=Europe/Berlin:20260105T090000\\n"
        ...     "DTEND;TZID=Europe/Berlin:20260105T170000\\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\\n"
        ...     "EXDATE;TZID=Europe/Berlin:20261224T090000\\nEND:VEVENT\\nEND:VCALENDAR\\n"
        ... )
        >>> read = policy(office)
        >>> print(read.policy.schedule("Office"))
        Mon-Fri 09:00-17:00 Europe/Berlin, holidays dates left out

    Rules: R3, R4, R5, R6, R13, R14, R19, R21.
    """
    account = Account()
    choice = Choice(only, leave_out)
    texts = _named(hours)
    if not texts:
        raise PayloadError("", "there is no calendar of hours; pass hours=, and for holidays alone ask `holidays`")
    calendars = [(called, calendar_of(text, (called,) if called else ())) for called, text in texts.items()]
    sources: list[dict[str, Any]] = []
    for called, text in _named(holidays).items():
        sources += _sources(calendar_of(text, (called,) if called else ()), choice, years, account)
    for _, calendar in calendars:
        sources += _sources(calendar, choice, years, account, beside_hours=True)
    choice.refuse_unmet()
    names = named_apart((_called(calendar) or _stem(called) or "hours", called) for called, calendar in calendars)
    schedules = {
        each: _entry(calendar, timezone, sources, account) for each, (_, calendar) in zip(names, calendars, strict=True)
    }
    return reading_of_hours(name, schedules, account, _assumptions(sources))


def _named(texts: Texts) -> dict[str, str]:
    if isinstance(texts, Mapping):
        return dict(texts)
    return {"": texts} if texts else {}


def _called(calendar: Component) -> str:
    stated = calendar.all("X-WR-CALNAME") or calendar.all("NAME")
    return " ".join(stated[0].text.split())[:LONGEST_NAME] if stated else ""


def _stem(file: str) -> str:
    """What a file is called, without its folder and its kind."""
    return file.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".ics")


def _assumptions(sources: Sequence[Any]) -> list[str]:
    read = "Read from iCalendar: an event belongs to the date on which it begins, and all its time is open."
    return [read] if sources else [read, "No holidays were given but those that the events of the hours leave out."]


def _sources(
    calendar: Component,
    choice: Choice,
    years: tuple[int, int] | None,
    account: Account,
    beside_hours: bool = False,
) -> list[dict[str, Any]]:
    """Holidays as a policy file states them."""
    found = closures(calendar, choice, years, account, beside_hours=beside_hours)
    if found.calendar is None:
        if not beside_hours:
            raise calendar.error("it has no event that is a holiday; choose with only=, or leave the feed out")
        return []
    return [source.model_dump(mode="json") for source in found.calendar.sources]


def _entry(
    calendar: Component, timezone: str | None, sources: list[dict[str, Any]], account: Account
) -> dict[str, Any]:
    """A schedule as a policy file states it."""
    zones = Zones(calendar, timezone, account)
    found = read_availabilities(calendar, zones, account)
    if not found:
        events = _events(calendar, zones, account)
        zone = _zone_of(events, zones)
        return _stated(zone, week_and_dates(events, zone, account), sources, {})
    for event in calendar.of_kind("VEVENT"):
        if not is_whole_day(event):
            means = "the hours are those of the availability alone; leave one of both out"
            account.lose(event.path, f"the event {event.name!r} stands beside an availability", means)
    zone = _zone_of([event for each in found for event in each.available], zones)
    available = available_hours(found, zone, account)
    entry = _stated(zone, available.usual, sources, available.closed)
    return entry | ({"seasons": list(available.seasons)} if available.seasons else {})


def _events(calendar: Component, zones: Zones, account: Account) -> list[Timed]:
    found = [timed_event(each, zones, account) for each in calendar.of_kind("VEVENT") if not is_whole_day(each)]
    if all(event.cancelled for event in found):
        raise calendar.error("it has no events with times, so support would never open; pass a calendar of hours")
    for _ in found:
        account.read("events")
    return found


def _zone_of(events: Sequence[Timed], zones: Zones) -> str:
    """The zone of all events that repeat; of others the usual one, or that of the first."""
    repeated = dict.fromkeys(event.zone for event in events if event.rule and not event.cancelled)
    if len(repeated) > 1:
        other = next(event for event in events if event.rule and event.zone == list(repeated)[1])
        raise other.component.error(
            f"it repeats in {other.zone}, and others in {next(iter(repeated))}; give a calendar for each zone"
        )
    return next(iter(repeated), zones.usual or events[0].zone)


def _stated(
    zone: str, found: WeekAndDates, sources: list[dict[str, Any]], whole_dates: Mapping[date, str]
) -> dict[str, Any]:
    """Hours with holidays and exceptions.

    A date left out closes what opens on it; whole dates of an availability close from midnight to midnight, and what is
    left out beside them is an exception.
    """
    closed = whole_dates or {day: found.names.get(day, "") for day in found.closed}
    own = {day: times for day, times in found.own.items() if times or whole_dates}
    held = {day for source in sources for day in source.get("listed", ())}
    dated = {day.isoformat(): name or _LEFT_OUT for day, name in sorted(closed.items())}
    missing = {day: name for day, name in dated.items() if day not in held}
    entry: dict[str, Any] = {"timezone": zone, "hours": list(found.hours), "holidays": [*sources]}
    if missing:
        years = [int(min(missing)[:4]), int(max(missing)[:4])]
        entry["holidays"].append({"listed": missing, "years": years, "name": "dates left out"})
    if whole_dates:
        entry["holiday_rule"] = "calendar_date"
    if own:
        entry["exceptions"] = {day.isoformat(): _exception(times, found.names.get(day)) for day, times in own.items()}
    return entry


def _exception(times: Sequence[str], name: str | None) -> Any:
    hours: Any = list(times) or "closed"
    return {"hours": hours, "name": name} if name else hours

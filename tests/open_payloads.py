"""What OpenStreetMap, schema.org, Google and calendars hand over, made up for the tests; each call makes a new one."""

from typing import Any

from ical_texts import NIGHTS, OFFICE, calendar, days, hours


def overpass() -> dict[str, Any]:
    tags = {"name": "Desk", "addr:country": "DE", "opening_hours": "Mo-Fr 09:00-17:00; PH off"}
    return {"version": 0.6, "elements": [{"type": "node", "id": 7, "lat": 48.8, "tags": tags}]}


def place() -> dict[str, Any]:
    office = {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Monday"], "opens": "09:00", "closes": "17:00"}
    closed = {"validFrom": "2026-12-24", "validThrough": "2026-12-26", "opens": "00:00", "closes": "00:00"}
    text = {"name": "Bar", "openingHours": ["Mo-Fr 18:00-02:00"]}
    specifications = {"openingHoursSpecification": [office], "specialOpeningHoursSpecification": [closed]}
    return {"@graph": [{"name": "Desk", "department": text, **specifications}]}


def location() -> dict[str, Any]:
    period = {"openDay": "MONDAY", "openTime": {"hours": 22}, "closeDay": "TUESDAY", "closeTime": {"hours": 6}}
    date = {"year": 2026, "month": 12, "day": 24}
    closed = {"startDate": date, "endDate": dict(date), "closed": True}
    opened = {"regularHours": {"periods": [period]}, "specialHours": {"specialHourPeriods": [closed]}}
    return {"locations": [{"name": "locations/1", "title": "Desk", **opened}]}


def calendars() -> dict[str, str]:
    """A calendar of hours with holidays beside them, and one of availability."""
    half = hours("20261224T090000", "20261224T130000", "UID:half", "RECURRENCE-ID;TZID=Europe/Berlin:20261224T090000")
    yule = days("20261225", "Yule", "UID:yule", "RRULE:FREQ=YEARLY;COUNT=5", "EXDATE;VALUE=DATE:20271225")
    available = hours("20260105T090000", "20260105T120000", "UID:a", "RRULE:FREQ=WEEKLY;BYDAY=MO", kind="AVAILABLE")
    wrapped = f"BEGIN:VAVAILABILITY\r\nUID:v\r\n{available}\r\nEND:VAVAILABILITY"
    return {"desk.ics": calendar(OFFICE, half, yule, name="Desk"), "doctor.ics": calendar(wrapped, NIGHTS, name="D")}

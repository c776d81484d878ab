"""Texts of iCalendar for tests, written from what RFC 5545 and RFC 7953 say."""

from __future__ import annotations


def calendar(*components: str, name: str = "", zone: str = "") -> str:
    """A calendar with components, each of which is its lines."""
    named = [f"X-WR-CALNAME:{name}"] if name else []
    placed = [f"X-WR-TIMEZONE:{zone}"] if zone else []
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", *named, *placed, *components, "END:VCALENDAR", ""]
    return "\r\n".join(lines)


def component(kind: str, *lines: str) -> str:
    """A component of its lines."""
    return "\r\n".join([f"BEGIN:{kind}", *lines, f"END:{kind}"])


def event(*lines: str) -> str:
    """An event of its lines."""
    return component("VEVENT", *lines)


def hours(start: str, end: str, *lines: str, zone: str = "Europe/Berlin", kind: str = "VEVENT") -> str:
    """An event from one local time to another."""
    return component(kind, f"DTSTART;TZID={zone}:{start}", f"DTEND;TZID={zone}:{end}", *lines)


def days(start: str, name: str, *lines: str) -> str:
    """An all-day event."""
    return event(f"DTSTART;VALUE=DATE:{start}", f"SUMMARY:{name}", *lines)


WORKING_DAYS = "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
OFFICE = hours("20260105T090000", "20260105T170000", "UID:office", WORKING_DAYS)
NIGHTS = hours("20260104T220000", "20260105T060000", "UID:nights", "RRULE:FREQ=WEEKLY;BYDAY=SU,MO,TU,WE,TH")

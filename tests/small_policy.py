"""A small policy, and the hours and instants around it: Monday is 14 September 2026."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slaclock import Schedule, SlaPolicy, Target

NEW_YORK = ZoneInfo("America/New_York")
TOKYO = ZoneInfo("Asia/Tokyo")
MICROSECOND = timedelta(microseconds=1)
OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
EVENINGS = Schedule(timezone="America/New_York", hours="Mon-Fri 14:00-22:00")
NIGHTS = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")
ALWAYS = Schedule(timezone="America/New_York", hours="24x7")
THREE = "3 PM"

_WEEK = {name: f"2026-09-{14 + n}" for n, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))}


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    """Read `Mon 09:00`, or a date and a time."""
    day, clock = text.split()
    return datetime.fromisoformat(f"{_WEEK.get(day, day)} {clock}").replace(tzinfo=zone)


def shown(instant: datetime, zone: ZoneInfo = NEW_YORK) -> str:
    """Show an instant on a zone's clocks."""
    return f"{instant.astimezone(zone):%a %Y-%m-%d %H:%M}"


def shown_with_offset(instant: datetime) -> str:
    """Show an instant on its own clocks."""
    return f"{instant:%a %Y-%m-%d %H:%M} {instant.isoformat()[-6:]}"


def small(**parts: Any) -> SlaPolicy:
    """Build a policy of one plan, with some parts said otherwise."""
    usual = {
        "name": "Small",
        "timezone": "America/New_York",
        "schedules": {"office": "Mon-Fri 09:00-18:00"},
        "plans": {"only": {"first_response": "4 business hours"}},
    }
    return SlaPolicy(**(usual | parts))


def promising(promise: Any, **parts: Any) -> SlaPolicy:
    """Build a policy of one plan with one promise."""
    return small(plans={"only": {"first_response": promise}}, **parts)


def received_by(cut_off: str, target: str = "1 business day", **more: Any) -> Target:
    """Build a target with a cut-off."""
    return Target(text=target, cut_off=cut_off, **more)  # type: ignore[call-arg]

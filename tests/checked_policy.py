"""A small policy that is checked."""

from typing import Any

from slaclock import SlaPolicy
from slaclock.review import Report, check


def report(**parts: Any) -> Report:
    usual = {
        "name": "Small",
        "timezone": "America/New_York",
        "holidays": [],
        "schedules": {"office": "Mon-Fri 09:00-18:00"},
        "plans": {"only": {"first_response": "4 business hours"}},
    }
    return check(SlaPolicy(**(usual | parts)))


def readings(**parts: Any) -> list[str]:
    return [
        f"{each.where}: {each.choice} ({each.rule}){' stated' if each.stated else ''}"
        for each in report(**parts).readings
    ]

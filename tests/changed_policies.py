"""A small policy and what changes in it."""

from datetime import date
from typing import Any

from slaclock import SlaPolicy
from slaclock.review import Difference, PromiseChange, diff

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
USUAL: dict[str, Any] = {
    "name": "Support",
    "timezone": "America/New_York",
    "holidays": "US",
    "schedules": {"office": "Mon-Fri 09:00-18:00"},
    "plans": {"gold": {"schedule": "office", "first_response": {"P1": "4 business hours"}}},
}


def policy(**changed: Any) -> SlaPolicy:
    return SlaPolicy(**(USUAL | changed))


def promising(promise: Any, **changed: Any) -> SlaPolicy:
    return policy(**({"plans": {"gold": {"schedule": "office", "first_response": promise}}} | changed))


def between(old: SlaPolicy, new: SlaPolicy) -> Difference:
    return diff(old, new, FIRST, LAST)


def only_promise(old: Any, new: Any) -> PromiseChange:
    (change,) = between(promising(old), promising(new)).promises
    return change

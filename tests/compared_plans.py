"""A small policy whose plans are compared, and what the table says of it."""

from typing import Any

from paths import POLICIES

from slaclock import SlaPolicy
from slaclock.review import Comparison, compare

PUBLISHED = sorted(POLICIES.iterdir())
USUAL: dict[str, Any] = {
    "name": "Support",
    "timezone": "Europe/London",
    "schedules": {"office": "Mon-Fri 09:00-17:00", "late": "Mon-Fri 09:00-22:00", "always": "24x7"},
    "plans": {"basic": {"schedule": "office", "first_response": {"P1": "4 business hours"}}},
}


def policy(**changed: Any) -> SlaPolicy:
    return SlaPolicy(**(USUAL | changed))


def cells(of: SlaPolicy | Comparison) -> dict[tuple[str, str, str], str]:
    """Every cell by section, row and plan."""
    found = of if isinstance(of, Comparison) else compare(of)
    return {
        (section.title, row.name, plan): str(cell)
        for section in found.sections
        for row in section.rows
        for plan, cell in zip(found.plans, row.cells, strict=True)
    }


def cell(promise: Any, plan: dict[str, Any] | None = None, **changed: Any) -> list[str]:
    """What the table says of one promise for P1."""
    plans = {"gold": {"schedule": "office", "first_response": {"P1": promise}, **(plan or {})}}
    return cells(policy(plans=plans, **changed))["First response", "P1", "gold"].splitlines()


def notes(**changed: Any) -> tuple[str, ...]:
    return compare(policy(**changed)).footnotes

"""The kinds of events that mean something by their name, and in which order they happen at one instant (R18, R19)."""

from __future__ import annotations

from slaclock.spelling import folded

# Events at one instant happen in this order; kinds that are not here come before `resolved`.
_ORDER = (
    "opened",
    "reopened",
    "plan_changed",
    "priority_changed",
    "due_agreed",
    "customer_replied",
    "escalated",
    "acknowledged",
    "agent_replied",
    "workaround_given",
    "status_changed",
    "paused",
    "resumed",
    "stopped",
    "",
    "resolved",
    "closed",
    "cancelled",
)
KNOWN_KINDS = tuple(kind for kind in _ORDER if kind)
"""The kinds of events that mean something by their name."""
_PLACES = {kind: place for place, kind in enumerate(_ORDER)}
_OTHER = _PLACES[""]
_BY_SPELLING = {folded(kind): kind for kind in KNOWN_KINDS}


def order_of_kind(kind: str) -> tuple[int, str]:
    """What sorts kinds of events at one instant in the stated order."""
    return _PLACES.get(kind, _OTHER), kind


def known_kind(name: str) -> str | None:
    """The known kind of event that is spelled so."""
    return _BY_SPELLING.get(folded(name))

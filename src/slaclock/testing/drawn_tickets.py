"""Tickets drawn for a policy: its plans and priorities, and what happens to a ticket in any order (R16 to R18)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from slaclock.policy import SlaPolicy
from slaclock.testing.drawing import st
from slaclock.testing.few_weeks import Weeks, instants
from slaclock.tickets import Event, Ticket

_KINDS = (
    *("agent_replied", "customer_replied", "status_changed", "resolved", "reopened"),
    *("paused", "resumed", "stopped", "closed", "cancelled"),
)
_STATUSES = ("open", "in_progress", "pending", "on_hold", "waiting_on_customer")
# An instant within a repeated hour of a zone equals no instant of another zone in Python.
_OFFSETS = (UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=5, minutes=30)))
_LONGEST = 12 * 96
"""Quarters of an hour after the opening by which everything happened."""

Priorities = Mapping[str, frozenset[str]]
"""The priorities that each plan of a policy knows."""


@st.composite
def tickets(draw: st.DrawFn, policy: SlaPolicy, weeks: Weeks) -> Ticket:
    """A ticket of a plan and a priority of the policy, with up to eight events in any order.

    Events may contradict one another, as they do in life: a ticket is reopened that was never solved, or stopped
    twice. `policy.evaluate` records that.

    Args:
        policy: Whose plans and priorities the ticket has.
        weeks: When it is opened; what happens to it happens within twelve days.

    Returns:
        A strategy of tickets that every policy of such plans can evaluate; they shrink towards no events.

    Examples:
        >>> from datetime import date
        >>> from hypothesis import given
        >>> policy = SlaPolicy.loads('''
        ... {name: Example, timezone: America/New_York, schedules: {office: Mon-Fri 09:00-18:00},
        ...  plans: {standard: {first_response: {P1: 1 business hour, P2: 2 business hours}}}}
        ... ''')
        >>> @given(tickets(policy, Weeks("America/New_York", date(2026, 11, 1))))
        ... def test_a_new_ticket_is_not_late(ticket: Ticket) -> None:
        ...     assert not policy.evaluate(ticket, ticket.opened)["first_response"].is_breached
        >>> test_a_new_ticket_is_not_late()

    Rules: R16, R17, R18.
    """
    known = _priorities_by_plan(policy)
    plan = draw(st.sampled_from(sorted(known)))
    offset = draw(st.sampled_from(_OFFSETS))
    opened = draw(instants(weeks)).astimezone(UTC)
    events = draw(st.lists(_events(opened, known, plan), max_size=8))
    return Ticket(
        id=draw(st.sampled_from(("", "T-1", "Ünïcode"))),
        opened=opened.astimezone(offset),
        plan=plan,
        priority=draw(st.sampled_from(sorted(known[plan]))) if known[plan] else None,
        status=draw(st.sampled_from(_STATUSES)),
        events=[event.model_copy(update={"at": event.at.astimezone(offset)}) for event in events],
    )


def _priorities_by_plan(policy: SlaPolicy) -> Priorities:
    offered = [(plan, priority) for plan, _, priority, _ in policy.offers()]
    return {plan: frozenset(name for of, name in offered if of == plan and name) for plan in policy.plans}


@st.composite
def _events(draw: st.DrawFn, opened: datetime, known: Priorities, plan: str) -> Event:
    alike = sorted(other for other in known if known[other] == known[plan])
    kinds = [*_KINDS, "plan_changed", *(["priority_changed"] if known[plan] else [])]
    kind = draw(st.sampled_from(kinds))
    at = opened + draw(st.integers(0, _LONGEST)) * timedelta(minutes=15)
    match kind:
        case "status_changed":
            return Event(at=at, kind=kind, status=draw(st.sampled_from(_STATUSES)))
        case "plan_changed":
            return Event(at=at, kind=kind, plan=draw(st.sampled_from(alike)))
        case "priority_changed":
            return Event(at=at, kind=kind, priority=draw(st.sampled_from(sorted(known[plan]))))
    return Event(at=at, kind=kind, public=draw(st.booleans()))

"""`policy`: calendars, SLAs and states of Zammad as one policy, and what could not be carried over (R19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slaclock.adapters.hours_readings import nothing_promised
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import taken
from slaclock.adapters.plan_rules import first_that_holds
from slaclock.adapters.policy_readings import PolicyReading
from slaclock.adapters.zammad.calendars import ReadCalendar, read_calendars
from slaclock.adapters.zammad.conditions import Condition
from slaclock.adapters.zammad.slas import METRICS, ReadSla, lifecycles, read_slas
from slaclock.adapters.zammad.states import States, read_states
from slaclock.errors import PayloadError
from slaclock.limits import OF_A_PAYLOAD, Limits


@dataclass(frozen=True)
class SlaRule:
    """Which tickets get a plan: those for which all of its conditions hold.

    Rules: R11.
    """

    plan: str
    """The name of the plan."""

    id: str
    """The id of the SLA; blank where it has none."""

    conditions: tuple[Condition, ...]
    """The conditions, as the product states them; none where it is for tickets that no other SLA takes."""

    def holds(self, values: Mapping[str, Any]) -> bool | None:
        """Whether all of them hold for a ticket as the product hands it over; `None` where it does not say."""
        said = {each.holds(values) for each in self.conditions}
        return False if False in said else None if None in said else True

    def unsaid(self, values: Mapping[str, Any]) -> str:
        """The first condition of which a ticket does not say whether it holds; blank where there is none."""
        return next((str(each) for each in self.conditions if each.holds(values) is None), "")


@dataclass(frozen=True)
class ZammadReading(PolicyReading):
    """A policy that was read of Zammad, what could not be carried over, and which tickets get which plan.

    Rules: R11, R19.
    """

    rules: tuple[SlaRule, ...] = ()
    """Which tickets get which plan, in the order in which the product tries them: by name."""

    def plan_of(self, ticket: Any) -> str | None:
        """The plan that a ticket gets: the first by name whose conditions hold, else the last without conditions.

        Args:
            ticket: A ticket as the product hands it over. What the product noted of its SLA decides where it is there.

        Returns:
            The name of the plan; nothing where no SLA takes it.

        Raises:
            PayloadError: It is no ticket, or does not say whether conditions hold.

        Rules: R11, R19.
        """
        payload = taken(ticket, "ticket")
        values = payload.record().values
        if noted := self._noted(values):
            return noted
        by_conditions = (rule for rule in self.rules if rule.conditions)
        others = (rule.plan for rule in reversed(self.rules) if not rule.conditions)
        return first_that_holds(by_conditions, payload, values) or next(others, None)

    def _noted(self, values: Any) -> str | None:
        """The plan of the SLA that the product noted beside its figures."""
        for key in ("preferences", "escalation_calculation"):
            values = values.get(key)
            if not isinstance(values, dict):
                return None
        return next((rule.plan for rule in self.rules if rule.id and rule.id == str(values.get("sla_id"))), None)


def policy(
    calendars: Any = None,
    slas: Any = None,
    ticket_states: Any = None,
    *,
    name: str = "Zammad",
    limits: Limits = OF_A_PAYLOAD,
) -> ZammadReading:
    """Read calendars, SLAs and states of Zammad.

    Each SLA becomes a plan by its name, on the schedule of its calendar.

    Args:
        calendars: Calendars, as a list, a whole answer or one record.
        slas: SLAs.
        ticket_states: States of tickets, which say in which of them nothing is counted.
        name: What the policy is to be called.
        limits: How much of each payload is read.

    Returns:
        The policy, with what could not be carried over in `losses`.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.

    Examples:
        >>> nine_to_five = {"active": True, "timeframes": [["09:00", "17:00"]]}
        >>> read = policy(
        ...     calendars=[{"id": 1, "name": "Office", "timezone": "Europe/Berlin", "business_hours": {
        ...         "mon": nine_to_five, "tue": nine_to_five}, "public_holidays": {"2026-12-28": {"active": True}}}],
        ...     slas=[{"id": 1, "name": "Gold", "calendar_id": 1, "first_response_time": 120, "condition": {}}],
        ... )
        >>> print(read.policy.schedule("Office"))
        Mon,Tue 09:00-17:00 Europe/Berlin, holidays 2026-12-28
        >>> print(read.policy.target())
        2 business hours

    Rules: R3, R4, R5, R7, R11, R13, R16, R19.
    """
    account = Account()
    read = read_calendars(taken(calendars, "calendars", limits), account)
    states = read_states(taken(ticket_states, "ticket_states", limits), account)
    plans = read_slas(taken(slas, "slas", limits), read, account)
    if not read:
        raise PayloadError("calendars", "there are no calendars, and hours are in nothing else; pass calendars=")
    metrics = [ours for ours in METRICS.values() if any(ours in plan.metrics for plan in plans)]
    document = {
        "name": name,
        "timezone": read[0].timezone,
        "holiday_rule": "calendar_date",
        "boundary": "next_opening",
        "on_change": "recompute",
        "assumptions": _assumptions(states),
        "schedules": {each.name: each.entry for each in read},
        "plans": _plans(plans, read[0], account),
        "metrics": lifecycles(metrics, states),
    }
    _lose_conditions(plans, account)
    return ZammadReading.of(
        document,
        account,
        notes={
            **{("schedules", each.name): [f"Calendar {each.id}."] for each in read if each.id},
            **{("plans", each.name): [f"SLA {each.id}."] for each in plans if each.id},
        },
        rules=tuple(SlaRule(plan.name, plan.id, plan.conditions) for plan in plans),
    )


def _plans(plans: list[ReadSla], first: ReadCalendar, account: Account) -> dict[str, Any]:
    if plans:
        return {plan.name: {"schedule": plan.calendar.name, **plan.metrics} for plan in plans}
    return nothing_promised("no SLA", first.name, account, "no SLAs were given", "slas")


def _assumptions(states: States) -> list[str]:
    found = [
        "Read from Zammad: what is used up at closing is due at the next opening, a holiday closes its date from "
        "midnight to midnight, and another SLA counts from the start again.",
        "A closed ticket counts nothing until it is reopened; closing it ends the targets of replies, with which the "
        "product goes on where it is reopened before anybody answered.",
    ]
    if not states.ids:
        usual = ", ".join(states.waiting)
        found.append(f"No states were given, so nothing is counted in those that the product comes with: {usual}.")
    return found


def _lose_conditions(plans: list[ReadSla], account: Account) -> None:
    """Say that conditions choose among plans, which a policy leaves to whoever asks."""
    for plan in plans:
        if plan.conditions:
            account.lose(
                (*plan.path, "condition"),
                "conditions choose the tickets that get it, SLAs tried by name",
                "a ticket states its plan itself; plan_of(ticket) of this reading finds it",
                ("plans", plan.name),
            )

"""`policy`: schedules, holidays and SLA policies of Zendesk as one policy, and what could not be carried over (R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, product
from typing import Any

from slaclock.adapters.hours_readings import nothing_promised
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import taken
from slaclock.adapters.plan_rules import first_that_holds
from slaclock.adapters.policy_readings import PolicyReading
from slaclock.adapters.zendesk.conditions import Conditions
from slaclock.adapters.zendesk.metrics import LIFECYCLES
from slaclock.adapters.zendesk.plans import ReadPlan, conditions_lost, plan_entries, read_plans
from slaclock.adapters.zendesk.schedules import ReadSchedule, read_holidays, read_schedules
from slaclock.errors import PayloadError, key_path
from slaclock.hours import zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits

MOST_PLANS = 5_000
"""Plans that are made of SLA policies and schedules."""


@dataclass(frozen=True)
class PlanRule:
    """Which tickets get a plan: those that meet its conditions, and those of no rule before it.

    Rules: R11.
    """

    plan: str
    """The name of the plan."""

    id: str
    """The id of the SLA policy; blank where it has none."""

    position: int | None
    """Its place in the order in which the product tries SLA policies."""

    conditions: Conditions
    """The conditions, as the product states them."""

    def holds(self, values: Mapping[str, Any]) -> bool | None:
        """Whether it holds for a ticket as the product hands it over; `None` where the ticket does not say."""
        return self.conditions.hold(values)

    def unsaid(self, values: Mapping[str, Any]) -> str:
        """The condition of which a ticket does not say whether it holds."""
        return str(self.conditions.unsaid(values))


@dataclass(frozen=True)
class ZendeskReading(PolicyReading):
    """A policy that was read of Zendesk, what could not be carried over, and which tickets get which plan.

    Rules: R11, R19.
    """

    rules: tuple[PlanRule, ...] = ()
    """Which tickets get which plan, in the order in which the product tries them."""

    group_rules: tuple[PlanRule, ...] = ()
    """The same for the plans of group SLA policies."""

    starts_at_opening: frozenset[str] = frozenset()
    """Plans without a first reply, and those that start it at the opening of a ticket, whoever opened it."""

    on_schedules: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    """For each schedule, by its id, the plans that count on it, by the names of those that they are like."""

    def plan_of(self, ticket: Any) -> str | None:
        """The plan that a ticket gets: that of the first rule that holds.

        Args:
            ticket: A ticket as the product hands it over.

        Returns:
            The name of the plan; nothing where no rule holds.

        Raises:
            PayloadError: It is no ticket, or does not say whether a rule holds.

        Examples:
            >>> from slaclock.adapters import zendesk
            >>> calm = {"priority": "low", "metric": "first_reply_time", "target": 60, "business_hours": False}
            >>> read = zendesk.policy(sla_policies=[{
            ...     "title": "Gold", "policy_metrics": [calm],
            ...     "filter": {"all": [{"field": "organization_id", "operator": "is", "value": "7"}]},
            ... }])
            >>> read.plan_of({"id": 1, "organization_id": 7})
            'Gold'

        Rules: R11, R19.
        """
        return _plan_of(self.rules, ticket)

    def group_plan_of(self, ticket: Any) -> str | None:
        """The plan of the group SLA policy that a ticket gets; arguments and errors as for `plan_of`.

        Rules: R11, R19.
        """
        return _plan_of(self.group_rules, ticket)

    def plan_on(self, plan: str, schedule: str) -> str:
        """The plan for tickets that get another one and to which a trigger gives a schedule.

        Args:
            plan: The plan of their SLA policy.
            schedule: The id of the schedule, as text.

        Returns:
            The plan like it that counts on the schedule; the same where it counts on it, or counts calendar time.

        Raises:
            PayloadError: No schedule of that id was read.

        Examples:
            >>> days = [{"start_time": 1980, "end_time": 2460}]
            >>> read = policy(
            ...     [{"id": 1, "name": "Day", "time_zone": "UTC", "intervals": days},
            ...      {"id": 2, "name": "Late", "time_zone": "UTC", "intervals": days}],
            ...     sla_policies=[{"title": "Gold", "policy_metrics": [
            ...         {"priority": "low", "metric": "first_reply_time", "target": 60, "business_hours": True}]}],
            ... )
            >>> read.plan_on("Gold", "1"), read.plan_on("Gold", "2")
            ('Gold', 'Gold on Late')

        Rules: R11, R19.
        """
        stated = self.policy.plans.get(plan)
        if stated is None or stated.schedule is None:
            return plan
        if schedule not in self.on_schedules:
            what = f"it had schedule {schedule} last, which is not among the schedules"
            raise PayloadError("", f"{what}; hand over the schedules with it")
        return self.on_schedules[schedule].get(plan, plan)


def _plan_of(rules: Sequence[PlanRule], ticket: Any) -> str | None:
    payload = taken(ticket, "ticket")
    values = payload.record().values
    inner = values.get("ticket")
    return first_that_holds(rules, payload, inner if isinstance(inner, dict) else values)


def policy(
    schedules: Any = None,
    holidays: Any = None,
    sla_policies: Any = None,
    group_sla_policies: Any = None,
    timezone: str | None = None,
    *,
    name: str = "Zendesk",
    limits: Limits = OF_A_PAYLOAD,
) -> ZendeskReading:
    """Read schedules, holidays and SLA policies of Zendesk.

    Each SLA policy becomes a plan by its title. Times over midnight come in two pieces, and are joined.
    Each payload may be a whole answer, its pages, the list in it, one record, or objects of a client with
    `to_dict()` or `raw`.

    Args:
        schedules: Schedules, the first of which is the product's default.
        holidays: Holidays, with the address of each answer (`url`), or by the id or the name of their schedule.
        sla_policies: SLA policies.
        group_sla_policies: Group SLA policies.
        timezone: IANA name of the zone of a schedule that states none.
        name: What the policy is to be called.
        limits: How much of each payload is read.

    Returns:
        The policy, with what could not be carried over in `losses`.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> read = policy(
        ...     schedules=[{"id": 1, "name": "Nights", "time_zone": "London", "intervals": [
        ...         {"start_time": 2760, "end_time": 2880}, {"start_time": 2880, "end_time": 3240}]}],
        ...     sla_policies=[{"id": 36, "title": "Incidents", "policy_metrics": [
        ...         {"priority": "high", "metric": "first_reply_time", "target": 120, "business_hours": True}]}],
        ... )
        >>> print(read.policy.schedule("Nights"))
        Mon 22:00-06:00 Europe/London
        >>> print(read.policy.target(priority="high"))
        2 business hours

    Rules: R3, R4, R5, R11, R13, R19.
    """
    if timezone is not None:
        zone_named(timezone)
    account = Account()
    read = read_schedules(taken(schedules, "schedules", limits), timezone, account)
    closed = read_holidays(taken(holidays, "holidays", limits), read, account)
    plans, of_groups = read_plans(
        taken(sla_policies, "sla_policies", limits), taken(group_sla_policies, "group_sla_policies", limits), account
    )
    if not (read or plans or of_groups):
        raise PayloadError("", "there are no schedules and no SLA policies; pass at least one of them")
    return _Made(name, timezone, read, closed, plans, of_groups, account).reading()


@dataclass(frozen=True)
class _Made:
    """What was read, put together as a policy."""

    name: str
    timezone: str | None
    schedules: list[ReadSchedule]
    holidays: dict[str, list[dict[str, Any]]]
    plans: list[ReadPlan]
    of_groups: list[ReadPlan]
    account: Account

    def reading(self) -> ZendeskReading:
        """The policy, its losses, and which tickets get which plan."""
        notes = self._notes()
        on_schedules: dict[str, dict[str, str]] = {schedule.id: {} for schedule in self.schedules}
        plans = self._plans(notes, on_schedules)
        metrics = dict.fromkeys(metric for plan in self._all for metric in plan.metrics)
        document = {
            "name": self.name,
            "timezone": self.timezone or next((each.timezone for each in self.schedules), "UTC"),
            "holiday_rule": "calendar_date",
            "boundary": "next_opening",
            "on_change": "recompute",
            "assumptions": self._assumptions(),
            "schedules": {each.name: self._entry(each) for each in self.schedules},
            "plans": plans,
            "metrics": {metric: _copied(LIFECYCLES[metric]) for metric in metrics},
        }
        conditions_lost(self._all, self.account)
        self._lose_what_stands_beside()
        return ZendeskReading.of(
            document,
            self.account,
            notes=notes,
            rules=_rules(self.plans),
            group_rules=_rules(self.of_groups),
            starts_at_opening=frozenset(plan.plan for plan in self.plans if plan.starts_at_opening),
            on_schedules=on_schedules,
        )

    @property
    def _all(self) -> list[ReadPlan]:
        return [*self.plans, *self.of_groups]

    def _entry(self, schedule: ReadSchedule) -> dict[str, Any]:
        return {
            "timezone": schedule.timezone,
            "hours": schedule.hours[0] if len(schedule.hours) == 1 else list(schedule.hours),
            "holidays": self.holidays.get(schedule.name, []),
        }

    def _plans(self, notes: dict[KeyPath, list[str]], on_schedules: dict[str, dict[str, str]]) -> dict[str, Any]:
        """A plan for each SLA policy, on the first schedule, and one like it for each other schedule."""
        if not self._all:
            what = "no SLA policies were given"
            return nothing_promised("no SLA policy", self.schedules[0].name, self.account, what, "sla_policies")
        counted = [plan for plan in self._all if plan.counts_open_time]
        if counted and not self.schedules:
            what = f"{counted[0].plan!r} counts business hours, and no schedule is given; pass schedules="
            raise PayloadError(key_path(counted[0].path), what)
        if len(self._all) + len(counted) * len(self.schedules[1:]) > MOST_PLANS:
            what = (
                f"{len(counted):,} SLA policies on {len(self.schedules):,} schedules are more than {MOST_PLANS:,} plans"
            )
            raise PayloadError("schedules", f"{what}; give the schedules that tickets have")
        found = dict(plan_entries(self._all, self.schedules[0].name if self.schedules else None))
        for plan, schedule in product(counted, self.schedules[1:]):
            name = next(each for each in _names_on(plan.plan, schedule.name) if each not in found)
            found[name] = {"like": plan.plan, "schedule": schedule.name}
            on_schedules[schedule.id][plan.plan] = name
            notes["plans", name] = [
                f"For tickets of {plan.plan} to which a trigger gives the schedule {schedule.name}."
            ]
        if len(found) > len(self._all):
            self.account.lose(
                ("schedules",),
                f"triggers give schedules to tickets; those that get none have {self.schedules[0].name!r}",
                "each plan counts on it, and has others like it, one for each other schedule; name the one that holds",
                ("plans",),
            )
        return found

    def _notes(self) -> dict[KeyPath, list[str]]:
        """The ids of what was read, for those who look a thing up."""
        found: dict[KeyPath, list[str]] = {}
        for schedule in self.schedules:
            found[schedule.key] = [f"Schedule {schedule.id}."] if schedule.id else []
        for kind, plans in (("SLA policy", self.plans), ("Group SLA policy", self.of_groups)):
            for plan in plans:
                place = "" if plan.position is None else f", position {plan.position}"
                found["plans", plan.plan] = [f"{kind} {plan.id}{place}."] if plan.id else []
        return found

    def _assumptions(self) -> list[str]:
        found = [
            "Read from Zendesk: what is used up at closing is due at the next opening, a holiday closes its date from "
            "midnight to midnight, and a changed priority counts from the start again.",
        ]
        if self._all:
            found.append("A ticket that is solved without a public reply ends its reply targets.")
        unclosed = [each.name for each in self.schedules if not self.holidays.get(each.name)]
        if unclosed:
            found.append(f"No holidays were given for: {'; '.join(unclosed)}.")
        return found

    def _lose_what_stands_beside(self) -> None:
        for plan in self.of_groups:
            self.account.lose(
                plan.path,
                "a group SLA policy holds beside the SLA policy of a ticket",
                "a ticket has one plan: ask once with each of both, and group_plan_of(ticket) finds this one",
                ("plans", plan.plan),
            )


def _rules(plans: Sequence[ReadPlan]) -> tuple[PlanRule, ...]:
    return tuple(PlanRule(plan.plan, plan.id, plan.position, plan.conditions) for plan in plans)


def _names_on(plan: str, schedule: str) -> Iterator[str]:
    """What a plan on another schedule may be called; the first that is free is taken."""
    yield f"{plan} on {schedule}"
    yield from (f"{plan} on {schedule} ({number})" for number in count(2))


def _copied(lifecycle: Any) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, list) else value for key, value in lifecycle.items()}

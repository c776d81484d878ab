"""`policy`: business hours and SLA policies as one policy, and what could not be carried over (R19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from slaclock.adapters.freshdesk.business_hours import ReadHours, read_business_hours
from slaclock.adapters.freshdesk.names import PENDING, lifecycles
from slaclock.adapters.freshdesk.sla_policies import PlanRule, ReadPlan, conditions_lost, read_plans
from slaclock.adapters.hours_readings import nothing_promised
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import taken
from slaclock.adapters.plan_rules import first_that_holds
from slaclock.adapters.policy_readings import PolicyReading, named_apart
from slaclock.errors import PayloadError, key_path
from slaclock.hours import zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits

MOST_PLANS = 5_000
"""Plans that are made of SLA policies and business hours."""


@dataclass(frozen=True)
class FreshdeskReading(PolicyReading):
    """A policy that was read of Freshdesk or Freshservice, its losses, and which tickets get which plan.

    Rules: R11, R19.
    """

    rules: tuple[PlanRule, ...] = ()
    """Which tickets get which plan, in the order in which the product tries them."""

    def plan_of(self, ticket: Any) -> str | None:
        """The plan that a ticket gets: that of the first rule that holds.

        Args:
            ticket: A ticket as the product hands it over.

        Returns:
            The name of the plan; nothing where no rule holds.

        Raises:
            PayloadError: It is no ticket, or does not say whether a rule holds.

        Examples:
            >>> from slaclock.adapters import freshdesk
            >>> calm = {"respond_within": 3600, "resolve_within": 7200, "business_hours": False}
            >>> read = freshdesk.policy(sla_policies=[{
            ...     "name": "VIP", "sla_target": {"priority_1": calm}, "applicable_to": {"company_ids": [7]},
            ... }])
            >>> read.plan_of({"id": 1, "company_id": 7})
            'VIP'

        Rules: R11, R19.
        """
        payload = taken(ticket, "ticket")
        return first_that_holds(self.rules, payload, payload.record().values)


def policy(
    business_hours: Any = None,
    sla_policies: Any = None,
    timezone: str | None = None,
    *,
    paused_statuses: Sequence[str] = (PENDING,),
    name: str = "Freshdesk",
    limits: Limits = OF_A_PAYLOAD,
) -> FreshdeskReading:
    """Read business hours and SLA policies of Freshdesk or Freshservice.

    Each SLA policy becomes a plan by its name. Each payload may be a whole answer, its pages, the list in it, one
    record, or objects of a client with `to_dict()` or `raw`.

    Args:
        business_hours: Business hours; those that are the default are the schedule of every plan.
        sla_policies: SLA policies.
        timezone: IANA name of the zone of business hours that state none.
        paused_statuses: Statuses in which clocks stand still, which no payload of the product says.
        name: What the policy is to be called.
        limits: How much of each payload is read.

    Returns:
        The policy, with what could not be carried over in `losses`.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> monday = {"start_time": "8:00 am", "end_time": "12:00 pm"}
        >>> read = policy([{"name": "Desk", "time_zone": "Berlin", "working_hours": {"monday": monday}}])
        >>> print(read.policy.schedule("Desk"))
        Mon 08:00-12:00 Europe/Berlin

    Rules: R3, R5, R11, R13, R16, R19.
    """
    if timezone is not None:
        zone_named(timezone)
    account = Account()
    hours = read_business_hours(taken(business_hours, "business_hours", limits), timezone, account)
    plans = read_plans(taken(sla_policies, "sla_policies", limits), account)
    if not (hours or plans):
        raise PayloadError("", "there are no business hours and no active SLA policies; pass at least one of them")
    return _Made(name, timezone, hours, plans, tuple(paused_statuses), account).reading()


@dataclass(frozen=True)
class _Made:
    """What was read, put together as a policy."""

    name: str
    timezone: str | None
    hours: list[ReadHours]
    plans: list[ReadPlan]
    paused: tuple[str, ...]
    account: Account

    def reading(self) -> FreshdeskReading:
        """The policy, its losses, and which tickets get which plan."""
        notes: dict[KeyPath, list[str]] = {each.key: [f"Business hours {each.id}."] for each in self.hours if each.id}
        notes |= {("plans", each.plan): [f"SLA policy {each.rule.id}."] for each in self.plans if each.rule.id}
        metrics = dict.fromkeys(metric for plan in self.plans for metric in plan.targets)
        document = {
            "name": self.name,
            "timezone": self.timezone or next((each.timezone for each in self.hours), "UTC"),
            "on_change": "recompute",
            "assumptions": self._assumptions(),
            "schedules": {each.name: each.entry for each in self.hours},
            "plans": self._plans(),
            "metrics": {metric: life for metric, life in lifecycles(self.paused).items() if metric in metrics},
        }
        conditions_lost(self.plans, self.account)
        return FreshdeskReading.of(
            document,
            self.account,
            notes=notes,
            rules=tuple(each.rule for each in self.plans),
        )

    def _plans(self) -> dict[str, Any]:
        """A plan for each SLA policy, on the default hours, and one like it for each of the others."""
        if not self.plans:
            what = "no SLA policies were given"
            return nothing_promised("no SLA policy", self.hours[0].name, self.account, what, "sla_policies")
        counted = [each for each in self.plans if each.counts_open_time]
        if counted and not self.hours:
            what = f"{counted[0].plan!r} counts business hours, and none are given; pass business_hours="
            raise PayloadError(key_path(counted[0].path), what)
        if len(self.plans) + len(counted) * len(self.hours[1:]) > MOST_PLANS:
            what = f"{len(counted):,} SLA policies on {len(self.hours):,} business hours are more than {MOST_PLANS:,}"
            raise PayloadError("business_hours", f"{what} plans; give the hours that tickets have")
        return self._entries() | self._on_other_hours(counted)

    def _entries(self) -> dict[str, Any]:
        on = {"schedule": self.hours[0].name} if self.hours else {}
        return {each.plan: {**(on if each.counts_open_time else {}), **each.targets} for each in self.plans}

    def _on_other_hours(self, counted: list[ReadPlan]) -> dict[str, Any]:
        pairs = list(product(counted, self.hours[1:]))
        if pairs:
            self.account.lose(
                ("business_hours",),
                f"groups give business hours to tickets; those of other groups have {self.hours[0].name!r}",
                "each plan counts on it, and has others like it, one for each of the others; name the one that holds",
                ("plans",),
            )
        wanted = [(f"{plan.plan} on {hours.name}", "") for plan, hours in pairs]
        names = named_apart([*((each.plan, "") for each in self.plans), *wanted])[len(self.plans) :]
        return {
            name: {"like": plan.plan, "schedule": hours.name} for name, (plan, hours) in zip(names, pairs, strict=True)
        }

    def _assumptions(self) -> list[str]:
        found = ["Read from Freshdesk or Freshservice: a changed priority counts from the start again."]
        if self.plans:
            stand = ", ".join(self.paused) or "no status"
            found.append(f"Clocks stand still in: {stand}; no payload says so, and paused_statuses= does.")
            found.append("A ticket that is resolved ends its reply targets, and one that is reopened goes on.")
        if any(each["date"].startswith("--") for hours in self.hours for each in hours.holidays or ()):
            found.append("Holidays without a year close their date every year, as the product has it.")
        return found

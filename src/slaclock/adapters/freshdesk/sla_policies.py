"""SLA policies of Freshdesk and Freshservice as plans, with the tickets to which each applies (R11, R19)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from slaclock.adapters.amounts import MOST_SECONDS, amount_text
from slaclock.adapters.freshdesk.names import PRIORITIES, TARGETS, priority_of
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.named_records import named_records
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected

SLA_POLICIES = Kind("sla_policies", "sla_policy")
IN_A_TICKET: Mapping[str, str] = MappingProxyType(
    {
        "company_ids": "company_id",
        "group_ids": "group_id",
        "sources": "source",
        "ticket_types": "type",
        "product_ids": "product_id",
        "department_ids": "department_id",
    }
)
"""Where a ticket says what each condition asks for."""
_WITHOUT_MEANING = frozenset({"description", "created_at", "updated_at", "workspace_id"})
_UNSAID: Any = object()
_LAST = 10**9
"""The position of a policy that states none."""


@dataclass(frozen=True)
class PlanRule:
    """Which tickets get a plan: those that meet all of its conditions, and those of no rule before it.

    Rules: R11.
    """

    plan: str
    """The name of the plan."""

    id: str
    """The id of the SLA policy; blank where it has none."""

    conditions: Mapping[str, tuple[str, ...]]
    """For each condition the values of which a ticket has one, e.g. `group_ids`; none is for all tickets."""

    def unsaid(self, values: Mapping[str, Any]) -> str:
        """The condition of which a ticket does not say whether it holds; blank where there is none."""
        return next((each for each in self.conditions if _of(each, values) is _UNSAID), "")

    def holds(self, values: Mapping[str, Any]) -> bool | None:
        """Whether it holds for a ticket; `None` where the ticket does not say."""
        found = {name: _of(name, values) for name in self.conditions}
        if any(each is not _UNSAID and str(each) not in self.conditions[name] for name, each in found.items()):
            return False
        return None if _UNSAID in found.values() else True


def _of(condition: str, values: Mapping[str, Any]) -> Any:
    return values.get(IN_A_TICKET.get(condition, ""), _UNSAID)


@dataclass(frozen=True)
class ReadPlan:
    """One SLA policy of a payload."""

    rule: PlanRule
    targets: Mapping[str, Mapping[str, str]]
    """Targets by our names of metrics, and by priority."""
    path: KeyPath

    @property
    def plan(self) -> str:
        """The name of its plan: its name, with the id beside it where several have that name."""
        return self.rule.plan

    @property
    def counts_open_time(self) -> bool:
        """Whether any of its targets counts business hours."""
        return any(" business " in target for targets in self.targets.values() for target in targets.values())


def read_plans(payload: Payload, account: Account) -> list[ReadPlan]:
    """The SLA policies that are active, in the order in which they are tried: the default one last.

    Raises:
        PayloadError: Something in them cannot be read.
    """
    records = [each for each in collected(payload, SLA_POLICIES, account).records if _is_active(each, account)]
    read = [_plan(*each, account) for each in named_records(records)]
    _lose_order(read, account)
    return [plan for _, plan in sorted(read, key=lambda each: each[0])]


def _lose_order(read: list[tuple[tuple[bool, int], ReadPlan]], account: Account) -> None:
    """Say where it is not stated which of several policies is tried first, or which tickets one takes."""
    places = Counter(place for place, _ in read)
    for (is_default, position), plan in read:
        about = ("plans", plan.plan)
        if places[is_default, position] > 1 or (not is_default and position == _LAST and len(read) > 1):
            what = "its position is not stated, or is that of another policy"
            account.lose(plan.path, what, "such policies are tried in the order of the payload", about)
        if not is_default and not plan.rule.conditions and len(read) > 1:
            means = "it was taken for one that all tickets meet; say yourself which plan a ticket has"
            account.lose(plan.path, "it is not the default policy, and has no conditions", means, about)


def _is_active(record: Record, account: Account) -> bool:
    active, deleted = record.get("active"), record.get("deleted")
    if active and not active.flag():
        account.lose(record.path, "the SLA policy is not active", "it was left out, as the product does")
        return False
    if deleted and deleted.flag():
        account.lose(record.path, "the SLA policy was deleted", "it was left out, as the product does")
        return False
    return True


def _plan(record: Record, key: str, name: str, account: Account) -> tuple[tuple[bool, int], ReadPlan]:
    about = ("plans", name)
    position = record.get("position")
    place = (record.flag_of("is_default"), position.whole(-_LAST, _LAST, "places") if position else _LAST)
    conditions = _conditions(record.get("applicable_to"), account, about)
    targets: dict[str, dict[str, str]] = {}
    for priority, row in _rows(record):
        _add_targets(targets, priority, row, account, about)
    if not targets:
        raise record.error("it has no targets, so it promises nothing; leave it out")
    if record.get("escalation"):
        what = "it says who is notified, and when"
        means = "nobody is notified by the policy; state escalations in it"
        account.lose((*record.path, "escalation"), what, means, about)
    record.leave(account, _WITHOUT_MEANING, about)
    return place, ReadPlan(PlanRule(name, key, conditions), targets, record.path)


def _rows(record: Record) -> Iterator[tuple[str, Record]]:
    """The targets of each priority: keys by number in Freshdesk, rows of a list in Freshservice."""
    numbers = {f"priority_{number}": name for number, name in enumerate(PRIORITIES, 1)}
    if "sla_targets" in record:
        for each in record.need("sla_targets").items():
            row = each.record()
            yield priority_of(row.need("priority")), row
        return
    held = record.need("sla_target").record()
    for key in held.values:
        name = numbers[Payload(key, (*held.path, key)).choice(numbers, "priority")]
        if row_of := held.get(key):
            yield name, row_of.record()


def _add_targets(
    targets: dict[str, dict[str, str]], priority: str, record: Record, account: Account, about: KeyPath
) -> None:
    basis = "business" if record.need("business_hours").flag() else "calendar"
    for key, metric in TARGETS.items():
        within = record.get(key)
        if within is None:
            continue
        if priority in targets.setdefault(metric, {}):
            raise record.error(f"{key} of {priority} has a target already; keep one of them")
        targets[metric][priority] = amount_text(within.whole(1, MOST_SECONDS, "seconds"), basis)
        account.read("targets")
    record.leave(account, {"escalation_enabled", "id"}, about)


def _conditions(payload: Payload | None, account: Account, about: KeyPath) -> Mapping[str, tuple[str, ...]]:
    if payload is None:
        return MappingProxyType({})
    record = payload.record()
    asked = {name: [each.id() for each in found.items()] for name in record.values if (found := record.get(name))}
    stated = {name: tuple(values) for name, values in asked.items() if values}
    for name in stated:
        account.read("conditions")
        if name not in IN_A_TICKET:
            means = "a ticket does not say it in a way that is known, so say yourself which plan such tickets have"
            account.lose((*record.path, name), f"the condition {name}", means, about)
    return MappingProxyType(stated)


def conditions_lost(plans: list[ReadPlan], account: Account) -> None:
    """Say that conditions choose among plans, which a policy leaves to whoever asks."""
    for plan in plans:
        if plan.rule.conditions:
            account.lose(
                (*plan.path, "applicable_to"),
                "conditions choose the tickets that get it, the first that fits by position",
                "a ticket states its plan itself; plan_of(ticket) of this reading finds it",
                ("plans", plan.plan),
            )

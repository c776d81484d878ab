"""SLA policies of Zendesk as plans, with the conditions by which tickets get them (R11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from slaclock.adapters.amounts import MOST_SECONDS, amount_text
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.named_records import named_records
from slaclock.adapters.payloads import LONGEST_NAME, Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.zendesk.conditions import Conditions, read_conditions
from slaclock.adapters.zendesk.metrics import GROUP_METRICS, METRIC_NAMES, NOTHING_PROMISED, PRIORITIES
from slaclock.safe import shortened

SLA_POLICIES = Kind("sla_policies", "sla_policy")
GROUP_POLICIES = Kind("group_sla_policies", "group_sla_policy")
_FIRST_REPLY = "first_reply_time"
FOR_END_USER = "activate_on_ticket_created_for_end_user"
"""The setting with which a first reply starts at once, where an agent opens a ticket for a customer."""
_USUAL = "public replies alone start and stop it"
_WITHOUT_MEANING = frozenset({"url", "description", "created_at", "updated_at"})


@dataclass(frozen=True)
class ReadPlan:
    """One SLA policy of a payload."""

    plan: str
    """The name of its plan: its title, with the id beside it where several have that title."""

    id: str
    """What the product calls it."""

    position: int | None
    """Its place in the order in which policies are tried."""

    conditions: Conditions
    """Which tickets get it, unless one before it gets them."""

    metrics: Mapping[str, Mapping[str, str]]
    """Targets by our names of metrics, and by priority."""

    starts_at_opening: bool
    """Whether it has no first reply, or starts it at the opening of a ticket, whoever opened it."""

    path: KeyPath

    @property
    def counts_open_time(self) -> bool:
        """Whether any of its targets counts business hours."""
        return any(" business " in target for targets in self.metrics.values() for target in targets.values())


def read_plans(payload: Payload, groups: Payload, account: Account) -> tuple[list[ReadPlan], list[ReadPlan]]:
    """The SLA policies and the group SLA policies of payloads, each in the order in which they are tried.

    Raises:
        PayloadError: Something in them cannot be read.
    """
    tickets = collected(payload, SLA_POLICIES, account).records
    of_groups = collected(groups, GROUP_POLICIES, account).records
    plans = [
        _plan(*each, METRIC_NAMES if place < len(tickets) else GROUP_METRICS, account)
        for place, each in enumerate(named_records([*tickets, *of_groups], name_key="title"))
    ]
    return _in_order(plans[: len(tickets)], account), _in_order(plans[len(tickets) :], account)


def _in_order(plans: list[ReadPlan], account: Account) -> list[ReadPlan]:
    """Plans by their positions; it is a loss where these do not say which of several is tried first."""
    numbers = Counter(plan.position for plan in plans)
    for plan in plans:
        if numbers[plan.position] > 1 or (plan.position is None and len(plans) > 1):
            stated = "it has no position" if plan.position is None else f"its position {plan.position} is not its own"
            means = "policies of one position are tried in the order of the payload, those without one last"
            account.lose(plan.path, stated, means, ("plans", plan.plan))
    return sorted(plans, key=lambda plan: (plan.position is None, plan.position))


def _plan(record: Record, key: str, name: str, known: Mapping[str, str], account: Account) -> ReadPlan:
    about = ("plans", name)
    position = record.get("position")
    place = position.whole(-(10**9), 10**9, "places") if position else None
    conditions = read_conditions(record, account, about)
    metrics: dict[str, dict[str, str]] = {}
    for each in record.need("policy_metrics").items():
        _add_metric(metrics, each.record(), known, account, about)
    if not metrics:
        raise record.error("there are no policy_metrics, so it promises nothing; leave it out")
    starts_at_opening = _read_settings(record, metrics, account, about)
    record.leave(account, _WITHOUT_MEANING, about)
    ordered = {
        metric: {each: targets[each] for each in PRIORITIES if each in targets} for metric, targets in metrics.items()
    }
    return ReadPlan(name, key, place, conditions, ordered, starts_at_opening, record.path)


def _read_settings(policy: Record, metrics: Collection[str], account: Account, about: KeyPath) -> bool:
    """Note the settings that move the start or the end of a metric; whether its first reply starts at the opening."""
    held = policy.get("metric_settings")
    settings = held.record() if held else Record({}, policy.path)
    starts = METRIC_NAMES[_FIRST_REPLY] not in metrics
    for theirs, ours in METRIC_NAMES.items():
        found = settings.get(theirs)
        for name, value in found.record().values.items() if found else ():
            if (theirs, name, value) == (_FIRST_REPLY, FOR_END_USER, True):
                starts = True
            elif value is not False and value is not None:
                path = (*policy.path, "metric_settings", theirs, shortened(name, LONGEST_NAME))
                what = f"it says when {ours} {_decides(name)}"
                account.lose(path, what, f"the usual rule was taken: {_USUAL}; compare with metric events", about)
    settings.leave(account, (), about)
    return starts


def _decides(setting: str) -> str:
    """What a setting of a metric decides on."""
    return {"activate": "starts", "fulfill": "stops"}.get(setting.partition("_")[0], "starts, pauses or stops")


def _add_metric(
    metrics: dict[str, dict[str, str]], record: Record, known: Mapping[str, str], account: Account, about: KeyPath
) -> None:
    metric = known[record.need("metric").choice(known, "metric")]
    priority = record.need("priority").choice(PRIORITIES, "priority")
    basis = "business" if record.need("business_hours").flag() else "calendar"
    targets = metrics.setdefault(metric, {})
    if priority in targets:
        raise record.error(f"{record.values['metric']} of {priority} has a target already; keep one of them")
    seconds = _seconds(record, known is GROUP_METRICS, account, (*about, metric, priority))
    targets[priority] = amount_text(seconds, basis)
    record.leave(account, (), (*about, metric, priority))
    account.read("policy_metrics")


def _seconds(record: Record, of_group: bool, account: Account, about: KeyPath) -> int:
    """The target in seconds, which are stated beside the minutes; where they are not, the minutes count."""
    exact, rounded = record.get("target_in_seconds"), record.get("target")
    minutes = rounded.whole(1, MOST_SECONDS // 60, "minutes") if rounded else None
    if exact:
        seconds = exact.whole(1, MOST_SECONDS, "seconds")
        if minutes is not None and abs(minutes * 60 - seconds) >= 60:
            what = f"target says {minutes:,} minutes beside {seconds:,} seconds"
            account.lose(record.path, what, "the seconds were taken, as the product does", about)
        return seconds
    if minutes is None:
        raise record.error("it has neither 'target_in_seconds' nor 'target', so nothing is promised; leave it out")
    if of_group:
        what = f"target {minutes:,} of a group has no seconds beside it"
        means = "it was read as minutes, and some of the product's own examples mean seconds; look at target_in_seconds"
        account.lose((*record.path, "target"), what, means, about)
    return minutes * 60


def conditions_lost(plans: list[ReadPlan], account: Account) -> None:
    """Say that conditions choose among plans, which a policy leaves to whoever asks."""
    for plan in plans:
        if plan.conditions:
            place = "" if plan.position is None else f", the first that fits by position (it has {plan.position})"
            account.lose(
                (*plan.path, "filter"),
                f"conditions choose the tickets that get it{place}",
                "a ticket states its plan itself; plan_of(ticket) of this reading finds it",
                ("plans", plan.plan),
            )


def plan_entries(plans: list[ReadPlan], schedule: str | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Plans as a policy states them, counted on a schedule."""
    for plan in plans:
        on = {"schedule": schedule} if schedule and plan.counts_open_time else {}
        yield plan.plan, {**on, **{metric: _for_each_priority(targets) for metric, targets in plan.metrics.items()}}


def _for_each_priority(targets: Mapping[str, str]) -> dict[str, str]:
    """A target for each priority; where the SLA policy has none, nothing is promised, as the product does."""
    return {priority: targets.get(priority, NOTHING_PROMISED) for priority in PRIORITIES}

"""A schedule and a plan in one file: what is read back counts where the policy counts it (R11, R19)."""

import json
from typing import Any

import pytest

from slaclock import PayloadError, SlaPolicy
from slaclock.adapters import of_product

PROMISES: dict[str, tuple[str, dict[str, Any]]] = {
    "zendesk": ("first_response", {"high": "4 business hours"}),
    "zammad": ("first_response", {"target": "4 business hours"}),
    "glpi": ("resolution", {"target": "4 business hours"}),
    "odoo": ("resolution", {"target": "4 business hours"}),
    "chatwoot": ("first_response", {"target": "4 business hours"}),
}
"""For each product that has a schedule and plans in one file a metric with what can be promised of it."""
BESIDE = {"zendesk": "next_response", "zammad": "resolution", "glpi": "acknowledgement", "odoo": "reach Begun"}
"""A second metric; in Chatwoot it is the resolution."""


def policy(product: str, **other: Any) -> SlaPolicy:
    """A policy of two schedules, whose plan counts on the second."""
    metric, promise = PROMISES[product]
    hours = {"A": "Mon-Fri 09:00-17:00", "B": "Sat 10:00-12:00"}
    plan = {"schedule": "B", metric: promise, **other}
    return SlaPolicy(name="T", timezone="UTC", schedules=hours, plans={"Gold": plan})


def written(product: str, given: SlaPolicy, schedule: str | None, plan: str | None = "Gold") -> Any:
    return json.loads(of_product(product, "text_of_policy")(given, schedule=schedule, plan=plan, years=[]))


@pytest.mark.parametrize("product", PROMISES)
def test_a_plan_is_read_back_on_the_schedule_that_is_written_with_it(product: str) -> None:
    given = policy(product)
    read = of_product(product, "policy_of_answers")({"a": written(product, given, "B")}, "UTC")
    [plan] = read.policy.plans
    metric, promise = PROMISES[product]
    priority = next(iter(promise)) if "high" in promise else None
    assert read.policy.schedule_for(plan, priority, metric).hours == given.schedule("B").hours
    assert str(read.policy.target(plan, priority, metric)) == "4 business hours"


@pytest.mark.parametrize("product", PROMISES)
def test_a_plan_is_not_written_with_another_schedule(product: str) -> None:
    with pytest.raises(PayloadError, match="it counts on 'B', and 'A' is written beside it; name 'B', or"):
        written(product, policy(product), "A")
    assert written(product, policy(product), None)


@pytest.mark.parametrize("product", ["glpi", "chatwoot"])
def test_calendar_time_counts_beside_any_schedule(product: str) -> None:
    metric, _ = PROMISES[product]
    assert written(product, policy(product, **{metric: "4 calendar hours"}), "A")


@pytest.mark.parametrize("product", PROMISES)
def test_a_plan_on_two_schedules_is_not_written(product: str) -> None:
    _, promise = PROMISES[product]
    mixed = policy(product, **{BESIDE.get(product, "resolution"): {**promise, "schedule": "A"}})
    with pytest.raises(PayloadError, match="its targets count on B and A; the format has one schedule"):
        written(product, mixed, None)


@pytest.mark.parametrize("product", PROMISES)
def test_a_metric_that_starts_elsewhere_than_in_the_product_is_not_written(product: str) -> None:
    metric, promise = PROMISES[product]
    later = policy(product, **{metric: {**promise, "lifecycle": {"starts": ["assigned"]}}})
    with pytest.raises(PayloadError, match="it starts at assigned, and "):
        written(product, later, None)
    same = policy(product, **{metric: {**promise, "lifecycle": {"starts": ["opened"]}}})
    assert written(product, same, None) == written(product, policy(product), None)


def test_a_start_that_is_stated_for_all_plans_counts_too() -> None:
    given = policy("zammad")
    later = SlaPolicy(**{**given.model_dump(mode="json", exclude_defaults=True), "metrics": {
        "first_response": {"starts": ["assigned"]}}})  # fmt: skip
    with pytest.raises(PayloadError, match="the product starts it at opened"):
        written("zammad", later, None)


def test_a_metric_that_is_started_by_replies_there_is_written() -> None:
    stated = {"next_response": {"target": "1 business hour", "lifecycle": {"starts": ["opened", "customer_replied"]}}}
    assert written("zammad", policy("zammad", **stated), None)
    with pytest.raises(PayloadError, match="the product starts it at customer_replied"):
        written("chatwoot", policy("chatwoot", **stated), None)

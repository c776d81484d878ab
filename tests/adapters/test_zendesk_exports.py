"""A whole policy as the text of a file that Zendesk's records are in."""

import json

import pytest
from zendesk_payloads import account

from slaclock import SlaPolicy
from slaclock.adapters import zendesk


def test_an_account_is_written_as_it_was_read() -> None:
    """Plans on other schedules, which stand for triggers, are not written; the one SLA policy of each is."""
    tickets_alone = {kind: payload for kind, payload in account().items() if kind != "group_sla_policies"}
    first = zendesk.policy(**tickets_alone)
    text = zendesk.text_of_policy(first.policy)
    assert [each["title"] for each in json.loads(text)["sla_policies"]] == ["Gold", "Silver"]
    again = zendesk.policy_of_answers({"zendesk.json": json.loads(text)})
    assert again.policy.schedules == first.policy.schedules
    assert again.policy.plans == first.policy.plans
    assert zendesk.text_of_policy(again.policy) == text


def test_plans_on_one_schedule_that_promise_the_same_stay_two() -> None:
    plan = {"schedule": "office", "first_response": {"high": "1 business hour"}}
    policy = SlaPolicy(
        name="A", timezone="UTC", schedules={"office": "Mon-Fri 09:00-17:00"}, plans={"Gold": plan, "Silver": plan}
    )
    assert len(json.loads(zendesk.text_of_policy(policy))["sla_policies"]) == 2


@pytest.mark.parametrize(
    ("promise", "number"),
    [
        pytest.param("none", 0, id="nothing-is-promised"),
        pytest.param({"high": "1 calendar hour"}, 1, id="something-is"),
    ],
)
def test_a_plan_that_promises_nothing_is_no_sla_policy(promise: object, number: int) -> None:
    policy = SlaPolicy(name="A", timezone="UTC", plans={"Gold": {"first_response": promise}})
    assert len(json.loads(zendesk.text_of_policy(policy))["sla_policies"]) == number

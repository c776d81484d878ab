"""What every product's policy has in common: names that differ, and losses as comments of a policy file (R19)."""

import pytest

from slaclock import PayloadError, SlaPolicy
from slaclock.adapters import Loss, PolicyReading
from slaclock.adapters.policy_readings import named_apart, policy_of

DOCUMENT = {"name": "Acme", "timezone": "UTC", "plans": {"Gold": {"first_response": "1 hour"}}}


@pytest.mark.parametrize(
    ("names", "apart"),
    [
        pytest.param([("a", "1"), ("b", "2")], ["a", "b"], id="different"),
        pytest.param([("a", "1"), ("a", "2")], ["a (1)", "a (2)"], id="alike"),
        pytest.param([("a", ""), ("a", "")], ["a (1)", "a (2)"], id="alike-without-ids"),
        pytest.param([("a", "1"), ("a", "1")], ["a (1)", "a (1, 1)"], id="alike-with-one-id"),
        pytest.param([("a", "1"), ("a", "2"), ("a (1)", "3")], ["a (1, 1)", "a (2)", "a (1)"], id="taken"),
    ],
)
def test_names_differ(names: list[tuple[str, str]], apart: list[str]) -> None:
    assert named_apart(names) == apart


def test_a_loss_stands_at_the_nearest_key_that_is_there() -> None:
    losses = (Loss("a[0]", "x", "y", ("plans", "Gold", "update")), Loss("", "all of it", "z"))
    read = PolicyReading(policy_of(DOCUMENT), losses, {}, DOCUMENT, {("plans",): ["Two."]})
    assert read.yaml() == (
        "# Not carried over: all of it; z\nname: Acme\ntimezone: UTC\n# Two.\nplans:\n"
        "  # Not carried over: a[0]: x; y\n  Gold:\n    first_response: 1 hour\n"
    )
    assert SlaPolicy.loads(read.yaml()) == read.policy


def test_what_makes_no_policy_is_an_error_of_the_payload() -> None:
    with pytest.raises(
        PayloadError, match=r"^what it says makes no policy: cannot read this SlaPolicy: plans: there are none"
    ):
        policy_of({"name": "Acme", "timezone": "UTC", "plans": {}})

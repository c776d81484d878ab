"""Lifecycles, warnings and escalations: what is stated for all, of a metric, and ever nearer (R16, R18)."""

from typing import Any

import pytest
from small_policy import at, promising, small

POLICY = promising(
    {
        "target": "4 business hours",
        "escalations": {"team lead": "60%", "owner": "90%"},
        "P1": {"target": "1 business hour", "escalations": {"owner": "70%"}},
    },
    warnings={"early": "50%", "late": "75%"},
    escalations={"team lead": "50%", "director": "after 2 business hours"},
    metrics={
        "first_response": {
            "pauses_in": "pending",
            "warnings": {"late": "80%", "last": "95%"},
            "escalations": {"director": "after 1 business hour"},
        }
    },
)


def test_what_is_stated_of_a_metric_stands_beside_what_its_name_says() -> None:
    life = POLICY.lifecycle("first_response")
    assert (life.pauses_in, life.stops) == (("pending",), ("agent_replied", "resolved", "closed"))
    assert POLICY.lifecycle("next_response").repeats


@pytest.mark.parametrize(
    ("stated", "status", "pauses"),
    [
        pytest.param({"runs_in": ["open", "pending"]}, "pending", False, id="it-runs-in-what-is-stated"),
        pytest.param({"runs_in": ["open", "pending"]}, "waiting", True, id="and-pauses-in-all-else"),
        pytest.param({"pauses_in": ["blocked"]}, "pending", False, id="it-pauses-in-what-is-stated-alone"),
        pytest.param({"pauses_in": ["blocked"], "runs_in": ["open"]}, "pending", True, id="both"),
    ],
)
def test_statuses_that_are_stated_replace_the_usual_ones(stated: dict[str, Any], status: str, pauses: bool) -> None:
    """R16: `runs_in` and `pauses_in` each say of every status whether a metric pauses in it; the nearer wins."""
    policy = small(plans={"only": {"resolution": "1 hour"}}, metrics={"resolution": stated})
    assert policy.lifecycle("resolution").pauses_while(status) is pauses
    nearer = {"resolution": {"target": "1 hour", "lifecycle": stated}}
    policy = small(plans={"only": nearer}, metrics={"resolution": {"pauses_in": ["pending"]}})
    assert policy.lifecycle("resolution").pauses_while(status) is pauses


def test_a_warning_of_the_metric_wins_over_that_of_all() -> None:
    clock = POLICY.clock(at("Mon 09:00"), priority="P1")
    assert [(name, str(each.percent)) for name, each in clock.thresholds] == [
        ("early", "50"),
        ("late", "80"),
        ("last", "95"),
    ]


@pytest.mark.parametrize(
    ("priority", "levels"),
    [
        pytest.param(None, "team lead 60, director 1:00:00, owner 90", id="of-the-promise"),
        pytest.param("P1", "team lead 60, director 1:00:00, owner 70", id="of-the-priority"),
    ],
)
def test_the_level_that_is_stated_nearest_holds(priority: str | None, levels: str) -> None:
    found = POLICY.clock(at("Mon 09:00"), priority=priority).promised.escalations
    assert ", ".join(f"{name} {each.percent or each.after.duration}" for name, each in found) == levels

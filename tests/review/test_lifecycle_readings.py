"""What is usual of the life of a metric, and that nobody wrote (R16, R18)."""

from typing import Any

import pytest
from checked_policy import report

PAUSES = "pauses_in: pending, on_hold, waiting, waiting_on_customer, waiting_on_third_party"


def told(**parts: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    found = report(**({"plans": {"only": {"resolution": {"P1": "1 hour", "P2": "2 hours"}}}} | parts)).readings
    lives = [each for each in found if each.where.startswith("metric") and not each.choice.startswith("starts")]
    assert not any(each.stated for each in lives)
    return [(each.where, each.choice, each.keys) for each in lives]


def test_pauses_and_reopening_of_a_resolution() -> None:
    keys = ("plans.only.resolution.P1", "plans.only.resolution.P2")
    assert told() == [("metric resolution", PAUSES, keys), ("metric resolution", "on_reopen: new_cycle", keys)]


def test_pauses_of_a_workaround() -> None:
    plans = {"only": {"workaround": "1 hour", "first_response": "1 hour"}}
    assert told(plans=plans) == [("metric workaround", PAUSES, ("plans.only.workaround",))]


@pytest.mark.parametrize("stated", [{"pauses_in": []}, {"pauses_in": ["pending"]}, {"runs_in": "open"}])
def test_statuses_that_are_stated(stated: dict[str, Any]) -> None:
    assert [choice for _, choice, _ in told(metrics={"resolution": stated})] == ["on_reopen: new_cycle"]


def test_reopening_that_is_stated() -> None:
    assert [choice for _, choice, _ in told(metrics={"resolution": {"on_reopen": "continue"}})] == [PAUSES]


def test_what_one_priority_states_is_its_own() -> None:
    one = {"target": "1 hour", "lifecycle": {"runs_in": "open", "on_reopen": "new_cycle"}}
    assert told(plans={"only": {"resolution": {"P1": one, "P2": "2 hours"}}}) == [
        ("metric resolution", PAUSES, ("plans.only.resolution.P2",)),
        ("metric resolution", "on_reopen: new_cycle", ("plans.only.resolution.P2",)),
    ]

"""Names in a policy that are probably not meant (R19)."""

import time
from itertools import product
from typing import Any

import pytest
from checked_policy import report

TWO = "2 business days"


def doubts(**parts: Any) -> dict[str, str]:
    return {each.key: each.text for each in report(**parts).warnings if each.rule == "R19"}


@pytest.mark.parametrize(
    ("metric", "near"),
    [
        ("frist_response", "first_response"),
        ("first_respnse", "first_response"),
        ("First response", "first_response"),
        ("firstResponse", "first_response"),
        ("resolutoin", "resolution"),
        ("updates", "update"),
    ],
)
def test_a_metric_near_a_known_one(metric: str, near: str) -> None:
    assert doubts(plans={"only": {metric: TWO}}) == {
        f"plans.only.{metric}": f"{metric!r} is no metric whose life is known; did you mean {near!r}? "
        "if not, state its life in `metrics`"
    }


@pytest.mark.parametrize("metric", ["first_response & update", "update/resolution", "update and own_metric"])
def test_a_metric_that_looks_like_several(metric: str) -> None:
    (text,) = doubts(plans={"only": {metric: TWO}}).values()
    assert text.startswith(f"{metric!r} is the name of one metric; for each of them write ")


@pytest.mark.parametrize("metric", ["response", "root_cause", "resolution", "time_to_own", "follow_up"])
def test_a_metric_of_ones_own(metric: str) -> None:
    assert doubts(plans={"only": {metric: TWO}}) == {}


@pytest.mark.parametrize(
    ("field", "word", "near"),
    [
        ("pauses_in", "waiting_on_custmer", "waiting_on_customer"),
        ("pauses_in", "Waiting for custommer", "waiting for customer"),
        ("runs_in", "On-Holdd", "on_hold"),
        ("stops", "agent_repliedd", "agent_replied"),
        ("starts", "customer_replyed", "customer_replied"),
    ],
)
def test_a_word_of_a_lifecycle_near_a_known_one(field: str, word: str, near: str) -> None:
    life = {field: word if field in ("stops", "starts") else [word]}
    plans = {"only": {"resolution": {"P1": TWO, "P2": {"target": TWO, "lifecycle": life}}}}
    (first, own) = doubts(plans=plans, metrics={"resolution": life}).items()
    assert {first[0], own[0]} == {f"metrics.resolution.{field}", f"plans.only.resolution.P2.lifecycle.{field}"}
    assert f"{word!r} is another " in first[1]
    assert repr(near) in first[1]


@pytest.mark.parametrize("word", ["waiting_on_support", "Waiting for customer", "On-Hold", "parked"])
def test_a_status_of_ones_own(word: str) -> None:
    assert doubts(plans={"only": {"resolution": TWO}}, metrics={"resolution": {"pauses_in": [word]}}) == {}


def test_a_metric_whose_life_is_stated() -> None:
    assert doubts(plans={"only": {"updates": TWO}}, metrics={"updates": {"starts": "opened"}}) == {}


def test_metrics_of_two_plans() -> None:
    found = doubts(plans={"one": {"root_cause": TWO}, "other": {"root_casue": TWO}})
    assert list(found) == ["plans.one.root_cause", "plans.other.root_casue"]
    assert doubts(plans={"one": {"root_cause": TWO, "root_causes": TWO}, "other": {"root_cause": TWO}}) == {}


@pytest.mark.parametrize(
    ("metric", "text"),
    [
        ("resolutoin", "no plan promises 'resolutoin'; did you mean 'resolution'?"),
        ("workaround", "no plan promises 'workaround'; promised: first_response, resolution"),
    ],
)
def test_a_lifecycle_of_nothing(metric: str, text: str) -> None:
    plans = {"only": {"first_response": TWO, "resolution": TWO}}
    assert doubts(plans=plans, metrics={metric: {"starts": "opened"}}) == {f"metrics.{metric}": text}


def test_a_lifecycle_of_a_metric_of_a_later_version() -> None:
    later = {"effective": "2027-01-01", "plans": {"only": {"first_response": TWO, "resolution": TWO}}}
    life = {"resolution": {"starts": "opened"}}
    assert doubts(plans={"only": {"first_response": TWO}}, metrics=life, versions=[later]) == {}


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("P1-P3", "P1, P2, P3"),
        ("P1 – P3", "P1, P2, P3"),
        ("P1 to P3", "P1, P2, P3"),
        ("P1-3", "P1, P2, P3"),
        ("1-2", "1, 2"),
        ("P1/P2", "P1, P2"),
        ("P1 & P2", "P1, P2"),
        ("P1 and P2", "P1, P2"),
        ("urgent or high", "urgent, high"),
        ("P1; P2", "P1, P2"),
    ],
)
def test_a_priority_that_looks_like_several(name: str, several: str) -> None:
    text = f"{name!r} is the name of one priority; for each of them write {several!r}"
    plans = {"only": {"first_response": {name: TWO}, "update": {"urgent": TWO}}}
    assert doubts(plans=plans) == {f"plans.only.first_response.{name}": text}


@pytest.mark.parametrize(
    "name", ["P1", "Sev-1", "very high", "high/critical", "P3-P1", "P1-Q3", "1-urgent", "/", "P1/", "on hold"]
)
def test_a_priority_with_a_name_of_its_own(name: str) -> None:
    assert doubts(plans={"only": {"first_response": {name: TWO}}}) == {}


@pytest.mark.parametrize("name", ["other", "All others", "default", "*"])
def test_a_priority_that_looks_like_all_others(name: str) -> None:
    (text,) = doubts(plans={"only": {"first_response": {"P1": TWO, name: TWO}}}).values()
    assert text == f"{name!r} is the name of one priority; for those without a target of their own, write `target`"


@pytest.mark.parametrize(
    ("coverage", "received", "expected"),
    [
        pytest.param({}, "by phone", {}, id="usual"),
        pytest.param({}, "by E-Mail", {}, id="spelled-otherwise"),
        pytest.param({"hotline": "office"}, "by hotline", {}, id="of-ones-own"),
        pytest.param(
            {},
            "by phnoe",
            {"plans.only.first_response.when[0].received": "'phnoe' is nearly 'phone'"},
            id="near-a-usual-one",
        ),
        pytest.param(
            {"hotlnie": "office"},
            "on Fri by hotline",
            {
                "plans.only.coverage": "'hotlnie' is nearly 'hotline'",
                "plans.only.first_response.when[0].received": "'hotline' is nearly 'hotlnie'",
            },
            id="near-another",
        ),
    ],
)
def test_channels(coverage: Any, received: str, expected: dict[str, str]) -> None:
    promise = {"target": TWO, "when": [{"received": received, "target": TWO}]}
    found = doubts(plans={"only": {"coverage": coverage, "first_response": promise}})
    assert {key: text.removeprefix("the channel ").partition(";")[0] for key, text in found.items()} == expected


def test_the_coverage_of_a_priority_names_channels_too() -> None:
    promise = {"P1": {"target": TWO, "coverage": {"": "office", "emial": "office"}}}
    assert list(doubts(plans={"only": {"first_response": promise}})) == ["plans.only.first_response.P1.coverage"]


@pytest.mark.parametrize("count", [50, 1_000])
def test_very_many_names_are_not_compared(count: int) -> None:
    """It takes the product of their numbers, and a stranger's policy may have thousands of either."""
    when = [{"received": f"by channel{number}", "target": "1 hour"} for number in range(count)]
    metrics = {f"step_{number}": "1 hour" for number in range(count)}
    only = {"first_response": {"when": when, "target": "2 hours"}}
    plans = {"only": only, "other": {"schedule": "office", **metrics}}
    began = time.process_time()
    found = report(plans=plans, metrics={f"stepp_{number}": {"starts": "opened"} for number in range(count)})
    assert time.process_time() - began < 5
    compared = [doubt for doubt in found.warnings if "is nearly" in doubt.text or "no plan promises" in doubt.text]
    assert bool(compared) == (count == 50)


@pytest.mark.parametrize(
    ("parts", "places"),
    [
        pytest.param(
            {"plans": {"only": {"first_response": {"P1": TWO, "p1": TWO}}}},
            {"plans.only.first_response.P1": "p1", "plans.only.first_response.p1": "P1"},
            id="priorities-of-one-metric",
        ),
        pytest.param(
            {"plans": {"only": {"first_response": {"P-1": TWO}, "resolution": {"P 1": TWO, "p_1": TWO}}}},
            {
                "plans.only.first_response.P-1": "P 1",
                "plans.only.resolution.P 1": "P-1",
                "plans.only.resolution.p_1": "P-1",
            },
            id="priorities-of-two-metrics",
        ),
        pytest.param(
            {"plans": {"only": {"root_cause": TWO}, "Only": {"root cause": TWO}}},
            {
                "plans.only": "Only",
                "plans.Only": "only",
                "plans.only.root_cause": "root cause",
                "plans.Only.root cause": "root_cause",
            },
            id="plans-and-metrics",
        ),
        pytest.param(
            {
                "schedules": {"on call": "24x7", "On-call": "24x7"},
                "plans": {"only": {"schedule": "on call", "first_response": TWO}},
            },
            {"schedules.on call": "On-call", "schedules.On-call": "on call"},
            id="schedules",
        ),
        pytest.param({"plans": {"only": {"first_response": {"P1": TWO, "P2": TWO}}}}, {}, id="different-names"),
        pytest.param({"plans": {"only": {"first_response": {"1-1": TWO, "11": TWO}}}}, {}, id="different-numbers"),
        pytest.param(
            {"plans": {"only": {"first_response": {"P1": TWO}, "resolution": {"P1": TWO}}}}, {}, id="one-name-twice"
        ),
    ],
)
def test_names_that_differ_in_case_spaces_or_hyphens(parts: dict[str, Any], places: dict[str, str]) -> None:
    found = {key: text for key, text in doubts(**parts).items() if "spelled alike" in text}
    assert found.keys() == places.keys()
    assert all(f" and {other!r} are different " in found[place] for place, other in places.items())


def test_many_names_that_are_spelled_alike_are_compared_in_time() -> None:
    names = ["".join(letters) for letters in product(*("aA" for _ in range(9)))]
    began = time.process_time()
    found = doubts(plans={"only": {"first_response": dict.fromkeys(names, TWO)}})
    assert time.process_time() - began < 10
    assert len(found) == len(names)


def test_a_name_of_very_many_spaces_is_looked_at_in_time() -> None:
    name = f"a{' ' * 50_000}b"
    began = time.process_time()
    assert doubts(plans={"only": {"first_response": {"priorities": {name: TWO}}}}) == {}
    assert time.process_time() - began < 5

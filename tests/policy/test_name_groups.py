"""Several names in one key, each of which means the same (R11, R19)."""

from typing import Any

import pytest
from small_policy import promising, small

from slaclock import DeclarationError, PolicyFileError, SlaPolicy

HEAD = "name: Groups\ntimezone: UTC\nschedules: {office: Mon-Fri 09:00-17:00}\nplans:\n  only:\n    first_response:\n"


@pytest.mark.parametrize(
    "promise",
    [
        pytest.param({"P1, P2": "1 business hour", "P3": "2 business days"}, id="with-commas"),
        pytest.param({"P1,P2": "1 business hour", "P3": "2 business days"}, id="without-spaces"),
        pytest.param({("P1", "P2"): "1 business hour", "P3": "2 business days"}, id="a-tuple"),
        pytest.param({"priorities": {"P1, P2": "1 business hour"}, "P3": "2 business days"}, id="under-priorities"),
    ],
)
def test_each_of_them_has_the_target(promise: Any) -> None:
    alone = {"P1": "1 business hour", "P2": "1 business hour", "P3": "2 business days"}
    assert promising(promise) == promising(alone)


def test_metrics_have_it_too() -> None:
    together = small(plans={"only": {"first_response, update": "1 business hour"}})
    assert together == small(plans={"only": {"first_response": "1 business hour", "update": "1 business hour"}})


@pytest.mark.parametrize(
    ("format", "text"),
    [
        pytest.param("yaml", HEAD + "      P1, P2: 1 hour\n      P3: 2 hours\n", id="text"),
        pytest.param("yaml", HEAD + "      [P1, P2]: 1 hour\n      P3: 2 hours\n", id="a-list"),
        pytest.param("yaml", HEAD + "      ? [P1, P2]\n      : 1 hour\n      P3: 2 hours\n", id="a-list-as-a-block"),
        pytest.param(
            "json",
            '{"name": "Groups", "timezone": "UTC", "schedules": {"office": "Mon-Fri 09:00-17:00"}, "plans": {"only":'
            ' {"first_response": {"P1, P2": "1 hour", "P3": "2 hours"}}}}',
            id="json",
        ),
    ],
)
def test_in_a_file(format: Any, text: str) -> None:
    policy = SlaPolicy.loads(text, format)
    found = {priority: str(promised.target) for _, _, priority, promised in policy.promises()}
    assert found == {"P1": "1 hour", "P2": "1 hour", "P3": "2 hours"}


def test_an_error_is_found_at_the_key() -> None:
    with pytest.raises(PolicyFileError) as caught:
        SlaPolicy.loads(HEAD + "      P0: 1 hour\n      P1, P2: 1 our\n")
    assert (
        str(caught.value)
        .splitlines()[0]
        .startswith("policy:8:7: plans.only.first_response.P1, P2: cannot read '1 our'")
    )


@pytest.mark.parametrize(
    ("promise", "message"),
    [
        pytest.param({"P1, P2": "1 hour", "P2": "2 hours"}, "'P2' is given twice, once in", id="twice"),
        pytest.param({"P1, P1": "1 hour"}, "'P1' is given twice, once in 'P1, P1'", id="twice-in-one"),
        pytest.param({"P1,": "1 hour"}, "'P1,' holds an empty name; write e.g. 'P1, P2'", id="a-comma-more"),
        pytest.param({",": "1 hour"}, "',' holds an empty name", id="a-comma-alone"),
    ],
)
def test_refused(promise: Any, message: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        promising(promise)
    assert message in str(caught.value)

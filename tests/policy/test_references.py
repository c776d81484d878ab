"""What does not hang together in a policy is named with its place and a way out."""

from typing import Any

import pytest
from small_policy import small

from slaclock import DeclarationError, SlaPolicy
from slaclock.policy.references import LONGEST_CHAIN


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        pytest.param({"plans": {}}, "plans: there are none; state at least one", id="no-plans"),
        pytest.param(
            {"plans": {"only": {"schedule": "offices"}}},
            "plans.only.schedule: there is no schedule 'offices'; did you mean",
            id="a-plans-schedule",
        ),
        pytest.param(
            {"plans": {"only": {"first_response": {"target": "1 hour", "schedule": "x"}}}},
            "there is no schedule 'x'; known: office",
            id="a-metrics-schedule",
        ),
        pytest.param(
            {"plans": {"only": {"first_response": {"P1": {"target": "1 hour", "schedule": "x"}}}}},
            "there is no schedule 'x'",
            id="a-prioritys-schedule",
        ),
        pytest.param(
            {"plans": {"only": {"first_response": {}}}},
            "first_response: it has no target; write e.g. '4 business hours'",
            id="no-target",
        ),
        pytest.param(
            {"plans": {"only": {"first_response": {"P1": {"schedule": "office"}}}}},
            "P1: a priority has one target",
            id="a-priority-without-target",
        ),
        pytest.param(
            {"plans": {"only": {"first_response": {"P1": {"target": "1 hour", "P2": "2 hours"}}}}},
            "a priority has one target",
            id="priorities-within-a-priority",
        ),
        pytest.param(
            {"schedules": {}},
            "4 business hours counts business time but no `schedule` is named for it; known: none stated",
            id="business-time-without-schedules",
        ),
        pytest.param(
            {"schedules": {"a": "24x7", "b": "24x7"}},
            "no `schedule` is named for it; known: a, b",
            id="one-of-two-schedules",
        ),
        pytest.param(
            {"day_rule": "hours", "plans": {"only": {"first_response": "1 business day"}}},
            "day rule 'hours' needs `day_length`, e.g. '8 hours'",
            id="days-without-length",
        ),
        pytest.param(
            {"day_rule": "hours", "plans": {"only": {"first_response": {"P1": "1 business day"}}}},
            "P1: day rule 'hours' needs `day_length`",
            id="a-prioritys-days-without-length",
        ),
        pytest.param(
            {"schedules": {"office": {"any_of": ["day"]}}},
            "there is no schedule or closure 'day'",
            id="no-such-part",
        ),
        pytest.param(
            {"schedules": {"office": {"hours": "24x7", "excluding": "rest"}}},
            "excluding: there is no schedule or closure 'rest'",
            id="no-such-closure",
        ),
        pytest.param(
            {"schedules": {"office": {"any_of": ["office"]}}},
            "schedules.office: it is made from itself",
            id="a-loop-of-one",
        ),
        pytest.param(
            {
                "schedules": {
                    "office": {"any_of": ["b"]},
                    "b": {"all_of": ["c"]},
                    "c": {"hours": "24x7", "excluding": ["office"]},
                },
                "plans": {"only": {"first_response": "1 hour"}},
            },
            "schedules.c: it is made from itself",
            id="a-loop-of-three",
        ),
        pytest.param(
            {"closures": {"rest": {"any_of": ["office"]}}},
            "closures.rest.any_of: a closure states its hours",
            id="a-joined-closure",
        ),
        pytest.param(
            {"closures": {"rest": {"hours": "24x7", "excluding": "office"}}},
            "closures.rest.excluding: a closure states its hours",
            id="a-closure-excluding",
        ),
        pytest.param(
            {"closures": {"office": "Sat 22:00-04:00"}},
            "closures.office: a schedule has the same name",
            id="one-name-twice",
        ),
        pytest.param(
            {"notices": {"change": {"target": "1 hour", "schedule": "x"}}},
            "notices.change.schedule: there is no schedule 'x'",
            id="a-notices-schedule",
        ),
    ],
)
def test_it_is_named(parts: dict[str, Any], message: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        small(**parts)
    assert message in str(caught.value)


def test_all_problems_at_once() -> None:
    with pytest.raises(DeclarationError) as caught:
        small(
            plans={"only": {"schedule": "x", "first_response": {"P1": {"schedule": "y"}}}},
            notices={"change": {"target": "1 day", "schedule": "z"}},
        )
    assert [problem.path[-1] for problem in caught.value.problems] == ["schedule", "P1", "schedule", "schedule"]


def chained(steps: int) -> SlaPolicy:
    """A policy with schedules of which each is made from the one before it."""
    made = {f"step {number}": {"any_of": [f"step {number - 1}", "late"]} for number in range(1, steps + 1)}
    schedules = {"step 0": "Mon-Fri 09:00-17:00", "late": "Sat 09:00-12:00", **made}
    return small(schedules=schedules, plans={"only": {"schedule": "step 0", "first_response": "4 business hours"}})


def test_a_long_chain_of_schedules_is_followed_or_refused() -> None:
    last = f"step {LONGEST_CHAIN}"
    assert chained(LONGEST_CHAIN).schedule(last).timezone == "America/New_York"
    with pytest.raises(
        DeclarationError, match=r"it is made from others in more than 50 steps; state its hours"
    ) as refused:
        chained(400)
    assert str(refused.value).count("more than 50 steps") == 1

"""Warnings and escalations that come too late, or end before they say (R18)."""

from typing import Any

import pytest
from checked_policy import report

REMINDER = "every 1 business hour until resolved"


def ends_early(**parts: Any) -> list[tuple[str, str]]:
    return [(each.key, each.text) for each in report(**parts).warnings if "ends when" in each.text]


def test_until_resolved_under_a_metric_that_stops_at_the_answer() -> None:
    assert ends_early(escalations={"lead": "every business hour until resolved", "head": "every business hour"}) == [
        (
            "escalations.lead",
            "'every 1 business hour, until resolved' ends when first_response stops, which is at `agent_replied` or "
            "`resolved` or `closed`; write 'until stopped' if that is meant, or put it under a metric that only "
            "`resolved` stops",
        )
    ]


def test_a_metric_that_a_reply_starts_again_ends_it_too() -> None:
    ((_, text),) = ends_early(plans={"only": {"update": "1 hour"}}, escalations={"lead": REMINDER})
    assert "update stops, which is at `resolved` or `closed` or `agent_replied`" in text


def test_only_the_metrics_that_it_is_about() -> None:
    plans = {"only": {"first_response": "1 hour", "resolution": "8 hours"}}
    assert not ends_early(plans=plans, metrics={"resolution": {"escalations": {"lead": REMINDER}}})
    assert [
        key for key, _ in ends_early(plans=plans, metrics={"first_response": {"escalations": {"lead": REMINDER}}})
    ] == ["metrics.first_response.escalations.lead"]


@pytest.mark.parametrize("until", ["every business hour", "every business hour until stopped"])
def test_what_ends_with_its_clock_is_as_it_says(until: str) -> None:
    assert not ends_early(escalations={"lead": until})


def test_the_priority_in_which_it_stands() -> None:
    own = {"target": "1 hour", "escalations": {"lead": REMINDER}}
    solved = {"stops": "resolved"}
    plans = {"only": {"first_response": {"P1": {**own, "lifecycle": solved}, "P2": own}}}
    assert [key for key, _ in ends_early(plans=plans)] == ["plans.only.first_response.P2.escalations.lead"]

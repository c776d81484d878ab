"""Statuses that end a ticket are its end, and what comes after them opens it again (R18, R19)."""

from typing import Any

import pytest
from clock_model import on
from ticket_stories import POLICY, lines, policy, ticket

from slaclock import ClockError, Explanation


@pytest.mark.parametrize(
    ("story", "cycles"),
    [
        pytest.param(["Mon 11:00 status_changed status=Solved"], ["met Mon 18:00"], id="solved"),
        pytest.param(["Mon 11:00 status_changed status=Closed"], ["met Mon 18:00"], id="closed"),
        pytest.param(["Mon 11:00 status_changed status=Deleted"], ["cancelled Mon 18:00"], id="deleted"),
        pytest.param(
            ["Mon 11:00 status_changed status=solved", "Mon 12:00 status_changed status=closed"],
            ["met Mon 18:00"],
            id="closed-later",
        ),
        pytest.param(
            ["Mon 11:00 status_changed status=solved", "Mon 12:00 status_changed status=open"],
            ["met Mon 18:00", "running Tue 11:00"],
            id="open-again",
        ),
        pytest.param(
            ["Mon 11:00 status_changed status=closed", "Mon 12:00 status_changed status=pending"],
            ["met Mon 18:00", "paused Tue 13:00"],
            id="open-again-and-waiting",
        ),
        pytest.param(
            [
                "Mon 11:00 status_changed status=solved",
                "Mon 11:00 resolved by=bob",
                "Mon 12:00 status_changed status=open",
                "Mon 12:00 reopened by=bob",
            ],
            ["met Mon 18:00", "running Tue 11:00"],
            id="told-twice",
        ),
        pytest.param(
            ["Mon 11:00 status_changed status=closed", "Mon 11:00 closed by=bob"], ["met Mon 18:00"], id="closed-twice"
        ),
        pytest.param(
            [
                "Mon 11:00 status_changed status=solved",
                "Mon 12:00 reopened",
                "Mon 12:30 resolved",
                "Mon 13:00 status_changed status=open",
            ],
            ["met Mon 18:00", "met Tue 11:00"],
            id="reopened-by-an-event-before",
        ),
        pytest.param(
            ["Mon 11:00 resolved", "Mon 12:00 status_changed status=open"],
            ["met Mon 18:00"],
            id="resolved-by-an-event-a-status-opens-nothing",
        ),
    ],
)
def test_story(story: list[str], cycles: list[str]) -> None:
    evaluation = POLICY.evaluate(ticket("Mon 10:00", *story), on("Mon 14:00"))
    assert lines(evaluation, "resolution") == cycles
    assert evaluation.problems == ()


@pytest.mark.parametrize(
    ("status", "story", "cycles", "problems"),
    [
        pytest.param("Closed", [], ["met Mon 18:00"], 1, id="ended-at-its-opening"),
        pytest.param("Deleted", [], ["cancelled Mon 18:00"], 1, id="cancelled-at-its-opening"),
        pytest.param("Closed", ["Mon 11:00 closed"], ["met Mon 18:00"], 0, id="told-as-it-is-now"),
        pytest.param(
            "Solved",
            ["Mon 11:00 status_changed status=pending", "Mon 12:00 status_changed status=solved"],
            ["met Tue 10:00"],
            0,
            id="told-as-it-is-now-by-its-statuses",
        ),
        pytest.param("Solved", ["Mon 15:00 resolved"], ["met Mon 18:00"], 1, id="nobody-knows-what-comes-later"),
        pytest.param(
            "Solved",
            ["Mon 12:00 status_changed status=open"],
            ["met Mon 18:00", "running Tue 11:00"],
            1,
            id="opened-again",
        ),
    ],
)
def test_the_status_of_a_ticket_may_say_that_it_ended(
    status: str, story: list[str], cycles: list[str], problems: int
) -> None:
    told = ticket("Mon 10:00", *story, status=status)
    evaluation = POLICY.evaluate(told, on("Mon 14:00"))
    assert lines(evaluation, "resolution") == cycles
    assert evaluation.problems == problems * (
        f"the status {status!r} says that the ticket ended and no event says when, so it ended at its opening",
    )
    assert evaluation.ticket is told
    if problems:
        with pytest.raises(ClockError, match="so it ended at its opening"):
            POLICY.evaluate(told, on("Mon 14:00"), contradictions="error")


@pytest.mark.parametrize("life", [{"pauses_in": "Resolved"}, {"runs_in": ["open", "Resolved"]}])
def test_a_status_in_which_a_lifecycle_pauses_or_runs_ends_nothing(life: dict[str, Any]) -> None:
    rules = policy(metrics={"resolution": life})
    evaluation = rules.evaluate(ticket("Mon 10:00", "Mon 11:00 status_changed status=resolved"), on("Mon 14:00"))
    assert [each.status.stopped_at for each in evaluation.cycles if each.metric == "resolution"] == [None]


def test_before_its_opening_a_ticket_says_nothing() -> None:
    told = ticket("Mon 10:00", "Mon 09:00 agent_reply", status="Closed")
    assert POLICY.evaluate(told, on("Mon 09:30")).problems == ()


@pytest.mark.parametrize(
    ("reopens", "story", "cycles"),
    [
        pytest.param("any_customer_reply", [], ["breached Mon 14:00"], id="by-default-a-next-response"),
        pytest.param("only_reopened", [], [], id="or-nothing"),
        pytest.param("only_reopened", ["Mon 12:30 reopened", "Mon 13:00 customer_replied"], ["breached Mon 14:00"],
                     id="until-it-is-reopened"),
    ],
)  # fmt: skip
def test_a_reply_after_resolved_starts_what_the_policy_says(reopens: str, story: list[str], cycles: list[str]) -> None:
    rules = policy(reopens=reopens)
    told = ticket(
        "Mon 10:00",
        "Mon 10:30 agent_replied",
        "Mon 12:00 resolved",
        *story,
        *([] if story else ["Mon 13:00 customer_replied"]),
    )
    assert lines(rules.evaluate(told, on("Mon 16:00")), "next_response") == cycles


@pytest.mark.parametrize(
    ("reopens", "told"),
    [
        pytest.param(
            "any_customer_reply",
            [[], ["customer_replied started it after the ticket was resolved, without reopened"]],
            id="what-was-started-by-it",
        ),
        pytest.param(
            "only_reopened",
            [["customer_replied did not start it again, for the ticket was resolved and not reopened"]],
            id="what-was-not-started",
        ),
    ],
)
def test_an_explanation_tells_what_a_reply_after_resolved_did(reopens: str, told: list[list[str]]) -> None:
    story = ("10:15 agent_replied", "10:30 customer_replied", "12:00 resolved", "13:00 customer_replied")
    events = (f"Mon {each}" for each in story)
    evaluation = policy(reopens=reopens).evaluate(ticket("Mon 10:00", *events), on("Mon 16:00"))
    cycles = [each for each in evaluation.cycles if each.metric == "next_response"]
    assert [_of_the_ticket(each.explain()) for each in cycles] == [
        [f"Mon 2026-09-14 13:00 EDT {each} (reopens: {reopens})" for each in texts] for texts in told
    ]
    # Before the reply came, nothing is known of it (R18).
    assert not _of_the_ticket(cycles[0].clock.explain(on("Mon 12:30")))


def _of_the_ticket(explanation: Explanation) -> list[str]:
    return [note.text for note in explanation.notes if note.rule == "R18"]


def test_what_starts_when_resolved_is_no_reopening() -> None:
    rules = policy(
        reopens="only_reopened",
        metrics={"update": {"starts": "resolved", "stops": "agent_replied", "restarts": []}},
    )
    told = ticket("Mon 10:00", "Mon 12:00 resolved")
    assert lines(rules.evaluate(told, on("Mon 13:00")), "update") == ["running Mon 14:00"]

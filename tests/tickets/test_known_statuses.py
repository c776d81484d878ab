"""The statuses of five helpdesks: however they are spelled, each means what it means (R16, R19)."""

import pytest

from slaclock import Lifecycle
from slaclock.spelling import folded
from slaclock.tickets import KNOWN_SPELLINGS, KNOWN_STATUSES, WAITING, known_status, usual_lifecycle
from slaclock.tickets.known_statuses import meaning

PAUSES = [
    *("pending", "Pending", "PENDING", "hold", "On-hold", "on_hold", "On Hold", "on\u2011hold"),  # Zendesk, Freshdesk
    *("Waiting for customer", "Waiting on Customer", "waiting-on-requester", "Awaiting your reply"),  # Jira, Freshdesk
    *("Waiting on Third Party", "Awaiting Vendor", "Awaiting Caller", "Awaiting Problem", "Awaiting Change"),
    *("pending reminder", "pending close", "Awaiting User Info", "Waiting", "awaiting"),  # Zammad, ServiceNow
]
RUNS = [
    *("new", "open", "Open", "In Progress", "Work in progress", "Waiting for support", "Waiting for approval"),
    *("To Do", "Reopened", "Escalated", "Under investigation", "Active", "Being Processed"),
]
ENDS = {
    "resolved": ["solved", "Solved", "Resolved", "Done", "Completed"],
    "closed": ["closed", "Closed", "Closed Complete"],
    "cancelled": ["Canceled", "cancelled", "deleted", "merged", "removed", "Declined", "Won't do"],
}


@pytest.mark.parametrize("status", PAUSES)
def test_in_these_a_resolution_pauses(status: str) -> None:
    assert usual_lifecycle("resolution").pauses_while(status)


@pytest.mark.parametrize("status", [*RUNS, *(status for ends in ENDS.values() for status in ends), "parked"])
def test_in_these_it_does_not(status: str) -> None:
    assert not usual_lifecycle("resolution").pauses_while(status)


@pytest.mark.parametrize("status", RUNS + PAUSES)
def test_these_are_known_and_end_nothing(status: str) -> None:
    known = known_status(status)
    assert known is not None
    assert (known.ends, known.waits) == (None, status in PAUSES)


@pytest.mark.parametrize(("ending", "status"), [(ending, each) for ending, named in ENDS.items() for each in named])
def test_these_end_a_ticket(ending: str, status: str) -> None:
    known = known_status(status)
    assert known is not None
    assert known.ends == ending


def test_each_spelling_means_one_status() -> None:
    assert len({folded(name) for name in KNOWN_SPELLINGS}) == len({*map(folded, KNOWN_SPELLINGS)})
    for status in KNOWN_STATUSES:
        assert {known_status(name) for name in (status.name, *status.spelled)} == {status}
        assert set(status.like) <= set(WAITING)


@pytest.mark.parametrize(
    ("life", "status", "paused"),
    [
        pytest.param({"pauses_in": "waiting_on_customer"}, "Pending", True, id="pending-waits-for-the-customer"),
        pytest.param({"pauses_in": "waiting_on_customer"}, "On-hold", False, id="on-hold-does-not"),
        pytest.param({"pauses_in": "waiting_on_third_party"}, "hold", True, id="on-hold-waits-for-somebody-else"),
        pytest.param({"pauses_in": "pending"}, "Waiting for customer", True, id="pending-is-one-who-waits"),
        pytest.param({"pauses_in": "on_hold"}, "pending", False, id="pending-is-not-on-hold"),
        pytest.param({"pauses_in": "Waiting for customer"}, "waiting_on_customer", True, id="any-spelling-in-a-policy"),
        pytest.param({"pauses_in": "Parked"}, "parked", True, id="any-spelling-of-ones-own"),
        pytest.param({"runs_in": "open"}, "Open", False, id="runs-in"),
        pytest.param({"runs_in": "open"}, "whatever", True, id="and-pauses-in-all-others"),
        pytest.param({"runs_in": "open", "pauses_in": "open"}, "open", True, id="stated-twice-it-pauses"),
        pytest.param({}, "pending", False, id="where-nothing-is-stated-nothing-pauses"),
    ],
)
def test_a_lifecycle_pauses_as_it_says(life: dict[str, str], status: str, paused: bool) -> None:
    assert Lifecycle(**life).pauses_while(status) == paused  # type: ignore[arg-type]


@pytest.mark.parametrize(("one", "other"), [("Parked", "PARKED"), ("with vendor", "With-Vendor"), ("hold", "On-Hold")])
def test_spellings_have_one_meaning(one: str, other: str) -> None:
    assert meaning(one) == meaning(other)


@pytest.mark.parametrize("written", ["Agent replied", "agent-replied", "AgentReplied"])
def test_kinds_in_a_lifecycle_are_read_in_any_spelling(written: str) -> None:
    life = Lifecycle(stops=[written, "Deployed"])
    assert life.stops == ("agent_replied", "Deployed")
    assert Lifecycle.model_validate(life.model_dump()) == life

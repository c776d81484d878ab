"""What the words of tickets do under a policy (R16, R18, R19)."""

import pytest
from small_policy import small

from slaclock import SlaPolicy
from slaclock.review import WordKind, words_used

POLICY: SlaPolicy = small(
    plans={
        "only": {
            "schedule": "office",
            "coverage": {"phone": "office"},
            "first_response": {"P1": "1 business hour"},
            "next_response": {"P1": "1 business hour"},
            "update": {"P1": "1 business hour"},
            "resolution": {"P1": "8 business hours"},
        }
    },
    metrics={"resolution": {"pauses_in": ["waiting_on_customer"]}},
    names={
        "priorities": {"urgent": "P1"},
        "statuses": {"Parked": "waiting_on_customer"},
        "kinds": {"agent_reply": "agent_replied", "assigned": "none"},
        "plans": {"Gold": "only"},
        "channels": {"voice": "phone"},
    },
)


@pytest.mark.parametrize(
    ("about", "word", "does", "known"),
    [
        ("status", "Waiting for customer", "pauses resolution", True),
        ("status", "Pending", "pauses resolution, taken for waiting_on_customer", True),
        ("status", "On-hold", "does nothing", True),
        ("status", "parked", "read as waiting_on_customer, pauses resolution", True),
        ("status", "Solved", "ends the ticket: resolved", True),
        ("status", "Pendign", "unknown; nearest: pending", False),
        ("status", "7", "unknown", False),
        ("kind", "agent_reply", "read as agent_replied, stops first_response, next_response; restarts update", False),
        ("kind", "assigned", "means nothing, as the policy says", True),
        ("kind", "status_changed", "changes the status", True),
        ("kind", "escalated", "does nothing", True),
        ("kind", "customer_reply", "unknown; did you mean 'customer_replied'", False),
        ("priority", "P1", "a priority of the policy", True),
        ("priority", "Urgent", "read as P1", True),
        ("priority", "p1", "unknown; nearest: P1", False),
        ("plan", "gold", "read as only", True),
        ("plan", "onyl", "unknown; nearest: only", False),
        ("channel", "Voice", "read as phone", True),
        ("channel", "phone", "a channel that the policy names", True),
        ("channel", "phon", "unknown; nearest: phone", False),
        ("channel", "fax", "does nothing: no condition names it", True),
    ],
)
def test_each_word(about: WordKind, word: str, does: str, known: bool) -> None:
    (found,) = words_used(POLICY, {(about, word): 3}).words
    if (about, word) == ("kind", "agent_reply"):
        assert found.does.startswith("read as agent_replied, ")
        assert "stops first_response, next_response" in found.does
        return
    assert (found.does, found.known, found.count) == (does, known, 3)


def test_the_most_frequent_come_first() -> None:
    found = words_used(POLICY, {("plan", "only"): 1, ("status", "open"): 1, ("status", "Solved"): 1_000})
    assert [each.word for each in found.words] == ["Solved", "open", "only"]
    assert found.text().splitlines() == [
        f"{POLICY.name}: every word of the tickets is known",
        "",
        "Statuses:",
        "  Solved  1,000  ends the ticket: resolved",
        "  open        1  does nothing",
        "",
        "Plans:",
        "  only  1  a plan of the policy",
    ]


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 word of the tickets is not known"), (2, "2 words of the tickets are")]
)
def test_how_many_are_not_known(count: int, said: str) -> None:
    found = words_used(POLICY, {("status", f"{number}"): 1 for number in range(count)})
    assert said in found.text()
    assert len(found.unknown) == count


def test_a_priority_means_nothing_where_the_policy_has_none() -> None:
    plain = SlaPolicy(name="A", timezone="UTC", plans={"only": {"resolution": "1 calendar hour"}})
    (found,) = words_used(plain, {("priority", "P1"): 3}).words
    assert (found.does, found.known) == ("does nothing: the policy has no priority", True)

"""The examples of a policy, tried by `check` and by `diff` (R7, R12, R18)."""

from datetime import date
from typing import Any

import pytest
from paths import POLICIES
from small_policy import small

from slaclock import DeclarationError, SlaPolicy
from slaclock.policy import read_text
from slaclock.review import check, diff

PLANS = {"only": {"first_response": {"P1": "4 business hours", "P4": "none"}, "resolution": "2 business days"}}
MONDAY = "Mon 2026-09-14 16:00"


def failures(*examples: dict[str, Any], **parts: Any) -> list[tuple[str, str]]:
    found = check(small(plans=PLANS, examples=examples) if not parts else small(examples=examples, **parts))
    assert found.examples == len(examples)
    return [(each.expected, each.got) for each in found.failures]


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        pytest.param({"opened": MONDAY, "priority": "P1", "due": "Tue 2026-09-15 11:00"}, [], id="holds"),
        pytest.param({"opened": MONDAY, "priority": "P1", "due": "2026-09-15T15:00Z"}, [], id="holds-in-another-zone"),
        pytest.param(
            {"opened": MONDAY, "priority": "P1", "due": "Tue 2026-09-15 12:00"},
            [("due Tue 2026-09-15 12:00 EDT", "due Tue 2026-09-15 11:00 EDT")],
            id="fails",
        ),
        pytest.param({"opened": MONDAY, "priority": "P4", "due": "none"}, [], id="nothing-is-promised"),
        pytest.param(
            {"opened": MONDAY, "priority": "P1", "due": "none"},
            [("nothing is promised", "due Tue 2026-09-15 11:00 EDT")],
            id="something-is",
        ),
        pytest.param(
            {"opened": MONDAY, "priority": "P4", "due": MONDAY},
            [("due Mon 2026-09-14 16:00 EDT", "nothing is promised for first_response of P4 in plan only: none")],
            id="but-nothing-is",
        ),
        pytest.param(
            {"opened": MONDAY, "priority": "P9", "due": MONDAY},
            [("due Mon 2026-09-14 16:00 EDT", "there is no priority 'P9' here; known: P1, P4")],
            id="an-unknown-priority",
        ),
    ],
)
def test_a_request(example: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert failures(example) == expected


REPLY = {"at": "Mon 2026-09-14 17:00", "kind": "agent_replied"}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param({"states": {"first_response": "met", "resolution": "running"}}, [], id="states"),
        pytest.param(
            {"states": {"first_response": "breached", "resolution": "running"}},
            [("first_response breached", "first_response met")],
            id="another-state",
        ),
        pytest.param({"due": "Tue 2026-09-15 11:00"}, [], id="due"),
        pytest.param(
            {"due": "none", "states": {"first_response": "met"}},
            [("nothing is promised", "due Tue 2026-09-15 11:00 EDT")],
            id="due-and-states",
        ),
        pytest.param({"priority": "P4", "due": "none"}, [], id="nothing-promised"),
        pytest.param(
            {"priority": "P4", "states": {"first_response": "met"}},
            [("first_response met", "first_response not_started")],
            id="no-clock",
        ),
        pytest.param(
            {"plan": "gold", "states": {"resolution": "met"}},
            [("states", "this policy has no plan 'gold'; known: only")],
            id="no-plan",
        ),
    ],
)
def test_a_ticket(more: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    example = {"opened": MONDAY, "priority": "P1", "events": [REPLY], "now": "Mon 2026-09-14 18:00"}
    assert failures(example | more) == expected


def test_a_customer() -> None:
    local = {"local": {"hours": "Mon-Fri 09:00-17:00", "timezone": "customer"}}
    plans = {"only": {"first_response": "1 business hour"}}
    example = {"opened": "2026-09-15T09:00+09:00", "due": "2026-09-15T10:00+09:00"}
    assert failures(example | {"customer_timezone": "Asia/Tokyo"}, schedules=local, plans=plans) == []
    ((_, got),) = failures(example, schedules=local, plans=plans)
    assert got.startswith("local is read on the clocks of the customer")


FILE = """name: Tried
timezone: America/New_York
schedules: {office: Mon-Fri 09:00-18:00}
plans: {only: {first_response: 4 business hours}}
examples:
  - {opened: Mon 2026-09-14 16:00, due: Tue 2026-09-15 11:00}
  - {opened: Mon 2026-09-14 10:00, due: Mon 2026-09-14 15:00}
"""


def test_what_fails_is_told_with_its_line_and_its_reasons() -> None:
    source = read_text(FILE, "yaml", "tried.yaml")
    report = check(SlaPolicy.from_source(source), source=source)
    (failed,) = report.failures
    assert (failed.key, failed.place) == ("examples[1]", "tried.yaml:7:5")
    assert report.text().splitlines()[:10] == [
        "Tried: 1 of the 2 examples fails",
        "",
        "Examples that fail:",
        "- tried.yaml:7:5: first_response opened Mon 2026-09-14 10:00",
        "    expected  due Mon 2026-09-14 15:00 EDT",
        "    got       due Mon 2026-09-14 14:00 EDT",
        "    Tried, only, first_response",
        "    target   4 business hours",
        "    hours    office: Mon-Fri 09:00-18:00 America/New_York",
        "    opened   Mon 2026-09-14 10:00 EDT",
    ]


@pytest.mark.parametrize(
    ("dues", "headline"),
    [
        pytest.param([], "Small: the file is sound", id="none"),
        pytest.param(["Tue 2026-09-15 11:00"], "Small: the file is sound, and its example holds", id="one"),
        pytest.param(["Tue 2026-09-15 11:00"] * 2, "Small: the file is sound, and its 2 examples hold", id="two"),
        pytest.param(["none"], "Small: the example fails", id="one-that-fails"),
        pytest.param(["none"] * 2, "Small: 2 of the 2 examples fail", id="two-that-fail"),
    ],
)
def test_the_headline(dues: list[str], headline: str) -> None:
    policy = small(examples=[{"opened": f"{MONDAY}:0{number}", "due": due} for number, due in enumerate(dues)])
    seconds = small(examples=[{"opened": MONDAY, "due": due} for due in dues])
    assert check(seconds if "none" not in dues else policy).text().splitlines()[0] == headline


class TestDiff:
    def test_examples_of_both_are_tried_on_both(self) -> None:
        old = SlaPolicy.loads(FILE)
        new = SlaPolicy.loads(FILE.replace("4 business", "5 business"))
        found = diff(old, new, date(2026, 9, 14), date(2026, 9, 20))
        assert [(each.of, each.holds_in_old, each.holds_in_new, each.fails) for each in found.examples] == [
            ("both", True, False, True),
            ("both", False, True, False),
        ]
        assert found.examples_fail
        lines = found.text().splitlines()
        told = lines.index("Examples that do not hold under both:")
        assert lines[told + 1 : told + 4] == [
            "  first_response opened Mon 2026-09-14 16:00: expected due Tue 2026-09-15 11:00 EDT",
            "      old: due Tue 2026-09-15 11:00 EDT",
            "      new: due Tue 2026-09-15 12:00 EDT, so it fails",
        ]

    def test_an_example_of_one_of_them(self) -> None:
        old = SlaPolicy.loads(FILE.partition("  - {opened: Mon 2026-09-14 10:00")[0])
        new = SlaPolicy.loads(FILE.partition("examples:")[0].replace("4 business", "5 business"))
        found = diff(old, new, date(2026, 9, 14), date(2026, 9, 20))
        assert [(each.of, each.fails) for each in found.examples] == [("old", False)]
        assert "first_response opened Mon 2026-09-14 16:00, an example of the old policy" in found.text()
        assert [each.of for each in diff(new, old, date(2026, 9, 14), date(2026, 9, 20)).examples] == ["new"]

    def test_examples_that_hold_under_both_are_not_told(self) -> None:
        policy = SlaPolicy.load(POLICIES / "helpdesk.yaml")
        assert diff(policy, policy, date(2026, 9, 14), date(2026, 9, 20)).examples == ()


@pytest.mark.parametrize("path", sorted(POLICIES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_published_policies_hold_what_their_examples_say(path: Any) -> None:
    policy = SlaPolicy.load(path)
    assert check(policy).failures == ()
    assert policy.examples or not any(True for _ in policy.offers())


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        pytest.param(
            {"status": "Waiting for customr"},
            "its status is 'Waiting for customr', a status that is neither known nor stated in the policy, "
            "did you mean 'waiting for customer'?",
            id="a-status",
        ),
        pytest.param(
            {"events": [{**REPLY, "kind": "agent_reply"}], "states": {"first_response": "running"}},
            "agent_reply at 2026-09-14T21:00:00+00:00 is of a kind that is neither known nor stated in the policy, "
            "did you mean 'agent_replied'?",
            id="a-kind-of-event",
        ),
        pytest.param(
            {"priority": None, "states": {"resolution": "running"}},
            "the ticket has no priority, by which first_response differs: P1, P4",
            id="no-priority",
        ),
    ],
)
def test_a_ticket_in_which_something_is_wrong_does_not_pass(more: dict[str, Any], problem: str) -> None:
    example = {"opened": MONDAY, "priority": "P1", "now": "2026-09-14 17:30", "states": {"first_response": "running"}}
    assert failures(example | more) == [("a ticket in which nothing is wrong", problem)]


def test_a_status_without_an_instant_is_refused() -> None:
    with pytest.raises(DeclarationError, match="an example with a `status`, `events` or `states` says as of when"):
        small(plans=PLANS, examples=[{"opened": MONDAY, "priority": "P1", "due": MONDAY, "status": "pending"}])

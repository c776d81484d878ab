"""Issues of Jira as tickets: what held at the opening, what happened, and what cannot be known (R18, R19)."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from jira_payloads import DONE, account, at, change, comment, history, issue

from slaclock import PayloadError, SlaPolicy, UnknownNameError, ZoneError
from slaclock.adapters import able, jira, of_product
from slaclock.tickets import Ticket


def read(*histories: dict[str, Any], **keys: Any) -> Any:
    return jira.tickets(issue(*histories, **keys))


def the_ticket(*histories: dict[str, Any], **keys: Any) -> Ticket:
    ticket: Ticket
    [ticket] = read(*histories, **keys).tickets
    return ticket


def told(ticket: Ticket) -> list[tuple[str, str]]:
    return [
        (f"{event.at.astimezone(UTC):%d %H:%M}", event.status or event.priority or event.kind)
        for event in ticket.in_order
    ]


NEWEST_FIRST = [
    history("02 10:00", change("status", "Pending", "In Progress"), key="30"),
    history("01 12:00", change("status", "Waiting for support", "Pending"), key="20"),
    history("01 09:30", change("priority", "Medium", "High"), key="10"),
]


@pytest.mark.parametrize("histories", [NEWEST_FIRST, NEWEST_FIRST[::-1]], ids=["newest-first", "oldest-first"])
def test_the_opening_is_what_stood_before_the_first_change(histories: list[dict[str, Any]]) -> None:
    ticket = the_ticket(*histories, fields={"status": {"name": "In Progress"}})
    assert ticket.opened == datetime(2026, 6, 1, 7, tzinfo=UTC)
    assert (ticket.id, ticket.status, ticket.priority) == ("EX-1", "Waiting for support", "Medium")
    assert told(ticket) == [("01 07:30", "High"), ("01 10:00", "Pending"), ("02 08:00", "In Progress")]


def test_what_never_changed_is_as_it_is_now() -> None:
    ticket = the_ticket()
    assert (ticket.status, ticket.priority, ticket.events) == ("Waiting for support", "High", ())
    assert the_ticket(fields={"priority": None}).priority is None


def test_two_histories_of_one_instant_are_in_the_order_of_their_ids() -> None:
    second = history("01 10:00", change("status", "B", "C"), key="10")
    first = history("01 10:00", change("status", "A", "B"), key="9")
    ticket = the_ticket(second, first)
    assert ticket.status == "A"
    assert [event.status for event in ticket.events] == ["B", "C"]


@pytest.mark.parametrize(
    ("item", "counts"),
    [
        pytest.param(change("status", "A", "B"), True, id="by-its-id"),
        pytest.param(change("Status", "A", "B", fieldId=...), True, id="named-in-another-case"),
        pytest.param(change("Zustand", "A", "B", fieldId="status"), True, id="localised"),
        pytest.param(change("status", "A", "B", fieldId="customfield_1", fieldtype="custom"), False, id="custom"),
        pytest.param(change("status", "A", "B", fieldId=...), True, id="no-id-and-its-own"),
        pytest.param(change("status", "A", "B", fieldId=..., fieldtype="custom"), False, id="no-id-and-custom"),
        pytest.param(change("labels", "", "x", fieldId=...), False, id="another-field"),
    ],
)
def test_a_field_is_told_by_its_id_and_not_by_its_name(item: dict[str, Any], counts: bool) -> None:
    assert bool(the_ticket(history("01 10:00", item)).events) is counts


def test_a_field_of_which_nobody_says_whose_it_is_is_a_loss() -> None:
    found = read(history("01 10:00", change("status", "A", "B", fieldId=..., fieldtype=...)))
    assert not found.tickets[0].events
    assert [str(loss) for loss in found.losses] == [
        "issue.changelog.histories[0].items[0]: it does not say whether its 'status' is the product's own; "
        "it was left out; ask for changelogs with 'fieldId' or 'fieldtype'"
    ]


def test_a_resolution_resolves_and_without_it_an_issue_is_open_again() -> None:
    again = change("resolution", "Done", None)
    other = change("resolution", "Done", "Won't do")
    ticket = the_ticket(
        history("01 10:00", DONE), history("01 11:00", other, key="2"), history("01 12:00", again, key="3")
    )
    assert told(ticket) == [("01 08:00", "resolved"), ("01 10:00", "reopened")]


def test_a_status_in_any_language_ends_a_metric_by_its_resolution() -> None:
    """The same instant says it twice, by the status and by the resolution; that is one ending."""
    policy = SlaPolicy(name="A", timezone="UTC", plans={"Gold": {"resolution": "8 calendar hours"}})
    for status in ("Erledigt", "Done"):
        ticket = the_ticket(
            history("01 10:00", change("status", "Open", status), DONE),
            history("01 12:00", change("status", status, "Open"), change("resolution", "Done", None), key="2"),
        )
        cycles = policy.evaluate(ticket, datetime(2026, 6, 2, tzinfo=UTC)).cycles
        assert [cycle.status.elapsed.total_seconds() / 3600 for cycle in cycles] == [1, 8 + 6]


def test_what_is_taken_away_is_a_doubt() -> None:
    found = read(history("01 10:00", change("priority", "High", None)))
    assert not found.tickets[0].events
    assert found.problems == {
        "EX-1": ("issue.changelog.histories[0].items[0]: its priority was taken away; the old one stays",)
    }


def test_without_a_status_it_is_taken_to_be_open_and_that_is_said() -> None:
    found = read(fields={"status": ...})
    assert found.tickets[0].status == "open"
    assert found.problems["EX-1"] == ("it states no status, so it was taken to be open at its opening",)


# Comments


@pytest.mark.parametrize(
    ("given", "kind", "public"),
    [
        pytest.param(comment("01 10:00"), "agent_replied", True, id="an-agent"),
        pytest.param(comment("01 10:00", "customer"), "customer_replied", True, id="the-reporter"),
        pytest.param(comment("01 10:00", jsdPublic=False), "agent_replied", False, id="a-note"),
        pytest.param(comment("01 10:00", "customer", jsdPublic=False), "agent_replied", False, id="a-note-of-his-own"),
        pytest.param(
            comment("01 10:00", author=None) | {"author": {"accountId": "x", "accountType": "customer"}},
            "customer_replied",
            True,
            id="another-customer",
        ),
        pytest.param(
            comment("01 10:00", visibility={"type": "role", "value": "Service Desk Team"}),
            "agent_replied",
            False,
            id="for-a-role-alone",
        ),
        pytest.param(
            {"author": {"accountId": "agent"}, "created": at("01 10:00"), "public": True},
            "agent_replied",
            True,
            id="of-the-service-desk",
        ),
    ],
)
def test_comments_tell_customers_from_agents(given: dict[str, Any], kind: str, public: bool) -> None:
    [event] = the_ticket(fields={"comment": {"comments": [given], "total": 1}}).events
    assert (event.kind, event.public, f"{event.at.astimezone(UTC):%H:%M}") == (kind, public, "08:00")


def test_a_comment_of_which_nobody_knows_who_sees_it_is_left_out_and_that_is_said() -> None:
    unclear = comment("01 10:00")
    del unclear["jsdPublic"]
    found = read(fields={"comment": {"comments": [unclear], "total": 1}})
    assert not found.tickets[0].events
    assert "does not say whether customers see it" in found.problems["EX-1"][0]
    assert [loss.path for loss in found.losses] == ["issue.fields.comment.comments[0]"]


@pytest.mark.parametrize(
    ("given", "reporter", "doubt"),
    [
        pytest.param(comment("01 10:00", None), {"accountId": "customer"}, "has no author", id="no-author"),
        pytest.param(comment("01 10:00"), None, "nobody is said to have reported it", id="no-reporter"),
        pytest.param(
            comment("01 10:00", author=None) | {"author": {"accountId": "bot", "accountType": "app"}},
            {"accountId": "customer"},
            "a comment of an app was taken for an agent's reply",
            id="an-app",
        ),
    ],
)
def test_whom_a_comment_is_of_may_be_doubtful(given: dict[str, Any], reporter: Any, doubt: str) -> None:
    found = read(fields={"reporter": reporter, "comment": {"comments": [given], "total": 1}})
    assert [event.kind for event in found.tickets[0].events] == ["agent_replied"]
    assert doubt in found.problems["EX-1"][0]


def test_a_server_tells_people_apart_by_other_names() -> None:
    said = comment("01 10:00", None) | {"author": {"name": "jdoe", "key": "JIRAUSER7"}}
    ticket = the_ticket(fields={"reporter": {"name": "jdoe"}, "comment": {"comments": [said], "total": 1}})
    assert ticket.events[0].kind == "customer_replied"


# What comes beside issues


def test_a_whole_account_is_read_and_counted() -> None:
    found = jira.tickets(**account(), plans={"EX-1": "Gold"})
    assert found.counts == {"issues": 2, "histories": 4, "comments": 2}
    assert (found.losses, found.problems) == ((), {})
    first, second = found.tickets
    assert (first.plan, second.plan, second.priority) == ("Gold", None, "Low")
    assert [event.kind for event in second.in_order] == ["priority_changed", "customer_replied"]


TWO = [issue(), issue(id="10002", key="EX-2")]
THEIRS = history("01 10:00", change("status", "A", "B"))


@pytest.mark.parametrize(
    "changelogs",
    [
        pytest.param({"EX-2": [THEIRS]}, id="by-key"),
        pytest.param({"10002": {"values": [THEIRS]}}, id="by-id"),
        pytest.param({"self": "https://x.test/rest/api/3/issue/EX-2/changelog?a=1", "values": [THEIRS]}, id="address"),
        pytest.param([{"self": "https://x.test/issue/10002/changelog", "histories": [THEIRS]}], id="address-of-a-page"),
        pytest.param([THEIRS | {"self": "https://x.test/issue/EX-2/changelog/1"}], id="address-of-a-record"),
        pytest.param([THEIRS | {"_links": {"self": "https://x.test/request/EX-2/changelog/1"}}], id="links"),
    ],
)
def test_an_answer_says_to_which_issue_it_belongs(changelogs: Any) -> None:
    first, second = jira.tickets(TWO, changelogs).tickets
    assert (first.events, second.status) == ((), "A")


@pytest.mark.parametrize(
    ("changelogs", "problem"),
    [
        pytest.param({"EX-3": [THEIRS]}, r"^changelogs\.EX-3: there is no issue 'EX-3'; did you mean", id="a-key"),
        pytest.param([THEIRS], r"^changelogs\[0\]: it does not say to which issue it belongs; pass \{key", id="none"),
        pytest.param(
            [{"self": "https://x.test/issue/EX-9/changelog", "values": [THEIRS]}],
            "it belongs to issue 'EX-9', which is not here; did you mean",
            id="an-address",
        ),
    ],
)
def test_an_answer_of_another_issue_is_refused(changelogs: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        jira.tickets(TWO, changelogs)


def test_what_stands_in_an_issue_and_beside_it_counts_once() -> None:
    found = jira.tickets(issue(THEIRS), [THEIRS, {**THEIRS, "id": None}])
    assert len(found.tickets[0].events) == 2


@pytest.mark.parametrize(
    ("page", "missing"),
    [
        pytest.param({"isLast": False}, True, id="not-the-last"),
        pytest.param({"isLastPage": False}, True, id="not-the-last-page"),
        pytest.param({"nextPage": "https://x.test"}, True, id="a-next-page"),
        pytest.param({"nextPageToken": "x"}, True, id="a-token"),
        pytest.param({"startAt": 0, "maxResults": 1, "total": 2}, True, id="fewer-than-there-are"),
        pytest.param({"startAt": 0, "maxResults": 1, "total": 1, "isLast": True}, False, id="whole"),
        pytest.param({"startAt": 0, "maxResults": 1, "total": 1}, False, id="whole-by-its-numbers"),
        pytest.param({}, False, id="nothing-said"),
    ],
)
def test_half_a_history_is_a_loss(page: dict[str, Any], missing: bool) -> None:
    found = jira.tickets(issue(), {"values": [THEIRS], **page})
    assert ["another page" in loss.what for loss in found.losses] == [True] * missing


# What cannot be read


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"fields": {"created": ...}}, "issues[0].fields: key 'created' is missing", id="no-created"),
        pytest.param({"fields": {"created": "yesterday"}}, "issues[0].fields.created: it is an instant", id="a-word"),
        pytest.param({"fields": {"created": "2026-06-01T09:00"}}, "names no zone; pass timezone=", id="no-zone"),
        pytest.param({"fields": {"created": {"friendly": "today"}}}, "key 'iso8601' is missing", id="friendly"),
        pytest.param({"changelog": {"histories": [{"items": []}]}}, "key 'created' is missing", id="a-history"),
        pytest.param({"fields": {"status": "Open"}}, "fields.status: it is an object", id="a-status"),
    ],
)
def test_an_issue_that_cannot_be_read_does_not_keep_the_others_waiting(keys: dict[str, Any], problem: str) -> None:
    found = jira.tickets([issue(**deepcopy(keys)), issue(id="10002", key="EX-2")])
    assert [ticket.id for ticket in found.tickets] == ["EX-2"]
    [said] = found.problems["EX-1"]
    assert said.startswith("it cannot be read: issues[0]")
    assert problem in said


def test_times_without_a_zone_are_read_in_one() -> None:
    [ticket] = jira.tickets(issue(fields={"created": "2026-06-01 09:00"}), timezone="Europe/Berlin").tickets
    assert ticket.opened == datetime(2026, 6, 1, 7, tzinfo=UTC)
    with pytest.raises(ZoneError):
        jira.tickets([], timezone="EST")


def test_an_issue_may_have_an_id_alone_or_nothing() -> None:
    nameless = issue()
    del nameless["key"], nameless["id"]
    by_id = issue()
    del by_id["key"]
    assert [ticket.id for ticket in jira.tickets([by_id, nameless]).tickets] == ["10001", "issues[1]"]


# Files


def test_files_are_known_by_their_keys() -> None:
    given = account()
    found = jira.tickets_of_answers({"a": given["comments"], "b": given["issues"], "c": given["changelogs"]})
    assert found == jira.tickets(**given)
    lists = {"a": [issue()], "b": [{"values": [THEIRS]}], "c": {"values": [comment("01 10:00", public=True)]}}
    assert jira.tickets_of_answers(lists).counts == {"issues": 1, "histories": 1, "comments": 1}


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        pytest.param({"x.json": {"schedules": []}}, r"^x\.json: its keys do not show what it is", id="something"),
        pytest.param({"x.json": []}, r"^x\.json: its keys", id="an-empty-list"),
        pytest.param({"x.json": {"values": []}}, r"^x\.json: its keys", id="an-empty-page"),
        pytest.param({"x.json": {"completedCycles": []}}, r"^x\.json: it holds slas, which are no part of", id="slas"),
        pytest.param({"x.json": "text"}, r"^x\.json: its keys", id="text"),
        pytest.param({"x.json": {"a": {"histories": []}, "b": {"comments": []}}}, "its keys", id="two-kinds"),
        pytest.param(
            {"a": [issue()], "b": {"EX-1": {"histories": []}}, "c": {"values": [THEIRS]}},
            "some changelogs stand by keys of issues, and others do not",
            id="both-ways",
        ),
    ],
)
def test_files_of_another_kind_are_refused(answers: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        jira.tickets_of_answers(answers)


def test_no_policy_can_be_read_and_that_is_said_by_name() -> None:
    with pytest.raises(PayloadError, match="Jira has no API for calendars and goals; write them in a policy file"):
        jira.policy(calendars=[])
    assert "jira" in able("tickets_of_answers")
    assert "jira" not in able("policy_of_answers")
    with pytest.raises(UnknownNameError, match="Jira has no API for calendars and goals"):
        of_product("jira", "policy_of_answers")

"""What files of a product hold, told apart by their keys; and in which of several files something stands."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import chain, islice
from typing import Any

import freshdesk_payloads
import glpi_payloads
import jira_payloads
import odoo_payloads
import pytest
import zendesk_payloads
from product_answers import ROWS, Row

from slaclock import SlaPolicy
from slaclock.adapters import freshdesk, glpi, jira, odoo, of_product, zendesk
from slaclock.adapters.answer_kinds import AnswerKinds, one_kind
from slaclock.errors import PayloadError

UNKNOWN = "quagga"
NEEDS = "these over, too"
"""The end of what is said where answers hold nothing of which tickets are read."""
MOST = 12
"""Objects of a file that are tried."""
OF_ONES_OWN = (
    *("glpi-tickets", "glpi-comparison", "frappe-tickets", "frappe-comparison", "odoo-tickets", "odoo-comparison"),
    "ical-policy",
)
"""Files in which any key may stand: tickets with fields of one's own, and texts."""
SEVERAL = [row for row in ROWS if len(row.make()) > 1 and str(row) not in OF_ONES_OWN]
KINDS = AnswerKinds(
    {"tickets": ("tickets", "ticket"), "logs": ("logs", "moved"), "notes": ("said",)},
    inside="data",
    words={"Log": "logs"},
    by_names={"notes": "ids of tickets"},
)


@pytest.mark.parametrize("row", SEVERAL, ids=str)
def test_a_loss_says_in_which_of_several_files_it_stands(row: Row) -> None:
    """A key that nobody knows, in the first objects of each file."""
    found = 0
    for file, answer in row.make().items():
        for place in range(min(len(list(objects(answer))), MOST)):
            changed = deepcopy(dict(row.make()))
            next(islice(objects(changed[file]), place, None))[UNKNOWN] = "7"
            try:
                told = row.read(changed)
            except PayloadError:
                continue
            problems = [said for each in getattr(told, "problems", {}).values() for said in each]
            said = [text for text in [*map(str, told.losses), *problems] if UNKNOWN in text]
            assert all(text.startswith(file) for text in said), said
            found += len(said)
    assert found


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Each object in it, those that hold others first."""
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        yield from chain(*map(objects, value.values() if isinstance(value, dict) else value))


@pytest.mark.parametrize(
    ("said", "placed"),
    [
        pytest.param("tickets[0].due: soon", "a: tickets[0].due: soon", id="in-a-list-of-a-file"),
        pytest.param("tickets[2].due", "b: tickets[1].due", id="places-are-those-of-the-file"),
        pytest.param("tickets[3].tickets[1].due", "c: tickets[1].due", id="a-page"),
        pytest.param("tickets[3]: it is no page", "c: it is no page", id="a-page-itself"),
        pytest.param("tickets[3]", "c", id="the-whole-file"),
        pytest.param("tickets[9].due", "tickets[9].due", id="more-than-there-are"),
        pytest.param("tickets", "tickets", id="all-files-of-a-kind"),
        pytest.param("logs[7].moved", "d: logs[7].moved", id="the-one-file-of-its-kind"),
        pytest.param("Log.moved", "d: Log.moved", id="a-record-alone"),
        pytest.param("total", "d: total", id="a-key-of-an-answer"),
        pytest.param("notes.7.said", "e: 7.said", id="by-names"),
        pytest.param("notes.8.said", "f: 8.said", id="by-names-in-another"),
        pytest.param("notes.9.said", "notes.9.said", id="a-name-that-none-has"),
        pytest.param("logsmith[0]", "logsmith[0]", id="a-letter-more"),
        pytest.param("", "", id="nowhere"),
    ],
)
def test_a_place_is_told_with_its_file(said: str, placed: str) -> None:
    held = {"tickets": [{"ticket": 1}, {"ticket": 2}]}
    given = KINDS.of(
        {
            "a": [{"ticket": 1}],
            "b": [{"ticket": 2}, {"ticket": 3}],
            "c": held,
            "d": {"logs": [], "total": 9},
            "e": {"7": {"said": "x"}},
            "f": {"8": {"data": [{"said": "y"}]}},
        }
    )
    assert given.placed(said) == placed
    assert len(given.arguments("tickets")["tickets"]) == 4
    assert given.arguments("notes") == {"notes": {"7": {"said": "x"}, "8": {"data": [{"said": "y"}]}}}
    alone = KINDS.of({"a": [{"ticket": 1}]})
    assert alone.placed("ticket.due") == "ticket.due"


def test_what_two_files_could_hold_names_both() -> None:
    given = KINDS.of({"a": {"tickets": [], "total": 1}, "b": {"logs": [], "total": 2}})
    assert given.placed("total") == "a: total or b: total"


@pytest.mark.parametrize("answer", [7, "text", [], {}, {"x": 1}, {"x": {"said": 1}, "y": {"logs": []}}], ids=str)
def test_what_shows_no_kind_is_refused(answer: Any) -> None:
    what = "^a: its keys do not show what it is; it holds one of: tickets, logs, notes, as the product answers them$"
    with pytest.raises(PayloadError, match=what):
        KINDS.of({"a": answer})


def test_what_stands_by_names_does_not_stand_beside_what_does_not() -> None:
    answers = {"a": {"7": {"said": "x"}}, "b": [{"said": "y"}]}
    for each in (answers, dict(reversed(answers.items()))):
        with pytest.raises(PayloadError, match=r"^some notes stand by ids of tickets, and others do not; give all of"):
            KINDS.of(each)


def test_what_is_never_read_is_refused_with_the_reason() -> None:
    with pytest.raises(PayloadError, match=r"^a: sentences for people$"):
        replace(KINDS, refused={"story": "sentences for people"}).of({"a": {"story": [], "tickets": []}})


def test_answers_of_one_kind_need_no_keys() -> None:
    given = one_kind("services", "service").of({"a": [{"x": 1}], "b": {"y": 2}})
    assert given.arguments() == {"services": [{"x": 1}, {"y": 2}]}
    assert (given.placed("services[0].x"), given.placed("services[1].y")) == ("a: services[0].x", "b: y")


def test_lists_of_other_kinds_in_one_file_are_refused() -> None:
    with pytest.raises(PayloadError, match=r"^all\.json: it holds logs, which are no part of a policy$"):
        glpi.policy_of_answers({"all.json": {"Log": [], "Calendar": []}}, "Europe/Paris")


def test_lists_of_one_file_may_be_empty() -> None:
    account = glpi_payloads.account()
    bundled = {"Ticket": account["tickets"], "Log": []}
    assert len(glpi.tickets_of_answers({"all.json": bundled}, "Europe/Paris").tickets) == len(account["tickets"])


def test_pages_in_several_files_are_one_answer() -> None:
    """Answers that say how many records they have, one page in each file."""
    account = odoo_payloads.account()
    rows = account["attendances"]
    pages = {
        "a.json": {"result": {"length": len(rows), "records": rows[:3]}},
        "b.json": {"result": {"length": len(rows), "records": rows[3:]}},
    }
    rest = {kind: account[kind] for kind in account if kind in ("calendars", "leaves", "slas", "teams", "stages")}
    assert odoo.policy_of_answers({**rest, **pages}).policy == odoo.policy_of_answers({**rest, "r": rows}).policy


def test_an_error_of_a_comparison_says_in_which_file_it_stands() -> None:
    policy = SlaPolicy(name="A", timezone="UTC", plans={"Gold": {"resolution": "8 calendar hours"}})
    files = {"i.json": [jira_payloads.issue()], "s.json": {"completedCycles": "none", "name": "x"}}
    with pytest.raises(PayloadError, match=r"^s\.json: "):
        jira.comparison_of_answers(files, policy)


def test_losses_of_a_policy_name_the_files() -> None:
    files = {
        "a.json": {"schedules": [zendesk_payloads.schedule()]},
        "b.json": {"sla_policies": [zendesk_payloads.sla_policy(mood="good")]},
    }
    assert [loss.path for loss in zendesk.policy_of_answers(files).losses if "mood" in loss.path] == [
        "b.json: sla_policies[0].mood"
    ]


WITHOUT_TICKETS = [
    pytest.param("zendesk", {"schedules": []}, "there are schedules here, and tickets are read of", id="zendesk"),
    pytest.param("zammad", [{"name": "Office", "business_hours": {}}], "there are calendars here", id="zammad"),
    pytest.param("freshdesk", {"business_hours": {}}, "there are business hours here", id="freshdesk"),
    pytest.param("jira", {"histories": []}, "there are changelogs here, and tickets are read of issues", id="jira"),
    pytest.param("salesforce", [{"Field": "Status"}], "there are histories here", id="salesforce"),
    pytest.param("servicenow", {"cmn_schedule": []}, "there are cmn schedule here", id="servicenow"),
    pytest.param("glpi", {"logs": []}, "there are logs here", id="glpi"),
    pytest.param("frappe", {"data": [{"ref_doctype": "Issue"}]}, "there are versions here", id="frappe"),
    pytest.param("odoo", {"sla_statuses": [{"deadline": None}]}, "there are sla statuses here", id="odoo"),
    pytest.param("chatwoot", {"messages": []}, "there are messages here", id="chatwoot"),
]


@pytest.mark.parametrize(("product", "answer", "says"), WITHOUT_TICKETS)
def test_answers_without_a_ticket_among_them_are_refused(product: str, answer: Any, says: str) -> None:
    read = of_product(product, "tickets_of_answers")
    with pytest.raises(PayloadError, match=rf"^x\.json: {says}.*; hand {NEEDS}$"):
        read({"x.json": answer})


def test_of_several_kinds_all_that_are_there_are_named() -> None:
    files = {"a.json": {"schedules": []}, "b.json": {"sla_policies": []}, "c.json": {"users": []}}
    says = "there are schedules, sla policies and users here, and tickets are read of tickets, audits or metric events"
    with pytest.raises(PayloadError, match=rf"^{says}; hand {NEEDS}$"):
        zendesk.tickets_of_answers(files)


def test_an_answer_with_no_tickets_in_it_is_one_of_tickets_all_the_same() -> None:
    assert zendesk.tickets_of_answers({"x.json": {"tickets": []}}).tickets == ()
    assert zendesk.tickets_of_answers({}).tickets == ()


def test_what_is_recommended_is_something_to_hand_over() -> None:
    """Whoever has files passes no arguments; what is no kind of answer stays an argument."""
    made = zendesk_payloads.account()
    unsaid = {"a.json": made["schedules"], "b.json": {"holidays": [zendesk_payloads.holiday("2026-06-01")]}}
    with pytest.raises(
        PayloadError, match=r"; hand over holidays as \{id or name: …\}, one for each of: Office, Nights"
    ):
        zendesk.policy_of_answers(unsaid)
    said = [zendesk_payloads.created(), zendesk_payloads.audit("09:00", zendesk_payloads.said(9))]
    [users] = zendesk.tickets_of_answers({"a.json": said}).losses
    assert users.meaning == "another customer's would be one too; hand over users, which says who is an agent"
    groups = [
        zendesk_payloads.created(group_id="9"),
        zendesk_payloads.audit("09:00", zendesk_payloads.changed("group_id", "9", "10")),
    ]
    [policy] = zendesk.tickets_of_answers({"a.json": groups}).losses
    assert "pass policy=, read with group SLA policies" in policy.meaning
    own = freshdesk.tickets_of_answers({"a.json": freshdesk_payloads.ticket(status=7)})
    assert "; hand over ticket_fields" in own.problems["7"][0]


def test_a_zone_that_is_missing_is_an_option_on_the_command_line() -> None:
    nameless = {"schedules": [zendesk_payloads.schedule(time_zone=None)]}
    with pytest.raises(PayloadError, match=r"; pass timezone=, the IANA name") as caught:
        zendesk.policy_of_answers({"a.json": nameless})
    assert "; pass --timezone, the IANA name" in caught.value.on_command_line()

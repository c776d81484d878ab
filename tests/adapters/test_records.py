"""Records of whole answers, of pages, of lists; and pages and records that are missing or stand twice (R19)."""

from typing import Any

import pytest

from slaclock import PayloadError
from slaclock.adapters.losses import Account, key_path
from slaclock.adapters.payloads import taken
from slaclock.adapters.records import Kind, collected

TICKETS = Kind("tickets", "ticket", beside={"users"})


def found_in(given: Any) -> tuple[list[Any], list[str], list[str]]:
    """Ids and paths of the records, and what was lost."""
    account = Account()
    records = collected(taken(given, "tickets"), TICKETS, account).records
    losses = [f"{loss.path}: {loss.what}" for loss in account.losses]
    assert account.counts["tickets"] == len(records)
    return [record.values["id"] for record in records], [key_path(record.path) for record in records], losses


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        pytest.param(None, [], id="nothing"),
        pytest.param([], [], id="an-empty-list"),
        pytest.param({"tickets": None}, [], id="an-answer-with-nothing"),
        pytest.param({"tickets": [{"id": 1}, {"id": 2}]}, ["tickets[0]", "tickets[1]"], id="a-whole-answer"),
        pytest.param([{"id": 1}, {"id": 2}], ["tickets[0]", "tickets[1]"], id="the-list-in-it"),
        pytest.param({"id": 1}, ["ticket"], id="one-record"),
        pytest.param({"ticket": {"id": 1}}, ["ticket"], id="one-record-as-it-is-answered"),
        pytest.param([{"ticket": {"id": 1}}], ["tickets[0].ticket"], id="several-such-answers"),
        pytest.param(
            [{"tickets": [{"id": 1}], "next_page": "…"}, {"tickets": [{"id": 2}], "next_page": None}],
            ["tickets[0].tickets[0]", "tickets[1].tickets[0]"],
            id="pages",
        ),
    ],
)
def test_records_are_taken_from_whatever_somebody_holds(given: Any, paths: list[str]) -> None:
    ids, found, losses = found_in(given)
    assert ids == list(range(1, len(paths) + 1))
    assert found == paths
    assert not losses


@pytest.mark.parametrize(
    ("given", "loss"),
    [
        pytest.param({"tickets": [], "next_page": "https://…"}, "more tickets follow", id="next-page"),
        pytest.param({"tickets": [], "meta": {"has_more": True}}, "more tickets follow", id="has-more"),
        pytest.param({"tickets": [], "links": {"next": "https://…"}}, "more tickets follow", id="a-link"),
        pytest.param({"tickets": [], "meta": {"has_more": "true"}}, "more tickets follow", id="has-more-as-text"),
        pytest.param({"tickets": [], "meta": {}, "next_page": "…"}, "more tickets follow", id="next-page-beside-meta"),
        pytest.param({"tickets": [], "isLastPage": "false"}, "more tickets follow", id="not-the-last-as-text"),
        pytest.param({"tickets": [], "isLastPage": False}, "more tickets follow", id="not-the-last"),
        pytest.param({"tickets": [], "done": False}, "more tickets follow", id="not-done"),
        pytest.param([{"tickets": [], "next_page": "…"}] * 2, "more tickets follow", id="the-last-of-two-pages"),
        pytest.param({"tickets": [{"id": 1}], "count": 3}, "3 tickets are announced, and 1 are here", id="count"),
        pytest.param({"tickets": [{"id": 1}], "total": 1_000}, "1,000 tickets are announced", id="total"),
        pytest.param({"tickets": [], "viewers": [1]}, "key 'viewers' is not known", id="an-unknown-key"),
        pytest.param([{"id": 1}, {"id": 1}], "id 1 stands here twice", id="overlapping-pages"),
    ],
)
def test_what_is_missing_or_not_read_is_a_loss(given: Any, loss: str) -> None:
    losses = found_in(given)[2]
    assert len(losses) == 1
    assert loss in losses[0]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"tickets": [{"id": 1}], "count": 1, "url": "…", "users": [{}]}, id="all-are-here"),
        pytest.param(
            {"tickets": [], "meta": {"has_more": False}, "links": {"next": "…"}}, id="a-link-though-none-follow"
        ),
        pytest.param(
            {"tickets": [], "isLastPage": True, "count": "3", "total": True, "meta": 1, "links": []}, id="odd-counts"
        ),
    ],
)
def test_nothing_is_lost_where_all_pages_are_there(given: Any) -> None:
    assert not found_in(given)[2]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        pytest.param("tickets", "^tickets: it is an object, not 'tickets'", id="text"),
        pytest.param([1], r"^tickets\[0\]: it is an object, not 1", id="numbers"),
        pytest.param({"tickets": {"1": {}}}, "^tickets: it is a list, not an object", id="an-object-of-records"),
        pytest.param([{"id": 1}, {"id": 1, "x": 2}], r"^tickets\[1\]: id 1 stands here twice, with", id="two"),
        pytest.param([{"id": []}], r"^tickets\[0\].id: it is text, not a list", id="an-id-that-is-none"),
    ],
)
def test_what_is_no_list_of_records_is_refused(given: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        found_in(given)

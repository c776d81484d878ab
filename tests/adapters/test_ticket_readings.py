"""Tickets that were read: as lines that commands read, and as tables that columns take (R18)."""

from datetime import UTC, datetime

import pytest

from slaclock import SlaPolicy, Ticket, UnknownNameError, columns
from slaclock.adapters import TicketReading, of_product

TICKETS = (
    Ticket(
        id="1", opened="2026-06-01T08:00Z", priority="high", events=[{"at": "2026-06-01T09:00Z", "kind": "resolved"}]
    ),
    Ticket(id="2", opened="2026-06-01T08:30:00.25Z"),
)
READING = TicketReading(TICKETS, {}, (), {"tickets": 2})


def test_lines_are_the_same_tickets_again() -> None:
    assert tuple(map(Ticket.loads, READING.jsonl().splitlines())) == TICKETS


def test_tables_are_what_columns_take() -> None:
    policy = SlaPolicy(name="A", timezone="UTC", plans={"p": {"resolution": "2 calendar hours"}})
    told = columns.evaluate(policy, *READING.tables(), now=datetime(2026, 6, 1, 12, tzinfo=UTC)).to_pylist()
    assert [(row["ticket"], row["state"]) for row in told] == [("1", "met"), ("2", "breached")]


def test_a_product_that_cannot_do_it_is_refused_by_name() -> None:
    with pytest.raises(
        UnknownNameError, match=r"^'zendek' is no product that does this; did you mean 'zendesk'\? known: "
    ):
        of_product("zendek", "policy_of_answers")

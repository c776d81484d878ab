"""An agenda found as columns is the scalar one: what comes first, how much there is, and what is wrong."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from columns.test_histories import POLICIES, WRITTEN
from columns.told_histories import Row, histories
from hypothesis import given, strategies as st

from slaclock import Event, SlaClockError, SlaPolicy, Ticket, columns
from slaclock.columns import agenda, tables_of_tickets
from slaclock.columns.ticket_queues import Queue

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def tickets_of(told: tuple[list[Row], list[Row]]) -> list[Ticket]:
    """The rows as tickets; what can be no ticket is left out."""
    found = []
    for row in told[0]:
        own = [each for each in told[1] if each["ticket"] == row["id"]]
        try:
            events = [Event(**_stated(each, "ticket")) for each in own]
            found.append(Ticket(**_stated(row), events=events))
        except SlaClockError:
            continue
    return found


def _stated(row: Row, *left_out: str) -> Row:
    return {name: value for name, value in row.items() if value is not None and name not in left_out}


def _scalar(policy: SlaPolicy, tickets: list[Ticket], now: datetime, most: int) -> Queue | str:
    try:
        found = policy.agenda(tickets, now)
    except SlaClockError as error:
        return str(error)
    return Queue(found[:most], len(found), found.problems)


def _as_columns(policy: SlaPolicy, tickets: list[Ticket], now: datetime, most: int) -> Queue | str:
    try:
        return agenda(policy, tickets, now, most)
    except SlaClockError as error:
        return str(error)


def _seen(found: Queue | str) -> Any:
    if isinstance(found, str):
        return found
    items = [(item.ticket, item.metric.metric, item.metric.cycle, item.status.due) for item in found.first]
    return items, found.open, found.problems


@pytest.mark.parametrize("name", POLICIES)
@given(
    told=histories(),
    after=st.integers(0, 60 * 96),
    most=st.integers(1, 8),
    at_once=st.sampled_from([1, 2, 100]),
    again=st.booleans(),
)
def test_the_agenda_is_the_scalar_one(
    name: str, told: tuple[list[Row], list[Row]], after: int, most: int, at_once: int, again: bool
) -> None:
    """Whatever the tickets, some of them twice, and however many are asked together."""
    now = datetime(2026, 10, 26, tzinfo=UTC) + after * timedelta(minutes=15)
    tickets = tickets_of(told) * (1 + again)
    with patch("slaclock.columns.ticket_queues.AT_ONCE", at_once):
        found = _as_columns(WRITTEN[name], tickets, now, most)
    assert _seen(found) == _seen(_scalar(WRITTEN[name], tickets, now, most))


OFFICE = SlaPolicy.loads("""
name: Office
timezone: UTC
schedules: {office: Mon-Fri 09:00-17:00}
plans: {standard: {schedule: office, resolution: 8 business hours}}
""")


def test_only_what_is_shown_is_asked_one_by_one() -> None:
    tickets = [Ticket(id=str(number), opened=NOW - timedelta(hours=number)) for number in range(50)]
    evaluate = SlaPolicy.evaluate
    asked: list[str] = []

    def counting(policy: SlaPolicy, ticket: Ticket, now: datetime) -> Any:
        asked.append(ticket.id)
        return evaluate(policy, ticket, now)

    with patch.object(SlaPolicy, "evaluate", counting), patch("slaclock.columns.ticket_queues.AT_ONCE", 20):
        found = agenda(OFFICE, tickets, NOW, 3)
    assert found.open == 50
    assert asked == [item.ticket.id for item in found.first]
    assert len(asked) == 3


def test_tickets_become_tables_with_all_that_they_state() -> None:
    due = NOW + timedelta(days=9)
    events = [Event(at=NOW, kind="due_agreed", agreed=due), Event(at=NOW, kind="agent_replied", public=False)]
    tickets = [Ticket(id="T-1", opened=NOW, events=events), Ticket(id="T-2", opened=NOW, agreed=due)]
    of_tickets, of_events = tables_of_tickets(tickets)
    assert of_tickets["agreed"].to_pylist() == [None, due]
    assert (of_events["agreed"].to_pylist(), of_events["public"].to_pylist()) == ([due, None], [True, False])
    stands = columns.evaluate(OFFICE, of_tickets, of_events, NOW + timedelta(hours=1)).to_pylist()
    assert [row["due"] for row in stands] == [
        OFFICE.evaluate(ticket, NOW + timedelta(hours=1)).cycles[0].status.due for ticket in tickets
    ]

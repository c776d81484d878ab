"""Whole histories are answered as each ticket alone under any policy, not only under one that was written for that."""

from columns.told_histories import rows_of, told_singly, with_problems_apart
from hypothesis import given, strategies as st

from slaclock import columns
from slaclock.columns.stated_tickets import tables_of_tickets
from slaclock.testing import instants, policies, tickets, weeks


@given(st.data())
def test_any_policy_answers_columns_as_it_answers_tickets(data: st.DataObject) -> None:
    around = data.draw(weeks())
    policy = data.draw(policies(around))
    drawn = data.draw(st.lists(tickets(policy, around), min_size=1, max_size=3))
    asked = [ticket.model_copy(update={"id": f"T-{number}"}) for number, ticket in enumerate(drawn)]
    now = data.draw(instants(around))
    of_tickets, of_events = tables_of_tickets(asked)
    found = with_problems_apart(rows_of(columns.evaluate(policy, of_tickets, of_events, now)))
    assert found == told_singly(policy, of_tickets.to_pylist(), of_events.to_pylist(), now)

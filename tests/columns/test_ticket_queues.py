"""An agenda found as columns is the scalar one: what comes first, how much there is, and what is wrong."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from unittest.mock import patch

import pytest
from columns.test_histories import POLICIES, WRITTEN
from columns.told_histories import Row, histories
from hypothesis import given, strategies as st

from slaclock import Event, SlaClockError, SlaPolicy, Ticket, columns
from slaclock.columns import agenda, attainment, tables_of_tickets
from slaclock.columns.ticket_agendas import Queue
from slaclock.tickets import OnBadTicket

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
BAD = st.sampled_from(get_args(OnBadTicket))


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


def _scalar(policy: SlaPolicy, tickets: list[Ticket], now: datetime, most: int, bad: OnBadTicket) -> Queue | str:
    try:
        found = policy.agenda(tickets, now, bad)
    except SlaClockError as error:
        return str(error)
    return Queue(found[:most], len(found), found.problems)


def _as_columns(policy: SlaPolicy, tickets: list[Ticket], now: datetime, most: int, bad: OnBadTicket) -> Queue | str:
    try:
        return agenda(policy, tickets, now, most, bad)
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
    bad=BAD,
)
def test_the_agenda_is_the_scalar_one(
    name: str,
    told: tuple[list[Row], list[Row]],
    after: int,
    most: int,
    at_once: int,
    again: bool,
    bad: OnBadTicket,
) -> None:
    """Whatever the tickets, some of them twice, and however many are asked together."""
    now = datetime(2026, 10, 26, tzinfo=UTC) + after * timedelta(minutes=15)
    tickets = tickets_of(told) * (1 + again)
    with patch("slaclock.columns.ticket_queues.AT_ONCE", at_once):
        found = _as_columns(WRITTEN[name], tickets, now, most, bad)
    assert _seen(found) == _seen(_scalar(WRITTEN[name], tickets, now, most, bad))


_PURSUED = """
name: Goals
timezone: America/New_York
holidays: US
schedules:
  office: Mon-Fri 09:00-18:00
  nights: Sun-Thu 22:00-06:00
plans:
  standard:
    schedule: office
    first_response: {P1: {target: 1 business hour, goals: 95% per day}, P2: 4 business hours, goals: 92% per week}
    resolution:
      P1: {target: 8 business hours, goals: AMOUNT}
      P2: {target: 2 business days, goals: at most 4 misses per month}
      P3: 40 hours
      goals: [80%, 90% of P1 and P2 per quarter]
  nights: {schedule: nights, first_response: {target: 2 business hours, goals: 90% per month}}
"""
_LATER = (
    "versions: [{effective: 2026-11-02, plans: {nights: {schedule: nights, "
    "resolution: {target: 4 business hours, goals: 70% per week}}}}]"
)
PURSUED = {
    name: SlaPolicy.loads("\n".join([_PURSUED.replace("AMOUNT", goals), *more]))
    for name, (goals, *more) in {
        "plain": ("99% per month",),
        "within": ("99% within 2 business days",),
        "versions": ("[99% per month, 50%]", _LATER),
        "each event": ("99%", _LATER, "governed_by: each_event"),
    }.items()
}


def _attained(ask: Any, tickets: list[Ticket], now: datetime, bad: OnBadTicket) -> Any:
    try:
        found = ask(tickets, now, bad)
    except SlaClockError as error:
        return str(error)
    return list(found), found.problems


@pytest.mark.parametrize("name", PURSUED)
@given(
    told=histories(), after=st.integers(0, 60 * 96), at_once=st.sampled_from([1, 2, 100]), again=st.booleans(), bad=BAD
)
def test_how_far_goals_were_met_is_the_scalar_answer(
    name: str, told: tuple[list[Row], list[Row]], after: int, at_once: int, again: bool, bad: OnBadTicket
) -> None:
    """By version, plan, priority and period; some goals have an amount of their own."""
    now = datetime(2026, 10, 26, tzinfo=UTC) + after * timedelta(minutes=15)
    tickets = tickets_of(told) * (1 + again)
    policy = PURSUED[name]
    with patch("slaclock.columns.ticket_queues.AT_ONCE", at_once):
        found = _attained(lambda *asked: attainment(policy, *asked), tickets, now, bad)
    assert found == _attained(policy.attainment, tickets, now, bad)


@pytest.mark.parametrize("name", PURSUED)
def test_goals_of_tickets_of_which_nothing_is_wrong_are_counted_from_columns(name: str) -> None:
    """Also those whose goal has an amount of its own, which are asked one by one."""
    opened = [NOW - timedelta(hours=5 * number) for number in range(1, 60)]
    tickets = [
        Ticket(id=str(number), opened=at, plan="standard", priority=f"P{1 + number % 3}")
        for number, at in enumerate(opened)
    ]
    found = attainment(PURSUED[name], tickets, NOW)
    assert list(found) == PURSUED[name].attainment(tickets, NOW)
    assert sum(each.met + each.missed + each.undecided for each in found) > len(tickets)
    assert found.problems == ()


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

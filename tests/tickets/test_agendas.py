"""What is open over many tickets, soonest first."""

from datetime import UTC

from clock_model import on
from ticket_stories import policy, ticket

from slaclock import Ticket, TicketProblem


def test_an_agenda_is_by_due_instant_with_what_is_paused_last() -> None:
    rules = policy(
        plans={"standard": {"schedule": "office", "resolution": {"P1": "1 business hour", "P2": "4 business hours"}}}
    )
    tickets = [
        ticket("Mon 10:00", id="later", priority="P2"),
        ticket("Mon 10:00", "Mon 10:10 paused", id="paused"),
        ticket("Mon 10:00", "Mon 10:10 resolved", id="done"),
        ticket("Mon 11:30", id="soon"),
        ticket("Mon 09:00", id="broken"),
        ticket("Mon 11:30", id="as soon"),
        Ticket(id="elsewhere", opened=on("Mon 11:15").astimezone(UTC), priority="P1"),
    ]
    found = rules.agenda(tickets, on("Mon 12:00"))
    assert [item.ticket.id for item in found] == ["broken", "elsewhere", "as soon", "soon", "later", "paused"]
    assert found[0].status.state == "breached"
    assert found.problems == ()


def test_a_ticket_that_has_no_place_in_an_agenda_is_named() -> None:
    rules = policy(plans={"standard": {"schedule": "office", "resolution": {"P1": "1 hour"}}})
    found = rules.agenda([ticket("Mon 10:00", id="T-7", priority=None), ticket("Mon 11:00", id="")], on("Mon 12:00"))
    assert [item.ticket.id for item in found] == [""]
    assert found.problems == (TicketProblem("T-7", "the ticket has no priority, by which resolution differs: P1", 1),)
    assert str(found.problems[0]) == "T-7: the ticket has no priority, by which resolution differs: P1"
    assert str(TicketProblem("", "it is bad")) == "it is bad"

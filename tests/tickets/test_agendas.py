"""What is open over many tickets, soonest first."""

from datetime import UTC

from clock_model import on
from ticket_stories import policy, ticket

from slaclock import Ticket


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

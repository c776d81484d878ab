"""Tickets and events as they are declared (R18)."""

from datetime import datetime
from typing import Any

import pytest
from clock_model import on
from ticket_stories import ticket

from slaclock import DeclarationError, Event, Ticket


def test_a_ticket_survives_json() -> None:
    whole = ticket("Mon 10:00", "Mon 10:30 agent_replied", "Mon 11:00 status_changed status=pending", status="new")
    assert Ticket.model_validate_json(whole.model_dump_json()) == whole
    assert Ticket(**whole.model_dump()) == whole


@pytest.mark.parametrize("given", [{"kind": ""}, {"at": datetime(2026, 9, 14, 10)}, {"colour": "red"}])
def test_what_is_no_event_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(DeclarationError):
        Event(**({"at": on("Mon 10:00"), "kind": "agent_replied"} | given))

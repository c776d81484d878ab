"""Many tickets asked together: a bad one ends everything, is left out, or is reported (R19)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from clock_model import on
from ticket_stories import policy, ticket

from slaclock import ChoiceError, ClockError, NaiveDatetimeError, UnknownNameError

PROMISE = {"target": "1 business hour", "goals": "90%"}
RULES = policy(plans={"standard": {"schedule": "office", "resolution": {"P1": PROMISE}}})
NOW = on("Mon 12:00")
TICKETS = [
    ticket("Mon 10:00", id="good", priority="P1"),
    ticket("Mon 10:00", id="bad", priority="P9"),
    ticket("Mon 11:00", "Mon 09:00 agent_replied", id="odd", priority="P1"),
]
QUESTIONS = pytest.mark.parametrize("ask", [RULES.agenda, RULES.attainment])


@QUESTIONS
class TestABadTicket:
    def test_ends_everything_and_is_named(self, ask: Any) -> None:
        with pytest.raises(ClockError, match=r"^ticket 'bad': there is no priority 'P9'") as caught:
            ask(TICKETS, NOW)
        assert isinstance(caught.value.__cause__, UnknownNameError)

    def test_without_an_id_is_named_by_its_place(self, ask: Any) -> None:
        with pytest.raises(ClockError, match=r"^ticket 2, which has no id: there is no"):
            ask([TICKETS[0], TICKETS[1].model_copy(update={"id": ""})], NOW)

    def test_is_left_out(self, ask: Any) -> None:
        assert [(each.ticket, each.place) for each in ask(TICKETS, NOW, "skip").problems] == [("odd", 3)]

    def test_is_reported(self, ask: Any) -> None:
        found = ask(TICKETS, NOW, on_error="report")
        assert [(each.ticket, each.place, each.is_answered) for each in found.problems] == [
            ("bad", 2, False),
            ("odd", 3, True),
        ]
        assert list(found) == list(ask(TICKETS, NOW, "skip")) == list(ask([TICKETS[0], TICKETS[2]], NOW))

    def test_another_word_is_refused(self, ask: Any) -> None:
        with pytest.raises(ChoiceError, match="on_error is 'stop', 'skip' or 'report', not 'ignore'"):
            ask(TICKETS, NOW, on_error="ignore")

    def test_a_naive_now_is_no_fault_of_tickets(self, ask: Any) -> None:
        with pytest.raises(NaiveDatetimeError):
            ask(TICKETS, datetime(2026, 9, 14), on_error="report")


def test_what_cannot_be_worked_out_later_is_a_problem_at_once() -> None:
    """The years of the holidays end, and the next change lies beyond them."""
    careful = policy(
        plans={"standard": {"schedule": "office", "resolution": {"P1": "1 business hour"}}},
        holidays=["2026-09-18"],
        outside_coverage="error",
    )
    opened = datetime(2026, 12, 31, 15, tzinfo=ZoneInfo("America/New_York"))
    last = TICKETS[0].model_copy(update={"opened": opened, "events": ()})
    now = opened.replace(hour=20)
    assert [item.status.state for item in careful.agenda([last], now)] == ["breached"]
    found = careful.agenda([last], now, "report")
    assert (list(found), found.problems[0].is_answered) == ([], False)
    assert "this answer needs 2027" in found.problems[0].problem

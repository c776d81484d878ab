"""How far goals were met over many tickets, in each period (R12, R18)."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from slaclock import Attainment, DeclarationError, SlaPolicy, Ticket, TicketProblem

NEW_YORK = ZoneInfo("America/New_York")


def on(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def policy(first_response: Any, **parts: Any) -> SlaPolicy:
    usual: dict[str, Any] = {
        "name": "Goals",
        "timezone": "America/New_York",
        "schedules": {"office": "Mon-Fri 09:00-18:00"},
        "plans": {"only": {"first_response": first_response}},
    }
    return SlaPolicy(**(usual | parts))


def ticket(opened: str, priority: str = "P1", replied: str | None = None, **more: Any) -> Ticket:
    events = [{"at": on(replied), "kind": "agent_replied"}] if replied else []
    return Ticket(opened=on(opened), priority=priority, events=events, **more)  # type: ignore[arg-type]


def told(found: list[Attainment]) -> list[tuple[Any, ...]]:
    return [(each.priority, str(each.first or ""), each.met, each.missed, each.undecided) for each in found]


P1 = {"target": "1 business hour", "goals": "90% per month"}
TICKETS = [
    ticket("2026-09-14 09:00", replied="2026-09-14 10:00"),
    ticket("2026-09-15 09:00", replied="2026-09-15 10:00:00.000001"),
    ticket("2026-09-30 17:30", replied="2026-10-01 09:30"),
    ticket("2026-10-01 09:00", replied="2026-10-01 09:10"),
    ticket("2026-10-02 09:00", priority="P2"),
    ticket("2026-10-02 16:00"),
    ticket("2026-10-02 17:30"),
]
NOW = on("2026-10-02 18:00")


class TestAttainment:
    def test_a_goal_of_a_priority_by_month(self) -> None:
        found = policy({"P1": P1, "P2": "4 business hours"}).attainment(TICKETS, NOW)
        assert told(found) == [("P1", "2026-09-01", 2, 1, 0), ("P1", "2026-10-01", 1, 1, 1)]
        assert [each.share for each in found] == [Fraction(2, 3), Fraction(1, 2)]
        assert [each.is_met for each in found] == [False, False]
        assert found[0].last == date(2026, 9, 30)
        assert found.problems == ()

    def test_a_ticket_that_counts_nowhere_is_named(self) -> None:
        found = policy({"P1": P1}).attainment([ticket("2026-10-02 09:00", None, id="T-7")], NOW)  # type: ignore[arg-type]
        assert list(found) == []
        assert found.problems == (
            TicketProblem("T-7", "the ticket has no priority, by which first_response differs: P1", 1),
        )

    def test_a_goal_of_a_metric_counts_all_priorities_together(self) -> None:
        found = policy({"P1": "1 business hour", "P2": "4 business hours", "goals": "50%"}).attainment(TICKETS, NOW)
        assert told(found) == [(None, "", 3, 3, 1)]
        assert (found[0].is_met, found[0].can_be_met) == (True, True)

    def test_a_goal_of_some_priorities(self) -> None:
        tickets = [*TICKETS, ticket("2026-09-14 09:00", "P3", "2026-09-14 09:30")]
        stated = {"P1": "1 business hour", "P2": "4 business hours", "P3": "1 business hour"}
        found = policy({**stated, "goals": ["50% of P2 and P3", "50% of P1"]}).attainment(tickets, NOW)
        assert told(found) == [(None, "", 1, 1, 0), (None, "", 3, 2, 1)]
        assert str(found[0].goal) == "50% of P2, P3"

    def test_within_another_amount_than_the_target(self) -> None:
        goal = {"target": "4 business hours", "goals": ["50% within 30 business minutes", "100%"]}
        found = policy({"P1": goal, "P2": "4 business hours"}).attainment(TICKETS, NOW)
        assert told(found) == [("P1", "", 1, 4, 1), ("P1", "", 4, 0, 2)]
        assert [each.is_met for each in found] == [False, True]

    def test_what_was_cancelled_counts_nowhere(self) -> None:
        cancelled = Ticket(
            opened=on("2026-09-14 09:00"),
            priority="P1",
            events=[{"at": on("2026-09-14 09:10"), "kind": "cancelled"}],  # type: ignore[list-item]
        )
        assert policy({"P1": P1}).attainment([cancelled], NOW) == []

    def test_a_request_counts_for_the_priority_at_which_it_ended(self) -> None:
        changed = Ticket(
            opened=on("2026-09-14 09:00"),
            priority="P2",
            events=[
                {"at": on("2026-09-14 09:30"), "kind": "priority_changed", "priority": "P1"},  # type: ignore[list-item]
                {"at": on("2026-09-14 09:50"), "kind": "agent_replied"},  # type: ignore[list-item]
            ],
        )
        stated = {"P1": {"target": "1 hour", "goals": "90% within 45 minutes"}, "P2": "4 business hours"}
        assert told(policy(stated).attainment([changed], NOW)) == [("P1", "", 0, 1, 0)]

    def test_nothing_decided_is_neither_met_nor_missed(self) -> None:
        (found,) = policy({"P1": P1}).attainment([ticket("2026-10-02 17:30")], NOW)
        assert (found.share, found.is_met, found.can_be_met, found.undecided) == (None, None, True, 1)

    def test_of_each_plan(self) -> None:
        plans: Any = {
            "gold": {"first_response": {"target": "1 business hour", "goals": "99%"}},
            "basic": {"first_response": {"target": "1 business hour", "goals": "90%"}},
        }
        two = policy("1 hour").model_copy(update={"plans": plans})
        tickets = [Ticket(opened=on("2026-09-14 09:00"), plan=name) for name in ("basic", "gold", "basic")]
        found = two.attainment(tickets, NOW)
        assert [(each.plan, each.missed) for each in found] == [("gold", 1), ("basic", 2)]

    def test_the_version_in_force_when_it_started(self) -> None:
        later: Any = {"only": {"first_response": {"target": "1 business hour", "goals": "95%"}}}
        stated = policy(
            {"target": "1 business hour", "goals": "90%"}, versions=[{"effective": "2026-10-01", "plans": later}]
        )
        found = stated.attainment([ticket("2026-10-01 09:00"), ticket("2026-09-14 09:00")], NOW)
        assert [str(each.goal) for each in found] == ["90%", "95%"]

    def test_the_version_at_the_opening_governs_a_reopened_ticket(self) -> None:
        plans: Any = {"only": {"resolution": {"target": "1 business day", "goals": "95%"}}}
        later: Any = {"only": {"resolution": {"target": "1 business day", "goals": "90%"}}, "more": plans["only"]}
        stated = policy("1 hour").model_copy(
            update={"plans": plans, "versions": [{"effective": "2026-10-01", "plans": later}]}
        )
        reopened = Ticket(
            opened=on("2026-09-14 09:00"),
            events=[
                {"at": on("2026-09-14 10:00"), "kind": "resolved"},  # type: ignore[list-item]
                {"at": on("2026-10-05 09:00"), "kind": "reopened"},  # type: ignore[list-item]
            ],
        )
        assert [(str(each.goal), each.met) for each in stated.attainment([reopened], on("2026-10-05 10:00"))] == [
            ("95%", 1)
        ]

    def test_an_amount_of_a_goal_is_read_as_the_targets_beside_it(self) -> None:
        stated = {"target": "4 business hours", "cut_off": "15:00", "goals": ["100%", "100% within 4 business hours"]}
        found = policy({"P1": stated}).attainment([ticket("2026-09-14 16:00", "P1", "2026-09-15 12:30")], NOW)
        assert [each.met for each in found] == [1, 1]

    def test_a_goal_that_is_stated_twice_counts_once(self) -> None:
        stated = policy({"target": "1 business hour", "goals": ["95%", "95.0%"]})
        assert [each.missed for each in stated.attainment([ticket("2026-09-14 09:00")], NOW)] == [1]

    def test_a_goal_of_a_priority_that_nobody_has(self) -> None:
        with pytest.raises(DeclarationError, match="no plan has a priority 'P9'; known: P1"):
            policy({"P1": "1 business hour", "goals": "90% of P9"})

    def test_every_metric_and_cycle(self) -> None:
        plans: Any = {
            "only": {
                "schedule": "office",
                "first_response": "1 business hour",
                "next_response": {"target": "1 business hour", "goals": "90%"},
            }
        }
        talked = Ticket(
            opened=on("2026-09-14 09:00"),
            events=[
                {"at": on(f"2026-09-14 {clock}"), "kind": kind}  # type: ignore[list-item]
                for clock, kind in (
                    ("09:10", "agent_replied"),
                    ("10:00", "customer_replied"),
                    ("10:30", "agent_replied"),
                    ("11:00", "customer_replied"),
                    ("14:00", "agent_replied"),
                )
            ],
        )
        found = policy("1 hour").model_copy(update={"plans": plans}).attainment([talked], NOW)
        assert [(each.metric, each.met, each.missed) for each in found] == [("next_response", 1, 1)]

    @pytest.mark.parametrize(
        ("per", "day", "first", "last"),
        [
            ("day", "2026-09-16", "2026-09-16", "2026-09-16"),
            ("week", "2026-09-16", "2026-09-14", "2026-09-20"),
            ("week", "2026-12-31", "2026-12-28", "2027-01-03"),
            ("month", "2028-02-29", "2028-02-01", "2028-02-29"),
            ("month", "2026-12-31", "2026-12-01", "2026-12-31"),
            ("quarter", "2026-02-01", "2026-01-01", "2026-03-31"),
            ("quarter", "2026-09-30", "2026-07-01", "2026-09-30"),
            ("year", "2028-12-31", "2028-01-01", "2028-12-31"),
        ],
    )
    def test_periods(self, per: str, day: str, first: str, last: str) -> None:
        stated = policy({"target": "1 hour", "goals": f"90% per {per}"})
        (found,) = stated.attainment([ticket(f"{day} 23:59")], on("2030-01-01 00:00"))
        assert (str(found.first), str(found.last)) == (first, last)


@given(st.lists(st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 300))), max_size=12))
def test_every_request_counts_once(drawn: list[tuple[int, int | None]]) -> None:
    """Over all periods, met, missed and undecided are all requests, and the share is what they say."""
    start = on("2026-09-14 09:00")
    tickets = [
        ticket(
            f"{start + timedelta(days=day):%Y-%m-%d %H:%M}",
            replied=minutes and f"{start + timedelta(days=day, minutes=minutes):%Y-%m-%d %H:%M}",
        )
        for day, minutes in drawn
    ]
    stated = policy({"P1": {"target": "2 hours", "goals": ["90% per week", "90%"]}})
    found = stated.attainment(tickets, start + timedelta(days=90))
    for named in ("week", None):
        parts = [each for each in found if each.goal.per == named]
        assert sum(each.met for each in parts) == sum(0 < (minutes or 0) <= 120 for _, minutes in drawn)
        assert sum(each.met + each.missed + each.undecided for each in parts) == len(drawn)


class TestMisses:
    """How many may be missed: decided as soon as there are more, and otherwise open while any may yet be missed."""

    @pytest.mark.parametrize(
        ("goal", "is_met", "can_be_met"),
        [
            pytest.param("at most 1 miss per month", True, True, id="as-many-as-may-be"),
            pytest.param("at most 0 misses per month", False, False, id="one-too-many"),
        ],
    )
    def test_in_september(self, goal: str, is_met: bool, can_be_met: bool) -> None:
        misses = policy({"priorities": {"P1": {"target": "1 business hour", "goals": goal}}})
        september = misses.attainment([each for each in TICKETS if each.priority == "P1"], NOW)[0]
        assert (september.met, september.missed, str(september.first)) == (2, 1, "2026-09-01")
        assert (september.is_met, september.can_be_met) == (is_met, can_be_met)

    def test_of_what_is_undecided_nothing_is_missed(self) -> None:
        misses = policy({"priorities": {"P1": {"target": "1 business hour", "goals": "at most 0 misses"}}})
        (found,) = misses.attainment(TICKETS[-1:], NOW)
        assert (found.is_met, found.can_be_met, found.undecided) == (None, True, 1)

"""Tickets of Freshdesk and Freshservice with what happened to them, and their due instants (R12, R16, R18)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from freshdesk_payloads import (
    activity,
    business_hours,
    conversation,
    export,
    opening,
    service_hours,
    sla_policy,
    stats,
    target,
    ticket,
)

from slaclock import PayloadError, SlaPolicy
from slaclock.adapters import TicketReading, freshdesk

TEN = "2026-06-01T08:00:00Z"
"""Ten in Copenhagen."""


def events(read: TicketReading) -> list[str]:
    [one] = read.tickets
    return [f"{each.at:%H:%M} {each.status or each.priority or each.kind}" for each in one.in_order]


def only_problem(read: TicketReading) -> str:
    [[problem]] = read.problems.values()
    return problem


@pytest.mark.parametrize(
    ("said", "status", "happened"),
    [
        pytest.param({}, 2, [], id="open"),
        pytest.param({"status_updated_at": None}, 3, [], id="pending-from-the-start"),
        pytest.param(
            {"resolved_at": "2026-06-01T09:00:00Z", "status_updated_at": "2026-06-01T09:00:00Z"},
            4,
            ["09:00 Resolved"],
            id="resolved",
        ),
        pytest.param(
            {
                "resolved_at": "2026-06-01T09:00:00Z",
                "closed_at": "2026-06-01T10:00:00Z",
                "status_updated_at": "2026-06-01T10:00:00Z",
            },
            5,
            ["09:00 Resolved", "10:00 Closed"],
            id="closed",
        ),
        pytest.param(
            {
                "resolved_at": "2026-06-01T09:00:00Z",
                "reopened_at": "2026-06-01T10:00:00Z",
                "status_updated_at": "2026-06-01T10:00:00Z",
            },
            2,
            ["09:00 Resolved", "10:00 Open"],
            id="reopened",
        ),
        pytest.param({"closed_at": TEN}, 5, [], id="an-outbound-email-is-closed-as-it-is-made"),
        pytest.param({"status_updated_at": "2026-06-01T09:00:00Z"}, 4, ["09:00 Resolved"], id="since-the-last-change"),
        pytest.param(
            {"first_responded_at": "2026-06-01T08:30:00Z", "agent_responded_at": "2026-06-01T08:30:00Z"},
            2,
            ["08:30 agent_replied"],
            id="one-reply-said-twice",
        ),
    ],
)
def test_figures_say_what_happened(said: dict[str, Any], status: int, happened: list[str]) -> None:
    read = freshdesk.tickets([ticket(said, status=status)])
    assert events(read) == happened
    assert not read.problems
    assert not read.losses


def test_only_the_latest_pause_is_known_of_figures() -> None:
    now = freshdesk.tickets(ticket({"pending_since": "2026-06-01T09:00:00Z"}, status=3))
    assert events(now) == ["09:00 Pending"]
    assert "pass activities_data=" in only_problem(now)
    over = {"pending_since": "2026-06-01T09:00:00Z", "status_updated_at": "2026-06-01T10:00:00Z"}
    assert events(freshdesk.tickets(ticket(over))) == ["09:00 Pending", "10:00 Open"]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        pytest.param(ticket(stats=None), "it has no 'stats'", id="no-figures"),
        pytest.param(
            ticket({"status_updated_at": None, "pending_since": "2026-06-01T09:00:00Z"}, status=4),
            "it is Resolved, and 'stats' does not say since when",
            id="no-instant",
        ),
        pytest.param(ticket(status=7), "tickets[0].status: status 7 has no name here; pass ticket_fields=", id="own"),
        pytest.param(
            ticket(status="Open"),
            "tickets[0].status: a status is a number, such as 2 for Open",
            id="a-label",
        ),
        pytest.param(ticket(priority=5), "tickets[0].priority: a priority is one of: 1 Low", id="priority"),
        pytest.param(ticket(created_at="2026-06-01T08:00:00"), "names no zone", id="naive"),
        pytest.param(ticket(spam=True), "counts no clocks for such a ticket", id="spam"),
        pytest.param(ticket({"closed_at": "soon"}), "stats.closed_at: it is an instant", id="no-instant-at-all"),
    ],
)
def test_a_ticket_that_cannot_be_read_is_its_own_problem(given: dict[str, Any], problem: str) -> None:
    read = freshdesk.tickets([given, ticket(id="8")])
    assert [each.id for each in read.tickets] == ["8"]
    assert problem in read.problems["7"][0]
    assert read.counts["tickets"] == len(read.tickets) + len(read.problems)


def test_statuses_of_an_account_are_called_as_its_fields_say() -> None:
    choices = {"7": ["Parked", "We wait"], "2": ["Being worked on"], "8": "Lab"}
    listed = [{"name": "priority", "choices": {}}, {"name": "status", "choices": choices}]
    for fields in (listed, {"ticket_fields": listed}, {"status": choices}):
        read = freshdesk.tickets([ticket({"status_updated_at": None}, status=7)], ticket_fields=fields)
        assert read.tickets[0].status == "Parked"
    assert freshdesk.tickets([ticket(status=2)], ticket_fields=listed).tickets[0].status == "Open"
    with pytest.raises(PayloadError, match="no field is called 'status'"):
        freshdesk.tickets([ticket()], ticket_fields=[{"name": "type"}])
    with pytest.raises(PayloadError, match=r"status\.open: a status is a number, such as '7', not 'open'"):
        freshdesk.tickets([ticket()], ticket_fields={"status": {"open": ["x"]}})


def test_conversations_are_replies() -> None:
    said = [
        conversation("2026-06-01T08:10:00Z", private=True),
        conversation("2026-06-01T08:20:00Z", auto_response=True),
        conversation("2026-06-01T08:30:00Z"),
        conversation("2026-06-01T08:40:00Z", incoming=True),
        conversation("2026-06-01T08:50:00Z", ticket_id=9),
    ]
    read = freshdesk.tickets(ticket({"first_responded_at": "2026-06-01T08:30:00Z"}), said)
    [one] = read.tickets
    assert [(each.kind, each.public) for each in one.in_order] == [
        ("agent_replied", False),
        ("agent_replied", False),
        ("agent_replied", True),
        ("customer_replied", True),
    ]
    assert [str(loss).split(";")[0] for loss in read.losses] == [
        "conversations: 1 of ticket 9, which is not among the tickets"
    ]
    assert not read.problems


def test_conversations_may_stand_in_their_ticket() -> None:
    """As they do where tickets were asked for with `include=conversations`."""
    read = freshdesk.tickets(ticket(conversations=[conversation("2026-06-01T08:30:00Z")]))
    assert (events(read), read.losses, read.counts["conversations"]) == (["08:30 agent_replied"], (), 1)
    broken = freshdesk.tickets(ticket(conversations=["hello"]))
    assert "conversations[0]: it is an object" in broken.problems["7"][0]


def test_replies_that_are_missing_are_said() -> None:
    figures = {
        "first_responded_at": "2026-06-01T08:30:00Z",
        "agent_responded_at": "2026-06-01T09:30:00Z",
        "requester_responded_at": "2026-06-01T09:00:00Z",
    }
    alone = freshdesk.tickets(ticket(figures))
    assert "the first and the latest alone are known" in only_problem(alone)
    assert len(alone.tickets[0].events) == 3
    part = freshdesk.tickets(ticket(figures), [conversation("2026-06-01T08:30:00Z")])
    assert "not among its conversations" in only_problem(part)


def test_activities_are_the_whole_history() -> None:
    day = export(
        activity("01-06-2026 12:00:00 +0200", status="Pending"),
        opening(),
        activity("01-06-2026 11:00:00 +0000", status="Open", note={"id": 1, "type": 4}),
        activity("01-06-2026 12:00:00 +0000", priority=1),
        activity("01-06-2026 13:00:00 +0000", status="Pending"),
        activity("01-06-2026 14:00:00 +0000", ticket_id=9, status="Open"),
    )
    read = freshdesk.tickets(ticket(status=3, priority=1), None, day)
    assert events(read) == ["10:00 Pending", "11:00 Open", "12:00 Low", "13:00 Pending"]
    assert (read.tickets[0].status, read.tickets[0].priority) == ("Open", "Urgent")
    assert not read.problems
    assert read.counts["activities_data"] == 6
    assert "1 of ticket 9" in str(read.losses[0])


@pytest.mark.parametrize("at", ["2026-06-01 08:00:00 +0000", "01-06-2026", "06-13-2026 08:00:00 +0000", 7])
def test_activities_have_the_day_first(at: Any) -> None:
    with pytest.raises(PayloadError, match=r"^activities_data\[0\].performed_at: "):
        freshdesk.tickets(ticket(), None, export(activity(at)))


def test_the_day_comes_first_even_where_it_might_be_a_month() -> None:
    read = freshdesk.tickets(ticket(created_at="2026-06-05T08:00:00Z"), None, [opening("05-06-2026 08:00:00 +0000")])
    assert not read.problems


@pytest.mark.parametrize(
    ("given", "exports", "problem"),
    [
        pytest.param(
            ticket(status=3),
            [export(opening())],
            "end with the status Open, and it is Pending; one is missing",
            id="another-status-now",
        ),
        pytest.param(
            ticket(),
            [export(activity("01-06-2026 09:00:00 +0000", status="Open"))],
            "its activities begin at 2026-06-01 09:00, and Open was taken",
            id="no-opening",
        ),
        pytest.param(
            ticket(),
            [export(opening(deleted=True))],
            "it was deleted or marked as spam at 2026-06-01 08:00",
            id="deleted",
        ),
        pytest.param(
            ticket(status=3),
            [
                export(opening()),
                export(
                    activity("03-06-2026 08:00:00 +0000", status="Pending"),
                    start_at="03-06-2026 00:00:00 +0000",
                    end_at="03-06-2026 23:59:59 +0000",
                ),
            ],
            "do not cover all of its days",
            id="a-day-without-an-export",
        ),
    ],
)
def test_a_history_with_holes_is_doubtful(given: Any, exports: Any, problem: str) -> None:
    assert problem in only_problem(freshdesk.tickets(given, None, exports))


def test_days_that_touch_are_covered() -> None:
    second = export(
        activity("02-06-2026 08:00:00 +0000", status="Pending"),
        start_at="02-06-2026 00:00:00 +0000",
        end_at="02-06-2026 23:59:59 +0000",
    )
    assert not freshdesk.tickets(ticket(status=3), None, [second, export(opening())]).problems


def test_a_priority_at_the_opening_that_nobody_tells_is_not_guessed() -> None:
    read = freshdesk.tickets(ticket(), None, [export(activity("01-06-2026 09:00:00 +0000", priority=4))])
    assert read.tickets[0].priority is None
    assert "its priority at the opening is not in its activities" in read.problems["7"]


def test_half_an_export_is_a_loss() -> None:
    read = freshdesk.tickets(ticket(), None, export(opening(), activities_count=5))
    assert "5 activities are announced, and 1 are here" in str(read.losses[0])
    for bare in ({"activities_data": [opening()], "metadata": {}}, {"activities_data": [opening()]}):
        assert not freshdesk.tickets(ticket(stats=None), None, bare).losses


READ = freshdesk.policy(business_hours(), sla_policy())


def test_the_plan_of_a_ticket_is_that_of_the_first_policy_that_fits() -> None:
    vip = sla_policy(name="VIP", applicable_to={"company_ids": [70]})
    read = freshdesk.policy(business_hours(), vip)
    assert freshdesk.tickets(ticket(), policy=read).tickets[0].plan == "VIP"
    other = freshdesk.tickets(ticket(company_id=1), policy=read)
    assert (other.tickets, dict(other.problems)) == ((), {})
    assert any("no SLA policy takes it; nothing is promised for it, so it" in str(loss) for loss in other.losses)
    assert freshdesk.tickets(ticket(), policy=read.policy).tickets[0].plan == "VIP"
    two = freshdesk.policy([business_hours(), business_hours(id=1, name="B")], vip).policy
    assert freshdesk.tickets(ticket(), policy=two).tickets[0].plan is None


def test_files_of_tickets_are_told_apart() -> None:
    answers = {
        "tickets.json": [ticket(status=7)],
        "talk.json": [conversation("2026-06-01T08:30:00Z")],
        "day.json": export(opening()),
        "fields.json": [{"name": "status", "choices": {"7": ["Open"]}}],
        "sla.json": {"sla_policies": [sla_policy()]},
        "hours.json": {"business_hours": [business_hours()]},
    }
    read = freshdesk.tickets_of_answers(answers)
    assert (read.tickets[0].plan, len(read.tickets[0].events)) == ("Usual", 1)
    assert freshdesk.tickets_of_answers({"t": [ticket()]}).tickets[0].plan is None


# Compare


def compared(given: dict[str, Any], policy: Any = READ, **keys: Any) -> list[tuple[str, str, str]]:
    found = freshdesk.compare(policy, given, **keys)
    return [(each.metric, each.reason, each.detail) for each in found.cycles]


def test_the_same_due_instants_are_the_same() -> None:
    given = ticket(
        {"first_responded_at": "2026-06-01T08:30:00Z"},
        fr_due_by="2026-06-01T09:00:00Z",
        due_by="2026-06-01T12:00:00Z",
        nr_due_by="2026-06-01T12:00:00Z",
        fr_escalated=False,
    )
    found = freshdesk.compare(READ, given)
    assert [(each.metric, each.reason, each.plan, each.schedule) for each in found.cycles] == [
        ("first_response", "same", "Usual", "Office"),
        ("resolution", "same", "Usual", "Office"),
    ]
    assert [each.ours.breached for each in found.cycles] == [False, None]


@pytest.mark.parametrize(
    ("given", "metric", "reason", "detail"),
    [
        pytest.param(
            ticket(due_by="2026-06-01T12:00:01Z"), "resolution", "rounding", "to whole seconds", id="rounding"
        ),
        pytest.param(
            ticket(created_at="2026-06-01T11:00:00Z", due_by="2026-06-02T07:00:00Z"),
            "resolution",
            "boundary",
            "next_opening",
            id="used-up-at-closing",
        ),
        pytest.param(ticket(due_by="2026-06-02T13:00:00Z"), "resolution", "not explained", "", id="moved-by-hand"),
        pytest.param(
            ticket(fr_due_by="2026-06-01T11:00:00Z", due_by="2026-06-01T14:00:00Z"),
            "resolution",
            "rule of the product",
            "both clocks start at 2026-06-01 10:00, not when the ticket was created",
            id="another-start",
        ),
        pytest.param(
            ticket(
                {"status_updated_at": "2026-06-01T12:00:00Z", "pending_since": "2026-06-01T09:00:00Z"},
                due_by="2026-06-01T12:00:00Z",
            ),
            "resolution",
            "rule of the product",
            "the clock ran on while paused",
            id="no-pause-there",
        ),
    ],
)
def test_a_difference_is_explained_by_a_choice(given: Any, metric: str, reason: str, detail: str) -> None:
    assert (metric, reason, detail) in compared(given)


def test_files_of_a_comparison_are_known_by_their_keys() -> None:
    told = ticket(due_by="2026-06-01T12:00:00Z")
    replied = conversation("2026-06-01T10:00:00Z")
    found = freshdesk.comparison_of_answers({"b": replied, "a": told}, READ.policy)
    assert found == freshdesk.compare(READ.policy, told, replied)
    assert found.cycles
    with pytest.raises(PayloadError, match="'Usual' counts business hours, and none are given"):
        freshdesk.comparison_of_answers({"x.json": sla_policy()}, READ.policy)


def test_sla_policies_among_the_files_say_which_plan_is_compared() -> None:
    vip = sla_policy(id=22, name="VIP", is_default=False, position=1, applicable_to={"company_ids": [70]})
    read = freshdesk.policy(business_hours(), [vip, sla_policy()])
    told = [ticket(due_by="2026-06-01T12:00:00Z"), ticket(id=8, company_id=1, due_by="2026-06-01T12:00:00Z")]
    alone = freshdesk.comparison_of_answers({"told.json": told}, read.policy)
    assert not alone.cycles
    given = {"told.json": told, "sla.json": {"sla_policies": [vip, sla_policy()]}, "hours.json": business_hours()}
    found = freshdesk.comparison_of_answers(given, read.policy)
    assert [(cycle.ticket, cycle.plan) for cycle in found.cycles] == [("7", "VIP"), ("8", "Usual")]
    assert found.cycles == freshdesk.compare(read, told).cycles


def test_a_ticket_that_no_sla_policy_takes_is_not_compared() -> None:
    vip = sla_policy(name="VIP", is_default=False, applicable_to={"company_ids": [70]})
    given = ticket(company_id=1, due_by="2026-06-01T12:00:00Z")
    found = freshdesk.compare(freshdesk.policy(business_hours(), vip), given)
    assert not found.cycles
    assert any("no SLA policy takes it" in str(loss) for loss in found.losses)


def test_tickets_may_come_one_after_the_other() -> None:
    given = (ticket(id=number, due_by="2026-06-01T12:00:00Z") for number in (1, 2))
    assert [each.reason for each in freshdesk.compare(READ, given).cycles] == ["same", "same"]


def test_a_due_instant_stands_still_while_pending() -> None:
    """They leave it where it was, and move it on the way out."""
    given = ticket({"pending_since": "2026-06-01T09:00:00Z"}, status=3, due_by="2026-06-01T12:00:00Z")
    late = datetime(2026, 6, 3, tzinfo=UTC)
    [cycle] = freshdesk.compare(READ, given, [conversation("2026-06-01T10:00:00Z")], now=late).cycles
    assert (cycle.reason, cycle.difference, cycle.ours.breached) == ("same", timedelta(0), False)


def test_another_schedule_explains_a_difference() -> None:
    read = freshdesk.policy([business_hours(), service_hours(id=2, name="Mornings", is_default=False)], sla_policy())
    given = ticket(
        {"pending_since": "2026-06-01T09:00:00Z", "status_updated_at": "2026-06-01T09:30:00Z"},
        created_at="2026-06-01T07:00:00Z",
        due_by="2026-06-08T07:30:00Z",
    )
    [cycle] = freshdesk.compare(read, given).cycles
    assert (cycle.reason, cycle.detail) == ("another schedule", "Mornings")
    changed = export(opening(), activity("01-06-2026 08:30:00 +0000", priority=1))
    found = freshdesk.compare(read, ticket(priority=1, due_by="2026-06-15T08:00:00Z"), None, changed).cycles
    assert [(each.reason, each.detail) for each in found] == [("another schedule", "Mornings")]


def test_a_mark_that_no_job_has_set_is_a_rule_of_the_product() -> None:
    given = ticket(due_by="2026-06-01T12:00:00Z", is_escalated=False)
    now = datetime(2026, 6, 2, tzinfo=UTC)
    [(_, reason, detail)] = compared(given, now=now)
    assert reason == "rule of the product"
    assert "marked as late by a job" in detail


def test_calendar_time_has_no_boundary() -> None:
    calendar = freshdesk.policy(None, sla_policy(sla_target={"priority_4": target(business_hours=False)}))
    given = ticket(fr_due_by="2026-06-01T10:00:00Z", due_by="2026-06-01T13:00:00Z")
    assert {reason for _, reason, _ in compared(given, calendar)} == {"rule of the product"}
    assert compared(ticket(due_by="2026-06-01T13:00:00Z"), calendar) == [("resolution", "not explained", "")]


def test_what_cannot_be_compared_is_said() -> None:
    next_reply = freshdesk.policy(
        business_hours(), sla_policy(sla_target={"priority_4": target(next_respond_within=60)})
    )
    found = freshdesk.compare(next_reply, [ticket(nr_due_by="2026-06-01T12:00:00Z"), ticket(id=8, status=9)])
    assert not found.cycles
    assert "ticket 8; its answers are doubtful, or it was not read" in str(found.losses[0])
    assert "next_response of ticket 7 has a due instant, and never started here" in str(found.losses[1])
    two = {name: {"resolution": "1 calendar hour"} for name in ("G", "H")}
    many = SlaPolicy(name="A", timezone="UTC", plans=two)
    [loss] = freshdesk.compare(many, ticket(due_by="2026-06-01T12:00:00Z")).losses
    assert "it has no answer: this policy has several plans" in str(loss)
    unruled = freshdesk.policy(business_hours(), sla_policy(applicable_to={"company_ids": [1]}))
    assert not freshdesk.compare(unruled, ticket(due_by="2026-06-01T12:00:00Z")).cycles
    unpromised = freshdesk.compare(READ, ticket(priority=2, due_by="2026-06-01T12:00:00Z"))
    assert not unpromised.cycles
    assert unpromised.losses


def test_tickets_are_compared_with_a_policy_of_ones_own() -> None:
    mine = SlaPolicy(
        name="A",
        timezone="UTC",
        boundary="next_opening",
        schedules={"O": "Mon-Fri 09:00-17:00"},
        plans={"G": {"schedule": "O", "resolution": {"Urgent": "4 business hours"}}},
    )
    given = ticket(
        {"resolved_at": "2026-06-01T17:00:00Z"},
        created_at="2026-06-01T13:00:00Z",
        due_by="2026-06-01T17:00:00Z",
        status=4,
    )
    assert compared(given, mine) == [("resolution", "boundary", "closing")]


def test_figures_are_as_the_fixture_says() -> None:
    assert set(stats()) >= {"first_responded_at", "status_updated_at"}
